//! From a path and a device profile to demonstrations.

use crate::Demonstration;
use crate::profile::DeviceProfile;
use crate::raw::{RawDataset, ReadError, RejectedEpisode, SourceFormat};
use std::collections::BTreeMap;
use std::path::Path;

/// A source that was read and interpreted.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceReading {
    /// Name of the dataset.
    pub name: String,
    /// What it was recognised as.
    pub format: SourceFormat,
    /// The demonstrations, by episode.
    pub demonstrations: Vec<Demonstration>,
    /// Episodes that cannot be used, by episode, with everything that is wrong with them.
    pub rejected: Vec<RejectedEpisode>,
    /// Oddities that were tolerated, one sentence each.
    pub warnings: Vec<String>,
}

/// Reads the source at `path` and interprets every episode with `profile`.
///
/// # Errors
/// When the source as a whole cannot be read. Episodes that cannot be used are in
/// [`SourceReading::rejected`], all of them if need be.
pub fn read_demonstrations(path: &Path, profile: &DeviceProfile) -> Result<SourceReading, ReadError> {
    Ok(interpret_dataset(crate::read::open(path)?, profile))
}

/// Interprets every episode of a dataset with `profile`.
pub fn interpret_dataset(raw: RawDataset, profile: &DeviceProfile) -> SourceReading {
    let RawDataset { name, format, episodes, mut rejected, mut warnings, .. } = raw;
    let count = episodes.len();
    let mut notes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut demonstrations = Vec::with_capacity(count);
    for episode in &episodes {
        match profile.interpret_with_notes(&name, episode) {
            Ok(interpretation) => {
                for note in interpretation.notes {
                    notes.entry(note).or_default().push(episode.episode_index.to_string());
                }
                demonstrations.push(interpretation.demonstration);
            }
            Err(faults) => rejected.push(RejectedEpisode { episode_index: episode.episode_index, faults }),
        }
    }
    rejected.sort_by_key(|episode| episode.episode_index);
    warnings.extend(notes.into_iter().map(|(note, affected)| {
        format!("{note} in {} of {count} episodes ({})", affected.len(), affected.join(", "))
    }));
    SourceReading { name, format, demonstrations, rejected, warnings }
}
