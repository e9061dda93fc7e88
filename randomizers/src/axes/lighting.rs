//! Lights and exposure of a kitchen. One draw per rollout: light does not flicker between frames.

use crate::distribution::{log_uniform, uniform, unit};
use rand_chacha::rand_core::Rng;
use restage_scenes::KitchenParameters;
use restage_scenes::kitchen::KeyLight;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Strength, colour and place of the lights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LightAxis {
    /// Off: the lights of the default kitchen.
    pub enabled: bool,
    /// Illuminance of the worktop, lx, log-uniform. Homes have 150 to 1000.
    pub worktop_lux: [f64; 2],
    /// Part of it that comes from the lamp: low is flat light, high is hard light.
    pub lamp_share: [f64; 2],
    /// Correlated colour temperature of the lamp, K, uniform in its reciprocal, as the eye sees steps.
    pub lamp_cct_k: [f64; 2],
    /// The same of daylight, K.
    pub daylight_cct_k: [f64; 2],
    /// Luminance of the sky, cd/m².
    pub sky_luminance: [f64; 2],
    /// Probability of night: a dark window.
    pub night_share: f64,
    /// Probability that the sun, and not the lamp, casts the shadows (by day).
    pub sun_share: f64,
    /// Illuminance of a face that the sun strikes squarely, lx, log-uniform.
    pub sun_lux: [f64; 2],
}

impl Default for LightAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            worktop_lux: [200.0, 950.0],
            lamp_share: [0.32, 0.68],
            lamp_cct_k: [2700.0, 6500.0],
            daylight_cct_k: [5200.0, 8500.0],
            sky_luminance: [500.0, 4000.0],
            night_share: 0.2,
            sun_share: 0.15,
            sun_lux: [1000.0, 9000.0],
        }
    }
}

/// Drawn light: fields of [`KitchenParameters`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LightDraw {
    /// Illuminance of the worktop, lx.
    pub worktop_lux: f64,
    /// Part of it that comes from the lamp.
    pub lamp_share: f64,
    /// Colour temperature of the lamp, K.
    pub lamp_cct_k: f64,
    /// Colour temperature of daylight, K.
    pub daylight_cct_k: f64,
    /// Luminance of the sky, cd/m².
    pub sky_luminance: f64,
    /// What casts shadows.
    pub key: KeyLight,
    /// Lamp relative to the middle of the worktop, m.
    pub lamp_offset: [f64; 2],
    /// Elevation of the sun, rad.
    pub sun_elevation: f64,
    /// Azimuth of the sun, rad.
    pub sun_azimuth: f64,
    /// Illuminance by the sun, lx.
    pub sun_lux: f64,
}

/// Uniform in the reciprocal.
fn uniform_mired(rng: &mut impl Rng, range: [f64; 2]) -> f64 {
    1.0 / uniform(rng, [1.0 / range[0], 1.0 / range[1]])
}

impl LightAxis {
    /// Draws lights.
    pub fn sample(&self, rng: &mut impl Rng) -> LightDraw {
        if !self.enabled {
            return LightDraw::of(&KitchenParameters::default());
        }
        let night = unit(rng) < self.night_share;
        let sun = unit(rng) < self.sun_share && !night;
        let sky_luminance = log_uniform(rng, self.sky_luminance);
        LightDraw {
            worktop_lux: log_uniform(rng, self.worktop_lux),
            lamp_share: uniform(rng, self.lamp_share),
            lamp_cct_k: uniform_mired(rng, self.lamp_cct_k),
            daylight_cct_k: uniform_mired(rng, self.daylight_cct_k),
            sky_luminance: if night { 0.0 } else { sky_luminance },
            key: if sun { KeyLight::Sun } else { KeyLight::CeilingLamp },
            lamp_offset: [uniform(rng, [-1.0, 1.0]), uniform(rng, [0.65, 1.5])],
            sun_elevation: uniform(rng, [0.7, 1.2]),
            sun_azimuth: uniform(rng, [-0.7, 0.7]),
            sun_lux: log_uniform(rng, self.sun_lux),
        }
    }
}

impl LightDraw {
    /// The lights of a kitchen.
    pub fn of(kitchen: &KitchenParameters) -> Self {
        Self {
            worktop_lux: kitchen.worktop_lux,
            lamp_share: kitchen.lamp_share,
            lamp_cct_k: kitchen.lamp_cct_k,
            daylight_cct_k: kitchen.daylight_cct_k,
            sky_luminance: kitchen.sky_luminance,
            key: kitchen.key,
            lamp_offset: kitchen.lamp_offset,
            sun_elevation: kitchen.sun_elevation,
            sun_azimuth: kitchen.sun_azimuth,
            sun_lux: kitchen.sun_lux,
        }
    }

    /// Puts the lights into a kitchen.
    pub fn apply(&self, kitchen: &mut KitchenParameters) {
        kitchen.worktop_lux = self.worktop_lux;
        kitchen.lamp_share = self.lamp_share;
        kitchen.lamp_cct_k = self.lamp_cct_k;
        kitchen.daylight_cct_k = self.daylight_cct_k;
        kitchen.sky_luminance = self.sky_luminance;
        kitchen.key = self.key;
        kitchen.lamp_offset = self.lamp_offset;
        kitchen.sun_elevation = self.sun_elevation;
        kitchen.sun_azimuth = self.sun_azimuth;
        kitchen.sun_lux = self.sun_lux;
    }
}

/// Exposure and white balance of the cameras.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExposureAxis {
    /// Off: metered on the worktop, white balance of the default kitchen.
    pub enabled: bool,
    /// Change of exposure against metering on the worktop, EV; positive is darker.
    pub ev: [f64; 2],
    /// Where the white balance lies between neutral daylight (0) and the colour of the lamp (1). Cameras correct
    /// warm light only in part.
    pub adaptation: [f64; 2],
}

impl Default for ExposureAxis {
    fn default() -> Self {
        Self { enabled: true, ev: [-0.7, 0.7], adaptation: [0.5, 1.0] }
    }
}

/// Drawn exposure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExposureDraw {
    /// Change of exposure, EV; positive is darker.
    pub ev: f64,
    /// Between neutral daylight and the colour of the lamp; `None` leaves the kitchen's own white balance.
    pub adaptation: Option<f64>,
}

impl ExposureAxis {
    /// Draws an exposure.
    pub fn sample(&self, rng: &mut impl Rng) -> ExposureDraw {
        if !self.enabled {
            return ExposureDraw { ev: 0.0, adaptation: None };
        }
        ExposureDraw { ev: uniform(rng, self.ev), adaptation: Some(uniform(rng, self.adaptation)) }
    }
}

impl ExposureDraw {
    /// Sets exposure and white balance of a kitchen whose lights are in place.
    pub fn apply(&self, kitchen: &mut KitchenParameters) {
        const NEUTRAL_K: f64 = 6500.0;
        kitchen.exposure_offset_ev = self.ev;
        if let Some(share) = self.adaptation {
            let mired = (1.0 - share) / NEUTRAL_K + share / kitchen.lamp_cct_k;
            kitchen.white_balance_k = 1.0 / mired;
        }
    }
}
