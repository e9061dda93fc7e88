//! Three-valued verdicts, and the fourth: void, when a control shows that the comparison could not have told.

use super::gap::GapEstimate;
use serde::{Deserialize, Serialize};

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// As near to held-out real data as the registered margin asks.
    Pass,
    /// Farther than the margin allows.
    Fail,
    /// The data at hand do not decide.
    Inconclusive,
    /// A control failed: the comparison shows nothing.
    Void,
}

impl Verdict {
    /// The name in files and on terminals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Void => "VOID",
        }
    }

    /// By the interval of a gap ratio and its limit alone.
    pub fn of(gap: &GapEstimate, limit: f64) -> Self {
        if gap.interval.high < limit {
            Self::Pass
        } else if gap.interval.low > limit {
            Self::Fail
        } else {
            Self::Inconclusive
        }
    }
}

/// Held-out episodes that would decide an open ratio: the half-width of the interval shrinks with the root of their
/// number until it clears the limit. `None` when the ratio sits on the limit.
pub fn episodes_to_decide(gap: &GapEstimate, held_out: usize, limit: f64) -> Option<usize> {
    let reach = if gap.ratio < limit { gap.interval.high - gap.ratio } else { gap.ratio - gap.interval.low };
    let room = (limit - gap.ratio).abs();
    (room > 0.02)
        .then(|| (held_out as f64 * (reach / room).powi(2)).ceil() as usize)
        .map(|n| n.max(held_out + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intervals::Interval;

    fn gap(ratio: f64, low: f64, high: f64) -> GapEstimate {
        let interval = Interval::new(low, high);
        GapEstimate {
            ratio,
            interval,
            distance: 0.0,
            reference: 0.0,
            percentile: 0.0,
            matched: 10,
            halves: vec![],
        }
    }

    #[test]
    fn an_interval_across_the_limit_decides_nothing() {
        assert_eq!(Verdict::of(&gap(1.0, 0.8, 1.4), 1.5), Verdict::Pass);
        assert_eq!(Verdict::of(&gap(2.4, 1.8, 3.0), 1.5), Verdict::Fail);
        assert_eq!(Verdict::of(&gap(1.2, 0.9, 1.8), 1.5), Verdict::Inconclusive);
        // Twice too wide: four times the episodes.
        assert_eq!(episodes_to_decide(&gap(1.2, 0.9, 1.8), 10, 1.5), Some(40));
    }
}
