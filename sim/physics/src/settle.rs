//! Whether a scene rests: its objects left alone under gravity.

use crate::convert::from_pose;
use crate::error::{PhysicsError, SpecFault};
use crate::settings::empty_world;
use crate::world::{insert_fixture, insert_object};
use glam::DVec3;
use restage_geometry::Pose;
use restage_scenes::{Fixture, ObjectPlacement, Scene};

/// Steps per second: resting contact needs no more.
const RATE_HZ: f64 = 240.0;
/// Solver iterations.
const ITERATIONS: usize = 4;
/// Fixtures farther than this from every object are left out, m.
const NEAR_M: f64 = 0.3;

/// How far any corner of each object's box moves within `secs` s, in the order of `scene.objects`, m.
///
/// # Errors
/// [`PhysicsError::InvalidSpec`] where an object has no convex piece with a volume.
pub fn settle(scene: &Scene, secs: f64) -> Result<Vec<f64>, PhysicsError> {
    let mut physics = empty_world(1.0 / RATE_HZ, ITERATIONS);
    for (index, fixture) in scene.fixtures.iter().enumerate().filter(|(_, it)| it.collides && near(it, scene))
    {
        insert_fixture(&mut physics, fixture, index);
    }
    let (mut bodies, mut faults) = (Vec::new(), Vec::<SpecFault>::new());
    for (index, placement) in scene.objects.iter().enumerate() {
        match insert_object(&mut physics, &placement.model, index, &placement.world_from_object, 0) {
            Ok(body) => bodies.push(body),
            Err(fault) => faults
                .push(SpecFault { field: format!("scene.objects[{}].model.shape", placement.name), ..fault }),
        }
    }
    if !faults.is_empty() {
        return Err(PhysicsError::InvalidSpec { index: 0, faults });
    }
    for _ in 0..(secs * RATE_HZ).ceil() as usize {
        physics.step();
    }
    let moved = scene
        .objects
        .iter()
        .zip(bodies)
        .map(|(placement, body)| farthest(placement, &from_pose(physics.bodies[body].position())));
    Ok(moved.collect())
}

/// Whether a fixture is near to any object.
fn near(fixture: &Fixture, scene: &Scene) -> bool {
    let (low, high) = fixture.world_bounds();
    scene.objects.iter().any(|object| {
        let at = object.world_from_object.translation;
        let reach = NEAR_M + object.model.size().length() / 2.0;
        (low - at).max(at - high).max(DVec3::ZERO).length() < reach
    })
}

/// How far the corner that moves most has moved, m.
fn farthest(placement: &ObjectPlacement, now: &Pose) -> f64 {
    let half = placement.model.size() / 2.0;
    (0..8)
        .map(|corner| {
            let sign = |bit: u32| if corner >> bit & 1 == 1 { 1.0 } else { -1.0 };
            let local = half * DVec3::new(sign(0), sign(1), sign(2));
            placement.world_from_object.transform_point(local).distance(now.transform_point(local))
        })
        .fold(0.0, f64::max)
}
