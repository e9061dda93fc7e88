//! Scene files: JSON with a format version, and the content hash that names a scene.

use crate::{ObjectPlacement, SCENE_FORMAT_VERSION, Scene, SceneFault, SupportSurface};
use restage_assets::{ObjectModel, by_id, catalogue};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use std::path::{Path, PathBuf};

/// Why a scene file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SceneError {
    /// Reading or writing failed.
    #[error("cannot access the scene file: {source}\n  file: {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not JSON, or not a scene.
    #[error("not a scene: {source}\n  {origin}\n  hint: {hint}")]
    Syntax {
        /// File or other origin of the text.
        origin: String,
        /// What the parser said.
        source: serde_json::Error,
        /// The nearest known name, or where to look.
        hint: String,
    },
    /// A whole text, but no whole scene.
    #[error("not a whole scene: {}\n  {origin}", list(faults))]
    Faulty {
        /// File or other origin of the text.
        origin: String,
        /// Everything that is wrong with it.
        faults: Vec<SceneFault>,
    },
    /// Another version of the format.
    #[error(
        "scene format version {found} where {SCENE_FORMAT_VERSION} is read\n  {origin}\n  hint: generate the scene again with this version of the program, or write the fields of docs/scene.schema.json"
    )]
    Version {
        /// File or other origin of the text.
        origin: String,
        /// The version in the file; `none` when the field is missing.
        found: String,
    },
}

fn list(faults: &[SceneFault]) -> String {
    faults.iter().map(|fault| format!("\n  - {fault}")).collect()
}

impl Scene {
    /// The surface that carries the task, if there is one: the first.
    pub fn support(&self) -> Option<&SupportSurface> {
        self.supports.first()
    }

    /// The object of a name.
    pub fn object(&self, name: &str) -> Option<&ObjectPlacement> {
        self.objects.iter().find(|object| object.name == name)
    }

    /// Content hash: BLAKE3 of the canonical JSON (fields in declaration order, no white space, floats in their
    /// shortest round-trip form), lower-case hex. Equal scenes have equal hashes on every machine.
    pub fn hash(&self) -> String {
        blake3::hash(self.canonical_json().as_bytes()).to_hex().to_string()
    }

    /// The text that is hashed. Non-finite numbers, which validation refuses, appear as `null`.
    fn canonical_json(&self) -> String {
        // A scene holds no maps with other than string keys, so that writing to a string cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a scene from JSON text; `origin` is named in errors.
    ///
    /// # Errors
    /// When the text is not a scene or of another format version, or names things that are not there, or sets constraints
    /// that cannot be met. Whether the scene is plausible is for [`Scene::validate`] to say.
    pub fn from_json(text: &str, origin: &str) -> Result<Self, SceneError> {
        let syntax = |source: serde_json::Error| SceneError::Syntax {
            origin: origin.to_owned(),
            hint: hint(&source.to_string()),
            source,
        };
        // The version first: another version may have other fields, and should be told as such.
        let value: serde_json::Value = serde_json::from_str(text).map_err(syntax)?;
        let version = value.get("format_version");
        if version.and_then(serde_json::Value::as_u64) != Some(u64::from(SCENE_FORMAT_VERSION)) {
            let found = version.map_or_else(|| "none".to_owned(), ToString::to_string);
            return Err(SceneError::Version { origin: origin.to_owned(), found });
        }
        let scene: Self = serde_json::from_str(text).map_err(syntax)?;
        let faults = scene.structure_faults();
        if faults.is_empty() {
            Ok(scene)
        } else {
            Err(SceneError::Faulty { origin: origin.to_owned(), faults })
        }
    }

    /// The JSON schema of the scene file.
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Self)
    }

    /// Indented JSON text.
    ///
    /// # Errors
    /// When the scene cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, SceneError> {
        serde_json::to_string_pretty(self).map_err(|source| SceneError::Syntax {
            origin: format!("scene {}", self.template),
            hint: "a number of the scene has no JSON form".into(),
            source,
        })
    }

    /// Reads a scene file.
    ///
    /// # Errors
    /// When the file cannot be read, is not a scene, or is of another format version.
    pub fn load(path: &Path) -> Result<Self, SceneError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SceneError::Io { path: path.to_owned(), source })?;
        Self::from_json(&text, &format!("file: {}", path.display()))
    }

    /// Writes a scene file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), SceneError> {
        std::fs::write(path, self.to_json()? + "\n")
            .map_err(|source| SceneError::Io { path: path.to_owned(), source })
    }
}

/// A hint for what serde says: the nearest known name for an unknown one.
fn hint(message: &str) -> String {
    const WHERE: &str = "the line and column above show where the text stops being a scene";
    let mut quoted = message.split('`').skip(1).step_by(2);
    let (Some(found), true) = (quoted.next(), message.starts_with("unknown")) else { return WHERE.into() };
    match nearest(found, quoted) {
        Some(known) => format!("did you mean `{known}`?"),
        None => WHERE.into(),
    }
}

/// The known name that a mistyped one is nearest to, if it is near (Damerau-Levenshtein, normalised).
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const NEAR: f64 = 0.6;
    let scored = known.map(|known| (strsim::normalized_damerau_levenshtein(name, known), known));
    scored.filter(|(score, _)| *score >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// How a hand-written file may name what an object is.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(
    dead_code,
    reason = "only its schema is used: an untagged reader would swallow why a model is wrong"
)]
pub(crate) enum ModelOrId {
    /// Id of a catalogue entry.
    Id(String),
    /// A whole object, as stored scenes hold it.
    Model(#[schemars(with = "serde_json::Map<String, serde_json::Value>")] ObjectModel),
}

/// Reads an object, or looks its id up.
pub(crate) fn model_or_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ObjectModel, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(id) => by_id(&id).cloned().ok_or_else(|| {
            let nearest = nearest(&id, catalogue().iter().map(|model| model.id.as_str()));
            let hint = nearest.map(|known| format!("; did you mean {known:?}?")).unwrap_or_default();
            serde::de::Error::custom(format!(
                "missing asset: neither the catalogue nor the library has {id:?}{hint}"
            ))
        }),
        model => ObjectModel::deserialize(model).map_err(serde::de::Error::custom),
    }
}
