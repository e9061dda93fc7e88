//! Damaged and hostile sets: never a panic, always the file, the episode and the field.

mod lerobot_support;

use arrow_array::builder::{Float32Builder, ListBuilder};
use arrow_array::{ArrayRef, Float32Array, Int64Array};
use lerobot_support::{LENGTHS, SmallSet, columns, episodes_table, lists, state, with, without, write_table};
use proptest::prelude::*;
use restage_episodes::raw::RawDataset;
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// The set has lost exactly episode 1, with one fault; returns its text.
fn lost_episode_1(set: &SmallSet) -> String {
    let read = set.open().expect("the other episodes are good");
    assert_eq!(read.episodes.iter().map(|e| e.episode_index).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(read.rejected.len(), 1);
    assert_eq!(read.rejected[0].episode_index, 1);
    assert_eq!(read.rejected[0].faults.len(), 1, "{:?}", read.rejected[0].faults);
    read.rejected[0].faults[0].to_string()
}

/// A v2.1 set whose episode 1 has one column replaced.
fn with_column(name: &str, array: ArrayRef) -> SmallSet {
    let set = SmallSet::v21();
    write_table(&set.data_file(1), with(columns(1, LENGTHS[1], 4), name, array));
    set
}

#[test]
fn truncated_parquet() {
    let set = SmallSet::v21();
    let bytes = fs::read(set.data_file(1)).expect("bytes");
    fs::write(set.data_file(1), &bytes[..bytes.len() / 2]).expect("written");
    insta::assert_snapshot!(lost_episode_1(&set), @"episode 1: file: expected a complete Parquet file, found Parquet error: Invalid Parquet file. Corrupt footer in data/chunk-000/episode_000001.parquet; hint: copy or download the file again; it is damaged or cut off");
}

#[test]
fn empty_and_missing_files() {
    let set = SmallSet::v21();
    fs::write(set.data_file(1), b"").expect("written");
    insta::assert_snapshot!(lost_episode_1(&set), @"episode 1: file: expected a Parquet file, found an empty file in data/chunk-000/episode_000001.parquet; hint: copy or download the file again; it is damaged or cut off");
    fs::remove_file(set.data_file(1)).expect("removed");
    insta::assert_snapshot!(lost_episode_1(&set), @"episode 1: file: expected a Parquet file, found no such file in data/chunk-000/episode_000001.parquet; hint: fetch the missing file, or remove what refers to it from the metadata");
}

#[test]
fn every_truncation_is_noticed() {
    let set = SmallSet::v21();
    let bytes = fs::read(set.data_file(1)).expect("bytes");
    for length in (0..bytes.len()).step_by(97) {
        fs::write(set.data_file(1), &bytes[..length]).expect("written");
        lost_episode_1(&set);
    }
}

#[test]
fn unequal_widths_in_one_episode() {
    let mut rows: Vec<Vec<f32>> =
        (0..6).map(|row| (0..3).map(|axis| state(1, row, axis)).collect()).collect();
    rows[4].pop();
    insta::assert_snapshot!(lost_episode_1(&with_column("observation.state", Arc::new(lists(rows)))), @"episode 1: observation.state: expected 3 values in every row, found 2 in row 4 in data/chunk-000/episode_000001.parquet; hint: leave this episode out, or repair the row; every row must have the same elements");
}

#[test]
fn null_in_place_of_a_list() {
    let mut builder = ListBuilder::new(Float32Builder::new());
    for row in 0..6 {
        builder.values().append_slice(&[1.0, 2.0, 3.0]);
        builder.append(row != 2);
    }
    let fault = lost_episode_1(&with_column("observation.state", Arc::new(builder.finish())));
    assert!(fault.contains("nothing (null) in row 2"), "{fault}");
}

#[test]
fn width_that_differs_from_other_episodes() {
    let rows = (0..6).map(|_| vec![1.0; 5]).collect();
    insta::assert_snapshot!(lost_episode_1(&with_column("observation.state", Arc::new(lists(rows)))), @"episode 1: observation.state: expected 3 values per row, as in the other episodes, found 5 values per row in data/chunk-000/episode_000001.parquet; hint: leave this episode out, or record it again with the same set-up");
}

#[test]
fn nan_in_timestamps() {
    let times = vec![0.0, 0.1, 0.2, f32::NAN, 0.4, 0.5];
    insta::assert_snapshot!(lost_episode_1(&with_column("timestamp", Arc::new(Float32Array::from(times)))), @"episode 1: timestamp: expected a finite number of seconds in every row, found NaN in row 3 in data/chunk-000/episode_000001.parquet; hint: leave the episode out, or repair its clock");
}

#[test]
fn shuffled_rows() {
    let order = Int64Array::from(vec![0, 1, 3, 2, 4, 5]);
    insta::assert_snapshot!(lost_episode_1(&with_column("frame_index", Arc::new(order))), @"episode 1: frame_index: expected numbers that rise from row to row, found 2 after 3 in row 3 in data/chunk-000/episode_000001.parquet; hint: the rows are shuffled or doubled; leave the episode out or sort it");
}

#[test]
fn missing_column() {
    let set = SmallSet::v21();
    write_table(&set.data_file(1), without(columns(1, LENGTHS[1], 4), "observation.state"));
    insta::assert_snapshot!(lost_episode_1(&set), @"episode 1: observation.state: expected a column that the other episodes have, found only action in data/chunk-000/episode_000001.parquet; hint: leave this episode out, or add the column");
}

#[test]
fn row_count_against_the_metadata() {
    let set = SmallSet::v21();
    write_table(&set.data_file(1), columns(1, 5, 4));
    insta::assert_snapshot!(lost_episode_1(&set), @"episode 1: rows: expected 6 (the stated length), found 5 in data/chunk-000/episode_000001.parquet; hint: the recording was cut off or the metadata are stale; leave the episode out or correct `length`");
}

#[test]
fn several_faults_of_one_episode_at_once() {
    let set = SmallSet::v21();
    let times: ArrayRef = Arc::new(Float32Array::from(vec![0.0, 0.1, 0.2, f32::INFINITY, 0.4, 0.5]));
    let ragged = lists((0..6).map(|row| vec![0.0; 1 + row % 2]).collect());
    let table = with(columns(1, 6, 4), "timestamp", times);
    write_table(&set.data_file(1), with(table, "action", Arc::new(ragged)));
    let read = set.open().expect("the other episodes are good");
    let fields: Vec<_> = read.rejected[0].faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["action", "timestamp"]);
}

