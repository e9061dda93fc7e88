//! Two-finger grippers: the dimensions and limits that simulation and pictures share.
//!
//! Gripper frame = TCP frame: origin midway between the pad centres, +z out of the fingers, +x closing axis.
//! Finger frame: parallel to the TCP frame, origin on the pad face, so that
//! `world_from_finger = world_from_tcp * translation(position, 0, 0)` with the position of
//! `Rollout::finger_positions` (left finger at -x, right finger at +x).

use crate::{VisualPart, gripper_visual};
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
    /// The UMI hand-held gripper with soft fingers: stroke 0.09 m commanded limit, rail 0.16 m long; finger about
    /// 25 x 45 mm at the tip and its free length estimated, so that the wrist camera sees the fingers past the rail.
    pub fn umi() -> Self {
        Self {
            name: "umi".into(),
            stroke: 0.09,
            max_force: 20.0,
            max_speed: 0.3,
            finger_mass: 0.25,
            finger_size: DVec3::new(0.012, 0.024, 0.11),
            tip_beyond_tcp: 0.015,
            palm_size: DVec3::new(0.16, 0.044, 0.05),
            pad_friction: 0.7,
        }
    }

    /// Robotiq 2F-85: stroke 0.085 m, pads 22 x 37.5 mm, 20-235 N of which the middle is taken, at most
    /// 0.15 m/s. Its linkage moves the tips along the approach axis while closing; here they move straight.
    pub fn robotiq_2f85() -> Self {
        Self {
            name: "robotiq_2f85".into(),
            stroke: 0.085,
            max_force: 125.0,
            max_speed: 0.15,
            finger_mass: 0.25,
            finger_size: DVec3::new(0.014, 0.022, 0.066),
            tip_beyond_tcp: 0.01875,
            palm_size: DVec3::new(0.11, 0.075, 0.09),
            pad_friction: 0.7,
        }
    }

    /// A parallel stand-in for the SO-100 jaw. The real jaw turns about a hinge, so its faces tilt as it opens and
    /// the gap reaches 75 mm at 45°; this one keeps its faces parallel and opens to those 75 mm. Force from the
    /// servo's torque at the tip (43 N at 78 mm, by torque limit; sustained about half).
    pub fn so100_jaw() -> Self {
        Self {
            name: "so100_jaw".into(),
            stroke: 0.075,
            max_force: 22.0,
            max_speed: 0.35,
            finger_mass: 0.2,
            finger_size: DVec3::new(0.014, 0.022, 0.082),
            tip_beyond_tcp: 0.012,
            palm_size: DVec3::new(0.075, 0.05, 0.055),
            pad_friction: 0.55,
        }
    }

    /// Franka hand: stroke 0.080 m, 70 N continuous, 0.05 m/s per finger; the tips reach 9 mm beyond the TCP.
    pub fn franka_hand() -> Self {
        Self {
            name: "franka_hand".into(),
            stroke: 0.08,
            max_force: 70.0,
            max_speed: 0.1,
            finger_mass: 0.2,
            finger_size: DVec3::new(0.015, 0.019, 0.054),
            tip_beyond_tcp: 0.009,
            palm_size: DVec3::new(0.204, 0.063, 0.066),
            pad_friction: 0.7,
        }
    }

    /// Names that [`GripperModel::by_name`] knows.
    pub const NAMES: [&'static str; 4] = ["umi", "robotiq_2f85", "so100_jaw", "franka_hand"];

    /// The gripper of a catalogue name, or `None`.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "umi" => Some(Self::umi()),
            "robotiq_2f85" => Some(Self::robotiq_2f85()),
            "so100_jaw" => Some(Self::so100_jaw()),
            "franka_hand" => Some(Self::franka_hand()),
            _ => None,
        }
    }

    /// The collider of one finger in its finger frame: the inner face is the pad (x = 0), the box extends
    /// outwards and reaches `tip_beyond_tcp` along +z.
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

    /// Meshes of everything that moves with the TCP but the fingers, in the TCP frame. The housing fills
    /// [`GripperModel::palm_box`]; what lies behind it (handle, camera, flange) is seen but not touched.
    pub fn palm_visual(&self) -> Vec<VisualPart> {
        gripper_visual::palm(self)
    }

    /// Meshes of one finger in its finger frame, inside [`GripperModel::finger_box`] but for the slide at its root.
    pub fn finger_visual(&self, left: bool) -> Vec<VisualPart> {
        gripper_visual::finger(self, left)
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
    /// Least and greatest corner, m.
    pub fn bounds(&self) -> (DVec3, DVec3) {
        (self.center - self.size / 2.0, self.center + self.size / 2.0)
    }
}
