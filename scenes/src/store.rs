//! Scene files: JSON with a format version, and the content hash that names a scene.

use crate::{ObjectPlacement, SCENE_FORMAT_VERSION, Scene, SupportSurface};
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
    #[error(
        "not a scene: {source}\n  {origin}\n  hint: the line and column above show where the text stops being a scene"
    )]
    Syntax {
        /// File or other origin of the text.
        origin: String,
        /// What the parser said.
        source: serde_json::Error,
    },
    /// Another version of the format.
    #[error(
        "scene format version {found} where {SCENE_FORMAT_VERSION} is read\n  {origin}\n  hint: generate the scene again with this version of the program"
    )]
    Version {
        /// File or other origin of the text.
        origin: String,
        /// The version in the file; `none` when the field is missing.
        found: String,
    },
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
    /// When the text is not a scene or of another format version.
    pub fn from_json(text: &str, origin: &str) -> Result<Self, SceneError> {
        let syntax = |source| SceneError::Syntax { origin: origin.to_owned(), source };
        // The version first: another version may have other fields, and should be told as such.
        let value: serde_json::Value = serde_json::from_str(text).map_err(syntax)?;
        let version = value.get("format_version");
        if version.and_then(serde_json::Value::as_u64) != Some(u64::from(SCENE_FORMAT_VERSION)) {
            let found = version.map_or_else(|| "none".to_owned(), ToString::to_string);
            return Err(SceneError::Version { origin: origin.to_owned(), found });
        }
        serde_json::from_str(text).map_err(syntax)
    }

    /// Indented JSON text.
    ///
    /// # Errors
    /// When the scene cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, SceneError> {
        serde_json::to_string_pretty(self)
            .map_err(|source| SceneError::Syntax { origin: format!("scene {}", self.template), source })
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
