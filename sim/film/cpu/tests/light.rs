//! Light against the formulas of the shared model.

mod common;

use common::{above, dark, film, light, pixel, slab, still};
use glam::{DVec2, DVec3, Vec3};
use restage_assets::Material;
use restage_assets::primitives::rounded_box;
use restage_film::lighting::{Surface, ambient_luminance, emitted_luminance, lit_luminance, sky_luminance};
use restage_film::tonemap::{SrgbEncoder, exposure_factor, tone_curve};
use restage_film::{Ambient, FilmScene, PosedCamera, Quality};
use restage_geometry::Pose;
use restage_scenes::LightKind;

/// A wide grey slab.
fn card() -> FilmScene {
    dark(vec![slab([4.0, 4.0, 0.1], Material::plain([0.18; 3], 1.0))])
}

/// The byte of a luminance.
fn byte(luminance: f32, ev100: f64) -> i32 {
    i32::from(SrgbEncoder::new().encode(tone_curve(luminance * exposure_factor(ev100))))
}

#[test]
fn a_grey_card_lands_at_eighteen_percent() {
    for (lux, ambient) in [(500.0, false), (80.0, false), (300.0, true)] {
        let mut scene = card();
        scene.exposure_ev100 = libm::log2(lux / 3.77);
        if ambient {
            scene.ambient_lux = lux;
        } else {
            let kind = LightKind::Directional { direction: DVec3::NEG_Z, illuminance_lux: lux };
            scene.lights = vec![light(kind)];
        }
        for quality in [Quality::Fast, Quality::High] {
            let image = film(&scene, &above(16, 2.0), quality, Some(1));
            // sRGB of 0.18 is 118; the card's sheen adds up to 6 % (two codes per 4 %).
            let got = i32::from(pixel(&image, 8, 8)[0]);
            assert!((117..=122).contains(&got), "{lux} lx, ambient {ambient}, {quality:?}: {got}");
        }
    }
}

#[test]
fn a_lamp_follows_the_inverse_square_of_its_distance() {
    // 1000 lm at 2 m give 1000 / (4 pi 2^2) = 19.9 lx.
    let mut scene = card();
    scene.lights = vec![light(LightKind::Point { position: DVec3::Z * 2.0, flux_lumen: 1000.0 })];
    scene.exposure_ev100 = libm::log2(19.894 / 3.77);
    let near = pixel(&film(&scene, &above(16, 1.0), Quality::Fast, Some(1)), 8, 8)[0];
    scene.lights = vec![light(LightKind::Point { position: DVec3::Z * 4.0, flux_lumen: 4000.0 })];
    let far = pixel(&film(&scene, &above(16, 1.0), Quality::Fast, Some(1)), 8, 8)[0];
    assert!(
        (i32::from(near) - 118).abs() <= 2 && (i32::from(near) - i32::from(far)).abs() <= 1,
        "{near} {far}"
    );
}

#[expect(clippy::unwrap_used, reason = "helper of tests")]
/// What the reference formulas give for the top of a slab seen through a pixel.
fn reference(scene: &FilmScene, camera: &PosedCamera, column: u32, row: u32) -> Vec3 {
    let material = &scene.instances[0].material;
    let color = Vec3::from(material.base_color);
    let surface = Surface { color, roughness: material.roughness, metallic: material.metallic };
    let eye = camera.world_from_camera.translation;
    let ray = camera.unproject(DVec2::new(f64::from(column) + 0.5, f64::from(row) + 0.5)).unwrap();
    let point = (eye - ray * (eye.z / ray.z)).as_vec3();
    let v = -ray.as_vec3();
    let mut sum = ambient_luminance(&surface, Vec3::Z, v, &Ambient::gradient(scene.ambient_lux as f32), 1.0);
    sum += emitted_luminance(color, material.emission_cd_m2);
    for light in scene.lights.iter().map(|light| &light.light) {
        let (l, lux) = match light.kind {
            LightKind::Directional { direction, illuminance_lux } => {
                (-direction.as_vec3(), illuminance_lux as f32)
            }
            LightKind::Point { position, flux_lumen } => {
                let to = position.as_vec3() - point;
                let lux = flux_lumen as f32 / (4.0 * std::f32::consts::PI * to.length_squared());
                (to.normalize(), lux)
            }
        };
        sum += lit_luminance(&surface, Vec3::Z, v, l, Vec3::from(light.color) * lux);
    }
    sum
}

