//! Which objects of the catalogue lie still where they are put: most do; a tube or a spatula that is modelled level tips over
//! its belly. What does not is not stood in scenes by itself.

use super::REST_LIMIT_M;
use glam::DVec3;
use restage_assets::{Material, ObjectModel};
use restage_geometry::Pose;
use restage_physics::settle;
use restage_scenes::{Environment, Fixture, FixtureShape, ObjectPlacement, ObjectRole, Scene};
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// How long an object is left alone, s.
const SECS: f64 = 1.0;

/// What has been found out, by catalogue id.
static KNOWN: LazyLock<Mutex<BTreeMap<String, bool>>> = LazyLock::new(Mutex::default);

/// Whether a catalogue object, put down upright on a level plate and left alone, moves by no more than half of what a scene
/// allows. Found out once for each.
pub(super) fn rests(model: &ObjectModel) -> bool {
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(rests) = known().get(&model.id) {
        return *rests;
    }
    // Two threads may both find out; they find the same.
    let moved = settle(&on_a_plate(model), SECS).ok().and_then(|moved| moved.first().copied());
    let rests = moved.is_some_and(|moved| moved <= REST_LIMIT_M / 2.0);
    known().insert(model.id.clone(), rests);
    rests
}

fn on_a_plate(model: &ObjectModel) -> Scene {
    let plate = Fixture {
        name: "plate".into(),
        shape: FixtureShape::Box { size: DVec3::new(2.0, 2.0, 0.1) },
        world_from_fixture: Pose::from_translation(DVec3::Z * -0.05),
        material: Material::plain([0.5; 3], 0.6),
        collides: true,
        part_of: None,
    };
    let object = ObjectPlacement {
        name: "object".into(),
        model: model.clone(),
        world_from_object: Pose::from_translation(DVec3::Z * (model.size().z / 2.0)),
        role: ObjectRole::Target,
    };
    Scene { fixtures: vec![plate], objects: vec![object], ..Scene::empty("plate", Environment::Home) }
}
