//! Procedural textures: structure and noise, tileable, the same bytes for the same seed.
//!
//! A texture modulates `Material::base_color`: its brightest parts are near white and its mean is some 0.85 in
//! linear light (prints and signs carry colours of their own), so that the base colour stays the colour of the
//! thing. One function per pattern gives colour, roughness and relief of a point; the maps are rows of such points.

mod cloth;
mod glyphs;
mod metal;
mod mineral;
mod print;
mod sheet;
mod wood;

use crate::TextureKind;
use crate::material::srgb_from_linear;
use crate::noise::Noise;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A square picture that continues over its edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextureImage {
    /// Texels.
    pub width: u32,
    /// Texels.
    pub height: u32,
    /// sRGB with full alpha, row-major from the top row, `width * height * 4`.
    pub rgba8: Vec<u8>,
}

/// Colour, roughness and relief of one pattern, from one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextureMaps {
    /// Colour.
    pub albedo: TextureImage,
    /// Factor on the roughness of the material: 128 stands for 1, 255 for 2; row-major, `width * height`.
    pub roughness: Vec<u8>,
    /// Tangent-space normals, linear: x along `u`, y along `v` (down), z outwards, each `(n + 1) / 2 * 255`; alpha
    /// 255. Row-major, `width * height * 4`.
    pub normal: Vec<u8>,
}

/// One point of a pattern.
#[derive(Clone, Copy)]
pub(crate) struct Texel {
    /// Linear RGB, multiplies the base colour.
    rgb: [f32; 3],
    /// Factor on the roughness of the material.
    rough: f32,
    /// Relief in tile lengths.
    relief: f32,
}

impl Texel {
    /// A grey point with an even surface.
    fn grey(value: f32) -> Self {
        Self::rgb([value; 3])
    }

    /// A coloured point with an even surface.
    fn rgb(rgb: [f32; 3]) -> Self {
        Self { rgb, rough: 1.0, relief: 0.0 }
    }

    /// The same with another roughness factor.
    fn rough(mut self, factor: f32) -> Self {
        self.rough = factor;
        self
    }

    /// The same, raised by so many tile lengths.
    fn raised(mut self, relief: f32) -> Self {
        self.relief = relief;
        self
    }
}

/// What a pattern looks like at `(u, v)`, 0..1.
type Pattern = fn(&Noise, f32, f32) -> Texel;

/// The function of a procedural pattern; pictures have none.
fn pattern(kind: TextureKind) -> Option<Pattern> {
    Some(match kind {
        TextureKind::Wood => wood::planks,
        TextureKind::WoodVeneer => wood::veneer,
        TextureKind::Parquet => wood::parquet,
        TextureKind::Tile => mineral::tile,
        TextureKind::MetroTile => mineral::metro_tile,
        TextureKind::MosaicTile => mineral::mosaic_tile,
        TextureKind::Stone => mineral::stone,
        TextureKind::Marble => mineral::marble,
        TextureKind::Terrazzo => mineral::terrazzo,
        TextureKind::Concrete => mineral::concrete,
        TextureKind::Brick => mineral::brick,
        TextureKind::PaintedWall => mineral::painted_wall,
        TextureKind::BrushedMetal => metal::brushed,
        TextureKind::PaintedMetal => metal::painted,
        TextureKind::Galvanised => metal::galvanised,
        TextureKind::Perforated => metal::perforated,
        TextureKind::TreadPlate => metal::tread_plate,
        TextureKind::Cardboard => sheet::cardboard,
        TextureKind::Paper => sheet::paper,
        TextureKind::Vinyl => sheet::vinyl,
        TextureKind::PlasticGrain => sheet::plastic_grain,
        TextureKind::Rubber => sheet::rubber,
        TextureKind::HazardStripes => sheet::hazard_stripes,
        TextureKind::Foliage => sheet::foliage,
        TextureKind::Fabric => cloth::weave,
        TextureKind::Knit => cloth::knit,
        TextureKind::Carpet => cloth::carpet,
        TextureKind::Leather => cloth::leather,
        TextureKind::Print => print::label,
        TextureKind::Signage => print::sign,
        TextureKind::Picture(_) => return None,
    })
}

/// sRGB bytes of linear light in steps of 1/4095: nine tenths of the time of a texture would go into powers.
static SRGB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..4096).map(|step| (srgb_from_linear(step as f32 / 4095.0) * 255.0 + 0.5) as u8).collect()
});

