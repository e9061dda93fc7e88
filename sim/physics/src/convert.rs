//! The border between double precision poses (glam 0.32) and Rapier's single precision ones (glam 0.33).

use glam::{DQuat, DVec3};
use rapier3d::math::{Pose as RapierPose, Rotation, Vector};
use restage_geometry::Pose;

/// To Rapier, m.
pub(crate) fn to_vector(v: DVec3) -> Vector {
    Vector::new(v.x as f32, v.y as f32, v.z as f32)
}

/// From Rapier, m.
pub(crate) fn from_vector(v: Vector) -> DVec3 {
    DVec3::new(f64::from(v.x), f64::from(v.y), f64::from(v.z))
}

/// To Rapier; the rotation is normalised after rounding.
pub(crate) fn to_pose(pose: &Pose) -> RapierPose {
    let q = pose.rotation;
    let rotation = Rotation::from_xyzw(q.x as f32, q.y as f32, q.z as f32, q.w as f32).normalize();
    RapierPose::from_parts(to_vector(pose.translation), rotation)
}

/// From Rapier; the rotation is normalised in double precision.
pub(crate) fn from_pose(pose: &RapierPose) -> Pose {
    let q = pose.rotation;
    let rotation =
        DQuat::from_xyzw(f64::from(q.x), f64::from(q.y), f64::from(q.z), f64::from(q.w)).normalize();
    Pose::new(from_vector(pose.translation), rotation)
}
