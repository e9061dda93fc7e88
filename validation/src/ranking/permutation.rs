//! How often chance ranks as well.

use super::metrics::{mmrv, pearson_simpler};
use crate::intervals::bootstrap::{below, stream};
use serde::Serialize;

/// Policies up to which every assignment is tried: 7! = 5040.
const EXHAUSTIVE: usize = 7;

/// Random assignments beyond that.
const DRAWS: usize = 9999;

/// Tolerance within which a permuted metric counts as equal: the same sums in another order.
const EQUAL: f64 = 1e-12;

/// Permutation test: the simulated rates are handed to the policies at random.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PermutationTest {
    /// Assignments tried, the actual one included.
    pub assignments: usize,
    /// Whether they are all there are.
    pub exhaustive: bool,
    /// Share of assignments with at least this Pearson correlation.
    pub p_pearson: f64,
    /// Share of assignments with at most this MMRV.
    pub p_mmrv: f64,
    /// Smallest p value that this number of policies can reach.
    pub floor: f64,
}

impl PermutationTest {
    pub(super) fn new(sim: &[f64], real: &[f64], seed: u64) -> Self {
        let (observed_r, observed_v) = (pearson_simpler(sim, real), mmrv(sim, real));
        let (mut as_high, mut as_low, mut assignments) = (0usize, 0usize, 0usize);
        let mut count = |permuted: &[f64]| {
            assignments += 1;
            as_high += usize::from(pearson_simpler(permuted, real) >= observed_r - EQUAL);
            as_low += usize::from(mmrv(permuted, real) <= observed_v + EQUAL);
        };
        let exhaustive = sim.len() <= EXHAUSTIVE;
        if exhaustive {
            every_order(&mut sim.to_vec(), 0, &mut count);
        } else {
            count(sim);
            for k in 0..DRAWS as u64 {
                let (mut shuffled, mut rng) = (sim.to_vec(), stream(seed, k));
                for i in (1..shuffled.len()).rev() {
                    shuffled.swap(i, below(&mut rng, i + 1));
                }
                count(&shuffled);
            }
        }
        let share = |count: usize| count as f64 / assignments as f64;
        let (p_pearson, p_mmrv, floor) = (share(as_high), share(as_low), share(1));
        Self { assignments, exhaustive, p_pearson, p_mmrv, floor }
    }
}

/// Calls `visit` with every order of `values[from..]`.
fn every_order(values: &mut [f64], from: usize, visit: &mut impl FnMut(&[f64])) {
    if from + 1 >= values.len() {
        visit(values);
        return;
    }
    for k in from..values.len() {
        values.swap(from, k);
        every_order(values, from + 1, visit);
        values.swap(from, k);
    }
}
