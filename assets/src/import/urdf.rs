//! URDF props: the visuals of all links at zero joint positions as one rigid thing. Collisions become its contact
//! pieces when all are primitives; inertial masses its mass.

use super::error::Fault;
use super::folder::Folder;
use super::limits::{MAX_ITEMS, MAX_PARTS};
use super::model::{RawMaterial, RawModel, RawPart, UpAxis};
use super::{Format, read_format};
use crate::material::linear_from_srgb;
use crate::primitives;
use crate::{ColliderPart, ColliderShape, Mesh};
use glam::DVec3;
use restage_geometry::Pose;
use std::collections::BTreeMap;
use urdf_rs::{Geometry, Robot};

/// Reads a URDF file from its bytes; meshes come from `folder`.
///
/// # Errors
/// The first fault.
pub fn read(bytes: &[u8], folder: &Folder) -> Result<RawModel, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| Fault::new("text", "UTF-8", error.to_string()))?;
    let robot = urdf_rs::read_from_string(text)
        .map_err(|error| Fault::new("text", "URDF", error.to_string()).hint("expand xacro files first"))?;
    if robot.links.len() > MAX_ITEMS || robot.joints.len() > MAX_ITEMS {
        return Err(Fault::new("links and joints", format!("at most {MAX_ITEMS}"), "more"));
    }
    let poses = link_poses(&robot)?;
    let mut model = RawModel::new(UpAxis::Z);
    if robot.joints.iter().any(|joint| joint.joint_type != urdf_rs::JointType::Fixed) {
        model.note("joints are held at zero: the prop is one rigid body");
    }
    let (mut mass_kg, mut meshes_collide) = (0.0, false);
    for (link, root_from_link) in robot.links.iter().zip(poses) {
        let field = format!("link {:?}", link.name);
        for visual in &link.visual {
            let root_from_visual = root_from_link * pose(&visual.origin, &field)?;
            let color = color_of(visual.material.as_ref(), &robot);
            let parts = visual_parts(&visual.geometry, folder, &field, &mut model)?;
            model.parts.extend(parts.into_iter().map(|part| placed(part, &root_from_visual, color)));
        }
        for collision in &link.collision {
            let root_from_part = root_from_link * pose(&collision.origin, &field)?;
            match contact_piece(&collision.geometry, &field, root_from_part)? {
                Some(piece) => model.colliders.push(piece),
                None => meshes_collide = true,
            }
        }
        mass_kg += link.inertial.mass.value;
    }
    if meshes_collide {
        // Half of a form would be worse than none: everything is decomposed from the visuals then.
        model.colliders.clear();
    }
    if model.colliders.len() > MAX_PARTS {
        let found = model.colliders.len().to_string();
        return Err(Fault::new("collisions", format!("at most {MAX_PARTS}"), found));
    }
    if !mass_kg.is_finite() || mass_kg < 0.0 {
        return Err(Fault::new("inertial mass", "a finite number of kg", mass_kg.to_string()));
    }
    model.mass_kg = (mass_kg > 0.0).then_some(mass_kg);
    Ok(model)
}

/// `root_from_link` of every link at zero joint positions.
fn link_poses(robot: &Robot) -> Result<Vec<Pose>, Fault> {
    let numbers: BTreeMap<&str, usize> =
        robot.links.iter().enumerate().map(|(number, link)| (link.name.as_str(), number)).collect();
    let mut children: BTreeMap<usize, Vec<(usize, Pose)>> = BTreeMap::new();
    let mut has_parent = vec![false; robot.links.len()];
    for joint in &robot.joints {
        let field = format!("joint {:?}", joint.name);
        let find = |name: &str| {
            let unknown = || Fault::new(field.clone(), "links of this file", format!("{name:?}"));
            numbers.get(name).copied().ok_or_else(unknown)
        };
        let (parent, child) = (find(&joint.parent.link)?, find(&joint.child.link)?);
        if std::mem::replace(&mut has_parent[child], true) {
            return Err(Fault::new(field, "a link with one parent", format!("{:?}", joint.child.link)));
        }
        children.entry(parent).or_default().push((child, pose(&joint.origin, &field)?));
    }
    let mut poses = vec![None; robot.links.len()];
    let mut open: Vec<(usize, Pose)> =
        (0..robot.links.len()).filter(|link| !has_parent[*link]).map(|link| (link, Pose::IDENTITY)).collect();
    while let Some((link, root_from_link)) = open.pop() {
        poses[link] = Some(root_from_link);
        for (child, link_from_child) in children.get(&link).into_iter().flatten() {
            open.push((*child, root_from_link * *link_from_child));
        }
    }
    poses
        .into_iter()
        .zip(&robot.links)
        .map(|(pose, link)| {
            pose.ok_or_else(|| Fault::new(format!("link {:?}", link.name), "a tree of links", "a circle"))
        })
        .collect()
}

