//! Procedural textures: value noise and structure, tileable, the same bytes for the same seed.
//!
//! A texture modulates `Material::base_color`: its brightest parts are near white and its mean is some 0.85 in
//! linear light, so that the base colour stays the colour of the thing.

use crate::TextureKind;
use crate::material::srgb_from_linear;
use crate::noise::{Noise, smoothstep};

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

/// Paints one tile of a pattern, `size_px` texels square (at least 1).
pub fn texture(kind: TextureKind, seed: u32, size_px: u32) -> TextureImage {
    let size = size_px.max(1);
    if let TextureKind::Picture(id) = kind {
        return crate::picture::square(id, size);
    }
    let noise = Noise::new(seed);
    let mut rgba8 = Vec::with_capacity((size * size * 4) as usize);
    for row in 0..size {
        for column in 0..size {
            let (u, v) = ((column as f32 + 0.5) / size as f32, (row as f32 + 0.5) / size as f32);
            let linear = match kind {
                TextureKind::Wood => wood(&noise, u, v),
                TextureKind::Tile => tile(&noise, u, v),
                TextureKind::Stone => stone(&noise, u, v),
                TextureKind::PaintedWall => painted_wall(&noise, u, v),
                TextureKind::BrushedMetal => brushed_metal(&noise, u, v),
                TextureKind::Cardboard => cardboard(&noise, u, v),
                TextureKind::Print => print(&noise, u, v),
                TextureKind::Fabric => fabric(&noise, u, v),
                // Returned above.
                TextureKind::Picture(_) => [1.0; 3],
            };
            rgba8.extend(linear.map(|channel| (srgb_from_linear(channel) * 255.0 + 0.5) as u8));
            rgba8.push(255);
        }
    }
    TextureImage { width: size, height: size, rgba8 }
}

/// The same value in all channels.
fn grey(value: f32) -> [f32; 3] {
    [value; 3]
}

/// Four planks across `v`, grain along `u`: growth bands warped by noise, fine pores, a tone per plank.
fn wood(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    const PLANKS: f32 = 4.0;
    let plank = (v * PLANKS).floor();
    let across = v * PLANKS - plank;
    let offset = noise.hash(plank as i32, 11);
    let tone = 0.82 + 0.16 * noise.hash(plank as i32, 23);
    let warp = noise.fbm(u + offset, v, 2, 8, 3);
    let bands = noise.value(offset * 7.0 + 0.5, across + 0.35 * warp, 4, 14);
    let pores = noise.value(u, v, 24, 160);
    let grain = 1.0 - 0.22 * bands - 0.10 * pores;
    let joint = (u - offset).rem_euclid(1.0).min(1.0 - (u - offset).rem_euclid(1.0));
    let seam = smoothstep(0.0, 0.012, across.min(1.0 - across)) * smoothstep(0.0, 0.003, joint);
    let shade = tone * grain * (0.45 + 0.55 * seam);
    // Late wood is darker and redder.
    [shade, shade * (0.99 - 0.05 * bands), shade * (0.97 - 0.12 * bands)]
}

/// Four by four glazed tiles; grout lines, a slight tone per tile, a darker pillow edge.
fn tile(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    const TILES: f32 = 4.0;
    let (x, y) = (u * TILES, v * TILES);
    let (i, j) = (x.floor(), y.floor());
    let edge = (x - i).min(1.0 - (x - i)).min((y - j).min(1.0 - (y - j)));
    let tone = 0.93 + 0.06 * noise.hash(i as i32, j as i32) + 0.01 * noise.value(u, v, 16, 16);
    let glaze = tone * (0.90 + 0.10 * smoothstep(0.015, 0.07, edge));
    let grout = 0.52 + 0.10 * noise.value(u, v, 128, 128);
    let mix = smoothstep(0.010, 0.020, edge);
    grey(grout + (glaze - grout) * mix)
}

/// Mottled ground, sparse soft grains in dark and light, and a fine grit over all.
fn stone(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    // Bent coordinates hide the lattice of the noise.
    let bend = |seed: f32| 0.03 * (noise.fbm(u + seed, v - seed, 12, 12, 3) - 0.5);
    let (u, v) = (u + bend(0.13), v + bend(0.71));
    let ground = 0.86 + 0.16 * (noise.fbm(u, v, 5, 5, 4) - 0.5);
    let dark = smoothstep(0.62, 0.82, noise.fbm(u, v, 64, 64, 2));
    let light = smoothstep(0.62, 0.80, noise.fbm(u + 0.37, v + 0.61, 52, 52, 2));
    let grit = 0.09 * (noise.value(u, v, 128, 128) - 0.5);
    let warm = 0.05 * (noise.fbm(u, v, 20, 20, 2) - 0.5);
    let value = ground * (1.0 - 0.34 * dark) + 0.14 * light + grit;
    [value + warm, value, value - warm]
}

