//! The features of a dataset: what `meta/info.json` declares and what every table follows.

use crate::config::DatasetConfig;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Measured TCP pose and gripper width.
pub(crate) const STATE: &str = "observation.state";
/// Commanded TCP pose and gripper width for the next frame.
pub(crate) const ACTION: &str = "action";
/// Taxel forces, left and right.
pub(crate) const TACTILE: [&str; 2] = ["observation.tactile.left", "observation.tactile.right"];
/// Wrench on the palm.
pub(crate) const FORCE: &str = "observation.force";
/// Whether the task predicate holds.
pub(crate) const NEXT_SUCCESS: &str = "next.success";
/// True at the last frame of an episode.
pub(crate) const NEXT_DONE: &str = "next.done";
/// Code of the manipulation segment.
pub(crate) const SEGMENT: &str = "annotation.segment";
/// Seconds since the start of the episode.
pub(crate) const TIMESTAMP: &str = "timestamp";
/// Frame number within the episode.
pub(crate) const FRAME_INDEX: &str = "frame_index";
/// Episode number.
pub(crate) const EPISODE_INDEX: &str = "episode_index";
/// Frame number within the dataset.
pub(crate) const INDEX: &str = "index";
/// Row of `meta/tasks.parquet`.
pub(crate) const TASK_INDEX: &str = "task_index";

/// Features that follow from the place of an episode in the dataset; only the writer fills them.
pub(crate) const DERIVED: [&str; 5] = [TIMESTAMP, FRAME_INDEX, EPISODE_INDEX, INDEX, TASK_INDEX];

/// Layout of `observation.state` and `action`: metres and a unit quaternion, world frame, z up.
pub(crate) const POSE_NAMES: [&str; 8] = ["x", "y", "z", "qx", "qy", "qz", "qw", "gripper_width"];
const WRENCH_NAMES: [&str; 6] = ["fx", "fy", "fz", "tx", "ty", "tz"];
const TAXEL_AXES: [&str; 3] = ["normal", "shear_0", "shear_1"];

/// How a feature is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Dtype {
    Float32,
    Int64,
    Bool,
    Video,
}

/// One feature, as `info.json` declares it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Feature {
    pub(crate) dtype: Dtype,
    pub(crate) shape: Vec<u32>,
    pub(crate) names: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) info: Option<VideoInfo>,
}

/// Facts about a video feature; the key names are lerobot's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct VideoInfo {
    #[serde(rename = "video.height")]
    height: u32,
    #[serde(rename = "video.width")]
    width: u32,
    #[serde(rename = "video.codec")]
    codec: &'static str,
    #[serde(rename = "video.pix_fmt")]
    pix_fmt: &'static str,
    #[serde(rename = "video.fps")]
    fps: u32,
    #[serde(rename = "video.channels")]
    channels: u32,
    has_audio: bool,
    #[serde(rename = "video.g")]
    gop: u32,
    #[serde(rename = "video.crf")]
    crf: u8,
    #[serde(rename = "video.preset")]
    preset: &'static str,
    is_depth_map: bool,
}

/// Pairs that are written as a JSON object in their own order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ordered<V>(pub(crate) Vec<(String, V)>);

impl<V: Serialize> Serialize for Ordered<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Feature key of a camera.
pub(crate) fn camera_key(name: &str) -> String {
    format!("observation.images.{name}")
}

/// Every feature of a dataset, in the order of `info.json` and of the table columns.
pub(crate) fn features(config: &DatasetConfig) -> Ordered<Feature> {
    let scalar = |dtype| Feature { dtype, shape: vec![1], names: None, info: None };
    let vector = |names: Vec<String>| Feature {
        dtype: Dtype::Float32,
        shape: vec![u32::try_from(names.len()).unwrap_or(u32::MAX)],
        names: Some(names),
        info: None,
    };
    let named = |names: &[&str]| vector(names.iter().map(|name| (*name).to_owned()).collect());
    let mut features = vec![(STATE.to_owned(), named(&POSE_NAMES)), (ACTION.to_owned(), named(&POSE_NAMES))];
    for camera in &config.cameras {
        features.push((camera_key(&camera.name), video(config, camera.width, camera.height)));
    }
    if let Some(grid) = config.modalities.tactile {
        let names = taxel_names(grid.rows, grid.cols);
        features.extend(TACTILE.map(|key| (key.to_owned(), vector(names.clone()))));
    }
    if config.modalities.force {
        features.push((FORCE.to_owned(), named(&WRENCH_NAMES)));
    }
    let scalars = [
        (NEXT_SUCCESS, Dtype::Bool),
        (NEXT_DONE, Dtype::Bool),
        (SEGMENT, Dtype::Int64),
        (TIMESTAMP, Dtype::Float32),
        (FRAME_INDEX, Dtype::Int64),
        (EPISODE_INDEX, Dtype::Int64),
        (INDEX, Dtype::Int64),
        (TASK_INDEX, Dtype::Int64),
    ];
    features.extend(scalars.map(|(key, dtype)| (key.to_owned(), scalar(dtype))));
    Ordered(features)
}

fn taxel_names(rows: usize, cols: usize) -> Vec<String> {
    let mut names = Vec::with_capacity(rows * cols * TAXEL_AXES.len());
    for row in 0..rows {
        for col in 0..cols {
            names.extend(TAXEL_AXES.map(|axis| format!("taxel_{row}_{col}_{axis}")));
        }
    }
    names
}

fn video(config: &DatasetConfig, width: u32, height: u32) -> Feature {
    Feature {
        dtype: Dtype::Video,
        shape: vec![height, width, 3],
        names: Some(["height", "width", "channels"].map(str::to_owned).to_vec()),
        info: Some(VideoInfo {
            height,
            width,
            codec: "h264",
            pix_fmt: "yuv420p",
            fps: config.fps,
            channels: 3,
            has_audio: false,
            gop: config.video.gop,
            crf: config.video.crf,
            preset: config.video.preset.name(),
            is_depth_map: false,
        }),
    }
}
