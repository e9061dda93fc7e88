//! Checks of a planned motion before any physics: does the gripper, box by box and step by step, keep clear of the
//! support, the fixtures, the clutter and, until it closes, the object itself?

use crate::rejection::PlanRejection;
use crate::solids::{MovingBox, Solid, nearest};
use glam::DVec3;
use restage_assets::GripperModel;
use restage_episodes::SegmentKind;
use restage_geometry::Pose;
use restage_grounding::adapt::AdaptedTrajectory;
use restage_scenes::{Scene, SupportSurface};

/// Distance that the moving boxes keep from fixtures and clutter, m.
pub const OBSTACLE_MARGIN: f64 = 0.005;

/// Height above the support that the gripper keeps wherever the recording allows it, m.
pub const SUPPORT_MARGIN: f64 = 0.005;

/// Distance that open fingers and the palm keep from the object, m: fingers that come down on its edge press it into
/// the support.
pub const TOUCH_MARGIN: f64 = 0.0015;

/// Fingers nearer to the object's width than this are closing on it, m.
const CLOSING_ROOM: f64 = 0.004;

/// Fingers no further from their widest than this are still open, m.
const STILL_OPEN: f64 = 0.002;

/// How far the held object may seem to enter the support, m.
const HELD_SAG: f64 = 0.004;

/// A fixture whose top lies this near to the support's height is the support, m.
const SAME_LEVEL: f64 = 0.002;

/// Peak speeds may exceed the limits by this factor.
const SPEED_TOLERANCE: f64 = 1.2;

/// What a motion is checked against.
pub struct GateScene<'a> {
    /// The gripper.
    pub gripper: &'a GripperModel,
    /// The support that carries the task.
    pub support: &'a SupportSurface,
    /// Fixtures that collide, without the support itself.
    pub fixtures: Vec<Solid>,
    /// Other objects.
    pub clutter: Vec<Solid>,
    /// The object at its start.
    pub target: Solid,
    /// Width of the object along the closing axis, m.
    pub object_width: f64,
    /// Whether the commanded widths follow a measurement. If not, they change from open for one reason only: the
    /// fingers close on the object.
    pub measured_widths: bool,
}

/// Limits of a motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MotionLimits {
    /// Linear speed, m/s.
    pub linear: f64,
    /// Angular speed, rad/s.
    pub angular: f64,
    /// Height above the support that the gripper must keep, m.
    pub support_clearance: f64,
    /// Farthest distance of the TCP from the shoulder, m.
    pub reach: f64,
}

/// The boxes of a gripper at a pose and width: palm, left and right finger.
pub fn gripper_boxes(gripper: &GripperModel, world_from_tcp: &Pose, width: f64) -> [MovingBox; 3] {
    let placed = |center: DVec3, size: DVec3| MovingBox {
        world_from_box: *world_from_tcp * Pose::from_translation(center),
        half: size / 2.0,
    };
    let (palm, left, right) = (gripper.palm_box(), gripper.finger_box(true), gripper.finger_box(false));
    let half = DVec3::X * (width / 2.0);
    [
        placed(palm.center, palm.size),
        placed(left.center - half, left.size),
        placed(right.center + half, right.size),
    ]
}

/// The colliding fixtures of a scene as solids, without those that form the surface of `support`.
pub fn obstacles(scene: &Scene, support: &SupportSurface) -> Vec<Solid> {
    scene
        .fixtures
        .iter()
        .filter(|fixture| fixture.collides)
        .map(Solid::fixture)
        .filter(|solid| (solid.top() - support.center.z).abs() > SAME_LEVEL)
        .collect()
}

/// Shoulder of a person who stands in front of a support: 25 cm from its front edge, 45 cm above it.
pub fn shoulder(support: &SupportSurface) -> DVec3 {
    support.point(0.0, -support.size[1] / 2.0 - 0.25, 0.45)
}

