//! An asset folder: a description, a line with `%`, and a GLB file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_fuzz::{halves, scratch};
use std::fs;

fuzz_target!(|bytes: &[u8]| {
    let folder = scratch().join("asset");
    fs::create_dir_all(&folder).expect("a scratch folder");
    let (description, glb) = halves(bytes);
    fs::write(folder.join("asset.json"), description).expect("a scratch file");
    fs::write(folder.join("visual.glb"), glb).expect("a scratch file");
    let _ = restage_assets::import::asset::load(&folder);
});
