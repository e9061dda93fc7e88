//! Utility: do generated episodes train a policy as well as real ones?
//!
//! A small policy that predicts the next motion of the hand ([`windows`]) is trained on real data, on generated data and on
//! both, for the same number of optimiser steps, and tested on held-out real data: TRTR, TSTR, TRTS, co-training curves.
//! Low open-loop error is not success on a robot; it is the part of utility that can be measured without one.

mod arms;
mod mlp;
mod report;
mod ridge;
mod tasks;
pub mod windows;

pub use mlp::Training;
pub use report::{ArmComparison, CotrainingPoint, PolicyUtility, SharePoint, TaskUtility, UtilityReport};
pub use ridge::{Moments, Ridge};
pub use tasks::area_under_curve;

use crate::ValidationError;
use crate::intervals::bootstrap::{below, stream};
use crate::intervals::{BootstrapOptions, Estimate, Hierarchy, estimate};
use arms::{EpisodeErrors, Mixture, Model, Scale, Scaled};
use rayon::prelude::*;
use restage_episodes::Demonstration;
use restage_grounding::Grounding;
use windows::{EpisodeWindows, WindowShape, width_is_comparable};

/// An episode, real or generated, with what grounding inferred from it.
#[derive(Clone, Copy, Debug)]
pub struct UtilityEpisode<'a> {
    /// The motion.
    pub demonstration: &'a Demonstration,
    /// What it implies; tasks about grasps leave the episode out without it.
    pub grounding: Option<&'a Grounding>,
}

impl UtilityEpisode<'_> {
    fn group_path(&self) -> Vec<String> {
        let source = &self.demonstration.source;
        vec![source.dataset.clone(), source.group.clone()]
    }
}

/// How utility is measured. Part of what is fixed before the data are seen.
#[derive(Clone, Debug, PartialEq)]
pub struct UtilityOptions {
    /// Rate of the windows, Hz.
    pub rate_hz: f64,
    /// Past steps in an input.
    pub history: usize,
    /// Horizons, steps ahead.
    pub horizons: Vec<usize>,
    /// Training seeds.
    pub seeds: u64,
    /// Fractions of the real episodes, for the co-training curve.
    pub fractions: Vec<f64>,
    /// Shares of generated data, at all real episodes.
    pub shares: Vec<f64>,
    /// The perceptron's training, the same for every arm.
    pub training: Training,
    /// Intervals.
    pub bootstrap: BootstrapOptions,
}

impl Default for UtilityOptions {
    fn default() -> Self {
        Self {
            rate_hz: 10.0,
            history: 4,
            horizons: vec![1, 8, 16],
            seeds: 5,
            fractions: vec![0.1, 0.25, 0.5, 1.0],
            shares: vec![0.5, 0.75, 0.9],
            training: Training::default(),
            bootstrap: BootstrapOptions::default(),
        }
    }
}

