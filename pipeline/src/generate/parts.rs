//! The part that is being written: decided episodes go into small datasets that are published one by one, so that a
//! process that dies loses one part at most.

use super::attempts::Decided;
use super::journal::PartRecord;
use super::run_folder::{ShardFolder, hash_files};
use crate::{Job, PipelineError};
use restage_exporters::{AssetCredit, CameraConfig, DatasetCard, DatasetConfig, DatasetWriter};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the parts of a shard.
pub(super) struct PartWriter<'a> {
    job: &'a Job,
    folder: ShardFolder<'a>,
    open: Option<OpenPart>,
}

struct OpenPart {
    successes: DatasetWriter,
    failures: Option<DatasetWriter>,
    record: PartRecord,
    /// Imported assets in its scenes, by id.
    assets: BTreeMap<String, AssetCredit>,
}

impl<'a> PartWriter<'a> {
    pub fn new(job: &'a Job, folder: ShardFolder<'a>) -> Self {
        Self { job, folder, open: None }
    }

    /// Adds the next episode. It begins a new part when it does not follow the last one, or when that was the last
    /// of its block. True when a part was published.
    ///
    /// # Errors
    /// When the disk or the store fails. What was added since the last publication is discarded: half an episode may
    /// be in it.
    pub fn add(&mut self, decided: Decided) -> Result<bool, PipelineError> {
        let added = self.append(decided);
        if added.is_err() {
            self.open = None;
        }
        added
    }

    fn append(&mut self, decided: Decided) -> Result<bool, PipelineError> {
        let episode = decided.record.episode;
        let follows = self.open.as_ref().is_some_and(|open| open.record.end == episode);
        if !follows {
            self.publish()?;
        }
        let open = match &mut self.open {
            Some(open) => open,
            closed => closed.insert(OpenPart::create(self.job, &self.folder, episode)?),
        };
        if let Some(success) = &decided.success {
            open.successes.commit(success)?;
        }
        if let Some(failures) = &mut open.failures {
            decided.failures.iter().try_for_each(|failure| failures.commit(failure).map(|_| ()))?;
        }
        for credit in decided.assets {
            open.assets.insert(credit.id.clone(), credit);
        }
        open.record.episodes.push(decided.record);
        open.record.end = episode + 1;
        if open.record.end % self.job.run.episodes_per_part == 0 {
            self.publish()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Publishes what has been added since the last time.
    pub fn publish(&mut self) -> Result<(), PipelineError> {
        let Some(OpenPart { successes, failures, mut record, assets }) = self.open.take() else {
            return Ok(());
        };
        let card = DatasetCard { assets: assets.into_values().collect(), ..DatasetCard::default() };
        record.successes = publish(successes, &card)?;
        record.failures = failures.map_or(Ok(None), |failures| publish(failures, &card))?;
        self.folder.record(&record)
    }
}

impl OpenPart {
    fn create(job: &Job, folder: &ShardFolder<'_>, first: u64) -> Result<Self, PipelineError> {
        let dataset = |failures: bool| {
            DatasetWriter::create(&folder.part(first, failures), dataset_config(job, failures))
        };
        let failures = if job.output.keep_failures { Some(dataset(true)?) } else { None };
        let record = PartRecord { first, end: first, successes: None, failures: None, episodes: Vec::new() };
        Ok(Self { successes: dataset(false)?, failures, record, assets: BTreeMap::new() })
    }
}

/// Publishes a dataset unless it is empty; gives the hash of its files.
fn publish(writer: DatasetWriter, card: &DatasetCard) -> Result<Option<String>, PipelineError> {
    if writer.episodes() == 0 {
        writer.abandon();
        return Ok(None);
    }
    let summary = writer.finish(card)?;
    hash_files(&summary.path).map(Some)
}

/// The dataset of a job: of its successes, or of its failures.
pub(super) fn dataset_config(job: &Job, failures: bool) -> DatasetConfig {
    let name =
        job.output.path.file_name().map_or("dataset".into(), |name| name.to_string_lossy().into_owned());
    let cameras = if job.film.enabled { job.film.cameras.as_slice() } else { &[] };
    let camera =
        |name: &String| CameraConfig { name: name.clone(), width: job.film.width, height: job.film.height };
    DatasetConfig {
        name: format!("{name}{}", if failures { "-failures" } else { "" }),
        fps: job.output.fps,
        cameras: cameras.iter().map(camera).collect(),
        ..DatasetConfig::default()
    }
}

/// `<dataset>-failures`, beside the dataset.
pub(super) fn failures_path(dataset: &Path) -> std::path::PathBuf {
    let mut name = dataset.file_name().unwrap_or_default().to_owned();
    name.push("-failures");
    dataset.with_file_name(name)
}
