//! Features on disk, keyed by the content they were computed from: a second comparison with the same episodes reads
//! them back.

use crate::ValidationError;
use serde::{Serialize, de::DeserializeOwned};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of values by key. Damaged entries are computed again.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// A cache in `folder`, which is created when needed.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()) }
    }

    /// No cache: everything is computed.
    pub fn none() -> Self {
        Self { folder: None }
    }

    /// The value of `key`, from the cache or computed and stored.
    ///
    /// # Errors
    /// Those of `compute`, and when the folder cannot be written.
    pub fn get_or<T, E>(&self, key: &str, compute: impl FnOnce() -> Result<T, E>) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<ValidationError>,
    {
        let Some(folder) = &self.folder else { return compute() };
        let path = folder.join(format!("{key}.json"));
        if let Some(value) = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            return Ok(value);
        }
        let value = compute()?;
        store(folder, &path, &value).map_err(|source| ValidationError::Io { path, source })?;
        Ok(value)
    }
}

/// Writes beside the entry and renames, so that a reader never sees half of it.
fn store<T: Serialize>(folder: &Path, path: &Path, value: &T) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let partial = path.with_extension(format!("{}.partial", std::process::id()));
    let mut file = std::fs::File::create(&partial)?;
    file.write_all(&serde_json::to_vec(value)?)?;
    drop(file);
    std::fs::rename(partial, path)
}

/// Key of values: a hash over everything that they depend on.
pub fn key(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_look_computes_nothing_and_damage_heals() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::at(folder.path());
        let key = key(&[b"content", b"1"]);
        let compute = || Ok::<_, ValidationError>(vec![1.5, 2.5]);
        assert_eq!(cache.get_or(&key, compute).expect("written"), [1.5, 2.5]);
        let fail = || -> Result<Vec<f64>, ValidationError> { panic!("must not be computed again") };
        assert_eq!(cache.get_or(&key, fail).expect("read"), [1.5, 2.5]);
        std::fs::write(folder.path().join(format!("{key}.json")), b"[1.5,").expect("damaged");
        assert_eq!(cache.get_or(&key, compute).expect("healed"), [1.5, 2.5]);
    }
}
