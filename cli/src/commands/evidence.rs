//! `restage evidence`.

use super::{print, print_json, with_interval};
use crate::args::EvidenceArgs;
use crate::exit::Outcome;
use crate::table;
use clap::CommandFactory;
use restage_validation::intervals::{BootstrapOptions, Estimate};
use restage_validation::recordings::{
    ForceReport, StabilityReport, TrackingReport, force_evidence, read_tracking, stability_evidence,
    tracking_evidence,
};
use serde_json::json;

pub fn run(args: &EvidenceArgs) -> anyhow::Result<Outcome> {
    if args.tracking.is_none() && args.force.is_none() && args.stability.is_none() {
        let kind = clap::error::ErrorKind::MissingRequiredArgument;
        crate::args::Args::command()
            .error(kind, "give at least one of --tracking, --force, --stability")
            .exit();
    }
    let options = BootstrapOptions { seed: args.seed, ..BootstrapOptions::default() };
    let tracking = match &args.tracking {
        Some(path) => Some(tracking_evidence(&read_tracking(path)?, &options)),
        None => None,
    };
    let force = args.force.as_deref().map(|folder| force_evidence(folder, &options)).transpose()?;
    let stability =
        args.stability.as_deref().map(|folder| stability_evidence(folder, &options)).transpose()?;
    if args.json {
        print_json(&json!({ "tracking": tracking, "force": force, "stability": stability }))?;
    } else {
        let parts = [
            tracking.as_ref().map(describe_tracking),
            force.as_ref().map(describe_force),
            stability.as_ref().map(describe_stability),
        ];
        print(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))?;
    }
    Ok(Outcome::Complete)
}

/// A title, a table of figures with intervals, what they show and what not.
fn describe(
    title: String,
    figures: &[(&str, &Estimate, f64, &str)],
    shows: &[String],
    cannot: &[String],
) -> String {
    let rows: Vec<Vec<String>> = figures
        .iter()
        .map(|(name, estimate, factor, unit)| {
            vec![(*name).into(), with_interval(estimate, *factor, 2), (*unit).into()]
        })
        .collect();
    let mut lines = vec![title, table::render(&["figure", "value [95 % interval]", "unit"], &rows)];
    lines.extend(shows.iter().map(|text| format!("shows: {text}")));
    lines.extend(cannot.iter().map(|text| format!("cannot show: {text}")));
    lines.join("\n")
}

fn describe_tracking(report: &TrackingReport) -> String {
    describe(
        format!("Tracking of an arm over {:.1} s", report.duration_secs),
        &[
            ("lag behind the command", &report.lag_secs, 1e3, "ms"),
            ("distance from the command, RMS", &report.position_rms, 1e3, "mm"),
            ("the same with the lag taken out", &report.aligned_rms, 1e3, "mm"),
            ("angle from the command, RMS", &report.rotation_rms, 180.0 / std::f64::consts::PI, "deg"),
        ],
        &report.shows,
        &report.cannot_show,
    )
}

fn describe_force(report: &ForceReport) -> String {
    let left_out: Vec<String> = report.left_out.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
    let (used, runs) = (report.lifts.len(), report.runs);
    describe(
        format!(
            "Two-armed lifts: {used} of {runs} runs (left out: {}); repetitions of a trial agree within {:.2} N",
            left_out.join("; "),
            report.repeatability_n
        ),
        &[
            ("weight felt by both arms", &report.weight_n, 1.0, "N"),
            ("imbalance of the squeeze", &report.imbalance, 100.0, "%"),
            ("least friction that holds the box", &report.friction_at_least, 1.0, ""),
            ("hand from its attractor, RMS", &report.attractor_rms, 1e3, "mm"),
        ],
        &report.shows,
        &report.cannot_show,
    )
}

fn describe_stability(report: &StabilityReport) -> String {
    describe(
        format!("Stability from touch: {} grasps of {} objects", report.grasps, report.objects),
        &[
            ("stable grasps", &report.stable_share, 100.0, "%"),
            ("accuracy on unseen objects", &report.accuracy, 100.0, "%"),
            ("balanced accuracy", &report.balanced_accuracy, 100.0, "%"),
            ("area under the curve", &report.auc, 1.0, ""),
        ],
        &report.shows,
        &report.cannot_show,
    )
}
