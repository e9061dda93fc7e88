//! What can be typed. Parsing only: nothing is opened here.

mod episodes;
mod evidence;
mod worlds;

pub use episodes::{DemoArgs, FilmArgs, GenerateArgs, InspectArgs, MergeArgs, ReplayArgs};
pub use evidence::{
    AuditArgs, EvidenceArgs, GapArgs, PhysicsArgs, PicturesArgs, RankArgs, SplitArgs, ValidateArgs,
};
pub use worlds::{
    AssetsAction, AssetsAddArgs, AssetsArgs, AssetsImportArgs, AssetsListArgs, AxesArgs, FitArgs, SceneArgs,
    Up,
};

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns real manipulation demonstrations into many checked synthetic episodes.
#[derive(Debug, Parser)]
#[command(name = "restage", version, about, after_help = crate::exit::HELP)]
pub struct Args {
    /// Log more (-v: info, -vv: debug).
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Folder of imported assets and packs (default: restage/assets under $XDG_DATA_HOME).
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the whole way on scripted demonstrations: dataset, contact sheet and film.
    Demo(DemoArgs),
    /// Look at demonstrations: quality, grasp events, object width, phases, support plane.
    Inspect(InspectArgs),
    /// Replay recorded motion, unchanged, against the inferred object in contact physics.
    Replay(ReplayArgs),
    /// Generate a dataset of successful rollouts.
    Generate(GenerateArgs),
    /// Join the shards of a job into one dataset.
    Merge(MergeArgs),
    /// Film stored rollouts again: other cameras, sizes or quality.
    Film(FilmArgs),
    /// Show every axis of variation: what is configured beside what a dataset holds.
    Axes(AxesArgs),
    /// Narrow the priors of the axes by real recordings of the train split.
    Fit(FitArgs),
    /// Split recordings into groups for training, for calibration and held out; write a registered split file.
    Split(SplitArgs),
    /// Compare generated episodes with held-out real ones: a verdict that can fail, and a report.
    Validate(ValidateArgs),
    /// Measure which part of the gap to real data comes from which setting of the generation.
    Gap(GapArgs),
    /// Build and check scenes of the environments; write scene files and contact sheets.
    Scene(SceneArgs),
    /// Say what this machine has, which renderer it gets, and what to install.
    Doctor(DoctorArgs),
    /// Look at the objects that scenes are furnished with, and bring in more.
    Assets(AssetsArgs),
    /// Simulate every stored episode of a dataset again with other settings, and check what is stored.
    Audit(AuditArgs),
    /// Hold the physics to laws of mechanics and report each.
    Physics(PhysicsArgs),
    /// Compare success rates of policies in simulation and reality: rank violation, correlations, intervals.
    Rank(RankArgs),
    /// Say what tracking, force and tactile recordings show about the simulation, and what they cannot.
    Evidence(EvidenceArgs),
    /// Put picture statistics of datasets side by side: brightness, colour, sharpness, noise, camera by camera.
    Pictures(PicturesArgs),
    /// Print the JSON schema of the job file.
    Schema(SchemaArgs),
}

/// A dataset and the device that recorded it.
#[derive(Debug, clap::Args)]
pub struct SourceArgs {
    /// LeRobot directory, UMI replay buffer (.zarr.zip), CSV or TUM file.
    pub source: PathBuf,
    /// Device profile: umi, so100, cr5, restage, or a TOML file.
    #[arg(long)]
    pub profile: String,
    /// Only these episodes (may be given several times).
    #[arg(long = "episode")]
    pub episodes: Vec<u64>,
}

/// Parts of a real dataset.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SplitChoice {
    /// Every episode; nothing of the source is left to validate against.
    All,
    /// Training groups only (60 % by hash, or as the split file says).
    Train,
}

/// Renderer names.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Renderer {
    /// GPU where this build and machine have one, else the CPU ray caster.
    Auto,
    /// The CPU ray caster.
    Cpu,
    /// The Bevy renderer.
    Gpu,
}

/// Quality steps.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Quality {
    /// One shadow-casting light.
    Fast,
    /// Soft shadows, ambient occlusion, several samples per pixel.
    High,
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// Of the file that `restage fit` writes instead.
    #[arg(long)]
    pub priors: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parse = |part: &str| part.trim().parse::<u32>().ok();
    text.split_once(['x', 'X'])
        .and_then(|(width, height)| Some((parse(width)?, parse(height)?)))
        .ok_or_else(|| format!("expected WIDTHxHEIGHT such as 224x224, found {text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_size_needs_two_numbers() {
        assert_eq!(size("320x240"), Ok((320, 240)));
        assert!(size("320").is_err() && size("x240").is_err() && size("-1x2").is_err());
    }
}
