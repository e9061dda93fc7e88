//! Small scenes for tests.

use glam::{DQuat, DVec3, Vec3};
use restage_assets::primitives::{rounded_box, sphere};
use restage_assets::{Material, Mesh};
use restage_film::{FilmInstance, FilmScene, FrameState, InstanceBody};
use restage_geometry::Pose;
use restage_scenes::camera::look_at;
use std::sync::Arc;

/// A generator of test inputs (SplitMix64).
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    pub fn number(&mut self, low: f32, high: f32) -> f32 {
        let unit = (self.bits() >> 40) as f32 / (1u64 << 24) as f32;
        low + (high - low) * unit
    }

    pub fn vector(&mut self, low: f32, high: f32) -> Vec3 {
        Vec3::new(self.number(low, high), self.number(low, high), self.number(low, high))
    }
}

/// An instance of a mesh.
pub fn instance(name: &str, mesh: Mesh, material: Material, body: InstanceBody, pose: Pose) -> FilmInstance {
    FilmInstance { name: name.into(), mesh: Arc::new(mesh), material, body, body_from_instance: pose }
}

/// A scene without lights.
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

/// Boxes and balls tumbling about the origin within a metre, some of them bodies.
pub fn clutter() -> (FilmScene, FrameState) {
    let mut draw = Draw::new(1);
    let (mut instances, mut bodies) = (Vec::new(), Vec::new());
    for index in 0..14 {
        let size = draw.vector(0.1, 0.5).as_dvec3();
        let mesh = if index % 3 == 0 { sphere(size.x / 2.0, 16, 10) } else { rounded_box(size, 0.01) };
        let turn = draw.vector(-2.0, 2.0).as_dvec3();
        let pose = Pose::from_rotation_vector(draw.vector(-0.7, 0.7).as_dvec3(), turn);
        let material = Material::plain(draw.vector(0.2, 0.9).to_array(), 0.5);
        if index % 2 == 0 {
            instances.push(instance("still", mesh, material, InstanceBody::Static, pose));
        } else {
            let body = InstanceBody::Body(bodies.len());
            instances.push(instance("moving", mesh, material, body, Pose::IDENTITY));
            bodies.push(pose);
        }
    }
    (dark(instances), FrameState { number: 0, bodies })
}

/// Poses in front of, inside and above the clutter.
pub fn viewpoints() -> Vec<Pose> {
    vec![
        look_at(DVec3::new(1.5, -1.2, 0.9), DVec3::ZERO),
        Pose::new(DVec3::new(0.05, 0.02, 0.01), DQuat::from_rotation_x(-2.0)),
        look_at(DVec3::new(0.1, 0.1, 2.0), DVec3::ZERO),
    ]
}
