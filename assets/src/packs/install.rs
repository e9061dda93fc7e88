//! Installation of packs into a library.

use super::archive::{Entry, visit};
use super::manifest::{Client, PackManifest, PackSet, SetKind};
use super::{client, dwa, environment, furniture};
use crate::import::folder::{read_bounded, shortened};
use crate::import::library::names_in;
use crate::import::{Fault, ImportError, Library};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The record in a pack's folder.
const RECORD: &str = "pack.json";

/// Files of an installed pack that share a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstalledSet {
    /// What was made of them.
    pub kind: SetKind,
    /// SPDX expression.
    pub licence: String,
    /// Whom to credit.
    pub author: Option<String>,
    /// Paths in the pack's folder, or ids of assets.
    pub content: Vec<String>,
}

/// An installed pack, as the library records it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstalledPack {
    /// Id of the pack.
    pub id: String,
    /// Who fetched it.
    pub client: Client,
    /// Package.
    pub package: String,
    /// Version.
    pub version: String,
    /// SHA-256 of the archive.
    pub sha256: String,
    /// What it brought.
    pub sets: Vec<InstalledSet>,
}

/// What an installation did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstallReport {
    /// The record.
    pub pack: InstalledPack,
    /// Models that could not be taken, with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Fetches a pack by its client and installs it. What was installed of it before is replaced.
///
/// # Errors
/// When the client is missing or fails, the archive is not the pinned one, or it cannot be unpacked safely.
/// Nothing is changed then.
pub fn install(
    manifest: &PackManifest,
    library: &Library,
    progress: &mut dyn FnMut(&str),
) -> Result<InstallReport, ImportError> {
    let scratch = tempfile::tempdir().map_err(ImportError::io("create", std::env::temp_dir()))?;
    progress(&format!("fetching {} {}", manifest.package, manifest.version));
    let archive = client::fetch(manifest, scratch.path())?;
    install_archive(manifest, &archive, library, progress)
}

/// Installs a pack from an archive that is already here.
///
/// # Errors
/// As [`install`], without the client.
pub fn install_archive(
    manifest: &PackManifest,
    archive: &Path,
    library: &Library,
    progress: &mut dyn FnMut(&str),
) -> Result<InstallReport, ImportError> {
    check_hash(manifest, archive)?;
    progress("unpacking");
    let target = library.packs().join(&manifest.id);
    let mut left_out = Vec::new();
    let pack = library.move_in(&target, |folder| {
        let mut sets: Vec<InstalledSet> = manifest.sets.iter().map(empty).collect();
        let belongs = |path: &str| manifest.sets.iter().position(|set| set.name_of(path).is_some());
        let mut libraries = Vec::new();
        visit(
            archive,
            |path| belongs(path).is_some(),
            |entry| {
                let Some(number) = belongs(&entry.path) else { return Ok(()) };
                let set = &manifest.sets[number];
                match set.kind {
                    SetKind::Furniture => libraries.push((number, entry.bytes)),
                    _ => sets[number].content.push(store(folder, set, entry)?),
                }
                Ok(())
            },
        )?;
        for (number, bytes) in libraries {
            let taken = furniture::import_all(manifest, &manifest.sets[number], &bytes, library, progress)?;
            sets[number].content = taken.ids;
            left_out.extend(taken.left_out);
        }
        if let Some(set) = sets.iter().find(|set| set.content.is_empty()) {
            let fault = Fault::new("files", format!("{:?} as the manifest names them", set.kind), "none");
            return Err(ImportError::refused(archive, fault));
        }
        sets.iter_mut().for_each(|set| set.content.sort());
        let pack = InstalledPack {
            id: manifest.id.clone(),
            client: manifest.client,
            package: manifest.package.clone(),
            version: manifest.version.clone(),
            sha256: manifest.sha256.clone(),
            sets,
        };
        let path = folder.join(RECORD);
        let text = serde_json::to_string_pretty(&pack)
            .map_err(|error| ImportError::refused(&path, Fault::new("record", "JSON", error.to_string())))?;
        std::fs::write(&path, text + "\n").map_err(ImportError::io("write", path))?;
        Ok(pack)
    })?;
    Ok(InstallReport { pack, left_out })
}

fn empty(set: &PackSet) -> InstalledSet {
    InstalledSet {
        kind: set.kind,
        licence: set.licence.clone(),
        author: set.author.clone(),
        content: Vec::new(),
    }
}

/// The archive must be the one that the manifest was written for.
fn check_hash(manifest: &PackManifest, archive: &Path) -> Result<(), ImportError> {
    let bytes = read_bounded(archive)?;
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found == manifest.sha256 {
        return Ok(());
    }
    let expected = format!("{} (of {} {})", manifest.sha256, manifest.package, manifest.version);
    let hint = "the archive is another version, damaged, or was tampered with: it is not used";
    Err(ImportError::refused(archive, Fault::new("SHA-256", expected, found).hint(hint)))
}

/// Writes one file of a set into the pack's folder and gives its path there.
fn store(folder: &Path, set: &PackSet, entry: Entry) -> Result<String, ImportError> {
    let name = set.name_of(&entry.path).unwrap_or(&entry.path);
    let refuse = |fault: Fault| ImportError::refused(&entry.path, fault);
    let (path, bytes) = match set.kind {
        SetKind::Environments => {
            let script = name.strip_suffix(".exr.js");
            let stem = script.or(name.strip_suffix(".exr")).unwrap_or(name);
            if crate::import::library::check_id(stem).is_err() || stem.contains('/') {
                return Err(refuse(Fault::new("name", "a plain name", format!("{:?}", shortened(name)))));
            }
            let bytes = match script {
                Some(_) => environment::from_script(&entry.bytes).map_err(refuse)?,
                None => entry.bytes,
            };
            let bytes = dwa::lossless(bytes, &entry.path)?;
            // What cannot be decoded now would fail a job later.
            environment::decode_exr(&bytes).map_err(refuse)?;
            (format!("{}/{stem}.exr", environment::FOLDER), bytes)
        }
        // The archive's own folders stay, because robot models refer to each other by them.
        SetKind::Models => (format!("models/{}", entry.path), entry.bytes),
        SetKind::Notices | SetKind::Furniture => (format!("notices/{name}"), entry.bytes),
    };
    let file = folder.join(&path);
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).map_err(ImportError::io("create", parent))?;
    }
    std::fs::write(&file, bytes).map_err(ImportError::io("write", file))?;
    Ok(path)
}

/// Records of all installed packs, sorted by id.
///
/// # Errors
/// When the library cannot be listed, or a record is broken.
pub fn installed(library: &Library) -> Result<Vec<InstalledPack>, ImportError> {
    let packs = library.packs();
    let mut records = Vec::new();
    for id in names_in(&packs)? {
        let path = packs.join(id).join(RECORD);
        let bytes = read_bounded(&path)?;
        let record = serde_json::from_slice(&bytes).map_err(|error| {
            let fault = Fault::new("text", "the record of a pack", error.to_string());
            ImportError::refused(&path, fault.hint("install the pack again"))
        })?;
        records.push(record);
    }
    Ok(records)
}
