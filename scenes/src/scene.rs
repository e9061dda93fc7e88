//! The scene description.

use crate::SensorModel;
use glam::DVec3;
use restage_assets::{Material, ObjectModel};
use restage_geometry::Pose;
use serde::{Deserialize, Serialize};

/// Version of the stored scene format.
pub const SCENE_FORMAT_VERSION: u32 = 1;

/// Family of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Rooms of a home.
    Home,
}

impl Environment {
    /// The name stored in the dataset.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
        }
    }
}

/// Form of an immovable thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FixtureShape {
    /// Box, full extents in m, origin at its centre.
    Box {
        /// Full extents.
        size: DVec3,
    },
    /// Cylinder along local z, origin at its centre.
    Cylinder {
        /// Radius.
        radius: f64,
        /// Height.
        height: f64,
    },
}

/// An immovable part of the room: wall, floor, counter, cabinet door, tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fixture {
    /// Unique name.
    pub name: String,
    /// Form.
    pub shape: FixtureShape,
    /// Where it is.
    pub world_from_fixture: Pose,
    /// Appearance.
    pub material: Material,
    /// Whether physics sees it.
    pub collides: bool,
}

/// A horizontal surface that things may stand on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportSurface {
    /// Unique name.
    pub name: String,
    /// Centre of the surface, world, m; its z is the support height.
    pub center: DVec3,
    /// Yaw of the surface about +z, rad.
    pub yaw: f64,
    /// Usable size along its own x and y, m.
    pub size: [f64; 2],
}

/// What an object is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectRole {
    /// The one to be grasped.
    Target,
    /// Clutter.
    Distractor,
}

/// A movable object at its start pose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectPlacement {
    /// Unique name in the scene.
    pub name: String,
    /// What it is.
    pub model: ObjectModel,
    /// Start pose.
    pub world_from_object: Pose,
    /// Why it is there.
    pub role: ObjectRole,
}

/// Kind of light.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LightKind {
    /// Parallel light, illuminance on a perpendicular surface in lux.
    Directional {
        /// Unit direction that the light travels.
        direction: DVec3,
        /// Lux.
        illuminance_lux: f64,
    },
    /// A small source; luminous flux over the whole sphere.
    Point {
        /// Position, m.
        position: DVec3,
        /// Lumen.
        flux_lumen: f64,
    },
}

/// A light. At most one of a scene casts shadows in `fast` quality: the first that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Light {
    /// Unique name.
    pub name: String,
    /// Kind and strength.
    pub kind: LightKind,
    /// Linear RGB, unit luminance.
    pub color: [f32; 3],
    /// Whether it casts shadows.
    pub shadows: bool,
}

/// Projection of a camera. Pixel centres at half-integers, OpenCV axes (x right, y down, z forward).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model", rename_all = "snake_case")]
pub enum Lens {
    /// Pinhole: `u = fx x/z + cx`, `v = fy y/z + cy`.
    Pinhole {
        /// Focal length, px.
        fx: f64,
        /// Focal length, px.
        fy: f64,
        /// Principal point, px.
        cx: f64,
        /// Principal point, px.
        cy: f64,
    },
    /// Kannala-Brandt fisheye (`OpenCV` `fisheye`): with `theta` the angle from the optical axis,
    /// `theta_d = theta (1 + k1 theta^2 + k2 theta^4 + k3 theta^6 + k4 theta^8)` and the pixel lies
    /// `(fx, fy) * theta_d` from the principal point, in the direction of `(x, y)`. Only valid while `theta_d`
    /// grows with `theta`; pixels beyond see nothing and are black.
    FisheyeKb4 {
        /// Focal length, px per radian.
        fx: f64,
        /// Focal length, px per radian.
        fy: f64,
        /// Principal point, px.
        cx: f64,
        /// Principal point, px.
        cy: f64,
        /// `k1..k4`.
        k: [f64; 4],
    },
}

/// What a camera is fixed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "snake_case")]
pub enum CameraMount {
    /// Fixed in the room: `world_from_camera`.
    World {
        /// Pose of the camera.
        world_from_camera: Pose,
    },
    /// Fixed to the gripper: `tcp_from_camera`.
    Tcp {
        /// Pose of the camera in the TCP frame.
        tcp_from_camera: Pose,
    },
}

/// A camera of the scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// Name; the feature key is `observation.images.<name>`.
    pub name: String,
    /// Image width, px.
    pub width: u32,
    /// Image height, px.
    pub height: u32,
    /// Intrinsics, for `width` x `height`.
    pub lens: Lens,
    /// Extrinsics.
    pub mount: CameraMount,
    /// What the camera makes of the light that reaches it.
    #[serde(default, skip_serializing_if = "SensorModel::is_ideal")]
    pub sensor: SensorModel,
}

/// All that is needed to simulate and film a place at its start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// [`SCENE_FORMAT_VERSION`].
    pub format_version: u32,
    /// Name of the template, such as `kitchen_counter`.
    pub template: String,
    /// Family.
    pub environment: Environment,
    /// Immovable parts.
    pub fixtures: Vec<Fixture>,
    /// Surfaces that things may stand on; the first carries the task.
    pub supports: Vec<SupportSurface>,
    /// Movable objects at their start poses.
    pub objects: Vec<ObjectPlacement>,
    /// Lights.
    pub lights: Vec<Light>,
    /// Ambient illuminance from everywhere, lux.
    pub ambient_lux: f64,
    /// Exposure of the cameras, EV at ISO 100.
    pub exposure_ev100: f64,
    /// Cameras.
    pub cameras: Vec<Camera>,
}
