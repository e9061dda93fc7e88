//! Exact statistics of more numbers than fit in memory: they come several times in the same order, and each time
//! their order statistics are known to twelve more bits (radix selection on the bits of the numbers).

use crate::stats::{FeatureStats, Moments, QUANTILES, moments, neighbours};
use std::collections::BTreeMap;

/// Bits that a pass adds.
const BITS: u32 = 12;
/// Bits of a number.
const WIDTH: u32 = u64::BITS;

/// What is known of one feature: every dimension on its own.
pub(crate) struct FeaturePasses(Vec<DimensionPasses>);

impl FeaturePasses {
    /// Of a feature with `dims` dimensions, nothing yet.
    pub(crate) fn new(dims: usize) -> Self {
        Self((0..dims).map(|_| DimensionPasses::default()).collect())
    }

    /// The next values of dimension `dim` in this pass.
    pub(crate) fn take(&mut self, dim: usize, values: impl IntoIterator<Item = f64>) {
        values.into_iter().for_each(|value| self.0[dim].take(value));
    }

    /// Ends a pass in which all values came. Says whether another one is needed.
    pub(crate) fn end_pass(&mut self) -> bool {
        self.0.iter_mut().fold(false, |more, dimension| dimension.end_pass() | more)
    }

    /// The statistics; at least one value came per dimension.
    pub(crate) fn stats(&self) -> FeatureStats {
        let moments: Vec<Moments> = self.0.iter().map(DimensionPasses::moments).collect();
        FeatureStats::from_dimensions(false, &moments, self.0.first().map_or(0, |dimension| dimension.count))
    }
}

/// What is known of one dimension.
#[derive(Default)]
struct DimensionPasses {
    pass: u32,
    count: u64,
    sum: f64,
    /// Sum of squared distances from the mean, which is known from the second pass on.
    squares: f64,
    /// Values whose leading bits are those of a wanted rank, by these bits. In the first pass: all values.
    buckets: BTreeMap<u64, Bucket>,
    /// The wanted order statistics.
    wanted: BTreeMap<u64, Selection>,
}

/// Values that agree in their leading bits, counted by the next ones.
struct Bucket {
    counts: Vec<u64>,
    /// Smallest and largest key.
    ends: [u64; 2],
}

/// How far an order statistic is known.
#[derive(Clone, Copy)]
enum Selection {
    /// Its leading bits, and its rank among the values that have the same.
    Among(u64, u64),
    /// Its key.
    Known(u64),
}

impl DimensionPasses {
    fn take(&mut self, value: f64) {
        let key = key(value);
        if self.pass == 0 {
            self.count += 1;
            self.sum += value;
            self.buckets.entry(0).or_insert_with(Bucket::empty).take(key, 0);
            return;
        }
        if self.pass == 1 {
            let mean = self.mean();
            self.squares += (value - mean) * (value - mean);
        }
        if let Some(bucket) = self.buckets.get_mut(&leading(key, self.pass)) {
            bucket.take(key, self.pass);
        }
    }

    fn end_pass(&mut self) -> bool {
        if self.pass == 0 {
            self.wanted = ranks(self.count).map(|rank| (rank, Selection::Among(0, rank))).collect();
        }
        for selection in self.wanted.values_mut() {
            if let Selection::Among(prefix, rank) = *selection {
                *selection = self.buckets[&prefix].find(prefix, rank, self.pass);
            }
        }
        self.pass += 1;
        let prefixes = self.wanted.values().filter_map(|selection| match selection {
            Selection::Among(prefix, _) => Some((*prefix, Bucket::empty())),
            Selection::Known(_) => None,
        });
        self.buckets = prefixes.collect();
        // The second pass is always needed, for the distances from the mean.
        self.pass == 1 || !self.buckets.is_empty()
    }

    fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }

    fn moments(&self) -> Moments {
        moments(self.count, self.mean(), self.squares / self.count as f64, |rank| {
            match self.wanted[&rank] {
                Selection::Known(key) => value(key),
                // Not asked for before the last pass.
                Selection::Among(..) => f64::NAN,
            }
        })
    }
}

