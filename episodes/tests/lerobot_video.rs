//! Frame-exact decoding, on videos whose every frame tells its number.

use restage_episodes::video::{
    FrameSource, Programs, VideoError, decode, decode_camera, for_each_frame, probe,
};
use restage_episodes::{RecordedCamera, VideoClip};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const SIZE: u32 = 64;

/// Grey of frame `index`: neighbours differ by far more than a codec changes.
fn grey(index: usize) -> u8 {
    16 + u8::try_from(index * 37 % 200).expect("below 200")
}

/// A video of flat grey frames, or `None` where the encoder is not installed.
fn film(name: &str, frames: usize, encoder: &[&str]) -> Option<(TempDir, PathBuf)> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let mut output = std::ffi::OsString::from("file:");
    output.push(&path);
    let spawned = Command::new("ffmpeg")
        .args([
            "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "64x64", "-r", "30", "-i",
            "pipe:0",
        ])
        .args(["-pix_fmt", "yuv420p"])
        .args(encoder)
        .arg(output)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = spawned else {
        eprintln!("SKIPPED: ffmpeg is not installed");
        return None;
    };
    let mut pipe = child.stdin.take().expect("a pipe");
    let written = (0..frames).try_for_each(|index| pipe.write_all(&[grey(index); (SIZE * SIZE) as usize]));
    drop(pipe);
    if !child.wait().expect("ended").success() || written.is_err() {
        eprintln!("SKIPPED: this ffmpeg cannot encode with {encoder:?}");
        return None;
    }
    Some((folder, path))
}

const H264: &[&str] = &["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-g", "30", "-bf", "2"];

fn clip(path: &Path, first_frame: usize, frames: usize) -> VideoClip {
    VideoClip { path: path.to_path_buf(), first_frame, frames, rate_hz: 30.0 }
}

/// Each decoded frame is the one with its number.
fn assert_frames(clip: &VideoClip, frames: std::ops::Range<usize>) {
    let mut next = frames.start;
    for_each_frame(clip, frames.clone(), None, |index, frame| {
        assert_eq!((index, frame.width, frame.height), (next, SIZE, SIZE));
        let found = frame.pixels[frame.pixels.len() / 2];
        let expected = grey(clip.first_frame + index);
        assert!(found.abs_diff(expected) <= 8, "frame {index}: {found} is not {expected}");
        next += 1;
    })
    .expect("decoded");
    assert_eq!(next, frames.end);
}

#[test]
fn every_codec_gives_the_frame_asked_for() {
    let codecs: [(&str, &[&str]); 3] = [
        ("h264", H264),
        (
            "hevc",
            &["-c:v", "libx265", "-preset", "ultrafast", "-crf", "18", "-x265-params", "log-level=none"],
        ),
        ("av1", &["-c:v", "libsvtav1", "-preset", "12", "-crf", "20", "-g", "10"]),
    ];
    for (codec, encoder) in codecs {
        let Some((_folder, path)) = film("a.mp4", 60, encoder) else { continue };
        let info = probe(&path).expect("a video");
        assert_eq!((info.codec.as_str(), info.width, info.height, info.frames), (codec, SIZE, SIZE, 60));
        assert!((info.rate_hz - 30.0).abs() < 1e-9);
        assert_frames(&clip(&path, 0, 60), 0..60);
        assert_frames(&clip(&path, 20, 40), 17..19);
        assert_frames(&clip(&path, 20, 40), 39..40);
        assert_frames(&clip(&path, 20, 40), 5..5);
    }
}

#[test]
fn frames_far_into_a_shared_file() {
    let Some((_folder, path)) = film("a.mp4", 900, H264) else { return };
    assert!(probe(&path).expect("a video").constant_rate);
    for first in [299, 300, 301, 517, 890] {
        assert_frames(&clip(&path, first, 10), 0..10);
    }
}

#[test]
fn frames_far_into_a_video_without_a_steady_rate() {
    // Every seventh frame is held twice as long: times are no multiple of a period, numbers still count.
    let uneven = ["-vf", "setpts='(N+floor(N/7))/30/TB'", "-fps_mode", "passthrough"];
    let encoder: Vec<&str> = uneven.into_iter().chain(H264.iter().copied()).collect();
    let Some((_folder, path)) = film("a.mp4", 700, &encoder) else { return };
    let info = probe(&path).expect("a video");
    assert_eq!((info.frames, info.constant_rate), (700, false));
    assert_frames(&clip(&path, 600, 100), 0..100);
}

#[test]
fn odd_file_names_are_file_names() {
    for name in
        ["-y.mp4", "http:a.mp4", "a%03d.mp4", "a 'b' \"c\"; ls $HOME.mp4", "concat:a|b.mp4", "ä,[v]=1.mp4"]
    {
        let Some((_folder, path)) = film(name, 5, H264) else { return };
        assert_frames(&clip(&path, 0, 5), 2..5);
    }
}

