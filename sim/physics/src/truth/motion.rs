//! Bodies that move freely, swing or collide.

use super::{Bound, Measure, Truth, TruthSettings, at, ground};
use crate::settings::GRAVITY;
use rapier3d::prelude::{
    CoefficientCombineRule, ColliderBuilder, MassProperties, PhysicsWorld, Pose, RevoluteJointBuilder,
    RigidBodyBuilder, RigidBodyHandle, Vector,
};
use std::f64::consts::PI;

pub(super) fn free_fall(settings: &TruthSettings) -> Truth {
    let mut world = settings.world();
    let (body, _) = world.insert(RigidBodyBuilder::dynamic(), ColliderBuilder::ball(0.05).density(1000.0));
    settings.step(&mut world, 1.0);
    let fallen = f64::from(at(&world, body).z);
    let exact = -0.5 * GRAVITY;
    let substep = 1.0 / (settings.rate() * f64::from(settings.solver_iterations));
    let law = exact * (1.0 + substep);
    let discretisation = (0.5 * GRAVITY * substep) / exact.abs();
    Truth::new(
        "free_fall",
        "a ball falls for 1 s",
        "z = -g t²/2 (1 + substep/t): semi-implicit Euler",
        vec![
            Measure::new("height against the integrator's law", "m", law, fallen, Bound::Relative(5e-4)),
            Measure::new(
                "height against exact mechanics",
                "m",
                exact,
                fallen,
                Bound::Relative(5e-4 + discretisation),
            ),
        ],
    )
    .noting(
        "semi-implicit Euler falls too far by exactly g t substep / 2 (0.052 % after 1 s at 480 Hz with 4 substeps, \
         0.026 % with 8); the tolerance of 0.05 % is on top of that",
    )
}

pub(super) fn restitution(settings: &TruthSettings) -> Truth {
    let measures = [(0.5f32, 0.125), (0.8, 0.32)].map(|(e, truth)| {
        Measure::new(format!("apex, e = {e}"), "m", truth, apex(settings, e), Bound::Relative(0.02))
    });
    Truth::new("restitution", "a ball falls 0.5 m and bounces", "apex = e² h", measures.into())
}

fn apex(settings: &TruthSettings, e: f32) -> f64 {
    let mut world = settings.world();
    ground(&mut world, 0.0, 0.5);
    let ball = ColliderBuilder::ball(0.05)
        .density(1000.0)
        .restitution(e)
        .restitution_combine_rule(CoefficientCombineRule::Max);
    let (body, _) = world.insert(RigidBodyBuilder::dynamic().translation(Vector::new(0.0, 0.0, 0.55)), ball);
    let (mut bounced, mut highest) = (false, 0.0f32);
    for _ in 0..settings.steps(1.2) {
        world.step();
        let (height, speed) = (at(&world, body).z - 0.05, world.bodies[body].linvel().z);
        if bounced && speed < 0.0 {
            break;
        }
        bounced |= speed > 0.0;
        highest = if bounced { highest.max(height) } else { highest };
    }
    f64::from(highest)
}

/// Period of a point pendulum of length `length` m released at `angle` rad: `2 pi sqrt(L/g) / agm(1, cos(angle/2))`.
pub(super) fn pendulum_period(length: f64, angle: f64) -> f64 {
    let (mut a, mut g) = (1.0, libm::cos(angle / 2.0));
    while (a - g).abs() > 1e-15 {
        (a, g) = (0.5 * (a + g), libm::sqrt(a * g));
    }
    2.0 * PI * libm::sqrt(length / GRAVITY) / a
}

pub(super) fn pendulum(settings: &TruthSettings) -> Truth {
    let bound = Bound::Relative(0.005);
    let mut measures: Vec<Measure> = [5.0f64, 45.0, 90.0]
        .map(|degrees| {
            let angle = degrees.to_radians();
            let bob = ColliderBuilder::ball(BOB_RADIUS).density(1000.0);
            let measured = period(settings, bob, 1.0, angle);
            let name = format!("period of a 1 m pendulum from {degrees}°");
            // The bob's own inertia: 0.4 r² beside L².
            let inertia = libm::sqrt(1.0 + 0.4 * f64::from(BOB_RADIUS * BOB_RADIUS));
            Measure::new(name, "s", pendulum_period(1.0, angle) * inertia, measured, bound)
        })
        .into();
    let rod = ColliderBuilder::cuboid(0.001, 0.001, 0.25).density(1000.0);
    let truth = 2.0 * PI * libm::sqrt(2.0 * 0.5 / (3.0 * GRAVITY));
    let measured = period(settings, rod, 0.25, 0.05);
    measures.push(Measure::new("period of a 0.5 m rod, small swings", "s", truth, measured, bound));
    Truth::new(
        "pendulum",
        "a bob on a massless 1 m rod, and a uniform rod hung at its end",
        "4 sqrt(L/g) K(sin(angle/2)); 2 pi sqrt(2 L / 3 g)",
        measures,
    )
}

const BOB_RADIUS: f32 = 0.02;

