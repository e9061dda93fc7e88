//! Fidelity and coverage by nearest neighbours: precision and recall (Kynkäänniemi et al. 2019), density and coverage
//! (Naeem et al. 2020). Both samples should have one size.

use super::euclidean;

/// Precision, recall, density and coverage.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Manifold {
    /// Share of synthetic points inside the real manifold. One outlier inflates it.
    pub precision: f64,
    /// Share of real points inside the synthetic manifold.
    pub recall: f64,
    /// Mean number of real neighbourhoods around a synthetic point, over k; may exceed 1.
    pub density: f64,
    /// Share of real points with a synthetic point in their neighbourhood.
    pub coverage: f64,
}

/// The four figures with neighbourhoods up to the `k`-th neighbour, the point itself not counted; strictly inside.
/// `None` when a sample has no more than `k` points.
pub fn manifold(real: &[Vec<f64>], synthetic: &[Vec<f64>], k: usize) -> Option<Manifold> {
    if k == 0 || real.len() <= k || synthetic.len() <= k {
        return None;
    }
    let (real_radius, synthetic_radius) = (radii(real, k), radii(synthetic, k));
    let across: Vec<Vec<f64>> =
        real.iter().map(|r| synthetic.iter().map(|s| euclidean(r, s)).collect()).collect();
    let (m, n) = (real.len(), synthetic.len());
    let mut around = vec![0_usize; n];
    let (mut recalled, mut covered) = (0_usize, 0_usize);
    for (row, radius) in across.iter().zip(&real_radius) {
        for (count, distance) in around.iter_mut().zip(row) {
            *count += usize::from(distance < radius);
        }
        recalled += usize::from(row.iter().zip(&synthetic_radius).any(|(d, r)| d < r));
        covered += usize::from(row.iter().any(|d| d < radius));
    }
    let inside = around.iter().filter(|count| **count > 0).count();
    Some(Manifold {
        precision: inside as f64 / n as f64,
        recall: recalled as f64 / m as f64,
        density: around.iter().sum::<usize>() as f64 / (k * n) as f64,
        coverage: covered as f64 / m as f64,
    })
}

fn radii(points: &[Vec<f64>], k: usize) -> Vec<f64> {
    points
        .iter()
        .map(|a| {
            let mut distances: Vec<f64> = points.iter().map(|b| euclidean(a, b)).collect();
            distances.sort_by(f64::total_cmp);
            distances[k]
        })
        .collect()
}

/// Expected coverage of two samples of one law: `1 - prod_{j=1..k} (N - j) / (M + N - j)`, about `1 - 2^-k`.
pub fn expected_coverage(k: usize, real: usize, synthetic: usize) -> f64 {
    let (n, m) = (real as f64, synthetic as f64);
    1.0 - (1..=k).map(|j| (n - j as f64) / (m + n - j as f64)).product::<f64>()
}
