//! The list of episodes, which both format generations keep in `meta/`, in one shape.

use super::super::finding::Finding;
use super::super::notes::Notes;
use crate::raw::RejectedEpisode;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::path::Path;

/// Episode columns that name the group of an episode: what was written as such, else the coarsest that is known.
pub(crate) const GROUP_KEYS: [&str; 5] = ["source_group", "group", "site", "collector", "session"];
/// Episode column that says that a program wrote the motion.
pub(crate) const SCRIPTED_KEY: &str = "source_scripted";

/// One episode as the metadata lists it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    /// Episode number.
    pub(crate) episode: u64,
    /// Number of rows, when stated.
    pub(crate) length: Option<u64>,
    /// Task texts.
    pub(crate) tasks: Vec<String>,
    /// Collector, session or site.
    pub(crate) group: Option<String>,
    /// Whether a program wrote the motion.
    pub(crate) scripted: bool,
    /// Chunk and file number of its data.
    pub(crate) data: (u64, u64),
    /// Where its frames are, by feature key; v2 sets need no such record.
    pub(crate) videos: BTreeMap<String, Stretch>,
}

/// A stretch of a video file that several episodes share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// Chunk number of the file.
    pub(crate) chunk: u64,
    /// File number in the chunk.
    pub(crate) file: u64,
    /// Time in the file at which the episode begins, s.
    pub(crate) from_secs: f64,
    /// Time in the file at which it ends, s; NaN when not stated.
    pub(crate) to_secs: f64,
}

/// All listed episodes by number, and those whose entry is broken.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Good entries.
    pub(crate) entries: BTreeMap<u64, Entry>,
    /// Broken entries.
    pub(crate) rejected: Vec<RejectedEpisode>,
}

impl Listing {
    /// Adds an entry; of two entries for one episode the first stays.
    pub(crate) fn add(&mut self, entry: Entry, notes: &mut Notes) {
        let episode = entry.episode;
        match self.entries.entry(episode) {
            Slot::Vacant(slot) => {
                slot.insert(entry);
            }
            Slot::Occupied(_) => {
                notes.add(format!(
                    "episode {episode} is listed twice in the metadata; the first entry is used"
                ));
            }
        }
    }

    /// Adds an episode whose entry cannot be used.
    pub(crate) fn reject(&mut self, episode: u64, file: &Path, finding: Finding) {
        let faults = vec![finding.at(file, Some(episode))];
        self.rejected.push(RejectedEpisode { episode_index: episode, faults });
    }
}

/// Texts in a JSON value that may be one string or a list of strings.
pub(crate) fn texts_in(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Whether a text says yes.
pub(crate) fn is_true(text: &str) -> bool {
    text == "1" || text.eq_ignore_ascii_case("true")
}

/// A number that counts or numbers something: whole, not negative, exact.
pub(crate) fn whole(value: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    // The range check makes the conversion exact.
    ((0.0..EXACT).contains(&value) && libm::trunc(value) == value).then_some(value as u64)
}
