//! `restage audit`.

use super::{print, print_json, with_interval};
use crate::args::AuditArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::Terminal;
use restage_pipeline::audit::{AuditReport, AuditSettings, audit};
use restage_validation::intervals::Estimate;

/// Faults that are printed; the JSON has all.
const FAULTS_SHOWN: usize = 20;

pub fn run(args: &AuditArgs) -> anyhow::Result<Outcome> {
    let terminal = Terminal::new()?;
    let settings = AuditSettings {
        dataset: args.dataset.clone(),
        sample: args.sample.map(|sample| usize::try_from(sample).unwrap_or(usize::MAX)),
        seed: args.seed,
    };
    let report = audit(&settings, &terminal)?;
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
    }
    Ok(match (report.interrupted, report.pass) {
        (true, _) => Outcome::Interrupted,
        (_, true) => Outcome::Complete,
        (_, false) => Outcome::Partial,
    })
}

fn describe(report: &AuditReport) -> String {
    let percent = |estimate: &Option<Estimate>| {
        estimate.as_ref().map_or("-".into(), |estimate| with_interval(estimate, 100.0, 1))
    };
    let rows: Vec<Vec<String>> = report
        .variants
        .iter()
        .map(|variant| {
            let became = variant.became.iter().map(|(label, n)| format!("{label} {n}")).collect::<Vec<_>>();
            vec![variant.variant.into(), variant.change.into(), percent(&variant.holds), became.join(", ")]
        })
        .collect();
    let mut lines = vec![
        format!("{} of {} episodes simulated again", report.simulated, report.episodes),
        table::render(&["variant", "change", "label holds, %", "the others became"], &rows),
        format!(
            "valid under every solver setting: {} % (target {:.0} %)",
            percent(&report.valid),
            100.0 * report.target
        ),
        format!("robust (three of four variants): {} %", percent(&report.robust)),
        format!("reproduced to the bit: {} %", percent(&report.reproduced)),
        format!("structural faults: {}", report.faults.len()),
    ];
    lines.extend(report.faults.iter().take(FAULTS_SHOWN).map(|fault| {
        let episode = fault.episode.map_or(String::new(), |episode| format!("episode {episode}: "));
        format!("  {episode}{}: expected {}, found {}", fault.check, fault.expected, fault.found)
    }));
    lines.push(if report.pass { "audit passed" } else { "audit FAILED" }.into());
    lines.join("\n")
}
