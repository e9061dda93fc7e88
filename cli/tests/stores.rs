//! The same job on one machine and through an S3 store whose requests fail: the same bytes. Needs an S3 server, see
//! `common::store`.

#![cfg(feature = "s3")]

mod common;
#[path = "common/store.rs"]
mod store;

use common::{Run, files, scripted_demonstrations};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::{BUCKET, SECRET, Server, server};

/// A machine: its own folder for working copies, and nothing else that it shares with others but the store.
struct Machine<'a> {
    server: &'a Server,
    work: PathBuf,
}

impl Machine<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_restage"));
        command.args(arguments).arg("--work").arg(&self.work).env("RUST_LOG", "debug");
        command.envs(self.server.environment());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let Output { status, stdout, stderr } = self.command(arguments).output().expect("the program runs");
        let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert!(!stdout.contains(SECRET) && !stderr.contains(SECRET), "a credential was printed");
        Run { code: status.code().unwrap_or(-1), stdout, stderr }
    }
}

/// A job of 12 episodes in parts of 2, states only.
fn job(folder: &Path) -> String {
    let source = scripted_demonstrations(folder);
    let path = folder.join("job.toml");
    let text = format!(
        "seed = 5\n[[sources]]\npath = {source:?}\nprofile = \"restage\"\n[output]\nepisodes = 12\n\
         [film]\nenabled = false\n[run]\nepisodes_per_part = 2\n"
    );
    std::fs::write(&path, text).expect("a job file");
    path.display().to_string()
}

fn stored_files(server: &Server, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let names = server.names(folder).into_iter();
    let content = |name: String| {
        let (status, bytes) = server.request("GET", &format!("/{BUCKET}/{name}"));
        assert_eq!(status, 200, "{name}");
        (name[folder.len() + 1..].to_owned(), bytes)
    };
    names.map(content).collect()
}

fn assert_equal(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

#[test]
fn shards_on_several_machines_meet_in_a_store() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let job = job(folder.path());
    let machine = |name: &str| Machine { server: &server, work: folder.path().join(name) };
    let whole = folder.path().join("whole/dataset");
    let run = common::restage(["generate", &job, "--out", whole.to_str().expect("a plain path")]);
    assert_eq!(run.code, 0, "{}", run.stderr);

    let out = format!("s3://{BUCKET}/kitchen/dataset");
    let shard = |index: &str| {
        ["generate", &job, "--json", "--threads", "1", "--out", &out, "--shard", index].map(str::to_owned)
    };
    let run_shard =
        |machine: &Machine<'_>, index: &str| machine.run(&shard(index).each_ref().map(String::as_str));
    for index in ["0/3", "2/3"] {
        let run = run_shard(&machine(&index[..1]), index);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    // What is missing is said; nothing is published.
    let merge = ["merge", "--json", "--out", &out];
    let run = machine("merging").run(&merge);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("4 of 12 episodes are missing"), "{}", run.stderr);

    // A machine that is lost while it works; another one goes on from what the store has.
    let arguments = shard("1/3");
    let mut lost = machine("lost").command(&arguments.each_ref().map(String::as_str));
    let mut lost = lost.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    let begun = || server.names("kitchen/dataset.run/journal/shard-1-of-3").len();
    while begun() == 0 && lost.try_wait().expect("a process").is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    lost.kill().expect("killed, or ended before");
    lost.wait().expect("ended");
    let run = run_shard(&machine("other"), "1/3");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.json()["resumed"].as_u64() >= Some(2), "{}", run.stdout);

    for _ in 0..2 {
        // Merging again changes nothing.
        let run = machine("merging").run(&merge);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_equal(&files(&whole), &stored_files(&server, "kitchen/dataset"));
    }
    // From a store to a folder.
    let here = folder.path().join("here/dataset");
    let runs = format!("s3://{BUCKET}/kitchen/dataset.run");
    let run = machine("mine").run(&["merge", &runs, "--out", here.to_str().expect("a plain path")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_equal(&files(&whole), &files(&here));
    assert!(server.broken.load(Ordering::Relaxed) > 10, "the proxy broke nothing");
}

#[test]
fn one_machine_publishes_to_a_store_and_keeps_nothing() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let job = job(folder.path());
    let machine = Machine { server: &server, work: folder.path().join("work") };
    let out = format!("s3://{BUCKET}/picks");
    let generate = |more: &[&str]| {
        let mut arguments = vec!["generate", &job, "--json", "--out", &out, "--episodes", "4"];
        arguments.extend(more);
        machine.run(&arguments)
    };
    let run = generate(&["--keep-failures"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json()["dataset"], out.as_str());
    assert_eq!(server.names("picks.run"), Vec::<String>::new(), "a complete run leaves no folder");
    assert_eq!(files(&machine.work).keys().collect::<Vec<_>>(), Vec::<&String>::new());
    let first = stored_files(&server, "picks");
    assert!(first.contains_key("meta/info.json"));

    let again = generate(&["--keep-failures"]);
    assert_eq!((again.code, again.json()["resumed"].as_u64()), (0, Some(4)), "{}", again.stderr);
    assert_equal(&first, &stored_files(&server, "picks"));
    let other = generate(&["--seed", "6"]);
    assert_eq!(other.code, 2, "{}", other.stderr);
    assert!(other.stderr.contains("exists") && other.stderr.contains("hint"), "{}", other.stderr);
    let forced = generate(&["--seed", "6", "--force"]);
    assert_eq!(forced.code, 0, "{}", forced.stderr);
    assert!(stored_files(&server, "picks") != first);
    let wrong = machine.run(&["generate", &job, "--out", "s3://robots"]);
    assert_eq!(wrong.code, 2, "{}", wrong.stderr);
    assert!(wrong.stderr.contains("s3://BUCKET/FOLDER"), "{}", wrong.stderr);
}

/// Runs in a process of its own, whose environment has the credentials.
#[test]
#[ignore = "started by `large_files_go_in_pieces`"]
fn large_file_there_and_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (there, back) = (folder.path().join("there"), folder.path().join("back"));
    let bytes: Vec<u8> =
        (0..21_000_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    std::fs::write(&there, &bytes).expect("a file");
    let store = restage_storage::Store::open(&format!("s3://{BUCKET}/large").parse().expect("an address"));
    let store = store.expect("a store");
    store.upload(&there, "file").expect("uploaded");
    // What a call that was cut off has fetched.
    std::fs::write(folder.path().join("back.part"), &bytes[..9_000_000]).expect("a piece");
    store.download("file", &back).expect("downloaded");
    assert!(std::fs::read(&back).expect("a file") == bytes);
    store.remove("").expect("removed");
    assert!(!store.any("").expect("an answer"));
}

#[test]
fn large_files_go_in_pieces() {
    let Some(server) = server() else { return };
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    let child = child.args(["--exact", "large_file_there_and_back", "--ignored"]).envs(server.environment());
    let output = child.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}
