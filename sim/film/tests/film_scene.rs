//! What renderers rely on: the order of bodies, poses of fingers and wrist camera, shared meshes, and that picture and
//! physics agree on the gripper.

use glam::{DQuat, DVec3, Vec3};
use restage_assets::{GripperModel, by_id};
use restage_episodes::DemonstrationSource;
use restage_film::{FilmScene, FrameState, InstanceBody, cameras_at, posed_cameras};
use restage_geometry::Pose;
use restage_rollouts::{
    BodyTrack, CommandTrajectory, ContactSample, Goal, PhysicsParameters, Rollout, RolloutSpec, SourceTrace,
    Stage, StageReport,
};
use restage_scenes::{Camera, KitchenParameters, ObjectPlacement, ObjectRole, Scene, counter_scene};

fn scene() -> Scene {
    let mut scene = counter_scene(&KitchenParameters::default());
    let support = scene.supports[0].clone();
    for (name, id, x) in
        [("mug", "coffee_mug", -0.3), ("other_mug", "coffee_mug", 0.3), ("apple", "ycb_013_apple", 0.0)]
    {
        let model = by_id(id).expect("an id of the catalogue").clone();
        let at = support.point(x, 0.0, model.size().z / 2.0);
        let (world_from_object, role) = (Pose::from_translation(at), ObjectRole::Distractor);
        scene.objects.push(ObjectPlacement { name: name.into(), model, world_from_object, role });
    }
    scene.cameras = vec![Camera::wrist_umi(64, 64, 0.015), Camera::head(64, 48, &support, [0.0, 0.0])];
    scene
}

fn spec(gripper: GripperModel) -> RolloutSpec {
    RolloutSpec {
        format_version: restage_rollouts::ROLLOUT_FORMAT_VERSION,
        generator_version: "test".into(),
        index: 0,
        seed: 0,
        source: SourceTrace {
            demonstration: DemonstrationSource {
                dataset: "none".into(),
                episode_index: 0,
                group: "none".into(),
                scripted: true,
            },
            new_from_source: Pose::IDENTITY,
            unchanged: true,
        },
        task: String::new(),
        scene: scene(),
        target: "apple".into(),
        gripper,
        physics: PhysicsParameters::default(),
        trajectory: CommandTrajectory {
            rate_hz: 30.0,
            world_from_tcp: Vec::new(),
            gripper_width: Vec::new(),
            segments: Vec::new(),
        },
        goal: Goal { lift: 0.04, world_from_object_placed: None },
        fps: 30,
        draws: std::collections::BTreeMap::new(),
    }
}

fn rollout(scene: &Scene) -> Rollout {
    let tcp = |k: usize| Pose::new(DVec3::new(0.1 * k as f64, 0.2, 1.1), DQuat::from_rotation_x(3.0));
    let track = |object: &ObjectPlacement| BodyTrack {
        name: object.name.clone(),
        world_from_object: (0..3)
            .map(|k| Pose::from_translation(DVec3::Z * 0.01 * k as f64) * object.world_from_object)
            .collect(),
    };
    Rollout {
        format_version: restage_rollouts::ROLLOUT_FORMAT_VERSION,
        index: 0,
        fps: 30,
        world_from_tcp: (0..3).map(tcp).collect(),
        gripper_width: vec![0.06, 0.05, 0.04],
        finger_positions: vec![[-0.03, 0.03], [-0.02, 0.03], [-0.02, 0.02]],
        bodies: scene.objects.iter().map(track).collect(),
        contacts: vec![ContactSample::default(); 3],
        report: StageReport {
            reached: Stage::None,
            required: Stage::Lift,
            first_met_secs: Vec::new(),
            failure: None,
            slip_m: 0.0,
            slip_rad: 0.0,
        },
    }
}

#[test]
fn bodies_are_objects_then_palm_and_fingers() {
    let spec = spec(GripperModel::umi());
    let scene = &spec.scene;
    let film = FilmScene::from_spec(&spec);
    let state = FrameState::from_rollout(&spec, &rollout(scene), 1);
    assert_eq!(state.bodies.len(), scene.objects.len() + 3);
    let count = |body: usize| film.instances.iter().filter(|it| it.body == InstanceBody::Body(body)).count();
    for (index, object) in scene.objects.iter().enumerate() {
        assert_eq!(count(index), object.model.visual().len(), "{}", object.name);
        assert!(
            film.instances.iter().any(|it| it.body == InstanceBody::Body(index) && it.name == object.name)
        );
        assert!(
            (state.bodies[index].translation.z - object.world_from_object.translation.z - 0.01).abs() < 1e-12
        );
    }
    for (offset, name) in ["gripper_palm", "gripper_left_finger", "gripper_right_finger"].iter().enumerate() {
        let body = InstanceBody::Body(scene.objects.len() + offset);
        assert!(film.instances.iter().any(|it| it.body == body));
        assert!(film.instances.iter().filter(|it| it.body == body).all(|it| it.name == *name));
    }
    let fixtures = film.instances.iter().filter(|it| it.body == InstanceBody::Static).count();
    let parts: usize = scene.fixtures.iter().map(|it| it.shape.visual(&it.material).len()).sum();
    assert_eq!(fixtures, parts);
    assert!(film.instances.len() < usize::from(u16::MAX), "ids fit the segmentation image");
}

