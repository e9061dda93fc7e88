//! A stored asset: a folder with `asset.json` (what it is, contact pieces, licence) and `visual.glb` (meshes with
//! their pictures). The content hash covers both, so that a scene finds exactly what it was made with.

use super::error::{Fault, ImportError};
use super::folder::{Folder, read_bounded};
use super::limits::{MAX_HULL_POINTS, MAX_ITEMS, MAX_PARTS};
use super::model::{RawMaterial, RawModel, RawPart, UpAxis};
use super::picture::encode_png;
use super::{check, gltf};
use crate::glb::GlbWriter;
use crate::imported::{ImportedForm, ImportedRef, ImportedShape};
use crate::picture::keep;
use crate::{ColliderPart, ColliderShape, Material, Mesh, ObjectModel, ObjectShape, TextureKind, VisualPart};
use glam::DVec3;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// Version of the stored format.
pub const ASSET_FORMAT_VERSION: u32 = 1;
/// The description in an asset folder.
pub const DESCRIPTION: &str = "asset.json";
/// The meshes in an asset folder.
pub const VISUAL: &str = "visual.glb";

/// Where a mass comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MassSource {
    /// Stated by the person who imported it.
    Stated,
    /// Stated by the file.
    File,
    /// Volume times a density that was stated.
    Density,
    /// Volume times the density of household goods: a guess.
    Assumed,
}

/// What one may do with an asset, and whom to thank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// SPDX expression.
    pub licence: String,
    /// Who made it; required by licences that ask for attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Where it comes from: file name, or pack and model.
    pub source: String,
}

/// Contents of `asset.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetDescription {
    /// [`ASSET_FORMAT_VERSION`].
    pub format_version: u32,
    /// Id in the library.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Whether it may be moved; what may not stands in a scene as a fixture.
    pub movable: bool,
    /// Full extents, m.
    pub size: DVec3,
    /// Mass, kg.
    pub mass_kg: f64,
    /// Where the mass comes from.
    pub mass_source: MassSource,
    /// Coulomb friction against a rubber pad.
    pub pad_friction: f64,
    /// Coulomb friction against a hard support.
    pub support_friction: f64,
    /// Edges that do not join exactly two triangles; 0 for a closed surface.
    pub open_edges: usize,
    /// Licence and origin.
    pub provenance: Provenance,
    /// Convex pieces, object frame.
    pub colliders: Vec<ColliderPart>,
    /// What was left out or guessed, one sentence each.
    pub notes: Vec<String>,
}

/// An asset in memory, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// What it is.
    pub description: AssetDescription,
    /// Meshes and colliders.
    pub shape: ImportedShape,
    /// One material per mesh.
    pub materials: Vec<Material>,
}

impl Asset {
    /// The object that scenes place.
    pub fn model(&self) -> ObjectModel {
        let description = &self.description;
        ObjectModel {
            id: description.id.clone(),
            name: description.name.clone(),
            shape: ObjectShape::Imported(self.shape),
            mass_kg: description.mass_kg,
            pad_friction: description.pad_friction,
            support_friction: description.support_friction,
            materials: self.materials.clone(),
        }
    }

    /// Meshes with materials, object frame.
    pub fn visual(&self) -> Vec<VisualPart> {
        let meshes = self.shape.form().meshes.iter().cloned();
        meshes
            .zip(self.materials.iter().cloned())
            .map(|(mesh, material)| VisualPart { mesh, material })
            .collect()
    }

    /// Content hash.
    pub fn hash(&self) -> &str {
        &self.shape.form().origin.hash
    }
}

/// Writes an asset into an existing folder and loads it from the same bytes.
///
/// # Errors
/// When writing fails.
pub(crate) fn write(
    folder: &Path,
    description: &AssetDescription,
    meshes: &[Mesh],
    model_parts: &[&RawPart],
) -> Result<Asset, ImportError> {
    let glb = visual_glb(&description.name, meshes, model_parts)?;
    let text = serde_json::to_string_pretty(description)
        .map_err(|error| ImportError::refused(folder, Fault::new(DESCRIPTION, "JSON", error.to_string())))?
        + "\n";
    for (name, bytes) in [(VISUAL, &glb[..]), (DESCRIPTION, text.as_bytes())] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(ImportError::io("write", path))?;
    }
    load(folder)
}

