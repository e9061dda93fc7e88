//! How varied a sample is, and how much of a workspace it covers.

use super::DistanceMatrix;
use nalgebra::{DMatrix, SymmetricEigen};
use std::collections::BTreeSet;

/// Vendi score (Friedman and Dieng 2023): exponential of the entropy of the eigenvalues of `K / n`, the effective
/// number of different points. `kernel` is row-major `n x n`, symmetric, with ones on the diagonal. Not converged
/// below thousands of points: compare at equal n only.
pub fn vendi(kernel: &[f64], n: usize) -> f64 {
    if n == 0 {
        return 0.0;
    }
    let scaled = DMatrix::from_row_slice(n, n, kernel) / n as f64;
    let entropy: f64 =
        SymmetricEigen::new(scaled).eigenvalues.iter().filter(|v| **v > 1e-12).map(|v| -v * v.ln()).sum();
    entropy.exp()
}

/// Vendi score of some points of a sample with a Gaussian kernel of width `sigma`.
pub fn vendi_of(distances: &DistanceMatrix, points: &[usize], sigma: f64) -> f64 {
    let kernel: Vec<f64> = points
        .iter()
        .flat_map(|i| points.iter().map(move |j| (*i, *j)))
        .map(|(i, j)| (-0.5 * (distances.at(i, j) / sigma).powi(2)).exp())
        .collect();
    vendi(&kernel, points.len())
}

/// How two sets of visited cells overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellOverlap {
    /// Cells of both over cells of either.
    pub jaccard: f64,
    /// Share of the real cells that the synthetic set visits.
    pub real_covered: f64,
    /// Share of the synthetic cells that no real episode visits.
    pub novel: f64,
}

/// Overlap of visited cells; empty sets count as not overlapping.
pub fn cell_overlap<C: Ord>(real: &BTreeSet<C>, synthetic: &BTreeSet<C>) -> CellOverlap {
    let both = real.intersection(synthetic).count() as f64;
    let share = |part: f64, whole: usize| if whole == 0 { 0.0 } else { part / whole as f64 };
    CellOverlap {
        jaccard: share(both, real.union(synthetic).count()),
        real_covered: share(both, real.len()),
        novel: share(synthetic.len() as f64 - both, synthetic.len()),
    }
}
