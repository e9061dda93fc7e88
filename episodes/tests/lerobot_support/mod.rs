//! Small `LeRobot` sets that the tests write themselves, and the place of the real ones.
#![allow(dead_code, reason = "each test program uses its own part of this module")]

#[path = "../recordings/mod.rs"]
mod recordings;

pub use recordings::real_data;

use arrow_array::builder::{Float32Builder, ListBuilder};
use arrow_array::{ArrayRef, Float32Array, Float64Array, Int64Array, ListArray, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use restage_episodes::raw::RawDataset;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Frames per second of the small sets.
pub const FPS: f64 = 10.0;
/// Camera key of the small sets.
pub const CAMERA: &str = "observation.images.top";

/// The reference sets written by the format's own library, beside the real recordings.
pub fn sample(name: &str) -> Option<PathBuf> {
    let folder = real_data()?.join("../samples/lerobot").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no sample at {}", folder.display());
    None
}

/// Columns of a table to write.
pub type Columns = Vec<(&'static str, ArrayRef)>;

/// A set in a temporary folder.
pub struct SmallSet {
    folder: TempDir,
}

/// Rows of each episode of the small sets.
pub const LENGTHS: [usize; 3] = [4, 6, 5];

impl SmallSet {
    /// Three episodes in one file each, tasks and episodes as JSON lines.
    pub fn v21() -> Self {
        let set = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        set.write_info(&info("v2.1"));
        let mut lines = String::new();
        let mut first = 0;
        for (episode, rows) in LENGTHS.into_iter().enumerate() {
            write_table(&set.data_file(episode), columns(episode, rows, first));
            let line = json!({"episode_index": episode, "tasks": ["stack the cups"], "length": rows});
            lines.push_str(&format!("{line}\n"));
            first += rows;
        }
        set.write("meta/episodes.jsonl", lines.as_bytes());
        set.write("meta/tasks.jsonl", b"{\"task_index\": 0, \"task\": \"stack the cups\"}\n");
        set
    }

    /// The same episodes in one shared file, metadata as tables.
    pub fn v30() -> Self {
        let set = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        set.write_info(&info("v3.0"));
        let mut first = 0;
        let mut parts: Vec<Columns> = Vec::new();
        for (episode, rows) in LENGTHS.into_iter().enumerate() {
            parts.push(columns(episode, rows, first));
            first += rows;
        }
        write_parts(&set.path("data/chunk-000/file-000.parquet"), parts);
        write_table(&set.path("meta/episodes/chunk-000/file-000.parquet"), episodes_table(&LENGTHS));
        let tasks: Columns = vec![
            ("task_index", Arc::new(Int64Array::from(vec![0]))),
            ("__index_level_0__", Arc::new(StringArray::from(vec!["stack the cups"]))),
        ];
        write_table(&set.path("meta/tasks.parquet"), tasks);
        set
    }

    /// The folder of the set.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the set.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// The data file of an episode of a v2 set.
    pub fn data_file(&self, episode: usize) -> PathBuf {
        self.path(&format!("data/chunk-000/episode_{episode:06}.parquet"))
    }

    /// Writes a file of the set.
    pub fn write(&self, relative: &str, bytes: &[u8]) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folder made");
        fs::write(path, bytes).expect("file written");
    }

    /// Writes `meta/info.json`.
    pub fn write_info(&self, info: &Value) {
        self.write("meta/info.json", info.to_string().as_bytes());
    }

    /// Changes `meta/info.json`.
    pub fn edit_info(&self, edit: impl FnOnce(&mut Value)) {
        let text = fs::read_to_string(self.path("meta/info.json")).expect("info.json");
        let mut info = serde_json::from_str(&text).expect("JSON");
        edit(&mut info);
        self.write_info(&info);
    }

    /// Reads the set.
    pub fn open(&self) -> Result<RawDataset, restage_episodes::raw::ReadError> {
        restage_episodes::read::open(self.root())
    }

    /// Reads the set and gives each rejected episode's faults as text.
    pub fn faults(&self) -> Vec<String> {
        match self.open() {
            Ok(set) => set.rejected.iter().flat_map(|r| &r.faults).map(ToString::to_string).collect(),
            Err(error) => error.to_string().lines().map(str::to_owned).collect(),
        }
    }
}

/// A correct `info.json` of the small sets.
pub fn info(version: &str) -> Value {
    let (data_path, video_path) = if version == "v3.0" {
        (
            "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
            "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4",
        )
    } else {
        (
            "data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet",
            "videos/chunk-{episode_chunk:03d}/{video_key}/episode_{episode_index:06d}.mp4",
        )
    };
    let scalar = |dtype: &str| json!({"dtype": dtype, "shape": [1], "names": null});
    json!({
        "codebase_version": version, "fps": FPS, "total_episodes": LENGTHS.len(),
        "total_frames": LENGTHS.iter().sum::<usize>(), "total_tasks": 1, "chunks_size": 1000,
        "data_path": data_path, "video_path": video_path,
        "features": {
            "observation.state": {"dtype": "float32", "shape": [3], "names": {"axes": ["x", "y", "z"]}},
            "action": {"dtype": "float32", "shape": [3], "names": ["x", "y", "z"]},
            "timestamp": scalar("float32"), "frame_index": scalar("int64"), "episode_index": scalar("int64"),
            "index": scalar("int64"), "task_index": scalar("int64"),
        }
    })
}

/// Element `axis` of the state in a row: distinct everywhere, so that a swapped row shows.
pub fn state(episode: usize, row: usize, axis: usize) -> f32 {
    (episode * 100 + row * 10 + axis) as f32
}

/// All columns of an episode; `first` is its first global row.
pub fn columns(episode: usize, rows: usize, first: usize) -> Columns {
    let states = lists((0..rows).map(|row| (0..3).map(|axis| state(episode, row, axis)).collect()).collect());
    let actions =
        lists((0..rows).map(|row| (0..3).map(|axis| -state(episode, row, axis)).collect()).collect());
    let whole = |values: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(values)) };
    vec![
        ("observation.state", Arc::new(states)),
        ("action", Arc::new(actions)),
        ("timestamp", Arc::new(Float32Array::from_iter_values((0..rows).map(|row| row as f32 / FPS as f32)))),
        ("frame_index", whole((0..rows as i64).collect())),
        ("episode_index", whole(vec![episode as i64; rows])),
        ("index", whole((first as i64..(first + rows) as i64).collect())),
        ("task_index", whole(vec![0; rows])),
    ]
}

