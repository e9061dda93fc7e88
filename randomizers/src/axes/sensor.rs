//! Noise and softness of the cameras' sensors.

use crate::law::Law;
use rand_chacha::rand_core::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Noise and softness of every camera, drawn for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SensorNoiseAxis {
    /// Off: no noise, and sharp pictures.
    pub enabled: bool,
    /// Standard deviation that does not depend on the signal, as a share of full scale.
    pub read: Law,
    /// Standard deviation at a signal of 1; it grows with the square root of the signal.
    pub shot: Law,
    /// Softness of cameras in the room: standard deviation of what lens and sensor make of a point, as a share of the
    /// image width.
    pub blur: Law,
    /// The same of cameras on the gripper, which see near things through lenses that are focused farther away.
    pub wrist_blur: Law,
}

/// Softness as measured at the edges of real frames by blurring them again (Zhuo and Sim, Defocus map estimation from a
/// single image, 2011) and calibrated on generated frames of known softness, at 224 px: 0.7 px for the SO-100's and 0.4
/// to 0.85 px for the CR5's camera on the gripper, below 0.3 px for the SO-100's and the G1's camera in the room.
impl Default for SensorNoiseAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            read: [0.5 / 255.0, 2.0 / 255.0].into(),
            shot: [0.002, 0.012].into(),
            blur: [0.0, 0.002].into(),
            wrist_blur: [0.001, 0.004].into(),
        }
    }
}

/// Drawn noise of each camera, see [`crate::CAMERA_NAMES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SensorNoiseDraw {
    /// Read noise, share of full scale.
    pub read: [f64; 3],
    /// Shot noise at a signal of 1.
    pub shot: [f64; 3],
    /// Seeds of the noise.
    pub seed: [u32; 3],
    /// Softness of the cameras in the room, share of the image width.
    #[serde(default)]
    pub blur: [f64; 2],
    /// Softness of the camera on the gripper.
    #[serde(default)]
    pub wrist_blur: f64,
}

impl SensorNoiseAxis {
    /// Draws the noise of all cameras.
    pub fn sample(&self, rng: &mut impl Rng) -> SensorNoiseDraw {
        if !self.enabled {
            return SensorNoiseDraw::default();
        }
        SensorNoiseDraw {
            read: std::array::from_fn(|_| self.read.sample(rng)),
            shot: std::array::from_fn(|_| self.shot.sample(rng)),
            seed: std::array::from_fn(|_| (rng.next_u64() >> 32) as u32),
            blur: std::array::from_fn(|_| self.blur.sample(rng)),
            wrist_blur: self.wrist_blur.sample(rng),
        }
    }
}
