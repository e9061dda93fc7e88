//! From pairs of one real and many simulated executions to figures with intervals.

use super::agreement::{OutcomeAgreement, brier_score, outcome_agreement};
use super::errors::{ErrorSummary, error_summary};
use crate::intervals::{BootstrapOptions, Estimate, Hierarchy, estimate};
use restage_episodes::WidthEvidence;
use serde::{Deserialize, Serialize};

/// Where a real outcome comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeLabel {
    /// A person or a sensor said so.
    Recorded,
    /// Inferred from the motion of hand and fingers: lifted, carried, let go. Weaker than a label: a recording in which
    /// nothing was gripped can look the same where the width is not measured.
    Inferred,
}

/// What the recorded width can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WidthReference {
    /// A measured width in metres: errors mean something.
    Measured,
    /// A command or a binary state: no width error can be computed.
    None,
}

impl From<WidthEvidence> for WidthReference {
    fn from(evidence: WidthEvidence) -> Self {
        match evidence {
            WidthEvidence::Measured => Self::Measured,
            WidthEvidence::Commanded | WidthEvidence::Binary => Self::None,
        }
    }
}

/// One simulated execution. What did not happen is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplayDraw {
    /// Whether the demonstrated stages all held.
    pub success: bool,
    /// Whether the object was lifted and held, whatever came after.
    pub held: bool,
    /// First frame with both pads on the object, s from the start of the motion.
    pub contact_secs: Option<f64>,
    /// Root mean square of simulated minus recorded width, m.
    pub width_rmse: Option<f64>,
    /// Mean of the same over the hold, m.
    pub hold_bias: Option<f64>,
    /// Root mean square distance of the TCP from the recorded path, m.
    pub tcp_rmse: f64,
    /// Largest distance of the TCP from the recorded path, m.
    pub tcp_max: f64,
    /// Slip in the hand since the grip was secure, m; absent where it never was.
    pub slip_m: Option<f64>,
}

/// One real recording with its simulated executions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplayPair {
    /// Dataset.
    pub dataset: String,
    /// Episode.
    pub episode: u64,
    /// Site, collector, session: what the intervals are resampled by.
    pub group: String,
    /// Whether the real execution succeeded.
    pub real_success: bool,
    /// Where that is known from.
    pub label: OutcomeLabel,
    /// When the real fingers stalled on the object, s from the start of the motion.
    pub real_contact_secs: Option<f64>,
    /// What the recorded width is.
    pub width: WidthReference,
    /// Draws of what nobody measured, in the order of their numbers.
    pub draws: Vec<ReplayDraw>,
    /// Draws that could not even be planned: the hypothesis contradicts the recorded motion.
    pub refuted: usize,
}

impl ReplayPair {
    /// Share of draws that succeed, of all draws that were made; `None` without any.
    pub fn success_probability(&self) -> Option<f64> {
        let made = self.draws.len() + self.refuted;
        (made > 0).then(|| self.draws.iter().filter(|draw| draw.success).count() as f64 / made as f64)
    }

    fn held_probability(&self) -> Option<f64> {
        let made = self.draws.len() + self.refuted;
        (made > 0).then(|| self.draws.iter().filter(|draw| draw.held).count() as f64 / made as f64)
    }

    /// Mean over the draws of what is there; `None` where it never is.
    fn mean(&self, value: impl Fn(&ReplayDraw) -> Option<f64>) -> Option<f64> {
        let values: Vec<f64> = self.draws.iter().filter_map(value).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}

/// A quantity over all recordings: the mean over recordings of the mean over draws, with an interval over recordings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quantity {
    /// Mean and interval.
    pub mean: Estimate,
    /// Bias, mean and median absolute error over recordings.
    pub errors: ErrorSummary,
}

/// The replay gap of a set of recordings. Lengths in m, times in s; simulated minus real.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplayGapReport {
    /// Recordings replayed.
    pub recordings: usize,
    /// Independent groups among them.
    pub groups: usize,
    /// Draws per recording, planned or refuted, summed.
    pub draws: usize,
    /// Draws that could not be planned.
    pub refuted_draws: usize,
    /// Share of draws that succeed, mean over recordings.
    pub success_share: Option<Estimate>,
    /// Share of draws in which the object is lifted and held.
    pub held_share: Option<Estimate>,
    /// Share of recordings whose majority of draws has the real outcome, with interval.
    pub agreement_share: Option<Estimate>,
    /// Confusion of the majority of draws with the real outcome.
    pub agreement: Option<OutcomeAgreement>,
    /// Brier score of the share of successful draws as a forecast of the real outcome.
    pub brier: Option<Estimate>,
    /// Simulated minus recorded time of contact.
    pub contact_timing: Option<Quantity>,
    /// Root mean square width error, where the width was measured.
    pub width_rmse: Option<Quantity>,
    /// Mean width error while holding.
    pub hold_bias: Option<Quantity>,
    /// Root mean square distance of the TCP from the recorded path.
    pub tcp_rmse: Option<Quantity>,
    /// Slip in the hand.
    pub slip: Option<Quantity>,
    /// What these figures cannot show.
    pub limits: Vec<String>,
}

