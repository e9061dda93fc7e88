//! A run folder in a store: parts and the journal go there as they are made, so that any machine can go on.
//!
//! ```text
//! NAME.run/run.json                                  as in a local run folder
//! NAME.run/journal/shard-0-of-3/00000032.json        the line of the journal about the part from episode 32 on
//! NAME.run/shard-0-of-3/part-00000032-<hash>/        the part that this line is about
//! ```
//!
//! Stores cannot append, and they cannot rename: so every line of the journal is an object of its own, written when
//! all objects of its part are there, and the names of parts hold their hash. Two machines that make the same part
//! disturb each other in no way, and what no line names does not count. The machine keeps a working copy with the
//! layout of a local run folder; whatever of it the store does not know is brought there, or made again.

use super::journal::{JOURNAL, PartRecord, rewrite, scan};
use super::run_folder::{
    RUN_FILE, RunFile, entries, hash_files, is_shard, lock_shard, parse_run, part_folder, read_run,
};
use crate::PipelineError;
use rayon::prelude::*;
use restage_storage::{Store, StoreUrl};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const RECORDS: &str = "journal";

/// A run folder in a store, and its working copy here.
pub(super) struct Mirror {
    store: Store,
    /// The working copy.
    folder: PathBuf,
}

/// Where the working copies of runs in stores are, unless the job names a folder.
fn usual_work_folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    cache.unwrap_or_else(std::env::temp_dir).join("restage").join("stores")
}

/// Where the working copy of something in a store is.
pub(super) fn working_copy(url: &StoreUrl, work: Option<&Path>) -> PathBuf {
    let work = work.map_or_else(usual_work_folder, Path::to_owned);
    url.folder.split('/').fold(work.join(&url.bucket), |folder, name| folder.join(name))
}

impl Mirror {
    /// Opens the run folder at `url`. Nothing is read yet.
    ///
    /// # Errors
    /// When the store cannot be spoken to.
    pub fn open(url: &StoreUrl, work: Option<&Path>) -> Result<Self, PipelineError> {
        Ok(Self { store: Store::open(url)?, folder: working_copy(url, work) })
    }

    /// The working copy.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of the run folder.
    pub fn url(&self) -> PathBuf {
        PathBuf::from(self.store.url().to_string())
    }

    /// What the run in the store is, if there is one.
    ///
    /// # Errors
    /// When the store fails, or what it holds is no run.
    pub fn run(&self) -> Result<Option<RunFile>, PipelineError> {
        let bytes = self.store.get(RUN_FILE)?;
        bytes.map(|bytes| parse_run(&bytes, &self.url().join(RUN_FILE))).transpose()
    }

    /// Makes the store's run folder, and the working copy, that of `wanted`.
    ///
    /// # Errors
    /// [`PipelineError::OtherRun`] when the store holds another run, unless that is to be discarded.
    pub fn claim(&self, wanted: &RunFile, discard_other: bool) -> Result<(), PipelineError> {
        let mut requested = 0;
        match self.run()? {
            Some(found) if found.identity.identity == wanted.identity.identity => requested = found.requested,
            Some(_) if discard_other => self.discard_stored()?,
            Some(found) => {
                let differs = wanted.identity.difference(&found.identity);
                return Err(PipelineError::OtherRun { path: self.url(), differs });
            }
            None => {}
        }
        if requested < wanted.requested {
            let text = serde_json::to_vec_pretty(wanted)
                .map_err(|error| PipelineError::io("describe the run", self.url())(error.into()))?;
            self.store.put(RUN_FILE, text)?;
        }
        self.discard_working_copy_of_other(wanted)
    }

    /// Another process may be making the folder at this moment: only one that names another run is discarded.
    fn discard_working_copy_of_other(&self, run: &RunFile) -> Result<(), PipelineError> {
        match read_run(&self.folder) {
            Ok(own) if own.identity.identity != run.identity.identity => {
                super::run_folder::discard(&self.folder)
            }
            _ => Ok(()),
        }
    }

    /// Brings the journals of all shards that `wanted` accepts into the working copy.
    ///
    /// # Errors
    /// When there is no run in the store, or the store or the disk fails.
    pub fn pull(&self, wanted: impl Fn(&str) -> bool) -> Result<(), PipelineError> {
        let run = self.run()?.ok_or_else(|| PipelineError::Stored {
            file: self.url(),
            expected: "a run folder".into(),
            found: "none".into(),
            hint: "give the folders named `<dataset>.run` of `generate`".into(),
        })?;
        self.discard_working_copy_of_other(&run)?;
        super::run_folder::claim(&self.folder, &run)?;
        let mut shards: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in self.store.list(RECORDS)? {
            let shard = entry.name.split('/').nth(1).unwrap_or_default().to_owned();
            shards.entry(shard).or_default().push(entry.name);
        }
        for (shard, names) in shards.iter().filter(|(shard, _)| is_shard(shard) && wanted(shard)) {
            let root = self.folder.join(shard);
            // A live process of this machine keeps the journal itself.
            if let Some(_lock) = lock_shard(&root)? {
                self.write_journal(&root, self.records(names)?)?;
            }
        }
        Ok(())
    }

