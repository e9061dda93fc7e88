//! What a dataset must be: indices that follow on, statistics that agree with the data, pictures at `k / fps`,
//! bytes that depend on the episodes alone.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod common;

use common::*;
use proptest::prelude::*;
use restage_exporters::{
    DatasetCard, DatasetConfig, DatasetWriter, EpisodeFault, ExportError, FileLimits, attachment_names,
    read_attachment, write_mp4,
};
use std::path::Path;

fn write(
    output: &Path,
    config: DatasetConfig,
    episodes: &[restage_episodes::Episode],
) -> restage_exporters::DatasetSummary {
    let mut writer = DatasetWriter::create(output, config).unwrap();
    for episode in episodes {
        writer.append(episode).unwrap();
    }
    writer.finish(&DatasetCard::default()).unwrap()
}

/// Checks everything that readers assume of the tables; `lengths` are the frames of the episodes.
fn check_tables(root: &Path, lengths: &[usize]) {
    let data = tables(&root.join("data"));
    let episodes = tables(&root.join("meta/episodes"));
    let total: usize = lengths.iter().sum();
    assert_eq!(numbers(&data, "index"), (0..total).map(|index| index as f64).collect::<Vec<_>>());
    let per_frame = |f: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
        lengths
            .iter()
            .enumerate()
            .flat_map(|(e, &length)| (0..length).map(move |k| (e, k)))
            .map(|(e, k)| f(e, k))
            .collect()
    };
    assert_eq!(numbers(&data, "episode_index"), per_frame(&|episode, _| episode as f64));
    assert_eq!(numbers(&data, "frame_index"), per_frame(&|_, frame| frame as f64));
    let time = |_, frame| f64::from((frame as f64 / f64::from(FPS)) as f32);
    assert_eq!(numbers(&data, "timestamp"), per_frame(&time));
    let done = |episode: usize, frame| f64::from(u8::from(frame + 1 == lengths[episode]));
    assert_eq!(numbers(&data, "next.done"), per_frame(&done));
    assert_eq!(numbers(&episodes, "length"), lengths.iter().map(|&length| length as f64).collect::<Vec<_>>());
    let mut start = 0.0;
    let starts = numbers(&episodes, "dataset_from_index");
    for (from, (to, &length)) in starts.iter().zip(numbers(&episodes, "dataset_to_index").iter().zip(lengths))
    {
        assert_eq!((*from, *to), (start, start + length as f64));
        start = *to;
    }
    check_files(&data, &numbers(&episodes, "data/file_index"));
    let info = json(&root.join("meta/info.json"));
    assert_eq!(info["total_frames"], total);
    assert_eq!(info["total_episodes"], lengths.len());
    check_stats(root, &data);
}

/// Each file has one row group per episode that the episode table places in it.
fn check_files(data: &[(std::path::PathBuf, Vec<arrow_array::RecordBatch>)], file_of_episode: &[f64]) {
    for (number, (path, _)) in data.iter().enumerate() {
        assert!(path.ends_with(format!("chunk-000/file-{number:03}.parquet")), "{path:?}");
        let file = std::fs::File::open(path).unwrap();
        let reader = parquet::file::serialized_reader::SerializedFileReader::new(file).unwrap();
        use parquet::file::reader::FileReader;
        let groups = reader.metadata().num_row_groups();
        assert_eq!(groups, file_of_episode.iter().filter(|&&file| file == number as f64).count());
    }
}

/// `stats.json` against a naive computation over the table.
fn check_stats(root: &Path, data: &[(std::path::PathBuf, Vec<arrow_array::RecordBatch>)]) {
    let stats = json(&root.join("meta/stats.json"));
    for (key, dims) in
        [("observation.state", 8), ("action", 8), ("timestamp", 1), ("next.success", 1), ("index", 1)]
    {
        let values = numbers(data, key);
        for dim in 0..dims {
            let mut column: Vec<f64> = values.iter().skip(dim).step_by(dims).copied().collect();
            let n = column.len() as f64;
            let mean = column.iter().sum::<f64>() / n;
            let std = (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
            column.sort_by(f64::total_cmp);
            let near = |name: &str, expected: f64| {
                let found = stats[key][name][dim].as_f64().unwrap();
                assert!((found - expected).abs() < 1e-9, "{key} {name}[{dim}]: {found} is not {expected}");
            };
            near("min", column[0]);
            near("max", column[column.len() - 1]);
            near("mean", mean);
            near("std", std);
            assert_eq!(stats[key]["count"][0], column.len());
            let median = (column[(column.len() - 1) / 2] + column[column.len() / 2]) / 2.0;
            near("q50", median);
        }
    }
}

#[test]
fn two_cameras_in_one_file_each() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    // Odd lengths: a group of pictures may not reach across episodes.
    let lengths = [7, 4, 9];
    let episodes: Vec<_> =
        (0u64..).zip(lengths).map(|(seed, frames)| episode(seed, frames, &CAMERAS)).collect();
    let summary = write(&output, config(), &episodes);
    assert_eq!((summary.episodes, summary.frames, summary.tasks, summary.video_files), (3, 20, 2, 2));
    assert!(summary.warnings.is_empty());
    check_tables(&output, &lengths);
    let table = tables(&output.join("meta/episodes"));
    assert_eq!(numbers(&table, "videos/observation.images.head/from_timestamp"), [0.0, 0.7, 1.1]);
    assert_eq!(numbers(&table, "videos/observation.images.head/to_timestamp"), [0.7, 1.1, 2.0]);
    assert_eq!(texts(&table, "failure"), ["rollout.slip", "", ""]);
    for (name, width, height) in CAMERAS {
        let video = output.join(format!("videos/observation.images.{name}/chunk-000/file-000.mp4"));
        let (times, facts) = probe(&video);
        let exact: Vec<f64> = (0..20).map(|frame| f64::from(frame) / f64::from(FPS)).collect();
        assert!(
            times.len() == 20 && times.iter().zip(&exact).all(|(a, b)| (a - b).abs() < 1e-6),
            "{times:?}"
        );
        let fact = |key: &str| facts[key].as_str();
        assert_eq!((fact("codec_name"), fact("pix_fmt"), fact("has_b_frames")), ("h264", "yuv420p", "0"));
        assert_eq!(
            (fact("avg_frame_rate"), fact("time_base"), fact("color_space")),
            ("10/1", "1/10240", "smpte170m")
        );
        check_pictures(&decode(&video, width, height), &episodes, name);
    }
}