fn srgb_byte(linear: f32) -> u8 {
    SRGB[(linear.clamp(0.0, 1.0) * 4095.0 + 0.5) as usize]
}

/// Calls `visit` for the middle of every texel, row by row from the top.
fn each_texel(size: u32, mut visit: impl FnMut(f32, f32)) {
    let step = 1.0 / size as f32;
    for row in 0..size {
        for column in 0..size {
            visit((column as f32 + 0.5) * step, (row as f32 + 0.5) * step);
        }
    }
}

/// Paints one tile of a pattern, `size_px` texels square (at least 1): colour alone.
pub fn texture(kind: TextureKind, seed: u32, size_px: u32) -> TextureImage {
    let size = size_px.max(1);
    if let TextureKind::Picture(id) = kind {
        return crate::picture::square(id, size);
    }
    let noise = Noise::new(seed);
    let paint = pattern(kind).unwrap_or(|_, _, _| Texel::grey(1.0));
    let mut rgba8 = Vec::with_capacity((size * size * 4) as usize);
    each_texel(size, |u, v| {
        rgba8.extend(paint(&noise, u, v).rgb.map(srgb_byte));
        rgba8.push(255);
    });
    TextureImage { width: size, height: size, rgba8 }
}

/// [`texture`] with the factor on the roughness of the material in place of alpha: 128 stands for 1, 255 for 2.
pub fn texture_with_roughness(kind: TextureKind, seed: u32, size_px: u32) -> TextureImage {
    let size = size_px.max(1);
    let Some(paint) = pattern(kind) else {
        let mut picture = texture(kind, seed, size);
        picture.rgba8.chunks_exact_mut(4).for_each(|texel| texel[3] = 128);
        return picture;
    };
    let noise = Noise::new(seed);
    let mut rgba8 = Vec::with_capacity((size * size * 4) as usize);
    each_texel(size, |u, v| {
        let texel = paint(&noise, u, v);
        rgba8.extend(texel.rgb.map(srgb_byte));
        rgba8.push(roughness_byte(texel.rough));
    });
    TextureImage { width: size, height: size, rgba8 }
}

fn roughness_byte(factor: f32) -> u8 {
    (factor * 128.0).clamp(0.0, 255.0) as u8
}

/// Paints one tile of a pattern, `size_px` texels square (at least 1): colour, roughness, normals.
pub fn texture_maps(kind: TextureKind, seed: u32, size_px: u32) -> TextureMaps {
    let size = size_px.max(1);
    let noise = Noise::new(seed);
    let count = (size * size) as usize;
    let (mut rgba8, mut roughness, mut relief) =
        (Vec::with_capacity(4 * count), Vec::with_capacity(count), Vec::with_capacity(count));
    let Some(paint) = pattern(kind) else {
        // Pictures have colour alone.
        let normal = [128, 128, 255, 255].repeat(count);
        return TextureMaps { albedo: texture(kind, seed, size), roughness: vec![128; count], normal };
    };
    each_texel(size, |u, v| {
        let texel = paint(&noise, u, v);
        rgba8.extend(texel.rgb.map(srgb_byte));
        rgba8.push(255);
        roughness.push(roughness_byte(texel.rough));
        relief.push(texel.relief);
    });
    let normal = normals(&relief, size as usize);
    TextureMaps { albedo: TextureImage { width: size, height: size, rgba8 }, roughness, normal }
}

/// Normals of a relief (tile lengths) by central differences over the wrapped edges.
fn normals(relief: &[f32], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 * relief.len());
    let slope = size as f32 / 2.0;
    for row in 0..size {
        let (above, below) = ((row + size - 1) % size * size, (row + 1) % size * size);
        for column in 0..size {
            let (left, right) = ((column + size - 1) % size, (column + 1) % size);
            let x = (relief[row * size + left] - relief[row * size + right]) * slope;
            let y = (relief[above + column] - relief[below + column]) * slope;
            let scale = 127.5 / libm::sqrtf(x * x + y * y + 1.0);
            out.extend([x * scale, y * scale, scale].map(|n| (n + 127.5 + 0.5) as u8));
            out.push(255);
        }
    }
    out
}

/// What tells the maps of one pattern from those of another: kind, seed, edge length in texels.
type Key = (TextureKind, u32, u32);

/// Maps kept by [`cached_maps`]; beyond that the oldest go.
const KEPT: usize = 96;

/// Maps in the order of their making.
#[derive(Default)]
struct Cache {
    made: u64,
    maps: BTreeMap<Key, (u64, Arc<TextureMaps>)>,
}