#[test]
fn a_lost_shared_file_costs_its_episodes() {
    let set = SmallSet::v30();
    let table = with(episodes_table(&LENGTHS), "data/file_index", Arc::new(Int64Array::from(vec![0, 1, 0])));
    write_table(&set.path("meta/episodes/chunk-000/file-000.parquet"), table);
    let fault = lost_episode_1(&set);
    assert!(fault.starts_with("episode 1: file: expected a Parquet file, found no such file"), "{fault}");
}

#[test]
fn an_episode_that_the_shared_file_does_not_have() {
    let set = SmallSet::v30();
    let table = with(episodes_table(&LENGTHS), "episode_index", Arc::new(Int64Array::from(vec![0, 7, 2])));
    write_table(&set.path("meta/episodes/chunk-000/file-000.parquet"), table);
    let read = set.open().expect("two episodes are good");
    insta::assert_snapshot!(read.rejected[0].faults[0], @"episode 7: rows: expected 6 (the stated length), found 0 in data/chunk-000/file-000.parquet; hint: the recording was cut off or the metadata are stale; leave the episode out or correct `length`");
    insta::assert_snapshot!(read.warnings.join("\n"), @"data/chunk-000/file-000.parquet: 6 rows belong to no listed episode and are left out");
}

#[test]
fn a_broken_line_of_metadata() {
    let set = SmallSet::v21();
    let text = fs::read_to_string(set.path("meta/episodes.jsonl")).expect("text");
    let broken: Vec<&str> =
        text.lines().enumerate().map(|(i, line)| if i == 1 { &line[..20] } else { line }).collect();
    set.write("meta/episodes.jsonl", broken.join("\n").as_bytes());
    insta::assert_snapshot!(lost_episode_1(&set), @"episode 1: line 2: expected a JSON object, found EOF while parsing a string at column 20 in meta/episodes.jsonl; hint: repair the line, or remove it together with its data file");
}

