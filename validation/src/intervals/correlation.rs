//! Correlations and how little few points say about them.

use super::Interval;
use super::special::normal_quantile;

/// Pearson's correlation; `None` for fewer than two pairs or where one side does not vary.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut sxy, mut sxx, mut syy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        sxy += (a - mx) * (b - my);
        sxx += (a - mx) * (a - mx);
        syy += (b - my) * (b - my);
    }
    let scale = libm::sqrt(sxx * syy);
    (scale > 0.0 && scale.is_finite()).then(|| (sxy / scale).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation, ties at their mean rank; `None` as for [`pearson`].
pub fn spearman(x: &[f64], y: &[f64]) -> Option<f64> {
    pearson(&ranks(x), &ranks(y))
}

/// Ranks from 1, ties at their mean rank.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let tie = order[first..].iter().take_while(|k| values[**k] == values[order[first]]).count().max(1);
        let mean = first as f64 + (tie as f64 + 1.0) / 2.0;
        for k in &order[first..first + tie] {
            ranks[*k] = mean;
        }
        first += tie;
    }
    ranks
}

/// 95 % interval of a Pearson correlation of `n` pairs by Fisher's z transform; `None` for fewer than four pairs.
pub fn fisher_interval(r: f64, n: usize) -> Option<Interval> {
    transformed(r, n, 1.0)
}

/// The same for Spearman's correlation, whose z has variance `(1 + r²/2) / (n - 3)` (Bonett & Wright 2000).
pub fn spearman_interval(r: f64, n: usize) -> Option<Interval> {
    transformed(r, n, 1.0 + r * r / 2.0)
}

fn transformed(r: f64, n: usize, variance: f64) -> Option<Interval> {
    if n < 4 || !(-1.0..=1.0).contains(&r) {
        return None;
    }
    let half = normal_quantile(0.975) * libm::sqrt(variance / (n as f64 - 3.0));
    // At r = 1 the transform is infinite: the nearest number below keeps the interval honest about its lower end.
    let z = libm::atanh(r.clamp(-1.0 + 1e-12, 1.0 - 1e-12));
    Some(Interval::new(libm::tanh(z - half), libm::tanh(z + half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `pearson_fisher_ci`.
    #[test]
    fn fisher_intervals() {
        let cases = [
            (4, -0.452_424_433_834_532_5, 0.997_913_492_296_989_9),
            (6, 0.328_043_067_984_079_9, 0.989_110_138_662_089_7),
            (10, 0.623_934_992_548_936_9, 0.976_359_080_342_429_5),
            (30, 0.798_704_591_413_174_7, 0.951_690_806_339_435_6),
        ];
        for (n, low, high) in cases {
            let interval = fisher_interval(0.9, n).expect("enough pairs");
            assert!((interval.low - low).abs() < 1e-9 && (interval.high - high).abs() < 1e-9, "{interval:?}");
        }
        assert_eq!(fisher_interval(0.9, 3), None);
    }

    #[test]
    fn ties_share_their_rank() {
        assert_eq!(ranks(&[0.3, 0.1, 0.3, 0.2]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 4.0, 9.0]), Some(1.0));
        assert_eq!(pearson(&[1.0, 1.0], &[0.0, 2.0]), None);
    }
}