/// [`texture_maps`] from a cache of the process.
pub fn cached_maps(kind: TextureKind, seed: u32, size_px: u32) -> Arc<TextureMaps> {
    static CACHE: LazyLock<Mutex<Cache>> = LazyLock::new(Mutex::default);
    let key = (kind, seed, size_px);
    // A thread that panicked while it held the lock left the map whole: entries are inserted finished.
    let lock = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = lock().maps.get(&key) {
        return Arc::clone(found);
    }
    let made = Arc::new(texture_maps(kind, seed, size_px));
    let mut cache = lock();
    if cache.maps.len() >= KEPT {
        let oldest = cache.maps.iter().min_by_key(|(_, (age, _))| *age).map(|(key, _)| *key);
        oldest.map(|key| cache.maps.remove(&key));
    }
    cache.made += 1;
    let age = cache.made;
    cache.maps.insert(key, (age, Arc::clone(&made)));
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::material::linear_from_srgb;

    #[test]
    fn textures_repeat_by_seed_and_differ_between_seeds() {
        for kind in TextureKind::PROCEDURAL {
            assert_eq!(texture(kind, 5, 64), texture(kind, 5, 64), "{kind:?}");
            if kind != TextureKind::HazardStripes && kind != TextureKind::Perforated {
                assert_ne!(texture(kind, 5, 64), texture(kind, 6, 64), "{kind:?}");
            }
            assert_eq!(texture(kind, 5, 64).rgba8.len(), 64 * 64 * 4);
        }
    }

    #[test]
    fn maps_belong_to_the_texture() {
        for kind in TextureKind::PROCEDURAL {
            let maps = texture_maps(kind, 3, 32);
            assert_eq!(maps.albedo, texture(kind, 3, 32), "{kind:?}");
            assert_eq!((maps.roughness.len(), maps.normal.len()), (32 * 32, 4 * 32 * 32));
            for n in maps.normal.chunks_exact(4) {
                let v = [n[0], n[1], n[2]].map(|byte| f32::from(byte) / 127.5 - 1.0);
                let length = (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt();
                assert!((length - 1.0).abs() < 0.02 && v[2] > 0.0, "{kind:?}: {v:?}");
            }
        }
        assert!(Arc::ptr_eq(
            &cached_maps(TextureKind::Brick, 1, 16),
            &cached_maps(TextureKind::Brick, 1, 16)
        ));
    }

    /// Differences over the wrap-around edge are no greater than the greatest between neighbours inside.
    #[test]
    fn textures_continue_over_their_edges() {
        const SIZE: usize = 192;
        for kind in TextureKind::PROCEDURAL {
            // Labels end at their edges.
            if matches!(kind, TextureKind::Print | TextureKind::Signage) {
                continue;
            }
            for seed in [9, 10, 11] {
                let picture = texture(kind, seed, SIZE as u32);
                let at = |x: usize, y: usize| i32::from(picture.rgba8[(y % SIZE * SIZE + x % SIZE) * 4]);
                let across = |x: usize| (0..SIZE).map(|y| (at(x, y) - at(x + 1, y)).abs()).sum::<i32>();
                let down = |y: usize| (0..SIZE).map(|x| (at(x, y) - at(x, y + 1)).abs()).sum::<i32>();
                let inner = |step: &dyn Fn(usize) -> i32| (0..SIZE - 1).map(step).max().unwrap_or(0);
                let slack = 2 * SIZE as i32;
                assert!(across(SIZE - 1) <= inner(&across) + slack, "{kind:?} {seed}: across");
                assert!(down(SIZE - 1) <= inner(&down) + slack, "{kind:?} {seed}: down");
            }
        }
    }

    /// The base colour stays the colour of the thing.
    #[test]
    fn patterns_are_bright_on_average() {
        for kind in TextureKind::PROCEDURAL {
            if matches!(kind, TextureKind::Print | TextureKind::Signage | TextureKind::HazardStripes) {
                continue;
            }
            for seed in 0..6 {
                let bytes = texture(kind, seed, 64).rgba8;
                let linear = |byte: &u8| linear_from_srgb(f32::from(*byte) / 255.0);
                let mean = bytes.iter().skip(1).step_by(4).map(linear).sum::<f32>() / 4096.0;
                assert!((0.5..0.97).contains(&mean), "{kind:?} {seed}: mean {mean}");
            }
        }
    }
}
