//! How generation selects: what was rejected and why, which sources the episodes come from, and which part of the real
//! starts and of the real workspace they cover.

use crate::distances::diversity::{CellOverlap, cell_overlap};
use crate::features::aligned::AlignedPath;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a dataset says of its own making (`meta/restage/dataset.json`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerationRecord {
    /// Attempts made.
    #[serde(default)]
    pub attempts: u64,
    /// Successful ones.
    #[serde(default)]
    pub successes: u64,
    /// Why attempts failed, counted.
    #[serde(default)]
    pub rejections: BTreeMap<String, u64>,
}

/// Share of one real demonstration in the generated episodes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceShare {
    /// `dataset/episode`.
    pub source: String,
    /// Generated episodes.
    pub episodes: usize,
    /// Their share.
    pub share: f64,
}

/// The bias report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BiasReport {
    /// What the dataset says of its own making.
    pub record: GenerationRecord,
    /// Shares, largest first.
    pub sources: Vec<SourceShare>,
    /// Effective number of sources: exponential of the entropy of the shares.
    pub effective_sources: f64,
    /// Training demonstrations.
    pub train_sources: usize,
    /// Share of real start states (relative to the grasp, cells of 5 cm) with a generated start in or beside them.
    pub starts_covered: Option<f64>,
    /// Overlap of the visited workspace (cells of 2 cm and of the gripper width): shared over all.
    pub workspace_jaccard: f64,
    /// Share of the real workspace that generated episodes visit.
    pub workspace_covered: f64,
    /// Share of the generated workspace that no real episode visits.
    pub workspace_novel: f64,
}

/// Edge of a start cell, m.
const START_CELL: f64 = 0.05;

/// Collects the bias report.
pub fn collect(
    record: GenerationRecord,
    sources: &[String],
    train_sources: usize,
    real: &[&AlignedPath],
    generated: &[&AlignedPath],
) -> BiasReport {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for source in sources {
        *counts.entry(source).or_default() += 1;
    }
    let total = sources.len().max(1) as f64;
    let mut shares: Vec<SourceShare> = counts
        .into_iter()
        .map(|(source, episodes)| SourceShare {
            source: source.clone(),
            episodes,
            share: episodes as f64 / total,
        })
        .collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.episodes));
    let entropy: f64 = shares.iter().map(|share| -share.share * share.share.ln()).sum();
    let cells = |paths: &[&AlignedPath]| -> BTreeSet<[i32; 4]> {
        paths.iter().flat_map(|path| path.cells.iter().copied()).collect()
    };
    let CellOverlap { jaccard, real_covered, novel } = cell_overlap(&cells(real), &cells(generated));
    BiasReport {
        record,
        effective_sources: if shares.is_empty() { 0.0 } else { entropy.exp() },
        sources: shares,
        train_sources,
        starts_covered: starts_covered(real, generated),
        workspace_jaccard: jaccard,
        workspace_covered: real_covered,
        workspace_novel: novel,
    }
}

fn starts_covered(real: &[&AlignedPath], generated: &[&AlignedPath]) -> Option<f64> {
    let start = |path: &&AlignedPath| path.points.first().copied();
    let starts: Vec<[f64; 3]> = generated.iter().filter_map(start).collect();
    let real: Vec<[f64; 3]> = real.iter().filter_map(start).collect();
    let near = |a: &[f64; 3], b: &[f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= START_CELL);
    let covered = real.iter().filter(|a| starts.iter().any(|b| near(a, b))).count();
    (!real.is_empty() && !starts.is_empty()).then(|| covered as f64 / real.len() as f64)
}
