//! Parts that are merged give what one writer would have written, byte for byte.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

#[expect(dead_code, reason = "each test file uses a part")]
mod common;

use common::*;
use restage_exporters::{
    DatasetCard, DatasetConfig, DatasetMerger, DatasetSummary, DatasetWriter, ExportError, FileLimits,
};
use std::path::{Path, PathBuf};

fn part(folder: &Path, name: &str, config: DatasetConfig, seeds: std::ops::Range<u64>) -> PathBuf {
    let output = folder.join(name);
    let mut writer = DatasetWriter::create(&output, config).unwrap();
    for seed in seeds {
        writer.append(&touching_episode(seed, 5 + 3 * seed as usize, &CAMERAS)).unwrap();
    }
    writer.finish(&DatasetCard::default()).unwrap().path
}

fn merge(parts: &[PathBuf], output: &Path, config: DatasetConfig) -> Result<DatasetSummary, ExportError> {
    let mut merger = DatasetMerger::create(output, config)?;
    parts.iter().try_for_each(|part| merger.add(part))?;
    merger.finish(&DatasetCard::default())
}

#[test]
fn merged_parts_equal_one_run() {
    let folder = tempfile::tempdir().unwrap();
    // Files roll over within the parts and again, elsewhere, in the whole.
    let limits = FileLimits { video_seconds: 3, data_bytes: 4000, ..FileLimits::default() };
    let config = || DatasetConfig { modalities: with_touch(), limits, ..config() };
    let whole = part(folder.path(), "whole", config(), 0..7);
    let parts = [
        part(folder.path(), "a", config(), 0..3),
        part(folder.path(), "b", config(), 3..4),
        part(folder.path(), "c", config(), 4..7),
    ];
    let merged = folder.path().join("merged");
    let summary = merge(&parts, &merged, config()).unwrap();
    assert_eq!(summary.episodes, 7);
    let (whole, merged) = (files(&whole), files(&merged));
    assert_eq!(whole.keys().collect::<Vec<_>>(), merged.keys().collect::<Vec<_>>());
    for (name, bytes) in &whole {
        assert!(bytes == &merged[name], "{name} differs");
    }
}

#[test]
fn parts_of_other_settings_are_refused_and_nothing_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let config = || DatasetConfig { modalities: with_touch(), ..config() };
    let good = part(folder.path(), "good", config(), 0..1);
    let slower = DatasetConfig { robot_type: "other".into(), ..config() };
    let other = part(folder.path(), "other", slower, 0..1);
    let merged = folder.path().join("merged");
    let refused = merge(&[good.clone(), other], &merged, config()).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("expected robot_type \"two_finger_gripper\", found robot_type \"other\""),
        "{refused}"
    );
    let missing = folder.path().join("missing");
    let absent = merge(&[good.clone(), missing], &merged, config());
    assert!(matches!(absent, Err(ExportError::Io { .. })));
    assert!(!merged.exists());
    // A damaged part is noticed on the way, and nothing is published.
    let video = good.join("videos/observation.images.head/chunk-000/file-000.mp4");
    let bytes = std::fs::read(&video).unwrap();
    std::fs::write(&video, &bytes[..bytes.len() - 10]).unwrap();
    assert!(matches!(merge(&[good], &merged, config()), Err(ExportError::Io { .. })));
    assert_eq!(names(folder.path()), ["good", "other"]);
}
