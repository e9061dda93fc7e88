//! Where the keys of a zarr group are: a directory or the entries of a zip file.

use crate::raw::ReadError;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// Name of the metadata file of a zarr v2 array.
const ZARRAY: &str = ".zarray";

/// A zarr group that can be asked for the bytes of a key. Nothing is ever extracted to disk.
pub(super) enum Store {
    Directory { root: PathBuf },
    Zip { archive: Box<ZipArchive<BufReader<File>>>, prefix: String },
}

impl Store {
    /// Opens a `.zarr` directory or a `.zarr.zip` file.
    ///
    /// # Errors
    /// When it cannot be opened, or is a file but no zip.
    pub(super) fn open(path: &Path) -> Result<Self, ReadError> {
        let io = |source| ReadError::Io { path: path.to_path_buf(), source };
        if std::fs::metadata(path).map_err(io)?.is_dir() {
            return Ok(Self::Directory { root: path.to_path_buf() });
        }
        let file = BufReader::new(File::open(path).map_err(io)?);
        let archive = ZipArchive::new(file).map_err(|error| match error {
            ZipError::Io(source) if source.kind() != ErrorKind::UnexpectedEof => io(source),
            other => ReadError::Unrecognised {
                path: path.to_path_buf(),
                reason: format!("not a readable zip file ({other})"),
                hint: "copy or download the file again; it is damaged, cut off or no zip".to_owned(),
            },
        })?;
        // Some tools zip the group together with its folder.
        let prefix = archive
            .file_names()
            .flatten()
            .find_map(|name| name.strip_suffix("meta/episode_ends/.zarray").map(str::to_owned))
            .unwrap_or_default();
        Ok(Self::Zip { archive: Box::new(archive), prefix })
    }

    /// The bytes of a key; nothing when there is no such key.
    ///
    /// # Errors
    /// With a phrase when the bytes cannot be read or are more than `limit`.
    pub(super) fn read(&mut self, key: &str, limit: u64) -> Result<Option<Vec<u8>>, String> {
        match self {
            Self::Directory { root } => match File::open(root.join(key)) {
                Ok(file) => bounded(file, limit).map(Some),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.to_string()),
            },
            Self::Zip { archive, prefix } => match archive.by_name(&format!("{prefix}{key}")) {
                Ok(entry) => bounded(entry, limit).map(Some),
                Err(ZipError::FileNotFound) => Ok(None),
                Err(error) => Err(error.to_string()),
            },
        }
    }

    /// Names of the arrays below `data/`, sorted. Names with a path separator are never returned.
    pub(super) fn data_arrays(&self) -> BTreeSet<String> {
        match self {
            Self::Directory { root } => {
                let Ok(entries) = std::fs::read_dir(root.join("data")) else { return BTreeSet::new() };
                entries
                    .flatten()
                    .filter(|entry| entry.path().join(ZARRAY).is_file())
                    .filter_map(|entry| entry.file_name().into_string().ok())
                    .collect()
            }
            Self::Zip { archive, prefix } => archive
                .file_names()
                .flatten()
                .filter_map(|name| {
                    let array = name.strip_prefix(prefix.as_str())?.strip_prefix("data/")?;
                    let array = array.strip_suffix(ZARRAY)?.strip_suffix('/')?;
                    (!array.contains(['/', '\\'])).then(|| array.to_owned())
                })
                .collect(),
        }
    }
}

/// Reads at most `limit` bytes, so that a small file cannot unpack to a huge one.
fn bounded(reader: impl Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > limit {
        return Err(format!("more than {limit} bytes"));
    }
    Ok(bytes)
}
