//! A LeRobotDataset (v2.1 and v3.0) of which one file holds any bytes: JSON, JSON lines, parquet, video.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_episodes::read::{ReadOptions, open_with};
use restage_fuzz::Base;
use std::sync::OnceLock;

fuzz_target!(|bytes: &[u8]| {
    static BASE: OnceLock<Base> = OnceLock::new();
    // Small enough that a limit which does not hold shows as memory.
    let limits = ReadOptions {
        max_rows_per_episode: 10_000,
        max_values_per_episode: 1_000_000,
        max_file_bytes: 16 << 20,
        max_text_bytes: 4 << 20,
        max_image_pixels: 1 << 20,
        ..ReadOptions::default()
    };
    BASE.get_or_init(Base::of_environment).with_input(bytes, |base, name| {
        let dataset = name.iter().next().expect("the version's folder");
        let _ = open_with(&base.join(dataset), &limits);
    });
});
