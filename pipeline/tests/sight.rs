//! An object in plain view is seen by every camera; one that is hidden, or out of the picture, is reported with the
//! camera that misses it and the moment.

use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use restage_physics::truth::{Pick, block};
use restage_pipeline::sight::{LEAST_SHARE, Moment, hidden, hidden_at_rest};
use restage_randomizers::CAMERA_NAMES;
use restage_rollouts::RolloutSpec;
use restage_scenes::{Camera, CameraMount};

/// A pick and place on a bare table, with the three cameras of every planned scene.
fn spec() -> RolloutSpec {
    let mut spec = Pick { place: Some(DVec3::new(0.15, 0.05, 0.0)), ..Pick::default() }.spec();
    let support = spec.scene.supports[0].clone();
    let focus = [0.07, 0.02];
    spec.scene.cameras = vec![
        Camera::wrist_umi(64, 64, spec.gripper.tip_beyond_tcp),
        Camera::head(64, 64, &support, focus),
        Camera::overview(64, 64, &support, focus),
    ];
    assert!(spec.scene.cameras.iter().map(|camera| camera.name.as_str()).eq(CAMERA_NAMES));
    spec
}

fn eye(spec: &RolloutSpec, name: &str) -> DVec3 {
    let camera = spec.scene.cameras.iter().find(|camera| camera.name == name).expect("a camera");
    let CameraMount::World { world_from_camera } = camera.mount else { panic!("fixed in the room") };
    world_from_camera.translation
}

#[test]
fn nothing_is_hidden_on_a_bare_table() {
    assert_eq!(hidden(&spec()), None);
}

#[test]
fn a_board_before_a_camera_hides_the_object() {
    for name in ["head", "overview"] {
        let mut spec = spec();
        let board = eye(&spec, name).lerp(DVec3::Z * 0.05, 0.3);
        spec.scene.fixtures.push(block("board", board, DVec3::new(0.25, 0.02, 0.25)));
        let found = hidden(&spec).expect("hidden");
        assert_eq!((found.camera.as_str(), found.moment), (name, Moment::Start), "{found:?}");
        assert!(found.share < LEAST_SHARE);
    }
}

#[test]
fn a_shelf_over_the_object_hides_it_from_the_hand() {
    let mut spec = spec();
    // The camera of the hand comes down from above; those of the room look below the shelf.
    spec.scene.fixtures.push(block("shelf", DVec3::new(0.0, 0.05, 0.13), DVec3::new(0.12, 0.12, 0.01)));
    let found = hidden(&spec).expect("hidden");
    assert_eq!((found.camera.as_str(), found.moment), ("wrist", Moment::Reach), "{found:?}");
}

#[test]
fn an_object_in_front_hides_it_and_one_behind_does_not() {
    let mut spec = spec();
    let towards = (eye(&spec, "head") * DVec3::new(1.0, 1.0, 0.0)).normalize();
    let mut wall = spec.scene.objects[0].clone();
    wall.name = "distractor_0".into();
    wall.model.shape = restage_assets::ObjectShape::Box { size: DVec3::new(0.3, 0.04, 0.4) };
    let turn = DQuat::from_rotation_arc(DVec3::NEG_Y, towards);
    wall.world_from_object = Pose::new(towards * 0.09 + DVec3::Z * 0.2, turn);
    spec.scene.objects.push(wall);
    assert_eq!(hidden(&spec).map(|it| (it.camera, it.moment)), Some(("head".into(), Moment::Start)));
    // Farther away than the object, and low enough for the overview camera too.
    spec.scene.objects[1].world_from_object = Pose::from_translation(DVec3::new(0.0, 0.36, 0.2));
    assert_eq!(hidden(&spec), None);
}

#[test]
fn what_ends_outside_of_the_picture_is_not_seen() {
    let mut spec = spec();
    spec.goal.world_from_object_placed = Some(Pose::from_translation(DVec3::new(2.0, 0.1, 0.05)));
    let found = hidden(&spec).expect("hidden");
    assert_eq!((found.moment, found.share), (Moment::End, 0.0));
}

#[test]
fn resting_objects_are_judged_by_the_cameras_of_the_room_alone() {
    let mut spec = spec();
    let target = spec.scene.objects[0].clone();
    assert_eq!(hidden_at_rest(&spec.scene, &target), None);
    let lid = block("lid", DVec3::Z * 0.06, DVec3::new(0.3, 0.3, 0.2));
    spec.scene.fixtures.push(lid);
    assert_eq!(hidden_at_rest(&spec.scene, &target).map(|it| it.camera), Some("head".into()));
}
