//! How many episodes a question takes, and what the number there is can answer.

use super::special::normal_quantile;

/// Episodes per group that show a difference of means of `effect` standard deviations (two-sided, normal approximation).
pub fn sample_size_means(effect: f64, alpha: f64, power: f64) -> f64 {
    let z = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power);
    libm::ceil(2.0 * z * z / (effect * effect))
}

/// Smallest difference of means, in standard deviations, that `first` and `second` episodes show: what a "no gap found"
/// at these numbers leaves open.
pub fn minimum_detectable_effect(first: f64, second: f64, alpha: f64, power: f64) -> f64 {
    let z = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power);
    z * libm::sqrt(1.0 / first + 1.0 / second)
}

/// Trials per arm that tell success rates `p1` and `p2` apart (two-sided).
pub fn sample_size_proportions(p1: f64, p2: f64, alpha: f64, power: f64) -> f64 {
    let (a, b) = (normal_quantile(1.0 - alpha / 2.0), normal_quantile(power));
    let pooled = (p1 + p2) / 2.0;
    let root =
        a * libm::sqrt(2.0 * pooled * (1.0 - pooled)) + b * libm::sqrt(p1 * (1.0 - p1) + p2 * (1.0 - p2));
    libm::ceil(root * root / ((p1 - p2) * (p1 - p2)))
}

/// Held-out points at which a classifier of accuracy `accuracy` shows that two sets differ (one-sided, against 1/2).
pub fn sample_size_classifier(accuracy: f64, alpha: f64, power: f64) -> f64 {
    let root =
        normal_quantile(1.0 - alpha) * 0.5 + normal_quantile(power) * libm::sqrt(accuracy * (1.0 - accuracy));
    let ratio = root / (accuracy - 0.5);
    libm::ceil(ratio * ratio)
}

/// Least number of permutations with which p can reach `alpha`: `1 / (B + 1) <= alpha`.
pub fn least_permutations(alpha: f64) -> usize {
    (libm::ceil(1.0 / alpha - 1e-9) as usize).saturating_sub(1)
}

/// Kish's design effect of `size` units per cluster with intraclass correlation `icc`.
pub fn design_effect(size: f64, icc: f64) -> f64 {
    1.0 + (size - 1.0) * icc
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers `power_means`, `power_proportions`, `power_c2st`, `min_perms`, `design_effect`.
    #[test]
    fn sample_sizes() {
        assert_eq!([0.2, 0.5, 0.8].map(|d| sample_size_means(d, 0.05, 0.8)), [393.0, 63.0, 25.0]);
        let pairs = [(0.6, 0.8), (0.8, 0.9), (0.5, 0.6)];
        assert_eq!(pairs.map(|(a, b)| sample_size_proportions(a, b, 0.05, 0.8)), [82.0, 199.0, 388.0]);
        assert_eq!([0.55, 0.6, 0.7].map(|a| sample_size_classifier(a, 0.05, 0.8)), [617.0, 153.0, 37.0]);
        assert_eq!([0.05, 0.01, 0.001].map(least_permutations), [19, 99, 999]);
        assert!((design_effect(100.0, 0.3) - 30.7).abs() < 1e-9);
        assert!((5000.0 / design_effect(100.0, 0.3) - 162.866_449_511_400_65).abs() < 1e-9);
    }

    #[test]
    fn what_is_detectable_inverts_the_sample_size() {
        let effect = minimum_detectable_effect(63.0, 63.0, 0.05, 0.8);
        assert!((effect - 0.5).abs() < 0.01, "{effect}");
    }
}
