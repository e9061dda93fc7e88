//! Recorded free motion between two ends that have moved: the recording carried by its start fades into the recording
//! carried by its end.
//!
//! What is blended are two copies of the same recorded motion, so hesitations, corrections, turns of the wrist and the
//! pace of the person stay what they were; a synthesised stroke has none of them. The share of the second copy follows
//! a minimum-jerk profile, so that positions, velocities and accelerations at both ends are those of the parts there.

use super::minimum_jerk::{self, PEAK_ACCELERATION};
use super::track::rotation_vector;
use glam::{DQuat, DVec3};
use restage_episodes::CollectorStyle;
use restage_geometry::Pose;

/// Samples at which speeds of a warped motion are looked at.
const SAMPLES: usize = 64;

/// How far sampled speeds may exceed the limits: less than the gates allow, for peaks lie between samples and parts that
/// touch the object may run faster.
const TOLERANCE: f64 = 1.05;

/// The copy of the recording that one end of a free motion belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WarpEnd {
    /// Carries positions.
    carry: Pose,
    /// Carries orientations.
    rotation: DQuat,
}

impl WarpEnd {
    /// Rigid to what `carry` moves.
    pub fn rigid(carry: Pose) -> Self {
        Self { carry, rotation: carry.rotation }
    }

    /// As `carry` moves it, but displaced and turned so that the `recorded` pose comes to `wanted`.
    pub fn through(carry: &Pose, recorded: &Pose, wanted: &Pose) -> Self {
        let moved = *carry * *recorded;
        let offset = Pose::from_translation(wanted.translation - moved.translation);
        let turn = wanted.rotation * moved.rotation.conjugate();
        Self { carry: offset * *carry, rotation: turn * carry.rotation }
    }
}

/// A warp of recorded free motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Warp {
    start: WarpEnd,
    end: WarpEnd,
    /// From the orientations of the first copy to those of the second, world rotation vector, rad.
    turn: DVec3,
    /// Height by which the middle is lifted, m.
    arch: f64,
    /// Duration over that of the recording at the pace of the parts at both ends.
    stretch: f64,
}

/// Stretches beyond this would let the source clock stand still in the middle.
const MOST_STRETCH: f64 = 2.8;

impl Warp {
    pub fn new(start: WarpEnd, end: WarpEnd) -> Self {
        let turn = rotation_vector(end.rotation * start.rotation.conjugate());
        Self { start, end, turn, arch: 0.0, stretch: 1.0 }
    }

    /// The same in another time; both ends keep the pace of the parts there.
    pub fn stretched(self, stretch: f64) -> Self {
        Self { stretch: stretch.min(MOST_STRETCH), ..self }
    }

    /// Duration over that of the recording at the pace of the parts at both ends.
    pub fn stretch(&self) -> f64 {
        self.stretch
    }

    /// Share of the recorded time that has passed at the share `s` of the new one: `s + (k - 1) s (1-s) (1-2s)`, whose
    /// slope is the stretch `k` at both ends, so that no velocity jumps there.
    pub fn source_share(&self, s: f64) -> f64 {
        s + (self.stretch - 1.0) * s * (1.0 - s) * (1.0 - 2.0 * s)
    }

    /// The same with its middle lifted by `arch`, m.
    pub fn over(self, arch: f64) -> Self {
        Self { arch, ..self }
    }

    /// How far apart the two copies of a recorded pose are, m.
    pub fn offset(&self, recorded: &Pose) -> f64 {
        self.start
            .carry
            .transform_point(recorded.translation)
            .distance(self.end.carry.transform_point(recorded.translation))
    }

    /// Angle between the two copies, rad.
    pub fn angle(&self) -> f64 {
        self.turn.length()
    }

    /// New pose of a recorded one at the share `s` of the time.
    pub fn pose(&self, recorded: &Pose, s: f64) -> Pose {
        let m = minimum_jerk::fraction(s);
        let [from, to] = [&self.start, &self.end].map(|end| end.carry.transform_point(recorded.translation));
        let lift = DVec3::Z * (self.arch * minimum_jerk::bump(s));
        let rotation = DQuat::from_scaled_axis(self.turn * m) * self.start.rotation * recorded.rotation;
        Pose::new(from.lerp(to, m) + lift, rotation.normalize())
    }

