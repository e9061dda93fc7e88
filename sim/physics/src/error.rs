//! What can be wrong with a specification before anything moves.

use restage_rollouts::{ROLLOUT_FORMAT_VERSION, RolloutSpec};
use std::fmt;
use thiserror::Error;

/// Why a rollout could not be simulated at all. A rollout that runs and fails is no error: see
/// [`restage_rollouts::FailureReason`].
#[derive(Debug, Error, PartialEq)]
pub enum PhysicsError {
    /// The specification contradicts itself; every fault found is listed.
    #[error("rollout {index}: {} fault(s) in its specification:{}", faults.len(), list(faults))]
    InvalidSpec {
        /// Attempt number of the rollout.
        index: u64,
        /// All faults, in the order of the specification's fields.
        faults: Vec<SpecFault>,
    },
    /// The motion needs more physics steps than allowed.
    #[error(
        "rollout {index}: {needed} physics steps needed, {budget} allowed \
         (hint: shorten the trajectory, lower physics.step_rate_hz, or raise the step budget)"
    )]
    StepBudget {
        /// Attempt number of the rollout.
        index: u64,
        /// Steps that the trajectory needs.
        needed: u64,
        /// [`crate::SimulateOptions::max_steps`].
        budget: u64,
    },
    /// The caller gave it up.
    #[error("rollout {index}: given up before frame {frame}")]
    Stopped {
        /// Attempt number of the rollout.
        index: u64,
        /// The frame that was not simulated.
        frame: usize,
    },
}

/// One fault of a specification.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecFault {
    /// Path of the field, such as `trajectory.gripper_width`.
    pub field: String,
    /// What was expected there.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl fmt::Display for SpecFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.field, self.expected, self.found)
    }
}

fn list(faults: &[SpecFault]) -> String {
    faults.iter().map(|fault| format!("\n  - {fault}")).collect()
}

/// Collects faults while checking.
#[derive(Default)]
struct Faults(Vec<SpecFault>);

impl Faults {
    fn check(&mut self, good: bool, field: &str, expected: &str, found: impl fmt::Display) {
        if !good {
            let fault =
                SpecFault { field: field.into(), expected: expected.into(), found: found.to_string() };
            self.0.push(fault);
        }
    }

    fn positive(&mut self, field: &str, value: f64, unit: &str) {
        self.check(value.is_finite() && value > 0.0, field, &format!("more than 0 {unit}"), value);
    }

    fn not_negative(&mut self, field: &str, value: f64, unit: &str) {
        self.check(value.is_finite() && value >= 0.0, field, &format!("at least 0 {unit}"), value);
    }
}

/// Checks everything that simulation relies on; all faults at once.
///
/// # Errors
/// [`PhysicsError::InvalidSpec`] with every fault found.
pub(crate) fn check_spec(spec: &RolloutSpec) -> Result<(), PhysicsError> {
    let mut faults = Faults::default();
    faults.check(
        spec.format_version == ROLLOUT_FORMAT_VERSION,
        "format_version",
        &ROLLOUT_FORMAT_VERSION.to_string(),
        spec.format_version,
    );
    check_scene(spec, &mut faults);
    check_gripper(spec, &mut faults);
    check_physics(spec, &mut faults);
    check_trajectory(spec, &mut faults);
    if let Some(placed) = &spec.goal.world_from_object_placed {
        faults.check(
            placed.is_finite(),
            "goal.world_from_object_placed",
            "a finite pose",
            format!("{placed:?}"),
        );
    }
    faults.not_negative("goal.lift", spec.goal.lift, "m");
    if faults.0.is_empty() {
        Ok(())
    } else {
        Err(PhysicsError::InvalidSpec { index: spec.index, faults: faults.0 })
    }
}

