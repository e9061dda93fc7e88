//! `restage gap`.

use super::{print, print_json};
use crate::args::GapArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::{Terminal, tell};
use restage_pipeline::gap::{GapRequest, gap};
use restage_pipeline::{Job, PipelineError, SourceEntry};
use restage_validation::report::gap::GapReport;

pub fn run(args: GapArgs) -> anyhow::Result<Outcome> {
    let mut base = match &args.job {
        Some(path) => Job::load(path).map_err(PipelineError::from)?,
        None => Job::default(),
    };
    base.seed = args.seed;
    let request = GapRequest {
        base,
        real: SourceEntry { split_file: args.split_file, ..SourceEntry::whole(args.real, args.profile) },
        settings: args.settings,
        episodes: args.episodes,
        out: args.out,
        film: args.film,
    };
    let terminal = Terminal::new()?;
    let report = gap(&request, &terminal)?;
    let write = |name: &str, bytes: &[u8]| {
        let path = request.out.join(name);
        std::fs::write(&path, bytes).map_err(PipelineError::io("cannot write", path))
    };
    write("gap.json", &serde_json::to_vec_pretty(&report)?)?;
    write("gap.html", report.render().map_err(PipelineError::from)?.as_bytes())?;
    for family in report.families() {
        let plot = report.plot(family).map_err(PipelineError::from)?;
        write(&format!("gap-{}.svg", family.name()), plot.as_bytes())?;
    }
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
    }
    tell(&format!("report in {}", request.out.join("gap.html").display()));
    let complete = report.rows.iter().all(|row| row.episodes == request.episodes);
    Ok(if complete { Outcome::Complete } else { Outcome::Partial })
}

fn describe(report: &GapReport) -> String {
    let families = report.families();
    let mut headings = vec!["setting", "episodes", "attempts"];
    headings.extend(families.iter().map(|family| family.name()));
    let rows: Vec<Vec<String>> = report
        .rows
        .iter()
        .map(|row| {
            let mut cells = vec![row.setting.clone(), row.episodes.to_string(), row.attempts.to_string()];
            cells.extend(families.iter().map(|family| {
                let report = row.of(*family);
                match report.and_then(|report| report.gap_ratio.zip(report.interval)) {
                    Some((ratio, i)) => format!("{ratio:.2} ({:.2} to {:.2})", i.low, i.high),
                    None => "-".into(),
                }
            }));
            cells
        })
        .collect();
    format!(
        "gap to held-out episodes of {}, in distances between real halves\n{}",
        report.real,
        table::render(&headings, &rows)
    )
}
