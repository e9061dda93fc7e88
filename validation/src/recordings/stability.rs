//! How well touch before lifting predicts whether a grasp holds: the ceiling for outcome labels.
//!
//! Two identical grasps of the same object can end differently. A simple classifier on 72 tactile electrodes of 4,682
//! real grasps, tested on objects that it never saw, says how much of the outcome is decided by what can be known before
//! the lift: an order of magnitude for how well simulated labels can agree with reality.

use super::{RecordingError, files_in, read_columns};
use crate::intervals::{BootstrapOptions, Estimate, Hierarchy, estimate};
use crate::utility::{Moments, area_under_curve};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Electrodes per finger.
const ELECTRODES: usize = 24;
/// Fingers: first, middle, thumb.
const FINGERS: [&str; 3] = ["ff", "mf", "th"];
/// Strength of the ridge: per sample, on scaled inputs.
const RIDGE: f64 = 1e-2;

/// Prediction of stable against slipping grasps, each object left out in turn. Intervals are over objects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StabilityReport {
    /// Grasps.
    pub grasps: usize,
    /// Objects.
    pub objects: usize,
    /// Share of stable grasps.
    pub stable_share: Estimate,
    /// Accuracy on objects that were left out.
    pub accuracy: Estimate,
    /// Mean of sensitivity and specificity on them.
    pub balanced_accuracy: Estimate,
    /// Area under the receiver operating curve, pooled over objects.
    pub auc: Estimate,
    /// Accuracy on grasps of known objects (the training set itself): how much of the rest is generalisation.
    pub training_accuracy: f64,
    /// What this shows.
    pub shows: Vec<String>,
    /// What it cannot show.
    pub cannot_show: Vec<String>,
}

/// One grasp.
struct Grasp {
    object: usize,
    stable: bool,
    input: Vec<f64>,
}

/// Reads every CSV of a folder (`object`, `slipped`, `ff_biotac_1..24`, `mf_...`, `th_...`) and measures prediction.
///
/// # Errors
/// When a file cannot be read, lacks a column, or there are fewer than two objects.
pub fn stability_evidence(
    folder: &Path,
    options: &BootstrapOptions,
) -> Result<StabilityReport, RecordingError> {
    let (grasps, objects) = read_grasps(folder)?;
    let dims = grasps[0].input.len();
    let mut per_object = vec![Moments::empty(dims, 1); objects];
    let target = |grasp: &Grasp| if grasp.stable { 1.0 } else { -1.0 };
    for grasp in &grasps {
        per_object[grasp.object].add(&grasp.input, &[target(grasp)]);
    }
    let mut all = Moments::empty(dims, 1);
    per_object.iter().for_each(|moments| all.add_scaled(moments, 1.0));
    let score = |moments: &Moments| moments.solve(RIDGE * moments.weight());
    let singular =
        || RecordingError::content(folder, "electrodes", "a regular least squares problem", "a singular one");
    let everything = score(&all).ok_or_else(singular)?;
    let (mut scores, mut trained_right) = (vec![0.0; grasps.len()], 0usize);
    for (object, own) in per_object.iter().enumerate() {
        let mut others = all.clone();
        others.add_scaled(own, -1.0);
        let model = score(&others).ok_or_else(singular)?;
        for (k, grasp) in grasps.iter().enumerate().filter(|(_, grasp)| grasp.object == object) {
            let mut found = [0.0];
            model.predict(&grasp.input, &mut found);
            scores[k] = found[0];
            everything.predict(&grasp.input, &mut found);
            trained_right += usize::from((found[0] > 0.0) == grasp.stable);
        }
    }
    let paths: Vec<Vec<String>> = grasps.iter().map(|grasp| vec![format!("{:03}", grasp.object)]).collect();
    Ok(report(&grasps, &scores, &Hierarchy::of(&paths), trained_right, options))
}

