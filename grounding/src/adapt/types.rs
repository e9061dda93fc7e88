//! Input and output of an adaptation.

use super::AdaptError;
use super::style::FittsLaw;
use glam::DVec3;
use restage_episodes::{CollectorStyle, Segment, SegmentKind, WidthEvidence};
use restage_geometry::Pose;

/// A recorded motion with what was inferred from it. Per-frame slices share one length.
#[derive(Clone, Copy, Debug)]
pub struct AdaptInput<'a> {
    /// Seconds, strictly increasing.
    pub timestamps: &'a [f64],
    /// Recorded TCP pose per frame, in the world of the recording.
    pub world_from_tcp: &'a [Pose],
    /// Recorded gripper width per frame, m.
    pub gripper_width: &'a [f64],
    /// What the widths are. Anything but `Measured` is not trusted while the fingers close.
    pub width_evidence: WidthEvidence,
    /// When the fingers begin to close, s; used where the widths are not measured. `None`: once the hand has
    /// arrived, at the start of the secure phase.
    pub close_start_secs: Option<f64>,
    /// Phases covering every frame, one grasp at most.
    pub segments: &'a [Segment],
    /// Width at which the fingers stalled on the object, m.
    pub object_width: f64,
    /// Inferred object pose at the grasp.
    pub world_from_object_source: Pose,
    /// Inferred object pose at the release; `None` when it is never released.
    pub world_from_place_source: Option<Pose>,
}

/// Where the motion has to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaptTarget {
    /// New object pose at the grasp.
    pub world_from_object: Pose,
    /// New object pose at the release; given exactly when the input has one.
    pub world_from_place: Option<Pose>,
    /// Where the TCP starts, at rest. `None`: the approach stays rigid relative to the object.
    pub start_tcp: Option<Pose>,
    /// Where the TCP goes once it has left the released object. `None`: the retreat stays rigid relative to the place.
    pub end_tcp: Option<Pose>,
    /// New minus recorded object width along the closing axis, m. Shifts every commanded width (the pad contact
    /// points are the keypoints, as in CP-Gen).
    pub object_width_change: f64,
    /// Turns the gripper by half a turn about its approach axis: the same grasp with the fingers exchanged.
    pub flip_closing_axis: bool,
}

/// What the commanded gripper can do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GripperLimits {
    /// Width when fully open, m.
    pub stroke: f64,
    /// Largest rate of width, m/s.
    pub max_speed: f64,
    /// Delay from command to motion, s.
    pub latency_secs: f64,
    /// How far below the object width the command goes while the object is held, m: far enough that the force
    /// limit of the motor, and not its spring, sets the grip.
    pub squeeze: f64,
    /// Time from contact until the grip counts as settled, s.
    pub settle_secs: f64,
    /// How much wider than the object the fingers open at the release, m.
    pub release_clearance: f64,
}

impl Default for GripperLimits {
    fn default() -> Self {
        Self {
            stroke: 0.09,
            max_speed: 0.3,
            latency_secs: 0.0,
            squeeze: 0.010,
            settle_secs: 0.15,
            release_clearance: 0.02,
        }
    }
}

/// Free distance (m) between obstacles and everything that moves with the TCP at this pose in this phase;
/// negative when they overlap.
pub type Clearance<'a> = dyn Fn(&Pose, SegmentKind) -> f64 + 'a;

/// How the motion is made.
#[derive(Clone, Copy)]
pub struct AdaptOptions<'a> {
    /// Rate of the output grid, Hz.
    pub rate_hz: f64,
    /// Speed and acceleration limits of re-synthesised motion.
    pub limits: CollectorStyle,
    /// The gripper that will execute the commands.
    pub gripper: GripperLimits,
    /// Speed of the whole motion relative to the recording; contact parts follow within ±20 %.
    pub speed_factor: f64,
    /// Duration factor of the free approach (at least 1/1.2, so that limits hold within 20 %).
    pub approach_time_factor: f64,
    /// Duration factor of the free transport and retreat, likewise.
    pub transport_time_factor: f64,
    /// Pause added between closing and lifting, s.
    pub grasp_dwell_secs: f64,
    /// Pause added between arriving and retreating, s.
    pub release_dwell_secs: f64,
    /// Free motion whose ends move by less than this (m) against each other is warped; beyond it is synthesised anew.
    pub warp_limit: f64,
    /// Turn (rad) beyond which free motion is synthesised anew.
    pub warp_angle_limit: f64,
    /// How much longer than recorded a warped motion may take to keep the limits; beyond it is synthesised anew.
    pub warp_slowdown: f64,
    /// Lower bound on the duration of re-synthesised motion.
    pub fitts: Option<FittsLaw>,
    /// Obstacles; `None` where there are none.
    pub clearance: Option<&'a Clearance<'a>>,
    /// Free distance wanted in the middle of free motion, m.
    pub clearance_margin: f64,
    /// Highest arch above the straight path, m.
    pub max_arch: f64,
    /// How low the recorded arch of a transport may be made where it cannot be raised (under a wall unit), m.
    /// Infinite: never lower than recorded. An approach may always go straight.
    pub min_transport_arch: f64,
}

