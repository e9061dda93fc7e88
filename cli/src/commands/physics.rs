//! `restage physics`.

use super::{print, print_json};
use crate::args::PhysicsArgs;
use crate::exit::Outcome;
use crate::table;
use restage_physics::truth::{Bound, TruthReport, TruthSettings, run_suite};

pub fn run(args: &PhysicsArgs) -> anyhow::Result<Outcome> {
    let usual = TruthSettings::default();
    let report = run_suite(&TruthSettings {
        step_rate_hz: args.rate.unwrap_or(usual.step_rate_hz),
        solver_iterations: args.iterations.unwrap_or(usual.solver_iterations),
    });
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
    }
    Ok(if report.passed == report.total { Outcome::Complete } else { Outcome::Partial })
}

fn describe(report: &TruthReport) -> String {
    let mut rows = Vec::new();
    for truth in &report.truths {
        for (k, measure) in truth.measures.iter().enumerate() {
            let tolerance = match measure.bound {
                Bound::Relative(share) => format!("{:.2} %", 100.0 * share),
                Bound::Absolute(allowed) => format!("{allowed} {}", measure.unit),
            };
            rows.push(vec![
                if k == 0 { truth.id.to_owned() } else { String::new() },
                measure.name.clone(),
                number(measure.truth),
                number(measure.measured),
                measure.unit.to_owned(),
                tolerance,
                if measure.pass { "ok" } else { "OFF" }.to_owned(),
            ]);
        }
    }
    let settings = &report.settings;
    let mut lines = vec![
        table::render(&["law", "measure", "truth", "measured", "unit", "tolerance", ""], &rows),
        format!(
            "\n{} of {} laws hold at {} Hz with {} iterations",
            report.passed, report.total, settings.step_rate_hz, settings.solver_iterations
        ),
    ];
    lines.extend(report.truths.iter().filter_map(|t| t.note.map(|note| format!("  {}: {note}", t.id))));
    lines.join("\n")
}

/// Four significant digits.
fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-3..1e4).contains(&size) { format!("{value:.4}") } else { format!("{value:.3e}") }
}
