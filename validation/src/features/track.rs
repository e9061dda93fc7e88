//! An episode on a uniform clock: the part about its grasp, filtered and resampled like every other episode of the
//! comparison.

use crate::sample::Observed;
use glam::{DQuat, DVec3};
use restage_episodes::WidthEvidence;
use restage_grounding::EventKind;
use serde::{Deserialize, Serialize};
use std::f64::consts::{PI, SQRT_2};

/// How every episode of a comparison is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// Common rate, Hz: the lowest of both sets.
    pub rate_hz: f64,
    /// Cut-off of the zero-phase low-pass filter, Hz.
    pub cutoff_hz: f64,
    /// Whether every recording is fast enough to show tremor (12 Hz and more than twice that).
    pub tremor: bool,
}

/// Highest cut-off of the low-pass filter, Hz: hands do not move faster on purpose.
const CUTOFF_HZ: f64 = 6.0;
/// Highest common rate, Hz.
const MAX_RATE_HZ: f64 = 60.0;
/// Least rate that shows tremor, Hz.
const TREMOR_RATE_HZ: f64 = 25.0;

impl Sampling {
    /// The sampling of sets whose lowest frame rate is `rate_hz`.
    pub fn for_rate(rate_hz: f64) -> Self {
        let common = rate_hz.min(MAX_RATE_HZ);
        Self { rate_hz: common, cutoff_hz: CUTOFF_HZ.min(0.4 * common), tremor: rate_hz >= TREMOR_RATE_HZ }
    }
}

/// One episode, sampled. Times are seconds from the start of its part; positions in the world of the recording.
#[derive(Clone, Debug)]
pub struct Track {
    /// Seconds between samples.
    pub dt: f64,
    /// TCP position per sample.
    pub positions: Vec<DVec3>,
    /// TCP rotation per sample.
    pub rotations: Vec<DQuat>,
    /// Gripper width per sample, m.
    pub widths: Vec<f64>,
    /// Whether widths were measured.
    pub width_measured: bool,
    /// Positions on the recording's own clock, not filtered, and its period: for tremor only.
    pub raw: Option<(Vec<DVec3>, f64)>,
    /// When the fingers began to close, s.
    pub close_start: f64,
    /// When they stalled, s.
    pub stall: f64,
    /// When the hold ended, s.
    pub hold_end: f64,
    /// Whether an opening ended it.
    pub released: bool,
    /// Closings on the same object beyond the first.
    pub regrips: usize,
    /// Height of the support, m.
    pub support_height: f64,
    /// Width held, m.
    pub stall_width: f64,
    /// TCP rotation at the stall.
    pub grasp_rotation: DQuat,
}

impl Track {
    /// Samples the part of an episode that is about its primary grasp.
    pub fn new(observed: &Observed, sampling: &Sampling) -> Self {
        let demonstration = &observed.demonstration;
        let grounding = &observed.grounding;
        let (part, _) = grounding.primary_part();
        let part = if part.len() < 5 { 0..demonstration.len() } else { part };
        let times = &demonstration.timestamps[part.clone()];
        let origin = times.first().copied().unwrap_or(0.0);
        let clock: Vec<f64> = times.iter().map(|t| t - origin).collect();
        let duration = clock.last().copied().unwrap_or(0.0);
        let native = demonstration.period_secs().max(1e-3);
        let poses = &demonstration.world_from_tcp[part.clone()];
        let at = |grid: &[f64]| -> (Vec<DVec3>, Vec<DQuat>, Vec<f64>) {
            let cursor = locate(&clock, grid);
            let pose =
                cursor.iter().map(|(i, s)| poses[*i].interpolate(&poses[(i + 1).min(poses.len() - 1)], *s));
            let (positions, rotations) = pose.map(|pose| (pose.translation, pose.rotation)).unzip();
            let widths = &demonstration.gripper.width[part.clone()];
            let width =
                |(i, s): &(usize, f64)| widths[*i] + (widths[(i + 1).min(widths.len() - 1)] - widths[*i]) * s;
            (positions, rotations, cursor.iter().map(width).collect())
        };
        let fine = grid(duration, native);
        let (raw, raw_rotations, raw_widths) = at(&fine);
        let positions = low_pass(&raw, native, sampling.cutoff_hz);
        let dt = 1.0 / sampling.rate_hz;
        let coarse = grid(duration, dt);
        let cursor = locate(&fine, &coarse);
        let next = |i: usize| (i + 1).min(fine.len() - 1);
        let grasp = grounding.grasp();
        let time = |frame: usize| {
            let last = demonstration.timestamps.last().copied().unwrap_or(origin);
            demonstration.timestamps.get(frame).copied().unwrap_or(last) - origin
        };
        let hold = grasp.stall..grounding.hold_end.max(grasp.stall + 1);
        let mut held: Vec<f64> = demonstration.gripper.width[hold].to_vec();
        let in_part = |frame: usize| part.contains(&frame);
        let regrips =
            grounding.events.iter().filter(|e| e.kind == EventKind::Grasp && e.regrip && in_part(e.stall));
        Self {
            dt,
            positions: cursor.iter().map(|(i, s)| positions[*i].lerp(positions[next(*i)], *s)).collect(),
            rotations: cursor
                .iter()
                .map(|(i, s)| raw_rotations[*i].slerp(raw_rotations[next(*i)], *s))
                .collect(),
            widths: cursor
                .iter()
                .map(|(i, s)| raw_widths[*i] + (raw_widths[next(*i)] - raw_widths[*i]) * s)
                .collect(),
            width_measured: demonstration.gripper.evidence == WidthEvidence::Measured,
            raw: sampling.tremor.then_some((raw, native)),
            close_start: time(grasp.close_start),
            stall: time(grasp.stall),
            hold_end: time(grounding.hold_end),
            released: grounding.release.is_some(),
            regrips: regrips.count(),
            support_height: observed.support_height,
            stall_width: crate::distances::median(&mut held),
            grasp_rotation: grasp.world_from_tcp.rotation,
        }
    }

