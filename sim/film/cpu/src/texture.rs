//! Procedural textures with their mip pyramids, shared by all renderers of the process.
//!
//! Texels keep the square root of linear light in 8 bits: nearly as even to the eye as sRGB, and decoded by one
//! multiplication; a fourth byte is the factor on the roughness. Pyramids are averaged in linear light. Filtering blends the stored values with integer weights.

use glam::Vec3;
use restage_assets::material::linear_from_srgb;
use restage_assets::texture::texture_with_roughness;
use restage_assets::{Material, TextureKind};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A square, repeating picture in all its sizes.
#[derive(Debug)]
pub struct Texture {
    /// Finest first; each half the size of the one before, down to one texel.
    levels: Vec<Vec<u32>>,
    /// Edge length of the finest level as a power of two.
    size_log2: u32,
}

/// What tells one texture from another.
type Key = (TextureKind, u32, u32);

/// Textures kept between scenes; beyond that the oldest goes.
const KEPT: usize = 128;

/// Textures by key, with the time of their making.
#[derive(Default)]
struct Cache {
    made: u64,
    textures: BTreeMap<Key, (u64, Arc<Texture>)>,
}

/// The texture of a material, `size` px rounded up to a power of two, from the cache of the process.
pub fn of_material(material: &Material, size: u32) -> Option<Arc<Texture>> {
    static CACHE: OnceLock<Mutex<Cache>> = OnceLock::new();
    let kind = material.texture?;
    let key = (kind, material.texture_seed, size.clamp(1, 4096).next_power_of_two());
    // A thread that panicked while it held the lock left the map whole: entries are inserted finished.
    let cache = || CACHE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = cache().textures.get(&key) {
        return Some(Arc::clone(found));
    }
    let made = Arc::new(Texture::new(key));
    let mut cache = cache();
    if cache.textures.len() >= KEPT {
        let oldest = cache.textures.iter().min_by_key(|(_, (age, _))| *age).map(|(key, _)| *key);
        oldest.map(|key| cache.textures.remove(&key));
    }
    cache.made += 1;
    let age = cache.made;
    cache.textures.insert(key, (age, Arc::clone(&made)));
    Some(made)
}

impl Texture {
    fn new((kind, seed, size): Key) -> Self {
        let image = texture_with_roughness(kind, seed, size);
        let linear: Vec<f32> = (0..=255u8).map(|byte| linear_from_srgb(f32::from(byte) / 255.0)).collect();
        let texels = image.rgba8.chunks_exact(4);
        let light = |byte: u8| linear[usize::from(byte)];
        let mut current: Vec<[f32; 4]> =
            texels.map(|t| [light(t[0]), light(t[1]), light(t[2]), f32::from(t[3])]).collect();
        let mut edge = size as usize;
        let mut levels = vec![current.iter().map(encode).collect()];
        while edge > 1 {
            current = halved(&current, edge);
            edge /= 2;
            levels.push(current.iter().map(encode).collect());
        }
        Self { levels, size_log2: size.trailing_zeros() }
    }

    /// The mean, linear RGB.
    pub fn mean(&self) -> Vec3 {
        let last = self.levels.last().and_then(|level| level.first()).copied().unwrap_or(0xFF_FF_FF);
        let texel = u64::from(last);
        Vec3::new(decode(texel), decode(texel >> 8), decode(texel >> 16))
    }

    /// Linear RGB and the factor on the roughness at `(u, v)` in tiles, where one pixel covers an area of `footprint` tiles squared: bilinear in
    /// the level whose texels are nearest to the footprint.
    #[inline]
    pub fn sample(&self, u: f32, v: f32, footprint: f32) -> [f32; 4] {
        // floor(log2 x) is the exponent of x; area to length halves it, adding one rounds to the nearest level.
        let exponent = (footprint.to_bits() >> 23) as i32 - 127;
        let level = (((exponent + 1) >> 1) + self.size_log2 as i32).clamp(0, self.size_log2 as i32) as usize;
        let size_log2 = self.size_log2 as usize - level;
        let (edge, mask) = ((1usize << size_log2) as f32, (1usize << size_log2) - 1);
        // 24.8 fixed point; the shift of an i32 floors, masks wrap.
        let x = ((u * edge - 0.5) * 256.0) as i32;
        let y = ((v * edge - 0.5) * 256.0) as i32;
        let (x0, y0) = ((x >> 8) as usize & mask, (y >> 8) as usize & mask);
        let (x1, y1) = ((x0 + 1) & mask, (y0 + 1) & mask);
        let (fx, fy) = ((x & 255) as u64, (y & 255) as u64);
        let texels = &self.levels[level][..];
        let (row0, row1) = (y0 << size_log2, y1 << size_log2);
        let top = blend(spread(texels[row0 | x0]), spread(texels[row0 | x1]), fx);
        let bottom = blend(spread(texels[row1 | x0]), spread(texels[row1 | x1]), fx);
        let mixed = blend(top, bottom, fy);
        let rough = (mixed >> 48 & 255) as i32 as f32 * (1.0 / 128.0);
        [decode(mixed), decode(mixed >> 16), decode(mixed >> 32), rough]
    }
}

