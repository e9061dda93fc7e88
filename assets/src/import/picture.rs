//! Decoding of pictures: PNG, JPEG and KTX2, with limits that are checked before anything is unpacked.

use super::error::Fault;
use super::limits::{KEPT_PICTURE_SIDE, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE};
use crate::TextureImage;
use crate::picture::resized;
use std::io::{Cursor, Read};

/// Decodes a picture by what its bytes say it is, and keeps it at no more than [`KEPT_PICTURE_SIDE`].
///
/// # Errors
/// A fault at `field` when it is of another format, broken, or too large.
pub fn decode(field: &str, bytes: &[u8]) -> Result<TextureImage, Fault> {
    let full = match bytes {
        [0xAB, b'K', b'T', b'X', ..] => super::ktx2::decode(field, bytes)?,
        _ => png_or_jpeg(field, bytes)?,
    };
    let longest = full.width.max(full.height);
    if longest <= KEPT_PICTURE_SIDE {
        return Ok(full);
    }
    let side =
        |length: u32| (u64::from(length) * u64::from(KEPT_PICTURE_SIDE) / u64::from(longest)).max(1) as u32;
    Ok(resized(&full, side(full.width), side(full.height)))
}

fn png_or_jpeg(field: &str, bytes: &[u8]) -> Result<TextureImage, Fault> {
    let format = match bytes {
        [0x89, b'P', b'N', b'G', ..] => image::ImageFormat::Png,
        [0xFF, 0xD8, ..] => image::ImageFormat::Jpeg,
        _ => {
            let start: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            return Err(Fault::new(
                field,
                "a PNG, JPEG or KTX2 picture",
                format!("bytes that begin with {}", start.join(" ")),
            )
            .hint("convert the picture to PNG"));
        }
    };
    let broken = |error: image::ImageError| Fault::new(field, "a whole picture", error.to_string());
    let reader = || {
        let mut reader = image::ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = image::Limits::default();
        limits.max_alloc = Some(MAX_PICTURE_BYTES);
        reader.limits(limits);
        reader
    };
    let (width, height) = reader().into_dimensions().map_err(broken)?;
    check_size(field, width, height)?;
    let rgba = reader().decode().map_err(broken)?.into_rgba8();
    Ok(TextureImage { width, height, rgba8: rgba.into_raw() })
}

/// Refuses sizes that no picture of an object needs.
///
/// # Errors
/// A fault at `field`.
pub fn check_size(field: &str, width: u32, height: u32) -> Result<(), Fault> {
    let fine = |side: u32| (1..=MAX_PICTURE_SIDE).contains(&side);
    if fine(width) && fine(height) && u64::from(width) * u64::from(height) * 4 <= MAX_PICTURE_BYTES {
        return Ok(());
    }
    Err(Fault::new(
        field,
        format!("a picture of at most {MAX_PICTURE_SIDE} px a side and {} MiB", MAX_PICTURE_BYTES >> 20),
        format!("{width} x {height} px"),
    )
    .hint(format!("scale it down: {KEPT_PICTURE_SIDE} px are kept")))
}

/// Reads at most `limit` bytes; `None` when there is more.
pub fn read_at_most(reader: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// PNG bytes of a picture.
///
/// # Errors
/// When the encoder fails.
pub fn encode_png(image: &TextureImage) -> Result<Vec<u8>, image::ImageError> {
    use image::ImageEncoder;
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes).write_image(
        &image.rgba8,
        image.width,
        image.height,
        image::ExtendedColorType::Rgba8,
    )?;
    Ok(bytes)
}

/// Mean of the linear values of one channel of a picture that holds numbers instead of colours, 0..=1.
pub fn mean_of_channel(image: &TextureImage, channel: usize) -> f32 {
    let texels = image.rgba8.chunks_exact(4);
    let count = texels.len().max(1);
    let sum: u64 = texels.map(|texel| u64::from(texel[channel])).sum();
    sum as f32 / (255.0 * count as f32)
}
