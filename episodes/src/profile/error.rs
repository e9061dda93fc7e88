//! What can be wrong with a device profile.

use std::path::{Path, PathBuf};

/// How alike two names must be (Jaro-Winkler, 0 to 1) to suggest one for the other.
const ALIKE: f64 = 0.75;

/// Why a device profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Neither a built-in profile nor a file.
    #[error("no device profile `{name}`; hint: {hint}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// Which profiles there are.
        hint: String,
    },
    /// The file system said no.
    #[error("cannot read a device profile: {source} in {path}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, a missing key or a value of the wrong type.
    #[error("line {line} of a device profile: {message}{}, in {path}", hint.as_ref().map_or_else(String::new, |hint| format!("; hint: {hint}")), path = path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What the parser said, one line.
        message: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// Values that contradict each other or cannot be.
    #[error("{}, in device profile {path}", problems.join("; "), path = path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Everything that is wrong, one phrase each.
        problems: Vec<String>,
    },
}

impl ProfileError {
    pub(super) fn unknown_name(name: &str, known: &[&str]) -> Self {
        let list = format!("built-in profiles are {}; or give the path of a .toml file", known.join(", "));
        let hint = match closest(name, known.iter().copied()) {
            Some(alike) => format!("did you mean `{alike}`? {list}"),
            None => list,
        };
        Self::Unknown { name: name.to_owned(), hint }
    }

    pub(super) fn parse(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = error.message().trim().replace('\n', " ");
        // Serde names the unknown key and the known ones in backticks: "unknown field `a`, expected one of `b`".
        let mut quoted = message.split('`').skip(1).step_by(2);
        let hint = message
            .starts_with("unknown ")
            .then(|| quoted.next().and_then(|unknown| closest(unknown, quoted)))
            .flatten()
            .map(|alike| format!("did you mean `{alike}`?"));
        Self::Parse { path: path.to_path_buf(), line, message, hint }
    }
}

/// The most similar of the known names, when one is similar at all.
fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
