//! Pictures of a replay buffer, decoded on demand.

use super::codec::Compressor;
use super::metadata::{ArrayMetadata, MAX_CHUNK_BYTES};
use super::store::Store;
use crate::CameraClip;
use crate::raw::{Fault, ReadError};
use jxl_oxide::{AllocTracker, JxlImage};
use std::ops::Range;
use std::path::Path;

/// Memory that decoding one chunk of JPEG XL may take, bytes.
const DECODER_BYTES: usize = 1 << 30;

/// Decodes frames of one camera of a replay buffer. `frames` counts rows of the whole buffer, as
/// [`VideoClip::first_frame`](crate::VideoClip) does; `camera` is the array name, such as `camera0_rgb`.
///
/// # Errors
/// When the path cannot be read, has no such camera, or a picture is missing or damaged.
pub fn decode_frames(path: &Path, camera: &str, frames: Range<usize>) -> Result<CameraClip, ReadError> {
    let mut store = Store::open(path)?;
    let key = format!("data/{camera}");
    let fault = |expected: String, found: String, remedy: &str| ReadError::Faults {
        faults: vec![Fault::new(key.clone(), None, key.clone(), expected, found, remedy)],
    };
    let pictures = "an array of RGB pictures (u8, frames x height x width x 3)".to_owned();
    let known = || {
        let names: Vec<String> = store_cameras(path);
        if names.is_empty() {
            "no camera in this file".to_owned()
        } else {
            format!("cameras: {}", names.join(", "))
        }
    };
    if !store.data_arrays().contains(camera) {
        return Err(fault(pictures, "no such array".to_owned(), &known()));
    }
    let metadata = ArrayMetadata::load(&mut store, &key)
        .and_then(|metadata| metadata.ok_or_else(|| "no `.zarray`".to_owned()))
        .map_err(|found| fault(pictures.clone(), found, "write the array again"))?;
    let Some((height, width)) = metadata.picture_size() else {
        return Err(fault(pictures, format!("shape {:?}", metadata.shape), &known()));
    };
    if metadata.chunks[1..] != metadata.shape[1..] || metadata.column_major {
        let found = format!("chunks of {:?}", metadata.chunks);
        return Err(fault(
            "whole row-major pictures in each chunk".to_owned(),
            found,
            "write the array again",
        ));
    }
    if frames.end > metadata.shape[0] {
        let found = format!("{} frames in all", metadata.shape[0]);
        return Err(fault(format!("frames {}..{}", frames.start, frames.end), found, "ask for fewer frames"));
    }
    let mut reader = FrameReader { store, key: key.clone(), metadata, chunk: None };
    let mut clip =
        CameraClip { name: camera.to_owned(), width, height, frames: Vec::with_capacity(frames.len()) };
    for frame in frames {
        let picture = reader.frame(frame).map_err(|found| {
            fault(format!("a readable picture at frame {frame}"), found, "copy or download the file again")
        })?;
        clip.frames.push(picture);
    }
    Ok(clip)
}

/// Names of the picture arrays of a replay buffer.
fn store_cameras(path: &Path) -> Vec<String> {
    let Ok(mut store) = Store::open(path) else { return Vec::new() };
    let arrays = store.data_arrays();
    arrays
        .into_iter()
        .filter(|name| {
            let metadata = ArrayMetadata::load(&mut store, &format!("data/{name}"));
            metadata.ok().flatten().is_some_and(|metadata| metadata.picture_size().is_some())
        })
        .collect()
}

/// Decodes pictures and keeps the last chunk, for arrays with several pictures per chunk.
struct FrameReader {
    store: Store,
    key: String,
    metadata: ArrayMetadata,
    chunk: Option<(usize, Vec<Vec<u8>>)>,
}

impl FrameReader {
    fn frame(&mut self, frame: usize) -> Result<Vec<u8>, String> {
        let depth = self.metadata.chunks[0];
        let number = frame / depth;
        if self.chunk.as_ref().is_none_or(|(held, _)| *held != number) {
            self.chunk = Some((number, self.load(number)?));
        }
        let picture = self.chunk.as_ref().and_then(|(_, pictures)| pictures.get(frame % depth));
        picture.cloned().ok_or_else(|| format!("no picture {} in chunk {number}", frame % depth))
    }

    /// All pictures of a chunk.
    fn load(&mut self, number: usize) -> Result<Vec<Vec<u8>>, String> {
        let bytes_per_picture: usize = self.metadata.shape[1..].iter().product();
        let name = self.metadata.chunk_key(&[number, 0, 0, 0]);
        let packed = self.store.read(&format!("{}/{name}", self.key), MAX_CHUNK_BYTES as u64)?;
        let packed = packed.ok_or_else(|| format!("chunk {name} is missing"))?;
        if self.metadata.compressor == Compressor::JpegXl {
            return jpeg_xl(&packed, self.metadata.shape[1], self.metadata.shape[2]);
        }
        let bytes = self.metadata.compressor.unpack(packed, self.metadata.chunk_bytes())?;
        Ok(bytes.chunks_exact(bytes_per_picture).map(<[u8]>::to_vec).collect())
    }
}

/// Decodes one JPEG XL stream into tightly packed 8-bit RGB, one buffer per frame of the stream.
fn jpeg_xl(packed: &[u8], height: usize, width: usize) -> Result<Vec<Vec<u8>>, String> {
    let image = JxlImage::builder()
        .alloc_tracker(AllocTracker::with_limit(DECODER_BYTES))
        .read(packed)
        .map_err(|error| format!("JPEG XL: {error}"))?;
    if (image.height() as usize, image.width() as usize) != (height, width) {
        return Err(format!(
            "a picture of {} x {} px instead of {height} x {width}",
            image.height(),
            image.width()
        ));
    }
    let mut pictures = Vec::new();
    for keyframe in 0..image.num_loaded_keyframes() {
        let render = image.render_frame(keyframe).map_err(|error| format!("JPEG XL: {error}"))?;
        let mut stream = render.stream_no_alpha();
        if stream.channels() != 3 {
            return Err(format!("a picture of {} channels instead of 3", stream.channels()));
        }
        let mut picture = vec![0_u8; height * width * 3];
        let written = stream.write_to_buffer(&mut picture);
        if written != picture.len() {
            return Err(format!("{written} of {} bytes of a picture", picture.len()));
        }
        pictures.push(picture);
    }
    if pictures.is_empty() { Err("JPEG XL: no complete picture".to_owned()) } else { Ok(pictures) }
}
