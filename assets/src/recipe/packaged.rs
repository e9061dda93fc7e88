//! Packages: boxes, cartons, tins, bottles, jars.

use super::profile::{ring, turned_hull};
use super::solid::cuboid_collider;
use super::{LABEL_TILE_M, Recipe};
use crate::primitives::{prism, revolve, rounded_box};
use crate::{ColliderShape, Mesh};
use glam::{DVec2, DVec3};

/// Labels stand out by this much, metres: thin enough to feel flat, thick enough for a depth buffer.
const LABEL_OUT_M: f64 = 0.0003;
/// Segments around tins and bottles.
const AROUND: usize = 48;

/// Stretches texture coordinates so that `repeats` labels lie side by side and one from top to bottom.
pub(super) fn fit_label(mut mesh: Mesh, repeats: f64) -> Mesh {
    let span = |k: usize| {
        let values = mesh.uvs.iter().map(|uv| uv[k]);
        let low = values.clone().fold(f32::INFINITY, f32::min);
        (low, values.fold(f32::NEG_INFINITY, f32::max) - low)
    };
    let (low, size) = ([span(0).0, span(1).0], [span(0).1, span(1).1]);
    let tile = LABEL_TILE_M as f32;
    for uv in &mut mesh.uvs {
        uv[0] = (uv[0] - low[0]) / size[0].max(1e-9) * tile * repeats as f32;
        uv[1] = (uv[1] - low[1]) / size[1].max(1e-9) * tile;
    }
    mesh
}

/// One printed panel facing along `normal` (an axis): `distance` from the origin, `width` across and `height` upwards,
/// or along y on an upper side; `shift` moves it upwards.
pub(super) fn panel(normal: DVec3, distance: f64, width: f64, height: f64, shift: f64) -> Mesh {
    let up = if normal.z.abs() > 0.5 { DVec3::Y } else { DVec3::Z };
    let across = up.cross(normal).abs();
    let size = normal.abs() * 2.0 * LABEL_OUT_M + across * width + up * height;
    fit_label(rounded_box(size, 0.0), 1.0).translated(normal * distance + up * shift)
}

/// Panels on the four sides of a box, leaving a margin.
fn side_panels(size: DVec3, low: f64, high: f64) -> Mesh {
    let mut mesh = Mesh::default();
    let (height, z) = ((high - low) * 0.94, (high + low) / 2.0);
    for normal in [DVec3::X, DVec3::NEG_X, DVec3::Y, DVec3::NEG_Y] {
        let distance = normal.abs().dot(size) / 2.0;
        let width = DVec3::Z.cross(normal).abs().dot(size) * 0.94;
        mesh.append(&panel(normal, distance, width, height, z));
    }
    mesh
}

/// A folding box.
pub(super) fn printed_box(size: DVec3) -> Recipe {
    let labels = side_panels(size, -size.z / 2.0, size.z / 2.0);
    Recipe::default()
        .piece(rounded_box(size, 0.001_f64.min(0.05 * size.min_element())), 0)
        .piece(labels, 1)
        .collider(DVec3::ZERO, cuboid_collider(size))
}

/// A drink carton: upright sides, two sloping roof panels, a seam standing on the ridge along x.
pub(super) fn gable_carton(size: DVec3, gable_height: f64) -> Recipe {
    const SEAM_HALF_M: f64 = 0.0015;
    let half = size / 2.0;
    let seam_height = 0.3 * gable_height;
    let eaves = half.z - gable_height;
    let ridge = half.z - seam_height;
    let outline = [
        DVec2::new(-half.y, -half.z),
        DVec2::new(half.y, -half.z),
        DVec2::new(half.y, eaves),
        DVec2::new(SEAM_HALF_M, ridge),
        DVec2::new(-SEAM_HALF_M, ridge),
        DVec2::new(-half.y, eaves),
    ];
    let seam_size = DVec3::new(size.x, 2.0 * SEAM_HALF_M, seam_height);
    let seam_center = DVec3::Z * (half.z - seam_height / 2.0);
    let corners = [-half.x, half.x].iter().flat_map(|x| outline.map(|p| DVec3::new(*x, p.x, p.y))).collect();
    Recipe::default()
        .piece(prism(&outline, size.x), 0)
        .piece(rounded_box(seam_size, 0.0004).translated(seam_center), 0)
        .piece(side_panels(size, -half.z, eaves), 1)
        .hull(corners)
        .collider(seam_center, cuboid_collider(seam_size))
}

/// A closed sleeve of paper around a solid of revolution between two heights; `radii` below and above.
pub(super) fn sleeve(radii: [f64; 2], low: f64, high: f64, repeats: f64) -> Mesh {
    let [below, above] = radii;
    let points = [
        DVec2::new(below - 0.001, low),
        DVec2::new(below, low),
        DVec2::new(above, high),
        DVec2::new(above - 0.001, high),
    ];
    // Only the outside carries the print; it is the second span of the loop.
    let mut mesh = revolve(&points, AROUND, true);
    let row = AROUND + 1;
    for (k, uv) in mesh.uvs.iter_mut().enumerate() {
        if k / (2 * row) == 1 {
            uv[1] = if k / row == 2 { 1.0 } else { 0.0 };
        } else {
            uv[1] = 0.5;
        }
    }
    fit_label(mesh, repeats)
}

