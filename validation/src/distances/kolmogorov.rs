//! The two-sample Kolmogorov-Smirnov test.

/// Largest number of lattice paths (`m * n`) for which the p-value is counted exactly.
const EXACT_LIMIT: usize = 10_000;

/// Largest difference of the two empirical distribution functions, and its two-sided p-value: counted exactly for
/// small samples, by Kolmogorov's limit with Stephens' correction (1970) for larger ones. Ties make it conservative.
pub fn kolmogorov_smirnov(x: &[f64], y: &[f64]) -> (f64, f64) {
    let d = statistic(x, y);
    let (m, n) = (x.len(), y.len());
    let p = if m * n <= EXACT_LIMIT { exact(d, m, n) } else { asymptotic(d, m, n) };
    (d, p)
}

fn statistic(x: &[f64], y: &[f64]) -> f64 {
    let mut values: Vec<(f64, bool)> =
        x.iter().map(|v| (*v, true)).chain(y.iter().map(|v| (*v, false))).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut i, mut j, mut largest) = (0.0, 0.0, 0.0_f64);
    for (k, (value, in_x)) in values.iter().enumerate() {
        if *in_x {
            i += 1.0
        } else {
            j += 1.0
        }
        if values.get(k + 1).is_none_or(|next| next.0 > *value) {
            largest = largest.max((i / x.len() as f64 - j / y.len() as f64).abs());
        }
    }
    largest
}

/// Share of the lattice paths from (0, 0) to (m, n) that somewhere stray as far as `d` (Hodges 1957).
fn exact(d: f64, m: usize, n: usize) -> f64 {
    let strays = |i: usize, j: usize| (i as f64 / m as f64 - j as f64 / n as f64).abs() >= d - 1e-9;
    // Probability of being at (i, j) on a random path without having strayed.
    let mut row = vec![0.0; n + 1];
    for i in 0..=m {
        for j in 0..=n {
            let from_above = if i > 0 { row[j] * step(m - i + 1, n - j) } else { 0.0 };
            let from_left = if j > 0 { row[j - 1] * step(n - j + 1, m - i) } else { 0.0 };
            let here = if i == 0 && j == 0 { 1.0 } else { from_above + from_left };
            row[j] = if strays(i, j) { 0.0 } else { here };
        }
    }
    (1.0 - row[n]).clamp(0.0, 1.0)
}

/// Probability that the next value comes from the sample with `own` left, `other` being left of the other one.
fn step(own: usize, other: usize) -> f64 {
    own as f64 / (own + other) as f64
}

fn asymptotic(d: f64, m: usize, n: usize) -> f64 {
    let root = ((m * n) as f64 / (m + n) as f64).sqrt();
    let lambda = (root + 0.12 + 0.11 / root) * d;
    let mut sum = 0.0;
    for k in 1..=100_i32 {
        let term = (-2.0 * lambda * lambda * f64::from(k * k)).exp();
        sum += if k % 2 == 1 { term } else { -term };
    }
    (2.0 * sum).clamp(0.0, 1.0)
}

/// Smallest difference that samples of `m` and `n` can call significant at 5 %, two-sided (limit law).
pub fn critical_difference(m: usize, n: usize) -> f64 {
    // The 95 % quantile of Kolmogorov's distribution.
    const QUANTILE: f64 = 1.358_101_515_740_619_5;
    QUANTILE * ((m + n) as f64 / (m * n) as f64).sqrt()
}
