//! The object catalogue: what a thing measures, weighs, feels and looks like. Everything procedural: the same
//! recipe gives the mesh that is filmed and the collider that is touched.
//!
//! Object frame: origin at the centre of the bounding box, +z up as it rests, metres.

pub mod catalogue;
pub mod class;
mod facets;
pub mod form;
pub mod glb;
pub mod gripper;
mod gripper_visual;
pub mod hypothesis;
#[cfg(feature = "import")]
pub mod import;
pub mod imported;
mod loft;
pub mod material;
pub mod mesh;
mod noise;
pub mod object;
#[cfg(feature = "import")]
pub mod packs;
pub mod picture;
pub mod primitives;
mod recipe;
pub mod shape;
pub mod texture;

pub use catalogue::{
    CatalogueEntry, Confidence, Finish, Grasp, GraspAxis, Variation, by_id, catalogue, entries, entry,
    objects_for,
};
pub use class::{Environment, ObjectClass};
pub use form::Form;
pub use gripper::{GripperBox, GripperModel};
pub use hypothesis::{ObjectLook, ShapePrior, hypothesis_object};
pub use imported::{ImportedForm, ImportedRef, ImportedShape};
pub use material::{Material, TextureKind};
pub use mesh::Mesh;
pub use object::{ColliderPart, ColliderShape, ObjectModel, VisualPart};
pub use picture::PictureId;
pub use recipe::LABEL_TILE_M;
pub use shape::{Footprint, ObjectShape};
pub use texture::{TextureImage, TextureMaps, cached_maps, texture, texture_maps};
