//! A single clip as an mp4 of its own, for looking at.

use crate::config::{CameraConfig, DatasetConfig, VideoSettings};
use crate::error::ExportError;
use crate::ffmpeg;
use crate::mp4::{self, Track};
use crate::videos::create_parent;
use restage_episodes::CameraClip;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes `clip` as H.264 in an mp4 at `path`, as videos of datasets are encoded. A file that is there is replaced
/// when the new one is complete.
///
/// # Errors
/// [`ExportError::InvalidConfig`] when the size or rate cannot be encoded; [`ExportError::Content`] when there is
/// no picture or one has another size; [`ExportError::FfmpegMissing`], [`ExportError::Encoding`],
/// [`ExportError::Io`].
pub fn write_mp4(clip: &CameraClip, fps: u32, path: &Path) -> Result<(), ExportError> {
    let CameraClip { name, width, height, .. } = clip;
    let camera = CameraConfig { name: name.clone(), width: *width, height: *height };
    DatasetConfig { fps, cameras: vec![camera], ..DatasetConfig::default() }.validate()?;
    let bytes = *width as usize * *height as usize * 3;
    if let Some(found) =
        clip.frames.iter().map(Vec::len).chain(clip.frames.is_empty().then_some(0)).find(|&len| len != bytes)
    {
        return Err(ExportError::Content {
            path: path.into(),
            expected: format!("pictures of {width}x{height} px, {bytes} bytes each"),
            found: format!("{found} bytes"),
            hint: "film the clip again",
        });
    }
    let encoded = ffmpeg::encode(&[clip], fps, &VideoSettings::default(), "a clip")?;
    let Some(encoded) = encoded.into_iter().next() else { return Ok(()) };
    let track = Track {
        fps,
        width: *width,
        height: *height,
        parameter_sets: encoded.parameter_sets,
        sizes: encoded.sizes,
        keys: encoded.keys,
    };
    create_parent(path)?;
    let partial = path.with_extension("mp4.partial");
    let write = || {
        let mut out = BufWriter::new(File::create(&partial)?);
        mp4::write(&track, &mut encoded.bytes.as_slice(), &mut out)?;
        out.flush()?;
        std::fs::rename(&partial, path)
    };
    write().map_err(ExportError::io("write the video", path))
}
