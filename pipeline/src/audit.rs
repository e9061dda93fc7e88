//! Independent re-check of a generated dataset: does every stored label survive other solver settings, and is what is
//! stored complete and consistent?
//!
//! A label that only one step size gives is a fact about the solver and not about the grasp. Every stored specification is
//! therefore simulated again with twice the step rate, with twice the iterations, and with both; an episode is valid when
//! its label holds under all of them. Variants of the gripper (weaker, heavier fingers, later) are reported beside that:
//! they change the experiment and not only its solution, and say how robust the episode is.

mod relabel;
mod structure;

pub use relabel::{VARIANTS, Variant, VariantKind};

use crate::stored::load;
use crate::{PipelineError, Progress};
use rayon::prelude::*;
use relabel::Recheck;
use restage_rollouts::{Rollout, RolloutSpec};
use restage_validation::intervals::Estimate;
use restage_validation::intervals::bootstrap::{below, stream};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Share of valid labels that a dataset must reach.
pub const TARGET: f64 = 0.95;

/// What an audit is to do.
#[derive(Clone, Debug)]
pub struct AuditSettings {
    /// The dataset.
    pub dataset: PathBuf,
    /// Simulate this many episodes, drawn at random; all where absent.
    pub sample: Option<usize>,
    /// Seed of that draw.
    pub seed: u64,
}

/// Something that is missing or contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StructuralFault {
    /// The episode; absent where the fault is the dataset's.
    pub episode: Option<u64>,
    /// What was checked.
    pub check: &'static str,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

/// What one variant did to the labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantOutcome {
    /// Name of the variant.
    pub variant: &'static str,
    /// What it changes.
    pub change: &'static str,
    /// Whether it counts for validity, or for robustness only.
    pub kind: VariantKind,
    /// Share of labels that hold.
    pub holds: Option<Estimate>,
    /// What the others became, counted: the failure, or `success`.
    pub became: BTreeMap<String, usize>,
    /// Episodes whose label did not hold.
    pub episodes: Vec<u64>,
}

/// The report of an audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditReport {
    /// The dataset.
    pub dataset: PathBuf,
    /// Episodes that it has.
    pub episodes: usize,
    /// Episodes that were simulated again.
    pub simulated: usize,
    /// Share whose label holds under every solver variant, with its Wilson interval.
    pub valid: Option<Estimate>,
    /// Share that must be valid.
    pub target: f64,
    /// Share that the stored settings reproduce to the bit.
    pub reproduced: Option<Estimate>,
    /// Share whose success holds in at least three of four of all variants (solver and gripper).
    pub robust: Option<Estimate>,
    /// One per variant.
    pub variants: Vec<VariantOutcome>,
    /// Everything missing or contradictory.
    pub faults: Vec<StructuralFault>,
    /// True when the run was asked to stop early: the figures are of the episodes done.
    pub interrupted: bool,
    /// Whether the share is reached and nothing is missing.
    pub pass: bool,
}

/// Audits a dataset that this program wrote.
///
/// # Errors
/// When there is no dataset, its tables cannot be read, or no stored rollout can be loaded.
pub fn audit(settings: &AuditSettings, progress: &dyn Progress) -> Result<AuditReport, PipelineError> {
    let dataset = settings.dataset.as_path();
    progress.begin("checking what is stored", None);
    let structure = structure::check(dataset)?;
    progress.end();
    let chosen = choose(&structure.loadable, settings);
    progress.begin("simulating again", Some(chosen.len() as u64));
    let mut rechecks = Vec::new();
    let mut interrupted = false;
    for batch in chosen.chunks(4 * rayon::current_num_threads()) {
        if progress.stop_requested() {
            interrupted = true;
            break;
        }
        let done: Vec<(u64, Recheck)> = batch
            .par_iter()
            .map(|episode| Ok((*episode, recheck(dataset, *episode)?)))
            .collect::<Result<_, PipelineError>>()?;
        rechecks.extend(done);
        progress.advance(rechecks.len() as u64, "");
    }
    progress.end();
    Ok(report(settings, structure, &rechecks, interrupted))
}

fn recheck(dataset: &Path, episode: u64) -> Result<Recheck, PipelineError> {
    let (spec, rollout): (RolloutSpec, Rollout) = load(dataset, episode)?;
    Recheck::of(&spec, &rollout)
}

/// All episodes, or a seeded sample of them in ascending order.
fn choose(loadable: &[u64], settings: &AuditSettings) -> Vec<u64> {
    let mut chosen = loadable.to_vec();
    let Some(sample) = settings.sample.filter(|sample| *sample < chosen.len()) else { return chosen };
    let mut rng = stream(settings.seed, 0);
    for k in 0..sample {
        let other = k + below(&mut rng, chosen.len() - k);
        chosen.swap(k, other);
    }
    chosen.truncate(sample);
    chosen.sort_unstable();
    chosen
}

fn report(
    settings: &AuditSettings,
    structure: structure::Structure,
    rechecks: &[(u64, Recheck)],
    interrupted: bool,
) -> AuditReport {
    let n = rechecks.len();
    let share = |holds: &dyn Fn(&Recheck) -> bool| {
        Estimate::proportion(rechecks.iter().filter(|(_, recheck)| holds(recheck)).count(), n)
    };
    let variants = VARIANTS.iter().enumerate().map(|(k, variant)| {
        let changed: Vec<(u64, &Recheck)> = rechecks
            .iter()
            .filter(|(_, recheck)| !recheck.holds[k])
            .map(|(episode, recheck)| (*episode, recheck))
            .collect();
        let mut became = BTreeMap::new();
        for (_, recheck) in &changed {
            *became.entry(recheck.labels[k].to_owned()).or_default() += 1;
        }
        VariantOutcome {
            variant: variant.name,
            change: variant.change,
            kind: variant.kind,
            holds: share(&|recheck| recheck.holds[k]),
            became,
            episodes: changed.into_iter().map(|(episode, _)| episode).collect(),
        }
    });
    let valid = share(&Recheck::valid);
    let enough = valid.is_some_and(|valid| valid.value >= TARGET);
    AuditReport {
        dataset: settings.dataset.clone(),
        episodes: structure.episodes,
        simulated: n,
        valid,
        target: TARGET,
        reproduced: share(&|recheck| recheck.reproduced),
        robust: share(&Recheck::robust),
        variants: variants.collect(),
        pass: enough && structure.faults.is_empty() && !interrupted,
        faults: structure.faults,
        interrupted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_seeded_ascending_and_without_repetition() {
        let all: Vec<u64> = (0..50).collect();
        let settings = |sample, seed| AuditSettings { dataset: PathBuf::new(), sample, seed };
        assert_eq!(choose(&all, &settings(None, 0)), all);
        assert_eq!(choose(&all, &settings(Some(99), 0)), all);
        let some = choose(&all, &settings(Some(10), 3));
        assert!(some.len() == 10 && some.windows(2).all(|pair| pair[0] < pair[1]), "{some:?}");
        assert_eq!(some, choose(&all, &settings(Some(10), 3)));
        assert_ne!(some, choose(&all, &settings(Some(10), 4)));
    }
}
