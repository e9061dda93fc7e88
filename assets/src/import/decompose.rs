//! Convex pieces for contact: one hull for what is nearly convex, else an approximate convex decomposition
//! (V-HACD, Mamou 2016, as parry implements it) of the filled voxels, with hulls around the real surface. Space
//! that is open to the outside stays empty, so a finger fits where it fits in reality.

use super::limits::MAX_HULL_POINTS;
use crate::{ColliderPart, ColliderShape, Mesh};
use glam::{DVec3, Vec3};
use parry3d::math::Vector;
use parry3d::transformation::try_convex_hull;
use parry3d::transformation::vhacd::{VHACD, VHACDParameters};
use parry3d::transformation::voxelization::FillMode;
use restage_geometry::Pose;

/// Share of its hull that a mesh fills to be taken as convex.
const CONVEX_SHARE: f64 = 0.97;
/// Cells along the longest side.
const RESOLUTION: u32 = 64;
/// Thinnest piece, m.
const THINNEST_M: f64 = 0.0005;

/// Pieces of a closed or open surface, object frame, m; at least one and at most about `max_parts`.
pub fn decompose(meshes: &[Mesh], closed_volume: Option<f64>, max_parts: usize) -> Vec<ColliderPart> {
    let positions: Vec<Vec3> =
        meshes.iter().flat_map(|mesh| &mesh.positions).map(|p| Vec3::from(*p)).collect();
    let longest = positions.iter().map(|p| p.abs().max_element()).fold(0.0, f32::max).max(f32::MIN_POSITIVE);
    // Around one, so that tolerances inside mean the same for a bead and a wardrobe.
    let scale = f64::from(longest);
    let points: Vec<Vector> = positions.iter().map(|p| Vector::new(p.x, p.y, p.z) / longest).collect();
    let whole = hull_of(&points);
    let full = closed_volume.map(|volume| volume / (scale * scale * scale));
    if max_parts <= 1 || full.is_some_and(|volume| volume >= CONVEX_SHARE * whole.volume) {
        return vec![whole.part(scale)];
    }
    let mut triangles = Vec::new();
    let mut offset = 0;
    for mesh in meshes {
        let (corners, _) = mesh.indices.as_chunks::<3>();
        triangles.extend(corners.iter().map(|corner| corner.map(|index| index + offset)));
        offset += mesh.positions.len() as u32;
    }
    let fill_mode = match closed_volume {
        Some(_) => FillMode::FloodFill { detect_cavities: false },
        None => FillMode::SurfaceOnly,
    };
    let parameters = VHACDParameters {
        concavity: 0.002,
        resolution: RESOLUTION,
        max_convex_hulls: max_parts as u32,
        fill_mode,
        ..VHACDParameters::default()
    };
    let parts = VHACD::decompose(&parameters, &points, &triangles, true);
    let pieces: Vec<ColliderPart> = parts
        .voxel_parts()
        .iter()
        .map(|part| part.compute_primitive_intersections(&points, &triangles))
        .filter(|surface| !surface.is_empty())
        .map(|surface| hull_of(&surface).part(scale))
        .collect();
    if pieces.is_empty() { vec![whole.part(scale)] } else { pieces }
}

/// A convex piece in normalised units.
struct Hull {
    shape: ColliderShape,
    center: DVec3,
    volume: f64,
}

impl Hull {
    fn part(self, scale: f64) -> ColliderPart {
        let shape = match self.shape {
            ColliderShape::ConvexHull { points } => {
                ColliderShape::ConvexHull { points: points.into_iter().map(|point| point * scale).collect() }
            }
            ColliderShape::Cuboid { half_extents } => ColliderShape::Cuboid {
                half_extents: (half_extents * scale).max(DVec3::splat(THINNEST_M / 2.0)),
            },
            other => other,
        };
        ColliderPart { object_from_part: Pose::from_translation(self.center * scale), shape }
    }
}