/// Mean period over the swings of 6 s of a body hung `arm` m above its centre.
fn period(settings: &TruthSettings, collider: ColliderBuilder, arm: f32, start: f64) -> f64 {
    let mut world = settings.world();
    let pivot = world.insert_body(RigidBodyBuilder::fixed());
    let pose = Pose::rotation(Vector::new(0.0, start as f32, 0.0)) * Pose::translation(0.0, 0.0, -arm);
    let (body, _) = world.insert(RigidBodyBuilder::dynamic().pose(pose).can_sleep(false), collider);
    let joint = RevoluteJointBuilder::new(Vector::Y).local_anchor2(Vector::new(0.0, 0.0, arm));
    world.insert_impulse_joint(pivot, body, joint);
    let mut crossings = Vec::new();
    let mut last = at(&world, body).x;
    for k in 0..settings.steps(6.0) {
        world.step();
        let now = at(&world, body).x;
        if last > 0.0 && now <= 0.0 || last < 0.0 && now >= 0.0 {
            crossings.push((k as f64 + f64::from(last / (last - now))) / settings.rate());
        }
        last = now;
    }
    match crossings.as_slice() {
        [first, .., end] => 2.0 * (end - first) / (crossings.len() - 1) as f64,
        _ => f64::NAN,
    }
}

pub(super) fn collision(settings: &TruthSettings) -> Truth {
    let mut measures = Vec::new();
    for (e, truths) in [(1.0f32, [-1.0, 2.0]), (0.5, [0.0, 1.5])] {
        for ((ball, truth), measured) in ["1 kg", "2 kg"].iter().zip(truths).zip(collided(settings, e)) {
            // 1 % of the incoming 3 m/s.
            let name = format!("speed of the {ball} ball, e = {e}");
            measures.push(Measure::new(name, "m/s", truth, measured, Bound::Absolute(0.03)));
        }
    }
    Truth::new(
        "elastic_collision_1d",
        "a ball of 1 kg at 3 m/s meets one of 2 kg at rest",
        "momentum and restitution",
        measures,
    )
}

fn collided(settings: &TruthSettings, e: f32) -> [f64; 2] {
    let mut world = settings.world();
    world.gravity = Vector::ZERO;
    let ball = |mass: f32| {
        let density = mass / (4.0 / 3.0 * std::f32::consts::PI * 0.05f32.powi(3));
        ColliderBuilder::ball(0.05).density(density).restitution(e)
    };
    let moving = RigidBodyBuilder::dynamic().linvel(Vector::new(3.0, 0.0, 0.0));
    let (first, _) = world.insert(moving, ball(1.0));
    let resting = RigidBodyBuilder::dynamic().translation(Vector::new(0.3, 0.0, 0.0));
    let (second, _) = world.insert(resting, ball(2.0));
    settings.step(&mut world, 0.3);
    [first, second].map(|body| f64::from(world.bodies[body].linvel().x))
}

pub(super) fn torque_free(settings: &TruthSettings) -> Truth {
    const INERTIA: [f32; 3] = [1e-4, 2e-4, 3e-4];
    let mut world = settings.world();
    world.gravity = Vector::ZERO;
    let properties = MassProperties::new(Vector::ZERO, 1.0, Vector::from_array(INERTIA));
    let body = world.insert_body(
        RigidBodyBuilder::dynamic()
            .additional_mass_properties(properties)
            .angvel(Vector::new(1.0, 0.01, 0.0))
            .gyroscopic_forces_enabled(true)
            .can_sleep(false),
    );
    settings.step(&mut world, 1.0);
    let (energy, momentum) = spin(&world, body, INERTIA);
    let bound = Bound::Relative(0.01);
    Truth::new(
        "torque_free_body",
        "a body of three unequal moments of inertia spins freely for 1 s",
        "energy and |angular momentum| stay",
        vec![
            Measure::new("kinetic energy", "J", 5.001e-5, energy, bound),
            Measure::new("angular momentum", "kg m²/s", 1.000_199_980_003_999_1e-4, momentum, bound),
        ],
    )
}

/// Kinetic energy and magnitude of the angular momentum.
fn spin(world: &PhysicsWorld, body: RigidBodyHandle, inertia: [f32; 3]) -> (f64, f64) {
    let local = world.bodies[body].rotation().inverse() * world.bodies[body].angvel();
    let (mut energy, mut momentum) = (0.0, 0.0);
    for (i, w) in inertia.iter().zip(local.to_array()) {
        let (i, w) = (f64::from(*i), f64::from(w));
        energy += 0.5 * i * w * w;
        momentum += i * i * w * w;
    }
    (energy, libm::sqrt(momentum))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `pendulum`.
    #[test]
    fn periods_by_the_arithmetic_geometric_mean() {
        let truths = [2.007_021_914_469_057, 2.086_255_872_614_367_4, 2.367_841_947_576_237_3];
        for (degrees, truth) in [5.0f64, 45.0, 90.0].into_iter().zip(truths) {
            assert!((pendulum_period(1.0, degrees.to_radians()) - truth).abs() < 1e-9);
        }
    }
}
