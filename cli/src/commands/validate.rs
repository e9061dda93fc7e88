//! `restage validate`.

use super::{print, print_json};
use crate::args::ValidateArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::{Terminal, tell};
use restage_episodes::split::SplitRule;
use restage_pipeline::evidence::{ValidateRequest, validate};
use restage_pipeline::{PipelineError, SourceEntry};
use restage_validation::comparison::Verdict;
use restage_validation::evidence::Report;

pub fn run(args: &ValidateArgs) -> anyhow::Result<Outcome> {
    let request = ValidateRequest {
        generated: args.synthetic.clone(),
        real: SourceEntry {
            split_file: args.split_file.clone(),
            ..SourceEntry::whole(&args.real, &args.profile)
        },
        rule: args.salt.as_ref().map_or_else(SplitRule::default, |salt| SplitRule::new(salt.as_str())),
        images: !args.no_images,
        cache: Some(args.cache.clone().unwrap_or_else(|| args.out.join("cache"))),
        seed: args.seed,
        utility: !args.no_utility,
        replay_draws: args.replay_draws,
        encoder: args.encoder.clone(),
    };
    let terminal = Terminal::new()?;
    let report = validate(&request, &terminal)?;
    let io = |source| PipelineError::io("cannot write the report into", &args.out)(source);
    std::fs::create_dir_all(&args.out).map_err(io)?;
    std::fs::write(args.out.join("report.json"), serde_json::to_vec_pretty(&report)?).map_err(io)?;
    let html = restage_validation::report::render(&report).map_err(PipelineError::from)?;
    std::fs::write(args.out.join("report.html"), html).map_err(io)?;
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
    }
    tell(&format!("report in {}", args.out.join("report.html").display()));
    Ok(outcome(report.verdict))
}

/// The exit code follows the verdict.
fn outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Pass => Outcome::Complete,
        Verdict::Fail => Outcome::Failed,
        Verdict::Inconclusive => Outcome::Undecided,
        Verdict::Void => Outcome::Void,
    }
}

fn describe(report: &Report) -> String {
    let mut lines = vec![format!(
        "{}: {} against {} ({} generated; real: {} train, {} calibration, {} held out)",
        report.verdict.name(),
        report.generated,
        report.real,
        report.n.generated,
        report.n.train,
        report.n.calibration,
        report.n.held_out
    )];
    lines.extend(report.reasons.iter().map(|reason| format!("  - {reason}")));
    let number = |value: Option<f64>| value.map_or("-".into(), |v| format!("{v:.2}"));
    let rows: Vec<Vec<String>> = report
        .families
        .iter()
        .map(|family| {
            vec![
                family.family.name().to_owned(),
                family.verdict.name().to_owned(),
                number(family.gap_ratio),
                family.interval.map_or("-".into(), |i| format!("{:.2} to {:.2}", i.low, i.high)),
                number(family.p_holm),
                family.compared.len().to_string(),
            ]
        })
        .collect();
    lines.push(table::render(&["family", "verdict", "gap ratio", "interval", "p (Holm)", "features"], &rows));
    let percent = |rate: Option<f64>| rate.map_or("not run".into(), |r| format!("{:.0} %", 100.0 * r));
    lines.push(format!(
        "controls: real data pass in {}, spoilt real data fail in {}",
        percent(report.controls.negative_pass_rate),
        percent(report.controls.positive_fail_rate)
    ));
    if let Some(gap) = report.minimum_detectable_gap {
        lines.push(format!(
            "smallest shift of a feature that these numbers show: {gap:.2} spreads of real episodes"
        ));
    }
    if let Some(needed) = report.held_out_needed {
        lines.push(format!(
            "n is too small: at least {needed} held-out and {} other real episodes are needed for any verdict",
            2 * needed
        ));
    }
    if let Some(replay) = &report.replay {
        lines.push(super::replay_gap::describe(replay));
    }
    lines.extend(report.advice.iter().map(|line| format!("change: {line}")));
    lines.extend(report.remarks.iter().map(|line| format!("remark: {line}")));
    lines.join("\n")
}