impl AdaptOptions<'_> {
    /// Plain options at a control rate (Hz): the recording's pace, default limits, no obstacles.
    pub fn at_rate(rate_hz: f64) -> Self {
        Self {
            rate_hz,
            limits: CollectorStyle::default(),
            gripper: GripperLimits::default(),
            speed_factor: 1.0,
            approach_time_factor: 1.0,
            transport_time_factor: 1.0,
            grasp_dwell_secs: 0.0,
            release_dwell_secs: 0.0,
            warp_limit: 0.5,
            warp_angle_limit: 1.6,
            warp_slowdown: 1.6,
            fitts: None,
            clearance: None,
            clearance_margin: 0.03,
            max_arch: 0.40,
            min_transport_arch: f64::INFINITY,
        }
    }

    /// # Errors
    /// A rate, limit or factor that is not positive and finite.
    pub(super) fn check(&self) -> Result<(), AdaptError> {
        let fields = [
            ("rate_hz", self.rate_hz),
            ("speed_factor", self.speed_factor),
            ("approach_time_factor", self.approach_time_factor),
            ("transport_time_factor", self.transport_time_factor),
            ("limits.linear_speed", self.limits.linear_speed),
            ("limits.linear_acceleration", self.limits.linear_acceleration),
            ("limits.angular_speed", self.limits.angular_speed),
            ("limits.angular_acceleration", self.limits.angular_acceleration),
            ("gripper.max_speed", self.gripper.max_speed),
            ("gripper.stroke", self.gripper.stroke),
        ];
        match fields.into_iter().find(|(_, value)| !(value.is_finite() && *value > 0.0)) {
            Some((field, value)) => Err(AdaptError::BadOption { field, value }),
            None => Ok(()),
        }
    }
}

impl AdaptInput<'_> {
    /// # Errors
    /// Vectors of different length, non-finite numbers, time that does not increase, segments that do not cover
    /// every frame in order.
    pub(super) fn check(&self) -> Result<(), AdaptError> {
        let frames = self.timestamps.len();
        if frames < 2 || self.world_from_tcp.len() != frames || self.gripper_width.len() != frames {
            return Err(AdaptError::Lengths {
                timestamps: frames,
                poses: self.world_from_tcp.len(),
                widths: self.gripper_width.len(),
            });
        }
        let bad = (0..frames).find(|&k| {
            !self.world_from_tcp[k].is_finite()
                || !self.gripper_width[k].is_finite()
                || !self.timestamps[k].is_finite()
                || (k > 0 && self.timestamps[k] <= self.timestamps[k - 1])
        });
        if let Some(frame) = bad {
            return Err(AdaptError::BadFrame { frame });
        }
        let mut at = 0;
        for segment in self.segments {
            if segment.frames.start != at || segment.frames.end < at {
                return Err(AdaptError::Segments { frames, at });
            }
            at = segment.frames.end;
        }
        if at != frames {
            return Err(AdaptError::Segments { frames, at });
        }
        Ok(())
    }
}

/// A commanded motion on a uniform grid that starts at 0 s. Vectors share one length.
#[derive(Clone, Debug, PartialEq)]
pub struct AdaptedTrajectory {
    /// Grid rate, Hz.
    pub rate_hz: f64,
    /// Commanded TCP pose, hemisphere-continuous.
    pub world_from_tcp: Vec<Pose>,
    /// Commanded gripper width, m.
    pub gripper_width: Vec<f64>,
    /// Phases, in order, covering every step.
    pub segments: Vec<Segment>,
    /// Per step, the recorded instant (s) that the pose is taken from; `None` where motion was synthesised.
    pub source_time: Vec<Option<f64>>,
}

impl AdaptedTrajectory {
    /// Seconds from the first to the last step.
    pub fn duration_secs(&self) -> f64 {
        self.world_from_tcp.len().saturating_sub(1) as f64 / self.rate_hz
    }

    /// Largest linear (m/s) and angular (rad/s) speed between neighbouring steps.
    pub fn peak_speeds(&self) -> (f64, f64) {
        self.world_from_tcp.windows(2).fold((0.0, 0.0), |(linear, angular): (f64, f64), pair| {
            (
                linear.max(pair[0].distance(&pair[1]) * self.rate_hz),
                angular.max(pair[0].angle(&pair[1]) * self.rate_hz),
            )
        })
    }

    /// Adds a displacement (world, m) to each step, as tremor does. Extra displacements are ignored.
    pub fn displace(&mut self, offsets: &[DVec3]) {
        for (pose, offset) in self.world_from_tcp.iter_mut().zip(offsets) {
            pose.translation += *offset;
        }
    }
}
