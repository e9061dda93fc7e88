//! Whether what is stored is complete and agrees with itself: tables, videos, states, specifications, rollouts.

use super::StructuralFault;
use crate::PipelineError;
use crate::stored::load;
use restage_episodes::Demonstration;
use restage_episodes::profile::DeviceProfile;
use restage_episodes::source::read_demonstrations;
use restage_exporters::{ListedEpisode, list_episodes};
use restage_rollouts::{Rollout, RolloutSpec};
use std::collections::BTreeMap;
use std::path::Path;

/// Largest difference between a stored state and the rollout, m: states are single precision.
const STATE_TOLERANCE: f64 = 1e-5;

/// Largest angle between them, rad.
const ANGLE_TOLERANCE: f64 = 1e-3;

/// What the check found.
pub(super) struct Structure {
    /// Episodes of the table.
    pub(super) episodes: usize,
    /// Episodes whose specification and rollout can be loaded.
    pub(super) loadable: Vec<u64>,
    /// Faults in the order of episodes.
    pub(super) faults: Vec<StructuralFault>,
}

/// Checks a dataset.
///
/// # Errors
/// When the tables cannot be read at all, or there is no episode with a stored rollout.
pub(super) fn check(dataset: &Path) -> Result<Structure, PipelineError> {
    if !dataset.join("meta/info.json").is_file() {
        return Err(PipelineError::Stored {
            file: dataset.to_owned(),
            expected: "a dataset with meta/info.json".into(),
            found: "none".into(),
            hint: "give the folder that `restage generate` wrote".into(),
        });
    }
    let listed = list_episodes(dataset)?;
    let reading = read_demonstrations(dataset, &DeviceProfile::resolve("restage")?)?;
    let states: BTreeMap<u64, &Demonstration> = reading
        .demonstrations
        .iter()
        .map(|demonstration| (demonstration.source.episode_index, demonstration))
        .collect();
    let mut faults: Vec<StructuralFault> = reading
        .rejected
        .iter()
        .flat_map(|episode| {
            episode.faults.iter().map(|fault| StructuralFault {
                episode: Some(episode.episode_index),
                check: "readable as a demonstration",
                expected: "no fault".into(),
                found: fault.to_string(),
            })
        })
        .collect();
    let mut loadable = Vec::new();
    for (position, episode) in listed.iter().enumerate() {
        let mut check = Check { episode: episode.episode, faults: &mut faults };
        check.equal("episodes are numbered from 0", &(position as u64), &episode.episode);
        check.row(episode);
        match load(dataset, episode.episode) {
            Ok((spec, rollout)) => {
                loadable.push(episode.episode);
                check.rollout(episode, &spec, &rollout);
                if let Some(states) = states.get(&episode.episode) {
                    check.states(states, &rollout);
                }
            }
            Err(error) => check.fault("stored specification and rollout", "both loadable", error.to_string()),
        }
    }
    if loadable.is_empty() {
        return Err(PipelineError::Stored {
            file: dataset.to_owned(),
            expected: "a stored specification and rollout beside every episode".into(),
            found: format!("none in {} episodes", listed.len()),
            hint: "only datasets that `restage generate` wrote can be audited".into(),
        });
    }
    Ok(Structure { episodes: listed.len(), loadable, faults })
}

/// Gathers the faults of one episode.
struct Check<'a> {
    episode: u64,
    faults: &'a mut Vec<StructuralFault>,
}

impl Check<'_> {
    fn fault(&mut self, check: &'static str, expected: impl Into<String>, found: impl Into<String>) {
        let (expected, found) = (expected.into(), found.into());
        self.faults.push(StructuralFault { episode: Some(self.episode), check, expected, found });
    }

    fn equal<T: PartialEq + ToString>(&mut self, check: &'static str, expected: &T, found: &T) {
        if expected != found {
            self.fault(check, expected.to_string(), found.to_string());
        }
    }

    /// The row of the table by itself.
    fn row(&mut self, listed: &ListedEpisode) {
        for fault in &listed.video_faults {
            self.fault("videos hold every frame", format!("{} frames", listed.frames), fault.clone());
        }
        let provenance = &listed.provenance;
        for (name, text) in [
            ("stage", &provenance.stage),
            ("source_dataset", &provenance.source_dataset),
            ("source_group", &provenance.source_group),
            ("environment", &provenance.environment),
            ("scene_hash", &provenance.scene_hash),
            ("generator_version", &provenance.generator_version),
            ("task", &listed.task),
        ] {
            if text.trim().is_empty() {
                self.fault("provenance is complete", format!("{name}: some text"), "nothing");
            }
        }
        if provenance.success != provenance.failure.is_empty() {
            let found = format!("success {}, failure {:?}", provenance.success, provenance.failure);
            self.fault("label and reason agree", "a reason exactly on failure", found);
        }
    }

    /// The row against the stored specification and rollout.
    fn rollout(&mut self, listed: &ListedEpisode, spec: &RolloutSpec, rollout: &Rollout) {
        let provenance = &listed.provenance;
        self.equal("frames of the rollout", &listed.frames, &rollout.len());
        self.equal("attempt number", &spec.index, &rollout.index);
        self.equal("hash of the scene", &spec.scene.hash(), &provenance.scene_hash);
        self.equal("seed", &spec.seed, &provenance.seed);
        self.equal("success of the rollout", &rollout.report.success(), &provenance.success);
        self.equal("stage of the rollout", &rollout.report.reached.name().to_owned(), &provenance.stage);
        let source = &spec.source.demonstration;
        self.equal("source dataset", &source.dataset, &provenance.source_dataset);
        self.equal("source episode", &source.episode_index, &provenance.source_episode);
        self.equal("source group", &source.group, &provenance.source_group);
        for (object, track) in spec.scene.objects.iter().zip(&rollout.bodies) {
            self.equal("name of a body", &object.name, &track.name);
        }
    }

    /// The state columns against the rollout.
    fn states(&mut self, states: &Demonstration, rollout: &Rollout) {
        self.equal("frames of the states", &rollout.len(), &states.len());
        let frames = rollout.len().min(states.len());
        let off = (0..frames).find(|&k| {
            let (stored, simulated) = (&states.world_from_tcp[k], &rollout.world_from_tcp[k]);
            stored.distance(simulated) > STATE_TOLERANCE
                || stored.angle(simulated) > ANGLE_TOLERANCE
                || (states.gripper.width[k] - rollout.gripper_width[k]).abs() > STATE_TOLERANCE
        });
        if let Some(k) = off {
            let found = format!(
                "frame {k}: TCP off by {:.6} m, width by {:.6} m",
                states.world_from_tcp[k].distance(&rollout.world_from_tcp[k]),
                states.gripper.width[k] - rollout.gripper_width[k]
            );
            self.fault("states are those of the rollout", "equal within single precision", found);
        }
    }
}