/// A tin: rims at full radius, body narrower, ends sunk.
pub(super) fn can(radius: f64, height: f64) -> Recipe {
    let (half, rim, sunk) = (height / 2.0, 0.0025, 0.002);
    let body = radius - 0.0007;
    let margin = 0.008_f64.min(0.25 * height);
    let upper = [
        DVec2::new(body, half - 0.004),
        DVec2::new(radius, half - rim),
        DVec2::new(radius, half - 0.0005),
        DVec2::new(radius - 0.0005, half),
        DVec2::new(radius - rim, half),
        DVec2::new(radius - rim, half - sunk),
        DVec2::new(0.0, half - sunk),
    ];
    let mut profile: Vec<DVec2> = upper.iter().rev().map(|p| DVec2::new(p.x, -p.y)).collect();
    profile.extend(upper);
    Recipe::default()
        .piece(revolve(&profile, AROUND, false), 0)
        .piece(sleeve([body + LABEL_OUT_M; 2], margin - half, half - margin, 2.0), 1)
        .collider(DVec3::ZERO, ColliderShape::Cylinder { radius, half_height: half })
}

/// A bottle; oval ones are a round one stretched along y.
pub(super) fn bottle(size: DVec3, neck_radius: f64, neck_height: f64) -> Recipe {
    let (radius, half) = (size.x / 2.0, size.z / 2.0);
    let stretch = DVec3::new(1.0, size.y / size.x, 1.0);
    let neck_low = half - neck_height;
    let shoulder = neck_low - (1.1 * (radius - neck_radius)).max(0.01).min(0.3 * size.z);
    let round = 0.12 * radius;
    let mut body = vec![
        DVec2::new(0.0, -half),
        DVec2::new(radius - round, -half),
        DVec2::new(radius - 0.3 * round, -half + 0.3 * round),
        DVec2::new(radius, -half + round),
    ];
    let inner_neck = 0.9 * neck_radius;
    for k in 0..=8 {
        let s = f64::from(k) / 8.0;
        let fall = s * s * (3.0 - 2.0 * s);
        body.push(DVec2::new(radius + (inner_neck - radius) * fall, shoulder + (neck_low - shoulder) * s));
    }
    let cap_low = half - 0.7 * neck_height;
    body.extend([DVec2::new(inner_neck, cap_low + 0.001), DVec2::new(0.0, cap_low + 0.001)]);
    let cap = crate::primitives::cylinder(neck_radius, half - cap_low, 0.0012, 32)
        .translated(DVec3::Z * (half + cap_low) / 2.0);
    let span = shoulder + half;
    let label =
        sleeve([radius + LABEL_OUT_M; 2], -half + 0.18 * span, -half + 0.82 * span, 2.0).scaled(stretch);
    let stretched = |points: Vec<DVec3>| points.into_iter().map(|p| p * stretch).collect::<Vec<_>>();
    let recipe = Recipe::default()
        .piece(revolve(&body, AROUND, false).scaled(stretch), 0)
        .piece(cap, 1)
        .piece(label, 2);
    let trunk_center = DVec3::Z * (shoulder - half) / 2.0;
    let trunk = if (size.x - size.y).abs() < 1e-6 {
        recipe.collider(trunk_center, ColliderShape::Cylinder { radius, half_height: span / 2.0 })
    } else {
        recipe.hull(stretched(ring(radius, -half).chain(ring(radius, shoulder)).collect()))
    };
    trunk.hull(stretched(turned_hull(&body[4..13]))).collider(
        DVec3::Z * (half - neck_height / 2.0),
        ColliderShape::Cylinder { radius: neck_radius, half_height: neck_height / 2.0 },
    )
}

/// A jar: straight body, short shoulder, lid a little narrower than the body.
pub(super) fn jar(radius: f64, height: f64, lid_height: f64) -> Recipe {
    let half = height / 2.0;
    let lid_low = half - lid_height;
    let lid_radius = 0.94 * radius;
    let round = 0.1 * radius;
    let body = [
        DVec2::new(0.0, -half),
        DVec2::new(radius - round, -half),
        DVec2::new(radius - 0.3 * round, -half + 0.3 * round),
        DVec2::new(radius, -half + round),
        DVec2::new(radius, lid_low - 2.0 * round),
        DVec2::new(radius - 0.3 * round, lid_low - round),
        DVec2::new(lid_radius - 0.002, lid_low),
        DVec2::new(lid_radius - 0.002, lid_low + 0.001),
        DVec2::new(0.0, lid_low + 0.001),
    ];
    let lid = crate::primitives::cylinder(lid_radius, lid_height, 0.0012, AROUND);
    let label = sleeve([radius + LABEL_OUT_M; 2], -half + 0.2 * height, lid_low - 0.2 * height, 2.0);
    let body_half = (lid_low + half) / 2.0;
    Recipe::default()
        .piece(revolve(&body, AROUND, false), 0)
        .piece(lid.translated(DVec3::Z * (half + lid_low) / 2.0), 1)
        .piece(label, 2)
        .collider(DVec3::Z * (body_half - half), ColliderShape::Cylinder { radius, half_height: body_half })
        .collider(
            DVec3::Z * (half + lid_low) / 2.0,
            ColliderShape::Cylinder { radius: lid_radius, half_height: lid_height / 2.0 },
        )
}
