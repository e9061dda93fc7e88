//! Every kitchen within the documented ranges is a valid scene with a free worktop, lit as asked; a stored scene
//! comes back as it was; broken scenes are told apart.

use glam::DVec3;
use proptest::prelude::*;
use restage_assets::by_id;
use restage_geometry::Pose;
use restage_scenes::kitchen::{DoorStyle, KeyLight, KitchenParameters, WindowPlace, counter_scene};
use restage_scenes::{
    Camera, FixtureShape, LightKind, ObjectPlacement, ObjectRole, Scene, SceneError, SceneFault,
    SceneRequest, SupportSurface, build,
};

/// An object standing upright on a support at (x, y) of its surface.
fn place(scene: &Scene, id: &str, x: f64, y: f64) -> ObjectPlacement {
    let model = by_id(id).expect("an id of the catalogue").clone();
    let at = scene.support().expect("a worktop").point(x, y, model.size().z / 2.0);
    ObjectPlacement {
        name: id.into(),
        model,
        world_from_object: Pose::from_translation(at),
        role: ObjectRole::Distractor,
    }
}

fn furnished(parameters: &KitchenParameters) -> Scene {
    let mut scene = counter_scene(parameters);
    for (id, x, y) in
        [("coffee_mug", -0.45, 0.12), ("ycb_004_sugar_box", 0.0, 0.0), ("dinner_plate", 0.40, -0.05)]
    {
        scene.objects.push(place(&scene, id, x, y));
    }
    let support = scene.supports[0].clone();
    scene.cameras = vec![
        Camera::wrist_umi(224, 224, 0.015),
        Camera::head(320, 240, &support, [0.0, 0.0]),
        Camera::overview(320, 240, &support, [0.0, 0.0]),
    ];
    scene
}

