//! The folder of a run that is under way, beside the dataset that it will become: `<dataset>.run`.
//!
//! ```text
//! run.json                      what determines the episodes, and how many are wanted
//! shard-0-of-3/journal.jsonl    what is done, see `journal`
//! shard-0-of-3/part-00000032/   a complete dataset of the successes from episode 32 on
//! shard-0-of-3/part-00000032-failures/
//! ```
//!
//! Shards may share one run folder on a common disk or have one each; merging takes any number of folders. A run whose
//! output is a store has its folder there, and a working copy of it on each machine: see `mirror`.

use super::journal::{JOURNAL, Journal, PartRecord, scan};
use super::mirror::{Mirror, release};
use super::range_set::RangeSet;
use crate::{Job, OutputSettings, PipelineError, Shard};
use restage_exporters::SplitUse;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const RUN_FORMAT_VERSION: u32 = 1;
pub(super) const RUN_FILE: &str = "run.json";

/// What all shards of a run have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunIdentity {
    /// Version of this format.
    pub format_version: u32,
    /// Hash of everything below and of the demonstrations.
    pub identity: String,
    /// Version of the program.
    pub generator_version: String,
    /// The settings that determine the episodes.
    pub job: serde_json::Value,
    /// Every demonstration: dataset, episode, hash of its content.
    pub demonstrations: Vec<(String, u64, String)>,
    /// The splits whose training parts the demonstrations are; empty when nothing was kept back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub splits: Vec<SplitUse>,
}

impl RunIdentity {
    /// Describes a run; `job` holds the settings that determine its episodes.
    pub fn new(
        job: serde_json::Value,
        demonstrations: Vec<(String, u64, String)>,
        splits: Vec<SplitUse>,
    ) -> Self {
        let generator_version = crate::GENERATOR_VERSION.to_owned();
        let text = serde_json::json!([RUN_FORMAT_VERSION, generator_version, job, demonstrations, splits])
            .to_string();
        let identity = blake3::hash(text.as_bytes()).to_hex().to_string();
        Self { format_version: RUN_FORMAT_VERSION, identity, generator_version, job, demonstrations, splits }
    }
}

impl RunIdentity {
    /// The job of the run, as if it were to write to `output`.
    ///
    /// # Errors
    /// When the stored settings are damaged.
    pub fn job(&self, output: &Path) -> Result<Job, PipelineError> {
        let job: Job = serde_json::from_value(self.job.clone()).map_err(|error| PipelineError::Stored {
            file: run_folder(output),
            expected: "the settings of a job".into(),
            found: error.to_string(),
            hint: "finish the run with the version of the program that started it".into(),
        })?;
        let output = OutputSettings { path: output.to_owned(), ..job.output.clone() };
        Ok(Job { output, ..job })
    }

    /// The first thing in which `other` differs, for a person.
    pub fn difference(&self, other: &Self) -> String {
        difference(self, other)
    }
}

/// The file `run.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunFile {
    /// What determines the episodes.
    #[serde(flatten)]
    pub identity: RunIdentity,
    /// Episodes that are wanted in the end; the one thing that may grow.
    pub requested: u64,
}

/// The folder of a run at `dataset`.
pub fn run_folder(dataset: &Path) -> PathBuf {
    let mut name = dataset.file_name().unwrap_or_default().to_owned();
    name.push(".run");
    dataset.with_file_name(name)
}

/// Where a run folder waits to be deleted: it must never be seen half deleted under its own name.
fn discarded(run: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(run.file_name().unwrap_or_default());
    name.push(".discarded");
    run.with_file_name(name)
}

/// Deletes a run folder.
///
/// # Errors
/// When the file system refuses.
pub(super) fn discard(run: &Path) -> Result<(), PipelineError> {
    sweep_discarded(run)?;
    let away = discarded(run);
    fs::rename(run, &away).map_err(PipelineError::io("discard the run folder", run))?;
    sweep_discarded(run)
}

/// Deletes what a process left that died while it deleted a run folder.
///
/// # Errors
/// When the file system refuses.
pub(super) fn sweep_discarded(run: &Path) -> Result<(), PipelineError> {
    match fs::remove_dir_all(discarded(run)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(PipelineError::io("delete a finished run folder", discarded(run))(error))
        }
        _ => Ok(()),
    }
}

