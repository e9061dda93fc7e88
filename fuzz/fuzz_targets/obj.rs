//! Any bytes as a Obj file: refused or read, never a panic or unbounded memory.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_assets::import::{Format, examine};
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let _ = examine(Format::Obj, bytes, Path::new("/nonexistent"));
});
