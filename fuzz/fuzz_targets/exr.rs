//! Any bytes as an OpenEXR panorama.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_assets::packs::decode_exr;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(panorama) = decode_exr(bytes) {
        assert_eq!(panorama.pixels.len(), panorama.width * panorama.height);
        assert!(panorama.pixels.iter().flatten().all(|value| value.is_finite() && *value >= 0.0));
    }
});
