//! Wood: planks, veneer, parquet. Grain runs along `u`.

use super::Texel;
use crate::noise::{Noise, floor, smoothstep};

/// Grain of one board: growth bands warped by noise, rays and pores. `across` is the place across the board in
/// board widths, `offset` tells boards apart, `species` (0..1) how strong and how warm the grain is.
fn grain(noise: &Noise, u: f32, v: f32, across: f32, offset: f32, species: f32) -> [f32; 3] {
    let warp = noise.smooth(u + offset, v, 2, 6);
    let bend = noise.smooth(u + 0.5 * offset, v + 0.3, 5, 12);
    // Bands are sharper on the late-wood side.
    let phase = 9.0 * (across + 0.42 * warp + 0.06 * bend + 3.7 * offset);
    let saw = phase - floor(phase);
    let late = smoothstep(0.35, 0.92, saw) * (1.0 - smoothstep(0.92, 1.0, saw));
    let fibre = noise.value(u, v, 18, 210) - 0.5;
    let pores = smoothstep(0.70, 0.95, noise.value(u + offset, v, 40, 320));
    let strength = 0.10 + 0.20 * species;
    let shade = 1.0 - strength * late - 0.10 * fibre - 0.10 * pores;
    let warm = (0.05 + 0.10 * species) * late + 0.03 * pores;
    [shade, shade * (1.0 - 0.5 * warm), shade * (1.0 - warm)]
}

/// How strong the grain of a seed is.
fn species(noise: &Noise) -> f32 {
    noise.hash(101, 7)
}

fn scaled(rgb: [f32; 3], factor: f32) -> [f32; 3] {
    rgb.map(|channel| channel * factor)
}

/// Planks along `u`, three to five across `v` by the seed, with end joints.
pub(super) fn planks(noise: &Noise, u: f32, v: f32) -> Texel {
    let count = 3.0 + floor(2.999 * noise.hash(55, 3));
    let plank = floor(v * count);
    let across = v * count - plank;
    let offset = noise.hash(plank as i32, 11);
    let tone = 0.84 + 0.16 * noise.hash(plank as i32, 23);
    let along = (u - offset).rem_euclid(1.0);
    let joint = along.min(1.0 - along);
    // Two boards follow one another in a row.
    let half = (along > 0.5) as i32 as f32;
    let tone = tone * (0.94 + 0.06 * noise.hash(plank as i32 + 40 * half as i32, 31));
    let middle = (along - 0.5).abs();
    let side = across.min(1.0 - across) / count;
    let seam =
        smoothstep(0.0, 0.0028, side) * smoothstep(0.0, 0.0022, joint) * smoothstep(0.0, 0.0022, middle);
    let rgb = grain(noise, u, v, across, offset + 0.37 * half, species(noise));
    Texel::rgb(scaled(rgb, tone * (0.40 + 0.60 * seam))).rough(1.25 - 0.25 * seam).raised(0.0012 * seam)
}

/// One wide sheet without seams.
pub(super) fn veneer(noise: &Noise, u: f32, v: f32) -> Texel {
    // Two mirrored leaves, as veneer is laid: the edges match.
    let folded = 1.0 - (2.0 * v - 1.0).abs();
    let rgb = grain(noise, u, v, 0.9 * folded, 0.2, species(noise));
    Texel::rgb(scaled(rgb, 0.97))
}

/// Basket or ladder parquet by the seed: blocks of three staves, turned by turns.
pub(super) fn parquet(noise: &Noise, u: f32, v: f32) -> Texel {
    const BLOCKS: f32 = 4.0;
    let (x, y) = (u * BLOCKS, v * BLOCKS);
    let (i, j) = (floor(x), floor(y));
    let (a, b) = (x - i, y - j);
    let ladder = noise.hash(71, 5) < 0.4;
    let turned = ((i + j) as i32).rem_euclid(2) == 1 && (!ladder || (i as i32).rem_euclid(2) == 1);
    let (along, side) = if turned { (b, a) } else { (a, b) };
    let stave = floor(side * 3.0);
    let across = side * 3.0 - stave;
    let id = (i as i32) * 31 + (j as i32) * 7 + stave as i32;
    let offset = noise.hash(id, 13);
    let tone = 0.80 + 0.20 * noise.hash(id, 29);
    let seam =
        smoothstep(0.0, 0.035, across.min(1.0 - across)) * smoothstep(0.0, 0.012, along.min(1.0 - along));
    let (gu, gv) = if turned { (v, u) } else { (u, v) };
    let rgb = grain(noise, gu, gv, 0.4 * across, offset, species(noise));
    Texel::rgb(scaled(rgb, tone * (0.45 + 0.55 * seam))).rough(1.2 - 0.2 * seam).raised(0.0008 * seam)
}
