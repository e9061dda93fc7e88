//! Where the real recordings lie, for the tests of every crate. They are not part of the project: `RESTAGE_REAL_DATA` says
//! where they are, and `RESTAGE_REQUIRE_REAL_DATA=1` makes their absence a failure.
#![allow(dead_code, reason = "some tests want the folder, others a set")]

use std::path::{Path, PathBuf};

/// The folder of real recordings, or `None` with a loud line where there is none.
pub fn real_data() -> Option<PathBuf> {
    real("")
}

/// One set or file of the real recordings, or `None` with a loud line where it is absent.
pub fn real(name: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/real");
    let path = std::env::var_os("RESTAGE_REAL_DATA").map_or(default, PathBuf::from).join(name);
    if path.exists() {
        return Some(path);
    }
    let required = std::env::var_os("RESTAGE_REQUIRE_REAL_DATA").is_some_and(|value| value == "1");
    assert!(!required, "real recordings are required, but {} is missing", path.display());
    eprintln!("SKIPPED: real data not found at {}; set RESTAGE_REAL_DATA", path.display());
    None
}
