//! Sweet Home 3D furniture libraries (`.sh3f`): a zip of OBJ models and a catalogue that states their real sizes,
//! which the models themselves, of any unit, do not.

use super::archive::visit;
use super::manifest::{PackManifest, PackSet};
use crate::import::{Fault, ImportError, ImportOptions, Library, id_from, import_file, measure};
use glam::DVec3;
use std::collections::BTreeMap;
use std::path::Path;

/// The catalogue in a furniture library.
const CATALOGUE: &str = "PluginFurnitureCatalog.properties";
/// Longest side of what a hand may move, m; anything larger stands still.
const MOVABLE_M: f64 = 0.35;
/// By how much the sides of a model may differ from the catalogue's when the longest agrees.
const PROPORTION: f64 = 0.25;
/// Most convex pieces of a piece of furniture.
const PARTS: usize = 16;

/// One entry of the catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
    name: String,
    path: String,
    author: Option<String>,
    /// Width, depth, height, m.
    size: DVec3,
}

/// What came of a library.
pub(super) struct Taken {
    /// Assets.
    pub(super) ids: Vec<String>,
    /// Models that could not be taken, with the reason.
    pub(super) left_out: Vec<(String, String)>,
}

/// Imports every model of a furniture library. One that cannot be used is left out and told; the rest goes on.
///
/// # Errors
/// When the library or its catalogue cannot be read.
pub(super) fn import_all(
    manifest: &PackManifest,
    set: &PackSet,
    bytes: &[u8],
    library: &Library,
    progress: &mut dyn FnMut(&str),
) -> Result<Taken, ImportError> {
    let scratch = tempfile::tempdir().map_err(ImportError::io("create", std::env::temp_dir()))?;
    let archive = scratch.path().join("library.sh3f");
    std::fs::write(&archive, bytes).map_err(ImportError::io("write", &archive))?;
    let files = scratch.path().join("files");
    let mut catalogue = None;
    visit(
        &archive,
        |_| true,
        |entry| {
            if entry.path == CATALOGUE {
                catalogue = Some(String::from_utf8_lossy(&entry.bytes).into_owned());
                return Ok(());
            }
            let path = files.join(&entry.path);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(ImportError::io("create", parent))?;
            }
            std::fs::write(&path, &entry.bytes).map_err(ImportError::io("write", path))
        },
    )?;
    let Some(catalogue) = catalogue else {
        return Err(ImportError::refused(&set.from, Fault::new("archive", CATALOGUE, "none")));
    };
    let models = models(&catalogue);
    let mut taken = Taken { ids: Vec::new(), left_out: Vec::new() };
    for (number, model) in models.iter().enumerate() {
        if number % 10 == 0 {
            progress(&format!("importing {} of {} models", number, models.len()));
        }
        match import(manifest, set, model, &files, library) {
            Ok(id) => taken.ids.push(id),
            Err(error) => taken.left_out.push((model.name.clone(), error.to_string())),
        }
    }
    Ok(taken)
}

fn import(
    manifest: &PackManifest,
    set: &PackSet,
    model: &Model,
    files: &Path,
    library: &Library,
) -> Result<String, ImportError> {
    let path = files.join(model.path.trim_start_matches('/'));
    let stem = Path::new(&model.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or("model");
    let measured = measure(&path)?;
    let found = measured.high - measured.low;
    let scale = model.size.max_element() / found.max_element();
    let proportions = (found * scale / model.size - 1.0).abs().max_element();
    if !scale.is_finite() || !proportions.is_finite() || proportions > PROPORTION {
        let expected = format!("the proportions {:.2} that the catalogue states", model.size);
        return Err(ImportError::refused(
            path,
            Fault::new("size", expected, format!("{:.2}", found * scale)),
        ));
    }
    let mut options = ImportOptions {
        id: Some(format!("{}/{}", manifest.id, id_from(stem))),
        name: Some(model.name.to_lowercase()),
        author: model.author.clone().or_else(|| set.author.clone()),
        source: Some(format!("{} {}, {}", manifest.package, manifest.version, model.path)),
        scale: Some(scale),
        max_parts: PARTS,
        root: Some(files.to_path_buf()),
        fixture: model.size.max_element() > MOVABLE_M,
        replace: true,
        ..ImportOptions::new(&set.licence)
    };
    let imported = match import_file(&path, &options, library) {
        // An open surface cannot be moved, but it can stand there.
        Err(ImportError::Refused { .. }) if !options.fixture => {
            options.fixture = true;
            import_file(&path, &options, library)
        }
        other => other,
    };
    Ok(imported?.1.id)
}

/// Entries of a catalogue in Java's properties form, `key#number=value`; sizes are in centimetres. Entries that
/// lack a model or a size are no furniture (a catalogue also holds its own name and the like).
fn models(text: &str) -> Vec<Model> {
    let mut entries: BTreeMap<u32, BTreeMap<&str, &str>> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once('=') else { continue };
        let Some((name, number)) = key.split_once('#') else { continue };
        if let Ok(number) = number.trim().parse() {
            entries.entry(number).or_default().insert(name.trim(), value.trim());
        }
    }
    let model = |entry: &BTreeMap<&str, &str>| {
        let metres = |key: &str| entry.get(key)?.parse::<f64>().ok().map(|cm| cm / 100.0);
        let size = DVec3::new(metres("width")?, metres("depth")?, metres("height")?);
        // A turned model would need its catalogue's rotation; three of a hundred and seventy-five are.
        let usable = size.is_finite() && size.min_element() > 0.0 && !entry.contains_key("modelRotation");
        usable.then_some(())?;
        Some(Model {
            name: (*entry.get("name").unwrap_or(&"thing")).to_owned(),
            path: (*entry.get("model")?).to_owned(),
            author: entry.get("creator").map(|creator| (*creator).to_owned()),
            size,
        })
    };
    entries.values().filter_map(model).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_gives_models_with_sizes_in_metres() {
        let text = "# comment\nname=All\nid#1=a\nname#1=Oven\nmodel#1=/x/oven.obj\nwidth#1=60\ndepth#1=58\n\
                    height#1=85.5\ncreator#1=Someone\nname#2=No model\nwidth#2=1\nname#x=odd\n\
                    model#3=/x/t.obj\nwidth#3=1\ndepth#3=1\nheight#3=1\nmodelRotation#3=1 0 0 0 0 1 0 -1 0\n";
        let size = DVec3::new(0.6, 0.58, 0.855);
        let oven =
            Model { name: "Oven".into(), path: "/x/oven.obj".into(), author: Some("Someone".into()), size };
        assert_eq!(models(text), [oven]);
    }
}
