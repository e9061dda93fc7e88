//! Close and open events from gripper commands and open/closed labels. Such channels never show a stall, so the
//! width of what is held is a hypothesis, and labels that come late are re-timed by the arm's own motion.

use crate::events::{EndedBy, EventKind, EvidenceGrade, GraspEvent, WidthInterval, WidthSource};
use crate::options::GroundingOptions;
use crate::stillness::{still_segments, tcp_speed};
use restage_episodes::{Demonstration, WidthEvidence};
use std::ops::Range;

/// How far the TCP may drift from its lowest point and still dwell there, m.
const DWELL_BAND: f64 = 0.005;
/// How far above its lowest point a hand may come to rest after a correction, m.
const CORRECTION: f64 = 0.02;

/// A closed stretch of the command, frames.
struct ClosedStretch {
    /// First frame of the closing.
    start: usize,
    /// First frame at which it counts as closed.
    closed: usize,
    /// First frame of the opening, or the frame count.
    end: usize,
    ended_by: EndedBy,
}

/// Events of a demonstration whose gripper channel is binary or commanded.
pub(crate) fn command_events(demonstration: &Demonstration, options: &GroundingOptions) -> Vec<GraspEvent> {
    let speed = tcp_speed(demonstration);
    let mut floor = 0;
    let mut events = Vec::new();
    for stretch in closed_stretches(demonstration, options.events.binary_levels) {
        let event = place_in_time(demonstration, &speed, &stretch, floor, options);
        floor = event.hold_end;
        if demonstration.timestamps[event.hold_end.min(demonstration.len() - 1)]
            - demonstration.timestamps[event.stall]
            >= options.events.hold_secs
        {
            events.push(event);
        }
    }
    events
}

/// Level hysteresis on the open fraction. Safe for commands, which go all the way; never for measured widths.
fn closed_stretches(
    demonstration: &Demonstration,
    [closed_level, open_level]: [f64; 2],
) -> Vec<ClosedStretch> {
    let gripper = &demonstration.gripper;
    let range = gripper.open_width - gripper.closed_width;
    let fraction: Vec<f64> = gripper.width.iter().map(|w| (w - gripper.closed_width) / range).collect();
    let mut stretches = Vec::new();
    let mut since: Option<(usize, usize)> = None;
    for (i, level) in fraction.iter().enumerate() {
        match since {
            None if *level < closed_level => {
                let start = ramp_start(&fraction, i, |before, here| before > here);
                since = Some((start, i));
            }
            Some((start, closed)) if *level > open_level => {
                let end = ramp_start(&fraction, i, |before, here| before < here);
                let end = end.max(closed + 1);
                stretches.push(ClosedStretch { start, closed, end, ended_by: EndedBy::Open });
                since = None;
            }
            _ => {}
        }
    }
    if let Some((start, closed)) = since {
        stretches.push(ClosedStretch { start, closed, end: fraction.len(), ended_by: EndedBy::End });
    }
    // Closed from the first frame on: the grasp itself was not recorded.
    stretches.retain(|stretch| stretch.closed > 0);
    stretches
}

/// First frame of the monotone ramp that ends at `frame`.
fn ramp_start(fraction: &[f64], frame: usize, moving: impl Fn(f64, f64) -> bool) -> usize {
    const STILL: f64 = 0.01;
    let mut start = frame;
    while start > 0
        && moving(fraction[start - 1], fraction[start])
        && (fraction[start - 1] - fraction[start]).abs() > STILL
    {
        start -= 1;
    }
    // `start` is the last frame before the ramp unless the ramp begins the episode: the motion starts behind it.
    (start + 1).min(frame)
}

fn place_in_time(
    demonstration: &Demonstration,
    speed: &[f64],
    stretch: &ClosedStretch,
    floor: usize,
    options: &GroundingOptions,
) -> GraspEvent {
    let late = demonstration.gripper.close_label_delay > 0.0;
    let (close_start, patience) = if late {
        retimed_close(demonstration, speed, stretch.closed, floor, options)
    } else {
        (stretch.start, stretch.end - 1)
    };
    let hold_end = if late && stretch.ended_by == EndedBy::Open {
        retimed_open(demonstration, stretch, options.events.open_label_margin_secs)
    } else {
        stretch.end
    };
    let stall =
        fingers_closed(demonstration, close_start, patience.min(hold_end - 1), options.events.closing_secs);
    GraspEvent {
        kind: EventKind::Grasp,
        close_start,
        stall,
        hold_end,
        ended_by: stretch.ended_by,
        width: assumed_width(demonstration, stretch.closed..stretch.end, options),
        grade: EvidenceGrade::D,
        regrip: false,
        lift: 0.0,
        world_from_tcp: demonstration.world_from_tcp[stall],
    }
}

