//! From the parts of a run to one dataset: the same bytes as if one process had written it in one go.

use super::GenerateReport;
use super::gathering::{Published, Runs};
use super::parts::{dataset_config, failures_path};
use super::run_folder::{RunFile, read_run, run_folder, scan_parts};
use super::target::Target;
use crate::{Job, PipelineError, Progress};
use restage_exporters::{
    AxisShare, DatasetCard, DatasetConfig, DatasetMerger, EnvironmentCredit, RunRecord, SourceCredit,
    read_card,
};
use restage_randomizers::shares::{AxisRow, Observed, Shares};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is to be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRequest {
    /// Run folders of all shards, here or in stores (`s3://...`); that of `output` when empty.
    pub runs: Vec<PathBuf>,
    /// The dataset: a folder, or one in a store.
    pub output: PathBuf,
    /// Merge what there is, even when episodes are missing.
    pub partial: bool,
    /// Replace a dataset of another run.
    pub overwrite: bool,
    /// Folder for working copies of what is in stores; one in the cache of the user when absent.
    pub work: Option<PathBuf>,
}

/// A part to be merged, without the records of its episodes.
struct Piece {
    first: u64,
    end: u64,
    successes: Option<Published>,
    failures: Option<Published>,
}

/// Merges the shards of a run into a dataset. Run folders stay as they are, so that it can be done again.
///
/// # Errors
/// When folders belong to different runs, episodes are missing (unless `partial`), a part is not what its journal
/// says, or the dataset cannot be written. Nothing is published then.
pub fn merge(request: &MergeRequest, progress: &dyn Progress) -> Result<GenerateReport, PipelineError> {
    let target = Target::of(&request.output, request.work.as_deref())?;
    let own = [run_folder(&request.output)];
    let given = if request.runs.is_empty() { &own[..] } else { &request.runs };
    let runs = Runs::open(given, request.work.as_deref())?;
    let run = common_run(&runs.folders)?;
    target.check_free(&run.identity.identity, request.overwrite)?;
    let pieces = pieces(&runs.folders)?;
    let missing = missing(&pieces, run.requested);
    if let (Some(first), false) = (missing.first(), request.partial) {
        return Err(PipelineError::Incomplete {
            path: given[0].clone(),
            missing: missing.iter().map(|gap| gap.end - gap.start).sum(),
            requested: run.requested,
            first: first.start,
        });
    }
    let mut report = report(&runs.folders, &run, &pieces)?;
    let job: Job = run.identity.job(target.dataset())?;
    let joining = Joining { runs: &runs, pieces: &pieces, job: &job, target: &target, progress };
    let (mut shares, mut assets) = (Shares::new(&job.randomization), BTreeMap::new());
    let mut credit = |part: &Path| -> Result<(), PipelineError> {
        assets.extend(read_card(part)?.assets.into_iter().map(|credit| (credit.id.clone(), credit)));
        Ok(())
    };
    let successes = joining.join(false, |part| {
        credit(part)?;
        crate::axes::add_dataset(&mut shares, part)
    })?;
    let failures = joining.join(true, credit)?;
    report.axes = shares.rows();
    let card =
        DatasetCard { assets: assets.into_values().collect(), ..card(&report, &run, missing.is_empty()) };
    // The failures first: a dataset of successes says that the run is done.
    report.failures_dataset = joining.publish(failures, true, &card)?;
    report.dataset = joining.publish(successes, false, &card)?;
    Ok(report)
}

/// What both datasets of a merge, that of the successes and that of the failures, are made of.
struct Joining<'a> {
    runs: &'a Runs,
    pieces: &'a [Piece],
    job: &'a Job,
    target: &'a Target,
    progress: &'a dyn Progress,
}

impl Joining<'_> {
    /// Writes all parts of one dataset, if there are any; `look` sees each.
    fn join(
        &self,
        failures: bool,
        mut look: impl FnMut(&Path) -> Result<(), PipelineError>,
    ) -> Result<Option<DatasetMerger>, PipelineError> {
        let published = |piece: &'_ Piece| if failures { &piece.failures } else { &piece.successes }.clone();
        let parts: Vec<Published> = self.pieces.iter().filter_map(published).collect();
        if parts.is_empty() {
            return Ok(None);
        }
        let dataset = self.target.dataset();
        let output = if failures { failures_path(dataset) } else { dataset.to_owned() };
        let config = DatasetConfig { overwrite: output.exists(), ..dataset_config(self.job, failures) };
        let mut merger = DatasetMerger::create(&output, config)?;
        let stage = if failures { "verifying and merging failures" } else { "verifying and merging" };
        self.progress.begin(stage, Some(parts.len() as u64));
        let joined = self.runs.each(&parts, self.progress, |part| {
            look(part)?;
            Ok(merger.add(part)?)
        });
        self.progress.end();
        joined.map(|()| Some(merger))
    }

    /// Completes a dataset and brings it where it was asked for.
    fn publish(
        &self,
        merger: Option<DatasetMerger>,
        failures: bool,
        card: &DatasetCard,
    ) -> Result<Option<PathBuf>, PipelineError> {
        let Some(merger) = merger else { return Ok(None) };
        merger.finish(card)?;
        self.target.publish(failures, self.progress).map(Some)
    }
}

