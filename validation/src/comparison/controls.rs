//! Controls, run in every comparison: real data in place of generated ones must pass, spoilt real data must fail. A
//! comparison whose controls fail could not have told, and is void.

use super::copying::twin_share;
use super::families::Values;
use super::gap::{GapSettings, Parts, by_group, gap_ratio, halved, matched_size};
use super::perturb::Fault;
use super::thresholds::Thresholds;
use super::verdict::Verdict;
use crate::distances::DistanceMatrix;
use crate::distances::permutation::shuffle;
use crate::features::Family;
use crate::features::aligned::AlignedPath;
use crate::intervals::bootstrap::stream;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// How often one control came out as it must.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ControlRate {
    /// What was put in place of the generated episodes.
    pub control: String,
    /// The family (or check) that had to notice.
    pub family: String,
    /// Share of resamples that came out right.
    pub rate: f64,
    /// Number of resamples.
    pub resamples: usize,
}

/// The controls of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ControlsReport {
    /// Share of real-against-real comparisons that passed, all families together.
    pub negative_pass_rate: Option<f64>,
    /// Share of spoilt real data that failed, all faults together.
    pub positive_fail_rate: Option<f64>,
    /// Each negative control.
    pub negative: Vec<ControlRate>,
    /// Each positive control.
    pub positive: Vec<ControlRate>,
    /// Controls that could not be run, with the reason.
    pub not_run: Vec<String>,
    /// Whether the rates reach the registered ones; absent where no control could be run.
    pub passed: Option<bool>,
}

/// What the comparison held a family against, and at which sample size: its controls must do the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Largest gap ratio.
    pub ratio: f64,
    /// Episodes on each side.
    pub matched: usize,
}

/// Runs the controls of the families that have a limit. `faulty` holds, per fault and family, the pool's values with
/// the fault; `paths` are the pool's.
pub fn run(
    families: &[Values],
    limits: &BTreeMap<Family, Limit>,
    faulty: &BTreeMap<(Fault, Family), Vec<Vec<Option<f64>>>>,
    paths: &[AlignedPath],
    thresholds: &Thresholds,
    seed: u64,
) -> ControlsReport {
    let mut report = ControlsReport::default();
    for values in families {
        let Some(limit) = limits.get(&values.family) else {
            report.not_run.push(format!("{}: nothing to compare, or too few episodes", values.family.name()));
            continue;
        };
        let bench = Bench::new(values, None, *limit, thresholds, seed);
        match bench.and_then(|bench| bench.rate(Verdict::Pass, thresholds)) {
            Some(rate) => report.negative.push(ControlRate {
                control: "other real episodes".into(),
                family: values.family.name().into(),
                rate,
                resamples: thresholds.control_resamples,
            }),
            None => report.not_run.push(format!("{}: too few real episodes", values.family.name())),
        }
    }
    for ((fault, family), rows) in faulty {
        let Some(values) = families.iter().find(|values| values.family == *family) else { continue };
        let Some(limit) = limits.get(family) else { continue };
        let bench = Bench::new(values, Some(rows), *limit, thresholds, seed);
        let rate = bench.and_then(|bench| bench.rate(Verdict::Fail, thresholds));
        report.positive.extend(rate.map(|rate| ControlRate {
            control: fault.label().into(),
            family: family.name().into(),
            rate,
            resamples: thresholds.control_resamples,
        }));
    }
    if !report.negative.is_empty() {
        report.positive.push(duplicates(paths, thresholds, seed));
    }
    report.conclude(thresholds);
    report
}

impl ControlsReport {
    fn conclude(&mut self, thresholds: &Thresholds) {
        let mean = |rates: &[ControlRate]| {
            let sum: f64 = rates.iter().map(|rate| rate.rate).sum();
            (!rates.is_empty()).then(|| sum / rates.len() as f64)
        };
        self.negative_pass_rate = mean(&self.negative);
        self.positive_fail_rate = mean(&self.positive);
        if let (Some(negative), Some(_)) = (self.negative_pass_rate, self.positive_fail_rate) {
            let each = self.positive.iter().all(|rate| rate.rate >= thresholds.positive_fail_rate);
            self.passed = Some(negative >= thresholds.negative_pass_rate && each);
        }
    }
}

/// Real data laid out so that any of it can stand in for generated and for held-out episodes.
struct Bench {
    distances: DistanceMatrix,
    /// Group of each real episode, then of the spoilt twins.
    groups: Vec<usize>,
    pool: usize,
    held_out: usize,
    /// Whether the stand-ins are the spoilt twins of the pool, which follow the real points.
    spoilt: bool,
    limit: Limit,
    seed: u64,
}

