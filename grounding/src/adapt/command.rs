//! The gripper command: what a force-limited gripper must be told so that it does what the recording shows.

use super::track::sample_scalar;
use super::types::{AdaptInput, AdaptTarget, GripperLimits};
use glam::DVec3;
use restage_episodes::{SegmentKind, WidthEvidence};

/// A commanded width stays this far below the recorded one while the object is held, m.
const BELOW_RECORDED: f64 = 0.003;

/// The fingers count as closed on the object when the command is this far below its width, m.
const CONTACT_DEPTH: f64 = 0.001;

/// The fingers count as clear of the object when they are this much wider, m.
const CLEAR_WIDTH: f64 = 0.006;

/// One step of the output grid, before the gripper command is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Recorded time that the width and the phase are taken from, s.
    pub source_time: f64,
    /// Phase.
    pub kind: SegmentKind,
}

/// Whether the fingers press on the object in this phase.
pub(super) fn holds(kind: SegmentKind) -> bool {
    matches!(kind, SegmentKind::Secure | SegmentKind::Transport | SegmentKind::Place | SegmentKind::InPlace)
}

/// Everything that the command depends on besides time.
pub(super) struct CommandRule<'a> {
    input: &'a AdaptInput<'a>,
    gripper: GripperLimits,
    width_change: f64,
    /// Width before the fingers close, m; used where the recorded closing cannot be trusted.
    open: f64,
}

impl<'a> CommandRule<'a> {
    pub fn new(input: &'a AdaptInput<'a>, target_width_change: f64, gripper: GripperLimits) -> Self {
        let secure = first_time(input, SegmentKind::Secure).unwrap_or(f64::INFINITY);
        let before = input.timestamps.iter().zip(input.gripper_width).filter(|(t, _)| **t < secure);
        let open = before.map(|(_, width)| *width).fold(input.object_width, f64::max);
        Self { input, gripper, width_change: target_width_change, open }
    }

    /// Width of the new object along the closing axis, m.
    pub fn object_width(&self) -> f64 {
        self.input.object_width + self.width_change
    }

    /// The width that is wanted at a step, m, before the gripper's speed limit.
    fn wanted(&self, step: &Step, released: bool) -> f64 {
        let recorded = sample_scalar(self.input.timestamps, self.input.gripper_width, step.source_time)
            + self.width_change;
        let pressing = (recorded - BELOW_RECORDED).min(self.object_width() - self.gripper.squeeze);
        let measured = self.input.width_evidence == WidthEvidence::Measured;
        let width = match step.kind {
            kind if holds(kind) => pressing,
            SegmentKind::Retreat if released => {
                recorded.max(self.object_width() + self.gripper.release_clearance)
            }
            // A late or stepwise label says nothing about the width while the fingers move.
            SegmentKind::Approach | SegmentKind::Pregrasp if !measured => {
                let closing = self.input.close_start_secs.is_some_and(|start| step.source_time >= start);
                if closing { pressing } else { self.open + self.width_change }
            }
            _ => recorded,
        };
        width.clamp(0.0, self.gripper.stroke)
    }

    /// Commanded width per step, m, within the gripper's speed limit.
    pub fn widths(&self, steps: &[Step], rate_hz: f64) -> Vec<f64> {
        let reach = self.gripper.max_speed / rate_hz;
        let mut widths: Vec<f64> = Vec::with_capacity(steps.len());
        let mut held = false;
        for step in steps {
            held |= holds(step.kind);
            let wanted = self.wanted(step, held);
            let width = widths.last().map_or(wanted, |before| wanted.clamp(before - reach, before + reach));
            widths.push(width);
        }
        widths
    }

    /// Pause (s) that the grasp needs on top of the given motion, so that the grip has settled before the lift.
    pub fn missing_grasp_pause(&self, steps: &[Step], widths: &[f64], rate_hz: f64) -> f64 {
        let Some(secure) = steps.iter().position(|step| holds(step.kind)) else { return 0.0 };
        let lift_time = self.lift_time();
        let lift = steps.iter().position(|step| step.source_time >= lift_time && holds(step.kind));
        let touching = self.object_width() - CONTACT_DEPTH;
        let closed = (secure..steps.len()).find(|&k| widths[k] <= touching);
        match (lift, closed) {
            (Some(lift), Some(closed)) => {
                let ready = closed as f64 / rate_hz + self.gripper.latency_secs + self.gripper.settle_secs;
                (ready - lift as f64 / rate_hz).max(0.0)
            }
            _ => 0.0,
        }
    }

    /// Pause (s) that the release needs, so that the fingers are clear before the hand leaves.
    pub fn missing_release_pause(&self, steps: &[Step], widths: &[f64], rate_hz: f64) -> f64 {
        let Some(held) = steps.iter().rposition(|step| holds(step.kind)) else { return 0.0 };
        let leave_time = self.leave_time();
        let leave = (held + 1..steps.len()).find(|&k| steps[k].source_time >= leave_time);
        let clear_width = (self.object_width() + CLEAR_WIDTH).min(self.gripper.stroke);
        let clear = (held + 1..steps.len()).find(|&k| widths[k] >= clear_width);
        match (leave, clear) {
            (Some(leave), Some(clear)) => {
                let ready = clear as f64 / rate_hz + self.gripper.latency_secs;
                (ready - leave as f64 / rate_hz).max(0.0)
            }
            _ => 0.0,
        }
    }

    /// Recorded time at which the hand begins to rise with the object, s.
    fn lift_time(&self) -> f64 {
        const RISEN: f64 = 0.002;
        self.first_frame_where(SegmentKind::Secure, |at, start| at.z > start.z + RISEN)
    }

    /// Recorded time at which the hand begins to leave the released object, s.
    fn leave_time(&self) -> f64 {
        const AWAY: f64 = 0.005;
        self.first_frame_where(SegmentKind::Retreat, |at, start| at.distance(start) > AWAY)
    }

    /// Time of the frame before the first one from the start of `kind` on that satisfies `test` against the
    /// position at that start.
    fn first_frame_where(&self, kind: SegmentKind, test: impl Fn(DVec3, DVec3) -> bool) -> f64 {
        let Some(start) = first_frame(self.input, kind) else { return f64::INFINITY };
        let poses = self.input.world_from_tcp;
        let from = poses[start].translation;
        let found = (start + 1..poses.len()).find(|&k| test(poses[k].translation, from));
        found.map_or(f64::INFINITY, |k| self.input.timestamps[k - 1])
    }
}

/// First frame of the first segment of a kind.
pub(super) fn first_frame(input: &AdaptInput, kind: SegmentKind) -> Option<usize> {
    input
        .segments
        .iter()
        .find(|segment| segment.kind == kind && !segment.frames.is_empty())
        .map(|segment| segment.frames.start)
}

/// Time of [`first_frame`], s.
pub(super) fn first_time(input: &AdaptInput, kind: SegmentKind) -> Option<f64> {
    first_frame(input, kind).map(|frame| input.timestamps[frame])
}

/// `AdaptTarget::object_width_change` of a motion that stays as it is.
pub(super) fn width_change(target: Option<&AdaptTarget>) -> f64 {
    target.map_or(0.0, |target| target.object_width_change)
}
