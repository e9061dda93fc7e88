//! Free motion synthesised anew between two moving ends.
//!
//! Three minimum-jerk terms are superposed: the velocity at the start is braked, the velocity at the end is built
//! up, and the rest of the way is one minimum-jerk stroke; an arch `64 h s³ (1-s)³` lifts the middle. Position,
//! velocity and acceleration are continuous at both ends, and nothing overshoots the way a single quintic with
//! boundary velocities does over a long duration.

use super::minimum_jerk::{self, PEAK_SPEED};
use super::style::FittsLaw;
use super::track::rotation_vector;
use glam::{DQuat, DVec3};
use restage_episodes::CollectorStyle;
use restage_geometry::Pose;

/// Shortest time in which a velocity is braked or built up, s.
const SHORTEST_RAMP_SECS: f64 = 0.1;

/// Share of the acceleration limit that braking may use, so that the stroke has some left.
const RAMP_ACCELERATION_SHARE: f64 = 0.7;

/// How far sampled peaks may exceed the limits before the duration grows.
const ACCELERATION_TOLERANCE: f64 = 1.2;

/// State at one end of free motion: pose and velocity in the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boundary {
    /// `world_from_tcp`.
    pub pose: Pose,
    /// Velocity of the TCP, m/s.
    pub linear: DVec3,
    /// Angular velocity, rad/s.
    pub angular: DVec3,
}

impl Boundary {
    /// A pose at rest.
    pub fn at_rest(pose: Pose) -> Self {
        Self { pose, linear: DVec3::ZERO, angular: DVec3::ZERO }
    }
}

/// A synthesised free motion.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    start: Boundary,
    end: Boundary,
    /// Duration, s.
    duration: f64,
    /// Time in which the start velocity is braked and the end velocity is built up, s.
    ramps: [f64; 2],
    /// Height of the arch at mid time, m.
    arch: f64,
}

impl Bridge {
    /// Motion from `start` to `end` over an arch of the given height (m) in the shortest duration that keeps
    /// `limits`, but no shorter than `fitts` asks for; then longer by `time_factor`.
    pub fn new(
        start: Boundary,
        end: Boundary,
        arch: f64,
        limits: &CollectorStyle,
        fitts: Option<FittsLaw>,
        time_factor: f64,
    ) -> Self {
        let ramp = |boundary: &Boundary| {
            let linear = boundary.linear.length() / limits.linear_acceleration;
            let angular = boundary.angular.length() / limits.angular_acceleration;
            (PEAK_SPEED * linear.max(angular) / RAMP_ACCELERATION_SHARE).max(SHORTEST_RAMP_SECS)
        };
        let ramps = [ramp(&start), ramp(&end)];
        let mut bridge = Self { start, end, duration: 1.0, ramps, arch };
        let way = bridge.stroke().length() + 2.0 * arch;
        let turn = bridge.turn().length();
        let shortest = minimum_jerk::duration(way, limits.linear_speed, limits.linear_acceleration)
            .max(minimum_jerk::duration(turn, limits.angular_speed, limits.angular_acceleration))
            .max(fitts.map_or(0.0, |law| law.movement_time(way)))
            .max(ramps[0].max(ramps[1]));
        bridge.duration = shortest;
        bridge.stretch_to(limits);
        bridge.duration *= time_factor.max(1.0 / ACCELERATION_TOLERANCE);
        bridge.duration = bridge.duration.max(ramps[0].max(ramps[1]));
        bridge
    }

    /// Duration, s.
    pub fn duration(&self) -> f64 {
        self.duration
    }

    /// Height of the arch, m.
    pub fn arch(&self) -> f64 {
        self.arch
    }

    /// Displacement of the stroke, m.
    fn stroke(&self) -> DVec3 {
        self.end.pose.translation
            - self.start.pose.translation
            - self.start.linear * (self.ramps[0] / 2.0)
            - self.end.linear * (self.ramps[1] / 2.0)
    }

    /// Rotation of the stroke as a world rotation vector, rad.
    fn turn(&self) -> DVec3 {
        let after_braking =
            DQuat::from_scaled_axis(self.start.angular * (self.ramps[0] / 2.0)) * self.start.pose.rotation;
        let before_starting =
            DQuat::from_scaled_axis(self.end.angular * (-self.ramps[1] / 2.0)) * self.end.pose.rotation;
        rotation_vector(before_starting * after_braking.conjugate())
    }

    /// Seconds' worth of the start and of the end velocity that have been travelled at `t`.
    fn travelled(&self, t: f64) -> [f64; 2] {
        let x = (t / self.ramps[0]).clamp(0.0, 1.0);
        let y = (t - (self.duration - self.ramps[1])) / self.ramps[1];
        [
            self.ramps[0] * (x - minimum_jerk::fraction_integral(x)),
            self.ramps[1] * minimum_jerk::fraction_integral(y),
        ]
    }

