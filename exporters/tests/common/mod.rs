//! Small synthetic episodes, and an independent look at what was written.

use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use restage_episodes::{CameraClip, Episode, EpisodeProvenance, Pose, SegmentKind, TactileTrack};
use restage_exporters::{CameraConfig, DatasetConfig, Modalities, TactileGrid};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const FPS: u32 = 10;

/// Names of the cameras of [`config`], with width and height.
pub const CAMERAS: [(&str, u32, u32); 2] = [("wrist", 64, 48), ("head", 64, 48)];

pub fn config() -> DatasetConfig {
    let camera = |(name, width, height): (&str, u32, u32)| CameraConfig { name: name.into(), width, height };
    DatasetConfig {
        name: "synthetic".into(),
        fps: FPS,
        cameras: CAMERAS.map(camera).to_vec(),
        ..DatasetConfig::default()
    }
}

pub fn states_only() -> DatasetConfig {
    DatasetConfig { cameras: Vec::new(), ..config() }
}

pub fn with_touch() -> Modalities {
    Modalities { tactile: Some(TactileGrid { rows: 2, cols: 3 }), force: true }
}

/// Episode number `seed` of `frames` frames: a path that differs from seed to seed, and moving gradients.
pub fn episode(seed: u64, frames: usize, cameras: &[(&str, u32, u32)]) -> Episode {
    let angle = |frame: usize| 0.05 * frame as f64 + seed as f64;
    let pose = |frame: usize| {
        let translation =
            glam::DVec3::new(0.3 + 0.01 * frame as f64, angle(frame).sin(), 0.8 + 0.001 * seed as f64);
        // The sign flips on purpose: it is the same rotation.
        let rotation =
            glam::DQuat::from_rotation_z(angle(frame)) * if frame.is_multiple_of(3) { -1.0 } else { 1.0 };
        Pose::new(translation, rotation)
    };
    let segment = |frame: usize| SegmentKind::ALL[frame * 6 / frames].code();
    Episode {
        task: ["pick the cube", "place the cup"][seed as usize % 2].into(),
        fps: FPS,
        world_from_tcp: (0..frames).map(pose).collect(),
        gripper_width: (0..frames).map(|frame| 0.08 - 0.0005 * frame as f64).collect(),
        command_world_from_tcp: (0..frames).map(|frame| pose(frame + 1)).collect(),
        command_gripper_width: (0..frames).map(|frame| 0.0795 - 0.0005 * frame as f64).collect(),
        segment: (0..frames).map(segment).collect(),
        success: (0..frames).map(|frame| frame * 4 > frames * 3).collect(),
        tactile: None,
        force: None,
        cameras: cameras.iter().map(|camera| clip(*camera, frames, seed)).collect(),
        provenance: provenance(seed),
        attachments: vec![
            ("spec.json".into(), format!("{{\"seed\":{seed}}}").into_bytes()),
            ("rollout.json".into(), vec![b'x'; 1000 + seed as usize]),
        ],
    }
}

/// The same with forces on a 2x3 grid per pad, and the wrench.
pub fn touching_episode(seed: u64, frames: usize, cameras: &[(&str, u32, u32)]) -> Episode {
    let track = |side: f32| TactileTrack {
        rows: 2,
        cols: 3,
        forces: (0..frames)
            .map(|frame| (0..18).map(|value| side * (frame * value) as f32 * 0.01).collect())
            .collect(),
    };
    Episode {
        tactile: Some([track(1.0), track(0.5)]),
        force: Some((0..frames).map(|frame| [frame as f32, 0.0, -1.0, 0.1, 0.2, 0.3]).collect()),
        ..episode(seed, frames, cameras)
    }
}

fn provenance(seed: u64) -> EpisodeProvenance {
    EpisodeProvenance {
        success: !seed.is_multiple_of(5),
        stage: if seed.is_multiple_of(5) { "lift" } else { "release" }.into(),
        failure: if seed.is_multiple_of(5) { "rollout.slip".into() } else { String::new() },
        seed: u64::MAX - seed,
        source_dataset: ["umi_grasp_cube", "scripted"][seed as usize % 2].into(),
        source_episode: seed,
        source_group: "site-1".into(),
        source_scripted: seed % 2 == 1,
        environment: "home".into(),
        scene_hash: format!("{seed:016x}"),
        support_height: 0.75,
        generator_version: "0.1.0".into(),
    }
}