#[test]
fn pixels_equal_the_reference_formulas() {
    let metal = Material::metal([0.9, 0.6, 0.3], 0.4);
    let glossy = Material::plain([0.1, 0.3, 0.7], 0.2);
    let mut glowing = Material::plain([0.7, 0.6, 0.2], 0.8);
    glowing.emission_cd_m2 = 12.0;
    for material in [metal, glossy, glowing, Material::plain([0.5; 3], 0.6)] {
        let mut scene = dark(vec![slab([3.0, 3.0, 0.1], material)]);
        scene.ambient_lux = 60.0;
        scene.exposure_ev100 = 6.0;
        let direction = DVec3::new(0.6, 0.2, -0.7).normalize();
        let mut lamp = light(LightKind::Point { position: DVec3::new(0.3, -0.2, 0.8), flux_lumen: 900.0 });
        lamp.light.color = [1.2, 0.95, 0.8];
        scene.lights = vec![light(LightKind::Directional { direction, illuminance_lux: 120.0 }), lamp];
        let pose = restage_scenes::camera::look_at(DVec3::new(0.2, -0.7, 0.9), DVec3::ZERO);
        let camera = common::pinhole(40, 40, pose);
        let image = film(&scene, &camera, Quality::Fast, Some(1));
        for (column, row) in [(5, 9), (20, 20), (33, 12), (17, 30), (8, 25)] {
            let expected = reference(&scene, &camera, column, row).to_array();
            let expected = expected.map(|value| byte(value, scene.exposure_ev100));
            let got = pixel(&image, column, row).map(i32::from);
            for channel in 0..3 {
                let off = (got[channel] - expected[channel]).abs();
                assert!(off <= 1, "({column}, {row}): {got:?}, expected {expected:?}");
            }
        }
    }
}

#[test]
fn nothing_in_sight_shows_the_surroundings() {
    let mut scene = card();
    scene.ambient_lux = 100.0;
    let camera = common::pinhole(16, 16, Pose::from_translation(DVec3::Z));
    let image = film(&scene, &camera, Quality::Fast, Some(1));
    let ray = camera.unproject(DVec2::new(8.5, 8.5)).unwrap().as_vec3();
    let expected = byte(sky_luminance(100.0, ray), scene.exposure_ev100);
    assert!((i32::from(pixel(&image, 8, 8)[1]) - expected).abs() <= 1);
}

#[test]
fn a_shadow_falls_where_the_light_is_blocked() {
    // A plate 0.5 m above a table; light comes at 45 degrees along +x, so its shadow lies 0.5 m further along.
    let plate = rounded_box(DVec3::new(0.4, 0.4, 0.02), 0.0);
    let pose = Pose::from_translation(DVec3::new(-0.5, 0.0, 0.5));
    let grey = Material::plain([0.5; 3], 1.0);
    let plate = still("plate", plate, grey.clone(), pose);
    let mut scene = dark(vec![slab([4.0, 4.0, 0.1], grey), plate]);
    scene.exposure_ev100 = 5.0;
    let sun =
        LightKind::Directional { direction: DVec3::new(1.0, 0.0, -1.0).normalize(), illuminance_lux: 150.0 };
    let lamp = LightKind::Point { position: DVec3::new(-1.0, 0.0, 1.0), flux_lumen: 2500.0 };
    for kind in [sun, lamp] {
        scene.lights = vec![light(kind.clone())];
        for quality in [Quality::Fast, Quality::High] {
            let image = film(&scene, &above(80, 2.0), quality, Some(1));
            // 80 px are 2 m on the table.
            let value = |x: f64, y: f64| pixel(&image, (40.0 + x * 40.0) as u32, (40.0 - y * 40.0) as u32)[0];
            assert_eq!(value(0.0, 0.0), 0, "{kind:?} {quality:?}: inside the shadow");
            assert!(value(0.6, 0.0) > 60 && value(0.0, 0.7) > 60, "{kind:?} {quality:?}: beside it");
        }
        // Without shadows the same place is lit.
        scene.lights[0].light.shadows = false;
        let image = film(&scene, &above(80, 2.0), Quality::Fast, Some(1));
        assert!(pixel(&image, 40, 40)[0] > 60);
    }
}

#[test]
fn occlusion_darkens_a_corner_in_high_quality_only() {
    let wall = rounded_box(DVec3::new(0.1, 2.0, 1.0), 0.0);
    let white = Material::plain([0.8; 3], 1.0);
    let wall = still("wall", wall, white.clone(), Pose::from_translation(DVec3::new(0.55, 0.0, 0.5)));
    let mut scene = dark(vec![slab([4.0, 4.0, 0.1], white), wall]);
    scene.ambient_lux = 100.0;
    scene.exposure_ev100 = 5.5;
    let mean = |quality: Quality, column: u32| {
        let image = film(&scene, &above(80, 2.0), quality, Some(1));
        (20..60).map(|row| f64::from(pixel(&image, column, row)[0])).sum::<f64>() / 40.0
    };
    // Column 57 lies 6 cm from the wall, column 10 far away from it.
    assert!((mean(Quality::Fast, 57) - mean(Quality::Fast, 10)).abs() < 3.0);
    assert!(mean(Quality::High, 57) < mean(Quality::High, 10) - 12.0);
}