/// The pad faces of the filmed fingers are as far apart as the simulated width.
#[test]
fn the_filmed_gap_is_the_simulated_width() {
    for name in GripperModel::NAMES {
        let spec = spec(GripperModel::by_name(name).expect("a known gripper"));
        let (scene, gripper) = (&spec.scene, &spec.gripper);
        let rollout = rollout(scene);
        let film = FilmScene::from_spec(&spec);
        for frame in 0..3 {
            let state = FrameState::from_rollout(&spec, &rollout, frame);
            let tcp_from_world = rollout.world_from_tcp[frame].inverse();
            let palm = scene.objects.len();
            let inner = |body: usize, sign: f64| {
                let tcp_from_finger = tcp_from_world * state.bodies[body];
                let pads = film.instances.iter().filter(|it| it.body == InstanceBody::Body(body));
                pads.flat_map(|it| it.mesh.positions.iter())
                    .map(|p| tcp_from_finger.transform_point(Vec3::from_array(*p).as_dvec3()))
                    // Above the slide at the root.
                    .filter(|p| p.z > -0.5 * gripper.finger_size.z)
                    .map(|p| p.x * sign)
                    .fold(f64::INFINITY, f64::min)
            };
            let gap = inner(palm + 1, -1.0) + inner(palm + 2, 1.0);
            assert!((gap - rollout.gripper_width[frame]).abs() < 1e-5, "{name} frame {frame}: gap {gap}");
        }
    }
}

#[test]
fn the_wrist_camera_follows_the_gripper_and_the_head_does_not() {
    let spec = spec(GripperModel::umi());
    let rollout = rollout(&spec.scene);
    let first = cameras_at(&spec, &rollout, 0);
    let last = cameras_at(&spec, &rollout, 2);
    assert_eq!(last, posed_cameras(&spec.scene, rollout.world_from_tcp[2]));
    assert_eq!(first[1], last[1]);
    let moved = last[0].world_from_camera.translation - first[0].world_from_camera.translation;
    assert!((moved - DVec3::X * 0.2).length() < 1e-12);
    // The TCP appears below the middle of the wrist image, as far as the lens says.
    let pixel = first[0].project(rollout.world_from_tcp[0].translation).expect("in view");
    assert!((pixel.x - 32.0).abs() < 0.5 && pixel.y > 36.0 && pixel.y < 60.0, "{pixel}");
}

#[test]
fn frames_beyond_the_end_show_the_last_and_an_empty_rollout_shows_nothing() {
    let spec = spec(GripperModel::umi());
    let scene = &spec.scene;
    let mut rollout = rollout(scene);
    assert_eq!(FrameState::from_rollout(&spec, &rollout, 99), FrameState::from_rollout(&spec, &rollout, 2));
    rollout.bodies.reverse();
    let untracked = rollout.bodies.pop().expect("three tracks");
    let state = FrameState::from_rollout(&spec, &rollout, 2);
    assert_eq!(untracked.name, scene.objects[0].name);
    assert_eq!(state.bodies[0], scene.objects[0].world_from_object);
    assert!(
        (state.bodies[2].translation.z - scene.objects[2].world_from_object.translation.z - 0.02).abs()
            < 1e-12
    );
    rollout.world_from_tcp.clear();
    assert!(FrameState::from_rollout(&spec, &rollout, 0).bodies.is_empty());
    let start = FrameState::at_start(scene, Pose::IDENTITY, 0.08);
    assert_eq!(start.bodies.len(), scene.objects.len() + 3);
    assert!((start.bodies[scene.objects.len() + 2].translation.x - 0.04).abs() < 1e-12);
}

#[test]
fn equal_meshes_are_shared() {
    let film = FilmScene::from_scene(&scene(), None);
    let named = |name: &str| film.instances.iter().find(|it| it.name == name).expect("filmed");
    assert!(std::sync::Arc::ptr_eq(&named("mug").mesh, &named("other_mug").mesh));
    assert!(!std::sync::Arc::ptr_eq(&named("mug").mesh, &named("apple").mesh));
}
