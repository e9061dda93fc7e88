//! Graspable things and their recipes.

use crate::recipe::Recipe;
use crate::{Material, Mesh, ObjectShape};
use glam::DVec3;
use restage_geometry::Pose;
use serde::{Deserialize, Serialize};

/// A convex piece of a collider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ColliderShape {
    /// Box by half extents, m.
    Cuboid {
        /// Half extents.
        half_extents: DVec3,
    },
    /// Cylinder along local z.
    Cylinder {
        /// Radius.
        radius: f64,
        /// Half height.
        half_height: f64,
    },
    /// Capsule along local z.
    Capsule {
        /// Radius.
        radius: f64,
        /// Half length of the core segment.
        half_height: f64,
    },
    /// Ball.
    Ball {
        /// Radius.
        radius: f64,
    },
    /// Convex hull of points.
    ConvexHull {
        /// Points, m.
        points: Vec<DVec3>,
    },
}

/// A convex piece placed in the object frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColliderPart {
    /// `object_from_part`.
    pub object_from_part: Pose,
    /// Form.
    pub shape: ColliderShape,
}

/// A mesh with its material, in the object frame.
#[derive(Clone, Debug, PartialEq)]
pub struct VisualPart {
    /// Triangles.
    pub mesh: Mesh,
    /// Appearance.
    pub material: Material,
}

/// One catalogue entry, resolved: nothing random left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectModel {
    /// Catalogue id, such as `ycb_004_sugar_box`, or `hypothesis_box`.
    pub id: String,
    /// What a person calls it ("sugar box"); used in task text.
    pub name: String,
    /// Form and size.
    pub shape: ObjectShape,
    /// Mass, kg.
    pub mass_kg: f64,
    /// Coulomb friction against a rubber pad.
    pub pad_friction: f64,
    /// Coulomb friction against a hard support.
    pub support_friction: f64,
    /// Appearance per part of the recipe; the first is the body.
    pub materials: Vec<Material>,
}

impl ObjectModel {
    /// Full extents of the bounding box in the object frame, m (stems of fruit stand out of it).
    pub fn size(&self) -> DVec3 {
        self.shape.size()
    }

    /// Convex pieces in the object frame that physics touches; hollow things are hollow.
    pub fn colliders(&self) -> Vec<ColliderPart> {
        Recipe::of(&self.shape).colliders
    }

    /// Numbers of the material slots that the recipe paints, ascending.
    pub fn slots(&self) -> Vec<usize> {
        let mut slots: Vec<usize> = Recipe::of(&self.shape).pieces.iter().map(|piece| piece.slot).collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Closed meshes with materials in the object frame. An object without any material is painted mid grey.
    pub fn visual(&self) -> Vec<VisualPart> {
        let paint = |slot: usize| self.materials.get(slot).or_else(|| self.materials.first());
        Recipe::of(&self.shape)
            .pieces
            .into_iter()
            .map(|piece| VisualPart {
                mesh: piece.mesh,
                material: paint(piece.slot).cloned().unwrap_or(Material::plain([0.18; 3], 0.6)),
            })
            .collect()
    }
}