/// Decoded pictures are near the originals, in the right order.
fn check_pictures(decoded: &[Vec<u8>], episodes: &[restage_episodes::Episode], camera: &str) {
    let clips =
        episodes.iter().map(|episode| episode.cameras.iter().find(|clip| clip.name == camera).unwrap());
    let originals: Vec<&Vec<u8>> = clips.flat_map(|clip| &clip.frames).collect();
    assert_eq!(decoded.len(), originals.len());
    for (number, (decoded, original)) in decoded.iter().zip(originals).enumerate() {
        let sum: u64 = decoded.iter().zip(original).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = sum as f64 / decoded.len() as f64;
        assert!(mean < 4.0, "frame {number} of {camera} differs by {mean:.1} grey levels");
    }
}

#[test]
fn quaternion_signs_are_continuous_and_rotations_kept() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let original = episode(1, 30, &[]);
    write(&output, states_only(), std::slice::from_ref(&original));
    let data = tables(&output.join("data"));
    let (state, action) = (numbers(&data, "observation.state"), numbers(&data, "action"));
    let quaternion = |rows: &[f64], frame: usize| glam::DQuat::from_slice(&rows[frame * 8 + 3..]);
    for frame in 0..30 {
        let stored = quaternion(&state, frame);
        assert!((stored.dot(original.world_from_tcp[frame].rotation).abs() - 1.0).abs() < 1e-6);
        assert!(stored.dot(quaternion(&action, frame)) > 0.0);
        assert!(frame == 0 || stored.dot(quaternion(&state, frame - 1)) > 0.0, "flip at {frame}");
    }
}

#[test]
fn small_limits_roll_every_kind_of_file_over() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    let limits = FileLimits { video_seconds: 2, data_bytes: 3000, ..FileLimits::default() };
    let lengths = [9, 9, 9, 15, 25];
    let episodes: Vec<_> =
        (0u64..).zip(lengths).map(|(seed, frames)| episode(seed, frames, &CAMERAS)).collect();
    let summary = write(&output, DatasetConfig { limits, ..config() }, &episodes);
    // 2 s hold 20 frames: 9 + 9, 9, 15, and 25 alone although it is too long.
    assert_eq!(summary.video_files, 8);
    assert!(summary.data_files > 1);
    assert_eq!(summary.warnings.len(), 2);
    check_tables(&output, &lengths);
    let table = tables(&output.join("meta/episodes"));
    assert_eq!(numbers(&table, "videos/observation.images.wrist/file_index"), [0.0, 0.0, 1.0, 2.0, 3.0]);
    assert_eq!(numbers(&table, "videos/observation.images.wrist/from_timestamp"), [0.0, 0.9, 0.0, 0.0, 0.0]);
    for (file, frames) in [18, 9, 15, 25].into_iter().enumerate() {
        let video = output.join(format!("videos/observation.images.wrist/chunk-000/file-{file:03}.mp4"));
        assert_eq!(probe(&video).0.len(), frames);
    }
}