    /// Makes the journal of a shard whose lock this process holds the one that the store has, after bringing there
    /// what was published here and did not arrive.
    ///
    /// # Errors
    /// When the store or the disk fails.
    pub fn reconcile(&self, root: &Path) -> Result<(), PipelineError> {
        let names = self.store.list(&format!("{RECORDS}/{}", name_of(root)))?;
        let mut records = self.records(&names.into_iter().map(|entry| entry.name).collect::<Vec<_>>())?;
        let mut own = Vec::new();
        scan(&root.join(JOURNAL), |record| {
            own.push(record);
            Ok(())
        })?;
        for record in own {
            if !records.contains_key(&record.first) && is_whole(root, &record)? {
                self.push(root, &record)?;
                records.insert(record.first, record);
            }
        }
        self.write_journal(root, records)
    }

    fn records(&self, names: &[String]) -> Result<BTreeMap<u64, PartRecord>, PipelineError> {
        let read = |name: &String| {
            // Nobody removes single lines, so that an object which is listed can be read.
            let bytes = self.store.get(name)?.unwrap_or_default();
            let record: PartRecord =
                serde_json::from_slice(&bytes).map_err(|error| PipelineError::Stored {
                    file: self.url().join(name),
                    expected: "the record of a part".into(),
                    found: error.to_string(),
                    hint: "the object was changed by another program; remove it, and its part is made again"
                        .into(),
                })?;
            Ok((record.first, record))
        };
        names.par_iter().map(read).collect()
    }

    fn write_journal(&self, root: &Path, records: BTreeMap<u64, PartRecord>) -> Result<(), PipelineError> {
        rewrite(&root.join(JOURNAL), records.values())
    }

    /// Brings a part of a shard to the store: its files, then its line of the journal.
    ///
    /// # Errors
    /// When the store fails, or a file cannot be read.
    pub fn push(&self, root: &Path, record: &PartRecord) -> Result<(), PipelineError> {
        for (failures, hash) in [(false, &record.successes), (true, &record.failures)] {
            if let Some(hash) = hash {
                let part = part_folder(root, record.first, failures);
                self.store.upload_folder(&part, &stored_name(&part, hash))?;
            }
        }
        let line = serde_json::to_vec(record)
            .map_err(|error| PipelineError::io("describe a part", root)(error.into()))?;
        self.store.put(&format!("{RECORDS}/{}/{:08}.json", name_of(root), record.first), line)?;
        Ok(())
    }

    /// Brings a part into its place in the working copy. What an earlier try has fetched is not fetched again.
    ///
    /// # Errors
    /// When the store or the disk fails.
    pub fn fetch(&self, part: &Path, hash: &str) -> Result<(), PipelineError> {
        let coming = part.with_file_name(format!("{}.coming", name_of(part)));
        self.store.download_folder(&stored_name(part, hash), &coming)?;
        fs::rename(&coming, part).map_err(PipelineError::io("complete a part", part))
    }

    /// Removes the run folder from the store, and the working copy.
    ///
    /// # Errors
    /// When the store or the disk fails.
    pub fn discard(&self) -> Result<(), PipelineError> {
        self.discard_stored()?;
        if self.folder.exists() { super::run_folder::discard(&self.folder) } else { Ok(()) }
    }

    /// Removes what a process left that died while it removed a run of at most `requested` episodes, all done.
    ///
    /// # Errors
    /// When the store or the disk fails.
    pub fn sweep(&self, requested: u64) -> Result<(), PipelineError> {
        match self.run()? {
            Some(run) if run.requested <= requested => self.discard(),
            _ => Ok(()),
        }
    }

    /// The journal first, since parts without it do not count; `run.json` last, which tells that there is more to go.
    fn discard_stored(&self) -> Result<(), PipelineError> {
        self.store.remove(RECORDS)?;
        let names = self.store.list("")?.into_iter();
        let folders: BTreeSet<String> = names
            .filter_map(|entry| entry.name.split_once('/').map(|(folder, _)| folder.to_owned()))
            .collect();
        folders.iter().try_for_each(|folder| self.store.remove(folder))?;
        Ok(self.store.remove("")?)
    }
}

/// Last part of a path, as text.
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// `shard-0-of-3/part-00000032-<hash>`: the name of a local part folder in the store.
fn stored_name(part: &Path, hash: &str) -> String {
    let shard = part.parent().map(name_of).unwrap_or_default();
    format!("{shard}/{}-{}", name_of(part), hash.get(..16).unwrap_or(hash))
}

/// Whether all that a record speaks of is here.
fn is_whole(root: &Path, record: &PartRecord) -> Result<bool, PipelineError> {
    for (failures, hash) in [(false, &record.successes), (true, &record.failures)] {
        let Some(hash) = hash else { continue };
        let part = part_folder(root, record.first, failures);
        if !part.is_dir() || hash_files(&part)? != *hash {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes the files of a part that the store has.
///
/// # Errors
/// When the file system refuses.
pub(super) fn release(part: &Path) -> Result<(), PipelineError> {
    if entries(part).is_err() {
        return Ok(());
    }
    fs::remove_dir_all(part).map_err(PipelineError::io("remove a part that the store has", part))
}
