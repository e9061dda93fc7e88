//! Any bytes as the tables that evidence is drawn from; the first byte chooses the reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_fuzz::file;
use restage_validation::ranking::read_policy_scores;
use restage_validation::recordings::{read_npz, read_tracking};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let path = file("recording", rest);
    match first % 3 {
        0 => drop(read_policy_scores(&path)),
        1 => drop(read_tracking(&path)),
        _ => drop(read_npz(&path)),
    }
});
