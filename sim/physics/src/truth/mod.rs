//! The solver against mechanics: scenes whose outcome a formula gives, measured at the settings that rollouts use. One
//! implementation behind the tests of this crate and the report of the program.
//!
//! Each [`Truth`] states its law, what was measured, how far it may be off, and whether it is. Tolerances were fixed
//! before the measurement and do not follow it.

mod contact;
mod friction;
mod gripper;
mod motion;
mod pick;
mod rolling;

pub use pick::{FPS, Pick, block};

use crate::settings::empty_world;
use rapier3d::prelude::{ColliderBuilder, PhysicsWorld, Pose, RigidBodyBuilder, RigidBodyHandle, Vector};
use restage_rollouts::PhysicsParameters;
use serde::Serialize;

/// Solver settings under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TruthSettings {
    /// Physics steps per second.
    pub step_rate_hz: u32,
    /// Solver iterations (substeps) per step.
    pub solver_iterations: u32,
}

impl Default for TruthSettings {
    /// What rollouts use.
    fn default() -> Self {
        let physics = PhysicsParameters::default();
        Self { step_rate_hz: physics.step_rate_hz, solver_iterations: physics.solver_iterations }
    }
}

/// How far a measured value may be from the truth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// `|measured - truth| <= bound * |truth|`.
    Relative(f64),
    /// `|measured - truth| <= bound`, in the unit of the measure.
    Absolute(f64),
}

/// One number of a truth test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// What was measured.
    pub name: String,
    /// Its unit.
    pub unit: &'static str,
    /// What the law says.
    pub truth: f64,
    /// What the simulation did.
    pub measured: f64,
    /// Tolerance.
    pub bound: Bound,
    /// Whether it lies within.
    pub pass: bool,
}

impl Measure {
    fn new(name: impl Into<String>, unit: &'static str, truth: f64, measured: f64, bound: Bound) -> Self {
        let allowed = match bound {
            Bound::Relative(share) => share * truth.abs(),
            Bound::Absolute(allowed) => allowed,
        };
        // A non-finite measurement compares as false and fails.
        let pass = (measured - truth).abs() <= allowed;
        Self { name: name.into(), unit, truth, measured, bound, pass }
    }
}

/// One law and how well the simulation keeps it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Truth {
    /// Stable name.
    pub id: &'static str,
    /// What happens in the scene.
    pub scene: &'static str,
    /// The law.
    pub law: &'static str,
    /// What was measured.
    pub measures: Vec<Measure>,
    /// Whether every measure is within its tolerance.
    pub pass: bool,
    /// A known deviation, explained.
    pub note: Option<&'static str>,
}

impl Truth {
    fn new(id: &'static str, scene: &'static str, law: &'static str, measures: Vec<Measure>) -> Self {
        let pass = !measures.is_empty() && measures.iter().all(|measure| measure.pass);
        Self { id, scene, law, measures, pass, note: None }
    }

    fn noting(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }
}

/// The report of the whole suite.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TruthReport {
    /// Solver settings that were tested.
    pub settings: TruthSettings,
    /// Truths that hold.
    pub passed: usize,
    /// Truths tested.
    pub total: usize,
    /// One per law.
    pub truths: Vec<Truth>,
}

/// A test of one law.
type Check = fn(&TruthSettings) -> Truth;

/// Every law, in the order of the report.
const SUITE: [(&str, Check); 16] = [
    ("free_fall", motion::free_fall),
    ("incline", friction::incline),
    ("slide_distance", friction::slide_distance),
    ("restitution", motion::restitution),
    ("friction_cone_diagonal", friction::cone),
    ("simbenchmark_rolling", rolling::balls_on_a_pushed_box),
    ("tip_vs_slide", friction::tipping),
    ("pendulum", motion::pendulum),
    ("sphere_rolling_incline", rolling::sphere_on_an_incline),
    ("elastic_collision_1d", motion::collision),
    ("stack_normal_force", contact::stack),
    ("torque_free_body", motion::torque_free),
    ("gripper_lift_limit", gripper::lift_limit),
    ("motor_force_saturation", contact::motor),
    ("torsional_slip", gripper::torsion),
    ("width_read_back", gripper::width),
];

/// Names of all laws.
pub fn names() -> [&'static str; SUITE.len()] {
    SUITE.map(|(name, _)| name)
}

/// Tests one law; `None` for a name that is not in [`names`].
pub fn check(name: &str, settings: &TruthSettings) -> Option<Truth> {
    SUITE.iter().find(|(id, _)| *id == name).map(|(_, check)| check(settings))
}

/// Tests every law.
pub fn run_suite(settings: &TruthSettings) -> TruthReport {
    let truths: Vec<Truth> = SUITE.iter().map(|(_, check)| check(settings)).collect();
    let passed = truths.iter().filter(|truth| truth.pass).count();
    TruthReport { settings: *settings, passed, total: truths.len(), truths }
}

impl TruthSettings {
    fn rate(&self) -> f64 {
        f64::from(self.step_rate_hz)
    }

    fn world(&self) -> PhysicsWorld {
        empty_world(1.0 / self.rate(), self.solver_iterations as usize)
    }

    fn steps(&self, secs: f64) -> usize {
        (secs * self.rate()).round() as usize
    }

    fn step(&self, world: &mut PhysicsWorld, secs: f64) {
        for _ in 0..self.steps(secs) {
            world.step();
        }
    }

    fn physics(&self) -> PhysicsParameters {
        PhysicsParameters {
            step_rate_hz: self.step_rate_hz,
            solver_iterations: self.solver_iterations,
            ..PhysicsParameters::default()
        }
    }
}

/// A plane whose surface passes through the origin, tilted by `angle` rad about y: downhill is +x.
fn ground(world: &mut PhysicsWorld, angle: f64, friction: f32) {
    let collider = ColliderBuilder::cuboid(40.0, 40.0, 0.5)
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

fn at(world: &PhysicsWorld, body: RigidBodyHandle) -> Vector {
    world.bodies[body].translation()
}

/// The value between `low` (where `holds`) and `high` (where it does not) at which that changes, by `rounds` halvings;
/// the resolution is `(high - low) / 2^rounds`. An end where the expectation fails is returned itself.
fn threshold(mut low: f64, mut high: f64, rounds: u32, holds: impl Fn(f64) -> bool) -> f64 {
    if !holds(low) {
        return low;
    }
    if holds(high) {
        return high;
    }
    for _ in 0..rounds {
        let middle = 0.5 * (low + high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
