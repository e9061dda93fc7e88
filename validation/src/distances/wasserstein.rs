//! Wasserstein-1 distances: in one dimension in the unit of the values, and sliced over directions.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// `W1 = ∫ |F - G|` of two samples of any sizes; in the unit of the values.
pub fn wasserstein1(x: &[f64], y: &[f64]) -> f64 {
    let (mut x, mut y) = (x.to_vec(), y.to_vec());
    x.sort_by(f64::total_cmp);
    y.sort_by(f64::total_cmp);
    let (m, n) = (x.len() as f64, y.len() as f64);
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    let mut last = x.first().copied().unwrap_or(0.0).min(y.first().copied().unwrap_or(0.0));
    while i < x.len() || j < y.len() {
        let next = match (x.get(i), y.get(j)) {
            (Some(a), Some(b)) => a.min(*b),
            (Some(a), None) => *a,
            (None, Some(b)) => *b,
            (None, None) => break,
        };
        sum += (i as f64 / m - j as f64 / n).abs() * (next - last);
        last = next;
        while x.get(i).is_some_and(|a| *a <= next) {
            i += 1;
        }
        while y.get(j).is_some_and(|b| *b <= next) {
            j += 1;
        }
    }
    sum
}

/// Mean of the one-dimensional distances along unit `directions` (Rabin et al. 2012).
pub fn sliced_wasserstein1(x: &[Vec<f64>], y: &[Vec<f64>], directions: &[Vec<f64>]) -> f64 {
    let project = |points: &[Vec<f64>], u: &[f64]| -> Vec<f64> {
        points.iter().map(|p| p.iter().zip(u).map(|(p, u)| p * u).sum()).collect()
    };
    let sum: f64 = directions.iter().map(|u| wasserstein1(&project(x, u), &project(y, u))).sum();
    sum / directions.len().max(1) as f64
}

/// `count` unit directions, uniform on the sphere, the same for the same seed.
pub fn directions(dimension: usize, count: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            let raw: Vec<f64> = (0..dimension).map(|_| normal(&mut rng)).collect();
            let length = raw.iter().map(|v| v * v).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
            raw.into_iter().map(|v| v / length).collect()
        })
        .collect()
}

/// A standard normal draw (Box and Muller 1958).
pub fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - rng.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * rng.random::<f64>()).cos()
}
