//! From what a file says to clean meshes in the object frame: every number checked, units and axes settled,
//! degenerate triangles dropped, origin at the centre of the bounding box.

use super::error::Fault;
use super::limits::{MAX_SIZE_M, MIN_SIZE_M};
use super::model::{Faults, RawModel, RawPart, UpAxis};
use crate::{ColliderPart, ColliderShape, Mesh};
use glam::{DVec3, Vec3};

/// Clean meshes and what was noticed on the way.
#[derive(Debug)]
pub struct Checked {
    /// One mesh per part of the model, object frame, m.
    pub meshes: Vec<Mesh>,
    /// Which part of the model each mesh was.
    pub parts: Vec<usize>,
    /// Contact pieces that the file gave, object frame, m.
    pub colliders: Vec<ColliderPart>,
    /// Full extents, m.
    pub size: DVec3,
    /// Edges that do not join exactly two triangles, of all parts together.
    pub open_edges: usize,
    /// Enclosed volume, m³; meaningful when nothing is open.
    pub volume_m3: f64,
    /// Triangles dropped because they have no area.
    pub degenerate: usize,
    /// Whether all triangles were turned around, because they faced inwards.
    pub flipped: bool,
}

/// Checks and settles a model. `scale` is metres per unit of the file.
///
/// # Errors
/// Every fault that was found.
pub fn settle(model: &RawModel, scale: f64, up: UpAxis) -> Result<Checked, Vec<Fault>> {
    let mut faults = Faults::default();
    if !(scale.is_finite() && scale > 0.0) {
        faults.push(Fault::new("--scale", "a positive number of metres per unit", scale.to_string()));
        return Err(faults.0);
    }
    let mut meshes = Vec::new();
    let mut parts = Vec::new();
    let mut degenerate = 0;
    for (number, part) in model.parts.iter().enumerate() {
        if check_part(part, &mut faults) {
            let mesh = clean(part, scale, up, &mut degenerate);
            if !mesh.indices.is_empty() {
                meshes.push(mesh);
                parts.push(number);
            }
        }
    }
    if !faults.0.is_empty() {
        return Err(faults.0);
    }
    let bounds = meshes.iter().filter_map(Mesh::bounds).reduce(|(a, b), (c, d)| (a.min(c), b.max(d)));
    let Some((low, high)) = bounds else {
        let found = match degenerate {
            0 => "no triangles".to_owned(),
            n => format!("{n} triangles, all without area"),
        };
        return Err(vec![Fault::new("meshes", "triangles", found).hint("export the model with its mesh")]);
    };
    let size = high - low;
    check_size(size).map_err(|fault| vec![fault])?;
    let center = (low + high) / 2.0;
    let mut meshes: Vec<Mesh> = meshes.into_iter().map(|mesh| mesh.translated(-center)).collect();
    let mut whole = Mesh::default();
    meshes.iter().for_each(|mesh| whole.append(mesh));
    let (open_edges, mut volume_m3) = (whole.open_edges(), whole.volume());
    let flipped = open_edges == 0 && volume_m3 < 0.0;
    if flipped {
        meshes.iter_mut().for_each(turn_around);
        volume_m3 = -volume_m3;
    }
    let colliders = colliders(&model.colliders, scale, center);
    Ok(Checked { meshes, parts, colliders, size, open_edges, volume_m3, degenerate, flipped })
}

/// Whether the numbers of a part can be used at all.
fn check_part(part: &RawPart, faults: &mut Faults) -> bool {
    let before = faults.0.len();
    let count = part.positions.len();
    let place = |name: &str| format!("{}, {name}", part.field);
    let finite = |values: &[f32]| values.iter().all(|value| value.is_finite() && value.abs() < 1e12);
    if let Some(index) = part.positions.iter().position(|position| !finite(position)) {
        let found = format!("{:?}", part.positions[index]);
        faults.push(
            Fault::new(place(&format!("vertex {index}")), "finite coordinates", found)
                .hint("remove the broken vertices and export again"),
        );
    }
    if let Some(index) = part.normals.iter().position(|normal| !finite(normal)) {
        let found = format!("{:?}", part.normals[index]);
        faults.push(Fault::new(place(&format!("normal {index}")), "finite numbers", found));
    }
    if let Some(index) = part.uvs.iter().position(|uv| !finite(uv)) {
        let found = format!("{:?}", part.uvs[index]);
        faults.push(Fault::new(place(&format!("texture coordinate {index}")), "finite numbers", found));
    }
    for (name, length) in [("normals", part.normals.len()), ("texture coordinates", part.uvs.len())] {
        if length != 0 && length != count {
            faults.push(Fault::new(place(name), format!("{count}, one per vertex"), length.to_string()));
        }
    }
    if !part.indices.len().is_multiple_of(3) {
        let found = part.indices.len().to_string();
        faults.push(Fault::new(place("indices"), "three per triangle", found));
    }
    if let Some(position) = part.indices.iter().position(|index| *index as usize >= count) {
        faults.push(Fault::new(
            place(&format!("index {position}")),
            format!("a vertex below {count}"),
            part.indices[position].to_string(),
        ));
    }
    faults.0.len() == before
}