    /// `world_from_tcp` at `t` seconds from the start, clamped to the ends.
    pub fn pose(&self, t: f64) -> Pose {
        let t = t.clamp(0.0, self.duration);
        let s = t / self.duration;
        let m = minimum_jerk::fraction(s);
        let [braked, started] = self.travelled(t);
        let translation = self.start.pose.translation
            + self.start.linear * braked
            + self.stroke() * m
            + self.end.linear * started
            + DVec3::Z * (self.arch * minimum_jerk::bump(s));
        let rotation = DQuat::from_scaled_axis(self.end.angular * started)
            * DQuat::from_scaled_axis(self.turn() * m)
            * DQuat::from_scaled_axis(self.start.angular * braked)
            * self.start.pose.rotation;
        Pose::new(translation, rotation.normalize())
    }

    /// Lengthens the motion until sampled peaks keep the limits. The velocities at the ends are given, so speeds
    /// up to theirs are accepted.
    fn stretch_to(&mut self, limits: &CollectorStyle) {
        let ends = [&self.start, &self.end];
        let linear_speed = ends.iter().map(|b| b.linear.length()).fold(limits.linear_speed, f64::max);
        let angular_speed = ends.iter().map(|b| b.angular.length()).fold(limits.angular_speed, f64::max);
        for _ in 0..60 {
            let peaks = self.peaks();
            let within = peaks[0] <= linear_speed * 1.02
                && peaks[1] <= angular_speed * 1.02
                && peaks[2] <= limits.linear_acceleration * ACCELERATION_TOLERANCE
                && peaks[3] <= limits.angular_acceleration * ACCELERATION_TOLERANCE;
            if within {
                return;
            }
            self.duration *= 1.05;
        }
    }

    /// Sampled peaks: linear speed, angular speed, linear and angular acceleration.
    fn peaks(&self) -> [f64; 4] {
        const SAMPLES: usize = 96;
        let step = self.duration / SAMPLES as f64;
        let poses: Vec<Pose> = (0..=SAMPLES).map(|k| self.pose(k as f64 * step)).collect();
        let velocities: Vec<(DVec3, DVec3)> = poses
            .windows(2)
            .map(|w| {
                let angular = rotation_vector(w[1].rotation * w[0].rotation.conjugate());
                ((w[1].translation - w[0].translation) / step, angular / step)
            })
            .collect();
        let mut peaks = [0.0; 4];
        for (linear, angular) in &velocities {
            peaks[0] = f64::max(peaks[0], linear.length());
            peaks[1] = f64::max(peaks[1], angular.length());
        }
        for w in velocities.windows(2) {
            peaks[2] = f64::max(peaks[2], (w[1].0 - w[0].0).length() / step);
            peaks[3] = f64::max(peaks[3], (w[1].1 - w[0].1).length() / step);
        }
        peaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vector(range: f64) -> impl Strategy<Value = DVec3> {
        prop::array::uniform3(-range..range).prop_map(DVec3::from_array)
    }

    fn boundary() -> impl Strategy<Value = Boundary> {
        (vector(0.4), vector(1.2), vector(0.25), vector(0.8)).prop_map(|(t, r, linear, angular)| Boundary {
            pose: Pose::from_rotation_vector(t, r),
            linear,
            angular,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn ends_and_end_velocities_are_met(start in boundary(), end in boundary(), arch in 0.0..0.2f64) {
            let limits = CollectorStyle::default();
            let bridge = Bridge::new(start, end, arch, &limits, None, 1.0);
            let total = bridge.duration();
            prop_assert!(bridge.pose(0.0).distance(&start.pose) < 1e-12);
            prop_assert!(bridge.pose(total).distance(&end.pose) < 1e-9);
            prop_assert!(bridge.pose(total).angle(&end.pose) < 1e-6);
            let h = 1e-4;
            let out = (bridge.pose(h).translation - start.pose.translation) / h;
            let arriving = (end.pose.translation - bridge.pose(total - h).translation) / h;
            prop_assert!((out - start.linear).length() < 2e-3, "{out} {}", start.linear);
            prop_assert!((arriving - end.linear).length() < 2e-3);
            let turning = rotation_vector(bridge.pose(h).rotation * start.pose.rotation.conjugate()) / h;
            prop_assert!((turning - start.angular).length() < 1e-2);
        }

        #[test]
        fn limits_hold(start in boundary(), end in boundary(), arch in 0.0..0.2f64) {
            let limits = CollectorStyle::default();
            let peaks = Bridge::new(start, end, arch, &limits, None, 1.0).peaks();
            prop_assert!(peaks[0] <= limits.linear_speed * 1.02);
            prop_assert!(peaks[1] <= limits.angular_speed * 1.02);
            prop_assert!(peaks[2] <= limits.linear_acceleration * 1.2);
            prop_assert!(peaks[3] <= limits.angular_acceleration * 1.2);
        }
    }

    #[test]
    fn straight_rest_to_rest_is_minimum_jerk() {
        let end = Pose::from_translation(DVec3::new(0.3, 0.0, 0.0));
        let rest = Boundary::at_rest;
        let bridge = Bridge::new(rest(Pose::IDENTITY), rest(end), 0.0, &CollectorStyle::default(), None, 1.0);
        assert!((bridge.duration() - 1.125).abs() < 1e-9);
        let quarter = bridge.pose(0.25 * bridge.duration()).translation.x;
        assert!((quarter - 0.3 * 0.103_515_625).abs() < 1e-9);
    }
}
