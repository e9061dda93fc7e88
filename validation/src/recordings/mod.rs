//! What other real recordings say about the simulation, and what they cannot: a tracked arm, two arms that lift a box with
//! measured forces, tactile readings with grasp outcomes. None of them is a demonstration of the kind that is multiplied;
//! each bears on one assumption.

mod force;
mod npz;
mod stability;
mod tracking;

pub use force::{ForceReport, RunForces, force_evidence};
pub use npz::{Array, read_npz};
pub use stability::{StabilityReport, stability_evidence};
pub use tracking::{TrackedArm, TrackingReport, read_tracking, tracking_evidence};

use std::path::{Path, PathBuf};

/// Why a recording cannot be used as evidence.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The file system said no.
    #[error("cannot read {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Not what it should be.
    #[error("{path}: {place}: expected {expected}, found {found}", path = path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Column, array or line.
        place: String,
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
}

impl RecordingError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    fn content(
        path: &Path,
        place: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let (place, expected, found) = (place.into(), expected.into(), found.into());
        Self::Content { path: path.to_owned(), place, expected, found }
    }
}

/// Files with an extension directly in a folder, in order of their names.
fn files_in(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, RecordingError> {
    let entries = std::fs::read_dir(folder)
        .and_then(|list| list.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>())
        .map_err(RecordingError::io(folder))?;
    let mut files: Vec<PathBuf> =
        entries.into_iter().filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    files.sort();
    Ok(files)
}

/// Numbers of a CSV file by the names of its columns, `[column][row]`.
fn read_columns(path: &Path, names: &[String]) -> Result<Vec<Vec<f64>>, RecordingError> {
    let broken =
        |error: csv::Error| RecordingError::content(path, "table", "CSV with a header", error.to_string());
    let mut reader = csv::Reader::from_path(path).map_err(broken)?;
    let headers = reader.headers().map_err(broken)?.clone();
    let places = names
        .iter()
        .map(|name| {
            headers.iter().position(|header| header.trim() == name).ok_or_else(|| {
                RecordingError::content(
                    path,
                    "header",
                    format!("a column {name:?}"),
                    format!("{} others", headers.len()),
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut columns = vec![Vec::new(); names.len()];
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(broken)?;
        for ((column, place), name) in columns.iter_mut().zip(&places).zip(names) {
            let text = record.get(*place).unwrap_or_default().trim();
            let value = text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
                RecordingError::content(path, format!("row {}, {name}", row + 1), "a finite number", text)
            })?;
            column.push(value);
        }
    }
    Ok(columns)
}
