//! Real recordings and reference sets of the format's own library.

mod lerobot_support;

use lerobot_support::{real_data, sample};
use restage_episodes::raw::{RawDataset, SourceFormat};
use restage_episodes::read::open;
use restage_episodes::video::{RgbFrame, decode, decode_camera, probe};

/// Rows of the whole set.
fn rows(set: &RawDataset) -> usize {
    set.episodes.iter().map(|episode| episode.timestamps.len()).sum()
}

/// Mean difference of two pictures of one size, 0 to 255.
fn difference(a: &RgbFrame, b: &RgbFrame) -> f64 {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let sum: u64 = a.pixels.iter().zip(&b.pixels).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.pixels.len() as f64
}

#[test]
fn so100_has_next_states_as_actions_and_two_cameras() {
    let Some(real) = real_data() else { return };
    let set = open(&real.join("so100_pick_place")).expect("readable");
    assert_eq!(
        (set.name.as_str(), set.format, set.rate_hz),
        ("so100_pick_place", SourceFormat::LeRobotV20, Some(30.0))
    );
    assert_eq!((set.episodes.len(), rows(&set), set.rejected.len()), (14, 3616, 0));
    for episode in &set.episodes {
        assert_eq!(episode.task, "Pick up the orange circle and place it in the black container.");
        assert_eq!(episode.columns["observation.state"].names[0], "motor_1");
        assert_eq!(episode.columns["box.pickup"].width, 4);
        let (state, action) = (&episode.columns["observation.state"], &episode.columns["action"]);
        for row in 1..episode.timestamps.len() {
            let step = state.row(row).iter().zip(action.row(row - 1)).map(|(s, a)| (s - a).abs());
            assert!(step.fold(0.0, f64::max) < 1e-6, "episode {} row {row}", episode.episode_index);
        }
        let cameras: Vec<_> = episode.cameras.iter().map(|c| (c.name.as_str(), c.width, c.height)).collect();
        assert_eq!(cameras, [("main", 320, 240), ("secondary_0", 320, 240)]);
        assert!(
            episode
                .cameras
                .iter()
                .all(|c| c.clip.as_ref().is_some_and(|clip| clip.frames == episode.timestamps.len()))
        );
    }
    insta::assert_snapshot!(set.warnings.join("\n"), @r#"
    meta/info.json declares pickup_box, target_box, which the data files do not have
    the data files have box.pickup, box.target, which meta/info.json does not declare
    "#);
}

#[test]
fn cr5_with_and_without_its_videos() {
    let Some(real) = real_data() else { return };
    let set = open(&real.join("cr5_banana")).expect("readable");
    assert_eq!(
        (set.format, set.episodes.len(), rows(&set), set.rejected.len()),
        (SourceFormat::LeRobotV21, 50, 11046, 0)
    );
    let filmed: Vec<u64> =
        set.episodes.iter().filter(|e| e.cameras[0].clip.is_some()).map(|e| e.episode_index).collect();
    assert_eq!(filmed, [15, 29, 33, 35, 36, 37, 39, 41, 45, 47, 48, 49]);
    // The clock is the recorder's own: no grid, and not from zero.
    let jitter = set.episodes.iter().flat_map(|e| e.timestamps.windows(2).map(|w| w[1] - w[0]));
    let (shortest, longest) =
        jitter.fold((f64::MAX, 0.0_f64), |(low, high), step| (low.min(step), high.max(step)));
    assert!((shortest - 0.060).abs() < 1e-3 && (longest - 0.352).abs() < 1e-3, "{shortest} {longest}");
    assert_eq!(set.episodes[0].columns["action"].names[6], "gripper");
    insta::assert_snapshot!(set.warnings.join("\n"), @"camera observation.images.top has no frames: the video file is missing in 38 of 50 episodes (0, 1, 2, 3, 4, …)");

    let set = open(&real.join("cr5_banana_video")).expect("readable");
    assert_eq!((set.episodes.len(), rows(&set), set.warnings.len()), (12, 2474, 0));
    for episode in &set.episodes {
        let clip = episode.cameras[0].clip.as_ref().expect("all were filmed");
        assert_eq!(probe(&clip.path).expect("a video").frames, episode.timestamps.len());
    }
}

#[test]
fn g1_has_nested_names() {
    let Some(real) = real_data() else { return };
    let set = open(&real.join("g1_head_camera")).expect("readable");
    assert_eq!((set.episodes.len(), rows(&set), set.rejected.len()), (3, 894, 0));
    assert_eq!(set.warnings, Vec::<String>::new());
    let state = &set.episodes[0].columns["observation.state"];
    assert_eq!((state.width, state.names[7].as_str()), (26, "kRightShoulderPitch"));
    assert_eq!(set.episodes[2].cameras[0].name, "cam_high");
}

#[test]
fn first_and_last_frames_of_av1_and_h264() {
    let Some(real) = real_data() else { return };
    for (name, camera, codec, size) in [
        ("cr5_banana_video", 0, "av1", (640, 480)),
        ("so100_pick_place", 0, "h264", (320, 240)),
        ("so100_pick_place", 1, "h264", (320, 240)),
        ("g1_head_camera", 0, "av1", (640, 480)),
    ] {
        let set = open(&real.join(name)).expect("readable");
        let episode = &set.episodes[1];
        let clip = episode.cameras[camera].clip.as_ref().expect("filmed");
        let info = probe(&clip.path).expect("a video");
        assert_eq!((info.codec.as_str(), info.width, info.height), (codec, size.0, size.1));
        assert_eq!(info.frames, episode.timestamps.len());
        let first = decode(clip, 0..2, None).expect("decoded");
        let last = decode(clip, clip.frames - 1..clip.frames, None).expect("decoded");
        assert_eq!((first.len(), last.len(), last[0].width, last[0].height), (2, 1, size.0, size.1));
        let small = decode(clip, 0..1, Some((32, 24))).expect("decoded");
        assert_eq!((small[0].width, small[0].height, small[0].pixels.len()), (32, 24, 32 * 24 * 3));
        // The hand moves: neighbours look alike, first and last do not.
        let near = difference(&first[0], &first[1]);
        let far = difference(&first[0], &last[0]);
        assert!(near < 6.0 && far > 2.0 * near, "{name}: {near} {far}");
    }
}

#[test]
fn reference_sets_read_alike_in_both_generations() {
    let (Some(v3), Some(v21)) = (sample("sample_v3"), sample("sample_v21")) else { return };
    let (v3, v21) = (open(&v3).expect("readable"), open(&v21).expect("readable"));
    for set in [&v3, &v21] {
        assert_eq!((set.episodes.len(), rows(set), set.rejected.len()), (3, 62, 0));
        assert_eq!(set.warnings, Vec::<String>::new());
    }
    for (new, old) in v3.episodes.iter().zip(&v21.episodes) {
        assert_eq!((&new.task, &new.timestamps), (&old.task, &old.timestamps));
        assert_eq!(new.columns, old.columns);
        assert!(!new.task.is_empty());
    }
    let firsts: Vec<_> =
        v3.episodes.iter().map(|e| e.cameras[0].clip.as_ref().expect("a clip").first_frame).collect();
    let lengths: Vec<_> = v3.episodes.iter().map(|e| e.timestamps.len()).collect();
    assert_eq!(firsts, [0, lengths[0], lengths[0] + lengths[1]]);
    // One file for all episodes there, one for each here: the same pictures, up to coding.
    for (new, old) in v3.episodes.iter().zip(&v21.episodes) {
        let count = new.timestamps.len();
        let new = decode_camera(&new.cameras[0], 0..count, None).expect("decoded");
        let old = decode_camera(&old.cameras[0], 0..count, None).expect("decoded");
        for (new, old) in new.iter().zip(&old) {
            assert!(difference(new, old) < 4.0, "{}", difference(new, old));
        }
    }
}

#[test]
fn reference_sets_with_pictures_depth_and_grids() {
    let (Some(pictures), Some(video)) = (sample("sample_img"), sample("sample_v3")) else { return };
    let (pictures, video) = (open(&pictures).expect("readable"), open(&video).expect("readable"));
    assert_eq!(pictures.warnings, Vec::<String>::new());
    for (a, b) in pictures.episodes.iter().zip(&video.episodes) {
        let last = a.timestamps.len() - 1;
        let exact = decode_camera(&a.cameras[0], last..last + 1, None).expect("a PNG");
        let coded = decode_camera(&b.cameras[0], last..last + 1, None).expect("a video frame");
        assert_eq!((exact[0].width, exact[0].height), (64, 64));
        let off = difference(&exact[0], &coded[0]);
        assert!(off < 12.0, "episode {}: {off}", a.episode_index);
    }
    let (Some(depth), Some(grid)) = (sample("sample_depth"), sample("sample_2d")) else { return };
    let depth = open(&depth).expect("readable");
    let names: Vec<_> = depth.episodes[0].cameras.iter().map(|camera| camera.name.as_str()).collect();
    assert_eq!(names, ["wrist", "wrist_depth"]);
    assert_eq!(decode_camera(&depth.episodes[2].cameras[1], 0..1, None).expect("decoded").len(), 1);
    let grid = open(&grid).expect("readable");
    let tactile = &grid.episodes[0].columns["observation.tactile"];
    assert_eq!((tactile.width, tactile.names.len()), (16, 0));
    assert_eq!(tactile.values, depth.episodes[0].columns["observation.tactile"].values);
    assert_eq!(grid.warnings, Vec::<String>::new());
}
