//! Recipes: for each form the meshes that are filmed and the convex pieces that are touched, from the same
//! measures. All in the object frame: origin at the centre of the bounding box, z up, metres.

mod forms;
mod fruit;
mod hollow;
mod kit;
mod packaged;
mod profile;
mod solid;

use crate::{ColliderPart, ColliderShape, ImportedForm, Mesh, ObjectShape};
use glam::{DQuat, DVec3};
use restage_geometry::Pose;

/// Texture coordinates of a label span one square of this size, metres, whatever the label measures: give its
/// material this tile size and the print appears whole, once per panel.
pub const LABEL_TILE_M: f64 = 0.1;

/// A mesh and the material slot that paints it.
pub(crate) struct Piece {
    pub(crate) mesh: Mesh,
    pub(crate) slot: usize,
}

/// What a form is made of.
#[derive(Default)]
pub(crate) struct Recipe {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) colliders: Vec<ColliderPart>,
}

/// What an asset brought with it.
fn imported(form: &ImportedForm) -> Recipe {
    let pieces = form.meshes.iter().cloned().enumerate().map(|(slot, mesh)| Piece { mesh, slot }).collect();
    Recipe { pieces, colliders: form.colliders.clone() }
}

impl Recipe {
    /// Works the recipe of a form out.
    pub(crate) fn of(shape: &ObjectShape) -> Self {
        match *shape {
            ObjectShape::Box { size } => solid::cuboid(size),
            ObjectShape::Cylinder { radius, height } => solid::cylinder(radius, height),
            ObjectShape::Sphere { radius } => solid::ball(radius),
            ObjectShape::Ellipsoid { size } => solid::ellipsoid(size),
            ObjectShape::Sponge { size } => solid::sponge(size),
            ObjectShape::PuzzleCube { edge } => solid::puzzle_cube(edge),
            ObjectShape::PrintedBox { size } => packaged::printed_box(size),
            ObjectShape::GableCarton { size, gable_height } => packaged::gable_carton(size, gable_height),
            ObjectShape::Can { radius, height } => packaged::can(radius, height),
            ObjectShape::Bottle { size, neck_radius, neck_height } => {
                packaged::bottle(size, neck_radius, neck_height)
            }
            ObjectShape::Jar { radius, height, lid_height } => packaged::jar(radius, height, lid_height),
            ObjectShape::Mug { radius, height, wall, handle_reach } => {
                hollow::mug(radius, height, wall, handle_reach)
            }
            ObjectShape::Cup { bottom_radius, top_radius, height, wall } => {
                hollow::cup(bottom_radius, top_radius, height, wall)
            }
            ObjectShape::Bowl { radius, foot_radius, height, wall } => {
                hollow::bowl(radius, foot_radius, height, wall)
            }
            ObjectShape::Plate { radius, height, wall } => hollow::plate(radius, height, wall),
            ObjectShape::Apple { radius, height } => fruit::apple(radius, height),
            ObjectShape::Pear { radius, height } => fruit::pear(radius, height),
            ObjectShape::Composed { form, size } => forms::composed(form, size).fitted(size),
            ObjectShape::Banana { length, bow, thickness } => fruit::banana(length, bow, thickness),
            ObjectShape::Imported(ref shape) => imported(shape.form()),
        }
    }

    /// Adds a mesh painted by a material slot.
    fn piece(mut self, mesh: Mesh, slot: usize) -> Self {
        self.pieces.push(Piece { mesh, slot });
        self
    }

    /// Adds a collider whose frame is parallel to the object's, its origin at `center` m.
    fn collider(mut self, center: DVec3, shape: ColliderShape) -> Self {
        self.colliders.push(ColliderPart { object_from_part: Pose::from_translation(center), shape });
        self
    }

    /// Adds a hull of points in the object frame.
    fn hull(self, points: Vec<DVec3>) -> Self {
        self.collider(DVec3::ZERO, ColliderShape::ConvexHull { points })
    }

    /// Adds a capsule from point to point.
    fn capsule(mut self, from: DVec3, to: DVec3, radius: f64) -> Self {
        let along = to - from;
        let rotation = DQuat::from_rotation_arc(DVec3::Z, along.normalize_or(DVec3::Z));
        let object_from_part = Pose::new((from + to) / 2.0, rotation);
        let shape = ColliderShape::Capsule { radius, half_height: along.length() / 2.0 };
        self.colliders.push(ColliderPart { object_from_part, shape });
        self
    }

    /// Moves everything.
    fn shifted(mut self, offset: DVec3) -> Self {
        for piece in &mut self.pieces {
            piece.mesh = std::mem::take(&mut piece.mesh).translated(offset);
        }
        for part in &mut self.colliders {
            part.object_from_part.translation += offset;
        }
        self
    }
}