fn pose(origin: &urdf_rs::Pose, field: &str) -> Result<Pose, Fault> {
    let pose = Pose::from_xyz_rpy(DVec3::from(origin.xyz.0), DVec3::from(origin.rpy.0));
    let finite = pose.is_finite() && pose.translation.abs().max_element() < 1e6;
    if finite { Ok(pose) } else { Err(Fault::new(format!("{field}, origin"), "finite numbers", "others")) }
}

/// Linear colour of a visual: its own, or that of the named material of the file.
fn color_of(material: Option<&urdf_rs::Material>, robot: &Robot) -> Option<[f32; 3]> {
    let material = material?;
    let named = || robot.materials.iter().find(|other| other.name == material.name)?.color.as_ref();
    let [r, g, b, _] = material.color.as_ref().or_else(named)?.rgba.0;
    Some([r, g, b].map(|channel| linear_from_srgb((channel as f32).clamp(0.0, 1.0))))
}

/// Meshes of a geometry in its own frame, and the scale of the file applied.
fn visual_parts(
    geometry: &Geometry,
    folder: &Folder,
    field: &str,
    model: &mut RawModel,
) -> Result<Vec<RawPart>, Fault> {
    if let Geometry::Mesh { filename, scale } = geometry {
        let mut inner = mesh_file(filename, folder, field)?;
        inner.notes.drain(..).for_each(|note| model.note(note));
        let scale = scale.map_or(DVec3::ONE, |scale| DVec3::from(scale.0));
        if !scale.is_finite() || scale.min_element() <= 0.0 {
            return Err(Fault::new(format!("{field}, scale"), "positive numbers", scale.to_string()));
        }
        for part in &mut inner.parts {
            for position in &mut part.positions {
                *position = (glam::Vec3::from(*position).as_dvec3() * scale).as_vec3().to_array();
            }
            for normal in &mut part.normals {
                let bent = glam::Vec3::from(*normal).as_dvec3() / scale;
                *normal = bent.normalize_or_zero().as_vec3().to_array();
            }
        }
        return Ok(inner.parts);
    }
    check_measures(geometry, field)?;
    let mesh = match *geometry {
        Geometry::Box { size } => primitives::rounded_box(DVec3::from(size.0), 0.0),
        Geometry::Cylinder { radius, length } => primitives::cylinder(radius, length, 0.0, 48),
        Geometry::Capsule { radius, length } => capsule(radius, length),
        Geometry::Sphere { radius } => primitives::sphere(radius, 48, 23),
        Geometry::Mesh { .. } => Mesh::default(),
    };
    let material = RawMaterial { base_color: [0.5; 3], roughness: 0.6, ..RawMaterial::default() };
    let Mesh { positions, normals, indices, .. } = mesh;
    Ok(vec![RawPart { field: field.to_owned(), positions, normals, uvs: Vec::new(), indices, material }])
}

