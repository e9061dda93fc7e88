//! Any text as the small files: registered split, pack manifest, credentials, address of a store.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_assets::packs::PackManifest;
use restage_fuzz::file;
use restage_storage::{StoreUrl, credentials};
use restage_validation::splits::RegisteredSplit;

fuzz_target!(|text: &str| {
    if let Ok(split) = RegisteredSplit::load(&file("split.toml", text.as_bytes())) {
        assert!(split.to_toml().is_ok());
    }
    let _ = PackManifest::parse(text);
    let _ = credentials::parse(text);
    if let Ok(url) = text.parse::<StoreUrl>() {
        assert!(url.to_string().parse::<StoreUrl>().is_ok_and(|again| again == url), "{url}");
    }
});
