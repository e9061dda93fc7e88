//! Which split of a dataset an episode belongs to: one rule for fitting priors, calibrating thresholds and judging.
//!
//! Whole groups (site, collector, session) go to one split, by a hash of their name alone: the same in every run,
//! on every machine, and however many episodes are added later. `h = hash64("salt|key") mod 100`: below 60 is
//! train (what may be learned from and re-staged), below 80 calibration (thresholds), the rest held-out (final
//! numbers, looked at once). A synthetic episode inherits the split of its source.

use crate::DemonstrationSource;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Salt of the splits unless a job or a report names another one.
pub const DEFAULT_SALT: &str = "restage-splits-1";

/// Groups with `h` below this are for training.
const TRAIN_BELOW: u64 = 60;
/// Groups with `h` from there to below this are for calibration; the rest is held out.
const CALIBRATION_BELOW: u64 = 80;

/// What an episode may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// Source demonstrations of rollouts, and everything that is fitted.
    Train,
    /// Thresholds of the validation.
    Calibration,
    /// Final figures.
    HeldOut,
}

impl Split {
    /// The name in files and reports: `train`, `calibration`, `held-out`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Calibration => "calibration",
            Self::HeldOut => "held-out",
        }
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The splitting rule with its salt. Another salt gives other, equally good splits; results of different salts must
/// never be mixed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SplitRule {
    salt: String,
}

impl Default for SplitRule {
    fn default() -> Self {
        Self::new(DEFAULT_SALT)
    }
}

impl SplitRule {
    /// The rule with a salt of one's own.
    pub fn new(salt: impl Into<String>) -> Self {
        Self { salt: salt.into() }
    }

    /// The salt, stored beside everything that depends on the split.
    pub fn salt(&self) -> &str {
        &self.salt
    }

    /// The split of a demonstration.
    pub fn split(&self, source: &DemonstrationSource) -> Split {
        self.split_of_key(&group_key(&source.dataset, source.episode_index, &source.group))
    }

    /// The split of a group key, see [`group_key`].
    pub fn split_of_key(&self, key: &str) -> Split {
        match hash64(&format!("{}|{key}", self.salt)) % 100 {
            h if h < TRAIN_BELOW => Split::Train,
            h if h < CALIBRATION_BELOW => Split::Calibration,
            _ => Split::HeldOut,
        }
    }
}

/// The key that is hashed: the group that the recording names, else the episode itself. Readers take the coarsest
/// group that a dataset states (site, then collector, then session), so that what shares a room or a hand is never
/// cut apart. A named group means the same in every dataset; an episode number does not, and gets the name of its
/// dataset in front. For a synthetic episode give dataset, episode and group of its source: it inherits the split.
pub fn group_key(dataset: &str, episode_index: u64, group: &str) -> String {
    if group.is_empty() || group == own_group(episode_index) {
        format!("{dataset}/{}", own_group(episode_index))
    } else {
        group.to_owned()
    }
}

/// The group of an episode of which no site, collector or session is known.
pub fn own_group(episode_index: u64) -> String {
    format!("episode-{episode_index}")
}

/// The first eight bytes of BLAKE3, little endian.
fn hash64(text: &str) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published digest of the empty input starts with af1349b9f5f9a1a6.
    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash64(""), u64::from_le_bytes([0xaf, 0x13, 0x49, 0xb9, 0xf5, 0xf9, 0xa1, 0xa6]));
    }

    #[test]
    fn shares_are_those_of_the_rule() {
        let rule = SplitRule::default();
        let mut counts = [0_u32; 3];
        for index in 0..10_000 {
            counts[rule.split_of_key(&format!("site-{index}")) as usize] += 1;
        }
        for (count, expected) in counts.into_iter().zip([6000_u32, 2000, 2000]) {
            // Four standard deviations of a binomial count.
            assert!(count.abs_diff(expected) < 200, "{counts:?}");
        }
    }

    #[test]
    fn a_named_group_stays_together_and_episodes_of_two_sets_do_not() {
        let source = |dataset: &str, episode_index, group: &str| DemonstrationSource {
            dataset: dataset.into(),
            episode_index,
            group: group.into(),
            scripted: false,
        };
        let rule = SplitRule::default();
        let first = rule.split(&source("a", 0, "kitchen-3"));
        assert!((1..40).all(|episode| rule.split(&source("b", episode, "kitchen-3")) == first));
        assert_eq!(group_key("a", 4, "episode-4"), "a/episode-4");
        assert_eq!(group_key("a", 4, ""), "a/episode-4");
        let other_salt = SplitRule::new("another");
        assert!(
            (0..40).any(|k| other_salt.split_of_key(&k.to_string()) != rule.split_of_key(&k.to_string()))
        );
    }

    #[test]
    fn names_in_files() {
        let text = serde_json::to_string(&[Split::Train, Split::Calibration, Split::HeldOut]).unwrap();
        assert_eq!(text, r#"["train","calibration","held-out"]"#);
        assert_eq!(Split::HeldOut.to_string(), "held-out");
    }
}
