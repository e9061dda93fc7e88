//! Axes of variation: seeded draws and the planning of rollouts.
//!
//! A rollout is planned from a job seed and an index alone: [`plan::plan_rollout`] gives the same bytes in any order
//! and on any number of threads. Every axis draws from a stream of its own ([`seeds`]), so switching one off or
//! adding another never shifts the rest. Before a rollout costs any physics its motion passes the [`gates`];
//! every rejection has a counted reason.

pub mod axes;
pub mod config;
pub mod distribution;
pub mod gates;
pub mod law;
pub mod plan;
pub mod posterior;
pub mod priors;
pub mod rejection;
mod sample;
pub mod seeds;
pub mod shares;
pub mod solids;
pub mod source;
pub mod thing;

pub use config::{PlanBounds, RandomizationConfig};
pub use law::Law;
pub use plan::{GroundedDemonstration, PlanContext, PlanSettings, plan_replay, plan_rollout};
pub use priors::Priors;
pub use rejection::{PlanRejection, Rejection};
pub use source::SourcePolicy;

/// Cameras that every planned scene has.
pub const CAMERA_NAMES: [&str; 3] = ["wrist", "head", "overview"];
