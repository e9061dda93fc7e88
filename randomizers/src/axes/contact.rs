//! What no camera sees: friction, grip force, delays.

use crate::law::Law;
use rand_chacha::rand_core::Rng;
use restage_assets::GripperModel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Coulomb friction of the pads and of the support.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrictionAxis {
    /// Off: the middle of both laws.
    pub enabled: bool,
    /// Pad on object. Above about 1.2 nothing ever slips and success means little.
    pub pad: Law,
    /// Object on support.
    pub support: Law,
}

impl Default for FrictionAxis {
    fn default() -> Self {
        Self { enabled: true, pad: Law::lognormal(0.70, 0.25, [0.3, 1.2]), support: [0.2, 0.6].into() }
    }
}

/// Drawn friction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrictionDraw {
    /// Pad on object.
    pub pad: f64,
    /// Object on support.
    pub support: f64,
}

impl FrictionAxis {
    /// Draws friction.
    pub fn sample(&self, rng: &mut impl Rng) -> FrictionDraw {
        if !self.enabled {
            return FrictionDraw { pad: self.pad.nominal(), support: self.support.nominal() };
        }
        FrictionDraw { pad: self.pad.sample(rng), support: self.support.sample(rng) }
    }
}

/// Grip force and delay of the gripper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GripAxis {
    /// Off: the middle of both laws.
    pub enabled: bool,
    /// Force of each finger, N; no more than the gripper can.
    pub force: Law,
    /// Delay of the gripper beyond that of the arm, s. The motion waits for it.
    pub latency_secs: Law,
}

impl Default for GripAxis {
    fn default() -> Self {
        Self { enabled: true, force: [5.0, 20.0].into(), latency_secs: [0.0, 0.05].into() }
    }
}

/// Drawn grip.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GripDraw {
    /// Force of each finger, N, before the gripper bounds it.
    pub force: f64,
    /// Delay beyond that of the arm, s.
    pub latency_secs: f64,
}

impl GripAxis {
    /// Draws force and delay.
    pub fn sample(&self, rng: &mut impl Rng) -> GripDraw {
        if !self.enabled {
            return GripDraw { force: self.force.nominal(), latency_secs: self.latency_secs.nominal() };
        }
        GripDraw { force: self.force.sample(rng), latency_secs: self.latency_secs.sample(rng) }
    }
}

impl GripDraw {
    /// Force limit of each finger of a gripper, N.
    pub fn force_of(&self, gripper: &GripperModel) -> f64 {
        self.force.min(gripper.max_force)
    }
}

/// Delays of the whole loop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LatencyAxis {
    /// Off: no delay.
    pub enabled: bool,
    /// From the world to what cameras and sensors report of it, s.
    pub observation_secs: Law,
    /// From a command to the motion of the arm, s.
    pub action_secs: Law,
}

impl Default for LatencyAxis {
    fn default() -> Self {
        Self { enabled: true, observation_secs: [0.03, 0.13].into(), action_secs: [0.05, 0.12].into() }
    }
}

/// Drawn delays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LatencyDraw {
    /// From the world to what is reported of it, s.
    pub observation_secs: f64,
    /// From a command to the motion of the arm, s.
    pub action_secs: f64,
}

impl LatencyAxis {
    /// Draws delays.
    pub fn sample(&self, rng: &mut impl Rng) -> LatencyDraw {
        if !self.enabled {
            return LatencyDraw::default();
        }
        LatencyDraw {
            observation_secs: self.observation_secs.sample(rng),
            action_secs: self.action_secs.sample(rng),
        }
    }
}
