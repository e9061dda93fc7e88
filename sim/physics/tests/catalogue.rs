//! Every catalogue object stays where it is put on a table, and those that fit between the fingers can be lifted.

use glam::DVec3;
use restage_assets::{Footprint, GraspAxis, ObjectModel, by_id, catalogue, entries};
use restage_physics::truth::Pick;
use restage_physics::{SimulateOptions, simulate};
use restage_rollouts::PhysicsParameters;

fn pick(model: &ObjectModel) -> Pick {
    let physics = PhysicsParameters {
        pad_friction: model.pad_friction,
        support_friction: model.support_friction,
        ..PhysicsParameters::default()
    };
    Pick { shape: model.shape, mass_kg: model.mass_kg, physics, ..Pick::default() }
}

/// A height at which the fingers reach round the object and the palm stays clear of its top.
fn grasp_height(model: &ObjectModel) -> f64 {
    let height = model.size().z;
    (height * 0.55).max(height - 0.085).max(0.016)
}

#[test]
fn round_feet_can_be_put_down() {
    for id in ["ycb_006_mustard_bottle", "ycb_013_apple", "ycb_005_tomato_soup_can"] {
        let model = by_id(id).unwrap();
        let mut pick = Pick {
            grasp_height: grasp_height(model),
            place: Some(DVec3::new(0.1, -0.15, 0.0)),
            ..pick(model)
        };
        pick.physics.grip_force = 30.0;
        let rollout = simulate(&pick.spec(), &SimulateOptions::default()).unwrap();
        assert!(rollout.report.success(), "{id}: {:?}", rollout.report);
    }
}

#[test]
fn everything_stands_still() {
    let mut moved = Vec::new();
    for model in catalogue() {
        let spec = Pick { grasp_height: 0.5, ..pick(model) }.spec();
        let options = SimulateOptions { early_reject: false, ..SimulateOptions::default() };
        let rollout = simulate(&spec, &options).unwrap();
        let poses = &rollout.bodies[0].world_from_object;
        let (first, last) = (&poses[0], &poses[poses.len() - 1]);
        let (distance, tilt) = (first.distance(last), first.angle(last).to_degrees());
        // What lies on its side may settle a little.
        let (far, steep) =
            if model.shape.footprint() == Footprint::Other { (0.007, 9.0) } else { (0.003, 3.0) };
        if distance > far || tilt > steep {
            moved.push(format!("{}: {:.1} mm, {tilt:.1} deg in 3 s", model.id, distance * 1e3));
        }
    }
    assert!(moved.is_empty(), "{moved:#?}");
}

#[test]
fn what_fits_can_be_lifted() {
    let mut failed = Vec::new();
    let mut tried = 0;
    for entry in entries() {
        let (model, size) = (&entry.model, entry.model.size());
        let Some(grasp) = entry.grasp.filter(|grasp| matches!(grasp.axis, GraspAxis::X | GraspAxis::Any))
        else {
            continue;
        };
        // From above the palm keeps the fingers away from the middle of what is tall and narrows upwards.
        let reached = size.z < 0.24 || model.shape.is_prismatic();
        // Within the stroke of the gripper and the friction limit, with half of it to spare.
        let holds = model.mass_kg * 9.81 * 2.0 < 2.0 * model.pad_friction * 30.0;
        if !reached || grasp.width_m > 0.078 || !holds {
            continue;
        }
        tried += 1;
        let mut pick = Pick { grasp_height: grasp_height(model), ..pick(model) };
        pick.physics.grip_force = 30.0;
        let rollout = simulate(&pick.spec(), &SimulateOptions::default()).unwrap();
        if !rollout.report.success() {
            failed.push(format!("{} {size:.3} m, {} kg: {:?}", model.id, model.mass_kg, rollout.report));
        }
    }
    eprintln!("{tried} objects lifted, {} failed", failed.len());
    assert!(failed.is_empty(), "{failed:#?}");
}