/// Turns, scales and completes a part whose numbers are good.
fn clean(part: &RawPart, scale: f64, up: UpAxis, degenerate: &mut usize) -> Mesh {
    let turn = |v: [f32; 3]| match up {
        UpAxis::Z => Vec3::from(v).as_dvec3(),
        UpAxis::Y => DVec3::new(f64::from(v[0]), -f64::from(v[2]), f64::from(v[1])),
    };
    let points: Vec<DVec3> = part.positions.iter().map(|&position| turn(position) * scale).collect();
    let corners = |t: &[u32]| [t[0], t[1], t[2]].map(|index| points[index as usize]);
    let area = |[a, b, c]: [DVec3; 3]| (b - a).cross(c - a);
    let (kept, dropped): (Vec<&[u32]>, Vec<&[u32]>) =
        part.indices.chunks_exact(3).partition(|t| area(corners(t)).length_squared() > 0.0);
    *degenerate += dropped.len();
    let mut smooth = vec![DVec3::ZERO; points.len()];
    if part.normals.is_empty() {
        return faceted(part, &kept, &points);
    }
    for triangle in &kept {
        let normal = area(corners(triangle));
        triangle.iter().for_each(|&index| smooth[index as usize] += normal);
    }
    let mut mesh = Mesh::default();
    for (index, point) in points.iter().enumerate() {
        let stated = turn(part.normals[index]);
        let normal = if stated.length_squared() > 1e-12 { stated } else { smooth[index] };
        let uv = part.uvs.get(index).copied().unwrap_or_default().map(f64::from);
        mesh.push_vertex(*point, normal, uv);
    }
    mesh.indices = kept.concat();
    mesh
}

/// A file without normals is shown with flat faces, as glTF prescribes.
fn faceted(part: &RawPart, triangles: &[&[u32]], points: &[DVec3]) -> Mesh {
    let mut mesh = Mesh::default();
    for triangle in triangles {
        let [a, b, c] = [triangle[0], triangle[1], triangle[2]].map(|index| points[index as usize]);
        let normal = (b - a).cross(c - a);
        for &index in *triangle {
            let uv = part.uvs.get(index as usize).copied().unwrap_or_default().map(f64::from);
            let vertex = mesh.push_vertex(points[index as usize], normal, uv);
            mesh.indices.push(vertex);
        }
    }
    mesh
}

fn turn_around(mesh: &mut Mesh) {
    mesh.indices.chunks_exact_mut(3).for_each(|triangle| triangle.swap(1, 2));
    mesh.normals.iter_mut().for_each(|normal| *normal = normal.map(|x| -x));
}

/// The longest side lies in the range of things that are handled or stand in a room.
fn check_size(size: DVec3) -> Result<(), Fault> {
    let longest = size.max_element();
    if (MIN_SIZE_M..=MAX_SIZE_M).contains(&longest) {
        return Ok(());
    }
    let fits = |scale: f64| (0.01..=3.0).contains(&(longest * scale));
    let hint = [(0.001, "millimetres"), (0.01, "centimetres"), (0.0254, "inches")]
        .into_iter()
        .find(|(scale, _)| longest > MAX_SIZE_M && fits(*scale))
        .map(|(scale, unit)| format!("looks like {unit}: pass --scale {scale}"))
        .or_else(|| {
            [1000.0, 100.0, 10.0]
                .into_iter()
                .find(|scale| longest < MIN_SIZE_M && fits(*scale))
                .map(|scale| format!("much too small: pass --scale {scale} if that gives its real size"))
        })
        .unwrap_or_else(|| "pass --scale METRES_PER_UNIT".to_owned());
    let found = format!("{:.6} x {:.6} x {:.6} m", size.x, size.y, size.z);
    let expected = format!("a longest side of {} mm to {MAX_SIZE_M} m", MIN_SIZE_M * 1e3);
    Err(Fault::new("size", expected, found).hint(hint))
}

fn colliders(stated: &[ColliderPart], scale: f64, center: DVec3) -> Vec<ColliderPart> {
    let scaled = |part: &ColliderPart| {
        let mut part = part.clone();
        part.object_from_part.translation = part.object_from_part.translation * scale - center;
        match &mut part.shape {
            ColliderShape::Cuboid { half_extents } => *half_extents *= scale,
            ColliderShape::Cylinder { radius, half_height }
            | ColliderShape::Capsule { radius, half_height } => {
                *radius *= scale;
                *half_height *= scale;
            }
            ColliderShape::Ball { radius } => *radius *= scale,
            ColliderShape::ConvexHull { points } => points.iter_mut().for_each(|point| *point *= scale),
        }
        part
    };
    stated.iter().map(scaled).collect()
}
