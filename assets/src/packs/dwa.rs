//! OpenEXR pictures in the lossy DWA compressions, which environment maps on the web come in, are unpacked by ffmpeg
//! (which the program needs for video anyway) and kept in a lossless one.

use crate::import::{Fault, ImportError};
use exr::meta::MetaData;
use exr::prelude::{
    Compression, Encoding, Image, Layer, LayerAttributes, SpecificChannels, Vec2, WritableImage, f16,
};
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Stdio};

/// Bytes of a picture in a compression that is read here: as they are, or unpacked and packed again.
///
/// # Errors
/// When the picture is broken, or ffmpeg is missing or cannot unpack it.
pub(super) fn lossless(bytes: Vec<u8>, name: &str) -> Result<Vec<u8>, ImportError> {
    let refuse =
        |found: String| ImportError::refused(name, Fault::new("picture", "an OpenEXR picture", found));
    let meta =
        MetaData::read_from_buffered(Cursor::new(&bytes), true).map_err(|error| refuse(error.to_string()))?;
    let Some(header) = meta.headers.first() else { return Err(refuse("no picture".into())) };
    if !matches!(header.compression, Compression::DWAA(_) | Compression::DWAB(_)) {
        return Ok(bytes);
    }
    super::environment::check_size(&meta).map_err(|fault| ImportError::refused(name, fault))?;
    let (width, height) = (header.layer_size.width(), header.layer_size.height());
    let planes = unpacked(&bytes)?;
    let plane = 4 * width * height;
    if planes.len() != 3 * plane {
        return Err(refuse(format!("{} bytes of texels where {} were expected", planes.len(), 3 * plane)));
    }
    // Planes come in the order green, blue, red.
    let at = |number: usize, at: Vec2<usize>| {
        let start = number * plane + 4 * (at.y() * width + at.x());
        let value =
            f32::from_le_bytes([planes[start], planes[start + 1], planes[start + 2], planes[start + 3]]);
        f16::from_f32(value)
    };
    let channels = SpecificChannels::rgb(|pixel: Vec2<usize>| (at(2, pixel), at(0, pixel), at(1, pixel)));
    let attributes = LayerAttributes::named("environment");
    let layer = Layer::new((width, height), attributes, Encoding::SMALL_LOSSLESS, channels);
    let mut packed = Vec::new();
    Image::from_layer(layer)
        .write()
        .non_parallel()
        .to_buffered(Cursor::new(&mut packed))
        .map_err(|error| refuse(error.to_string()))?;
    Ok(packed)
}

/// Planes of 32-bit floats, as ffmpeg unpacks them.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
    let folder = tempfile::tempdir().map_err(ImportError::io("create", std::env::temp_dir()))?;
    let file = folder.path().join("picture.exr");
    std::fs::write(&file, bytes).map_err(ImportError::io("write", &file))?;
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(Path::new("picture.exr"))
        .args(["-f", "rawvideo", "-pix_fmt", "gbrpf32le", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output();
    let client = |problem: String| ImportError::Client {
        program: "ffmpeg".into(),
        problem,
        hint: "it unpacks DWA-compressed environment maps: apt-get install ffmpeg".into(),
    };
    let output = output.map_err(|error| client(format!("cannot be started: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(client(format!("could not unpack the picture: {}", said.lines().last().unwrap_or_default())))
}
