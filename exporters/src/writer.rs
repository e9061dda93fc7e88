//! The writer of a dataset: takes episodes one by one, owns every derived column, publishes at the end.

use crate::attachments::AttachmentFiles;
use crate::card::{DatasetCard, Tally};
use crate::columns::{Column, derived};
use crate::config::DatasetConfig;
use crate::episode_table::{EpisodeRow, EpisodeTable};
use crate::error::{EpisodeFault, ExportError};
use crate::features::{Dtype, features};
use crate::ffmpeg::FfmpegInfo;
use crate::metadata;
use crate::plan::Ledger;
use crate::prepare::{EpisodePreparer, PreparedClip, PreparedEpisode};
use crate::staging::Staging;
use crate::stats::{FeatureStats, PixelHistogram};
use crate::tables::DataTable;
use crate::videos::{VideoFiles, VideoPlace};
use restage_episodes::Episode;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where an episode went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpisodeReceipt {
    /// Its number in the dataset.
    pub episode_index: u64,
    /// Number of its first frame in the dataset.
    pub first_frame_index: u64,
    /// Its frames.
    pub frames: u64,
    /// Number of its task.
    pub task_index: u64,
    /// Bytes of its encoded pictures, all cameras together.
    pub video_bytes: u64,
}

/// A published dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetSummary {
    /// Its folder.
    pub path: PathBuf,
    /// Episodes.
    pub episodes: u64,
    /// Frames.
    pub frames: u64,
    /// Different task texts.
    pub tasks: u64,
    /// Parquet files of frames.
    pub data_files: u64,
    /// Mp4 files, all cameras together.
    pub video_files: u64,
    /// What a user of the dataset should know.
    pub warnings: Vec<String>,
}

/// Writes a LeRobotDataset v3.0.
///
/// Everything is built in a hidden folder beside the output, which [`DatasetWriter::finish`] moves into place as
/// a whole. A writer that is dropped, abandoned or killed publishes nothing, and an existing dataset stays as it
/// was until a new one is complete. An episode that is refused, or whose pictures cannot be encoded, leaves the
/// dataset as it was before.
pub struct DatasetWriter {
    config: Arc<DatasetConfig>,
    /// Version of the ffmpeg behind the videos.
    ffmpeg: Option<String>,
    notes: Vec<String>,
    ledger: Ledger,
    tally: Tally,
    histograms: Vec<PixelHistogram>,
    data: DataTable,
    videos: Vec<VideoFiles>,
    episodes: EpisodeTable,
    attachments: AttachmentFiles,
    poisoned: Option<String>,
    // Last, so that files are closed before the folder goes.
    staging: Staging,
}

impl DatasetWriter {
    /// Starts a dataset at `output`.
    ///
    /// # Errors
    /// [`ExportError::InvalidConfig`] with every fault; [`ExportError::FfmpegMissing`] and
    /// [`ExportError::EncoderMissing`] when there are cameras; [`ExportError::OutputExists`] and
    /// [`ExportError::NotADataset`]; [`ExportError::Busy`] when another writer is at work on `output`.
    pub fn create(output: &Path, config: DatasetConfig) -> Result<Self, ExportError> {
        config.validate()?;
        let version = match config.cameras.as_slice() {
            [] => String::new(),
            _ => FfmpegInfo::require(&config.video.program)?.version,
        };
        Self::create_encoded(output, config, version)
    }

    /// Starts a dataset of episodes whose pictures were encoded by ffmpeg `version`; `config` is valid.
    pub(crate) fn create_encoded(
        output: &Path,
        config: DatasetConfig,
        version: String,
    ) -> Result<Self, ExportError> {
        let ffmpeg = (!config.cameras.is_empty()).then_some(version);
        let (staging, notes) = Staging::open(output, config.overwrite)?;
        let config = Arc::new(config);
        let root = &staging.root;
        let video = |camera| VideoFiles::new(root, &staging.work, camera, &config);
        Ok(Self {
            ffmpeg,
            notes,
            ledger: Ledger::default(),
            tally: Tally::default(),
            histograms: vec![PixelHistogram::default(); config.cameras.len()],
            data: DataTable::new(root, &config),
            videos: config.cameras.iter().map(video).collect(),
            episodes: EpisodeTable::new(root, &config),
            attachments: AttachmentFiles::new(root),
            poisoned: None,
            config,
            staging,
        })
    }

