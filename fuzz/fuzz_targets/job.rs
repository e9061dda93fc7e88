//! Any text as a job file, and as fitted priors laid over the job that comes with none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use restage_fuzz::file;
use restage_pipeline::{Job, fit::load_priors};
use restage_randomizers::RandomizationConfig;

fuzz_target!(|text: &str| {
    let path = file("file.toml", text.as_bytes());
    if let Ok(job) = Job::load(&path) {
        let _ = job.validate();
    }
    if let Ok(priors) = load_priors(&path) {
        let mut laws = RandomizationConfig::default();
        if priors.apply(&mut laws).is_ok() {
            let _ = laws.faults();
        }
    }
});