fn check_scene(spec: &RolloutSpec, faults: &mut Faults) {
    let named = spec.scene.objects.iter().filter(|object| object.name == spec.target).count();
    faults.check(named == 1, "target", "the name of exactly one entry of scene.objects", {
        format!("{:?}, which names {named}", spec.target)
    });
    for object in &spec.scene.objects {
        let field = |name: &str| format!("scene.objects[{}].{name}", object.name);
        faults.positive(&field("model.mass_kg"), object.model.mass_kg, "kg");
        faults.not_negative(&field("model.pad_friction"), object.model.pad_friction, "");
        faults.not_negative(&field("model.support_friction"), object.model.support_friction, "");
        let pose = &object.world_from_object;
        let finite = pose.is_finite();
        faults.check(finite, &field("world_from_object"), "a finite pose", format!("{pose:?}"));
    }
    for fixture in &spec.scene.fixtures {
        let pose = &fixture.world_from_fixture;
        let field = format!("scene.fixtures[{}].world_from_fixture", fixture.name);
        faults.check(pose.is_finite(), &field, "a finite pose", format!("{pose:?}"));
    }
}

fn check_gripper(spec: &RolloutSpec, faults: &mut Faults) {
    let gripper = &spec.gripper;
    faults.positive("gripper.stroke", gripper.stroke, "m");
    faults.positive("gripper.max_speed", gripper.max_speed, "m/s");
    faults.positive("gripper.tip_beyond_tcp", gripper.tip_beyond_tcp, "m");
    faults.check(
        gripper.finger_mass.is_finite() && gripper.finger_mass >= crate::gripper::MIN_FINGER_MASS,
        "gripper.finger_mass",
        "at least 0.2 kg of reflected mass (lighter fingers misread widths)",
        gripper.finger_mass,
    );
    for (field, size) in
        [("gripper.finger_size", gripper.finger_size), ("gripper.palm_size", gripper.palm_size)]
    {
        let good = size.is_finite() && size.min_element() > 0.0;
        faults.check(good, field, "three lengths above 0 m", size);
    }
    faults.check(
        spec.physics.grip_force <= gripper.max_force,
        "physics.grip_force",
        &format!("at most gripper.max_force = {} N", gripper.max_force),
        spec.physics.grip_force,
    );
}

fn check_physics(spec: &RolloutSpec, faults: &mut Faults) {
    let physics = &spec.physics;
    faults.check(spec.fps > 0, "fps", "more than 0 Hz", spec.fps);
    faults.check(
        physics.step_rate_hz >= spec.fps,
        "physics.step_rate_hz",
        &format!("at least fps = {}", spec.fps),
        physics.step_rate_hz,
    );
    faults.check(physics.solver_iterations > 0, "physics.solver_iterations", "at least 1", 0);
    faults.positive("physics.grip_force", physics.grip_force, "N");
    faults.not_negative("physics.pad_friction", physics.pad_friction, "");
    faults.not_negative("physics.support_friction", physics.support_friction, "");
    faults.not_negative("physics.gripper_latency_secs", physics.gripper_latency_secs, "s");
    faults.not_negative("physics.action_latency_secs", physics.action_latency_secs, "s");
    faults.not_negative("physics.observation_latency_secs", physics.observation_latency_secs, "s");
}

fn check_trajectory(spec: &RolloutSpec, faults: &mut Faults) {
    let trajectory = &spec.trajectory;
    let (poses, widths) = (trajectory.world_from_tcp.len(), trajectory.gripper_width.len());
    faults.positive("trajectory.rate_hz", trajectory.rate_hz, "Hz");
    faults.check(poses >= 2, "trajectory.world_from_tcp", "at least 2 steps", poses);
    faults.check(widths == poses, "trajectory.gripper_width", &format!("{poses} steps"), widths);
    let broken = trajectory.world_from_tcp.iter().position(|pose| !pose.is_finite());
    if let Some(step) = broken {
        faults.check(false, "trajectory.world_from_tcp", "finite poses", format!("none at step {step}"));
    }
    if let Some(step) = trajectory.gripper_width.iter().position(|width| !width.is_finite()) {
        faults.check(false, "trajectory.gripper_width", "finite widths", format!("none at step {step}"));
    }
}