/// What all folders agree on.
fn common_run(runs: &[PathBuf]) -> Result<RunFile, PipelineError> {
    let mut common: Option<RunFile> = None;
    for path in runs {
        let run = read_run(path)?;
        match &mut common {
            None => common = Some(run),
            Some(first) if first.identity.identity == run.identity.identity => {
                first.requested = first.requested.max(run.requested);
            }
            Some(first) => {
                let differs = first.identity.difference(&run.identity);
                return Err(PipelineError::OtherRun { path: path.clone(), differs });
            }
        }
    }
    common.ok_or_else(|| PipelineError::Unknown {
        what: "run folders",
        expected: "at least one".into(),
        found: "none".into(),
    })
}

/// The parts in the order of their episodes. What two shards made twice is taken once: it is the same.
fn pieces(runs: &[PathBuf]) -> Result<Vec<Piece>, PipelineError> {
    let mut all = Vec::new();
    scan_parts(runs, |part| {
        let dataset = |failures: bool, hash: &Option<String>| {
            hash.as_ref().map(|hash| (part.dataset(failures), hash.clone()))
        };
        all.push(Piece {
            first: part.record.first,
            end: part.record.end,
            successes: dataset(false, &part.record.successes),
            failures: dataset(true, &part.record.failures),
        });
        Ok(())
    })?;
    all.sort_by_key(|piece| (piece.first, std::cmp::Reverse(piece.end)));
    let (mut pieces, mut covered): (Vec<Piece>, u64) = (Vec::new(), 0);
    for piece in all {
        if piece.end <= covered {
            continue;
        }
        if piece.first < covered {
            return Err(PipelineError::Stored {
                file: piece.successes.map_or_else(|| runs[0].clone(), |(path, _)| path),
                expected: format!("episodes from {covered} on"),
                found: format!("episodes from {} on, some of which another shard has too", piece.first),
                hint: "two runs of one shard overlap; leave one of their run folders out".into(),
            });
        }
        covered = piece.end;
        pieces.push(piece);
    }
    Ok(pieces)
}

fn missing(pieces: &[Piece], requested: u64) -> Vec<std::ops::Range<u64>> {
    let mut decided = super::range_set::RangeSet::default();
    pieces.iter().for_each(|piece| decided.insert(piece.first..piece.end));
    decided.missing(0..requested)
}

/// Counts the attempts of the parts that are merged.
fn report(runs: &[PathBuf], run: &RunFile, pieces: &[Piece]) -> Result<GenerateReport, PipelineError> {
    let mut report = GenerateReport::of_run(run);
    // A part that two folders have is counted once.
    let mut counted = std::collections::BTreeSet::new();
    scan_parts(runs, |part| {
        let used = pieces.binary_search_by_key(&part.record.first, |piece| piece.first);
        let same = used.is_ok_and(|at| pieces[at].end == part.record.end);
        if same && counted.insert(part.record.first) {
            part.record.episodes.iter().for_each(|episode| report.count(episode));
        }
        Ok(())
    })?;
    Ok(report)
}

fn card(report: &GenerateReport, run: &RunFile, complete: bool) -> DatasetCard {
    let credit = |share: &super::SourceShare| SourceCredit {
        dataset: share.dataset.clone(),
        episode: share.episode,
        attempts: share.attempts,
        successes: share.successes,
    };
    let place = |share: &super::EnvironmentShare| EnvironmentCredit {
        attempts: share.attempts,
        successes: share.successes,
        rejections: share.rejections.clone(),
    };
    let axis = |row: &AxisRow| AxisShare {
        axis: row.axis.clone(),
        draw: row.draw.clone(),
        configured: row.configured.clone(),
        observed: row.observed.as_ref().map_or(String::new(), Observed::describe),
    };
    DatasetCard {
        attempts: report.attempts,
        successes: report.successes,
        rejections: report.rejections.clone(),
        sources: report.sources.iter().map(credit).collect(),
        environments: report.environments.iter().map(|(name, share)| (name.clone(), place(share))).collect(),
        axes: report.axes.iter().map(axis).collect(),
        run: Some(RunRecord {
            identity: run.identity.identity.clone(),
            requested: run.requested,
            complete,
            job: run.identity.job.clone(),
            splits: run.identity.splits.clone(),
        }),
        ..DatasetCard::default()
    }
}
