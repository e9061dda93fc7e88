//! Two-finger grippers: the dimensions and limits that simulation and pictures share.
//!
//! Gripper frame = TCP frame: origin midway between the pad centres, +z out of the fingers, +x closing axis.

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
}
