//! Several tests at once.

/// Holm's step-down adjusted p values, in the order given (Holm 1979): controls the chance of any false alarm.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0f64;
    for (rank, k) in order.into_iter().enumerate() {
        largest = largest.max(((p.len() - rank) as f64 * p[k]).min(1.0));
        adjusted[k] = largest;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p values, in the order given (1995): controls the share of false alarms.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![0.0; p.len()];
    let mut smallest = 1.0f64;
    for (rank, k) in order.into_iter().enumerate().rev() {
        smallest = smallest.min(p.len() as f64 / (rank + 1) as f64 * p[k]);
        adjusted[k] = smallest;
    }
    adjusted
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `multiple_testing`.
    #[test]
    fn five_tests() {
        let p = [0.001, 0.012, 0.03, 0.04, 0.2];
        let near = |found: Vec<f64>, truth: [f64; 5]| {
            assert!(found.iter().zip(truth).all(|(f, t)| (f - t).abs() < 1e-12), "{found:?}");
        };
        near(holm(&p), [0.005, 0.048, 0.09, 0.09, 0.2]);
        near(benjamini_hochberg(&p), [0.005, 0.03, 0.05, 0.05, 0.2]);
        assert_eq!(holm(&[0.04, 0.01]), [0.04, 0.02]);
    }
}
