//! Any metadata and any chunk of an array of a replay buffer: codecs see damage that a zip's checksum would hide.
//! The input is a `.zarray`, a line with `%`, and the bytes of its first chunk.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_fuzz::{halves, scratch};
use std::fs;

fuzz_target!(|bytes: &[u8]| {
    let root = scratch().join("buffer.zarr");
    let write = |name: &str, bytes: &[u8]| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a scratch folder");
        fs::write(path, bytes).expect("a scratch file");
    };
    let ends = br#"{"zarr_format":2,"shape":[1],"chunks":[1],"dtype":"<i8","compressor":null,"fill_value":0,"order":"C","filters":null}"#;
    write("meta/episode_ends/.zarray", ends);
    write("meta/episode_ends/0", &3_i64.to_le_bytes());
    let (metadata, chunk) = halves(bytes);
    for array in ["data/robot0_eef_pos", "data/camera0_rgb"] {
        write(&format!("{array}/.zarray"), metadata);
        for name in ["0", "0.0", "0.0.0.0"] {
            write(&format!("{array}/{name}"), chunk);
        }
    }
    let _ = restage_episodes::read::open(&root);
    let _ = restage_episodes::umi::decode_frames(&root, "camera0_rgb", 0..2);
});
