//! The work on one episode, from its first attempt to the encoded pictures. It depends on the job and the number of
//! the episode only, so any thread of any machine may do it.

use super::assets::credits_of;
use super::journal::{EpisodeRecord, FailedAttempt};
use super::report::Clock;
use crate::filming::{RendererPool, film_rollout};
use crate::sources::Catalogue;
use crate::{GENERATOR_VERSION, Job, PipelineError, episode, sight};
use restage_episodes::{CameraClip, DemonstrationSource};
use restage_exporters::{AssetCredit, EpisodePreparer, PreparedEpisode};
use restage_physics::{PhysicsError, SimulateOptions, simulate_while};
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
    /// Imported assets in the scenes of all of them.
    pub assets: Vec<AssetCredit>,
}

/// What became of one attempt.
enum Attempt {
    Failed(FailedAttempt),
    Simulated(Box<(RolloutSpec, Rollout)>),
    Stopped,
}

/// Physics: a specification, and whether to go on.
pub(super) type Simulate<'a> =
    dyn Fn(&RolloutSpec, &(dyn Fn() -> bool + Sync)) -> Result<Rollout, PhysicsError> + Sync + 'a;

/// The physics of the program.
pub(super) fn physics(
    spec: &RolloutSpec,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Rollout, PhysicsError> {
    simulate_while(spec, &SimulateOptions::default(), &go_on)
}

/// All that the work looks at.
pub(super) struct Attempts<'a> {
    pub job: &'a Job,
    pub catalogue: &'a Catalogue,
    pub renderers: Option<&'a RendererPool>,
    pub preparer: EpisodePreparer,
    pub clock: &'a Clock,
    pub simulate: &'a Simulate<'a>,
    /// True once the run is to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl Attempts<'_> {
    /// Tries until one attempt succeeds or all are used up.
    pub fn episode(&self, number: u64) -> Outcome {
        let _span = tracing::debug_span!("episode", number).entered();
        let mut record = EpisodeRecord { episode: number, success: None, template: None, failed: Vec::new() };
        let (mut failures, mut assets) = (Vec::new(), Vec::new());
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
                assets.extend(credits_of(&spec));
                return match self.shoot(&spec, &rollout) {
                    Ok(prepared) => {
                        record.success = source;
                        record.template = Some(spec.scene.template.clone());
                        Outcome::Decided(Box::new(Decided {
                            record,
                            success: Some(prepared),
                            failures,
                            assets,
                        }))
                    }
                    Err(error) => Outcome::Lost(error),
                };
            }
            let reason = rollout.report.failure.map_or("not_reached", |reason| reason.name());
            let (template, reason) = (Some(spec.scene.template.clone()), format!("rollout.{reason}"));
            record.failed.push(FailedAttempt { source, template, reason });
            if self.job.output.keep_failures {
                assets.extend(credits_of(&spec));
                match self.shoot(&spec, &rollout) {
                    Ok(prepared) => failures.push(prepared),
                    Err(error) => return Outcome::Lost(error),
                }
            }
        }
        Outcome::Decided(Box::new(Decided { record, success: None, failures, assets }))
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
            match self.clock.simulate.time(|| (self.simulate)(&spec, &go_on)) {
                Ok(rollout) => Attempt::Simulated(Box::new((spec, rollout))),
                Err(PhysicsError::Stopped { .. }) if (self.stop)() => Attempt::Stopped,
                Err(PhysicsError::Stopped { .. }) => failed(source, template, "internal.too_slow"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::catalogue;
    use crate::{Job, SourceEntry};
    use restage_episodes::split::SplitRule;
    use restage_exporters::DatasetConfig;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn attempts<'a>(
        job: &'a Job,
        catalogue: &'a Catalogue,
        clock: &'a Clock,
        simulate: &'a Simulate<'a>,
    ) -> Attempts<'a> {
        let config = DatasetConfig { fps: job.output.fps, ..DatasetConfig::default() };
        let preparer = EpisodePreparer::for_config(config).expect("a configuration");
        Attempts { job, catalogue, renderers: None, preparer, clock, simulate, stop: &|| false }
    }

    #[test]
    fn a_poisoned_rollout_costs_that_rollout_only() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("demonstrations");
        crate::scripted::write_demonstrations(&path, false).expect("demonstrations");
        let mut job = Job { sources: vec![SourceEntry::whole(&path, "restage")], seed: 5, ..Job::default() };
        job.film.enabled = false;
        job.run.attempt_seconds = 1;
        let catalogue = catalogue(&job.sources, &SplitRule::default()).expect("demonstrations");
        let clock = Clock::default();
        let whole = attempts(&job, &catalogue, &clock, &physics).episode(3);
        let Outcome::Decided(whole) = whole else { panic!("the physics is sound") };
        assert!(whole.record.success.is_some(), "this seed has a success to compare with");

        let simulations = AtomicU32::new(0);
        let poisoned = |spec: &RolloutSpec, go_on: &(dyn Fn() -> bool + Sync)| {
            match simulations.fetch_add(1, Ordering::Relaxed) {
                0 => panic!("a defect of the physics, as this test wants it"),
                1 => {
                    // Physics without an end.
                    while go_on() {
                        std::thread::yield_now();
                    }
                    Err(PhysicsError::Stopped { index: 0, frame: 0 })
                }
                _ => physics(spec, go_on),
            }
        };
        let outcome = attempts(&job, &catalogue, &clock, &poisoned).episode(3);
        let Outcome::Decided(decided) = outcome else { panic!("the episode goes on after both") };
        let reasons: Vec<&str> = decided.record.failed.iter().map(|failed| failed.reason.as_str()).collect();
        let internal: Vec<&&str> = reasons.iter().filter(|reason| reason.starts_with("internal")).collect();
        assert_eq!(internal, [&"internal.panic", &"internal.too_slow"], "{reasons:?}");
        assert!(decided.record.success.is_some() && decided.success.is_some());
    }
}
