//! Still segments: where a hand or arm rests.

use crate::options::StillOptions;
use crate::signal::local_quadratic;
use restage_episodes::Demonstration;
use std::ops::Range;

/// Half the window over which speed is fitted, s. Long enough to average hand-held tracking noise.
const SPEED_HALF_WINDOW: f64 = 0.06;

/// Ranges of at least `min_len` samples in which `speed` (m/s) is still, with hysteresis: stillness begins below
/// `enter` and ends at `leave`.
pub fn still_segments(speed: &[f64], enter: f64, leave: f64, min_len: usize) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut since: Option<usize> = None;
    for (i, v) in speed.iter().enumerate() {
        match since {
            None if *v < enter => since = Some(i),
            Some(start) if *v >= leave => {
                segments.push(start..i);
                since = None;
            }
            _ => {}
        }
    }
    if let Some(start) = since {
        segments.push(start..speed.len());
    }
    segments.retain(|range| range.len() >= min_len);
    segments
}

/// Speed of the TCP per frame, m/s, by a local fit over at least two frames to each side.
pub(crate) fn tcp_speed(demonstration: &Demonstration) -> Vec<f64> {
    let half = SPEED_HALF_WINDOW.max(1.5 * demonstration.period_secs());
    (0..demonstration.len())
        .map(|k| {
            local_quadratic(&demonstration.timestamps, k, half, |i| {
                demonstration.world_from_tcp[i].translation
            })
            .map_or_else(|| difference_speed(demonstration, k), |fit| fit.first.length())
        })
        .collect()
}

/// Speed between the neighbours of frame `k`, for places where the clock has too few frames to fit.
fn difference_speed(demonstration: &Demonstration, k: usize) -> f64 {
    let (a, b) = (k.saturating_sub(1), (k + 1).min(demonstration.len() - 1));
    let elapsed = demonstration.timestamps[b] - demonstration.timestamps[a];
    if elapsed <= 0.0 {
        return 0.0;
    }
    demonstration.world_from_tcp[a].distance(&demonstration.world_from_tcp[b]) / elapsed
}

/// Still segments of a demonstration's TCP, lasting at least `min_secs`; frames.
pub fn still_tcp(demonstration: &Demonstration, options: &StillOptions) -> Vec<Range<usize>> {
    let times = &demonstration.timestamps;
    still_segments(&tcp_speed(demonstration), options.enter_speed, options.leave_speed, 1)
        .into_iter()
        .filter(|range| times[range.end - 1] - times[range.start] >= options.min_secs)
        .collect()
}
