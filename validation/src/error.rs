//! What can keep a comparison from being made.

use std::path::PathBuf;

/// Why a comparison, or a part of one, cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ValidationError {
    /// The file system said no.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Fewer independent values than a statistic needs.
    #[error("{what}: expected at least {expected}, found {found}")]
    TooFew {
        /// What was counted, for which statistic.
        what: &'static str,
        /// Least number.
        expected: usize,
        /// Number there is.
        found: usize,
    },
    /// Values that no statistic can be computed from.
    #[error("{what}: expected finite numbers, found {found} at position {position}")]
    NotFinite {
        /// Name of the values.
        what: String,
        /// Position of the first bad one.
        position: usize,
        /// The bad value.
        found: f64,
    },
    /// Two inputs that must have one size do not.
    #[error("{what}: expected {expected}, found {found}")]
    Mismatch {
        /// What must agree.
        what: &'static str,
        /// Size of the first.
        expected: usize,
        /// Size of the second.
        found: usize,
    },
    /// Two sets that mean different things by their numbers.
    #[error("the sets cannot be compared:\n{}", faults.iter().map(|fault| format!("  - {fault}")).collect::<Vec<_>>().join("\n"))]
    Incomparable {
        /// Everything that is wrong.
        faults: Vec<String>,
    },
    /// A registered split that does not fit the dataset.
    #[error("the split file {path} does not fit: {reason}; hint: {hint}", path = path.display())]
    SplitFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// The report could not be rendered.
    #[error("cannot render the report: {reason}")]
    Render {
        /// The template engine's or plotter's complaint.
        reason: String,
    },
    /// Frames of a camera cannot be had.
    #[error("{path}: {reason}", path = path.display())]
    Pictures {
        /// The video.
        path: PathBuf,
        /// The decoder's complaint.
        reason: String,
    },
    /// The encoder of pictures does not do what it is to do.
    #[error("the encoder {program} cannot be used: {reason}; hint: it is run with a folder of PNG files and prints a line of numbers per file, in the order of their names", program = program.display())]
    Encoder {
        /// The program.
        program: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl ValidationError {
    /// Whether the input is at fault, and not this program or machine.
    pub fn is_bad_input(&self) -> bool {
        !matches!(self, Self::Io { .. } | Self::Render { .. })
    }
}
