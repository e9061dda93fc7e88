//! Any bytes as a CSV table (first byte even) or a TUM trajectory (odd), interpreted by a device profile.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_episodes::DeviceProfile;
use restage_episodes::source::read_demonstrations;
use restage_fuzz::file;
use std::sync::OnceLock;

fuzz_target!(|bytes: &[u8]| {
    static PROFILE: OnceLock<DeviceProfile> = OnceLock::new();
    let profile = PROFILE.get_or_init(|| DeviceProfile::builtin("umi").expect("a shipped profile"));
    let Some((first, rest)) = bytes.split_first() else { return };
    let path = file(if first % 2 == 0 { "track.csv" } else { "track.tum" }, rest);
    let _ = restage_episodes::read::open(&path);
    let _ = read_demonstrations(&path, profile);
});
