//! The `ffmpeg` and `ffprobe` programs, called with arguments that no file name can break out of.

use super::{RgbFrame, VideoError, check_size, frames_of_file};
use crate::VideoClip;
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

/// Containers that are read. Playlist formats are left out on purpose: they can name further files.
const CONTAINERS: &str = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi";
/// From this frame on, jumping there is worth a look at the file first.
const WORTH_SEEKING: usize = 300;
/// How much of the decoder's complaints is kept, bytes.
const COMPLAINT_BYTES: usize = 2000;

/// Which programs decode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    /// The decoder.
    pub ffmpeg: PathBuf,
    /// The one that describes files.
    pub ffprobe: PathBuf,
}

impl Default for Programs {
    /// Those on the search path.
    fn default() -> Self {
        Self { ffmpeg: "ffmpeg".into(), ffprobe: "ffprobe".into() }
    }
}

/// What a video file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoInfo {
    /// FFmpeg's name of the codec, such as `av1`, `h264`, `hevc`.
    pub codec: String,
    /// FFmpeg's name of the pixel format, such as `yuv420p`.
    pub pixel_format: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Average frame rate, Hz.
    pub rate_hz: f64,
    /// Frames in the file.
    pub frames: usize,
    /// Whether the file starts at time 0 and its frames are evenly spaced, as far as its header tells.
    pub constant_rate: bool,
}

impl Programs {
    /// As [`super::probe`].
    ///
    /// # Errors
    /// As [`super::probe`].
    pub fn probe(&self, path: &Path) -> Result<VideoInfo, VideoError> {
        check_file(path)?;
        let entries =
            "stream=codec_name,pix_fmt,width,height,r_frame_rate,avg_frame_rate,start_time,nb_read_packets";
        let output = Command::new(&self.ffprobe)
            .args(["-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries", entries])
            .args(["-of", "json"])
            .args(input_arguments(path))
            .stdin(Stdio::null())
            .output()
            .map_err(|source| VideoError::NoDecoder { program: self.ffprobe.clone(), source })?;
        let complaint = shorten(&output.stderr);
        let undecodable = |reason: String| VideoError::Undecodable { path: path.to_path_buf(), reason };
        if !output.status.success() {
            return Err(undecodable(complaint));
        }
        let answer: Value =
            serde_json::from_slice(&output.stdout).map_err(|error| undecodable(error.to_string()))?;
        video_info(&answer["streams"][0]).ok_or_else(|| undecodable("no video in the file".to_owned()))
    }

    /// As [`super::for_each_frame`].
    ///
    /// # Errors
    /// As [`super::for_each_frame`].
    pub fn for_each_frame(
        &self,
        clip: &VideoClip,
        frames: Range<usize>,
        size: Option<(u32, u32)>,
        mut take: impl FnMut(usize, RgbFrame),
    ) -> Result<(), VideoError> {
        let wanted = frames_of_file(clip, &frames)?;
        check_file(&clip.path)?;
        if wanted.is_empty() {
            return Ok(());
        }
        let info = match size {
            Some(_) if wanted.start < WORTH_SEEKING => None,
            _ => Some(self.probe(&clip.path)?),
        };
        let size = size.or(info.as_ref().map(|info| (info.width, info.height))).unwrap_or_default();
        check_size(&clip.path, size)?;
        let seek_rate = info.filter(|info| wanted.start >= WORTH_SEEKING && info.constant_rate);
        let seek_rate = seek_rate.map(|info| info.rate_hz);
        let mut deliver = |index: usize, pixels: Vec<u8>| {
            take(frames.start + index, RgbFrame { width: size.0, height: size.1, pixels });
        };
        // FFmpeg before 5.1 knows the same switch under another name.
        let modern = self.run(clip, &wanted, size, seek_rate, "-fps_mode", &mut deliver);
        match modern {
            Err(VideoError::TooFewFrames { found: 0, reason, .. }) if reason.contains("fps_mode") => {
                self.run(clip, &wanted, size, seek_rate, "-vsync", &mut deliver)
            }
            other => other,
        }
    }

    fn run(
        &self,
        clip: &VideoClip,
        wanted: &Range<usize>,
        size: (u32, u32),
        seek_rate: Option<f64>,
        sync_switch: &str,
        deliver: &mut dyn FnMut(usize, Vec<u8>),
    ) -> Result<(), VideoError> {
        let (seek, skip) = match seek_rate {
            // Half a frame early, so that rounding cannot skip the frame itself.
            Some(rate) => {
                (vec![OsString::from("-ss"), format!("{:.6}", (wanted.start as f64 - 0.5) / rate).into()], 0)
            }
            None => (Vec::new(), wanted.start),
        };
        let mut child = Command::new(&self.ffmpeg)
            .args(["-v", "error", "-nostdin", "-noautorotate"])
            .args(seek)
            .args(input_arguments(&clip.path))
            .args(["-map", "0:v:0", "-an", "-sn", "-dn", "-vf", &filter(skip, size)])
            .args([sync_switch, "passthrough", "-frames:v", &wanted.len().to_string()])
            .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|source| VideoError::NoDecoder { program: self.ffmpeg.clone(), source })?;
        let complaints = drain(&mut child);
        let found = read_frames(&mut child, wanted.len(), size, deliver);
        // The pipe is closed or no longer wanted; whatever the program still does is of no interest.
        let _already_gone = child.kill();
        let _status = child.wait();
        let complaint = complaints.and_then(|reader| reader.join().ok()).unwrap_or_default();
        let path = clip.path.clone();
        match found {
            Err(error) => Err(VideoError::Undecodable { path, reason: error.to_string() }),
            Ok(found) if found < wanted.len() => {
                let reason = if complaint.is_empty() { complaint } else { format!(" ({complaint})") };
                Err(VideoError::TooFewFrames { path, expected: wanted.clone(), found, reason })
            }
            // All frames came, but the decoder had to invent parts of them.
            Ok(_) if !complaint.is_empty() => Err(VideoError::Undecodable { path, reason: complaint }),
            Ok(_) => Ok(()),
        }
    }
}

