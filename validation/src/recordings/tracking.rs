//! How a real arm follows its commands: lag and error, from commanded and achieved poses.

use super::{RecordingError, read_columns};
use crate::intervals::{BootstrapOptions, Estimate, Hierarchy, estimate};
use glam::{DQuat, DVec3};
use serde::Serialize;
use std::path::Path;

/// Commanded and achieved flange poses of one replay, at their recorded times.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackedArm {
    /// Seconds, increasing.
    pub times: Vec<f64>,
    /// Commanded position, m.
    pub commanded: Vec<DVec3>,
    /// Achieved position, m.
    pub achieved: Vec<DVec3>,
    /// Commanded orientation.
    pub commanded_rotation: Vec<DQuat>,
    /// Achieved orientation.
    pub achieved_rotation: Vec<DQuat>,
}

/// Lag and error of the arm. Intervals: jackknife or bootstrap over stretches of [`BLOCK_SECS`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrackingReport {
    /// Seconds of motion.
    pub duration_secs: f64,
    /// Lag that aligns achieved with commanded positions best, s.
    pub lag_secs: Estimate,
    /// Root mean square distance between command and arm at the same time, m.
    pub position_rms: Estimate,
    /// Root mean square distance after the lag is taken out, m: what delay alone does not explain.
    pub aligned_rms: Estimate,
    /// Largest distance at the same time, m.
    pub position_max: f64,
    /// Root mean square angle at the same time, rad.
    pub rotation_rms: Estimate,
    /// What this shows.
    pub shows: Vec<String>,
    /// What it cannot show.
    pub cannot_show: Vec<String>,
}

/// Length of the stretches that are resampled, s: longer than the lag by far.
pub const BLOCK_SECS: f64 = 2.0;

/// Grid on which lags are tried, s.
const GRID_SECS: f64 = 0.01;

/// Largest lag that is tried, s.
const LARGEST_LAG_SECS: f64 = 0.5;

/// Reads a log with `time_rel`, `desired_ee_0..5` and `actual_ee_0..5` (position, rotation vector). Where the time jumps back a
/// new phase begins; the last phase is the replay.
///
/// # Errors
/// A missing column, something that is no number, or fewer than 100 rows in the last phase.
pub fn read_tracking(path: &Path) -> Result<TrackedArm, RecordingError> {
    let mut names = vec!["time_rel".to_owned()];
    for side in ["desired_ee", "actual_ee"] {
        names.extend((0..6).map(|k| format!("{side}_{k}")));
    }
    let columns = read_columns(path, &names)?;
    let times = &columns[0];
    let start = (1..times.len()).rev().find(|k| times[*k] < times[k - 1]).unwrap_or(0);
    if times.len() - start < 100 {
        let found = format!("{} rows", times.len() - start);
        return Err(RecordingError::content(path, "last phase", "at least 100 rows", found));
    }
    let vector =
        |first: usize, k: usize| DVec3::new(columns[first][k], columns[first + 1][k], columns[first + 2][k]);
    let rows = start..times.len();
    let positions = |first: usize| rows.clone().map(|k| vector(first, k)).collect();
    let rotations = |first: usize| rows.clone().map(|k| DQuat::from_scaled_axis(vector(first, k))).collect();
    Ok(TrackedArm {
        times: times[rows.clone()].to_vec(),
        commanded: positions(1),
        commanded_rotation: rotations(4),
        achieved: positions(7),
        achieved_rotation: rotations(10),
    })
}

/// On a uniform grid: commanded and achieved positions and the angle between the orientations.
struct Uniform {
    commanded: Vec<DVec3>,
    achieved: Vec<DVec3>,
    angle: Vec<f64>,
}

impl Uniform {
    fn of(arm: &TrackedArm) -> Self {
        let (first, last) = (arm.times[0], arm.times[arm.times.len() - 1]);
        let count = ((last - first) / GRID_SECS) as usize + 1;
        let (mut commanded, mut achieved, mut angle) = (Vec::new(), Vec::new(), Vec::new());
        let mut k = 0;
        for step in 0..count {
            let time = first + step as f64 * GRID_SECS;
            while k + 2 < arm.times.len() && arm.times[k + 1] <= time {
                k += 1;
            }
            let s = ((time - arm.times[k]) / (arm.times[k + 1] - arm.times[k])).clamp(0.0, 1.0);
            commanded.push(arm.commanded[k].lerp(arm.commanded[k + 1], s));
            achieved.push(arm.achieved[k].lerp(arm.achieved[k + 1], s));
            let between = |q: &[DQuat]| q[k].slerp(q[k + 1], s);
            let (a, b) = (between(&arm.commanded_rotation), between(&arm.achieved_rotation));
            angle.push(2.0 * libm::acos(a.dot(b).abs().min(1.0)));
        }
        Self { commanded, achieved, angle }
    }

