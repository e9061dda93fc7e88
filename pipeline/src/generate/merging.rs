//! From the parts of a run to one dataset: the same bytes as if one process had written it in one go.

use super::GenerateReport;
use super::parts::{dataset_config, failures_path};
use super::run_folder::{RunFile, hash_files, read_run, run_folder, scan_parts};
use crate::{Job, PipelineError, Progress};
use rayon::prelude::*;
use restage_exporters::{
    AssetCredit, AxisShare, DatasetCard, DatasetConfig, EnvironmentCredit, RunRecord, SourceCredit,
    merge_datasets, read_card,
};
use restage_randomizers::shares::{AxisRow, Observed, Shares};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// What is to be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRequest {
    /// Run folders of all shards; that of `output` when empty.
    pub runs: Vec<PathBuf>,
    /// The dataset.
    pub output: PathBuf,
    /// Merge what there is, even when episodes are missing.
    pub partial: bool,
    /// Replace a dataset of another run.
    pub overwrite: bool,
}

/// A part to be merged, without the records of its episodes.
struct Piece {
    first: u64,
    end: u64,
    successes: Option<(PathBuf, String)>,
    failures: Option<(PathBuf, String)>,
}

/// Merges the shards of a run into a dataset. Run folders stay as they are, so that it can be done again.
///
/// # Errors
/// When folders belong to different runs, episodes are missing (unless `partial`), a part is not what its journal
/// says, or the dataset cannot be written. Nothing is published then.
pub fn merge(request: &MergeRequest, progress: &dyn Progress) -> Result<GenerateReport, PipelineError> {
    let runs = match request.runs.as_slice() {
        [] => vec![run_folder(&request.output)],
        given => given.to_vec(),
    };
    let run = common_run(&runs)?;
    check_output(&request.output, &run.identity.identity, request.overwrite)?;
    let pieces = pieces(&runs)?;
    let missing = missing(&pieces, run.requested);
    if let (Some(first), false) = (missing.first(), request.partial) {
        return Err(PipelineError::Incomplete {
            path: runs[0].clone(),
            missing: missing.iter().map(|gap| gap.end - gap.start).sum(),
            requested: run.requested,
            first: first.start,
        });
    }
    verify(&pieces, progress)?;
    let mut report = report(&runs, &run, &pieces)?;
    report.axes = axes(&run, &pieces)?;
    progress.begin("merging", None);
    let card = card(&report, &run, missing.is_empty());
    let merged = write(&pieces, &run, request, &card);
    progress.end();
    let (successes, failures) = merged?;
    report.dataset = successes;
    report.failures_dataset = failures;
    Ok(report)
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

/// Compares every part with the hash in its journal.
fn verify(pieces: &[Piece], progress: &dyn Progress) -> Result<(), PipelineError> {
    progress.begin("verifying parts", Some(pieces.len() as u64));
    let done = AtomicU64::new(0);
    let checked = pieces.par_iter().try_for_each(|piece| {
        for (path, expected) in piece.successes.iter().chain(&piece.failures) {
            let found = hash_files(path)?;
            if found != *expected {
                return Err(PipelineError::Stored {
                    file: path.clone(),
                    expected: format!("files with hash {expected}"),
                    found: format!("hash {found}"),
                    hint: "the part was damaged after it was written; remove its line from the journal beside it \
                           and run the shard again"
                        .into(),
                });
            }
        }
        progress.advance(done.fetch_add(1, Ordering::Relaxed) + 1, "");
        Ok(())
    });
    progress.end();
    checked
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

/// Every axis of the job beside what the successful episodes of the parts hold of it.
fn axes(run: &RunFile, pieces: &[Piece]) -> Result<Vec<AxisRow>, PipelineError> {
    let mut shares = Shares::new(&run.identity.job(Path::new(""))?.randomization);
    for (path, _) in pieces.iter().filter_map(|piece| piece.successes.as_ref()) {
        crate::axes::add_dataset(&mut shares, path)?;
    }
    Ok(shares.rows())
}

fn write(
    pieces: &[Piece],
    run: &RunFile,
    request: &MergeRequest,
    card: &DatasetCard,
) -> Result<(Option<PathBuf>, Option<PathBuf>), PipelineError> {
    let job: Job = run.identity.job(&request.output)?;
    let dataset = |failures: bool, output: PathBuf| -> Result<Option<PathBuf>, PipelineError> {
        let parts: Vec<PathBuf> = pieces
            .iter()
            .filter_map(|piece| if failures { piece.failures.as_ref() } else { piece.successes.as_ref() })
            .map(|(path, _)| path.clone())
            .collect();
        if parts.is_empty() {
            return Ok(None);
        }
        let config = DatasetConfig { overwrite: output.exists(), ..dataset_config(&job, failures) };
        merge_datasets(&parts, &output, config, card)?;
        Ok(Some(output))
    };
    // The failures first: a dataset of successes says that the run is done.
    let failures = dataset(true, failures_path(&request.output))?;
    Ok((dataset(false, request.output.clone())?, failures))
}

/// Fails when something else than a dataset of this run is at the output.
///
/// # Errors
/// As [`restage_exporters::check_destination`].
pub(super) fn check_output(output: &Path, identity: &str, overwrite: bool) -> Result<(), PipelineError> {
    let replaceable = |path: &Path| overwrite || own_run(path).is_some_and(|run| run.identity == identity);
    for path in [output.to_owned(), failures_path(output)] {
        restage_exporters::check_destination(&path, replaceable(&path))?;
    }
    Ok(())
}

/// The run behind a dataset, if it has one.
pub(super) fn own_run(dataset: &Path) -> Option<RunRecord> {
    read_card(dataset).ok().and_then(|card| card.run)
}

fn asset_credit(credit: restage_assets::import::Credit) -> AssetCredit {
    let restage_assets::import::Credit { id, licence, author, source } = credit;
    AssetCredit { id, licence, author, source }
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
        assets: restage_assets::import::credits().into_iter().map(asset_credit).collect(),
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
