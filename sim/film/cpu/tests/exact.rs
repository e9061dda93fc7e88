//! Depth and ids against what geometry says.

mod common;

use common::{ALL, above, dark, film, pinhole, slab, still};
use glam::{DVec2, DVec3};
use restage_assets::Material;
use restage_assets::primitives::{rounded_box, sphere};
use restage_film::camera::{max_angle, unproject};
use restage_film::{FilmError, FrameState, InstanceBody, Quality, Renderer};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::Lens;
use restage_scenes::camera::look_at;
use std::sync::Arc;

/// Row-major index.
fn at(width: u32, column: u32, row: u32) -> usize {
    (row * width + column) as usize
}

#[test]
fn a_tilted_plane_has_the_depth_of_its_equation() {
    let scene = dark(vec![slab([40.0, 40.0, 0.1], Material::plain([0.5; 3], 1.0))]);
    let camera = pinhole(101, 77, look_at(DVec3::new(0.3, -1.0, 1.4), DVec3::new(0.1, 0.4, 0.0)));
    for quality in [Quality::Fast, Quality::High] {
        let image = film(&scene, &camera, quality, Some(1));
        let eye = camera.world_from_camera.translation;
        let mut checked = 0;
        for row in 0..77 {
            for column in 0..101 {
                let pixel = DVec2::new(f64::from(column) + 0.5, f64::from(row) + 0.5);
                let ray = unproject(&camera.lens, pixel).unwrap();
                let world = camera.world_from_camera.transform_vector(ray);
                let range = -eye.z / world.z;
                if world.z < 0.0 && (eye + world * range).abs().max_element() < 19.0 {
                    let depth = f64::from(image.depth_m[at(101, column, row)]);
                    assert!((depth - range * ray.z).abs() < 2e-5 * depth, "({column}, {row}): {depth}");
                    assert_eq!(image.ids[at(101, column, row)], 1);
                    checked += 1;
                }
            }
        }
        assert!(checked > 5000);
    }
}

#[test]
fn a_ball_has_the_depth_of_a_sphere() {
    let (radius, center) = (0.4, DVec3::new(0.1, 0.05, 0.0));
    let ball = sphere(radius, 256, 160);
    let pose = Pose::from_translation(center);
    let scene = dark(vec![still("ball", ball, Material::plain([0.5; 3], 1.0), pose)]);
    let camera = above(64, 2.0);
    let image = film(&scene, &camera, Quality::Fast, Some(1));
    let to_center = camera.world_from_camera.inverse().transform_point(center);
    let mut hits = 0;
    for row in 0..64 {
        for column in 0..64 {
            let ray =
                unproject(&camera.lens, DVec2::new(f64::from(column) + 0.5, f64::from(row) + 0.5)).unwrap();
            let along = ray.dot(to_center);
            let miss = to_center.length_squared() - along * along;
            let depth = f64::from(image.depth_m[at(64, column, row)]);
            if miss < (0.98 * radius) * (0.98 * radius) {
                let range = along - (radius * radius - miss).sqrt();
                assert!((depth - range * ray.z).abs() < 1e-3, "{depth} {}", range * ray.z);
                hits += 1;
            } else if miss > radius * radius {
                assert!(depth.is_infinite());
                assert_eq!(image.ids[at(64, column, row)], 0);
            }
        }
    }
    assert!(hits > 400, "{hits}");
}

#[test]
fn ids_name_the_nearest_thing_and_the_first_of_two_in_one_place() {
    let plain = || Material::plain([0.5; 3], 1.0);
    let cube = || rounded_box(DVec3::splat(0.2), 0.0);
    let floor = slab([2.0, 2.0, 0.1], plain());
    let left = still("left", cube(), plain(), Pose::from_translation(DVec3::new(-0.3, 0.0, 0.1)));
    let right = still("right", cube(), plain(), Pose::from_translation(DVec3::new(0.3, 0.0, 0.1)));
    let twin = still("twin", cube(), plain(), Pose::from_translation(DVec3::new(0.3, 0.0, 0.1)));
    let image = film(&dark(vec![floor, left, right, twin]), &above(90, 1.5), Quality::Fast, Some(1));
    // 1.3 m above the tops of the cubes 90 px are 1.3 m.
    let column = |x: f64| (45.0 + x / 1.3 * 90.0) as u32;
    assert_eq!(image.ids[at(90, column(-0.3), 45)], 2);
    assert_eq!(image.ids[at(90, column(0.3), 45)], 3);
    assert_eq!(image.ids[at(90, 45, 45)], 1);
    let count = |id: u16| image.ids.iter().filter(|other| **other == id).count();
    assert_eq!((count(4), count(0)), (0, 0));
    // The top of a cube covers 0.2 / 1.3 * 90 px.
    assert!((count(2) as f64 - 13.85 * 13.85).abs() < 2.0 * 13.85 + 30.0, "{}", count(2));
}

