//! The task can be reached: walkways from the doors, and nothing in the task zone.

use super::boxes::SceneBoxes;
use crate::layout::walk::{Rect, reachable};
use crate::{Room, Scene, SceneFault, TaskZone};
use glam::DVec3;

/// A walker's feet and head: what is lower is stepped over, what is higher is passed below, m.
const WALKER: [f64; 2] = [0.03, 1.85];
/// The walker gets this near to where the person stands, m.
const REACH: f64 = 0.75;

pub(super) fn faults(scene: &Scene, boxes: &SceneBoxes) -> Vec<SceneFault> {
    let Some(zone) = &scene.task_zone else { return Vec::new() };
    let mut faults = task_blocked(scene, boxes, zone);
    let inside =
        |room: &&Room| (0..2).all(|axis| (room.low[axis]..=room.high[axis]).contains(&zone.stand[axis]));
    for room in scene.rooms.iter().filter(inside) {
        if !reachable(room, &obstacles(room, boxes), zone.stand, REACH) {
            let (width_m, stand) = (room.walkway, zone.stand);
            faults.push(SceneFault::NoWay { room: room.name.clone(), width_m, stand });
        }
    }
    faults
}

/// What stands in a room at the height of a walker. Walls only touch it.
fn obstacles(room: &Room, boxes: &SceneBoxes) -> Vec<Rect> {
    let interior = Rect { low: room.low, high: room.high };
    boxes
        .solid
        .iter()
        .filter(|piece| piece.high.z > WALKER[0] && piece.low.z < WALKER[1])
        .map(|piece| Rect { low: [piece.low.x, piece.low.y], high: [piece.high.x, piece.high.y] })
        .filter(|rect| rect.overlap(&interior) > 0.02)
        .collect()
}

/// Solid parts that reach into the free space over the task zone.
fn task_blocked(scene: &Scene, boxes: &SceneBoxes, zone: &TaskZone) -> Vec<SceneFault> {
    /// The zone is judged a little inside of its edges and above its surface, m.
    const INSIDE: f64 = 0.01;
    let Some(support) = scene.supports.iter().find(|support| support.name == zone.support) else {
        return Vec::new();
    };
    let half = zone.size.map(|size| size / 2.0 - INSIDE);
    let corner = |x: f64, y: f64| {
        let point = support.point(zone.center[0] + x * half[0], zone.center[1] + y * half[1], 0.0);
        [point.x, point.y]
    };
    let corners = [corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
    let low = [0, 1].map(|axis| corners.iter().map(|c| c[axis]).fold(f64::INFINITY, f64::min));
    let high = [0, 1].map(|axis| corners.iter().map(|c| c[axis]).fold(f64::NEG_INFINITY, f64::max));
    let floor = support.center.z;
    let space = (
        DVec3::new(low[0], low[1], floor + INSIDE),
        DVec3::new(high[0], high[1], floor + support.clear_height - INSIDE),
    );
    let mut blocking: Vec<usize> = boxes
        .solid
        .iter()
        .filter(|piece| super::boxes::near((piece.low, piece.high), space, 0.0))
        .map(|piece| piece.fixture)
        .collect();
    blocking.sort_unstable();
    blocking.dedup();
    blocking
        .into_iter()
        .map(|index| SceneFault::TaskBlocked {
            fixture: scene.fixtures[index].name.clone(),
            support: zone.support.clone(),
        })
        .collect()
}
