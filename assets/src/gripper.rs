//! Two-finger grippers: the dimensions and limits that simulation and pictures share.
//!
//! Gripper frame = TCP frame: origin midway between the pad centres, +z out of the fingers, +x closing axis.

use crate::primitives::rounded_box;
use crate::{Material, VisualPart};
use glam::DVec3;
use serde::{Deserialize, Serialize};

/// A parallel two-finger gripper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GripperModel {
    /// Catalogue name, such as `umi`.
    pub name: String,
    /// Width between the pads when fully open, m.
    pub stroke: f64,
    /// Largest closing force of one finger, N.
    pub max_force: f64,
    /// Largest closing speed (rate of width), m/s.
    pub max_speed: f64,
    /// Reflected mass of one finger, kg (at least 0.2: lighter fingers read widths wrong).
    pub finger_mass: f64,
    /// Full extents of one finger: thickness along x, breadth along y, length along z, m.
    pub finger_size: DVec3,
    /// How far the finger tip reaches beyond the TCP along +z, m.
    pub tip_beyond_tcp: f64,
    /// Full extents of the palm box, m.
    pub palm_size: DVec3,
    /// Friction of the pad material in the catalogue's pairing.
    pub pad_friction: f64,
}

impl GripperModel {
    /// The UMI hand-held gripper with soft fingers: stroke 0.09 m commanded limit; finger about 25 x 45 mm
    /// at the tip (estimated).
    pub fn umi() -> Self {
        Self {
            name: "umi".into(),
            stroke: 0.09,
            max_force: 20.0,
            max_speed: 0.3,
            finger_mass: 0.25,
            finger_size: DVec3::new(0.012, 0.024, 0.09),
            tip_beyond_tcp: 0.015,
            palm_size: DVec3::new(0.15, 0.06, 0.06),
            pad_friction: 0.7,
        }
    }

    /// The collider of one finger in its finger frame. Finger frame: parallel to the TCP frame, origin on the
    /// pad face, `world_from_finger = world_from_tcp * translation(position, 0, 0)` with the position of
    /// `Rollout::finger_positions` (left at -x, right at +x). The pad is the inner face; the box reaches
    /// `tip_beyond_tcp` along +z.
    pub fn finger_box(&self, left: bool) -> GripperBox {
        let outward = if left { -1.0 } else { 1.0 };
        let size = self.finger_size;
        GripperBox {
            center: DVec3::new(outward * size.x / 2.0, 0.0, self.tip_beyond_tcp - size.z / 2.0),
            size,
        }
    }

    /// The collider of the palm in the TCP frame: behind the fingers, its front where the fingers begin.
    pub fn palm_box(&self) -> GripperBox {
        let front = self.tip_beyond_tcp - self.finger_size.z;
        GripperBox { center: DVec3::new(0.0, 0.0, front - self.palm_size.z / 2.0), size: self.palm_size }
    }

    /// Meshes of the palm in the TCP frame.
    pub fn palm_visual(&self) -> Vec<VisualPart> {
        vec![self.palm_box().visual(Material::plain([0.05; 3], 0.45))]
    }

    /// Meshes of one finger in its finger frame (see [`GripperModel::finger_box`]).
    pub fn finger_visual(&self, left: bool) -> Vec<VisualPart> {
        vec![self.finger_box(left).visual(Material::plain([0.75, 0.20, 0.02], 0.6))]
    }
}

/// An axis-aligned collider box of a gripper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GripperBox {
    /// Centre, m, in the frame that the maker of the box tells.
    pub center: DVec3,
    /// Full extents, m.
    pub size: DVec3,
}

impl GripperBox {
    /// The box as a mesh, edges slightly rounded.
    fn visual(&self, material: Material) -> VisualPart {
        VisualPart { mesh: rounded_box(self.size, 0.001).translated(self.center), material }
    }
}
