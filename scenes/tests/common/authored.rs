//! A scene that an author marked, for the tests of every crate that works in such scenes.

use restage_geometry::Pose;
use restage_scenes::{ObjectPlacement, ObjectRole, Scene, SceneRequest, Zone, ZonePurpose, build};

/// A kitchen: where the object may start, where nothing may stand, how far it may be turned, and a mug of the author's own.
pub fn kitchen() -> Scene {
    let mut scene = build("home_kitchen", &SceneRequest::default()).expect("a kitchen");
    scene.template = "my_kitchen".into();
    let support = scene.supports[0].clone();
    let zone = |name: &str, purpose, center, size| Zone {
        name: name.into(),
        purpose,
        support: support.name.clone(),
        center,
        size,
    };
    scene.zones = vec![
        zone("start", ZonePurpose::Start, [-0.2, 0.0], [0.3, 0.2]),
        zone("free", ZonePurpose::KeepOut, [0.3, 0.0], [0.2, 0.5]),
    ];
    scene.ranges.insert("object_pose.yaw".into(), [-0.05, 0.05]);
    let model = restage_assets::by_id("coffee_mug").expect("in the catalogue").clone();
    let at = support.point(-0.5, 0.15, model.size().z / 2.0);
    scene.objects.push(ObjectPlacement {
        name: "mug".into(),
        model,
        world_from_object: Pose::from_translation(at),
        role: ObjectRole::Distractor,
    });
    scene
}
