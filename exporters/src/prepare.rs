//! From an episode to what is stored of it, apart from its place in the dataset: the costly part, which any
//! number of threads can do while one writer puts the results in order.

use crate::columns::{Column, recorded};
use crate::config::DatasetConfig;
use crate::error::ExportError;
use crate::ffmpeg;
use crate::h264::EncodedClip;
use crate::stats::{FeatureStats, PixelHistogram};
use crate::validate;
use restage_episodes::{CameraClip, Episode, EpisodeProvenance};
use std::sync::Arc;

/// Checks and encodes episodes for one dataset. Cheap to clone, and usable from several threads at once.
#[derive(Clone, Debug)]
pub struct EpisodePreparer {
    config: Arc<DatasetConfig>,
}

/// A checked and encoded episode. It does not depend on the episodes before it, so the dataset is the same
/// however many threads prepared it.
#[derive(Clone, Debug, PartialEq)]
pub struct PreparedEpisode {
    pub(crate) label: String,
    /// The settings it was checked against.
    pub(crate) config: Arc<DatasetConfig>,
    pub(crate) task: String,
    pub(crate) frames: usize,
    /// Features that are recorded, not derived, in the order of the dataset.
    pub(crate) columns: Vec<Column>,
    /// One per camera of the dataset.
    pub(crate) pictures: Vec<PreparedClip>,
    pub(crate) provenance: EpisodeProvenance,
    pub(crate) attachments: Vec<(String, Vec<u8>)>,
}

/// Pictures of one camera, encoded, with their statistics.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PreparedClip {
    pub(crate) encoded: EncodedClip,
    pub(crate) stats: FeatureStats,
    /// Counted pixels; empty when they are accounted for elsewhere (a merged dataset knows only its total).
    pub(crate) histogram: PixelHistogram,
}

impl PreparedEpisode {
    /// Frames of the episode.
    pub fn frames(&self) -> usize {
        self.frames
    }
}

impl EpisodePreparer {
    pub(crate) fn new(config: Arc<DatasetConfig>) -> Self {
        Self { config }
    }

    /// Prepares episodes for datasets with these settings, before any of them is opened.
    ///
    /// # Errors
    /// [`ExportError::InvalidConfig`] with every fault.
    pub fn for_config(config: DatasetConfig) -> Result<Self, ExportError> {
        config.validate()?;
        Ok(Self::new(Arc::new(config)))
    }

    /// Checks `episode` against the dataset, encodes its pictures and counts their pixels.
    ///
    /// # Errors
    /// [`ExportError::InvalidEpisode`] with every fault; [`ExportError::Encoding`] when ffmpeg fails. The dataset
    /// is not touched.
    pub fn prepare(&self, episode: &Episode) -> Result<PreparedEpisode, ExportError> {
        let faults = validate::faults(episode, &self.config);
        let label = validate::label(episode);
        if !faults.is_empty() {
            return Err(ExportError::InvalidEpisode { episode: label, faults });
        }
        Ok(PreparedEpisode {
            config: Arc::clone(&self.config),
            task: episode.task.clone(),
            frames: episode.world_from_tcp.len(),
            columns: recorded(episode, &self.config),
            pictures: self.pictures(episode, &label)?,
            provenance: episode.provenance.clone(),
            attachments: episode.attachments.clone(),
            label,
        })
    }

    fn pictures(&self, episode: &Episode, label: &str) -> Result<Vec<PreparedClip>, ExportError> {
        let named = |name: &str| episode.cameras.iter().find(|clip| clip.name == name);
        let clips: Vec<&CameraClip> =
            self.config.cameras.iter().filter_map(|camera| named(&camera.name)).collect();
        let encoded = ffmpeg::encode(&clips, self.config.fps, &self.config.video, label)?;
        let prepared = clips.iter().zip(encoded).map(|(clip, encoded)| {
            let histogram = PixelHistogram::of(&clip.frames, clip.width, clip.height);
            PreparedClip { encoded, stats: histogram.stats(), histogram }
        });
        Ok(prepared.collect())
    }
}
