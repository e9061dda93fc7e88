//! One module per subcommand: resolve the arguments, call the pipeline, print.

mod assets;
mod audit;
mod axes;
mod demo;
mod doctor;
mod evidence;
mod film;
mod fit;
mod gap;
mod generate;
mod inspect;
mod merge;
mod physics;
mod pictures;
mod plots;
mod rank;
mod replay;
mod replay_gap;
mod scene;
mod split;
mod validate;

use crate::args::{Command, Quality, Renderer, SchemaArgs, SourceArgs, SplitChoice};
use crate::exit::Outcome;
use restage_pipeline::splitting::SourcePart;
use restage_pipeline::{Job, QualityChoice, RendererChoice, SourceEntry};
use restage_validation::intervals::Estimate;
use std::io::Write;

/// Runs a subcommand.
///
/// # Errors
/// Whatever the command could not do; `exit` turns it into text and a code.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Demo(args) => demo::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Generate(args) => generate::run(args),
        Command::Merge(args) => merge::run(args),
        Command::Film(args) => film::run(&args),
        Command::Gap(args) => gap::run(args),
        Command::Split(args) => split::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Scene(args) => scene::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Assets(args) => assets::run(&args),
        Command::Axes(args) => axes::run(&args),
        Command::Fit(args) => fit::run(args),
        Command::Schema(args) => schema(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Physics(args) => physics::run(&args),
        Command::Rank(args) => rank::run(&args),
        Command::Evidence(args) => evidence::run(&args),
        Command::Pictures(args) => pictures::run(&args),
    }
}

fn schema(args: &SchemaArgs) -> anyhow::Result<Outcome> {
    let schema = if args.priors { restage_pipeline::fit::priors_schema() } else { Job::schema() };
    print_json(&schema)?;
    Ok(Outcome::Complete)
}

/// Data goes to stdout; a closed pipe is the reader's choice and no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// One JSON value on stdout.
pub fn print_json<T: serde::Serialize>(value: &T) -> anyhow::Result<()> {
    print(&serde_json::to_string_pretty(value)?)
}

/// `0.95 [0.90, 0.98]`, or the value alone where there is no interval.
fn with_interval(estimate: &Estimate, factor: f64, digits: usize) -> String {
    let number = |value: f64| format!("{:.digits$}", factor * value);
    match estimate.interval {
        Some(interval) => {
            format!("{} [{}, {}]", number(estimate.value), number(interval.low), number(interval.high))
        }
        None => number(estimate.value),
    }
}

impl From<&SourceArgs> for SourceEntry {
    fn from(args: &SourceArgs) -> Self {
        Self {
            episodes: (!args.episodes.is_empty()).then(|| args.episodes.clone()),
            ..Self::whole(&args.source, &args.profile)
        }
    }
}

impl From<SplitChoice> for SourcePart {
    fn from(choice: SplitChoice) -> Self {
        match choice {
            SplitChoice::All => Self::All,
            SplitChoice::Train => Self::Train,
        }
    }
}

impl From<Renderer> for RendererChoice {
    fn from(renderer: Renderer) -> Self {
        match renderer {
            Renderer::Auto => Self::Auto,
            Renderer::Cpu => Self::Cpu,
            Renderer::Gpu => Self::Gpu,
        }
    }
}

impl From<Quality> for QualityChoice {
    fn from(quality: Quality) -> Self {
        match quality {
            Quality::Fast => Self::Fast,
            Quality::High => Self::High,
        }
    }
}
