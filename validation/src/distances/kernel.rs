//! Kernel two-sample statistics: MMD with a Gaussian kernel (Gretton et al. 2012), KID (Bińkowski et al. 2018) and
//! CMMD (Jayasumana et al. 2024).

use super::{DistanceMatrix, permutation, squared};

/// Unbiased or biased square of the maximum mean discrepancy by a kernel.
fn mmd2(x: &[Vec<f64>], y: &[Vec<f64>], kernel: impl Fn(&[f64], &[f64]) -> f64, unbiased: bool) -> f64 {
    let within = |points: &[Vec<f64>]| {
        let n = points.len() as f64;
        let mut sum = 0.0;
        for (i, a) in points.iter().enumerate() {
            for (j, b) in points.iter().enumerate() {
                if !(unbiased && i == j) {
                    sum += kernel(a, b);
                }
            }
        }
        sum / if unbiased { n * (n - 1.0) } else { n * n }
    };
    let across: f64 = x.iter().map(|a| y.iter().map(|b| kernel(a, b)).sum::<f64>()).sum();
    within(x) + within(y) - 2.0 * across / (x.len() * y.len()) as f64
}

fn gaussian(sigma: f64) -> impl Fn(&[f64], &[f64]) -> f64 {
    move |a, b| (-squared(a, b) / (2.0 * sigma * sigma)).exp()
}

/// Unbiased MMD² with a Gaussian kernel of width `sigma`; may be negative.
pub fn mmd2_unbiased(x: &[Vec<f64>], y: &[Vec<f64>], sigma: f64) -> f64 {
    mmd2(x, y, gaussian(sigma), true)
}

/// Biased MMD² with a Gaussian kernel of width `sigma`; never negative.
pub fn mmd2_biased(x: &[Vec<f64>], y: &[Vec<f64>], sigma: f64) -> f64 {
    mmd2(x, y, gaussian(sigma), false)
}

/// Kernel inception distance: unbiased MMD² with `(x·y / d + 1)³` on encoder features of dimension d.
pub fn kid(x: &[Vec<f64>], y: &[Vec<f64>]) -> f64 {
    let cubic = |a: &[f64], b: &[f64]| {
        let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        (dot / a.len() as f64 + 1.0).powi(3)
    };
    mmd2(x, y, cubic, true)
}

/// `1000 * MMD²` (biased, Gaussian of width 10) on unit-norm embeddings.
pub fn cmmd(x: &[Vec<f64>], y: &[Vec<f64>]) -> f64 {
    1000.0 * mmd2_biased(x, y, 10.0)
}

/// The result of [`mmd_test`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MmdTest {
    /// Median heuristic: median distance of all pooled pairs.
    pub sigma: f64,
    /// Unbiased MMD² at `sigma`.
    pub mmd2: f64,
    /// Permutation p-value of the largest standardised value over `sigma / 2`, `sigma` and `2 sigma`.
    pub p_value: f64,
}

/// MMD test over three widths around the median heuristic, which is fixed before permuting. Whole groups are
/// permuted; the statistic is the largest over the widths, each divided by its spread under permutation, so that the
/// choice of the best width is paid for. `groups` name the group of each point: first those of `x`, then of `y`.
pub fn mmd_test(x: &[Vec<f64>], y: &[Vec<f64>], groups: &[usize], permutations: usize, seed: u64) -> MmdTest {
    let pooled: Vec<Vec<f64>> = x.iter().chain(y).cloned().collect();
    let distances = DistanceMatrix::euclidean(&pooled);
    let sigma = distances.median().max(f64::MIN_POSITIVE);
    let kernels = [0.5, 1.0, 2.0].map(|factor| {
        let width = factor * sigma;
        let points: Vec<usize> = (0..pooled.len()).collect();
        DistanceMatrix::new(&points, |i, j| {
            let d = distances.at(*i, *j) / width;
            (-0.5 * d * d).exp()
        })
    });
    let statistics = |in_x: &[bool]| kernels.each_ref().map(|kernel| unbiased_of(kernel, in_x));
    let observed_split: Vec<bool> = (0..pooled.len()).map(|i| i < x.len()).collect();
    let observed = statistics(&observed_split);
    let drawn: Vec<[f64; 3]> = permutation::group_labels(&observed_split, groups, permutations, seed)
        .iter()
        .map(|labels| statistics(labels))
        .collect();
    let spread: [f64; 3] = std::array::from_fn(|k| {
        let values: Vec<f64> = drawn.iter().map(|values| values[k]).collect();
        super::standard_deviation(&values).max(1e-12)
    });
    let largest = |values: &[f64; 3]| (0..3).map(|k| values[k] / spread[k]).fold(f64::NEG_INFINITY, f64::max);
    let threshold = largest(&observed) - 1e-12;
    let beyond = drawn.iter().filter(|values| largest(values) >= threshold).count();
    MmdTest { sigma, mmd2: observed[1], p_value: permutation::p_value(beyond, drawn.len()) }
}

/// Unbiased MMD² from a matrix of kernel values whose diagonal is not looked at.
fn unbiased_of(kernel: &DistanceMatrix, in_x: &[bool]) -> f64 {
    let (mut sums, n) = ([0.0; 3], in_x.len());
    for i in 0..n {
        for j in 0..i {
            sums[usize::from(in_x[i]) + usize::from(in_x[j])] += kernel.at(i, j);
        }
    }
    let m = in_x.iter().filter(|x| **x).count() as f64;
    let k = n as f64 - m;
    2.0 * sums[2] / (m * (m - 1.0)) + 2.0 * sums[0] / (k * (k - 1.0)) - 2.0 * sums[1] / (m * k)
}
