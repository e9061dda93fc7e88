//! The main job: from grounded demonstrations to a dataset of successful rollouts.
//!
//! A job wants N episodes, numbered from 0. Each has its own sequence of attempts, whose random draws depend on the
//! seed of the job, the number of the episode and the number of the attempt only; the first attempt that succeeds is
//! the episode. So any thread of any process on any machine may make any episode, in any order, as often as it
//! likes: the dataset is the same.
//!
//! Finished episodes are published in parts and noted in a journal (see `run_folder`). A run that was killed goes on
//! from there; at the end the parts are merged into the dataset, with the bytes that one process would have written.

mod assets;
mod attempts;
mod gathering;
mod journal;
mod merging;
mod mirror;
mod parts;
mod range_set;
mod report;
mod run_folder;
mod target;
mod workers;

pub use merging::{MergeRequest, merge};
pub use report::{EnvironmentShare, GenerateReport, SourceShare, StageSeconds};
pub use run_folder::run_folder;

use crate::filming::{RendererPool, ResolvedRenderer, resolve_renderer};
use crate::sources::{Catalogue, authored_scenes, catalogue};
use crate::{FilmSettings, Job, OutputSettings, PipelineError, Progress, RendererChoice, RunSettings, Shard};
use attempts::{Attempts, Outcome};
use mirror::Mirror;
use parts::PartWriter;
use report::Clock;
use restage_episodes::split::SplitRule;
use restage_exporters::{EpisodePreparer, FfmpegInfo};
use run_folder::{RunFile, RunIdentity, ShardFolder, decided};
use std::path::PathBuf;
use target::Target;

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
    let target = Target::of(&job.output.path, job.run.work_folder.as_deref())?;
    let folder = run_folder(target.dataset());
    check_before_work(job, &target)?;
    run_folder::sweep_discarded(&folder)?;
    progress.begin("reading and grounding demonstrations", None);
    let scenes = authored_scenes(&job.scenes, &job.randomization)?;
    let catalogue = clock.read.time(|| catalogue(&job.sources, &SplitRule::new(job.split_salt.as_str())));
    progress.end();
    let catalogue = Catalogue { scenes, ..catalogue? };
    catalogue.warnings.iter().for_each(|warning| progress.say(&format!("warning: {warning}")));
    let identity = RunIdentity::new(settings(job, renderer), catalogue.digests(), catalogue.splits.clone());
    let wanted = RunFile { identity, requested: job.output.episodes };
    let mirror = target.mirror()?;
    let mut report = match completed(job, &wanted, &target)? {
        Some(report) => {
            mirror.as_ref().map_or(Ok(()), |mirror| mirror.sweep(report.requested))?;
            report
        }
        None => {
            let renderers = renderer.map(|which| RendererPool::for_many(which, job.film.quality));
            let (catalogue, clock, wanted) = (&catalogue, &clock, &wanted);
            let (target, mirror) = (&target, mirror.as_ref());
            Run { job, progress, catalogue, renderers, clock, wanted, folder, target, mirror }.run()?
        }
    };
    report.left_out = catalogue.left_out;
    report.warnings.splice(0..0, catalogue.warnings);
    report.renderer = renderer.map_or("none", |renderer| renderer.name()).to_owned();
    report.time(&clock);
    Ok(report)
}

/// What can be refused before the sources are read.
fn check_before_work(job: &Job, target: &Target) -> Result<(), PipelineError> {
    if job.film.enabled {
        FfmpegInfo::require(&restage_exporters::VideoSettings::default().program)?;
    }
    // A dataset that a run of this program made may be its own; whether it is shows when the sources are known.
    let may_be_own =
        run_folder(target.dataset()).exists() || target.any_card()?.is_some_and(|card| card.run.is_some());
    if job.run.shard == Shard::default() && !may_be_own {
        target.check_free("", job.output.overwrite)?;
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
        // Their hashes are among the digests.
        scenes: Vec::new(),
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
///
/// # Errors
/// When a store does not answer.
fn completed(job: &Job, wanted: &RunFile, target: &Target) -> Result<Option<GenerateReport>, PipelineError> {
    let card = target.card()?;
    let Some((card, run)) = card.as_ref().and_then(|card| Some((card, card.run.as_ref()?))) else {
        return Ok(None);
    };
    let done = run.complete && run.requested >= wanted.requested && run.identity == wanted.identity.identity;
    if !done || job.output.overwrite || run_folder(target.dataset()).exists() {
        return Ok(None);
    }
    let mut report = GenerateReport::of_card(wanted, card);
    report.requested = run.requested;
    report.dataset = Some(target.asked().to_owned());
    report.warnings.push(format!("{} was complete already", target.asked().display()));
    Ok(Some(report))
}

struct Run<'a> {
    job: &'a Job,
    progress: &'a dyn Progress,
    catalogue: &'a Catalogue,
    renderers: Option<RendererPool>,
    clock: &'a Clock,
    wanted: &'a RunFile,
    /// The run folder, or the working copy of the one in a store.
    folder: PathBuf,
    target: &'a Target,
    /// The run folder in a store.
    mirror: Option<&'a Mirror>,
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
            self.target.check_free(identity, self.job.output.overwrite)?;
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
        report.run_folder = Some(self.mirror.map_or_else(|| self.folder.clone(), Mirror::url));
        if alone {
            self.publish(&mut report)?;
        }
        Ok(report)
    }

    /// Opens this process's place in the run folder. `--force` discards the folder of another run.
    fn open_folder(&self) -> Result<ShardFolder<'_>, PipelineError> {
        let shard = self.job.run.shard;
        if let Some(mirror) = self.mirror {
            mirror.claim(self.wanted, self.job.output.overwrite)?;
            // Shards of another division may have decided episodes of this one.
            let own_division = format!("-of-{}", shard.count);
            mirror.pull(|name| !name.ends_with(&own_division))?;
        }
        // One process alone merges its parts here at the end.
        let keep = shard == Shard::default();
        let open = || ShardFolder::open(&self.folder, self.wanted, shard, self.mirror, keep);
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
            simulate: &attempts::physics,
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
                *tally.report.rejections.entry(report::LOST.into()).or_default() += 1;
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
            runs: vec![self.mirror.map_or_else(|| self.folder.clone(), Mirror::url)],
            output: self.job.output.path.clone(),
            partial: true,
            overwrite: self.job.output.overwrite,
            work: self.job.run.work_folder.clone(),
        };
        let merged = self.clock.merge.time(|| merge(&request, self.progress))?;
        report.adopt(merged);
        if self.episodes()?.is_empty() {
            match self.mirror {
                Some(mirror) => mirror.discard()?,
                None => run_folder::discard(&self.folder)?,
            }
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
