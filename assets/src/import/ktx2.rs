//! KTX2 textures that hold plain texels: RGBA or RGB of 8 bits, uncompressed or packed by Zstandard. Textures for
//! graphics cards (BC, ETC, ASTC) and Basis Universal are told to be converted.

use super::error::Fault;
use super::picture::{check_size, read_at_most};
use crate::TextureImage;
use crate::material::srgb_from_linear;
use ktx2::{Format, Reader, SupercompressionScheme};

/// Decodes the largest level of a two-dimensional texture.
///
/// # Errors
/// A fault at `field` when it is broken, too large, or of a kind that this program does not read.
pub fn decode(field: &str, bytes: &[u8]) -> Result<TextureImage, Fault> {
    let reader =
        Reader::new(bytes).map_err(|error| Fault::new(field, "a KTX2 texture", error.to_string()))?;
    let header = reader.header();
    let (width, height) = (header.pixel_width, header.pixel_height);
    check_size(field, width, height)?;
    if header.pixel_depth > 1 || header.layer_count > 1 || header.face_count != 1 {
        return Err(Fault::new(field, "a flat KTX2 texture", "a cube, volume or array of textures"));
    }
    let other = |found: String| {
        Fault::new(field, "KTX2 of plain R8G8B8A8 or R8G8B8 texels", found)
            .hint("convert the texture to PNG (`ktx extract` of the Khronos tools does it)")
    };
    let (channels, linear) = match header.format {
        Some(Format::R8G8B8A8_SRGB) => (4, false),
        Some(Format::R8G8B8A8_UNORM) => (4, true),
        Some(Format::R8G8B8_SRGB) => (3, false),
        Some(Format::R8G8B8_UNORM) => (3, true),
        Some(format) => return Err(other(format!("{format:?}"))),
        None => return Err(other("Basis Universal (ETC1S or UASTC)".into())),
    };
    let expected = u64::from(width) * u64::from(height) * channels;
    let Some(level) = reader.levels().next() else {
        return Err(Fault::new(field, "a texture with at least one level", "none"));
    };
    let texels = match header.supercompression_scheme {
        None => level.data.to_vec(),
        Some(SupercompressionScheme::Zstandard) => {
            let unpacked = zstd::stream::read::Decoder::new(level.data)
                .and_then(|decoder| read_at_most(decoder, expected))
                .map_err(|error| Fault::new(field, "Zstandard data", error.to_string()))?;
            unpacked.unwrap_or_default()
        }
        Some(scheme) => return Err(other(format!("texels packed by {scheme:?}"))),
    };
    if texels.len() as u64 != expected {
        return Err(Fault::new(
            field,
            format!("{expected} bytes of texels for {width} x {height} px"),
            format!("{}", texels.len()),
        ));
    }
    let opaque = [255u8];
    let rgba8 = texels
        .chunks_exact(channels as usize)
        .flat_map(|texel| {
            let alpha = texel.get(3).unwrap_or(&opaque[0]);
            let encode = |byte: u8| match linear {
                true => (srgb_from_linear(f32::from(byte) / 255.0) * 255.0 + 0.5) as u8,
                false => byte,
            };
            [encode(texel[0]), encode(texel[1]), encode(texel[2]), *alpha]
        })
        .collect();
    Ok(TextureImage { width, height, rgba8 })
}
