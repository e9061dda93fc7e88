//! Draws of a scene from the ranges that its template states.

use restage_randomizers::distribution::{integer, log_uniform, uniform, unit};
use restage_randomizers::seeds::child_rng;
use restage_scenes::{Exposure, Lighting, SceneRequest, Sun, Template};

/// Part of the scenes that are set at night.
const NIGHT_SHARE: f64 = 0.15;
/// Part of the others in which the sun shines in.
const SUN_SHARE: f64 = 0.2;

/// Request `index` under a seed: layout, style, light, exposure and support height, each from a stream of its own.
pub fn draw_request(template: &Template, seed: u64, index: u64) -> SceneRequest {
    // 32 bits: a seed fits a JSON number of any reader.
    let seed_of = |name: &str| (unit(&mut child_rng(seed, index, name)) * f64::from(u32::MAX)) as u64;
    let mut height = child_rng(seed, index, "support_height");
    let lighting = lighting(template, seed, index);
    let mut exposure = child_rng(seed, index, "exposure");
    // Cameras correct the colour of lamps in part.
    let adaptation = uniform(&mut exposure, [0.5, 1.0]);
    let white_balance_k = 1.0 / ((1.0 - adaptation) / 6500.0 + adaptation / lighting.lamp_cct_k);
    SceneRequest {
        layout: Some(seed_of("layout")),
        style: Some(seed_of("style")),
        lighting: Some(lighting),
        exposure: Exposure { offset_ev: uniform(&mut exposure, [-0.5, 0.5]), white_balance_k },
        support_height: Some(uniform(&mut height, template.support_height)),
        ..SceneRequest::default()
    }
}

fn lighting(template: &Template, seed: u64, index: u64) -> Lighting {
    let mut rng = child_rng(seed, index, "lights");
    let rng = &mut rng;
    let night = unit(rng) < NIGHT_SHARE;
    let sunny = unit(rng) < SUN_SHARE;
    let sun = Sun {
        elevation: uniform(rng, [0.6, 1.2]),
        azimuth: uniform(rng, [-0.7, 0.7]),
        illuminance_lux: log_uniform(rng, [1000.0, 9000.0]),
    };
    let sky = log_uniform(rng, [500.0, 4000.0]);
    Lighting {
        task_lux: log_uniform(rng, template.task_lux),
        lamp_share: uniform(rng, [0.32, 0.68]),
        lamps: integer(rng, template.lamps),
        lamp_shift: [uniform(rng, [-1.0, 1.0]), uniform(rng, [-1.0, 1.0])],
        lamp_cct_k: uniform(rng, template.lamp_cct_k),
        daylight_cct_k: uniform(rng, [5200.0, 8500.0]),
        sky_luminance: if night || !template.daylight { 0.0 } else { sky },
        sun: (sunny && !night && template.daylight).then_some(sun),
    }
}
