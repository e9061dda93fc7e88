//! Cameras of an episode: stretches of video files, or columns of encoded pictures in the data files.

use super::super::notes::Notes;
use super::super::table::{is_binary, is_picture};
use super::data::Source;
use super::info::Feature;
use super::listing::Entry;
use super::template::Place;
use crate::raw::SourceFormat;
use crate::{RecordedCamera, VideoClip};
use arrow_schema::Schema;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Longest time into a video file that is believed, s.
const MAX_VIDEO_SECS: f64 = 1e7;

/// Camera name of a feature key: the key without the prefixes of the format.
pub(crate) fn camera_name(key: &str) -> &str {
    let prefixes = ["observation.images.", "observation.image.", "observation."];
    prefixes.iter().find_map(|prefix| key.strip_prefix(prefix)).filter(|rest| !rest.is_empty()).unwrap_or(key)
}

/// Where the rows of an episode are.
pub(super) struct Frames<'a> {
    /// The data file, relative to the set.
    pub(super) file: &'a Path,
    /// Its rows in that file.
    pub(super) ranges: &'a [Range<usize>],
    /// Number of rows.
    pub(super) rows: usize,
}

/// How a camera's frames are stored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Storage {
    Video,
    Pictures,
}

/// All cameras of the data files of one schema.
pub(super) struct Cameras {
    by_key: BTreeMap<String, (Storage, Feature)>,
}

impl Cameras {
    /// Declared cameras, and columns of pictures that nobody declared.
    pub(super) fn of(source: &Source<'_>, schema: &Schema) -> Self {
        let mut by_key = BTreeMap::new();
        for (key, feature) in &source.info.features {
            match feature.dtype.as_str() {
                "video" => by_key.insert(key.clone(), (Storage::Video, feature.clone())),
                "image" => by_key.insert(key.clone(), (Storage::Pictures, feature.clone())),
                _ => None,
            };
        }
        for field in schema.fields().iter().filter(|field| is_picture(field.data_type())) {
            by_key.entry(field.name().clone()).or_insert((Storage::Pictures, Feature::default()));
        }
        // Some sets declare `video` and store pictures.
        for (key, (storage, _)) in &mut by_key {
            let stored = schema
                .field_with_name(key)
                .is_ok_and(|f| is_picture(f.data_type()) || is_binary(f.data_type()));
            if stored {
                *storage = Storage::Pictures;
            }
        }
        Self { by_key }
    }

    /// The cameras of one episode.
    pub(super) fn of_episode(
        &self,
        source: &Source<'_>,
        entry: &Entry,
        frames: &Frames<'_>,
        notes: &mut Notes,
    ) -> Vec<RecordedCamera> {
        let mut cameras = Vec::new();
        for (key, (storage, feature)) in &self.by_key {
            let (width, height) = feature.size.unwrap_or_else(|| {
                notes.add(format!("camera {key} does not state its picture size"));
                (0, 0)
            });
            let found = match storage {
                _ if u64::from(width) * u64::from(height) > source.options.max_image_pixels => {
                    Err("pictures larger than `max_image_pixels`".to_owned())
                }
                Storage::Video => video(source, entry, key, feature, frames.rows),
                Storage::Pictures => pictures(source, frames),
            };
            let clip = found
                .map_err(|reason| {
                    notes.add_for(entry.episode, format!("camera {key} has no frames: {reason}"))
                })
                .ok();
            if let Some(what) = clip.as_ref().and_then(|clip| length_mismatch(entry, key, clip)) {
                notes.add_for(entry.episode, what);
            }
            cameras.push(RecordedCamera { name: camera_name(key).to_owned(), width, height, clip });
        }
        cameras
    }
}

fn video(
    source: &Source<'_>,
    entry: &Entry,
    key: &str,
    feature: &Feature,
    rows: usize,
) -> Result<VideoClip, String> {
    let rate_hz = feature.video_rate.unwrap_or(source.info.fps);
    let stretch = entry.videos.get(key);
    if source.info.format == SourceFormat::LeRobotV30 && stretch.is_none() {
        return Err("the metadata do not say where".to_owned());
    }
    let (chunk, file) = stretch.map_or(entry.data, |stretch| (stretch.chunk, stretch.file));
    let from_secs = stretch.map_or(0.0, |stretch| stretch.from_secs);
    if !(0.0..=MAX_VIDEO_SECS).contains(&from_secs) {
        return Err("from_timestamp is no time in a video".to_owned());
    }
    let place = Place { chunk, file, episode: entry.episode, video_key: key };
    let relative = source.info.video_path.fill(place).ok_or("its path leaves the dataset")?;
    let path = source.root.join(&relative);
    match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() && metadata.len() > 0 => {}
        Ok(_) => return Err("the video file is empty".to_owned()),
        Err(_) => return Err("the video file is missing".to_owned()),
    }
    // Frame k of a file has time k / rate, and an episode begins on a frame.
    let first_frame = libm::round(from_secs * rate_hz) as usize;
    Ok(VideoClip { path, first_frame, frames: rows, rate_hz })
}

/// Pictures in the data file itself: the clip counts rows of the table.
fn pictures(source: &Source<'_>, frames: &Frames<'_>) -> Result<VideoClip, String> {
    let [range] = frames.ranges else {
        return Err("its rows are scattered over the data file".to_owned());
    };
    let path = source.root.join(frames.file);
    Ok(VideoClip { path, first_frame: range.start, frames: frames.rows, rate_hz: source.info.fps })
}

/// Whether the stated stretch is longer or shorter than the episode, by more than half a frame.
fn length_mismatch(entry: &Entry, key: &str, clip: &VideoClip) -> Option<String> {
    let stretch = entry.videos.get(key)?;
    let frames = (stretch.to_secs - stretch.from_secs) * clip.rate_hz;
    let off = frames - clip.frames as f64;
    (libm::fabs(off) > 0.5)
        .then(|| format!("camera {key}: the stated stretch of video is not as long as the rows"))
}