/// Hull of points with at most [`MAX_HULL_POINTS`] corners; the bounding box when they lie in a plane.
fn hull_of(points: &[Vector]) -> Hull {
    let (low, high) = points
        .iter()
        .map(wide)
        .fold((DVec3::INFINITY, DVec3::NEG_INFINITY), |(low, high), p| (low.min(p), high.max(p)));
    let diagonal = (high - low).length();
    // Points that rounding tore apart are joined first; harder when the algorithm still stumbles over them.
    for grid in [1e-4, 1.0 / 1024.0, 1.0 / 256.0] {
        let Ok((corners, faces)) = try_convex_hull(&joined(points, (grid * diagonal) as f32)) else {
            continue;
        };
        let kept = if corners.len() > MAX_HULL_POINTS { outermost(&corners) } else { corners.clone() };
        let corners: Vec<DVec3> = corners.iter().map(wide).collect();
        let volume = faces
            .iter()
            .map(|face| face.map(|index| corners[index as usize] - low))
            .map(|[a, b, c]| a.dot(b.cross(c)) / 6.0)
            .sum();
        let shape = ColliderShape::ConvexHull { points: kept.iter().map(wide).collect() };
        return Hull { shape, center: DVec3::ZERO, volume };
    }
    let half_extents = (high - low) / 2.0;
    let shape = ColliderShape::Cuboid { half_extents };
    Hull { shape, center: (low + high) / 2.0, volume: 8.0 * half_extents.element_product() }
}

fn wide(p: &Vector) -> DVec3 {
    DVec3::new(f64::from(p.x), f64::from(p.y), f64::from(p.z))
}

/// One point for each occupied cell of a grid, in an order that depends on the points alone.
fn joined(points: &[Vector], step: f32) -> Vec<Vector> {
    let cell = |p: &Vector| [p.x, p.y, p.z].map(|x| (x / step).round() as i64);
    let mut sorted: Vec<([i64; 3], Vector)> = points.iter().map(|p| (cell(p), *p)).collect();
    sorted.sort_by_key(|(cell, _)| *cell);
    sorted.dedup_by_key(|(cell, _)| *cell);
    sorted.into_iter().map(|(_, point)| point).collect()
}

/// The corners that reach furthest in [`MAX_HULL_POINTS`] directions spread over the sphere, the six axes among
/// them (so that the extents stay exact). What is cut off is below `1 - cos 0.25` = 3 % of the local radius.
fn outermost(corners: &[Vector]) -> Vec<Vector> {
    let axes = [Vec3::X, Vec3::NEG_X, Vec3::Y, Vec3::NEG_Y, Vec3::Z, Vec3::NEG_Z];
    let spread = (MAX_HULL_POINTS - axes.len()) as f32;
    // Fibonacci lattice: equal areas, turned by the golden angle.
    let lattice = (0..MAX_HULL_POINTS - axes.len()).map(|index| {
        let z = 1.0 - (2.0 * index as f32 + 1.0) / spread;
        let (around, radius) = (2.399_963_2 * index as f32, libm::sqrtf(1.0 - z * z));
        Vec3::new(radius * libm::cosf(around), radius * libm::sinf(around), z)
    });
    let mut chosen: Vec<usize> = axes
        .into_iter()
        .chain(lattice)
        .filter_map(|d| {
            let reach = |corner: &Vector| corner.x * d.x + corner.y * d.y + corner.z * d.z;
            (0..corners.len()).max_by(|a, b| reach(&corners[*a]).total_cmp(&reach(&corners[*b])))
        })
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen.into_iter().map(|index| corners[index]).collect()
}

/// Volume of a list of pieces, m³, overlaps counted twice.
pub fn volume_of(parts: &[ColliderPart]) -> f64 {
    let pi = std::f64::consts::PI;
    parts
        .iter()
        .map(|part| match &part.shape {
            ColliderShape::Cuboid { half_extents } => 8.0 * half_extents.element_product(),
            ColliderShape::Cylinder { radius, half_height } => 2.0 * pi * radius * radius * half_height,
            ColliderShape::Capsule { radius, half_height } => {
                pi * radius * radius * (2.0 * half_height + 4.0 / 3.0 * radius)
            }
            ColliderShape::Ball { radius } => 4.0 / 3.0 * pi * radius.powi(3),
            ColliderShape::ConvexHull { points } => {
                let points: Vec<Vector> =
                    points.iter().map(|p| Vector::new(p.x as f32, p.y as f32, p.z as f32)).collect();
                hull_of(&points).volume
            }
        })
        .sum()
}
