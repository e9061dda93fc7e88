//! The shared solver settings against closed-form mechanics, at the rate and iterations that rollouts use by default.

use rapier3d::prelude::*;
use restage_physics::{GRAVITY, empty_world};
use restage_rollouts::PhysicsParameters;

const RATE: f64 = 480.0;
const ITERATIONS: usize = 4;

#[test]
fn rollouts_use_these_settings() {
    let physics = PhysicsParameters::default();
    assert_eq!((f64::from(physics.step_rate_hz), physics.solver_iterations as usize), (RATE, ITERATIONS));
}

fn world() -> PhysicsWorld {
    empty_world(1.0 / RATE, ITERATIONS)
}

fn step(world: &mut PhysicsWorld, secs: f64) {
    for _ in 0..(secs * RATE).round() as usize {
        world.step();
    }
}

fn close(name: &str, found: f64, truth: f64, relative: f64) {
    eprintln!("{name}: {found:.5}, truth {truth:.5}, error {:+.3} %", 100.0 * (found / truth - 1.0));
    assert!((found - truth).abs() <= relative * truth.abs(), "{name}: {found}, truth {truth}");
}

/// A plane whose surface passes through the origin, tilted by `angle` rad about y: downhill is +x.
fn ground(world: &mut PhysicsWorld, angle: f64, friction: f32) {
    let collider = ColliderBuilder::cuboid(20.0, 20.0, 0.5)
        .position(Pose::rotation(Vector::new(0.0, angle as f32, 0.0)) * Pose::translation(0.0, 0.0, -0.5))
        .friction(friction);
    world.insert_collider(collider, None);
}

/// A body resting on the tilted plane, its lower face on it.
fn resting(
    world: &mut PhysicsWorld,
    angle: f64,
    half_height: f32,
    collider: ColliderBuilder,
) -> RigidBodyHandle {
    let pose = Pose::rotation(Vector::new(0.0, angle as f32, 0.0)) * Pose::translation(0.0, 0.0, half_height);
    world.insert(RigidBodyBuilder::dynamic().pose(pose).can_sleep(false), collider).0
}

fn small_box(friction: f32) -> ColliderBuilder {
    ColliderBuilder::cuboid(0.05, 0.05, 0.03).density(500.0).friction(friction)
}

fn at(world: &PhysicsWorld, body: RigidBodyHandle) -> Vector {
    world.bodies[body].translation()
}

#[test]
fn free_fall() {
    let mut world = world();
    let (body, _) = world.insert(RigidBodyBuilder::dynamic(), ColliderBuilder::ball(0.05).density(1000.0));
    step(&mut world, 1.0);
    let fallen = f64::from(at(&world, body).z);
    // Semi-implicit Euler falls too far by exactly g t dt / 2 with the solver's own step.
    close("free fall in 1 s, m", fallen, -4.905 * (1.0 + 1.0 / (RATE * ITERATIONS as f64)), 1e-4);
    close("free fall in 1 s against exact mechanics, m", fallen, -4.905, 1e-3);
}

#[test]
fn incline_sticks_below_and_slides_above_the_friction_angle() {
    let slid = |degrees: f64, secs: f64| {
        let angle = degrees.to_radians();
        let mut world = world();
        ground(&mut world, angle, 0.5);
        let body = resting(&mut world, angle, 0.03, small_box(0.5));
        let start = at(&world, body);
        step(&mut world, secs);
        f64::from((at(&world, body) - start).length())
    };
    let stuck = slid(25.0, 2.0);
    eprintln!("incline 25°, mu 0.5: {:.3} mm in 2 s", stuck * 1e3);
    assert!(stuck < 1e-3, "slid {stuck} m at 25°");
    close("incline 30°, mu 0.5, 1 s, m", slid(30.0, 1.0), 0.328_572_697_218_663_83, 0.005);
}

#[test]
fn sliding_distance() {
    let mut world = world();
    ground(&mut world, 0.0, 0.3);
    let body = resting(&mut world, 0.0, 0.03, small_box(0.3));
    step(&mut world, 0.2);
    let start = at(&world, body).x;
    world.bodies[body].set_linvel(Vector::new(1.0, 0.0, 0.0), true);
    step(&mut world, 1.0);
    close(
        "slide from 1 m/s, mu 0.3, m",
        f64::from(at(&world, body).x - start),
        0.169_894_665_307_509_35,
        0.005,
    );
}

