//! Object-centred adaptation: the recorded motion of one grasp carried to another object pose.
//!
//! What touches the object (pregrasp, secure, place, retreat) stays exactly rigid relative to the object, as in
//! MimicGen (Mandlekar et al. 2023, equation of the segment transform):
//! `world_from_tcp_new = world_from_object_new * inv(world_from_object_source) * world_from_tcp_source`.
//! Free motion between those parts is the recorded one, warped to its new ends; where that would be too fast, turn too
//! far or meet an obstacle, it is synthesised anew as minimum-jerk motion within the collector's own speed and
//! acceleration limits. Both keep the velocity at the seams. The gripper command is rebuilt for a force-limited motor.
//!
//! Everything here is plain data in, plain data out: no randomness, no physics, no scene.

mod blocks;
pub mod bridge;
mod clock;
mod command;
mod error;
pub mod minimum_jerk;
mod replay;
mod stitch;
pub mod style;
pub mod track;
mod types;
mod warp;

pub use error::AdaptError;
pub use replay::replay_unchanged;
pub use stitch::adapt;
pub use types::{AdaptInput, AdaptOptions, AdaptTarget, AdaptedTrajectory, Clearance, GripperLimits};

use restage_geometry::Pose;

/// `new_from_source`: the rigid motion that carries the recorded object pose to the new one. Applied on the left
/// to a recorded TCP pose it keeps the pose relative to the object.
pub fn new_from_source(world_from_object_source: &Pose, world_from_object_new: &Pose) -> Pose {
    *world_from_object_new * world_from_object_source.inverse()
}

#[cfg(test)]
mod tests;
