//! Lights, exposure and white balance. One draw per rollout: light does not flicker between frames.

use crate::distribution::unit;
use crate::law::Law;
use rand_chacha::rand_core::Rng;
use restage_scenes::{Exposure, Lighting, Sun, Template};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Count, place, strength and colour of the lights. What a template's rooms have bounds them: shares are of the way
/// from the least to the most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LightAxis {
    /// Off: the template's usual lights.
    pub enabled: bool,
    /// Illuminance of the support: share of the way, in the logarithm.
    pub intensity: Law,
    /// Part of it that comes from lamps: low is flat light, high is hard light.
    pub lamp_share: Law,
    /// Colour temperature of the lamps: share of the way from warm to cool, in the reciprocal, as the eye sees steps.
    pub lamp_color: Law,
    /// Shift of the ceiling lamps along each axis of the room, as a share of what they can shift.
    pub lamp_shift: Law,
    /// Colour temperature of daylight, K.
    pub daylight_cct_k: Law,
    /// Luminance of the sky by day, cd/m².
    pub sky_luminance: Law,
    /// Probability of night: dark windows.
    pub night_share: f64,
    /// Probability that the sun, and not a lamp, casts the shadows (by day, in rooms with windows).
    pub sun_share: f64,
    /// Illuminance of a face that the sun strikes squarely, lx.
    pub sun_lux: Law,
}

impl Default for LightAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            intensity: [0.0, 1.0].into(),
            lamp_share: [0.32, 0.68].into(),
            lamp_color: [0.0, 1.0].into(),
            lamp_shift: [-0.9, 0.9].into(),
            daylight_cct_k: Law::reciprocal([5200.0, 8500.0]),
            sky_luminance: Law::log_uniform([500.0, 4000.0]),
            night_share: 0.2,
            sun_share: 0.15,
            sun_lux: Law::log_uniform([1000.0, 9000.0]),
        }
    }
}

/// Drawn light, before a template bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LightDraw {
    /// Share of the way from dim to bright.
    pub intensity: f64,
    /// Part of the light that comes from lamps.
    pub lamp_share: f64,
    /// Share of the way from warm to cool.
    pub lamp_color: f64,
    /// Shift of the ceiling lamps.
    pub lamp_shift: [f64; 2],
    /// Share of the way from the fewest to the most lamps.
    pub count: f64,
    /// Colour temperature of daylight, K.
    pub daylight_cct_k: f64,
    /// Luminance of the sky by day, cd/m².
    pub sky_luminance: f64,
    /// Whether it is night.
    pub night: bool,
    /// Whether the sun casts the shadows, where it can.
    pub sun: bool,
    /// Elevation of the sun, rad.
    pub sun_elevation: f64,
    /// Azimuth of the sun, rad.
    pub sun_azimuth: f64,
    /// Illuminance by the sun, lx.
    pub sun_lux: f64,
}

impl LightAxis {
    /// Draws lights; nothing when switched off.
    pub fn sample(&self, rng: &mut impl Rng) -> Option<LightDraw> {
        if !self.enabled {
            return None;
        }
        let night = unit(rng) < self.night_share;
        let sun = unit(rng) < self.sun_share && !night;
        Some(LightDraw {
            night,
            sun,
            intensity: self.intensity.sample(rng),
            lamp_share: self.lamp_share.sample(rng),
            lamp_color: self.lamp_color.sample(rng),
            lamp_shift: [self.lamp_shift.sample(rng), self.lamp_shift.sample(rng)],
            count: unit(rng),
            daylight_cct_k: self.daylight_cct_k.sample(rng),
            sky_luminance: self.sky_luminance.sample(rng),
            sun_elevation: Law::Range([0.7, 1.2]).sample(rng),
            sun_azimuth: Law::Range([-0.7, 0.7]).sample(rng),
            sun_lux: self.sun_lux.sample(rng),
        })
    }
}

