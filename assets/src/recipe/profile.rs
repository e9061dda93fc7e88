//! Solids and vessels of revolution: one profile gives the surface and its convex pieces.

use super::Recipe;
use crate::ColliderShape;
use glam::{DVec2, DVec3};
use std::f64::consts::TAU;

/// Corners of the polygons that stand for circles in hulls.
const HULL_CORNERS: usize = 16;
/// Pieces of the ring of a vessel's wall.
const WALL_PIECES: usize = 16;

/// Scale that gives a regular polygon the area of the circle around whose radius it is drawn.
fn equal_area_scale(corners: usize) -> f64 {
    let step = TAU / corners as f64;
    libm::sqrt(step / libm::sin(step))
}

/// Corners of a horizontal polygon that stands for a circle of `radius` at height `z`.
pub(super) fn ring(radius: f64, z: f64) -> impl Iterator<Item = DVec3> {
    let radius = radius * equal_area_scale(HULL_CORNERS);
    (0..HULL_CORNERS).map(move |k| {
        let (sin, cos) = libm::sincos(TAU * (k as f64 + 0.5) / HULL_CORNERS as f64);
        DVec3::new(radius * cos, radius * sin, z)
    })
}

/// Points of the hull of a solid of revolution whose outer profile is (radius, z).
pub(super) fn turned_hull(profile: &[DVec2]) -> Vec<DVec3> {
    profile
        .iter()
        .flat_map(|p| {
            let count = if p.x > 1e-6 { HULL_CORNERS } else { 1 };
            ring(p.x, p.y).take(count)
        })
        .collect()
}

/// A vessel between an outer and an inner profile, both (radius, z) from floor to rim.
pub(super) struct Vessel<'a> {
    /// From the edge of the foot up to the rim.
    pub(super) outer: &'a [DVec2],
    /// From the edge of the inner floor up to the rim.
    pub(super) inner: &'a [DVec2],
}

impl Vessel<'_> {
    /// The closed profile for [`crate::primitives::revolve`]: lower pole, outside, rim, inside, inner pole.
    pub(super) fn profile(&self) -> Vec<DVec2> {
        let pole = |p: Option<&DVec2>| DVec2::new(0.0, p.map_or(0.0, |p| p.y));
        let mut profile = vec![pole(self.outer.first())];
        profile.extend(self.outer);
        profile.extend(self.inner.iter().rev());
        profile.push(pole(self.inner.first()));
        profile
    }

    /// Adds the convex pieces: a floor slab, and a ring of wedges for every pair of heights in `bands`
    /// (ascending; between two heights the wall is taken as straight).
    pub(super) fn collide(&self, mut recipe: Recipe, bands: &[f64]) -> Recipe {
        let (Some(foot), Some(floor)) = (self.outer.first(), self.inner.first()) else { return recipe };
        let half_height = (floor.y - foot.y) / 2.0;
        let radius = foot.x.max(floor.x.min(radius_at(self.outer, floor.y)));
        recipe = recipe
            .collider(DVec3::Z * (foot.y + half_height), ColliderShape::Cylinder { radius, half_height });
        for band in bands.windows(2) {
            for piece in 0..WALL_PIECES {
                recipe = recipe.hull(self.wedge(band[0], band[1], piece));
            }
        }
        recipe
    }

    /// Corners of one piece of the wall between two heights.
    fn wedge(&self, low: f64, high: f64, piece: usize) -> Vec<DVec3> {
        let scale = equal_area_scale(WALL_PIECES);
        let mut points = Vec::with_capacity(8);
        for corner in [piece, piece + 1] {
            let (sin, cos) = libm::sincos(TAU * (corner % WALL_PIECES) as f64 / WALL_PIECES as f64);
            for z in [low, high] {
                for profile in [self.outer, self.inner] {
                    let radius = radius_at(profile, z) * scale;
                    points.push(DVec3::new(radius * cos, radius * sin, z));
                }
            }
        }
        points
    }
}

/// Radius of a profile (ascending z) at a height, linear between its points and clamped to its ends.
pub(super) fn radius_at(profile: &[DVec2], z: f64) -> f64 {
    let Some(upper) = profile.iter().position(|p| p.y >= z) else {
        return profile.last().map_or(0.0, |p| p.x);
    };
    if upper == 0 {
        return profile[0].x;
    }
    let (a, b) = (profile[upper - 1], profile[upper]);
    a.x + (b.x - a.x) * (z - a.y) / (b.y - a.y).max(1e-12)
}
