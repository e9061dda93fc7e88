//! Contact forces at rest.

use super::{Bound, Measure, Truth, TruthSettings, at};
use rapier3d::prelude::{
    ColliderBuilder, ColliderHandle, MotorModel, PhysicsWorld, PrismaticJointBuilder, RigidBodyBuilder,
    Vector,
};

/// Force between two colliders over the last step, N; 0 where they do not touch.
fn force(
    world: &PhysicsWorld,
    settings: &TruthSettings,
    first: ColliderHandle,
    second: ColliderHandle,
) -> f64 {
    let pair = world.narrow_phase.contact_pair(first, second);
    pair.map_or(0.0, |pair| f64::from(pair.total_impulse_magnitude()) * settings.rate())
}

pub(super) fn stack(settings: &TruthSettings) -> Truth {
    let mut world = settings.world();
    let floor = ColliderBuilder::cuboid(1.0, 1.0, 0.5).translation(Vector::new(0.0, 0.0, -0.5));
    let mut levels = vec![world.insert_collider(floor, None)];
    for (k, mass) in [0.1f32, 0.2, 0.3].into_iter().enumerate() {
        let body = RigidBodyBuilder::dynamic()
            .translation(Vector::new(0.0, 0.0, 0.02 + 0.04 * k as f32))
            .can_sleep(false);
        let collider = ColliderBuilder::cuboid(0.03, 0.03, 0.02).density(mass / (0.06 * 0.06 * 0.04));
        levels.push(world.insert(body, collider).1);
    }
    settings.step(&mut world, 1.0);
    let measures = levels.windows(2).zip([5.886, 4.905, 2.943]).enumerate().map(|(level, (pair, truth))| {
        let found = force(&world, settings, pair[0], pair[1]);
        Measure::new(format!("force under box {}", level + 1), "N", truth, found, Bound::Relative(0.02))
    });
    Truth::new(
        "stack_normal_force",
        "boxes of 0.1, 0.2 and 0.3 kg on each other",
        "each contact carries the weights above it",
        measures.collect(),
    )
}

pub(super) fn motor(settings: &TruthSettings) -> Truth {
    let measures = [0.04f32, 0.002].map(|command| {
        let (force, left) = pressed(settings, command);
        let name = format!("force at {:.0} mm into the wall", 1e3 * command);
        Measure::new(name, "N", (2000.0 * left).min(15.0), force, Bound::Relative(0.01))
    });
    Truth::new(
        "motor_force_saturation",
        "a drive of 2000 N/m, limited to 15 N, presses a finger against a wall",
        "min(limit, stiffness x distance left)",
        measures.into(),
    )
    .noting(
        "mean over 0.1 s: from step to step the force varies by 3 %, motor and contact being solved in turn",
    )
}

/// Mean force (N) and the distance that the drive has left to go (m).
fn pressed(settings: &TruthSettings, command: f32) -> (f64, f64) {
    let mut world = settings.world();
    let base = world.insert_body(RigidBodyBuilder::fixed());
    let collider = ColliderBuilder::cuboid(0.005, 0.01, 0.02).density(0.0);
    let finger = RigidBodyBuilder::dynamic().gravity_scale(0.0).additional_mass(0.25).can_sleep(false);
    let (finger, pad) = world.insert(finger, collider);
    let wall = ColliderBuilder::cuboid(0.01, 0.1, 0.1).translation(Vector::new(0.015, 0.0, 0.0));
    let wall = world.insert_collider(wall, None);
    let joint = PrismaticJointBuilder::new(Vector::X)
        .motor_model(MotorModel::ForceBased)
        .motor_position(command, 2000.0, 60.0)
        .motor_max_force(15.0);
    world.insert_impulse_joint(base, finger, joint);
    settings.step(&mut world, 0.5);
    let steps = settings.steps(0.1).max(1);
    let mut sum = 0.0;
    for _ in 0..steps {
        world.step();
        sum += force(&world, settings, pad, wall);
    }
    (sum / steps as f64, f64::from(command - at(&world, finger).x))
}
