//! The parts of a run, one after the other, wherever they are: in folders here or in stores.

use super::mirror::{Mirror, release};
use super::run_folder::hash_files;
use super::target::store_url;
use super::workers::in_order;
use crate::{PipelineError, Progress};
use std::path::{Path, PathBuf};

/// Parts that are fetched and verified before their turn.
const AHEAD: usize = 4;

/// A dataset that a shard has published, and the hash of its files.
pub(super) type Published = (PathBuf, String);

/// Run folders, and where those that are in stores are copied from.
pub(super) struct Runs {
    /// Here; working copies of those in stores.
    pub folders: Vec<PathBuf>,
    mirrors: Vec<Mirror>,
}

impl Runs {
    /// Opens run folders, and reads the journals of those that are in stores.
    ///
    /// # Errors
    /// When a store does not answer, or has no such run.
    pub fn open(runs: &[PathBuf], work: Option<&Path>) -> Result<Self, PipelineError> {
        let (mut folders, mut mirrors) = (Vec::new(), Vec::new());
        for run in runs {
            let Some(url) = store_url(run)? else {
                folders.push(run.clone());
                continue;
            };
            let mirror = Mirror::open(&url, work)?;
            mirror.pull(|_| true)?;
            folders.push(mirror.folder().to_owned());
            mirrors.push(mirror);
        }
        Ok(Self { folders, mirrors })
    }

    /// Brings a part here if it is not, and compares it with its hash. True when it was brought.
    fn fetch(&self, (path, hash): &Published) -> Result<bool, PipelineError> {
        let mirror = self.mirrors.iter().find(|mirror| path.starts_with(mirror.folder()));
        let fetched = mirror.filter(|_| !path.is_dir());
        if let Some(mirror) = fetched {
            mirror.fetch(path, hash)?;
        }
        let found = hash_files(path)?;
        if found == *hash {
            return Ok(fetched.is_some());
        }
        if fetched.is_some() {
            release(path)?;
        }
        Err(PipelineError::Stored {
            file: path.clone(),
            expected: format!("files with hash {hash}"),
            found: format!("hash {found}"),
            hint: "the part was damaged after it was written; remove its line from the journal beside it and run the \
                   shard again"
                .into(),
        })
    }

    /// Calls `take` with every part in order; the next ones are fetched and verified meanwhile, a few at a time. What
    /// was fetched is removed again, so that the disk holds a few parts, however many there are.
    ///
    /// # Errors
    /// When a part cannot be fetched or is not what its journal says, or `take` fails.
    pub fn each(
        &self,
        parts: &[Published],
        progress: &dyn Progress,
        mut take: impl FnMut(&Path) -> Result<(), PipelineError>,
    ) -> Result<(), PipelineError> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(AHEAD);
        let mut outcome = Ok(());
        in_order(
            parts.len(),
            threads,
            AHEAD,
            |item| self.fetch(&parts[item]),
            |item, fetched| {
                let path = &parts[item].0;
                outcome = fetched.and_then(|fetched| {
                    take(path)?;
                    if fetched { release(path) } else { Ok(()) }
                });
                progress.advance(item as u64 + 1, "");
                outcome.is_ok()
            },
        );
        outcome
    }
}
