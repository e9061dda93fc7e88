//! The append-only journal of one shard of a run: which episodes are done, and what became of every attempt.
//!
//! One JSON object per line. A line is written after the part that it describes has been published and flushed, so
//! what the journal says is on the disk. A process that dies while it appends leaves a torn last line, which the next
//! owner of the journal cuts off; the part is then made again, with the same bytes.

use crate::PipelineError;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Name of the journal in the folder of a shard.
pub(super) const JOURNAL: &str = "journal.jsonl";

/// An attempt that did not become an episode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FailedAttempt {
    /// Demonstration that it started from, by its place in the catalogue, when one was chosen.
    pub source: Option<usize>,
    /// Scene template, when one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// `plan.*`, `rollout.*` or `internal.*`.
    pub reason: String,
}

/// What became of one episode of the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EpisodeRecord {
    /// Number in the job.
    pub episode: u64,
    /// Demonstration of the success; `None` when every attempt failed.
    pub success: Option<usize>,
    /// Scene template of the success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Attempts that failed, in order.
    pub failed: Vec<FailedAttempt>,
}

/// A published part: the episodes `first..end`, all of them decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartRecord {
    /// First episode of the job that it holds.
    pub first: u64,
    /// One past the last.
    pub end: u64,
    /// BLAKE3 over the files of the dataset of successes, if it has any.
    pub successes: Option<String>,
    /// The same of the failures, if they are kept and there are any.
    pub failures: Option<String>,
    /// One record per episode, in order.
    pub episodes: Vec<EpisodeRecord>,
}

/// The journal of a shard, open for appending.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens or starts the journal at `path`, and cuts off a torn last line.
    ///
    /// # Errors
    /// When the file cannot be opened, or a line that is whole is not a record.
    pub fn open(path: &Path) -> Result<Self, PipelineError> {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = file.map_err(PipelineError::io("open the journal", path))?;
        let whole = scan(path, |_| Ok(()))?;
        file.set_len(whole).map_err(PipelineError::io("repair the journal", path))?;
        file.seek(SeekFrom::End(0)).map_err(PipelineError::io("open the journal", path))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Appends a record and flushes it to the disk.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn append(&mut self, record: &PartRecord) -> Result<(), PipelineError> {
        let mut line = serde_json::to_vec(record).map_err(|error| PipelineError::Io {
            action: "write the journal",
            path: self.path.clone(),
            source: error.into(),
        })?;
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        written.map_err(PipelineError::io("write the journal", &self.path))
    }
}

/// Replaces the journal at `path` as a whole.
///
/// # Errors
/// When the disk does not take it.
pub(super) fn rewrite<'a>(
    path: &Path,
    records: impl Iterator<Item = &'a PartRecord>,
) -> Result<(), PipelineError> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let file = File::create(&new).map_err(PipelineError::io("replace the journal", &new))?;
    let mut out = std::io::BufWriter::new(file);
    let written = records.into_iter().try_for_each(|record| {
        serde_json::to_writer(&mut out, record)?;
        out.write_all(b"\n")
    });
    let flushed = written.and_then(|()| out.flush()).and_then(|()| out.get_ref().sync_all());
    flushed.map_err(PipelineError::io("replace the journal", &new))?;
    std::fs::rename(&new, path).map_err(PipelineError::io("replace the journal", path))
}

/// Calls `take` with every record of the journal at `path`, one in memory at a time. Returns the bytes of whole
/// lines. No journal is an empty one.
///
/// # Errors
/// When the file cannot be read, a whole line is not a record, or `take` fails.
pub(super) fn scan(
    path: &Path,
    mut take: impl FnMut(PartRecord) -> Result<(), PipelineError>,
) -> Result<u64, PipelineError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(source) => return Err(PipelineError::io("read the journal", path)(source)),
    };
    let (mut reader, mut line, mut whole, mut number) = (BufReader::new(file), Vec::new(), 0, 0_u64);
    loop {
        line.clear();
        let read =
            reader.read_until(b'\n', &mut line).map_err(PipelineError::io("read the journal", path))?;
        if read == 0 || line.last() != Some(&b'\n') {
            return Ok(whole);
        }
        number += 1;
        let record = serde_json::from_slice(&line).map_err(|error| PipelineError::Stored {
            file: path.to_owned(),
            expected: format!("the record of a part in line {number}"),
            found: error.to_string(),
            hint: "the journal was changed by another program; remove the run folder to start again".into(),
        })?;
        take(record)?;
        whole += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(first: u64) -> PartRecord {
        let failed = vec![FailedAttempt { source: Some(1), template: None, reason: "plan.reach".into() }];
        let episodes = vec![EpisodeRecord { episode: first, success: Some(0), template: None, failed }];
        PartRecord { first, end: first + 1, successes: Some("ab".into()), failures: None, episodes }
    }

    fn read(path: &Path) -> Vec<PartRecord> {
        let mut records = Vec::new();
        scan(path, |record| {
            records.push(record);
            Ok(())
        })
        .expect("a journal");
        records
    }

    #[test]
    fn a_torn_line_is_cut_off_wherever_the_process_died() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(JOURNAL);
        let mut journal = Journal::open(&path).expect("a new journal");
        journal.append(&part(0)).expect("a line");
        journal.append(&part(1)).expect("a line");
        let whole = std::fs::read(&path).expect("the journal");
        let first_line = whole.iter().position(|&byte| byte == b'\n').expect("a line") + 1;
        for length in first_line..whole.len() {
            std::fs::write(&path, &whole[..length]).expect("a torn journal");
            assert_eq!(read(&path), [part(0)]);
            Journal::open(&path).expect("repaired").append(&part(1)).expect("a line");
            assert_eq!(std::fs::read(&path).expect("the journal"), whole);
        }
    }

    #[test]
    fn a_damaged_line_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(JOURNAL);
        std::fs::write(&path, "{}\n").expect("a file");
        let message = Journal::open(&path).expect_err("not a record").to_string();
        assert!(message.contains("line 1") && message.contains("hint"), "{message}");
    }
}
