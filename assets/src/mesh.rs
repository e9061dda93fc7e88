//! Triangle meshes.

use glam::{DVec3, Vec3};
use restage_geometry::Pose;
use std::collections::BTreeMap;

/// Positions closer than this are one point when closedness is judged, metres.
const WELD_M: f64 = 1e-6;

/// Indexed triangles, counter-clockwise seen from outside. Vertex vectors share one length.
///
/// Texture coordinates follow the image convention: `u` to the right and `v` downwards along the surface as it
/// is seen upright from outside, so that the first texel row of a texture is its upper edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    /// Vertex positions, metres.
    pub positions: Vec<[f32; 3]>,
    /// Unit vertex normals.
    pub normals: Vec<[f32; 3]>,
    /// Texture coordinates in metres along the surface (divide by the material's tile size to sample).
    pub uvs: Vec<[f32; 2]>,
    /// Three per triangle.
    pub indices: Vec<u32>,
}

impl Mesh {
    /// Adds a vertex (position m, normal of any length, texture coordinates m) and returns its index.
    pub fn push_vertex(&mut self, position: DVec3, normal: DVec3, uv: [f64; 2]) -> u32 {
        let index = self.positions.len() as u32;
        self.positions.push(position.as_vec3().to_array());
        self.normals.push(normal.normalize_or(DVec3::Z).as_vec3().normalize().to_array());
        self.uvs.push([uv[0] as f32, uv[1] as f32]);
        index
    }

    /// Adds a triangle by vertex index unless two of its corners coincide (poles of revolved surfaces).
    pub fn push_triangle(&mut self, corners: [u32; 3]) {
        let [a, b, c] = corners.map(|i| Vec3::from_array(self.positions[i as usize]));
        if a.distance_squared(b) > 0.0 && b.distance_squared(c) > 0.0 && c.distance_squared(a) > 0.0 {
            self.indices.extend(corners);
        }
    }

    /// Adds a quadrilateral, corners counter-clockwise from outside.
    pub fn push_quad(&mut self, corners: [u32; 4]) {
        self.push_triangle([corners[0], corners[1], corners[2]]);
        self.push_triangle([corners[0], corners[2], corners[3]]);
    }

    /// Adds all triangles of another mesh.
    pub fn append(&mut self, other: &Self) {
        let offset = self.positions.len() as u32;
        self.positions.extend_from_slice(&other.positions);
        self.normals.extend_from_slice(&other.normals);
        self.uvs.extend_from_slice(&other.uvs);
        self.indices.extend(other.indices.iter().map(|i| i + offset));
    }

    /// The same mesh moved by `target_from_source`.
    #[must_use]
    pub fn transformed(mut self, target_from_source: &Pose) -> Self {
        for position in &mut self.positions {
            let moved = target_from_source.transform_point(Vec3::from_array(*position).as_dvec3());
            *position = moved.as_vec3().to_array();
        }
        for normal in &mut self.normals {
            let turned = target_from_source.transform_vector(Vec3::from_array(*normal).as_dvec3());
            *normal = turned.normalize().as_vec3().to_array();
        }
        self
    }

    /// The same mesh shifted, metres.
    #[must_use]
    pub fn translated(self, offset: DVec3) -> Self {
        self.transformed(&Pose::from_translation(offset))
    }

    /// The same mesh scaled by positive factors along the axes; normals stay perpendicular to the surface.
    #[must_use]
    pub fn scaled(mut self, factors: DVec3) -> Self {
        for position in &mut self.positions {
            *position = (Vec3::from_array(*position).as_dvec3() * factors).as_vec3().to_array();
        }
        for normal in &mut self.normals {
            let bent = (Vec3::from_array(*normal).as_dvec3() / factors).normalize();
            *normal = bent.as_vec3().to_array();
        }
        self
    }

    /// Corners of every triangle, metres.
    pub fn triangles(&self) -> impl Iterator<Item = [DVec3; 3]> + '_ {
        self.indices
            .chunks_exact(3)
            .map(|t| [t[0], t[1], t[2]].map(|i| Vec3::from_array(self.positions[i as usize]).as_dvec3()))
    }

    /// Enclosed volume of a closed mesh, m³ (divergence theorem); positive when triangles face outwards.
    pub fn volume(&self) -> f64 {
        self.triangles().map(|[a, b, c]| a.dot(b.cross(c)) / 6.0).sum()
    }

    /// Least and greatest coordinates, metres; `None` without vertices.
    pub fn bounds(&self) -> Option<(DVec3, DVec3)> {
        let mut points = self.positions.iter().map(|p| Vec3::from_array(*p).as_dvec3());
        let first = points.next()?;
        Some(points.fold((first, first), |(low, high), p| (low.min(p), high.max(p))))
    }

    /// Number of edges that are not shared by exactly two oppositely directed triangles, after equal positions
    /// are joined; 0 for a closed, consistently oriented surface.
    pub fn open_edges(&self) -> usize {
        let key = |p: DVec3| (p / WELD_M).round().as_i64vec3().to_array();
        let mut balance: BTreeMap<([i64; 3], [i64; 3]), i64> = BTreeMap::new();
        for triangle in self.triangles() {
            let corners = triangle.map(key);
            for k in 0..3 {
                let (from, to) = (corners[k], corners[(k + 1) % 3]);
                if from < to {
                    *balance.entry((from, to)).or_default() += 1;
                } else {
                    *balance.entry((to, from)).or_default() -= 1;
                }
            }
        }
        balance.values().filter(|count| **count != 0).count()
    }
}
