//! The space that an object takes up, by its meshes or by its convex pieces.

use glam::{DVec3, Vec3};
use parry3d::math::Vector;
use parry3d::transformation::try_convex_hull;
use restage_assets::{ColliderPart, ColliderShape, Mesh, ObjectModel, VisualPart};
use std::f64::consts::{PI, TAU};

/// Columns of the comparison grid along x and along y.
const COLUMNS: usize = 48;

/// A union of closed surfaces.
pub struct Space(Vec<Vec<[DVec3; 3]>>);

/// How far two spaces agree.
#[derive(Debug)]
pub struct Overlap {
    /// Share of the first that the second lacks.
    pub missing: f64,
    /// What the second has in excess, as a share of the first.
    pub extra: f64,
    /// Distance of the centres of volume as a share of the diagonal.
    pub center_shift: f64,
}

impl Space {
    /// What is seen.
    pub fn seen(model: &ObjectModel) -> Self {
        Self(model.visual().iter().map(|part| part.mesh.triangles().collect()).collect())
    }

    /// What is felt.
    pub fn felt(model: &ObjectModel) -> Self {
        Self(model.colliders().iter().map(hull).collect())
    }

    /// Distance between the outermost walls along a horizontal axis (0: x, 1: y) or upwards (2) through the centre of
    /// volume, m.
    pub fn width_through_middle(&self, axis: usize, size: DVec3) -> f64 {
        let (mut volume, mut center) = (0.0, DVec3::ZERO);
        for (x, y) in grid(size) {
            let spans = self.column(x, y);
            volume += length(&spans);
            center += moment(&spans, x, y);
        }
        center /= volume;
        // The axis takes the place of z.
        let turn = |p: DVec3| match axis {
            0 => DVec3::new(p.y, p.z, p.x),
            1 => DVec3::new(p.z, p.x, p.y),
            _ => p,
        };
        let turned = Self(self.0.iter().map(|s| s.iter().map(|t| t.map(turn)).collect()).collect());
        let at = turn(center);
        let spans = turned.column(at.x + 1.3e-5, at.y + 2.1e-5);
        spans.last().map_or(0.0, |last| last[1] - spans[0][0])
    }

    /// Heights between which a vertical line is inside, ascending.
    fn column(&self, x: f64, y: f64) -> Vec<[f64; 2]> {
        let mut spans = Vec::new();
        for surface in &self.0 {
            let mut crossings: Vec<(f64, i32)> =
                surface.iter().filter_map(|corners| crossing(corners, x, y)).collect();
            crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut depth = 0;
            let mut start = 0.0;
            for (z, step) in crossings {
                if depth == 0 && step > 0 {
                    start = z;
                }
                depth += step;
                if depth == 0 && step < 0 {
                    spans.push([start, z]);
                }
            }
        }
        merged(spans)
    }

    /// Compares with another space on a grid of columns over a box of the given size around the origin.
    pub fn compare(&self, other: &Self, size: DVec3) -> Overlap {
        let (mut own, mut both, mut theirs) = (0.0, 0.0, 0.0);
        let (mut own_moment, mut their_moment) = (DVec3::ZERO, DVec3::ZERO);
        for (x, y) in grid(size) {
            let (a, b) = (self.column(x, y), other.column(x, y));
            own += length(&a);
            theirs += length(&b);
            both += length(&a) + length(&b) - length(&merged(a.iter().chain(&b).copied().collect()));
            own_moment += moment(&a, x, y);
            their_moment += moment(&b, x, y);
        }
        let shift = (own_moment / own).distance(their_moment / theirs);
        Overlap {
            missing: (own - both) / own,
            extra: (theirs - both) / own,
            center_shift: shift / size.length(),
        }
    }

    /// Points above the floor and below the rim that are inside nothing but enclosed on all four sides.
    pub fn cavity(&self, size: DVec3) -> Vec<DVec3> {
        let rim = size.z / 2.0 - 0.003;
        let open: Vec<DVec3> = grid(size)
            .filter_map(|(x, y)| {
                let top = self.column(x, y).last()?[1];
                // A column that ends well below the rim stands on the floor of something open.
                (top < rim - 0.35 * size.z).then(|| DVec3::new(x, y, top + 0.12 * size.z))
            })
            .collect();
        let blocked = |p: &DVec3, side: DVec3| {
            (1..=COLUMNS).any(|k| {
                let at = *p + side * size * k as f64 / COLUMNS as f64;
                self.column(at.x, at.y).iter().any(|span| span[0] <= p.z && p.z <= span[1])
            })
        };
        let sides = [DVec3::X, DVec3::NEG_X, DVec3::Y, DVec3::NEG_Y];
        open.into_iter().step_by(7).filter(|p| sides.iter().all(|side| blocked(p, *side))).collect()
    }

    /// Share of points that are outside.
    pub fn free_share(&self, points: &[DVec3]) -> f64 {
        let free = |p: &&DVec3| !self.column(p.x, p.y).iter().any(|span| span[0] < p.z && p.z < span[1]);
        points.iter().filter(free).count() as f64 / points.len().max(1) as f64
    }
}

/// Middles of the columns; off the lattice on which recipes place their points.
fn grid(size: DVec3) -> impl Iterator<Item = (f64, f64)> {
    (0..COLUMNS * COLUMNS).map(move |k| {
        let share = |k: usize, off: f64| (k as f64 + off) / COLUMNS as f64 - 0.5;
        (share(k % COLUMNS, 0.4873) * size.x, share(k / COLUMNS, 0.5219) * size.y)
    })
}

