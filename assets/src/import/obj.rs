//! Wavefront OBJ with MTL. Neither states a unit or an up axis; metres and +y, the custom of exporters, are taken.
//! Colours are taken as display (sRGB) values, which is what MTL meant before linear workflows.

use super::error::Fault;
use super::folder::{Folder, shortened};
use super::limits::MAX_ELEMENTS;
use super::model::{RawMaterial, RawModel, RawPart, UpAxis};
use super::picture::decode;
use crate::material::linear_from_srgb;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};
use std::path::Path;
use std::sync::Arc;
use tobj::{LoadError, LoadOptions, MTLLoadResult};

/// Roughness of a material that states no highlight.
const USUAL_ROUGHNESS: f32 = 0.6;

/// Reads an OBJ file from its bytes; its material libraries and pictures come from `folder`.
///
/// # Errors
/// The first fault.
pub fn read(bytes: &[u8], folder: &Folder) -> Result<RawModel, Fault> {
    let libraries: RefCell<Result<(), Fault>> = RefCell::new(Ok(()));
    let options = LoadOptions { triangulate: true, single_index: true, ..LoadOptions::default() };
    let load = |path: &Path| material_library(path, folder, &libraries);
    let loaded = tobj::load_obj_buf(&mut BufReader::new(Cursor::new(bytes)), &options, load);
    libraries.into_inner()?;
    let broken = |error: LoadError| {
        Fault::new("text", "Wavefront OBJ", error.to_string()).hint("export the model again, with triangles")
    };
    let (models, materials) = loaded.map_err(broken)?;
    let materials = materials.map_err(broken)?;
    let mut model = RawModel::new(UpAxis::Y);
    let mut pictures = BTreeMap::new();
    let materials = materials
        .iter()
        .map(|material| surface(material, folder, &mut pictures, &mut model))
        .collect::<Result<Vec<_>, _>>()?;
    let mut elements = 0;
    for tobj::Model { mesh, name } in models {
        elements += (mesh.positions.len() / 3).max(mesh.indices.len() / 3);
        if elements > MAX_ELEMENTS {
            let expected = format!("at most {MAX_ELEMENTS} vertices and triangles");
            return Err(Fault::new(format!("object {name:?}"), expected, "more").hint("reduce the mesh"));
        }
        let material = match mesh.material_id {
            Some(id) => materials.get(id).cloned(),
            None => Some(plain()),
        };
        let Some(material) = material else {
            let found = format!("material number {:?}", mesh.material_id);
            return Err(Fault::new(format!("object {name:?}"), "a material of its MTL", found));
        };
        if mesh.indices.is_empty() {
            continue;
        }
        model.parts.push(RawPart {
            field: format!("object {name:?}"),
            positions: mesh.positions.as_chunks().0.to_vec(),
            normals: mesh.normals.as_chunks().0.to_vec(),
            uvs: mesh.texcoords.as_chunks().0.iter().map(|&[u, v]| [u, 1.0 - v]).collect(),
            indices: mesh.indices,
            material,
        });
    }
    Ok(model)
}

/// Reads one `mtllib`; a fault is kept aside, because the loader has no place for it.
fn material_library(path: &Path, folder: &Folder, kept: &RefCell<Result<(), Fault>>) -> MTLLoadResult {
    let bytes = path
        .to_str()
        .ok_or_else(|| Fault::new("mtllib", "a name in UTF-8", format!("{path:?}")))
        .and_then(|name| folder.read("mtllib", name));
    match bytes {
        Ok(bytes) => tobj::load_mtl_buf(&mut BufReader::new(Cursor::new(bytes))),
        Err(fault) => {
            let mut kept = kept.borrow_mut();
            if kept.is_ok() {
                *kept = Err(fault);
            }
            Err(LoadError::OpenFileFailed)
        }
    }
}

fn surface(
    material: &tobj::Material,
    folder: &Folder,
    pictures: &mut BTreeMap<String, Arc<crate::TextureImage>>,
    model: &mut RawModel,
) -> Result<RawMaterial, Fault> {
    let field = format!("material {:?}", shortened(&material.name));
    if material.dissolve.is_some_and(|opacity| opacity < 1.0) || material.dissolve_texture.is_some() {
        model.note("transparency is left out");
    }
    if material.normal_texture.is_some() {
        model.note("normal maps are left out");
    }
    let mut raw = plain();
    raw.name.clone_from(&material.name);
    if let Some(diffuse) = material.diffuse {
        if let Some(wrong) = diffuse.iter().find(|value| !(0.0..=1.0).contains(*value)) {
            return Err(Fault::new(format!("{field}, Kd"), "numbers of 0 to 1", wrong.to_string()));
        }
        raw.base_color = diffuse.map(linear_from_srgb);
    }
    if let Some(shininess) = material.shininess.filter(|shininess| *shininess >= 0.0) {
        // Blinn-Phong exponent to GGX: a^2 = 2 / (n + 2) (Walter et al. 2007), perceptual roughness = sqrt(a).
        raw.roughness = libm::sqrtf(libm::sqrtf(2.0 / (shininess + 2.0)));
    }
    if let Some(map) = &material.diffuse_texture {
        let field = format!("{field}, map_Kd");
        // Options such as `-s 1 1 1` stand before the name.
        let name = if map.starts_with('-') { map.split_whitespace().last().unwrap_or(map) } else { map };
        let picture = match pictures.get(name) {
            Some(known) => Arc::clone(known),
            None => Arc::new(decode(&field, &folder.read(&field, name)?)?),
        };
        pictures.insert(name.to_owned(), Arc::clone(&picture));
        raw.picture = Some(picture);
        raw.base_color = [1.0; 3];
    }
    Ok(raw)
}

fn plain() -> RawMaterial {
    RawMaterial { base_color: [0.5; 3], roughness: USUAL_ROUGHNESS, ..RawMaterial::default() }
}
