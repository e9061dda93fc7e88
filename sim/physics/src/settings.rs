//! The one set of world parameters that rollouts and truth tests share.

use rapier3d::prelude::{FrictionModel, IntegrationParameters, PhysicsWorld, SpringCoefficients, Vector};

/// Standard gravity along -z, m/s².
pub const GRAVITY: f64 = 9.81;

/// Rapier's length scale, m: its tolerances are sized for bodies of about this size.
pub(crate) const LENGTH_UNIT: f32 = 0.1;

/// Contact spring between two moving bodies, Hz. At Rapier's default of 30 Hz a 10 N grip sinks 5 mm into a
/// 40 mm box; at 120 Hz it reads the width to within half a millimetre.
const CONTACT_FREQUENCY_HZ: f32 = 120.0;

/// Contact spring against immovable bodies, Hz: Rapier's default. Stiffer ones make round feet rock: an apple left on a
/// table leans by 10 degrees after 3 s at 240 Hz, by 3 at 120 Hz, by 0.1 at 60 Hz.
const STATIC_CONTACT_FREQUENCY_HZ: f32 = 60.0;

/// Damping ratio of both contact springs (Rapier's default: overdamped, so that contacts do not ring).
const CONTACT_DAMPING_RATIO: f32 = 10.0;

/// Solver parameters for hand-sized objects: `dt` is the physics step in s, `iterations` the number of solver
/// substeps in it.
///
/// What differs from Rapier's defaults, and why, each measured against mechanics:
/// - a length unit of 0.1 m: contact margins of 2 mm rather than 2 cm;
/// - stiffer contacts between moving bodies, for gripper widths that can be read back;
/// - no contact recycling, which keeps stale contact points while a gripped object creeps;
/// - `FrictionModel::Simplified`: its limit is a true circular cone, while the per-point Coulomb model slides
///   at 86-92 % of the limit along a box's own axes.
pub fn solver_settings(dt: f64, iterations: usize) -> IntegrationParameters {
    IntegrationParameters {
        dt: dt as f32,
        num_solver_iterations: iterations,
        length_unit: LENGTH_UNIT,
        contact_recycling: false,
        contact_softness: SpringCoefficients::new(CONTACT_FREQUENCY_HZ, CONTACT_DAMPING_RATIO),
        static_contact_softness: SpringCoefficients::new(STATIC_CONTACT_FREQUENCY_HZ, CONTACT_DAMPING_RATIO),
        friction_model: FrictionModel::Simplified,
        ..IntegrationParameters::default()
    }
}

/// A world with gravity and [`solver_settings`], and nothing in it.
pub fn empty_world(dt: f64, iterations: usize) -> PhysicsWorld {
    let mut world = PhysicsWorld::new();
    world.gravity = Vector::new(0.0, 0.0, -GRAVITY as f32);
    world.integration_parameters = solver_settings(dt, iterations);
    world
}
