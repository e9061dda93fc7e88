//! The catalogue of objects, read from the data files of this crate. Dimensions, masses, friction and colours follow
//! published tables: ids that begin with `ycb_` are the objects of the YCB set (Calli et al. 2015); others carry
//! standard sizes or ranges of retail goods; each entry names its source and how sure it is. Friction is that
//! against a rubber pad; against a hard support it is two thirds of that (wood on a wood tray .38, steel bottle on
//! tray .26, plastic cup on tray .28 were measured).

mod entry;
mod finish;

pub use entry::{CatalogueEntry, Confidence, Grasp, GraspAxis, Variation};
pub use finish::Finish;

use crate::{Environment, ObjectClass, ObjectModel};
use entry::Record;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The data files, in the order of the catalogue.
const FILES: [(&str, &str); 14] = [
    ("food.toml", include_str!("../../data/food.toml")),
    ("produce.toml", include_str!("../../data/produce.toml")),
    ("kitchen.toml", include_str!("../../data/kitchen.toml")),
    ("cutlery.toml", include_str!("../../data/cutlery.toml")),
    ("bathroom.toml", include_str!("../../data/bathroom.toml")),
    ("electronics.toml", include_str!("../../data/electronics.toml")),
    ("office.toml", include_str!("../../data/office.toml")),
    ("household.toml", include_str!("../../data/household.toml")),
    ("toys.toml", include_str!("../../data/toys.toml")),
    ("tools.toml", include_str!("../../data/tools.toml")),
    ("hardware.toml", include_str!("../../data/hardware.toml")),
    ("medical.toml", include_str!("../../data/medical.toml")),
    ("warehouse.toml", include_str!("../../data/warehouse.toml")),
    ("refuse.toml", include_str!("../../data/refuse.toml")),
];

/// One data file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DataFile {
    object: Vec<Record>,
}

/// A fault in the catalogue's own data.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct CatalogueError {
    /// Data file.
    file: &'static str,
    /// What is wrong with it.
    reason: String,
}

/// Everything in the catalogue.
#[derive(Default)]
struct Catalogue {
    entries: Vec<CatalogueEntry>,
    models: Vec<ObjectModel>,
    by_id: BTreeMap<String, usize>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let entries = match read() {
        Ok(entries) => entries,
        // The data are part of the program; a test reads them.
        Err(fault) => unreachable!("the catalogue's own data are at fault: {fault}"),
    };
    let models = entries.iter().map(|entry| entry.model.clone()).collect();
    let by_id = entries.iter().enumerate().map(|(k, entry)| (entry.model.id.clone(), k)).collect();
    Catalogue { entries, models, by_id }
});

/// Reads the data files.
///
/// # Errors
/// When a file does not have the form of a catalogue, or two entries share an id.
pub fn read() -> Result<Vec<CatalogueEntry>, CatalogueError> {
    let mut all: Vec<CatalogueEntry> = Vec::new();
    for (file, text) in FILES {
        let fault = |reason: String| CatalogueError { file, reason };
        let data: DataFile = toml::from_str(text).map_err(|error| fault(error.to_string()))?;
        for record in data.object {
            let entry = record.resolve().map_err(fault)?;
            if all.iter().any(|other| other.model.id == entry.model.id) {
                return Err(fault(format!("{} is there twice", entry.model.id)));
            }
            all.push(entry);
        }
    }
    Ok(all)
}

/// All objects in their nominal form, in a fixed order.
pub fn catalogue() -> &'static [ObjectModel] {
    &CATALOGUE.models
}

/// The nominal object of an id such as `ycb_004_sugar_box`; else the asset of that id in the library of the process.
pub fn by_id(id: &str) -> Option<&'static ObjectModel> {
    entry(id).map(|entry| &entry.model).or_else(|| crate::imported::model(id))
}

/// All entries, in the order of [`catalogue`].
pub fn entries() -> &'static [CatalogueEntry] {
    &CATALOGUE.entries
}

/// The entry of an id.
pub fn entry(id: &str) -> Option<&'static CatalogueEntry> {
    CATALOGUE.by_id.get(id).map(|k| &CATALOGUE.entries[*k])
}

/// Entries that belong into an environment and are of one of the classes; every class when none is named.
pub fn objects_for(environment: Environment, classes: &[ObjectClass]) -> Vec<&'static CatalogueEntry> {
    let wanted = |entry: &&CatalogueEntry| {
        entry.environments.contains(&environment) && (classes.is_empty() || classes.contains(&entry.class))
    };
    entries().iter().filter(wanted).collect()
}