fn check_file(path: &Path) -> Result<(), VideoError> {
    // A pipe or device under a video's name would block the decoder for ever.
    if path.is_file() { Ok(()) } else { Err(VideoError::Missing { path: path.to_path_buf() }) }
}

/// The input, spelled so that neither a leading dash nor a colon in the name means anything.
fn input_arguments(path: &Path) -> [OsString; 6] {
    let mut file = OsString::from("file:");
    file.push(path);
    let word = |text: &str| OsStr::new(text).to_owned();
    [word("-protocol_whitelist"), word("file"), word("-format_whitelist"), word(CONTAINERS), word("-i"), file]
}

fn filter(skip: usize, (width, height): (u32, u32)) -> String {
    let select = if skip > 0 { format!("select='gte(n,{skip})',") } else { String::new() };
    format!(
        "{select}scale={width}:{height}:flags=bilinear+accurate_rnd+full_chroma_int+bitexact,format=rgb24"
    )
}

/// Reads the complaints on a thread of their own, since a full pipe would stop the decoder.
fn drain(child: &mut Child) -> Option<JoinHandle<String>> {
    let mut pipe = child.stderr.take()?;
    Some(std::thread::spawn(move || {
        let mut kept = Vec::new();
        let mut chunk = [0; 1024];
        while let Ok(count @ 1..) = pipe.read(&mut chunk) {
            if kept.len() < COMPLAINT_BYTES {
                kept.extend_from_slice(&chunk[..count]);
            }
        }
        shorten(&kept)
    }))
}

/// Reads up to `count` frames and tells how many complete ones came.
fn read_frames(
    child: &mut Child,
    count: usize,
    (width, height): (u32, u32),
    deliver: &mut dyn FnMut(usize, Vec<u8>),
) -> io::Result<usize> {
    let Some(mut pipe) = child.stdout.take() else { return Ok(0) };
    let bytes = width as usize * height as usize * 3;
    for index in 0..count {
        let mut pixels = vec![0; bytes];
        match pipe.read_exact(&mut pixels) {
            Ok(()) => deliver(index, pixels),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(index),
            Err(error) => return Err(error),
        }
    }
    // Waits for the program to end by itself, so that all its complaints arrive.
    io::copy(&mut pipe, &mut io::sink())?;
    Ok(count)
}

/// One line of at most a few complaints.
fn shorten(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join("; ")
}

fn video_info(stream: &Value) -> Option<VideoInfo> {
    let text = |key: &str| stream.get(key).and_then(Value::as_str).unwrap_or_default();
    let pixels =
        |key: &str| stream.get(key).and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok());
    let rate_hz = fraction(text("avg_frame_rate")).or_else(|| fraction(text("r_frame_rate")))?;
    let even = text("avg_frame_rate") == text("r_frame_rate");
    let from_zero = text("start_time").parse().is_ok_and(|start: f64| libm::fabs(start) < 1e-6);
    Some(VideoInfo {
        codec: text("codec_name").to_owned(),
        pixel_format: text("pix_fmt").to_owned(),
        width: pixels("width")?,
        height: pixels("height")?,
        rate_hz,
        frames: text("nb_read_packets").parse().ok()?,
        constant_rate: even && from_zero,
    })
}

/// A rate written as `30000/1001`.
fn fraction(text: &str) -> Option<f64> {
    let (above, below) = text.split_once('/')?;
    let (above, below): (f64, f64) = (above.parse().ok()?, below.parse().ok()?);
    (above > 0.0 && below > 0.0).then(|| above / below)
}

#[cfg(test)]
mod tests {
    use super::{Programs, fraction, input_arguments};
    use crate::VideoClip;
    use crate::video::VideoError;
    use std::path::Path;

    #[test]
    fn rates() {
        assert_eq!(fraction("30/1"), Some(30.0));
        assert_eq!(fraction("0/0"), None);
        assert_eq!(fraction("x"), None);
    }

    #[test]
    fn file_names_are_never_switches() {
        let arguments = input_arguments(Path::new("-y:http.mp4"));
        assert_eq!(arguments[5], "file:-y:http.mp4");
    }

    #[test]
    fn says_how_to_install_the_decoder() {
        let programs = Programs { ffmpeg: "/no/ffmpeg".into(), ffprobe: "/no/ffprobe".into() };
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.mp4");
        std::fs::write(&path, b"x").expect("written");
        let clip = VideoClip { path: path.clone(), first_frame: 0, frames: 4, rate_hz: 30.0 };
        let decoded = programs.for_each_frame(&clip, 0..4, Some((8, 8)), |_, _| {});
        let message = decoded.expect_err("there is no such program").to_string();
        insta::assert_snapshot!(message, @"cannot run `/no/ffmpeg`: No such file or directory (os error 2); hint: install FFmpeg, on Debian and Ubuntu by `apt-get install ffmpeg`");
        assert!(matches!(programs.probe(&path), Err(VideoError::NoDecoder { .. })));
    }
}
