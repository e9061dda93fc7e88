//! Mesh primitives from which every recipe is made: the bevelled box and the surface of revolution.

use crate::Mesh;
use glam::{DVec2, DVec3};
use std::f64::consts::TAU;

/// Neighbouring profile segments that turn by more than this keep separate normals (a crisp edge), radians.
const CREASE_RAD: f64 = 1.05;

/// A box, full extents `size` in m, centred at the origin, whose edges are cut by `bevel` metres and shaded
/// round, so that they catch the light. The bevel is limited to a third of the thinnest extent.
pub fn rounded_box(size: DVec3, bevel: f64) -> Mesh {
    let half = size / 2.0;
    let bevel = bevel.clamp(0.0, size.min_element() / 3.0);
    let mut mesh = Mesh::default();
    for axis in 0..3 {
        for sign in [-1.0, 1.0] {
            box_face(&mut mesh, half, bevel, axis, sign);
        }
    }
    if bevel > 0.0 {
        for axis in 0..3 {
            for (s, t) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                box_edge(&mut mesh, half, bevel, axis, s, t);
            }
        }
        for corner in 0..8 {
            box_corner(&mut mesh, half, bevel, corner);
        }
    }
    mesh
}

/// The unit vector along axis 0, 1 or 2.
fn unit(axis: usize) -> DVec3 {
    DVec3::AXES[axis % 3]
}

/// The point of the corner `signs` that lies on the face across `axis`.
fn face_corner(half: DVec3, bevel: f64, axis: usize, signs: DVec3) -> DVec3 {
    (half - (DVec3::ONE - unit(axis)) * bevel) * signs
}

/// One flat face. Side faces have `v` down, top and bottom have `v` along -y.
fn box_face(mesh: &mut Mesh, half: DVec3, bevel: f64, axis: usize, sign: f64) {
    let normal = unit(axis) * sign;
    let up = if axis == 2 { DVec3::Y } else { DVec3::Z };
    let right = up.cross(normal);
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(r, u)| {
        let position = face_corner(half, bevel, axis, normal + right * r + up * u);
        let from_corner = position + (right.abs() * half).dot(right.abs()) * right - up * half.dot(up.abs());
        mesh.push_vertex(position, normal, [from_corner.dot(right), -from_corner.dot(up)])
    });
    mesh.push_quad(corners);
}

/// The bevel along `axis` at the signs `s`, `t` of the two other axes.
fn box_edge(mesh: &mut Mesh, half: DVec3, bevel: f64, axis: usize, s: f64, t: f64) {
    let (a, b) = (unit(axis + 1) * s, unit(axis + 2) * t);
    let along = unit(axis);
    let mut vertex = |end: f64, face: usize, normal: DVec3, v: f64| {
        let position = face_corner(half, bevel, face % 3, along * end + a + b);
        mesh.push_vertex(position, normal, [position.dot(along), v])
    };
    let quad = [
        vertex(-1.0, axis + 1, a, 0.0),
        vertex(-1.0, axis + 2, b, bevel),
        vertex(1.0, axis + 2, b, bevel),
        vertex(1.0, axis + 1, a, 0.0),
    ];
    // Seen from outside with `axis` up, the face across `b` lies to the right when both signs agree.
    if s * t > 0.0 {
        mesh.push_quad(quad);
    } else {
        mesh.push_quad([quad[0], quad[3], quad[2], quad[1]]);
    }
}

/// The triangle that closes a corner; bits 0, 1, 2 of `corner` choose the signs of x, y, z.
fn box_corner(mesh: &mut Mesh, half: DVec3, bevel: f64, corner: usize) {
    let sign = |bit: usize| if corner >> bit & 1 == 1 { 1.0 } else { -1.0 };
    let signs = DVec3::new(sign(0), sign(1), sign(2));
    let [x, y, z] = [0, 1, 2]
        .map(|axis| mesh.push_vertex(face_corner(half, bevel, axis, signs), unit(axis) * signs, [0.0, 0.0]));
    mesh.push_triangle(if signs.x * signs.y * signs.z > 0.0 { [x, y, z] } else { [x, z, y] });
}

