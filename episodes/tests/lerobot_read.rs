//! Reads correct small sets of every version, and the deviations that real sets have.

mod lerobot_support;

use arrow_array::builder::{FixedSizeListBuilder, Float64Builder, LargeListBuilder, ListBuilder};
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int32Array, StringArray};
use lerobot_support::{
    CAMERA, Columns, FPS, LENGTHS, SmallSet, columns, episodes_table, state, with, without, write_parts,
    write_table,
};
use restage_episodes::raw::{RawDataset, SourceFormat};
use restage_episodes::read::{ReadOptions, open, open_with};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Every value is where it belongs.
fn assert_values(set: &RawDataset) {
    assert_eq!(set.rejected, []);
    let lengths: Vec<usize> = set.episodes.iter().map(|episode| episode.timestamps.len()).collect();
    assert_eq!(lengths, LENGTHS);
    for (index, episode) in set.episodes.iter().enumerate() {
        assert_eq!(episode.episode_index, index as u64);
        assert_eq!(episode.task, "stack the cups");
        let column = &episode.columns["observation.state"];
        assert_eq!((column.width, column.names.len()), (3, 3));
        for row in 0..episode.timestamps.len() {
            let expected: Vec<f64> = (0..3).map(|axis| f64::from(state(index, row, axis))).collect();
            assert_eq!(column.row(row), expected, "episode {index} row {row}");
            assert!((episode.timestamps[row] - row as f64 / FPS).abs() < 1e-6);
        }
    }
}

#[test]
fn v21_and_v20() {
    let set = SmallSet::v21();
    let read = set.open().expect("a correct set");
    assert_eq!((read.format, read.rate_hz), (SourceFormat::LeRobotV21, Some(FPS)));
    assert_eq!(read.warnings, Vec::<String>::new());
    assert_values(&read);
    set.edit_info(|info| info["codebase_version"] = json!("v2.0"));
    let read = set.open().expect("a correct set");
    assert_eq!(read.format, SourceFormat::LeRobotV20);
    assert_values(&read);
}

#[test]
fn v30_with_groups() {
    let set = SmallSet::v30();
    let read = set.open().expect("a correct set");
    assert_eq!(read.format, SourceFormat::LeRobotV30);
    assert_eq!(read.warnings, Vec::<String>::new());
    assert_values(&read);
    let groups: Vec<_> = read.episodes.iter().map(|e| (e.group.clone(), e.scripted)).collect();
    let site = |name: &str| Some(name.to_owned());
    assert_eq!(groups, [(site("site 0"), false), (site("site 1"), true), (site("site 2"), false)]);
}

#[test]
fn v30_over_several_files_and_chunks() {
    let set = SmallSet::v30();
    let files = [
        "data/chunk-000/file-000.parquet",
        "data/chunk-000/file-001.parquet",
        "data/chunk-001/file-000.parquet",
    ];
    let mut first = 0;
    for (episode, rows) in LENGTHS.into_iter().enumerate() {
        write_table(&set.path(files[episode]), columns(episode, rows, first));
        first += rows;
    }
    let whole = |values: Vec<i64>| -> ArrayRef { Arc::new(arrow_array::Int64Array::from(values)) };
    let table = with(episodes_table(&LENGTHS), "data/chunk_index", whole(vec![0, 0, 1]));
    let table = with(table, "data/file_index", whole(vec![0, 1, 0]));
    // The table of episodes itself rolls over, too: its rows in two files, columns in another order.
    let rows = |from: usize, to: usize| -> Columns {
        table.iter().map(|(name, array)| (*name, array.slice(from, to - from))).collect()
    };
    write_table(&set.path("meta/episodes/chunk-000/file-000.parquet"), rows(0, 2));
    write_table(
        &set.path("meta/episodes/chunk-000/file-001.parquet"),
        rows(2, 3).into_iter().rev().collect(),
    );
    let read = set.open().expect("a correct set");
    assert_values(&read);
    assert_eq!(read.episodes[2].group.as_deref(), Some("site 2"));
}

