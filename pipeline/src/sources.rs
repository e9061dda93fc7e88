//! From a path and a profile to grounded demonstrations, with a list of what was left out and why.

use crate::splitting::{may_be_source, refuse_held_out, split_of};
use crate::{PipelineError, SourceEntry};
use rayon::prelude::*;
use restage_assets::GripperModel;
use restage_episodes::Demonstration;
use restage_episodes::profile::DeviceProfile;
use restage_episodes::quality::{self, QualityGates, QualityReport, Verdict};
use restage_episodes::raw::Fault;
use restage_episodes::source::{SourceReading, read_demonstrations};
use restage_episodes::split::SplitRule;
use restage_exporters::SplitUse;
use restage_grounding::{Grounding, GroundingOptions, ground};
use restage_randomizers::RandomizationConfig;
use restage_randomizers::plan::{GroundedDemonstration, author_faults};
use restage_scenes::Scene;
use serde::Serialize;
use std::path::PathBuf;

/// An episode that no rollout may start from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Dataset name.
    pub dataset: String,
    /// Episode in the source.
    pub episode_index: u64,
    /// Why, one sentence each.
    pub reasons: Vec<String>,
}

/// One episode of a source after inspection. `grounding` is absent when nothing could be inferred.
#[derive(Clone, Debug)]
pub struct InspectedEpisode {
    /// The demonstration.
    pub demonstration: Demonstration,
    /// Quality gates.
    pub quality: QualityReport,
    /// What the recording implies, or why nothing could be inferred.
    pub grounding: Result<Grounding, String>,
}

/// A source after reading, gating and grounding.
#[derive(Clone, Debug)]
pub struct InspectedSource {
    /// The device profile that was used.
    pub profile: DeviceProfile,
    /// Dataset name and what was tolerated in it.
    pub name: String,
    /// Name of the recognised format.
    pub format: restage_episodes::raw::SourceFormat,
    /// Episodes that could be read.
    pub episodes: Vec<InspectedEpisode>,
    /// Episodes that could not.
    pub unreadable: Vec<LeftOut>,
    /// Tolerated oddities.
    pub warnings: Vec<String>,
    /// The split whose training part this is; absent when nothing is kept back.
    pub split: Option<SplitUse>,
}

/// Reads a source, applies the quality gates to every episode and grounds the usable ones together, because the
/// support plane belongs to the site and not to the episode.
///
/// # Errors
/// When the profile or the source as a whole cannot be used.
pub fn inspect_source(entry: &SourceEntry, rule: &SplitRule) -> Result<InspectedSource, PipelineError> {
    inspect_seen(entry, rule, |_| Ok(()))
}

/// [`inspect_source`] of episodes that `see` has changed before anything is inferred from them.
///
/// # Errors
/// As [`inspect_source`], and when `see` fails.
pub fn inspect_seen(
    entry: &SourceEntry,
    rule: &SplitRule,
    see: impl Fn(&mut Demonstration) -> Result<(), PipelineError> + Sync + Send,
) -> Result<InspectedSource, PipelineError> {
    let profile = DeviceProfile::resolve(&entry.profile)?;
    let SourceReading { name, format, demonstrations, rejected, mut warnings } =
        read_demonstrations(&entry.path, &profile)?;
    let wanted = |index: u64| entry.episodes.as_ref().is_none_or(|list| list.contains(&index));
    let unreadable = rejected
        .into_iter()
        .filter(|episode| wanted(episode.episode_index))
        .map(|episode| LeftOut {
            dataset: name.clone(),
            episode_index: episode.episode_index,
            // The list names the episode already.
            reasons: episode
                .faults
                .iter()
                .map(|fault| Fault { episode: None, ..fault.clone() }.to_string())
                .collect(),
        })
        .collect();
    let split = split_of(entry, rule, &name, demonstrations.iter().map(|d| &d.source))?;
    let all = demonstrations.len();
    let asked = entry.episodes.as_deref().unwrap_or_default();
    refuse_held_out(&entry.path, split.as_ref(), asked, demonstrations.iter().map(|d| &d.source))?;
    let mut demonstrations: Vec<_> = demonstrations
        .into_iter()
        .filter(|d| wanted(d.source.episode_index) && may_be_source(split.as_ref(), &d.source))
        .collect();
    demonstrations.par_iter_mut().try_for_each(see)?;
    let split = split.map(|split| {
        let kept = demonstrations.len();
        warnings.push(format!(
            "{name}: {kept} of {all} episodes are for training; the others are kept to judge by"
        ));
        SplitUse { dataset: name.clone(), salt: split.salt.clone(), hash: split.hash() }
    });
    let gates = QualityGates::default();
    let reports: Vec<_> = demonstrations.iter().map(|d| quality::check(d, &gates)).collect();
    let usable: Vec<_> = demonstrations
        .iter()
        .zip(&reports)
        .filter(|(_, report)| report.verdict != Verdict::Unusable)
        .map(|(demonstration, _)| demonstration.clone())
        .collect();
    let options = GripperModel::by_name(&profile.gripper.model)
        .map(GroundingOptions::for_gripper)
        .ok_or_else(|| PipelineError::Unknown {
            what: "gripper model of the profile",
            expected: GripperModel::NAMES.join(", "),
            found: profile.gripper.model.clone(),
        })?;
    let mut grounded = ground(&usable, &options).into_iter();
    let episodes = demonstrations
        .into_iter()
        .zip(reports)
        .map(|(demonstration, quality)| {
            let grounding = if quality.verdict == Verdict::Unusable {
                Err("not grounded: the recording did not pass the quality gates".to_owned())
            } else {
                match grounded.next() {
                    Some(result) => result.map_err(|error| error.to_string()),
                    None => Err("not grounded".to_owned()),
                }
            };
            InspectedEpisode { demonstration, quality, grounding }
        })
        .collect();
    Ok(InspectedSource { profile, name, format, episodes, unreadable, warnings, split })
}

