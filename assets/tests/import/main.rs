//! Import: what comes in keeps its form, and what is wrong stays out with a sentence that helps. Files that are
//! wrong on purpose are made here, byte by byte.
#![cfg(feature = "import")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod good;
mod pictures;
mod wrong;

use restage_assets::glb::GlbWriter;
use restage_assets::import::{Asset, Fault, ImportError, ImportOptions, ImportReport, Library, import_file};
use restage_assets::{ObjectModel, VisualPart};
use restage_geometry::Pose;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder for models and a library beside it.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn library(&self) -> Library {
        Library::at(self.folder.path().join("library"))
    }

    /// Writes a model file.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("models").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn import(&self, path: &Path, options: &ImportOptions) -> Result<(Asset, ImportReport), ImportError> {
        import_file(path, options, &self.library())
    }

    /// Imports what must be refused, checks that nothing is left, and gives the faults.
    fn refused(&self, name: &str, bytes: impl AsRef<[u8]>) -> Vec<Fault> {
        let path = self.file(name, bytes);
        let error = self.import(&path, &cc0()).map(|(_, report)| report).expect_err(name);
        assert!(self.library().ids().unwrap().is_empty(), "{name} left something");
        assert!(error.is_bad_input(), "{error}");
        let text = error.to_string();
        assert!(text.contains("expected") && text.contains("found"), "{text}");
        match error {
            ImportError::Refused { faults, .. } => faults,
            other => panic!("{name}: {other}"),
        }
    }
}

fn cc0() -> ImportOptions {
    ImportOptions::new("CC0-1.0")
}

/// An object of the catalogue as a GLB.
fn glb_of(model: &ObjectModel) -> Vec<u8> {
    let mut writer = GlbWriter::new();
    for (index, VisualPart { mesh, material }) in model.visual().into_iter().enumerate() {
        let name = format!("part{index}");
        let number = writer.material(&name, &material, None);
        let primitive = writer.primitive(&mesh, material.tile_size, Some(number));
        let mesh = writer.mesh(&name, vec![primitive]);
        writer.node(&name, Some(mesh), &Pose::IDENTITY);
    }
    writer.finish()
}

/// The first catalogue entry whose id contains a word.
fn entry(word: &str) -> &'static ObjectModel {
    restage_assets::catalogue().iter().find(|model| model.id.contains(word)).unwrap()
}