#[test]
fn numbers_of_any_type_and_shape() {
    let set = SmallSet::v21();
    for (episode, rows) in LENGTHS.into_iter().enumerate() {
        let mut fixed = FixedSizeListBuilder::new(Float64Builder::new(), 3);
        let mut large = LargeListBuilder::new(Float64Builder::new());
        let mut grid = ListBuilder::new(ListBuilder::new(Float64Builder::new()));
        for row in 0..rows {
            for axis in 0..3 {
                fixed.values().append_value(f64::from(state(episode, row, axis)));
                large.values().append_value(axis as f64);
            }
            fixed.append(true);
            large.append(true);
            for line in 0..2 {
                grid.values().values().append_slice(&[f64::from(line), row as f64]);
                grid.values().append(true);
            }
            grid.append(true);
        }
        let mut table = with(columns(episode, rows, 0), "observation.state", Arc::new(fixed.finish()));
        table = with(table, "action", Arc::new(large.finish()));
        table = with(table, "task_index", Arc::new(Int32Array::from(vec![0; rows])));
        table.push(("observation.tactile", Arc::new(grid.finish())));
        table.push((
            "next.done",
            Arc::new(BooleanArray::from_iter((0..rows).map(|row| Some(row + 1 == rows)))),
        ));
        table.push(("note", Arc::new(StringArray::from(vec!["text is no number"; rows]))));
        write_table(&set.data_file(episode), table);
    }
    let read = set.open().expect("a correct set");
    assert_values(&read);
    let episode = &read.episodes[0];
    assert_eq!(episode.columns["action"].row(2), [0.0, 1.0, 2.0]);
    assert_eq!(episode.columns["observation.tactile"].width, 4);
    assert_eq!(episode.columns["observation.tactile"].row(3), [0.0, 3.0, 1.0, 3.0]);
    assert_eq!(episode.columns["next.done"].values, [0.0, 0.0, 0.0, 1.0]);
    assert!(!episode.columns.contains_key("note"));
}

