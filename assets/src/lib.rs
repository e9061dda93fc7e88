//! The object catalogue: what a thing measures, weighs, feels and looks like. Everything procedural: the same
//! recipe gives the mesh that is filmed and the collider that is touched.
//!
//! Object frame: origin at the centre of the bounding box, +z up as it rests, metres.

pub mod gripper;
pub mod material;
pub mod mesh;
mod noise;
pub mod object;
pub mod primitives;
pub mod texture;

pub use gripper::{GripperBox, GripperModel};
pub use material::{Material, TextureKind};
pub use mesh::Mesh;
pub use object::{ColliderPart, ColliderShape, ObjectModel, ObjectShape, VisualPart};
pub use texture::{TextureImage, texture};
