//! Copies and leaks: held-out episodes among the generated ones, sources that were not for training, and episodes that
//! are there twice.

use super::thresholds::Thresholds;
use super::verdict::Verdict;
use crate::distances::copies::{authenticity, closer_to_train, nearest, nearest_ratios};
use crate::distances::median;
use crate::distances::paths::{discrete_frechet, dynamic_time_warping};
use crate::features::aligned::AlignedPath;
use serde::Serialize;

/// A generated episode beside the real one whose path, relative to the grasp, is nearest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearestPair {
    /// Generated episode.
    pub generated: u64,
    /// Held-out episode.
    pub held_out: u64,
    /// Root mean square distance of corresponding points, m.
    pub distance: f64,
    /// Dynamic time warping over the path length (pure number).
    pub warping: f64,
    /// Discrete Fréchet distance, m.
    pub frechet: f64,
}

/// What the copy check found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopyReport {
    /// PASS or FAIL.
    pub verdict: Verdict,
    /// One sentence per reason.
    pub reasons: Vec<String>,
    /// Generated episodes whose source is not for training, `dataset/episode (split)`.
    pub leaked_sources: Vec<String>,
    /// Generated episodes whose relative path is that of a held-out one.
    pub held_out_copies: usize,
    /// Share of generated episodes with an exact twin among them.
    pub twin_share: f64,
    /// Share of generated episodes farther from their nearest training episode than that one from its own nearest.
    /// Low by design: each is made from one of them.
    pub authenticity: Option<f64>,
    /// The same of calibration against training episodes.
    pub authenticity_real: Option<f64>,
    /// Share of generated episodes nearer to training than to held-out ones, sets of one size; 0.5 without memory.
    pub closer_to_train: Option<f64>,
    /// Median ratio of the nearest to the second nearest training distance.
    pub nearest_ratio: Option<f64>,
    /// Median distance to the nearest held-out episode, m, and the same among real ones.
    pub nearest_distance: Option<f64>,
    /// The same of the real episodes that are not held out.
    pub nearest_distance_real: Option<f64>,
    /// The nearest pairs, nearest first.
    pub pairs: Vec<NearestPair>,
}

/// The paths of the sets of a comparison, with episode numbers.
#[derive(Clone, Copy, Debug)]
pub struct Paths<'a> {
    /// Training episodes.
    pub train: &'a [AlignedPath],
    /// Calibration episodes.
    pub calibration: &'a [AlignedPath],
    /// Held-out episodes.
    pub held_out: &'a [(u64, AlignedPath)],
    /// Generated episodes.
    pub generated: &'a [(u64, AlignedPath)],
}

/// Pairs that the report shows.
const PAIRS: usize = 6;

/// Runs the copy check.
pub fn check(paths: &Paths<'_>, leaked_sources: Vec<String>, thresholds: &Thresholds) -> CopyReport {
    let only =
        |set: &[(u64, AlignedPath)]| -> Vec<AlignedPath> { set.iter().map(|(_, p)| p.clone()).collect() };
    let (held_out, generated) = (only(paths.held_out), only(paths.generated));
    let distance = |a: &AlignedPath, b: &AlignedPath| a.distance(b);
    let to_held_out = |set: &[AlignedPath]| -> Option<f64> {
        let mut all: Vec<f64> = set
            .iter()
            .filter_map(|path| nearest(path, &held_out, None, distance))
            .map(|found| found.distance)
            .collect();
        (!all.is_empty()).then(|| median(&mut all))
    };
    let held_out_copies = generated
        .iter()
        .filter_map(|path| nearest(path, &held_out, None, distance))
        .filter(|found| found.distance < thresholds.copy_distance)
        .count();
    let twins = twin_share(&generated.iter().collect::<Vec<_>>(), thresholds.copy_distance);
    let enough = paths.train.len() > 1 && !generated.is_empty();
    let mut ratios = nearest_ratios(paths.train, &generated, distance);
    let equal = paths.train.len().min(held_out.len());
    let reasons = reasons(&leaked_sources, held_out_copies, twins, thresholds);
    CopyReport {
        verdict: if reasons.is_empty() { Verdict::Pass } else { Verdict::Fail },
        reasons,
        leaked_sources,
        held_out_copies,
        twin_share: twins,
        authenticity: enough.then(|| authenticity(paths.train, &generated, distance)),
        authenticity_real: (enough && !paths.calibration.is_empty())
            .then(|| authenticity(paths.train, paths.calibration, distance)),
        closer_to_train: (equal > 0 && !generated.is_empty())
            .then(|| closer_to_train(&paths.train[..equal], &held_out[..equal], &generated, distance)),
        nearest_ratio: (!ratios.is_empty()).then(|| median(&mut ratios)),
        nearest_distance: to_held_out(&generated),
        nearest_distance_real: to_held_out(&[paths.train, paths.calibration].concat()),
        pairs: pairs(paths),
    }
}

fn reasons(leaked: &[String], copies: usize, twins: f64, thresholds: &Thresholds) -> Vec<String> {
    let mut reasons = Vec::new();
    if !leaked.is_empty() {
        let (n, first) = (leaked.len(), &leaked[0]);
        reasons
            .push(format!("{n} episodes were made from sources that are not for training, such as {first}"));
    }
    if copies > 0 {
        reasons.push(format!("{copies} generated episodes move exactly like a held-out one"));
    }
    if twins > thresholds.twin_share {
        reasons.push(format!("{:.0} % of the generated episodes are there more than once", 100.0 * twins));
    }
    reasons
}

/// Share of episodes that repeat an earlier one: the same start and the same path.
pub fn twin_share(paths: &[&AlignedPath], tolerance: f64) -> f64 {
    let same = |a: &AlignedPath, b: &AlignedPath| {
        crate::distances::squared(&a.world_start, &b.world_start) <= tolerance * tolerance
            && a.distance(b) <= tolerance
    };
    let repeated =
        (0..paths.len()).filter(|i| paths[..*i].iter().any(|earlier| same(earlier, paths[*i]))).count();
    if paths.is_empty() { 0.0 } else { repeated as f64 / paths.len() as f64 }
}

fn pairs(paths: &Paths<'_>) -> Vec<NearestPair> {
    let point = |a: &[f64; 3], b: &[f64; 3]| crate::distances::euclidean(a, b);
    let mut pairs: Vec<NearestPair> = paths
        .generated
        .iter()
        .filter_map(|(episode, path)| {
            let (held_out, other) =
                paths.held_out.iter().min_by(|a, b| path.distance(&a.1).total_cmp(&path.distance(&b.1)))?;
            Some(NearestPair {
                generated: *episode,
                held_out: *held_out,
                distance: path.distance(other),
                warping: dynamic_time_warping(&path.points, &other.points, point) / path.length.max(1e-6),
                frechet: discrete_frechet(&path.points, &other.points, point),
            })
        })
        .collect();
    pairs.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    pairs.truncate(PAIRS);
    pairs
}
