//! A dataset appears at its place as a whole or not at all: it is built in a hidden folder beside the output and
//! moved there when it is complete.
//!
//! A writer holds a lock in its staging folder `.<name>.partial`, so a folder without a live owner is known to be
//! left over from a run that died, on every system and without asking for process ids.

use crate::error::ExportError;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The staging folder of one writer.
#[derive(Debug)]
pub(crate) struct Staging {
    /// What becomes the dataset.
    pub(crate) root: PathBuf,
    /// Scratch files; gone before the dataset is published.
    pub(crate) work: PathBuf,
    output: PathBuf,
    overwrite: bool,
    /// Held as long as the writer lives.
    _lock: File,
    published: bool,
}

impl Staging {
    /// Prepares to write `output`. Also returns what was found left over from earlier runs and put right.
    pub(crate) fn open(output: &Path, overwrite: bool) -> Result<(Self, Vec<String>), ExportError> {
        let output =
            std::path::absolute(output).map_err(ExportError::io("resolve the output path", output))?;
        let parent = output.parent().unwrap_or(&output).to_path_buf();
        fs::create_dir_all(&parent).map_err(ExportError::io("create the folder", &parent))?;
        let root = sibling(&output, "partial");
        let left_over = root.exists();
        let work = root.join(".work");
        fs::create_dir_all(&work).map_err(ExportError::io("create the staging folder", &work))?;
        let lock_path = work.join("lock");
        let lock = File::create(&lock_path).map_err(ExportError::io("create the lock", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ExportError::Busy { path: root }),
            Err(TryLockError::Error(source)) => {
                return Err(ExportError::Io { action: "lock the staging folder", path: lock_path, source });
            }
        }
        let staging = Self { root, work, output, overwrite, _lock: lock, published: false };
        let mut notes = Vec::new();
        if left_over {
            staging.clear()?;
            notes.push(format!("removed what an interrupted run left: {}", staging.root.display()));
        }
        notes.extend(staging.restore_replaced()?);
        check_destination(&staging.output, overwrite)?;
        Ok((staging, notes))
    }

    /// Removes everything in the staging folder but the lock.
    fn clear(&self) -> Result<(), ExportError> {
        let action = "remove what an interrupted run left";
        let entries = |folder: &Path| -> Result<Vec<PathBuf>, ExportError> {
            let read =
                fs::read_dir(folder).and_then(|list| list.map(|entry| entry.map(|e| e.path())).collect());
            read.map_err(ExportError::io(action, folder))
        };
        for path in entries(&self.root)?.into_iter().chain(entries(&self.work)?) {
            if path == self.work || path == self.work.join("lock") {
                continue;
            }
            let remove = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            remove.map_err(ExportError::io(action, &path))?;
        }
        Ok(())
    }

    /// A run that died between the two moves of an overwrite left the old dataset aside.
    fn restore_replaced(&self) -> Result<Option<String>, ExportError> {
        let replaced = sibling(&self.output, "replaced");
        if !replaced.exists() {
            return Ok(None);
        }
        if self.output.exists() {
            fs::remove_dir_all(&replaced).map_err(ExportError::io("remove a replaced dataset", &replaced))?;
            return Ok(Some(format!("removed a replaced dataset: {}", replaced.display())));
        }
        fs::rename(&replaced, &self.output).map_err(ExportError::io("restore a dataset", &self.output))?;
        Ok(Some(format!(
            "restored the dataset that an interrupted overwrite had moved: {}",
            self.output.display()
        )))
    }

    /// Makes the staged folder the dataset. All files in it are complete and flushed.
    pub(crate) fn publish(mut self) -> Result<PathBuf, ExportError> {
        check_destination(&self.output, self.overwrite)?;
        fs::remove_dir_all(&self.work).map_err(ExportError::io("remove scratch files", &self.work))?;
        sync_folders(&self.root)?;
        let replaced = sibling(&self.output, "replaced");
        let replaces = self.output.exists();
        if replaces {
            fs::rename(&self.output, &replaced)
                .map_err(ExportError::io("move the old dataset aside", &self.output))?;
        }
        if let Err(source) = fs::rename(&self.root, &self.output) {
            if replaces {
                // Best effort: the first error is the one to report, and the next run restores it too.
                let _ = fs::rename(&replaced, &self.output);
            }
            return Err(ExportError::Io { action: "publish the dataset", path: self.output.clone(), source });
        }
        self.published = true;
        let parent = self.output.parent().unwrap_or(&self.output);
        sync_folder(parent)?;
        if replaces {
            fs::remove_dir_all(&replaced)
                .map_err(ExportError::io("remove the replaced dataset", &replaced))?;
        }
        Ok(self.output.clone())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.published {
            // Nobody is left to tell; the next run on this output cleans up what cannot be removed now.
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

/// Whether a dataset may be written at `output`; for asking before any work is done.
///
/// # Errors
/// [`ExportError::OutputExists`] when something is there and `overwrite` is false;
/// [`ExportError::NotADataset`] when what is there is not a dataset.
pub fn check_destination(output: &Path, overwrite: bool) -> Result<(), ExportError> {
    let occupied = match fs::read_dir(output) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => output.symlink_metadata().is_ok(),
    };
    if !occupied {
        return Ok(());
    }
    if !overwrite {
        return Err(ExportError::OutputExists { path: output.into() });
    }
    if output.join("meta/info.json").is_file() {
        Ok(())
    } else {
        Err(ExportError::NotADataset { path: output.into() })
    }
}

/// `.<name>.<suffix>` beside `output`.
fn sibling(output: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(output.file_name().unwrap_or_default());
    name.push(".");
    name.push(suffix);
    output.with_file_name(name)
}

/// Flushes every folder below `folder`, so that a power cut cannot lose a file name that was published.
fn sync_folders(folder: &Path) -> Result<(), ExportError> {
    let entries = fs::read_dir(folder).map_err(ExportError::io("list the staging folder", folder))?;
    for entry in entries {
        let path = entry.map_err(ExportError::io("list the staging folder", folder))?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    sync_folder(folder)
}

fn sync_folder(folder: &Path) -> Result<(), ExportError> {
    // Windows cannot open folders as files, and flushes names by itself.
    if cfg!(windows) {
        return Ok(());
    }
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(ExportError::io("flush the folder", folder))
}
