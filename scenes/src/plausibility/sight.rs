//! Cameras are in free air; lights shine from lamps and windows.

use super::boxes::OrientedBox;
use crate::{CameraMount, Light, LightKind, OpeningKind, Scene, SceneFault};
use glam::DVec3;

/// A lamp's light comes from inside of its fixture or from this near to it, m.
const LAMP_REACH_M: f64 = 0.25;
/// The point that stands for a window's daylight is this near to its opening, m.
const WINDOW_REACH_M: f64 = 1.0;

pub(super) fn faults(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = cameras(scene);
    // Without a room there is no building that lamps could hang in.
    if !scene.rooms.is_empty() {
        faults.extend(scene.lights.iter().filter_map(|light| misplaced(scene, light)));
    }
    faults
}

fn cameras(scene: &Scene) -> Vec<SceneFault> {
    let mut faults = Vec::new();
    for camera in &scene.cameras {
        if camera.width == 0 || camera.height == 0 {
            let (width, height) = (camera.width, camera.height);
            faults.push(SceneFault::EmptyImage { camera: camera.name.clone(), width, height });
        }
        let CameraMount::World { world_from_camera } = camera.mount else { continue };
        let eye = world_from_camera.translation;
        let objects = scene.objects.iter().map(|it| (&it.name, OrientedBox::of_object(it)));
        let fixtures = scene.fixtures.iter().map(|it| (&it.name, OrientedBox::of_fixture(it)));
        for (thing, _) in objects.chain(fixtures).filter(|(_, space)| space.contains(eye)) {
            faults.push(SceneFault::CameraInside { camera: camera.name.clone(), thing: thing.clone() });
        }
    }
    faults
}

/// Distance from a point to a box along the world's axes, m.
fn distance(point: DVec3, (low, high): (DVec3, DVec3)) -> f64 {
    (low - point).max(point - high).max(DVec3::ZERO).length()
}

fn misplaced(scene: &Scene, light: &Light) -> Option<SceneFault> {
    let LightKind::Point { position, .. } = light.kind else { return None };
    let fixture = light.fixture.clone().unwrap_or_default();
    let own = scene.fixtures.iter().find(|it| it.name == fixture);
    let from_fixture = own.map_or(f64::INFINITY, |it| distance(position, it.world_bounds()) - LAMP_REACH_M);
    let from_window = scene
        .rooms
        .iter()
        .flat_map(|room| room.openings_of(OpeningKind::Window).map(move |window| (room, window)))
        .map(|(room, window)| {
            let (low, high) = room.wall(window.wall).block(window.along, [0.0, 0.0], window.heights);
            distance(position, (DVec3::from_array(low), DVec3::from_array(high))) - WINDOW_REACH_M
        })
        .fold(f64::INFINITY, f64::min);
    let distance_m = from_fixture.min(from_window);
    (own.is_none() || distance_m > 0.0).then(|| SceneFault::LightOutsideFixture {
        light: light.name.clone(),
        fixture,
        distance_m,
    })
}
