//! Registered splits: which groups of a real dataset are for training, for calibration, and held out. The rule
//! ([`restage_episodes::split`]) needs no file; a file pins its outcome, so that a change of the rule, of the dataset's
//! name or of its groups is noticed instead of silently moving episodes across.

use crate::ValidationError;
use restage_episodes::DemonstrationSource;
use restage_episodes::split::{Split, SplitRule, group_key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Version of the split file.
pub const SPLIT_FORMAT_VERSION: u32 = 1;

/// A split of one dataset, group by group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisteredSplit {
    /// [`SPLIT_FORMAT_VERSION`].
    pub format_version: u32,
    /// Name of the dataset.
    pub dataset: String,
    /// Salt of the rule that made it.
    pub salt: String,
    /// Split of every group key.
    pub groups: BTreeMap<String, Split>,
}

impl RegisteredSplit {
    /// Splits a dataset by the rule.
    pub fn by_rule<'a>(
        rule: &SplitRule,
        dataset: &str,
        sources: impl IntoIterator<Item = &'a DemonstrationSource>,
    ) -> Self {
        let groups = sources.into_iter().map(|source| {
            let key = key_of(source);
            let split = rule.split_of_key(&key);
            (key, split)
        });
        Self {
            format_version: SPLIT_FORMAT_VERSION,
            dataset: dataset.to_owned(),
            salt: rule.salt().to_owned(),
            groups: groups.collect(),
        }
    }

    /// Reads a split file.
    ///
    /// # Errors
    /// When it cannot be read, or is no split file of this version.
    pub fn load(path: &Path) -> Result<Self, ValidationError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ValidationError::Io { path: path.to_owned(), source })?;
        let fault = |reason: String| ValidationError::SplitFile {
            path: path.to_owned(),
            reason,
            hint:
                "name every group with train, calibration or held-out, or leave the file out to split by hash"
                    .into(),
        };
        let split: Self = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
        if split.format_version != SPLIT_FORMAT_VERSION {
            return Err(fault(format!(
                "format_version {}, expected {SPLIT_FORMAT_VERSION}",
                split.format_version
            )));
        }
        Ok(split)
    }

    /// The text of the split file.
    ///
    /// # Errors
    /// When it is not representable, which no split is.
    pub fn to_toml(&self) -> Result<String, ValidationError> {
        toml::to_string(self).map_err(|error| ValidationError::Render { reason: error.to_string() })
    }

    /// Checks that every group of a dataset is registered.
    ///
    /// # Errors
    /// [`ValidationError::SplitFile`] naming the dataset or the first group that is not.
    pub fn check<'a>(
        &self,
        path: &Path,
        dataset: &str,
        sources: impl IntoIterator<Item = &'a DemonstrationSource>,
    ) -> Result<(), ValidationError> {
        let fault = |reason: String| {
            Err(ValidationError::SplitFile {
                path: path.to_owned(),
                reason,
                hint: "give the split file of this dataset".into(),
            })
        };
        if self.dataset != dataset {
            return fault(format!("it is of dataset {:?}, not {dataset:?}", self.dataset));
        }
        match sources.into_iter().map(key_of).find(|key| !self.groups.contains_key(key)) {
            Some(key) => fault(format!("group {key:?} is not registered")),
            None => Ok(()),
        }
    }

    /// The split of a demonstration; `None` for a group that is not registered.
    pub fn split(&self, source: &DemonstrationSource) -> Option<Split> {
        self.groups.get(&key_of(source)).copied()
    }

    /// Hash over dataset, salt and every group: what a generated dataset and a report carry.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{}\n{}\n", self.dataset, self.salt).as_bytes());
        for (group, split) in &self.groups {
            hasher.update(format!("{group}={split}\n").as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

fn key_of(source: &DemonstrationSource) -> String {
    group_key(&source.dataset, source.episode_index, &source.group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(count: u64) -> Vec<DemonstrationSource> {
        let source = |episode_index| DemonstrationSource {
            dataset: "set".into(),
            episode_index,
            group: String::new(),
            scripted: false,
        };
        (0..count).map(source).collect()
    }

    #[test]
    fn a_file_keeps_the_split_and_notices_strangers() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("split.toml");
        let ten = sources(10);
        let split = RegisteredSplit::by_rule(&SplitRule::default(), "set", &ten);
        std::fs::write(&path, split.to_toml().expect("text")).expect("written");
        let read = RegisteredSplit::load(&path).expect("valid");
        assert_eq!((&read, read.hash()), (&split, split.hash()));
        assert!(read.check(&path, "set", &ten).is_ok());
        assert!(read.check(&path, "set", &sources(11)).is_err(), "episode 10 is not registered");
        assert!(read.check(&path, "other", &ten).is_err());
        let rule = SplitRule::default();
        assert!(ten.iter().all(|source| read.split(source) == Some(rule.split(source))));
    }

    /// The registered splits of the recordings that this project is measured on are the outcome of the rule: nobody
    /// moved a group by hand.
    #[test]
    fn the_committed_splits_are_those_of_the_rule() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("splits");
        let known = [
            ("cr5_banana", [25, 13, 12], "051d3218"),
            ("so100_pick_place", [9, 2, 3], "8c0e8143"),
            ("umi_grasp_cube", [2, 0, 0], "48244ff4"),
        ];
        for (name, counts, hash) in known {
            let split = RegisteredSplit::load(&folder.join(format!("{name}.toml"))).expect("a split file");
            let rule = SplitRule::new(split.salt.as_str());
            assert!(split.groups.iter().all(|(group, part)| rule.split_of_key(group) == *part), "{name}");
            let count = |part: Split| split.groups.values().filter(|found| **found == part).count();
            assert_eq!([Split::Train, Split::Calibration, Split::HeldOut].map(count), counts, "{name}");
            assert!(split.hash().starts_with(hash), "{name}: {}", split.hash());
        }
    }
}
