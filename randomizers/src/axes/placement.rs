//! Where the object stands and where it is put down, in the plane of the support.

use crate::law::Law;
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

macro_rules! planar_axis {
    ($(#[$doc:meta])* $name:ident, $along:literal, $depth:literal, $yaw:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            /// Off: as it was recorded.
            pub enabled: bool,
            /// Along the front edge, m. Wider reaches more of the support and is rejected more often.
            pub along: Law,
            /// In depth, m.
            pub depth: Law,
            /// Yaw, rad. Beyond about 1 the wrist would be twisted.
            pub yaw: Law,
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    enabled: true,
                    along: [-$along, $along].into(),
                    depth: [-$depth, $depth].into(),
                    yaw: [-$yaw, $yaw].into(),
                }
            }
        }

        impl $name {
            /// Draws a pose.
            pub fn sample(&self, rng: &mut impl Rng) -> PlanarShift {
                if !self.enabled {
                    return PlanarShift::default();
                }
                PlanarShift {
                    along: self.along.sample(rng),
                    depth: self.depth.sample(rng),
                    yaw: self.yaw.sample(rng),
                }
            }
        }
    };
}

planar_axis!(
    /// Start pose of the object, relative to the work point in front of the person and to the recorded orientation.
    ObjectPoseAxis,
    0.22,
    0.10,
    0.8
);
planar_axis!(
    /// Where the object is put down, relative to where the recording would put it: at the recorded displacement from
    /// the object.
    PlacePoseAxis,
    0.08,
    0.06,
    0.3
);
