//! Nothing is lost and nothing changes, however a run is cut up: by kills, by shards, by growing the job.

mod common;

use common::{files, restage, scripted_demonstrations};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A job of 12 episodes in parts of 3, states only.
fn job(folder: &Path, source: &Path) -> PathBuf {
    let path = folder.join("job.toml");
    let text = format!(
        "seed = 5\n[[sources]]\npath = {source:?}\nprofile = \"restage\"\n\
         [output]\nepisodes = 12\n[film]\nenabled = false\n[run]\nepisodes_per_part = 3\n"
    );
    std::fs::write(&path, text).expect("a job file");
    path
}

fn assert_equal(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

fn generate(job: &Path, out: &Path, more: &[&str]) -> common::Run {
    let mut arguments = vec!["generate", job.to_str().expect("a plain path"), "--json", "--out"];
    arguments.push(out.to_str().expect("a plain path"));
    arguments.extend(more);
    restage(arguments)
}

#[test]
fn kills_and_shards_do_not_show_in_the_dataset() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = scripted_demonstrations(folder.path());
    let job = job(folder.path(), &source);
    // Every dataset has the same name, since names are part of datasets.
    let place = |name: &str| folder.path().join(name).join("dataset");

    let whole = place("whole");
    let run = generate(&job, &whole, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!whole.with_file_name("dataset.run").exists(), "a complete run leaves no folder");

    // Killed again and again at different moments, then left alone.
    let killed = place("killed");
    for milliseconds in [0, 20, 60, 120, 200, 300] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_restage"))
            .args(["generate", job.to_str().expect("a plain path"), "--threads", "2", "--out"])
            .arg(&killed)
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().expect("killed, or ended before");
        child.wait().expect("ended");
    }
    let run = generate(&job, &killed, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_equal(&whole, &killed);

    // Three shards, one of them in a folder of its own as if from another machine.
    let (shared, alone) = (place("shards"), place("elsewhere"));
    for (shard, out) in [("1/3", &shared), ("0/3", &shared), ("2/3", &alone)] {
        let run = generate(&job, out, &["--shard", shard, "--threads", "1"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!out.exists(), "a shard publishes no dataset");
    }
    let folders = [&shared, &alone].map(|out| out.with_file_name("dataset.run"));
    let merge = |runs: &[&Path], more: &[&str]| {
        let mut arguments: Vec<std::ffi::OsString> =
            vec!["merge".into(), "--out".into(), shared.clone().into()];
        arguments.extend(runs.iter().map(|run| run.as_os_str().to_owned()));
        arguments.extend(more.iter().map(Into::into));
        restage(arguments)
    };
    let run = merge(&[&folders[0]], &[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("3 of 12 episodes are missing") && run.stderr.contains("hint"),
        "{}",
        run.stderr
    );
    for _ in 0..2 {
        // Merging again changes nothing.
        let run = merge(&[&folders[1], &folders[0]], &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_equal(&whole, &shared);
    }
}

#[test]
fn a_run_is_continued_or_refused_but_never_mixed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = scripted_demonstrations(folder.path());
    let job = job(folder.path(), &source);
    let out = folder.path().join("dataset");
    let run = generate(&job, &out, &["--episodes", "4", "--shard", "0/2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // Another seed is another run.
    let run = generate(&job, &out, &["--seed", "6"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("seed = 5 there, seed = 6 here"), "{}", run.stderr);
    // The same job with more episodes takes over what a shard has made.
    let run = generate(&job, &out, &["--episodes", "5"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!((run.json()["resumed"].as_u64(), run.json()["successes"].as_u64()), (Some(3), Some(5)));
    // What is complete is not made again.
    let before = files(&out);
    let run = generate(&job, &out, &["--episodes", "5"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!((run.json()["resumed"].as_u64(), files(&out) == before), (Some(5), true));
    // A damaged part is found before it is merged.
    let other = folder.path().join("damaged");
    let run = generate(&job, &other, &["--episodes", "2", "--shard", "0/2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let table =
        other.with_file_name("damaged.run/shard-0-of-2/part-00000000/data/chunk-000/file-000.parquet");
    let mut bytes = std::fs::read(&table).expect("a table");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&table, bytes).expect("damaged");
    let run = restage(["merge", "--out", other.to_str().expect("a plain path")]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("part-00000000") && run.stderr.contains("hash"), "{}", run.stderr);
}

#[test]
fn shards_of_another_device_are_not_merged() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = scripted_demonstrations(folder.path());
    let profile = folder.path().join("other.toml");
    let known = include_str!("../../episodes/profiles/restage.toml");
    std::fs::write(&profile, known.replace("model = \"umi\"", "model = \"robotiq_2f85\""))
        .expect("a profile");
    let one = job(folder.path(), &source);
    let outs = ["one", "other"].map(|name| folder.path().join(name));
    let run = generate(&one, &outs[0], &["--episodes", "4", "--shard", "0/2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = std::fs::read_to_string(&one).expect("the job");
    let changed = text.replace("\"restage\"", &format!("{profile:?}"));
    std::fs::write(&one, changed).expect("a job file");
    let run = generate(&one, &outs[1], &["--episodes", "4", "--shard", "1/2"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let runs = outs.each_ref().map(|out| out.with_extension("run").into_os_string());
    let mut arguments = vec!["merge".into(), "--out".into(), outs[0].clone().into_os_string()];
    arguments.extend(runs);
    let run = restage(arguments);
    assert_eq!(run.code, 2, "{} {}", run.stdout, run.stderr);
    assert!(run.stderr.contains("the demonstrations differ"), "{}", run.stderr);
    assert!(!outs[0].exists(), "nothing is published");
}
