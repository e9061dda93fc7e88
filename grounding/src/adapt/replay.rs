//! The recorded motion as it is, on a uniform grid.

use super::blocks::PhaseTable;
use super::command::{CommandRule, Step, width_change};
use super::stitch::segments_of;
use super::track::PoseTrack;
use super::{AdaptError, AdaptInput, AdaptedTrajectory, GripperLimits};

/// Resamples the recorded motion to `rate_hz` without changing its path or timing. The gripper command follows
/// the rule for a force-limited gripper; where the recording closes faster than `gripper` can, the command lags.
///
/// # Errors
/// Input vectors of different length, non-finite numbers, segments that do not cover every frame, a rate that is
/// not positive.
pub fn replay_unchanged(
    input: &AdaptInput,
    rate_hz: f64,
    gripper: GripperLimits,
) -> Result<AdaptedTrajectory, AdaptError> {
    input.check()?;
    if !(rate_hz.is_finite() && rate_hz > 0.0) {
        return Err(AdaptError::BadOption { field: "rate_hz", value: rate_hz });
    }
    let track = PoseTrack::new(input.timestamps, input.world_from_tcp)?;
    let phases = PhaseTable::new(input);
    let (start, end) = track.span();
    let count = grid_len(end - start, rate_hz);
    let steps: Vec<Step> = (0..count)
        .map(|k| {
            let source_time = (start + k as f64 / rate_hz).min(end);
            Step { source_time, kind: phases.kind_at(source_time) }
        })
        .collect();
    let rule = CommandRule::new(input, width_change(None), gripper);
    let mut world_from_tcp = Vec::with_capacity(count);
    for step in &steps {
        let pose = track.sample(step.source_time);
        let reference = world_from_tcp.last().copied().unwrap_or(pose);
        world_from_tcp.push(pose.on_hemisphere_of(&reference));
    }
    Ok(AdaptedTrajectory {
        rate_hz,
        world_from_tcp,
        gripper_width: rule.widths(&steps, rate_hz),
        segments: segments_of(&steps),
        source_time: steps.iter().map(|step| Some(step.source_time)).collect(),
    })
}

/// Steps of a grid that covers `duration` seconds; the last step may lie beyond the end by less than a period.
pub(super) fn grid_len(duration: f64, rate_hz: f64) -> usize {
    libm::ceil(duration * rate_hz - 1e-6).max(1.0) as usize + 1
}
