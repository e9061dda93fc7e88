//! Balls that roll without slipping.

use super::{Bound, Measure, Truth, TruthSettings, at, ground, resting};
use crate::settings::GRAVITY;
use rapier3d::prelude::{CoefficientCombineRule, ColliderBuilder, RigidBodyBuilder, RigidBodyHandle, Vector};

pub(super) fn sphere_on_an_incline(settings: &TruthSettings) -> Truth {
    let angle = 20f64.to_radians();
    let mut world = settings.world();
    ground(&mut world, angle, 0.5);
    let collider = ColliderBuilder::ball(0.05).density(1000.0).friction(0.5);
    let body = resting(&mut world, angle, 0.05, collider);
    let start = at(&world, body);
    settings.step(&mut world, 1.0);
    let rolled = f64::from((at(&world, body) - start).length());
    let truth = 0.5 * (5.0 / 7.0) * GRAVITY * libm::sin(angle);
    let measure = Measure::new("rolled in 1 s", "m", truth, rolled, Bound::Relative(0.01));
    Truth::new("sphere_rolling_incline", "a sphere on a slope of 20°", "a = 5/7 g sin", vec![measure])
}

/// Balls along an edge of the square that they lie in.
const EDGE: usize = 5;
const BOX_MASS: f32 = 10.0;
const BALL_RADIUS: f32 = 0.1;
/// Half extents of the box, m: the balls roll 4 m backwards on it.
const BOX_HALF: [f32; 3] = [6.0, 6.0, 0.1];

/// The rolling test of `SimBenchmark` (leggedrobotics): a box of 10 kg on the ground (mu 0.4), 25 balls of 1 kg on the box
/// (mu 0.8), 150 N along the diagonal. The ball is driven at its lowest point: `f = m a` and `f r = 2/5 m r² alpha`, so
/// its lowest point moves at 3.5 times its speed, which is the box's.
pub(super) fn balls_on_a_pushed_box(settings: &TruthSettings) -> Truth {
    let mut world = settings.world();
    ground(&mut world, 0.0, 0.4);
    let [x, y, z] = BOX_HALF;
    let plate = ColliderBuilder::cuboid(x, y, z)
        .density(BOX_MASS / (8.0 * x * y * z))
        .friction(0.8)
        .friction_combine_rule(CoefficientCombineRule::Min);
    let plate = resting(&mut world, 0.0, z, plate);
    let volume = 4.0 / 3.0 * std::f32::consts::PI * BALL_RADIUS.powi(3);
    let balls: Vec<RigidBodyHandle> = (0..EDGE * EDGE)
        .map(|k| {
            let place = |k: usize| (k as f32 - 2.0) * 0.4 + 2.0;
            let at = Vector::new(place(k % EDGE), place(k / EDGE), 2.0 * z + BALL_RADIUS);
            let ball = ColliderBuilder::ball(BALL_RADIUS)
                .density(1.0 / volume)
                .friction(0.8)
                .friction_combine_rule(CoefficientCombineRule::Min);
            world.insert(RigidBodyBuilder::dynamic().translation(at).can_sleep(false), ball).0
        })
        .collect();
    let push = Vector::new(1.0, 1.0, 0.0).normalize();
    for _ in 0..settings.steps(4.0) {
        let body = &mut world.bodies[plate];
        body.reset_forces(true);
        body.add_force(push * 150.0, true);
        world.step();
    }
    let speed = |body: &RigidBodyHandle| f64::from(world.bodies[*body].linvel().dot(push));
    let mean = balls.iter().map(speed).sum::<f64>() / balls.len() as f64;
    let furthest = balls.iter().map(speed).max_by(|a, b| (a - mean).abs().total_cmp(&(b - mean).abs()));
    let bound = Bound::Relative(0.02);
    Truth::new(
        "simbenchmark_rolling",
        "a box of 10 kg under 25 balls of 1 kg is pushed with 150 N along the diagonal for 4 s",
        "F - mu g (M + 25 m) = M a_box + 25 m a_ball, a_box = 3.5 a_ball (SimBenchmark)",
        vec![
            Measure::new("speed of the box", "m/s", 2.954, speed(&plate), bound),
            Measure::new("mean speed of the balls", "m/s", 0.844, mean, bound),
            Measure::new(
                "speed of the most different ball",
                "m/s",
                0.844,
                furthest.unwrap_or(f64::NAN),
                bound,
            ),
        ],
    )
}
