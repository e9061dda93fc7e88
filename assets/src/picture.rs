//! Pictures that came in from outside, held once per process and named by their content.
//!
//! A [`Material`](crate::Material) is small, copied freely and stored in scene files; it names a picture by the
//! hash of its texels. Loading an imported asset brings its pictures in.

use crate::TextureImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Name of a picture: the first 128 bits of the BLAKE3 hash of its size and texels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(with = "String")]
#[serde(try_from = "String", into = "String")]
pub struct PictureId(u128);

impl From<PictureId> for String {
    fn from(id: PictureId) -> Self {
        format!("{:032x}", id.0)
    }
}

impl TryFrom<String> for PictureId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u128::from_str_radix(&text, 16) {
            Ok(number) if digits => Ok(Self(number)),
            _ => Err(format!("expected a picture name of 32 hexadecimal digits, found {text:?}")),
        }
    }
}

/// Every picture of the process.
static PICTURES: RwLock<BTreeMap<PictureId, Arc<TextureImage>>> = RwLock::new(BTreeMap::new());

/// Takes a picture in and names it. Equal pictures share one place.
#[cfg(feature = "import")]
pub(crate) fn keep(image: Arc<TextureImage>) -> PictureId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&image.width.to_le_bytes()).update(&image.height.to_le_bytes()).update(&image.rgba8);
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    let id = PictureId(u128::from_be_bytes(bytes));
    PICTURES.write().unwrap_or_else(PoisonError::into_inner).entry(id).or_insert(image);
    id
}

/// The picture of a name, at its own size. `None` before the asset that brings it was loaded.
pub fn picture(id: PictureId) -> Option<Arc<TextureImage>> {
    PICTURES.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
}

/// The picture as a square of `size` texels, bilinear between texel centres when it grows and the mean of the
/// covered texels when it shrinks, in linear light. White when no such picture was loaded: the base colour stays.
pub(crate) fn square(id: PictureId, size: u32) -> TextureImage {
    match picture(id) {
        Some(image) => resized(&image, size, size),
        None => TextureImage { width: size, height: size, rgba8: vec![255; (size * size * 4) as usize] },
    }
}

/// A picture at another size, filtered in linear light with a tent as wide as the larger of the two texels.
pub(crate) fn resized(image: &TextureImage, width: u32, height: u32) -> TextureImage {
    if (image.width, image.height) == (width, height) {
        return image.clone();
    }
    let linear: Vec<f32> =
        (0..=255u8).map(|byte| crate::material::linear_from_srgb(f32::from(byte) / 255.0)).collect();
    let (columns, rows) = (weights(image.width, width), weights(image.height, height));
    let mut narrow = Vec::with_capacity(width as usize * image.height as usize);
    for row in image.rgba8.chunks_exact(4 * image.width as usize) {
        narrow.extend(columns.iter().map(|span| {
            let mut sum = [0.0f32; 4];
            for &(column, weight) in span {
                let texel = &row[4 * column..4 * column + 4];
                for channel in 0..3 {
                    sum[channel] += weight * linear[usize::from(texel[channel])];
                }
                sum[3] += weight * f32::from(texel[3]) / 255.0;
            }
            sum
        }));
    }
    let mut rgba8 = Vec::with_capacity(4 * width as usize * height as usize);
    for span in &rows {
        for column in 0..width as usize {
            let mut sum = [0.0f32; 4];
            for &(row, weight) in span {
                let texel = narrow[row * width as usize + column];
                for channel in 0..4 {
                    sum[channel] += weight * texel[channel];
                }
            }
            let byte = |value: f32| (value * 255.0 + 0.5) as u8;
            rgba8.extend([0, 1, 2].map(|channel| byte(crate::material::srgb_from_linear(sum[channel]))));
            rgba8.push(byte(sum[3]));
        }
    }
    TextureImage { width, height, rgba8 }
}

/// For each of `to` texels the source texels that it is mixed from, with weights that sum to one. The picture
/// repeats over its edges.
fn weights(from: u32, to: u32) -> Vec<Vec<(usize, f32)>> {
    let ratio = f64::from(from) / f64::from(to);
    let reach = ratio.max(1.0);
    (0..to)
        .map(|index| {
            let center = (f64::from(index) + 0.5) * ratio - 0.5;
            let (first, last) = ((center - reach).ceil() as i64, (center + reach).floor() as i64);
            let tent = |texel: i64| (1.0 - (texel as f64 - center).abs() / reach).max(0.0);
            let total: f64 = (first..=last).map(tent).sum();
            (first..=last)
                .filter(|&texel| tent(texel) > 0.0)
                .map(|texel| (texel.rem_euclid(i64::from(from)) as usize, (tent(texel) / total) as f32))
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checker(size: u32) -> TextureImage {
        let texel = |i: u32| if (i % size + i / size).is_multiple_of(2) { [255; 4] } else { [0, 0, 0, 255] };
        TextureImage { width: size, height: size, rgba8: (0..size * size).flat_map(texel).collect() }
    }

    #[test]
    fn shrinking_a_checker_gives_its_mean_in_linear_light() {
        let small = resized(&checker(64), 4, 4);
        // Half of white is 188 in sRGB.
        assert!(small.rgba8.chunks_exact(4).all(|t| t[0].abs_diff(188) <= 1 && t[3] == 255), "{small:?}");
    }

    #[test]
    fn growing_keeps_the_texels() {
        let grown = resized(&checker(4), 12, 12);
        for (row, column) in [(1, 1), (4, 1), (7, 10)] {
            let white = (row / 3 + column / 3) % 2 == 0;
            assert_eq!(grown.rgba8[(row * 12 + column) * 4] > 128, white, "{row} {column}");
        }
    }

    #[test]
    fn a_name_is_thirty_two_digits() {
        let id = PictureId(0x1f);
        let text = serde_json::to_string(&id).unwrap();
        assert_eq!(text, "\"0000000000000000000000000000001f\"");
        assert_eq!(serde_json::from_str::<PictureId>(&text).unwrap(), id);
        for wrong in ["\"1f\"", "\"+000000000000000000000000000001f\"", "7"] {
            assert!(serde_json::from_str::<PictureId>(wrong).is_err(), "{wrong}");
        }
    }
}
