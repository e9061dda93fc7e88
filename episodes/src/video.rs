//! Camera frames of a recording, decoded on demand and selected by index.
//!
//! Frames are counted, never looked up by time: real sets exist whose row times and video times drift apart while
//! row `k` and frame `k` still belong together. Video is decoded by the `ffmpeg` program (any codec it knows, such
//! as AV1, H.264 and HEVC), pictures stored in Parquet tables and replay buffers without it. Pixels are as stored: rotation
//! flags are ignored, so that sizes match those that the dataset states.

mod ffmpeg;
mod pictures;

pub use ffmpeg::{Programs, VideoInfo};

use crate::raw::ReadError;
use crate::{RecordedCamera, VideoClip};
use image::RgbImage;
use image::imageops::FilterType;
use std::ffi::OsStr;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Most pixels of one frame that is decoded (8192 x 8192).
pub const MAX_FRAME_PIXELS: u64 = 1 << 26;

/// One picture: tightly packed 8-bit RGB, row-major, `width * height * 3` bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RgbFrame {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Row-major RGB.
    pub pixels: Vec<u8>,
}

/// Why frames could not be had.
#[derive(Debug, thiserror::Error)]
pub enum VideoError {
    /// The decoder is not installed.
    #[error(
        "cannot run `{}`: {source}; hint: install FFmpeg, on Debian and Ubuntu by `apt-get install ffmpeg`",
        program.display()
    )]
    NoDecoder {
        /// The program that was called.
        program: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The camera is declared, but nothing was recorded or the file is not there.
    #[error("camera `{camera}` has no frames; hint: fetch the video files of the dataset")]
    NoFrames {
        /// Name of the camera.
        camera: String,
    },
    /// The file is not there.
    #[error("no video at {}; hint: fetch the video files of the dataset", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is there and cannot be decoded.
    #[error("cannot decode {}: {reason}; hint: copy or download the file again, it is damaged or cut off", path.display())]
    Undecodable {
        /// The file.
        path: PathBuf,
        /// The decoder's complaint.
        reason: String,
    },
    /// The file ends early.
    #[error(
        "{} ends too early: expected frames {} to {}, found {found} of them{reason}; hint: the video was cut off or \
         belongs to another episode",
        path.display(), expected.start, expected.end.saturating_sub(1)
    )]
    TooFewFrames {
        /// The file.
        path: PathBuf,
        /// Frames of the file that were asked for.
        expected: Range<usize>,
        /// How many of them there are.
        found: usize,
        /// The decoder's complaint, if it had one.
        reason: String,
    },
    /// Frames that the episode does not have.
    #[error(
        "asked for frames {} to {} of an episode of {frames} frames ({})",
        asked.start, asked.end.saturating_sub(1), path.display()
    )]
    OutsideEpisode {
        /// The file.
        path: PathBuf,
        /// Frames of the episode that were asked for.
        asked: Range<usize>,
        /// Frames that the episode has.
        frames: usize,
    },
    /// A picture beyond the limit, or an empty one.
    #[error("{}: a picture of {width} x {height} pixels; expected 1 to {MAX_FRAME_PIXELS} pixels", path.display())]
    BadSize {
        /// The file.
        path: PathBuf,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// A replay buffer whose pictures cannot be had.
    #[error(transparent)]
    ReplayBuffer(#[from] ReadError),
}

/// Looks at a video file: codec, size, rate and number of frames (counted, not estimated).
///
/// # Errors
/// [`VideoError::NoDecoder`], [`VideoError::Missing`] or [`VideoError::Undecodable`].
pub fn probe(path: &Path) -> Result<VideoInfo, VideoError> {
    Programs::default().probe(path)
}

/// Decodes frames of an episode: `frames` counts from the first frame of the clip, and the answer has exactly
/// `frames.len()` pictures, scaled to `size` (width, height) when given.
///
/// # Errors
/// See [`VideoError`]; in particular [`VideoError::TooFewFrames`] when the file ends before the last frame asked
/// for.
pub fn decode(
    clip: &VideoClip,
    frames: Range<usize>,
    size: Option<(u32, u32)>,
) -> Result<Vec<RgbFrame>, VideoError> {
    let mut pictures = Vec::new();
    for_each_frame(clip, frames, size, |_, frame| pictures.push(frame))?;
    Ok(pictures)
}

/// As [`decode`], but hands over one frame at a time, with its index in the episode, and holds no other.
///
/// # Errors
/// As [`decode`]. Frames before the fault have been handed over by then.
pub fn for_each_frame(
    clip: &VideoClip,
    frames: Range<usize>,
    size: Option<(u32, u32)>,
    take: impl FnMut(usize, RgbFrame),
) -> Result<(), VideoError> {
    Programs::default().for_each_frame(clip, frames, size, take)
}

/// How the frames of a clip are stored, told by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameSource {
    /// A video file; frames are its frames.
    Video,
    /// Pictures in a Parquet table (`.parquet`); frames are rows of the table.
    PictureTable,
    /// Pictures in a UMI replay buffer (a zarr folder or `.zip`); frames are rows of the buffer.
    ReplayBuffer,
}

