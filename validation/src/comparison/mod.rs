//! The comparison of generated episodes with held-out real ones: standardised features, gap ratios per family with
//! intervals, controls, copy checks, and the verdict.

pub mod advice;
pub mod bias;
pub mod conclusion;
pub mod controls;
pub mod copying;
pub mod diagnostics;
pub mod encoded;
pub mod families;
pub mod gap;
pub mod inputs;
pub mod perturb;
pub mod standard;
pub mod thresholds;
pub mod usefulness;
pub mod verdict;

pub use families::{FamilyReport, Values};
pub use gap::{GapEstimate, GapSettings};
pub use thresholds::Thresholds;
pub use verdict::Verdict;
