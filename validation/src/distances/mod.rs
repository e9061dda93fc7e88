//! Distances between two samples, and tests of whether they are one law. Samples are rows of numbers; callers
//! standardise them. Nothing here knows what the numbers mean.

pub mod classifier;
pub mod copies;
pub mod diversity;
pub mod energy;
pub mod fid;
pub mod kernel;
pub mod kolmogorov;
pub mod manifold;
pub mod paths;
pub mod permutation;
pub mod wasserstein;

/// Euclidean distance of two points of one dimension.
pub fn euclidean(a: &[f64], b: &[f64]) -> f64 {
    squared(a, b).sqrt()
}

/// Squared Euclidean distance of two points of one dimension.
pub fn squared(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// All pairwise distances of a sample, computed once: what permutation and resampling only have to look up.
#[derive(Clone, Debug, PartialEq)]
pub struct DistanceMatrix {
    size: usize,
    values: Vec<f64>,
}

impl DistanceMatrix {
    /// Distances of all pairs by `distance`, which must be symmetric.
    pub fn new<T>(points: &[T], distance: impl Fn(&T, &T) -> f64) -> Self {
        let size = points.len();
        let mut values = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..i {
                let value = distance(&points[i], &points[j]);
                values[i * size + j] = value;
                values[j * size + i] = value;
            }
        }
        Self { size, values }
    }

    /// Euclidean distances.
    pub fn euclidean(points: &[Vec<f64>]) -> Self {
        Self::new(points, |a, b| euclidean(a, b))
    }

    /// Number of points.
    pub fn len(&self) -> usize {
        self.size
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Distance of points `i` and `j`.
    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.values[i * self.size + j]
    }

    /// Median over all pairs of two different points (the bandwidth rule of kernel tests); 0 below two points.
    pub fn median(&self) -> f64 {
        let mut pairs: Vec<f64> =
            (0..self.size).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| self.at(i, j)).collect();
        median(&mut pairs)
    }
}

/// Median by sorting; the mean of the middle two for even counts; 0 for none.
pub fn median(values: &mut [f64]) -> f64 {
    quantile(values, 0.5)
}

/// Quantile `q` in `0..=1` by sorting, linear between neighbours (type 7 of Hyndman and Fan 1996); 0 for none.
pub fn quantile(values: &mut [f64], q: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    if values.is_empty() { 0.0 } else { crate::intervals::bootstrap::quantile(values, q) }
}

/// Arithmetic mean; 0 for none.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// Sample standard deviation (divisor n - 1); 0 below two values.
pub fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let centre = mean(values);
    (values.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / (values.len() - 1) as f64).sqrt()
}
