//! Joins datasets that this crate wrote, such as the parts of a large run, into one.

use crate::card::DatasetCard;
use crate::config::DatasetConfig;
use crate::error::ExportError;
use crate::part::Part;
use crate::writer::{DatasetSummary, DatasetWriter};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Writes the episodes of parts, in order, as one dataset. Pictures are copied, not encoded again. The tables, videos
/// and statistics are those that a single writer would have written. A part is read once, when it is added, and not
/// needed afterwards: parts may come one by one from another machine.
pub struct DatasetMerger {
    writer: DatasetWriter,
    config: Arc<DatasetConfig>,
    /// Versions of the ffmpegs that encoded the parts.
    encoders: BTreeSet<String>,
}

impl DatasetMerger {
    /// Starts a dataset at `output`.
    ///
    /// # Errors
    /// As [`DatasetWriter::create`], but no ffmpeg is needed.
    pub fn create(output: &Path, config: DatasetConfig) -> Result<Self, ExportError> {
        config.validate()?;
        let writer = DatasetWriter::create_encoded(output, config.clone(), String::new())?;
        Ok(Self { writer, config: Arc::new(config), encoders: BTreeSet::new() })
    }

    /// Adds the episodes of the dataset at `part`.
    ///
    /// # Errors
    /// [`ExportError::Content`] when it has other features, rate or robot, or is damaged; otherwise as
    /// [`DatasetWriter::commit`]. Nothing can be published then, and the parts stay as they are.
    pub fn add(&mut self, part: &Path) -> Result<(), ExportError> {
        let part = Part::open(part, &self.config)?;
        part.episodes(&self.config, |episode| self.writer.commit(&episode).map(|_| ()))?;
        self.writer.add_histograms(&part.histograms);
        self.encoders.extend(part.ffmpeg);
        Ok(())
    }

    /// Completes and publishes the dataset.
    ///
    /// # Errors
    /// As [`DatasetWriter::finish`].
    pub fn finish(mut self, card: &DatasetCard) -> Result<DatasetSummary, ExportError> {
        self.writer.set_encoder(self.encoders.into_iter().collect::<Vec<_>>().join(", "));
        self.writer.finish(card)
    }
}
