//! The judge is the real `lerobot` library: it loads, decodes, batches, streams and merges what was written.
//!
//! Needs `RESTAGE_LEROBOT_PYTHON` (a python with lerobot) and `RESTAGE_LOAD_CHECK` (the checking script; default
//! `../shared/tools/load_check.py` beside the workspace). Without them it is skipped, unless
//! `RESTAGE_REQUIRE_LEROBOT=1`.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

#[expect(dead_code, reason = "each test file uses a part")]
mod common;

use common::*;
use restage_exporters::{DatasetCard, DatasetConfig, DatasetWriter, FileLimits};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The python and the script, or a loud reason why there are none.
fn judge() -> Option<(PathBuf, PathBuf)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/tools/load_check.py");
    let script = std::env::var_os("RESTAGE_LOAD_CHECK").map_or(beside, PathBuf::from);
    let python = std::env::var_os("RESTAGE_LEROBOT_PYTHON").map(PathBuf::from);
    if let Some(python) = python
        && script.is_file()
    {
        return Some((python, script));
    }
    let reason = format!("RESTAGE_LEROBOT_PYTHON is not set, or no script at {}", script.display());
    assert!(std::env::var_os("RESTAGE_REQUIRE_LEROBOT").is_none_or(|value| value != "1"), "{reason}");
    eprintln!("SKIPPED: lerobot acceptance: {reason}");
    None
}

fn accept(dataset: &Path, streaming: bool) -> serde_json::Value {
    let Some((python, script)) = judge() else { return serde_json::Value::Null };
    let mut command = Command::new(python);
    command.arg(script).arg(dataset).arg("--deep");
    if streaming {
        command.arg("--streaming");
    }
    let output = command.output().expect("the python starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let verdict: serde_json::Value = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(verdict["verdict"], "pass", "{verdict:#}");
    assert_eq!(verdict["errors"], serde_json::json!([]), "{verdict:#}");
    eprintln!("lerobot {} accepts: {}", verdict["lerobot"], verdict["summary"]);
    verdict
}

#[test]
fn lerobot_loads_streams_and_merges_a_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let cameras = [("wrist", 96, 64), ("head", 128, 96)];
    let config = DatasetConfig {
        modalities: with_touch(),
        cameras: cameras
            .map(|(name, width, height)| restage_exporters::CameraConfig { name: name.into(), width, height })
            .to_vec(),
        ..config()
    };
    let mut writer = DatasetWriter::create(&output, config).unwrap();
    for (seed, frames) in (0..).zip([13, 20, 1, 32, 9]) {
        let mut episode = touching_episode(seed, frames, &cameras);
        if seed == 3 {
            episode.task = "open the drawer – slowly".into();
        }
        writer.append(&episode).unwrap();
    }
    writer.finish(&DatasetCard::default()).unwrap();
    let verdict = accept(&output, true);
    if !verdict.is_null() {
        assert_eq!(verdict["warnings"], serde_json::json!([]), "{verdict:#}");
    }
}

#[test]
fn lerobot_loads_a_dataset_of_many_files() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let limits = FileLimits { video_seconds: 3, data_bytes: 3000, ..FileLimits::default() };
    let mut writer = DatasetWriter::create(&output, DatasetConfig { limits, ..config() }).unwrap();
    for seed in 0..6 {
        writer.append(&episode(seed, 12 + seed as usize, &CAMERAS)).unwrap();
    }
    let summary = writer.finish(&DatasetCard::default()).unwrap();
    assert!(summary.video_files > 2 && summary.data_files > 1);
    accept(&output, false);
}

/// Readers that stream want one file per camera; times beyond 1024 s are where single precision gets coarse.
#[test]
fn lerobot_streams_a_dataset_longer_than_a_thousand_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let (fps, camera) = (3, CAMERAS[0]);
    let cameras =
        vec![restage_exporters::CameraConfig { name: camera.0.into(), width: camera.1, height: camera.2 }];
    let mut writer = DatasetWriter::create(&output, DatasetConfig { fps, cameras, ..config() }).unwrap();
    for seed in 0..27 {
        let mut episode = episode(seed, 120, &[camera]);
        episode.fps = fps;
        writer.append(&episode).unwrap();
    }
    let summary = writer.finish(&DatasetCard::default()).unwrap();
    assert_eq!((summary.video_files, summary.frames), (1, 3240));
    accept(&output, true);
}
