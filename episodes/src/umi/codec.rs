//! Compressors of zarr v2 chunks, named as `numcodecs` names them.

use super::blosc;
use flate2::read::{GzDecoder, ZlibDecoder};
use serde_json::Value;
use std::io::Read;

/// How the chunks of an array are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compressor {
    None,
    Zlib,
    Gzip,
    Zstd,
    /// Blosc 1 container; the header of each chunk names its inner codec and shuffle.
    Blosc,
    /// JPEG XL pictures, as `imagecodecs` registers them.
    JpegXl,
}

impl Compressor {
    /// The compressor of a `.zarray`.
    ///
    /// # Errors
    /// With a phrase when it is not supported.
    pub(super) fn parse(compressor: Option<&Value>) -> Result<Self, String> {
        let Some(value) = compressor else { return Ok(Self::None) };
        match value.get("id").and_then(Value::as_str) {
            Some("zlib") => Ok(Self::Zlib),
            Some("gzip") => Ok(Self::Gzip),
            Some("zstd") => Ok(Self::Zstd),
            Some("blosc") => Ok(Self::Blosc),
            Some("imagecodecs_jpegxl") => Ok(Self::JpegXl),
            Some(other) => Err(format!(
                "compressor `{other}` (supported: none, zlib, gzip, zstd, blosc, imagecodecs_jpegxl)"
            )),
            None => Err(format!("compressor {value}")),
        }
    }

    /// Unpacks a chunk that must have exactly `expected` bytes; never holds more than that.
    ///
    /// # Errors
    /// With a phrase when the bytes are damaged or of another size.
    pub(super) fn unpack(self, packed: Vec<u8>, expected: usize) -> Result<Vec<u8>, String> {
        let bytes = match self {
            Self::None => packed,
            Self::Zlib => bounded(ZlibDecoder::new(packed.as_slice()), expected)?,
            Self::Gzip => bounded(GzDecoder::new(packed.as_slice()), expected)?,
            Self::Zstd => {
                let decoder = zstd::stream::read::Decoder::new(packed.as_slice());
                bounded(decoder.map_err(|error| error.to_string())?, expected)?
            }
            Self::Blosc => blosc::unpack(&packed, expected)?,
            Self::JpegXl => return Err("JPEG XL where numbers are expected".to_owned()),
        };
        if bytes.len() == expected {
            Ok(bytes)
        } else {
            Err(format!("{} bytes in a chunk of {expected}", bytes.len()))
        }
    }
}

fn bounded(reader: impl Read, expected: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader.take(expected as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