impl GateScene<'_> {
    /// Checks a whole motion.
    ///
    /// # Errors
    /// The first gate that it fails.
    pub fn check(&self, motion: &AdaptedTrajectory, limits: &MotionLimits) -> Result<(), PlanRejection> {
        let room = self.gripper.stroke - self.object_width;
        if room < CLOSING_ROOM {
            return Err(PlanRejection::GripTooWide { width: self.object_width, stroke: self.gripper.stroke });
        }
        self.check_start()?;
        self.check_speed(motion, limits)?;
        self.check_reach(motion, limits)?;
        self.check_steps(motion, limits)
    }

    fn check_start(&self) -> Result<(), PlanRejection> {
        let target = MovingBox { world_from_box: self.target.world_from_solid, half: self.target.half };
        for (solids, margin) in [(&self.fixtures, 0.0), (&self.clutter, 0.0)] {
            let (distance, index) = nearest(solids, &[target], 0.01);
            if let Some(index) = index
                && distance < margin
            {
                let (first, second) = (self.target.name.clone(), solids[index].name.clone());
                return Err(PlanRejection::ObjectsOverlap { first, second });
            }
        }
        Ok(())
    }

    fn check_speed(&self, motion: &AdaptedTrajectory, limits: &MotionLimits) -> Result<(), PlanRejection> {
        let (linear, angular) = motion.peak_speeds();
        if linear <= limits.linear * SPEED_TOLERANCE && angular <= limits.angular * SPEED_TOLERANCE {
            return Ok(());
        }
        Err(PlanRejection::SpeedLimit { linear, angular, limits: [limits.linear, limits.angular] })
    }

    fn check_reach(&self, motion: &AdaptedTrajectory, limits: &MotionLimits) -> Result<(), PlanRejection> {
        let shoulder = shoulder(self.support);
        let distance =
            motion.world_from_tcp.iter().map(|pose| pose.translation.distance(shoulder)).fold(0.0, f64::max);
        if distance <= limits.reach {
            return Ok(());
        }
        Err(PlanRejection::WorkspaceReach { distance, reach: limits.reach })
    }

    fn check_steps(&self, motion: &AdaptedTrajectory, limits: &MotionLimits) -> Result<(), PlanRejection> {
        let kinds = kinds_per_step(motion);
        let grasp = kinds.iter().position(|kind| holds(*kind));
        let before = &motion.gripper_width[..grasp.unwrap_or(motion.gripper_width.len())];
        let open = before.iter().copied().fold(0.0, f64::max);
        let closes = |width: f64, pose: &Pose| match self.measured_widths {
            true => closing(width, open, pose, &self.target),
            false => width < open - STILL_OPEN,
        };
        let tcp_from_object =
            grasp.map(|step| motion.world_from_tcp[step].inverse() * self.target.world_from_solid);
        for (step, pose) in motion.world_from_tcp.iter().enumerate() {
            let boxes = gripper_boxes(self.gripper, pose, motion.gripper_width[step]);
            self.check_support(&boxes, limits, step)?;
            if grasp.is_none_or(|grasp| step < grasp) {
                self.check_target(&boxes, closes(motion.gripper_width[step], pose), step)?;
            }
            self.check_obstacles(&boxes, step)?;
            if let Some(tcp_from_object) = tcp_from_object.filter(|_| holds(kinds[step])) {
                self.check_held(*pose * tcp_from_object, step)?;
            }
        }
        Ok(())
    }

    fn check_support(
        &self,
        boxes: &[MovingBox],
        limits: &MotionLimits,
        step: usize,
    ) -> Result<(), PlanRejection> {
        let lowest = boxes.iter().map(MovingBox::lowest).fold(f64::INFINITY, f64::min);
        let (clearance, needed) = (lowest - self.support.center.z, limits.support_clearance);
        if clearance >= needed {
            return Ok(());
        }
        Err(PlanRejection::FingerBelowSupport { clearance, needed, step })
    }

    /// Until the fingers close they stay outside the object, and the palm always does.
    fn check_target(&self, boxes: &[MovingBox; 3], closing: bool, step: usize) -> Result<(), PlanRejection> {
        let checked = if closing { &boxes[..1] } else { &boxes[..] };
        match nearest(std::slice::from_ref(&self.target), checked, TOUCH_MARGIN) {
            (_, None) => Ok(()),
            (clearance, Some(_)) => Err(PlanRejection::FingerCollidesWithObject { clearance, step }),
        }
    }

    fn check_obstacles(&self, boxes: &[MovingBox], step: usize) -> Result<(), PlanRejection> {
        if let (clearance, Some(index)) = nearest(&self.fixtures, boxes, OBSTACLE_MARGIN) {
            let fixture = self.fixtures[index].name.clone();
            return Err(PlanRejection::PathHitsFixture { fixture, clearance, step });
        }
        if let (clearance, Some(index)) = nearest(&self.clutter, boxes, OBSTACLE_MARGIN) {
            let object = self.clutter[index].name.clone();
            return Err(PlanRejection::PathHitsObject { object, clearance, step });
        }
        Ok(())
    }

    fn check_held(&self, world_from_object: Pose, step: usize) -> Result<(), PlanRejection> {
        let held = MovingBox { world_from_box: world_from_object, half: self.target.half };
        let clearance = held.lowest() - self.support.center.z;
        if clearance < -HELD_SAG {
            let fixture = self.support.name.clone();
            return Err(PlanRejection::PathHitsFixture { fixture, clearance, step });
        }
        self.check_obstacles(&[held], step)
    }

    /// Free distance (m) of the gripper, and of the object while it is held, to fixtures, clutter and support.
    /// For the search of free motion, which asks before the motion exists.
    pub fn clearance(&self, pose: &Pose, kind: SegmentKind, tcp_from_object: &Pose, width: f64) -> f64 {
        const CUTOFF: f64 = 0.08;
        let mut boxes = gripper_boxes(self.gripper, pose, width).to_vec();
        if holds(kind) {
            boxes.push(MovingBox { world_from_box: *pose * *tcp_from_object, half: self.target.half });
        }
        let lowest = boxes.iter().map(MovingBox::lowest).fold(f64::INFINITY, f64::min);
        let (fixtures, _) = nearest(&self.fixtures, &boxes, CUTOFF);
        let (clutter, _) = nearest(&self.clutter, &boxes, fixtures);
        // Once released it no longer stands where it stood.
        let (target, _) = if holds(kind) || kind == SegmentKind::Retreat {
            (clutter, None)
        } else {
            nearest(std::slice::from_ref(&self.target), &boxes, clutter)
        };
        target.min(lowest - self.support.center.z)
    }
}

/// Whether fingers that have been `open` (m) wide are closing on an object: no longer open, and near the width that
/// the object has along their closing axis. A tilted axis meets the edges of the object first.
pub fn closing(width: f64, open: f64, world_from_tcp: &Pose, object: &Solid) -> bool {
    let axis = object.world_from_solid.rotation.conjugate() * (world_from_tcp.rotation * DVec3::X);
    let extent = 2.0 * object.half.dot(axis.abs());
    width < extent + CLOSING_ROOM && width < open - STILL_OPEN
}

fn holds(kind: SegmentKind) -> bool {
    matches!(kind, SegmentKind::Secure | SegmentKind::Transport | SegmentKind::Place)
}

fn kinds_per_step(motion: &AdaptedTrajectory) -> Vec<SegmentKind> {
    motion.segments.iter().flat_map(|segment| segment.frames.clone().map(|_| segment.kind)).collect()
}
