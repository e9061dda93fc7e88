//! What is in folders of a store and of this machine.

use crate::StorageError;
use std::fs;
use std::path::Path;

/// An object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name below the folder of the store, with `/` between its parts.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// Names of all files below a folder, with `/` between their parts.
///
/// # Errors
/// [`StorageError::Io`].
pub(crate) fn files_below(folder: &Path) -> Result<Vec<String>, StorageError> {
    let mut files = Vec::new();
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        let path = folder.join(&prefix);
        for entry in fs::read_dir(&path).map_err(StorageError::io("list", &path))? {
            let entry = entry.map_err(StorageError::io("list", &path))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(format!("{name}/"));
            } else {
                files.push(name);
            }
        }
    }
    Ok(files)
}
