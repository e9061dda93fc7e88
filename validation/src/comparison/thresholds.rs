//! The pre-registered thresholds: one committed file whose hash every report carries.

use serde::{Deserialize, Serialize};

/// The committed file.
const TEXT: &str = include_str!("../../thresholds.toml");

/// Every number that decides. See `validation/thresholds.toml` for what each means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained beside its value in validation/thresholds.toml")]
pub struct Thresholds {
    pub format_version: u32,
    pub margin: f64,
    pub calibration_quantile: f64,
    pub calibration_resamples: usize,
    pub confidence: f64,
    pub alpha: f64,
    pub matched_most: usize,
    pub matched_least: usize,
    pub halvings: usize,
    pub draws: usize,
    pub halvings_per_draw: usize,
    pub permutations: usize,
    pub control_resamples: usize,
    pub control_draws: usize,
    pub negative_pass_rate: f64,
    pub positive_fail_rate: f64,
    pub missing_most: f64,
    pub copy_distance: f64,
    pub twin_share: f64,
    pub grasp_share_difference: f64,
}

impl Thresholds {
    /// The registered thresholds.
    ///
    /// # Panics
    /// Never: a test reads the committed file.
    pub fn registered() -> Self {
        toml::from_str(TEXT)
            .unwrap_or_else(|error| unreachable!("the committed thresholds are valid: {error}"))
    }

    /// BLAKE3 of the committed file, hexadecimal.
    pub fn hash() -> String {
        blake3::hash(TEXT.as_bytes()).to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_is_valid() {
        let thresholds = Thresholds::registered();
        assert!(thresholds.margin > 0.0 && thresholds.matched_least <= thresholds.matched_most);
        assert_eq!(Thresholds::hash().len(), 64);
    }
}
