//! Two real arms that squeeze a box and lift it: does the measured force balance, and what friction does the lift prove?

use super::npz::{Array, read_npz};
use super::{RecordingError, files_in};
use crate::intervals::bootstrap::quantile;
use crate::intervals::{BootstrapOptions, Estimate, Hierarchy, estimate};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Samples at the start of a run whose mean is the offset of the force estimate.
const OFFSET_SAMPLES: usize = 20;

/// Squeeze on both sides from which the box counts as gripped, N.
const GRIPPED_N: f64 = 4.0;

/// Rise of the right hand since the grip from which the box counts as carried, m.
const CARRIED_M: f64 = 0.05;

/// Fewest carried samples (20 Hz) of a run that is used.
const LEAST_CARRIED: usize = 20;

/// Largest interquartile range of the weight while carried, N: beyond it the box rests on something part of the time.
const STEADY_N: f64 = 2.0;

/// One lift. Forces are medians over the carried samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunForces {
    /// Trial: one demonstration and what was learnt from it.
    pub trial: String,
    /// File name.
    pub run: String,
    /// Weight that both arms feel together, N.
    pub weight_n: f64,
    /// Squeeze of the right and left arm, N.
    pub squeeze_n: [f64; 2],
    /// Least friction between hand and box that such a lift takes: weight over the sum of the squeezes.
    pub friction_at_least: f64,
    /// Root mean square distance between attractor and hand over the run, m (right arm).
    pub attractor_rms: f64,
}

/// What the lifts say. Intervals are over trials, of which there are few: coarse.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForceReport {
    /// Runs in the folder.
    pub runs: usize,
    /// Autonomous lifts that are used.
    pub lifts: Vec<RunForces>,
    /// Runs that are not, with the reason, counted.
    pub left_out: BTreeMap<String, usize>,
    /// Weight, N.
    pub weight_n: Estimate,
    /// Relative difference of the squeezes: 0 where the forces balance.
    pub imbalance: Estimate,
    /// Least friction that the lifts prove.
    pub friction_at_least: Estimate,
    /// Standard deviation of the weight between repetitions of a trial, N.
    pub repeatability_n: f64,
    /// Root mean square distance between attractor and hand, m.
    pub attractor_rms: Estimate,
    /// What this shows.
    pub shows: Vec<String>,
    /// What it cannot show.
    pub cannot_show: Vec<String>,
}

/// Reads every run below `folder/trial*/` and measures the autonomous lifts.
///
/// # Errors
/// When a file cannot be read, or no run has a lift.
pub fn force_evidence(folder: &Path, options: &BootstrapOptions) -> Result<ForceReport, RecordingError> {
    let mut trials: Vec<_> = std::fs::read_dir(folder)
        .and_then(|list| list.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>())
        .map_err(RecordingError::io(folder))?;
    trials.retain(|path| path.is_dir());
    trials.sort();
    let (mut lifts, mut left_out, mut runs) = (Vec::new(), BTreeMap::new(), 0);
    for trial in &trials {
        for file in files_in(trial, "npz")? {
            runs += 1;
            match lift(&file)? {
                Ok(lift) => lifts.push(lift),
                Err(reason) => *left_out.entry(reason.to_owned()).or_default() += 1,
            }
        }
    }
    if lifts.is_empty() {
        return Err(RecordingError::content(
            folder,
            "trials",
            "a run with a lift",
            format!("none in {runs} runs"),
        ));
    }
    Ok(report(lifts, left_out, runs, options))
}

fn report(
    lifts: Vec<RunForces>,
    left_out: BTreeMap<String, usize>,
    runs: usize,
    options: &BootstrapOptions,
) -> ForceReport {
    let paths: Vec<Vec<String>> = lifts.iter().map(|lift| vec![lift.trial.clone()]).collect();
    let hierarchy = Hierarchy::of(&paths);
    let mean = |value: fn(&RunForces) -> f64| {
        estimate(
            &hierarchy,
            |units| units.iter().map(|k| value(&lifts[*k])).sum::<f64>() / units.len() as f64,
            options,
        )
    };
    let (weight_n, friction_at_least) = (mean(|lift| lift.weight_n), mean(|lift| lift.friction_at_least));
    let imbalance =
        mean(|lift| 2.0 * (lift.squeeze_n[0] - lift.squeeze_n[1]) / (lift.squeeze_n[0] + lift.squeeze_n[1]));
    let attractor_rms = mean(|lift| lift.attractor_rms);
    ForceReport {
        runs,
        left_out,
        weight_n,
        imbalance,
        friction_at_least,
        repeatability_n: within_trials(&lifts),
        attractor_rms,
        lifts,
        shows: vec![
            "both hands press equally within the offset of the estimate: force balance, which the simulated gripper has \
             by construction"
                .into(),
            "a lower bound on friction between hand and cardboard box, to compare with the prior of the pads".into(),
            "how far a hand under impedance control stays from its attractor while carrying".into(),
        ],
        cannot_show: vec![
            "forces are estimated from joint torques (1 to 2 N of offset, removed per run), not measured at the hands"
                .into(),
            "the true weight of the box is not stated: absolute accuracy stays open".into(),
            "no gripper: nothing about widths, stalls or grip control".into(),
            "no outcome labels and almost no failures".into(),
        ],
    }
}

