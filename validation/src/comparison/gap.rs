//! The gap ratio: how far generated episodes lie from held-out real ones, in units of how far real halves lie from
//! each other.
//!
//! `R = d(generated, held-out) / median d(real half, real half)`, energy distances at one sample size on all sides,
//! because distances of small samples are biased upwards alike. 1 means: as near as another real sample.

use super::thresholds::Thresholds;
use crate::distances::energy::energy_of;
use crate::distances::permutation::{group_labels, p_value, shuffle};
use crate::distances::{DistanceMatrix, median, quantile};
use crate::intervals::Interval;
use crate::intervals::bootstrap::{below, stream};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The parts of a pooled set of points that a ratio is about: indices into the distance matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Real episodes that are not held out.
    pub pool: Vec<usize>,
    /// Held-out real episodes.
    pub held_out: Vec<usize>,
    /// Generated episodes (or what a control puts in their place).
    pub generated: Vec<usize>,
}

/// How a ratio is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapSettings {
    /// Episodes on each side.
    pub matched: usize,
    /// Halvings of the pool behind the reference.
    pub halvings: usize,
    /// Bootstrap draws.
    pub draws: usize,
    /// Halvings per bootstrap draw.
    pub halvings_per_draw: usize,
    /// Level of the interval.
    pub confidence: f64,
    /// Root of all draws.
    pub seed: u64,
}

/// The largest matched sample size that the parts allow, at most the registered one.
pub fn matched_size(parts: &Parts, thresholds: &Thresholds) -> usize {
    let sizes = [parts.pool.len() / 2, parts.held_out.len(), parts.generated.len(), thresholds.matched_most];
    sizes.into_iter().min().unwrap_or(0)
}

/// A gap ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct GapEstimate {
    /// The ratio.
    pub ratio: f64,
    /// Its bootstrap interval.
    pub interval: Interval,
    /// Energy distance of generated and held-out episodes, in spreads.
    pub distance: f64,
    /// Median energy distance of real halves.
    pub reference: f64,
    /// Share of real halvings that lie nearer to each other than generated and held-out do.
    pub percentile: f64,
    /// Episodes on each side.
    pub matched: usize,
    /// Distances of the real halves, ascending: the yardstick of the report's plot.
    pub halves: Vec<f64>,
}

/// Estimates the ratio. `groups` names the group of every point of the matrix; whole groups are halved, drawn and
/// permuted. `None` where the pool cannot be halved at that size.
pub fn gap_ratio(
    distances: &DistanceMatrix,
    parts: &Parts,
    groups: &[usize],
    settings: &GapSettings,
) -> Option<GapEstimate> {
    let n = settings.matched;
    if n < 2 || parts.pool.len() < 2 * n || parts.held_out.len() < n || parts.generated.len() < n {
        return None;
    }
    let pool = by_group(&parts.pool, groups);
    let mut rng = stream(settings.seed, 0);
    let mut halves: Vec<f64> =
        (0..settings.halvings).map(|_| half_distance(distances, &pool, n, false, &mut rng)).collect();
    let reference = median(&mut halves).max(f64::MIN_POSITIVE);
    let mut across: Vec<f64> = (0..settings.halvings)
        .map(|_| {
            let generated = some_of(&parts.generated, n, &mut rng);
            energy_of(distances, &generated, &some_of(&parts.held_out, n, &mut rng))
        })
        .collect();
    let distance = median(&mut across);
    let (held_out, generated) = (by_group(&parts.held_out, groups), by_group(&parts.generated, groups));
    let mut ratios: Vec<f64> = (1..=settings.draws as u64)
        .into_par_iter()
        .map(|draw| {
            let mut rng = stream(settings.seed, draw);
            let d =
                energy_of(distances, &resample(&generated, n, &mut rng), &resample(&held_out, n, &mut rng));
            let mut d0: Vec<f64> = (0..settings.halvings_per_draw)
                .map(|_| half_distance(distances, &pool, n, true, &mut rng))
                .collect();
            d / median(&mut d0).max(f64::MIN_POSITIVE)
        })
        .collect();
    let tail = (1.0 - settings.confidence) / 2.0;
    let interval = Interval::new(quantile(&mut ratios, tail), quantile(&mut ratios, 1.0 - tail));
    let nearer = halves.iter().filter(|d| **d < distance).count();
    Some(GapEstimate {
        ratio: distance / reference,
        interval,
        distance,
        reference,
        percentile: nearer as f64 / halves.len() as f64,
        matched: n,
        halves,
    })
}

/// What a ratio is held against: `1 + margin`, or, where real episodes scatter more at these numbers, the registered
/// quantile of the upper ends that the pool reaches when as many of its groups as are held out stand in for them and the
/// others for generated episodes. Held-out episodes have no part in it.
pub fn calibrated_limit(
    distances: &DistanceMatrix,
    parts: &Parts,
    groups: &[usize],
    settings: &GapSettings,
    thresholds: &Thresholds,
) -> f64 {
    let least = 1.0 + thresholds.margin;
    let pool = by_group(&parts.pool, groups);
    let ends: Vec<Option<f64>> = (0..thresholds.calibration_resamples as u64)
        .into_par_iter()
        .map(|k| {
            let seed = settings.seed.wrapping_add(3_000_000 + k);
            let mut others = pool.clone();
            shuffle(&mut others, &mut stream(seed, 0));
            let mut held_out = Vec::new();
            while held_out.len() < parts.held_out.len() {
                held_out.extend(others.pop()?);
            }
            let generated = others.concat();
            let parts = Parts { pool: parts.pool.clone(), held_out, generated };
            let settings = GapSettings { draws: thresholds.control_draws, seed, ..*settings };
            Some(gap_ratio(distances, &parts, groups, &settings)?.interval.high)
        })
        .collect();
    let mut ends: Vec<f64> = ends.into_iter().flatten().collect();
    quantile(&mut ends, thresholds.calibration_quantile).max(least)
}

