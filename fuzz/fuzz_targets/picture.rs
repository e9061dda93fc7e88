//! Any bytes as a PNG, JPEG or KTX2 picture: the first byte chooses the signature, the rest follows it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_assets::import::examine_picture;

const SIGNATURES: [&[u8]; 4] =
    [b"", b"\x89PNG\r\n\x1A\n", b"\xFF\xD8\xFF", b"\xABKTX 20\xBB\r\n\x1A\n"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let mut file = SIGNATURES[usize::from(*first) % SIGNATURES.len()].to_vec();
    file.extend_from_slice(rest);
    let _ = examine_picture(&file);
});
