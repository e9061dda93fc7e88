//! A scene that is left alone: what rests stays, what leans falls, what hangs drops, and each by how much.

use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use restage_physics::settle;
use restage_physics::truth::{Pick, block};
use restage_scenes::{ObjectPlacement, Scene};

/// A table with boxes of 0.04 x 0.05 x 0.1 m at poses of their centres.
fn scene(poses: &[Pose]) -> Scene {
    let mut scene = Pick::default().spec().scene;
    let model = scene.objects.remove(0);
    scene.objects = poses
        .iter()
        .enumerate()
        .map(|(k, pose)| ObjectPlacement {
            name: format!("box_{k}"),
            world_from_object: *pose,
            ..model.clone()
        })
        .collect();
    scene
}

fn moved(poses: &[Pose]) -> Vec<f64> {
    settle(&scene(poses), 0.5).expect("a scene of boxes")
}

fn upright(x: f64, z: f64) -> Pose {
    Pose::from_translation(DVec3::new(x, 0.0, z))
}

#[test]
fn boxes_that_rest_stay() {
    let turned = Pose::new(DVec3::new(0.3, 0.1, 0.05), DQuat::from_rotation_z(0.7));
    // One on the table, one on top of it, one turned.
    let moved = moved(&[upright(0.0, 0.05), upright(0.0, 0.15), turned]);
    assert!(moved.iter().all(|distance| *distance < 0.001), "{moved:?}");
}

#[test]
fn a_leaning_box_falls_and_is_the_one_reported() {
    // On its edge, its centre beyond it: 25 degrees, where a box of 40 by 100 mm tips from 22 on.
    let lean = 25f64.to_radians();
    let height = 0.05 * lean.cos() + 0.02 * lean.sin();
    let leaning = Pose::new(DVec3::new(0.3, 0.0, height), DQuat::from_rotation_y(lean));
    let moved = moved(&[upright(0.0, 0.05), leaning]);
    assert!(moved[0] < 0.001, "{moved:?}");
    // Its upper corners come down by some 5 cm and more.
    assert!(moved[1] > 0.05, "{moved:?}");
}

#[test]
fn a_box_that_leans_less_rights_itself_and_moves_too() {
    let lean = 8f64.to_radians();
    let height = 0.05 * lean.cos() + 0.02 * lean.sin();
    let moved = moved(&[Pose::new(DVec3::Z * height, DQuat::from_rotation_y(lean))]);
    // The upper corner swings by 0.1 m times 8 degrees.
    assert!((0.010..0.025).contains(&moved[0]), "{moved:?}");
}

#[test]
fn what_hangs_in_the_air_drops_by_its_height() {
    let moved = moved(&[upright(0.0, 0.05 + 0.03)]);
    assert!((moved[0] - 0.03).abs() < 0.003, "{moved:?}");
}

#[test]
fn what_stands_over_the_edge_falls_off() {
    // The table ends at x = 0.6; the centre of the box is 5 mm beyond.
    let moved = moved(&[upright(0.605, 0.05)]);
    assert!(moved[0] > 0.1, "{moved:?}");
}

#[test]
fn fixtures_far_away_change_nothing_and_near_ones_hold() {
    let lean = 25f64.to_radians();
    let height = 0.05 * lean.cos() + 0.02 * lean.sin();
    let leaning = Pose::new(DVec3::new(0.3, 0.0, height), DQuat::from_rotation_y(lean));
    let free = scene(&[leaning]);
    let mut far = free.clone();
    far.fixtures.push(block("cupboard", DVec3::new(0.3, 3.0, 0.5), DVec3::ONE));
    assert_eq!(settle(&free, 0.5), settle(&far, 0.5));
    // A wall at the side to which it leans.
    let mut held = free.clone();
    let edge = 0.3 + 0.02 * lean.cos() + 0.05 * lean.sin();
    held.fixtures.push(block("wall", DVec3::new(edge + 0.05, 0.0, 0.2), DVec3::new(0.1, 0.4, 0.4)));
    let moved = settle(&held, 0.5).expect("a scene of boxes");
    assert!(moved[0] < 0.05, "{moved:?}");
}

#[test]
fn an_object_without_volume_is_refused_by_name() {
    let mut scene = scene(&[upright(0.0, 0.05)]);
    scene.objects[0].model.shape = restage_assets::ObjectShape::Box { size: DVec3::ZERO };
    let error = settle(&scene, 0.1).expect_err("no volume").to_string();
    assert!(error.contains("scene.objects[box_0].model.shape"), "{error}");
}