/// Frame at which a late closing label should have come, and the last frame of the dwell around it.
///
/// A person closes the gripper while the hand dwells at the object, and moves on when it has closed. So the close
/// is looked for at the known delay before the label, but never outside that dwell. `floor` is the first frame
/// that may be used.
fn retimed_close(
    demonstration: &Demonstration,
    speed: &[f64],
    label: usize,
    floor: usize,
    options: &GroundingOptions,
) -> (usize, usize) {
    let times = &demonstration.timestamps;
    let delay = demonstration.gripper.close_label_delay;
    let earliest = times[label] - delay - options.events.label_margin_secs;
    let window = times.partition_point(|t| *t < earliest).max(floor).min(label);
    let dwell = longest_low_dwell(demonstration, speed, window, label, options);
    let expected = times.partition_point(|t| *t < times[label] - delay);
    (expected.clamp(dwell.start, dwell.end - 1), dwell.end - 1)
}

/// The longest still stretch of frames `window..=label` that is not far above the lowest frame there; that frame
/// alone when the hand never rests. A hand often dips, then corrects, and only then waits for the fingers.
fn longest_low_dwell(
    demonstration: &Demonstration,
    speed: &[f64],
    window: usize,
    label: usize,
    options: &GroundingOptions,
) -> Range<usize> {
    let height = |i: usize| demonstration.world_from_tcp[i].translation.z;
    let lowest = (window..=label).min_by(|a, b| height(*a).total_cmp(&height(*b))).unwrap_or(label);
    let secs = |range: &Range<usize>| {
        demonstration.timestamps[range.end - 1] - demonstration.timestamps[range.start]
    };
    still_segments(&speed[window..=label], options.still.enter_speed, options.still.leave_speed, 1)
        .into_iter()
        .map(|range| range.start + window..range.end + window)
        .filter(|range| range.clone().any(|i| height(i) <= height(lowest) + CORRECTION))
        .max_by(|a, b| secs(a).total_cmp(&secs(b)))
        .unwrap_or(lowest..lowest + 1)
}

/// Frame at which a device with a late closing label really let go: where the hand leaves its lowest point, when
/// it did so shortly before the label. Nobody lifts off before the fingers are open.
fn retimed_open(demonstration: &Demonstration, stretch: &ClosedStretch, margin: f64) -> usize {
    let times = &demonstration.timestamps;
    let height = |i: usize| demonstration.world_from_tcp[i].translation.z;
    let earliest = times[stretch.end] - margin;
    let window = times.partition_point(|t| *t < earliest).max(stretch.closed + 1).min(stretch.end);
    let lowest = (window..=stretch.end).map(height).fold(f64::INFINITY, f64::min);
    (window..=stretch.end).rev().find(|i| height(*i) <= lowest + DWELL_BAND).unwrap_or(stretch.end)
}

/// First frame at which the fingers have had `closing_secs` to close, or the last before the TCP moves away
/// from where the closing began: whichever is earlier, and never beyond `last`.
fn fingers_closed(
    demonstration: &Demonstration,
    close_start: usize,
    last: usize,
    closing_secs: f64,
) -> usize {
    let start_time = demonstration.timestamps[close_start];
    let start = demonstration.world_from_tcp[close_start].translation;
    let mut frame = close_start;
    while frame < last
        && demonstration.timestamps[frame] - start_time < closing_secs
        && demonstration.world_from_tcp[frame + 1].translation.z <= start.z + DWELL_BAND
    {
        frame += 1;
    }
    frame
}

/// The range of widths that the prior allows; a commanded width bounds it from below, for the object kept the
/// fingers at least that far apart.
fn assumed_width(
    demonstration: &Demonstration,
    frames: Range<usize>,
    options: &GroundingOptions,
) -> WidthInterval {
    let gripper = &demonstration.gripper;
    let [low, high] = options.object.width_fraction.map(|fraction| fraction * gripper.open_width);
    let commanded = match gripper.evidence {
        WidthEvidence::Commanded => {
            gripper.width[frames].iter().copied().fold(f64::INFINITY, f64::min).max(0.0)
        }
        WidthEvidence::Binary | WidthEvidence::Measured => 0.0,
    };
    let low = low.max(commanded).min(gripper.open_width);
    let high = high.max(low);
    WidthInterval { low, best: (low + high) * 0.5, high, source: WidthSource::Hypothesis }
}
