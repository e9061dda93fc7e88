//! Plausibility of a scene: what must hold before anything is simulated or filmed in it.

use crate::{CameraMount, Fixture, ObjectPlacement, Scene, SupportSurface};
use glam::DVec3;
use restage_geometry::Pose;

/// Objects may sink into each other or into their support by this much, m: settled stacks do.
const OVERLAP_SLACK_M: f64 = 0.002;
/// An object rests when its lowest point is this near to the height of its support, m.
const REST_SLACK_M: f64 = 0.005;

/// One fault of a scene.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SceneFault {
    /// A number that is infinite or not a number.
    #[error("{path} is not a finite number")]
    NotFinite {
        /// Where in the scene, such as `objects[2].world_from_object.translation[0]`.
        path: String,
    },
    /// Two things of one kind with the same name.
    #[error("two {kind} are named {name:?}; names must be unique")]
    DuplicateName {
        /// `fixtures`, `objects`, `supports`, `lights` or `cameras`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// No surface carries the task.
    #[error("the scene has no support surface")]
    NoSupport,
    /// Two objects occupy the same space.
    #[error("objects {a:?} and {b:?} overlap by {depth_m:.4} m")]
    ObjectsOverlap {
        /// First object.
        a: String,
        /// Second object.
        b: String,
        /// How deep their boxes overlap, m.
        depth_m: f64,
    },
    /// An object is inside an immovable part.
    #[error("object {object:?} overlaps fixture {fixture:?} by {depth_m:.4} m")]
    ObjectInFixture {
        /// The object.
        object: String,
        /// The fixture.
        fixture: String,
        /// How deep, m.
        depth_m: f64,
    },
    /// An object neither stands on a support nor on another object.
    #[error("object {object:?} rests on nothing: its lowest point is at z = {lowest_m:.4} m")]
    NotSupported {
        /// The object.
        object: String,
        /// Height of its lowest point, m.
        lowest_m: f64,
    },
    /// A camera of the room sits inside something.
    #[error("camera {camera:?} is inside {thing:?}")]
    CameraInside {
        /// The camera.
        camera: String,
        /// Object or fixture.
        thing: String,
    },
    /// An image without pixels.
    #[error("camera {camera:?} has an empty image of {width} x {height} px")]
    EmptyImage {
        /// The camera.
        camera: String,
        /// Width, px.
        width: u32,
        /// Height, px.
        height: u32,
    },
}

/// A box with any orientation.
struct OrientedBox {
    pose: Pose,
    half: DVec3,
}

impl OrientedBox {
    fn of_object(object: &ObjectPlacement) -> Self {
        Self { pose: object.world_from_object, half: object.model.size() / 2.0 }
    }

    fn of_fixture(fixture: &Fixture) -> Self {
        let (low, high) = fixture.shape.bounds();
        let middle = Pose::from_translation((low + high) / 2.0);
        Self { pose: fixture.world_from_fixture * middle, half: (high - low) / 2.0 }
    }

    fn axes(&self) -> [DVec3; 3] {
        DVec3::AXES.map(|axis| self.pose.transform_vector(axis))
    }

    /// Half extent along a unit direction of the world.
    fn reach(&self, direction: DVec3) -> f64 {
        self.axes()
            .iter()
            .zip(self.half.to_array())
            .map(|(axis, half)| axis.dot(direction).abs() * half)
            .sum()
    }

    fn contains(&self, point: DVec3) -> bool {
        self.pose.inverse().transform_point(point).abs().cmple(self.half).all()
    }

    /// How deep two boxes overlap, m; 0 when apart (separating axes: three of each and their nine products).
    fn overlap(&self, other: &Self) -> f64 {
        let (a, b) = (self.axes(), other.axes());
        let offset = other.pose.translation - self.pose.translation;
        let edges = a.iter().flat_map(|p| b.iter().map(move |q| p.cross(*q)));
        let candidates = a.iter().chain(&b).copied().chain(edges).filter_map(DVec3::try_normalize);
        let depth = candidates
            .map(|axis| self.reach(axis) + other.reach(axis) - offset.dot(axis).abs())
            .fold(f64::INFINITY, f64::min);
        depth.max(0.0)
    }
}

impl Scene {
    /// All faults of the scene, in a fixed order; an empty list means that it may be simulated and filmed.
    ///
    /// Overlap is judged by oriented bounding boxes, which is strict for hollow and round things.
    pub fn validate(&self) -> Vec<SceneFault> {
        let mut faults = self.number_faults();
        if !faults.is_empty() {
            // Geometry with broken numbers would only repeat them.
            return faults;
        }
        faults.extend(self.name_faults());
        if self.supports.is_empty() {
            faults.push(SceneFault::NoSupport);
        }
        faults.extend(self.overlap_faults());
        faults.extend(self.rest_faults());
        faults.extend(self.camera_faults());
        faults
    }

