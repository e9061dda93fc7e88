//! Any text as a device profile.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_episodes::DeviceProfile;
use restage_fuzz::file;

fuzz_target!(|text: &str| {
    // A URDF that it names would be another file of this machine.
    if !text.contains("urdf") {
        let _ = DeviceProfile::load(&file("profile.toml", text.as_bytes()));
    }
});
