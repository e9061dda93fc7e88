//! Graspable things and their recipes.

use crate::primitives::{cylinder, rounded_box, sphere};
use crate::{Material, Mesh};
use glam::DVec3;
use restage_geometry::Pose;
use serde::{Deserialize, Serialize};

/// The form of an object; every length in metres. One recipe gives mesh, collider and volume.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ObjectShape {
    /// A solid box.
    Box {
        /// Full extents.
        size: DVec3,
    },
    /// An upright cylinder.
    Cylinder {
        /// Radius.
        radius: f64,
        /// Height.
        height: f64,
    },
    /// A ball.
    Sphere {
        /// Radius.
        radius: f64,
    },
}

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
    /// Full extents of the bounding box in the object frame, m.
    pub fn size(&self) -> DVec3 {
        match self.shape {
            ObjectShape::Box { size } => size,
            ObjectShape::Cylinder { radius, height } => DVec3::new(2.0 * radius, 2.0 * radius, height),
            ObjectShape::Sphere { radius } => DVec3::splat(2.0 * radius),
        }
    }

    /// Convex pieces in the object frame that physics touches.
    pub fn colliders(&self) -> Vec<ColliderPart> {
        let shape = match self.shape {
            ObjectShape::Box { size } => ColliderShape::Cuboid { half_extents: size / 2.0 },
            ObjectShape::Cylinder { radius, height } => {
                ColliderShape::Cylinder { radius, half_height: height / 2.0 }
            }
            ObjectShape::Sphere { radius } => ColliderShape::Ball { radius },
        };
        vec![ColliderPart { object_from_part: Pose::IDENTITY, shape }]
    }

    /// Meshes with materials in the object frame.
    pub fn visual(&self) -> Vec<VisualPart> {
        let mesh = match self.shape {
            ObjectShape::Box { size } => rounded_box(size, 0.0015),
            ObjectShape::Cylinder { radius, height } => cylinder(radius, height, 0.0015, 48),
            ObjectShape::Sphere { radius } => sphere(radius, 32, 20),
        };
        let material = self.materials.first().cloned().unwrap_or(Material::plain([0.5; 3], 0.6));
        vec![VisualPart { mesh, material }]
    }
}
