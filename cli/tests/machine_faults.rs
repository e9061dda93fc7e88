//! What goes wrong with the machine costs what it touches and nothing else, and the same command goes on from there.

#![cfg(unix)]

mod common;

use common::{Run, files, scripted_demonstrations};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn assert_equal(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

/// A job of `episodes` in parts of 2, filmed tiny or not at all.
fn job(folder: &Path, episodes: u32, film: bool) -> PathBuf {
    let source = scripted_demonstrations(folder);
    let path = folder.join("job.toml");
    let text = format!(
        "seed = 5\n[[sources]]\npath = {source:?}\nprofile = \"restage\"\n[output]\nepisodes = {episodes}\n\
         [film]\nenabled = {film}\nrenderer = \"cpu\"\nwidth = 16\nheight = 16\ncameras = [\"wrist\"]\n\
         [run]\nepisodes_per_part = 2\n"
    );
    std::fs::write(&path, text).expect("a job file");
    path
}

fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&stdout).into_owned(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

fn generate(job: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_restage"));
    command.arg("generate").arg(job).args(["--json", "--out"]).arg(out);
    command
}

#[test]
fn a_full_disk_stops_the_run_and_keeps_what_is_published() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let job = job(folder.path(), 8, false);
    let place = |name: &str| folder.path().join(name).join("dataset");
    let whole = place("whole");
    let clean = run(&mut generate(&job, &whole));
    assert_eq!(clean.code, 0, "{}", clean.stderr);
    let largest = files(&whole).values().map(Vec::len).max().expect("files");
    // Writing beyond a limit fails as on a full disk: within the first part, and when the parts are merged.
    for (limit, parts) in [(8, 0), (largest / 1024 - 1, 4)] {
        let out = place(&format!("limit-{limit}"));
        let limited = run(Command::new("bash")
            .args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "limited", &limit.to_string()])
            .arg(env!("CARGO_BIN_EXE_restage"))
            .arg("generate")
            .arg(&job)
            .args(["--json", "--out"])
            .arg(&out));
        assert_eq!(limited.code, 4, "{}", limited.stderr);
        assert!(limited.stderr.contains("File too large"), "{}", limited.stderr);
        assert!(!out.exists(), "half a dataset was published");
        let journal = out.with_file_name("dataset.run/shard-0-of-1/journal.jsonl");
        assert_eq!(std::fs::read_to_string(journal).expect("a journal").lines().count(), parts);
        let mended = run(&mut generate(&job, &out));
        assert_eq!(mended.code, 0, "{}", mended.stderr);
        assert_eq!(mended.json()["resumed"].as_u64(), Some(2 * parts as u64));
        assert_equal(&whole, &out);
    }
}

/// An `ffmpeg` in a folder of its own that is killed when its turns in `killed` come.
fn mortal_ffmpeg(folder: &Path, killed: &str) -> PathBuf {
    let real = run(Command::new("bash").args(["-c", "command -v ffmpeg"])).stdout;
    let bin = folder.join("bin");
    std::fs::create_dir_all(&bin).expect("a folder");
    // The turns are counted by folders, which exactly one process can make. Questions about its version are no turns.
    let script = format!(
        "#!/usr/bin/env bash\ncase \" $* \" in *pipe:*) ;; *) exec {real} \"$@\" ;; esac\n\
         turn=1\nuntil mkdir \"{turns}/$turn\" 2>/dev/null; do turn=$((turn + 1)); done\n\
         case ' {killed} ' in *\" $turn \"*) kill -KILL $$ ;; esac\nexec {real} \"$@\"\n",
        real = real.trim(),
        turns = bin.display(),
    );
    let path = bin.join("ffmpeg");
    std::fs::write(&path, script).expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
    bin
}

#[test]
fn a_killed_encoder_costs_its_episode_and_the_next_start_makes_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let job = job(folder.path(), 4, true);
    let place = |name: &str| folder.path().join(name).join("dataset");
    let whole = place("whole");
    let clean = run(&mut generate(&job, &whole));
    assert_eq!(clean.code, 0, "{}", clean.stderr);

    // One thread, so that turns belong to episodes: the second try of an episode is turn 3.
    let path = |bin: &Path| format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let once = mortal_ffmpeg(&folder.path().join("once"), "2");
    let out = place("once");
    let survived = run(generate(&job, &out).args(["--threads", "1"]).env("PATH", path(&once)));
    assert_eq!(survived.code, 0, "{}", survived.stderr);
    assert_equal(&whole, &out);

    let twice = mortal_ffmpeg(&folder.path().join("twice"), "2 3");
    let out = place("twice");
    let lost = run(generate(&job, &out).args(["--threads", "1"]).env("PATH", path(&twice)));
    assert_eq!(lost.code, 3, "{}", lost.stderr);
    assert!(lost.stderr.contains("episode 1 is lost"), "{}", lost.stderr);
    let report = lost.json();
    assert_eq!(
        (report["successes"].as_u64(), report["rejections"]["internal.lost"].as_u64()),
        (Some(3), Some(1))
    );
    let next = run(&mut generate(&job, &out));
    assert_eq!(next.code, 0, "{}", next.stderr);
    assert_eq!(next.json()["resumed"].as_u64(), Some(3));
    assert_equal(&whole, &out);

    // Without any encoder nothing is begun.
    let none = run(generate(&job, &place("none")).env("PATH", folder.path()));
    assert_eq!(none.code, 2, "{}", none.stderr);
    assert!(none.stderr.contains("ffmpeg") && none.stderr.contains("hint"), "{}", none.stderr);
}
