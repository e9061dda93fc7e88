//! `restage split`.

use super::{print, print_json};
use crate::args::SplitArgs;
use crate::exit::Outcome;
use crate::terminal::tell;
use restage_episodes::split::{Split, SplitRule};
use restage_pipeline::sources::inspect_source;
use restage_pipeline::{PipelineError, SourceEntry};
use restage_validation::splits::RegisteredSplit;
use serde_json::json;

pub fn run(args: &SplitArgs) -> anyhow::Result<Outcome> {
    let rule = args.salt.as_ref().map_or_else(SplitRule::default, |salt| SplitRule::new(salt.as_str()));
    let source = inspect_source(&SourceEntry::whole(&args.source, &args.profile), &rule)?;
    let sources = source.episodes.iter().map(|episode| &episode.demonstration.source);
    let split = RegisteredSplit::by_rule(&rule, &source.name, sources.clone());
    let count = |part: Split| sources.clone().filter(|it| split.split(it) == Some(part)).count();
    if let Some(path) = &args.out {
        if path.exists() && !args.force {
            return Err(PipelineError::InTheWay { path: path.clone() }.into());
        }
        let text = split.to_toml().map_err(PipelineError::from)?;
        std::fs::write(path, text).map_err(PipelineError::io("cannot write", path))?;
        tell(&format!("split written to {}", path.display()));
    }
    let [train, calibration, held_out] = [Split::Train, Split::Calibration, Split::HeldOut].map(count);
    if args.json {
        print_json(&json!({
            "dataset": split.dataset, "salt": split.salt, "hash": split.hash(), "groups": split.groups,
            "train": train, "calibration": calibration, "held_out": held_out,
        }))?;
    } else {
        print(&format!(
            "{}: {train} episodes for training, {calibration} for calibration, {held_out} held out, in {} groups; salt {:?}, \
             hash {}",
            split.dataset,
            split.groups.len(),
            split.salt,
            split.hash()
        ))?;
    }
    Ok(Outcome::Complete)
}
