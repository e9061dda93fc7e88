//! The scene description.

use crate::{FixtureShape, SensorModel};
use glam::DVec3;
use restage_assets::{Material, ObjectModel};
use restage_geometry::Pose;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the stored scene format. 2: rooms, furniture, classes of supports, task zone, zones and ranges, lamps.
pub const SCENE_FORMAT_VERSION: u32 = 2;

/// Family of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Rooms of a home.
    Home,
    /// Storage and dispatch of goods.
    Warehouse,
    /// Making of goods.
    Factory,
    /// Desks.
    Office,
    /// Shops.
    Store,
    /// Professional kitchens and dining rooms.
    Restaurant,
    /// Wards and pharmacies.
    Healthcare,
    /// Cleaning and waste.
    Sanitation,
}

impl Environment {
    /// Every family, in a fixed order.
    pub const ALL: [Self; 8] = [
        Self::Home,
        Self::Warehouse,
        Self::Factory,
        Self::Office,
        Self::Store,
        Self::Restaurant,
        Self::Healthcare,
        Self::Sanitation,
    ];

    /// The name stored in the dataset.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Warehouse => "warehouse",
            Self::Factory => "factory",
            Self::Office => "office",
            Self::Store => "store",
            Self::Restaurant => "restaurant",
            Self::Healthcare => "healthcare",
            Self::Sanitation => "sanitation",
        }
    }

    /// The family of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}

/// Which side of a room. Rooms are rectangles whose walls run along x and y.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wall {
    /// At the greatest y.
    North,
    /// At the greatest x.
    East,
    /// At the least y.
    South,
    /// At the least x.
    West,
}

/// What an opening of a wall is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpeningKind {
    /// A door, seen closed; its leaf swings into the room.
    Door,
    /// A way through without a leaf.
    Passage,
    /// An opening that equipment fills, such as the door of a loading dock; nobody walks through it.
    Gate,
    /// A window.
    Window,
}

/// A door, passage or window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// What it is.
    pub kind: OpeningKind,
    /// Which wall it is in.
    pub wall: Wall,
    /// Span along the wall in room coordinates (x for north and south, y for east and west), least first, m.
    pub along: [f64; 2],
    /// Span of heights above the floor, least first, m.
    pub heights: [f64; 2],
}

/// A rectangular room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Unique name.
    pub name: String,
    /// Corner of least x and y of its inner faces, world, m.
    pub low: [f64; 2],
    /// Corner of greatest x and y, world, m.
    pub high: [f64; 2],
    /// Clear height, m.
    pub height: f64,
    /// Doors, passages and windows.
    #[serde(default)]
    pub openings: Vec<Opening>,
    /// Least width of its walkways, m.
    #[serde(default = "walkway_m")]
    pub walkway: f64,
}

/// A clear walkway by kitchen and access planning rules, m.
fn walkway_m() -> f64 {
    0.91
}

/// A piece of furniture or equipment: the name that its fixtures give in `part_of`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// Unique name.
    pub name: String,
    /// What it is, such as `sofa`.
    pub kind: String,
    /// Its own frame: origin on the floor (or wherever it rests) under the middle of its footprint, z up, front
    /// towards -y.
    pub world_from_furniture: Pose,
    /// Extents along its own axes, m.
    #[schemars(with = "[f64; 3]")]
    pub size: DVec3,
}

/// An immovable part of the room: wall, floor, counter, cabinet door, tap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
    /// The furniture that it is a part of; parts of the building have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
}

/// A horizontal surface that things may stand on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportSurface {
    /// Unique name.
    pub name: String,
    /// Centre of the surface, world, m; its z is the support height.
    #[schemars(with = "[f64; 3]")]
    pub center: DVec3,
    /// Yaw of the surface about +z, rad.
    pub yaw: f64,
    /// Usable size along its own x and y, m. Who works at it stands at its -y side.
    pub size: [f64; 2],
    /// Free height above it, m.
    #[serde(default = "open_above")]
    pub clear_height: f64,
    /// Categories of the object catalogue that may stand on it (`kitchen`, `food`, ...); empty allows all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
}

fn open_above() -> f64 {
    1.0
}

/// Where the task is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskZone {
    /// Name of the support.
    pub support: String,
    /// Middle of the free rectangle, in coordinates of the support, m.
    pub center: [f64; 2],
    /// Free rectangle along the support's x and y, m.
    pub size: [f64; 2],
    /// Where the person or robot stands: world x and y, m.
    pub stand: [f64; 2],
}

/// What a zone is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZonePurpose {
    /// The task object may start here.
    Start,
    /// It may be put down here.
    Goal,
    /// Clutter may stand here.
    Clutter,
    /// Nothing may stand here.
    KeepOut,
}

