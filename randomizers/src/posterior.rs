//! Narrowing priors by real data, and the bounds that physics puts on a draw.

/// Standard gravity used in bounds, m/s².
const GRAVITY: f64 = 9.81;

/// Lognormal law fitted to positive values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LognormalFit {
    /// Mean of the logarithms.
    pub mu: f64,
    /// Maximum-likelihood standard deviation of the logarithms.
    pub sigma_mle: f64,
    /// The same with `n - 1`.
    pub sigma_unbiased: f64,
}

/// Fits a lognormal law; `None` with fewer than two values or one that is not positive.
pub fn lognormal_mle(values: &[f64]) -> Option<LognormalFit> {
    if values.len() < 2 || values.iter().any(|value| !(*value > 0.0 && value.is_finite())) {
        return None;
    }
    let logs: Vec<f64> = values.iter().map(|value| libm::log(*value)).collect();
    let n = logs.len() as f64;
    let mu = logs.iter().sum::<f64>() / n;
    let square = logs.iter().map(|log| (log - mu) * (log - mu)).sum::<f64>();
    Some(LognormalFit {
        mu,
        sigma_mle: libm::sqrt(square / n),
        sigma_unbiased: libm::sqrt(square / (n - 1.0)),
    })
}

/// Mixture of a law fitted to real data and a prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrinkage {
    /// Probability of drawing from the real fit: `n / (n + k)`.
    pub weight: f64,
    /// Mean of the mixture.
    pub mean: f64,
    /// Variance of the mixture.
    pub variance: f64,
}

/// Probability of drawing from the real fit: `n / (n + k)`.
pub fn shrinkage_weight(n: f64, k: f64) -> f64 {
    n / (n + k)
}

/// Moments of drawing from the real fit (mean, standard deviation) with probability `n / (n + k)`, else from the
/// prior.
pub fn shrinkage(n: f64, k: f64, real: [f64; 2], prior: [f64; 2]) -> Shrinkage {
    let weight = shrinkage_weight(n, k);
    let mean = weight * real[0] + (1.0 - weight) * prior[0];
    let second = |[m, sd]: [f64; 2]| sd * sd + m * m;
    let variance = weight * second(real) + (1.0 - weight) * second(prior) - mean * mean;
    Shrinkage { weight, mean, variance }
}

/// A real lift that did not slip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldLift {
    /// Mass of the object, kg.
    pub mass_kg: f64,
    /// Upward acceleration, m/s².
    pub acceleration: f64,
    /// Force of each finger, N.
    pub grip_force: f64,
}

/// Least friction that explains every lift that held: `max m (g + a) / (2 F)`; 0 without any.
pub fn friction_lower_bound(lifts: &[HeldLift]) -> f64 {
    lifts
        .iter()
        .map(|lift| lift.mass_kg * (GRAVITY + lift.acceleration) / (2.0 * lift.grip_force))
        .fold(0.0, f64::max)
}

/// Largest mass (kg) that two pads of friction `mu` hold with `grip_force` (N) each while accelerating upwards
/// (m/s²): `2 mu F / (g + a)`.
pub fn grip_mass_limit(mu: f64, grip_force: f64, acceleration: f64) -> f64 {
    2.0 * mu * grip_force / (GRAVITY + acceleration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lognormal_fit_known_answer() {
        let fit = lognormal_mle(&[0.12, 0.15, 0.11, 0.2, 0.14, 0.13]).unwrap();
        assert!((fit.mu + 1.973_405_005_268_196_8).abs() < 1e-12);
        assert!((fit.sigma_mle - 0.191_080_934_254_194_4).abs() < 1e-12);
        assert!((fit.sigma_unbiased - 0.209_318_676_000_367_71).abs() < 1e-12);
        assert_eq!(lognormal_mle(&[1.0, 0.0]), None);
        assert_eq!(lognormal_mle(&[1.0]), None);
    }

    #[test]
    fn shrinkage_known_answer() {
        let mixed = shrinkage(12.0, 8.0, [0.74, 0.03], [0.75, 0.06]);
        assert!((mixed.weight - 0.6).abs() < 1e-12);
        assert!((mixed.mean - 0.744).abs() < 1e-12);
        assert!((mixed.variance - 0.002_004).abs() < 1e-12);
    }

    #[test]
    fn friction_bound_known_answer() {
        let lifts = [
            HeldLift { mass_kg: 0.2, acceleration: 1.0, grip_force: 4.0 },
            HeldLift { mass_kg: 0.35, acceleration: 0.5, grip_force: 4.0 },
        ];
        assert!((friction_lower_bound(&lifts) - 0.451_062_5).abs() < 1e-12);
        assert_eq!(friction_lower_bound(&[]), 0.0);
    }

    #[test]
    fn mass_limit_known_answer() {
        assert!((grip_mass_limit(0.6, 10.0, 0.0) - 1.223_241_590_214_067_2).abs() < 1e-12);
        assert!((grip_mass_limit(0.6, 10.0, 2.0) - 1.016_088_060_965_283_6).abs() < 1e-12);
    }
}
