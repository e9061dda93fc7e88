//! Rigid poses in double precision.

use glam::{DMat3, DQuat, DVec3};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Mul;

/// A rigid transform. As `target_from_source` it maps a point given in `source` to `target`:
/// `p_target = rotation * p_source + translation`. Metres; unit quaternion stored `xyzw`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pose {
    /// Origin of `source` in `target`, metres.
    #[schemars(with = "[f64; 3]")]
    pub translation: DVec3,
    /// Orientation of `source` in `target`, unit quaternion (`x, y, z, w`).
    #[schemars(with = "[f64; 4]")]
    pub rotation: DQuat,
}

impl Default for Pose {
    fn default() -> Self {
        Self::IDENTITY
    }
}

impl Pose {
    /// The transform that changes nothing.
    pub const IDENTITY: Self = Self { translation: DVec3::ZERO, rotation: DQuat::IDENTITY };

    /// A pose from its translation (m) and unit rotation.
    pub const fn new(translation: DVec3, rotation: DQuat) -> Self {
        Self { translation, rotation }
    }

    /// A pure translation, metres.
    pub const fn from_translation(translation: DVec3) -> Self {
        Self { translation, rotation: DQuat::IDENTITY }
    }

    /// A pure rotation.
    pub const fn from_rotation(rotation: DQuat) -> Self {
        Self { translation: DVec3::ZERO, rotation }
    }

    /// Translation (m) and rotation vector (axis times angle, rad), as UMI and `LeRobot` steps store poses.
    pub fn from_rotation_vector(translation: DVec3, rotation_vector: DVec3) -> Self {
        Self { translation, rotation: DQuat::from_scaled_axis(rotation_vector) }
    }

    /// URDF convention: translation (m), then fixed-axis roll, pitch, yaw (rad): `Rz(yaw) Ry(pitch) Rx(roll)`.
    pub fn from_xyz_rpy(xyz: DVec3, rpy: DVec3) -> Self {
        let rotation =
            DQuat::from_rotation_z(rpy.z) * DQuat::from_rotation_y(rpy.y) * DQuat::from_rotation_x(rpy.x);
        Self { translation: xyz, rotation }
    }

    /// A pose whose axes in the target frame are the columns `x, y, z` (orthonormal, right-handed).
    pub fn from_axes(translation: DVec3, x: DVec3, y: DVec3, z: DVec3) -> Self {
        Self { translation, rotation: DQuat::from_mat3(&DMat3::from_cols(x, y, z)).normalize() }
    }

    /// The inverse transform, `source_from_target`.
    pub fn inverse(&self) -> Self {
        let rotation = self.rotation.conjugate();
        Self { translation: -(rotation * self.translation), rotation }
    }

    /// Maps a point (m) from `source` to `target`.
    pub fn transform_point(&self, point: DVec3) -> DVec3 {
        self.rotation * point + self.translation
    }

    /// Rotates a direction from `source` to `target`; length is kept.
    pub fn transform_vector(&self, vector: DVec3) -> DVec3 {
        self.rotation * vector
    }

    /// Linear in position, shortest-arc slerp in rotation; `s` in `0..=1`.
    pub fn interpolate(&self, other: &Self, s: f64) -> Self {
        Self {
            translation: self.translation.lerp(other.translation, s),
            rotation: self.rotation.slerp(other.rotation, s),
        }
    }

    /// Distance between origins, metres.
    pub fn distance(&self, other: &Self) -> f64 {
        self.translation.distance(other.translation)
    }

    /// Geodesic angle between the two rotations, radians, `0..=pi`.
    pub fn angle(&self, other: &Self) -> f64 {
        let relative = self.rotation.conjugate() * other.rotation;
        2.0 * libm::atan2(
            libm::sqrt(relative.x * relative.x + relative.y * relative.y + relative.z * relative.z),
            relative.w.abs(),
        )
    }

    /// The same pose with the quaternion on the same hemisphere as `reference` (so that series are continuous).
    #[must_use]
    pub fn on_hemisphere_of(self, reference: &Self) -> Self {
        if self.rotation.dot(reference.rotation) < 0.0 {
            Self { translation: self.translation, rotation: -self.rotation }
        } else {
            self
        }
    }

    /// `[x, y, z, qx, qy, qz, qw]`.
    pub fn to_array(&self) -> [f64; 7] {
        let (t, r) = (self.translation, self.rotation);
        [t.x, t.y, t.z, r.x, r.y, r.z, r.w]
    }

    /// From `[x, y, z, qx, qy, qz, qw]`; the quaternion is normalised.
    pub fn from_array(a: [f64; 7]) -> Self {
        Self {
            translation: DVec3::new(a[0], a[1], a[2]),
            rotation: DQuat::from_xyzw(a[3], a[4], a[5], a[6]).normalize(),
        }
    }

    /// Whether every number is finite.
    pub fn is_finite(&self) -> bool {
        self.translation.is_finite() && self.rotation.is_finite()
    }
}

impl Mul for Pose {
    type Output = Self;

    /// Composition: `a_from_b * b_from_c = a_from_c`.
    fn mul(self, rhs: Self) -> Self {
        Self {
            translation: self.rotation * rhs.translation + self.translation,
            rotation: (self.rotation * rhs.rotation).normalize(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn inverse_undoes(a in prop::array::uniform3(-2.0..2.0f64), v in prop::array::uniform3(-3.0..3.0f64)) {
            let pose = Pose::from_rotation_vector(DVec3::from_array(a), DVec3::from_array(v));
            let back = pose * pose.inverse();
            prop_assert!(back.translation.length() < 1e-12);
            prop_assert!(back.angle(&Pose::IDENTITY) < 1e-7);
        }
    }
}
