//! What no camera sees: friction, grip force, delay.

use crate::distribution::{truncated_lognormal, uniform};
use rand_chacha::rand_core::Rng;
use restage_assets::GripperModel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Coulomb friction of the pads and of the support.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrictionAxis {
    /// Off: the median of the pads, the middle of the support's range.
    pub enabled: bool,
    /// Median of the lognormal law of pad on object.
    pub pad_median: f64,
    /// Standard deviation of its logarithm.
    pub pad_sigma: f64,
    /// Range that it is cut to. Above about 1.2 nothing ever slips and success means little.
    pub pad_range: [f64; 2],
    /// Friction that real lifts without a slip prove; the law is cut off below it. 0 when unknown.
    pub pad_lower_bound: f64,
    /// Range of object on support, uniform.
    pub support: [f64; 2],
}

impl Default for FrictionAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            pad_median: 0.70,
            pad_sigma: 0.25,
            pad_range: [0.3, 1.2],
            pad_lower_bound: 0.0,
            support: [0.2, 0.6],
        }
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
            return FrictionDraw { pad: self.pad_median, support: (self.support[0] + self.support[1]) / 2.0 };
        }
        let low = self.pad_range[0].max(self.pad_lower_bound).min(self.pad_range[1]);
        FrictionDraw {
            pad: truncated_lognormal(rng, self.pad_median, self.pad_sigma, [low, self.pad_range[1]]),
            support: uniform(rng, self.support),
        }
    }

    /// The least pad friction that can be drawn.
    pub fn least_pad(&self) -> f64 {
        if self.enabled { self.pad_range[0].max(self.pad_lower_bound) } else { self.pad_median }
    }
}

/// Grip force and delay of the gripper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GripAxis {
    /// Off: the middle of both ranges.
    pub enabled: bool,
    /// Force of each finger, N; no more than the gripper can.
    pub force: [f64; 2],
    /// Delay from command to motion, s.
    pub latency_secs: [f64; 2],
}

impl Default for GripAxis {
    fn default() -> Self {
        Self { enabled: true, force: [5.0, 20.0], latency_secs: [0.05, 0.12] }
    }
}

/// Drawn grip.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GripDraw {
    /// Force limit of each finger, N.
    pub force: f64,
    /// Delay from command to motion, s.
    pub latency_secs: f64,
}

impl GripAxis {
    /// Draws force and delay for a gripper.
    pub fn sample(&self, rng: &mut impl Rng, gripper: &GripperModel) -> GripDraw {
        let middle = |range: [f64; 2]| (range[0] + range[1]) / 2.0;
        let (force, latency_secs) = if self.enabled {
            (uniform(rng, self.force), uniform(rng, self.latency_secs))
        } else {
            (middle(self.force), middle(self.latency_secs))
        };
        GripDraw { force: force.min(gripper.max_force), latency_secs }
    }
}
