//! Plain solids.

use super::Recipe;
use super::profile::turned_hull;
use crate::primitives::{self, rounded_box};
use crate::{ColliderShape, Mesh};
use glam::{DVec2, DVec3};
use std::f64::consts::PI;

/// Rounding of the edges of plain boxes and cylinders, metres; less on small things.
const EDGE_M: f64 = 0.0015;

/// The collider of a box of full extents `size`.
pub(super) fn cuboid_collider(size: DVec3) -> ColliderShape {
    ColliderShape::Cuboid { half_extents: size / 2.0 }
}

/// A solid box.
pub(super) fn cuboid(size: DVec3) -> Recipe {
    let edge = EDGE_M.min(0.1 * size.min_element());
    Recipe::default().piece(rounded_box(size, edge), 0).collider(DVec3::ZERO, cuboid_collider(size))
}

/// A solid cylinder.
pub(super) fn cylinder(radius: f64, height: f64) -> Recipe {
    let edge = EDGE_M.min(0.1 * radius.min(height));
    Recipe::default()
        .piece(primitives::cylinder(radius, height, edge, 48), 0)
        .collider(DVec3::ZERO, ColliderShape::Cylinder { radius, half_height: height / 2.0 })
}

/// A ball.
pub(super) fn ball(radius: f64) -> Recipe {
    Recipe::default()
        .piece(primitives::sphere(radius, 36, 22), 0)
        .collider(DVec3::ZERO, ColliderShape::Ball { radius })
}

/// An ellipsoid of full extents `size`.
pub(super) fn ellipsoid(size: DVec3) -> Recipe {
    let rings: Vec<DVec2> = (0..=8)
        .map(|k| {
            let (sin, cos) = libm::sincos(PI * f64::from(k) / 8.0);
            DVec2::new(if k % 8 == 0 { 0.0 } else { 0.5 * sin }, -0.5 * cos)
        })
        .collect();
    let hull = turned_hull(&rings).into_iter().map(|p| p * size).collect();
    Recipe::default().piece(primitives::sphere(0.5, 36, 22).scaled(size), 0).hull(hull)
}

/// Foam with a scouring pad on top.
pub(super) fn sponge(size: DVec3) -> Recipe {
    let pad = 0.25 * size.z;
    let edge = 0.08 * size.z;
    let foam_size = size - DVec3::Z * pad;
    let pad_size = DVec3::new(size.x, size.y, pad);
    Recipe::default()
        .piece(rounded_box(foam_size, edge).translated(DVec3::Z * (-pad / 2.0)), 0)
        .piece(rounded_box(pad_size, edge).translated(DVec3::Z * (foam_size.z / 2.0)), 1)
        .collider(DVec3::ZERO, cuboid_collider(size))
}

/// A core with nine stickers on each side; the stickers stand 0.2 mm out.
pub(super) fn puzzle_cube(edge: f64) -> Recipe {
    const OUT_M: f64 = 0.0002;
    let cell = edge / 3.0;
    let mut recipe = Recipe::default().piece(rounded_box(DVec3::splat(edge - 2.0 * OUT_M), 0.03 * edge), 0);
    for axis in 0..3 {
        for (side, sign) in [(0, -1.0), (1, 1.0)] {
            let normal = DVec3::AXES[axis];
            let (a, b) = (DVec3::AXES[(axis + 1) % 3], DVec3::AXES[(axis + 2) % 3]);
            let sticker = rounded_box((a + b) * 0.86 * cell + normal * 2.0 * OUT_M, 0.0);
            let mut face = Mesh::default();
            for k in 0..9 {
                let (i, j) = (f64::from(k % 3) - 1.0, f64::from(k / 3) - 1.0);
                let center = normal * sign * (edge / 2.0 - OUT_M) + (a * i + b * j) * 0.97 * cell;
                face.append(&sticker.clone().translated(center));
            }
            recipe = recipe.piece(face, 1 + 2 * axis + side);
        }
    }
    recipe.collider(DVec3::ZERO, cuboid_collider(DVec3::splat(edge)))
}
