//! Any text as a scene file; one that is read is checked, written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_scenes::Scene;

fuzz_target!(|text: &str| {
    let Ok(scene) = Scene::from_json(text, "fuzzed") else { return };
    let _ = scene.validate();
    if let Ok(again) = scene.to_json() {
        assert!(Scene::from_json(&again, "again").is_ok(), "a scene does not survive its own text");
    }
});
