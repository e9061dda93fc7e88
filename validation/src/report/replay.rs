//! The replay gap as rows of a table.

use crate::intervals::{Estimate, Interval};
use crate::replay_gap::{Quantity, ReplayGapReport};
use serde::Serialize;

/// One figure.
#[derive(Serialize)]
pub(super) struct Row {
    name: &'static str,
    unit: &'static str,
    value: f64,
    interval: Option<Interval>,
    /// Mean absolute error; absent for shares.
    absolute: Option<f64>,
}

/// Every figure that there is, in units for people.
pub(super) fn rows(gap: &ReplayGapReport) -> Vec<Row> {
    let row = |name, unit, factor: f64, estimate: &Estimate, absolute: Option<f64>| Row {
        name,
        unit,
        value: factor * estimate.value,
        interval: estimate.interval.map(|i| Interval::new(factor * i.low, factor * i.high)),
        absolute: absolute.map(|value| factor * value),
    };
    let shares = [
        ("recordings whose majority of draws has the real outcome", "%", 100.0, &gap.agreement_share),
        ("draws that succeed", "%", 100.0, &gap.success_share),
        ("draws that lift and hold", "%", 100.0, &gap.held_share),
        ("Brier score of the share that succeeds", "", 1.0, &gap.brier),
    ];
    let quantities: [(_, _, f64, &Option<Quantity>); 5] = [
        ("time of contact", "ms", 1e3, &gap.contact_timing),
        ("width, root mean square", "mm", 1e3, &gap.width_rmse),
        ("width while holding", "mm", 1e3, &gap.hold_bias),
        ("distance from the recorded path, root mean square", "mm", 1e3, &gap.tcp_rmse),
        ("slip in the hand", "mm", 1e3, &gap.slip),
    ];
    // A jackknife of few groups knows nothing of the bounds of a share.
    let bounded = |estimate: &Estimate| Estimate {
        interval: estimate.interval.map(|i| Interval::new(i.low.clamp(0.0, 1.0), i.high.clamp(0.0, 1.0))),
        ..*estimate
    };
    let shares = shares.into_iter().filter_map(|(name, unit, factor, estimate)| {
        Some(row(name, unit, factor, &bounded(estimate.as_ref()?), None))
    });
    let quantities = quantities.into_iter().filter_map(|(name, unit, factor, quantity)| {
        let quantity = quantity.as_ref()?;
        Some(row(name, unit, factor, &quantity.mean, Some(quantity.errors.mean_absolute)))
    });
    shares.chain(quantities).collect()
}
