//! Which episodes of a real source may be used for what. Held-out groups decide final figures and must never have been
//! a source; a source that asks for its training part gets only that.

use crate::{PipelineError, SourceEntry};
use restage_episodes::DemonstrationSource;
use restage_episodes::split::{Split, SplitRule};
use restage_validation::splits::RegisteredSplit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

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

/// The split of a source: its registered file, checked, or the `rule`. `None` when the source is used whole.
///
/// # Errors
/// When the split file cannot be used for this dataset.
pub fn split_of<'a>(
    entry: &SourceEntry,
    rule: &SplitRule,
    dataset: &str,
    sources: impl Iterator<Item = &'a DemonstrationSource> + Clone,
) -> Result<Option<RegisteredSplit>, PipelineError> {
    match (&entry.split_file, entry.split) {
        (Some(path), _) => {
            let split = RegisteredSplit::load(path)?;
            split.check(path, dataset, sources)?;
            Ok(Some(split))
        }
        (None, SourcePart::Train) => Ok(Some(RegisteredSplit::by_rule(rule, dataset, sources))),
        (None, SourcePart::All) => Ok(None),
    }
}

/// Whether rollouts may start from a demonstration.
pub fn may_be_source(split: Option<&RegisteredSplit>, source: &DemonstrationSource) -> bool {
    split.is_none_or(|split| split.split(source) == Some(Split::Train))
}

/// Refuses episodes that were asked for by number although they are not for training: leaving them out silently would
/// hide that somebody meant to use them.
///
/// # Errors
/// [`PipelineError::HeldOutSource`] with every such episode.
pub fn refuse_held_out<'a>(
    path: &Path,
    split: Option<&RegisteredSplit>,
    asked: &[u64],
    sources: impl Iterator<Item = &'a DemonstrationSource>,
) -> Result<(), PipelineError> {
    let Some(split) = split else { return Ok(()) };
    let refused: Vec<String> = sources
        .filter(|source| asked.contains(&source.episode_index))
        .filter_map(|source| {
            let part = split.split(source).filter(|part| *part != Split::Train)?;
            Some(format!("episode {} ({part})", source.episode_index))
        })
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(PipelineError::HeldOutSource { path: path.to_owned(), episodes: refused })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_out_episodes_are_refused_by_number() {
        let source = |episode_index| DemonstrationSource {
            dataset: "set".into(),
            episode_index,
            group: String::new(),
            scripted: false,
        };
        let sources: Vec<DemonstrationSource> = (0..30).map(source).collect();
        let split = RegisteredSplit::by_rule(&SplitRule::default(), "set", &sources);
        let of = |wanted: Split| {
            let found = sources.iter().find(|source| split.split(source) == Some(wanted));
            found.expect("thirty episodes have every part").episode_index
        };
        let refuse = |asked: &[u64]| refuse_held_out(Path::new("set"), Some(&split), asked, sources.iter());
        assert!(refuse(&[of(Split::Train)]).is_ok());
        let message = refuse(&[of(Split::Train), of(Split::HeldOut), of(Split::Calibration)]);
        let message = message.expect_err("two are not for training").to_string();
        assert!(message.contains("(held-out)") && message.contains("(calibration)"), "{message}");
        assert!(!message.contains("(train)") && message.contains("hint:"), "{message}");
        assert!(refuse_held_out(Path::new("set"), None, &[of(Split::HeldOut)], sources.iter()).is_ok());
    }
}