/// Averages two by two.
fn halved(texels: &[[f32; 4]], edge: usize) -> Vec<[f32; 4]> {
    let half = edge / 2;
    let mut out = Vec::with_capacity(half * half);
    for row in 0..half {
        for column in 0..half {
            let at = |dr: usize, dc: usize| texels[(2 * row + dr) * edge + 2 * column + dc];
            let (a, b, c, d) = (at(0, 0), at(0, 1), at(1, 0), at(1, 1));
            out.push(std::array::from_fn(|i| 0.25 * ((a[i] + b[i]) + (c[i] + d[i]))));
        }
    }
    out
}

/// Linear RGB to three bytes of square roots; the fourth is stored as it is.
fn encode(texel: &[f32; 4]) -> u32 {
    let byte = |value: f32| (libm::sqrtf(value.clamp(0.0, 1.0)) * 255.0 + 0.5) as u32;
    byte(texel[0]) | byte(texel[1]) << 8 | byte(texel[2]) << 16 | ((texel[3] + 0.5) as u32) << 24
}

/// Square of the low byte, as linear light.
#[inline(always)]
fn decode(value: u64) -> f32 {
    let root = (value & 255) as i32 as f32;
    root * root * (1.0 / 65025.0)
}

/// Four bytes to four 16 bit fields.
#[inline(always)]
fn spread(texel: u32) -> u64 {
    let wide = u64::from(texel);
    let wide = (wide | wide << 16) & 0x0000_FFFF_0000_FFFF;
    (wide | wide << 8) & 0x00FF_00FF_00FF_00FF
}

/// `a + (b - a) * weight / 256` in each field.
#[inline(always)]
fn blend(a: u64, b: u64, weight: u64) -> u64 {
    (a * (256 - weight) + b * weight) >> 8 & 0x00FF_00FF_00FF_00FF
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wood() -> Texture {
        Texture::new((TextureKind::Wood, 3, 64))
    }

    #[test]
    fn a_fine_footprint_gives_the_texel_and_a_coarse_one_the_mean() {
        let texture = wood();
        let image = restage_assets::texture(TextureKind::Wood, 3, 64);
        let (column, row) = (17usize, 40usize);
        let expected = linear_from_srgb(f32::from(image.rgba8[(row * 64 + column) * 4]) / 255.0);
        let got = texture.sample(17.5 / 64.0, 40.5 / 64.0, 1e-6);
        assert!((got[0] - expected).abs() < 0.01, "{got:?} {expected}");
        let mean =
            image.rgba8.iter().step_by(4).map(|b| linear_from_srgb(f32::from(*b) / 255.0)).sum::<f32>();
        let coarse = texture.sample(0.3, 0.9, 4.0);
        assert!((coarse[0] - mean / 4096.0).abs() < 0.01);
    }

    #[test]
    fn it_repeats_in_both_directions() {
        let texture = wood();
        for (u, v) in [(0.25f32, 0.5f32), (0.75, 0.125)] {
            let here = texture.sample(u, v, 1e-6);
            for shifted in [texture.sample(u - 3.0, v, 1e-6), texture.sample(u, v + 2.0, 1e-6)] {
                for channel in 0..3 {
                    assert!((here[channel] - shifted[channel]).abs() < 0.02);
                }
            }
        }
    }

    #[test]
    fn equal_materials_share_one_texture() {
        let material = Material::plain([1.0; 3], 0.5).textured(TextureKind::Stone, 0.5, 77);
        let first = of_material(&material, 32).unwrap();
        assert!(Arc::ptr_eq(&first, &of_material(&material, 32).unwrap()));
        assert!(of_material(&Material::plain([1.0; 3], 0.5), 32).is_none());
    }
}