impl LightDraw {
    /// The lights within what a template's rooms have.
    pub fn within(&self, template: &Template) -> Lighting {
        let [dim, bright] = template.task_lux;
        let [warm, cool] = template.lamp_cct_k;
        let [fewest, most] = template.lamps;
        let by_day = template.daylight && !self.night;
        let lamps = fewest + ((f64::from(most - fewest) + 1.0) * self.count) as u32;
        Lighting {
            task_lux: Law::log_uniform([dim, bright]).quantile(self.intensity),
            lamp_share: self.lamp_share,
            lamps: lamps.min(most),
            lamp_shift: self.lamp_shift,
            lamp_cct_k: Law::reciprocal([warm, cool]).quantile(self.lamp_color),
            daylight_cct_k: self.daylight_cct_k,
            sky_luminance: if by_day { self.sky_luminance } else { 0.0 },
            sun: (self.sun && by_day).then_some(Sun {
                elevation: self.sun_elevation,
                azimuth: self.sun_azimuth,
                illuminance_lux: self.sun_lux,
            }),
        }
    }
}

/// Exposure of the cameras.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExposureAxis {
    /// Off: metered on the support, gamma 1.
    pub enabled: bool,
    /// Change of exposure against metering on the support, EV; positive is darker.
    pub ev: Law,
    /// Exponent on encoded values, each camera its own; above 1 mid tones are darker.
    pub gamma: Law,
}

impl Default for ExposureAxis {
    fn default() -> Self {
        Self { enabled: true, ev: [-0.7, 0.7].into(), gamma: [0.92, 1.08].into() }
    }
}

/// Drawn exposure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureDraw {
    /// Change of exposure, EV; positive is darker.
    pub ev: f64,
    /// Gamma of each camera, see [`crate::CAMERA_NAMES`].
    pub gamma: [f64; 3],
}

impl ExposureAxis {
    /// Draws an exposure.
    pub fn sample(&self, rng: &mut impl Rng) -> ExposureDraw {
        if !self.enabled {
            return ExposureDraw { ev: 0.0, gamma: [1.0; 3] };
        }
        ExposureDraw { ev: self.ev.sample(rng), gamma: std::array::from_fn(|_| self.gamma.sample(rng)) }
    }
}

/// White balance of the cameras.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WhiteBalanceAxis {
    /// Off: the usual white balance of a room camera.
    pub enabled: bool,
    /// Where the white balance of the room's cameras lies between neutral daylight (0) and the colour of the lamps (1).
    /// Cameras correct warm light only in part.
    pub adaptation: Law,
    /// What each camera adds of its own, K; positive is warmer.
    pub offset_k: Law,
}

impl Default for WhiteBalanceAxis {
    fn default() -> Self {
        Self { enabled: true, adaptation: [0.5, 1.0].into(), offset_k: [-300.0, 300.0].into() }
    }
}

/// Drawn white balance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhiteBalanceDraw {
    /// Between neutral daylight and the colour of the lamps; `None` leaves the scene's own white balance.
    pub adaptation: Option<f64>,
    /// Offset of each camera, K, see [`crate::CAMERA_NAMES`].
    pub offset_k: [f64; 3],
}

impl WhiteBalanceAxis {
    /// Draws a white balance.
    pub fn sample(&self, rng: &mut impl Rng) -> WhiteBalanceDraw {
        if !self.enabled {
            return WhiteBalanceDraw { adaptation: None, offset_k: [0.0; 3] };
        }
        WhiteBalanceDraw {
            adaptation: Some(self.adaptation.sample(rng)),
            offset_k: std::array::from_fn(|_| self.offset_k.sample(rng)),
        }
    }
}

/// Exposure and white balance of a scene whose lamps have `lamp_cct_k`.
pub fn scene_exposure(exposure: &ExposureDraw, white: &WhiteBalanceDraw, lamp_cct_k: f64) -> Exposure {
    const NEUTRAL_K: f64 = 6500.0;
    let usual = Exposure::default().white_balance_k;
    let balanced = |share: f64| 1.0 / ((1.0 - share) / NEUTRAL_K + share / lamp_cct_k);
    Exposure { offset_ev: exposure.ev, white_balance_k: white.adaptation.map_or(usual, balanced) }
}
