//! What a run reports: counts, shares, times.

use super::writing::Lost;
use crate::Job;
use crate::filming::ResolvedRenderer;
use crate::sources::{Catalogue, LeftOut};
use restage_episodes::DemonstrationSource;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Share of one source demonstration in the attempts and in the result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceShare {
    /// Dataset name.
    pub dataset: String,
    /// Episode in the source.
    pub episode: u64,
    /// Attempts that started from it.
    pub attempts: u64,
    /// Successful episodes that came of it.
    pub successes: u64,
    /// Its part of all successful episodes, 0 to 1.
    pub share: f64,
}

/// Seconds of work per stage, summed over threads, and the wall time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct StageSeconds {
    /// Reading, gating and grounding the sources.
    pub read: f64,
    /// Planning, with its gates.
    pub plan: f64,
    /// Physics.
    pub simulate: f64,
    /// Filming.
    pub film: f64,
    /// Encoding and writing.
    pub write: f64,
    /// Wall time from start to end.
    pub total: f64,
}

/// The outcome of `generate`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GenerateReport {
    /// The dataset; `None` when not one episode succeeded.
    pub dataset: Option<PathBuf>,
    /// The dataset of failed rollouts, when it was asked for and any failed.
    pub failures_dataset: Option<PathBuf>,
    /// Episodes asked for.
    pub requested: u64,
    /// Attempts made.
    pub attempts: u64,
    /// Successful episodes.
    pub successes: u64,
    /// Successes per attempt.
    pub r#yield: f64,
    /// 95 % Wilson interval of the yield.
    pub yield_interval: [f64; 2],
    /// Why attempts failed, counted: `plan.*` before physics, `rollout.*` judged by physics.
    pub rejections: BTreeMap<String, u64>,
    /// Share of each source demonstration.
    pub sources: Vec<SourceShare>,
    /// Episodes of the sources that no rollout may start from, with reasons.
    pub left_out: Vec<LeftOut>,
    /// Oddities of the sources that were tolerated.
    pub warnings: Vec<String>,
    /// `cpu`, `gpu` or `none`.
    pub renderer: String,
    /// Work per stage.
    pub seconds: StageSeconds,
    /// True when the run was asked to stop early; finished episodes are kept.
    pub interrupted: bool,
}

impl GenerateReport {
    pub(super) fn new(job: &Job, renderer: Option<ResolvedRenderer>, catalogue: &Catalogue) -> Self {
        let sources = catalogue.usable.iter().map(|usable| SourceShare {
            dataset: usable.demonstration.source.dataset.clone(),
            episode: usable.demonstration.source.episode_index,
            attempts: 0,
            successes: 0,
            share: 0.0,
        });
        Self {
            dataset: None,
            failures_dataset: None,
            requested: job.output.episodes,
            attempts: 0,
            successes: 0,
            r#yield: 0.0,
            yield_interval: [0.0, 1.0],
            rejections: BTreeMap::new(),
            sources: sources.collect(),
            left_out: catalogue.left_out.clone(),
            warnings: catalogue.warnings.clone(),
            renderer: renderer.map_or("none", ResolvedRenderer::name).to_owned(),
            seconds: StageSeconds::default(),
            interrupted: false,
        }
    }

    pub(super) fn accept(&mut self, source: &DemonstrationSource) {
        self.attempts += 1;
        self.successes += 1;
        if let Some(share) = self.share_of(source) {
            share.attempts += 1;
            share.successes += 1;
        }
        self.update();
    }

    pub(super) fn reject(&mut self, source: Option<&DemonstrationSource>, reason: String) {
        self.attempts += 1;
        *self.rejections.entry(reason).or_default() += 1;
        if let Some(share) = source.and_then(|source| self.share_of(source)) {
            share.attempts += 1;
        }
        self.update();
    }

    /// Takes back a success that could not be written.
    pub(super) fn lose(&mut self, (source, reason): Lost) {
        self.successes -= 1;
        *self.rejections.entry("write.failed".into()).or_default() += 1;
        self.warnings.push(reason);
        if let Some(share) = self.share_of(&source) {
            share.successes -= 1;
        }
        self.update();
    }

    /// `yield 61 %, 12 attempts`, for the progress line.
    pub(super) fn yield_note(&self) -> String {
        format!("yield {:.0} %, {} attempts", 100.0 * self.r#yield, self.attempts)
    }

    fn share_of(&mut self, source: &DemonstrationSource) -> Option<&mut SourceShare> {
        self.sources
            .iter_mut()
            .find(|share| share.dataset == source.dataset && share.episode == source.episode_index)
    }

    fn update(&mut self) {
        let (attempts, successes) = (self.attempts as f64, self.successes as f64);
        self.r#yield = if attempts > 0.0 { successes / attempts } else { 0.0 };
        self.yield_interval = wilson(successes, attempts);
        for share in &mut self.sources {
            share.share = if successes > 0.0 { share.successes as f64 / successes } else { 0.0 };
        }
    }
}

/// 95 % Wilson score interval of a proportion (Wilson 1927).
fn wilson(successes: f64, trials: f64) -> [f64; 2] {
    if trials == 0.0 {
        return [0.0, 1.0];
    }
    const Z: f64 = 1.959_963_984_540_054;
    let p = successes / trials;
    let z2 = Z * Z / trials;
    let centre = (p + z2 / 2.0) / (1.0 + z2);
    let half = Z / (1.0 + z2) * (p * (1.0 - p) / trials + z2 / (4.0 * trials)).sqrt();
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

/// Adds up the time of one stage over all threads.
#[derive(Debug, Default)]
pub(super) struct StageClock(AtomicU64);

impl StageClock {
    pub(super) fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.0.fetch_add(start.elapsed().as_micros() as u64, Ordering::Relaxed);
        result
    }

    fn secs(&self) -> f64 {
        Duration::from_micros(self.0.load(Ordering::Relaxed)).as_secs_f64()
    }
}

/// Clocks of all stages.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    pub(super) read: StageClock,
    pub(super) plan: StageClock,
    pub(super) simulate: StageClock,
    pub(super) film: StageClock,
    pub(super) write: StageClock,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            read: StageClock::default(),
            plan: StageClock::default(),
            simulate: StageClock::default(),
            film: StageClock::default(),
            write: StageClock::default(),
        }
    }
}

impl Clock {
    pub(super) fn seconds(&self) -> StageSeconds {
        StageSeconds {
            read: self.read.secs(),
            plan: self.plan.secs(),
            simulate: self.simulate.secs(),
            film: self.film.secs(),
            write: self.write.secs(),
            total: self.start.elapsed().as_secs_f64(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_interval_of_all_successes_leaves_room() {
        let [low, high] = wilson(20.0, 20.0);
        assert!((low - 0.8389).abs() < 1e-4 && (high - 1.0).abs() < 1e-12, "{low} {high}");
    }
}
