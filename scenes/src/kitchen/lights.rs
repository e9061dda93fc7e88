//! Lights and exposure, set from the illuminance that the worktop shall have.

use super::appliances::lamp_position;
use super::layout::Layout;
use super::parameters::{KeyLight, KitchenParameters};
use crate::light::{balanced_light_rgb, exposure_for_lux, flux_for_lux};
use crate::{Light, LightKind};
use glam::DVec3;

/// Part of the worktop's illuminance that comes from the window as diffuse daylight, by day.
const WINDOW_SHARE: f64 = 0.10;

/// The point that stands for the window's daylight lies this far in front of it, m: a window lights its own
/// reveal and the wall beside it less than a point next to them would.
const WINDOW_DISTANCE: f64 = 0.75;

fn window_share(p: &KitchenParameters) -> f64 {
    if p.sky_luminance > 50.0 { WINDOW_SHARE } else { 0.0 }
}

/// The key light first, then the daylight of the window (and the lamp, when the sun is the key) without shadows.
pub(super) fn build(p: &KitchenParameters, at: &Layout, target: DVec3) -> Vec<Light> {
    let [x, y, z] = lamp_position(p, at);
    // Below the lamp body, so that it lights the room as its shade would.
    let position = DVec3::new(x, y, z - 0.15);
    let sun_is_key = p.key == KeyLight::Sun;
    let lamp = Light {
        name: "ceiling_lamp".into(),
        kind: LightKind::Point {
            position,
            flux_lumen: flux_for_lux(position, target, p.worktop_lux * p.lamp_share),
        },
        color: balanced_light_rgb(p.lamp_cct_k, p.white_balance_k),
        shadows: !sun_is_key,
    };
    let mut lights = Vec::new();
    if sun_is_key {
        lights.push(sun(p));
    }
    lights.push(lamp);
    let share = window_share(p);
    if share > 0.0 {
        let [along, height] = at.window;
        let (middle, z) = ((along[0] + along[1]) / 2.0, (height[0] + height[1]) / 2.0);
        let position = if Layout::window_over_sink(p) {
            DVec3::new(middle, at.depth - WINDOW_DISTANCE, z)
        } else {
            DVec3::new(at.room_left + WINDOW_DISTANCE, middle, z)
        };
        lights.push(Light {
            name: "window_daylight".into(),
            kind: LightKind::Point {
                position,
                flux_lumen: flux_for_lux(position, target, p.worktop_lux * share),
            },
            color: balanced_light_rgb(p.daylight_cct_k, p.white_balance_k),
            shadows: false,
        });
    }
    lights
}

/// Sunlight is warmer than the sky, K.
const SUN_CCT_K: f64 = 5000.0;

/// Sunlight through the window: into the room, downwards.
fn sun(p: &KitchenParameters) -> Light {
    let (sin_e, cos_e) = libm::sincos(p.sun_elevation);
    let (sin_a, cos_a) = libm::sincos(p.sun_azimuth);
    let direction = if Layout::window_over_sink(p) {
        DVec3::new(sin_a * cos_e, -cos_a * cos_e, -sin_e)
    } else {
        DVec3::new(cos_a * cos_e, sin_a * cos_e, -sin_e)
    };
    Light {
        name: "sun".into(),
        kind: LightKind::Directional { direction, illuminance_lux: p.sun_lux },
        color: balanced_light_rgb(p.daylight_cct_k.min(SUN_CCT_K), p.white_balance_k),
        shadows: true,
    }
}

/// Lights of the mirrored room.
pub(super) fn mirrored(mut lights: Vec<Light>, mirrored: bool) -> Vec<Light> {
    for light in lights.iter_mut().filter(|_| mirrored) {
        match &mut light.kind {
            LightKind::Directional { direction, .. } => direction.x *= -1.0,
            LightKind::Point { position, .. } => position.x *= -1.0,
        }
    }
    lights
}

/// What lamp and window leave of the wanted illuminance.
pub(super) fn ambient_lux(p: &KitchenParameters) -> f64 {
    p.worktop_lux * (1.0 - p.lamp_share - window_share(p)).max(0.0)
}

/// Exposure for a grey card on the worktop, shifted by the offset.
pub(super) fn exposure_ev100(p: &KitchenParameters) -> f64 {
    exposure_for_lux(p.worktop_lux) + p.exposure_offset_ev
}
