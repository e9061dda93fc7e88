//! Where the real recordings lie.

use std::path::{Path, PathBuf};

/// The folder of real recordings, or `None` with a loud line where there is none.
pub fn real_data() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/real");
    let folder = std::env::var_os("RESTAGE_REAL_DATA").map_or(default, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    let required = std::env::var_os("RESTAGE_REQUIRE_REAL_DATA").is_some_and(|value| value == "1");
    assert!(!required, "real data not found at {}", folder.display());
    eprintln!("SKIPPED: real data not found at {}", folder.display());
    None
}
