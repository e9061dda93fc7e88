//! The versioned scene description, its generators and its checks. A scene is resolved: nothing random is left in it.
//!
//! World frame: z up, floor at z = 0, metres.

pub mod builder;
pub mod camera;
pub mod draw;
mod equipment;
mod factory;
pub mod furniture;
mod healthcare;
mod home;
pub mod kitchen;
pub mod layout;
pub mod light;
pub mod lighting;
mod office;
pub mod plausibility;
mod registry;
pub mod request;
mod restaurant;
mod room_view;
mod sanitation;
pub mod scene;
pub mod sensor;
pub mod shape;
mod shop;
pub mod store;
pub mod template;
mod warehouse;

pub use kitchen::{KitchenParameters, counter_scene};
pub use plausibility::{FaultKind, OrientedBox, SceneFault};
pub use request::{Exposure, Lighting, SceneRequest, Sun, TaskDemand};
pub use scene::{
    Camera, CameraMount, Environment, Fixture, Furniture, Lens, Light, LightKind, ObjectPlacement,
    ObjectRole, Opening, OpeningKind, Room, SCENE_FORMAT_VERSION, Scene, SupportSurface, TaskZone, Wall,
    Zone, ZonePurpose,
};
pub use sensor::SensorModel;
pub use shape::FixtureShape;
pub use store::SceneError;
pub use template::{Template, TemplateError, build, select, templates};
