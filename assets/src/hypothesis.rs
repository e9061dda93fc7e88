//! Stand-ins for objects that no one measured: grounding gives a width (and guesses of depth and height), this
//! gives a body of that size. What is not inferred is chosen by the documented rules here, never by chance.

use crate::{LABEL_TILE_M, Material, ObjectModel, ObjectShape, TextureKind};
use glam::DVec3;
use serde::{Deserialize, Serialize};

/// What form the object probably has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapePrior {
    /// A package: box with printed sides.
    #[default]
    Box,
    /// A solid cube-like block of wood.
    Block,
    /// An upright cylinder such as a tin.
    Cylinder,
    /// A round fruit.
    Ball,
    /// A banana lying on its side, grasped across.
    Banana,
}

/// What the surface looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectLook {
    /// Printed board or sleeve.
    #[default]
    Print,
    /// Bare wood.
    Wood,
    /// Smooth coloured plastic.
    Plastic,
    /// Fruit skin.
    Fruit,
}

impl ShapePrior {
    /// The look that goes with the form.
    pub fn usual_look(self) -> ObjectLook {
        match self {
            Self::Box | Self::Cylinder => ObjectLook::Print,
            Self::Block => ObjectLook::Wood,
            Self::Ball | Self::Banana => ObjectLook::Fruit,
        }
    }

    /// Mass per volume of the solid form, kg/m³. Estimates: a filled folding box 400 (YCB sugar box 868, cracker
    /// box 206), wood block 600, a filled tin 1000 (YCB tomato soup can 1010), fruit 950.
    pub fn density(self) -> f64 {
        match self {
            Self::Box => 400.0,
            Self::Block => 600.0,
            Self::Cylinder => 1000.0,
            Self::Ball | Self::Banana => 950.0,
        }
    }
}

/// An object of the given prior. `width` lies along object x (the closing axis), `depth` along y, `height`
/// along z, all m. Round forms take `width` as their diameter and leave `depth` aside; a ball leaves `height`
/// aside as well. A banana has `width` for its thickness and lies along y; its length is `depth`, or 5.3 times
/// the thickness when `depth` is less (YCB banana: 190 mm by 36 mm). Here `size()` tells what came of it.
///
/// Mass is the density of the prior times the volume of the form, and at least 5 g. Friction against rubber 0.6
/// and against a hard support 0.4 are the middles of the catalogue.
pub fn hypothesis_object(prior: ShapePrior, width: f64, depth: f64, height: f64, name: &str) -> ObjectModel {
    let (shape, volume) = form(prior, width, depth, height);
    ObjectModel {
        id: format!("hypothesis_{}", prior.name()),
        name: name.to_owned(),
        shape,
        mass_kg: (prior.density() * volume).max(0.005),
        pad_friction: 0.6,
        support_friction: 0.4,
        materials: look(prior.usual_look(), prior),
    }
}

/// The form and its volume, m³.
fn form(prior: ShapePrior, width: f64, depth: f64, height: f64) -> (ObjectShape, f64) {
    let size = DVec3::new(width, depth, height);
    let radius = width / 2.0;
    let disc = std::f64::consts::PI * radius * radius;
    match prior {
        ShapePrior::Box => (ObjectShape::PrintedBox { size }, size.element_product()),
        ShapePrior::Block => (ObjectShape::Box { size }, size.element_product()),
        ShapePrior::Cylinder => (ObjectShape::Can { radius, height }, disc * height),
        ShapePrior::Ball => (ObjectShape::Sphere { radius }, disc * radius * 4.0 / 3.0),
        ShapePrior::Banana => {
            let length = depth.max(5.3 * width);
            (ObjectShape::Banana { length, bow: 2.1 * width, thickness: width }, 0.8 * disc * length)
        }
    }
}

/// Materials of a look, as many slots as the form has.
fn look(look: ObjectLook, prior: ShapePrior) -> Vec<Material> {
    let tile = LABEL_TILE_M as f32;
    let print = |seed| Material::plain([0.85; 3], 0.45).textured(TextureKind::Print, tile, seed);
    match (look, prior) {
        (ObjectLook::Print, ShapePrior::Cylinder) => {
            vec![Material::metal([0.67, 0.64, 0.60], 0.35), print(5)]
        }
        (ObjectLook::Print, _) => vec![Material::srgb(0xF2C230, 0.5), print(3)],
        (ObjectLook::Wood, _) => vec![Material::srgb(0xC9A878, 0.6).textured(TextureKind::Wood, 0.12, 2)],
        (ObjectLook::Plastic, _) => vec![Material::srgb(0xC0392B, 0.35)],
        (ObjectLook::Fruit, ShapePrior::Banana) => {
            vec![Material::srgb(0xE8C63A, 0.45), Material::srgb(0x4A3A1C, 0.7)]
        }
        (ObjectLook::Fruit, _) => vec![Material::srgb(0xE6902E, 0.45)],
    }
}

impl ShapePrior {
    /// Name as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Box => "box",
            Self::Block => "block",
            Self::Cylinder => "cylinder",
            Self::Ball => "ball",
            Self::Banana => "banana",
        }
    }
}

impl ObjectModel {
    /// The same object with another look; form, mass and friction stay.
    #[must_use]
    pub fn with_look(mut self, wanted: ObjectLook) -> Self {
        let prior = match self.shape {
            ObjectShape::Can { .. } | ObjectShape::Cylinder { .. } => ShapePrior::Cylinder,
            ObjectShape::Banana { .. } => ShapePrior::Banana,
            ObjectShape::Sphere { .. } => ShapePrior::Ball,
            _ => ShapePrior::Box,
        };
        self.materials = look(wanted, prior);
        self
    }
}
