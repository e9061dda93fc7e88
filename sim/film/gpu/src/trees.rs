//! Trees of boxes over the triangles of a scene, as the shader walks them: one of what stands still, one of what stands
//! still and shines, one per body in its own frame.

use glam::Vec3;
use obvhs::BvhBuildParams;
use obvhs::bvh2::builder::build_bvh2_from_tris;
use obvhs::triangle::Triangle;
use restage_film::{Encounter, FilmScene, InstanceBody, Quality, Tracer};
use std::collections::BTreeMap;
use std::time::Duration;

/// One tree.
pub(crate) struct Root {
    /// Index of its first node.
    pub(crate) node: u32,
    /// It stands in nobody's way.
    pub(crate) shining: bool,
    /// What moves it.
    pub(crate) body: Option<usize>,
}

/// All trees of a scene.
#[derive(Default)]
pub(crate) struct Trees {
    pub(crate) roots: Vec<Root>,
    /// Two per node: least corner and first child or triangle, greatest corner and number of triangles (0: two children).
    /// The last numbers are bits of integers.
    pub(crate) nodes: Vec<[f32; 4]>,
    /// Three per triangle: corner and instance (bits), two edges.
    pub(crate) triangles: Vec<[f32; 4]>,
}

/// A triangle with its instance.
type Face = ([Vec3; 3], u32);

impl Trees {
    /// Builds the trees of a scene; those without triangles are left out. In `high` pictures glass is in nobody's way.
    pub(crate) fn of(scene: &FilmScene, quality: Quality) -> Self {
        let mut groups: BTreeMap<(Option<usize>, bool), Vec<Face>> = BTreeMap::new();
        for (index, instance) in scene.instances.iter().enumerate() {
            if quality == Quality::High && instance.material.transmission > 0.0 {
                continue;
            }
            let (body, shining) = match instance.body {
                InstanceBody::Static => (None, instance.material.emission_cd_m2 > 0.0),
                InstanceBody::Body(body) => (Some(body), false),
            };
            let pose = instance.body_from_instance;
            let place = |p: &[f32; 3]| pose.transform_point(Vec3::from_array(*p).as_dvec3()).as_vec3();
            let points: Vec<Vec3> = instance.mesh.positions.iter().map(place).collect();
            let faces = instance.mesh.indices.chunks_exact(3).map(|corners| {
                ([corners[0], corners[1], corners[2]].map(|vertex| points[vertex as usize]), index as u32)
            });
            groups.entry((body, shining)).or_default().extend(faces);
        }
        let mut trees = Self::default();
        for ((body, shining), faces) in groups {
            trees.add(body, shining, &faces);
        }
        trees
    }

    fn add(&mut self, body: Option<usize>, shining: bool, faces: &[Face]) {
        if faces.is_empty() {
            return;
        }
        let corners = |face: &Face| {
            let [v0, v1, v2] = face.0.map(|corner| corner.to_array().into());
            Triangle { v0, v1, v2 }
        };
        let input: Vec<Triangle> = faces.iter().map(corners).collect();
        let parameters = BvhBuildParams { max_prims_per_leaf: 4, ..BvhBuildParams::fast_build() };
        let tree = build_bvh2_from_tris(&input, parameters, &mut Duration::default());
        let (first_node, first_triangle) = (self.nodes.len() as u32 / 2, self.triangles.len() as u32 / 3);
        self.roots.push(Root { node: first_node, shining, body });
        for node in &tree.nodes {
            let first = node.first_index + if node.is_leaf() { first_triangle } else { first_node };
            let (min, max) = (node.aabb.min, node.aabb.max);
            self.nodes.push([min.x, min.y, min.z, f32::from_bits(first)]);
            self.nodes.push([max.x, max.y, max.z, f32::from_bits(node.prim_count)]);
        }
        for index in &tree.primitive_indices {
            let ([a, b, c], instance) = faces[*index as usize];
            self.triangles.push([a.x, a.y, a.z, f32::from_bits(instance)]);
            self.triangles.extend([b - a, c - a].map(|edge| [edge.x, edge.y, edge.z, 0.0]));
        }
    }

    /// Calls `meet(triangle, parameter, determinant)` for what a ray crosses in the trees of what stands still, until it
    /// returns false. The ray ends where `meet` last shortened it.
    fn walk(
        &self,
        shining: bool,
        origin: Vec3,
        direction: Vec3,
        length: f32,
        mut meet: impl FnMut(usize, f32, f32) -> Option<f32>,
    ) {
        let mut length = length;
        let inverse = Vec3::from(direction.to_array().map(|d| {
            const TINY: f32 = 1e-18;
            1.0 / if d.abs() < TINY { TINY } else { d }
        }));
        let mut stack = Vec::new();
        for root in self.roots.iter().filter(|root| root.body.is_none() && (shining || !root.shining)) {
            stack.push(root.node as usize);
            while let Some(node) = stack.pop() {
                let (low, high) = (self.nodes[2 * node], self.nodes[2 * node + 1]);
                let corner = |[x, y, z, _]: [f32; 4]| (Vec3::new(x, y, z) - origin) * inverse;
                let (a, b) = (corner(low), corner(high));
                let enter = a.min(b).max_element().max(0.0);
                if enter > a.max(b).min_element().min(length) * 1.000_002 {
                    continue;
                }
                let (first, count) = (low[3].to_bits() as usize, high[3].to_bits() as usize);
                if count == 0 {
                    stack.extend([first, first + 1]);
                    continue;
                }
                for triangle in first..first + count {
                    let Some((t, determinant)) = self.crossing(triangle, origin, direction, length) else {
                        continue;
                    };
                    match meet(triangle, t, determinant) {
                        Some(shorter) => length = shorter,
                        None => return,
                    }
                }
            }
        }
    }

    /// Möller and Trumbore 1997: parameter and determinant.
    fn crossing(&self, triangle: usize, origin: Vec3, direction: Vec3, length: f32) -> Option<(f32, f32)> {
        let [a, ab, ac] = self.corner_and_edges(triangle);
        let p = direction.cross(ac);
        let determinant = ab.dot(p);
        let s = origin - a;
        let (u, q) = (s.dot(p) / determinant, s.cross(ab));
        let (v, t) = (direction.dot(q) / determinant, ac.dot(q) / determinant);
        let inside = determinant != 0.0 && u >= 0.0 && v >= 0.0 && u + v <= 1.0 && t > 0.0 && t < length;
        inside.then_some((t, determinant))
    }

    fn corner_and_edges(&self, triangle: usize) -> [Vec3; 3] {
        [0, 1, 2].map(|part| {
            let [x, y, z, _] = self.triangles[3 * triangle + part];
            Vec3::new(x, y, z)
        })
    }
}

impl Tracer for Trees {
    fn nearest(&self, origin: Vec3, direction: Vec3) -> Option<Encounter> {
        let mut found = None;
        self.walk(true, origin, direction, f32::MAX, |triangle, t, _| {
            found = Some((triangle, t));
            Some(t)
        });
        let (triangle, distance) = found?;
        let [_, ab, ac] = self.corner_and_edges(triangle);
        let instance = self.triangles[3 * triangle][3].to_bits() as usize;
        Some(Encounter { distance, normal: ab.cross(ac).normalize_or(Vec3::Z), instance })
    }

    fn open(&self, origin: Vec3, direction: Vec3, length: f32) -> bool {
        let mut open = true;
        self.walk(false, origin, direction, length, |_, _, determinant| {
            open = determinant >= 0.0;
            open.then_some(length)
        });
        open
    }
}
