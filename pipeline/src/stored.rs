//! Specifications and rollouts as they are kept beside each episode.

use crate::PipelineError;
use restage_rollouts::{ROLLOUT_FORMAT_VERSION, Rollout, RolloutSpec};
use serde::de::DeserializeOwned;
use std::path::Path;

/// Name of the stored specification of an episode.
pub const SPEC_FILE: &str = "spec.json";
/// Name of the stored rollout of an episode.
pub const ROLLOUT_FILE: &str = "rollout.json";

/// The bytes that are stored; equal for equal values.
///
/// # Errors
/// When a value is not representable in JSON, which non-finite state is caught before.
pub fn to_bytes<T: serde::Serialize>(value: &T, file: &str) -> Result<Vec<u8>, PipelineError> {
    serde_json::to_vec(value).map_err(|error| PipelineError::Stored {
        file: file.into(),
        expected: "finite numbers".into(),
        found: error.to_string(),
        hint: "this is a defect of the program; report it with the job file".into(),
    })
}

/// The specification and the rollout of a stored episode, checked for version and for belonging together.
///
/// # Errors
/// When a file is missing, damaged, of another version, or the two do not match.
pub fn load(dataset: &Path, episode: u64) -> Result<(RolloutSpec, Rollout), PipelineError> {
    let spec: RolloutSpec = read(dataset, episode, SPEC_FILE)?;
    let rollout: Rollout = read(dataset, episode, ROLLOUT_FILE)?;
    let fault = |expected: String, found: String| PipelineError::Stored {
        file: dataset.join(format!("episode {episode}")),
        expected,
        found,
        hint: "use the program version that wrote the dataset, or generate it again".into(),
    };
    for version in [spec.format_version, rollout.format_version] {
        if version != ROLLOUT_FORMAT_VERSION {
            return Err(fault(format!("format_version {ROLLOUT_FORMAT_VERSION}"), version.to_string()));
        }
    }
    let lengths = rollout.bodies.iter().map(|body| body.world_from_object.len());
    let consistent = rollout.bodies.len() == spec.scene.objects.len()
        && lengths.chain([rollout.gripper_width.len()]).all(|length| length == rollout.len());
    if !consistent {
        return Err(fault("one pose per object and frame".into(), "other lengths".into()));
    }
    Ok((spec, rollout))
}

fn read<T: DeserializeOwned>(dataset: &Path, episode: u64, name: &str) -> Result<T, PipelineError> {
    let bytes = restage_exporters::read_attachment(dataset, episode, name)?;
    serde_json::from_slice(&bytes).map_err(|error| PipelineError::Stored {
        file: dataset.join(format!("episode {episode}, {name}")),
        expected: "a stored rollout".into(),
        found: error.to_string(),
        hint: "the file is damaged or of another version; generate the dataset again".into(),
    })
}
