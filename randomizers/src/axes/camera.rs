//! Camera extrinsics and intrinsics.

use crate::law::Law;
use glam::{DQuat, DVec3};
use rand_chacha::rand_core::Rng;
use restage_geometry::Pose;
use restage_scenes::{Camera, CameraMount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! camera_axis {
    ($(#[$doc:meta])* $name:ident, $shift:literal, $degrees:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            /// Off: as the scene has them.
            pub enabled: bool,
            /// Shift along each camera axis, m.
            pub shift: Law,
            /// Turn about each camera axis, rad.
            pub turn: Law,
            /// Relative change of the focal length.
            pub focal: Law,
            /// Change of the first radial distortion coefficient.
            pub k1: Law,
        }

        impl Default for $name {
            fn default() -> Self {
                let turn = f64::to_radians($degrees);
                Self {
                    enabled: true,
                    shift: [-$shift, $shift].into(),
                    turn: [-turn, turn].into(),
                    focal: [-0.03, 0.03].into(),
                    k1: [-0.02, 0.02].into(),
                }
            }
        }

        impl $name {
            /// Draws a change.
            pub fn sample(&self, rng: &mut impl Rng) -> CameraDraw {
                if !self.enabled {
                    return CameraDraw::default();
                }
                CameraDraw {
                    shift: std::array::from_fn(|_| self.shift.sample(rng)),
                    turn: std::array::from_fn(|_| self.turn.sample(rng)),
                    focal: self.focal.sample(rng),
                    k1: self.k1.sample(rng),
                }
            }
        }
    };
}

camera_axis!(
    /// How far cameras on the gripper stray from where and what they should be.
    WristCameraAxis,
    0.005,
    2.0
);
camera_axis!(
    /// The same of the head's camera and of those in the room.
    HeadCameraAxis,
    0.02,
    4.0
);

/// A drawn change of a camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CameraDraw {
    /// Position of the moved camera in the frame of the unmoved one, m.
    pub shift: [f64; 3],
    /// Its turn there, as a rotation vector, rad.
    pub turn: [f64; 3],
    /// Relative change of the focal length.
    pub focal: f64,
    /// Change of the first radial distortion coefficient.
    pub k1: f64,
}

impl CameraDraw {
    fn moved(&self, from_camera: &Pose) -> Pose {
        let turn = DQuat::from_scaled_axis(DVec3::from_array(self.turn));
        *from_camera * Pose::new(DVec3::from_array(self.shift), turn)
    }

    /// Changes the cameras on the gripper (`on_gripper`) or those in the room.
    pub fn apply(&self, cameras: &mut [Camera], on_gripper: bool) {
        for camera in cameras {
            match &mut camera.mount {
                CameraMount::Tcp { tcp_from_camera } if on_gripper => {
                    *tcp_from_camera = self.moved(tcp_from_camera);
                }
                CameraMount::World { world_from_camera } if !on_gripper => {
                    *world_from_camera = self.moved(world_from_camera);
                }
                _ => continue,
            }
            camera.lens = camera.lens.with_focal_factor(1.0 + self.focal).with_more_k1(self.k1);
        }
    }
}
