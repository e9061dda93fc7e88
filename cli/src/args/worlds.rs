//! Arguments of the commands around scenes, axes and assets.

use super::{Quality, Renderer, SourceArgs, size};
use clap::{Subcommand, ValueEnum};
use restage_assets::{Environment, ObjectClass};
use std::path::PathBuf;

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

/// Arguments of `scene`.
#[derive(Debug, clap::Args)]
pub struct SceneArgs {
    /// Scene files (JSON) to check instead: everything that is wrong with them is listed.
    #[arg(value_name = "FILE", conflicts_with_all = ["environment", "count", "seed", "out", "list"])]
    pub files: Vec<PathBuf>,
    /// Templates or families, separated by commas, or `all`.
    #[arg(long, default_value = "all")]
    pub environment: String,
    /// Scenes of each template.
    #[arg(long, default_value_t = 24)]
    pub count: u64,
    /// Seed of every random draw.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Folder for scene files (JSON) and contact sheets (PNG) of the first 24 scenes.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write each scene as glTF 2.0 too (GLB, opens in Blender), beside its scene file.
    #[arg(long, requires = "out")]
    pub gltf: bool,
    /// Renderer of the contact sheets.
    #[arg(long, value_enum, default_value = "auto")]
    pub renderer: Renderer,
    /// Picture quality of the contact sheets.
    #[arg(long, value_enum, default_value = "fast")]
    pub quality: Quality,
    /// Size of one picture on a contact sheet, such as 320x240.
    #[arg(long, value_parser = size, default_value = "320x240")]
    pub size: (u32, u32),
    /// Print room sizes and support heights too (least, median, greatest).
    #[arg(long)]
    pub measures: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
    /// Print the names of the templates, one a line.
    #[arg(long)]
    pub list: bool,
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
    /// Only objects of this environment: home, office, store, restaurant, warehouse, factory, healthcare, sanitation.
    #[arg(long, value_parser = environment)]
    pub environment: Option<Environment>,
    /// Only objects of this class or category, such as cutlery or food (may be given several times).
    #[arg(long = "class", value_parser = classes)]
    pub classes: Vec<Classes>,
    /// Film all listed objects and write the pictures on one sheet (PNG), in the order of the list.
    #[arg(long, value_name = "FILE")]
    pub sheet: Option<PathBuf>,
    /// List packs instead: what each brings, its licence, and whether it is installed.
    #[arg(long)]
    pub packs: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// The classes that one name stands for.
pub type Classes = Box<[ObjectClass]>;

fn environment(text: &str) -> Result<Environment, String> {
    let names = Environment::ALL.map(Environment::name).join(", ");
    Environment::by_name(text).ok_or_else(|| format!("expected one of {names}"))
}

fn classes(text: &str) -> Result<Classes, String> {
    let named = ObjectClass::named(text);
    let names = ObjectClass::ALL.map(ObjectClass::name).join(", ");
    if named.is_empty() { Err(format!("expected a category or one of {names}")) } else { Ok(named.into()) }
}