#[test]
fn restitution() {
    for (e, apex) in [(0.5f32, 0.125), (0.8, 0.32)] {
        let mut world = world();
        ground(&mut world, 0.0, 0.5);
        let ball = ColliderBuilder::ball(0.05)
            .density(1000.0)
            .restitution(e)
            .restitution_combine_rule(CoefficientCombineRule::Max);
        let (body, _) =
            world.insert(RigidBodyBuilder::dynamic().translation(Vector::new(0.0, 0.0, 0.55)), ball);
        let (mut bounced, mut highest) = (false, 0.0f32);
        for _ in 0..(1.2 * RATE) as usize {
            world.step();
            let (height, speed) = (at(&world, body).z - 0.05, world.bodies[body].linvel().z);
            if bounced && speed < 0.0 {
                break;
            }
            bounced |= speed > 0.0;
            highest = if bounced { highest.max(height) } else { highest };
        }
        close(&format!("bounce, e {e}, m"), f64::from(highest), apex, 0.02);
    }
}

#[test]
fn friction_limit_is_a_cone() {
    // Mass 1 kg, mu 0.4: 3.924 N in any direction.
    let limit = 0.4 * GRAVITY;
    let pushed = |share: f64, direction: Vector| {
        let mut world = world();
        ground(&mut world, 0.0, 0.4);
        let density = 1.0 / (0.1 * 0.1 * 0.06);
        let collider = ColliderBuilder::cuboid(0.05, 0.05, 0.03).density(density).friction(0.4);
        let body = resting(&mut world, 0.0, 0.03, collider);
        step(&mut world, 0.2);
        let start = at(&world, body);
        // At the height of the plane, so that the push does not tip the box.
        for _ in 0..RATE as usize {
            let point = at(&world, body) - Vector::Z * 0.03;
            let rigid = &mut world.bodies[body];
            rigid.reset_forces(true);
            rigid.reset_torques(true);
            rigid.add_force_at_point(direction * (share * limit) as f32, point, true);
            world.step();
        }
        f64::from((at(&world, body) - start).length())
    };
    for (name, direction) in [("axis", Vector::X), ("diagonal", Vector::new(1.0, 1.0, 0.0).normalize())] {
        let held = pushed(0.95, direction);
        eprintln!("push at 95 % of mu m g, {name}: {:.3} mm in 1 s", held * 1e3);
        assert!(held < 1e-3, "moved {held} m along the {name} at 95 %");
        let moved = pushed(1.05, direction);
        let truth = 0.5 * 0.05 * limit;
        eprintln!("push at 105 %, {name}: {moved:.4} m in 1 s, truth {truth:.4}");
        assert!((moved - truth).abs() < 0.01 * 1.05 * limit / 2.0, "{name}: {moved}, truth {truth}");
    }
}

#[test]
fn tips_before_it_slides() {
    // 40 mm wide, 100 mm high: tips at 21.80°.
    let tips = |degrees: f64| {
        let angle = degrees.to_radians();
        let mut world = world();
        ground(&mut world, angle, 1.0);
        let collider = ColliderBuilder::cuboid(0.02, 0.02, 0.05).density(500.0).friction(1.0);
        let body = resting(&mut world, angle, 0.05, collider);
        let normal = world.bodies[body].rotation() * Vector::Z;
        step(&mut world, 2.0);
        (world.bodies[body].rotation() * Vector::Z).dot(normal) < 0.8
    };
    assert!(!tips(20.8), "tipped at 20.8°");
    assert!(tips(22.8), "stood at 22.8°");
}

#[test]
fn stack_carries_its_weight() {
    let mut world = world();
    let floor = ColliderBuilder::cuboid(1.0, 1.0, 0.5).translation(Vector::new(0.0, 0.0, -0.5));
    let mut levels = vec![world.insert_collider(floor, None)];
    for (k, mass) in [0.1f32, 0.2, 0.3].into_iter().enumerate() {
        let body = RigidBodyBuilder::dynamic()
            .translation(Vector::new(0.0, 0.0, 0.02 + 0.04 * k as f32))
            .can_sleep(false);
        let collider = ColliderBuilder::cuboid(0.03, 0.03, 0.02).density(mass / (0.06 * 0.06 * 0.04));
        levels.push(world.insert(body, collider).1);
    }
    step(&mut world, 1.0);
    for (level, truth) in [5.886, 4.905, 2.943].into_iter().enumerate() {
        let pair = world.narrow_phase.contact_pair(levels[level], levels[level + 1]).unwrap();
        let force = f64::from(pair.total_impulse_magnitude()) * RATE;
        close(&format!("stack, force under box {level}, N"), force, truth, 0.02);
    }
}

#[test]
fn sphere_rolls_down_an_incline() {
    let angle = 20f64.to_radians();
    let mut world = world();
    ground(&mut world, angle, 0.5);
    let collider = ColliderBuilder::ball(0.05).density(1000.0).friction(0.5);
    let body = resting(&mut world, angle, 0.05, collider);
    let start = at(&world, body);
    step(&mut world, 1.0);
    let rolled = f64::from((at(&world, body) - start).length());
    close("sphere, 20°, 1 s, m", rolled, 0.5 * 2.396_584_004_303_436, 0.01);
}

