//! Publishing a folder as a whole, in a store that knows neither folders nor renaming.

use crate::folder::files_below;
use crate::{StorageError, Store};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

/// The two files of a folder whose order tells how far its publication has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal<'a> {
    /// Says whose the folder is; written before all others.
    pub label: &'a str,
    /// Without it the folder is not complete; removed before anything is replaced, and written after all others.
    pub seal: &'a str,
}

impl Store {
    /// Makes this folder of the store hold the files of `folder` and nothing else. When it fails or is killed, it can
    /// be called again: files that have arrived are listed with their hashes in `note` and not sent again. `done`
    /// hears of every file.
    ///
    /// # Errors
    /// [`StorageError::Request`]; [`StorageError::Io`] when a file cannot be read.
    pub fn publish(
        &self,
        folder: &Path,
        seal: Seal<'_>,
        note: &Path,
        mut done: impl FnMut(&str),
    ) -> Result<(), StorageError> {
        let mut files = files_below(folder)?;
        files.sort_by_key(|file| (file != seal.label, file == seal.seal, file.clone()));
        let there: BTreeSet<(String, u64)> =
            self.list("")?.into_iter().map(|entry| (entry.name, entry.size)).collect();
        let sent: BTreeSet<String> =
            fs::read_to_string(note).unwrap_or_default().lines().map(str::to_owned).collect();
        if there.iter().any(|(name, _)| name == seal.seal) {
            self.remove_object(seal.seal)?;
        }
        let open = File::options().create(true).append(true).open(note);
        let mut note_file = open.map_err(StorageError::io("note what was sent in", note))?;
        for file in &files {
            let path = folder.join(file);
            let (line, size) = fingerprint(&path, file)?;
            let arrived = file != seal.seal && sent.contains(&line) && there.contains(&(file.clone(), size));
            if !arrived {
                self.upload(&path, file)?;
                let noted = writeln!(note_file, "{line}").and_then(|()| note_file.sync_data());
                noted.map_err(StorageError::io("note what was sent in", note))?;
            }
            done(file);
        }
        let kept: BTreeSet<&String> = files.iter().collect();
        for (name, _) in there.iter().filter(|(name, _)| !kept.contains(name)) {
            self.remove_object(name)?;
        }
        drop(note_file);
        fs::remove_file(note).map_err(StorageError::io("remove", note))
    }
}

/// Hash and name of a file, and its size in bytes.
fn fingerprint(path: &Path, name: &str) -> Result<(String, u64), StorageError> {
    let (mut hasher, mut size, mut buffer) = (blake3::Hasher::new(), 0, vec![0; 1 << 20]);
    let mut file = File::open(path).map_err(StorageError::io("read", path))?;
    loop {
        let read = file.read(&mut buffer).map_err(StorageError::io("read", path))?;
        if read == 0 {
            return Ok((format!("{} {name}", hasher.finalize().to_hex()), size));
        }
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
}
