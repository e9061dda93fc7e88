//! Damaged and hostile replay buffers: a sentence with file and episode, never a panic, never much memory.

use crate::faults;
use crate::zarr::{FIXTURE_LENGTH, Group, fixture};
use proptest::prelude::*;
use restage_episodes::raw::ReadError;
use restage_episodes::umi;
use serde_json::{Value, json};

#[test]
fn a_damaged_chunk_costs_only_its_own_episodes() {
    let group = Group::with_ends(&[2, 4, 6]);
    group.floats("data/robot0_gripper_width", 1, &[0.01; 6]);
    let whole = vec![0_u8; 2 * 3 * 4];
    let stored = [("0.0", whole.clone()), ("1.0", whole[..20].to_vec()), ("2.0", whole)];
    group.array("data/robot0_eef_pos", &[6, 3], &[2, 3], "<f4", &Value::Null, &stored);
    let dataset = umi::read(&group.path()).unwrap();
    let kept: Vec<u64> = dataset.episodes.iter().map(|episode| episode.episode_index).collect();
    assert_eq!(kept, [0, 2]);
    assert_eq!(dataset.rejected.len(), 1);
    let fault = &dataset.rejected[0].faults[0];
    assert_eq!((fault.episode, fault.field.as_str()), (Some(1), "data/robot0_eef_pos"));
    assert!(fault.found.contains("chunk 1.0: 20 bytes in a chunk of 24"), "{fault}");
}

#[test]
fn episodes_beyond_the_end_of_an_array_are_rejected() {
    let group = Group::with_ends(&[2, 4]);
    group.floats("data/robot0_eef_pos", 3, &[0.0; 9]);
    let dataset = umi::read(&group.path()).unwrap();
    assert_eq!((dataset.episodes.len(), dataset.rejected.len()), (1, 1));
    assert!(dataset.rejected[0].faults[0].found.contains("3 rows in all"));
}

#[test]
fn an_array_that_cannot_be_understood_is_left_out_with_a_reason() {
    let group = Group::with_ends(&[2]);
    group.floats("data/robot0_eef_pos", 3, &[0.0; 6]);
    group.array("data/mic_0", &[2, 800], &[2, 800], "<f4", &json!({"id": "lzma"}), &[]);
    group.array("data/names", &[2], &[2], "<U7", &Value::Null, &[]);
    group.file("data/broken/.zarray", b"{ not json");
    let dataset = umi::read(&group.path()).unwrap();
    assert_eq!(dataset.episodes[0].columns.keys().collect::<Vec<_>>(), ["robot0_eef_pos"]);
    let warnings = dataset.warnings.join("\n");
    assert_eq!(dataset.warnings.len(), 3, "{warnings}");
    for reason in ["compressor `lzma`", "element type \"<U7\"", "key must be a string"] {
        assert!(warnings.contains(reason), "{reason} in {warnings}");
    }
}

#[test]
fn absurd_sizes_are_refused_before_any_memory_is_taken() {
    let huge = 1_u64 << 38;
    let cases = [
        json!([huge, 3]),
        json!([huge, huge, huge]),
        json!([2, huge]),
        json!([0, huge, huge, huge]),
        json!([u64::MAX, 1]),
    ];
    for shape in cases {
        let group = Group::with_ends(&[2]);
        group.floats("data/robot0_eef_pos", 3, &[0.0; 6]);
        let chunks: Vec<u64> = shape.as_array().unwrap().iter().map(|_| 1).collect();
        let metadata = json!({
            "zarr_format": 2, "shape": shape, "chunks": chunks, "dtype": "<f8", "compressor": null,
            "fill_value": 0, "order": "C", "filters": null,
        });
        group.metadata("data/huge", &metadata);
        let dataset = umi::read(&group.path()).unwrap();
        assert!(dataset.warnings.iter().any(|warning| warning.contains("left out")), "{shape}: {dataset:?}");
        assert_eq!(dataset.episodes.len(), 1);
    }
}

#[test]
fn a_chunk_that_unpacks_to_more_than_it_may_is_refused() {
    let group = Group::with_ends(&[2]);
    group.floats("data/robot0_eef_pos", 3, &[0.0; 6]);
    // 12000 bytes of content where 8 are declared, in every compressor.
    for name in ["zlib", "gzip", "zstd", "blosc_lz4_shuffle"] {
        let id = if name.starts_with("blosc") { "blosc" } else { name };
        let chunk = fixture(&format!("{name}.bin"));
        group.array(&format!("data/{name}"), &[2], &[2], "<f4", &json!({"id": id}), &[("0", chunk)]);
    }
    let faults = faults(umi::read(&group.path()));
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.episode == Some(0)));
}

