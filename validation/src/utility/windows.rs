//! What the small policies see and predict: motion relative to the hand itself.
//!
//! Generated episodes happen in other worlds than the recordings: another origin, another table, another object. Windows
//! therefore hold nothing absolute. At time `t` the input is, in the frame of the TCP at `t`: where the TCP was at each
//! of the last steps (translation, rotation vector), the direction of gravity, and the gripper widths; the target is where
//! the TCP will be at each horizon, and the change of width. Neither knows where the object is: the best that such a
//! policy can do is to continue what people do with such motion so far. It measures whether generated motion teaches the
//! same continuation, not whether a policy would succeed.

use glam::DVec3;
use restage_episodes::{Demonstration, WidthEvidence};
use restage_geometry::Pose;

/// Numbers per past step and per horizon: translation, rotation vector, width.
const PER_STEP: usize = 7;

/// Shape of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowShape {
    /// Rate that episodes are resampled to, Hz.
    pub rate_hz: f64,
    /// Past steps beside the present one.
    pub history: usize,
    /// Horizons, steps ahead.
    pub horizons: Vec<usize>,
    /// Whether widths are part of inputs and targets.
    pub width: bool,
}

impl WindowShape {
    /// Length of an input.
    pub fn inputs(&self) -> usize {
        self.history * PER_STEP + 4
    }

    /// Length of a target: seven numbers per horizon.
    pub fn outputs(&self) -> usize {
        self.horizons.len() * PER_STEP
    }

    /// Outputs that belong to horizon `k`.
    pub fn outputs_of(&self, k: usize) -> std::ops::Range<usize> {
        k * PER_STEP..(k + 1) * PER_STEP
    }
}

/// Windows of one episode, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpisodeWindows {
    /// Inputs, `[window][shape.inputs()]`.
    pub inputs: Vec<f64>,
    /// Targets, `[window][shape.outputs()]`.
    pub targets: Vec<f64>,
    /// Time of each window, s from the first frame.
    pub times: Vec<f64>,
}

impl EpisodeWindows {
    /// Number of windows.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }
}

/// Whether a width can be compared between sets: only where every one of them was measured. A commanded width shows
/// no stall, a binary one no closing.
pub fn width_is_comparable<'a>(mut demonstrations: impl Iterator<Item = &'a Demonstration>) -> bool {
    demonstrations.all(|demonstration| demonstration.gripper.evidence == WidthEvidence::Measured)
}

/// All windows of a demonstration; none where it is shorter than one.
pub fn windows(demonstration: &Demonstration, shape: &WindowShape) -> EpisodeWindows {
    let track = resample(demonstration, shape.rate_hz);
    let furthest = shape.horizons.iter().copied().max().unwrap_or(0);
    let mut all = EpisodeWindows::default();
    for t in shape.history..track.len().saturating_sub(furthest) {
        push_input(&track, t, shape, &mut all.inputs);
        for horizon in &shape.horizons {
            let (now, then) = (&track[t], &track[t + horizon]);
            push_relative(&now.0, &then.0, &mut all.targets);
            all.targets.push(if shape.width { then.1 - now.1 } else { 0.0 });
        }
        all.times.push(t as f64 / shape.rate_hz);
    }
    all
}

/// The input at a time (s from the first frame) alone; `None` before there is enough history or after the end.
pub fn input_at(demonstration: &Demonstration, shape: &WindowShape, secs: f64) -> Option<Vec<f64>> {
    let track = resample(demonstration, shape.rate_hz);
    let t = (secs * shape.rate_hz).round();
    let t = (t.is_finite() && t >= shape.history as f64).then_some(t as usize)?;
    let mut input = Vec::with_capacity(shape.inputs());
    (t < track.len()).then(|| push_input(&track, t, shape, &mut input))?;
    Some(input)
}

fn push_input(track: &[(Pose, f64)], t: usize, shape: &WindowShape, into: &mut Vec<f64>) {
    let now = &track[t];
    let width = |k: usize| if shape.width { track[k].1 } else { 0.0 };
    for back in 1..=shape.history {
        push_relative(&now.0, &track[t - back].0, into);
        into.push(width(t - back));
    }
    let down = now.0.rotation.conjugate() * -DVec3::Z;
    into.extend([width(t), down.x, down.y, down.z]);
}

/// `other` as seen from `frame`: translation, m, and rotation vector, rad.
fn push_relative(frame: &Pose, other: &Pose, into: &mut Vec<f64>) {
    let relative = (frame.inverse() * *other).on_hemisphere_of(&Pose::IDENTITY);
    let turn = relative.rotation.to_scaled_axis();
    let t = relative.translation;
    into.extend([t.x, t.y, t.z, turn.x, turn.y, turn.z]);
}

/// Pose and width (m) on a uniform grid from the first frame on.
fn resample(demonstration: &Demonstration, rate_hz: f64) -> Vec<(Pose, f64)> {
    let times = &demonstration.timestamps;
    let count = (demonstration.duration_secs() * rate_hz + 1e-6) as usize + 1;
    let mut frame = 0;
    if times.len() < 2 {
        return Vec::new();
    }
    (0..count)
        .map(|k| {
            let time = times[0] + k as f64 / rate_hz;
            while frame + 2 < times.len() && times[frame + 1] <= time {
                frame += 1;
            }
            let s = ((time - times[frame]) / (times[frame + 1] - times[frame])).clamp(0.0, 1.0);
            let pose =
                demonstration.world_from_tcp[frame].interpolate(&demonstration.world_from_tcp[frame + 1], s);
            let width = &demonstration.gripper.width;
            (pose, width[frame] + s * (width[frame + 1] - width[frame]))
        })
        .collect()
}
