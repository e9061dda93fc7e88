//! Close and open events from measured gripper width: where the fingers stall, they hold something.

use crate::options::EventOptions;
use crate::signal::{UniformSignal, central_difference, median, median3, smooth};
use restage_episodes::Demonstration;
use restage_geometry::Pose;
use serde::{Deserialize, Serialize};

/// What the fingers closed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Something between the fingers stopped them.
    Grasp,
    /// Nothing did: they reached the empty width.
    EmptyClose,
}

/// What ended a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The fingers opened.
    Open,
    /// The fingers closed further: a squeeze, a re-grip, or the object slipped out.
    Close,
    /// The recording ended.
    End,
}

/// How well an event is supported by the recording; `A` is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EvidenceGrade {
    /// Tactile or force onset at the stall. Needs a tactile channel, which demonstrations do not carry yet.
    A,
    /// The TCP rose by the lift height while holding and then the fingers opened.
    B,
    /// A stall of the measured width only.
    C,
    /// A command only: nothing shows that anything was held.
    D,
}

/// Whether a width was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WidthSource {
    /// The stall of a measured width.
    Measured,
    /// Assumed: the gripper channel shows commands only.
    Hypothesis,
}

/// Width of the thing between the fingers, m.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidthInterval {
    /// Least width.
    pub low: f64,
    /// Best estimate.
    pub best: f64,
    /// Largest width.
    pub high: f64,
    /// Whether it was measured.
    pub source: WidthSource,
}

/// A closing of the gripper that lasted. Frames index the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GraspEvent {
    /// What the fingers closed on.
    pub kind: EventKind,
    /// First frame of the closing motion.
    pub close_start: usize,
    /// First frame of the hold.
    pub stall: usize,
    /// First frame of the next finger motion, or the frame count.
    pub hold_end: usize,
    /// What that motion is.
    pub ended_by: EndedBy,
    /// Width of what is held.
    pub width: WidthInterval,
    /// Evidence.
    pub grade: EvidenceGrade,
    /// True when the fingers already held something and closed further: the same object again.
    pub regrip: bool,
    /// Largest rise of the TCP above its height at the stall while this hold lasts, m.
    pub lift: f64,
    /// TCP pose at the stall.
    pub world_from_tcp: Pose,
}

/// A hold on a uniformly sampled width signal; indices of samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StallEvent {
    /// What the fingers closed on.
    pub kind: EventKind,
    /// First sample of the closing motion.
    pub close_start: usize,
    /// First sample of the hold.
    pub stall: usize,
    /// First sample of the next motion, or the sample count.
    pub hold_end: usize,
    /// What that motion is.
    pub ended_by: EndedBy,
    /// Median width over the hold, m.
    pub width: f64,
    /// How far the gripper closed: 0 open, 1 empty.
    pub stall_fraction: f64,
}

/// One motion of the fingers in one direction, samples `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MotionRun {
    closing: bool,
    start: usize,
    end: usize,
}

/// Motions by the sign of the central difference; still gaps of at most `gap` samples within one direction are
/// bridged, and motions of less travel than `min_travel` dropped.
fn motion_runs(width: &[f64], dt: f64, options: &EventOptions) -> Vec<MotionRun> {
    let gap = libm::round(options.gap_secs / dt) as usize;
    let mut runs: Vec<MotionRun> = Vec::new();
    for (i, speed) in central_difference(width, dt).into_iter().enumerate() {
        if speed.abs() <= options.moving_speed {
            continue;
        }
        let closing = speed < 0.0;
        match runs.last_mut() {
            Some(run) if run.closing == closing && i - run.end <= gap => run.end = i + 1,
            _ => runs.push(MotionRun { closing, start: i, end: i + 1 }),
        }
    }
    runs.retain(|run| (width[run.end - 1] - width[run.start]).abs() >= options.min_travel);
    runs
}

/// Finds the holds of a uniformly sampled width signal (m, period `dt` s): a closing motion followed by at least
/// `hold_secs` without motion. Motion, not level, decides: a 40 mm object stalls an 80 mm gripper half way, where
/// no level-crossing detector looks. `range` is the open and the closed (empty) width, m.
pub fn stall_events(width: &[f64], dt: f64, range: [f64; 2], options: &EventOptions) -> Vec<StallEvent> {
    let [open, closed] = range;
    let runs = motion_runs(width, dt, options);
    let mut events = Vec::new();
    for (k, run) in runs.iter().enumerate().filter(|(_, run)| run.closing) {
        let (hold_end, ended_by) = match runs.get(k + 1) {
            Some(next) if next.closing => (next.start, EndedBy::Close),
            Some(next) => (next.start, EndedBy::Open),
            None => (width.len(), EndedBy::End),
        };
        let held = hold_end.saturating_sub(run.end) as f64 * dt;
        // The tolerance keeps a hold of exactly the least duration on a decimal grid.
        if held + 1e-9 < options.hold_secs {
            continue;
        }
        let Some(stalled) = median(&width[run.end..hold_end]) else { continue };
        events.push(StallEvent {
            kind: if stalled > closed + options.margin { EventKind::Grasp } else { EventKind::EmptyClose },
            close_start: run.start,
            stall: run.end,
            hold_end,
            ended_by,
            width: stalled,
            stall_fraction: (open - stalled) / (open - closed),
        });
    }
    events
}

/// Events of a demonstration whose width is measured: filtered, resampled, detected. Grade and re-grip are set by
/// [`crate::holds`].
pub(crate) fn measured_events(demonstration: &Demonstration, options: &EventOptions) -> Vec<GraspEvent> {
    let gripper = &demonstration.gripper;
    let signal = UniformSignal::new(&demonstration.timestamps, &gripper.width, demonstration.period_secs());
    let width = smooth(&median3(&signal.values), signal.dt, options.smoothing_secs);
    let last = demonstration.len() - 1;
    stall_events(&width, signal.dt, [gripper.open_width, gripper.closed_width], options)
        .into_iter()
        .map(|event| {
            let stall = signal.frame(event.stall).min(last);
            GraspEvent {
                kind: event.kind,
                close_start: signal.frame(event.close_start).min(stall),
                stall,
                hold_end: signal.frame(event.hold_end).max(stall + 1),
                ended_by: event.ended_by,
                width: WidthInterval {
                    low: event.width,
                    best: event.width,
                    high: event.width + options.pad_compression,
                    source: WidthSource::Measured,
                },
                grade: EvidenceGrade::C,
                regrip: false,
                lift: 0.0,
                world_from_tcp: demonstration.world_from_tcp[stall],
            }
        })
        .collect()
}
