//! The one place that composes the parts: read and ground sources, plan rollouts, simulate, film, write. Nothing
//! here knows of terminals; progress and interruption come in through [`Progress`].

mod as_recorded;
pub mod asset_sheet;
pub mod audit;
pub mod axes;
pub mod contact_sheet;
pub mod doctor;
pub mod episode;
pub mod error;
pub mod evidence;
pub mod filming;
pub mod fit;
pub mod gap;
pub mod generate;
pub mod gltf;
pub mod job;
pub mod picture_table;
pub mod progress;
pub mod replay;
pub mod replay_gap;
pub mod scene_set;
pub mod scripted;
pub mod sight;
pub mod sources;
pub mod splitting;
pub mod stored;

pub use error::PipelineError;
pub use generate::{GenerateReport, MergeRequest, generate, merge, run_folder};
pub use job::{
    FilmSettings, Job, JobError, OutputSettings, QualityChoice, RendererChoice, RunSettings, Shard,
    SourceEntry,
};
pub use progress::{Progress, Silent};

/// Version of the program, stored with all that it makes.
pub const GENERATOR_VERSION: &str = env!("CARGO_PKG_VERSION");
pub use restage_exporters::write_mp4;
pub use restage_randomizers::Priors;
pub use restage_randomizers::shares::{AxisRow, Observed};
