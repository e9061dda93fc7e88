//! Classifier two-sample tests (Lopez-Paz and Oquab 2017): if a classifier tells synthetic from real on episodes it
//! has not seen, the laws differ, and its weights say where.

use super::{euclidean, permutation::shuffle};
use crate::intervals::special::{beta_regularized, normal_cdf};
use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Newton steps that logistic regression may take; it needs about ten.
const MAX_STEPS: usize = 100;

/// Logistic regression with ridge penalty `lambda / 2 |w|²`, the intercept not penalised, by Newton's method:
/// `[intercept, weights…]`. Label 1 is `true`. `None` when the system is singular.
pub fn logistic_regression(points: &[Vec<f64>], labels: &[bool], lambda: f64) -> Option<Vec<f64>> {
    let (n, d) = (points.len(), points.first()?.len() + 1);
    let design = DMatrix::from_fn(n, d, |i, j| if j == 0 { 1.0 } else { points[i][j - 1] });
    let target = DVector::from_iterator(n, labels.iter().map(|l| f64::from(u8::from(*l))));
    let penalty = DVector::from_fn(d, |j, _| if j == 0 { 0.0 } else { lambda });
    let mut weights = DVector::zeros(d);
    for _ in 0..MAX_STEPS {
        let probability = (&design * &weights).map(|s| 1.0 / (1.0 + (-s).exp()));
        let gradient = design.transpose() * (&probability - &target) + penalty.component_mul(&weights);
        let mut weighted = design.clone();
        for (i, mut row) in weighted.row_iter_mut().enumerate() {
            row *= probability[i] * (1.0 - probability[i]);
        }
        let hessian = design.transpose() * weighted + DMatrix::from_diagonal(&penalty);
        let step = hessian.cholesky()?.solve(&gradient);
        weights -= &step;
        if step.amax() < 1e-13 {
            break;
        }
    }
    Some(weights.iter().copied().collect())
}

/// Score of a point: positive means label 1.
pub fn logistic_score(weights: &[f64], point: &[f64]) -> f64 {
    weights[0] + weights[1..].iter().zip(point).map(|(w, x)| w * x).sum::<f64>()
}

/// Area under the ROC curve: probability that a point of label 1 scores higher, ties counting one half. 0.5 when a
/// label is missing.
pub fn area_under_curve(scores: &[f64], labels: &[bool]) -> f64 {
    let of = |label: bool| scores.iter().zip(labels).filter(move |(_, l)| **l == label).map(|(s, _)| *s);
    let pairs = of(true).count() * of(false).count();
    if pairs == 0 {
        return 0.5;
    }
    let wins: f64 = of(true)
        .map(|a| {
            of(false)
                .map(|b| {
                    if a > b {
                        1.0
                    } else if a < b {
                        0.0
                    } else {
                        0.5
                    }
                })
                .sum::<f64>()
        })
        .sum();
    wins / pairs as f64
}

/// What cross-validation found.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassifierTest {
    /// Area under the curve over all held-out folds; 0.5 is "cannot tell".
    pub auc: f64,
    /// Share classified rightly.
    pub accuracy: f64,
    /// Weights of the fit to all points, largest first: index of the feature and weight on its standardised value.
    pub weights: Vec<(usize, f64)>,
}

/// Grouped `folds`-fold cross-validation of logistic regression: a group is never in a fit and its test at once.
/// `None` when there are fewer groups than folds or a fit is singular.
pub fn classifier_test(
    points: &[Vec<f64>],
    labels: &[bool],
    groups: &[usize],
    folds: usize,
    lambda: f64,
    seed: u64,
) -> Option<ClassifierTest> {
    let mut names: Vec<usize> = groups.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < folds {
        return None;
    }
    shuffle(&mut names, &mut ChaCha8Rng::seed_from_u64(seed));
    let fold_of = |group: usize| names.iter().position(|name| *name == group).unwrap_or(0) % folds;
    let fold: Vec<usize> = groups.iter().map(|group| fold_of(*group)).collect();
    let mut scores = vec![0.0; points.len()];
    for held_out in 0..folds {
        let fitted: Vec<usize> = (0..points.len()).filter(|i| fold[*i] != held_out).collect();
        let x: Vec<Vec<f64>> = fitted.iter().map(|i| points[*i].clone()).collect();
        let y: Vec<bool> = fitted.iter().map(|i| labels[*i]).collect();
        let fit = logistic_regression(&x, &y, lambda)?;
        for i in (0..points.len()).filter(|i| fold[*i] == held_out) {
            scores[i] = logistic_score(&fit, &points[i]);
        }
    }
    let fit = logistic_regression(points, labels, lambda)?;
    let mut weights: Vec<(usize, f64)> = fit[1..].iter().copied().enumerate().collect();
    weights.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let right = scores.iter().zip(labels).filter(|(s, l)| (**s > 0.0) == **l).count();
    Some(ClassifierTest {
        auc: area_under_curve(&scores, labels),
        accuracy: right as f64 / points.len() as f64,
        weights,
    })
}

/// Leave-one-out accuracy of the nearest neighbour's label, ties shared. 0.5 is "cannot tell" for equal sizes; well
/// below it means near-copies across the samples.
pub fn nearest_neighbour_accuracy(points: &[Vec<f64>], labels: &[bool]) -> f64 {
    let mut sum = 0.0;
    for i in 0..points.len() {
        let others = || (0..points.len()).filter(|j| *j != i);
        let best = others().map(|j| euclidean(&points[i], &points[j])).fold(f64::INFINITY, f64::min);
        let tied: Vec<usize> =
            others().filter(|j| (euclidean(&points[i], &points[*j]) - best).abs() < 1e-12).collect();
        let agreeing = tied.iter().filter(|j| labels[**j] == labels[i]).count();
        sum += agreeing as f64 / tied.len().max(1) as f64;
    }
    sum / points.len().max(1) as f64
}

/// One-sided p-value of an accuracy over `points` independent balanced test points, by the normal limit
/// `N(1/2, 1 / (4 points))`. Not for frames of one episode.
pub fn accuracy_p_value(accuracy: f64, points: usize) -> f64 {
    1.0 - normal_cdf((accuracy - 0.5) / (0.25 / points as f64).sqrt())
}

/// The same without the normal limit: chance of at least `correct` of `points` by fair coin tosses, which is the
/// regularised incomplete beta function `I_{1/2}(correct, points - correct + 1)`.
pub fn exact_accuracy_p_value(correct: usize, points: usize) -> f64 {
    if correct == 0 {
        return 1.0;
    }
    beta_regularized(correct as f64, (points.saturating_sub(correct) + 1) as f64, 0.5)
}