/// Roller texture: hardly visible.
fn painted_wall(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    grey(0.95 + 0.05 * (noise.fbm(u, v, 5, 5, 3) - 0.5) + 0.03 * (noise.value(u, v, 120, 120) - 0.5))
}

/// Streaks along `u`.
fn brushed_metal(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    let streak =
        0.5 * noise.value(u, v, 3, 220) + 0.3 * noise.value(u, v, 7, 110) + 0.2 * noise.value(u, v, 2, 30);
    grey(0.80 + 0.20 * streak)
}

/// Flutes showing through along `v`, and fibres.
fn cardboard(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    let flute = 0.5 + 0.5 * libm::sinf(u * std::f32::consts::TAU * 40.0);
    let fibre = noise.value(u, v, 40, 160);
    let blotch = noise.fbm(u, v, 4, 4, 3);
    grey(0.80 + 0.04 * flute + 0.10 * (fibre - 0.5) + 0.12 * (blotch - 0.5) + 0.06)
}

/// One packaging panel: a head band, a picture disc in a second hue, and lines of small print.
fn print(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    let hue = noise.hash(3, 7);
    let accent = [0.25 + 0.6 * hue, 0.75 - 0.55 * hue, 0.25 + 0.5 * noise.hash(5, 9)];
    let paper = [0.97; 3];
    let inside = |a: f32, low: f32, high: f32| a > low && a < high;
    if inside(v, 0.08, 0.26) {
        let letter = (u * 9.0).floor();
        let stroke = inside(u, 0.12, 0.88)
            && inside(v, 0.12, 0.22)
            && noise.hash(letter as i32, 31) > 0.15
            && inside((u * 9.0).fract(), 0.15, 0.85);
        return if stroke { paper } else { accent };
    }
    let (dx, dy) = (u - 0.5, v - 0.48);
    if dx * dx + dy * dy < 0.026 {
        let bite = noise.fbm(u, v, 6, 6, 2);
        return [0.9 - 0.3 * bite, 0.65 * bite + 0.2, 0.25];
    }
    if inside(v, 0.70, 0.92) && inside(u, 0.12, 0.88) {
        let line = (v * 28.0).floor();
        let end = 0.55 + 0.33 * noise.hash(line as i32, 41);
        let word = noise.hash((u * 30.0).floor() as i32, line as i32) > 0.2;
        if (v * 28.0).fract() < 0.5 && u < end && word {
            return [0.18; 3];
        }
    }
    paper
}

/// Plain weave: warp and weft over each other.
fn fabric(noise: &Noise, u: f32, v: f32) -> [f32; 3] {
    const THREADS: f32 = 32.0;
    let (x, y) = (u * THREADS, v * THREADS);
    let over = (x.floor() as i32 + y.floor() as i32).rem_euclid(2) == 0;
    let along = if over { x.fract() } else { y.fract() };
    let bulge = libm::sinf(along * std::f32::consts::PI);
    grey(0.62 + 0.28 * bulge + 0.10 * noise.value(u, v, 64, 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [TextureKind; 8] = [
        TextureKind::Wood,
        TextureKind::Tile,
        TextureKind::Stone,
        TextureKind::PaintedWall,
        TextureKind::BrushedMetal,
        TextureKind::Cardboard,
        TextureKind::Print,
        TextureKind::Fabric,
    ];

    #[test]
    fn textures_repeat_by_seed_and_differ_between_seeds() {
        for kind in ALL {
            assert_eq!(texture(kind, 5, 64), texture(kind, 5, 64), "{kind:?}");
            assert_ne!(texture(kind, 5, 64), texture(kind, 6, 64), "{kind:?}");
            assert_eq!(texture(kind, 5, 64).rgba8.len(), 64 * 64 * 4);
        }
    }

    /// Contrast over the wrap-around edge is no greater than the greatest inside the tile.
    #[test]
    fn textures_continue_over_their_edges() {
        for kind in [TextureKind::Stone, TextureKind::PaintedWall, TextureKind::BrushedMetal] {
            let picture = texture(kind, 9, 128);
            let at = |x: usize, y: usize| i32::from(picture.rgba8[(y * 128 + x) * 4]);
            let step = |x: usize| (0..128).map(|y| (at(x, y) - at((x + 1) % 128, y)).abs()).sum::<i32>();
            let inner = (0..127).map(step).max().unwrap();
            assert!(step(127) <= inner, "{kind:?}: {} across the edge, {inner} inside", step(127));
        }
    }
}
