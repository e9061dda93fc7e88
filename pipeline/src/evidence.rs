//! `restage validate`: reads a generated dataset and the real one it is to stand for, and lets the evidence be
//! collected. Real episodes are split by group; generated ones inherit the split of their source.

use crate::as_recorded::as_recorded;
use crate::progress::Progress;
use crate::replay::ReplaySettings;
use crate::replay_gap::replay_gap;
use crate::sources::{InspectedSource, inspect_seen, inspect_source};
use crate::splitting::{SourcePart, split_of};
use crate::{PipelineError, SourceEntry, stored};
use rayon::prelude::*;
use restage_episodes::WidthEvidence;
use restage_episodes::profile::CameraMount;
use restage_episodes::split::{Split, SplitRule};
use restage_rollouts::RolloutSpec;
use restage_validation::comparison::bias::GenerationRecord;
use restage_validation::evidence::{CompareOptions, Evidence, RealPart, Report, compare};
use restage_validation::features::cache::Cache;
use restage_validation::features::images::views;
use restage_validation::intervals::BootstrapOptions;
use restage_validation::replay_gap::ReplayGapReport;
use restage_validation::sample::{LeftOut, Observed, Sample};
use restage_validation::splits::RegisteredSplit;
use restage_validation::utility::UtilityOptions;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What to compare.
#[derive(Clone, Debug)]
pub struct ValidateRequest {
    /// The generated dataset.
    pub generated: PathBuf,
    /// The real one, whole: its split decides what is held out.
    pub real: SourceEntry,
    /// The rule that splits it where no file does.
    pub rule: SplitRule,
    /// Whether pictures are compared.
    pub images: bool,
    /// Folder for computed features; none are kept without it.
    pub cache: Option<PathBuf>,
    /// Root of all resampling.
    pub seed: u64,
    /// Whether small policies are trained.
    pub utility: bool,
    /// Draws with which every held-out recording is replayed in simulation; 0 for none.
    pub replay_draws: u64,
    /// A program that turns pictures into vectors, for the kernel inception distance.
    pub encoder: Option<PathBuf>,
}

/// Profile of generated datasets.
const OWN_PROFILE: &str = "restage";
/// Frames per second of replayed rollouts.
const REPLAY_FPS: u32 = 30;

/// Compares a generated dataset with the held-out part of a real one.
///
/// # Errors
/// When either cannot be read, or the two cannot be compared at all.
pub fn validate(request: &ValidateRequest, progress: &dyn Progress) -> Result<Report, PipelineError> {
    let cache = request.cache.as_ref().map_or_else(Cache::none, Cache::at);
    progress.begin("reading real episodes", None);
    let real = RealSet::read(&request.real, &request.rule, request.images, &cache)?;
    progress.begin("reading generated episodes", None);
    let mut evidence = real.against(&request.generated, request.images, &cache)?;
    if request.replay_draws > 0 {
        evidence.replay = real.replayed(request, progress)?;
    }
    progress.begin("comparing", None);
    let options = CompareOptions {
        seed: request.seed,
        utility: request.utility.then(UtilityOptions::default),
        encoder: request.encoder.clone(),
    };
    let report = compare(&evidence, &cache, &options)?;
    progress.end();
    Ok(report)
}

/// A real dataset, read and split once for any number of comparisons.
#[derive(Clone, Debug)]
pub struct RealSet {
    evidence: Evidence,
    split: RegisteredSplit,
    /// What the widths of the real gripper are.
    gripper: WidthEvidence,
}