    /// Factor by which the motion must be slowed so that it keeps `limits` or the speeds that the recording itself
    /// has, whichever is more. `recorded` gives the recorded pose at a share of the recorded time; `plain` is the
    /// duration at the pace of the parts at both ends, s.
    pub fn slowdown(&self, recorded: impl Fn(f64) -> Pose, plain: f64, limits: &CollectorStyle) -> f64 {
        let share = |k: usize| k as f64 / SAMPLES as f64;
        let duration = plain * self.stretch;
        let track: Vec<Pose> = (0..=SAMPLES).map(|k| recorded(share(k))).collect();
        let warped: Vec<Pose> =
            (0..=SAMPLES).map(|k| self.pose(&recorded(self.source_share(share(k))), share(k))).collect();
        let own = peaks(&track, plain / SAMPLES as f64);
        let new = peaks(&warped, duration / SAMPLES as f64);
        let allowed = [limits.linear_speed.max(own[0]), limits.angular_speed.max(own[1])];
        let farthest = track.iter().map(|pose| self.offset(pose)).fold(0.0, f64::max) + 2.0 * self.arch;
        let acceleration = PEAK_ACCELERATION * farthest / (duration * duration);
        (new[0] / (TOLERANCE * allowed[0]))
            .max(new[1] / (TOLERANCE * allowed[1]))
            .max(libm::sqrt(acceleration / (TOLERANCE * limits.linear_acceleration)))
            .max(1.0)
    }
}

/// Peak speeds between neighbouring poses that are `step` seconds apart, m/s and rad/s.
fn peaks(poses: &[Pose], step: f64) -> [f64; 2] {
    poses.windows(2).fold([0.0, 0.0], |[linear, angular]: [f64; 2], pair| {
        [linear.max(pair[0].distance(&pair[1]) / step), angular.max(pair[0].angle(&pair[1]) / step)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hand that drifts along x and sways in y.
    fn recorded(s: f64) -> Pose {
        let at = DVec3::new(0.3 * s, 0.02 * libm::sin(12.0 * s), 0.1);
        Pose::new(at, DQuat::from_rotation_z(0.2 * s))
    }

    #[test]
    fn leaves_with_one_end_and_arrives_with_the_other() {
        let (a, b) = (
            Pose::new(DVec3::new(1.0, 0.0, 0.5), DQuat::from_rotation_z(0.4)),
            Pose::new(DVec3::new(1.2, -0.3, 0.5), DQuat::from_rotation_z(-0.5)),
        );
        let warp = Warp::new(WarpEnd::rigid(a), WarpEnd::rigid(b)).over(0.1);
        for (s, carry) in [(0.0, a), (1.0, b)] {
            let (found, wanted) = (warp.pose(&recorded(s), s), carry * recorded(s));
            assert!(found.distance(&wanted) < 1e-12 && found.angle(&wanted) < 1e-9);
        }
        let h = 1e-5;
        let velocity =
            (warp.pose(&recorded(h), h).translation - warp.pose(&recorded(0.0), 0.0).translation) / h;
        let rigid = ((a * recorded(h)).translation - (a * recorded(0.0)).translation) / h;
        assert!((velocity - rigid).length() < 1e-4, "{velocity} {rigid}");
        assert!((warp.angle() - 0.9).abs() < 1e-9);
        let slow = warp.stretched(2.0);
        assert_eq!([0.0, 0.5, 1.0].map(|s| slow.source_share(s)), [0.0, 0.5, 1.0]);
        assert!(
            (slow.source_share(1e-6) / 1e-6 - 2.0).abs() < 1e-4,
            "the pace at the end is that of the recording"
        );
        let shares: Vec<f64> = (0..=100).map(|k| slow.source_share(f64::from(k) / 100.0)).collect();
        assert!(shares.windows(2).all(|w| w[0] < w[1]), "time never stands still");
    }

    #[test]
    fn a_given_pose_is_met_and_long_ways_take_longer() {
        let carry = Pose::from_translation(DVec3::X);
        let wanted = Pose::new(DVec3::new(0.2, 0.3, 0.4), DQuat::from_rotation_x(0.3));
        let start = WarpEnd::through(&carry, &recorded(0.0), &wanted);
        let warp = Warp::new(start, WarpEnd::rigid(carry));
        let found = warp.pose(&recorded(0.0), 0.0);
        assert!(found.distance(&wanted) < 1e-12 && found.angle(&wanted) < 1e-9);
        let limits = CollectorStyle::default();
        assert!(warp.slowdown(recorded, 0.6, &limits) > 1.5, "0.85 m in 0.6 s");
        assert_eq!(warp.slowdown(recorded, 8.0, &limits), 1.0);
    }
}
