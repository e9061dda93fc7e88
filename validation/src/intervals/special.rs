//! Quantiles and tails of the normal, Student and beta laws, on `libm`, so that reports repeat on every machine.

use std::f64::consts::{PI, SQRT_2};

/// Distribution function of the standard normal law.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// Quantile of the standard normal law for `p` in (0, 1); infinite at the ends. Newton's method (Halley's correction)
/// on [`normal_cdf`] from the rational start of Abramowitz & Stegun 26.2.23; exact to about 1e-14.
pub fn normal_quantile(p: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) {
        return if p <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let t = libm::sqrt(-2.0 * libm::log(p));
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = numerator / denominator - t;
    for _ in 0..4 {
        let density = libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * PI);
        let step = (normal_cdf(x) - p) / density;
        x -= step / (1.0 + 0.5 * x * step);
    }
    x
}

/// Regularised incomplete beta function `I_x(a, b)` for positive `a`, `b`, by Lentz's evaluation of the continued
/// fraction DLMF 8.17.22.
pub fn beta_regularized(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below the mean; above it, use the symmetry.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_regularized(b, a, 1.0 - x);
    }
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x),
    ) / a;
    front * beta_fraction(a, b, x)
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let (mut c, mut fraction) = (1.0, d);
    for m in 1..300 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / keep(1.0 + term * d);
            c = keep(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

/// Quantile of the beta law with parameters `a`, `b`, by bisection.
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    bisect(0.0, 1.0, |x| beta_regularized(a, b, x) < p)
}

/// Distribution function of Student's t law with `freedom` degrees of freedom.
pub fn student_cdf(t: f64, freedom: f64) -> f64 {
    let tail = 0.5 * beta_regularized(freedom / 2.0, 0.5, freedom / (freedom + t * t));
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// Quantile of Student's t law.
pub fn student_quantile(p: f64, freedom: f64) -> f64 {
    let mut reach = 2.0;
    while student_cdf(reach, freedom) < p.max(1.0 - p) && reach < 1e9 {
        reach *= 2.0;
    }
    bisect(-reach, reach, |t| student_cdf(t, freedom) < p)
}

/// Where `below` turns from true to false.
fn bisect(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_tables() {
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_quantile(0.8) - 0.841_621_233_572_914_3).abs() < 1e-12);
        assert!((normal_quantile(1e-6) + 4.753_424_308_822_899).abs() < 1e-9);
        // Student's t, 97.5 %: 12.706 at 1 degree of freedom, 2.571 at 5, 2.042 at 30.
        for (freedom, quantile) in [(1.0, 12.706_2), (5.0, 2.570_58), (30.0, 2.042_27)] {
            assert!((student_quantile(0.975, freedom) - quantile).abs() < 1e-4, "{freedom}");
        }
    }

    #[test]
    fn beta_law_of_equal_halves_is_symmetric() {
        assert!((beta_regularized(3.0, 3.0, 0.5) - 0.5).abs() < 1e-14);
        // I_x(1, b) = 1 - (1 - x)^b.
        assert!((beta_regularized(1.0, 4.0, 0.2) - (1.0 - 0.8f64.powi(4))).abs() < 1e-14);
        assert!((beta_quantile(1.0, 4.0, 1.0 - 0.8f64.powi(4)) - 0.2).abs() < 1e-12);
    }
}
