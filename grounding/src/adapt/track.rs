//! A recorded TCP motion as a smooth function of time.

use super::AdaptError;
use glam::{DQuat, DVec3};
use restage_geometry::Pose;

/// Rotation vector (axis times angle, rad, length at most pi) of a unit quaternion; exact for small angles.
pub fn rotation_vector(rotation: DQuat) -> DVec3 {
    let q = if rotation.w < 0.0 { -rotation } else { rotation };
    let sine = libm::sqrt(q.x * q.x + q.y * q.y + q.z * q.z);
    if sine < 1e-12 {
        return DVec3::new(q.x, q.y, q.z) * 2.0;
    }
    DVec3::new(q.x, q.y, q.z) * (2.0 * libm::atan2(sine, q.w) / sine)
}

/// Cubic Hermite blend of two values with their derivatives over the unit interval.
fn hermite(a: DVec3, b: DVec3, tangent_a: DVec3, tangent_b: DVec3, s: f64) -> DVec3 {
    let (s2, s3) = (s * s, s * s * s);
    a * (2.0 * s3 - 3.0 * s2 + 1.0)
        + tangent_a * (s3 - 2.0 * s2 + s)
        + b * (3.0 * s2 - 2.0 * s3)
        + tangent_b * (s3 - s2)
}

/// A pose track that passes through every recorded pose with continuous velocity (Catmull-Rom on the recorded,
/// possibly uneven, times; rotations in the tangent space of the earlier pose).
#[derive(Clone, Debug)]
pub struct PoseTrack<'a> {
    timestamps: &'a [f64],
    poses: &'a [Pose],
    /// World velocity per frame, m/s.
    linear: Vec<DVec3>,
    /// Body-frame angular velocity per frame, rad/s.
    angular: Vec<DVec3>,
}

impl<'a> PoseTrack<'a> {
    /// A track through `poses` (`world_from_tcp`) at `timestamps` (s, strictly increasing).
    ///
    /// # Errors
    /// Vectors of different length or with fewer than two frames; times that do not increase; non-finite numbers.
    pub fn new(timestamps: &'a [f64], poses: &'a [Pose]) -> Result<Self, AdaptError> {
        if timestamps.len() != poses.len() || poses.len() < 2 {
            let (timestamps, poses) = (timestamps.len(), poses.len());
            return Err(AdaptError::Lengths { timestamps, poses, widths: poses });
        }
        for frame in 0..poses.len() {
            let late = frame > 0 && timestamps[frame] <= timestamps[frame - 1];
            if late || !timestamps[frame].is_finite() || !poses[frame].is_finite() {
                return Err(AdaptError::BadFrame { frame });
            }
        }
        let last = poses.len() - 1;
        let neighbours = |i: usize| (i.saturating_sub(1), (i + 1).min(last));
        let rate = |i: usize| {
            let (a, b) = neighbours(i);
            (a, b, 1.0 / (timestamps[b] - timestamps[a]))
        };
        let linear = (0..=last).map(|i| {
            let (a, b, per_sec) = rate(i);
            (poses[b].translation - poses[a].translation) * per_sec
        });
        let angular = (0..=last).map(|i| {
            let (a, b, per_sec) = rate(i);
            rotation_vector(poses[a].rotation.conjugate() * poses[b].rotation) * per_sec
        });
        Ok(Self { timestamps, poses, linear: linear.collect(), angular: angular.collect() })
    }

    /// First and last time, s.
    pub fn span(&self) -> (f64, f64) {
        (self.timestamps[0], self.timestamps[self.timestamps.len() - 1])
    }

    /// Frame interval that holds time `t` and the share of it that has passed, clamped to the track.
    pub fn locate(&self, t: f64) -> (usize, f64) {
        locate(self.timestamps, t)
    }

    /// `world_from_tcp` at time `t`, clamped to the ends.
    pub fn sample(&self, t: f64) -> Pose {
        let (i, s) = self.locate(t);
        let (a, b) = (&self.poses[i], &self.poses[i + 1]);
        let period = self.timestamps[i + 1] - self.timestamps[i];
        let translation =
            hermite(a.translation, b.translation, self.linear[i] * period, self.linear[i + 1] * period, s);
        let turn = rotation_vector(a.rotation.conjugate() * b.rotation);
        let local = hermite(DVec3::ZERO, turn, self.angular[i] * period, self.angular[i + 1] * period, s);
        Pose::new(translation, (a.rotation * DQuat::from_scaled_axis(local)).normalize())
    }

