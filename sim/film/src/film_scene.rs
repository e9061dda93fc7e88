//! The filmable form of a scene: instances of meshes with materials, and the lights.

use restage_assets::{Material, Mesh};
use restage_geometry::Pose;
use restage_scenes::Light;
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

/// A scene ready for any renderer.
#[derive(Clone, Debug)]
pub struct FilmScene {
    /// Everything visible; ids in segmentation images are the index plus 1.
    pub instances: Vec<FilmInstance>,
    /// Lights.
    pub lights: Vec<Light>,
    /// Ambient illuminance, lux.
    pub ambient_lux: f64,
    /// Exposure, EV at ISO 100.
    pub exposure_ev100: f64,
    /// Texture edge length, px.
    pub texture_size: u32,
}

/// Poses of all bodies at one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameState {
    /// `world_from_body`, indexed by `InstanceBody::Body`: first the objects of the scene in order, then palm,
    /// left finger, right finger.
    pub bodies: Vec<Pose>,
}