impl RealSet {
    /// Reads, grounds and splits a real dataset.
    ///
    /// # Errors
    /// When it cannot be read, or the split file does not fit.
    pub fn read(
        entry: &SourceEntry,
        rule: &SplitRule,
        images: bool,
        cache: &Cache,
    ) -> Result<Self, PipelineError> {
        let whole = SourceEntry { split: SourcePart::All, split_file: None, ..entry.clone() };
        let source = inspect_source(&whole, rule)?;
        let sources = source.episodes.iter().map(|episode| &episode.demonstration.source);
        let split = match split_of(entry, rule, &source.name, sources.clone())? {
            Some(split) => split,
            None => RegisteredSplit::by_rule(rule, &source.name, sources),
        };
        let mounts = source.profile.cameras.clone();
        let name = source.name.clone();
        let warnings = source.warnings.clone();
        let (observed, left_out) = observe(source, |observed| observed);
        let mut evidence = Evidence { split_hash: split.hash(), remarks: warnings, ..Evidence::default() };
        for part in [Split::Train, Split::Calibration, Split::HeldOut] {
            let episodes: Vec<Observed> =
                observed.iter().filter(|o| split.split(&o.origin) == Some(part)).cloned().collect();
            // Episodes without a grasp belong to no part; they are listed with the training ones.
            let left_out = if part == Split::Train { left_out.clone() } else { Vec::new() };
            let sample = Sample { name: name.clone(), episodes, left_out };
            let part_of =
                real_part(sample, images.then_some(mounts.as_slice()), cache, &mut evidence.remarks);
            *match part {
                Split::Train => &mut evidence.train,
                Split::Calibration => &mut evidence.calibration,
                Split::HeldOut => &mut evidence.held_out,
            } = part_of;
        }
        let gripper = observed.first().map_or(WidthEvidence::Measured, |o| o.demonstration.gripper.evidence);
        if gripper != WidthEvidence::Measured {
            evidence.remarks.push(
                "generated episodes are read as the real gripper reports: by what it was told, not by the simulated width"
                    .into(),
            );
        }
        Ok(Self { evidence, split, gripper })
    }

    /// The held-out recordings replayed in the scenes that they imply; nothing where none is held out.
    fn replayed(
        &self,
        request: &ValidateRequest,
        progress: &dyn Progress,
    ) -> Result<Option<ReplayGapReport>, PipelineError> {
        let held_out = &self.evidence.held_out.sample.episodes;
        let episodes: Vec<u64> = held_out.iter().map(|o| o.demonstration.source.episode_index).collect();
        if episodes.is_empty() {
            return Ok(None);
        }
        let settings = ReplaySettings {
            source: SourceEntry {
                episodes: Some(episodes),
                split: SourcePart::All,
                split_file: None,
                ..request.real.clone()
            },
            draws: request.replay_draws,
            seed: request.seed,
            fps: REPLAY_FPS,
            image_size: (64, 64),
        };
        let options = BootstrapOptions { seed: request.seed, ..BootstrapOptions::default() };
        replay_gap(&settings, &options, progress).map(Some)
    }

    /// The split of the dataset.
    pub fn split(&self) -> &RegisteredSplit {
        &self.split
    }

    /// The evidence with a generated dataset put beside the real one.
    ///
    /// # Errors
    /// When the generated dataset cannot be read.
    pub fn against(&self, generated: &Path, images: bool, cache: &Cache) -> Result<Evidence, PipelineError> {
        let entry = SourceEntry::whole(generated, OWN_PROFILE);
        let origins: Mutex<BTreeMap<u64, Origin>> = Mutex::default();
        let source = inspect_seen(&entry, &SplitRule::default(), |demonstration| {
            let episode = demonstration.source.episode_index;
            let (spec, _) = stored::load(generated, episode)?;
            as_recorded(demonstration, &spec.trajectory, self.gripper);
            let mut origins = origins.lock().unwrap_or_else(PoisonError::into_inner);
            origins.insert(episode, Origin::of(spec));
            Ok(())
        })?;
        let origins = origins.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mounts = source.profile.cameras.clone();
        let name = source.name.clone();
        let (episodes, left_out) =
            observe(source, |observed| match origins.get(&observed.demonstration.source.episode_index) {
                Some(origin) => Observed {
                    support_height: origin.support_height,
                    origin: origin.source.clone(),
                    ..observed
                },
                None => observed,
            });
        let mut evidence = self.evidence.clone();
        evidence.leaked_sources = self.leaks(&origins);
        let sample = Sample { name, episodes, left_out };
        let mounts = images.then_some(mounts.as_slice());
        evidence.generated = real_part(sample, mounts, cache, &mut evidence.remarks);
        evidence.record = record(generated);
        evidence.remarks.extend(self.other_split(generated));
        Ok(evidence)
    }

