//! Recognises what kind of recording a path holds, by its content for folders and by its name for files.

use crate::raw::ReadError;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Which reader is in charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A folder with `meta/info.json`; the version is inside.
    LeRobot,
    /// A zarr group, folder or zip.
    UmiReplayBuffer,
    /// One table of numbers.
    Csv,
    /// One trajectory.
    Tum,
}

const FORMATS: &str = "give a LeRobot dataset folder (with meta/info.json), a UMI `.zarr.zip` or zarr folder, a \
                       `.csv` table or a TUM trajectory (`.txt`, `.tum`)";

/// The format at `path`.
pub(super) fn kind_of(path: &Path) -> Result<Kind, ReadError> {
    let metadata =
        std::fs::metadata(path).map_err(|source| ReadError::Io { path: path.to_path_buf(), source })?;
    if metadata.is_dir() { kind_of_folder(path) } else { kind_of_file(path) }
}

fn kind_of_folder(path: &Path) -> Result<Kind, ReadError> {
    if path.join("meta/info.json").exists() {
        return Ok(Kind::LeRobot);
    }
    let zarr = [".zgroup", "zarr.json", "data/.zgroup", "meta/.zgroup", "meta/episode_ends/.zarray"];
    if zarr.iter().any(|marker| path.join(marker).exists()) {
        return Ok(Kind::UmiReplayBuffer);
    }
    let reason = "the folder has neither meta/info.json nor a zarr group".to_owned();
    Err(ReadError::Unrecognised { path: path.to_path_buf(), reason, hint: folder_hint(path) })
}

fn kind_of_file(path: &Path) -> Result<Kind, ReadError> {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "zip" => return Ok(Kind::UmiReplayBuffer),
        "csv" => return Ok(Kind::Csv),
        "txt" | "tum" => return Ok(Kind::Tum),
        _ => {}
    }
    let inside = dataset_above(path);
    let hint = inside.map_or_else(
        || FORMATS.to_owned(),
        |root| format!("this file belongs to a LeRobot dataset; give its folder, {}", root.display()),
    );
    let reason = if extension.is_empty() {
        "a file whose name has no extension".to_owned()
    } else {
        format!("a file of type `.{extension}`")
    };
    Err(ReadError::Unrecognised { path: path.to_path_buf(), reason, hint })
}

/// The dataset that a file inside it belongs to.
fn dataset_above(file: &Path) -> Option<PathBuf> {
    file.ancestors()
        .skip(1)
        .take(5)
        .find(|folder| folder.join("meta/info.json").is_file())
        .map(Path::to_path_buf)
}

/// Names datasets right below a folder that was given one level too high, or one above it.
fn folder_hint(path: &Path) -> String {
    if let Some(root) = dataset_above(path) {
        return format!("this folder belongs to a LeRobot dataset; give {}", root.display());
    }
    let below = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut datasets: Vec<PathBuf> = below.filter(|folder| folder.join("meta/info.json").is_file()).collect();
    datasets.sort();
    match datasets.first() {
        Some(first) => format!("there is a dataset one level below: {}", first.display()),
        None => FORMATS.to_owned(),
    }
}
