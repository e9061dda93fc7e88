//! Joins datasets that this crate wrote, such as the parts of a large run, into one.

use crate::card::DatasetCard;
use crate::config::DatasetConfig;
use crate::error::ExportError;
use crate::part::Part;
use crate::writer::{DatasetSummary, DatasetWriter};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Writes the episodes of `parts`, in order, as one dataset at `output`. Pictures are copied, not encoded again.
/// The tables, videos and statistics are those that a single writer with `config` would have written.
///
/// # Errors
/// [`ExportError::Content`] when a part has other features, rate or robot than `config`, or is damaged;
/// otherwise as [`DatasetWriter`]. Nothing is published then, and the parts stay as they are.
pub fn merge_datasets(
    parts: &[PathBuf],
    output: &std::path::Path,
    config: DatasetConfig,
    card: &DatasetCard,
) -> Result<DatasetSummary, ExportError> {
    config.validate()?;
    // All parts are looked at before anything is written, and opened again one by one: there may be many.
    let mut versions = BTreeSet::new();
    for part in parts {
        versions.extend(Part::open(part, &config)?.ffmpeg);
    }
    let encoder = versions.into_iter().collect::<Vec<_>>().join(", ");
    let mut writer = DatasetWriter::create_encoded(output, config.clone(), encoder)?;
    let config = Arc::new(config);
    for part in parts {
        let part = Part::open(part, &config)?;
        part.episodes(&config, |episode| writer.commit(&episode).map(|_| ()))?;
        writer.add_histograms(&part.histograms);
    }
    writer.finish(card)
}
