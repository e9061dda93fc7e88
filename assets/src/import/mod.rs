//! Bringing models in from outside: glTF, GLB, OBJ, STL and URDF props become assets with checked meshes, convex
//! contact pieces, mass, friction and a licence.
//!
//! Everything that is read here was written by strangers. Sizes are limited before memory is taken, references
//! stay inside the folder of the model, every index is checked, and an asset enters the library whole or not at
//! all.

pub mod asset;
mod check;
mod credits;
mod decompose;
pub mod error;
pub(crate) mod folder;
mod gltf;
mod ktx2;
pub mod library;
pub mod licence;
pub mod limits;
mod model;
mod obj;
mod options;
mod picture;
mod stl;
pub mod substance;
mod urdf;

pub use asset::{Asset, AssetDescription, MassSource, Provenance};
pub(crate) use credits::note;
pub use credits::{Credit, credits};
pub use error::{Fault, ImportError};
pub use library::{Library, id_from};
pub use model::UpAxis;
pub use options::ImportOptions;

use check::Checked;
use folder::{Folder, read_bounded};
use model::{RawModel, RawPart};
use serde::Serialize;
use std::path::Path;
use substance::{UNKNOWN, substance};

/// Formats by file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// glTF 2.0, text or binary.
    Gltf,
    /// Wavefront OBJ.
    Obj,
    /// STL.
    Stl,
    /// URDF.
    Urdf,
}

impl Format {
    /// The format that a file's name promises.
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "gltf" | "glb" => Some(Self::Gltf),
            "obj" => Some(Self::Obj),
            "stl" => Some(Self::Stl),
            "urdf" => Some(Self::Urdf),
            _ => None,
        }
    }
}

/// What an import did, for the person who asked for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportReport {
    /// Id in the library.
    pub id: String,
    /// Content hash.
    pub hash: String,
    /// Triangles kept.
    pub triangles: usize,
    /// Full extents, m.
    pub size_m: [f64; 3],
    /// Edges that do not join two triangles.
    pub open_edges: usize,
    /// Triangles dropped because they have no area.
    pub degenerate: usize,
    /// Convex pieces.
    pub parts: usize,
    /// Mass, kg.
    pub mass_kg: f64,
    /// Where the mass comes from.
    pub mass_source: MassSource,
    /// What was left out or guessed.
    pub notes: Vec<String>,
}

/// Reads a model from bytes; what it refers to comes from `folder`.
pub(crate) fn read_format(format: Format, bytes: &[u8], folder: &Folder) -> Result<RawModel, Fault> {
    match format {
        Format::Gltf => gltf::read(bytes, folder),
        Format::Obj => obj::read(bytes, folder),
        Format::Stl => stl::read(bytes),
        Format::Urdf => urdf::read(bytes, folder),
    }
}

/// Reads and checks a model without storing it: what fuzzing calls. Files that it refers to are looked for in an
/// empty place, so that the bytes alone decide.
///
/// # Errors
/// Every fault that was found.
pub fn examine(format: Format, bytes: &[u8], folder: &Path) -> Result<(), Vec<Fault>> {
    let raw = read_format(format, bytes, &Folder::at(folder)).map_err(|fault| vec![fault])?;
    check::settle(&raw, 1.0, raw.up).map(|_| ())
}

/// Decodes a picture of any known format and forgets it: what fuzzing calls.
///
/// # Errors
/// When it is broken, too large or of another format.
pub fn examine_picture(bytes: &[u8]) -> Result<(), Fault> {
    picture::decode("picture", bytes).map(|_| ())
}

/// What a model file holds, in its own units, axes turned to z up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Triangles.
    pub triangles: usize,
    /// Least coordinates.
    pub low: glam::DVec3,
    /// Greatest coordinates.
    pub high: glam::DVec3,
}

/// Reads a model and measures it as it is.
///
/// # Errors
/// When the file cannot be read, or has no corners at finite places.
pub fn measure(path: &Path) -> Result<Measured, ImportError> {
    let refuse = |fault: Fault| ImportError::refused(path, fault);
    let Some(format) = Format::of_path(path) else {
        return Err(refuse(Fault::new("file name", "a model", "another ending")));
    };
    let bytes = read_bounded(path)?;
    let raw = read_format(format, &bytes, &Folder::of_file(path, None)).map_err(refuse)?;
    let upright = |p: &[f32; 3]| {
        let p = glam::Vec3::from(*p).as_dvec3();
        if raw.up == UpAxis::Y { glam::DVec3::new(p.x, -p.z, p.y) } else { p }
    };
    let mut points = raw.parts.iter().flat_map(|part| &part.positions).map(upright);
    let first = points.next().filter(|p| p.is_finite());
    let Some(first) = first else {
        return Err(refuse(Fault::new("meshes", "finite corners", "none")));
    };
    let (low, high) = points.fold((first, first), |(low, high), p| (low.min(p), high.max(p)));
    let triangles = raw.parts.iter().map(|part| part.indices.len() / 3).sum();
    Ok(Measured { triangles, low, high })
}

