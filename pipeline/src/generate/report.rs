//! What a run reports: counts, shares, times.

use super::journal::EpisodeRecord;
use super::run_folder::RunFile;
use crate::Shard;
use crate::sources::LeftOut;
use restage_exporters::DatasetCard;
use restage_randomizers::shares::AxisRow;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Under which episodes are counted that could not be filmed or encoded.
pub(super) const LOST: &str = "internal.lost";

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

/// What became of the attempts in one scene template.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EnvironmentShare {
    /// Attempts made there.
    pub attempts: u64,
    /// Successful episodes.
    pub successes: u64,
    /// Successes per attempt.
    pub r#yield: f64,
    /// Why attempts failed, counted.
    pub rejections: BTreeMap<String, u64>,
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
    /// Filming; with one GPU for many workers, waiting for it too.
    pub film: f64,
    /// Encoding.
    pub encode: f64,
    /// Writing and publishing parts.
    pub write: f64,
    /// Merging the parts into the dataset.
    pub merge: f64,
    /// Workers that waited for the oldest episode under way, because as many as memory allows were finished.
    pub wait: f64,
    /// Wall time from start to end.
    pub total: f64,
}

impl StageSeconds {
    /// Stages by name, with their share of the time that `threads` workers had.
    pub fn shares(&self, threads: usize) -> Vec<(&'static str, f64)> {
        let available = (self.total * threads as f64).max(1e-9);
        let stages = [
            ("read", self.read),
            ("plan", self.plan),
            ("simulate", self.simulate),
            ("film", self.film),
            ("encode", self.encode),
            ("write", self.write),
            ("merge", self.merge),
            ("wait", self.wait),
        ];
        stages.map(|(name, seconds)| (name, seconds / available)).to_vec()
    }

    /// The stage that takes most of the workers' time.
    pub fn bottleneck(&self) -> &'static str {
        let shares = self.shares(1);
        shares.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or("none", |(name, _)| name)
    }
}

/// The outcome of `generate`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GenerateReport {
    /// The dataset; `None` when not one episode succeeded.
    pub dataset: Option<PathBuf>,
    /// The dataset of failed rollouts, when it was asked for and any failed.
    pub failures_dataset: Option<PathBuf>,
    /// The folder of the run, while it is not complete: the same command goes on from there.
    pub run_folder: Option<PathBuf>,
    /// Episodes asked for, of this shard.
    pub requested: u64,
    /// Episodes that earlier processes had decided already.
    pub resumed: u64,
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
    /// Attempts and successes by scene template.
    pub environments: BTreeMap<String, EnvironmentShare>,
    /// Every axis of variation: configured beside observed. Of a dataset that is complete.
    pub axes: Vec<AxisRow>,
    /// Episodes of the sources that no rollout may start from, with reasons.
    pub left_out: Vec<LeftOut>,
    /// Oddities of the sources that were tolerated.
    pub warnings: Vec<String>,
    /// `cpu`, `gpu` or `none`.
    pub renderer: String,
    /// Worker threads.
    pub threads: usize,
    /// Work per stage, of this process.
    pub seconds: StageSeconds,
    /// Share of the workers' time per stage, 0 to 1.
    pub utilisation: BTreeMap<String, f64>,
    /// The stage that takes most of the workers' time.
    pub bottleneck: String,
    /// True when the run was asked to stop early; finished episodes are kept.
    pub interrupted: bool,
    /// Which part of the work this process had.
    pub shard: Shard,
}

impl GenerateReport {
    /// The report of a run before anything has been counted.
    pub(super) fn of_run(run: &RunFile) -> Self {
        let sources = run.identity.demonstrations.iter().map(|(dataset, episode, _)| SourceShare {
            dataset: dataset.clone(),
            episode: *episode,
            attempts: 0,
            successes: 0,
            share: 0.0,
        });
        Self {
            dataset: None,
            failures_dataset: None,
            run_folder: None,
            requested: run.requested,
            resumed: 0,
            attempts: 0,
            successes: 0,
            r#yield: 0.0,
            yield_interval: [0.0, 1.0],
            rejections: BTreeMap::new(),
            sources: sources.collect(),
            environments: BTreeMap::new(),
            axes: Vec::new(),
            left_out: Vec::new(),
            warnings: Vec::new(),
            renderer: "none".into(),
            threads: 0,
            seconds: StageSeconds::default(),
            utilisation: BTreeMap::new(),
            bottleneck: "none".into(),
            interrupted: false,
            shard: Shard::default(),
        }
    }

