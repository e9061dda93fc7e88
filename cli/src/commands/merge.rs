//! `restage merge`.

use super::generate::{describe, outcome};
use super::{print, print_json};
use crate::args::MergeArgs;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use restage_pipeline::{MergeRequest, merge};

pub fn run(args: MergeArgs) -> anyhow::Result<Outcome> {
    let terminal = Terminal::new()?;
    let MergeArgs { runs, out: output, work, partial, force: overwrite, json } = args;
    let report = merge(&MergeRequest { runs, output, partial, overwrite, work }, &terminal)?;
    if json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
    }
    Ok(outcome(&report))
}
