//! The unit of work and what comes of it. A [`RolloutSpec`] holds all that one rollout needs, with nothing random
//! left; a [`Rollout`] holds what happened, every body's pose included, so that pictures never need physics
//! again. Both are plain, versioned data and are stored beside the episode they led to.

pub mod rollout;
pub mod spec;

pub use rollout::{BodyTrack, ContactSample, FailureReason, Rollout, Stage, StageReport};
pub use spec::{
    CommandTrajectory, Goal, PhysicsParameters, ROLLOUT_FORMAT_VERSION, RolloutSpec, SourceTrace,
};
