//! Alignment of streams in time and of a frame with gravity.

use glam::{DQuat, DVec3};

/// Standard gravity, m/s².
pub const STANDARD_GRAVITY: f64 = 9.80665;
/// How far the length of the specific force may be from gravity.
const GRAVITY_TOLERANCE: f64 = 0.03;

/// Why a frame cannot be aligned with gravity.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AlignmentError {
    /// The accelerometer does not see gravity alone.
    #[error(
        "mean specific force is {magnitude:.3} m/s², expected {STANDARD_GRAVITY} m/s² within 3 %; hint: average \
         over still segments only, and check unit and calibration of the accelerometer"
    )]
    NotAtRest {
        /// Length of the mean specific force, m/s².
        magnitude: f64,
    },
}

/// `aligned_from_measured`: the shortest rotation that takes the mean specific force at rest (m/s², pointing up)
/// to +z. Yaw stays as it was.
///
/// # Errors
/// When the force differs from gravity by more than 3 %.
pub fn gravity_alignment(mean_specific_force: DVec3) -> Result<DQuat, AlignmentError> {
    let magnitude = mean_specific_force.length();
    // Written so that a non-finite magnitude is rejected too.
    let at_rest = (magnitude / STANDARD_GRAVITY - 1.0).abs() <= GRAVITY_TOLERANCE;
    if !at_rest {
        return Err(AlignmentError::NotAtRest { magnitude });
    }
    let up = mean_specific_force / magnitude;
    let axis = up.cross(DVec3::Z);
    let sine = axis.length();
    if sine < 1e-12 {
        let flip = if up.z > 0.0 { 0.0 } else { std::f64::consts::PI };
        return Ok(DQuat::from_rotation_x(flip));
    }
    Ok(DQuat::from_axis_angle(axis / sine, libm::atan2(sine, up.z)))
}

/// Seconds by which `delayed` lags behind `reference` (equal rate, period `dt` s), at the peak of their
/// cross-correlation after removal of the means. With `only_positive` no negative lag is considered. `None` when
/// a signal is constant or they differ in length.
pub fn latency_by_cross_correlation(
    reference: &[f64],
    delayed: &[f64],
    dt: f64,
    only_positive: bool,
) -> Option<f64> {
    let n = reference.len();
    if n < 2 || delayed.len() != n {
        return None;
    }
    let centred = |signal: &[f64]| {
        let mean = signal.iter().sum::<f64>() / n as f64;
        signal.iter().map(|v| v - mean).collect::<Vec<f64>>()
    };
    let (x, y) = (centred(reference), centred(delayed));
    let energy = |signal: &[f64]| signal.iter().map(|v| v * v).sum::<f64>();
    let at_rest = energy(&x) <= f64::EPSILON || energy(&y) <= f64::EPSILON;
    if at_rest {
        return None;
    }
    let span = n as isize - 1;
    let first = if only_positive { 0 } else { -span };
    let correlation = |lag: isize| -> f64 {
        let (skip_x, skip_y) = if lag >= 0 { (0, lag as usize) } else { (lag.unsigned_abs(), 0) };
        x[skip_x..].iter().zip(&y[skip_y..]).map(|(a, b)| a * b).sum()
    };
    let best =
        (first..=span).map(|lag| (lag, correlation(lag))).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    Some(best.0 as f64 * dt)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `gravity_align`.
    #[test]
    fn measured_up_is_rotated_to_z_by_the_shortest_arc() {
        let force = DVec3::new(0.5, 0.3, 9.6);
        let rotation = gravity_alignment(force).unwrap();
        assert!((rotation * force.normalize() - DVec3::Z).length() < 1e-9);
        let angle = 2.0 * libm::acos(rotation.w.abs().min(1.0));
        assert!((angle - 0.060_664_553_535_750_954).abs() < 1e-9);
        let down = gravity_alignment(DVec3::new(0.0, 0.0, -9.8)).unwrap();
        assert!((down * DVec3::NEG_Z - DVec3::Z).length() < 1e-9);
    }

    #[test]
    fn a_moving_accelerometer_is_refused() {
        let refused = gravity_alignment(DVec3::new(0.0, 3.0, 9.8)).unwrap_err();
        assert!(refused.to_string().contains("hint"));
        assert!(gravity_alignment(DVec3::new(f64::NAN, 0.0, 9.8)).is_err());
    }

    /// Known answer `latency_xcorr`.
    #[test]
    fn latency_is_the_shift_of_the_peak() {
        let bump = |center: f64| -> Vec<f64> {
            (0..200).map(|k| libm::exp(-((k as f64 * 0.01 - center) / 0.1).powi(2))).collect()
        };
        let (early, late) = (bump(0.8), bump(0.87));
        let lag = latency_by_cross_correlation(&early, &late, 0.01, false).unwrap();
        assert!((lag - 0.07).abs() < 1e-9);
        let forced = latency_by_cross_correlation(&early, &late, 0.01, true).unwrap();
        assert!((forced - 0.07).abs() < 1e-9);
        let back = latency_by_cross_correlation(&late, &early, 0.01, false).unwrap();
        assert!((back + 0.07).abs() < 1e-9);
        assert!(latency_by_cross_correlation(&late, &early, 0.01, true).unwrap() >= 0.0);
        assert_eq!(latency_by_cross_correlation(&[1.0; 5], &[1.0; 5], 0.01, false), None);
    }
}
