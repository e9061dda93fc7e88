//! Permutation tests that move whole groups, because episodes of one session are not independent.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// `(1 + beyond) / (1 + permutations)` (Phipson and Smyth 2010): never zero.
pub fn p_value(beyond: usize, permutations: usize) -> f64 {
    (1.0 + beyond as f64) / (1.0 + permutations as f64)
}

/// Random relabellings: groups keep together and exactly as many groups as observed are first-sample groups. A
/// group counts to the sample of its first point.
pub fn group_labels(in_x: &[bool], groups: &[usize], permutations: usize, seed: u64) -> Vec<Vec<bool>> {
    let mut label_of: BTreeMap<usize, bool> = BTreeMap::new();
    for (group, x) in groups.iter().zip(in_x) {
        label_of.entry(*group).or_insert(*x);
    }
    let names: Vec<usize> = label_of.keys().copied().collect();
    let mut labels: Vec<bool> = label_of.values().copied().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..permutations)
        .map(|_| {
            shuffle(&mut labels, &mut rng);
            let drawn: BTreeMap<usize, bool> = names.iter().copied().zip(labels.iter().copied()).collect();
            groups.iter().map(|group| drawn[group]).collect()
        })
        .collect()
}

/// Fisher and Yates' shuffle.
pub fn shuffle<T>(values: &mut [T], rng: &mut ChaCha8Rng) {
    for i in (1..values.len()).rev() {
        values.swap(i, rng.random_range(0..=i));
    }
}

/// Exact p-value of a statistic over all splits of the pooled points into samples of the observed sizes, the observed
/// one included. Only for a handful of points: the number of splits explodes. The statistic is given the mask of the
/// first sample.
pub fn exact_p_value(in_x: &[bool], statistic: impl Fn(&[bool]) -> f64) -> f64 {
    let observed = statistic(in_x) - 1e-12;
    let (n, m) = (in_x.len(), in_x.iter().filter(|x| **x).count());
    let (mut total, mut beyond) = (0_u64, 0_u64);
    for bits in 0_u64..(1 << n) {
        if bits.count_ones() as usize == m {
            let mask: Vec<bool> = (0..n).map(|i| bits >> i & 1 == 1).collect();
            total += 1;
            beyond += u64::from(statistic(&mask) >= observed);
        }
    }
    beyond as f64 / total.max(1) as f64
}
