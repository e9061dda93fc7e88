//! Meshes of fixture shapes, on the primitives of the object catalogue.

use super::{FixtureShape, extrude, segments_around};
use glam::{DVec2, DVec3};
use restage_assets::Mesh;
use restage_assets::primitives::{cylinder, revolve, rounded_box, sphere, sweep};
use std::f64::consts::FRAC_PI_4;

/// Segments across a round edge.
const ROUND_STEPS: usize = 2;

impl FixtureShape {
    /// Triangles in the frame of the fixture; none for catalogue entries, see [`FixtureShape::visual`].
    pub fn mesh(&self) -> Mesh {
        match self {
            Self::Box { size } => rounded_box(*size, broken_edge(*size)),
            Self::RoundedBox { size, radius } => soft_box(*size, *radius),
            Self::Cylinder { radius, height } => {
                let edge = (0.05 * radius.min(*height)).min(0.002);
                cylinder(*radius, *height, edge, segments_around(*radius))
            }
            Self::Ellipsoid { size } => {
                let segments = segments_around(size.max_element() / 2.0).min(32);
                sphere(0.5, segments, segments / 2).scaled(*size)
            }
            Self::Lathe { profile } => {
                let points: Vec<DVec2> = profile.iter().map(|p| DVec2::from_array(*p)).collect();
                let widest = points.iter().map(|p| p.x).fold(0.0, f64::max);
                revolve(&points, segments_around(widest), false)
            }
            Self::Extrusion { outline, height } => extrusion(outline, *height),
            Self::Tube { path, radius } => {
                sweep(path, &vec![*radius; path.len()], if *radius > 0.03 { 24 } else { 12 })
            }
            Self::Asset { .. } => Mesh::default(),
        }
    }
}

/// How far the edges of a box are broken: boards and slabs by up to 3 mm, appliances by 8 mm, walls and other parts of
/// the building not at all (their pieces meet in one plane).
fn broken_edge(size: DVec3) -> f64 {
    let thin = size.min_element();
    match (thin, size.max_element()) {
        (thin, _) if thin <= 0.08 => (0.06 * thin).clamp(0.0003, 0.003),
        (thin, long) if thin < 0.20 && long < 0.60 => 0.008,
        _ => 0.0,
    }
}

/// A box whose edges and corners are rounded by a radius: points of the cube's faces are pushed out from an inner box,
/// at equal angles across the round.
fn soft_box(size: DVec3, radius: f64) -> Mesh {
    let half = size / 2.0;
    let radius = radius.clamp(0.0, half.min_element());
    let inner = half - DVec3::splat(radius);
    // Offsets from the inner box across one edge of a face, from the rim to its end, and mirrored.
    let offsets: Vec<f64> = (0..=ROUND_STEPS)
        .map(|k| radius * libm::tan(FRAC_PI_4 * (1.0 - k as f64 / ROUND_STEPS as f64)))
        .collect();
    let line: Vec<(f64, f64)> = offsets
        .iter()
        .map(|offset| (-1.0, -offset))
        .chain(offsets.iter().rev().map(|offset| (1.0, *offset)))
        .collect();
    let mut mesh = Mesh::default();
    for axis in 0..3 {
        for sign in [-1.0, 1.0] {
            let normal = DVec3::AXES[axis] * sign;
            let up = if axis == 2 { DVec3::Y } else { DVec3::Z };
            let right = up.cross(normal);
            soft_face(&mut mesh, [right, up, normal], &line, inner, radius);
        }
    }
    mesh
}

fn soft_face(
    mesh: &mut Mesh,
    [right, up, normal]: [DVec3; 3],
    line: &[(f64, f64)],
    inner: DVec3,
    radius: f64,
) {
    let reach = |axis: DVec3| inner.dot(axis.abs());
    let first = mesh.positions.len() as u32;
    for (row, row_offset) in line {
        for (column, column_offset) in line {
            let core = right * (column * reach(right)) + up * (row * reach(up)) + normal * reach(normal);
            let out = (right * *column_offset + up * *row_offset + normal * radius).normalize_or(normal);
            let position = core + out * radius;
            mesh.push_vertex(
                position,
                out,
                [position.dot(right) + reach(right), reach(up) - position.dot(up)],
            );
        }
    }
    let width = line.len() as u32;
    for row in 0..width - 1 {
        for column in 0..width - 1 {
            let at = first + row * width + column;
            mesh.push_quad([at, at + 1, at + width + 1, at + width]);
        }
    }
}

/// An outline drawn up: flat top, bottom and sides. `v` runs down the sides.
fn extrusion(outline: &[[f64; 2]], height: f64) -> Mesh {
    let mut mesh = Mesh::default();
    let point = |k: usize| DVec2::from_array(outline[k % outline.len()]);
    let area: f64 = (0..outline.len()).map(|k| point(k).perp_dot(point(k + 1))).sum();
    let triangles = extrude::triangulate(outline);
    for (z, normal) in [(height, DVec3::Z), (0.0, DVec3::NEG_Z)] {
        let first = mesh.positions.len() as u32;
        for k in 0..outline.len() {
            let p = point(k);
            mesh.push_vertex(p.extend(z), normal, [p.x * normal.z, -p.y]);
        }
        for [a, b, c] in triangles.iter().map(|corners| corners.map(|k| first + k as u32)) {
            mesh.push_triangle(if z > 0.0 { [a, b, c] } else { [a, c, b] });
        }
    }
    let mut walked = 0.0;
    for k in 0..outline.len() {
        let (from, to) = if area >= 0.0 { (point(k), point(k + 1)) } else { (point(k + 1), point(k)) };
        let edge = to - from;
        let normal = DVec3::new(edge.y, -edge.x, 0.0);
        let end = walked + edge.length();
        let corners = [(from, 0.0, walked), (to, 0.0, end), (to, height, end), (from, height, walked)]
            .map(|(p, z, u)| mesh.push_vertex(p.extend(z), normal, [u, height - z]));
        mesh.push_quad(corners);
        walked = end;
    }
    mesh
}
