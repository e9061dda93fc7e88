//! Running the built program and finding the real recordings.

#![allow(dead_code, unused_imports, reason = "each test file uses its own part of this module")]

#[path = "../../../episodes/tests/recordings/mod.rs"]
mod recordings;

pub use recordings::real_data;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run of the program printed and how it ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The JSON object on stdout.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!("stdout is not one JSON object ({error}):\n{}\n{}", self.stdout, self.stderr)
        })
    }
}

/// Runs `restage` with these arguments.
pub fn restage<I: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = I>) -> Run {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_restage")).args(arguments).output().expect("the program runs");
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&stdout).into_owned(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

/// Writes the demonstrations of `restage demo` into `folder/scripted_demonstrations`; their profile is `restage`.
pub fn scripted_demonstrations(folder: &Path) -> PathBuf {
    let path = folder.join("scripted_demonstrations");
    restage_pipeline::scripted::write_demonstrations(&path, false).expect("scripted demonstrations");
    path
}

/// Loads a dataset with the real lerobot library, deep and streaming; says so loudly when it is not installed.
pub fn assert_loads_in_lerobot(dataset: &Path) {
    let required = std::env::var_os("RESTAGE_REQUIRE_LEROBOT").is_some_and(|value| value == "1");
    let check = std::env::var_os("RESTAGE_LOAD_CHECK").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/tools/load_check.py"),
        PathBuf::from,
    );
    let python = std::env::var_os("RESTAGE_LEROBOT_PYTHON").map(PathBuf::from);
    let Some(python) = python.filter(|_| check.is_file()) else {
        assert!(!required, "lerobot is required: set RESTAGE_LEROBOT_PYTHON and RESTAGE_LOAD_CHECK");
        eprintln!("SKIPPED: loading with lerobot; set RESTAGE_LEROBOT_PYTHON and RESTAGE_LOAD_CHECK");
        return;
    };
    let output = Command::new(python)
        .arg(check)
        .arg(dataset)
        .args(["--deep", "--streaming", "-q"])
        .output()
        .expect("the load check runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "lerobot does not load {}:\n{text}", dataset.display());
}

/// Every file below a folder, by its name there.
pub fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).expect("inside").display().to_string();
                files.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
}