fn report(
    grasps: &[Grasp],
    scores: &[f64],
    hierarchy: &Hierarchy,
    trained_right: usize,
    options: &BootstrapOptions,
) -> StabilityReport {
    let right = |k: usize| (scores[k] > 0.0) == grasps[k].stable;
    let share = |units: &[usize], keep: &dyn Fn(usize) -> bool, of: &dyn Fn(usize) -> bool| {
        let kept = units.iter().filter(|k| keep(**k));
        let (hits, n) = kept.fold((0.0, 0.0), |(hits, n), k| (hits + f64::from(u8::from(of(*k))), n + 1.0));
        hits / n
    };
    let any = |_: usize| true;
    // Percentiles: the acceleration of `BCa` would cost a jackknife over all objects per figure for little.
    let options = BootstrapOptions { bca: false, ..*options };
    let figure = |statistic: &(dyn Fn(&[usize]) -> f64 + Sync)| estimate(hierarchy, statistic, &options);
    let auc = |units: &[usize]| {
        let scored: Vec<(f64, bool)> = units.iter().map(|k| (scores[*k], grasps[*k].stable)).collect();
        area_under_curve(&scored).unwrap_or(f64::NAN)
    };
    StabilityReport {
        grasps: grasps.len(),
        objects: hierarchy.groups().len(),
        stable_share: figure(&|units| share(units, &any, &|k| grasps[k].stable)),
        accuracy: figure(&|units| share(units, &any, &right)),
        balanced_accuracy: figure(&|units| {
            0.5 * (share(units, &|k| grasps[k].stable, &right) + share(units, &|k| !grasps[k].stable, &right))
        }),
        auc: figure(&auc),
        training_accuracy: trained_right as f64 / grasps.len() as f64,
        shows: vec![
            "how well a linear reading of touch before the lift tells stable from slipping grasps of new objects".into(),
            "an order of magnitude for the agreement that outcome labels can reach without knowing the object".into(),
        ],
        cannot_show: vec![
            "single readings of a three-fingered hand in raw counts: no forces, poses or time, nothing to replay".into(),
            "a linear baseline: other models may predict better, so the true ceiling lies higher".into(),
            "nothing about two-finger grippers or about the demonstrations that are multiplied".into(),
        ],
    }
}

/// All grasps, scaled per electrode and palm orientation (one file each), and the number of objects.
fn read_grasps(folder: &Path) -> Result<(Vec<Grasp>, usize), RecordingError> {
    let mut names = vec!["slipped".to_owned()];
    for finger in FINGERS {
        names.extend((1..=ELECTRODES).map(|k| format!("{finger}_biotac_{k}")));
    }
    let (mut grasps, mut objects) = (Vec::new(), BTreeMap::new());
    for path in files_in(folder, "csv")? {
        let columns = read_columns(&path, &names)?;
        let scaled: Vec<Vec<f64>> = columns[1..].iter().map(|column| standardised(column)).collect();
        for (row, name) in read_texts(&path, "object")?.into_iter().enumerate() {
            let next = objects.len();
            let object = *objects.entry(name).or_insert(next);
            let input = scaled.iter().map(|column| column[row]).collect();
            grasps.push(Grasp { object, stable: columns[0][row] == 0.0, input });
        }
    }
    if objects.len() < 2 {
        let found = format!("{} objects", objects.len());
        return Err(RecordingError::content(folder, "tables", "grasps of at least two objects", found));
    }
    Ok((grasps, objects.len()))
}

fn read_texts(path: &Path, name: &str) -> Result<Vec<String>, RecordingError> {
    let broken =
        |error: csv::Error| RecordingError::content(path, "table", "CSV with a header", error.to_string());
    let mut reader = csv::Reader::from_path(path).map_err(broken)?;
    let headers = reader.headers().map_err(broken)?.clone();
    let place = headers
        .iter()
        .position(|header| header == name)
        .ok_or_else(|| RecordingError::content(path, "header", format!("a column {name:?}"), "none"))?;
    reader
        .records()
        .map(|record| record.map(|r| r.get(place).unwrap_or_default().to_owned()).map_err(broken))
        .collect()
}

/// Minus the mean, over the standard deviation.
fn standardised(values: &[f64]) -> Vec<f64> {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread = libm::sqrt(values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n);
    let scale = if spread > 0.0 { spread } else { 1.0 };
    values.iter().map(|value| (value - mean) / scale).collect()
}