/// Measures the utility of `synthetic` beside `real_train` on `real_test`.
///
/// # Errors
/// [`ValidationError::TooFew`] where a set has fewer than two episodes with a window, or where a fit is singular.
pub fn utility_report(
    real_train: &[UtilityEpisode<'_>],
    real_test: &[UtilityEpisode<'_>],
    synthetic: &[UtilityEpisode<'_>],
    options: &UtilityOptions,
) -> Result<UtilityReport, ValidationError> {
    let everything = [real_train, real_test, synthetic];
    let width = width_is_comparable(everything.iter().flat_map(|set| set.iter().map(|e| e.demonstration)));
    let shape = WindowShape {
        rate_hz: options.rate_hz,
        history: options.history,
        horizons: options.horizons.clone(),
        width,
    };
    let of = |set: &[UtilityEpisode<'_>]| -> Vec<EpisodeWindows> {
        set.par_iter().map(|e| windows::windows(e.demonstration, &shape)).collect()
    };
    let [train, test, generated] = everything.map(of);
    for (what, set) in [
        ("real training episodes long enough for a window", &train),
        ("held-out real episodes long enough for a window", &test),
        ("generated episodes long enough for a window", &generated),
    ] {
        let found = set.iter().filter(|episode| !episode.is_empty()).count();
        if found < 2 {
            return Err(ValidationError::TooFew { what, expected: 2, found });
        }
    }
    let scale = Scale::of(&train, &shape);
    let scaled = |set: &[EpisodeWindows]| -> Vec<Scaled> { set.iter().map(|e| scale.apply(e)).collect() };
    let bench = Bench {
        train: scaled(&train),
        test: scaled(&test),
        synthetic: scaled(&generated),
        hierarchy: Hierarchy::of(&real_test.iter().map(UtilityEpisode::group_path).collect::<Vec<_>>()),
        baseline: test.iter().map(|episode| baseline(episode, &scale, &shape)).collect(),
        shape: &shape,
        options,
    };
    let singular =
        || ValidationError::TooFew { what: "independent windows to fit a policy", expected: 2, found: 0 };
    let (linear, _) = bench.policy(Model::Ridge).ok_or_else(singular)?;
    let (perceptron, half_of_the_real_data) = bench.policy(Model::Mlp).ok_or_else(singular)?;
    let sets = tasks::Sets { real_train, real_test, synthetic };
    Ok(UtilityReport {
        real_train: real_train.len(),
        real_test: real_test.len(),
        synthetic: synthetic.len(),
        rate_hz: options.rate_hz,
        horizons: options.horizons.clone(),
        width_included: width,
        headline: perceptron.overall.utility_ratio,
        half_of_the_real_data,
        tasks: tasks::all(&sets, &shape, &scale, options),
        policies: vec![linear, perceptron],
        notes: notes(width, real_test.len()),
    })
}

fn notes(width: bool, tests: usize) -> Vec<String> {
    let mut notes = vec![
        "open-loop error of the next motion; it does not equal success on a robot".to_owned(),
        "windows hold no object and no place: motion relative to the hand, gravity".to_owned(),
        "intervals are over groups of held-out episodes; the spread over training seeds stands beside them"
            .to_owned(),
    ];
    if !width {
        notes.push("gripper widths are left out: not every set measured them".to_owned());
    }
    if tests < 30 {
        notes.push(format!("{tests} held-out episodes: exploratory, fewer than 30"));
    }
    notes
}

/// Errors of the mean of the real training targets, which is 0 after scaling.
fn baseline(episode: &EpisodeWindows, scale: &Scale, shape: &WindowShape) -> EpisodeErrors {
    arms::errors_of_zero(&scale.apply(episode), shape)
}

/// Everything an arm needs.
struct Bench<'a> {
    train: Vec<Scaled>,
    test: Vec<Scaled>,
    synthetic: Vec<Scaled>,
    hierarchy: Hierarchy,
    baseline: Vec<EpisodeErrors>,
    shape: &'a WindowShape,
    options: &'a UtilityOptions,
}

/// Errors per seed on a set of episodes.
type Runs = Vec<Vec<EpisodeErrors>>;

impl Bench<'_> {
    /// Trains one arm with every seed; tests on held-out real, and on generated where asked.
    fn arm<'b>(
        &'b self,
        model: Model,
        on_synthetic: bool,
        mixture: impl Fn(u64) -> Mixture<'b> + Sync,
    ) -> Option<(Runs, Runs)> {
        let tests: Vec<&[Scaled]> =
            if on_synthetic { vec![&self.test, &self.synthetic] } else { vec![&self.test] };
        let runs: Vec<Vec<Vec<EpisodeErrors>>> = (0..self.options.seeds)
            .into_par_iter()
            .map(|seed| arms::run(model, &mixture(seed), &tests, self.shape, &self.options.training, seed))
            .collect::<Option<_>>()?;
        let (mut real, mut synthetic) = (Vec::new(), Vec::new());
        for mut run in runs {
            if on_synthetic {
                synthetic.extend(run.pop());
            }
            real.extend(run.pop());
        }
        Some((real, synthetic))
    }

    fn real(&self) -> Vec<&Scaled> {
        self.train.iter().collect()
    }

    fn generated(&self) -> Vec<&Scaled> {
        self.synthetic.iter().collect()
    }

    /// `fraction` of the real episodes, drawn by the seed.
    fn some_real(&self, fraction: f64, seed: u64) -> Vec<&Scaled> {
        let count = self.count(fraction);
        let mut order: Vec<&Scaled> = self.train.iter().collect();
        let mut rng = stream(seed, 2);
        for k in (1..order.len()).rev() {
            order.swap(k, below(&mut rng, k + 1));
        }
        order.truncate(count);
        order
    }

    fn count(&self, fraction: f64) -> usize {
        ((fraction * self.train.len() as f64).round() as usize).clamp(1, self.train.len())
    }

    /// All arms of one model, and what half of the real data is worth beside all of it.
    fn policy(&self, model: Model) -> Option<(PolicyUtility, Option<Estimate>)> {
        let (trtr, trts) = self.arm(model, true, |_| Mixture::one(self.real()))?;
        let (tstr, _) = self.arm(model, false, |_| Mixture::one(self.generated()))?;
        let compare = |horizon: Option<usize>| self.compare(horizon, &trtr, &tstr, &trts);
        let (cotraining, half) = self.cotraining(model, &trtr)?;
        let mut shares = Vec::new();
        for &share in &self.options.shares {
            let (both, _) = self.arm(model, false, |_| self.mixed(self.real(), share))?;
            shares.push(SharePoint {
                synthetic_share: share,
                cotrained: pooled(&both, None),
                gain: self.ratio(&both, &trtr, None, |ratio| 1.0 - ratio),
            });
        }
        let policy = PolicyUtility {
            model: model.name(),
            overall: compare(None),
            horizons: (0..self.shape.horizons.len()).map(|k| compare(Some(k))).collect(),
            cotraining,
            shares,
        };
        Some((policy, half))
    }

    /// The co-training curve, and what half of the real episodes is worth.
    fn cotraining(&self, model: Model, trtr: &Runs) -> Option<(Vec<CotrainingPoint>, Option<Estimate>)> {
        let (mut curve, mut half) = (Vec::new(), None);
        for &fraction in &self.options.fractions {
            let alone = if self.count(fraction) == self.train.len() {
                trtr.clone()
            } else {
                self.arm(model, false, |seed| Mixture::one(self.some_real(fraction, seed)))?.0
            };
            let (both, _) = self.arm(model, false, |seed| self.mixed(self.some_real(fraction, seed), 0.5))?;
            curve.push(CotrainingPoint {
                fraction,
                real_episodes: self.count(fraction),
                real_only: pooled(&alone, None),
                cotrained: pooled(&both, None),
                gain: self.ratio(&both, &alone, None, |ratio| 1.0 - ratio),
                seed_spread: spread(&both, &alone, None),
            });
            if fraction == 0.5 && self.train.len() >= 4 {
                half = Some(self.ratio(trtr, &alone, None, |ratio| ratio));
            }
        }
        Some((curve, half))
    }

    fn mixed<'b>(&'b self, real: Vec<&'b Scaled>, synthetic_share: f64) -> Mixture<'b> {
        Mixture { real, synthetic: self.generated(), synthetic_share }
    }

    fn compare(&self, horizon: Option<usize>, trtr: &Runs, tstr: &Runs, trts: &Runs) -> ArmComparison {
        ArmComparison {
            horizon: horizon.map(|k| self.shape.horizons[k]),
            trtr: pooled(trtr, horizon),
            tstr: pooled(tstr, horizon),
            trts: pooled(trts, horizon),
            baseline: pooled(std::slice::from_ref(&self.baseline), horizon),
            utility_ratio: self.ratio(trtr, tstr, horizon, |ratio| ratio),
            seed_spread: spread(trtr, tstr, horizon),
        }
    }

    /// `of` the ratio of two mean squared errors, mean over seeds, with an interval over groups of test episodes.
    fn ratio(&self, first: &Runs, second: &Runs, horizon: Option<usize>, of: fn(f64) -> f64) -> Estimate {
        let per_episode = |runs: &Runs| -> Vec<f64> {
            let squares = |k: usize| runs.iter().map(|run| run[k].total(horizon).0).sum::<f64>();
            (0..self.test.len()).map(squares).collect()
        };
        let (first, second) = (per_episode(first), per_episode(second));
        let total = |units: &[usize], squares: &[f64]| units.iter().map(|k| squares[*k]).sum::<f64>();
        estimate(
            &self.hierarchy,
            |units| of(total(units, &first) / total(units, &second)),
            &self.options.bootstrap,
        )
    }
}

impl EpisodeErrors {
    /// Sum of squares and count of one horizon, or of all.
    fn total(&self, horizon: Option<usize>) -> (f64, f64) {
        match horizon {
            Some(k) => (self.squares[k], self.counts[k]),
            None => (self.squares.iter().sum(), self.counts.iter().sum()),
        }
    }
}

/// Mean squared error over seeds and episodes.
fn pooled(runs: &[Vec<EpisodeErrors>], horizon: Option<usize>) -> f64 {
    let (mut squares, mut counts) = (0.0, 0.0);
    for episode in runs.iter().flatten() {
        let (square, count) = episode.total(horizon);
        squares += square;
        counts += count;
    }
    squares / counts
}

/// Standard deviation over seeds of the ratio of two arms.
fn spread(first: &Runs, second: &Runs, horizon: Option<usize>) -> f64 {
    let one = |run: &Vec<EpisodeErrors>| pooled(std::slice::from_ref(run), horizon);
    let ratios: Vec<f64> = first.iter().zip(second).map(|(a, b)| one(a) / one(b)).collect();
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let sum: f64 = ratios.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum();
    libm::sqrt(sum / (ratios.len().max(2) - 1) as f64)
}

#[cfg(test)]
mod tests;
