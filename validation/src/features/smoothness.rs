//! Smoothness of a speed profile: SPARC (Balasubramanian et al. 2015) and log dimensionless jerk (Hogan and Sternad
//! 2009). Both depend on noise and rate: callers filter and resample first.

use super::fourier::magnitudes;

/// Highest frequency that counts, Hz.
const CUTOFF_HZ: f64 = 10.0;
/// Share of the largest amplitude below which the ends of the spectrum are cut off.
const AMPLITUDE: f64 = 0.05;
/// Powers of two of zero padding beyond the next one.
const PADDING: u32 = 4;

/// Spectral arc length of a speed profile; more negative is less smooth. `None` without motion or below 4 samples.
pub fn spectral_arc_length(speed: &[f64], rate_hz: f64) -> Option<f64> {
    if speed.len() < 4 {
        return None;
    }
    let length = speed.len().next_power_of_two() << PADDING;
    let spectrum = magnitudes(speed, length);
    let largest = spectrum.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    let step = rate_hz / length as f64;
    // Up to the Nyquist frequency, where the rate is too low for the cut-off.
    let bins = ((CUTOFF_HZ.min(rate_hz / 2.0) / step).floor() as usize + 1).min(length);
    let normalised: Vec<f64> = spectrum[..bins].iter().map(|m| m / largest).collect();
    let first = normalised.iter().position(|m| *m >= AMPLITUDE)?;
    let last = normalised.iter().rposition(|m| *m >= AMPLITUDE)?;
    let span = (last - first) as f64;
    if last == first {
        return None;
    }
    let arc: f64 = normalised[first..=last].windows(2).map(|w| (1.0 / span).hypot(w[1] - w[0])).sum();
    Some(-arc)
}

/// `-(T³ / v_peak²) Σ (d²v/dt²)² dt`.
pub fn dimensionless_jerk(speed: &[f64], rate_hz: f64) -> Option<f64> {
    let peak = speed.iter().copied().map(f64::abs).fold(0.0, f64::max);
    if speed.len() < 3 || peak <= 0.0 {
        return None;
    }
    let dt = 1.0 / rate_hz;
    let sum: f64 = speed.windows(3).map(|w| ((w[2] - 2.0 * w[1] + w[0]) / (dt * dt)).powi(2)).sum();
    Some(-(speed.len() as f64 * dt).powi(3) / (peak * peak) * sum * dt)
}

/// `-ln |dimensionless jerk|`; less is less smooth.
pub fn log_dimensionless_jerk(speed: &[f64], rate_hz: f64) -> Option<f64> {
    dimensionless_jerk(speed, rate_hz).filter(|jerk| *jerk < 0.0).map(|jerk| -jerk.abs().ln())
}
