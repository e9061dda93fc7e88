//! Bad input gets a sentence and exit code 2; nothing is written and nothing is lost.

mod common;

use common::restage;
use std::fs;

#[test]
fn a_missing_source_is_named() {
    let run = restage(["inspect", "/no/such/dataset", "--profile", "umi"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("/no/such/dataset"), "{}", run.stderr);
}

#[test]
fn an_unknown_profile_lists_the_known_ones() {
    let run = restage(["inspect", ".", "--profile", "umii"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("umii") && run.stderr.contains("so100"), "{}", run.stderr);
}

#[test]
fn an_empty_folder_is_not_a_dataset() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = restage(["inspect", folder.path().to_str().expect("a plain path"), "--profile", "umi"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("hint"), "{}", run.stderr);
}

#[test]
fn a_job_with_a_typo_gets_a_suggestion() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let job = folder.path().join("job.toml");
    fs::write(&job, "seeed = 3\n").expect("a job file");
    let run = restage(["generate", job.to_str().expect("a plain path")]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `seed`?"), "{}", run.stderr);
}

#[test]
fn existing_output_is_kept_without_force() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("precious");
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("notes.txt"), "years of work").expect("a file");
    let source = folder.path().join("nowhere");
    let run = restage([
        "generate",
        "--source",
        source.to_str().expect("a plain path"),
        "--profile",
        "umi",
        "--episodes",
        "1",
        "--out",
        out.to_str().expect("a plain path"),
    ]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("precious"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(out.join("notes.txt")).expect("still there"), "years of work");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "no staging folder is left");
}

#[test]
fn the_published_schema_is_the_programs_own() {
    let run = restage(["schema"]);
    let published = include_str!("../../docs/job.schema.json");
    // No `assert_eq`: nobody wants to read both.
    assert!(
        run.stdout.trim() == published.trim(),
        "docs/job.schema.json is stale: restage schema > docs/job.schema.json"
    );
}

/// The published example: a table, written by hand.
const TABLE: &str = include_str!("../../docs/scene.example.json");

fn checked(text: &str) -> common::Run {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("table.json");
    fs::write(&file, text).expect("a file");
    restage(["scene", file.to_str().expect("a plain path")])
}

#[test]
fn a_scene_file_is_checked_and_every_fault_is_told() {
    let run = checked(TABLE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("nothing wrong"), "{}", run.stdout);
    let mug = |model: &str| TABLE.replace("coffee_mug", model);
    let range = |name: &str, range: &str| {
        TABLE.replace("\"lights\"", &format!("\"ranges\": {{\"{name}\": {range}}}, \"lights\""))
    };
    for (text, parts) in [
        (TABLE[..TABLE.len() / 2].to_owned(), ["not a scene", "line"]),
        (TABLE.replace(": 2,", ": 7,"), ["version 7", "hint"]),
        (TABLE.replace("\"lights\"", "\"lamps\""), ["lamps", "expected"]),
        (TABLE.replace("[1.1, 0.7]", "[1.1, -0.7]"), ["supports[table].size", "positive"]),
        (TABLE.replace("1.2, 0.8", "1e999, 0.8"), ["not a scene", "number"]),
        (mug("cofee_mug"), ["missing asset", "did you mean \"coffee_mug\"?"]),
        (mug("../../../etc/passwd"), ["missing asset", "../../../etc/passwd"]),
        (TABLE.replace("0.2, 0.8", "0.2, 1.2"), ["mug", "rests on nothing"]),
        (range("object_pose.along", "[0.4, -0.4]"), ["object_pose.along", "the lesser value first"]),
        (range("object_pose.along", "[3.0, 4.0]"), ["object_pose.along", "leaves nothing"]),
        (range("object_pose.alogn", "[0.0, 0.1]"), ["object_pose.alogn", "no such law"]),
    ] {
        let run = checked(&text);
        assert_eq!(run.code, 2, "{parts:?}: {} {}", run.stdout, run.stderr);
        for part in parts {
            assert!(run.stderr.contains(part), "{part} is missing in {}", run.stderr);
        }
        assert!(run.stderr.contains("table.json"), "{}", run.stderr);
    }
    let run = restage(["scene", "/no/such/scene.json"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("/no/such/scene.json"), "{}", run.stderr);
}
