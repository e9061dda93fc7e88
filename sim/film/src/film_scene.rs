//! The filmable form of a scene: instances of meshes with materials, and the lights.

use crate::lighting::sky_luminance;
use crate::{EnvironmentMap, PosedCamera};
use glam::{DVec3, Vec3};
use restage_assets::{GripperModel, Material, Mesh, VisualPart};
use restage_geometry::Pose;
use restage_rollouts::{Rollout, RolloutSpec};
use restage_scenes::{CameraMount, Light, LightKind, ObjectPlacement, Scene};
use std::sync::Arc;

/// What moves an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceBody {
    /// Never moves.
    Static,
    /// Follows body `0` of `FrameState::bodies` by index.
    Body(usize),
}

/// One mesh with one material.
#[derive(Clone, Debug)]
pub struct FilmInstance {
    /// Name, for legends of segmentation images.
    pub name: String,
    /// Triangles, in the frame of the body. Shared meshes share the allocation.
    pub mesh: Arc<Mesh>,
    /// Appearance.
    pub material: Material,
    /// What it follows.
    pub body: InstanceBody,
    /// `body_from_instance`, or `world_from_instance` for static ones.
    pub body_from_instance: Pose,
}

/// A light with the surface that it shines from.
#[derive(Clone, Debug, PartialEq)]
pub struct FilmLight {
    /// The light.
    pub light: Light,
    /// Half axes of the shining surface, world, m; zero for a small round one.
    pub extent: [Vec3; 2],
    /// Unit normal of an upright pane that shines to one side, as the sky in a window does; zero for what shines all
    /// around.
    pub facing: Vec3,
}

impl From<Light> for FilmLight {
    /// A small round light.
    fn from(light: Light) -> Self {
        Self { light, extent: [Vec3::ZERO; 2], facing: Vec3::ZERO }
    }
}

/// A scene ready for any renderer.
#[derive(Clone, Debug)]
pub struct FilmScene {
    /// Everything visible; ids in segmentation images are the index plus 1.
    pub instances: Vec<FilmInstance>,
    /// Lights.
    pub lights: Vec<FilmLight>,
    /// Ambient illuminance of an upward face at the task, lux.
    pub ambient_lux: f64,
    /// Where the task is, world, m: there the ambient light has its stated strength; elsewhere it follows from the room.
    /// Without it the ambient light is the same everywhere.
    pub task: Option<Vec3>,
    /// What lies around the scene; without it a plain sky that is brighter above.
    pub environment: Option<Arc<EnvironmentMap>>,
    /// Exposure, EV at ISO 100.
    pub exposure_ev100: f64,
    /// Texture edge length, px.
    pub texture_size: u32,
}

/// Poses of all bodies at one frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameState {
    /// Number of the frame: tells the noise of one picture from that of the next.
    pub number: u64,
    /// `world_from_body`, indexed by `InstanceBody::Body`: first the objects of the scene in order, then palm,
    /// left finger, right finger.
    pub bodies: Vec<Pose>,
}

/// Texture edge length unless told otherwise, px.
pub const DEFAULT_TEXTURE_SIZE: u32 = 256;

impl FilmScene {
    /// Everything that a rollout shows: its scene and its gripper.
    pub fn from_spec(spec: &RolloutSpec) -> Self {
        Self::from_scene(&spec.scene, Some(&spec.gripper))
    }

    /// A scene, with a gripper or without. Instances: fixtures, objects in order, palm, left and right finger.
    /// Parts of one thing share its name; equal meshes share one allocation.
    pub fn from_scene(scene: &Scene, gripper: Option<&GripperModel>) -> Self {
        let mut builder = Builder::default();
        for fixture in &scene.fixtures {
            let parts = fixture.shape.visual(&fixture.material);
            builder.add(&fixture.name, parts, InstanceBody::Static, fixture.world_from_fixture);
        }
        for (index, object) in scene.objects.iter().enumerate() {
            builder.add(&object.name, object.model.visual(), InstanceBody::Body(index), Pose::IDENTITY);
        }
        if let Some(gripper) = gripper {
            let first = scene.objects.len();
            let parts = [
                ("gripper_palm", gripper.palm_visual()),
                ("gripper_left_finger", gripper.finger_visual(true)),
                ("gripper_right_finger", gripper.finger_visual(false)),
            ];
            for (offset, (name, visual)) in parts.into_iter().enumerate() {
                builder.add(name, visual, InstanceBody::Body(first + offset), Pose::IDENTITY);
            }
        }
        Self {
            instances: builder.instances,
            lights: scene.lights.iter().map(|light| film_light(light, scene)).collect(),
            ambient_lux: scene.ambient_lux,
            task: scene.supports.first().map(|support| support.center.as_vec3()),
            environment: None,
            exposure_ev100: scene.exposure_ev100,
            texture_size: DEFAULT_TEXTURE_SIZE,
        }
    }
}

impl FilmScene {
    /// Luminance of the surroundings from the unit direction `w`, cd/m², per channel.
    pub fn surroundings(&self, w: Vec3) -> Vec3 {
        let lux = self.ambient_lux as f32;
        match &self.environment {
            None => Vec3::splat(sky_luminance(lux, w)),
            Some(map) => map.luminance(w) * lux,
        }
    }
}

