//! Forms of objects by their measures.

use crate::Form;
use glam::DVec3;
use serde::{Deserialize, Serialize};

/// The form of an object; every length in metres. One recipe gives mesh, collider and volume.
///
/// "Slot" numbers say which entry of `ObjectModel::materials` paints which part; a missing slot is painted like
/// slot 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ObjectShape {
    /// A solid box with slightly rounded edges.
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
    /// A folding box with printed panels. Slots: board, print.
    PrintedBox {
        /// Full extents.
        size: DVec3,
    },
    /// A drink carton whose roof slopes to a ridge along x. Slots: board, print.
    GableCarton {
        /// Full extents, ridge included.
        size: DVec3,
        /// Height of the sloping roof and the ridge seam together.
        gable_height: f64,
    },
    /// A tin with beaded rims, sunken ends and a paper sleeve. Slots: metal, sleeve.
    Can {
        /// Radius of the rims.
        radius: f64,
        /// Height.
        height: f64,
    },
    /// A bottle of round or oval section with shoulder, neck, cap and label. Slots: body, cap, label.
    Bottle {
        /// Full extents; x and y differ for oval bottles.
        size: DVec3,
        /// Radius of the neck and its cap.
        neck_radius: f64,
        /// Height of neck and cap together.
        neck_height: f64,
    },
    /// A jar with a lid and a label. Slots: body, lid, label.
    Jar {
        /// Radius.
        radius: f64,
        /// Height with lid.
        height: f64,
        /// Height of the lid.
        lid_height: f64,
    },
    /// A two-layer sponge. Slots: foam, scouring pad.
    Sponge {
        /// Full extents.
        size: DVec3,
    },
    /// A twisty puzzle cube. Slots: core, then the stickers of -x, +x, -y, +y, -z, +z.
    PuzzleCube {
        /// Edge length.
        edge: f64,
    },
    /// A hollow mug with its handle at +x.
    Mug {
        /// Outer radius.
        radius: f64,
        /// Height.
        height: f64,
        /// Thickness of wall and floor.
        wall: f64,
        /// How far the handle reaches beyond the wall.
        handle_reach: f64,
    },
    /// A hollow cup that widens upwards, without a handle.
    Cup {
        /// Outer radius at the floor.
        bottom_radius: f64,
        /// Outer radius at the rim.
        top_radius: f64,
        /// Height.
        height: f64,
        /// Thickness of wall and floor.
        wall: f64,
    },
    /// A hollow bowl.
    Bowl {
        /// Outer radius at the rim.
        radius: f64,
        /// Radius of the foot.
        foot_radius: f64,
        /// Height.
        height: f64,
        /// Thickness of wall and floor.
        wall: f64,
    },
    /// A plate: flat well and rising rim.
    Plate {
        /// Outer radius.
        radius: f64,
        /// Height.
        height: f64,
        /// Thickness.
        wall: f64,
    },
    /// An ellipsoid, such as a lemon.
    Ellipsoid {
        /// Full extents.
        size: DVec3,
    },
    /// An apple: dimpled at both poles, with a stem. Slots: skin, stem.
    Apple {
        /// Largest radius.
        radius: f64,
        /// Height without the stem.
        height: f64,
    },
    /// A pear with a stem. Slots: skin, stem.
    Pear {
        /// Largest radius.
        radius: f64,
        /// Height without the stem.
        height: f64,
    },
    /// A banana lying on its side, its tips towards +y. Slots: peel, tips.
    Banana {
        /// Extent along x, tip to tip.
        length: f64,
        /// Extent along y, bend included; at least `thickness`.
        bow: f64,
        /// Thickness in the middle.
        thickness: f64,
    },
    /// A form that came in from outside: an asset of the library by id and content hash.
    Imported(crate::ImportedShape),
    /// A thing put together from several parts and stretched to its size; the form tells its slots.
    Composed {
        /// What it is.
        form: Form,
        /// Full extents.
        size: DVec3,
    },
}

impl ObjectShape {
    /// Full extents of the bounding box in the object frame, m (stems of fruit stand out of it).
    pub fn size(&self) -> DVec3 {
        let round = |radius: f64, height: f64| DVec3::new(2.0 * radius, 2.0 * radius, height);
        match *self {
            Self::Box { size }
            | Self::PrintedBox { size }
            | Self::GableCarton { size, .. }
            | Self::Bottle { size, .. }
            | Self::Sponge { size }
            | Self::Ellipsoid { size }
            | Self::Composed { size, .. } => size,
            Self::Sphere { radius } => DVec3::splat(2.0 * radius),
            Self::PuzzleCube { edge } => DVec3::splat(edge),
            Self::Cylinder { radius, height }
            | Self::Can { radius, height }
            | Self::Jar { radius, height, .. }
            | Self::Bowl { radius, height, .. }
            | Self::Plate { radius, height, .. }
            | Self::Apple { radius, height }
            | Self::Pear { radius, height } => round(radius, height),
            Self::Mug { radius, height, handle_reach, .. } => {
                DVec3::new(2.0 * radius + handle_reach, 2.0 * radius, height)
            }
            Self::Cup { bottom_radius, top_radius, height, .. } => {
                round(bottom_radius.max(top_radius), height)
            }
            Self::Banana { length, bow, thickness } => DVec3::new(length, bow.max(thickness), thickness),
            Self::Imported(ref shape) => shape.form().size,
        }
    }

