//! A run folder whose `run.json` or journal holds any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_fuzz::{Base, scratch};
use restage_pipeline::{MergeRequest, Silent, merge};
use std::sync::OnceLock;

fuzz_target!(|bytes: &[u8]| {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(Base::of_environment).with_input(bytes, |folder, _| {
        let output = scratch().join("merged");
        let runs = vec![folder.to_owned()];
        let request = MergeRequest { runs, output, partial: true, overwrite: true, work: None };
        let _ = merge(&request, &Silent);
    });
});
