//! The same rollout under other settings.

use crate::PipelineError;
use restage_physics::{SimulateOptions, simulate};
use restage_rollouts::{Rollout, RolloutSpec};
use serde::Serialize;

/// What a variant questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantKind {
    /// The numerical solution: a valid label does not depend on it.
    Solver,
    /// The experiment: a robust label survives it.
    Gripper,
}

/// Another way to simulate a stored specification.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Stable name.
    pub name: &'static str,
    /// What it changes.
    pub change: &'static str,
    /// What it questions.
    pub kind: VariantKind,
    apply: fn(&mut RolloutSpec),
}

/// Every variant, in the order of reports.
pub const VARIANTS: [Variant; 6] = [
    Variant {
        name: "rate_doubled",
        change: "twice the steps per second",
        kind: VariantKind::Solver,
        apply: |spec| spec.physics.step_rate_hz *= 2,
    },
    Variant {
        name: "iterations_doubled",
        change: "twice the solver iterations per step",
        kind: VariantKind::Solver,
        apply: |spec| spec.physics.solver_iterations *= 2,
    },
    Variant {
        name: "both_doubled",
        change: "twice the steps per second and twice the iterations",
        kind: VariantKind::Solver,
        apply: |spec| {
            spec.physics.step_rate_hz *= 2;
            spec.physics.solver_iterations *= 2;
        },
    },
    Variant {
        name: "grip_weaker",
        change: "10 % less grip force",
        kind: VariantKind::Gripper,
        apply: |spec| spec.physics.grip_force *= 0.9,
    },
    Variant {
        name: "fingers_heavier",
        change: "50 % more reflected finger mass",
        kind: VariantKind::Gripper,
        apply: |spec| spec.gripper.finger_mass *= 1.5,
    },
    Variant {
        name: "gripper_later",
        change: "20 ms more delay of the gripper",
        kind: VariantKind::Gripper,
        apply: |spec| spec.physics.gripper_latency_secs += 0.02,
    },
];

/// Share of variants that a robust success survives.
const ROBUST_SHARE: f64 = 0.75;

/// What became of one rollout.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recheck {
    /// Whether the stored settings give the stored rollout again, to the bit.
    pub(super) reproduced: bool,
    /// Whether success or failure is as stored, per variant.
    pub(super) holds: [bool; VARIANTS.len()],
    /// `success` or the failure, per variant.
    pub(super) labels: [&'static str; VARIANTS.len()],
}

impl Recheck {
    pub(super) fn of(spec: &RolloutSpec, stored: &Rollout) -> Result<Self, PipelineError> {
        let options = SimulateOptions::default();
        let again = simulate(spec, &options)?;
        let mut recheck = Self {
            reproduced: again == *stored,
            holds: [false; VARIANTS.len()],
            labels: [""; VARIANTS.len()],
        };
        // Twice the rate takes twice the steps.
        let options = SimulateOptions { max_steps: 2 * options.max_steps, ..options };
        for (k, variant) in VARIANTS.iter().enumerate() {
            let mut changed = spec.clone();
            (variant.apply)(&mut changed);
            let report = simulate(&changed, &options)?.report;
            recheck.holds[k] = report.success() == stored.report.success();
            recheck.labels[k] = report.failure.map_or("success", |reason| reason.name());
        }
        Ok(recheck)
    }

    /// Whether the label holds under every solver variant.
    pub(super) fn valid(&self) -> bool {
        VARIANTS.iter().zip(self.holds).all(|(variant, holds)| variant.kind != VariantKind::Solver || holds)
    }

    /// Whether it holds under enough of all variants.
    pub(super) fn robust(&self) -> bool {
        let held = self.holds.iter().filter(|holds| **holds).count();
        held as f64 >= ROBUST_SHARE * VARIANTS.len() as f64
    }
}