/// A surface of revolution about z.
///
/// `profile` holds points (radius, z) in m, walked with the outside on the right hand: for a solid from the
/// lower pole outwards and up to the upper pole. `closed` joins the last point to the first (a ring that does not
/// touch the axis). Adjacent profile segments share smooth normals, weighted by segment length, unless they
/// turn sharply. Texture: `u` around at the largest radius, `v` down along the profile.
pub fn revolve(profile: &[DVec2], segments: usize, closed: bool) -> Mesh {
    let mut mesh = Mesh::default();
    let count = profile.len();
    let spans = if closed { count } else { count.saturating_sub(1) };
    let widest = profile.iter().map(|p| p.x).fold(0.0, f64::max);
    let direction = |k: usize| profile[(k + 1) % count] - profile[k];
    let total: f64 = (0..spans).map(|k| direction(k).length()).sum();
    let mut walked = 0.0;
    for k in 0..spans {
        let before = neighbour(k, spans, closed, false).map(direction);
        let after = neighbour(k, spans, closed, true).map(direction);
        let here = direction(k);
        let lower = smooth_normal(here, before);
        let upper = smooth_normal(here, after);
        let start = revolve_row(&mut mesh, profile[k], lower, segments, widest, total - walked);
        walked += here.length();
        let end = revolve_row(&mut mesh, profile[(k + 1) % count], upper, segments, widest, total - walked);
        for j in 0..segments as u32 {
            mesh.push_quad([start + j, start + j + 1, end + j + 1, end + j]);
        }
    }
    mesh
}

/// The span before or after span `k`, if there is one.
fn neighbour(k: usize, spans: usize, closed: bool, forward: bool) -> Option<usize> {
    match (forward, closed) {
        (true, true) => Some((k + 1) % spans),
        (false, true) => Some((k + spans - 1) % spans),
        (true, false) => (k + 1 < spans).then_some(k + 1),
        (false, false) => k.checked_sub(1),
    }
}

/// Normal in the (radius, z) half plane at the joint of two profile segments.
fn smooth_normal(here: DVec2, other: Option<DVec2>) -> DVec2 {
    let outward = |d: DVec2| DVec2::new(d.y, -d.x);
    match other {
        Some(other) if here.angle_to(other).abs() < CREASE_RAD => outward(here + other).normalize(),
        _ => outward(here).normalize_or(DVec2::X),
    }
}

/// One ring of vertices; the seam is doubled for the texture. Returns the first index.
fn revolve_row(mesh: &mut Mesh, at: DVec2, normal: DVec2, segments: usize, widest: f64, v: f64) -> u32 {
    let first = mesh.positions.len() as u32;
    for j in 0..=segments {
        let (sin, cos) = libm::sincos(TAU * (j % segments) as f64 / segments as f64);
        let u = TAU * widest * j as f64 / segments as f64;
        mesh.push_vertex(
            DVec3::new(at.x * cos, at.x * sin, at.y),
            DVec3::new(normal.x * cos, normal.x * sin, normal.y),
            [u, v],
        );
    }
    first
}

/// An upright solid cylinder centred at the origin, metres, with its two rims cut by `bevel`.
pub fn cylinder(radius: f64, height: f64, bevel: f64, segments: usize) -> Mesh {
    let half = height / 2.0;
    let bevel = bevel.clamp(0.0, radius.min(half) / 2.0);
    let mut profile = vec![DVec2::new(0.0, -half), DVec2::new(radius - bevel, -half)];
    if bevel > 0.0 {
        profile.extend([DVec2::new(radius, bevel - half), DVec2::new(radius, half - bevel)]);
    } else {
        profile.push(DVec2::new(radius, -half));
        profile.remove(1);
    }
    profile.extend([DVec2::new(radius - bevel, half), DVec2::new(0.0, half)]);
    revolve(&profile, segments, false)
}

/// A ball centred at the origin, metres: `rings` bands from pole to pole.
pub fn sphere(radius: f64, segments: usize, rings: usize) -> Mesh {
    let profile: Vec<DVec2> = (0..=rings)
        .map(|k| {
            if k == 0 || k == rings {
                return DVec2::new(0.0, if k == 0 { -radius } else { radius });
            }
            let (sin, cos) = libm::sincos(std::f64::consts::PI * k as f64 / rings as f64);
            DVec2::new(radius * sin, -radius * cos)
        })
        .collect();
    revolve(&profile, segments, false)
}

