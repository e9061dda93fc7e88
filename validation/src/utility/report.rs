//! What utility amounts to.

use crate::intervals::Estimate;
use serde::Serialize;

/// Whether generated data train as well as real ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UtilityReport {
    /// Real episodes trained on.
    pub real_train: usize,
    /// Held-out real episodes tested on.
    pub real_test: usize,
    /// Generated episodes.
    pub synthetic: usize,
    /// Rate of the windows, Hz.
    pub rate_hz: f64,
    /// Horizons, steps of `1 / rate_hz`.
    pub horizons: Vec<usize>,
    /// Whether gripper widths are part of what is predicted: only where every set measured them.
    pub width_included: bool,
    /// Utility ratio of the perceptron over all horizons, `MSE_TRTR / MSE_TSTR`: 1 where generated data train as well as
    /// real ones, below where worse.
    pub headline: Estimate,
    /// What half of the real data is worth beside all of it, by the same measure: `MSE(all) / MSE(half)`. A yardstick for
    /// the headline.
    pub half_of_the_real_data: Option<Estimate>,
    /// One per model.
    pub policies: Vec<PolicyUtility>,
    /// Other tasks.
    pub tasks: Vec<TaskUtility>,
    /// What the figures cannot show, and what was left out.
    pub notes: Vec<String>,
}

/// Next-action prediction with one model. Errors are mean squared errors in units of the variance of the real training
/// targets: 1 is what predicting their mean gets on them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PolicyUtility {
    /// `ridge` or `mlp`.
    pub model: &'static str,
    /// Over all horizons.
    pub overall: ArmComparison,
    /// Per horizon.
    pub horizons: Vec<ArmComparison>,
    /// Real data alone against real with generated data, equal shares, by the fraction of real episodes.
    pub cotraining: Vec<CotrainingPoint>,
    /// All real episodes with different shares of generated data in the objective.
    pub shares: Vec<SharePoint>,
}

/// Training on one set, testing on another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmComparison {
    /// Steps ahead; absent over all.
    pub horizon: Option<usize>,
    /// Trained on real, tested on held-out real.
    pub trtr: f64,
    /// Trained on generated, tested on held-out real.
    pub tstr: f64,
    /// Trained on real, tested on generated.
    pub trts: f64,
    /// Predicting the mean of the real training set, tested on held-out real.
    pub baseline: f64,
    /// `MSE_TRTR / MSE_TSTR`, interval over groups of test episodes.
    pub utility_ratio: Estimate,
    /// Standard deviation of the ratio between training seeds.
    pub seed_spread: f64,
}

/// One point of the co-training curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CotrainingPoint {
    /// Fraction of the real episodes.
    pub fraction: f64,
    /// How many they are.
    pub real_episodes: usize,
    /// Mean squared error with them alone.
    pub real_only: f64,
    /// With generated data added.
    pub cotrained: f64,
    /// `1 - cotrained / real_only`, interval over groups of test episodes.
    pub gain: Estimate,
    /// Standard deviation of the gain between seeds (which draw the episodes, too).
    pub seed_spread: f64,
}

/// Co-training with one share of generated data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharePoint {
    /// Share of generated data in the objective.
    pub synthetic_share: f64,
    /// Mean squared error.
    pub cotrained: f64,
    /// `1 - cotrained / MSE_TRTR`.
    pub gain: Estimate,
}

/// Another thing to predict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskUtility {
    /// `time_to_close`, `stall_width` or `grasp_outcome`.
    pub task: &'static str,
    /// Unit of the errors; `auc` for the outcome.
    pub unit: &'static str,
    /// Root mean squared error (area under the curve for the outcome), trained on real, tested on held-out real.
    pub trtr: Option<f64>,
    /// The same, trained on generated.
    pub tstr: Option<f64>,
    /// The same for the mean of the real training set.
    pub baseline: Option<f64>,
    /// Ratio of mean squared errors TRTR / TSTR, interval over groups of test episodes.
    pub utility_ratio: Option<Estimate>,
    /// Why it could not be computed.
    pub unavailable: Option<String>,
}
