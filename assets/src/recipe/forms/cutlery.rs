//! What one eats, cuts, stirs and serves with. All lie along x, their working end at +x.

use super::super::Recipe;
use super::super::kit::{FLAT, SOFT, at};
use super::super::profile::Vessel;
use crate::loft::Along;
use crate::primitives::revolve;
use glam::{DVec2, DVec3};
use restage_geometry::Pose;

/// A dish of unit radius and depth, its rim at height 0: outside and inside as (radius, z).
const DISH_OUT: [[f64; 2]; 5] = [[0.35, -1.0], [0.72, -0.78], [0.90, -0.45], [0.97, -0.2], [1.0, 0.0]];
const DISH_IN: [[f64; 2]; 5] = [[0.30, -0.94], [0.68, -0.72], [0.86, -0.40], [0.93, -0.18], [0.965, 0.0]];

/// The bowl of a spoon: `half` extents of its rim and its depth, its rim around `center`.
fn spoon_bowl(recipe: Recipe, slot: usize, center: DVec3, half: DVec3) -> Recipe {
    let [outer, inner] = [DISH_OUT, DISH_IN].map(|p| p.map(DVec2::from_array));
    let vessel = Vessel { outer: &outer, inner: &inner };
    let bowl = Recipe::default().piece(revolve(&vessel.profile(), 28, false), slot);
    let bowl = vessel.collide(bowl, &[inner[0].y, inner[2].y, 0.0]);
    let low = center - DVec3::Z * half.z / 2.0;
    recipe.joined(bowl.fitted(half * at(2.0, 2.0, 1.0)), &Pose::from_translation(low))
}

/// A spoon. Slot: metal or wood.
pub(super) fn spoon(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let bowl = 0.155 * l;
    let depth = 0.42 * h;
    let thick = 0.07 * h + 0.0007;
    let handle = [
        [0.0, 0.0, 0.16 * h, 0.20 * w, thick],
        [0.02 * l, 0.0, 0.18 * h, 0.27 * w, thick],
        [0.20 * l, 0.0, 0.40 * h, 0.22 * w, 1.1 * thick],
        [0.50 * l, 0.0, 0.86 * h, 0.12 * w, 1.4 * thick],
        [0.62 * l, 0.0, 0.84 * h, 0.11 * w, 1.6 * thick],
        [l - 1.9 * bowl, 0.0, 0.50 * h, 0.16 * w, 1.3 * thick],
    ];
    let recipe = Recipe::default().loft(0, Along::X, SOFT, &handle, &[0, 2, 3, 5]);
    spoon_bowl(recipe, 0, at(l - bowl, 0.0, depth), at(bowl, w / 2.0, depth))
}

/// A wooden spoon: a round straight handle and a shallow bowl. Slot: wood.
pub(super) fn wooden_spoon(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let r = 0.40 * h;
    let handle = [
        [0.0, 0.0, r, 0.5 * r, 0.5 * r],
        [0.01 * l, 0.0, r, 0.9 * r, 0.9 * r],
        [0.40 * l, 0.0, r, r, r],
        [0.72 * l, 0.0, 1.1 * r, 1.0 * r, 0.9 * r],
        [0.80 * l, 0.0, 0.75 * h, 0.30 * w, 0.7 * r],
    ];
    let recipe = Recipe::default().loft(0, Along::X, SOFT, &handle, &[0, 2, 4]);
    spoon_bowl(recipe, 0, at(0.87 * l, 0.0, h), at(0.13 * l, w / 2.0, h))
}

/// A fork with four tines. Slot: metal.
pub(super) fn fork(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let t = 0.06 * h + 0.0006;
    let body = [
        [0.0, 0.0, 0.14 * h, 0.26 * w, t],
        [0.02 * l, 0.0, 0.16 * h, 0.40 * w, t],
        [0.22 * l, 0.0, 0.40 * h, 0.32 * w, t],
        [0.52 * l, 0.0, 0.80 * h, 0.16 * w, 1.5 * t],
        [0.62 * l, 0.0, 0.62 * h, 0.16 * w, 1.5 * t],
        [0.70 * l, 0.0, 0.30 * h, 0.46 * w, 1.1 * t],
        [0.76 * l, 0.0, 0.20 * h, 0.50 * w, t],
    ];
    let mut recipe = Recipe::default().loft(0, Along::X, FLAT, &body, &[0, 2, 3, 4, 6]);
    for k in 0..4 {
        let y = (f64::from(k) - 1.5) * 0.283 * w;
        let tine = [
            [0.755 * l, y, 0.20 * h, 0.075 * w, t],
            [0.86 * l, y, 0.14 * h, 0.065 * w, t],
            [0.97 * l, y, 0.32 * h, 0.055 * w, 0.8 * t],
            [l, y, 0.42 * h, 0.025 * w, 0.4 * t],
        ];
        recipe = recipe.loft(0, Along::X, FLAT, &tine, &[0, 1, 3]);
    }
    recipe
}

