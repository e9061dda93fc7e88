//! glTF 2.0 and GLB. The JSON goes through `gltf-json`; indices, offsets and lengths are checked where they are
//! used, because its own validation trusts some of them.

mod accessor;
mod container;
mod material;

use super::error::Fault;
use super::folder::Folder;
use super::limits::{MAX_ELEMENTS, MAX_ITEMS};
use super::model::{RawModel, RawPart, UpAxis};
use accessor::{Document, entry};
use glam::{DMat3, DMat4, DQuat, DVec3, Vec3};
use gltf_json::mesh::{Mode, Primitive, Semantic};
use gltf_json::validation::Checked;
use gltf_json::{Index, Node, Root};
use material::{Materials, UvUse};

/// Extensions that a file may require: they are applied, or leaving them out changes shading only.
const KNOWN_EXTENSIONS: [&str; 13] = [
    "KHR_texture_transform",
    "KHR_mesh_quantization",
    "KHR_lights_punctual",
    "KHR_materials_emissive_strength",
    "KHR_materials_unlit",
    "KHR_materials_ior",
    "KHR_materials_specular",
    "KHR_materials_clearcoat",
    "KHR_materials_sheen",
    "KHR_materials_transmission",
    "KHR_materials_volume",
    "KHR_materials_iridescence",
    "KHR_materials_anisotropy",
];

/// Reads a glTF or GLB file from its bytes; buffers and pictures that it refers to come from `folder`.
///
/// # Errors
/// The first fault of the document: everything after it may follow from it.
pub fn read(bytes: &[u8], folder: &Folder) -> Result<RawModel, Fault> {
    let container = container::split(bytes)?;
    let root = parse(container.json)?;
    let document = Document::new(&root, folder, container.binary)?;
    let mut model = RawModel::new(UpAxis::Y);
    if !root.animations.is_empty() || !root.skins.is_empty() {
        model.note("animations and skins are left out: the model keeps the pose it is stored in");
    }
    let mut walk = Walk {
        document: &document,
        materials: Materials::new(&document),
        seen: vec![false; root.nodes.len()],
        model,
        elements: 0,
    };
    let mut open: Vec<(usize, DMat4)> =
        top_nodes(&root)?.into_iter().rev().map(|node| (node, DMat4::IDENTITY)).collect();
    while let Some((number, scene_from_parent)) = open.pop() {
        let field = format!("nodes[{number}]");
        let node = entry(&root.nodes, &Index::new(number as u32), "nodes", &field)?;
        if std::mem::replace(&mut walk.seen[number], true) {
            return Err(Fault::new(field, "a node with one parent", "a second one, or a circle"));
        }
        let scene_from_node = scene_from_parent * local(node, &field)?;
        walk.node(node, &field, scene_from_node)?;
        for child in node.children.iter().flatten().rev() {
            entry(&root.nodes, child, "nodes", &format!("{field}.children"))?;
            open.push((child.value(), scene_from_node));
        }
    }
    Ok(walk.model)
}

fn parse(json: &[u8]) -> Result<Root, Fault> {
    let syntax = |error: serde_json::Error| Fault::new("document", "glTF 2.0 JSON", error.to_string());
    let value: serde_json::Value = serde_json::from_slice(json).map_err(syntax)?;
    let names = |key: &str| value.get(key).and_then(|list| list.as_array()).cloned().unwrap_or_default();
    let used = |name: &str| names("extensionsUsed").iter().any(|extension| extension == name);
    for required in names("extensionsRequired") {
        let name = required.as_str().unwrap_or_default();
        if !KNOWN_EXTENSIONS.contains(&name) {
            let hint = match name {
                "KHR_draco_mesh_compression" | "EXT_meshopt_compression" => {
                    "export the model without mesh compression"
                }
                _ => "export the model without this extension",
            };
            let expected = "extensions that this program knows";
            return Err(Fault::new("extensionsRequired", expected, format!("{name:?}")).hint(hint));
        }
    }
    if used("KHR_texture_basisu") || used("EXT_texture_webp") {
        return Err(Fault::new(
            "extensionsUsed",
            "PNG, JPEG or plain KTX2 pictures",
            "Basis Universal or WebP",
        )
        .hint("export the model with PNG pictures"));
    }
    let root: Root = serde_json::from_slice(json).map_err(syntax)?;
    for (name, length) in [
        ("nodes", root.nodes.len()),
        ("meshes", root.meshes.len()),
        ("materials", root.materials.len()),
        ("images", root.images.len()),
        ("buffers", root.buffers.len()),
    ] {
        if length > MAX_ITEMS {
            return Err(Fault::new(name, format!("at most {MAX_ITEMS}"), length.to_string()));
        }
    }
    Ok(root)
}

/// The nodes of the default scene; of the first when none is; all that are no one's child when there is none.
fn top_nodes(root: &Root) -> Result<Vec<usize>, Fault> {
    let scene = match &root.scene {
        Some(index) => Some(entry(&root.scenes, index, "scenes", "scene")?),
        None => root.scenes.first(),
    };
    if let Some(scene) = scene {
        return Ok(scene.nodes.iter().map(Index::value).collect());
    }
    let children: std::collections::BTreeSet<usize> =
        root.nodes.iter().flat_map(|node| node.children.iter().flatten().map(Index::value)).collect();
    Ok((0..root.nodes.len()).filter(|number| !children.contains(number)).collect())
}

