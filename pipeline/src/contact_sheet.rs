//! Contact sheets: a few frames of several episodes on one picture, for a person to judge.

use crate::PipelineError;
use image::{RgbImage, imageops};
use restage_episodes::CameraClip;
use std::path::Path;

/// Gap between pictures, px.
const GAP: u32 = 4;
/// Paper colour.
const PAPER: [u8; 3] = [24, 24, 26];

/// One row of a sheet: frames of one size, left to right in time.
pub type Row = Vec<RgbImage>;

/// `count` frames of a clip, evenly spaced from the first to the last.
pub fn evenly_spaced(clip: &CameraClip, count: usize) -> Row {
    let last = clip.frames.len().saturating_sub(1);
    (0..count)
        .filter_map(|k| {
            let frame = if count > 1 { (k * last + (count - 1) / 2) / (count - 1) } else { last };
            RgbImage::from_raw(clip.width, clip.height, clip.frames.get(frame)?.clone())
        })
        .collect()
}

/// Frame numbers that [`evenly_spaced`] would choose out of `frames`.
pub fn frame_numbers(frames: usize, count: usize) -> Vec<usize> {
    let last = frames.saturating_sub(1);
    (0..count).map(|k| (k * last + count.saturating_sub(1) / 2) / count.saturating_sub(1).max(1)).collect()
}

/// Lays rows out on one picture and writes it as PNG.
///
/// # Errors
/// When the file cannot be written.
pub fn write(rows: &[Row], path: &Path) -> Result<(), PipelineError> {
    let width =
        rows.iter().map(|row| row.iter().map(|i| i.width() + GAP).sum::<u32>()).max().unwrap_or(0) + GAP;
    let height =
        rows.iter().map(|row| row.iter().map(RgbImage::height).max().unwrap_or(0) + GAP).sum::<u32>() + GAP;
    let mut sheet = RgbImage::from_pixel(width, height, image::Rgb(PAPER));
    let mut top = GAP;
    for row in rows {
        let mut left = GAP;
        for picture in row {
            imageops::replace(&mut sheet, picture, i64::from(left), i64::from(top));
            left += picture.width() + GAP;
        }
        top += row.iter().map(RgbImage::height).max().unwrap_or(0) + GAP;
    }
    save(&sheet, path)
}

/// Writes one picture as PNG, making its folder.
///
/// # Errors
/// When the file cannot be written.
pub fn save(picture: &RgbImage, path: &Path) -> Result<(), PipelineError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(PipelineError::io("cannot make the folder", folder))?;
    }
    picture
        .save_with_format(path, image::ImageFormat::Png)
        .map_err(|error| PipelineError::io("cannot write", path)(std::io::Error::other(error)))
}
