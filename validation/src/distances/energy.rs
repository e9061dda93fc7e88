//! Energy distance (Székely and Rizzo 2013), the headline distance: it needs no bandwidth.

use super::{DistanceMatrix, euclidean};

/// V-statistic `2 E|X-Y| - E|X-X'| - E|Y-Y'|`, never negative. Its small-sample bias is `(1/m + 1/n) E|X-X'|` for
/// equal laws, so it is only ever compared with values at the same sample sizes. (SciPy's one-dimensional function
/// returns the square root.)
pub fn energy_distance(x: &[Vec<f64>], y: &[Vec<f64>]) -> f64 {
    let mean = |a: &[Vec<f64>], b: &[Vec<f64>]| {
        let sum: f64 = a.iter().map(|a| b.iter().map(|b| euclidean(a, b)).sum::<f64>()).sum();
        sum / (a.len() * b.len()) as f64
    };
    2.0 * mean(x, y) - mean(x, x) - mean(y, y)
}

/// The same from a distance matrix, for the points `x` and `y` name. Points may be named several times, as a
/// bootstrap does: pairs of one point with itself are then left out of the means within a sample, which are scaled
/// to `(n - 1) / n`, so that a resample has the bias of a sample and not more.
pub fn energy_of(distances: &DistanceMatrix, x: &[usize], y: &[usize]) -> f64 {
    let across: f64 = x.iter().map(|&i| y.iter().map(|&j| distances.at(i, j)).sum::<f64>()).sum();
    2.0 * across / (x.len() * y.len()) as f64 - within(distances, x) - within(distances, y)
}

fn within(distances: &DistanceMatrix, points: &[usize]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0_u64);
    for &i in points {
        for &j in points {
            if i != j {
                sum += distances.at(i, j);
                pairs += 1;
            }
        }
    }
    let n = points.len() as f64;
    if pairs == 0 { 0.0 } else { sum / pairs as f64 * (n - 1.0) / n }
}
