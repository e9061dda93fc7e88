//! What can go wrong while a dataset is written, with the facts that a reader of the message needs.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A dataset that could not be written, or an episode that was refused.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The configuration contradicts itself or the format.
    #[error("dataset configuration refused, {} fault(s):\n{}", faults.len(), list(faults))]
    InvalidConfig {
        /// Every fault found.
        faults: Vec<ConfigFault>,
    },
    /// The episode does not fit the dataset; nothing of it was written.
    #[error("{episode} refused, {} fault(s):\n{}", faults.len(), list(faults))]
    InvalidEpisode {
        /// Which episode: source dataset, source episode and seed.
        episode: String,
        /// Every fault found.
        faults: Vec<EpisodeFault>,
    },
    /// The output folder holds something already.
    #[error("output exists already: {}\nhint: choose another folder, or overwrite it (`--force`)", path.display())]
    OutputExists {
        /// The output folder.
        path: PathBuf,
    },
    /// Overwriting was allowed, but what is there is not a dataset, so it is not touched.
    #[error(
        "refusing to overwrite a path that is not a LeRobot dataset (no meta/info.json): {}\n\
         hint: choose another output, or remove it by hand",
        path.display()
    )]
    NotADataset {
        /// The output path.
        path: PathBuf,
    },
    /// Another running writer works on the same output.
    #[error(
        "another writer is at work on this output: {}\nhint: wait for it, or choose another output",
        path.display()
    )]
    Busy {
        /// Its staging folder.
        path: PathBuf,
    },
    /// ffmpeg could not be started.
    #[error(
        "cannot run ffmpeg as '{}': {source}\n\
         hint: install it (`apt-get install ffmpeg`), or generate without cameras",
        program.display()
    )]
    FfmpegMissing {
        /// The program that was tried.
        program: PathBuf,
        /// Why it did not start.
        source: std::io::Error,
    },
    /// ffmpeg runs, but without the encoder.
    #[error(
        "ffmpeg {version} has no encoder '{encoder}' (it has: {})\n\
         hint: install a build with x264 (`apt-get install ffmpeg`)",
        available.join(", ")
    )]
    EncoderMissing {
        /// The encoder asked for.
        encoder: String,
        /// Version of ffmpeg.
        version: String,
        /// Known video encoders that this ffmpeg has.
        available: Vec<String>,
    },
    /// Encoding the pictures of an episode failed; the episode is not in the dataset, the dataset is intact.
    #[error("cannot encode camera(s) {cameras} of {episode}: {cause}{}", tail(stderr))]
    Encoding {
        /// Which episode.
        episode: String,
        /// Camera names.
        cameras: String,
        /// What was wrong.
        cause: String,
        /// Last lines that ffmpeg wrote.
        stderr: Vec<String>,
    },
    /// A file operation failed.
    #[error("cannot {action}: {source}: {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A table could not be written or read.
    #[error("cannot {action}: {source}: {}", path.display())]
    Table {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why it failed.
        source: Box<parquet::errors::ParquetError>,
    },
    /// A stored file is not what this program writes.
    #[error("unexpected content: expected {expected}, found {found}: {}\nhint: {hint}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
        /// What to do.
        hint: &'static str,
    },
    /// An earlier write failed half way; this writer can only be abandoned. Nothing has been published.
    #[error(
        "the dataset cannot be continued after an earlier failure: {cause}\nhint: free disk space or fix the cause, then run again"
    )]
    Poisoned {
        /// The earlier failure.
        cause: String,
    },
    /// Nothing to publish.
    #[error(
        "no episode was written, so no dataset is published\nhint: see the counted rejections of the run"
    )]
    NoEpisodes,
}

impl ExportError {
    /// Adapter for `map_err` on file operations.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }

    /// Adapter for `map_err` on tables.
    pub(crate) fn table<E>(action: &'static str, path: &Path) -> impl FnOnce(E) -> Self
    where
        E: Into<parquet::errors::ParquetError>,
    {
        let path = path.to_path_buf();
        move |source| Self::Table { action, path, source: Box::new(source.into()) }
    }
}

fn list(faults: &[impl Display]) -> String {
    faults.iter().map(|fault| format!("  - {fault}")).collect::<Vec<_>>().join("\n")
}

fn tail(lines: &[String]) -> String {
    if lines.is_empty() {
        String::new()
    } else {
        format!("\nlast lines of ffmpeg:\n  {}", lines.join("\n  "))
    }
}

/// One fault of a [`crate::DatasetConfig`].
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{field}: expected {expected}, found {found}")]
pub struct ConfigFault {
    /// Which setting.
    pub field: String,
    /// What is allowed.
    pub expected: &'static str,
    /// What was given.
    pub found: String,
}

/// One fault of an episode.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum EpisodeFault {
    /// There is no frame.
    #[error("the episode has no frames")]
    NoFrames,
    /// There is no task text.
    #[error("task: expected a text, found an empty one")]
    NoTask,
    /// A track is longer or shorter than the episode.
    #[error("{field}: expected {expected} frames (the length of world_from_tcp), found {found}")]
    Length {
        /// Which track.
        field: String,
        /// Frames of the episode.
        expected: usize,
        /// Frames of the track.
        found: usize,
    },
    /// NaN or infinity.
    #[error("{field}: not finite at frame {frame} ({count} such frame(s))")]
    NotFinite {
        /// Which track.
        field: String,
        /// First such frame.
        frame: usize,
        /// How many frames.
        count: usize,
    },
    /// A rotation that is no rotation.
    #[error("{field}: quaternion norm {norm} at frame {frame}, expected 1 ({count} such frame(s))")]
    NotUnit {
        /// Which track.
        field: String,
        /// First such frame.
        frame: usize,
        /// Its norm.
        norm: f64,
        /// How many frames.
        count: usize,
    },
    /// A value outside its range.
    #[error("{field}: expected {expected}, found {found} at frame {frame} ({count} such frame(s))")]
    OutOfRange {
        /// Which track.
        field: String,
        /// What is allowed.
        expected: &'static str,
        /// The first value that is not.
        found: String,
        /// Its frame.
        frame: usize,
        /// How many frames.
        count: usize,
    },
    /// A property of the whole episode differs from what the dataset declares.
    #[error("{field}: expected {expected}, found {found}")]
    Mismatch {
        /// Which property.
        field: String,
        /// What the dataset declares.
        expected: String,
        /// What the episode has.
        found: String,
    },
}
