//! The writing side of a run: a thread of its own owns the dataset writers, fed through a bounded queue.

use super::report::{Clock, StageClock};
use super::GenerateReport;
use crate::{Job, OutputSettings, PipelineError};
use restage_episodes::{DemonstrationSource, Episode};
use restage_exporters::{
    CameraConfig, DatasetCard, DatasetConfig, DatasetWriter, ExportError, SourceCredit,
};
use std::path::PathBuf;
use std::sync::mpsc::{sync_channel, Receiver, Sender, SyncSender};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Which dataset an episode belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    Dataset,
    Failures,
}

/// A successful episode that could not be written, and why.
type Lost = (DemonstrationSource, String);

enum Message {
    Write(Destination, Box<Episode>),
    Flush(Sender<Vec<Lost>>),
    Finish(Box<DatasetCard>),
}

/// Accepts episodes in order and writes them beside the simulation.
pub(super) struct EpisodeSink {
    sender: SyncSender<Message>,
    thread: JoinHandle<Result<(), PipelineError>>,
}

/// Episodes that may wait to be encoded; bounds memory.
const QUEUE: usize = 2;

impl EpisodeSink {
    pub(super) fn open(job: &Job, clock: &Clock) -> Result<Self, PipelineError> {
        let dataset = DatasetWriter::create(&job.output.path, dataset_config(job, ""))?;
        let failures = if job.output.keep_failures {
            Some(DatasetWriter::create(&failures_path(&job.output), dataset_config(job, "-failures"))?)
        } else {
            None
        };
        let (sender, receiver) = sync_channel(QUEUE);
        let writers = Writers { dataset, failures, written: [0, 0], lost: Vec::new() };
        let clock = Arc::clone(&clock.write);
        let thread = std::thread::spawn(move || writers.serve(&receiver, &clock));
        Ok(Self { sender, thread })
    }

    pub(super) fn send(&self, to: Destination, episode: Episode) -> Result<(), PipelineError> {
        self.sender.send(Message::Write(to, Box::new(episode))).map_err(|_| gone())
    }

    /// Waits until all episodes sent so far are written; returns those that could not be.
    pub(super) fn flush(&self) -> Vec<Lost> {
        let (reply, answer) = std::sync::mpsc::channel();
        match self.sender.send(Message::Flush(reply)) {
            Ok(()) => answer.recv().unwrap_or_default(),
            Err(_) => Vec::new(),
        }
    }

    /// Publishes what was written. Without a single episode nothing is published.
    pub(super) fn finish(self, report: &mut GenerateReport) -> Result<(), PipelineError> {
        report.lose(self.flush());
        self.sender.send(Message::Finish(Box::new(card(report)))).map_err(|_| gone())?;
        drop(self.sender);
        self.thread.join().map_err(|_| gone())?
    }

    pub(super) fn abandon(self) {
        drop(self.sender);
        // The writer abandons its staging folders when the queue closes; its own error comes second to the one
        // that led here.
        let _ = self.thread.join();
    }
}

fn gone() -> PipelineError {
    PipelineError::Threads("the writer stopped unexpectedly".into())
}

struct Writers {
    dataset: DatasetWriter,
    failures: Option<DatasetWriter>,
    written: [u64; 2],
    lost: Vec<Lost>,
}

impl Writers {
    fn serve(mut self, queue: &Receiver<Message>, clock: &StageClock) -> Result<(), PipelineError> {
        while let Ok(message) = queue.recv() {
            match message {
                Message::Write(to, episode) => clock.time(|| self.write(to, &episode)),
                Message::Flush(reply) => {
                    let _ = reply.send(std::mem::take(&mut self.lost));
                }
                Message::Finish(card) => return clock.time(|| self.publish(&card)),
            }
        }
        self.dataset.abandon();
        if let Some(failures) = self.failures {
            failures.abandon();
        }
        Ok(())
    }

    fn write(&mut self, to: Destination, episode: &Episode) {
        let result = match (to, &mut self.failures) {
            (Destination::Failures, Some(failures)) => failures.append(episode),
            _ => self.dataset.append(episode),
        };
        match result {
            Ok(_) => self.written[usize::from(to == Destination::Failures)] += 1,
            Err(error) if to == Destination::Dataset => {
                let provenance = &episode.provenance;
                let source = DemonstrationSource {
                    dataset: provenance.source_dataset.clone(),
                    episode_index: provenance.source_episode,
                    group: provenance.source_group.clone(),
                    scripted: provenance.source_scripted,
                };
                self.lost.push((source, error.to_string()));
            }
            Err(_) => {}
        }
    }

    fn publish(self, card: &DatasetCard) -> Result<(), PipelineError> {
        let finish = |writer: DatasetWriter, written: u64| -> Result<(), ExportError> {
            if written == 0 {
                writer.abandon();
                return Ok(());
            }
            writer.finish(card).map(|_| ())
        };
        finish(self.dataset, self.written[0])?;
        if let Some(failures) = self.failures {
            finish(failures, self.written[1])?;
        }
        Ok(())
    }
}

/// `<dataset>-failures`, beside the dataset.
pub(super) fn failures_path(output: &OutputSettings) -> PathBuf {
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
    let name = job.output.path.file_name().map_or("dataset".into(), |name| name.to_string_lossy().into_owned());
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
    DatasetCard {
        attempts: report.attempts,
        successes: report.successes,
        rejections: report.rejections.clone(),
        sources: report
            .sources
            .iter()
            .map(|share| SourceCredit {
                dataset: share.dataset.clone(),
                episode: share.episode,
                attempts: share.attempts,
                successes: share.successes,
            })
            .collect(),
        ..DatasetCard::default()
    }
}
