//! The versioned scene description and its generators. A scene is resolved: nothing random is left in it.
//!
//! World frame: z up, floor at z = 0, metres.

pub mod scene;

pub use scene::{
    Camera, CameraMount, Environment, Fixture, FixtureShape, Lens, Light, LightKind, ObjectPlacement,
    ObjectRole, Scene, SupportSurface,
};
