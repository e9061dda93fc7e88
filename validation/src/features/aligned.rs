//! Paths relative to their grasp: what stays the same when a demonstration is re-staged elsewhere, and what shows a
//! copy that was merely moved.

use super::track::Track;
use glam::{DQuat, DVec3};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Points of an aligned path.
pub const PATH_POINTS: usize = 48;
/// Edge of a workspace cell, m.
const CELL: f64 = 0.02;
/// Bins of the gripper width in a workspace cell.
const WIDTH_BINS: f64 = 8.0;
/// Width of the widest bin's upper end, m.
const WIDEST: f64 = 0.1;

/// A path whose origin is the TCP at the grasp, projected on the support, with x along the closing axis there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlignedPath {
    /// [`PATH_POINTS`] points evenly spaced along the path, m; z above the support.
    pub points: Vec<[f64; 3]>,
    /// Its length, m.
    pub length: f64,
    /// Cells of 2 cm and of the gripper width that the path visits: x, y, z, width.
    pub cells: BTreeSet<[i32; 4]>,
    /// First point in the recording's own world, m: two episodes at one place share it.
    pub world_start: [f64; 3],
}

impl AlignedPath {
    /// Aligns the path of an episode.
    pub fn new(track: &Track) -> Self {
        let grip = track.positions[track.index(track.stall)];
        let origin = DVec3::new(grip.x, grip.y, track.support_height);
        let closing = track.grasp_rotation * DVec3::X;
        let turn = DQuat::from_rotation_z(-libm::atan2(closing.y, closing.x));
        let local: Vec<DVec3> = track.positions.iter().map(|p| turn * (*p - origin)).collect();
        let cell = |value: f64| (value / CELL).floor() as i32;
        let cells = local
            .iter()
            .zip(&track.widths)
            .map(|(p, width)| {
                let bin = if track.width_measured { (width / WIDEST * WIDTH_BINS).floor() as i32 } else { 0 };
                [cell(p.x), cell(p.y), cell(p.z), bin]
            })
            .collect();
        Self {
            length: local.windows(2).map(|w| w[0].distance(w[1])).sum(),
            points: by_arc_length(&local, PATH_POINTS).iter().map(DVec3::to_array).collect(),
            cells,
            world_start: track.positions.first().map_or([0.0; 3], DVec3::to_array),
        }
    }

    /// Root mean square distance of corresponding points, m.
    pub fn distance(&self, other: &Self) -> f64 {
        let pairs = self.points.iter().zip(&other.points);
        let sum: f64 = pairs.map(|(a, b)| crate::distances::squared(a, b)).sum();
        (sum / self.points.len().max(1) as f64).sqrt()
    }
}

/// `count` points evenly spaced along a path.
fn by_arc_length(path: &[DVec3], count: usize) -> Vec<DVec3> {
    let mut along = vec![0.0];
    for w in path.windows(2) {
        along.push(along[along.len() - 1] + w[0].distance(w[1]));
    }
    let length = along[along.len() - 1];
    let mut i = 0;
    (0..count)
        .map(|k| {
            let target = length * k as f64 / (count - 1) as f64;
            while i + 2 < path.len() && along[i + 1] < target {
                i += 1;
            }
            let next = (i + 1).min(path.len() - 1);
            let span = along[next] - along[i];
            let s = if span > 0.0 { ((target - along[i]) / span).clamp(0.0, 1.0) } else { 0.0 };
            path[i].lerp(path[next], s)
        })
        .collect()
}
