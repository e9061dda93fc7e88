//! Things that hold something: their colliders are hollow too.

use super::Recipe;
use super::profile::Vessel;
use crate::Mesh;
use crate::primitives::{revolve, sweep};
use glam::{DVec2, DVec3};
use std::f64::consts::PI;

/// Segments around vessels.
const AROUND: usize = 48;

/// Mesh and convex pieces of a vessel whose wall is straight between `bands`.
fn vessel(outer: &[DVec2], inner: &[DVec2], bands: &[f64]) -> Recipe {
    Vessel { outer, inner }.collide(Recipe::default().piece(surface(outer, inner), 0), bands)
}

/// The closed surface of a vessel.
fn surface(outer: &[DVec2], inner: &[DVec2]) -> Mesh {
    revolve(&Vessel { outer, inner }.profile(), AROUND, false)
}

/// A mug: straight wall, rounded foot and lip, a handle of three capsules at +x.
pub(super) fn mug(radius: f64, height: f64, wall: f64, handle_reach: f64) -> Recipe {
    let half = height / 2.0;
    let foot = 0.004_f64.min(0.1 * radius);
    let lip = wall / 3.0;
    let outer = [
        DVec2::new(radius - foot, -half),
        DVec2::new(radius, foot - half),
        DVec2::new(radius, half - lip),
        DVec2::new(radius - lip, half),
    ];
    let inner = [
        DVec2::new(radius - wall - foot, wall - half),
        DVec2::new(radius - wall, wall + foot - half),
        DVec2::new(radius - wall, half - lip),
        DVec2::new(radius - wall + lip, half),
    ];
    // Physics sees the wall straight, without foot rounding and lip.
    let straight = |radius: f64, floor: f64| [DVec2::new(radius, floor), DVec2::new(radius, half)];
    let wall_outer = straight(radius, -half);
    let wall_inner = straight(radius - wall, wall - half);
    let recipe = Recipe::default().piece(surface(&outer, &inner), 0);
    let recipe = Vessel { outer: &wall_outer, inner: &wall_inner }.collide(recipe, &[wall - half, half]);
    handle(recipe, radius - wall / 2.0, height, handle_reach + wall / 2.0)
        .shifted(DVec3::X * (-handle_reach / 2.0))
}

/// A D-shaped handle whose ends sink into the wall at `x0` and which reaches `reach` beyond.
fn handle(recipe: Recipe, x0: f64, height: f64, reach: f64) -> Recipe {
    let radius = (0.09 * height).min(0.007).min(reach / 4.0);
    let rise = 0.30 * height;
    let depth = reach - radius;
    let point = |angle: f64| {
        let (sin, cos) = libm::sincos(angle);
        // A superellipse: squarer than a half circle, as fingers need it.
        let bow = |c: f64| libm::pow(c.abs(), 0.8) * c.signum();
        DVec3::new(x0 + depth * bow(cos.max(0.0)), 0.0, rise * bow(sin))
    };
    let path: Vec<DVec3> = (0..=14).map(|k| point(PI * (f64::from(k) / 14.0 - 0.5))).collect();
    let mesh = sweep(&path, &vec![radius; path.len()], 12);
    let mut recipe = recipe.piece(mesh, 0);
    for joint in [0, 3, 7, 11].windows(2) {
        recipe = recipe.capsule(path[joint[0]], path[joint[1]], 0.9 * radius);
    }
    recipe.capsule(path[11], path[14], 0.9 * radius)
}

/// A cup that widens upwards.
pub(super) fn cup(bottom_radius: f64, top_radius: f64, height: f64, wall: f64) -> Recipe {
    let half = height / 2.0;
    let slope = (top_radius - bottom_radius) / height;
    let outer = [DVec2::new(bottom_radius, -half), DVec2::new(top_radius, half)];
    let inner =
        [DVec2::new(bottom_radius - wall + slope * wall, wall - half), DVec2::new(top_radius - wall, half)];
    vessel(&outer, &inner, &[wall - half, half])
}

/// A bowl: foot, then a wall curving outwards and up.
pub(super) fn bowl(radius: f64, foot_radius: f64, height: f64, wall: f64) -> Recipe {
    let half = height / 2.0;
    let curve = |from: DVec2, to: DVec2| {
        (0..=10).map(move |k| {
            let (sin, cos) = libm::sincos(PI / 2.0 * f64::from(k) / 10.0);
            DVec2::new(from.x + (to.x - from.x) * sin, from.y + (to.y - from.y) * (1.0 - cos))
        })
    };
    let outer: Vec<DVec2> = curve(DVec2::new(foot_radius, -half), DVec2::new(radius, half)).collect();
    let inner: Vec<DVec2> =
        curve(DVec2::new(foot_radius - wall, wall - half), DVec2::new(radius - wall, half)).collect();
    // Heights at equal angles of the curve, so that straight pieces follow it well.
    let first = libm::acos(1.0 - (wall / height).min(0.5));
    let bands = [0.0, 1.0, 2.0, 3.0].map(|k| {
        let angle = first + (PI / 2.0 - first) * k / 3.0;
        half - height * libm::cos(angle)
    });
    vessel(&outer, &inner, &bands)
}

/// A plate: the well is 70 % of the radius, the rim rises straight.
pub(super) fn plate(radius: f64, height: f64, wall: f64) -> Recipe {
    let half = height / 2.0;
    let well = 0.70 * radius;
    let outer = [
        DVec2::new(well, -half),
        DVec2::new(well + 0.004, 0.001 - half),
        DVec2::new(radius, half - 0.6 * wall),
        DVec2::new(radius, half),
    ];
    let inner = [
        DVec2::new(well - 0.004, wall - half),
        DVec2::new(well, wall + 0.0005 - half),
        DVec2::new(radius - 0.5 * wall, half),
    ];
    vessel(&outer, &inner, &[wall - half, half])
}
