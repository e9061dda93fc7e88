//! Per-frame values of one episode, feature by feature, as they are stored.

use crate::config::DatasetConfig;
use crate::features::{
    ACTION, EPISODE_INDEX, FORCE, FRAME_INDEX, INDEX, NEXT_DONE, NEXT_SUCCESS, SEGMENT, STATE, TACTILE,
    TASK_INDEX, TIMESTAMP,
};
use restage_episodes::{Episode, Pose};

/// Values of one feature over some frames.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    /// `frames * dims` numbers, frame by frame.
    Float { dims: usize, values: Vec<f32> },
    /// One number per frame.
    Int(Vec<i64>),
    /// One truth value per frame.
    Bool(Vec<bool>),
}

impl Values {
    /// Numbers per frame.
    pub(crate) fn dims(&self) -> usize {
        match self {
            Self::Float { dims, .. } => *dims,
            Self::Int(_) | Self::Bool(_) => 1,
        }
    }

    /// The values of one dimension in double precision; truth values count as 0 and 1.
    pub(crate) fn dimension(&self, dim: usize) -> Vec<f64> {
        match self {
            Self::Float { dims, values } => {
                values.iter().skip(dim).step_by(*dims).map(|&value| f64::from(value)).collect()
            }
            Self::Int(values) => values.iter().map(|&value| value as f64).collect(),
            Self::Bool(values) => values.iter().map(|&value| f64::from(u8::from(value))).collect(),
        }
    }
}

/// A feature and its values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) key: String,
    pub(crate) values: Values,
}

impl Column {
    fn new(key: &str, values: Values) -> Self {
        Self { key: key.into(), values }
    }
}

/// The columns that come from the episode itself, in the order of the features. The episode is valid.
///
/// A quaternion and its negative are the same rotation, but not the same numbers to a policy. The sign of each
/// measured quaternion is therefore taken nearest to the frame before it, and that of each commanded one nearest
/// to the measured one of its frame.
pub(crate) fn recorded(episode: &Episode, config: &DatasetConfig) -> Vec<Column> {
    let frames = episode.world_from_tcp.len();
    let mut state = Vec::with_capacity(frames * 8);
    let mut action = Vec::with_capacity(frames * 8);
    let mut previous = episode.world_from_tcp[0].rotation;
    for frame in 0..frames {
        let measured = nearest_sign(episode.world_from_tcp[frame], previous);
        previous = measured.rotation;
        push_pose(&mut state, &measured, episode.gripper_width[frame]);
        let commanded = nearest_sign(episode.command_world_from_tcp[frame], previous);
        push_pose(&mut action, &commanded, episode.command_gripper_width[frame]);
    }
    let mut columns = vec![
        Column::new(STATE, Values::Float { dims: 8, values: state }),
        Column::new(ACTION, Values::Float { dims: 8, values: action }),
    ];
    if let (Some(grid), Some(tracks)) = (config.modalities.tactile, &episode.tactile) {
        for (key, track) in TACTILE.iter().zip(tracks) {
            let values = Values::Float { dims: grid.rows * grid.cols * 3, values: track.forces.concat() };
            columns.push(Column::new(key, values));
        }
    }
    if let (true, Some(force)) = (config.modalities.force, &episode.force) {
        columns.push(Column::new(FORCE, Values::Float { dims: 6, values: force.concat() }));
    }
    columns.push(Column::new(NEXT_SUCCESS, Values::Bool(episode.success.clone())));
    let done = (0..frames).map(|frame| frame + 1 == frames).collect();
    columns.push(Column::new(NEXT_DONE, Values::Bool(done)));
    columns.push(Column::new(SEGMENT, Values::Int(episode.segment.clone())));
    columns
}

/// The columns that only the writer may fill: they follow from the place of the episode in the dataset.
pub(crate) fn derived(
    frames: usize,
    fps: u32,
    episode_index: u64,
    first_index: u64,
    task_index: u64,
) -> Vec<Column> {
    let timestamp = (0..frames).map(|frame| (frame as f64 / f64::from(fps)) as f32).collect();
    let count = |first: u64| (first as i64..).take(frames).collect();
    let constant = |value: u64| vec![value as i64; frames];
    vec![
        Column::new(TIMESTAMP, Values::Float { dims: 1, values: timestamp }),
        Column::new(FRAME_INDEX, Values::Int(count(0))),
        Column::new(EPISODE_INDEX, Values::Int(constant(episode_index))),
        Column::new(INDEX, Values::Int(count(first_index))),
        Column::new(TASK_INDEX, Values::Int(constant(task_index))),
    ]
}

fn nearest_sign(pose: Pose, reference: glam::DQuat) -> Pose {
    if pose.rotation.dot(reference) < 0.0 { Pose::new(pose.translation, -pose.rotation) } else { pose }
}

fn push_pose(row: &mut Vec<f32>, pose: &Pose, width: f64) {
    row.extend(pose.translation.to_array().map(|value| value as f32));
    row.extend(pose.rotation.to_array().map(|value| value as f32));
    row.push(width as f32);
}