/// A published part of a shard.
#[derive(Clone, Debug)]
pub(super) struct StoredPart {
    /// Folder of its shard.
    pub shard: PathBuf,
    /// What it holds.
    pub record: PartRecord,
}

impl StoredPart {
    /// Folder of the dataset of its successes, or failures.
    pub fn dataset(&self, failures: bool) -> PathBuf {
        part_folder(&self.shard, self.record.first, failures)
    }
}

/// Where a shard has the part that begins with episode `first`.
pub(super) fn part_folder(shard: &Path, first: u64, failures: bool) -> PathBuf {
    shard.join(format!("part-{first:08}{}", if failures { "-failures" } else { "" }))
}

/// Name of the folder of a shard.
pub(super) fn shard_name(shard: Shard) -> String {
    format!("shard-{}-of-{}", shard.index, shard.count)
}

/// Whether a name is that of the folder of a shard, and of nothing else.
pub(super) fn is_shard(name: &str) -> bool {
    let numbers = name.strip_prefix("shard-").and_then(|rest| rest.split_once("-of-"));
    let shard = numbers.and_then(|(index, count)| format!("{index}/{count}").parse::<Shard>().ok());
    shard.is_some_and(|shard| shard_name(shard) == name)
}

/// Makes this process the owner of the folder of a shard, as long as it holds the file; `None` when another one is.
///
/// # Errors
/// When the file system refuses.
pub(super) fn lock_shard(root: &Path) -> Result<Option<File>, PipelineError> {
    fs::create_dir_all(root).map_err(PipelineError::io("create the shard folder", root))?;
    let path = root.join("lock");
    let lock = File::create(&path).map_err(PipelineError::io("create the lock", &path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(PipelineError::io("lock the shard", path)(source)),
    }
}

/// One shard's place in a run folder, owned by this process.
pub(super) struct ShardFolder<'a> {
    root: PathBuf,
    journal: Journal,
    mirror: Option<&'a Mirror>,
    /// Whether parts stay here when the store has them.
    keep: bool,
    _lock: File,
}

impl<'a> ShardFolder<'a> {
    /// Opens or starts the shard of a run, and removes what a process that died left unfinished in it. With a
    /// `mirror` the run has its home in a store; parts that have arrived there stay here if `keep`.
    ///
    /// # Errors
    /// [`PipelineError::OtherRun`] when the folder belongs to another run; [`PipelineError::Busy`] when another
    /// process works on the shard.
    pub fn open(
        run: &Path,
        wanted: &RunFile,
        shard: Shard,
        mirror: Option<&'a Mirror>,
        keep: bool,
    ) -> Result<Self, PipelineError> {
        claim(run, wanted)?;
        let root = run.join(shard_name(shard));
        let Some(lock) = lock_shard(&root)? else { return Err(PipelineError::Busy { path: root }) };
        if let Some(mirror) = mirror {
            mirror.reconcile(&root)?;
        }
        let journal = Journal::open(&root.join(JOURNAL))?;
        let folder = Self { root, journal, mirror, keep, _lock: lock };
        folder.sweep()?;
        Ok(folder)
    }

    /// Where the part that begins with episode `first` is to be published.
    pub fn part(&self, first: u64, failures: bool) -> PathBuf {
        part_folder(&self.root, first, failures)
    }

    /// Notes that a part has been published, and brings it to the store if there is one.
    pub fn record(&mut self, record: &PartRecord) -> Result<(), PipelineError> {
        self.journal.append(record)?;
        let Some(mirror) = self.mirror else { return Ok(()) };
        mirror.push(&self.root, record)?;
        if self.keep {
            return Ok(());
        }
        [false, true].iter().try_for_each(|&failures| release(&self.part(record.first, failures)))
    }

    /// Removes everything that the journal does not know.
    fn sweep(&self) -> Result<(), PipelineError> {
        let mut known = std::collections::BTreeSet::from([self.root.join("lock"), self.root.join(JOURNAL)]);
        scan(&self.root.join(JOURNAL), |record| {
            known.extend([false, true].map(|failures| part_folder(&self.root, record.first, failures)));
            Ok(())
        })?;
        for path in entries(&self.root)? {
            if !known.contains(&path) {
                let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.map_err(PipelineError::io("remove an unfinished part", &path))?;
            }
        }
        Ok(())
    }
}