/// The figures of a set of replays.
pub fn replay_gap_statistics(pairs: &[ReplayPair], options: &BootstrapOptions) -> ReplayGapReport {
    let forecasts: Vec<Option<(f64, bool)>> =
        pairs.iter().map(|pair| pair.success_probability().map(|p| (p, pair.real_success))).collect();
    let majority: Vec<(bool, bool)> =
        forecasts.iter().flatten().map(|(p, real)| (*real, *p >= 0.5)).collect();
    let quantity = |value: &dyn Fn(&ReplayPair) -> Option<f64>| Quantity::of(pairs, value, options);
    let share = |value: &dyn Fn(&ReplayPair) -> Option<f64>| quantity(value).map(|q| q.mean);
    let brier =
        |pair: &ReplayPair| pair.success_probability().and_then(|p| brier_score(&[(p, pair.real_success)]));
    ReplayGapReport {
        recordings: pairs.len(),
        groups: hierarchy(pairs.iter()).groups().len(),
        draws: pairs.iter().map(|pair| pair.draws.len() + pair.refuted).sum(),
        refuted_draws: pairs.iter().map(|pair| pair.refuted).sum(),
        success_share: share(&ReplayPair::success_probability),
        held_share: share(&ReplayPair::held_probability),
        agreement_share: share(&|pair| {
            pair.success_probability().map(|p| f64::from(u8::from((p >= 0.5) == pair.real_success)))
        }),
        agreement: outcome_agreement(&majority),
        brier: share(&brier),
        contact_timing: quantity(&|pair| {
            pair.real_contact_secs.and_then(|real| pair.mean(|draw| draw.contact_secs.map(|sim| sim - real)))
        }),
        width_rmse: quantity(&|pair| pair.mean(|draw| draw.width_rmse)),
        hold_bias: quantity(&|pair| pair.mean(|draw| draw.hold_bias)),
        tcp_rmse: quantity(&|pair| pair.mean(|draw| Some(draw.tcp_rmse))),
        slip: quantity(&|pair| pair.mean(|draw| draw.slip_m)),
        limits: limits(pairs),
    }
}

fn hierarchy<'a>(pairs: impl Iterator<Item = &'a ReplayPair>) -> Hierarchy {
    let paths: Vec<Vec<String>> = pairs.map(|pair| vec![pair.dataset.clone(), pair.group.clone()]).collect();
    Hierarchy::of(&paths)
}

impl Quantity {
    /// Over the recordings that have the value; `None` where none has.
    fn of(
        pairs: &[ReplayPair],
        value: &dyn Fn(&ReplayPair) -> Option<f64>,
        options: &BootstrapOptions,
    ) -> Option<Self> {
        let present: Vec<(&ReplayPair, f64)> =
            pairs.iter().filter_map(|pair| value(pair).map(|v| (pair, v))).collect();
        let values: Vec<f64> = present.iter().map(|(_, value)| *value).collect();
        let errors = error_summary(&values)?;
        let mean = estimate(
            &hierarchy(present.iter().map(|(pair, _)| *pair)),
            |units| units.iter().map(|k| values[*k]).sum::<f64>() / units.len() as f64,
            options,
        );
        Some(Self { mean, errors })
    }
}

/// What a reader must not conclude.
fn limits(pairs: &[ReplayPair]) -> Vec<String> {
    let mut limits = Vec::new();
    if pairs.len() < 30 {
        limits.push(format!("{} recordings: exploratory, fewer than 30", pairs.len()));
    }
    if !pairs.is_empty() && pairs.iter().all(|pair| pair.real_success) {
        limits.push(
            "every real outcome is a success: agreement is sensitivity only; nothing here shows that real failures \
             fail in simulation too"
                .into(),
        );
    }
    if pairs.iter().any(|pair| pair.label == OutcomeLabel::Inferred) {
        limits.push("real outcomes are inferred from the motion of hand and fingers, not recorded".into());
    }
    if pairs.iter().all(|pair| pair.width == WidthReference::None) {
        limits.push(
            "no measured width: width errors cannot be computed, and the time of contact is that of the command".into(),
        );
    }
    limits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(episode: u64, real_success: bool, draws: &[bool], offset: f64) -> ReplayPair {
        let draw = |success: &bool| ReplayDraw {
            success: *success,
            held: *success,
            contact_secs: Some(1.0 + offset),
            tcp_rmse: 0.001,
            ..ReplayDraw::default()
        };
        ReplayPair {
            dataset: "d".into(),
            episode,
            group: format!("g{episode}"),
            real_success,
            label: OutcomeLabel::Inferred,
            real_contact_secs: Some(1.0),
            width: WidthReference::None,
            draws: draws.iter().map(draw).collect(),
            refuted: 0,
        }
    }

    #[test]
    fn figures_of_three_recordings() {
        let pairs = [
            pair(0, true, &[true, true], 0.05),
            pair(1, true, &[true, false, false, false], -0.05),
            pair(2, false, &[false, false], 0.15),
        ];
        let report = replay_gap_statistics(&pairs, &BootstrapOptions::default());
        assert_eq!((report.recordings, report.groups, report.draws), (3, 3, 8));
        let agreement = report.agreement.expect("three recordings");
        assert_eq!((agreement.counts.true_positive, agreement.counts.false_negative), (1, 1));
        // Brier: 0, (1/4 - 1)², 0.
        assert!((report.brier.expect("forecasts").value - 0.5625 / 3.0).abs() < 1e-12);
        let timing = report.contact_timing.expect("times");
        assert!((timing.errors.bias - 0.05).abs() < 1e-12);
        assert!((timing.errors.mean_absolute - 0.25 / 3.0).abs() < 1e-12);
        assert!(timing.mean.interval.is_some_and(|interval| interval.contains(0.05)));
        assert!(report.width_rmse.is_none());
        assert!(report.limits.iter().any(|limit| limit.contains("exploratory")));
    }

    #[test]
    fn refuted_draws_count_against_success() {
        let mut one = pair(0, true, &[true], 0.0);
        one.refuted = 3;
        assert_eq!(one.success_probability(), Some(0.25));
    }

    #[test]
    fn nothing_to_replay_gives_no_figures() {
        let report = replay_gap_statistics(&[], &BootstrapOptions::default());
        assert!(report.agreement.is_none() && report.success_share.is_none());
    }
}
