//! Descriptions of packs.

use crate::import::licence::check_licence;
use crate::import::{Fault, ImportError};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The program that fetches a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// `npm pack`: a gzip-compressed tar.
    Npm,
    /// `pip download`: a wheel, which is a zip.
    Pip,
    /// `apt-get download`: a Debian package, which `dpkg-deb` opens.
    Apt,
}

/// What is made of a set of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// OpenEXR panoramas, plain or as base64 in a script.
    Environments,
    /// A Sweet Home 3D furniture library: every model becomes an asset.
    Furniture,
    /// Files kept as they are, for instance robot models.
    Models,
    /// Licence texts, kept as they are.
    Notices,
}

/// Files of an archive that share kind and licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackSet {
    /// What is made of them.
    pub kind: SetKind,
    /// Path in the archive: a file, or a folder that ends in `/`.
    pub from: String,
    /// Files of a folder that are taken end so; empty takes all.
    #[serde(default)]
    pub suffix: String,
    /// SPDX expression.
    pub licence: String,
    /// Whom to credit.
    #[serde(default)]
    pub author: Option<String>,
}

/// A pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackManifest {
    /// Name on the command line and in the library.
    pub id: String,
    /// What it brings.
    pub title: String,
    /// Who fetches it.
    pub client: Client,
    /// Package.
    pub package: String,
    /// Exact version.
    pub version: String,
    /// Python that the package asks for, where it is not any.
    #[serde(default)]
    pub python: Option<String>,
    /// SHA-256 of the archive, lower-case hexadecimal.
    pub sha256: String,
    /// What is taken.
    pub sets: Vec<PackSet>,
}

impl PackManifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// When it is not TOML of this form, or a licence is no SPDX expression.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        let refuse = |fault: Fault| ImportError::refused("pack manifest", fault);
        let manifest: Self = toml::from_str(text)
            .map_err(|error| refuse(Fault::new("text", "a pack manifest", error.to_string())))?;
        for set in &manifest.sets {
            check_licence(&set.licence, set.author.as_deref()).map_err(refuse)?;
        }
        Ok(manifest)
    }
}

impl PackSet {
    /// The name of a file of the archive inside the set; `None` for a file that does not belong to it.
    pub fn name_of<'a>(&self, path: &'a str) -> Option<&'a str> {
        let path = path.strip_prefix("./").unwrap_or(path);
        if self.from.ends_with('/') {
            return path
                .strip_prefix(&self.from)
                .filter(|name| !name.is_empty() && name.ends_with(&self.suffix));
        }
        (path == self.from).then(|| path.rsplit('/').next().unwrap_or(path))
    }
}

/// The packs that this program knows.
pub fn manifests() -> &'static [PackManifest] {
    static ALL: LazyLock<Vec<PackManifest>> = LazyLock::new(|| {
        [
            include_str!("../../packs/airo.toml"),
            include_str!("../../packs/blender.toml"),
            include_str!("../../packs/pmndrs.toml"),
            include_str!("../../packs/so101.toml"),
            include_str!("../../packs/sweethome3d.toml"),
        ]
        .into_iter()
        // A test reads them all: none is left out here.
        .filter_map(|text| PackManifest::parse(text).ok())
        .collect()
    });
    &ALL
}

/// The pack of an id.
///
/// # Errors
/// When there is none.
pub fn manifest(id: &str) -> Result<&'static PackManifest, ImportError> {
    manifests().iter().find(|manifest| manifest.id == id).ok_or_else(|| {
        let known: Vec<&str> = manifests().iter().map(|manifest| manifest.id.as_str()).collect();
        let fault = Fault::new("pack", format!("one of {}", known.join(", ")), format!("{id:?}"));
        ImportError::refused("packs", fault.hint("`restage assets list --packs` tells what each brings"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_manifest_can_be_read_and_pins_its_archive() {
        assert_eq!(manifests().len(), 5);
        for manifest in manifests() {
            let digits = manifest.sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            assert!(manifest.sha256.len() == 64 && digits, "{}", manifest.id);
            assert!(crate::import::library::check_id(&manifest.id).is_ok() && !manifest.sets.is_empty());
        }
        assert!(manifest("nothing").unwrap_err().to_string().contains("pmndrs"));
    }

    #[test]
    fn sets_take_what_they_name() {
        let set = &manifest("pmndrs").unwrap().sets[0];
        assert_eq!(set.name_of("package/hdri/lab.exr.js"), Some("lab.exr.js"));
        assert_eq!(set.name_of("./package/hdri/lab.exr.js"), Some("lab.exr.js"));
        for other in
            ["package/hdri/lab.exr.d.ts", "package/hdri/", "package/models/a.glb", "x/hdri/lab.exr.js"]
        {
            assert_eq!(set.name_of(other), None);
        }
        let file = PackSet { from: "a/b.sh3f".into(), ..set.clone() };
        assert_eq!(file.name_of("a/b.sh3f"), Some("b.sh3f"));
        assert_eq!(file.name_of("a/b.sh3f.x"), None);
    }
}
