//! What two pads hold, and what they measure.

use super::{Bound, Measure, Pick, Truth, TruthSettings, threshold};
use crate::convert::from_pose;
use crate::gripper::{Gripper, GripperCommand};
use crate::hooks::ContactRules;
use crate::limits::grip_mass_limit;
use crate::settings::GRAVITY;
use crate::simulate::{SimulateOptions, simulate};
use crate::world::Part;
use rapier3d::prelude::{ActiveHooks, ColliderBuilder, RigidBodyBuilder, Vector};
use restage_assets::GripperModel;
use restage_geometry::Pose;
use restage_rollouts::{PhysicsParameters, Rollout};

/// Friction and force of the known answer `gripper_lift_limit`.
const FRICTION: f64 = 0.6;
const FORCE: f64 = 10.0;

fn pick(settings: &TruthSettings, mass_kg: f64) -> Option<Rollout> {
    let physics = PhysicsParameters { grip_force: FORCE, pad_friction: FRICTION, ..settings.physics() };
    // Lifted slowly: the limit is the static one.
    let pick = Pick { mass_kg, physics, rise: 0.06, ..Pick::default() };
    simulate(&pick.spec(), &SimulateOptions::default()).ok()
}

pub(super) fn lift_limit(settings: &TruthSettings) -> Truth {
    let truth = grip_mass_limit(FRICTION, FORCE, GRAVITY, 0.0);
    let holds = |share: f64| pick(settings, share * truth).is_some_and(|rollout| rollout.report.success());
    let measured = truth * threshold(0.85, 1.15, 4, holds);
    let measure = Measure::new("heaviest box lifted", "kg", truth, measured, Bound::Relative(0.05));
    Truth::new(
        "gripper_lift_limit",
        "the gripper lifts boxes with 10 N per pad, mu = 0.6, by whole rollouts",
        "m = 2 mu F / g",
        vec![measure],
    )
}

pub(super) fn width(settings: &TruthSettings) -> Truth {
    let read = pick(settings, 0.12).and_then(|rollout| rollout.gripper_width.last().copied());
    let measured = read.unwrap_or(f64::NAN) * 1e3;
    let measure = Measure::new("width between the pads", "mm", 40.0, measured, Bound::Absolute(0.5));
    Truth::new("width_read_back", "a box of 40 mm held at 10 N", "pads stand on the faces", vec![measure])
}

pub(super) fn torsion(settings: &TruthSettings) -> Truth {
    let model = GripperModel::umi();
    let (half_y, half_z) = (model.finger_size.y / 2.0, model.tip_beyond_tcp);
    let limit = 2.0 * FRICTION * FORCE * mean_distance(half_y, half_z);
    let holds = |share: f64| turned(settings, &model, share * limit) < 2f64.to_radians();
    let measured = limit * threshold(0.85, 1.15, 4, holds);
    let measure = Measure::new("largest torque held", "N m", limit, measured, Bound::Relative(0.05));
    Truth::new(
        "torsional_slip",
        "a torque about the closing axis turns a gripped box, 10 N, mu = 0.6",
        "2 mu F x mean distance from the centre of the pad: uniform pressure",
        vec![measure],
    )
    .noting(
        "the solver holds torsion with the corner points of the patch, 1.85 times what uniform pressure holds; the \
         patch therefore spans 0.54 of the pad",
    )
}

/// Mean distance from the centre of a rectangle of these half extents, by the midpoint rule.
fn mean_distance(half_y: f64, half_z: f64) -> f64 {
    const N: usize = 200;
    let cell = |k: usize, half: f64| ((k as f64 + 0.5) / N as f64 * 2.0 - 1.0) * half;
    (0..N * N).map(|k| libm::hypot(cell(k % N, half_y), cell(k / N, half_z))).sum::<f64>() / (N * N) as f64
}

/// Angle (rad) by which a gripped box turns in half a second under this torque (N m).
fn turned(settings: &TruthSettings, model: &GripperModel, torque: f64) -> f64 {
    let mut world = settings.world();
    world.gravity = Vector::ZERO;
    let collider = ColliderBuilder::cuboid(0.02, 0.03, 0.05)
        .density(1000.0)
        .active_hooks(ActiveHooks::MODIFY_SOLVER_CONTACTS)
        .user_data(Part::Object(0).pack(FRICTION as f32));
    let (object, _) = world.insert(RigidBodyBuilder::dynamic().can_sleep(false), collider);
    let mut command = GripperCommand { world_from_tcp: Pose::IDENTITY, width: 0.05 };
    let mut gripper = Gripper::insert(&mut world, model, FORCE, &command);
    command.width = 0.035;
    for step in 0..settings.steps(1.0) {
        gripper.command(&mut world, &command, 1.0 / settings.rate());
        if step > settings.steps(0.5) {
            let body = &mut world.bodies[object];
            body.reset_torques(true);
            body.add_torque(Vector::X * torque as f32, true);
        }
        world.step_with_events(&ContactRules, &());
    }
    from_pose(world.bodies[object].position()).angle(&Pose::IDENTITY)
}