/// Replaces one column.
pub fn with(mut columns: Columns, name: &str, array: ArrayRef) -> Columns {
    let column = columns.iter_mut().find(|(known, _)| *known == name).expect("a known column");
    column.1 = array;
    columns
}

/// Removes one column.
pub fn without(columns: Columns, name: &str) -> Columns {
    columns.into_iter().filter(|(known, _)| *known != name).collect()
}

/// A list column with rows as given.
pub fn lists(rows: Vec<Vec<f32>>) -> ListArray {
    let mut builder = ListBuilder::new(Float32Builder::new());
    for row in rows {
        builder.values().append_slice(&row);
        builder.append(true);
    }
    builder.finish()
}

/// The table of episodes of a v3 set whose episodes all lie in the first data file.
pub fn episodes_table(lengths: &[usize]) -> Columns {
    let whole = |values: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(values)) };
    let zeros = || whole(vec![0; lengths.len()]);
    let ends: Vec<i64> = lengths
        .iter()
        .scan(0, |sum, length| {
            *sum += *length as i64;
            Some(*sum)
        })
        .collect();
    let starts: Vec<i64> = ends.iter().zip(lengths).map(|(end, length)| end - *length as i64).collect();
    let secs = |frames: &[i64]| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(frames.iter().map(|frame| *frame as f64 / FPS)))
    };
    vec![
        ("episode_index", whole((0..lengths.len() as i64).collect())),
        ("length", whole(lengths.iter().map(|length| *length as i64).collect())),
        ("dataset_from_index", whole(starts.clone())),
        ("dataset_to_index", whole(ends.clone())),
        ("data/chunk_index", zeros()),
        ("data/file_index", zeros()),
        (
            "source_group",
            Arc::new(StringArray::from_iter_values((0..lengths.len()).map(|i| format!("site {i}")))),
        ),
        (
            "source_scripted",
            Arc::new(arrow_array::BooleanArray::from_iter((0..lengths.len()).map(|i| Some(i == 1)))),
        ),
        ("videos/observation.images.top/chunk_index", zeros()),
        ("videos/observation.images.top/file_index", zeros()),
        ("videos/observation.images.top/from_timestamp", secs(&starts)),
        ("videos/observation.images.top/to_timestamp", secs(&ends)),
    ]
}

/// Writes a Parquet table.
pub fn write_table(path: &Path, columns: Columns) {
    write_parts(path, vec![columns]);
}

/// Writes a Parquet table of several row groups.
pub fn write_parts(path: &Path, parts: Vec<Columns>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folder made");
    let batches: Vec<RecordBatch> =
        parts.into_iter().map(|part| RecordBatch::try_from_iter(part).expect("equal lengths")).collect();
    let file = File::create(path).expect("file made");
    let mut writer = ArrowWriter::try_new(file, batches[0].schema(), None).expect("a writer");
    for batch in &batches {
        writer.write(batch).expect("rows written");
        writer.flush().expect("row group written");
    }
    writer.close().expect("file closed");
}
