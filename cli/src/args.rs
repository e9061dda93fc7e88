//! What can be typed. Parsing only: nothing is opened here.

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use restage_pipeline::Shard;
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
    /// Compare generated episodes with held-out real ones: a verdict that can fail, and a report.
    Validate(ValidateArgs),
    /// Measure which part of the gap to real data comes from which setting of the generation.
    Gap(GapArgs),
    /// Say what this machine has, which renderer it gets, and what to install.
    Doctor(DoctorArgs),
    /// Look at the objects that scenes are furnished with, and bring in more.
    Assets(AssetsArgs),
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

/// Arguments of `validate`. The exit code follows the verdict: 0 PASS, 1 FAIL, 5 INCONCLUSIVE, 6 VOID.
#[derive(Debug, clap::Args)]
pub struct ValidateArgs {
    /// Dataset that `generate` wrote.
    #[arg(long)]
    pub synthetic: PathBuf,
    /// The whole real dataset; its split decides what is held out.
    #[arg(long)]
    pub real: PathBuf,
    /// Device profile of --real.
    #[arg(long)]
    pub profile: String,
    /// Folder for report.html and report.json.
    #[arg(long)]
    pub out: PathBuf,
    /// Registered split of --real (TOML); the hash rule without one.
    #[arg(long)]
    pub split_file: Option<PathBuf>,
    /// Leave pictures out.
    #[arg(long)]
    pub no_images: bool,
    /// Folder for computed features (default: OUT/cache); give the same one to re-use them.
    #[arg(long)]
    pub cache: Option<PathBuf>,
    /// Seed of all resampling.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `gap`.
#[derive(Debug, clap::Args)]
pub struct GapArgs {
    /// Job file (TOML) that all settings share; defaults without one.
    pub job: Option<PathBuf>,
    /// The real dataset: training groups are re-staged, held-out groups compared with.
    #[arg(long)]
    pub real: PathBuf,
    /// Device profile of --real.
    #[arg(long)]
    pub profile: String,
    /// Settings to run (may be given several times or with commas); the usual ones without any.
    #[arg(long, value_delimiter = ',')]
    pub settings: Vec<String>,
    /// Episodes per setting.
    #[arg(long, default_value_t = 40)]
    pub episodes: u64,
    /// Folder for the datasets, gap.html, gap.json and one plot per family.
    #[arg(long)]
    pub out: PathBuf,
    /// Registered split of --real (TOML); the hash rule without one.
    #[arg(long)]
    pub split_file: Option<PathBuf>,
    /// Film, and compare pictures too.
    #[arg(long)]
    pub film: bool,
    /// Seed of generation and resampling.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
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

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Folder for everything the demo makes.
    #[arg(long, default_value = "out/demo")]
    pub out: PathBuf,
    /// Successful episodes to make.
    #[arg(long, default_value_t = 6)]
    pub episodes: u64,
    /// Seed of every random draw.
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Replace what an earlier demo left.
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `inspect`.
#[derive(Debug, clap::Args)]
pub struct InspectArgs {
    /// The source.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
    /// Write a plot per episode (SVG) into this folder.
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
}

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// The source.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Film the best draw of each demonstration: contact sheet and MP4 in this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Draws of what nobody measured, per demonstration.
    #[arg(long, default_value_t = 16)]
    pub draws: u64,
    /// Seed of the draws.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Renderer of the film.
    #[arg(long, value_enum, default_value = "auto")]
    pub renderer: Renderer,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `generate`. Flags override the job file.
#[derive(Debug, clap::Args)]
pub struct GenerateArgs {
    /// Job file (TOML); `restage schema` prints its schema.
    pub job: Option<PathBuf>,
    /// Dataset to start from. Replaces the sources of the job file.
    #[arg(long, requires = "profile")]
    pub source: Option<PathBuf>,
    /// Device profile of --source.
    #[arg(long, requires = "source")]
    pub profile: Option<String>,
    /// Places: templates, families of them, or `all`; `restage scene --list` prints them.
    #[arg(long = "environment", value_delimiter = ',', value_name = "NAME,...")]
    pub environments: Vec<String>,
    /// Priors that `restage fit` wrote.
    #[arg(long, value_name = "FILE")]
    pub priors: Option<PathBuf>,
    /// Part of the sources that rollouts may start from.
    #[arg(long, value_enum)]
    pub split: Option<SplitChoice>,
    /// Registered split of the source (TOML): only its training groups are used.
    #[arg(long)]
    pub split_file: Option<PathBuf>,
    /// Successful episodes to write.
    #[arg(long)]
    pub episodes: Option<u64>,
    /// Folder of the dataset.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Seed of every random draw.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Worker threads; 0 takes every core. The result does not depend on it.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Renderer.
    #[arg(long, value_enum)]
    pub renderer: Option<Renderer>,
    /// Picture quality.
    #[arg(long, value_enum)]
    pub quality: Option<Quality>,
    /// Write states only.
    #[arg(long)]
    pub no_film: bool,
    /// Frames per second.
    #[arg(long)]
    pub fps: Option<u32>,
    /// Image size, such as 224x224.
    #[arg(long, value_parser = size)]
    pub size: Option<(u32, u32)>,
    /// Cameras to film: wrist, head, overview (may be given several times).
    #[arg(long = "camera")]
    pub cameras: Vec<String>,
    /// Write failed rollouts into a second dataset, OUT-failures.
    #[arg(long)]
    pub keep_failures: bool,
    /// Do one of several equal shares of the work, INDEX/COUNT from 0, such as 0/3; `restage merge` joins them.
    #[arg(long)]
    pub shard: Option<Shard>,
    /// Replace an existing dataset once the new one is complete, and discard the run folder of another job.
    #[arg(long)]
    pub force: bool,
    /// Print what the workers spent their time on, and the bottleneck.
    #[arg(long)]
    pub stats: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `merge`.
#[derive(Debug, clap::Args)]
pub struct MergeArgs {
    /// Run folders of the shards (default: OUT.run). They stay as they are.
    pub runs: Vec<PathBuf>,
    /// Folder of the dataset.
    #[arg(long)]
    pub out: PathBuf,
    /// Merge what there is, even when episodes are missing.
    #[arg(long)]
    pub partial: bool,
    /// Replace a dataset of another run.
    #[arg(long)]
    pub force: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `film`.
#[derive(Debug, clap::Args)]
pub struct FilmArgs {
    /// A dataset that `generate` wrote.
    pub dataset: PathBuf,
    /// Episodes to film (default: the first).
    #[arg(long = "episode")]
    pub episodes: Vec<u64>,
    /// Folder for the MP4 files and contact sheets.
    #[arg(long)]
    pub out: PathBuf,
    /// Cameras to film (default: all of the scene).
    #[arg(long = "camera")]
    pub cameras: Vec<String>,
    /// Image size, such as 640x480.
    #[arg(long, value_parser = size, default_value = "640x480")]
    pub size: (u32, u32),
    /// Renderer.
    #[arg(long, value_enum, default_value = "auto")]
    pub renderer: Renderer,
    /// Picture quality.
    #[arg(long, value_enum, default_value = "high")]
    pub quality: Quality,
    /// Frames on the contact sheet, per camera.
    #[arg(long, default_value_t = 10)]
    pub sheet: usize,
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// Of the file that `restage fit` writes instead.
    #[arg(long)]
    pub priors: bool,
}

/// Arguments of `axes`.
#[derive(Debug, clap::Args)]
pub struct AxesArgs {
    /// A dataset that `generate` wrote, or a job file (TOML); the default job when absent.
    pub of: Option<PathBuf>,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `fit`.
#[derive(Debug, clap::Args)]
pub struct FitArgs {
    /// The source.
    #[command(flatten)]
    pub source: SourceArgs,
    /// The file to write (TOML), for `generate --priors`.
    #[arg(long, default_value = "priors.toml")]
    pub out: PathBuf,
    /// Job file (TOML) whose laws are narrowed; the defaults when absent.
    #[arg(long)]
    pub job: Option<PathBuf>,
    /// Scenes that are drawn and filmed to fit light and colour; 0 leaves them alone.
    #[arg(long, default_value_t = 400)]
    pub scenes: u64,
    /// Seed of those scenes.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Replace an existing file.
    #[arg(long)]
    pub force: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `assets`.
#[derive(Debug, clap::Args)]
pub struct AssetsArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: AssetsAction,
}

/// What can be done with assets.
#[derive(Debug, Subcommand)]
pub enum AssetsAction {
    /// List the object catalogue, one object a line.
    List(AssetsListArgs),
    /// Bring a model in: glTF, GLB, OBJ, STL or a URDF prop becomes an object or fixture of the library.
    Import(Box<AssetsImportArgs>),
    /// Install a pack: environment maps, furniture or robot models from a package registry.
    Add(AssetsAddArgs),
}

/// Arguments of `assets add`.
#[derive(Debug, clap::Args)]
pub struct AssetsAddArgs {
    /// The pack; `restage assets list --packs` names them.
    pub pack: String,
    /// Take this archive, fetched before, instead of fetching it.
    #[arg(long, value_name = "FILE")]
    pub archive: Option<PathBuf>,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `assets import`.
#[derive(Debug, clap::Args)]
pub struct AssetsImportArgs {
    /// The model: .gltf, .glb, .obj, .stl or .urdf.
    pub model: PathBuf,
    /// Licence of the model, an SPDX expression such as CC0-1.0 or CC-BY-4.0.
    #[arg(long, value_name = "SPDX")]
    pub licence: String,
    /// Who made it; licences that ask for attribution need it.
    #[arg(long)]
    pub author: Option<String>,
    /// Id in the library (default: made of the file name).
    #[arg(long)]
    pub id: Option<String>,
    /// What a person calls it, for task text.
    #[arg(long)]
    pub name: Option<String>,
    /// Metres per unit of the file (default 1).
    #[arg(long, value_name = "METRES")]
    pub scale: Option<f64>,
    /// Axis of the file that points up (default: y for glTF and OBJ, z for STL and URDF).
    #[arg(long, value_enum)]
    pub up: Option<Up>,
    /// Mass, kg.
    #[arg(long, value_name = "KG")]
    pub mass: Option<f64>,
    /// Density of the solid, kg/m³.
    #[arg(long, value_name = "KG_PER_M3")]
    pub density: Option<f64>,
    /// What it is made of: density and friction of a table (wood, abs, glass, ceramic, steel, ...).
    #[arg(long)]
    pub material: Option<String>,
    /// Friction against a rubber pad.
    #[arg(long)]
    pub pad_friction: Option<f64>,
    /// Friction against a hard support.
    #[arg(long)]
    pub support_friction: Option<f64>,
    /// Take an open surface as a movable object.
    #[arg(long)]
    pub allow_open: bool,
    /// It does not move: furniture or equipment.
    #[arg(long)]
    pub fixture: bool,
    /// Most convex pieces that its form is split into for contact.
    #[arg(long, default_value_t = 32)]
    pub max_parts: usize,
    /// Folder that holds all files of the model, when they do not lie beside or below it.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Replace an asset of the same id.
    #[arg(long)]
    pub force: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Axes that may point up.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Up {
    /// +y.
    Y,
    /// +z.
    Z,
}

/// Arguments of `assets list`.
#[derive(Debug, clap::Args)]
pub struct AssetsListArgs {
    /// List what was imported instead.
    #[arg(long, conflicts_with = "packs")]
    pub imported: bool,
    /// List packs instead: what each brings, its licence, and whether it is installed.
    #[arg(long)]
    pub packs: bool,
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
