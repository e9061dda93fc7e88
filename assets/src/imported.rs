//! Objects that came in from outside. A scene names one by id and content hash; a value of [`ImportedShape`]
//! always holds the meshes and colliders themselves, so that nothing half-loaded can reach physics or film.

use crate::{ColliderPart, Mesh, ObjectModel};
use glam::DVec3;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// What is stored in place of an imported form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportedRef {
    /// Id in the asset library.
    pub id: String,
    /// Content hash (BLAKE3, hexadecimal) of the asset.
    pub hash: String,
}

/// Meshes and colliders of an imported asset, object frame.
#[derive(Debug)]
pub struct ImportedForm {
    /// Where it comes from.
    pub origin: ImportedRef,
    /// Full extents of the bounding box, m.
    pub size: DVec3,
    /// One mesh per material slot.
    pub meshes: Vec<Mesh>,
    /// Convex pieces.
    pub colliders: Vec<ColliderPart>,
}

/// An imported form, shared by all that show it. Stored as an [`ImportedRef`]; reading one back looks the asset
/// up among those loaded and then in the asset library, and fails when it is not there or has changed.
///
/// Forms stay loaded as long as the process lives: a job meets the same few again and again.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "ImportedRef", into = "ImportedRef")]
pub struct ImportedShape(&'static ImportedForm);

/// Every imported form of the process by content hash.
static FORMS: RwLock<BTreeMap<String, &'static ImportedForm>> = RwLock::new(BTreeMap::new());

impl ImportedShape {
    /// Takes a form in; one of equal hash is shared.
    #[cfg(feature = "import")]
    pub(crate) fn keep(form: ImportedForm) -> Self {
        let mut forms = FORMS.write().unwrap_or_else(PoisonError::into_inner);
        Self(forms.entry(form.origin.hash.clone()).or_insert_with(|| Box::leak(Box::new(form))))
    }

    /// Meshes and colliders.
    pub fn form(&self) -> &'static ImportedForm {
        self.0
    }
}

impl PartialEq for ImportedShape {
    fn eq(&self, other: &Self) -> bool {
        self.0.origin == other.0.origin
    }
}

impl From<ImportedShape> for ImportedRef {
    fn from(shape: ImportedShape) -> Self {
        shape.0.origin.clone()
    }
}

impl TryFrom<ImportedRef> for ImportedShape {
    type Error = String;

    fn try_from(wanted: ImportedRef) -> Result<Self, String> {
        let known = FORMS.read().unwrap_or_else(PoisonError::into_inner).get(&wanted.hash).copied();
        match known {
            Some(form) => Ok(Self(form)),
            None => from_library(&wanted),
        }
    }
}

/// Looks an asset up on disk.
#[cfg(feature = "import")]
fn from_library(wanted: &ImportedRef) -> Result<ImportedShape, String> {
    let library = crate::import::Library::of_process();
    let asset = library.load(&wanted.id).map_err(|error| error.to_string())?;
    if asset.shape.form().origin.hash == wanted.hash {
        return Ok(asset.shape);
    }
    Err(format!(
        "asset {:?}: expected content {}, found {} in {}; hint: import the version that the scene was made with",
        wanted.id,
        wanted.hash,
        asset.shape.form().origin.hash,
        library.folder().display()
    ))
}

#[cfg(not(feature = "import"))]
fn from_library(wanted: &ImportedRef) -> Result<ImportedShape, String> {
    Err(format!(
        "asset {:?} is imported, and this build reads no imported assets; hint: build with the feature `import`",
        wanted.id
    ))
}

/// The model of an asset in the library of the process, loaded once. `None` when there is none of that id, or when
/// it cannot be used; `Library::load` tells why.
#[cfg(feature = "import")]
pub(crate) fn model(id: &str) -> Option<&'static ObjectModel> {
    static MODELS: RwLock<BTreeMap<String, &'static ObjectModel>> = RwLock::new(BTreeMap::new());
    if let Some(known) = MODELS.read().unwrap_or_else(PoisonError::into_inner).get(id) {
        return Some(known);
    }
    let model = crate::import::Library::of_process().load(id).ok()?.model();
    let mut models = MODELS.write().unwrap_or_else(PoisonError::into_inner);
    Some(models.entry(id.to_owned()).or_insert_with(|| Box::leak(Box::new(model))))
}

#[cfg(not(feature = "import"))]
pub(crate) fn model(_id: &str) -> Option<&'static ObjectModel> {
    None
}
