//! Prediction-powered inference: many simulated outcomes, corrected by the few that were also made for real.

use super::{Interval, Z95};
use crate::ValidationError;

/// A real mean, estimated from simulated outcomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictionPowered {
    /// `mean f(sim) + mean(real - f(sim) on the pairs)`.
    pub mean: f64,
    /// `sqrt(var f / N + var(real - f) / n)`.
    pub standard_error: f64,
    /// 95 % interval.
    pub interval: Interval,
    /// Mean of the real outcomes alone.
    pub classical: f64,
}

/// Mean of a real outcome from `paired` (simulated, real) outcomes of the same trials and further `simulated` ones
/// (Angelopoulos et al. 2023).
///
/// # Errors
/// [`ValidationError::TooFew`] below two pairs or two simulated outcomes.
pub fn prediction_powered_mean(
    paired: &[(f64, f64)],
    simulated: &[f64],
) -> Result<PredictionPowered, ValidationError> {
    for (what, found) in [
        ("paired outcomes of a prediction-powered mean", paired.len()),
        ("simulated outcomes of a prediction-powered mean", simulated.len()),
    ] {
        if found < 2 {
            return Err(ValidationError::TooFew { what, expected: 2, found });
        }
    }
    let rectifiers: Vec<f64> = paired.iter().map(|(sim, real)| real - sim).collect();
    let real: Vec<f64> = paired.iter().map(|(_, real)| *real).collect();
    let ((sim_mean, sim_var), (bias, bias_var)) = (moments(simulated), moments(&rectifiers));
    let mean = sim_mean + bias;
    let standard_error = libm::sqrt(sim_var / simulated.len() as f64 + bias_var / paired.len() as f64);
    let half = Z95 * standard_error;
    Ok(PredictionPowered {
        mean,
        standard_error,
        interval: Interval::new(mean - half, mean + half),
        classical: moments(&real).0,
    })
}

/// Mean and unbiased variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `ppi_mean`.
    #[test]
    fn six_pairs_and_a_hundred_simulated() {
        let sim = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0];
        let real = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0];
        let pairs: Vec<_> = sim.into_iter().zip(real).collect();
        let more: Vec<f64> = (0..100).map(|k| f64::from(u8::from(k < 70))).collect();
        let found = prediction_powered_mean(&pairs, &more).expect("enough");
        assert!((found.mean - 0.533_333_333_333_333_3).abs() < 1e-9);
        assert!((found.standard_error - 0.172_913_243_850_752_8).abs() < 1e-9);
        assert!((found.interval.low - 0.194_429_602_935_865_86).abs() < 1e-9);
        assert!((found.interval.high - 0.872_237_063_730_800_8).abs() < 1e-9);
        assert_eq!(found.classical, 0.5);
    }
}
