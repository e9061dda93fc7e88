//! Pictures stored in a Parquet table: a column of `struct<bytes, path>` or of plain bytes, PNG or JPEG.

use super::{MAX_FRAME_PIXELS, RgbFrame, VideoError, check_size, frames_of_file, resized};
use crate::VideoClip;
use crate::read::ReadOptions;
use crate::read::finding::Finding;
use crate::read::lerobot::camera_name;
use crate::read::table::{damaged, guarded, is_binary, is_picture, open_parquet};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Schema};
use image::{ImageReader, Limits};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::RowSelection;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

/// Decodes rows of the table as [`super::decode_camera`] describes.
pub(super) fn decode(
    clip: &VideoClip,
    camera: &str,
    frames: Range<usize>,
    size: Option<(u32, u32)>,
) -> Result<Vec<RgbFrame>, VideoError> {
    let wanted = frames_of_file(clip, &frames)?;
    if !clip.path.is_file() {
        return Err(VideoError::Missing { path: clip.path.clone() });
    }
    let undecodable = |reason: String| VideoError::Undecodable { path: clip.path.clone(), reason };
    let encoded = read_rows(&clip.path, camera, &wanted).map_err(|finding| {
        let Finding { field, expected, found, .. } = finding;
        undecodable(format!("{field}: expected {expected}, found {found}"))
    })?;
    if encoded.len() < wanted.len() {
        let (path, found) = (clip.path.clone(), encoded.len());
        return Err(VideoError::TooFewFrames { path, expected: wanted, found, reason: String::new() });
    }
    encoded
        .into_iter()
        .zip(wanted)
        .map(|(bytes, row)| {
            let bytes =
                bytes.ok_or_else(|| undecodable(format!("row {row} of camera {camera} holds no picture")))?;
            picture(&clip.path, &bytes, size, row)
        })
        .collect()
}

/// The encoded pictures of some rows; `None` where a row has none.
fn read_rows(path: &Path, camera: &str, rows: &Range<usize>) -> Result<Vec<Option<Vec<u8>>>, Finding> {
    let builder = open_parquet(path, &ReadOptions::default())?;
    let column = picture_column(builder.schema(), camera).ok_or_else(|| {
        Finding::new(
            camera,
            "a column of pictures",
            "no such column",
            "check that the data file is the right one",
        )
    })?;
    let total = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    if rows.is_empty() || rows.start >= total {
        return Ok(Vec::new());
    }
    let selected = std::iter::once(rows.start..rows.end.min(total));
    let selection = RowSelection::from_consecutive_ranges(selected, total);
    let mask = ProjectionMask::roots(builder.parquet_schema(), [column]);
    guarded(|| {
        let reader =
            builder.with_projection(mask).with_row_selection(selection).build().map_err(|e| damaged(&e))?;
        let mut pictures = Vec::new();
        for batch in reader {
            let batch = batch.map_err(|error| damaged(&error))?;
            pictures.extend(bytes_of(batch.column(0)));
        }
        Ok(pictures)
    })?
}

fn picture_column(schema: &Schema, camera: &str) -> Option<usize> {
    schema.fields().iter().position(|field| {
        let pictures = is_picture(field.data_type()) || is_binary(field.data_type());
        pictures && camera_name(field.name()) == camera
    })
}

fn bytes_of(array: &ArrayRef) -> Vec<Option<Vec<u8>>> {
    let bytes = match array.data_type() {
        DataType::Struct(_) => array.as_struct().column_by_name("bytes").cloned(),
        _ => Some(array.clone()),
    };
    let bytes = bytes.and_then(|bytes| arrow_cast::cast(&bytes, &DataType::LargeBinary).ok());
    match bytes {
        Some(bytes) => bytes.as_binary::<i64>().iter().map(|bytes| bytes.map(<[u8]>::to_vec)).collect(),
        None => vec![None; array.len()],
    }
}

/// Decodes one picture; 16-bit ones lose their low byte.
fn picture(path: &Path, bytes: &[u8], size: Option<(u32, u32)>, row: usize) -> Result<RgbFrame, VideoError> {
    let undecodable = |error: &dyn std::fmt::Display| VideoError::Undecodable {
        path: path.to_path_buf(),
        reason: format!("picture in row {row}: {error}"),
    };
    let guessed = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let dimensions =
        guessed().map_err(|e| undecodable(&e))?.into_dimensions().map_err(|e| undecodable(&e))?;
    check_size(path, dimensions)?;
    let mut reader = guessed().map_err(|error| undecodable(&error))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_FRAME_PIXELS * 16);
    reader.limits(limits);
    let rgb = reader.decode().map_err(|error| undecodable(&error))?.to_rgb8();
    let (width, height) = rgb.dimensions();
    resized(path, RgbFrame { width, height, pixels: rgb.into_raw() }, size)
}
