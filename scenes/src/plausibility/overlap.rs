//! Nothing occupies the space of anything else.

use super::boxes::{OrientedBox, SceneBoxes, near};
use crate::{Scene, SceneFault};
use std::collections::BTreeMap;

/// Things may sink into each other by this much, m: settled stacks do, and furniture touches.
pub(super) const OVERLAP_SLACK_M: f64 = 0.002;

pub(super) fn faults(scene: &Scene, boxes: &SceneBoxes) -> Vec<SceneFault> {
    let mut faults = objects(scene, boxes);
    faults.extend(fixtures(scene, boxes));
    faults
}

fn objects(scene: &Scene, boxes: &SceneBoxes) -> Vec<SceneFault> {
    let mut faults = Vec::new();
    for (index, object) in scene.objects.iter().enumerate() {
        let space = OrientedBox::of_object(object);
        for other in &scene.objects[index + 1..] {
            let depth_m = space.overlap(&OrientedBox::of_object(other));
            if depth_m > OVERLAP_SLACK_M {
                let (a, b) = (object.name.clone(), other.name.clone());
                faults.push(SceneFault::ObjectsOverlap { a, b, depth_m });
            }
        }
        let bounds = space.bounds();
        let mut deepest: BTreeMap<usize, f64> = BTreeMap::new();
        for piece in boxes.solid.iter().filter(|piece| near((piece.low, piece.high), bounds, 0.0)) {
            let depth = deepest.entry(piece.fixture).or_default();
            *depth = depth.max(space.overlap(&piece.space));
        }
        for (fixture, depth_m) in deepest.into_iter().filter(|(_, depth)| *depth > OVERLAP_SLACK_M) {
            let (object, fixture) = (object.name.clone(), scene.fixtures[fixture].name.clone());
            faults.push(SceneFault::ObjectInFixture { object, fixture, depth_m });
        }
    }
    faults
}

/// Solid parts of different furniture, and of furniture and building. A sweep along x finds what is near.
pub(super) fn fixtures(scene: &Scene, boxes: &SceneBoxes) -> Vec<SceneFault> {
    let group = |index: usize| scene.fixtures[index].part_of.as_deref();
    let mut deepest: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, piece) in boxes.solid.iter().enumerate() {
        open.retain(|&other| boxes.solid[other].high.x > piece.low.x + OVERLAP_SLACK_M);
        for &other in &open {
            let other = &boxes.solid[other];
            let apart = group(piece.fixture) == group(other.fixture)
                || !near((piece.low, piece.high), (other.low, other.high), -OVERLAP_SLACK_M);
            if apart {
                continue;
            }
            let depth = piece.space.overlap(&other.space);
            let pair = (piece.fixture.min(other.fixture), piece.fixture.max(other.fixture));
            if depth > OVERLAP_SLACK_M {
                let known = deepest.entry(pair).or_default();
                *known = known.max(depth);
            }
        }
        open.push(at);
    }
    deepest
        .into_iter()
        .map(|((a, b), depth_m)| SceneFault::FixturesOverlap {
            a: scene.fixtures[a].name.clone(),
            b: scene.fixtures[b].name.clone(),
            depth_m,
        })
        .collect()
}