/// A tube of circular section along a path (at least two points, m), one radius (m) per point, both ends closed
/// flat. Sections are carried along without twist.
pub fn sweep(path: &[DVec3], radii: &[f64], segments: usize) -> Mesh {
    let mut mesh = Mesh::default();
    let count = path.len().min(radii.len());
    if count < 2 {
        return mesh;
    }
    let tangent =
        |k: usize| (path[(k + 1).min(count - 1)] - path[k.saturating_sub(1)]).normalize_or(DVec3::Z);
    let mut side = tangent(0).any_orthonormal_vector();
    let mut walked = 0.0;
    let mut rows = Vec::with_capacity(count);
    for k in 0..count {
        let forward = tangent(k);
        side = side.reject_from_normalized(forward).normalize_or(forward.any_orthonormal_vector());
        let up = forward.cross(side);
        // A tapering tube leans its normals along the path by the slope of its radius.
        let (before, after) = (k.saturating_sub(1), (k + 1).min(count - 1));
        let slope = (radii[after] - radii[before]) / path[after].distance(path[before]).max(1e-9);
        rows.push(mesh.positions.len() as u32);
        for j in 0..=segments {
            let (sin, cos) = libm::sincos(TAU * (j % segments) as f64 / segments as f64);
            let out = side * cos + up * sin;
            let u = TAU * radii[k] * j as f64 / segments as f64;
            mesh.push_vertex(path[k] + out * radii[k], out - forward * slope, [u, walked]);
        }
        walked += path[k].distance(path[after]);
    }
    for pair in rows.windows(2) {
        for j in 0..segments as u32 {
            mesh.push_quad([pair[0] + j, pair[0] + j + 1, pair[1] + j + 1, pair[1] + j]);
        }
    }
    sweep_cap(&mut mesh, rows[0], segments as u32, path[0], -tangent(0), true);
    sweep_cap(&mut mesh, rows[count - 1], segments as u32, path[count - 1], tangent(count - 1), false);
    mesh
}

/// Closes one end of a tube with a fan around its centre.
fn sweep_cap(mesh: &mut Mesh, row: u32, segments: u32, center: DVec3, normal: DVec3, start: bool) {
    let middle = mesh.push_vertex(center, normal, [0.0, 0.0]);
    let rim: Vec<u32> = (0..segments)
        .map(|j| {
            let position = glam::Vec3::from_array(mesh.positions[(row + j) as usize]).as_dvec3();
            mesh.push_vertex(position, normal, [0.0, 0.0])
        })
        .collect();
    for j in 0..segments as usize {
        let (a, b) = (rim[j], rim[(j + 1) % segments as usize]);
        mesh.push_triangle(if start { [middle, b, a] } else { [middle, a, b] });
    }
}

/// A convex outline (y, z) in m, counter-clockwise seen from +x, drawn out along x by `length`, centred; flat
/// shaded. `v` runs down.
pub fn prism(outline: &[DVec2], length: f64) -> Mesh {
    let mut mesh = Mesh::default();
    let at = |p: DVec2, x: f64| DVec3::new(x, p.x, p.y);
    for (x, normal) in [(length / 2.0, DVec3::X), (-length / 2.0, DVec3::NEG_X)] {
        let corners: Vec<u32> =
            outline.iter().map(|p| mesh.push_vertex(at(*p, x), normal, [p.x * normal.x, -p.y])).collect();
        for k in 1..corners.len().saturating_sub(1) {
            let (a, b) = (corners[k], corners[k + 1]);
            mesh.push_triangle(if x > 0.0 { [corners[0], a, b] } else { [corners[0], b, a] });
        }
    }
    for k in 0..outline.len() {
        let (from, to) = (outline[k], outline[(k + 1) % outline.len()]);
        let edge = to - from;
        let normal = DVec3::new(0.0, edge.y, -edge.x);
        let run = edge.length();
        let quad =
            [(from, -1.0, run), (to, -1.0, 0.0), (to, 1.0, 0.0), (from, 1.0, run)].map(|(p, side, v)| {
                mesh.push_vertex(at(p, side * length / 2.0), normal, [side * length / 2.0, v])
            });
        mesh.push_quad(quad);
    }
    mesh
}
