//! What a gap consists of: per feature in its own unit, and by other distances than the headline. None of these
//! decides; all of them explain.

use super::families::{Prepared, Values};
use super::thresholds::Thresholds;
use crate::distances::classifier::{classifier_test, nearest_neighbour_accuracy};
use crate::distances::diversity::vendi_of;
use crate::distances::kernel::mmd_test;
use crate::distances::kolmogorov::kolmogorov_smirnov;
use crate::distances::manifold::{Manifold, manifold};
use crate::distances::permutation::shuffle;
use crate::distances::wasserstein::{directions, sliced_wasserstein1, wasserstein1};
use crate::distances::{DistanceMatrix, median};
use crate::features::Family;
use crate::intervals::bootstrap::stream;
use crate::intervals::multiple::holm;
use serde::Serialize;

/// Directions of the sliced Wasserstein distance.
const DIRECTIONS: usize = 128;
/// Neighbours of precision, recall, density and coverage.
const NEIGHBOURS: usize = 5;
/// Folds of the classifier test.
const FOLDS: usize = 5;
/// Halvings behind the real-versus-real figure of a feature.
const HALVINGS: usize = 50;
/// Features named by the classifier test.
const TOP: usize = 5;

/// One feature in its own unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FeatureReport {
    /// Key.
    pub key: String,
    /// Words for people.
    pub label: String,
    /// Unit; empty for pure numbers.
    pub unit: String,
    /// Family.
    pub family: Family,
    /// Median of the held-out episodes.
    pub held_out: f64,
    /// Median of the other real episodes.
    pub real: f64,
    /// Median of the generated episodes.
    pub generated: f64,
    /// Wasserstein-1 distance of generated and held-out values, in the unit.
    pub wasserstein: f64,
    /// The same of real halves, median over halvings.
    pub wasserstein_real: f64,
    /// Difference of the medians over the spread of real values.
    pub shift: f64,
    /// Kolmogorov-Smirnov statistic of generated against all real values.
    pub ks: f64,
    /// Its p-value, adjusted by Holm over the features of the family.
    pub ks_p_holm: f64,
    /// Values, for the plot: held-out, other real, generated.
    #[serde(skip)]
    pub values: [Vec<f64>; 3],
}

/// A family by other distances.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FamilyDiagnostics {
    /// The family.
    pub family: Family,
    /// Sliced Wasserstein-1 distance to held-out, in spreads.
    pub sliced_wasserstein: Option<f64>,
    /// Unbiased MMD².
    pub mmd2: Option<f64>,
    /// Its permutation p-value.
    pub mmd_p: Option<f64>,
    /// Area under the curve of a logistic classifier, grouped cross-validation.
    pub classifier_auc: Option<f64>,
    /// The features that it tells them apart by, with weights per spread; positive means larger when generated.
    pub classifier_weights: Vec<(String, f64)>,
    /// Leave-one-out accuracy of the nearest neighbour, sets of one size.
    pub neighbour_accuracy: Option<f64>,
    /// Precision, recall, density, coverage against all real episodes, sets of one size.
    pub manifold: Option<Manifold>,
    /// Vendi score of generated over real episodes at one size.
    pub vendi_ratio: Option<f64>,
}

/// Each compared feature, the largest gaps first.
pub fn features(values: &Values, prepared: &Prepared, seed: u64) -> Vec<FeatureReport> {
    let mut reports: Vec<FeatureReport> = prepared
        .standard
        .columns()
        .enumerate()
        .map(|(position, index)| feature(values, index, prepared.standard.scale(position), seed))
        .collect();
    let raw: Vec<f64> = reports.iter().map(|report| report.ks_p_holm).collect();
    for (report, p) in reports.iter_mut().zip(holm(&raw)) {
        report.ks_p_holm = p;
    }
    reports.sort_by(|a, b| b.shift.abs().total_cmp(&a.shift.abs()));
    reports
}