impl FrameState {
    /// Poses at one frame of a rollout; `frame` beyond the end shows the last. An empty rollout gives no bodies.
    /// Tracks are found by name; an object that the rollout did not track stands at its start.
    pub fn from_rollout(spec: &RolloutSpec, rollout: &Rollout, frame: usize) -> Self {
        let Some(frame) = rollout.len().checked_sub(1).map(|last| frame.min(last)) else {
            return Self::default();
        };
        let pose = |object: &ObjectPlacement| {
            let track = rollout.bodies.iter().find(|track| track.name == object.name);
            track
                .and_then(|track| track.world_from_object.get(frame))
                .copied()
                .unwrap_or(object.world_from_object)
        };
        let objects = spec.scene.objects.iter().map(pose).collect();
        let number = frame as u64;
        Self {
            number,
            ..Self::posed(objects, rollout.world_from_tcp[frame], rollout.finger_positions[frame])
        }
    }

    /// The start of a scene with the gripper at `world_from_tcp`, opened to `width` m.
    pub fn at_start(scene: &Scene, world_from_tcp: Pose, width: f64) -> Self {
        let objects = scene.objects.iter().map(|object| object.world_from_object).collect();
        Self::posed(objects, world_from_tcp, [-width / 2.0, width / 2.0])
    }

    /// Objects, then palm and fingers; finger positions along the closing axis, m.
    fn posed(mut bodies: Vec<Pose>, world_from_tcp: Pose, fingers: [f64; 2]) -> Self {
        bodies.push(world_from_tcp);
        bodies.extend(fingers.map(|x| world_from_tcp * Pose::from_translation(DVec3::X * x)));
        Self { number: 0, bodies }
    }
}

/// Every camera of the scene, in order, posed at one frame of the rollout (the last when beyond the end; an empty
/// rollout gives none).
pub fn cameras_at(spec: &RolloutSpec, rollout: &Rollout, frame: usize) -> Vec<PosedCamera> {
    match rollout.len().checked_sub(1) {
        Some(last) => posed_cameras(&spec.scene, rollout.world_from_tcp[frame.min(last)]),
        None => Vec::new(),
    }
}

/// Every camera of a scene, in order, with the TCP at `world_from_tcp`.
pub fn posed_cameras(scene: &Scene, world_from_tcp: Pose) -> Vec<PosedCamera> {
    let posed = |camera: &restage_scenes::Camera| PosedCamera {
        name: camera.name.clone(),
        width: camera.width,
        height: camera.height,
        lens: camera.lens,
        sensor: camera.sensor,
        world_from_camera: match camera.mount {
            CameraMount::World { world_from_camera } => world_from_camera,
            CameraMount::Tcp { tcp_from_camera } => world_from_tcp * tcp_from_camera,
        },
    };
    scene.cameras.iter().map(posed).collect()
}

/// A light with the two longest half axes of its fixture's box.
fn film_light(light: &Light, scene: &Scene) -> FilmLight {
    let named = |name: &String| scene.fixtures.iter().find(|fixture| fixture.name == *name);
    let Some(fixture) = light.fixture.as_ref().and_then(named) else { return light.clone().into() };
    let parts = fixture.shape.visual(&fixture.material);
    let bounds = parts.iter().filter_map(|part| part.mesh.bounds());
    let (low, high) = bounds.fold((DVec3::INFINITY, DVec3::NEG_INFINITY), |(low, high), part| {
        (low.min(part.0), high.max(part.1))
    });
    let half = ((high - low) / 2.0).max(DVec3::ZERO);
    let mut axes = [0, 1, 2];
    axes.sort_by(|a, b| half[*b].total_cmp(&half[*a]));
    let world = |axis: usize| fixture.world_from_fixture.transform_vector(DVec3::AXES[axis]);
    let extent = [axes[0], axes[1]].map(|axis| (world(axis) * half[axis].min(MAX_HALF_EXTENT_M)).as_vec3());
    let facing = match light.kind {
        LightKind::Point { position, .. } if half[axes[2]] < PANE_SHARE * half[axes[1]] => {
            let middle = fixture.world_from_fixture.transform_point((low + high) / 2.0);
            let normal = world(axes[2]) * (position - middle).dot(world(axes[2])).signum();
            if normal.z.abs() < 0.1 { normal.as_vec3() } else { Vec3::ZERO }
        }
        _ => Vec3::ZERO,
    };
    FilmLight { light: light.clone(), extent, facing }
}

/// A box is a pane when its thickness is less than this part of its shorter edge.
const PANE_SHARE: f64 = 0.2;

/// A larger surface is taken as this large for soft shadows, m: its light is that of one point.
const MAX_HALF_EXTENT_M: f64 = 0.75;

/// Collects instances and shares equal meshes.
#[derive(Default)]
struct Builder {
    instances: Vec<FilmInstance>,
}

impl Builder {
    /// Adds the parts of one thing.
    fn add(&mut self, name: &str, parts: Vec<VisualPart>, body: InstanceBody, body_from_instance: Pose) {
        for VisualPart { mesh, material } in parts {
            let known = self.instances.iter().find(|other| *other.mesh == mesh);
            let mesh = known.map_or_else(|| Arc::new(mesh), |other| Arc::clone(&other.mesh));
            let name = name.to_owned();
            self.instances.push(FilmInstance { name, mesh, material, body, body_from_instance });
        }
    }
}