    /// The report of a run that another process has completed.
    pub(super) fn of_card(run: &RunFile, card: &DatasetCard) -> Self {
        let mut report = Self::of_run(run);
        (report.attempts, report.successes) = (card.attempts, card.successes);
        report.rejections = card.rejections.clone();
        for (share, credit) in report.sources.iter_mut().zip(&card.sources) {
            (share.attempts, share.successes) = (credit.attempts, credit.successes);
        }
        for (template, credit) in &card.environments {
            let share = EnvironmentShare {
                attempts: credit.attempts,
                successes: credit.successes,
                rejections: credit.rejections.clone(),
                ..EnvironmentShare::default()
            };
            report.environments.insert(template.clone(), share);
        }
        report.resumed = run.requested;
        report.update();
        report
    }

    /// Adds what became of an episode.
    pub(super) fn count(&mut self, record: &EpisodeRecord) {
        for failed in &record.failed {
            self.attempts += 1;
            *self.rejections.entry(failed.reason.clone()).or_default() += 1;
            if let Some(share) = failed.source.and_then(|source| self.sources.get_mut(source)) {
                share.attempts += 1;
            }
            if let Some(template) = &failed.template {
                let share = self.environments.entry(template.clone()).or_default();
                share.attempts += 1;
                *share.rejections.entry(failed.reason.clone()).or_default() += 1;
            }
        }
        if let Some(source) = record.success {
            self.attempts += 1;
            self.successes += 1;
            if let Some(share) = self.sources.get_mut(source) {
                share.attempts += 1;
                share.successes += 1;
            }
            if let Some(template) = &record.template {
                let share = self.environments.entry(template.clone()).or_default();
                share.attempts += 1;
                share.successes += 1;
            }
        }
        self.update();
    }

    /// Notes where the time went.
    pub(super) fn time(&mut self, clock: &Clock) {
        self.seconds = clock.seconds();
        let shares = self.seconds.shares(self.threads.max(1)).into_iter();
        self.utilisation = shares.map(|(stage, share)| (stage.to_owned(), share)).collect();
        self.bottleneck = self.seconds.bottleneck().to_owned();
    }

    /// Takes over what was counted in `merged`, the dataset of the whole run.
    pub(super) fn adopt(&mut self, merged: Self) {
        self.dataset = merged.dataset;
        self.failures_dataset = merged.failures_dataset;
        (self.attempts, self.successes) = (merged.attempts, merged.successes);
        // The parts do not know of episodes that were lost on the way.
        let lost = self.rejections.remove_entry(LOST);
        (self.rejections, self.sources) = (merged.rejections, merged.sources);
        self.rejections.extend(lost);
        (self.environments, self.axes) = (merged.environments, merged.axes);
        self.update();
    }

    /// `yield 61 %, 12 attempts`, for the progress line.
    pub(super) fn yield_note(&self) -> String {
        format!("yield {:.0} %, {} attempts", 100.0 * self.r#yield, self.attempts)
    }

    fn update(&mut self) {
        let (attempts, successes) = (self.attempts as f64, self.successes as f64);
        self.r#yield = if attempts > 0.0 { successes / attempts } else { 0.0 };
        self.yield_interval = wilson(successes, attempts);
        for share in self.environments.values_mut() {
            share.r#yield = share.successes as f64 / (share.attempts.max(1)) as f64;
        }
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
#[derive(Debug)]
pub(super) struct StageClock {
    name: &'static str,
    micros: AtomicU64,
}

impl StageClock {
    fn new(name: &'static str) -> Self {
        Self { name, micros: AtomicU64::new(0) }
    }

    /// Works within a span of the stage's name.
    pub(super) fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = tracing::debug_span!("stage", name = self.name).in_scope(work);
        self.add(start.elapsed());
        result
    }

    pub(super) fn add(&self, time: Duration) {
        self.micros.fetch_add(time.as_micros() as u64, Ordering::Relaxed);
    }

    fn secs(&self) -> f64 {
        Duration::from_micros(self.micros.load(Ordering::Relaxed)).as_secs_f64()
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
    pub(super) encode: StageClock,
    pub(super) write: StageClock,
    pub(super) merge: StageClock,
    pub(super) wait: StageClock,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            read: StageClock::new("read"),
            plan: StageClock::new("plan"),
            simulate: StageClock::new("simulate"),
            film: StageClock::new("film"),
            encode: StageClock::new("encode"),
            write: StageClock::new("write"),
            merge: StageClock::new("merge"),
            wait: StageClock::new("wait"),
        }
    }
}

impl Clock {
    fn seconds(&self) -> StageSeconds {
        StageSeconds {
            read: self.read.secs(),
            plan: self.plan.secs(),
            simulate: self.simulate.secs(),
            film: self.film.secs(),
            encode: self.encode.secs(),
            write: self.write.secs(),
            merge: self.merge.secs(),
            wait: self.wait.secs(),
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
