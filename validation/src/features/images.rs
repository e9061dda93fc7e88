//! Picture statistics of episodes, per camera view: decoded once, kept in the cache by the content of the video.

use super::cache::{Cache, key};
use super::pictures::{ViewStatistics, centre_square, statistics};
use crate::ValidationError;
use restage_episodes::profile::{CameraMount, CameraView};
use restage_episodes::video::{RgbFrame, for_each_frame};
use restage_episodes::{Demonstration, RecordedCamera};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Version of the picture statistics: part of every cache key.
const PICTURES_VERSION: u32 = 1;
/// Frames per episode and camera that are looked at: those of one episode are not independent.
const FRAMES: usize = 5;
/// Factor of the brightness control.
const BRIGHTER: f64 = 1.15;

/// What one camera view of one episode shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Statistics.
    pub statistics: ViewStatistics,
    /// Statistics of the same frames, 15 % brighter.
    pub brighter: ViewStatistics,
    /// The middle frame, a small square PNG-ready RGB picture: side and pixels.
    pub thumbnail: (u32, Vec<u8>),
}

/// Names of views in reports.
pub fn view_name(view: CameraView) -> &'static str {
    match view {
        CameraView::Wrist => "wrist",
        CameraView::Head => "head",
        CameraView::External => "external",
    }
}

/// All views of an episode whose cameras the profile knows and whose frames are there. Cameras that cannot be decoded
/// are named in the second answer.
pub fn views(
    demonstration: &Demonstration,
    mounts: &[CameraMount],
    cache: &Cache,
) -> (BTreeMap<&'static str, View>, Vec<String>) {
    let (mut views, mut faults) = (BTreeMap::new(), Vec::new());
    for camera in demonstration.cameras.iter().filter(|camera| camera.clip.is_some()) {
        let Some(mount) = mounts.iter().find(|mount| mount.name == camera.name) else { continue };
        match view(camera, cache) {
            Ok(Some(view)) => {
                views.insert(view_name(mount.view), view);
            }
            Ok(None) => {}
            Err(error) => faults.push(format!("camera {}: {error}", camera.name)),
        }
    }
    (views, faults)
}

fn view(camera: &RecordedCamera, cache: &Cache) -> Result<Option<View>, ValidationError> {
    let Some(clip) = &camera.clip else { return Ok(None) };
    let content =
        content_hash(&clip.path).map_err(|source| ValidationError::Io { path: clip.path.clone(), source })?;
    let place = format!("{PICTURES_VERSION} {} {} {}", camera.name, clip.first_frame, clip.frames);
    let key = key(&[b"pictures", content.as_bytes(), place.as_bytes()]);
    cache.get_or(&key, || {
        let step = (clip.frames / FRAMES).max(1);
        let mut frames: Vec<RgbFrame> = Vec::with_capacity(FRAMES);
        let wanted = |index: usize| index % step == step / 2;
        for_each_frame(clip, 0..clip.frames, None, |index, frame| {
            if wanted(index) && frames.len() < FRAMES {
                frames.push(centre_square(&frame));
            }
        })
        .map_err(|error| ValidationError::Pictures { path: clip.path.clone(), reason: error.to_string() })?;
        let brighter: Vec<RgbFrame> = frames.iter().map(brightened).collect();
        let middle = frames.get(frames.len() / 2).cloned();
        Ok(statistics(&frames).zip(statistics(&brighter)).zip(middle).map(
            |((statistics, brighter), frame)| View {
                statistics,
                brighter,
                thumbnail: (frame.width, frame.pixels),
            },
        ))
    })
}

fn content_hash(path: &Path) -> std::io::Result<blake3::Hash> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finalize()),
            count => hasher.update(&buffer[..count]),
        };
    }
}

fn brightened(frame: &RgbFrame) -> RgbFrame {
    let scaled = |v: &u8| (f64::from(*v) * BRIGHTER).round().min(255.0) as u8;
    RgbFrame { pixels: frame.pixels.iter().map(scaled).collect(), ..*frame }
}
