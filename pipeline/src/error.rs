//! Why a pipeline run failed.

use crate::JobError;
use restage_exporters::ExportError;
use std::path::PathBuf;

/// Everything that ends a run early. Rollouts that fail are no errors: they are counted.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The job is not valid.
    #[error(transparent)]
    Job(#[from] JobError),
    /// A device profile is not valid.
    #[error(transparent)]
    Profile(#[from] restage_episodes::profile::ProfileError),
    /// A source cannot be read at all.
    #[error(transparent)]
    Read(#[from] restage_episodes::raw::ReadError),
    /// A source has no demonstration to work with.
    #[error("no usable demonstration in {path}:\n{reasons}", path = path.display())]
    NoDemonstration {
        /// The source.
        path: PathBuf,
        /// One line per rejected episode.
        reasons: String,
    },
    /// A source has no recording that anything may be fitted to.
    #[error(
        "no usable recording of {path} is in the train split ({others} are in other splits); hint: record more, or fit \
         to another set: calibration and held-out recordings are never fitted", path = path.display()
    )]
    NoTrain {
        /// The source.
        path: PathBuf,
        /// Usable recordings of other splits.
        others: u64,
    },
    /// Episodes were asked for by number that must not be sources.
    #[error(
        "{path}: {} must not be sources: they are kept to judge by; hint: leave them out of `episodes`, or use the whole \
         source with split = \"all\" and judge by other recordings", episodes.join(", "), path = path.display()
    )]
    HeldOutSource {
        /// The source.
        path: PathBuf,
        /// The episodes with their split.
        episodes: Vec<String>,
    },
    /// A file is where another one is to be written.
    #[error("{path} exists; hint: choose another name, or replace it with --force", path = path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// A name in the input is not known.
    #[error("{what}: expected one of {expected}, found {found:?}")]
    Unknown {
        /// What was looked up.
        what: &'static str,
        /// The known names.
        expected: String,
        /// What was asked for.
        found: String,
    },
    /// An environment cannot be built.
    #[error(transparent)]
    Template(#[from] restage_scenes::TemplateError),
    /// A scene file cannot be used.
    #[error(transparent)]
    Scene(#[from] restage_scenes::SceneError),
    /// A scene file is whole, but nothing may be simulated or filmed in it.
    #[error(
        "the scene {file} is not plausible:{}\n  hint: `restage scene {file}` checks it again",
        .faults.iter().map(|fault| format!("\n  - {fault}")).collect::<String>(), file = file.display()
    )]
    ImplausibleScene {
        /// The file.
        file: PathBuf,
        /// Everything that is wrong with it.
        faults: Vec<String>,
    },
    /// The renderer failed.
    #[error(transparent)]
    Film(#[from] restage_film::FilmError),
    /// An asset cannot be used.
    #[error(transparent)]
    Asset(#[from] restage_assets::import::ImportError),
    /// The physics refused a specification.
    #[error(transparent)]
    Physics(#[from] restage_physics::PhysicsError),
    /// A comparison cannot be made.
    #[error(transparent)]
    Validation(#[from] restage_validation::ValidationError),
    /// The writer failed.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A store cannot be used.
    #[error(transparent)]
    Storage(#[from] restage_storage::StorageError),
    /// A stored rollout or specification cannot be used.
    #[error("{file}: expected {expected}, found {found}; hint: {hint}", file = file.display())]
    Stored {
        /// The file.
        file: PathBuf,
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
        /// What to do.
        hint: String,
    },
    /// The file system said no.
    #[error("{action} {path}: {source}", path = path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A run folder belongs to another run.
    #[error(
        "{path} belongs to another run: {differs}; hint: finish that run with its own job, give another output, or \
         pass --force to discard it",
        path = path.display()
    )]
    OtherRun {
        /// The run folder.
        path: PathBuf,
        /// The first difference.
        differs: String,
    },
    /// Another process works on a shard.
    #[error("another process is at work on {path}; hint: wait for it, or give each process its own --shard", path = path.display())]
    Busy {
        /// The folder of the shard.
        path: PathBuf,
    },
    /// Episodes of a run are missing.
    #[error(
        "{missing} of {requested} episodes are missing in {path}, the first is {first}; hint: run the shards that \
         are not done (`generate` goes on where it stopped), or pass --partial",
        path = path.display()
    )]
    Incomplete {
        /// The first run folder.
        path: PathBuf,
        /// Episodes that no shard has decided.
        missing: u64,
        /// Episodes that were asked for.
        requested: u64,
        /// Number of the first that is missing.
        first: u64,
    },
    /// Episode after episode could not be filmed or encoded.
    #[error(
        "{count} episodes in a row could not be filmed or encoded, so the run stops: {last}; hint: finished work is kept; run the same command again when the cause is mended"
    )]
    Losing {
        /// How many.
        count: usize,
        /// Why the last one was lost.
        last: Box<PipelineError>,
    },
    /// The thread pool could not be made.
    #[error("cannot start worker threads: {0}")]
    Threads(String),
}

impl PipelineError {
    /// For `map_err` on file operations.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    /// Whether the input is at fault, and not this program or machine.
    pub fn is_bad_input(&self) -> bool {
        match self {
            Self::Validation(error) => error.is_bad_input(),
            Self::Storage(error) => error.is_bad_input(),
            Self::Job(_)
            | Self::Profile(_)
            | Self::Template(_)
            | Self::Scene(_)
            | Self::ImplausibleScene { .. }
            | Self::Read(_)
            | Self::NoDemonstration { .. }
            | Self::NoTrain { .. }
            | Self::HeldOutSource { .. }
            | Self::InTheWay { .. }
            | Self::Unknown { .. }
            | Self::OtherRun { .. }
            | Self::Busy { .. }
            | Self::Incomplete { .. }
            | Self::Stored { .. } => true,
            Self::Export(
                ExportError::InvalidConfig { .. }
                | ExportError::OutputExists { .. }
                | ExportError::NotADataset { .. }
                | ExportError::Busy { .. }
                | ExportError::Content { .. }
                | ExportError::FfmpegMissing { .. }
                | ExportError::EncoderMissing { .. },
            ) => true,
            Self::Asset(error) => error.is_bad_input(),
            Self::Film(restage_film::FilmError::Unavailable { .. }) => true,
            Self::Export(_)
            | Self::Film(_)
            | Self::Physics(_)
            | Self::Losing { .. }
            | Self::Io { .. }
            | Self::Threads(_) => false,
        }
    }
}
