//! Collects tolerated oddities, so that the same oddity in many episodes is one warning and not many.

use std::collections::BTreeMap;

/// How many episode numbers a warning spells out.
const LISTED_EPISODES: usize = 5;

/// Warnings under construction.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    once: Vec<String>,
    per_episode: BTreeMap<String, Vec<u64>>,
}

impl Notes {
    /// Something about the set as a whole.
    pub(crate) fn add(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.once.contains(&sentence) {
            self.once.push(sentence);
        }
    }

    /// Something about one episode; `what` is the same text for every episode that shares it.
    pub(crate) fn add_for(&mut self, episode: u64, what: impl Into<String>) {
        self.per_episode.entry(what.into()).or_default().push(episode);
    }

    /// One sentence per oddity; `episodes` is the number of episodes in the set.
    pub(crate) fn into_warnings(self, episodes: usize) -> Vec<String> {
        let mut warnings = self.once;
        for (what, mut affected) in self.per_episode {
            affected.sort_unstable();
            affected.dedup();
            let listed: Vec<String> =
                affected.iter().take(LISTED_EPISODES).map(ToString::to_string).collect();
            let more = if affected.len() > LISTED_EPISODES { ", …" } else { "" };
            let count = affected.len();
            warnings.push(format!("{what} in {count} of {episodes} episodes ({}{more})", listed.join(", ")));
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::Notes;

    #[test]
    fn equal_oddities_become_one_sentence() {
        let mut notes = Notes::default();
        notes.add("no task table");
        notes.add("no task table");
        for episode in [7, 3, 4, 5, 6, 9, 3] {
            notes.add_for(episode, "camera top: no video");
        }
        let warnings = notes.into_warnings(10);
        assert_eq!(
            warnings,
            ["no task table", "camera top: no video in 6 of 10 episodes (3, 4, 5, 6, 7, …)"]
        );
    }
}