#[test]
fn broken_info() {
    let set = SmallSet::v21();
    set.write("meta/info.json", b"{\"codebase_version\": \"v2.1\",");
    insta::assert_snapshot!(set.open().expect_err("no JSON"), @"info.json: expected valid JSON, found EOF while parsing a value at line 1 column 28 in meta/info.json; hint: repair the file or copy it again");
    set.write("meta/info.json", b"[]");
    insta::assert_snapshot!(set.open().expect_err("no object"), @"info.json: expected a JSON object, found a list in meta/info.json; hint: write it as `{...}`");
    set.write("meta/info.json", &[0xff, 0xfe, b'{']);
    insta::assert_snapshot!(set.open().expect_err("no text"), @"file: expected UTF-8 text, found a byte that is not text at offset 0 in meta/info.json; hint: copy the file again; it is damaged");
    set.write_info(&json!({"codebase_version": "v1.6", "fps": "fast", "features": null}));
    insta::assert_snapshot!(set.open().expect_err("nothing right"), @r#"
    codebase_version: expected "v2.0", "v2.1" or "v3.0", found "v1.6" in meta/info.json; hint: convert the set with LeRobot's own conversion scripts first
    fps: expected a number above 0, found "fast" in meta/info.json; hint: state the recording rate in frames per second
    features: expected an object, found null in meta/info.json; hint: list the features of the set as `"name": {"dtype", "shape", "names"}`
    "#);
}

#[test]
fn paths_that_leave_the_set() {
    let set = SmallSet::v21();
    let outside = tempfile::tempdir().expect("a folder");
    let stolen = outside.path().join("episode_000000.parquet");
    fs::copy(set.data_file(0), &stolen).expect("copied");
    let absolute = format!("{}/episode_{{episode_index:06d}}.parquet", outside.path().display());
    for template in [absolute.as_str(), "../../etc/{episode_index}", "data/{episode_index}/../../../x"] {
        set.edit_info(|info| info["data_path"] = json!(template));
        let message = set.open().expect_err("refused").to_string();
        assert!(message.starts_with("data_path: expected a path template inside the dataset"), "{message}");
    }
    let set = SmallSet::v21();
    set.edit_info(|info| {
        info["features"]["../../../../etc"] = json!({"dtype": "video", "shape": [48, 64, 3]})
    });
    let read = set.open().expect("a bad camera costs no episode");
    assert!(read.episodes.iter().all(|episode| episode.cameras[0].clip.is_none()));
}

#[test]
fn no_episode_left_is_an_error_with_all_faults() {
    let set = SmallSet::v21();
    for episode in 0..3 {
        fs::write(set.data_file(episode), b"PAR1").expect("written");
    }
    let message = set.open().expect_err("nothing is left").to_string();
    assert_eq!(message.lines().count(), 3, "{message}");
    set.write("meta/episodes.jsonl", b"");
    insta::assert_snapshot!(set.open().expect_err("nothing is listed"), @"episodes: expected at least one episode, found an empty list in meta; hint: record or fetch episodes first");
    let set = SmallSet::v30();
    fs::remove_dir_all(set.path("meta/episodes")).expect("removed");
    insta::assert_snapshot!(set.open().expect_err("nothing is listed"), @"episodes: expected at least one table of episodes, found none in meta/episodes; hint: fetch the metadata of the set again");
}

/// What every successful read guarantees, however damaged the files were.
fn assert_sound(read: &RawDataset) {
    assert!(!read.episodes.is_empty());
    assert!(read.episodes.windows(2).all(|pair| pair[0].episode_index < pair[1].episode_index));
    for episode in &read.episodes {
        assert!(!episode.timestamps.is_empty() && episode.timestamps.iter().all(|time| time.is_finite()));
        for (name, column) in &episode.columns {
            assert!(column.width > 0, "{name}");
            assert_eq!(column.values.len(), column.width * episode.timestamps.len(), "{name}");
            assert!(column.names.is_empty() || column.names.len() == column.width, "{name}");
        }
    }
    assert!(read.rejected.iter().all(|rejected| !rejected.faults.is_empty()));
}

/// Files of a set, largest share of the damage first.
fn files_of(set: &SmallSet) -> Vec<PathBuf> {
    let known = [
        "meta/info.json",
        "meta/episodes.jsonl",
        "meta/tasks.jsonl",
        "meta/tasks.parquet",
        "meta/episodes/chunk-000/file-000.parquet",
        "data/chunk-000/file-000.parquet",
        "data/chunk-000/episode_000001.parquet",
    ];
    known.iter().map(|name| set.path(name)).filter(|path| path.is_file()).collect()
}

#[derive(Clone, Debug)]
enum Damage {
    Overwrite(usize, u8),
    Flip(usize, u8),
    Cut(usize),
    Double(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        6 => (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Damage::Overwrite(at, byte)),
        6 => (any::<usize>(), 0_u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        1 => any::<usize>().prop_map(Damage::Cut),
        1 => (any::<usize>(), 1_usize..40).prop_map(|(at, length)| Damage::Double(at, length)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match *damage {
        Damage::Overwrite(at, byte) => bytes[at % length] = byte,
        Damage::Flip(at, bit) => bytes[at % length] ^= 1 << bit,
        Damage::Cut(at) => bytes.truncate(at % length),
        Damage::Double(at, count) => {
            let from = at % length;
            let again = bytes[from..(from + count).min(length)].to_vec();
            bytes.splice(from..from, again);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn random_damage_never_panics(v3 in any::<bool>(), which in any::<usize>(), damages in prop::collection::vec(damage(), 1..6)) {
        let set = if v3 { SmallSet::v30() } else { SmallSet::v21() };
        let files = files_of(&set);
        let file = &files[which % files.len()];
        let mut bytes = fs::read(file).expect("bytes");
        damages.iter().for_each(|damage| apply(&mut bytes, damage));
        fs::write(file, &bytes).expect("written");
        match set.open() {
            Ok(read) => assert_sound(&read),
            Err(error) => prop_assert!(error.to_string().contains("hint:"), "{}", error),
        }
    }
}