impl Bucket {
    fn empty() -> Self {
        Self { counts: vec![0; 1 << BITS], ends: [u64::MAX, 0] }
    }

    fn take(&mut self, key: u64, pass: u32) {
        self.counts[digit(key, pass)] += 1;
        self.ends = [self.ends[0].min(key), self.ends[1].max(key)];
    }

    /// The value of a rank, as far as this bucket knows it.
    fn find(&self, prefix: u64, rank: u64, pass: u32) -> Selection {
        if self.ends[0] == self.ends[1] {
            return Selection::Known(self.ends[0]);
        }
        let mut rest = rank;
        for (digit, count) in self.counts.iter().enumerate() {
            if rest < *count {
                let bits = digit_bits(pass);
                let prefix = prefix << bits | digit as u64;
                let last = (pass + 1) * BITS >= WIDTH;
                return if last { Selection::Known(prefix) } else { Selection::Among(prefix, rest) };
            }
            rest -= count;
        }
        // Fewer values than in the pass before: there is none of this rank.
        Selection::Known(key(f64::NAN))
    }
}

/// Ranks of the smallest, the largest and those around the quantiles.
fn ranks(count: u64) -> impl Iterator<Item = u64> {
    let around = QUANTILES.iter().flat_map(move |(_, level)| neighbours(count, *level));
    [0, count.saturating_sub(1)].into_iter().chain(around)
}

/// A number as bits whose order is that of `f64::total_cmp`.
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> (WIDTH - 1) == 1 { !bits } else { bits | 1 << (WIDTH - 1) }
}

/// The number of a key.
fn value(key: u64) -> f64 {
    f64::from_bits(if key >> (WIDTH - 1) == 1 { key & !(1 << (WIDTH - 1)) } else { !key })
}

/// The bits before those of a pass.
fn leading(key: u64, pass: u32) -> u64 {
    key.checked_shr(WIDTH - pass * BITS).unwrap_or(0)
}

/// Bits that a pass looks at; the last one has fewer.
fn digit_bits(pass: u32) -> u32 {
    BITS.min(WIDTH - pass * BITS)
}

/// The bits of a pass.
fn digit(key: u64, pass: u32) -> usize {
    let bits = digit_bits(pass);
    (key >> (WIDTH - pass * BITS - bits) & ((1 << bits) - 1)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn in_passes(values: &[f64]) -> (FeatureStats, usize) {
        let mut passes = FeaturePasses::new(1);
        for pass in 1.. {
            passes.take(0, values.iter().copied());
            if !passes.end_pass() {
                return (passes.stats(), pass);
            }
        }
        unreachable!("the bits of a number end")
    }

    /// Numbers close together, apart, equal, and of either zero.
    fn number() -> impl Strategy<Value = f64> {
        let close = (0u64..4096).prop_map(|step| 1.0 + step as f64 * f64::EPSILON);
        prop_oneof![close, -1e9f64..1e9, Just(0.25), Just(0.0), Just(-0.0)]
    }

    proptest! {
        #[test]
        fn passes_give_the_numbers_that_sorting_gives(values in prop::collection::vec(number(), 1..200)) {
            let sorted = FeatureStats::of_dimensions(vec![values.clone()]);
            let (found, _) = in_passes(&values);
            prop_assert_eq!(found.count, sorted.count);
            for (found, sorted) in found.values.iter().zip(&sorted.values) {
                prop_assert_eq!(found[0], sorted[0]);
            }
        }
    }

    #[test]
    fn equal_numbers_take_two_passes_and_single_precision_at_most_four() {
        assert_eq!(in_passes(&[0.5; 9]).1, 2);
        let values: Vec<f64> = (0..5000).map(|step| f64::from((step as f32 * 0.731).sin())).collect();
        assert!(in_passes(&values).1 <= 4);
    }
}
