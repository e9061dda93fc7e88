//! All triangles of a scene in the world frame. What stands still is transformed once; what moves, when it moved.

use glam::{DQuat, Mat3, Vec3};
use restage_assets::Mesh;
use restage_film::{FilmError, FilmInstance, FilmScene, FrameState, InstanceBody};
use restage_geometry::Pose;
use std::ops::Range;

/// Triangles that trees can number.
const MAX_TRIANGLES: usize = 1 << 24;

/// The part of the shared arrays that belongs to one instance.
#[derive(Clone, Debug)]
pub struct InstanceSpan {
    /// Vertices of it.
    pub vertices: Range<usize>,
    /// Triangles of it.
    pub triangles: Range<usize>,
    /// Where it is now; `None` before the first state.
    pub world_from_instance: Option<Pose>,
    /// Bounds in the world, m.
    pub bounds: [Vec3; 2],
}

/// World-space triangles of all instances, in the order of the scene.
#[derive(Clone, Debug, Default)]
pub struct Geometry {
    /// Vertex positions, world, m.
    pub positions: Vec<Vec3>,
    /// Unit vertex normals, world.
    pub normals: Vec<Vec3>,
    /// Texture coordinates, m along the surface.
    pub uvs: Vec<[f32; 2]>,
    /// Vertex indices of each triangle.
    pub triangles: Vec<[u32; 3]>,
    /// One per instance of the scene.
    pub spans: Vec<InstanceSpan>,
}

impl Geometry {
    /// Lays out the arrays of a scene and places what stands still.
    ///
    /// # Errors
    /// When a mesh is inconsistent or there are more instances than ids.
    pub fn new(scene: &FilmScene) -> Result<Self, FilmError> {
        check(scene)?;
        let mut geometry = Self::default();
        for instance in &scene.instances {
            let mesh = &instance.mesh;
            let (first_vertex, first_triangle) = (geometry.positions.len(), geometry.triangles.len());
            geometry.positions.resize(first_vertex + mesh.positions.len(), Vec3::ZERO);
            geometry.normals.resize(first_vertex + mesh.positions.len(), Vec3::ZERO);
            geometry.uvs.extend_from_slice(&mesh.uvs);
            let global = |index: u32| index + first_vertex as u32;
            let corners = mesh.indices.chunks_exact(3);
            geometry.triangles.extend(corners.map(|c| [global(c[0]), global(c[1]), global(c[2])]));
            geometry.spans.push(InstanceSpan {
                vertices: first_vertex..geometry.positions.len(),
                triangles: first_triangle..geometry.triangles.len(),
                world_from_instance: None,
                bounds: [Vec3::INFINITY, Vec3::NEG_INFINITY],
            });
        }
        for (index, instance) in scene.instances.iter().enumerate() {
            if instance.body == InstanceBody::Static {
                geometry.place(index, instance, instance.body_from_instance);
            }
        }
        Ok(geometry)
    }

    /// Moves what follows a body. Returns, per instance, whether it moved.
    ///
    /// # Errors
    /// When the state lacks a body that an instance follows, or holds a pose that is not finite.
    pub fn follow(&mut self, scene: &FilmScene, state: &FrameState) -> Result<Vec<bool>, FilmError> {
        let mut moved = vec![false; scene.instances.len()];
        for (index, instance) in scene.instances.iter().enumerate() {
            let InstanceBody::Body(body) = instance.body else { continue };
            let Some(world_from_body) = state.bodies.get(body).filter(|pose| pose.is_finite()) else {
                let reason = match state.bodies.get(body) {
                    None => format!(
                        "instance {index} ({}) follows body {body}, but the state has {} bodies",
                        instance.name,
                        state.bodies.len()
                    ),
                    Some(_) => format!("the pose of body {body} ({}) is not finite", instance.name),
                };
                return Err(FilmError::Scene { reason });
            };
            let pose = *world_from_body * instance.body_from_instance;
            if self.spans[index].world_from_instance != Some(pose) {
                self.place(index, instance, pose);
                moved[index] = true;
            }
        }
        Ok(moved)
    }

    /// Corners of a triangle, world, m.
    pub fn corners(&self, triangle: u32) -> [Vec3; 3] {
        self.triangles[triangle as usize].map(|vertex| self.positions[vertex as usize])
    }