/// The meshes as a GLB: +y up, one primitive per material, pictures inside.
fn visual_glb(name: &str, meshes: &[Mesh], parts: &[&RawPart]) -> Result<Vec<u8>, ImportError> {
    let mut writer = GlbWriter::new();
    let mut pictures: Vec<(*const crate::TextureImage, usize)> = Vec::new();
    let mut primitives = Vec::new();
    for (mesh, part) in meshes.iter().zip(parts) {
        let texture = match &part.material.picture {
            None => None,
            Some(image) => {
                let known = pictures.iter().find(|(pointer, _)| *pointer == Arc::as_ptr(image));
                Some(match known {
                    Some((_, texture)) => *texture,
                    None => {
                        let png = encode_png(image).map_err(|error| {
                            let fault =
                                Fault::new(&part.field, "a picture that can be stored", error.to_string());
                            ImportError::refused(name, fault)
                        })?;
                        let texture = writer.texture(&png);
                        pictures.push((Arc::as_ptr(image), texture));
                        texture
                    }
                })
            }
        };
        let material = writer.material(&part.material.name, &untextured(&part.material), texture);
        primitives.push(writer.primitive(mesh, 1.0, Some(material)));
    }
    let mesh = writer.mesh(name, primitives);
    writer.node(name, Some(mesh), &restage_geometry::Pose::IDENTITY);
    Ok(writer.finish())
}

/// Loads an asset folder; all or nothing.
///
/// # Errors
/// When a file is missing, broken, or of another format version.
pub fn load(folder: &Path) -> Result<Asset, ImportError> {
    let (text_path, glb_path) = (folder.join(DESCRIPTION), folder.join(VISUAL));
    let (text, glb) = (read_bounded(&text_path)?, read_bounded(&glb_path)?);
    let refuse = |fault: Fault| ImportError::refused(&text_path, fault.hint("import the asset again"));
    let description: AssetDescription = serde_json::from_slice(&text)
        .map_err(|error| refuse(Fault::new("text", "the description of an asset", error.to_string())))?;
    check_description(&description).map_err(refuse)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(text.len() as u64).to_le_bytes()).update(&text).update(&glb);
    let hash = hasher.finalize().to_hex().to_string();
    let visual = |fault: Fault| ImportError::refused(&glb_path, fault.hint("import the asset again"));
    let raw = gltf::read(&glb, &Folder::at(folder)).map_err(visual)?;
    let settled = check::settle(&raw, 1.0, UpAxis::Y)
        .map_err(|faults| ImportError::Refused { file: glb_path.clone(), faults })?;
    let Provenance { licence, author, source } = description.provenance.clone();
    super::note(super::Credit { id: description.id.clone(), licence, author, source });
    let materials = settled.parts.iter().map(|part| material_of(&raw, *part)).collect();
    let origin = ImportedRef { id: description.id.clone(), hash };
    let form = ImportedForm {
        origin,
        size: settled.size,
        meshes: settled.meshes,
        colliders: description.colliders.clone(),
    };
    Ok(Asset { description, shape: ImportedShape::keep(form), materials })
}

fn check_description(description: &AssetDescription) -> Result<(), Fault> {
    let version = description.format_version;
    if version != ASSET_FORMAT_VERSION {
        return Err(Fault::new("format_version", ASSET_FORMAT_VERSION.to_string(), version.to_string()));
    }
    let number = |field: &str, value: f64, most: f64| match value > 0.0 && value <= most {
        true => Ok(()),
        false => Err(Fault::new(field, format!("a number above 0 and up to {most}"), value.to_string())),
    };
    number("mass_kg", description.mass_kg, 1e5)?;
    number("pad_friction", description.pad_friction, 10.0)?;
    number("support_friction", description.support_friction, 10.0)?;
    if description.colliders.is_empty() || description.colliders.len() > MAX_PARTS {
        let found = description.colliders.len().to_string();
        return Err(Fault::new("colliders", format!("1 to {MAX_PARTS}"), found));
    }
    for (index, part) in description.colliders.iter().enumerate() {
        let sound = match &part.shape {
            ColliderShape::Cuboid { half_extents } => half_extents.min_element() > 0.0,
            ColliderShape::Cylinder { radius, half_height }
            | ColliderShape::Capsule { radius, half_height } => *radius > 0.0 && *half_height >= 0.0,
            ColliderShape::Ball { radius } => *radius > 0.0,
            ColliderShape::ConvexHull { points } => (4..=MAX_HULL_POINTS).contains(&points.len()),
        };
        if !sound || !part.object_from_part.is_finite() {
            return Err(Fault::new(format!("colliders[{index}]"), "a convex piece", "broken measures"));
        }
    }
    if description.notes.len() > MAX_ITEMS {
        return Err(Fault::new("notes", format!("at most {MAX_ITEMS}"), description.notes.len().to_string()));
    }
    Ok(())
}

fn untextured(raw: &RawMaterial) -> Material {
    let mut material = Material::plain(raw.base_color, raw.roughness);
    material.metallic = raw.metallic;
    material
}

fn material_of(raw: &RawModel, part: usize) -> Material {
    let raw = &raw.parts[part].material;
    let mut material = untextured(raw);
    if let Some(image) = &raw.picture {
        material.texture = Some(TextureKind::Picture(keep(Arc::clone(image))));
    }
    material
}
