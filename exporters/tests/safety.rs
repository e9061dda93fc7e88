//! A dataset appears whole or not at all, and nothing that exists is lost on the way.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

#[expect(dead_code, reason = "each test file uses a part")]
mod common;

use common::*;
use restage_exporters::{
    DatasetCard, DatasetConfig, DatasetWriter, ExportError, FfmpegInfo, VideoSettings, check_destination,
};
use std::fs;
use std::path::Path;

fn publish(output: &Path, seed: u64, overwrite: bool) -> Result<(), ExportError> {
    let mut writer = DatasetWriter::create(output, DatasetConfig { overwrite, ..states_only() })?;
    writer.append(&episode(seed, 5, &[]))?;
    writer.finish(&DatasetCard::default()).map(|_| ())
}

#[test]
fn an_existing_dataset_is_replaced_only_when_allowed_and_by_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    publish(&output, 1, false).unwrap();
    let before = files(&output);
    assert!(matches!(publish(&output, 2, false), Err(ExportError::OutputExists { .. })));
    let mut abandoned =
        DatasetWriter::create(&output, DatasetConfig { overwrite: true, ..states_only() }).unwrap();
    abandoned.append(&episode(2, 5, &[])).unwrap();
    abandoned.abandon();
    assert_eq!(files(&output), before);
    publish(&output, 2, true).unwrap();
    assert_ne!(files(&output), before);
    assert_eq!(names(folder.path()), ["set"], "nothing is left beside it");
}

#[test]
fn a_folder_that_is_no_dataset_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("home");
    fs::create_dir(&output).unwrap();
    check_destination(&output, false).unwrap();
    fs::write(output.join("letter.txt"), "precious").unwrap();
    assert!(matches!(check_destination(&output, false), Err(ExportError::OutputExists { .. })));
    assert!(matches!(publish(&output, 1, true), Err(ExportError::NotADataset { .. })));
    assert_eq!(names(folder.path()), ["home"]);
    assert_eq!(fs::read_to_string(output.join("letter.txt")).unwrap(), "precious");
}

#[test]
fn an_output_that_appears_during_the_run_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let mut writer = DatasetWriter::create(&output, states_only()).unwrap();
    writer.append(&episode(1, 5, &[])).unwrap();
    fs::create_dir(&output).unwrap();
    fs::write(output.join("other.txt"), "of somebody else").unwrap();
    assert!(matches!(writer.finish(&DatasetCard::default()), Err(ExportError::OutputExists { .. })));
    assert_eq!(names(&output), ["other.txt"]);
}

#[test]
fn two_writers_never_share_an_output() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let mut first = DatasetWriter::create(&output, states_only()).unwrap();
    assert!(matches!(DatasetWriter::create(&output, states_only()), Err(ExportError::Busy { .. })));
    first.append(&episode(1, 5, &[])).unwrap();
    first.finish(&DatasetCard::default()).unwrap();
    assert_eq!(names(folder.path()), ["set"]);
}

#[test]
fn what_a_killed_run_left_is_found_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let left = folder.path().join(".set.partial");
    fs::create_dir_all(left.join("data/chunk-000")).unwrap();
    fs::create_dir_all(left.join(".work")).unwrap();
    fs::write(left.join(".work/lock"), "").unwrap();
    fs::write(left.join(".work/wrist.samples"), "half").unwrap();
    fs::write(left.join("data/chunk-000/file-000.parquet"), "half").unwrap();
    let mut writer = DatasetWriter::create(&output, states_only()).unwrap();
    assert!(writer.notes()[0].starts_with("removed what an interrupted run left"), "{:?}", writer.notes());
    writer.append(&episode(1, 5, &[])).unwrap();
    writer.finish(&DatasetCard::default()).unwrap();
    assert!(!files(&output).values().any(|bytes| bytes == b"half"));
    assert_eq!(names(folder.path()), ["set"]);
}

#[test]
fn a_dataset_that_an_interrupted_overwrite_moved_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    publish(&output, 1, false).unwrap();
    let before = files(&output);
    fs::rename(&output, folder.path().join(".set.replaced")).unwrap();
    assert!(matches!(publish(&output, 2, false), Err(ExportError::OutputExists { .. })));
    assert_eq!(files(&output), before);
}

#[test]
fn a_missing_ffmpeg_is_named_with_its_remedy() {
    let error = FfmpegInfo::probe_program(Path::new("/nowhere/ffmpeg")).unwrap_err();
    assert!(matches!(error, ExportError::FfmpegMissing { .. }));
    assert!(error.to_string().contains("apt-get install ffmpeg"), "{error}");
    let info = FfmpegInfo::probe().unwrap();
    assert!(info.encoders.iter().any(|encoder| encoder == "libx264"));
    assert!(info.version.starts_with(|digit: char| digit.is_ascii_digit()), "{}", info.version);
}

/// A program that answers the probe like ffmpeg and then fails in the middle of an episode.
#[cfg(unix)]
fn broken_ffmpeg(folder: &Path) -> std::path::PathBuf {
    const SCRIPT: &str = r#"#!/bin/sh
case "$*" in
*-version*) echo ffmpeg version 5.0;;
*-encoders*) echo ' V..... libx264 H.264';;
*) if [ -e "$0.works" ]; then exec ffmpeg "$@"; fi; head -c 1000 >/dev/null; echo 'no space on encoder' >&2; exit 3;;
esac
"#;
    let path = folder.join("ffmpeg");
    // Another process writes it: a program open for writing here, if only in a fork, cannot be started.
    let write = r#"printf '%s' "$1" > "$2" && chmod 755 "$2""#;
    let status =
        std::process::Command::new("sh").args(["-c", write, "sh", SCRIPT]).arg(&path).status().unwrap();
    assert!(status.success());
    path
}

#[cfg(unix)]
#[test]
fn a_failing_encoder_costs_one_episode_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let program = broken_ffmpeg(folder.path());
    let config = DatasetConfig {
        video: VideoSettings { program: program.clone(), ..VideoSettings::default() },
        ..config()
    };
    let output = folder.path().join("set");
    let mut writer = DatasetWriter::create(&output, config).unwrap();
    let error = writer.append(&episode(1, 60, &CAMERAS)).unwrap_err();
    insta::assert_snapshot!(error.to_string());
    // The encoder is repaired; the failed episode has left no trace.
    fs::write(program.with_extension("works"), "").unwrap();
    writer.append(&episode(2, 5, &CAMERAS)).unwrap();
    let summary = writer.finish(&DatasetCard::default()).unwrap();
    assert_eq!((summary.episodes, summary.frames), (1, 5));
    assert_eq!(probe(&output.join("videos/observation.images.wrist/chunk-000/file-000.mp4")).0.len(), 5);
}
