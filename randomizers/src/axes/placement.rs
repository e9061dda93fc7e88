//! Where the object stands and where it is put down, in the plane of the support.

use crate::distribution::uniform;
use rand_chacha::rand_core::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A move in the plane of the support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanarShift {
    /// Along the front edge, m; positive to the right of a person who stands in front.
    pub along: f64,
    /// Away from that person, m.
    pub depth: f64,
    /// Counter-clockwise turn seen from above, rad.
    pub yaw: f64,
}

/// Start pose of the object, relative to the work point in front of the person and to the recorded orientation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ObjectPoseAxis {
    /// Off: the object stands at the work point as it was recorded.
    pub enabled: bool,
    /// Range along the front edge, m. Wider reaches more of the support and is rejected more often.
    pub along: [f64; 2],
    /// Range in depth, m.
    pub depth: [f64; 2],
    /// Range of yaw against the recorded approach direction, rad. Beyond about 1 the wrist would be twisted.
    pub yaw: [f64; 2],
}

impl Default for ObjectPoseAxis {
    fn default() -> Self {
        Self { enabled: true, along: [-0.22, 0.22], depth: [-0.10, 0.10], yaw: [-0.8, 0.8] }
    }
}

impl ObjectPoseAxis {
    /// Draws a pose.
    pub fn sample(&self, rng: &mut impl Rng) -> PlanarShift {
        shift(rng, self.enabled, self.along, self.depth, self.yaw)
    }
}

/// Where the object is put down, relative to where the recording would put it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlacePoseAxis {
    /// Off: at the recorded displacement from the (unmoved) object.
    pub enabled: bool,
    /// Range along the front edge, m.
    pub along: [f64; 2],
    /// Range in depth, m.
    pub depth: [f64; 2],
    /// Range of yaw, rad.
    pub yaw: [f64; 2],
}

impl Default for PlacePoseAxis {
    fn default() -> Self {
        Self { enabled: true, along: [-0.08, 0.08], depth: [-0.06, 0.06], yaw: [-0.3, 0.3] }
    }
}

impl PlacePoseAxis {
    /// Draws a pose.
    pub fn sample(&self, rng: &mut impl Rng) -> PlanarShift {
        shift(rng, self.enabled, self.along, self.depth, self.yaw)
    }
}

fn shift(rng: &mut impl Rng, enabled: bool, along: [f64; 2], depth: [f64; 2], yaw: [f64; 2]) -> PlanarShift {
    if !enabled {
        return PlanarShift::default();
    }
    PlanarShift { along: uniform(rng, along), depth: uniform(rng, depth), yaw: uniform(rng, yaw) }
}