    /// What is to be said when the dataset was generated under another split of this set, or under none.
    fn other_split(&self, generated: &Path) -> Option<String> {
        let run = restage_exporters::read_card(generated).ok()?.run?;
        let (dataset, hash) = (&self.split.dataset, self.split.hash());
        match run.splits.iter().find(|split| split.dataset == *dataset) {
            Some(split) if split.hash == hash => None,
            Some(split) => Some(format!(
                "the dataset was generated under another split of {dataset} (hash {}, here {hash}); hint: give the same \
                 --split-file or --salt",
                split.hash
            )),
            None => Some(format!(
                "the dataset was generated without a split of {dataset}; hint: generate --split train"
            )),
        }
    }

    /// Generated episodes whose source is calibration or held out.
    fn leaks(&self, origins: &BTreeMap<u64, Origin>) -> Vec<String> {
        let of_this_set = origins.iter().filter(|(_, origin)| origin.source.dataset == self.split.dataset);
        of_this_set
            .filter_map(|(episode, origin)| {
                let split = self.split.split(&origin.source).filter(|split| *split != Split::Train)?;
                let source = origin.source.episode_index;
                Some(format!("episode {episode} from {}/{source} ({split})", origin.source.dataset))
            })
            .collect()
    }
}

/// What a generated episode says of its making.
struct Origin {
    source: restage_episodes::DemonstrationSource,
    support_height: f64,
}

impl Origin {
    fn of(spec: RolloutSpec) -> Self {
        let support_height = spec.scene.supports.first().map_or(0.0, |support| support.center.z);
        Self { source: spec.source.demonstration, support_height }
    }
}

/// Episodes with a grasp, changed by `place`, and the others with their reasons.
fn observe(source: InspectedSource, place: impl Fn(Observed) -> Observed) -> (Vec<Observed>, Vec<LeftOut>) {
    let mut left_out: Vec<LeftOut> = source
        .unreadable
        .into_iter()
        .map(|episode| LeftOut { episode: episode.episode_index, reason: episode.reasons.join("; ") })
        .collect();
    let mut observed = Vec::new();
    for episode in source.episodes {
        let demonstration = episode.demonstration;
        match episode.grounding {
            Ok(grounding) => observed.push(place(Observed {
                support_height: grounding.support.height,
                origin: demonstration.source.clone(),
                demonstration,
                grounding,
            })),
            Err(reason) => {
                let findings = episode.quality.findings.iter().map(|finding| finding.message.clone());
                let reasons: Vec<String> = findings.chain([reason]).collect();
                let episode = demonstration.source.episode_index;
                left_out.push(LeftOut { episode, reason: reasons.join("; ") });
            }
        }
    }
    (observed, left_out)
}

/// Adds the pictures of a sample, when they are wanted.
fn real_part(
    sample: Sample,
    mounts: Option<&[CameraMount]>,
    cache: &Cache,
    remarks: &mut Vec<String>,
) -> RealPart {
    let Some(mounts) = mounts else { return RealPart { sample, views: Vec::new() } };
    let (views, faults): (Vec<_>, Vec<Vec<String>>) =
        sample.episodes.par_iter().map(|episode| views(&episode.demonstration, mounts, cache)).unzip();
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    if let Some(first) = faults.first() {
        remarks.push(format!("{} camera streams cannot be compared, the first: {first}", faults.len()));
    }
    RealPart { sample, views }
}

/// What the dataset says of the run that made it; nothing where it does not.
fn record(dataset: &Path) -> GenerationRecord {
    #[derive(Deserialize)]
    struct Description {
        run: GenerationRecord,
    }
    let text = std::fs::read_to_string(dataset.join("meta/restage/dataset.json")).ok();
    text.and_then(|text| serde_json::from_str::<Description>(&text).ok())
        .map_or_else(GenerationRecord::default, |description| description.run)
}