    /// Index of the sample nearest to a time.
    pub fn index(&self, secs: f64) -> usize {
        ((secs / self.dt).round().max(0.0) as usize).min(self.positions.len().saturating_sub(1))
    }

    /// Speed between neighbouring samples, m/s.
    pub fn speeds(&self) -> Vec<f64> {
        self.positions.windows(2).map(|w| w[0].distance(w[1]) / self.dt).collect()
    }
}

fn grid(duration: f64, dt: f64) -> Vec<f64> {
    let count = (duration / dt + 1e-6).floor() as usize + 1;
    (0..count).map(|k| k as f64 * dt).collect()
}

/// Interval and share of it for each time of an ascending grid.
fn locate(clock: &[f64], grid: &[f64]) -> Vec<(usize, f64)> {
    let last = clock.len() - 1;
    let mut i = 0;
    grid.iter()
        .map(|t| {
            while i + 1 < last && clock[i + 1] <= *t {
                i += 1;
            }
            let next = (i + 1).min(last);
            let span = clock[next] - clock[i];
            (i, if span > 0.0 { ((t - clock[i]) / span).clamp(0.0, 1.0) } else { 0.0 })
        })
        .collect()
}

/// Second-order Butterworth low-pass, forwards and backwards (no phase), ends reflected.
pub fn low_pass(signal: &[DVec3], dt: f64, cutoff_hz: f64) -> Vec<DVec3> {
    let n = signal.len();
    let pad = ((3.0 / (cutoff_hz * dt)) as usize + 12).min(n.saturating_sub(1));
    if n < 4 || cutoff_hz * dt >= 0.5 {
        return signal.to_vec();
    }
    let mut padded: Vec<DVec3> = (1..=pad).rev().map(|k| signal[0] * 2.0 - signal[k]).collect();
    padded.extend_from_slice(signal);
    padded.extend((1..=pad).map(|k| signal[n - 1] * 2.0 - signal[n - 1 - k]));
    let forward = biquad(&padded, dt, cutoff_hz);
    let reversed: Vec<DVec3> = forward.into_iter().rev().collect();
    biquad(&reversed, dt, cutoff_hz).into_iter().rev().skip(pad).take(n).collect()
}

/// Bilinear second-order Butterworth section, started at rest on the first value.
fn biquad(signal: &[DVec3], dt: f64, cutoff_hz: f64) -> Vec<DVec3> {
    let k = libm::tan(PI * cutoff_hz * dt);
    let norm = 1.0 / (1.0 + SQRT_2 * k + k * k);
    let (b, a1, a2) = (k * k * norm, 2.0 * (k * k - 1.0) * norm, (1.0 - SQRT_2 * k + k * k) * norm);
    let start = signal.first().copied().unwrap_or_default();
    let (mut x1, mut x2, mut y1, mut y2) = (start, start, start, start);
    signal
        .iter()
        .map(|x| {
            let y = (*x + x1 * 2.0 + x2) * b - y1 * a1 - y2 * a2;
            (x2, x1, y2, y1) = (x1, *x, y1, y);
            y
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Passed twice, the gain at the cut-off is one half; far below it one, far above it nothing.
    #[test]
    fn the_filter_keeps_slow_and_drops_fast() {
        let dt = 0.01;
        let wave = |hz: f64| -> Vec<DVec3> {
            (0..1000).map(|k| DVec3::X * (2.0 * PI * hz * f64::from(k) * dt).sin()).collect()
        };
        let gain = |hz: f64| {
            let out = low_pass(&wave(hz), dt, 6.0);
            out[300..700].iter().map(|p| p.x.abs()).fold(0.0, f64::max)
        };
        assert!((gain(0.5) - 1.0).abs() < 0.01, "{}", gain(0.5));
        assert!((gain(6.0) - 0.5).abs() < 0.02, "{}", gain(6.0));
        assert!(gain(30.0) < 0.005, "{}", gain(30.0));
    }

    #[test]
    fn a_ramp_stays_a_ramp() {
        let ramp: Vec<DVec3> = (0..50).map(|k| DVec3::splat(0.01 * f64::from(k))).collect();
        let out = low_pass(&ramp, 0.1, 4.0);
        assert!(ramp.iter().zip(&out).all(|(a, b)| a.distance(*b) < 1e-4));
    }
}
