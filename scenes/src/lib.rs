//! The versioned scene description and its generators. A scene is resolved: nothing random is left in it.
//!
//! World frame: z up, floor at z = 0, metres.

pub mod camera;
pub mod kitchen;
pub mod light;
pub mod scene;
pub mod sensor;
pub mod store;
pub mod validate;

pub use kitchen::{KitchenParameters, counter_scene};
pub use scene::{
    Camera, CameraMount, Environment, Fixture, FixtureShape, Lens, Light, LightKind, ObjectPlacement,
    ObjectRole, SCENE_FORMAT_VERSION, Scene, SupportSurface,
};
pub use sensor::SensorModel;
pub use store::SceneError;
pub use validate::SceneFault;
