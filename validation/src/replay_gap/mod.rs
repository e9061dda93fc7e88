//! The replay gap: held-out real recordings, replayed unchanged in the scene that they imply. Pairs of one real and
//! several simulated executions of the same motion are the strongest evidence there is without a robot.
//!
//! Only statistics live here. Who simulates fills in [`ReplayPair`]s; who has other pairs (another simulator) can too.

mod agreement;
mod errors;
mod summary;

pub use agreement::{Agreement, OutcomeAgreement, brier_score, outcome_agreement};
pub use errors::{ErrorSummary, aperture_errors, error_summary, sysid_rotation_error};
pub use summary::{
    OutcomeLabel, Quantity, ReplayDraw, ReplayGapReport, ReplayPair, WidthReference, replay_gap_statistics,
};