/// Measures of primitives are positive and finite.
fn check_measures(geometry: &Geometry, field: &str) -> Result<(), Fault> {
    let measures = match *geometry {
        Geometry::Box { size } => size.0.to_vec(),
        Geometry::Cylinder { radius, length } | Geometry::Capsule { radius, length } => vec![radius, length],
        Geometry::Sphere { radius } => vec![radius],
        Geometry::Mesh { .. } => Vec::new(),
    };
    match measures.iter().find(|measure| !(1e-6..1e6).contains(*measure)) {
        Some(wrong) => {
            Err(Fault::new(format!("{field}, geometry"), "positive finite measures", wrong.to_string()))
        }
        None => Ok(()),
    }
}

/// A capsule along z: a ball pulled apart between two rings.
fn capsule(radius: f64, length: f64) -> Mesh {
    let mut mesh = primitives::sphere(radius, 48, 23);
    for position in &mut mesh.positions {
        position[2] += (0.5 * length).copysign(f64::from(position[2])) as f32;
    }
    mesh
}

/// Reads a mesh file that a URDF names. `package://NAME/rest` is looked for under the root of the model, with the
/// package's name and without.
fn mesh_file(filename: &str, folder: &Folder, field: &str) -> Result<RawModel, Fault> {
    let field = format!("{field}, mesh");
    let path = match filename.strip_prefix("package://") {
        Some(rest) => {
            let inside = Folder::at(folder.root());
            let without = rest.split_once('/').map_or(rest, |(_, rest)| rest);
            let whole = inside.resolve(&field, rest)?;
            if whole.exists() { whole } else { inside.resolve(&field, without)? }
        }
        None => folder.resolve(&field, filename.strip_prefix("file://").unwrap_or(filename))?,
    };
    let Some(format) = Format::of_path(&path).filter(|format| *format != Format::Urdf) else {
        return Err(Fault::new(field, "a mesh in OBJ, glTF, GLB or STL", format!("{filename:?}"))
            .hint("convert the mesh (Blender reads COLLADA) and name the new file in the URDF"));
    };
    let bytes = super::folder::read_bounded(&path).map_err(|error| {
        Fault::new(&field, "a file that can be read", error.to_string())
            .hint("name the folder that holds the whole package by --root")
    })?;
    let mut model = read_format(format, &bytes, &folder.of_reference(&path)).map_err(|mut fault| {
        fault.field = format!("{field} {filename:?}, {}", fault.field);
        fault
    })?;
    if format == Format::Gltf {
        // ROS tools show glTF as it is in URDF frames: +y of the file stays +y.
        model.up = UpAxis::Z;
    }
    Ok(model)
}

fn placed(mut part: RawPart, root_from_visual: &Pose, color: Option<[f32; 3]>) -> RawPart {
    for position in &mut part.positions {
        let moved = root_from_visual.transform_point(glam::Vec3::from(*position).as_dvec3());
        *position = moved.as_vec3().to_array();
    }
    for normal in &mut part.normals {
        let turned = root_from_visual.transform_vector(glam::Vec3::from(*normal).as_dvec3());
        *normal = turned.as_vec3().to_array();
    }
    if let Some(color) = color.filter(|_| part.material.picture.is_none()) {
        part.material.base_color = color;
    }
    part
}

/// The contact piece of a primitive; `None` for a mesh, whose form is worked out from the visuals.
fn contact_piece(
    geometry: &Geometry,
    field: &str,
    root_from_part: Pose,
) -> Result<Option<ColliderPart>, Fault> {
    check_measures(geometry, field)?;
    let shape = match *geometry {
        Geometry::Box { size } => ColliderShape::Cuboid { half_extents: DVec3::from(size.0) / 2.0 },
        Geometry::Cylinder { radius, length } => {
            ColliderShape::Cylinder { radius, half_height: length / 2.0 }
        }
        Geometry::Capsule { radius, length } => ColliderShape::Capsule { radius, half_height: length / 2.0 },
        Geometry::Sphere { radius } => ColliderShape::Ball { radius },
        Geometry::Mesh { .. } => return Ok(None),
    };
    Ok(Some(ColliderPart { object_from_part: root_from_part, shape }))
}