/// Pooled standard deviation of the weight within trials, N.
fn within_trials(lifts: &[RunForces]) -> f64 {
    let mut trials: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for lift in lifts {
        trials.entry(&lift.trial).or_default().push(lift.weight_n);
    }
    let (mut square, mut freedom) = (0.0, 0.0);
    for weights in trials.values() {
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        square += weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>();
        freedom += weights.len() as f64 - 1.0;
    }
    libm::sqrt(square / f64::max(freedom, 1.0))
}

/// The lift of one run, or why it is not used.
fn lift(path: &Path) -> Result<Result<RunForces, &'static str>, RecordingError> {
    let arrays = read_npz(path)?;
    let get = |name: &str, rows: usize| -> Result<&Array, RecordingError> {
        let found = arrays.get(name).map_or("no such array".to_owned(), |a| format!("{} rows", a.rows));
        arrays
            .get(name)
            .filter(|array| array.rows == rows && array.columns > OFFSET_SAMPLES)
            .ok_or_else(|| RecordingError::content(path, name, format!("{rows} rows of doubles"), found))
    };
    let (poses, attractor) = (get("recorded_cart_pose", 14)?, get("recorded_attractor_pose", 14)?);
    let (wrench, stiffness) = (get("recorded_force_torque", 12)?, get("recorded_stiffness", 14)?);
    if attractor.values.iter().all(|value| *value == 0.0) {
        return Ok(Err("guided by hand"));
    }
    if stiffness.values.iter().any(|value| *value != 0.0) {
        return Ok(Err("stiffness published: a person corrects the motion"));
    }
    let force = |row: usize| -> Vec<f64> {
        let values = wrench.row(row);
        let offset = values[..OFFSET_SAMPLES].iter().sum::<f64>() / OFFSET_SAMPLES as f64;
        values.iter().map(|value| value - offset).collect()
    };
    // The right arm presses towards -y and feels +y, the left one the other way; carrying, both feel -z.
    let (right, left) = (force(1), force(7).iter().map(|value| -value).collect::<Vec<_>>());
    let (right_z, left_z) = (force(2), force(8));
    let gripped: Vec<usize> =
        (0..right.len()).filter(|k| right[*k] > GRIPPED_N && left[*k] > GRIPPED_N).collect();
    let Some(first) = gripped.first() else { return Ok(Err("never gripped from both sides")) };
    let height = poses.row(2);
    let carried: Vec<usize> =
        gripped.iter().copied().filter(|k| height[*k] - height[*first] > CARRIED_M).collect();
    if carried.len() < LEAST_CARRIED {
        return Ok(Err("carried for less than a second"));
    }
    let level = |value: &dyn Fn(usize) -> f64, level: f64| {
        let mut values: Vec<f64> = carried.iter().map(|k| value(*k)).collect();
        values.sort_by(f64::total_cmp);
        quantile(&values, level)
    };
    let median = |value: &dyn Fn(usize) -> f64| level(value, 0.5);
    let weight = |k: usize| -(right_z[k] + left_z[k]);
    if level(&weight, 0.75) - level(&weight, 0.25) > STEADY_N {
        return Ok(Err("weight not steady while carried"));
    }
    let weight_n = median(&weight);
    let squeeze_n = [median(&|k| right[k]), median(&|k| left[k])];
    let distances: f64 = (OFFSET_SAMPLES..height.len())
        .map(|k| (0..3).map(|row| attractor.row(row)[k] - poses.row(row)[k]).map(|d| d * d).sum::<f64>())
        .sum();
    let name = |path: Option<&Path>| {
        path.and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned()
    };
    Ok(Ok(RunForces {
        trial: name(path.parent()),
        run: name(Some(path)),
        weight_n,
        squeeze_n,
        friction_at_least: weight_n / (squeeze_n[0] + squeeze_n[1]),
        attractor_rms: libm::sqrt(distances / (height.len() - OFFSET_SAMPLES) as f64),
    }))
}