#[test]
fn the_same_episodes_give_the_same_bytes_from_any_thread() {
    let folder = tempfile::tempdir().unwrap();
    let episodes: Vec<_> = (0..4).map(|seed| touching_episode(seed, 12, &CAMERAS)).collect();
    let config = || DatasetConfig { modalities: with_touch(), ..config() };
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    // Two writers at the same time; the second takes episodes that other threads prepared, last one first.
    std::thread::scope(|scope| {
        scope.spawn(|| write(&one, config(), &episodes));
        scope.spawn(|| {
            let mut writer = DatasetWriter::create(&two, config()).unwrap();
            let preparer = writer.preparer();
            let prepare = |episode| {
                let preparer = preparer.clone();
                scope.spawn(move || preparer.prepare(episode).unwrap())
            };
            let mut threads: Vec<_> = episodes.iter().rev().map(prepare).collect();
            while let Some(thread) = threads.pop() {
                writer.commit(&thread.join().unwrap()).unwrap();
            }
            writer.finish(&DatasetCard::default()).unwrap()
        });
    });
    let (one, two) = (files(&one), files(&two));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{name} differs");
    }
    assert!(one.keys().all(|name| !name.contains(".work")), "scratch files were published");
}

#[test]
fn attachments_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("set");
    write(&output, states_only(), &[episode(0, 3, &[]), episode(1, 3, &[])]);
    assert_eq!(attachment_names(&output, 1).unwrap(), ["spec.json", "rollout.json"]);
    assert_eq!(read_attachment(&output, 1, "spec.json").unwrap(), b"{\"seed\":1}");
    assert_eq!(attachment_names(&output, 1000).unwrap(), [""; 0]);
    let missing = read_attachment(&output, 1, "grasp.json").unwrap_err();
    insta::assert_snapshot!(missing.to_string().replace(&*output.to_string_lossy(), "SET"));
}

#[test]
fn a_single_clip_becomes_a_video() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("previews/wrist.mp4");
    let clip = clip(CAMERAS[0], 5, 1);
    write_mp4(&clip, 30, &path).unwrap();
    assert_eq!(decode(&path, 64, 48).len(), 5);
    let empty = restage_episodes::CameraClip { frames: Vec::new(), ..clip.clone() };
    assert!(matches!(write_mp4(&empty, 30, &path), Err(ExportError::Content { .. })));
    let odd = restage_episodes::CameraClip { width: 63, ..clip };
    assert!(matches!(write_mp4(&odd, 30, &path), Err(ExportError::InvalidConfig { .. })));
    assert_eq!(names(&folder.path().join("previews")), ["wrist.mp4"]);
}

#[test]
fn all_faults_of_an_episode_come_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = DatasetWriter::create(&folder.path().join("set"), config()).unwrap();
    let mut bad = episode(3, 6, &[CAMERAS[0], ("side", 64, 48)]);
    bad.fps = 30;
    bad.world_from_tcp[2].translation.x = f64::NAN;
    bad.world_from_tcp[4].rotation = glam::DQuat::from_xyzw(0.0, 0.0, 0.0, 2.0);
    bad.gripper_width.pop();
    bad.command_gripper_width[1] = -0.2;
    bad.segment[5] = 99;
    bad.cameras[0].frames[3].pop();
    bad.force = Some(vec![[0.0; 6]; 6]);
    bad.attachments.push(("../escape".into(), Vec::new()));
    let error = writer.append(&bad).unwrap_err();
    insta::assert_snapshot!(error.to_string());
    // The dataset goes on as if nothing had happened.
    assert_eq!(writer.append(&episode(4, 6, &CAMERAS)).unwrap().episode_index, 0);
}

#[test]
fn an_episode_prepared_for_another_dataset_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let other = DatasetWriter::create(&folder.path().join("other"), states_only()).unwrap();
    let prepared = other.preparer().prepare(&episode(1, 5, &[])).unwrap();
    let mut writer = DatasetWriter::create(&folder.path().join("set"), config()).unwrap();
    assert!(matches!(writer.commit(&prepared), Err(ExportError::InvalidEpisode { .. })));
    assert_eq!(writer.append(&episode(1, 5, &CAMERAS)).unwrap().episode_index, 0);
}

#[test]
fn not_finite_names_track_and_frame() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = DatasetWriter::create(&folder.path().join("set"), states_only()).unwrap();
    let mut bad = episode(3, 6, &[]);
    bad.command_gripper_width[4] = f64::INFINITY;
    bad.command_gripper_width[5] = f64::NAN;
    let Err(ExportError::InvalidEpisode { faults, .. }) = writer.append(&bad) else {
        panic!("must be refused")
    };
    let expected = EpisodeFault::NotFinite { field: "command_gripper_width".into(), frame: 4, count: 2 };
    assert_eq!(faults, [expected]);
    assert!(matches!(writer.append(&episode(0, 0, &[])), Err(ExportError::InvalidEpisode { .. })));
    assert!(matches!(writer.finish(&DatasetCard::default()), Err(ExportError::NoEpisodes)));
    assert_eq!(names(folder.path()), [""; 0], "nothing is left");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_lengths_and_limits_give_a_consistent_dataset(
        lengths in prop::collection::vec(1usize..40, 1..8),
        data_bytes in 1u64..60_000,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("set");
        let limits = FileLimits { data_bytes, ..FileLimits::default() };
        let episodes: Vec<_> = (0u64..).zip(&lengths).map(|(seed, &frames)| episode(seed, frames, &[])).collect();
        write(&output, DatasetConfig { limits, ..states_only() }, &episodes);
        check_tables(&output, &lengths);
    }
}
