//! Readers of single-episode text files: CSV with a header, and TUM trajectories.

use crate::raw::{RawDataset, ReadError};
use std::path::Path;

/// Reads a CSV file with a header row (comma, tab or semicolon) as one episode.
///
/// # Errors
/// When the file cannot be read or is no table of numbers; all faults at once.
pub fn read_csv(path: &Path) -> Result<RawDataset, ReadError> {
    Err(ReadError::Unrecognised { path: path.into(), reason: String::new(), hint: String::new() })
}

/// Reads a TUM trajectory (`t x y z qx qy qz qw` per line) as one episode.
///
/// # Errors
/// When the file cannot be read or a line other than the last is not eight numbers; all faults at once.
pub fn read_tum(path: &Path) -> Result<RawDataset, ReadError> {
    Err(ReadError::Unrecognised { path: path.into(), reason: String::new(), hint: String::new() })
}
