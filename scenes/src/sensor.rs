//! What a camera makes of the light that reaches it: exposure, white balance, gamma, noise.

use crate::light::cct_to_linear_rgb;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Deviations of one camera from an ideal one. The default changes nothing.
///
/// Order of effects on linear RGB, where 1 is white after the scene's own exposure: exposure offset, white balance
/// gains, tone curve, blur, shot noise, sRGB encoding, gamma, read noise, rounding. Noise is a function of
/// (`noise_seed`, frame number, pixel, channel) alone, so that a film is the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SensorModel {
    /// Change of exposure against that of the scene, EV; positive is darker.
    #[serde(default)]
    pub exposure_offset_ev: f64,
    /// Change of the colour temperature that the camera takes for white, K, counted at 5000 K; positive is warmer
    /// (more red), as on a camera's dial.
    #[serde(default)]
    pub white_balance_offset_k: f64,
    /// Exponent on the encoded value in 0..=1: above 1 mid tones are darker.
    #[serde(default = "unity")]
    pub gamma: f64,
    /// Standard deviation of the point that lens and sensor make of a point (a Gaussian), as a share of the image width.
    #[serde(default)]
    pub blur: f64,
    /// Standard deviation of the noise that does not depend on the signal, as a share of full scale of the encoded
    /// value; cameras have 0.5/255 to 2/255.
    #[serde(default)]
    pub read_noise: f64,
    /// Standard deviation of the noise of the linear signal where the signal is 1; it grows with its square root
    /// (photon statistics).
    #[serde(default)]
    pub shot_noise: f64,
    /// Seed of both noises.
    #[serde(default)]
    pub noise_seed: u32,
}

fn unity() -> f64 {
    1.0
}

impl Default for SensorModel {
    fn default() -> Self {
        Self {
            exposure_offset_ev: 0.0,
            white_balance_offset_k: 0.0,
            gamma: 1.0,
            blur: 0.0,
            read_noise: 0.0,
            shot_noise: 0.0,
            noise_seed: 0,
        }
    }
}

impl SensorModel {
    /// Temperature at which white balance offsets are counted, K.
    pub const REFERENCE_K: f64 = 5000.0;

    /// Whether the camera changes nothing.
    pub fn is_ideal(&self) -> bool {
        *self == Self::default()
    }

    /// Factors on linear red, green and blue by exposure and white balance together: `2^-EV` times the ratio of white
    /// at the reference temperature to white at the offset one (von Kries in linear sRGB), of which green is kept, as
    /// cameras do.
    pub fn gains(&self) -> [f32; 3] {
        let exposure = libm::exp2(-self.exposure_offset_ev);
        let reference = cct_to_linear_rgb(Self::REFERENCE_K).map(f64::from);
        let taken = cct_to_linear_rgb(Self::REFERENCE_K + self.white_balance_offset_k).map(f64::from);
        let ratio = [0, 1, 2].map(|channel| reference[channel] / taken[channel].max(1e-3));
        ratio.map(|gain| (exposure * gain / ratio[1]) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ideal_camera_changes_nothing() {
        let ideal = SensorModel::default();
        assert!(ideal.is_ideal());
        assert_eq!(ideal.gains(), [1.0; 3]);
        assert_eq!(serde_json::from_str::<SensorModel>("{}").unwrap(), ideal);
    }

    #[test]
    fn a_dial_set_to_more_kelvin_makes_the_picture_warmer() {
        let warm = SensorModel { white_balance_offset_k: 300.0, ..SensorModel::default() }.gains();
        assert!(warm[0] > 1.01 && warm[1] == 1.0 && warm[2] < 0.99, "{warm:?}");
        let dark = SensorModel { exposure_offset_ev: 1.0, ..SensorModel::default() }.gains();
        assert_eq!(dark, [0.5; 3]);
    }
}