/// A rectangle of a support, marked by an author.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Unique name.
    pub name: String,
    /// What it is for.
    pub purpose: ZonePurpose,
    /// Name of the support.
    pub support: String,
    /// Middle, in coordinates of the support, m.
    pub center: [f64; 2],
    /// Extents along the support's x and y, m.
    pub size: [f64; 2],
}

/// What an object is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectRole {
    /// The one to be grasped.
    Target,
    /// Clutter.
    Distractor,
}

/// A movable object at its start pose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectPlacement {
    /// Unique name in the scene.
    pub name: String,
    /// What it is: a whole object, or the id of a catalogue entry such as `"coffee_mug"`.
    #[serde(deserialize_with = "crate::store::model_or_id")]
    #[schemars(with = "crate::store::ModelOrId")]
    pub model: ObjectModel,
    /// Start pose.
    pub world_from_object: Pose,
    /// Why it is there.
    pub role: ObjectRole,
}

/// Kind of light.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LightKind {
    /// Parallel light, illuminance on a perpendicular surface in lux.
    Directional {
        /// Unit direction that the light travels.
        #[schemars(with = "[f64; 3]")]
        direction: DVec3,
        /// Lux.
        illuminance_lux: f64,
    },
    /// A small source; luminous flux over the whole sphere.
    Point {
        /// Position, m.
        #[schemars(with = "[f64; 3]")]
        position: DVec3,
        /// Lumen.
        flux_lumen: f64,
    },
}

/// A light. At most one of a scene casts shadows in `fast` quality: the first that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Light {
    /// Unique name.
    pub name: String,
    /// Kind and strength.
    pub kind: LightKind,
    /// Linear RGB, unit luminance.
    pub color: [f32; 3],
    /// Whether it casts shadows.
    pub shadows: bool,
    /// The fixture that it shines from: a lamp, or the sky behind a window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixture: Option<String>,
}

/// Projection of a camera. Pixel centres at half-integers, OpenCV axes (x right, y down, z forward).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Pinhole with the distortion of Brown and Conrady (`OpenCV` `calib3d`): with `x, y` the pinhole's image at depth 1,
    /// `r^2 = x^2 + y^2` and `d = 1 + k1 r^2 + k2 r^4 + k3 r^6`, the pixel lies `(fx, fy)` times
    /// `(x d + 2 p1 x y + p2 (r^2 + 2 x^2), y d + p1 (r^2 + 2 y^2) + 2 p2 x y)` from the principal point. Only valid while
    /// `r d` grows with `r`; pixels beyond see nothing and are black.
    BrownConrady {
        /// Focal length, px.
        fx: f64,
        /// Focal length, px.
        fy: f64,
        /// Principal point, px.
        cx: f64,
        /// Principal point, px.
        cy: f64,
        /// `k1..k3`.
        k: [f64; 3],
        /// `p1, p2`.
        p: [f64; 2],
    },
}

/// What a camera is fixed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// [`SCENE_FORMAT_VERSION`].
    pub format_version: u32,
    /// Name of the template, such as `home_kitchen`.
    pub template: String,
    /// Family.
    pub environment: Environment,
    /// Rooms, for checks and authoring; their walls are among the fixtures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<Room>,
    /// Furniture and equipment; its parts are among the fixtures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
    /// Immovable parts.
    pub fixtures: Vec<Fixture>,
    /// Surfaces that things may stand on; the first carries the task.
    pub supports: Vec<SupportSurface>,
    /// Where the task is; without it, all of the first support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_zone: Option<TaskZone>,
    /// Rectangles that an author marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// Ranges that an author set, `[low, high]` by name of the axis and its field, such as `object_pose.along`.
    /// They narrow the ranges of a job.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ranges: BTreeMap<String, [f64; 2]>,
    /// Movable objects at their start poses.
    #[serde(default)]
    pub objects: Vec<ObjectPlacement>,
    /// Lights.
    pub lights: Vec<Light>,
    /// Ambient illuminance from everywhere, lux.
    pub ambient_lux: f64,
    /// Exposure of the cameras, EV at ISO 100.
    pub exposure_ev100: f64,
    /// Cameras.
    #[serde(default)]
    pub cameras: Vec<Camera>,
}

impl Scene {
    /// A scene without anything in it: darkness at EV 7.
    pub fn empty(template: &str, environment: Environment) -> Self {
        Self {
            format_version: SCENE_FORMAT_VERSION,
            template: template.to_owned(),
            environment,
            rooms: Vec::new(),
            furniture: Vec::new(),
            fixtures: Vec::new(),
            supports: Vec::new(),
            task_zone: None,
            zones: Vec::new(),
            ranges: BTreeMap::new(),
            objects: Vec::new(),
            lights: Vec::new(),
            ambient_lux: 0.0,
            exposure_ev100: 7.0,
            cameras: Vec::new(),
        }
    }
}
