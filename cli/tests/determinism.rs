//! The same job and seed give the same bytes for any number of threads; another seed differs.

mod common;

use common::{files, restage, scripted_demonstrations};
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of a dataset that is promised: parquet, stored specifications and rollouts; no video.
fn promised_files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut promised = files(root);
    promised.retain(|name, _| !name.ends_with(".mp4"));
    promised
}

fn generate(folder: &Path, name: &str, seed: u32, threads: u32) -> BTreeMap<String, Vec<u8>> {
    let demo = folder.join(name);
    std::fs::create_dir_all(&demo).expect("a folder");
    let source = folder.join("scripted_demonstrations");
    let out = demo.join("dataset");
    let run = restage([
        "generate",
        "--source",
        source.to_str().expect("a plain path"),
        "--profile",
        "restage",
        "--episodes",
        "4",
        "--seed",
        &seed.to_string(),
        "--threads",
        &threads.to_string(),
        "--no-film",
        "--out",
        out.to_str().expect("a plain path"),
        "--json",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    promised_files(&out)
}

#[test]
fn threads_do_not_matter_and_seeds_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    scripted_demonstrations(folder.path());
    let one = generate(folder.path(), "one", 11, 1);
    for threads in [2, 8] {
        let more = generate(folder.path(), &format!("threads-{threads}"), 11, threads);
        assert_eq!(one.keys().collect::<Vec<_>>(), more.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(bytes == &more[name], "{name} differs between 1 and {threads} threads");
        }
    }
    let other = generate(folder.path(), "other", 12, 2);
    let differs = |name: &str| one.get(name) != other.get(name);
    assert!(differs("data/chunk-000/file-000.parquet"), "another seed gives other states");
}