    /// Sum of squared distances of block `block` when the command is taken `lag` steps earlier, and their number.
    fn squares(&self, block: usize, size: usize, lag: usize) -> (f64, f64) {
        let (from, to) = ((block * size).max(lag), ((block + 1) * size).min(self.achieved.len()));
        let sum = (from..to).map(|k| self.achieved[k].distance_squared(self.commanded[k - lag])).sum();
        (sum, to.saturating_sub(from) as f64)
    }
}

/// Lag and error of a tracked arm.
pub fn tracking_evidence(arm: &TrackedArm, options: &BootstrapOptions) -> TrackingReport {
    let uniform = Uniform::of(arm);
    let size = (BLOCK_SECS / GRID_SECS) as usize;
    let blocks = uniform.achieved.len() / size;
    let lags = (LARGEST_LAG_SECS / GRID_SECS) as usize;
    // Squares per block and lag once; resampling adds them up.
    let table: Vec<Vec<(f64, f64)>> =
        (0..blocks).map(|block| (0..=lags).map(|lag| uniform.squares(block, size, lag)).collect()).collect();
    let rms = |units: &[usize], lag: usize| {
        let (square, count) =
            units.iter().fold((0.0, 0.0), |(s, n), unit| (s + table[*unit][lag].0, n + table[*unit][lag].1));
        libm::sqrt(square / count)
    };
    let best = |units: &[usize]| {
        let mut errors: Vec<(f64, usize)> = (0..=lags).map(|lag| (rms(units, lag), lag)).collect();
        errors.sort_by(|a, b| a.0.total_cmp(&b.0));
        errors[0].1
    };
    let hierarchy = Hierarchy::flat(blocks);
    let options = BootstrapOptions { bca: false, ..*options };
    let angles = |units: &[usize]| {
        let square: f64 = units
            .iter()
            .flat_map(|unit| &uniform.angle[unit * size..(unit + 1) * size])
            .map(|angle| angle * angle)
            .sum();
        libm::sqrt(square / (units.len() * size) as f64)
    };
    let distances = uniform.achieved.iter().zip(&uniform.commanded).map(|(a, b)| a.distance(*b));
    TrackingReport {
        duration_secs: arm.times[arm.times.len() - 1] - arm.times[0],
        lag_secs: estimate(&hierarchy, |units| best(units) as f64 * GRID_SECS, &options),
        position_rms: estimate(&hierarchy, |units| rms(units, 0), &options),
        aligned_rms: estimate(&hierarchy, |units| rms(units, best(units)), &options),
        position_max: distances.fold(0.0, f64::max),
        rotation_rms: estimate(&hierarchy, angles, &options),
        shows: vec![
            "an arm under Cartesian impedance control lags its command and falls short of it".into(),
            "the simulated palm follows its command exactly, after the delay that was drawn: the lag bounds that delay, \
             and the error that is left is one that generated episodes do not have"
                .into(),
        ],
        cannot_show: vec![
            "one replay of one arm at one stiffness: other arms, gains and loads lag differently".into(),
            "nothing about grippers, contact or objects: none was recorded".into(),
            "whether the motion was free or in contact is not stated".into(),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `latency_xcorr` in kind: the same path, later by a known time.
    #[test]
    fn a_known_lag_is_found() {
        let times: Vec<f64> = (0..2500).map(|k| f64::from(k) * 0.008).collect();
        let path = |t: f64| DVec3::new(libm::sin(t), 0.3 * libm::sin(2.3 * t), 0.1 * t);
        let arm = TrackedArm {
            commanded: times.iter().map(|t| path(*t)).collect(),
            achieved: times.iter().map(|t| path(*t - 0.07)).collect(),
            commanded_rotation: vec![DQuat::IDENTITY; times.len()],
            achieved_rotation: vec![DQuat::from_rotation_x(0.02); times.len()],
            times,
        };
        let report = tracking_evidence(&arm, &BootstrapOptions { draws: 200, ..BootstrapOptions::default() });
        assert!((report.lag_secs.value - 0.07).abs() < 1e-9, "{report:?}");
        assert!(report.aligned_rms.value < 1e-5 && report.position_rms.value > 0.03, "{report:?}");
        assert!((report.rotation_rms.value - 0.02).abs() < 1e-9, "{report:?}");
    }
}
