//! The commanded motion of a rollout, adapted and gated.

use super::frames::SourceGrasp;
use super::placing::{Placing, prefers_flip};
use super::rollout::lift_goal;
use crate::axes::{StyleDraw, TremorDraw};
use crate::config::PlanBounds;
use crate::distribution::normal;
use crate::gates::{GateScene, MotionLimits};
use crate::rejection::PlanRejection;
use crate::seeds::Streams;
use glam::{DQuat, DVec3};
use restage_episodes::{CollectorStyle, SegmentKind};
use restage_geometry::Pose;
use restage_grounding::adapt::{
    AdaptOptions, AdaptTarget, AdaptedTrajectory, GripperLimits, adapt, new_from_source,
};
use std::f64::consts::PI;

/// What a motion is made from.
pub(super) struct MotionProblem<'a> {
    pub grasp: &'a SourceGrasp<'a>,
    pub placing: &'a Placing,
    pub gates: &'a GateScene<'a>,
    pub style: &'a StyleDraw,
    pub tremor: &'a TremorDraw,
    pub bounds: &'a PlanBounds,
    pub latency_secs: f64,
    pub rate_hz: f64,
}

impl MotionProblem<'_> {
    /// Whether the fingers are exchanged, so that the wrist turns less on its way from the start.
    pub fn flip(&self) -> bool {
        let grasped = self.grasp.secure_frame().map(|k| self.carry() * self.grasp.poses()[k]);
        match (self.placing.start_tcp, grasped) {
            (Some(start), Some(grasped)) => prefers_flip(&start, &grasped),
            _ => false,
        }
    }

    /// `new_from_source` of the grasp.
    pub fn carry(&self) -> Pose {
        new_from_source(&self.grasp.base, &self.placing.motion_base)
    }

    /// The start pose, pulled towards a pose above the grasp until it is clear of obstacles; also by what share.
    pub fn clear_start(&self) -> Option<(Pose, f64)> {
        let start = self.placing.start_tcp?;
        let grasped = self.carry() * self.grasp.poses()[self.grasp.secure_frame()?];
        self.clear_towards(&start, &grasped, SegmentKind::Approach).or(Some((start, 0.0)))
    }

    /// The end pose, pulled towards a pose above the release until it is clear of obstacles; nothing where it never is.
    pub fn clear_end(&self) -> Option<Pose> {
        let end = self.placing.end_tcp?;
        let last = self.grasp.poses()[self.grasp.release_frame()?];
        let released = new_from_source(&self.grasp.released_base?, &self.placing.motion_rest_base?) * last;
        self.clear_towards(&end, &released, SegmentKind::Retreat).map(|(pose, _)| pose)
    }

    /// The first clear pose on the way from `far` to above `contact`, and its share of that way.
    fn clear_towards(&self, far: &Pose, contact: &Pose, kind: SegmentKind) -> Option<(Pose, f64)> {
        const CLEAR: f64 = 0.02;
        const ABOVE: f64 = 0.12;
        const STEPS: u32 = 10;
        let above = Pose::new(contact.translation + DVec3::Z * ABOVE, contact.rotation);
        let width = self.open_width();
        (0..=STEPS)
            .map(|k| f64::from(k) / f64::from(STEPS))
            .map(|share| (far.interpolate(&above, share), share))
            .find(|(pose, _)| self.gates.clearance(pose, kind, &Pose::IDENTITY, width) >= CLEAR)
    }

    fn open_width(&self) -> f64 {
        self.grasp.widths().iter().copied().fold(0.0, f64::max).min(self.gates.gripper.stroke)
    }

    fn target(&self, recorded_width: f64) -> AdaptTarget {
        let flip = self.flip();
        // Fingers that were exchanged on the way to the object stay so on the way back.
        let turn = if flip { DQuat::from_rotation_z(PI) } else { DQuat::IDENTITY };
        AdaptTarget {
            world_from_object: self.placing.motion_base,
            world_from_place: self.placing.motion_rest_base,
            start_tcp: self.placing.start_tcp,
            end_tcp: self.placing.end_tcp.map(|end| end * Pose::from_rotation(turn)),
            object_width_change: self.gates.object_width - recorded_width,
            flip_closing_axis: flip,
        }
    }

    /// Adapts the recording and adds the tremor.
    pub fn solve(&self, streams: &Streams) -> Result<AdaptedTrajectory, PlanRejection> {
        let input = self.grasp.adapt_input(self.gates.object_width);
        let target = self.target(input.object_width);
        let open = self.open_width();
        let tcp_from_object = self.tcp_from_object();
        let clearance = |pose: &Pose, kind: SegmentKind| {
            let width = if kind == SegmentKind::Transport { self.gates.object_width } else { open };
            self.gates.clearance(pose, kind, &tcp_from_object, width)
        };
        let options = AdaptOptions {
            limits: self.collector_limits(),
            gripper: self.gripper_limits(),
            speed_factor: self.style.speed,
            approach_time_factor: self.style.time[0],
            transport_time_factor: self.style.time[1],
            grasp_dwell_secs: self.style.dwell_secs[0],
            release_dwell_secs: self.style.dwell_secs[1],
            fitts: self.style.fitts_law(),
            clearance: Some(&clearance),
            clearance_margin: self.bounds.transport_clearance,
            max_arch: self.bounds.max_arch,
            min_transport_arch: 1.1 * lift_goal(self.grasp),
            ..AdaptOptions::at_rate(self.rate_hz)
        };
        let mut motion = adapt(&input, &target, &options)?;
        if let Some(tremor) = self.tremor.tremor() {
            let mut rng = streams.rng("tremor_motion");
            let steps = motion.world_from_tcp.len();
            motion.displace(&tremor.offsets(self.rate_hz, steps, &mut || normal(&mut rng)));
        }
        Ok(motion)
    }

    fn tcp_from_object(&self) -> Pose {
        let frame = self.grasp.secure_frame().unwrap_or(0);
        (self.carry() * self.grasp.poses()[frame]).inverse() * self.gates.target.world_from_solid
    }

    fn gripper_limits(&self) -> GripperLimits {
        GripperLimits {
            stroke: self.gates.gripper.stroke,
            max_speed: self.gates.gripper.max_speed,
            latency_secs: self.latency_secs,
            ..GripperLimits::default()
        }
    }

    /// The collector's own limits, but no less than half of a calm person's: a hand that did not turn in one recording
    /// is still able to.
    fn collector_limits(&self) -> CollectorStyle {
        let (own, calm) = (&self.grasp.grounding().style, CollectorStyle::default());
        CollectorStyle {
            linear_speed: own.linear_speed.max(calm.linear_speed / 2.0),
            linear_acceleration: own.linear_acceleration.max(calm.linear_acceleration / 2.0),
            angular_speed: own.angular_speed.max(calm.angular_speed / 2.0),
            angular_acceleration: own.angular_acceleration.max(calm.angular_acceleration / 2.0),
        }
    }

    /// Limits that the motion is gated by: those of the collector, or the recording's own where that is faster.
    pub fn limits(&self) -> MotionLimits {
        let style = self.collector_limits();
        let [linear, angular] = self.grasp.recorded_peaks();
        let pace = self.style.speed;
        MotionLimits {
            linear: linear.max(style.linear_speed) * pace,
            angular: angular.max(style.angular_speed) * pace,
            support_clearance: self.placing.support_clearance,
            reach: self.bounds.reach,
        }
    }
}