/// A gradient whose first row and column tell the frame number.
pub fn clip((name, width, height): (&str, u32, u32), frames: usize, seed: u64) -> CameraClip {
    let picture = |frame: usize| {
        let mut bytes = Vec::with_capacity((width * height * 3) as usize);
        for y in 0..height {
            for x in 0..width {
                let level = ((frame as u32 * 8) % 256) as u8;
                bytes.extend([level, (x * 4 % 256) as u8, ((y * 4 + seed as u32) % 256) as u8]);
            }
        }
        bytes
    };
    CameraClip { name: name.into(), width, height, frames: (0..frames).map(picture).collect() }
}

/// Every file below `root` with its bytes, by relative path.
pub fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    collect(root, root, &mut all);
    all
}

fn collect(root: &Path, folder: &Path, all: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, all);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            all.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// Names in a folder, hidden ones too.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Parquet files below `folder` in path order, each as its row groups' batches.
pub fn tables(folder: &Path) -> Vec<(PathBuf, Vec<RecordBatch>)> {
    let mut paths: Vec<String> =
        files(folder).into_keys().filter(|name| name.ends_with(".parquet")).collect();
    paths.sort();
    let read = |name: String| {
        let path = folder.join(name);
        let file = std::fs::File::open(&path).unwrap();
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(file).unwrap().with_batch_size(1 << 20).build().unwrap();
        (path, reader.map(Result::unwrap).collect())
    };
    paths.into_iter().map(read).collect()
}

/// A column of all batches of all tables, as numbers (lists flattened).
pub fn numbers(tables: &[(PathBuf, Vec<RecordBatch>)], column: &str) -> Vec<f64> {
    let mut all = Vec::new();
    for batch in tables.iter().flat_map(|(_, batches)| batches) {
        push_numbers(batch.column_by_name(column).unwrap().as_ref(), &mut all);
    }
    all
}

fn push_numbers(array: &dyn Array, all: &mut Vec<f64>) {
    use arrow_array::*;
    let any = array.as_any();
    if let Some(list) = any.downcast_ref::<FixedSizeListArray>() {
        push_numbers(list.values().as_ref(), all);
    } else if let Some(list) = any.downcast_ref::<ListArray>() {
        push_numbers(list.values().as_ref(), all);
    } else if let Some(values) = any.downcast_ref::<Float32Array>() {
        all.extend(values.values().iter().map(|&value| f64::from(value)));
    } else if let Some(values) = any.downcast_ref::<Float64Array>() {
        all.extend(values.values().iter());
    } else if let Some(values) = any.downcast_ref::<Int64Array>() {
        all.extend(values.values().iter().map(|&value| value as f64));
    } else if let Some(values) = any.downcast_ref::<UInt64Array>() {
        all.extend(values.values().iter().map(|&value| value as f64));
    } else if let Some(values) = any.downcast_ref::<BooleanArray>() {
        all.extend(values.iter().map(|value| f64::from(u8::from(value.unwrap()))));
    } else {
        panic!("no numbers in {}", array.data_type());
    }
}

/// A text column of all batches.
pub fn texts(tables: &[(PathBuf, Vec<RecordBatch>)], column: &str) -> Vec<String> {
    let batches = tables.iter().flat_map(|(_, batches)| batches);
    let strings = |batch: &RecordBatch| {
        let column = batch.column_by_name(column).unwrap();
        let strings = column.as_any().downcast_ref::<arrow_array::StringArray>().unwrap();
        strings.iter().map(|text| text.unwrap().to_owned()).collect::<Vec<_>>()
    };
    batches.flat_map(strings).collect()
}

pub fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Presentation time stamps of an mp4's packets in seconds, as ffprobe reads them, and its stream facts.
pub fn probe(video: &Path) -> (Vec<f64>, BTreeMap<String, String>) {
    let run = |entries: &str| {
        let output = Command::new("ffprobe")
            .args(["-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "default=nw=1"])
            .arg(video)
            .output()
            .expect("ffprobe comes with ffmpeg");
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let times =
        run("packet=pts_time").lines().map(|line| line["pts_time=".len()..].parse().unwrap()).collect();
    let entries =
        "stream=codec_name,pix_fmt,width,height,avg_frame_rate,time_base,has_b_frames,start_pts,color_space";
    let facts = run(entries);
    let facts =
        facts.lines().filter_map(|line| line.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned()));
    (times, facts.collect())
}

/// All decoded pictures of a video, tightly packed RGB.
pub fn decode(video: &Path, width: u32, height: u32) -> Vec<Vec<u8>> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(video)
        .args(["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
        .output()
        .unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout.chunks((width * height * 3) as usize).map(<[u8]>::to_vec).collect()
}