/// Where a vertical line meets a triangle, and whether it enters (+1) or leaves (-1) going up.
fn crossing([a, b, c]: &[DVec3; 3], x: f64, y: f64) -> Option<(f64, i32)> {
    let side = |p: &DVec3, q: &DVec3| (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x);
    let (wa, wb, wc) = (side(b, c), side(c, a), side(a, b));
    let inside = (wa > 0.0 && wb > 0.0 && wc > 0.0) || (wa < 0.0 && wb < 0.0 && wc < 0.0);
    let total = wa + wb + wc;
    inside.then(|| ((wa * a.z + wb * b.z + wc * c.z) / total, if total < 0.0 { 1 } else { -1 }))
}

/// Union of spans, ascending.
fn merged(mut spans: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut out: Vec<[f64; 2]> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span[0] <= last[1] => last[1] = last[1].max(span[1]),
            _ => out.push(span),
        }
    }
    out
}

fn length(spans: &[[f64; 2]]) -> f64 {
    spans.iter().map(|span| span[1] - span[0]).sum()
}

fn moment(spans: &[[f64; 2]], x: f64, y: f64) -> DVec3 {
    spans.iter().map(|s| DVec3::new(x, y, (s[0] + s[1]) / 2.0) * (s[1] - s[0])).sum()
}

/// The surface of a convex piece.
fn hull(part: &ColliderPart) -> Vec<[DVec3; 3]> {
    let circle = |radius: f64, z: f64| {
        (0..32).map(move |k| {
            let angle = TAU * f64::from(k) / 32.0;
            DVec3::new(radius * angle.cos(), radius * angle.sin(), z)
        })
    };
    let dome = |radius: f64, half: f64| {
        (1..12).flat_map(move |k| {
            let (sin, cos) = (PI * f64::from(k) / 12.0).sin_cos();
            circle(radius * sin, radius * cos + half * cos.signum()).collect::<Vec<_>>()
        })
    };
    let local: Vec<DVec3> = match &part.shape {
        ColliderShape::ConvexHull { points } => points.clone(),
        ColliderShape::Cuboid { half_extents } => {
            (0..8).map(|k| *half_extents * DVec3::new(sign(k), sign(k >> 1), sign(k >> 2))).collect()
        }
        ColliderShape::Cylinder { radius, half_height } => {
            circle(*radius, -half_height).chain(circle(*radius, *half_height)).collect()
        }
        ColliderShape::Ball { radius } => {
            dome(*radius, 0.0).chain([DVec3::Z * *radius, DVec3::NEG_Z * *radius]).collect()
        }
        ColliderShape::Capsule { radius, half_height } => {
            let pole = DVec3::Z * (radius + half_height);
            dome(*radius, *half_height).chain([pole, -pole]).collect()
        }
    };
    // Millimetres keep single precision well away from parry's thresholds.
    let points: Vec<Vector> = local
        .iter()
        .map(|p| part.object_from_part.transform_point(*p) * 1e3)
        .map(|p| Vector::new(p.x as f32, p.y as f32, p.z as f32))
        .collect();
    let (vertices, triangles) = try_convex_hull(&points).expect("a convex piece has a volume");
    let corner = |k: u32| {
        let p = vertices[k as usize];
        DVec3::new(f64::from(p.x), f64::from(p.y), f64::from(p.z)) / 1e3
    };
    triangles.iter().map(|t| t.map(corner)).collect()
}

fn sign(bit: i32) -> f64 {
    if bit & 1 == 1 { 1.0 } else { -1.0 }
}

/// Least and greatest coordinates of a space.
pub fn bounds_of(space: &Space) -> (DVec3, DVec3) {
    let points = space.0.iter().flatten().flatten();
    points.fold((DVec3::MAX, DVec3::MIN), |(low, high), p| (low.min(*p), high.max(*p)))
}

/// Bounds of all parts.
pub fn total_bounds(parts: &[VisualPart]) -> (DVec3, DVec3) {
    parts
        .iter()
        .filter_map(|part| part.mesh.bounds())
        .reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
        .expect("every object has a mesh")
}

/// Closed, outward, with unit normals on the side of their faces.
pub fn check_mesh(name: &str, mesh: &Mesh) {
    assert_eq!(mesh.positions.len(), mesh.normals.len(), "{name}");
    assert_eq!(mesh.positions.len(), mesh.uvs.len(), "{name}");
    assert!(mesh.indices.iter().all(|i| (*i as usize) < mesh.positions.len()), "{name}");
    assert_eq!(mesh.open_edges(), 0, "{name}: open edges");
    assert!(mesh.volume() > 0.0, "{name}: faces inwards, {}", mesh.volume());
    for normal in &mesh.normals {
        assert!((Vec3::from_array(*normal).length() - 1.0).abs() < 1e-4, "{name}: {normal:?}");
    }
    for corners in mesh.indices.chunks_exact(3) {
        let [a, b, c] = [0, 1, 2].map(|k| Vec3::from_array(mesh.positions[corners[k] as usize]));
        let face = (b - a).cross(c - a);
        for k in corners {
            let normal = Vec3::from_array(mesh.normals[*k as usize]);
            // Slivers have no reliable face normal.
            if face.length() > 1e-9 {
                assert!(
                    normal.dot(face.normalize()) > 0.3,
                    "{name}: normal {normal} on face {}",
                    face.normalize()
                );
            }
        }
    }
}
