//! The replay gap as text, for `restage replay --gap`.

use super::with_interval;
use crate::table;
use restage_validation::intervals::Estimate;
use restage_validation::replay_gap::{Quantity, ReplayGapReport};

/// The figures, one per line, with what they cannot show.
pub fn describe(gap: &ReplayGapReport) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut share = |name: &str, estimate: &Option<Estimate>, factor: f64, unit: &str| {
        if let Some(estimate) = estimate {
            rows.push(vec![name.into(), with_interval(estimate, factor, 2), unit.into(), String::new()]);
        }
    };
    share("recordings whose majority of draws has the real outcome", &gap.agreement_share, 100.0, "%");
    share("draws that succeed", &gap.success_share, 100.0, "%");
    share("draws that lift and hold", &gap.held_share, 100.0, "%");
    share("Brier score of the success share", &gap.brier, 1.0, "");
    let mut quantity = |name: &str, quantity: &Option<Quantity>, factor: f64, unit: &str| {
        if let Some(q) = quantity {
            let error = format!("{:.2} {unit}", factor * q.errors.mean_absolute);
            rows.push(vec![name.into(), with_interval(&q.mean, factor, 2), unit.into(), error]);
        }
    };
    quantity("contact, simulated minus real", &gap.contact_timing, 1e3, "ms");
    quantity("width error, root mean square", &gap.width_rmse, 1e3, "mm");
    quantity("width while holding, simulated minus real", &gap.hold_bias, 1e3, "mm");
    quantity("TCP error, root mean square", &gap.tcp_rmse, 1e3, "mm");
    quantity("slip in the hand", &gap.slip, 1e3, "mm");
    let headings = ["replay gap", "mean [95 % interval]", "unit", "mean absolute"];
    let mut lines = vec![format!(
        "\n{} recordings in {} groups, {} draws, {} of them refuted by the motion",
        gap.recordings, gap.groups, gap.draws, gap.refuted_draws
    )];
    lines.push(table::render(&headings, &rows));
    if let Some(agreement) = &gap.agreement {
        let c = &agreement.counts;
        lines.push(format!(
            "outcomes: {} succeed in both, {} fail in both, {} only real, {} only simulated",
            c.true_positive, c.true_negative, c.false_negative, c.false_positive
        ));
    }
    lines.extend(gap.limits.iter().map(|limit| format!("note: {limit}")));
    lines.join("\n")
}