    /// What was found left over from earlier runs and put right when the writer was created.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Episodes so far.
    pub fn episodes(&self) -> u64 {
        self.ledger.episodes
    }

    /// The costly half of [`Self::append`], for use in other threads; see [`Self::commit`].
    pub fn preparer(&self) -> EpisodePreparer {
        EpisodePreparer::new(Arc::clone(&self.config))
    }

    /// Checks, encodes and adds an episode.
    ///
    /// # Errors
    /// As [`EpisodePreparer::prepare`] and [`Self::commit`]. After the former the dataset can be continued.
    pub fn append(&mut self, episode: &Episode) -> Result<EpisodeReceipt, ExportError> {
        let prepared = self.preparer().prepare(episode)?;
        self.commit(&prepared)
    }

    /// Adds an episode that a [`Self::preparer`] of this writer, or of one with the same features, has prepared.
    ///
    /// # Errors
    /// [`ExportError::InvalidEpisode`] when it was prepared for other features; the dataset can be continued.
    /// [`ExportError::Io`] or [`ExportError::Table`] when a file cannot be written; from then on every call fails
    /// with [`ExportError::Poisoned`], and nothing is published.
    pub fn commit(&mut self, episode: &PreparedEpisode) -> Result<EpisodeReceipt, ExportError> {
        self.usable()?;
        self.check_features(episode)?;
        let written = self.write(episode);
        if let Err(error) = &written {
            self.poisoned = Some(format!("{}: {error}", episode.label));
        }
        written
    }

    fn usable(&self) -> Result<(), ExportError> {
        match &self.poisoned {
            Some(cause) => Err(ExportError::Poisoned { cause: cause.clone() }),
            None => Ok(()),
        }
    }

    fn check_features(&self, episode: &PreparedEpisode) -> Result<(), ExportError> {
        let (mine, other) = (&self.config, &episode.config);
        let same = || mine.fps == other.fps && features(mine) == features(other);
        if Arc::ptr_eq(mine, other) || same() {
            return Ok(());
        }
        let describe = |config: &DatasetConfig| {
            let keys: Vec<String> = features(config).0.into_iter().map(|(key, _)| key).collect();
            format!("{} fps, {}", config.fps, keys.join(", "))
        };
        let fault = EpisodeFault::Mismatch {
            field: "features it was prepared for".into(),
            expected: describe(mine),
            found: describe(other),
        };
        Err(ExportError::InvalidEpisode { episode: episode.label.clone(), faults: vec![fault] })
    }

    fn write(&mut self, episode: &PreparedEpisode) -> Result<EpisodeReceipt, ExportError> {
        let receipt = EpisodeReceipt {
            episode_index: self.ledger.episodes,
            first_frame_index: self.ledger.frames,
            frames: episode.frames as u64,
            task_index: self.ledger.task_index(&episode.task),
            video_bytes: episode.pictures.iter().map(|clip| clip.encoded.bytes.len() as u64).sum(),
        };
        let (index, first) = (receipt.episode_index, receipt.first_frame_index);
        let mut columns = episode.columns.clone();
        columns.extend(derived(episode.frames, self.config.fps, index, first, receipt.task_index));
        let mut places: Vec<VideoPlace> = Vec::with_capacity(self.videos.len());
        for (files, clip) in self.videos.iter_mut().zip(&episode.pictures) {
            places.push(files.append(&clip.encoded)?);
        }
        self.attachments.append(index, &episode.attachments)?;
        let data = self.data.append(&columns, episode.frames)?;
        self.episodes.append(EpisodeRow {
            index,
            task: episode.task.clone(),
            frames: receipt.frames,
            first_index: first,
            data,
            videos: places,
            stats: self.stats(&columns, &episode.pictures, episode.frames),
            provenance: episode.provenance.clone(),
        })?;
        self.count(episode);
        Ok(receipt)
    }