/// Permutation p-value of the energy distance between generated and held-out episodes, whole groups moved.
pub fn permutation_test(
    distances: &DistanceMatrix,
    parts: &Parts,
    groups: &[usize],
    permutations: usize,
    seed: u64,
) -> f64 {
    let points: Vec<usize> = parts.generated.iter().chain(&parts.held_out).copied().collect();
    let own: Vec<usize> = points.iter().map(|i| groups[*i]).collect();
    let observed: Vec<bool> = (0..points.len()).map(|i| i < parts.generated.len()).collect();
    let statistic = |labels: &[bool]| {
        let side = |wanted: bool| -> Vec<usize> {
            points.iter().zip(labels).filter(|(_, label)| **label == wanted).map(|(i, _)| *i).collect()
        };
        energy_of(distances, &side(true), &side(false))
    };
    let threshold = statistic(&observed) - 1e-12;
    let drawn = group_labels(&observed, &own, permutations, seed);
    let beyond = drawn.par_iter().filter(|labels| statistic(labels) >= threshold).count();
    p_value(beyond, permutations)
}

/// Points by group, in group order.
pub fn by_group(points: &[usize], groups: &[usize]) -> Vec<Vec<usize>> {
    let mut map: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for point in points {
        map.entry(groups[*point]).or_default().push(*point);
    }
    map.into_values().collect()
}

/// Distance of two halves of the pool, groups kept whole, `n` points of each half: drawn with replacement for a
/// bootstrap, else without.
fn half_distance(
    distances: &DistanceMatrix,
    pool: &[Vec<usize>],
    n: usize,
    with_replacement: bool,
    rng: &mut ChaCha8Rng,
) -> f64 {
    let [a, b] = halves(pool, rng)
        .map(|half| if with_replacement { resample(&half, n, rng) } else { some_of(&half.concat(), n, rng) });
    energy_of(distances, &a, &b)
}

/// Two halves of the groups, of about as many points each.
fn halves(pool: &[Vec<usize>], rng: &mut ChaCha8Rng) -> [Vec<Vec<usize>>; 2] {
    let mut order: Vec<&Vec<usize>> = pool.iter().collect();
    shuffle(&mut order, rng);
    let mut halves: [Vec<Vec<usize>>; 2] = Default::default();
    let mut counts = [0_usize; 2];
    for group in order {
        let side = usize::from(counts[1] < counts[0]);
        counts[side] += group.len();
        halves[side].push(group.clone());
    }
    halves
}

/// The points of two halves.
pub fn halved(pool: &[Vec<usize>], rng: &mut ChaCha8Rng) -> [Vec<usize>; 2] {
    halves(pool, rng).map(|half| half.concat())
}

/// `n` different points.
fn some_of(points: &[usize], n: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut points = points.to_vec();
    for i in 0..n.min(points.len()) {
        let j = i + below(rng, points.len() - i);
        points.swap(i, j);
    }
    points.truncate(n);
    points
}

/// A bootstrap sample of `n` points: as many groups as there are, drawn with replacement, then `n` of their points
/// (a point of a group that was drawn twice counts twice).
fn resample(groups: &[Vec<usize>], n: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut drawn: Vec<usize> = Vec::new();
    let mut left = groups.len();
    while left > 0 || drawn.len() < n {
        drawn.extend(&groups[below(rng, groups.len())]);
        left = left.saturating_sub(1);
    }
    some_of(&drawn, n, rng)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distances::wasserstein::normal;

    fn settings(matched: usize) -> GapSettings {
        GapSettings { matched, halvings: 100, draws: 300, halvings_per_draw: 8, confidence: 0.95, seed: 4 }
    }

    /// Forty real, ten held-out and thirty generated points in six dimensions, the latter shifted.
    fn shifted_by(shift: f64) -> GapEstimate {
        let mut rng = stream(9, 0);
        let mut draw = |shift: f64| -> Vec<f64> { (0..6).map(|_| normal(&mut rng) + shift).collect() };
        let mut points: Vec<Vec<f64>> = (0..50).map(|_| draw(0.0)).collect();
        points.extend((0..30).map(|_| draw(shift)));
        let parts =
            Parts { pool: (0..40).collect(), held_out: (40..50).collect(), generated: (50..80).collect() };
        let groups: Vec<usize> = (0..80).collect();
        gap_ratio(&DistanceMatrix::euclidean(&points), &parts, &groups, &settings(10)).expect("enough points")
    }

    #[test]
    fn one_law_has_a_ratio_of_one_and_a_shift_a_larger_one() {
        let same = shifted_by(0.0);
        assert!(same.interval.contains(1.0) && (0.7..1.3).contains(&same.ratio), "{same:?}");
        let other = shifted_by(1.5);
        assert!(other.interval.low > 1.5 && other.percentile == 1.0, "{other:?}");
    }

    #[test]
    fn too_few_points_give_no_ratio() {
        let points: Vec<Vec<f64>> = (0..6).map(|k| vec![f64::from(k)]).collect();
        let parts = Parts { pool: vec![0, 1, 2], held_out: vec![3, 4], generated: vec![5] };
        let groups: Vec<usize> = (0..6).collect();
        assert_eq!(gap_ratio(&DistanceMatrix::euclidean(&points), &parts, &groups, &settings(2)), None);
    }
}
