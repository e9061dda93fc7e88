//! `restage fit`.

use super::{print, print_json};
use crate::args::FitArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::{Terminal, tell};
use anyhow::bail;
use restage_pipeline::fit::{FitSettings, fit, priors_text};
use restage_pipeline::{Job, PipelineError, Priors, SourceEntry};

pub fn run(args: FitArgs) -> anyhow::Result<Outcome> {
    if args.out.exists() && !args.force {
        let path = args.out;
        return Err(PipelineError::InTheWay { path }.into());
    }
    let job = match &args.job {
        Some(path) => Job::load(path).map_err(PipelineError::from)?,
        None => Job::default(),
    };
    let settings = FitSettings {
        salt: job.split_salt,
        randomization: job.randomization,
        scenes: args.scenes,
        seed: args.seed,
        ..FitSettings::new(SourceEntry::from(&args.source))
    };
    let faults = settings.randomization.faults();
    if !faults.is_empty() {
        bail!(PipelineError::from(restage_pipeline::JobError::Invalid { faults }));
    }
    let terminal = Terminal::new()?;
    let priors = fit(&settings, &terminal)?;
    let text = priors_text(&priors)?;
    if let Some(folder) = args.out.parent() {
        std::fs::create_dir_all(folder).map_err(PipelineError::io("create the folder", folder))?;
    }
    std::fs::write(&args.out, text).map_err(PipelineError::io("write", &args.out))?;
    tell(&format!("priors are in {}", args.out.display()));
    if args.json {
        print_json(&priors)?;
    } else {
        print(&describe(&priors))?;
    }
    Ok(Outcome::Complete)
}

fn describe(priors: &Priors) -> String {
    let mut lines = Vec::new();
    for source in &priors.sources {
        lines.push(format!(
            "{}: {} recordings of the train split in {} groups; {} usable recordings of other splits were not looked at",
            source.dataset,
            source.episodes.len(),
            source.groups.len(),
            source.other_splits
        ));
    }
    let fitted: Vec<Vec<String>> = priors
        .fitted
        .iter()
        .map(|it| vec![it.law.clone(), it.n.to_string(), it.becomes.to_string()])
        .collect();
    lines.push(String::new());
    lines.push(table::render_left(&["law", "n", "becomes"], &fitted));
    let kept: Vec<Vec<String>> =
        priors.kept.iter().map(|it| vec![it.law.clone(), it.reason.clone()]).collect();
    lines.push(String::new());
    lines.push(table::render_left(&["keeps its prior", "because"], &kept));
    lines.join("\n")
}