impl Bench {
    /// `None` where no column can be compared.
    fn new(
        values: &Values,
        faulty: Option<&Vec<Vec<Option<f64>>>>,
        limit: Limit,
        thresholds: &Thresholds,
        seed: u64,
    ) -> Option<Self> {
        let stand_ins = faulty.cloned().unwrap_or_default();
        let real = Values { generated: values.pool.clone(), ..values.clone() };
        let standard = real.prepare(thresholds).standard;
        standard.columns().next()?;
        let mut points = standard.apply(&values.pool);
        points.extend(standard.apply(&values.held_out));
        points.extend(standard.apply(&stand_ins));
        let (pool, held_out) = (values.pool.len(), values.held_out.len());
        let mut groups = values.groups[..pool + held_out].to_vec();
        groups.extend_from_slice(&values.groups[..stand_ins.len().min(pool)]);
        let distances = DistanceMatrix::euclidean(&points);
        Some(Self { distances, groups, pool, held_out, spoilt: faulty.is_some(), limit, seed })
    }

    /// Share of resamples with the verdict `wanted`; `None` where the samples are too small.
    fn rate(&self, wanted: Verdict, thresholds: &Thresholds) -> Option<f64> {
        let verdicts: Vec<Option<Verdict>> = (0..thresholds.control_resamples as u64)
            .into_par_iter()
            .map(|k| self.verdict(k, thresholds))
            .collect();
        let verdicts: Vec<Verdict> = verdicts.into_iter().collect::<Option<_>>()?;
        let right = verdicts.iter().filter(|verdict| **verdict == wanted).count();
        (!verdicts.is_empty()).then(|| right as f64 / verdicts.len() as f64)
    }

    /// Half of the pool (or of its spoilt twins) as generated episodes. Against real data any real groups, as many as
    /// are held out, take the held-out part; against spoilt ones the held-out episodes do.
    fn verdict(&self, resample: u64, thresholds: &Thresholds) -> Option<Verdict> {
        let mut rng = stream(self.seed, 1_000_000 + resample);
        let parts = if self.spoilt {
            let groups = by_group(&(0..self.pool).collect::<Vec<_>>(), &self.groups);
            let [used, _] = halved(&groups, &mut rng);
            Parts {
                pool: (0..self.pool).collect(),
                held_out: (self.pool..self.pool + self.held_out).collect(),
                generated: used.into_iter().map(|i| i + self.pool + self.held_out).collect(),
            }
        } else {
            let mut groups = by_group(&(0..self.pool + self.held_out).collect::<Vec<_>>(), &self.groups);
            shuffle(&mut groups, &mut rng);
            let mut held_out = Vec::new();
            while held_out.len() < self.held_out {
                held_out.extend(groups.pop()?);
            }
            let [generated, _] = halved(&groups, &mut rng);
            Parts { pool: groups.concat(), held_out, generated }
        };
        let matched = matched_size(&parts, thresholds).min(self.limit.matched);
        if matched < thresholds.matched_least {
            return None;
        }
        let settings = GapSettings {
            matched,
            halvings: thresholds.halvings,
            draws: thresholds.control_draws,
            halvings_per_draw: thresholds.halvings_per_draw,
            confidence: thresholds.confidence,
            seed: self.seed.wrapping_add(resample),
        };
        let gap = gap_ratio(&self.distances, &parts, &self.groups, &settings)?;
        Some(Verdict::of(&gap, self.limit.ratio))
    }
}

/// A fifth of the episodes twice must be noticed by the copy check.
fn duplicates(paths: &[AlignedPath], thresholds: &Thresholds, seed: u64) -> ControlRate {
    let found = (0..thresholds.control_resamples as u64).filter(|k| {
        let mut order: Vec<usize> = (0..paths.len()).collect();
        shuffle(&mut order, &mut stream(seed, 2_000_000 + k));
        let copies = paths.len().div_ceil(5);
        let set: Vec<&AlignedPath> =
            order.iter().chain(&order[..copies]).map(|index| &paths[*index]).collect();
        twin_share(&set, thresholds.copy_distance) > thresholds.twin_share
    });
    ControlRate {
        control: Fault::Duplicated.label().into(),
        family: "copies".into(),
        rate: found.count() as f64 / thresholds.control_resamples.max(1) as f64,
        resamples: thresholds.control_resamples,
    }
}
