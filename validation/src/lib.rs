//! Evidence: how far generated episodes lie from held-out real ones, with verdicts that can fail.
//!
//! Everything here sees episodes only as [`restage_episodes::Demonstration`]s with what `restage-grounding`
//! inferred from them, so that real and generated data pass through the very same code. What needs a simulator
//! (replays, audits) is run elsewhere and arrives here as numbers.

pub mod comparison;
pub mod distances;
pub mod error;
pub mod evidence;
pub mod features;
pub mod intervals;
pub mod ranking;
pub mod replay_gap;
pub mod report;
pub mod sample;
pub mod splits;

pub use error::ValidationError;
