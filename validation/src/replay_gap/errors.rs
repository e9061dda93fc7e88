//! Errors in time, width and pose, simulated minus real.

use serde::Serialize;

/// Errors of one quantity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ErrorSummary {
    /// Mean error.
    pub bias: f64,
    /// Mean absolute error.
    pub mean_absolute: f64,
    /// Median absolute error.
    pub median_absolute: f64,
    /// Pairs.
    pub n: usize,
}

/// Summary of errors (simulated minus real); `None` without any.
pub fn error_summary(errors: &[f64]) -> Option<ErrorSummary> {
    if errors.is_empty() {
        return None;
    }
    let n = errors.len();
    let mut sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let median = if n % 2 == 1 { sizes[n / 2] } else { 0.5 * (sizes[n / 2 - 1] + sizes[n / 2]) };
    Some(ErrorSummary {
        bias: errors.iter().sum::<f64>() / n as f64,
        mean_absolute: sizes.iter().sum::<f64>() / n as f64,
        median_absolute: median,
        n,
    })
}

/// Root mean square of simulated minus real width over all frames, and its mean over the frames of the hold (m); `None`
/// for an empty track, or a hold beyond it.
pub fn aperture_errors(real: &[f64], sim: &[f64], hold: std::ops::Range<usize>) -> Option<(f64, f64)> {
    let n = real.len().min(sim.len());
    if n == 0 || hold.is_empty() || hold.end > n {
        return None;
    }
    let error = |k: usize| sim[k] - real[k];
    let square: f64 = (0..n).map(|k| error(k) * error(k)).sum();
    let length = hold.len() as f64;
    Some((libm::sqrt(square / n as f64), hold.map(error).sum::<f64>() / length))
}

/// The rotation error of `SIMPLER`'s system identification, `arcsin(|R1 - R2|_F / (2 sqrt 2))`, for two rotations a geodesic
/// angle (rad) apart: half of it. For comparison with published figures only.
pub fn sysid_rotation_error(geodesic: f64) -> f64 {
    // |R1 - R2|_F = 2 sqrt(2) sin(angle / 2).
    libm::asin(libm::sin(geodesic / 2.0).abs().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers `contact_timing`, `aperture_rmse`, `simpler_sysid_rot_err`.
    #[test]
    fn known_answers() {
        let real = [1.0, 1.5, 0.8];
        let errors: Vec<f64> = [1.05, 1.45, 0.95].iter().zip(real).map(|(sim, real)| sim - real).collect();
        let found = error_summary(&errors).expect("three");
        assert!((found.mean_absolute - 0.083_333_333_333_333_33).abs() < 1e-12);
        assert!((found.bias - 0.05).abs() < 1e-12 && (found.median_absolute - 0.05).abs() < 1e-12);
        let (rmse, bias) =
            aperture_errors(&[0.08, 0.06, 0.04, 0.04, 0.04], &[0.08, 0.062, 0.043, 0.042, 0.041], 2..5)
                .expect("five frames");
        assert!((rmse - 0.001_897_366_596_101_027_2).abs() < 1e-12 && (bias - 0.002).abs() < 1e-12);
        assert!(
            (sysid_rotation_error(std::f64::consts::FRAC_PI_2) - std::f64::consts::FRAC_PI_4).abs() < 1e-12
        );
    }
}