/// A table knife lying on its side. Slots: blade, handle.
pub(super) fn table_knife(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let handle =
        [[0.0, 0.55, 0.6], [0.02, 0.78, 0.95], [0.25, 0.72, 1.0], [0.44, 0.55, 0.8], [0.47, 0.60, 0.4]]
            .map(|[x, y, z]| [x * l, 0.0, half.z, y * half.y, z * half.z]);
    let blade =
        [[0.46, 0.0, 0.60], [0.55, 0.02, 0.92], [0.85, 0.0, 1.0], [0.95, 0.10, 0.85], [1.0, 0.45, 0.30]]
            .map(|[x, y, w]| [x * l, y * half.y, half.z, w * half.y, 0.0009]);
    Recipe::default().loft(1, Along::X, SOFT, &handle, &[0, 2, 4]).loft(0, Along::X, FLAT, &blade, &[0, 2, 4])
}

/// A kitchen knife lying on its side. Slots: blade, handle, rivets.
pub(super) fn chef_knife(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let spine = 0.62 * half.y;
    // From the spine down to the edge: blade places with the depth of the edge.
    let blade =
        [[0.36, 1.62], [0.40, 1.62], [0.60, 1.58], [0.78, 1.30], [0.90, 0.85], [0.97, 0.38], [1.0, 0.06]]
            .map(|[x, depth]| [x * l, spine - depth * half.y / 2.0, half.z, depth * half.y / 2.0, 0.0012]);
    let handle =
        [[0.0, 0.30, 0.7], [0.02, 0.42, 1.0], [0.10, 0.36, 0.95], [0.28, 0.34, 1.0], [0.37, 0.36, 0.8]]
            .map(|[x, y, z]| [x * l, spine - 0.42 * half.y, half.z, y * half.y, z * half.z]);
    let mut recipe = Recipe::default().loft(0, Along::X, FLAT, &blade, &[0, 2, 4, 6]).loft(
        1,
        Along::X,
        SOFT,
        &handle,
        &[0, 2, 4],
    );
    for x in [0.08, 0.18, 0.30] {
        let center = at(x * l, spine - 0.42 * half.y, half.z);
        recipe =
            recipe.piece(crate::primitives::cylinder(0.0035, 1.96 * half.z, 0.0, 12).translated(center), 2);
    }
    recipe
}

/// A turner: slotted blade, bent neck, handle. Slots: blade, handle.
pub(super) fn turner(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let handle = [
        [0.0, 0.0, 0.80 * h, 0.008, 0.006],
        [0.02 * l, 0.0, 0.80 * h, 0.012, 0.008],
        [0.30 * l, 0.0, 0.82 * h, 0.011, 0.0075],
        [0.38 * l, 0.0, 0.82 * h, 0.007, 0.005],
    ];
    let neck = [
        [0.36 * l, 0.0, 0.82 * h, 0.006, 0.003],
        [0.58 * l, 0.0, 0.78 * h, 0.006, 0.003],
        [0.68 * l, 0.0, 0.12 * h, 0.20 * w, 0.0022],
        [0.72 * l, 0.0, 0.05 * h, 0.44 * w, 0.0018],
    ];
    let mut recipe = Recipe::default().loft(1, Along::X, SOFT, &handle, &[0, 1, 3]).loft(
        0,
        Along::X,
        FLAT,
        &neck,
        &[0, 1, 2, 3],
    );
    for k in 0..5 {
        let y = (f64::from(k) - 2.0) * 0.215 * w;
        let bar = at(0.86 * l, y, 0.05 * h);
        recipe = recipe.block(0, bar, at(0.285 * l, 0.135 * w, 0.0032), 0.0);
    }
    recipe.block(0, at(0.995 * l, 0.0, 0.05 * h), at(0.03 * l, w, 0.0030), 0.0)
}

/// A ladle; its bowl is hollow. Slots: bowl, handle.
pub(super) fn ladle(size: DVec3) -> Recipe {
    let (l, r, h) = (size.x, size.y / 2.0, size.z);
    let depth = 0.80 * h;
    let shape = |p: [[f64; 2]; 5]| p.map(|[x, z]| DVec2::new(x * r, z * depth));
    let (outer, inner) = (shape(DISH_OUT), shape(DISH_IN));
    let vessel = Vessel { outer: &outer, inner: &inner };
    let bowl = Recipe::default().piece(revolve(&vessel.profile(), 32, false), 0);
    let bands = [inner[0].y, inner[1].y, inner[2].y, 0.0];
    let placed = Pose::from_translation(at(l - r, 0.0, depth));
    let handle = [
        [0.0, 0.0, 0.10 * h, 0.010, 0.003],
        [0.03 * l, 0.0, 0.12 * h, 0.012, 0.004],
        [0.35 * l, 0.0, 0.48 * h, 0.008, 0.003],
        [0.62 * l, 0.0, 0.92 * h, 0.006, 0.003],
        [l - 1.93 * r, 0.0, depth - 0.003, 0.009, 0.003],
    ];
    Recipe::default().joined(vessel.collide(bowl, &bands), &placed).loft(
        1,
        Along::X,
        FLAT,
        &handle,
        &[0, 1, 2, 3, 4],
    )
}