    /// Writes the vertices of one instance.
    fn place(&mut self, index: usize, instance: &FilmInstance, pose: Pose) {
        let span = &mut self.spans[index];
        let rotation = matrix(pose.rotation);
        let translation = pose.translation.as_vec3();
        let (mut min, mut max) = (Vec3::INFINITY, Vec3::NEG_INFINITY);
        let positions = &mut self.positions[span.vertices.clone()];
        let normals = &mut self.normals[span.vertices.clone()];
        for (out, from) in positions.iter_mut().zip(&instance.mesh.positions) {
            *out = rotation * Vec3::from_array(*from) + translation;
            min = min.min(*out);
            max = max.max(*out);
        }
        for (out, from) in normals.iter_mut().zip(&instance.mesh.normals) {
            *out = rotation * Vec3::from_array(*from);
        }
        span.bounds = [min, max];
        span.world_from_instance = Some(pose);
    }
}

/// The rotation matrix of a unit quaternion, through double precision.
pub fn matrix(rotation: DQuat) -> Mat3 {
    glam::DMat3::from_quat(rotation).as_mat3()
}

/// Whether no vertex of a mesh lies in front of any of its triangles: no part of it then shades another. Meshes too
/// large to check quickly count as not convex.
pub fn is_convex(mesh: &Mesh) -> bool {
    /// Distance that rounding may put a vertex in front, m.
    const TOLERANCE: f32 = 1e-5;
    let triangles = mesh.indices.chunks_exact(3);
    if triangles.len() * mesh.positions.len() > 4_000_000 {
        return false;
    }
    let at = |vertex: u32| Vec3::from_array(mesh.positions[vertex as usize]);
    mesh.indices.chunks_exact(3).all(|corners| {
        let [a, b, c] = [at(corners[0]), at(corners[1]), at(corners[2])];
        let normal = (b - a).cross(c - a);
        let limit = normal.dot(a) + TOLERANCE * normal.length();
        mesh.positions.iter().all(|vertex| normal.dot(Vec3::from_array(*vertex)) <= limit)
    })
}

/// Refuses what cannot be filmed, every fault in one message.
fn check(scene: &FilmScene) -> Result<(), FilmError> {
    let mut faults = Vec::new();
    if scene.instances.len() > usize::from(u16::MAX) - 1 {
        faults.push(format!("{} instances, but ids are 16 bit", scene.instances.len()));
    }
    let triangles: usize = scene.instances.iter().map(|instance| instance.mesh.indices.len() / 3).sum();
    if triangles >= MAX_TRIANGLES {
        faults.push(format!("{triangles} triangles, at most {MAX_TRIANGLES} are possible"));
    }
    for (index, instance) in scene.instances.iter().enumerate() {
        let mesh = &instance.mesh;
        let count = mesh.positions.len();
        let fault = if mesh.normals.len() != count || mesh.uvs.len() != count {
            format!("{count} positions, {} normals, {} uvs", mesh.normals.len(), mesh.uvs.len())
        } else if !mesh.indices.len().is_multiple_of(3) {
            format!("{} indices are not whole triangles", mesh.indices.len())
        } else if let Some(bad) = mesh.indices.iter().find(|vertex| **vertex as usize >= count) {
            format!("index {bad} of {count} vertices")
        } else if mesh.positions.iter().flatten().any(|value| !value.is_finite()) {
            "a position is not finite".to_owned()
        } else {
            continue;
        };
        faults.push(format!("instance {index} ({}): {fault}", instance.name));
    }
    if !(scene.exposure_ev100.is_finite() && scene.ambient_lux.is_finite()) {
        faults.push("exposure or ambient light is not finite".to_owned());
    }
    if faults.is_empty() { Ok(()) } else { Err(FilmError::Scene { reason: faults.join("; ") }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::{DVec2, DVec3};
    use restage_assets::primitives::{cylinder, revolve, rounded_box, sphere};

    #[test]
    fn convex_bodies_are_told_from_hollow_ones() {
        assert!(is_convex(&rounded_box(DVec3::new(0.1, 0.2, 0.3), 0.002)));
        assert!(is_convex(&sphere(0.04, 32, 20)) && is_convex(&cylinder(0.03, 0.1, 0.001, 48)));
        let ring = [(0.03, -0.05), (0.04, -0.05), (0.04, 0.05), (0.03, 0.05)].map(|(r, z)| DVec2::new(r, z));
        assert!(!is_convex(&revolve(&ring, 24, true)));
    }
}
