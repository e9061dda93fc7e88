//! Environment maps: panoramas of linear light, from OpenEXR files of installed packs.

use super::InstalledSet;
use crate::import::folder::read_bounded;
use crate::import::library::names_in;
use crate::import::{Credit, Fault, ImportError, Library, note};
use exr::image::RgbChannels;
use exr::prelude::{ReadChannels, ReadLayers, Vec2, read};
use std::io::Cursor;

/// Most pixels of a panorama: 8192 x 4096.
const MAX_PIXELS: usize = 8192 * 4096;

/// A panorama in equirectangular projection: linear Rec. 709 radiance of an arbitrary unit.
///
/// Rows go from the zenith to the nadir; columns go once around, counter-clockwise as seen from above (+x over +y
/// where the first column looks along +x). A picture as it is seen from inside goes the other way round: its
/// columns were reversed.
#[derive(Clone, Debug, PartialEq)]
pub struct Panorama {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row-major from the top row, `width * height`; finite, no channel below 0.
    pub pixels: Vec<[f32; 3]>,
}

/// Ids of the installed environment maps, such as `pmndrs/lobby`, sorted.
///
/// # Errors
/// When the library cannot be listed.
pub fn environments(library: &Library) -> Result<Vec<String>, ImportError> {
    let packs = library.packs();
    let mut ids = Vec::new();
    for pack in names_in(&packs)? {
        for file in names_in(&packs.join(&pack).join(FOLDER))? {
            ids.extend(file.strip_suffix(".exr").map(|name| format!("{pack}/{name}")));
        }
    }
    Ok(ids)
}

/// Folder of a pack that holds its environment maps.
pub(super) const FOLDER: &str = "environments";

/// Loads an environment map of an installed pack by its id.
///
/// # Errors
/// When there is none of that id, or its file is broken.
pub fn load_environment(library: &Library, id: &str) -> Result<Panorama, ImportError> {
    if !environments(library)?.iter().any(|known| known == id) {
        return Err(ImportError::Missing {
            what: "environment map",
            id: id.to_owned(),
            library: library.folder().to_owned(),
            hint: "`restage assets add pmndrs` or `restage assets add blender` brings some".into(),
        });
    }
    let (pack, name) = id.split_once('/').unwrap_or((id, ""));
    let path = library.packs().join(pack).join(FOLDER).join(format!("{name}.exr"));
    let panorama = decode_exr(&read_bounded(&path)?).map_err(|fault| ImportError::refused(path, fault))?;
    for record in super::installed(library)?.into_iter().filter(|record| record.id == pack) {
        let sets = record.sets.into_iter().filter(|set| set.kind == super::SetKind::Environments);
        let source = format!("{} {}", record.package, record.version);
        sets.for_each(|InstalledSet { licence, author, .. }| {
            note(Credit { id: id.to_owned(), licence, author, source: source.clone() });
        });
    }
    Ok(panorama)
}

/// Decodes an OpenEXR picture: the first layer with red, green and blue, at its full size.
///
/// # Errors
/// When it is broken, too large, or holds no colours.
pub fn decode_exr(bytes: &[u8]) -> Result<Panorama, Fault> {
    let broken = |error: exr::error::Error| {
        Fault::new("picture", "an OpenEXR picture with red, green and blue", error.to_string())
    };
    // The sizes first: reading takes memory by what the header says.
    let meta = exr::meta::MetaData::read_from_buffered(Cursor::new(bytes), true).map_err(broken)?;
    check_size(&meta)?;
    let image = read()
        .no_deep_data()
        .largest_resolution_level()
        .rgb_channels(
            |size: Vec2<usize>, _: &RgbChannels| {
                (size.width(), vec![[0.0f32; 3]; size.width() * size.height()])
            },
            |(width, pixels): &mut (usize, Vec<[f32; 3]>), at: Vec2<usize>, (r, g, b): (f32, f32, f32)| {
                if let Some(pixel) = pixels.get_mut(at.y() * *width + at.x()) {
                    // What is not a number, or beyond any light, would poison every sum over the panorama.
                    *pixel = [r, g, b].map(|x| if x.is_finite() { x.clamp(0.0, 1e6) } else { 0.0 });
                }
            },
        )
        .first_valid_layer()
        .all_attributes()
        .non_parallel()
        .from_buffered(Cursor::new(bytes))
        .map_err(broken)?;
    let size = image.layer_data.size;
    let mut pixels = image.layer_data.channel_data.pixels.1;
    pixels.chunks_exact_mut(size.width()).for_each(<[_]>::reverse);
    Ok(Panorama { width: size.width(), height: size.height(), pixels })
}

/// Refuses pictures that are larger than any panorama.
pub(super) fn check_size(meta: &exr::meta::MetaData) -> Result<(), Fault> {
    for header in &meta.headers {
        let (width, height) = (header.layer_size.width(), header.layer_size.height());
        if width.saturating_mul(height) > MAX_PIXELS || width == 0 || height == 0 {
            return Err(Fault::new("picture", "1 pixel to 8192 x 4096", format!("{width} x {height} px")));
        }
    }
    Ok(())
}

/// The OpenEXR bytes in a script of the form `export default 'data:application/exr;base64,...'`.
///
/// # Errors
/// When there is no such text.
pub(super) fn from_script(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    use base64::Engine;
    let fault = |found: String| Fault::new("script", "OpenEXR data in base64", found);
    let text = std::str::from_utf8(bytes).map_err(|error| fault(error.to_string()))?;
    let data = text.split_once(";base64,").map(|(_, rest)| rest).ok_or_else(|| fault("none".into()))?;
    let end = data.find(|c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c))).unwrap_or(data.len());
    base64::engine::general_purpose::STANDARD.decode(&data[..end]).map_err(|error| fault(error.to_string()))
}
