//! Readers: from a path of unknown content to named numeric columns per episode.
//!
//! [`open`] looks at the path, recognises the format and hands over to its reader. Readers are tolerant where
//! real recordings deviate from their format description (each tolerated oddity becomes a warning), and exact
//! where a wrong guess would hurt: an episode that cannot be trusted goes to [`RawDataset::rejected`] with every
//! [`Fault`](crate::raw::Fault) found, and the good episodes are kept. Nothing in a file can make a reader panic
//! or hold more memory than [`ReadOptions`] allows.

mod detect;
pub(crate) mod finding;
pub mod lerobot;
mod limits;
mod notes;
pub(crate) mod table;
mod text;

pub use limits::ReadOptions;

use crate::raw::{RawDataset, ReadError};
use detect::Kind;
use std::path::Path;

/// Reads the dataset at `path` with the default [`ReadOptions`].
///
/// # Errors
/// [`ReadError::Unrecognised`] when the path holds no known format, [`ReadError::Io`] when it cannot be looked
/// at, and [`ReadError::Faults`] when what makes up the whole set is unusable, or every episode is.
pub fn open(path: &Path) -> Result<RawDataset, ReadError> {
    open_with(path, &ReadOptions::default())
}

/// Reads the dataset at `path` within the given limits.
///
/// The limits on rows, columns and bytes bind the `LeRobot` readers; the readers of single-file formats know
/// their own.
///
/// # Errors
/// As [`open`].
pub fn open_with(path: &Path, options: &ReadOptions) -> Result<RawDataset, ReadError> {
    match detect::kind_of(path)? {
        Kind::LeRobot => lerobot::read(path, options),
        Kind::UmiReplayBuffer => crate::umi::read(path),
        Kind::Csv => crate::tracks::read_csv(path),
        Kind::Tum => crate::tracks::read_tum(path),
    }
}

/// Name of a dataset: the last part of its path, without anything that belongs to this machine.
pub(crate) fn dataset_name(path: &Path) -> String {
    let named = path.file_name().map(|name| name.to_string_lossy().into_owned());
    named
        .or_else(|| Some(path.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "dataset".to_owned())
}
