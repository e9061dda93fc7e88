//! The asset library: a folder that holds imported assets and packs. What is in it is whole: everything is put
//! together in a folder beside and moved in by one rename.

use super::asset::{self, Asset, DESCRIPTION};
use super::error::{Fault, ImportError};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Where this process looks assets up.
static OF_PROCESS: OnceLock<Library> = OnceLock::new();

/// A library by its folder, which need not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    folder: PathBuf,
}

impl Library {
    /// The library in a folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// `restage/assets` under `$XDG_DATA_HOME`, which is `~/.local/share` unless it is set.
    pub fn usual() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let data = set("XDG_DATA_HOME")
            .or_else(|| set("HOME").map(|home| home.join(".local/share")))
            .unwrap_or_else(|| PathBuf::from("."));
        Self::at(data.join("restage").join("assets"))
    }

    /// The library that stored scenes are read with: the one that [`Self::use_for_process`] named, else the usual.
    pub fn of_process() -> Self {
        OF_PROCESS.get().cloned().unwrap_or_else(Self::usual)
    }

    /// Makes this the library of the process. The first call counts; a later one has no effect.
    pub fn use_for_process(self) {
        OF_PROCESS.get_or_init(|| self);
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Loads an asset.
    ///
    /// # Errors
    /// When there is none of that id, or it is broken.
    pub fn load(&self, id: &str) -> Result<Asset, ImportError> {
        let folder = self.folder_of(id)?;
        if !folder.join(DESCRIPTION).is_file() {
            return Err(ImportError::Missing {
                what: "asset",
                id: id.to_owned(),
                library: self.folder.clone(),
                hint: "`restage assets list --imported` names those that are there; bring it in by \
                       `restage assets import` or `restage assets add`"
                    .into(),
            });
        }
        asset::load(&folder)
    }

    /// Ids of all assets, sorted.
    ///
    /// # Errors
    /// When the folder exists and cannot be listed.
    pub fn ids(&self) -> Result<Vec<String>, ImportError> {
        let mut ids = Vec::new();
        let objects = self.objects();
        for outer in names_in(&objects)? {
            if objects.join(&outer).join(DESCRIPTION).is_file() {
                ids.push(outer);
                continue;
            }
            for inner in names_in(&objects.join(&outer))? {
                if objects.join(&outer).join(&inner).join(DESCRIPTION).is_file() {
                    ids.push(format!("{outer}/{inner}"));
                }
            }
        }
        ids.sort();
        Ok(ids)
    }

    /// Puts an asset together by `fill` and moves it in.
    ///
    /// # Errors
    /// When the id is malformed or taken (unless `replace`), when `fill` fails, or the disk does; nothing of the
    /// asset is left then.
    pub(crate) fn install<T>(
        &self,
        id: &str,
        replace: bool,
        fill: impl FnOnce(&Path) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        let target = self.folder_of(id)?;
        if target.exists() && !replace {
            return Err(ImportError::Taken { id: id.to_owned(), library: self.folder.clone() });
        }
        self.move_in(&target, fill)
    }

    /// Fills a folder beside the library's content and renames it to `target`, replacing what is there.
    pub(crate) fn move_in<T>(
        &self,
        target: &Path,
        fill: impl FnOnce(&Path) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        let parent = target.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(parent).map_err(ImportError::io("create", parent))?;
        let scratch = tempfile::Builder::new()
            .prefix(".incoming-")
            .tempdir_in(&self.folder)
            .map_err(ImportError::io("create a folder in", &self.folder))?;
        let new = scratch.path().join("new");
        std::fs::create_dir(&new).map_err(ImportError::io("create", &new))?;
        let filled = fill(&new)?;
        if target.exists() {
            let old = scratch.path().join("old");
            std::fs::rename(target, old).map_err(ImportError::io("replace", target))?;
        }
        std::fs::rename(&new, target).map_err(ImportError::io("create", target))?;
        Ok(filled)
    }

    /// Folder of the installed packs.
    pub(crate) fn packs(&self) -> PathBuf {
        self.folder.join("packs")
    }

    fn objects(&self) -> PathBuf {
        self.folder.join("objects")
    }

    fn folder_of(&self, id: &str) -> Result<PathBuf, ImportError> {
        check_id(id).map_err(|fault| ImportError::refused(&self.folder, fault))?;
        Ok(self.objects().join(id))
    }
}

/// Ids are one or two names of lower-case letters, digits, `-` and `_`, joined by `/`.
///
/// # Errors
/// A fault for any other text.
pub fn check_id(id: &str) -> Result<(), Fault> {
    let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let name = |part: &str| (1..=64).contains(&part.len()) && part.bytes().all(fine);
    if id.split('/').count() <= 2 && id.split('/').all(name) {
        return Ok(());
    }
    let expected = "lower-case letters, digits, '-' and '_', or two such names joined by '/'";
    Err(Fault::new("--id", expected, format!("{id:?}")))
}

/// An id made of any text: `Kitchen Chair (2).obj` gives `kitchen_chair_2`.
pub fn id_from(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let words: Vec<&str> = plain.split('_').filter(|word| !word.is_empty()).collect();
    let mut id = words.join("_");
    id.truncate(64);
    if id.is_empty() { "asset".into() } else { id }
}

/// Names in a folder that are no hidden ones, sorted; none when the folder is not there.
pub(crate) fn names_in(folder: &Path) -> Result<Vec<String>, ImportError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        other => other.map_err(ImportError::io("list", folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(ImportError::io("list", folder))?;
        names.extend(entry.file_name().to_str().filter(|name| !name.starts_with('.')).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_tame() {
        for good in ["mug", "sweethome3d/oven-2", "a_1"] {
            assert!(check_id(good).is_ok(), "{good}");
        }
        for bad in ["", "Mug", "a/b/c", "../x", "a/", "/a", "a b", "a/..", &"x".repeat(65)] {
            assert!(check_id(bad).is_err(), "{bad}");
        }
        assert_eq!(id_from("Kitchen Chair (2)"), "kitchen_chair_2");
        assert!(check_id(&id_from("../../Ü")).is_ok());
    }

    #[test]
    fn a_failed_fill_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::at(folder.path());
        let failed = library.install("mug", false, |new| -> Result<(), ImportError> {
            std::fs::write(new.join("half"), "x").unwrap();
            Err(ImportError::refused("x", Fault::new("a", "b", "c")))
        });
        assert!(failed.is_err() && library.ids().unwrap().is_empty());
        let left: Vec<_> = std::fs::read_dir(folder.path().join("objects")).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
