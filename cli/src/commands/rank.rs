//! `restage rank`.

use super::{print, print_json, with_interval};
use crate::args::RankArgs;
use crate::exit::Outcome;
use crate::table;
use restage_validation::intervals::BootstrapOptions;
use restage_validation::ranking::{RankingReport, TaskRanking, rank, read_policy_scores};

pub fn run(args: &RankArgs) -> anyhow::Result<Outcome> {
    let scores = read_policy_scores(&args.csv)?;
    let report = rank(&scores, &BootstrapOptions { seed: args.seed, ..BootstrapOptions::default() })?;
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
    }
    Ok(Outcome::Complete)
}

fn describe(report: &RankingReport) -> String {
    let all: Vec<&TaskRanking> = report.tasks.iter().chain(&report.overall).collect();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|task| {
            let left_out = |value: fn(&TaskRanking) -> Vec<f64>| {
                let values = value(task);
                let low = values.iter().copied().fold(f64::INFINITY, f64::min);
                let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                format!("{low:.3} to {high:.3}")
            };
            vec![
                if task.task.is_empty() { "(one task)".into() } else { task.task.clone() },
                task.policies.to_string(),
                with_interval(&task.mmrv, 1.0, 3),
                format!("{:.3}", task.mmrv_arguments_swapped),
                with_interval(&task.pearson, 1.0, 3),
                task.spearman.as_ref().map_or("-".into(), |rho| with_interval(rho, 1.0, 3)),
                left_out(|task| task.leave_one_out.iter().map(|one| one.pearson).collect()),
                format!("{:.3} (least {:.3})", task.permutation.p_pearson, task.permutation.floor),
            ]
        })
        .collect();
    let headings = [
        "task",
        "policies",
        "MMRV(sim, real)",
        "swapped",
        "Pearson",
        "Spearman",
        "Pearson, one left out",
        "p by permutation",
    ];
    let mut lines = vec![table::render(&headings, &rows)];
    for task in all {
        lines.extend(task.cautions.iter().map(|caution| format!("{}: {caution}", task.task)));
    }
    lines.join("\n")
}
