//! Camera extrinsics and intrinsics, and the pose of the head that one camera is worn on.

use crate::distribution::uniform;
use glam::{DQuat, DVec3};
use rand_chacha::rand_core::Rng;
use restage_geometry::Pose;
use restage_scenes::{CameraMount, Lens, Scene};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Jitter of every camera that is fixed to the gripper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CameraAxis {
    /// Off: as the scene has them.
    pub enabled: bool,
    /// Largest shift along each camera axis, m.
    pub position: f64,
    /// Largest turn about each camera axis, rad.
    pub angle: f64,
    /// Largest relative change of the focal length.
    pub focal: f64,
}

impl Default for CameraAxis {
    fn default() -> Self {
        Self { enabled: true, position: 0.005, angle: 0.035, focal: 0.03 }
    }
}

/// Pose of the head (and of every other camera that stands in the room).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HeadAxis {
    /// Off: as the scene has them.
    pub enabled: bool,
    /// Largest shift along each camera axis, m.
    pub position: f64,
    /// Largest turn about each camera axis, rad.
    pub angle: f64,
    /// Largest relative change of the focal length.
    pub focal: f64,
}

impl Default for HeadAxis {
    fn default() -> Self {
        Self { enabled: true, position: 0.06, angle: 0.07, focal: 0.03 }
    }
}

/// A drawn change of a camera.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameraDraw {
    /// `camera_from_moved_camera`.
    pub shift: DVec3,
    /// The turn of the same, as a rotation vector, rad.
    pub turn: DVec3,
    /// Factor on the focal length.
    pub focal: f64,
}

/// A drawn change of the head's camera; the same numbers as of any other.
pub type HeadDraw = CameraDraw;

impl CameraAxis {
    /// Draws a change.
    pub fn sample(&self, rng: &mut impl Rng) -> CameraDraw {
        draw(rng, self.enabled, self.position, self.angle, self.focal)
    }
}

impl HeadAxis {
    /// Draws a change.
    pub fn sample(&self, rng: &mut impl Rng) -> HeadDraw {
        draw(rng, self.enabled, self.position, self.angle, self.focal)
    }
}

fn draw(rng: &mut impl Rng, enabled: bool, position: f64, angle: f64, focal: f64) -> CameraDraw {
    if !enabled {
        return CameraDraw { shift: DVec3::ZERO, turn: DVec3::ZERO, focal: 1.0 };
    }
    let mut vector = |reach: f64| {
        let x = uniform(rng, [-reach, reach]);
        let y = uniform(rng, [-reach, reach]);
        DVec3::new(x, y, uniform(rng, [-reach, reach]))
    };
    let (shift, turn) = (vector(position), vector(angle));
    CameraDraw { shift, turn, focal: 1.0 + uniform(rng, [-focal, focal]) }
}

impl CameraDraw {
    fn moved(&self, from_camera: &Pose) -> Pose {
        *from_camera * Pose::new(self.shift, DQuat::from_scaled_axis(self.turn))
    }

    /// Changes the cameras on the gripper (`on_gripper`) or those in the room.
    pub fn apply(&self, scene: &mut Scene, on_gripper: bool) {
        for camera in &mut scene.cameras {
            match &mut camera.mount {
                CameraMount::Tcp { tcp_from_camera } if on_gripper => {
                    *tcp_from_camera = self.moved(tcp_from_camera);
                }
                CameraMount::World { world_from_camera } if !on_gripper => {
                    *world_from_camera = self.moved(world_from_camera);
                }
                _ => continue,
            }
            scale_focal(&mut camera.lens, self.focal);
        }
    }
}

fn scale_focal(lens: &mut Lens, factor: f64) {
    match lens {
        Lens::Pinhole { fx, fy, .. }
        | Lens::FisheyeKb4 { fx, fy, .. }
        | Lens::BrownConrady { fx, fy, .. } => {
            *fx *= factor;
            *fy *= factor;
        }
    }
}