    /// JSON has no word for infinity: it writes `null`, and the one optional number-free field of a scene that may
    /// be `null` is the texture of a material.
    fn number_faults(&self) -> Vec<SceneFault> {
        let mut faults = Vec::new();
        if let Ok(value) = serde_json::to_value(self) {
            collect_nulls(&value, String::new(), &mut faults);
        }
        faults
    }

    fn name_faults(&self) -> Vec<SceneFault> {
        fn duplicates<'a>(kind: &'static str, names: impl Iterator<Item = &'a str>) -> Vec<SceneFault> {
            let mut names: Vec<&str> = names.collect();
            names.sort_unstable();
            let twice = names.windows(2).filter(|pair| pair[0] == pair[1]);
            twice.map(|pair| SceneFault::DuplicateName { kind, name: pair[0].to_owned() }).collect()
        }
        let mut faults = duplicates("fixtures", self.fixtures.iter().map(|it| it.name.as_str()));
        faults.extend(duplicates("supports", self.supports.iter().map(|it| it.name.as_str())));
        faults.extend(duplicates("objects", self.objects.iter().map(|it| it.name.as_str())));
        faults.extend(duplicates("lights", self.lights.iter().map(|it| it.name.as_str())));
        faults.extend(duplicates("cameras", self.cameras.iter().map(|it| it.name.as_str())));
        faults
    }

    fn overlap_faults(&self) -> Vec<SceneFault> {
        let mut faults = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            let space = OrientedBox::of_object(object);
            for other in &self.objects[index + 1..] {
                let depth_m = space.overlap(&OrientedBox::of_object(other));
                if depth_m > OVERLAP_SLACK_M {
                    let (a, b) = (object.name.clone(), other.name.clone());
                    faults.push(SceneFault::ObjectsOverlap { a, b, depth_m });
                }
            }
            for fixture in self.fixtures.iter().filter(|fixture| fixture.collides) {
                let depth_m = space.overlap(&OrientedBox::of_fixture(fixture));
                if depth_m > OVERLAP_SLACK_M {
                    let (object, fixture) = (object.name.clone(), fixture.name.clone());
                    faults.push(SceneFault::ObjectInFixture { object, fixture, depth_m });
                }
            }
        }
        faults
    }

    fn rest_faults(&self) -> Vec<SceneFault> {
        let mut faults = Vec::new();
        for object in &self.objects {
            let space = OrientedBox::of_object(object);
            let lowest_m = object.world_from_object.translation.z - space.reach(DVec3::Z);
            let on_support = self.supports.iter().any(|support| {
                (lowest_m - support.center.z).abs() <= REST_SLACK_M && support.carries(&space)
            });
            let on_object = self.objects.iter().filter(|other| other.name != object.name).any(|other| {
                let below = OrientedBox::of_object(other);
                let offset = other.world_from_object.translation - object.world_from_object.translation;
                let top = other.world_from_object.translation.z + below.reach(DVec3::Z);
                (lowest_m - top).abs() <= REST_SLACK_M
                    && offset.x.abs() <= below.reach(DVec3::X)
                    && offset.y.abs() <= below.reach(DVec3::Y)
            });
            if !on_support && !on_object {
                faults.push(SceneFault::NotSupported { object: object.name.clone(), lowest_m });
            }
        }
        faults
    }

    fn camera_faults(&self) -> Vec<SceneFault> {
        let mut faults = Vec::new();
        for camera in &self.cameras {
            if camera.width == 0 || camera.height == 0 {
                let (width, height) = (camera.width, camera.height);
                faults.push(SceneFault::EmptyImage { camera: camera.name.clone(), width, height });
            }
            let CameraMount::World { world_from_camera } = camera.mount else { continue };
            let eye = world_from_camera.translation;
            let objects = self.objects.iter().map(|it| (&it.name, OrientedBox::of_object(it)));
            let fixtures = self.fixtures.iter().map(|it| (&it.name, OrientedBox::of_fixture(it)));
            for (thing, _) in objects.chain(fixtures).filter(|(_, space)| space.contains(eye)) {
                faults.push(SceneFault::CameraInside { camera: camera.name.clone(), thing: thing.clone() });
            }
        }
        faults
    }
}

impl SupportSurface {
    /// Whether the centre of a box lies over the surface.
    fn carries(&self, space: &OrientedBox) -> bool {
        let local = self.local(space.pose.translation);
        local.x.abs() <= self.size[0] / 2.0 && local.y.abs() <= self.size[1] / 2.0
    }
}

/// Finds `null`s, except for materials without a texture.
fn collect_nulls(value: &serde_json::Value, path: String, faults: &mut Vec<SceneFault>) {
    match value {
        serde_json::Value::Null if !path.ends_with(".texture") => faults.push(SceneFault::NotFinite { path }),
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_nulls(item, format!("{path}[{index}]"), faults);
            }
        }
        serde_json::Value::Object(fields) => {
            for (name, item) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                collect_nulls(item, format!("{path}{dot}{name}"), faults);
            }
        }
        _ => {}
    }
}
