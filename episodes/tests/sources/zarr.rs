//! Writes small zarr v2 groups.

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Number of elements in the compressed fixtures under `testdata/zarr`, which `numcodecs` and `imagecodecs` wrote.
pub const FIXTURE_LENGTH: usize = 3000;

/// Element `i` of the compressed fixtures.
pub fn fixture_value(i: usize) -> f64 {
    // Quarters below 250 rounded to two digits are exact but for the float type.
    f64::from((i * 7 % 1000) as f32 * 0.25)
}

/// The bytes of a fixture.
pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/zarr").join(name)).expect("a fixture")
}

/// A group under construction.
pub struct Group {
    folder: TempDir,
}

impl Group {
    /// A replay buffer with these cumulative episode ends and no data yet.
    pub fn with_ends(ends: &[i64]) -> Self {
        let group = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let bytes = ends.iter().flat_map(|end| end.to_le_bytes()).collect::<Vec<u8>>();
        let length = ends.len();
        group.array("meta/episode_ends", &[length], &[length], "<i8", &Value::Null, &[("0", bytes)]);
        group
    }

    /// Adds an array with the given chunks.
    pub fn array(
        &self,
        key: &str,
        shape: &[usize],
        chunks: &[usize],
        dtype: &str,
        compressor: &Value,
        stored: &[(&str, Vec<u8>)],
    ) {
        let metadata = json!({
            "zarr_format": 2, "shape": shape, "chunks": chunks, "dtype": dtype, "compressor": compressor,
            "fill_value": 0, "order": "C", "filters": null,
        });
        self.metadata(key, &metadata);
        for (name, bytes) in stored {
            self.file(&format!("{key}/{name}"), bytes);
        }
    }

    /// Adds an uncompressed `<f4` array of one row of `width` numbers per frame in one chunk.
    pub fn floats(&self, key: &str, width: usize, values: &[f32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let shape = [values.len() / width, width];
        self.array(key, &shape, &shape, "<f4", &Value::Null, &[("0.0", bytes)]);
    }

    /// Writes the metadata of an array.
    pub fn metadata(&self, key: &str, metadata: &Value) {
        self.file(&format!("{key}/.zarray"), metadata.to_string().as_bytes());
    }

    /// Writes any file below the group.
    pub fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// The group as a directory.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("set.zarr")
    }

    /// The group as a zip file whose entries start with `prefix`.
    pub fn zipped(&self, prefix: &str) -> PathBuf {
        let target = self.folder.path().join("set.zarr.zip");
        let mut writer = zip::ZipWriter::new(fs::File::create(&target).expect("a file"));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for file in files_below(&self.path()) {
            let name =
                file.strip_prefix(self.path()).expect("below the group").to_string_lossy().into_owned();
            writer.start_file(format!("{prefix}{name}"), options).expect("an entry");
            writer.write_all(&fs::read(&file).expect("a file")).expect("an entry");
        }
        writer.finish().expect("a zip file");
        target
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}
