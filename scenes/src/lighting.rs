//! From drawn lighting to lights: lamps sit in their fixtures, daylight comes through the windows, the rest is ambient;
//! together they give the asked illuminance on the support.

use crate::light::{balanced_light_rgb, exposure_for_lux};
use crate::{Exposure, Fixture, Light, LightKind, Lighting, Scene, Sun};
use glam::{DQuat, DVec3};
use restage_assets::Material;

/// Part of the illuminance of the task that comes from the windows as diffuse daylight, by day.
pub const WINDOW_SHARE: f64 = 0.10;

/// Sky darker than this is night, cd/m².
const NIGHT_CD_M2: f64 = 50.0;

/// The point that stands for a window's daylight lies this far in front of it, m: a window lights its own reveal and
/// the wall beside it less than a point next to them would.
const WINDOW_DISTANCE: f64 = 0.75;

/// Sunlight is warmer than the sky, K.
const SUN_CCT_K: f64 = 5000.0;

/// A lamp body that may shine.
#[derive(Clone, Debug, PartialEq)]
pub struct Lamp {
    /// Name of its light.
    pub name: String,
    /// The fixture that it shines from.
    pub fixture: String,
    /// Where its light comes from, world, m.
    pub position: DVec3,
    /// Flux relative to the other lamps.
    pub weight: f64,
}

/// A window that daylight may come through.
#[derive(Clone, Debug, PartialEq)]
pub struct Daylight {
    /// Name of its light.
    pub name: String,
    /// The fixture that is seen through it.
    pub fixture: String,
    /// Middle of the opening on the inner face of the wall, world, m.
    pub center: DVec3,
    /// Unit normal into the room.
    pub inward: DVec3,
    /// Area of the opening, m².
    pub area: f64,
}

/// Lights a scene whose first support stands: sets lights, ambient illuminance and exposure. The light that casts the
/// key shadow comes first: the sun, else the strongest lamp at the support.
pub fn light_scene(
    scene: &mut Scene,
    lighting: &Lighting,
    exposure: &Exposure,
    lamps: &[Lamp],
    windows: &[Daylight],
) {
    let Some(target) = scene.supports.first().map(|support| support.center) else { return };
    let white = exposure.white_balance_k;
    let by_day = lighting.sky_luminance > NIGHT_CD_M2 && !windows.is_empty();
    let window_share = if by_day { WINDOW_SHARE } else { 0.0 };
    let lamp_share = if lamps.is_empty() { 0.0 } else { lighting.lamp_share };
    let mut lights = lamp_lights(lamps, target, lighting.task_lux * lamp_share, lighting.lamp_cct_k, white);
    let strength = |light: &Light| light.illuminance_up(target);
    lights.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    if let (Some(sun), Some(window)) = (&lighting.sun, windows.first().filter(|_| by_day)) {
        lights.insert(0, sunlight(sun, window, lighting.daylight_cct_k, white));
    }
    for (index, light) in lights.iter_mut().enumerate() {
        light.shadows = index == 0;
    }
    if by_day {
        lights.extend(window_lights(windows, target, lighting, white));
    }
    scene.lights = lights;
    scene.ambient_lux = lighting.task_lux * (1.0 - lamp_share - window_share).max(0.0);
    scene.exposure_ev100 = exposure_for_lux(lighting.task_lux) + metering(scene) + exposure.offset_ev;
}

/// A camera that meters what it sees takes it for a grey card: by so much it exposes a scene darker (EV) than the light
/// alone would have it. It sees the surface of the task for the most part, some wall and some floor, and makes up for
/// [`COMPENSATION`] of the difference; unlike white paper, no picture of a room is all white.
pub fn metering(scene: &Scene) -> f64 {
    let Some(support) = scene.supports.first() else { return 0.0 };
    let is_top = |fixture: &&Fixture| {
        let (low, high) = fixture.world_bounds();
        let inside = |axis: usize| low[axis] < support.center[axis] && support.center[axis] < high[axis];
        (high.z - support.center.z).abs() < 0.01 && inside(0) && inside(1)
    };
    let of = |mean: Option<f64>| mean.unwrap_or(GREY_CARD);
    let top = scene.fixtures.iter().find(is_top).map(|it| reflectance(&it.material));
    let building = |name: &str| {
        let parts = scene.fixtures.iter().filter(|it| it.part_of.is_none() && it.name.starts_with(name));
        let all: Vec<f64> = parts.map(|it| reflectance(&it.material)).collect();
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
    };
    let seen = 0.6 * of(top) + 0.2 * of(building("wall")) + 0.2 * of(building("floor"));
    COMPENSATION * libm::log2(REACHING * seen / GREY_CARD)
}

