//! Boxes that stick, slide and tip.

use super::{Bound, Measure, Truth, TruthSettings, at, ground, resting, threshold};
use crate::settings::GRAVITY;
use rapier3d::prelude::{ColliderBuilder, Vector};

fn small_box(friction: f32) -> ColliderBuilder {
    ColliderBuilder::cuboid(0.05, 0.05, 0.03).density(500.0).friction(friction)
}

pub(super) fn incline(settings: &TruthSettings) -> Truth {
    let slid = |degrees: f64, secs: f64| {
        let angle = degrees.to_radians();
        let mut world = settings.world();
        ground(&mut world, angle, 0.5);
        let body = resting(&mut world, angle, 0.03, small_box(0.5));
        let start = at(&world, body);
        settings.step(&mut world, secs);
        f64::from((at(&world, body) - start).length())
    };
    Truth::new(
        "incline",
        "a box on a slope, mu = 0.5",
        "sticks below atan(mu) = 26.57°; g (sin - mu cos) t²/2 above",
        vec![
            Measure::new("slid in 2 s at 25°", "m", 0.0, slid(25.0, 2.0), Bound::Absolute(1e-3)),
            Measure::new(
                "slid in 1 s at 30°",
                "m",
                0.328_572_697_218_663_83,
                slid(30.0, 1.0),
                Bound::Relative(0.005),
            ),
        ],
    )
}

pub(super) fn slide_distance(settings: &TruthSettings) -> Truth {
    let mut world = settings.world();
    ground(&mut world, 0.0, 0.3);
    let body = resting(&mut world, 0.0, 0.03, small_box(0.3));
    settings.step(&mut world, 0.2);
    let start = at(&world, body).x;
    world.bodies[body].set_linvel(Vector::new(1.0, 0.0, 0.0), true);
    settings.step(&mut world, 1.0);
    let slid = f64::from(at(&world, body).x - start);
    let measure = Measure::new("distance", "m", 0.169_894_665_307_509_35, slid, Bound::Relative(0.005));
    Truth::new("slide_distance", "a box slides from 1 m/s, mu = 0.3", "v² / (2 mu g)", vec![measure])
}

/// Friction limit of a box of 1 kg at mu = 0.4, N.
const CONE_LIMIT: f64 = 0.4 * GRAVITY;

pub(super) fn cone(settings: &TruthSettings) -> Truth {
    let mut measures = Vec::new();
    for (name, direction) in [("axis", Vector::X), ("diagonal", Vector::new(1.0, 1.0, 0.0).normalize())] {
        let (held, _) = pushed(settings, 0.95, direction);
        let name_held = format!("moved in 1 s at 95 % of mu m g, {name}");
        measures.push(Measure::new(name_held, "m", 0.0, held, Bound::Absolute(1e-3)));
        let (_, speed) = pushed(settings, 1.05, direction);
        let truth = 0.05 * CONE_LIMIT;
        let name_moved = format!("speed after 1 s at 105 %, {name}");
        measures.push(Measure::new(name_moved, "m/s", truth, speed, Bound::Relative(0.01)));
    }
    Truth::new(
        "friction_cone_diagonal",
        "a box of 1 kg is pushed along an axis and along the diagonal, mu = 0.4",
        "mu m g in every direction: a cone, not a pyramid",
        measures,
    )
}

/// Distance (m) and speed (m/s) after 1 s of pushing with a share of the friction limit.
fn pushed(settings: &TruthSettings, share: f64, direction: Vector) -> (f64, f64) {
    let mut world = settings.world();
    ground(&mut world, 0.0, 0.4);
    let density = 1.0 / (0.1 * 0.1 * 0.06);
    let collider = ColliderBuilder::cuboid(0.05, 0.05, 0.03).density(density).friction(0.4);
    let body = resting(&mut world, 0.0, 0.03, collider);
    settings.step(&mut world, 0.2);
    let start = at(&world, body);
    for _ in 0..settings.steps(1.0) {
        // At the height of the plane, so that the push does not tip the box.
        let point = at(&world, body) - Vector::Z * 0.03;
        let rigid = &mut world.bodies[body];
        rigid.reset_forces(true);
        rigid.reset_torques(true);
        rigid.add_force_at_point(direction * (share * CONE_LIMIT) as f32, point, true);
        world.step();
    }
    let moved = f64::from((at(&world, body) - start).length());
    (moved, f64::from(world.bodies[body].linvel().length()))
}

pub(super) fn tipping(settings: &TruthSettings) -> Truth {
    let stands = |degrees: f64| {
        let angle = degrees.to_radians();
        let mut world = settings.world();
        ground(&mut world, angle, 1.0);
        let collider = ColliderBuilder::cuboid(0.02, 0.02, 0.05).density(500.0).friction(1.0);
        let body = resting(&mut world, angle, 0.05, collider);
        let normal = world.bodies[body].rotation() * Vector::Z;
        settings.step(&mut world, 2.0);
        (world.bodies[body].rotation() * Vector::Z).dot(normal) >= 0.8
    };
    let truth = libm::atan(0.4).to_degrees();
    let measured = threshold(18.0, 26.0, 6, stands);
    let measure = Measure::new("tipping angle", "deg", truth, measured, Bound::Absolute(1.0));
    Truth::new(
        "tip_vs_slide",
        "a box 40 mm wide and 100 mm high on a slope that it does not slide on",
        "tan = width / height",
        vec![measure],
    )
}
