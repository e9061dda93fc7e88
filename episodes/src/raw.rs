//! What a reader returns before a device profile gives it meaning: named numeric columns per episode.

use crate::RecordedCamera;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// The recognised source formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFormat {
    /// `LeRobotDataset` v2.0 directory.
    LeRobotV20,
    /// `LeRobotDataset` v2.1 directory.
    LeRobotV21,
    /// `LeRobotDataset` v3.0 directory.
    LeRobotV30,
    /// UMI replay buffer (zarr v2, directory or zip).
    UmiReplayBuffer,
    /// One CSV file with a header, one episode.
    Csv,
    /// One TUM trajectory (`t x y z qx qy qz qw`), one episode.
    Tum,
}

/// A numeric column: `rows * width` values, row-major.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawColumn {
    /// Element names, `width` of them, or empty when the source names none.
    pub names: Vec<String>,
    /// Elements per row.
    pub width: usize,
    /// Row-major values.
    pub values: Vec<f64>,
}

impl RawColumn {
    /// Row `index`, `width` values.
    pub fn row(&self, index: usize) -> &[f64] {
        &self.values[index * self.width..(index + 1) * self.width]
    }
}

/// One recorded episode as stored. Every column has `timestamps.len()` rows.
#[derive(Clone, Debug, PartialEq)]
pub struct RawEpisode {
    /// Episode number in the source.
    pub episode_index: u64,
    /// Task text, empty when there is none.
    pub task: String,
    /// Collector, session or site, when the source tells.
    pub group: Option<String>,
    /// True when the source says that a program wrote the motion.
    pub scripted: bool,
    /// Stored time of each row, s. Derived from the rate when the source stores none.
    pub timestamps: Vec<f64>,
    /// Numeric and boolean columns by the name used in the source.
    pub columns: BTreeMap<String, RawColumn>,
    /// Cameras.
    pub cameras: Vec<RecordedCamera>,
}

/// One thing wrong with an input, as facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, relative to the dataset where possible.
    pub file: PathBuf,
    /// The episode, when the fault belongs to one.
    pub episode: Option<u64>,
    /// Column, key or array at fault.
    pub field: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// What to do about it.
    pub remedy: String,
}

impl Fault {
    /// A fault from its facts; `file` is relative to the dataset where possible.
    pub fn new(
        file: impl Into<PathBuf>,
        episode: Option<u64>,
        field: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            episode,
            field: field.into(),
            expected: expected.into(),
            found: found.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(episode) = self.episode {
            write!(f, "episode {episode}: ")?;
        }
        let Self { field, expected, found, remedy, .. } = self;
        write!(f, "{field}: expected {expected}, found {found} in {}; hint: {remedy}", self.file.display())
    }
}

impl std::error::Error for Fault {}

/// An episode that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedEpisode {
    /// Episode number in the source.
    pub episode_index: u64,
    /// All faults found.
    pub faults: Vec<Fault>,
}

/// A source after reading: the good episodes, the bad ones with reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct RawDataset {
    /// Name of the dataset: its folder or file name.
    pub name: String,
    /// What it was recognised as.
    pub format: SourceFormat,
    /// Nominal rate, Hz, when the source states one.
    pub rate_hz: Option<f64>,
    /// Usable episodes in order.
    pub episodes: Vec<RawEpisode>,
    /// Unusable episodes.
    pub rejected: Vec<RejectedEpisode>,
    /// Oddities that were tolerated, one sentence each.
    pub warnings: Vec<String>,
}

/// Why a source cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not a format this program knows.
    #[error("cannot tell what kind of dataset this is: {reason} in {path}; hint: {hint}", path = path.display())]
    Unrecognised {
        /// What was looked at.
        path: PathBuf,
        /// What was missing.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// The file system said no.
    #[error("cannot read {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Faults that make the whole source unusable.
    #[error("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults {
        /// All of them.
        faults: Vec<Fault>,
    },
}