/// Writes the file of a new run, or compares with that of an existing one.
///
/// # Errors
/// [`PipelineError::OtherRun`] when the folder belongs to another run.
pub(super) fn claim(run: &Path, wanted: &RunFile) -> Result<(), PipelineError> {
    fs::create_dir_all(run).map_err(PipelineError::io("create the run folder", run))?;
    let path = run.join(RUN_FILE);
    if path.exists() {
        let found = read_run(run)?;
        if found.identity.identity != wanted.identity.identity {
            let differs = wanted.identity.difference(&found.identity);
            return Err(PipelineError::OtherRun { path: run.to_owned(), differs });
        }
        if found.requested >= wanted.requested {
            return Ok(());
        }
    }
    let text = serde_json::to_vec_pretty(wanted)
        .map_err(|error| PipelineError::io("describe the run", &path)(error.into()))?;
    // Shards may start at the same moment: each writes a file of its own, and every rename gives the same content.
    let own = run.join(format!("{RUN_FILE}.{}", std::process::id()));
    let write = fs::write(&own, text).and_then(|()| File::open(&own)?.sync_all());
    write.map_err(PipelineError::io("write", &own))?;
    fs::rename(&own, &path).map_err(PipelineError::io("write", &path))
}

/// What the run in a folder is.
///
/// # Errors
/// When there is none, or it is damaged or of another version.
pub(super) fn read_run(run: &Path) -> Result<RunFile, PipelineError> {
    let path = run.join(RUN_FILE);
    let bytes = fs::read(&path).map_err(|error| PipelineError::Stored {
        file: path.clone(),
        expected: "a run folder".into(),
        found: error.to_string(),
        hint: "give the folders named `<dataset>.run` of `generate`".into(),
    })?;
    parse_run(&bytes, &path)
}

/// The content of `run.json`; `path` is for the message.
///
/// # Errors
/// When it is damaged or of another version.
pub(super) fn parse_run(bytes: &[u8], path: &Path) -> Result<RunFile, PipelineError> {
    let fault = |expected: String, found: String, hint: &str| PipelineError::Stored {
        file: path.to_owned(),
        expected,
        found,
        hint: hint.into(),
    };
    let restart = "remove the run folder to start again";
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| fault("JSON".into(), error.to_string(), restart))?;
    if value["format_version"] != RUN_FORMAT_VERSION {
        let found = value["format_version"].to_string();
        let hint = "finish the run with the version of the program that started it";
        return Err(fault(format!("format_version {RUN_FORMAT_VERSION}"), found, hint));
    }
    serde_json::from_value(value).map_err(|error| fault("a run".into(), error.to_string(), restart))
}

/// The first thing in which two runs differ, for a person.
fn difference(wanted: &RunIdentity, found: &RunIdentity) -> String {
    if wanted.generator_version != found.generator_version {
        return format!(
            "program version {} there, {} here",
            found.generator_version, wanted.generator_version
        );
    }
    if wanted.demonstrations != found.demonstrations {
        let (there, here) = (found.demonstrations.len(), wanted.demonstrations.len());
        return format!("the demonstrations differ ({there} there, {here} here)");
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    leaves("", &wanted.job, &mut a);
    leaves("", &found.job, &mut b);
    let only = |a: &[String], b: &[String]| a.iter().find(|leaf| !b.contains(leaf)).cloned();
    match (only(&b, &a), only(&a, &b)) {
        (Some(there), Some(here)) => format!("{there} there, {here} here"),
        (Some(there), None) => format!("{there} there, absent here"),
        (None, Some(here)) => format!("absent there, {here} here"),
        (None, None) => "the settings differ".into(),
    }
}

fn leaves(path: &str, value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(&path, value, out);
            }
        }
        other => out.push(format!("{path} = {other}")),
    }
}

