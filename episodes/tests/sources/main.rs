//! Contract: UMI replay buffers, CSV and TUM files, device profiles, kinematics and quality gates do what their
//! documentation says, on small sets written here, on damaged ones, and on real recordings.

mod devices;
mod kinematics;
mod profiles;
mod quality;
mod tracks;
mod umi;
mod umi_damage;
mod zarr;

use restage_episodes::raw::{Fault, ReadError};
use std::path::{Path, PathBuf};

/// The folder of real recordings, or `None` with a loud line where there is none.
fn real_data() -> Option<PathBuf> {
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

/// The faults of a failed reading.
fn faults<T: std::fmt::Debug>(result: Result<T, ReadError>) -> Vec<Fault> {
    match result {
        Err(ReadError::Faults { faults }) => faults,
        other => panic!("expected faults, got {other:?}"),
    }
}