/// The demonstrations of several sources that rollouts may start from, and the ones that they may not.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Usable demonstrations, in source order.
    pub usable: Vec<GroundedDemonstration>,
    /// The others, with reasons.
    pub left_out: Vec<LeftOut>,
    /// Tolerated oddities.
    pub warnings: Vec<String>,
    /// Scenes that an author made, in the order of the job.
    pub scenes: Vec<Scene>,
    /// The splits whose training parts were taken.
    pub splits: Vec<SplitUse>,
}

impl Catalogue {
    /// Dataset, episode and BLAKE3 of the recording of every usable demonstration, in order, then name, number and hash of
    /// every authored scene: equal for equal inputs, wherever they lie.
    pub fn digests(&self) -> Vec<(String, u64, String)> {
        let digest = |usable: &GroundedDemonstration| {
            let demonstration = &usable.demonstration;
            let mut hasher = blake3::Hasher::new();
            let mut add = |values: &[f64]| {
                hasher.update(&(values.len() as u64).to_le_bytes());
                values.iter().for_each(|value| {
                    hasher.update(&value.to_le_bytes());
                });
            };
            add(&demonstration.timestamps);
            for pose in &demonstration.world_from_tcp {
                add(&pose.translation.to_array());
                add(&pose.rotation.to_array());
            }
            add(&demonstration.gripper.width);
            hasher.update(usable.gripper.as_bytes());
            let hash = hasher.finalize().to_hex().to_string();
            (demonstration.source.dataset.clone(), demonstration.source.episode_index, hash)
        };
        let scenes = self.scenes.iter().enumerate();
        let scenes = scenes.map(|(k, scene)| (format!("scene {}", scene.template), k as u64, scene.hash()));
        self.usable.iter().map(digest).chain(scenes).collect()
    }
}

/// Reads and grounds all sources of a job.
///
/// # Errors
/// When a source cannot be read, or holds no usable demonstration.
pub fn catalogue(entries: &[SourceEntry], rule: &SplitRule) -> Result<Catalogue, PipelineError> {
    let mut all = Catalogue::default();
    for entry in entries {
        let source = inspect_source(entry, rule)?;
        all.warnings.extend(source.warnings);
        all.splits.extend(source.split);
        let mut left_out = source.unreadable;
        let before = all.usable.len();
        for episode in source.episodes {
            let InspectedEpisode { demonstration, quality, grounding } = episode;
            let reasons = match grounding {
                Ok(grounding) => {
                    all.usable.push(GroundedDemonstration {
                        demonstration,
                        grounding,
                        gripper: source.profile.gripper.model.clone(),
                    });
                    continue;
                }
                Err(reason) => {
                    let mut reasons: Vec<String> =
                        quality.findings.iter().map(|finding| finding.message.clone()).collect();
                    reasons.push(reason);
                    reasons
                }
            };
            left_out.push(LeftOut {
                dataset: source.name.clone(),
                episode_index: demonstration.source.episode_index,
                reasons,
            });
        }
        if all.usable.len() == before {
            return Err(PipelineError::NoDemonstration {
                path: entry.path.clone(),
                reasons: list(&left_out),
            });
        }
        all.left_out.extend(left_out);
    }
    Ok(all)
}

/// Reads the scene files of a job. Each must be plausible, and its ranges must leave something of the job's laws.
///
/// # Errors
/// The first file that cannot be read, is no whole scene, or holds something that cannot be; with all that is wrong in it.
pub fn authored_scenes(files: &[PathBuf], config: &RandomizationConfig) -> Result<Vec<Scene>, PipelineError> {
    let read = |file: &PathBuf| {
        let scene = Scene::load(file)?;
        let mut faults: Vec<String> = scene.validate().iter().map(ToString::to_string).collect();
        faults.extend(author_faults(&scene, config));
        match faults.is_empty() {
            true => Ok(scene),
            false => Err(PipelineError::ImplausibleScene { file: file.clone(), faults }),
        }
    };
    files.iter().map(read).collect()
}

/// One indented line per episode that was left out.
pub fn list(left_out: &[LeftOut]) -> String {
    left_out
        .iter()
        .map(|episode| format!("  episode {}: {}", episode.episode_index, episode.reasons.join("; ")))
        .collect::<Vec<_>>()
        .join("\n")
}
