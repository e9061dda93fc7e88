//! Staged success: what a rollout reached, judged at its end.
//!
//! | stage | met when |
//! |---|---|
//! | reach | the TCP is within 3 cm of the target's surface |
//! | contact | both pads press with at least 0.2 N |
//! | secure | both pads press with at least 0.5 N, normals within 60° of the closing axis, for 0.2 s |
//! | lift | the target has risen by the goal's lift, in contact with both pads |
//! | hold | that lasts for 0.5 s |
//! | transport | still in both pads, within 5 cm horizontally of the goal |
//! | place | within 2.5 cm and 15° of the goal pose |
//! | release | placed, both pads off, slower than 0.02 m/s, for 0.25 s |
//!
//! Stages follow one another. Without a place goal the last required stage is hold, and the target must still be up
//! and in both pads in the last frame; with one it is release, and it must still stand there in the last frame.

use crate::contacts::{GRIP_COS, PadContact};
use restage_assets::{Footprint, ObjectShape};
use restage_geometry::Pose;
use restage_rollouts::{FailureReason, Goal, Stage, StageReport};

const REACH_M: f64 = 0.03;
const CONTACT_N: f64 = 0.2;
const SECURE_N: f64 = 0.5;
const SECURE_SECS: f64 = 0.2;
const HOLD_SECS: f64 = 0.5;
const TRANSPORT_M: f64 = 0.05;
const PLACE_M: f64 = 0.025;
const PLACE_RAD: f64 = 15.0 * std::f64::consts::PI / 180.0;
const RELEASE_SPEED: f64 = 0.02;
const RELEASE_SECS: f64 = 0.25;

/// In-hand slip that is worth a flag: 3 mm and 5°. Recorded, no failure.
pub const SLIP_FLAG: (f64, f64) = (0.003, 5.0 * std::f64::consts::PI / 180.0);

/// In-hand slip that fails an otherwise successful rollout: 2 cm and 30°. By then the object no longer follows the
/// demonstrated motion: the slip is beyond the placing tolerance (2.5 cm, 15°) less what aiming takes.
pub const SLIP_LIMIT: (f64, f64) = (0.02, 30.0 * std::f64::consts::PI / 180.0);

/// The state at one frame, as far as the judgement needs it.
#[derive(Clone, Copy, Debug)]
pub struct FrameFacts {
    /// `world_from_tcp`.
    pub world_from_tcp: Pose,
    /// `world_from_object` of the target.
    pub world_from_object: Pose,
    /// Distance from the TCP to the target's surface, m; 0 inside.
    pub reach_m: f64,
    /// Left and right pad on the target.
    pub pads: [PadContact; 2],
    /// Speed of the target, m/s.
    pub object_speed: f64,
}

impl FrameFacts {
    fn touched(&self) -> bool {
        self.pads.iter().all(|pad| pad.normal_n >= CONTACT_N)
    }

    fn pressed(&self) -> bool {
        self.pads.iter().all(|pad| pad.normal_n >= SECURE_N && pad.alignment >= GRIP_COS)
    }

    fn let_go(&self) -> bool {
        self.pads.iter().all(|pad| pad.normal_n < CONTACT_N)
    }
}

/// Which turns about its own z axis leave an object looking the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum YawSymmetry {
    /// Round: any turn.
    Any,
    /// Multiples of this angle, rad.
    Every(f64),
}

impl YawSymmetry {
    /// Boxes repeat every half turn, square ones (to 5 %) every quarter; everything else is taken as round: where a
    /// handle points is not judged.
    pub fn of(shape: &ObjectShape) -> Self {
        if shape.footprint() != Footprint::Rectangle {
            return Self::Any;
        }
        let size = shape.size();
        let square = (size.x - size.y).abs() <= 0.05 * size.x.max(size.y);
        Self::Every(if square { std::f64::consts::FRAC_PI_2 } else { std::f64::consts::PI })
    }