#[test]
fn rod_pendulum_period() {
    // A rod of 0.5 m hung at one end: 1.158 s for small swings.
    let mut world = world();
    let pivot = world.insert_body(RigidBodyBuilder::fixed());
    let start = 0.05f32;
    let rod = ColliderBuilder::cuboid(0.001, 0.001, 0.25).density(1000.0);
    let rotation = Pose::rotation(Vector::new(0.0, start, 0.0));
    let pose = rotation * Pose::translation(0.0, 0.0, -0.25);
    let (body, _) = world.insert(RigidBodyBuilder::dynamic().pose(pose).can_sleep(false), rod);
    let joint = RevoluteJointBuilder::new(Vector::Y).local_anchor2(Vector::new(0.0, 0.0, 0.25));
    world.insert_impulse_joint(pivot, body, joint);
    let mut crossings = Vec::new();
    let mut last = at(&world, body).x;
    for k in 0..(6.0 * RATE) as usize {
        world.step();
        let now = at(&world, body).x;
        if last > 0.0 && now <= 0.0 {
            crossings.push((k as f64 + f64::from(last / (last - now))) / RATE);
        }
        last = now;
    }
    let period = (crossings[crossings.len() - 1] - crossings[0]) / (crossings.len() - 1) as f64;
    close("rod pendulum period, s", period, 1.158_203_138_120_631_2, 0.005);
}

#[test]
fn balls_collide_by_momentum_and_restitution() {
    for (e, truth) in [(1.0f32, [-1.0, 2.0]), (0.5, [0.0, 1.5])] {
        let mut world = world();
        world.gravity = Vector::ZERO;
        let ball = |mass: f32| {
            let density = mass / (4.0 / 3.0 * std::f32::consts::PI * 0.05f32.powi(3));
            ColliderBuilder::ball(0.05).density(density).restitution(e)
        };
        let moving = RigidBodyBuilder::dynamic().linvel(Vector::new(3.0, 0.0, 0.0));
        let (first, _) = world.insert(moving, ball(1.0));
        let (second, _) =
            world.insert(RigidBodyBuilder::dynamic().translation(Vector::new(0.3, 0.0, 0.0)), ball(2.0));
        step(&mut world, 0.3);
        let found = [first, second].map(|body| f64::from(world.bodies[body].linvel().x));
        eprintln!("collision, e {e}: {found:?}, truth {truth:?} m/s");
        for (found, truth) in found.into_iter().zip(truth) {
            assert!((found - truth).abs() < 0.03, "e {e}: {found}, truth {truth}");
        }
    }
}

#[test]
fn torque_free_body_keeps_momentum_and_energy() {
    let inertia = [1e-4f32, 2e-4, 3e-4];
    let mut world = world();
    world.gravity = Vector::ZERO;
    let properties = MassProperties::new(Vector::ZERO, 1.0, Vector::from_array(inertia));
    let body = world.insert_body(
        RigidBodyBuilder::dynamic()
            .additional_mass_properties(properties)
            .angvel(Vector::new(1.0, 0.01, 0.0))
            .gyroscopic_forces_enabled(true)
            .can_sleep(false),
    );
    step(&mut world, 1.0);
    let local = world.bodies[body].rotation().inverse() * world.bodies[body].angvel();
    let (mut energy, mut momentum) = (0.0, 0.0);
    for (i, w) in inertia.iter().zip(local.to_array()) {
        let (i, w) = (f64::from(*i), f64::from(w));
        energy += 0.5 * i * w * w;
        momentum += i * i * w * w;
    }
    close("torque-free body, energy, J", energy, 5.001e-5, 0.01);
    close("torque-free body, momentum, kg m²/s", momentum.sqrt(), 1.000_199_980_003_999_1e-4, 0.01);
}

#[test]
fn motor_saturates_at_its_force_limit() {
    // kp 2000 N/m commanded 40 mm into a wall presses with the limit of 15 N; 2 mm, with kp times what is left to go.
    // Mean over 0.1 s: from step to step the force varies by 3 %, motor and contact being solved in turn.
    for command in [0.04f32, 0.002] {
        let mut world = world();
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
        step(&mut world, 0.5);
        let mut force = 0.0;
        for _ in 0..48 {
            world.step();
            let pair = world.narrow_phase.contact_pair(pad, wall).unwrap();
            force += f64::from(pair.total_impulse_magnitude()) * RATE / 48.0;
        }
        let left = f64::from(command - at(&world, finger).x);
        close(&format!("motor at {command} m, N"), force, (2000.0 * left).min(15.0), 0.01);
    }
}
