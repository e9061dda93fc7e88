//! What every recipe promises: closed meshes that face outwards, normals that fit them, and convex pieces that fill
//! the same space as the mesh, so that hollow things are hollow to the touch.

mod common;

use common::{Space, bounds_of, check_mesh, total_bounds};
use glam::DVec3;
use proptest::prelude::*;
use restage_assets::{
    Form, GraspAxis, GripperModel, ObjectModel, ObjectShape, ShapePrior, catalogue, entries,
    hypothesis_object,
};

#[test]
fn catalogue_meshes_are_closed_and_face_outwards() {
    for model in catalogue() {
        let parts = model.visual();
        for (k, part) in parts.iter().enumerate() {
            check_mesh(&format!("{} part {k}", model.id), &part.mesh);
        }
        let triangles: usize = parts.iter().map(|part| part.mesh.indices.len() / 3).sum();
        assert!((12..=6000).contains(&triangles), "{}: {triangles} triangles", model.id);
    }
    let total: usize =
        catalogue().iter().flat_map(ObjectModel::visual).map(|part| part.mesh.indices.len() / 3).sum();
    let mean = total / catalogue().len();
    assert!(mean <= 1800, "{mean} triangles on average");
}

#[test]
fn every_slot_is_painted_and_every_paint_used() {
    let mut faults = Vec::new();
    for entry in entries() {
        let used = entry.model.slots();
        let painted = entry.model.materials.len();
        if used != (0..painted).collect::<Vec<_>>() || entry.looks.iter().any(|look| look.len() != painted) {
            faults.push(format!("{}: slots {used:?}, {painted} materials", entry.model.id));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn grippers_have_closed_meshes_around_their_collider_boxes() {
    for name in GripperModel::NAMES {
        let gripper = GripperModel::by_name(name).unwrap();
        for left in [true, false] {
            let parts = gripper.finger_visual(left);
            parts.iter().for_each(|part| check_mesh(name, &part.mesh));
            let (low, high) = total_bounds(&parts);
            // The pad face is x = 0 and nothing but the slide at the root lies on the other side of it.
            let inner = if left { high.x } else { -low.x };
            assert!((0.0..=0.1 * gripper.finger_size.x + 1e-6).contains(&inner), "{name}: {inner}");
            assert!((high.z - gripper.tip_beyond_tcp).abs() < 1e-6, "{name}: tip at {}", high.z);
        }
        let palm = gripper.palm_visual();
        palm.iter().for_each(|part| check_mesh(name, &part.mesh));
        let (_, front) = gripper.palm_box().bounds();
        let (_, high) = total_bounds(&palm);
        assert!((0.0..0.008).contains(&(high.z - front.z)), "{name}: front {front}, mesh {high}");
    }
    assert!(GripperModel::by_name("tongs").is_none());
}

/// What mesh and convex pieces have in common: the pieces claim little that is not there and miss little that is,
/// and both balance at one point.
#[test]
fn colliders_fill_the_space_of_the_mesh() {
    let mut faults = Vec::new();
    for model in catalogue() {
        let (seen, felt) = (Space::seen(model), Space::felt(model));
        let overlap = seen.compare(&felt, model.size());
        let limit = match model.shape {
            // Bristles, teeth, flutes, coils and loose pages are felt as one block.
            ObjectShape::Composed {
                form: Form::HandledBrush | Form::ScrubBrush | Form::Comb | Form::DrillBit | Form::Binder,
                ..
            } => 0.80,
            ObjectShape::Composed { form: Form::CoilSpring, .. } => 4.0,
            // Sixteen flat pieces stand for a round wall that may be no thicker than their sagitta.
            shape if shape.is_hollow() => 0.55,
            ObjectShape::Composed { .. } => 0.40,
            ObjectShape::Can { .. } => 0.15,
            _ => 0.10,
        };
        if overlap.missing > limit || overlap.extra > limit || overlap.center_shift > 0.08 {
            faults.push(format!("{}: {overlap:.3?}", model.id));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn colliders_reach_as_far_as_the_mesh() {
    let mut faults = Vec::new();
    for model in catalogue() {
        let (low, high) = total_bounds(&model.visual());
        let (felt_low, felt_high) = bounds_of(&Space::felt(model));
        let apart = (felt_low - low).abs().max((felt_high - high).abs());
        // Stems of fruit stand out of what is touched.
        let stem = if matches!(model.shape, ObjectShape::Apple { .. } | ObjectShape::Pear { .. }) {
            0.02
        } else {
            0.0
        };
        if apart.x.max(apart.y) > 0.003 || apart.z > 0.003 + stem {
            faults.push(format!("{}: {:.1} mm", model.id, apart * 1e3));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The stated width is what the pads meet at the middle of the object.
#[test]
fn grasps_are_as_wide_as_the_form() {
    let mut faults = Vec::new();
    for entry in entries() {
        let Some(grasp) = entry.grasp else { continue };
        let axis = match grasp.axis {
            GraspAxis::X | GraspAxis::Any => 0,
            GraspAxis::Y => 1,
            GraspAxis::Z => 2,
            GraspAxis::Part => continue,
        };
        let width = Space::seen(&entry.model).width_through_middle(axis, entry.model.size());
        if (width - grasp.width_m).abs() > 0.003 + 0.15 * grasp.width_m {
            faults.push(format!(
                "{}: {:.1} mm measured, {:.1} stated",
                entry.model.id,
                1e3 * width,
                1e3 * grasp.width_m
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn hollow_things_are_hollow_to_the_touch() {
    for model in catalogue() {
        if !model.shape.is_hollow() {
            continue;
        }
        let (seen, felt) = (Space::seen(model), Space::felt(model));
        let cavity = seen.cavity(model.size());
        let share = felt.free_share(&cavity);
        assert!(!cavity.is_empty(), "{}: no cavity to be seen", model.id);
        assert!(share > 0.9, "{}: {:.0} % of the cavity is free", model.id, 100.0 * share);
    }
}

#[test]
fn meshes_fill_the_stated_size() {
    for model in catalogue() {
        let (low, high) = total_bounds(&model.visual());
        let (size, stated) = (high - low, model.size());
        // Stems stand out of the box, labels by a fraction of a millimetre.
        let stem = if matches!(model.shape, ObjectShape::Apple { .. } | ObjectShape::Pear { .. }) {
            0.02
        } else {
            0.0
        };
        let slack = DVec3::new(0.0007, 0.0007, 0.0007 + stem) + stated * 0.02;
        assert!((size - stated).abs().cmple(slack).all(), "{}: {size} instead of {stated}", model.id);
    }
}

#[test]
fn an_object_survives_storage() {
    for model in catalogue() {
        let text = serde_json::to_string(model).unwrap();
        assert_eq!(&serde_json::from_str::<ObjectModel>(&text).unwrap(), model);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever grounding asks for: closed meshes of the asked width, and the same volume to see and to touch.
    #[test]
    fn hypothesis_objects_hold(
        prior in prop::sample::select(vec![
            ShapePrior::Box, ShapePrior::Block, ShapePrior::Cylinder, ShapePrior::Ball, ShapePrior::Banana,
        ]),
        width in 0.012..0.085f64,
        depth in 0.012..0.2f64,
        height in 0.015..0.2f64,
    ) {
        let model = hypothesis_object(prior, width, depth, height, "thing");
        for part in model.visual() {
            check_mesh(&model.id, &part.mesh);
        }
        let closing = if prior == ShapePrior::Banana { model.size().z } else { model.size().x };
        prop_assert!((closing - width).abs() < 1e-9);
        prop_assert!(model.mass_kg >= 0.005 && model.mass_kg < 5.0);
    }

    #[test]
    fn vessels_of_any_size_are_closed(
        radius in 0.02..0.08f64, height in 0.03..0.15f64, wall in 0.002..0.006f64, reach in 0.015..0.04f64,
    ) {
        for shape in [
            ObjectShape::Mug { radius, height, wall, handle_reach: reach },
            ObjectShape::Bowl { radius: 2.0 * radius, foot_radius: radius, height, wall },
            ObjectShape::Bottle {
                size: DVec3::new(2.0 * radius, 2.6 * radius, 2.0 * height),
                neck_radius: 0.4 * radius,
                neck_height: 0.3 * height,
            },
        ] {
            let mut model = catalogue()[0].clone();
            model.shape = shape;
            for part in model.visual() {
                check_mesh("vessel", &part.mesh);
            }
        }
    }

    /// Every instance of an entry is as sound as its nominal form.
    #[test]
    fn any_scale_keeps_mesh_and_colliders_together(index in 0..catalogue().len(), factor in 0.8..1.25f64) {
        let mut model = catalogue()[index].clone();
        let nominal = model.size();
        model.shape = model.shape.scaled(factor);
        prop_assert!((model.size() - nominal * factor).abs().max_element() < 1e-9, "{}", model.id);
        for part in model.visual() {
            check_mesh(&model.id, &part.mesh);
        }
        let (low, high) = bounds_of(&Space::felt(&model));
        prop_assert!(((high - low) - model.size()).abs().max_element() < 0.008, "{}", model.id);
    }
}
