//! Any bytes as a UMI replay buffer in one zip file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_fuzz::file;

fuzz_target!(|bytes: &[u8]| {
    let path = file("buffer.zarr.zip", bytes);
    let _ = restage_episodes::read::open(&path);
    let _ = restage_episodes::umi::decode_frames(&path, "camera0_rgb", 0..2);
});
