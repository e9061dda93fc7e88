//! Minimum-jerk profiles (Flash & Hogan 1985): `m(s) = 10 s³ - 15 s⁴ + 6 s⁵`, at rest at both ends.

use glam::DVec3;

/// Peak of `m'(s)`, at `s = 0.5`.
pub const PEAK_SPEED: f64 = 1.875;

/// Peak of `m''(s)`, at `s = (1 - 1/sqrt(3)) / 2`: `10 / sqrt(3)`.
pub const PEAK_ACCELERATION: f64 = 5.773_502_691_896_258;

/// Share of the way covered at the share `s` of the time; clamped to `0..=1`.
pub fn fraction(s: f64) -> f64 {
    let s = s.clamp(0.0, 1.0);
    s * s * s * (10.0 + s * (-15.0 + 6.0 * s))
}

/// `m'(s)`, zero outside `0..=1`.
pub fn speed(s: f64) -> f64 {
    if (0.0..=1.0).contains(&s) { 30.0 * s * s * (1.0 - s) * (1.0 - s) } else { 0.0 }
}

/// `m''(s)`, zero outside `0..=1`.
pub fn acceleration(s: f64) -> f64 {
    if (0.0..=1.0).contains(&s) { 60.0 * s * (1.0 - s) * (1.0 - 2.0 * s) } else { 0.0 }
}

/// Integral of `m` from 0 to `s`, clamped to `0..=1`; one half at the end.
pub fn fraction_integral(s: f64) -> f64 {
    let s = s.clamp(0.0, 1.0);
    s * s * s * s * (2.5 + s * (-3.0 + s))
}

/// Shortest duration (s) of a minimum-jerk motion over `distance` within a speed and an acceleration limit
/// (distance in m or rad, limits in the same unit): `max(1.875 D / v, sqrt(5.7735 D / a))`.
pub fn duration(distance: f64, speed_limit: f64, acceleration_limit: f64) -> f64 {
    let by_speed = PEAK_SPEED * distance / speed_limit;
    let by_acceleration = libm::sqrt(PEAK_ACCELERATION * distance / acceleration_limit);
    by_speed.max(by_acceleration)
}

/// `64 s³ (1-s)³`: rises to 1 at mid time with no velocity or acceleration at the ends.
pub fn bump(s: f64) -> f64 {
    let s = s.clamp(0.0, 1.0);
    let product = s * (1.0 - s);
    64.0 * product * product * product
}

/// Additive warp: the part of `offset` that has been blended in at the share `s` of the time. Position changes
/// from nothing to `offset`; velocity and acceleration are unchanged at both ends.
pub fn blend_offset(offset: DVec3, s: f64) -> DVec3 {
    offset * fraction(s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_matches_the_closed_form() {
        let s = [0.0, 0.1, 0.25, 0.5, 0.75, 1.0];
        let position = [0.0, 0.00856, 0.103515625, 0.5, 0.896484375, 1.0];
        let velocity = [0.0, 0.243, 1.0546875, 1.875, 1.0546875, 0.0];
        let accel = [0.0, 4.32, 5.625, 0.0, -5.625, 0.0];
        for (index, s) in s.into_iter().enumerate() {
            assert!((fraction(s) - position[index]).abs() < 1e-12);
            assert!((speed(s) - velocity[index]).abs() < 1e-12);
            assert!((acceleration(s) - accel[index]).abs() < 1e-12);
        }
        assert!((acceleration(0.211_324_865_405_187_13) - PEAK_ACCELERATION).abs() < 1e-12);
    }

    #[test]
    fn integral_is_the_integral() {
        let n = 20_000;
        let numeric: f64 = (0..n).map(|k| fraction((k as f64 + 0.5) / n as f64 * 0.7) * 0.7 / n as f64).sum();
        assert!((numeric - fraction_integral(0.7)).abs() < 1e-8);
        assert!((fraction_integral(1.0) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn duration_keeps_both_limits() {
        assert!((duration(0.3, 0.5, 2.0) - 1.125).abs() < 1e-12);
        assert!((duration(0.3, 1e9, 2.0) - 0.930_604_859_102_099_7).abs() < 1e-12);
    }

    #[test]
    fn blended_offset_matches() {
        let offset = DVec3::new(0.02, -0.01, 0.0);
        let expected = [[0.0, 0.0], [0.002_070_312_5, -0.001_035_156_25], [0.01, -0.005], [0.02, -0.01]];
        for (s, want) in [0.0, 0.25, 0.5, 1.0].into_iter().zip(expected) {
            let got = blend_offset(offset, s);
            assert!((got - DVec3::new(want[0], want[1], 0.0)).length() < 1e-12);
        }
    }
}
