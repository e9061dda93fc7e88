//! Replay: the recorded motion, unchanged, against the inferred object. It shows whether the grounding holds
//! before anything is varied.

use crate::sources::{Catalogue, catalogue};
use crate::{GENERATOR_VERSION, PipelineError, Progress, SourceEntry};
use rayon::prelude::*;
use restage_episodes::DemonstrationSource;
use restage_episodes::split::SplitRule;
use restage_physics::{SimulateOptions, simulate};
use restage_randomizers::RandomizationConfig;
use restage_randomizers::plan::{PlanContext, PlanSettings, plan_replay};
use restage_rollouts::{Rollout, RolloutSpec};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a replay run is to do.
#[derive(Clone, Debug)]
pub struct ReplaySettings {
    /// The source.
    pub source: SourceEntry,
    /// Draws of what nobody measured (object height, offset, mass, friction) per demonstration.
    pub draws: u64,
    /// Seed of the draws.
    pub seed: u64,
    /// Frames per second of the recorded rollouts.
    pub fps: u32,
    /// Image size for the cameras of the scene, px.
    pub image_size: (u32, u32),
}

/// One demonstration, replayed.
#[derive(Clone, Debug)]
pub struct ReplayedDemonstration {
    /// The demonstration.
    pub source: DemonstrationSource,
    /// One per draw that could be planned.
    pub rollouts: Vec<(RolloutSpec, Rollout)>,
    /// The summary.
    pub outcome: ReplayOutcome,
}

/// Outcome of all draws of one demonstration.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplayOutcome {
    /// Dataset name.
    pub dataset: String,
    /// Episode in the source.
    pub episode: u64,
    /// Draws made.
    pub draws: u64,
    /// Draws in which the demonstrated stages all held.
    pub successes: u64,
    /// Draws in which the object was lifted and held, whatever came after.
    pub held: u64,
    /// Furthest stage of the best draw.
    pub best_stage: String,
    /// Why the others failed, counted.
    pub rejections: BTreeMap<String, u64>,
    /// Slip in the hand of the best draw, mm.
    pub slip_mm: f64,
    /// Mean measured width while held in the best draw, mm.
    pub width_mm: f64,
}

/// The whole replay run.
#[derive(Clone, Debug)]
pub struct ReplayRun {
    /// One per usable demonstration.
    pub demonstrations: Vec<ReplayedDemonstration>,
    /// Which demonstrations could not be used, and what was tolerated.
    pub catalogue: Catalogue,
    /// True when the run was asked to stop early.
    pub interrupted: bool,
}

/// Replays every usable demonstration of a source.
///
/// # Errors
/// When the source cannot be read or physics refuses a specification.
pub fn replay(settings: &ReplaySettings, progress: &dyn Progress) -> Result<ReplayRun, PipelineError> {
    progress.begin("reading and grounding demonstrations", None);
    let catalogue = catalogue(std::slice::from_ref(&settings.source), &SplitRule::default())?;
    progress.end();
    let config = RandomizationConfig::default();
    let plan = PlanSettings {
        job_seed: settings.seed,
        fps: settings.fps,
        image_size: settings.image_size,
        generator_version: GENERATOR_VERSION.to_owned(),
    };
    let context =
        PlanContext { demonstrations: &catalogue.usable, config: &config, settings: &plan, scenes: &[] };
    progress.begin("replaying", Some(catalogue.usable.len() as u64));
    let mut demonstrations = Vec::new();
    let mut interrupted = false;
    for which in 0..catalogue.usable.len() {
        if progress.stop_requested() {
            interrupted = true;
            break;
        }
        demonstrations.push(replay_one(&context, which, settings.draws)?);
        progress.advance(which as u64 + 1, "");
    }
    progress.end();
    Ok(ReplayRun { demonstrations, catalogue, interrupted })
}

fn replay_one(
    context: &PlanContext<'_>,
    which: usize,
    draws: u64,
) -> Result<ReplayedDemonstration, PipelineError> {
    let source = context.demonstrations[which].demonstration.source.clone();
    let attempts: Vec<Result<(RolloutSpec, Rollout), String>> = (0..draws)
        .into_par_iter()
        .map(|draw| match plan_replay(context, which, draw) {
            Ok(spec) => {
                let rollout = simulate(&spec, &SimulateOptions::default())?;
                Ok(Ok((spec, rollout)))
            }
            Err(rejection) => Ok(Err(format!("plan.{}", rejection.reason.name()))),
        })
        .collect::<Result<_, PipelineError>>()?;
    let mut rejections = BTreeMap::new();
    let mut rollouts = Vec::new();
    for attempt in attempts {
        match attempt {
            Ok(pair) => {
                if let Some(reason) = pair.1.report.failure {
                    *rejections.entry(format!("rollout.{}", reason.name())).or_default() += 1;
                }
                rollouts.push(pair);
            }
            Err(reason) => *rejections.entry(reason).or_default() += 1,
        }
    }
    let outcome = summarise(&source, draws, &rollouts, rejections);
    Ok(ReplayedDemonstration { source, rollouts, outcome })
}

fn summarise(
    source: &DemonstrationSource,
    draws: u64,
    rollouts: &[(RolloutSpec, Rollout)],
    rejections: BTreeMap<String, u64>,
) -> ReplayOutcome {
    use restage_rollouts::Stage;
    let count = |keep: &dyn Fn(&Rollout) -> bool| rollouts.iter().filter(|(_, r)| keep(r)).count() as u64;
    let best = best(rollouts);
    ReplayOutcome {
        dataset: source.dataset.clone(),
        episode: source.episode_index,
        draws,
        successes: count(&|rollout| rollout.report.success()),
        held: count(&|rollout| rollout.report.reached >= Stage::Hold),
        best_stage: best.map_or("none", |(_, rollout)| rollout.report.reached.name()).to_owned(),
        rejections,
        slip_mm: best.map_or(0.0, |(_, rollout)| rollout.report.slip_m * 1e3),
        width_mm: best.map_or(0.0, |(_, rollout)| held_width(rollout) * 1e3),
    }
}

/// The draw to show: a success if there is one, else the one that got furthest.
pub fn best(rollouts: &[(RolloutSpec, Rollout)]) -> Option<&(RolloutSpec, Rollout)> {
    rollouts.iter().rev().max_by_key(|(_, rollout)| (rollout.report.success(), rollout.report.reached))
}

/// Median measured width over the frames in which both pads press, m; 0 when they never do.
fn held_width(rollout: &Rollout) -> f64 {
    let mut widths: Vec<f64> = rollout
        .contacts
        .iter()
        .zip(&rollout.gripper_width)
        .filter(|(contact, _)| contact.normal_n.iter().all(|force| *force >= 0.5))
        .map(|(_, width)| *width)
        .collect();
    widths.sort_by(f64::total_cmp);
    widths.get(widths.len() / 2).copied().unwrap_or(0.0)
}
