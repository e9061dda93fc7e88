//! The main job: from grounded demonstrations to a dataset of successful rollouts.
//!
//! A job wants N episodes, numbered from 0. Each has its own sequence of attempts, whose random draws depend on the
//! seed of the job, the number of the episode and the number of the attempt only; the first attempt that succeeds is
//! the episode. So any thread of any process on any machine may make any episode, in any order, as often as it
//! likes: the dataset is the same.
//!
//! Finished episodes are published in parts and noted in a journal (see `run_folder`). A run that was killed goes on
//! from there; at the end the parts are merged into the dataset, with the bytes that one process would have written.

mod attempts;
mod journal;
mod merging;
mod parts;
mod range_set;
mod report;
mod run_folder;
mod workers;

pub use merging::{MergeRequest, merge};
pub use report::{EnvironmentShare, GenerateReport, SourceShare, StageSeconds};
pub use run_folder::run_folder;

use crate::filming::{RendererPool, ResolvedRenderer, resolve_renderer};
use crate::sources::{Catalogue, catalogue};
use crate::{FilmSettings, Job, OutputSettings, PipelineError, Progress, RendererChoice, RunSettings, Shard};
use attempts::{Attempts, Outcome};
use parts::PartWriter;
use report::Clock;
use restage_episodes::split::SplitRule;
use restage_exporters::{EpisodePreparer, FfmpegInfo};
use run_folder::{RunFile, RunIdentity, ShardFolder, decided};
use std::path::{Path, PathBuf};

/// Finished episodes that may wait for an older one, per worker.
const WINDOW_PER_WORKER: usize = 4;
/// Episodes lost in a row after which the cause is taken to be the machine.
const LOST_IN_A_ROW: usize = 4;

/// Runs a job, or goes on with one that was interrupted, to its end or until the watcher asks to stop. A process
/// that has one of several shards publishes no dataset: see [`merge`].
///
/// # Errors
/// On bad input, and when the renderer, the encoder or the disk fails for good. Finished work is kept.
pub fn generate(job: &Job, progress: &dyn Progress) -> Result<GenerateReport, PipelineError> {
    let job = &job.with_priors()?;
    job.validate()?;
    let clock = Clock::default();
    let renderer = if job.film.enabled { Some(resolve_renderer(job.film.renderer)?) } else { None };
    let folder = run_folder(&job.output.path);
    check_before_work(job, &folder)?;
    run_folder::sweep_discarded(&folder)?;
    progress.begin("reading and grounding demonstrations", None);
    let catalogue = clock.read.time(|| catalogue(&job.sources, &SplitRule::new(job.split_salt.as_str())));
    progress.end();
    let catalogue = catalogue?;
    catalogue.warnings.iter().for_each(|warning| progress.say(&format!("warning: {warning}")));
    let identity = RunIdentity::new(settings(job, renderer), catalogue.digests(), catalogue.splits.clone());
    let wanted = RunFile { identity, requested: job.output.episodes };
    let mut report = match completed(job, &wanted, &folder) {
        Some(report) => report,
        None => {
            let renderers = renderer.map(|which| RendererPool::for_many(which, job.film.quality));
            Run { job, progress, catalogue: &catalogue, renderers, clock: &clock, wanted: &wanted, folder }
                .run()?
        }
    };
    report.left_out = catalogue.left_out;
    report.warnings.splice(0..0, catalogue.warnings);
    report.renderer = renderer.map_or("none", |renderer| renderer.name()).to_owned();
    report.seconds = clock.seconds();
    Ok(report)
}

/// What can be refused before the sources are read.
fn check_before_work(job: &Job, folder: &Path) -> Result<(), PipelineError> {
    if job.film.enabled {
        FfmpegInfo::require(&restage_exporters::VideoSettings::default().program)?;
    }
    // A dataset that a run of this program made may be its own; whether it is shows when the sources are known.
    let may_be_own = folder.exists() || merging::own_run(&job.output.path).is_some();
    if job.run.shard == Shard::default() && !may_be_own {
        merging::check_output(&job.output.path, "", job.output.overwrite)?;
    }
    Ok(())
}