fn feature(values: &Values, index: usize, scale: f64, seed: u64) -> FeatureReport {
    let column =
        |rows: &[Vec<Option<f64>>]| -> Vec<f64> { rows.iter().filter_map(|row| row[index]).collect() };
    let sets = [column(&values.held_out), column(&values.pool), column(&values.generated)];
    let middle = |set: &[f64]| median(&mut set.to_vec());
    let all_real = [sets[0].as_slice(), &sets[1]].concat();
    let n = sets[0].len().min(sets[1].len() / 2);
    let mut rng = stream(seed, 3);
    let mut order = sets[1].clone();
    let mut halves: Vec<f64> = (0..HALVINGS)
        .map(|_| {
            shuffle(&mut order, &mut rng);
            wasserstein1(&order[..n], &order[n..2 * n])
        })
        .collect();
    let (ks, p) = kolmogorov_smirnov(&sets[2], &all_real);
    let info = &values.columns[index];
    FeatureReport {
        key: info.key.clone(),
        label: info.label.clone(),
        unit: info.unit.clone(),
        family: values.family,
        held_out: middle(&sets[0]),
        real: middle(&sets[1]),
        generated: middle(&sets[2]),
        wasserstein: wasserstein1(&sets[2], &sets[0]),
        wasserstein_real: median(&mut halves),
        shift: (middle(&sets[2]) - middle(&all_real)) / scale,
        ks,
        ks_p_holm: p,
        values: sets,
    }
}

/// The other distances of a family.
pub fn family(values: &Values, prepared: &Prepared, thresholds: &Thresholds, seed: u64) -> FamilyDiagnostics {
    let parts = &prepared.parts;
    let pick = |indices: &[usize]| -> Vec<Vec<f64>> {
        indices.iter().map(|i| prepared.points[*i].clone()).collect()
    };
    let groups_of = |indices: &[usize]| -> Vec<usize> { indices.iter().map(|i| values.groups[*i]).collect() };
    let real: Vec<usize> = parts.pool.iter().chain(&parts.held_out).copied().collect();
    let n = real.len().min(parts.generated.len());
    let some = |indices: &[usize], stream_of: u64| -> Vec<usize> {
        let mut indices = indices.to_vec();
        shuffle(&mut indices, &mut stream(seed, stream_of));
        indices.truncate(n);
        indices
    };
    let (some_real, some_generated) = (some(&real, 5), some(&parts.generated, 6));
    let both = [some_generated.as_slice(), &some_real].concat();
    let labels: Vec<bool> = (0..both.len()).map(|i| i < some_generated.len()).collect();
    let dimension = prepared.points.first().map_or(0, Vec::len);
    let enough = dimension > 0 && parts.held_out.len() > 1 && parts.generated.len() > 1;
    let (generated, held_out) = (pick(&parts.generated), pick(&parts.held_out));
    let test = enough.then(|| {
        let groups = groups_of(&[parts.generated.as_slice(), &parts.held_out].concat());
        mmd_test(&generated, &held_out, &groups, thresholds.permutations, seed)
    });
    let classifier = (enough && n >= FOLDS)
        .then(|| classifier_test(&pick(&both), &labels, &groups_of(&both), FOLDS, 1.0, seed))
        .flatten();
    let names: Vec<usize> = prepared.standard.columns().collect();
    FamilyDiagnostics {
        family: values.family,
        sliced_wasserstein: enough
            .then(|| sliced_wasserstein1(&generated, &held_out, &directions(dimension, DIRECTIONS, seed))),
        mmd2: test.map(|t| t.mmd2),
        mmd_p: test.map(|t| t.p_value),
        classifier_auc: classifier.as_ref().map(|c| c.auc),
        classifier_weights: classifier.map_or_else(Vec::new, |c| {
            let named =
                |(position, weight): &(usize, f64)| (values.columns[names[*position]].label.clone(), *weight);
            c.weights.iter().take(TOP).map(named).collect()
        }),
        neighbour_accuracy: enough.then(|| nearest_neighbour_accuracy(&pick(&both), &labels)),
        manifold: manifold(&pick(&some_real), &pick(&some_generated), NEIGHBOURS),
        vendi_ratio: vendi_ratio(&prepared.distances, &some_real, &some_generated),
    }
}

fn vendi_ratio(distances: &DistanceMatrix, real: &[usize], generated: &[usize]) -> Option<f64> {
    let mut pairs: Vec<f64> = real
        .iter()
        .flat_map(|i| real.iter().filter(move |j| *j < i).map(move |j| (*i, *j)))
        .map(|(i, j)| distances.at(i, j))
        .collect();
    let sigma = median(&mut pairs);
    (sigma > 0.0 && real.len() > 1)
        .then(|| vendi_of(distances, generated, sigma) / vendi_of(distances, real, sigma))
}
