//! The utility family: whether a small policy that is trained on generated episodes predicts held-out real motion as
//! well as one that is trained on the real episodes that they were made from.
//!
//! The gap ratio of this family is the error of the first over that of the second, tested on the same held-out
//! episodes: 1 is as good as real, and the limit is `1 + margin` as for every family. Its interval is a bootstrap over
//! groups of held-out episodes.

use super::families::FamilyReport;
use super::thresholds::Thresholds;
use super::verdict::Verdict;
use crate::features::Family;
use crate::intervals::Interval;
use crate::sample::Observed;
use crate::utility::{UtilityEpisode, UtilityOptions, UtilityReport, utility_report};

/// Generated episodes that a policy is trained on at most, evenly chosen: more of them change nothing but the time.
pub const MOST_GENERATED: usize = 200;

/// Measures utility; the reason where it cannot be measured.
///
/// # Errors
/// When there are too few episodes on any side.
pub fn measure(
    train: &[Observed],
    held_out: &[Observed],
    generated: &[Observed],
    thresholds: &Thresholds,
    options: &UtilityOptions,
) -> Result<UtilityReport, String> {
    let least = thresholds.matched_least;
    for (what, set) in [("held-out", held_out), ("real training", train), ("generated", generated)] {
        if set.len() < least {
            return Err(format!("too few episodes: {} {what} ones, at least {least} are needed", set.len()));
        }
    }
    let step = generated.len().div_ceil(MOST_GENERATED);
    let generated: Vec<UtilityEpisode<'_>> = generated.iter().step_by(step).map(episode).collect();
    let [train, held_out] = [train, held_out].map(|set| set.iter().map(episode).collect::<Vec<_>>());
    utility_report(&train, &held_out, &generated, options).map_err(|error| error.to_string())
}

fn episode(observed: &Observed) -> UtilityEpisode<'_> {
    UtilityEpisode { demonstration: &observed.demonstration, grounding: Some(&observed.grounding) }
}

/// The verdict of the family.
pub fn judge(measured: &Result<UtilityReport, String>, thresholds: &Thresholds) -> FamilyReport {
    let blank = FamilyReport::undecided(Family::Utility);
    let report = match measured {
        Ok(report) => report,
        Err(reason) => return FamilyReport { reason: reason.clone(), ..blank },
    };
    let limit = 1.0 + thresholds.margin;
    let ratio = 1.0 / report.headline.value;
    // The headline is real over generated error; this is its inverse, so the ends of the interval change places.
    let interval = report.headline.interval.map(|i| Interval::new(1.0 / i.high, 1.0 / i.low));
    let known = FamilyReport {
        gap_ratio: Some(ratio),
        limit: Some(limit),
        interval,
        matched: report.real_test,
        compared: report.horizons.iter().map(|steps| format!("motion {steps} steps ahead")).collect(),
        ..blank
    };
    let found =
        format!("a policy trained on generated episodes errs {ratio:.2} times as much on held-out real ones");
    match interval.filter(|i| i.low.is_finite() && i.high.is_finite()) {
        None => FamilyReport { reason: format!("{found}; too few groups for an interval"), ..known },
        Some(i) => {
            let (verdict, place) = if i.high < limit {
                (Verdict::Pass, "below")
            } else if i.low > limit {
                (Verdict::Fail, "above")
            } else {
                (Verdict::Inconclusive, "around")
            };
            let reason = format!(
                "{found} as one trained on the real ones, interval {:.2} to {:.2}: {place} {limit:.2}",
                i.low, i.high
            );
            FamilyReport { verdict, reason, ..known }
        }
    }
}