    /// Linear (m/s) and angular (rad/s) velocity in the world at `t`, averaged over `window` seconds around it so
    /// that tracking noise of single frames does not enter.
    pub fn velocity(&self, t: f64, window: f64) -> (DVec3, DVec3) {
        let (start, end) = self.span();
        let a = (t - window / 2.0).clamp(start, end);
        let b = (t + window / 2.0).clamp(start, end);
        if b - a < 1e-9 {
            return (DVec3::ZERO, DVec3::ZERO);
        }
        let (pose_a, pose_b) = (self.sample(a), self.sample(b));
        let linear = (pose_b.translation - pose_a.translation) / (b - a);
        let angular = rotation_vector(pose_b.rotation * pose_a.rotation.conjugate()) / (b - a);
        (linear, angular)
    }
}

/// Interval of `timestamps` that holds `t` and the share of it that has passed, clamped to the ends.
/// `timestamps` holds at least two increasing times.
pub fn locate(timestamps: &[f64], t: f64) -> (usize, f64) {
    let after = timestamps.partition_point(|time| *time <= t);
    let i = after.clamp(1, timestamps.len() - 1) - 1;
    let s = (t - timestamps[i]) / (timestamps[i + 1] - timestamps[i]);
    (i, s.clamp(0.0, 1.0))
}

/// Linear interpolation of `values` given at `timestamps`, clamped to the ends.
pub fn sample_scalar(timestamps: &[f64], values: &[f64], t: f64) -> f64 {
    let (i, s) = locate(timestamps, t);
    values[i] + (values[i + 1] - values[i]) * s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_through_every_recorded_pose() {
        let times = [0.0, 0.1, 0.25, 0.3, 0.6];
        let poses: Vec<Pose> = times
            .iter()
            .map(|t| Pose::from_rotation_vector(DVec3::new(t * t, -t, 0.3), DVec3::new(3.0, 0.2 * t, *t)))
            .collect();
        let track = PoseTrack::new(&times, &poses).unwrap();
        for (t, pose) in times.iter().zip(&poses) {
            assert!(track.sample(*t).distance(pose) < 1e-12);
            assert!(track.sample(*t).angle(pose) < 1e-9);
        }
    }

    #[test]
    fn reproduces_a_uniform_screw_motion() {
        let times: Vec<f64> = (0..20).map(|k| k as f64 * 0.1).collect();
        let at =
            |t: f64| Pose::from_rotation_vector(DVec3::new(0.4 * t, 0.0, 0.1), DVec3::new(0.0, 0.0, 0.5 * t));
        let poses: Vec<Pose> = times.iter().map(|t| at(*t)).collect();
        let track = PoseTrack::new(&times, &poses).unwrap();
        assert!(track.sample(0.777).distance(&at(0.777)) < 1e-12);
        assert!(track.sample(0.777).angle(&at(0.777)) < 1e-9);
        let (linear, angular) = track.velocity(1.0, 0.1);
        assert!((linear - DVec3::new(0.4, 0.0, 0.0)).length() < 1e-9);
        assert!((angular - DVec3::new(0.0, 0.0, 0.5)).length() < 1e-9);
    }

    #[test]
    fn refuses_time_that_stands_still() {
        let poses = [Pose::IDENTITY; 3];
        let error = PoseTrack::new(&[0.0, 0.1, 0.1], &poses).unwrap_err();
        assert_eq!(error, AdaptError::BadFrame { frame: 2 });
    }

    #[test]
    fn rotation_vector_near_pi_and_zero() {
        for angle in [1e-13, 1e-6, 0.3, 3.13] {
            let v = DVec3::new(0.6, 0.0, 0.8) * angle;
            assert!((rotation_vector(DQuat::from_scaled_axis(v)) - v).length() < 1e-9 * angle.max(1e-6));
            assert!((rotation_vector(-DQuat::from_scaled_axis(v)) - v).length() < 1e-9 * angle.max(1e-6));
        }
    }
}