/// PNG bytes of a texture.
///
/// # Errors
/// When the encoder fails.
pub fn png_of(image: &crate::TextureImage) -> Result<Vec<u8>, ImportError> {
    picture::encode_png(image).map_err(|error| {
        ImportError::refused("texture", Fault::new("texels", "a picture", error.to_string()))
    })
}

/// Imports a model into a library.
///
/// # Errors
/// Every fault of the file and of the options; when the id is taken; when the disk fails. Nothing is left then.
pub fn import_file(
    path: &Path,
    options: &ImportOptions,
    library: &Library,
) -> Result<(Asset, ImportReport), ImportError> {
    let refuse = |faults: Vec<Fault>| ImportError::Refused { file: path.to_owned(), faults };
    options.check().map_err(refuse)?;
    let Some(format) = Format::of_path(path) else {
        let found = format!("{:?}", path.extension().unwrap_or_default());
        return Err(refuse(vec![
            Fault::new("file name", "one that ends in .gltf, .glb, .obj, .stl or .urdf", found)
                .hint("export the model as GLB"),
        ]));
    };
    let bytes = read_bounded(path)?;
    let folder = Folder::of_file(path, options.root.as_deref());
    let raw = read_format(format, &bytes, &folder).map_err(|fault| refuse(vec![fault]))?;
    let up = options.up.unwrap_or(raw.up);
    let settled = check::settle(&raw, options.scale.unwrap_or(1.0), up).map_err(refuse)?;
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("asset");
    let description = describe(stem, &raw, &settled, options, path).map_err(|fault| refuse(vec![fault]))?;
    let parts: Vec<&RawPart> = settled.parts.iter().map(|part| &raw.parts[*part]).collect();
    let asset = library.install(&description.id, options.replace, |new| {
        asset::write(new, &description, &settled.meshes, &parts)
    })?;
    let description = &asset.description;
    let report = ImportReport {
        id: description.id.clone(),
        hash: asset.hash().to_owned(),
        triangles: settled.meshes.iter().map(|mesh| mesh.indices.len() / 3).sum(),
        size_m: settled.size.to_array(),
        open_edges: settled.open_edges,
        degenerate: settled.degenerate,
        parts: description.colliders.len(),
        mass_kg: description.mass_kg,
        mass_source: description.mass_source,
        notes: description.notes.clone(),
    };
    Ok((asset, report))
}

/// Everything about the asset that is not its triangles.
fn describe(
    stem: &str,
    raw: &RawModel,
    settled: &Checked,
    options: &ImportOptions,
    path: &Path,
) -> Result<AssetDescription, Fault> {
    let movable = !options.fixture;
    let closed = settled.open_edges == 0;
    if movable && !closed && !options.allow_open {
        let found = format!("{} edges that do not join two triangles", settled.open_edges);
        return Err(Fault::new("surface", "a closed surface, as a movable object needs one", found).hint(
            "close the holes (Blender: 3D Print Toolbox, Make Manifold), or --allow-open, or --fixture",
        ));
    }
    let mut notes = raw.notes.clone();
    if !closed {
        notes.push(format!(
            "open surface: {} edges; volume is that of the contact pieces",
            settled.open_edges
        ));
    }
    if settled.flipped {
        notes.push("triangles faced inwards and were turned around".into());
    }
    if settled.degenerate > 0 {
        notes.push(format!("{} triangles without area were dropped", settled.degenerate));
    }
    let volume = Some(settled.volume_m3).filter(|volume| closed && *volume > 1e-12);
    let colliders = match settled.colliders.is_empty() {
        true => decompose::decompose(&settled.meshes, volume, options.max_parts),
        false => settled.colliders.clone(),
    };
    let material = options.substance.as_deref().and_then(substance);
    let usual = material.unwrap_or(UNKNOWN);
    let (mass_kg, mass_source) = match (options.mass_kg, options.density.or(material.map(|m| m.density))) {
        (Some(mass), _) => (mass, MassSource::Stated),
        (None, Some(density)) => {
            (density * volume.unwrap_or_else(|| decompose::volume_of(&colliders)), MassSource::Density)
        }
        (None, None) => match raw.mass_kg {
            Some(mass) => (mass, MassSource::File),
            None => {
                notes.push(format!("mass is assumed: {} kg/m³ of household goods", UNKNOWN.density));
                (UNKNOWN.density * decompose::volume_of(&colliders), MassSource::Assumed)
            }
        },
    };
    let id = options.id.clone().unwrap_or_else(|| id_from(stem));
    Ok(AssetDescription {
        format_version: asset::ASSET_FORMAT_VERSION,
        name: options.name.clone().unwrap_or_else(|| id.rsplit('/').next().unwrap_or(&id).replace('_', " ")),
        id,
        movable,
        size: settled.size,
        // No thing that a gripper can feel weighs less than a gram.
        mass_kg: mass_kg.max(1e-3),
        mass_source,
        pad_friction: options.pad_friction.unwrap_or(usual.pad_friction),
        support_friction: options.support_friction.unwrap_or(usual.support_friction),
        open_edges: settled.open_edges,
        provenance: Provenance {
            licence: options.licence.clone(),
            author: options.author.clone(),
            source: options
                .source
                .clone()
                .unwrap_or_else(|| path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
        },
        colliders,
        notes,
    })
}
