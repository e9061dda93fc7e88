//! Distributions on `libm`: the same numbers on every machine. Every value takes exactly one uniform draw.

use rand_chacha::rand_core::Rng;

/// Uniform in `[0, 1)`, 53 bits.
pub fn unit(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// Uniform between the two values of `range`.
pub fn uniform(rng: &mut impl Rng, range: [f64; 2]) -> f64 {
    range[0] + (range[1] - range[0]) * unit(rng)
}

/// Uniform integer between the two values of `range`, both possible.
pub fn integer(rng: &mut impl Rng, range: [u32; 2]) -> u32 {
    let count = u64::from(range[1].saturating_sub(range[0])) + 1;
    range[0] + (unit(rng) * count as f64) as u32
}

/// Uniform index below `count`; 0 when there is nothing to choose from.
pub fn index(rng: &mut impl Rng, count: usize) -> usize {
    ((unit(rng) * count as f64) as usize).min(count.saturating_sub(1))
}

/// Index drawn in proportion to non-negative weights; uniform when all are zero.
pub fn weighted_index(rng: &mut impl Rng, weights: &[f64]) -> usize {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return index(rng, weights.len());
    }
    let mut mark = unit(rng) * total;
    for (i, weight) in weights.iter().enumerate() {
        if mark < *weight {
            return i;
        }
        mark -= weight;
    }
    weights.len() - 1
}

/// A random order of `0..count` (Fisher and Yates).
pub fn permutation(rng: &mut impl Rng, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, index(rng, last + 1));
    }
    order
}

/// Standard normal.
pub fn normal(rng: &mut impl Rng) -> f64 {
    // Half a step off, so that neither 0 nor 1 is ever asked for.
    normal_quantile(unit(rng) + 0.5 / (1_u64 << 53) as f64)
}

/// Standard normal distribution function.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Inverse of [`normal_cdf`] for `p` in `(0, 1)`: Acklam's rational approximation, refined by one Halley step.
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    const TAIL: f64 = 0.02425;
    let polynomial = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |p: f64| {
        let q = libm::sqrt(-2.0 * libm::log(p));
        polynomial(&C, q) / polynomial(&D, q)
    };
    let x = if p < TAIL {
        tail(p)
    } else if p > 1.0 - TAIL {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        q * polynomial(&A, q * q) / polynomial(&B, q * q)
    };
    let slope = libm::sqrt(std::f64::consts::TAU) * libm::exp(x * x / 2.0);
    let step = (normal_cdf(x) - p) * slope;
    if step.is_finite() { x - step / (1.0 + x * step / 2.0) } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::child_rng;

    #[test]
    fn quantiles_are_textbook_values() {
        for (p, x) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.001, -3.090_232_306_167_813),
            (0.841_344_746_068_542_9, 1.0),
            (1e-10, -6.361_340_902_404_056),
        ] {
            assert!((normal_quantile(p) - x).abs() < 1e-9, "{p}: {}", normal_quantile(p));
        }
    }

    fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let n = 40_000;
        let values: Vec<f64> = (0..n).map(|_| draw()).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / f64::from(n);
        (mean, variance.sqrt())
    }

    #[test]
    fn laws_have_their_moments() {
        let mut rng = child_rng(1, 2, "test");
        let (mean, sd) = moments(|| normal(&mut rng));
        assert!(mean.abs() < 0.02 && (sd - 1.0).abs() < 0.02, "{mean} {sd}");
        let (mean, sd) = moments(|| uniform(&mut rng, [-1.0, 3.0]));
        assert!((mean - 1.0).abs() < 0.03 && (sd - 4.0 / 12.0_f64.sqrt()).abs() < 0.02);
    }

    #[test]
    fn discrete_draws_cover_their_range_evenly() {
        let mut rng = child_rng(5, 6, "test");
        let mut counts = [0_u32; 4];
        for _ in 0..8000 {
            counts[integer(&mut rng, [0, 3]) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (1800..2200).contains(count)), "{counts:?}");
        let weighted = (0..8000).filter(|_| weighted_index(&mut rng, &[1.0, 0.0, 3.0]) == 2).count();
        assert!((5800..6200).contains(&weighted));
        let mut order = permutation(&mut rng, 20);
        assert_ne!(order, (0..20).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..20).collect::<Vec<_>>());
    }
}
