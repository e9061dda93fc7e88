//! Everything rests on something: objects on supports or each other; furniture on the floor, at a wall or ceiling, or
//! on other furniture, with all of its parts in one whole.

use super::boxes::{OrientedBox, SceneBoxes, near};
use crate::{Scene, SceneFault, SupportSurface};
use glam::DVec3;
use std::collections::BTreeMap;

/// An object rests when its lowest point is this near to the height of its support, m.
const REST_SLACK_M: f64 = 0.005;
/// Parts hang together, and touch floor or walls, when they are this near, m.
const TOUCH_M: f64 = 0.008;

pub(super) fn faults(scene: &Scene, boxes: &SceneBoxes) -> Vec<SceneFault> {
    let mut faults = objects(scene);
    faults.extend(furniture(scene, boxes));
    faults
}

fn objects(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = Vec::new();
    for object in &scene.objects {
        let space = OrientedBox::of_object(object);
        let lowest_m = object.world_from_object.translation.z - space.reach(DVec3::Z);
        let on_support = scene
            .supports
            .iter()
            .any(|support| (lowest_m - support.center.z).abs() <= REST_SLACK_M && carries(support, &space));
        let on_object = scene.objects.iter().filter(|other| other.name != object.name).any(|other| {
            let below = OrientedBox::of_object(other);
            let offset = other.world_from_object.translation - object.world_from_object.translation;
            let top = other.world_from_object.translation.z + below.reach(DVec3::Z);
            (lowest_m - top).abs() <= REST_SLACK_M
                && offset.x.abs() <= below.reach(DVec3::X)
                && offset.y.abs() <= below.reach(DVec3::Y)
        });
        if !on_support && !on_object {
            faults.push(SceneFault::NotSupported { object: object.name.clone(), lowest_m });
        }
    }
    faults
}

/// Whether the centre of a box lies over the surface.
fn carries(support: &SupportSurface, space: &OrientedBox) -> bool {
    let local = support.local(space.pose.translation);
    local.x.abs() <= support.size[0] / 2.0 && local.y.abs() <= support.size[1] / 2.0
}

/// Parts of each piece, joined where they touch; every group must have a part that something else holds.
pub(super) fn furniture(scene: &Scene, boxes: &SceneBoxes) -> Vec<SceneFault> {
    let mut pieces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, fixture) in scene.fixtures.iter().enumerate() {
        if let Some(name) = &fixture.part_of {
            pieces.entry(name).or_default().push(index);
        }
    }
    let mut faults = Vec::new();
    for (name, parts) in pieces {
        let held =
            |index: usize| held_by_building(scene, boxes.bounds[index]) || stands_on(scene, boxes, index);
        let mut reached: Vec<bool> = parts.iter().map(|&part| held(part)).collect();
        let mut open: Vec<usize> = (0..parts.len()).filter(|&k| reached[k]).collect();
        while let Some(k) = open.pop() {
            for next in 0..parts.len() {
                if !reached[next] && near(boxes.bounds[parts[k]], boxes.bounds[parts[next]], TOUCH_M) {
                    reached[next] = true;
                    open.push(next);
                }
            }
        }
        if let Some(k) = reached.iter().position(|reached| !reached) {
            let (furniture, part) = (name.to_owned(), scene.fixtures[parts[k]].name.clone());
            faults.push(SceneFault::Floating { furniture, part });
        }
    }
    faults
}

/// Whether a part touches the floor, or a wall or the ceiling of a room. Without rooms, the floor is all there is.
fn held_by_building(scene: &Scene, (low, high): (DVec3, DVec3)) -> bool {
    low.z <= TOUCH_M
        || scene.rooms.iter().any(|room| {
            high.z >= room.height - TOUCH_M
                || low.x <= room.low[0] + TOUCH_M
                || low.y <= room.low[1] + TOUCH_M
                || high.x >= room.high[0] - TOUCH_M
                || high.y >= room.high[1] - TOUCH_M
        })
}

/// Whether the underside of a part lies on top of a solid part of other furniture.
fn stands_on(scene: &Scene, boxes: &SceneBoxes, index: usize) -> bool {
    let (low, high) = boxes.bounds[index];
    let own = &scene.fixtures[index].part_of;
    boxes.solid.iter().any(|other| {
        (other.high.z - low.z).abs() <= TOUCH_M
            && scene.fixtures[other.fixture].part_of != *own
            && other.low.x <= high.x
            && other.high.x >= low.x
            && other.low.y <= high.y
            && other.high.y >= low.y
    })
}
