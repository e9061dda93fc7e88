//! Arguments of the commands that read, make and film episodes.

use super::{Quality, Renderer, SourceArgs, SplitChoice, size};
use restage_pipeline::Shard;
use std::path::PathBuf;

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
    /// Compare the replays with the recordings: outcome, contact time, width, TCP error, slip, with intervals.
    #[arg(long)]
    pub gap: bool,
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
    /// A scene file (JSON) to work in, instead of generated places (may be given several times).
    #[arg(long = "scene", value_name = "FILE", conflicts_with = "environments")]
    pub scenes: Vec<PathBuf>,
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
    /// Folder of the dataset, here or in an S3-compatible store (s3://BUCKET/FOLDER).
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Folder for working copies of what is in a store (default: restage/stores under $XDG_CACHE_HOME).
    #[arg(long, value_name = "DIR")]
    pub work: Option<PathBuf>,
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
    /// Run folders of the shards, here or in S3-compatible stores (default: OUT.run). They stay as they are.
    pub runs: Vec<PathBuf>,
    /// Folder of the dataset, here or in a store (s3://BUCKET/FOLDER).
    #[arg(long)]
    pub out: PathBuf,
    /// Folder for working copies of what is in a store (default: restage/stores under $XDG_CACHE_HOME).
    #[arg(long, value_name = "DIR")]
    pub work: Option<PathBuf>,
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
