//! Any bytes as the archive of a pack: what comes out has a tame relative path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_assets::packs::visit;
use std::io::Write;

fuzz_target!(|bytes: &[u8]| {
    // A Debian package would start a process for each input.
    if bytes.starts_with(b"!<arch>") {
        return;
    }
    let Ok(mut file) = tempfile::NamedTempFile::new() else { return };
    if file.write_all(bytes).is_err() {
        return;
    }
    let _ = visit(file.path(), |_| true, |entry| {
        assert!(!entry.path.starts_with('/') && !entry.path.split('/').any(|name| name == ".."));
        Ok(())
    });
});
