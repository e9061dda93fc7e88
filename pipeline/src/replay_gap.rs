//! The replay gap of a source: every demonstration replayed unchanged in the scene that it implies, with many draws of
//! what nobody measured, and compared with the recording. Statistics are in [`restage_validation::replay_gap`].

use crate::replay::{ReplayRun, ReplaySettings, ReplayedDemonstration, replay};
use crate::{PipelineError, Progress};
use restage_geometry::Pose;
use restage_randomizers::plan::GroundedDemonstration;
use restage_rollouts::{Rollout, RolloutSpec, Stage};
use restage_validation::intervals::BootstrapOptions;
use restage_validation::replay_gap::{
    OutcomeLabel, ReplayDraw, ReplayGapReport, ReplayPair, WidthReference, aperture_errors,
    replay_gap_statistics,
};

/// Force on a pad from which it counts as touching, N: the stage `contact`.
const TOUCH_N: f64 = 0.2;

/// Replays a source and measures the gap. `settings.source.episodes` selects the held-out episodes.
///
/// # Errors
/// As [`replay`].
pub fn replay_gap(
    settings: &ReplaySettings,
    options: &BootstrapOptions,
    progress: &dyn Progress,
) -> Result<ReplayGapReport, PipelineError> {
    Ok(gap_of(&replay(settings, progress)?, options))
}

/// The gap of a replay that was made.
pub fn gap_of(run: &ReplayRun, options: &BootstrapOptions) -> ReplayGapReport {
    replay_gap_statistics(&pairs_of(run), options)
}

/// One pair of real and simulated executions per demonstration.
pub fn pairs_of(run: &ReplayRun) -> Vec<ReplayPair> {
    run.demonstrations
        .iter()
        .zip(&run.catalogue.usable)
        .map(|(replayed, source)| pair(replayed, source))
        .collect()
}

fn pair(replayed: &ReplayedDemonstration, source: &GroundedDemonstration) -> ReplayPair {
    let real = Recorded::new(source);
    let outcome = &source.grounding.outcome;
    let draws: Vec<ReplayDraw> =
        replayed.rollouts.iter().map(|(spec, rollout)| real.compare(spec, rollout)).collect();
    ReplayPair {
        dataset: replayed.source.dataset.clone(),
        episode: replayed.source.episode_index,
        group: replayed.source.group.clone(),
        real_success: outcome.lifted && (outcome.placed || outcome.held_at_end),
        label: OutcomeLabel::Inferred,
        real_contact_secs: Some(real.stall_secs),
        width: WidthReference::from(source.demonstration.gripper.evidence),
        refuted: replayed.outcome.draws as usize - draws.len(),
        draws,
    }
}

/// The recorded part that was replayed, on the clock of the replay: 0 s is its first frame.
struct Recorded<'a> {
    times: &'a [f64],
    poses: &'a [Pose],
    /// Measured widths; absent where the recording has none.
    widths: Option<&'a [f64]>,
    stall_secs: f64,
    hold_end_secs: f64,
}

impl<'a> Recorded<'a> {
    fn new(source: &'a GroundedDemonstration) -> Self {
        let (demonstration, grounding) = (&source.demonstration, &source.grounding);
        let (range, _) = grounding.primary_part();
        let times = &demonstration.timestamps[range.clone()];
        let start = times.first().copied().unwrap_or(0.0);
        let time = |frame: usize| {
            demonstration.timestamps.get(frame).or(demonstration.timestamps.last()).map_or(0.0, |t| t - start)
        };
        let measured = WidthReference::from(demonstration.gripper.evidence) == WidthReference::Measured;
        Self {
            times,
            poses: &demonstration.world_from_tcp[range.clone()],
            widths: measured.then(|| &demonstration.gripper.width[range]),
            stall_secs: time(grounding.grasp().stall),
            hold_end_secs: time(grounding.hold_end),
        }
    }

    /// Frame and fraction at a time of the replay; clamped to the ends.
    fn place(&self, secs: f64) -> (usize, usize, f64) {
        let last = self.times.len().saturating_sub(1);
        let time = self.times.first().copied().unwrap_or(0.0) + secs;
        let next = self.times.partition_point(|t| *t <= time).min(last);
        let before = next.saturating_sub(1);
        let span = self.times[next] - self.times[before];
        let s = if span > 0.0 { ((time - self.times[before]) / span).clamp(0.0, 1.0) } else { 0.0 };
        (before, next, s)
    }

    fn pose(&self, secs: f64) -> Pose {
        let (before, next, s) = self.place(secs);
        self.poses[before].interpolate(&self.poses[next], s)
    }

    fn compare(&self, spec: &RolloutSpec, rollout: &Rollout) -> ReplayDraw {
        let fps = f64::from(rollout.fps);
        let secs = |frame: usize| frame as f64 / fps;
        let contact =
            rollout.contacts.iter().position(|sample| sample.normal_n.iter().all(|force| *force >= TOUCH_N));
        let errors: Vec<f64> = rollout
            .world_from_tcp
            .iter()
            .enumerate()
            .map(|(k, pose)| pose.distance(&(spec.source.new_from_source * self.pose(secs(k)))))
            .collect();
        let square: f64 = errors.iter().map(|error| error * error).sum();
        let widths = self.width_errors(rollout, fps);
        ReplayDraw {
            success: rollout.report.success(),
            held: rollout.report.reached >= Stage::Hold,
            contact_secs: contact.map(secs),
            width_rmse: widths.map(|(rmse, _)| rmse),
            hold_bias: widths.and_then(|(_, bias)| bias),
            tcp_rmse: (square / errors.len().max(1) as f64).sqrt(),
            tcp_max: errors.iter().copied().fold(0.0, f64::max),
            slip_m: (rollout.report.reached >= Stage::Secure).then_some(rollout.report.slip_m),
        }
    }

    /// Root mean square width error, and the mean one over the hold where the rollout lasts that long.
    fn width_errors(&self, rollout: &Rollout, fps: f64) -> Option<(f64, Option<f64>)> {
        let widths = self.widths?;
        let real: Vec<f64> = (0..rollout.len())
            .map(|k| {
                let (before, next, s) = self.place(k as f64 / fps);
                widths[before] + s * (widths[next] - widths[before])
            })
            .collect();
        let sim = &rollout.gripper_width;
        let hold = (self.stall_secs * fps).ceil() as usize..(self.hold_end_secs * fps).floor() as usize;
        let (rmse, _) = aperture_errors(&real, sim, 0..real.len())?;
        Some((rmse, aperture_errors(&real, sim, hold).map(|(_, bias)| bias)))
    }
}