    /// The same form with all lengths multiplied by a positive factor. Forms that came in from outside keep their
    /// size: they were checked as they are.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        match &mut self {
            Self::Box { size }
            | Self::PrintedBox { size }
            | Self::Sponge { size }
            | Self::Ellipsoid { size }
            | Self::Composed { size, .. } => *size *= factor,
            Self::GableCarton { size, gable_height } => {
                *size *= factor;
                *gable_height *= factor;
            }
            Self::Bottle { size, neck_radius, neck_height } => {
                *size *= factor;
                multiply(factor, [neck_radius, neck_height]);
            }
            Self::Imported(_) => {}
            Self::Sphere { radius } => *radius *= factor,
            Self::PuzzleCube { edge } => *edge *= factor,
            Self::Cylinder { radius, height }
            | Self::Can { radius, height }
            | Self::Apple { radius, height }
            | Self::Pear { radius, height } => multiply(factor, [radius, height]),
            Self::Jar { radius, height, lid_height: third } | Self::Plate { radius, height, wall: third } => {
                multiply(factor, [radius, height, third]);
            }
            Self::Banana { length, bow, thickness } => multiply(factor, [length, bow, thickness]),
            Self::Mug { radius, height, wall, handle_reach: fourth }
            | Self::Cup { bottom_radius: radius, top_radius: height, height: wall, wall: fourth }
            | Self::Bowl { radius, foot_radius: height, height: wall, wall: fourth } => {
                multiply(factor, [radius, height, wall, fourth]);
            }
        }
        self
    }

    /// What the outline looks like from above, for room and turns.
    pub fn footprint(&self) -> Footprint {
        match self {
            Self::Box { .. }
            | Self::PrintedBox { .. }
            | Self::GableCarton { .. }
            | Self::Sponge { .. }
            | Self::PuzzleCube { .. } => Footprint::Rectangle,
            Self::Cylinder { .. }
            | Self::Sphere { .. }
            | Self::Can { .. }
            | Self::Jar { .. }
            | Self::Cup { .. }
            | Self::Bowl { .. }
            | Self::Plate { .. }
            | Self::Apple { .. }
            | Self::Pear { .. } => Footprint::Disc,
            Self::Bottle { size, .. } | Self::Ellipsoid { size } if size.x == size.y => Footprint::Disc,
            Self::Composed { form, .. } => form.footprint(),
            Self::Bottle { .. }
            | Self::Ellipsoid { .. }
            | Self::Mug { .. }
            | Self::Banana { .. }
            | Self::Imported(_) => Footprint::Other,
        }
    }

    /// Whether it is open at the top, so that it is grasped by its rim and something may lie in it.
    pub fn is_hollow(&self) -> bool {
        match self {
            Self::Mug { .. } | Self::Cup { .. } | Self::Bowl { .. } | Self::Plate { .. } => true,
            Self::Composed { form, .. } => form.is_hollow(),
            _ => false,
        }
    }

    /// Whether its section is nearly the same at every height, so that fingers meet the full width anywhere.
    pub fn is_prismatic(&self) -> bool {
        match self {
            Self::Box { .. }
            | Self::PrintedBox { .. }
            | Self::Can { .. }
            | Self::Jar { .. }
            | Self::PuzzleCube { .. }
            | Self::Cylinder { .. } => true,
            Self::Composed { form, .. } => form.is_prismatic(),
            _ => false,
        }
    }

    /// Whether it rolls away when pushed: balls, most fruit, what lies on a round side.
    pub fn rolls(&self) -> bool {
        match self {
            Self::Sphere { .. } | Self::Apple { .. } | Self::Ellipsoid { .. } => true,
            Self::Composed { form, .. } => form.rolls(),
            _ => false,
        }
    }
}

/// Outline of an object from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footprint {
    /// A circle.
    Disc,
    /// A rectangle.
    Rectangle,
    /// Anything else.
    Other,
}

fn multiply<const N: usize>(factor: f64, lengths: [&mut f64; N]) {
    for length in lengths {
        *length *= factor;
    }
}