    /// Angle by which `actual` misses `goal`, rad: the tilt between their z axes, or the turn about them where larger.
    pub fn angle(self, goal: &Pose, actual: &Pose) -> f64 {
        let up = goal.transform_vector(glam::DVec3::Z);
        let tilt = {
            let axis = actual.transform_vector(glam::DVec3::Z);
            libm::atan2(up.cross(axis).length(), up.dot(axis))
        };
        match self {
            Self::Any => tilt,
            Self::Every(period) => {
                let relative = goal.rotation.conjugate() * actual.rotation;
                // The twist of the relative rotation about z.
                let turn = 2.0 * libm::atan2(relative.z, relative.w);
                tilt.max((turn - period * libm::round(turn / period)).abs())
            }
        }
    }
}

/// First frame of the first run of at least `secs` in which `met` holds throughout, and the frame that completes it.
/// A frame stands for one frame interval: 0.5 s at 10 Hz are 5 frames.
fn first_run(
    frames: std::ops::Range<usize>,
    secs: f64,
    fps: f64,
    met: impl Fn(usize) -> bool,
) -> Option<usize> {
    let needed = libm::ceil(secs * fps - 1e-9).max(1.0) as usize;
    let mut run = 0;
    for frame in frames {
        run = if met(frame) { run + 1 } else { 0 };
        if run >= needed {
            return Some(frame);
        }
    }
    None
}

/// Largest change of the object's pose in the TCP frame from the first frame on: (m, rad).
pub fn in_hand_slip<'a>(mut poses: impl Iterator<Item = (&'a Pose, &'a Pose)>) -> (f64, f64) {
    let Some((tcp, object)) = poses.next() else { return (0.0, 0.0) };
    let start = tcp.inverse() * *object;
    poses.fold((0.0, 0.0), |(moved, turned): (f64, f64), (tcp, object)| {
        let now = tcp.inverse() * *object;
        (moved.max(now.distance(&start)), turned.max(now.angle(&start)))
    })
}

/// Judges a rollout from its frames at `fps`; `aborted` is the reason of an early end that decides by itself.
pub fn judge(
    frames: &[FrameFacts],
    fps: f64,
    goal: &Goal,
    symmetry: YawSymmetry,
    aborted: Option<FailureReason>,
) -> StageReport {
    let judge = Judge { frames, fps, goal, symmetry };
    let required = if goal.world_from_object_placed.is_some() { Stage::Release } else { Stage::Hold };
    let met = judge.stages();
    let reached = met.last().map_or(Stage::None, |(stage, _)| *stage);
    let secure = met.iter().find(|(stage, _)| *stage == Stage::Secure).map(|(_, frame)| *frame);
    let (slip_m, slip_rad) = judge.slip(secure);
    let slipped = slip_m > SLIP_LIMIT.0 || slip_rad > SLIP_LIMIT.1;
    let failure = aborted.or_else(|| judge.failure(reached, required)).or(if slipped {
        Some(FailureReason::Slipped)
    } else {
        None
    });
    let first_met_secs = met.into_iter().map(|(stage, frame)| (stage, frame as f64 / fps)).collect();
    StageReport { reached, required, first_met_secs, failure, slip_m, slip_rad }
}

struct Judge<'a> {
    frames: &'a [FrameFacts],
    fps: f64,
    goal: &'a Goal,
    symmetry: YawSymmetry,
}

