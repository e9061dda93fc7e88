//! Agreement of simulated with real outcomes.

use serde::Serialize;

/// Confusion counts; "positive" is success, "predicted" is simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Success in both.
    pub true_positive: usize,
    /// Failure in both.
    pub true_negative: usize,
    /// Success only in simulation.
    pub false_positive: usize,
    /// Success only in reality.
    pub false_negative: usize,
}

/// Figures of a confusion table. Those that need both outcomes among the real ones are absent without them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OutcomeAgreement {
    /// The counts.
    pub counts: Agreement,
    /// Share of equal outcomes.
    pub agreement: f64,
    /// Mean of sensitivity and specificity.
    pub balanced_accuracy: Option<f64>,
    /// Cohen's kappa: agreement beyond chance.
    pub kappa: Option<f64>,
    /// Matthews' correlation coefficient.
    pub mcc: Option<f64>,
}

/// Compares outcomes of the same trials, `(real, simulated)`; `None` without any.
pub fn outcome_agreement(pairs: &[(bool, bool)]) -> Option<OutcomeAgreement> {
    if pairs.is_empty() {
        return None;
    }
    let count = |real: bool, sim: bool| pairs.iter().filter(|pair| **pair == (real, sim)).count();
    let counts = Agreement {
        true_positive: count(true, true),
        true_negative: count(false, false),
        false_positive: count(false, true),
        false_negative: count(true, false),
    };
    let [tp, tn, fp, fnn] =
        [counts.true_positive, counts.true_negative, counts.false_positive, counts.false_negative]
            .map(|count| count as f64);
    let n = pairs.len() as f64;
    let ratio = |numerator: f64, denominator: f64| (denominator > 0.0).then(|| numerator / denominator);
    let agreement = (tp + tn) / n;
    let chance = ((tp + fp) * (tp + fnn) + (tn + fnn) * (tn + fp)) / (n * n);
    let balanced = ratio(tp, tp + fnn).zip(ratio(tn, tn + fp)).map(|(a, b)| 0.5 * (a + b));
    let spread = libm::sqrt((tp + fp) * (tp + fnn) * (tn + fp) * (tn + fnn));
    Some(OutcomeAgreement {
        counts,
        agreement,
        balanced_accuracy: balanced,
        kappa: balanced.and_then(|_| ratio(agreement - chance, 1.0 - chance)),
        mcc: ratio(tp * tn - fp * fnn, spread),
    })
}

/// Mean squared difference between predicted probability and outcome (Brier 1950), of `(probability, outcome)`. 0 is
/// perfect, 0.25 what "one half" always gets.
pub fn brier_score(forecasts: &[(f64, bool)]) -> Option<f64> {
    let error = |(p, outcome): &(f64, bool)| {
        let d = p - f64::from(u8::from(*outcome));
        d * d
    };
    (!forecasts.is_empty()).then(|| forecasts.iter().map(error).sum::<f64>() / forecasts.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `replay_outcome_agreement`.
    #[test]
    fn eight_trials() {
        let real = [1, 1, 1, 1, 0, 0, 1, 0].map(|v| v == 1);
        let sim = [1, 1, 0, 1, 0, 1, 1, 0].map(|v| v == 1);
        let pairs: Vec<_> = real.into_iter().zip(sim).collect();
        let found = outcome_agreement(&pairs).expect("eight trials");
        let counts = Agreement { true_positive: 4, true_negative: 2, false_positive: 1, false_negative: 1 };
        assert_eq!((found.counts, found.agreement), (counts, 0.75));
        assert!((found.balanced_accuracy.expect("both") - 0.733_333_333_333_333_3).abs() < 1e-12);
        assert!((found.kappa.expect("both") - 0.466_666_666_666_666_7).abs() < 1e-12);
        assert!((found.mcc.expect("both") - 0.466_666_666_666_666_7).abs() < 1e-12);
    }

    #[test]
    fn one_sided_reality_leaves_out_what_it_cannot_show() {
        let found = outcome_agreement(&[(true, true), (true, false)]).expect("two trials");
        assert_eq!((found.agreement, found.kappa, found.mcc), (0.5, None, None));
        assert_eq!(outcome_agreement(&[]), None);
        assert_eq!(brier_score(&[(0.5, true), (1.0, true)]), Some(0.125));
    }
}
