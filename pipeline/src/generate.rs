//! The main job: from grounded demonstrations to a dataset of successful rollouts.
//!
//! Attempts are numbered. The dataset holds the first N successes by number, whatever the number of threads, so
//! the same job gives the same states. Physics never waits for pictures: failed rollouts are not filmed (unless
//! failures are kept), and encoding runs beside simulation.

mod report;
mod writing;

pub use report::{GenerateReport, SourceShare, StageSeconds};

use crate::filming::{RendererPool, film_rollout, resolve_renderer};
use crate::sources::{Catalogue, catalogue};
use crate::{GENERATOR_VERSION, Job, PipelineError, Progress, episode};
use rayon::prelude::*;
use report::Clock;
use restage_episodes::{CameraClip, DemonstrationSource};
use restage_physics::{SimulateOptions, simulate};
use restage_randomizers::plan::{PlanContext, PlanSettings, plan_rollout};
use restage_rollouts::{Rollout, RolloutSpec};
use std::panic::{AssertUnwindSafe, catch_unwind};
use writing::{Datasets, Prepared, prepare};

/// Runs a job to its end, or until the watcher asks to stop.
///
/// # Errors
/// On bad input, and when the renderer or the writer fails for good. No half dataset is left behind.
pub fn generate(job: &Job, progress: &dyn Progress) -> Result<GenerateReport, PipelineError> {
    job.validate()?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(job.run.threads)
        .build()
        .map_err(|error| PipelineError::Threads(error.to_string()))?;
    pool.install(|| Run::start(job, progress)?.run())
}

/// What one attempt came to.
enum Attempt {
    /// The plan failed a gate before physics.
    Rejected { source: Option<DemonstrationSource>, reason: String },
    /// Simulated, for better or worse.
    Simulated(Box<(RolloutSpec, Rollout)>),
}

struct Run<'a> {
    job: &'a Job,
    progress: &'a dyn Progress,
    catalogue: Catalogue,
    renderers: Option<RendererPool>,
    clock: Clock,
    report: GenerateReport,
}

impl<'a> Run<'a> {
    fn start(job: &'a Job, progress: &'a dyn Progress) -> Result<Self, PipelineError> {
        let renderer = if job.film.enabled { Some(resolve_renderer(job.film.renderer)?) } else { None };
        writing::check_destination(&job.output)?;
        progress.begin("reading and grounding demonstrations", None);
        let clock = Clock::default();
        let catalogue = clock.read.time(|| catalogue(&job.sources))?;
        progress.end();
        for warning in &catalogue.warnings {
            progress.say(&format!("warning: {warning}"));
        }
        let report = GenerateReport::new(job, renderer, &catalogue);
        let renderers = renderer.map(|which| RendererPool::for_many(which, job.film.quality));
        Ok(Self { job, progress, catalogue, renderers, clock, report })
    }

    fn run(mut self) -> Result<GenerateReport, PipelineError> {
        let mut datasets = Datasets::open(self.job)?;
        self.progress.begin("generating episodes", Some(self.job.output.episodes));
        let outcome = self.attempts(&mut datasets);
        self.progress.end();
        outcome?;
        datasets.finish(&mut self.report, &self.job.output)?;
        self.report.seconds = self.clock.seconds();
        Ok(self.report)
    }

    /// Batches of attempts in order, until enough episodes are written.
    fn attempts(&mut self, datasets: &mut Datasets) -> Result<(), PipelineError> {
        let wanted = self.job.output.episodes;
        let limit = wanted.saturating_mul(self.job.run.max_attempts_per_episode);
        let batch = 2 * rayon::current_num_threads() as u64;
        let mut next = 0;
        while self.report.successes < wanted && next < limit {
            if self.progress.stop_requested() {
                self.report.interrupted = true;
                break;
            }
            let end = (next + batch).min(limit);
            let results: Vec<Attempt> =
                (next..end).into_par_iter().map(|index| self.attempt(index)).collect::<Result<_, _>>()?;
            next = end;
            let kept = self.count(results, wanted);
            self.film_and_write(&kept, datasets)?;
        }
        Ok(())
    }

    /// Plans and simulates one attempt. A panic in either costs this attempt only.
    fn attempt(&self, index: u64) -> Result<Attempt, PipelineError> {
        let settings = PlanSettings {
            job_seed: self.job.seed,
            fps: self.job.output.fps,
            image_size: (self.job.film.width, self.job.film.height),
            generator_version: GENERATOR_VERSION.to_owned(),
        };
        let context = PlanContext {
            demonstrations: &self.catalogue.usable,
            config: &self.job.randomization,
            settings: &settings,
        };
        let work = || -> Result<Attempt, PipelineError> {
            let spec = match self.clock.plan.time(|| plan_rollout(&context, index)) {
                Ok(spec) => spec,
                Err(rejection) => {
                    return Ok(Attempt::Rejected {
                        source: rejection.source,
                        reason: format!("plan.{}", rejection.reason.name()),
                    });
                }
            };
            let rollout = self.clock.simulate.time(|| simulate(&spec, &SimulateOptions::default()))?;
            Ok(Attempt::Simulated(Box::new((spec, rollout))))
        };
        catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Ok(Attempt::Rejected { source: None, reason: "internal.panic".into() }))
    }

    /// Counts a batch in order and keeps what is to be written. What comes after the last episode wanted is
    /// neither counted nor kept: with another batch size it would not exist.
    fn count(&mut self, results: Vec<Attempt>, wanted: u64) -> Vec<(RolloutSpec, Rollout)> {
        let mut kept = Vec::new();
        for attempt in results {
            if self.report.successes == wanted {
                break;
            }
            match attempt {
                Attempt::Rejected { source, reason } => self.report.reject(source.as_ref(), reason),
                Attempt::Simulated(pair) => {
                    let source = &pair.0.source.demonstration;
                    match pair.1.report.failure {
                        None => self.report.accept(source),
                        Some(reason) => {
                            self.report.reject(Some(source), format!("rollout.{}", reason.name()))
                        }
                    }
                    if pair.1.report.success() || self.job.output.keep_failures {
                        kept.push(*pair);
                    }
                }
            }
        }
        kept
    }

    /// Films and encodes rollouts a few at a time, so that memory stays bounded, and writes them in order.
    fn film_and_write(
        &mut self,
        kept: &[(RolloutSpec, Rollout)],
        datasets: &mut Datasets,
    ) -> Result<(), PipelineError> {
        let preparer = datasets.preparer();
        for group in kept.chunks(rayon::current_num_threads()) {
            let prepared: Vec<Prepared> = group
                .par_iter()
                .map(|(spec, rollout)| {
                    let clips = self.clock.film.time(|| self.film(spec, rollout))?;
                    let episode = episode::assemble(spec, rollout, clips)?;
                    Ok(self.clock.write.time(|| prepare(&preparer, &episode)))
                })
                .collect::<Result<_, PipelineError>>()?;
            for episode in prepared {
                if let Some(lost) = self.clock.write.time(|| datasets.commit(episode))? {
                    self.report.lose(lost);
                }
            }
            self.progress.advance(self.report.successes, &self.report.yield_note());
        }
        Ok(())
    }

    fn film(&self, spec: &RolloutSpec, rollout: &Rollout) -> Result<Vec<CameraClip>, PipelineError> {
        let Some(renderers) = &self.renderers else { return Ok(Vec::new()) };
        renderers.with(|renderer| film_rollout(renderer, spec, rollout, &self.job.film.cameras))
    }
}
