//! Scenes and cameras for tests of the renderer.
#![allow(dead_code, reason = "each test file uses its part of these helpers")]
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use glam::{DQuat, DVec3};
use restage_assets::primitives::{cylinder, rounded_box, sphere};
use restage_assets::{Material, Mesh, TextureKind};
use restage_film::{
    CameraImage, Channels, FilmInstance, FilmLight, FilmScene, FrameState, InstanceBody, PosedCamera,
    Quality, Renderer,
};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::camera::look_at;
use restage_scenes::{Lens, Light, LightKind, SensorModel};
use std::sync::Arc;

/// Depth and ids.
pub const ALL: Channels = Channels { depth: true, ids: true };

/// Something that stands still.
pub fn still(name: &str, mesh: Mesh, material: Material, pose: Pose) -> FilmInstance {
    let body = InstanceBody::Static;
    FilmInstance { name: name.into(), mesh: Arc::new(mesh), material, body, body_from_instance: pose }
}

/// A box of full extents `size` whose top is at z = 0 and which is centred on the z axis.
pub fn slab(size: [f64; 3], material: Material) -> FilmInstance {
    let pose = Pose::from_translation(DVec3::NEG_Z * size[2] / 2.0);
    still("slab", rounded_box(DVec3::from(size), 0.0), material, pose)
}

/// A scene without light.
pub fn dark(instances: Vec<FilmInstance>) -> FilmScene {
    FilmScene {
        instances,
        lights: Vec::new(),
        ambient_lux: 0.0,
        task: None,
        environment: None,
        exposure_ev100: 5.0,
        texture_size: 64,
    }
}

/// A white light that casts shadows.
pub fn light(kind: LightKind) -> FilmLight {
    FilmLight::from(Light { name: "light".into(), kind, color: [1.0; 3], shadows: true, fixture: None })
}

/// A pinhole camera, about 53 degrees wide.
pub fn pinhole(width: u32, height: u32, world_from_camera: Pose) -> PosedCamera {
    let f = f64::from(width);
    let lens = Lens::Pinhole { fx: f, fy: f, cx: f64::from(width) / 2.0, cy: f64::from(height) / 2.0 };
    let sensor = SensorModel::default();
    PosedCamera { name: "test".into(), width, height, lens, world_from_camera, sensor }
}

/// A camera `height` m above the origin that looks straight down; image x is world x.
pub fn above(size: u32, height: f64) -> PosedCamera {
    let turned = DQuat::from_rotation_x(std::f64::consts::PI);
    pinhole(size, size, Pose::new(DVec3::Z * height, turned))
}

/// Films one picture.
pub fn film(
    scene: &FilmScene,
    camera: &PosedCamera,
    quality: Quality,
    threads: Option<usize>,
) -> CameraImage {
    let mut renderer = CpuRenderer::new(CpuOptions { quality, threads }).unwrap();
    renderer.load(Arc::new(scene.clone())).unwrap();
    let state = FrameState::default();
    renderer.render(&state, std::slice::from_ref(camera), ALL).unwrap().remove(0)
}

/// The three bytes of a pixel.
pub fn pixel(image: &CameraImage, column: u32, row: u32) -> [u8; 3] {
    let index = (row * image.width + column) as usize * 3;
    [image.rgb[index], image.rgb[index + 1], image.rgb[index + 2]]
}

/// A table with textured things on it, one of them a body, a sun and a lamp.
pub fn still_life() -> (FilmScene, FrameState, Vec<PosedCamera>) {
    let wood = Material::plain([0.5, 0.35, 0.2], 0.5).textured(TextureKind::Wood, 0.8, 5);
    let print = Material::plain([0.8, 0.75, 0.6], 0.6).textured(TextureKind::Print, 0.2, 6);
    let steel = Material::metal([0.75, 0.74, 0.72], 0.35);
    let at = |x: f64, y: f64, z: f64| Pose::from_translation(DVec3::new(x, y, z));
    let mut instances = vec![
        slab([1.6, 1.0, 0.05], wood),
        still("carton", rounded_box(DVec3::new(0.12, 0.2, 0.28), 0.002), print, at(-0.25, 0.1, 0.14)),
        still("can", cylinder(0.05, 0.16, 0.003, 32), steel, at(0.05, 0.05, 0.08)),
    ];
    instances.push(FilmInstance {
        body: InstanceBody::Body(0),
        ..still("ball", sphere(0.07, 32, 20), Material::srgb(0xC8_3A_2A, 0.3), Pose::IDENTITY)
    });
    let direction = DVec3::new(0.5, 0.4, -1.0).normalize();
    let mut lights = vec![
        light(LightKind::Directional { direction, illuminance_lux: 350.0 }),
        light(LightKind::Point { position: DVec3::new(-0.6, -0.5, 1.2), flux_lumen: 1200.0 }),
    ];
    lights[1].light.color = [1.3, 0.95, 0.6];
    let scene =
        FilmScene { lights, ambient_lux: 150.0, exposure_ev100: 7.0, texture_size: 128, ..dark(instances) };
    let state = FrameState { number: 0, bodies: vec![at(0.22, -0.1, 0.07)] };
    let k = [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07];
    let fisheye = Lens::FisheyeKb4 { fx: 37.0, fy: 37.1, cx: 48.2, cy: 47.7, k };
    let high = look_at(DVec3::new(0.1, -0.9, 0.7), DVec3::new(0.0, 0.0, 0.08));
    let near = look_at(DVec3::new(0.0, -0.25, 0.45), DVec3::new(0.05, 0.05, 0.0));
    let wrist = PosedCamera { name: "wrist".into(), lens: fisheye, ..pinhole(95, 95, near) };
    (scene, state, vec![pinhole(120, 91, high), wrist])
}
