//! Checks across episodes: one set has one set of columns.

use super::super::finding::Finding;
use super::data::{BOOKKEEPING, ReadEpisode, Reading};
use super::info::{INFO, Info};
use crate::raw::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts out episodes whose columns differ from those of the majority, and notes where `info.json` and the data
/// disagree.
pub(super) fn check(info: &Info, reading: &mut Reading) {
    let common = common_widths(&reading.episodes);
    let (kept, odd): (Vec<_>, Vec<_>) = std::mem::take(&mut reading.episodes)
        .into_iter()
        .partition(|read| faults_of(read, &common).is_empty());
    reading.episodes = kept;
    for read in odd {
        reading.reject(read.episode.episode_index, faults_of(&read, &common));
    }
    note_disagreements(info, reading);
}

/// Columns that more than half of the episodes have, with the width that most of them have.
fn common_widths(episodes: &[ReadEpisode]) -> BTreeMap<String, usize> {
    let mut widths: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    for read in episodes {
        for (name, column) in &read.episode.columns {
            *widths.entry(name).or_default().entry(column.width).or_default() += 1;
        }
    }
    widths
        .into_iter()
        .filter(|(_, counts)| counts.values().sum::<usize>() * 2 > episodes.len())
        .filter_map(|(name, counts)| {
            let (width, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
            Some((name.to_owned(), width))
        })
        .collect()
}

fn faults_of(read: &ReadEpisode, common: &BTreeMap<String, usize>) -> Vec<Fault> {
    let columns = &read.episode.columns;
    let findings = common.iter().filter_map(|(name, width)| match columns.get(name) {
        Some(column) if column.width == *width => None,
        Some(column) => Some(Finding::new(
            name,
            format!("{width} values per row, as in the other episodes"),
            format!("{} values per row", column.width),
            "leave this episode out, or record it again with the same set-up",
        )),
        None => Some(Finding::new(
            name,
            "a column that the other episodes have",
            format!("only {}", recorded(columns.keys().map(String::as_str))),
            "leave this episode out, or add the column",
        )),
    });
    findings.map(|finding| finding.at(&read.file, Some(read.episode.episode_index))).collect()
}

/// Column names for a message, without those that every file has.
fn recorded<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.filter(|name| !BOOKKEEPING.contains(name)).collect::<Vec<_>>().join(", ")
}

fn note_disagreements(info: &Info, reading: &mut Reading) {
    if reading.episodes.is_empty() {
        return;
    }
    let columns = reading.episodes.iter().flat_map(|read| read.episode.columns.keys());
    let present: BTreeSet<&str> = columns.map(String::as_str).collect();
    let declared =
        info.features.iter().filter(|(_, feature)| feature.is_numeric()).map(|(key, _)| key.as_str());
    let declared: BTreeSet<&str> = declared.collect();
    let absent = recorded(declared.difference(&present).copied());
    let undeclared = recorded(present.difference(&declared).copied());
    let mut sentences = Vec::new();
    if !absent.is_empty() {
        sentences.push(format!("{INFO} declares {absent}, which the data files do not have"));
    }
    if !undeclared.is_empty() {
        sentences.push(format!("the data files have {undeclared}, which {INFO} does not declare"));
    }
    for sentence in sentences {
        reading.notes.add(sentence);
    }
}
