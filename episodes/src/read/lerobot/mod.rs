//! `LeRobotDataset` v2.0, v2.1 and v3, as tolerant as real sets need.
//!
//! The columns are those of the data files themselves; `info.json` only names their elements, declares cameras
//! and tells where files are. Deviations that leave the data trustworthy become warnings: features that are
//! declared but absent or present but undeclared, other numeric types, element names in any spelling, missing
//! videos, totals that do not match, missing task tables. An episode goes to the rejected ones when its file is
//! missing or damaged, its rows differ in width, its row count contradicts the metadata, its clock has NaN, its
//! rows are shuffled, or it lacks columns that the other episodes have.
//!
//! Format description: the LeRobot project, `lerobot/datasets` (v2.1: release 0.3.3; v3.0: release 0.4 and later).

mod cameras;
mod consistency;
mod data;
mod info;
mod lines;
mod listing;
mod tables;
mod template;

pub(crate) use cameras::camera_name;

use super::notes::Notes;
use super::{ReadOptions, dataset_name};
use crate::raw::{Fault, RawDataset, ReadError, RejectedEpisode, SourceFormat};
use data::{Reading, Source};
use info::{INFO, Info};
use listing::Listing;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the set in the folder `root`, which has a `meta/info.json`.
///
/// # Errors
/// [`ReadError::Faults`] when the metadata are unusable or no episode is left; all faults at once.
pub fn read(root: &Path, options: &ReadOptions) -> Result<RawDataset, ReadError> {
    let info = Info::read(root, options)?;
    let mut notes = Notes::default();
    let (listing, tasks) = if info.format == SourceFormat::LeRobotV30 {
        let listing = tables::episodes(root, options, &mut notes)?;
        let tasks = tables::tasks(root, options, &mut notes);
        (listing, tasks)
    } else {
        let listing = lines::episodes(root, &info, options, &mut notes)?;
        let tasks = lines::tasks(root, options, &mut notes);
        (listing, tasks)
    };
    let listed = listing.entries.len() + listing.rejected.len();
    note_totals(&info, &listing, &tasks, &mut notes);

    let Listing { entries, rejected } = listing;
    let source = Source { root, info: &info, options, tasks: &tasks };
    let mut reading = Reading { episodes: Vec::new(), rejected, notes };
    data::read_all(&source, &entries, &mut reading);
    consistency::check(&info, &mut reading);
    finish(root, &info, reading, listed)
}

/// Totals in `info.json` are often stale; the listed episodes count.
fn note_totals(info: &Info, listing: &Listing, tasks: &BTreeMap<u64, String>, notes: &mut Notes) {
    let episodes = (listing.entries.len() + listing.rejected.len()) as u64;
    if let Some(total) = info.total_episodes.filter(|total| *total != episodes) {
        notes.add(format!("{INFO} says total_episodes {total}, but {episodes} are listed"));
    }
    let frames = listing.entries.values().try_fold(0_u64, |sum, entry| sum.checked_add(entry.length?));
    if let (Some(total), Some(frames)) = (info.total_frames, frames)
        && total != frames
    {
        notes.add(format!("{INFO} says total_frames {total}, but the listed episodes add up to {frames}"));
    }
    if tasks.is_empty() && listing.entries.values().all(|entry| entry.tasks.is_empty()) {
        notes.add("the set names no task");
    }
}

fn finish(root: &Path, info: &Info, reading: Reading, listed: usize) -> Result<RawDataset, ReadError> {
    let Reading { mut episodes, mut rejected, notes } = reading;
    if episodes.is_empty() {
        return Err(ReadError::Faults { faults: nothing_left(rejected) });
    }
    episodes.sort_by_key(|read| read.episode.episode_index);
    rejected.sort_by_key(|rejected| rejected.episode_index);
    Ok(RawDataset {
        name: dataset_name(root),
        format: info.format,
        rate_hz: Some(info.fps),
        episodes: episodes.into_iter().map(|read| read.episode).collect(),
        rejected,
        warnings: notes.into_warnings(listed),
    })
}

/// Why a set without a usable episode has none.
fn nothing_left(mut rejected: Vec<RejectedEpisode>) -> Vec<Fault> {
    rejected.sort_by_key(|rejected| rejected.episode_index);
    let faults: Vec<Fault> = rejected.into_iter().flat_map(|rejected| rejected.faults).collect();
    if !faults.is_empty() {
        return faults;
    }
    vec![Fault {
        file: "meta".into(),
        episode: None,
        field: "episodes".to_owned(),
        expected: "at least one episode".to_owned(),
        found: "an empty list".to_owned(),
        remedy: "record or fetch episodes first".to_owned(),
    }]
}