/// `parent_from_node`.
fn local(node: &Node, field: &str) -> Result<DMat4, Fault> {
    let vector = |value: Option<[f32; 3]>, usual: DVec3| value.map_or(usual, |v| Vec3::from(v).as_dvec3());
    let matrix = match &node.matrix {
        Some(columns) => DMat4::from_cols_array(&columns.map(f64::from)),
        None => {
            let rotation = node.rotation.map_or(DQuat::IDENTITY, |q| {
                let q = DQuat::from_array(q.0.map(f64::from));
                if q.length_squared() > 0.0 { q.normalize() } else { DQuat::IDENTITY }
            });
            let (scale, translation) =
                (vector(node.scale, DVec3::ONE), vector(node.translation, DVec3::ZERO));
            DMat4::from_scale_rotation_translation(scale, rotation, translation)
        }
    };
    if matrix.is_finite() {
        Ok(matrix)
    } else {
        Err(Fault::new(field, "a finite transformation", "NaN or infinity"))
    }
}

/// What is gathered on the way through the nodes.
struct Walk<'d, 'a> {
    document: &'d Document<'a>,
    materials: Materials<'d, 'a>,
    seen: Vec<bool>,
    model: RawModel,
    elements: usize,
}

impl Walk<'_, '_> {
    fn node(&mut self, node: &Node, field: &str, scene_from_node: DMat4) -> Result<(), Fault> {
        let Some(index) = &node.mesh else { return Ok(()) };
        let mesh = entry(&self.document.root.meshes, index, "meshes", &format!("{field}.mesh"))?;
        for (number, primitive) in mesh.primitives.iter().enumerate() {
            let field = format!("meshes[{}].primitives[{number}]", index.value());
            if let Some(part) = self.part(primitive, field, scene_from_node)? {
                self.elements += part.positions.len().max(part.indices.len() / 3);
                if self.elements > MAX_ELEMENTS {
                    let expected = format!("at most {MAX_ELEMENTS} vertices and triangles in all");
                    return Err(Fault::new(part.field, expected, "more").hint("reduce the mesh"));
                }
                self.model.parts.push(part);
            }
        }
        Ok(())
    }

    fn part(
        &mut self,
        primitive: &Primitive,
        field: String,
        scene_from_node: DMat4,
    ) -> Result<Option<RawPart>, Fault> {
        let corners: fn(usize) -> [usize; 3] = match primitive.mode {
            Checked::Valid(Mode::Triangles) => |k| [3 * k, 3 * k + 1, 3 * k + 2],
            Checked::Valid(Mode::TriangleStrip) => |k| [k, k + 1 + k % 2, k + 2 - k % 2],
            Checked::Valid(Mode::TriangleFan) => |k| [0, k + 1, k + 2],
            _ => {
                self.model.note("points and lines are left out");
                return Ok(None);
            }
        };
        if primitive.targets.is_some() {
            self.model.note("morph targets are left out");
        }
        let attribute = |semantic: Semantic| primitive.attributes.get(&Checked::Valid(semantic));
        let Some(positions) = attribute(Semantic::Positions) else {
            return Err(Fault::new(format!("{field}.attributes"), "POSITION", "none"));
        };
        let document = self.document;
        let positions = document.vectors::<3>(positions, &format!("{field}.attributes.POSITION"))?;
        let (material, uv_use) = self.materials.get(primitive.material.as_ref(), &field, &mut self.model)?;
        let mut normals = match attribute(Semantic::Normals) {
            Some(index) => document.vectors::<3>(index, &format!("{field}.attributes.NORMAL"))?,
            None => Vec::new(),
        };
        let uvs = match attribute(Semantic::TexCoords(uv_use.set)) {
            Some(index) => {
                let name = format!("{field}.attributes.TEXCOORD_{}", uv_use.set);
                document.vectors::<2>(index, &name)?
            }
            None => Vec::new(),
        };
        let listed = match &primitive.indices {
            Some(index) => document.integers(index, &format!("{field}.indices"))?,
            None => (0..positions.len() as u32).collect(),
        };
        let triangles = match primitive.mode {
            Checked::Valid(Mode::Triangles) => listed.len() / 3,
            _ => listed.len().saturating_sub(2),
        };
        let mut indices = Vec::with_capacity(3 * triangles);
        let mirrored = DMat3::from_mat4(scene_from_node).determinant() < 0.0;
        for triangle in 0..triangles {
            let [a, b, c] = corners(triangle).map(|corner| listed[corner]);
            indices.extend(if mirrored { [a, c, b] } else { [a, b, c] });
        }
        let upright = DMat3::from_mat4(scene_from_node).inverse().transpose();
        for normal in &mut normals {
            *normal = (upright * Vec3::from(*normal).as_dvec3()).normalize_or_zero().as_vec3().to_array();
        }
        let place =
            |p: &[f32; 3]| scene_from_node.transform_point3(Vec3::from(*p).as_dvec3()).as_vec3().to_array();
        let positions = positions.iter().map(place).collect();
        let uvs =
            if uv_use == UvUse::PLAIN { uvs } else { uvs.into_iter().map(|uv| uv_use.apply(uv)).collect() };
        Ok(Some(RawPart { field, positions, normals, uvs, indices, material }))
    }
}