#[test]
fn beyond_the_image_circle_of_a_fisheye_is_black_and_infinitely_far() {
    let k = [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07];
    let lens = Lens::FisheyeKb4 { fx: 88.02, fy: 88.02, cx: 112.0, cy: 112.0, k };
    let room = rounded_box(DVec3::splat(4.0), 0.0);
    // Turned inside out: a room seen from within.
    let mut room = room;
    room.indices.chunks_exact_mut(3).for_each(|corners| corners.swap(1, 2));
    room.normals.iter_mut().flatten().for_each(|n| *n = -*n);
    let mut scene = dark(vec![still("room", room, Material::plain([0.6; 3], 1.0), Pose::IDENTITY)]);
    scene.ambient_lux = 300.0;
    let camera = restage_film::PosedCamera { lens, ..above(224, 0.3) };
    let image = film(&scene, &camera, Quality::Fast, Some(1));
    let (mut inside, mut outside) = (0, 0);
    for row in 0..224 {
        for column in 0..224 {
            let index = at(224, column, row);
            let ray = unproject(&lens, DVec2::new(f64::from(column) + 0.5, f64::from(row) + 0.5));
            let rgb = &image.rgb[index * 3..index * 3 + 3];
            if let Some(ray) = ray {
                inside += 1;
                assert_eq!(image.ids[index], 1, "({column}, {row})");
                assert!(rgb[0] > 0);
                // Behind the plane of the camera depth along the axis is negative; its sign is the ray's.
                assert_eq!(image.depth_m[index] > 0.0, ray.z > 0.0);
            } else {
                outside += 1;
                assert_eq!(rgb, [0, 0, 0]);
                assert!(image.depth_m[index].is_infinite() && image.ids[index] == 0);
            }
        }
    }
    // 87.9 % of this crop lies inside the polynomial.
    let part = f64::from(inside) / f64::from(inside + outside);
    assert!((part - 0.879).abs() < 0.003 && max_angle(&lens) > 1.8, "{part}");
}

#[test]
fn what_cannot_be_filmed_is_refused_with_its_reason() {
    let mut renderer = CpuRenderer::new(CpuOptions::default()).unwrap();
    let state = FrameState::default();
    let reason = |error: FilmError| error.to_string();
    let none = renderer.render(&state, &[], ALL).map_err(reason).unwrap_err();
    assert!(none.contains("no scene is loaded"), "{none}");

    let mut broken = slab([1.0; 3], Material::plain([0.5; 3], 1.0));
    let mesh = Arc::make_mut(&mut broken.mesh);
    mesh.indices[4] = 900;
    let mut short = slab([1.0; 3], Material::plain([0.5; 3], 1.0));
    Arc::make_mut(&mut short.mesh).normals.pop();
    let error = renderer.load(Arc::new(dark(vec![broken, short]))).map_err(reason).unwrap_err();
    assert!(error.contains("index 900 of 24 vertices") && error.contains("23 normals"), "{error}");

    let mut moving = slab([1.0; 3], Material::plain([0.5; 3], 1.0));
    moving.body = InstanceBody::Body(2);
    renderer.load(Arc::new(dark(vec![moving]))).unwrap();
    let error = renderer.render(&state, &[above(8, 1.0)], ALL).map_err(reason).unwrap_err();
    assert!(error.contains("follows body 2, but the state has 0 bodies"), "{error}");

    let mut bad = above(8, 1.0);
    bad.lens = Lens::Pinhole { fx: 0.0, fy: 1.0, cx: 4.0, cy: 4.0 };
    let error = renderer.render(&state, &[bad, above(0, 1.0)], ALL).map_err(reason).unwrap_err();
    assert!(error.contains("focal lengths") && error.contains("0 x 0 px"), "{error}");
}
