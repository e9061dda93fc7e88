//! The trajectory, aperture and contact features of one sampled episode.

use super::catalogue::FEATURES;
use super::smoothness::{log_dimensionless_jerk, spectral_arc_length};
use super::track::{Track, low_pass};
use glam::DVec3;

/// Speed below which a hand pauses, m/s.
const PAUSE_SPEED: f64 = 0.02;
/// Length over which directions of approach and retreat are taken, m.
const DIRECTION_LENGTH: f64 = 0.05;
/// Distance from the grasp at which the approach speed is read, m.
const APPROACH_DISTANCE: f64 = 0.02;
/// Rise that counts as the begin of a lift, m.
const LIFT_BEGIN: f64 = 0.01;
/// Share of the peak speed below which a maximum is no peak.
const PEAK_SHARE: f64 = 0.1;
/// Tremor band, Hz.
const TREMOR_BAND: [f64; 2] = [6.0, 12.0];

/// Values in the order of [`FEATURES`].
pub fn values(track: &Track) -> Vec<Option<f64>> {
    let mut values = vec![None; FEATURES.len()];
    if track.positions.len() < 4 {
        return values;
    }
    let named = motion(track).into_iter().chain(grasp(track)).chain(aperture(track));
    for (key, value) in named {
        if let Some(index) = super::feature_index(key) {
            values[index] = value.filter(|v| v.is_finite());
        }
    }
    values
}

type Named = (&'static str, Option<f64>);

fn motion(track: &Track) -> Vec<Named> {
    let speeds = track.speeds();
    let summary = SpeedSummary::of(&track.positions, track.dt);
    let angular: Vec<f64> = track.rotations.windows(2).map(|w| w[0].angle_between(w[1]) / track.dt).collect();
    let heights = || track.positions.iter().map(|p| p.z - track.support_height);
    let peak_at = speeds.iter().position(|v| *v == summary.peak_speed).unwrap_or(0);
    let rate = 1.0 / track.dt;
    vec![
        ("duration", Some(summary.duration)),
        ("path_length", Some(summary.path_length)),
        ("straightness", Some(summary.straightness)),
        ("peak_speed", Some(summary.peak_speed)),
        ("mean_speed", Some(summary.mean_speed)),
        ("time_to_peak", Some(peak_at as f64 / speeds.len() as f64)),
        ("pause_fraction", Some(summary.pause_fraction)),
        ("speed_peaks", Some(count_peaks(&speeds, summary.peak_speed) as f64)),
        ("sparc", spectral_arc_length(&speeds, rate)),
        ("ldlj", log_dimensionless_jerk(&speeds, rate)),
        ("peak_angular_speed", angular.iter().copied().reduce(f64::max)),
        ("mean_angular_speed", Some(crate::distances::mean(&angular))),
        ("min_height", heights().reduce(f64::min)),
        ("max_height", heights().reduce(f64::max)),
        ("tremor", track.raw.as_ref().map(|(raw, dt)| tremor(raw, *dt))),
    ]
}

/// What speed and path say about a motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpeedSummary {
    /// Seconds.
    pub duration: f64,
    /// Metres.
    pub path_length: f64,
    /// Distance of the ends over the path length.
    pub straightness: f64,
    /// m/s.
    pub peak_speed: f64,
    /// m/s.
    pub mean_speed: f64,
    /// Share of time below 2 cm/s.
    pub pause_fraction: f64,
}

impl SpeedSummary {
    /// Of positions (m) every `dt` seconds; at least two.
    pub fn of(positions: &[DVec3], dt: f64) -> Self {
        let speeds: Vec<f64> = positions.windows(2).map(|w| w[0].distance(w[1]) / dt).collect();
        let count = speeds.len().max(1) as f64;
        let path_length = speeds.iter().sum::<f64>() * dt;
        let net = match positions {
            [first, .., last] => first.distance(*last),
            _ => 0.0,
        };
        Self {
            duration: speeds.len() as f64 * dt,
            path_length,
            straightness: if path_length > 0.0 { net / path_length } else { 0.0 },
            peak_speed: speeds.iter().copied().fold(0.0, f64::max),
            mean_speed: speeds.iter().sum::<f64>() / count,
            pause_fraction: speeds.iter().filter(|v| **v < PAUSE_SPEED).count() as f64 / count,
        }
    }
}

