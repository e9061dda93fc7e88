//! From a rollout and its pictures to an episode that any exporter can write.

use crate::PipelineError;
use crate::stored::{ROLLOUT_FILE, SPEC_FILE, to_bytes};
use restage_episodes::{CameraClip, Episode, EpisodeProvenance};
use restage_geometry::Pose;
use restage_rollouts::{Rollout, RolloutSpec, Stage};

/// Assembles the episode of a rollout. Observations are the achieved pose and the measured width of frame `k`;
/// the action of frame `k` is what was commanded for frame `k + 1` (the last frame repeats its own command).
///
/// # Errors
/// When the record cannot be serialised.
pub fn assemble(
    spec: &RolloutSpec,
    rollout: &Rollout,
    cameras: Vec<CameraClip>,
) -> Result<Episode, PipelineError> {
    let frames = rollout.len();
    let period = 1.0 / f64::from(spec.fps);
    let command = |frame: usize| spec.trajectory.sample((frame + 1).min(frames - 1) as f64 * period);
    let mut command_world_from_tcp: Vec<Pose> = Vec::with_capacity(frames);
    let mut command_gripper_width = Vec::with_capacity(frames);
    for frame in 0..frames {
        let (pose, width) = command(frame);
        let reference = command_world_from_tcp.last().copied().unwrap_or(rollout.world_from_tcp[0]);
        command_world_from_tcp.push(pose.on_hemisphere_of(&reference));
        command_gripper_width.push(width);
    }
    // A frame shows what was commanded that long before.
    let late = spec.physics.loop_latency_secs();
    let success_from = success_frame(rollout, spec.fps);
    Ok(Episode {
        task: spec.task.clone(),
        fps: spec.fps,
        world_from_tcp: continuous(&rollout.world_from_tcp),
        gripper_width: rollout.gripper_width.clone(),
        command_world_from_tcp,
        command_gripper_width,
        segment: (0..frames).map(|frame| segment_code(spec, frame as f64 * period - late)).collect(),
        success: (0..frames).map(|frame| success_from.is_some_and(|first| frame >= first)).collect(),
        tactile: None,
        force: None,
        cameras,
        provenance: provenance(spec, rollout),
        attachments: vec![
            (SPEC_FILE.to_owned(), to_bytes(spec, SPEC_FILE)?),
            (ROLLOUT_FILE.to_owned(), to_bytes(rollout, ROLLOUT_FILE)?),
        ],
    })
}

fn provenance(spec: &RolloutSpec, rollout: &Rollout) -> EpisodeProvenance {
    let source = &spec.source.demonstration;
    EpisodeProvenance {
        success: rollout.report.success(),
        stage: rollout.report.reached.name().to_owned(),
        failure: rollout.report.failure.map_or(String::new(), |reason| reason.name().to_owned()),
        seed: spec.seed,
        source_dataset: source.dataset.clone(),
        source_episode: source.episode_index,
        source_group: source.group.clone(),
        source_scripted: source.scripted,
        environment: spec.scene.environment.name().to_owned(),
        scene_hash: spec.scene.hash(),
        support_height: spec.scene.supports.first().map_or(0.0, |support| support.center.z),
        generator_version: spec.generator_version.clone(),
    }
}

/// First frame from which the required stage holds, on success.
fn success_frame(rollout: &Rollout, fps: u32) -> Option<usize> {
    if !rollout.report.success() {
        return None;
    }
    let required: Stage = rollout.report.required;
    let met = rollout.report.first_met_secs.iter().find(|(stage, _)| *stage == required)?;
    Some(((met.1 * f64::from(fps)).ceil() as usize).min(rollout.len() - 1))
}

fn segment_code(spec: &RolloutSpec, time_secs: f64) -> i64 {
    let step = (time_secs.max(0.0) * spec.trajectory.rate_hz).round() as usize;
    let segments = &spec.trajectory.segments;
    let holding = segments.iter().find(|segment| segment.frames.contains(&step)).or(segments.last());
    holding.map_or(-1, |segment| segment.kind.code())
}

fn continuous(poses: &[Pose]) -> Vec<Pose> {
    let mut out: Vec<Pose> = Vec::with_capacity(poses.len());
    for pose in poses {
        let reference = out.last().unwrap_or(pose);
        let next = pose.on_hemisphere_of(reference);
        out.push(next);
    }
    out
}
