//! Which episodes of a real source may be used for what. Held-out groups decide final figures and must never have been
//! a source; a source that asks for its training part gets only that.

use crate::{PipelineError, SourceEntry};
use restage_episodes::DemonstrationSource;
use restage_episodes::split::{Split, SplitRule};
use restage_validation::splits::RegisteredSplit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The part of a source that rollouts may start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourcePart {
    /// Every episode. Such a dataset cannot be validated against the same source: nothing of it is held out.
    #[default]
    All,
    /// The training groups: those of the split file where one is given, else by the hash rule.
    Train,
}

impl SourcePart {
    /// Whether nothing is kept back.
    pub fn is_all(&self) -> bool {
        *self == Self::All
    }
}

/// The split of a source: its registered file, checked, or the rule. `None` when the source is used whole.
///
/// # Errors
/// When the split file cannot be used for this dataset.
pub fn split_of<'a>(
    entry: &SourceEntry,
    dataset: &str,
    sources: impl Iterator<Item = &'a DemonstrationSource> + Clone,
) -> Result<Option<RegisteredSplit>, PipelineError> {
    match (&entry.split_file, entry.split) {
        (Some(path), _) => {
            let split = RegisteredSplit::load(path)?;
            split.check(path, dataset, sources)?;
            Ok(Some(split))
        }
        (None, SourcePart::Train) => {
            Ok(Some(RegisteredSplit::by_rule(&SplitRule::default(), dataset, sources)))
        }
        (None, SourcePart::All) => Ok(None),
    }
}

/// Whether rollouts may start from a demonstration.
pub fn may_be_source(split: Option<&RegisteredSplit>, source: &DemonstrationSource) -> bool {
    split.is_none_or(|split| split.split(source) == Some(Split::Train))
}