#[test]
fn short_truncated_and_absent_videos() {
    let Some((folder, path)) = film("a.mp4", 60, &[H264, &["-movflags", "+faststart"]].concat()) else {
        return;
    };
    let masked = |error: VideoError| error.to_string().replace(&*folder.path().to_string_lossy(), "DIR");
    insta::assert_snapshot!(masked(decode(&clip(&path, 50, 20), 0..20, None).expect_err("too short")), @"DIR/a.mp4 ends too early: expected frames 50 to 69, found 10 of them; hint: the video was cut off or belongs to another episode");
    insta::assert_snapshot!(masked(decode(&clip(&path, 0, 60), 50..61, None).expect_err("not in the episode")), @"asked for frames 50 to 60 of an episode of 60 frames (DIR/a.mp4)");
    let backwards = std::ops::Range { start: 5, end: 4 };
    assert!(matches!(decode(&clip(&path, 0, 60), backwards, None), Err(VideoError::OutsideEpisode { .. })));
    let far = decode(&clip(&path, usize::MAX, 60), 0..60, None);
    assert!(matches!(far, Err(VideoError::OutsideEpisode { .. })));
    assert!(matches!(decode(&clip(&path, 0, 60), 0..1, Some((0, 5))), Err(VideoError::BadSize { .. })));
    assert!(matches!(
        decode(&clip(&path, 0, 60), 0..1, Some((99999, 99999))),
        Err(VideoError::BadSize { .. })
    ));

    let bytes = fs::read(&path).expect("bytes");
    fs::write(&path, &bytes[..bytes.len() * 2 / 3]).expect("cut");
    let cut = decode(&clip(&path, 0, 60), 0..60, None).expect_err("cut off");
    assert!(matches!(cut, VideoError::TooFewFrames { .. } | VideoError::Undecodable { .. }), "{cut}");
    fs::write(&path, &bytes[..100]).expect("cut");
    assert!(matches!(probe(&path), Err(VideoError::Undecodable { .. })));
    let nothing = decode(&clip(&path, 0, 60), 0..60, Some((8, 8))).expect_err("no video").to_string();
    assert!(nothing.contains("a.mp4"), "{nothing}");
    fs::remove_file(&path).expect("removed");
    insta::assert_snapshot!(masked(decode(&clip(&path, 0, 60), 0..60, None).expect_err("absent")), @"no video at DIR/a.mp4; hint: fetch the video files of the dataset");
    let camera = RecordedCamera { name: "top".to_owned(), width: 64, height: 64, clip: None };
    insta::assert_snapshot!(masked(decode_camera(&camera, 0..1, None).expect_err("never filmed")), @"camera `top` has no frames; hint: fetch the video files of the dataset");
}

#[test]
fn playlists_under_a_video_name_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.mp4");
    fs::write(&path, "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/hostname\n#EXT-X-ENDLIST\n")
        .expect("written");
    match Programs::default().probe(&path) {
        Err(VideoError::NoDecoder { .. }) => eprintln!("SKIPPED: ffmpeg is not installed"),
        other => assert!(matches!(other, Err(VideoError::Undecodable { .. })), "{other:?}"),
    }
}

#[test]
fn pictures_of_a_replay_buffer() {
    let folder = tempfile::tempdir().expect("a folder");
    let array = folder.path().join("data/camera0_rgb");
    fs::create_dir_all(&array).expect("made");
    fs::write(folder.path().join(".zgroup"), r#"{"zarr_format": 2}"#).expect("written");
    fs::write(folder.path().join("data/.zgroup"), r#"{"zarr_format": 2}"#).expect("written");
    let metadata = r#"{"zarr_format": 2, "shape": [6, 8, 8, 3], "chunks": [1, 8, 8, 3], "dtype": "|u1",
        "compressor": null, "fill_value": 0, "order": "C", "filters": null}"#;
    fs::write(array.join(".zarray"), metadata).expect("written");
    for row in 0..6 {
        fs::write(array.join(format!("{row}.0.0.0")), [grey(row); 8 * 8 * 3]).expect("written");
    }
    let clip = VideoClip { path: folder.path().to_path_buf(), first_frame: 2, frames: 4, rate_hz: 60.0 };
    assert_eq!(FrameSource::of(&clip), FrameSource::ReplayBuffer);
    let camera = RecordedCamera { name: "camera0_rgb".to_owned(), width: 8, height: 8, clip: Some(clip) };
    let frames = decode_camera(&camera, 1..4, None).expect("decoded");
    let greys: Vec<u8> = frames.iter().map(|frame| frame.pixels[0]).collect();
    assert_eq!(greys, [grey(3), grey(4), grey(5)]);
    let small = decode_camera(&camera, 0..1, Some((4, 2))).expect("decoded");
    assert_eq!(
        (small[0].width, small[0].height, small[0].pixels.as_slice()),
        (4, 2, [grey(2); 24].as_slice())
    );
    assert!(matches!(decode_camera(&camera, 4..5, None), Err(VideoError::OutsideEpisode { .. })));
    fs::remove_file(array.join(".zarray")).expect("removed");
    assert!(matches!(decode_camera(&camera, 0..1, None), Err(VideoError::ReplayBuffer(_))));
}