/// Calls `take` with every part in the run folders, in no particular order.
///
/// # Errors
/// When a folder or journal cannot be read, or `take` fails.
pub(super) fn scan_parts(
    runs: &[PathBuf],
    mut take: impl FnMut(StoredPart) -> Result<(), PipelineError>,
) -> Result<(), PipelineError> {
    for run in runs {
        for shard in entries(run)?.into_iter().filter(|path| path.join(JOURNAL).is_file()) {
            scan(&shard.join(JOURNAL), |record| take(StoredPart { shard: shard.clone(), record }))?;
        }
    }
    Ok(())
}

/// Episodes that some shard in the run folders has decided.
///
/// # Errors
/// As [`scan_parts`].
pub(super) fn decided(runs: &[PathBuf]) -> Result<RangeSet, PipelineError> {
    let mut ranges = RangeSet::default();
    scan_parts(runs, |part| {
        ranges.insert(part.record.first..part.record.end);
        Ok(())
    })?;
    Ok(ranges)
}

/// BLAKE3 over names and contents of all files below `folder`, in the order of their names.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn hash_files(folder: &Path) -> Result<String, PipelineError> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in entries(&next)? {
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
        let bytes = fs::read(&path).map_err(PipelineError::io("read back", &path))?;
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Paths in a folder, in order.
///
/// # Errors
/// When it cannot be read.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, PipelineError> {
    let read =
        fs::read_dir(folder).and_then(|list| list.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut paths: Vec<PathBuf> = read.map_err(PipelineError::io("list the folder", folder))?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity(seed: u64) -> RunFile {
        let job = json!({"seed": seed, "film": {"width": 64}});
        RunFile {
            identity: RunIdentity::new(job, vec![("umi".into(), 0, "aa".into())], Vec::new()),
            requested: 9,
        }
    }

    fn open(run: &Path, seed: u64, shard: Shard) -> Result<ShardFolder<'static>, PipelineError> {
        ShardFolder::open(run, &identity(seed), shard, None, true)
    }

    #[test]
    fn only_the_names_of_shards_are_names_of_shards() {
        assert!(is_shard("shard-0-of-1") && is_shard("shard-11-of-30"));
        for name in ["shard-3-of-3", "shard-00-of-2", "shard-0-of-2/..", "shard-+0-of-2", "..", "journal", ""]
        {
            assert!(!is_shard(name), "{name}");
        }
    }

    #[test]
    fn a_folder_of_another_run_names_the_difference() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let run = run_folder(&folder.path().join("dataset"));
        drop(open(&run, 1, Shard::default()).expect("a new run"));
        drop(open(&run, 1, Shard::default()).expect("the same run"));
        let message = open(&run, 2, Shard::default()).err().expect("another").to_string();
        assert!(message.contains("seed = 1 there, seed = 2 here"), "{message}");
    }

    #[test]
    fn a_run_folder_goes_as_a_whole() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let run = run_folder(&folder.path().join("dataset"));
        drop(open(&run, 1, Shard::default()).expect("a new run"));
        // A process that died while it deleted an earlier folder of the same name.
        fs::create_dir(discarded(&run)).expect("a folder");
        discard(&run).expect("discarded");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        sweep_discarded(&run).expect("nothing to do");
    }

    #[test]
    fn one_process_owns_a_shard() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = open(folder.path(), 1, Shard::default()).expect("a new run");
        let second = open(folder.path(), 1, Shard::default());
        assert!(matches!(second, Err(PipelineError::Busy { .. })));
        let other = Shard { index: 1, count: 2 };
        open(folder.path(), 1, other).expect("another shard is free");
        drop(first);
    }

    #[test]
    fn what_the_journal_does_not_know_is_swept_away() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shard = open(folder.path(), 1, Shard::default()).expect("a new run");
        let stray = shard.part(32, false);
        fs::create_dir(&stray).expect("a part that was published but not recorded");
        drop(shard);
        open(folder.path(), 1, Shard::default()).expect("the same run");
        assert!(!stray.exists());
    }

    #[test]
    fn the_hash_sees_names_and_contents() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
        write("a", "1");
        let one = hash_files(folder.path()).expect("a hash");
        write("a", "2");
        let two = hash_files(folder.path()).expect("a hash");
        fs::rename(folder.path().join("a"), folder.path().join("b")).expect("renamed");
        let three = hash_files(folder.path()).expect("a hash");
        assert!(one != two && two != three);
    }
}