#[test]
fn broken_episode_ends_are_named() {
    for (ends, found) in [(vec![5, 3], "3 after 5 at episode 1"), (vec![-1], "-1 after 0"), (vec![], "")] {
        let group = Group::with_ends(&ends);
        group.floats("data/robot0_eef_pos", 3, &[0.0; 15]);
        let faults = faults(umi::read(&group.path()));
        assert_eq!(faults[0].field, "meta/episode_ends");
        assert!(faults[0].found.contains(found), "{}", faults[0]);
    }
}

#[test]
fn what_is_no_replay_buffer_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("set.zarr.zip");
    assert!(matches!(umi::read(&file), Err(ReadError::Io { .. })));
    std::fs::write(&file, b"PK\x03\x04 cut off").unwrap();
    assert!(matches!(umi::read(&file), Err(ReadError::Unrecognised { .. })));
    let error = umi::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("no array `meta/episode_ends`") && error.contains("hint:"), "{error}");
}

#[test]
fn pictures_that_cannot_be_decoded_are_named() {
    let group = Group::with_ends(&[2]);
    let jpegxl = json!({"id": "imagecodecs_jpegxl"});
    let mut cut = fixture("picture_0.jxl");
    cut.truncate(60);
    group.array("data/camera0_rgb", &[2, 24, 32, 3], &[1, 24, 32, 3], "|u1", &jpegxl, &[("0.0.0.0", cut)]);
    group.floats("data/robot0_eef_pos", 3, &[0.0; 6]);
    let path = group.path();
    let found = |camera: &str, frames| faults(umi::decode_frames(&path, camera, frames))[0].to_string();
    assert!(found("camera0_rgb", 0..1).contains("at frame 0"), "{}", found("camera0_rgb", 0..1));
    assert!(found("camera0_rgb", 1..2).contains("chunk 1.0.0.0 is missing"));
    assert!(found("camera0_rgb", 1..9).contains("2 frames in all"));
    assert!(found("wrist", 0..1).contains("cameras: camera0_rgb"));
    assert!(found("robot0_eef_pos", 0..1).contains("shape [2, 3]"));
    assert!(found("../meta/episode_ends", 0..1).contains("no such array"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any damage to a packed chunk gives numbers or a fault.
    #[test]
    fn damaged_chunks_never_panic(
        name in prop::sample::select(vec![
            "blosc_lz4_shuffle", "blosc_lz4_bitshuffle", "blosc_zstd_shuffle", "blosc_zlib_shuffle",
            "blosc_blosclz_shuffle", "blosc_lz4_plain", "zlib", "gzip", "zstd",
        ]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        header in any::<bool>(),
        keep in any::<prop::sample::Index>(),
    ) {
        let mut chunk = fixture(&format!("{name}.bin"));
        let reach = if header { 32.min(chunk.len()) } else { chunk.len() };
        for (place, value) in flips {
            let place = place.index(reach);
            chunk[place] = value;
        }
        if keep.index(4) == 0 {
            chunk.truncate(keep.index(chunk.len()));
        }
        let id = if name.starts_with("blosc") { "blosc" } else { name };
        let group = Group::with_ends(&[FIXTURE_LENGTH as i64]);
        let length = FIXTURE_LENGTH;
        group.array("data/x", &[length], &[length], "<f4", &json!({"id": id}), &[("0", chunk)]);
        match umi::read(&group.path()) {
            Ok(dataset) => prop_assert_eq!(dataset.episodes[0].columns["x"].values.len(), length),
            Err(ReadError::Faults { faults }) => prop_assert_eq!(faults[0].episode, Some(0)),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    /// Any damage to metadata gives a dataset or an error.
    #[test]
    fn damaged_metadata_never_panics(
        place in any::<prop::sample::Index>(),
        value in any::<u8>(),
        which in prop::sample::select(vec!["meta/episode_ends", "data/robot0_eef_pos"]),
    ) {
        let group = Group::with_ends(&[2]);
        group.floats("data/robot0_eef_pos", 3, &[0.0; 6]);
        let file = group.path().join(which).join(".zarray");
        let mut text = std::fs::read(&file).unwrap();
        let place = place.index(text.len());
        text[place] = value;
        std::fs::write(&file, text).unwrap();
        let _ = umi::read(&group.path());
    }
}
