//! The datasets of a run: one of successes and, when failures are kept, one of failures. Episodes are checked and
//! encoded in the worker threads; only their order is decided here.

use super::GenerateReport;
use crate::{Job, OutputSettings, PipelineError};
use restage_episodes::{DemonstrationSource, Episode};
use restage_exporters::{
    CameraConfig, DatasetCard, DatasetConfig, DatasetWriter, EpisodePreparer, ExportError, PreparedEpisode,
    SourceCredit,
};
use std::path::PathBuf;

/// An episode that is encoded, or that could not be, with its source.
pub(super) struct Prepared {
    success: bool,
    source: DemonstrationSource,
    episode: Result<PreparedEpisode, ExportError>,
}

/// A successful episode that could not be written, and why.
pub(super) type Lost = (DemonstrationSource, String);

/// The open datasets.
pub(super) struct Datasets {
    successes: DatasetWriter,
    failures: Option<DatasetWriter>,
}

impl Datasets {
    /// Opens the datasets of a job in their staging folders.
    pub(super) fn open(job: &Job) -> Result<Self, PipelineError> {
        let successes = DatasetWriter::create(&job.output.path, dataset_config(job, ""))?;
        let failures = if job.output.keep_failures {
            Some(DatasetWriter::create(&failures_path(&job.output), dataset_config(job, "-failures"))?)
        } else {
            None
        };
        Ok(Self { successes, failures })
    }

    /// What checks and encodes episodes, in any thread.
    pub(super) fn preparer(&self) -> EpisodePreparer {
        self.successes.preparer()
    }

    /// Adds an episode. One that could not be encoded is given back with the reason; it costs nothing else.
    pub(super) fn commit(&mut self, prepared: Prepared) -> Result<Option<Lost>, PipelineError> {
        let Prepared { success, source, episode } = prepared;
        match (episode, &mut self.failures) {
            (Ok(episode), Some(failures)) if !success => failures.commit(&episode).map(|_| None),
            (Ok(episode), _) => self.successes.commit(&episode).map(|_| None),
            (Err(error), _) if success => Ok(Some((source, error.to_string()))),
            (Err(_), _) => Ok(None),
        }
        .map_err(PipelineError::from)
    }

    /// Publishes both datasets. One without a single episode is not published.
    pub(super) fn finish(
        self,
        report: &mut GenerateReport,
        output: &OutputSettings,
    ) -> Result<(), PipelineError> {
        let card = card(report);
        if publish(self.successes, &card)? {
            report.dataset = Some(output.path.clone());
        }
        if let Some(failures) = self.failures
            && publish(failures, &card)?
        {
            report.failures_dataset = Some(failures_path(output));
        }
        Ok(())
    }
}

fn publish(writer: DatasetWriter, card: &DatasetCard) -> Result<bool, ExportError> {
    if writer.episodes() == 0 {
        writer.abandon();
        return Ok(false);
    }
    writer.finish(card).map(|_| true)
}

/// Checks and encodes one episode.
pub(super) fn prepare(preparer: &EpisodePreparer, episode: &Episode) -> Prepared {
    let provenance = &episode.provenance;
    Prepared {
        success: provenance.success,
        source: DemonstrationSource {
            dataset: provenance.source_dataset.clone(),
            episode_index: provenance.source_episode,
            group: provenance.source_group.clone(),
            scripted: provenance.source_scripted,
        },
        episode: preparer.prepare(episode),
    }
}

/// `<dataset>-failures`, beside the dataset.
fn failures_path(output: &OutputSettings) -> PathBuf {
    let mut name = output.path.file_name().unwrap_or_default().to_owned();
    name.push("-failures");
    output.path.with_file_name(name)
}

/// Fails before any work when the output is in the way.
pub(super) fn check_destination(output: &OutputSettings) -> Result<(), PipelineError> {
    restage_exporters::check_destination(&output.path, output.overwrite)?;
    if output.keep_failures {
        restage_exporters::check_destination(&failures_path(output), output.overwrite)?;
    }
    Ok(())
}

fn dataset_config(job: &Job, suffix: &str) -> DatasetConfig {
    let name =
        job.output.path.file_name().map_or("dataset".into(), |name| name.to_string_lossy().into_owned());
    let cameras = if job.film.enabled { job.film.cameras.as_slice() } else { &[] };
    DatasetConfig {
        name: format!("{name}{suffix}"),
        fps: job.output.fps,
        cameras: cameras
            .iter()
            .map(|camera| CameraConfig {
                name: camera.clone(),
                width: job.film.width,
                height: job.film.height,
            })
            .collect(),
        overwrite: job.output.overwrite,
        ..DatasetConfig::default()
    }
}

fn card(report: &GenerateReport) -> DatasetCard {
    let credit = |share: &super::SourceShare| SourceCredit {
        dataset: share.dataset.clone(),
        episode: share.episode,
        attempts: share.attempts,
        successes: share.successes,
    };
    DatasetCard {
        attempts: report.attempts,
        successes: report.successes,
        rejections: report.rejections.clone(),
        sources: report.sources.iter().map(credit).collect(),
        ..DatasetCard::default()
    }
}
