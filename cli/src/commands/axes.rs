//! `restage axes`.

use super::{print, print_json};
use crate::args::AxesArgs;
use crate::exit::Outcome;
use crate::table;
use restage_pipeline::axes::{configured_axes, dataset_axes};
use restage_pipeline::{AxisRow, Job, PipelineError};
use serde_json::json;

pub fn run(args: &AxesArgs) -> anyhow::Result<Outcome> {
    let rows = match &args.of {
        Some(path) if path.is_dir() => dataset_axes(path)?,
        Some(path) => configured_axes(&checked(Job::load(path).map_err(PipelineError::from)?)?),
        None => configured_axes(&Job::default()),
    };
    if args.json {
        print_json(&json!({ "axes": rows }))?;
    } else {
        print(&describe(&rows))?;
    }
    Ok(Outcome::Complete)
}

/// A job with its priors, or why its laws cannot be used.
fn checked(job: Job) -> Result<Job, PipelineError> {
    let job = job.with_priors()?;
    let faults = job.randomization.faults();
    match faults.is_empty() {
        true => Ok(job),
        false => Err(restage_pipeline::JobError::Invalid { faults }.into()),
    }
}

/// The table; the observed column only where something was observed.
pub fn describe(rows: &[AxisRow]) -> String {
    let observed = rows.iter().any(|row| row.observed.is_some());
    let headings = if observed { vec!["axis", "configured", "observed"] } else { vec!["axis", "configured"] };
    let cells = |row: &AxisRow| {
        let mut cells = vec![format!("{}.{}", row.axis, row.draw), row.configured.clone()];
        if observed {
            cells.push(row.observed.as_ref().map_or_else(|| "-".to_owned(), |it| it.describe()));
        }
        cells
    };
    table::render_left(&headings, &rows.iter().map(cells).collect::<Vec<_>>())
}