/// Angle of a direction from straight down, rad; `None` for no direction.
pub fn angle_from_down(direction: DVec3) -> Option<f64> {
    // Not acos, which loses half of the digits near straight down.
    direction.try_normalize().map(|unit| libm::atan2(libm::hypot(unit.x, unit.y), -unit.z))
}

fn grasp(track: &Track) -> Vec<Named> {
    let positions = &track.positions;
    let stall = track.index(track.stall);
    let end = track.index(track.hold_end).max(stall);
    let grip = positions[stall];
    let before = |distance: f64| (0..stall).rev().find(|i| positions[*i].distance(grip) >= distance);
    let approach = before(DIRECTION_LENGTH).and_then(|i| angle_from_down(grip - positions[i]));
    let approach_speed =
        before(APPROACH_DISTANCE).map(|i| positions[i].distance(positions[i + 1]) / track.dt);
    let highest = positions[stall..=end].iter().map(|p| p.z).fold(f64::NEG_INFINITY, f64::max);
    let risen = (stall..=end).find(|i| positions[*i].z > grip.z + LIFT_BEGIN);
    let let_go = positions[end];
    let arrived = (stall..end).rev().find(|i| positions[*i].z > let_go.z + LIFT_BEGIN);
    let away = (end..positions.len()).find(|i| positions[*i].distance(let_go) >= DIRECTION_LENGTH);
    let retreat = away.and_then(|i| angle_from_down(let_go - positions[i]));
    vec![
        ("approach_angle", approach),
        ("approach_speed", approach_speed),
        ("lift_height", Some(highest - grip.z)),
        ("transport_distance", Some((let_go - grip).truncate().length())),
        ("close_to_lift", risen.map(|i| (i - stall) as f64 * track.dt)),
        ("hold_duration", Some(track.hold_end - track.stall)),
        ("release_dwell", arrived.filter(|_| track.released).map(|i| (end - i) as f64 * track.dt)),
        ("retreat_angle", retreat.filter(|_| track.released)),
        ("grip_height", Some(grip.z - track.support_height)),
        ("regrips", Some(track.regrips as f64)),
    ]
}

/// Only where widths were measured: labels and commands do not show where fingers stall.
fn aperture(track: &Track) -> Vec<Named> {
    if !track.width_measured {
        return Vec::new();
    }
    let stall = track.index(track.stall);
    let widest = track.widths[..=stall].iter().copied().fold(0.0, f64::max);
    let closing = track.stall - track.close_start;
    let travelled = track.widths[track.index(track.close_start)] - track.stall_width;
    vec![
        ("max_aperture", Some(widest)),
        ("stall_width", Some(track.stall_width)),
        ("closing_speed", (closing > 0.0).then(|| travelled / closing)),
        ("close_duration", Some(closing)),
    ]
}

/// Local maxima of a speed profile above a share of its peak.
fn count_peaks(speeds: &[f64], peak: f64) -> usize {
    speeds.windows(3).filter(|w| w[1] > w[0] && w[1] >= w[2] && w[1] >= PEAK_SHARE * peak).count()
}

/// Root mean square of the motion between 6 and 12 Hz, m.
fn tremor(raw: &[DVec3], dt: f64) -> f64 {
    let [low, high] = TREMOR_BAND.map(|hz| low_pass(raw, dt, hz));
    let sum: f64 = low.iter().zip(&high).map(|(low, high)| low.distance_squared(*high)).sum();
    (sum / raw.len().max(1) as f64).sqrt()
}
