//! Faces first, normals afterwards: surfaces whose shading follows from their form.

use crate::Mesh;
use glam::DVec3;

/// Points closer than this count as one when normals are averaged, metres.
const WELD_M: f64 = 1e-6;

/// Triangles without normals. Points carry texture coordinates; points at one place are one for the shading.
#[derive(Default)]
pub(crate) struct Facets {
    points: Vec<DVec3>,
    uvs: Vec<[f64; 2]>,
    triangles: Vec<[u32; 3]>,
}

impl Facets {
    /// Adds a point (m) with texture coordinates (m) and returns its index.
    pub(crate) fn point(&mut self, position: DVec3, uv: [f64; 2]) -> u32 {
        self.points.push(position);
        self.uvs.push(uv);
        self.points.len() as u32 - 1
    }

    /// Adds a triangle, counter-clockwise from outside, unless two corners coincide.
    pub(crate) fn triangle(&mut self, corners: [u32; 3]) {
        let [a, b, c] = corners.map(|k| self.points[k as usize].as_vec3());
        if a != b && b != c && c != a {
            self.triangles.push(corners);
        }
    }

    /// Adds a quadrilateral, counter-clockwise from outside.
    pub(crate) fn quad(&mut self, corners: [u32; 4]) {
        self.triangle([corners[0], corners[1], corners[2]]);
        self.triangle([corners[0], corners[2], corners[3]]);
    }

    /// The mesh: normals are averaged over neighbouring faces, weighted by their angle at the corner, as long as
    /// the faces meet at less than `crease` radians; sharper edges stay crisp.
    pub(crate) fn shaded(self, crease: f64) -> Mesh {
        let limit = libm::cos(crease);
        let group = self.groups();
        let normals: Vec<DVec3> = self.triangles.iter().map(|t| self.normal(*t)).collect();
        let mut faces: Vec<Vec<(u32, f64)>> = vec![Vec::new(); self.points.len()];
        for (face, corners) in self.triangles.iter().enumerate() {
            for k in 0..3 {
                let angle = self.angle(*corners, k);
                faces[group[corners[k] as usize] as usize].push((face as u32, angle));
            }
        }
        let mut mesh = Mesh::default();
        let mut made: Vec<Vec<(DVec3, u32)>> = vec![Vec::new(); self.points.len()];
        for (face, corners) in self.triangles.iter().enumerate() {
            let own = normals[face];
            let indices = corners.map(|corner| {
                let around = &faces[group[corner as usize] as usize];
                let near = around.iter().filter(|(other, _)| own.dot(normals[*other as usize]) >= limit);
                let sum: DVec3 = near.map(|(other, angle)| normals[*other as usize] * *angle).sum();
                let normal = sum.normalize_or(own.normalize_or(DVec3::Z));
                let known = &mut made[corner as usize];
                if let Some((_, index)) = known.iter().find(|(n, _)| n.distance_squared(normal) < 1e-10) {
                    return *index;
                }
                let index = mesh.push_vertex(self.points[corner as usize], normal, self.uvs[corner as usize]);
                known.push((normal, index));
                index
            });
            mesh.push_triangle(indices);
        }
        mesh
    }

    /// For each point the first point at the same place.
    fn groups(&self) -> Vec<u32> {
        let key = |k: u32| (self.points[k as usize] / WELD_M).round().as_i64vec3().to_array();
        let mut order: Vec<u32> = (0..self.points.len() as u32).collect();
        order.sort_by_key(|k| key(*k));
        let mut group = vec![0; self.points.len()];
        let mut first = 0;
        for (rank, k) in order.iter().enumerate() {
            if rank == 0 || key(*k) != key(first) {
                first = *k;
            }
            group[*k as usize] = first;
        }
        group
    }

    /// Unit normal of a face; zero for a sliver.
    fn normal(&self, corners: [u32; 3]) -> DVec3 {
        let [a, b, c] = corners.map(|k| self.points[k as usize]);
        (b - a).cross(c - a).normalize_or_zero()
    }

    /// Angle of a face at its corner `k`, radians.
    fn angle(&self, corners: [u32; 3], k: usize) -> f64 {
        let [a, b, c] = [0, 1, 2].map(|step| self.points[corners[(k + step) % 3] as usize]);
        let cosine = (b - a).normalize_or_zero().dot((c - a).normalize_or_zero());
        libm::acos(cosine.clamp(-1.0, 1.0))
    }
}
