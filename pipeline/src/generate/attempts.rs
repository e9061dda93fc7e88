//! The work on one episode, from its first attempt to the encoded pictures. It depends on the job and the number of
//! the episode only, so any thread of any machine may do it.

use super::journal::{EpisodeRecord, FailedAttempt};
use super::report::Clock;
use crate::filming::{RendererPool, film_rollout};
use crate::sources::Catalogue;
use crate::{GENERATOR_VERSION, Job, PipelineError, episode, sight};
use restage_episodes::{CameraClip, DemonstrationSource};
use restage_exporters::{EpisodePreparer, PreparedEpisode};
use restage_physics::{SimulateOptions, simulate_while};
use restage_randomizers::plan::{PlanContext, PlanSettings, plan_rollout};
use restage_randomizers::seeds::attempt_index;
use restage_rollouts::{Rollout, RolloutSpec};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How often an episode is encoded before it counts as lost: a killed encoder is worth a second try.
const ENCODINGS: usize = 2;

/// What the work on an episode came to.
pub(super) enum Outcome {
    /// Every attempt is accounted for, and the episodes to write are encoded.
    Decided(Box<Decided>),
    /// The pictures could not be made or encoded, for a reason that lies in the machine and not in the rollout.
    Lost(PipelineError),
    /// The run is to stop; nothing is known about this episode.
    Stopped,
}

/// An episode with all its attempts.
pub(super) struct Decided {
    pub record: EpisodeRecord,
    pub success: Option<PreparedEpisode>,
    /// Failed rollouts, when they are kept.
    pub failures: Vec<PreparedEpisode>,
}

/// What became of one attempt.
enum Attempt {
    Failed(FailedAttempt),
    Simulated(Box<(RolloutSpec, Rollout)>),
    Stopped,
}

/// All that the work looks at.
pub(super) struct Attempts<'a> {
    pub job: &'a Job,
    pub catalogue: &'a Catalogue,
    pub renderers: Option<&'a RendererPool>,
    pub preparer: EpisodePreparer,
    pub clock: &'a Clock,
    /// True once the run is to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl Attempts<'_> {
    /// Tries until one attempt succeeds or all are used up.
    pub fn episode(&self, number: u64) -> Outcome {
        let mut record = EpisodeRecord { episode: number, success: None, template: None, failed: Vec::new() };
        let mut failures = Vec::new();
        for attempt in 0..self.job.run.max_attempts_per_episode {
            if (self.stop)() {
                return Outcome::Stopped;
            }
            let (spec, rollout) = match self.attempt(attempt_index(number, attempt)) {
                Attempt::Stopped => return Outcome::Stopped,
                Attempt::Failed(failed) => {
                    record.failed.push(failed);
                    continue;
                }
                Attempt::Simulated(pair) => *pair,
            };
            let source = self.place(&spec.source.demonstration);
            if rollout.report.success() {
                return match self.shoot(&spec, &rollout) {
                    Ok(prepared) => {
                        record.success = source;
                        record.template = Some(spec.scene.template.clone());
                        Outcome::Decided(Box::new(Decided { record, success: Some(prepared), failures }))
                    }
                    Err(error) => Outcome::Lost(error),
                };
            }
            let reason = rollout.report.failure.map_or("not_reached", |reason| reason.name());
            let (template, reason) = (Some(spec.scene.template.clone()), format!("rollout.{reason}"));
            record.failed.push(FailedAttempt { source, template, reason });
            if self.job.output.keep_failures {
                match self.shoot(&spec, &rollout) {
                    Ok(prepared) => failures.push(prepared),
                    Err(error) => return Outcome::Lost(error),
                }
            }
        }
        Outcome::Decided(Box::new(Decided { record, success: None, failures }))
    }

    /// Plans, asks whether the cameras will see the object, and simulates. A panic, or physics that does not come to an
    /// end, costs this attempt only.
    fn attempt(&self, index: u64) -> Attempt {
        let failed = |source, template, reason: &str| {
            Attempt::Failed(FailedAttempt { source, template, reason: reason.into() })
        };
        let work = || {
            let spec = match self.clock.plan.time(|| self.plan(index)) {
                Ok(spec) => spec,
                Err(rejection) => {
                    let source = rejection.source.and_then(|source| self.place(&source));
                    let reason = format!("plan.{}", rejection.reason.name());
                    return failed(source, rejection.template, &reason);
                }
            };
            let source = self.place(&spec.source.demonstration);
            let template = Some(spec.scene.template.clone());
            if let Some(hidden) = sight::hidden(&spec) {
                let reason = format!("plan.object_hidden_from_{}", hidden.camera);
                return failed(source, template, &reason);
            }
            let limit = Duration::from_secs(self.job.run.attempt_seconds);
            let start = Instant::now();
            let go_on = || start.elapsed() < limit && !(self.stop)();
            let simulated =
                self.clock.simulate.time(|| simulate_while(&spec, &SimulateOptions::default(), &go_on));
            match simulated {
                Ok(rollout) => Attempt::Simulated(Box::new((spec, rollout))),
                Err(restage_physics::PhysicsError::Stopped { .. }) if (self.stop)() => Attempt::Stopped,
                Err(restage_physics::PhysicsError::Stopped { .. }) => {
                    failed(source, template, "internal.too_slow")
                }
                Err(error) => {
                    tracing::warn!("attempt {index} cannot be simulated: {error}");
                    failed(source, template, "internal.physics")
                }
            }
        };
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| failed(None, None, "internal.panic"))
    }

    fn plan(&self, index: u64) -> Result<RolloutSpec, restage_randomizers::Rejection> {
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
            scenes: &self.catalogue.scenes,
        };
        plan_rollout(&context, index)
    }

    /// Films and encodes.
    fn shoot(&self, spec: &RolloutSpec, rollout: &Rollout) -> Result<PreparedEpisode, PipelineError> {
        let clips = self.clock.film.time(|| self.film(spec, rollout))?;
        let episode = episode::assemble(spec, rollout, clips)?;
        self.clock.encode.time(|| {
            let mut result = self.preparer.prepare(&episode);
            for _ in 1..ENCODINGS {
                if result.is_err() {
                    result = self.preparer.prepare(&episode);
                }
            }
            result.map_err(PipelineError::from)
        })
    }

    fn film(&self, spec: &RolloutSpec, rollout: &Rollout) -> Result<Vec<CameraClip>, PipelineError> {
        let Some(renderers) = self.renderers else { return Ok(Vec::new()) };
        renderers.with(|renderer| film_rollout(renderer, spec, rollout, &self.job.film.cameras))
    }

    /// Place of a demonstration in the catalogue.
    fn place(&self, source: &DemonstrationSource) -> Option<usize> {
        self.catalogue.usable.iter().position(|usable| usable.demonstration.source == *source)
    }
}