/// The settings that determine the episodes: no places, no numbers of threads, no number of episodes.
fn settings(job: &Job, renderer: Option<ResolvedRenderer>) -> serde_json::Value {
    let plain = OutputSettings::default();
    // `auto` may mean another renderer elsewhere, and other renderers give other pixels.
    let renderer = match renderer {
        Some(ResolvedRenderer::Cpu) => RendererChoice::Cpu,
        Some(ResolvedRenderer::Gpu) => RendererChoice::Gpu,
        None => RendererChoice::Auto,
    };
    let determined = Job {
        sources: Vec::new(),
        // Their laws are in the randomization already.
        priors: None,
        film: FilmSettings { renderer, ..job.film.clone() },
        output: OutputSettings { fps: job.output.fps, keep_failures: job.output.keep_failures, ..plain },
        run: RunSettings {
            max_attempts_per_episode: job.run.max_attempts_per_episode,
            ..RunSettings::default()
        },
        ..job.clone()
    };
    serde_json::to_value(&determined).unwrap_or_default()
}

/// The report of a dataset at the output that this very job has already completed.
fn completed(job: &Job, wanted: &RunFile, folder: &Path) -> Option<GenerateReport> {
    let card = restage_exporters::read_card(&job.output.path).ok()?;
    let run = card.run.as_ref()?;
    let done = run.complete && run.requested >= wanted.requested && run.identity == wanted.identity.identity;
    if !done || job.output.overwrite || folder.exists() {
        return None;
    }
    let mut report = GenerateReport::of_card(wanted, &card);
    report.requested = run.requested;
    report.dataset = Some(job.output.path.clone());
    report.warnings.push(format!("{} was complete already", job.output.path.display()));
    Some(report)
}

struct Run<'a> {
    job: &'a Job,
    progress: &'a dyn Progress,
    catalogue: &'a Catalogue,
    renderers: Option<RendererPool>,
    clock: &'a Clock,
    wanted: &'a RunFile,
    folder: PathBuf,
}

/// What goes on while episodes come in.
struct Tally {
    report: GenerateReport,
    decided: u64,
    lost_in_a_row: usize,
    failed: Option<PipelineError>,
}