#[test]
fn oddities_of_real_sets_are_warnings() {
    let set = SmallSet::v21();
    set.write(".DS_Store", b"\0\0");
    set.write("meta/stats.json", b"{}");
    set.edit_info(|info| {
        info["total_frames"] = json!(9999);
        info["splits"] = json!({"train": "0:50"});
        info["data_path"] = json!("data/chunk-{chunk_index:03d}/episode_{episode_index:06d}.parquet");
        info["features"]["pickup_box"] = json!({"dtype": "float32", "shape": [4], "names": null});
        info["features"]["observation.state"]["fps"] = json!(10);
        info["features"][CAMERA] = json!({"dtype": "video", "shape": [3, 48, 64], "names": null});
        info["features"].as_object_mut().expect("features").remove("timestamp");
    });
    let lines: String = LENGTHS
        .iter()
        .enumerate()
        .map(|(i, rows)| format!("{{\"episode_index\": {i}, \"tasks\": \"stack the cups\", \"length\": {rows}, \"collector\": \"ann\"}}\n\n"))
        .collect();
    set.write("meta/episodes.jsonl", lines.as_bytes());
    fs::remove_file(set.path("meta/tasks.jsonl")).expect("removed");
    let read = set.open().expect("nothing here makes the set unusable");
    assert_values(&read);
    assert_eq!(read.episodes[0].group.as_deref(), Some("ann"));
    let camera = &read.episodes[0].cameras[0];
    assert_eq!((camera.name.as_str(), camera.width, camera.height, &camera.clip), ("top", 64, 48, &None));
    insta::assert_snapshot!(read.warnings.join("\n"), @r#"
    meta/tasks.jsonl cannot be used: no such file
    meta/info.json says total_frames 9999, but the listed episodes add up to 15
    meta/info.json declares pickup_box, which the data files do not have
    camera observation.images.top has no frames: the video file is missing in 3 of 3 episodes (0, 1, 2)
    "#);
}

#[test]
fn times_are_derived_where_none_are_stored() {
    let set = SmallSet::v21();
    for (episode, rows) in LENGTHS.into_iter().enumerate() {
        let table = without(without(columns(episode, rows, 0), "timestamp"), "frame_index");
        write_table(&set.data_file(episode), table);
    }
    let read = set.open().expect("times can be derived");
    assert_eq!(read.episodes[0].timestamps, [0.0, 0.1, 0.2, 0.3]);
    assert!(
        read.warnings.iter().any(|warning| warning.contains("no column timestamp")),
        "{:?}",
        read.warnings
    );
}

#[test]
fn unlisted_episodes_are_found_by_name() {
    let set = SmallSet::v21();
    fs::remove_file(set.path("meta/episodes.jsonl")).expect("removed");
    let read = set.open().expect("the data files are there");
    assert_values(&read);
    assert!(read.warnings.iter().any(|warning| warning.contains("episodes.jsonl is missing")));
}

#[test]
fn video_stretches_of_a_shared_file() {
    let set = SmallSet::v30();
    set.edit_info(|info| {
        info["features"][CAMERA] = json!({"dtype": "video", "shape": [48, 64, 3], "names": null})
    });
    set.write("videos/observation.images.top/chunk-000/file-000.mp4", b"not looked into");
    let read = set.open().expect("a correct set");
    let clips: Vec<_> = read.episodes.iter().map(|e| e.cameras[0].clip.clone().expect("a clip")).collect();
    let stretches: Vec<_> = clips.iter().map(|clip| (clip.first_frame, clip.frames, clip.rate_hz)).collect();
    assert_eq!(stretches, [(0, 4, FPS), (4, 6, FPS), (10, 5, FPS)]);
    assert!(clips[2].path.ends_with("videos/observation.images.top/chunk-000/file-000.mp4"));
    assert_eq!(read.warnings, Vec::<String>::new());
}

#[test]
fn limits_hold() {
    let set = SmallSet::v21();
    let rejected = |options: ReadOptions| open_with(set.root(), &options).map(|read| read.rejected.len());
    assert_eq!(
        rejected(ReadOptions { max_rows_per_episode: 5, ..ReadOptions::default() }).expect("two are left"),
        1
    );
    for options in [
        ReadOptions { max_rows_per_episode: 1, ..ReadOptions::default() },
        ReadOptions { max_values_per_episode: 10, ..ReadOptions::default() },
        ReadOptions { max_columns: 3, ..ReadOptions::default() },
        ReadOptions { max_file_bytes: 100, ..ReadOptions::default() },
        ReadOptions { max_text_bytes: 100, ..ReadOptions::default() },
    ] {
        let message = rejected(options).expect_err("nothing fits").to_string();
        assert!(message.contains("at most") && message.contains("raise `max_"), "{message}");
    }
}

#[test]
fn every_row_of_a_long_v3_file_finds_its_episode() {
    let set = SmallSet::v30();
    let lengths = [3000, 4000, 1];
    let mut parts = Vec::new();
    let mut first = 0;
    for (episode, rows) in lengths.into_iter().enumerate() {
        let marks: ArrayRef =
            Arc::new(Float64Array::from_iter_values((first..first + rows).map(|row| row as f64)));
        let mut part = columns(episode, rows, first);
        part.push(("observation.mark", marks));
        parts.push(part);
        first += rows;
    }
    write_parts(&set.path("data/chunk-000/file-000.parquet"), parts);
    write_table(&set.path("meta/episodes/chunk-000/file-000.parquet"), episodes_table(&lengths));
    let read = set.open().expect("a correct set");
    let marks: Vec<f64> =
        read.episodes.iter().flat_map(|e| e.columns["observation.mark"].values.clone()).collect();
    assert_eq!(marks, (0..7001).map(f64::from).collect::<Vec<_>>());
    assert_eq!(read.episodes[1].timestamps.len(), 4000);
}

#[test]
fn the_kind_of_source_is_recognised() {
    let folder = tempfile::tempdir().expect("a folder");
    let relative = |text: String| text.replace(&*folder.path().to_string_lossy(), "DIR");
    let message = |path: &Path| relative(open(path).expect_err("nothing to read").to_string());
    fs::create_dir_all(folder.path().join("sets")).expect("made");
    fs::write(folder.path().join("notes.pdf"), b"x").expect("written");
    insta::assert_snapshot!(message(&folder.path().join("absent")), @"cannot read DIR/absent: No such file or directory (os error 2)");
    insta::assert_snapshot!(message(&folder.path().join("sets")), @"cannot tell what kind of dataset this is: the folder has neither meta/info.json nor a zarr group in DIR/sets; hint: give a LeRobot dataset folder (with meta/info.json), a UMI `.zarr.zip` or zarr folder, a `.csv` table or a TUM trajectory (`.txt`, `.tum`)");
    insta::assert_snapshot!(message(&folder.path().join("notes.pdf")), @"cannot tell what kind of dataset this is: a file of type `.pdf` in DIR/notes.pdf; hint: give a LeRobot dataset folder (with meta/info.json), a UMI `.zarr.zip` or zarr folder, a `.csv` table or a TUM trajectory (`.txt`, `.tum`)");
    fs::create_dir_all(folder.path().join("sets/cups/meta")).expect("made");
    fs::write(folder.path().join("sets/cups/meta/info.json"), b"{}").expect("written");
    insta::assert_snapshot!(message(&folder.path().join("sets")), @"cannot tell what kind of dataset this is: the folder has neither meta/info.json nor a zarr group in DIR/sets; hint: there is a dataset one level below: DIR/sets/cups");
    insta::assert_snapshot!(message(&folder.path().join("sets/cups/meta/info.json")), @"cannot tell what kind of dataset this is: a file of type `.json` in DIR/sets/cups/meta/info.json; hint: this file belongs to a LeRobot dataset; give its folder, DIR/sets/cups");
    insta::assert_snapshot!(message(&folder.path().join("sets/cups/meta")), @"cannot tell what kind of dataset this is: the folder has neither meta/info.json nor a zarr group in DIR/sets/cups/meta; hint: this folder belongs to a LeRobot dataset; give DIR/sets/cups");
}
