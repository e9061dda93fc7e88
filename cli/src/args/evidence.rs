//! Arguments of the commands that weigh datasets against real ones.

use std::path::PathBuf;

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
    /// Salt of the hash rule, when the dataset was generated with one of its own.
    #[arg(long)]
    pub salt: Option<String>,
    /// Leave pictures out.
    #[arg(long)]
    pub no_images: bool,
    /// Train no policies: leave utility out (no dataset can pass without).
    #[arg(long)]
    pub no_utility: bool,
    /// Draws with which every held-out recording is replayed in simulation; 0 leaves replays out.
    #[arg(long, default_value_t = 16, value_name = "DRAWS")]
    pub replay_draws: u64,
    /// A program that turns pictures into vectors, for the kernel inception distance: it is run with a folder of PNG
    /// files and prints a line of numbers per file, in the order of their names.
    #[arg(long, value_name = "PROGRAM", conflicts_with = "no_images")]
    pub encoder: Option<PathBuf>,
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

/// Arguments of `audit`. Exit code 3 when fewer than 95 % of the labels hold or anything is missing.
#[derive(Debug, clap::Args)]
pub struct AuditArgs {
    /// A dataset that `generate` wrote.
    pub dataset: PathBuf,
    /// Simulate only this many episodes, drawn at random.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub sample: Option<u64>,
    /// Seed of the draw.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `physics`. Exit code 3 when a law does not hold.
#[derive(Debug, clap::Args)]
pub struct PhysicsArgs {
    /// Physics steps per second (default: what rollouts use).
    #[arg(long, value_name = "HZ", value_parser = clap::value_parser!(u32).range(30..=10_000))]
    pub rate: Option<u32>,
    /// Solver iterations per step (default: what rollouts use).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub iterations: Option<u32>,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `rank`.
#[derive(Debug, clap::Args)]
pub struct RankArgs {
    /// Success rates from 0 to 1: columns policy, sim, real, and task where there are several.
    #[arg(long, value_name = "FILE")]
    pub csv: PathBuf,
    /// Seed of resampling and permutations.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `evidence`.
#[derive(Debug, clap::Args)]
pub struct EvidenceArgs {
    /// Log of commanded and achieved arm poses (CSV: `time_rel`, `desired_ee_0..5`, `actual_ee_0..5`).
    #[arg(long, value_name = "FILE")]
    pub tracking: Option<PathBuf>,
    /// Folder of two-armed lifts with wrenches (`trial*/*.npz`).
    #[arg(long, value_name = "DIR")]
    pub force: Option<PathBuf>,
    /// Folder of tactile readings with outcomes (CSV: object, slipped, 72 electrodes).
    #[arg(long, value_name = "DIR")]
    pub stability: Option<PathBuf>,
    /// Seed of resampling.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `pictures`.
#[derive(Debug, clap::Args)]
pub struct PicturesArgs {
    /// LeRobot folders with video, recorded or generated; they may be of any device.
    #[arg(required = true)]
    pub datasets: Vec<PathBuf>,
    /// Places in the videos of each camera that are looked at.
    #[arg(long, default_value_t = 120)]
    pub places: usize,
    /// Print one JSON value on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `split`.
#[derive(Debug, clap::Args)]
pub struct SplitArgs {
    /// Dataset of recordings.
    pub source: PathBuf,
    /// Device profile.
    #[arg(long)]
    pub profile: String,
    /// Salt of the rule (default: that of the program).
    #[arg(long)]
    pub salt: Option<String>,
    /// Split file to write (TOML), for --split-file of `generate` and `validate`.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Replace an existing split file.
    #[arg(long)]
    pub force: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}