impl Judge<'_> {
    /// The stages reached, in order, with the frame that completed each.
    fn stages(&self) -> Vec<(Stage, usize)> {
        let mut met = Vec::new();
        let mut from = 0;
        let placing = self.goal.world_from_object_placed.is_some();
        let chain = [
            Stage::Reach,
            Stage::Contact,
            Stage::Secure,
            Stage::Lift,
            Stage::Hold,
            Stage::Transport,
            Stage::Place,
            Stage::Release,
        ];
        for stage in chain {
            if stage > Stage::Hold && !placing {
                break;
            }
            let Some(frame) = self.first(stage, from) else { break };
            met.push((stage, frame));
            from = frame;
        }
        met
    }

    fn first(&self, stage: Stage, from: usize) -> Option<usize> {
        let run = |secs: f64, met: &dyn Fn(&FrameFacts) -> bool| {
            first_run(from..self.frames.len(), secs, self.fps, |frame| met(&self.frames[frame]))
        };
        match stage {
            Stage::None => Some(0),
            Stage::Reach => run(0.0, &|frame| frame.reach_m <= REACH_M),
            Stage::Contact => run(0.0, &FrameFacts::touched),
            Stage::Secure => run(SECURE_SECS, &FrameFacts::pressed),
            Stage::Lift => run(0.0, &|frame| self.held_up(frame)),
            Stage::Hold => run(HOLD_SECS, &|frame| self.held_up(frame)),
            Stage::Transport => run(0.0, &|frame| frame.touched() && self.above_goal(frame)),
            Stage::Place => run(0.0, &|frame| self.placed(frame)),
            Stage::Release => run(RELEASE_SECS, &|frame| self.released(frame)),
        }
    }

    fn held_up(&self, frame: &FrameFacts) -> bool {
        let start = self.frames[0].world_from_object.translation.z;
        frame.touched() && frame.world_from_object.translation.z - start >= self.goal.lift
    }

    fn above_goal(&self, frame: &FrameFacts) -> bool {
        self.goal.world_from_object_placed.is_some_and(|goal| {
            let miss = frame.world_from_object.translation - goal.translation;
            miss.truncate().length() <= TRANSPORT_M
        })
    }

    fn placed(&self, frame: &FrameFacts) -> bool {
        self.goal.world_from_object_placed.is_some_and(|goal| {
            frame.world_from_object.distance(&goal) <= PLACE_M
                && self.symmetry.angle(&goal, &frame.world_from_object) <= PLACE_RAD
        })
    }

    fn released(&self, frame: &FrameFacts) -> bool {
        self.placed(frame) && frame.let_go() && frame.object_speed < RELEASE_SPEED
    }

    fn failure(&self, reached: Stage, required: Stage) -> Option<FailureReason> {
        let last = self.frames.last()?;
        match reached {
            Stage::None => Some(FailureReason::NotReached),
            Stage::Reach => Some(FailureReason::NoContact),
            Stage::Contact => Some(FailureReason::NotSecured),
            Stage::Secure => Some(FailureReason::NotLifted),
            Stage::Lift => Some(FailureReason::Dropped),
            Stage::Hold if required == Stage::Hold => (!self.held_up(last)).then_some(FailureReason::Dropped),
            Stage::Hold | Stage::Transport => Some(self.why_not_placed(last, reached)),
            Stage::Place => {
                Some(if self.placed(last) { FailureReason::NotReleased } else { FailureReason::Misplaced })
            }
            Stage::Release => (!self.released(last)).then_some(FailureReason::Misplaced),
        }
    }

    /// Held but never placed: still in the hand, dropped on the way, or put down elsewhere.
    fn why_not_placed(&self, last: &FrameFacts, reached: Stage) -> FailureReason {
        if last.touched() {
            FailureReason::NotReleased
        } else if reached == Stage::Hold {
            FailureReason::Dropped
        } else {
            FailureReason::Misplaced
        }
    }

    /// Slip from secure to the last frame in both pads.
    fn slip(&self, secure: Option<usize>) -> (f64, f64) {
        let Some(from) = secure else { return (0.0, 0.0) };
        let end = self.frames.iter().rposition(FrameFacts::touched).map_or(from, |last| last + 1);
        let held = self.frames.get(from..end).unwrap_or_default();
        in_hand_slip(held.iter().map(|frame| (&frame.world_from_tcp, &frame.world_from_object)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::{DQuat, DVec3};
    use proptest::prelude::*;

    fn frame(z: f64, force: f64) -> FrameFacts {
        let pad = PadContact { normal_n: force, tangential_n: 0.0, alignment: 1.0 };
        FrameFacts {
            world_from_tcp: Pose::from_translation(DVec3::Z * z),
            world_from_object: Pose::from_translation(DVec3::Z * z),
            reach_m: 0.0,
            pads: [pad; 2],
            object_speed: 0.0,
        }
    }

    fn lift_and_hold(gap: Option<usize>) -> bool {
        // Known answer `lift_hold`: 5 consecutive samples at 4 cm and more, 0.1 s apart, in contact.
        let dz = [0.0, 0.01, 0.03, 0.05, 0.06, 0.06, 0.06, 0.06, 0.06, 0.06];
        let frames: Vec<_> =
            dz.iter().enumerate().map(|(k, z)| frame(*z, if gap == Some(k) { 0.0 } else { 5.0 })).collect();
        let goal = Goal { lift: 0.04, world_from_object_placed: None };
        judge(&frames, 10.0, &goal, YawSymmetry::Any, None)
            .first_met_secs
            .iter()
            .any(|(s, _)| *s == Stage::Hold)
    }

    #[test]
    fn lift_hold_known_answer() {
        assert!(lift_and_hold(None));
        assert!(!lift_and_hold(Some(6)));
    }

    #[test]
    fn in_hand_slip_known_answer() {
        let tcp = [Pose::IDENTITY, Pose::new(DVec3::new(0.0, 0.0, 0.1), DQuat::from_rotation_z(0.2))];
        let object0 = Pose::from_translation(DVec3::new(0.002, 0.0, 0.01));
        let object1 = Pose::new(
            DVec3::new(0.001_960_133_155_682_483, 0.000_397_338_661_590_122_43, 0.106),
            DQuat::from_rotation_z(0.2) * DQuat::from_rotation_x(0.05),
        );
        let objects = [object0, object1];
        let (moved, turned) = in_hand_slip(tcp.iter().zip(objects.iter()));
        assert!((moved - 0.004).abs() < 1e-9, "{moved}");
        assert!((turned - 0.05).abs() < 1e-9, "{turned}");
    }

    #[test]
    fn failing_the_end_is_a_failure() {
        let goal = Goal { lift: 0.04, world_from_object_placed: None };
        let mut frames = vec![frame(0.0, 5.0); 5];
        frames.extend(vec![frame(0.08, 5.0); 12]);
        let held = judge(&frames, 10.0, &goal, YawSymmetry::Any, None);
        assert!(held.success(), "{held:?}");
        frames.push(frame(0.0, 0.0));
        let dropped = judge(&frames, 10.0, &goal, YawSymmetry::Any, None);
        assert_eq!(dropped.failure, Some(FailureReason::Dropped));
        assert_eq!(dropped.reached, Stage::Hold);
        let collided = judge(&frames, 10.0, &goal, YawSymmetry::Any, Some(FailureReason::Collision));
        assert_eq!(collided.failure, Some(FailureReason::Collision));
    }

    #[test]
    fn yaw_symmetry_of_shapes() {
        let goal = Pose::IDENTITY;
        let turned = |deg: f64| Pose::from_rotation(DQuat::from_rotation_z(deg.to_radians()));
        let tilted = Pose::from_rotation(DQuat::from_rotation_x(0.3));
        let square = YawSymmetry::of(&ObjectShape::Box { size: DVec3::new(0.05, 0.051, 0.1) });
        let long = YawSymmetry::of(&ObjectShape::Box { size: DVec3::new(0.05, 0.1, 0.1) });
        let round = YawSymmetry::of(&ObjectShape::Cylinder { radius: 0.03, height: 0.1 });
        assert!((square.angle(&goal, &turned(93.0)).to_degrees() - 3.0).abs() < 1e-9);
        assert!((long.angle(&goal, &turned(93.0)).to_degrees() - 87.0).abs() < 1e-9);
        assert!((long.angle(&goal, &turned(183.0)).to_degrees() - 3.0).abs() < 1e-9);
        assert!(round.angle(&goal, &turned(57.0)) < 1e-9);
        assert!((round.angle(&goal, &tilted) - 0.3).abs() < 1e-9);
    }

    proptest! {
        /// Slip is the same in every world frame.
        #[test]
        fn slip_does_not_depend_on_the_world(
            w in prop::array::uniform3(-1.0..1.0f64), r in prop::array::uniform3(-1.0..1.0f64),
            t in prop::array::uniform3(-0.1..0.1f64),
        ) {
            let world = Pose::from_rotation_vector(DVec3::from_array(w), DVec3::from_array(r));
            let tcp = [Pose::IDENTITY, Pose::from_rotation_vector(DVec3::from_array(t), DVec3::from_array(w))];
            let object = [Pose::from_translation(DVec3::X * 0.1), Pose::from_translation(DVec3::from_array(r))];
            let here = in_hand_slip(tcp.iter().zip(object.iter()));
            let moved: Vec<_> = tcp.iter().zip(&object).map(|(a, b)| (world * *a, world * *b)).collect();
            let there = in_hand_slip(moved.iter().map(|(a, b)| (a, b)));
            prop_assert!((here.0 - there.0).abs() < 1e-9 && (here.1 - there.1).abs() < 1e-6);
        }
    }
}
