//! A fault before it is known which file and episode it belongs to.

use crate::raw::Fault;
use std::io;
use std::path::Path;

/// What is wrong, still without its place; [`Finding::at`] adds the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Column, key or part of the file.
    pub(crate) field: String,
    /// What was expected.
    pub(crate) expected: String,
    /// What was found.
    pub(crate) found: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl Finding {
    /// A finding from its four facts.
    pub(crate) fn new(
        field: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), expected: expected.into(), found: found.into(), remedy: remedy.into() }
    }

    /// The operating system refused a file.
    pub(crate) fn io(expected: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            let remedy = "fetch the missing file, or remove what refers to it from the metadata";
            return Self::new("file", expected, "no such file", remedy);
        }
        Self::new("file", expected, error.to_string(), "check that the file can be read")
    }

    /// The fault at a place: `file` is relative to the dataset.
    pub(crate) fn at(self, file: &Path, episode: Option<u64>) -> Fault {
        let Self { field, expected, found, remedy } = self;
        Fault { file: file.to_path_buf(), episode, field, expected, found, remedy }
    }
}