    /// Statistics of an episode, in the order of the features.
    fn stats(&self, columns: &[Column], pictures: &[PreparedClip], frames: usize) -> Vec<FeatureStats> {
        let (mut columns, mut pictures) = (columns.iter(), pictures.iter());
        let next = |(_, feature): &(String, crate::features::Feature)| match feature.dtype {
            Dtype::Video => pictures.next().map(|clip| clip.stats.clone()),
            _ => columns.next().map(|column| FeatureStats::of(&column.values, frames)),
        };
        features(&self.config).0.iter().filter_map(next).collect()
    }

    fn count(&mut self, episode: &PreparedEpisode) {
        self.ledger.record(&episode.task, episode.frames as u64);
        for (total, clip) in self.histograms.iter_mut().zip(&episode.pictures) {
            total.add(&clip.histogram);
        }
        let (tally, provenance) = (&mut self.tally, &episode.provenance);
        tally.episodes += 1;
        tally.frames += episode.frames as u64;
        tally.successes += u64::from(provenance.success);
        tally.scripted += u64::from(provenance.source_scripted);
        *tally.by_source.entry(provenance.source_dataset.clone()).or_default() += 1;
        *tally.by_environment.entry(provenance.environment.clone()).or_default() += 1;
    }

    /// Adds pixels that were counted before, camera by camera.
    pub(crate) fn add_histograms(&mut self, histograms: &[PixelHistogram]) {
        for (total, more) in self.histograms.iter_mut().zip(histograms) {
            total.add(more);
        }
    }

    /// Names the ffmpeg behind pictures that were encoded elsewhere.
    pub(crate) fn set_encoder(&mut self, version: String) {
        self.ffmpeg = (!self.config.cameras.is_empty()).then_some(version);
    }

    /// Completes all files, writes the metadata and publishes the dataset.
    ///
    /// # Errors
    /// [`ExportError::NoEpisodes`]; [`ExportError::Poisoned`]; [`ExportError::Io`] or [`ExportError::Table`].
    /// Nothing is published then, and the staging folder is removed.
    pub fn finish(mut self, card: &DatasetCard) -> Result<DatasetSummary, ExportError> {
        self.usable()?;
        if self.ledger.episodes == 0 {
            return Err(ExportError::NoEpisodes);
        }
        self.videos.iter_mut().try_for_each(VideoFiles::close)?;
        self.data.close()?;
        self.episodes.close()?;
        self.attachments.close()?;
        metadata::write(&metadata::Contents {
            root: &self.staging.root,
            config: &self.config,
            ffmpeg: self.ffmpeg.as_deref(),
            ledger: &self.ledger,
            tally: &self.tally,
            histograms: &self.histograms,
            data_files: &self.data.files,
            card,
        })?;
        let summary = |path| DatasetSummary {
            path,
            episodes: self.ledger.episodes,
            frames: self.ledger.frames,
            tasks: self.ledger.tasks.len() as u64,
            data_files: self.data.files.len() as u64,
            video_files: self.videos.iter().map(|files| files.files).sum(),
            warnings: warnings(&self.videos),
        };
        let summary = summary(self.staging.root.clone());
        let path = self.staging.publish()?;
        Ok(DatasetSummary { path, ..summary })
    }

    /// Removes all that was written; an existing dataset at the output stays.
    pub fn abandon(self) {
        drop(self);
    }
}

/// `StreamingLeRobotDataset` up to lerobot 0.6 takes the time in the dataset for the time in the file (its issue
/// 4524), which holds while each camera has one file.
fn warnings(videos: &[VideoFiles]) -> Vec<String> {
    let several = videos.iter().filter(|files| files.files > 1);
    let warning = |files: &VideoFiles| {
        format!(
            "{} has {} mp4 files: LeRobotDataset reads them, StreamingLeRobotDataset of lerobot 0.6 does not",
            files.key, files.files
        )
    };
    several.map(warning).collect()
}