/// Part of the task's illuminance that the rest of a picture gets on the average: frames of 32 episodes in all rooms were
/// 0.63 EV darker than a meter would leave them without it.
const REACHING: f64 = 0.6;

/// Reflectance of a grey card, for which light meters are made.
const GREY_CARD: f64 = 0.18;
/// Part of the difference between what is seen and a grey card that a camera's metering makes up for, in EV.
const COMPENSATION: f64 = 0.85;

/// Mean reflectance of a surface, luminance weighted; metals send on most of what they get.
fn reflectance(material: &Material) -> f64 {
    /// The mean of a texture, as assets paints it.
    const TEXTURE_MEAN: f64 = 0.85;
    let [r, g, b] = material.base_color.map(f64::from);
    let mean = if material.texture.is_some() { TEXTURE_MEAN } else { 1.0 };
    ((0.2126 * r + 0.7152 * g + 0.0722 * b) * mean).clamp(0.03, 0.9)
}

/// Scales the flux of point lights of unit weight so that together they give `lux` on an upward face at `target`.
fn scale_to(lights: &mut [Light], target: DVec3, lux: f64) {
    // Lamps below the target light it by way of walls and ceiling only; as if they hung above it at their distance.
    let reach = |light: &Light| match light.kind {
        LightKind::Point { position, .. } if position.z <= target.z + 0.05 => {
            let mut above = light.clone();
            let raised = DVec3::new(position.x, position.y, target.z + 0.3);
            if let LightKind::Point { position, .. } = &mut above.kind {
                *position = raised;
            }
            above.illuminance_up(target)
        }
        _ => light.illuminance_up(target),
    };
    let total: f64 = lights.iter().map(reach).sum();
    for light in lights {
        if let LightKind::Point { flux_lumen, .. } = &mut light.kind {
            *flux_lumen *= lux / total.max(1e-9);
        }
    }
}

fn lamp_lights(lamps: &[Lamp], target: DVec3, lux: f64, cct_k: f64, white: f64) -> Vec<Light> {
    let mut lights: Vec<Light> = lamps
        .iter()
        .map(|lamp| Light {
            name: lamp.name.clone(),
            kind: LightKind::Point { position: lamp.position, flux_lumen: lamp.weight },
            color: balanced_light_rgb(cct_k, white),
            shadows: false,
            fixture: Some(lamp.fixture.clone()),
        })
        .collect();
    scale_to(&mut lights, target, lux);
    lights
}

fn window_lights(windows: &[Daylight], target: DVec3, lighting: &Lighting, white: f64) -> Vec<Light> {
    let mut lights: Vec<Light> = windows
        .iter()
        .map(|window| Light {
            name: window.name.clone(),
            kind: LightKind::Point {
                position: window.center + window.inward * WINDOW_DISTANCE,
                flux_lumen: window.area,
            },
            color: balanced_light_rgb(lighting.daylight_cct_k, white),
            shadows: false,
            fixture: Some(window.fixture.clone()),
        })
        .collect();
    scale_to(&mut lights, target, lighting.task_lux * WINDOW_SHARE);
    lights
}

/// Sunlight through a window: into the room, downwards.
fn sunlight(sun: &Sun, window: &Daylight, daylight_cct_k: f64, white: f64) -> Light {
    let (sin_e, cos_e) = libm::sincos(sun.elevation);
    let level = DQuat::from_rotation_z(sun.azimuth) * window.inward;
    Light {
        name: "sun".into(),
        kind: LightKind::Directional {
            direction: level * cos_e - DVec3::Z * sin_e,
            illuminance_lux: sun.illuminance_lux,
        },
        color: balanced_light_rgb(daylight_cct_k.min(SUN_CCT_K), white),
        shadows: true,
        fixture: Some(window.fixture.clone()),
    }
}
