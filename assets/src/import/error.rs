//! Why something cannot come in.

use std::fmt;
use std::path::PathBuf;

/// One fault of an input: where, what was expected, what was found, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Place in the file, such as `meshes[0].primitives[1].indices` or `line 12`.
    pub field: String,
    /// What is accepted.
    pub expected: String,
    /// What is there.
    pub found: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Fault {
    /// A fault without advice.
    pub fn new(field: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { field: field.into(), expected: expected.into(), found: found.into(), hint: String::new() }
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: expected {}, found {}", self.field, self.expected, self.found)?;
        if self.hint.is_empty() { Ok(()) } else { write!(out, "; hint: {}", self.hint) }
    }
}

/// Everything that keeps an asset or a pack out, or a stored asset from being used.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The input is not what it must be. Every fault that was found.
    #[error("cannot use {}:\n{}", file.display(), list(faults))]
    Refused {
        /// The file.
        file: PathBuf,
        /// At least one.
        faults: Vec<Fault>,
    },
    /// The file system said no.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// No such asset, pack or environment map.
    #[error("no {what} {id:?} in {}; hint: {hint}", library.display())]
    Missing {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: String,
        /// Where.
        library: PathBuf,
        /// What to do.
        hint: String,
    },
    /// The id is taken.
    #[error("{id:?} is already in {}; hint: choose another --id, or --force to replace it", library.display())]
    Taken {
        /// The id.
        id: String,
        /// The library.
        library: PathBuf,
    },
    /// A package client is not installed or failed.
    #[error("{program} {problem}; hint: {hint}")]
    Client {
        /// The program.
        program: String,
        /// What happened.
        problem: String,
        /// What to do.
        hint: String,
    },
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("  {fault}")).collect::<Vec<_>>().join("\n")
}

impl ImportError {
    /// For `map_err` on file operations.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    /// One fault of a file.
    pub fn refused(file: impl Into<PathBuf>, fault: Fault) -> Self {
        Self::Refused { file: file.into(), faults: vec![fault] }
    }

    /// Whether the input is at fault, and not this program or machine.
    pub fn is_bad_input(&self) -> bool {
        match self {
            Self::Refused { .. } | Self::Missing { .. } | Self::Taken { .. } | Self::Client { .. } => true,
            Self::Io { source, .. } => source.kind() == std::io::ErrorKind::NotFound,
        }
    }
}