impl Run<'_> {
    fn run(self) -> Result<GenerateReport, PipelineError> {
        let shard = self.job.run.shard;
        let alone = shard == Shard::default();
        if alone {
            let identity = &self.wanted.identity.identity;
            merging::check_output(&self.job.output.path, identity, self.job.output.overwrite)?;
        }
        let own = self.open_folder()?;
        let mut tally = self.tally()?;
        let episodes = self.episodes()?;
        tally.report.requested = share(self.job, 0..self.wanted.requested).count() as u64;
        tally.report.resumed = tally.report.requested - episodes.len() as u64;
        if tally.report.resumed > 0 {
            let (resumed, all) = (tally.report.resumed, tally.report.requested);
            self.progress.say(&format!("going on: {resumed} of {all} episodes were decided before"));
        }
        tally.decided = tally.report.resumed;
        let mut parts = PartWriter::new(self.job, own);
        self.progress.begin("generating episodes", Some(tally.report.requested));
        let preparer = EpisodePreparer::for_config(parts::dataset_config(self.job, false))?;
        self.work(&episodes, preparer, &mut parts, &mut tally);
        // What was finished is kept, whatever ended the work.
        let published = self.clock.write.time(|| parts.publish());
        self.progress.end();
        drop(parts);
        let mut report = tally.report;
        tally.failed.map_or(Ok(()), Err)?;
        published?;
        report.interrupted = self.progress.stop_requested() && tally.decided < report.requested;
        report.shard = shard;
        report.run_folder = Some(self.folder.clone());
        if alone {
            self.publish(&mut report)?;
        }
        Ok(report)
    }

    /// Opens this process's place in the run folder. `--force` discards the folder of another run.
    fn open_folder(&self) -> Result<ShardFolder, PipelineError> {
        let open = || ShardFolder::open(&self.folder, self.wanted, self.job.run.shard);
        match open() {
            Err(PipelineError::OtherRun { .. }) if self.job.output.overwrite => {
                run_folder::discard(&self.folder)?;
                open()
            }
            other => other,
        }
    }

    /// A tally that knows of the episodes that earlier processes of this shard have decided.
    fn tally(&self) -> Result<Tally, PipelineError> {
        let mut report = GenerateReport::of_run(self.wanted);
        report.threads = threads(self.job);
        let mine: std::collections::BTreeSet<u64> = share(self.job, 0..self.wanted.requested).collect();
        run_folder::scan_parts(std::slice::from_ref(&self.folder), |part| {
            let records = part.record.episodes.iter().filter(|record| mine.contains(&record.episode));
            records.for_each(|record| report.count(record));
            Ok(())
        })?;
        Ok(Tally { report, decided: 0, lost_in_a_row: 0, failed: None })
    }

    /// Episodes that are left to this process, in order.
    fn episodes(&self) -> Result<Vec<u64>, PipelineError> {
        let decided = decided(std::slice::from_ref(&self.folder))?;
        let missing = decided.missing(0..self.wanted.requested);
        Ok(missing.into_iter().flat_map(|gap| share(self.job, gap)).collect())
    }

    fn work(&self, episodes: &[u64], preparer: EpisodePreparer, parts: &mut PartWriter, tally: &mut Tally) {
        let threads = threads(self.job);
        let attempts = Attempts {
            job: self.job,
            catalogue: self.catalogue,
            renderers: self.renderers.as_ref(),
            preparer,
            clock: self.clock,
            stop: &|| self.progress.stop_requested(),
        };
        let waited = workers::in_order(
            episodes.len(),
            threads,
            WINDOW_PER_WORKER * threads,
            |item| attempts.episode(episodes[item]),
            |item, outcome| self.take(episodes[item], outcome, parts, tally),
        );
        self.clock.wait.add(waited);
    }

    /// Writes an episode; false ends the work.
    fn take(&self, episode: u64, outcome: Outcome, parts: &mut PartWriter, tally: &mut Tally) -> bool {
        match outcome {
            Outcome::Stopped => return false,
            Outcome::Decided(decided) => {
                tally.lost_in_a_row = 0;
                let record = decided.record.clone();
                match self.clock.write.time(|| parts.add(*decided)) {
                    Ok(_) => tally.report.count(&record),
                    Err(error) => {
                        tally.failed = Some(error);
                        return false;
                    }
                }
                tally.decided += 1;
            }
            Outcome::Lost(error) => {
                tally.lost_in_a_row += 1;
                *tally.report.rejections.entry("internal.lost".into()).or_default() += 1;
                if tally.lost_in_a_row >= LOST_IN_A_ROW {
                    let last = Box::new(error);
                    tally.failed = Some(PipelineError::Losing { count: LOST_IN_A_ROW, last });
                    return false;
                }
                tally.report.warnings.push(format!("episode {episode}: {error}"));
                self.progress.say(&format!("warning: episode {episode} is lost: {error}"));
            }
        }
        self.progress.advance(tally.decided, &tally.report.yield_note());
        true
    }

    /// Merges what this run has into its dataset, and removes the run folder when nothing is missing.
    fn publish(&self, report: &mut GenerateReport) -> Result<(), PipelineError> {
        let request = MergeRequest {
            runs: vec![self.folder.clone()],
            output: self.job.output.path.clone(),
            partial: true,
            overwrite: self.job.output.overwrite,
        };
        let merged = self.clock.merge.time(|| merge(&request, self.progress))?;
        report.adopt(merged);
        if self.episodes()?.is_empty() {
            run_folder::discard(&self.folder)?;
            report.run_folder = None;
        }
        Ok(())
    }
}

/// The episodes of a range that belong to this process: blocks are dealt out in turn.
fn share(job: &Job, range: std::ops::Range<u64>) -> impl Iterator<Item = u64> {
    let RunSettings { episodes_per_part, shard, .. } = job.run;
    range.filter(move |episode| (episode / episodes_per_part) % shard.count == shard.index)
}

fn threads(job: &Job) -> usize {
    match job.run.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    }
}