fn parameters() -> impl Strategy<Value = KitchenParameters> {
    let size = (0.86..0.94f64, 0.62..0.70f64, 3.2..4.4f64, 2.2..4.5f64, 2.4..3.2f64, 0.05..1.5f64);
    let choice = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let light = (150.0..1000.0f64, 0.3..0.7f64, 2500.0..6500.0f64, -1.2..1.2f64, 0.6..1.6f64, 0.05..0.20f64);
    // A second run or an island take their part of the room: the wall behind the person moves back.
    let more = (any::<bool>(), 0.9..1.7f64, any::<bool>(), 1.4..2.4f64, 1.07..1.4f64);
    (size, choice, light, more).prop_map(|(size, choice, light, more)| KitchenParameters {
        side_run: if more.0 { more.1 } else { 0.0 },
        island_length: if more.2 { more.3 } else { 0.0 },
        island_gap: more.4,
        counter_height: size.0,
        counter_depth: size.1,
        run_length: size.2,
        aisle: f64::max(
            size.3,
            if more.2 {
                more.4 + 2.3
            } else if more.0 {
                more.1 + 1.2
            } else {
                0.0
            },
        ),
        ceiling_height: size.4,
        side_space: size.5,
        mirrored: choice.0,
        wall_units: choice.1,
        door_style: if choice.2 { DoorStyle::Slab } else { DoorStyle::Shaker },
        window: if choice.3 { WindowPlace::SideWall } else { WindowPlace::OverSink },
        key: if choice.4 { KeyLight::Sun } else { KeyLight::CeilingLamp },
        worktop_lux: light.0,
        lamp_share: light.1,
        lamp_cct_k: light.2,
        lamp_offset: [light.3, light.4],
        tile_edge: light.5,
        ..KitchenParameters::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn kitchens_are_valid(parameters in parameters()) {
        prop_assert_eq!(parameters.faults(), vec![]);
        let scene = furnished(&parameters);
        prop_assert_eq!(scene.validate(), vec![]);
        let support = scene.support().unwrap();
        prop_assert!(support.size[0] >= 1.2 && support.size[1] >= 0.5, "{:?}", support.size);
        prop_assert!((support.center.z - parameters.counter_height).abs() < 1e-12);
    }

    /// Nothing solid stands on the free worktop or hangs lower than 0.4 m above it.
    #[test]
    fn the_free_worktop_is_free(parameters in parameters()) {
        let scene = counter_scene(&parameters);
        let support = scene.support().unwrap();
        for fixture in &scene.fixtures {
            let (low, high) = fixture.world_bounds();
            let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0);
            let offset = (middle - support.center).abs();
            let over = offset.x < half.x + support.size[0] / 2.0 - 1e-6
                && offset.y < half.y + support.size[1] / 2.0 - 1e-6;
            let low = middle.z - half.z - support.center.z;
            let high = low + 2.0 * half.z;
            prop_assert!(!over || high < 1e-6 || low > 0.4, "{} is in the way", fixture.name);
        }
        // The worktop itself is there: one solid slab under the whole area.
        let slab = scene.fixtures.iter().find(|fixture| fixture.name == "kitchen_run/worktop").unwrap();
        let FixtureShape::Box { size } = slab.shape else { panic!("a slab") };
        prop_assert!(slab.collides && size.x >= support.size[0] && size.y >= support.size[1]);
        let top = slab.world_from_fixture.translation.z + size.z / 2.0;
        prop_assert!((top - support.center.z).abs() < 1e-9);
    }

    /// Lamp, window and ambient together give the asked illuminance on the worktop.
    #[test]
    fn the_worktop_is_lit_as_asked(parameters in parameters()) {
        let scene = counter_scene(&parameters);
        let center = scene.support().unwrap().center;
        let lamps = scene.lights.iter().filter(|light| matches!(light.kind, LightKind::Point { .. }));
        let lux = scene.ambient_lux + lamps.map(|light| light.illuminance_up(center)).sum::<f64>();
        prop_assert!((lux - parameters.worktop_lux).abs() < 1.0, "{lux} lx instead of {}", parameters.worktop_lux);
        prop_assert_eq!(scene.lights.iter().filter(|light| light.shadows).count(), 1);
    }
}

#[test]
fn a_scene_comes_back_from_json() {
    let scene = furnished(&KitchenParameters::default());
    let text = scene.to_json().unwrap();
    let back = Scene::from_json(&text, "test").unwrap();
    assert_eq!(back, scene);
    assert_eq!(back.hash(), scene.hash());
    assert_eq!(scene.hash().len(), 64);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scene.json");
    scene.save(&path).unwrap();
    assert_eq!(Scene::load(&path).unwrap(), scene);
}

#[test]
fn any_change_changes_the_hash() {
    let scene = counter_scene(&KitchenParameters::default());
    let other = counter_scene(&KitchenParameters { counter_height: 0.921, ..KitchenParameters::default() });
    let mut exposed = scene.clone();
    exposed.exposure_ev100 += 1e-9;
    assert_ne!(scene.hash(), other.hash());
    assert_ne!(scene.hash(), exposed.hash());
}

#[test]
fn files_of_another_version_are_refused_by_name() {
    let text = counter_scene(&KitchenParameters::default()).to_json().unwrap();
    let newer = text.replacen("\"format_version\": 2", "\"format_version\": 7", 1);
    let error = Scene::from_json(&newer, "file: kitchen.json").unwrap_err();
    assert!(matches!(&error, SceneError::Version { found, .. } if found == "7"));
    assert!(error.to_string().contains("kitchen.json") && error.to_string().contains("hint:"), "{error}");
    assert!(matches!(Scene::from_json("{}", "x"), Err(SceneError::Version { .. })));
    assert!(matches!(Scene::from_json("{ nonsense", "x"), Err(SceneError::Syntax { .. })));
    assert!(matches!(Scene::load(std::path::Path::new("no/such.json")), Err(SceneError::Io { .. })));
}

#[test]
fn parameters_are_stored_and_checked() {
    let parameters = KitchenParameters { tile_edge: 0.15, mirrored: true, ..KitchenParameters::default() };
    let text = serde_json::to_string(&parameters).unwrap();
    assert_eq!(serde_json::from_str::<KitchenParameters>(&text).unwrap(), parameters);
    let broken = KitchenParameters { counter_height: 2.0, lamp_share: f64::NAN, ..parameters };
    let names: Vec<String> = broken.faults().into_iter().map(|fault| fault.name).collect();
    assert_eq!(names, ["counter_height", "lamp_share"]);
    assert!(serde_json::from_str::<KitchenParameters>("{\"hight\": 1}").is_err());
}

#[test]
fn kitchens_have_one_run_or_two_and_some_an_island() {
    let (mut plain, mut corner, mut island) = (0, 0, 0);
    for seed in 0..60 {
        let request = SceneRequest { layout: Some(seed), ..SceneRequest::default() };
        let scene = build("home_kitchen", &request).unwrap();
        let named = |name: &str| scene.supports.iter().find(|it| it.name == name);
        assert_eq!(scene.supports[0].name, "worktop");
        corner += u32::from(named("side worktop").is_some());
        island += u32::from(named("kitchen island").is_some());
        let worktops = || scene.supports.iter().filter(|it| !it.name.contains("dining"));
        plain += u32::from(worktops().count() == 1);
        // All at one height, and the island a work aisle away from the run.
        assert!(worktops().all(|it| (it.center.z - scene.supports[0].center.z).abs() < 1e-9));
        if let Some(island) = named("kitchen island") {
            let back = island.center.y + island.size[1] / 2.0;
            assert!(back <= -1.07, "the aisle is {} m wide", -back);
        }
    }
    assert!(plain >= 10 && corner >= 10 && island >= 10, "{plain} plain, {corner} L, {island} islands of 60");
}

/// Faults of a scene after a change, without the ones it had.
fn faults_after(change: impl FnOnce(&mut Scene)) -> Vec<SceneFault> {
    let mut scene = furnished(&KitchenParameters::default());
    change(&mut scene);
    scene.validate()
}

#[test]
fn broken_scenes_are_told_apart() {
    let not_a_number = faults_after(|scene| scene.objects[1].world_from_object.translation.x = f64::NAN);
    let path = "objects[1].world_from_object.translation[0]".to_owned();
    assert_eq!(not_a_number, [SceneFault::NotFinite { path }]);

    let floating = faults_after(|scene| scene.objects[0].world_from_object.translation.z += 0.05);
    assert!(matches!(&floating[..], [SceneFault::NotSupported { object, .. }] if object == "coffee_mug"));

    let twice = faults_after(|scene| scene.fixtures[1].name = scene.fixtures[0].name.clone());
    assert!(matches!(&twice[..], [SceneFault::DuplicateName { kind: "fixtures", .. }]));

    let inside = faults_after(|scene| {
        let at = scene.objects[1].world_from_object;
        scene.objects[0].world_from_object.translation.x = at.translation.x + 0.02;
        scene.objects[0].world_from_object.translation.y = at.translation.y;
    });
    assert!(
        inside
            .iter()
            .any(|fault| matches!(fault, SceneFault::ObjectsOverlap { depth_m, .. } if *depth_m > 0.02))
    );

    let sunk = faults_after(|scene| scene.objects[2].world_from_object.translation.z -= 0.02);
    assert!(
        sunk.iter().any(
            |fault| matches!(fault, SceneFault::ObjectInFixture { fixture, .. } if fixture == "kitchen_run/worktop")
        )
    );

    let blind = faults_after(|scene| {
        let worktop = SupportSurface { center: DVec3::new(0.0, 0.3, -0.7), ..scene.supports[0].clone() };
        scene.cameras[1] = Camera { width: 0, ..Camera::head(10, 10, &worktop, [0.0, 0.0]) };
    });
    assert!(
        blind.iter().any(|fault| matches!(fault, SceneFault::CameraInside { thing, .. } if thing == "floor")),
        "{blind:?}"
    );
    assert!(blind.iter().any(|fault| matches!(fault, SceneFault::EmptyImage { .. })));

    assert_eq!(
        faults_after(|scene| {
            scene.supports.clear();
            scene.task_zone = None;
        })
        .first(),
        Some(&SceneFault::NoSupport)
    );
}

#[test]
fn an_object_may_stand_on_another() {
    let faults = faults_after(|scene| {
        let mut block = place(scene, "toy_block_40", 0.0, 0.0);
        block.world_from_object.translation.z += by_id("ycb_004_sugar_box").unwrap().size().z;
        scene.objects.push(block);
    });
    assert_eq!(faults, []);
}
