//! An episode with its observations, ready for any writer. Real and generated episodes are this one type;
//! provenance tells them apart.

use crate::Pose;
use serde::{Deserialize, Serialize};

/// Frames of one camera over one episode: tightly packed 8-bit RGB, row-major, `width * height * 3` bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraClip {
    /// Camera name; the feature key is `observation.images.<name>`.
    pub name: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// One buffer per frame.
    pub frames: Vec<Vec<u8>>,
}

/// Where an episode comes from and what it is worth: the episode columns of the dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpisodeProvenance {
    /// Judged at the end of the rollout.
    pub success: bool,
    /// Last stage that was reached (`reach`, `contact`, … `release`).
    pub stage: String,
    /// Why the rollout failed; empty on success.
    pub failure: String,
    /// Seed of the rollout.
    pub seed: u64,
    /// Dataset of the source demonstration.
    pub source_dataset: String,
    /// Episode of the source demonstration.
    pub source_episode: u64,
    /// Group (site, collector, session) of the source demonstration.
    pub source_group: String,
    /// True when the source motion was written by a program, not recorded from a person.
    pub source_scripted: bool,
    /// Environment family, such as `home`.
    pub environment: String,
    /// Hash of the resolved scene.
    pub scene_hash: String,
    /// Height of the support surface above the floor, metres.
    pub support_height: f64,
    /// Version of the program that generated it.
    pub generator_version: String,
}

/// One episode. Per-frame vectors share one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// Task text.
    pub task: String,
    /// Frames per second, an integer by the format.
    pub fps: u32,
    /// Measured TCP pose per frame (world, z up).
    pub world_from_tcp: Vec<Pose>,
    /// Measured gripper width per frame, metres.
    pub gripper_width: Vec<f64>,
    /// Commanded TCP pose for the next frame.
    pub command_world_from_tcp: Vec<Pose>,
    /// Commanded gripper width for the next frame, metres.
    pub command_gripper_width: Vec<f64>,
    /// `annotation.segment` code per frame.
    pub segment: Vec<i64>,
    /// Whether the task predicate holds at the frame.
    pub success: Vec<bool>,
    /// Normal and two shear forces per taxel and frame, N, `[left, right]`; `None` when not simulated.
    pub tactile: Option<[TactileTrack; 2]>,
    /// Wrench on the palm per frame, N and N m; `None` when not simulated.
    pub force: Option<Vec<[f32; 6]>>,
    /// Pictures, one clip per camera; empty for state-only episodes.
    pub cameras: Vec<CameraClip>,
    /// Where it comes from.
    pub provenance: EpisodeProvenance,
    /// Files kept beside the episode under `meta/restage/` (rollout specification, rollout record):
    /// name without folder, such as `spec.json`, and bytes.
    pub attachments: Vec<(String, Vec<u8>)>,
}

/// Taxel forces of one pad over an episode.
#[derive(Clone, Debug, PartialEq)]
pub struct TactileTrack {
    /// Rows of the taxel grid.
    pub rows: usize,
    /// Columns of the taxel grid.
    pub cols: usize,
    /// Per frame, `rows * cols * 3` values: normal, shear along the pad's first and second axis, N.
    pub forces: Vec<Vec<f32>>,
}