impl FrameSource {
    /// The storage that a clip points to.
    pub fn of(clip: &VideoClip) -> Self {
        match clip.path.extension().and_then(OsStr::to_str) {
            Some("parquet") => Self::PictureTable,
            Some("zip" | "zarr") => Self::ReplayBuffer,
            _ if clip.path.is_dir() => Self::ReplayBuffer,
            _ => Self::Video,
        }
    }
}

/// Decodes frames of a recorded camera, however they are stored (see [`FrameSource`]).
///
/// # Errors
/// As [`decode`], and [`VideoError::NoFrames`] when the camera has no clip.
pub fn decode_camera(
    camera: &RecordedCamera,
    frames: Range<usize>,
    size: Option<(u32, u32)>,
) -> Result<Vec<RgbFrame>, VideoError> {
    let clip = camera.clip.as_ref().ok_or_else(|| VideoError::NoFrames { camera: camera.name.clone() })?;
    match FrameSource::of(clip) {
        FrameSource::Video => decode(clip, frames, size),
        FrameSource::PictureTable => pictures::decode(clip, &camera.name, frames, size),
        FrameSource::ReplayBuffer => {
            let rows = frames_of_file(clip, &frames)?;
            let decoded = crate::umi::decode_frames(&clip.path, &camera.name, rows)?;
            let (width, height) = (decoded.width, decoded.height);
            let stored = decoded.frames.into_iter().map(|pixels| RgbFrame { width, height, pixels });
            stored.map(|frame| resized(&clip.path, frame, size)).collect()
        }
    }
}

/// A picture scaled to the size asked for.
fn resized(path: &Path, frame: RgbFrame, size: Option<(u32, u32)>) -> Result<RgbFrame, VideoError> {
    let RgbFrame { width, height, pixels } = frame;
    let Some(size) = size.filter(|size| *size != (width, height)) else {
        return Ok(RgbFrame { width, height, pixels });
    };
    check_size(path, size)?;
    let stored = RgbImage::from_raw(width, height, pixels).ok_or_else(|| VideoError::BadSize {
        path: path.to_path_buf(),
        width,
        height,
    })?;
    let scaled = image::imageops::resize(&stored, size.0, size.1, FilterType::Triangle);
    Ok(RgbFrame { width: size.0, height: size.1, pixels: scaled.into_raw() })
}

/// The frames asked for, in file numbers.
fn frames_of_file(clip: &VideoClip, frames: &Range<usize>) -> Result<Range<usize>, VideoError> {
    let outside =
        || VideoError::OutsideEpisode { path: clip.path.clone(), asked: frames.clone(), frames: clip.frames };
    if frames.start > frames.end || frames.end > clip.frames {
        return Err(outside());
    }
    let end = clip.first_frame.checked_add(frames.end).ok_or_else(outside)?;
    Ok(clip.first_frame + frames.start..end)
}

fn check_size(path: &Path, (width, height): (u32, u32)) -> Result<(), VideoError> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MAX_FRAME_PIXELS {
        return Err(VideoError::BadSize { path: path.to_path_buf(), width, height });
    }
    Ok(())
}
