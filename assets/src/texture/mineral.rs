//! Stone, tiles, bricks, concrete, paint.

use super::Texel;
use crate::noise::{Noise, floor, smoothstep};

/// A grid of tiles, every second row shifted by `shift` tiles: number of the tile and distance to its edge in tile
/// lengths of `v`, `aspect` being the length of a tile over its height.
fn grid(u: f32, v: f32, columns: f32, rows: f32, shift: f32) -> (i32, i32, f32) {
    let y = v * rows;
    let j = floor(y);
    let x = u * columns + if (j as i32).rem_euclid(2) == 1 { shift } else { 0.0 };
    let i = floor(x);
    let aspect = rows / columns;
    let edge = ((x - i).min(1.0 - (x - i)) * aspect).min((y - j).min(1.0 - (y - j)));
    ((i as i32).rem_euclid(columns as i32), j as i32, edge)
}

/// Glazed tiles with grout of half width `grout` and a pillow edge.
fn glazed(noise: &Noise, u: f32, v: f32, (i, j, edge): (i32, i32, f32), grout: f32, spread: f32) -> Texel {
    let tone = 1.0 - spread * noise.hash(i, j) + 0.012 * (noise.smooth(u, v, 14, 14) - 0.5);
    let pillow = smoothstep(grout, 4.5 * grout, edge);
    let glaze = tone * (0.91 + 0.08 * pillow);
    let dark = 0.42 + 0.30 * noise.hash(91, 2);
    let joint = dark + 0.12 * (noise.value(u, v, 140, 140) - 0.5);
    let mix = smoothstep(grout, 1.6 * grout, edge);
    let value = joint + (glaze - joint) * mix;
    Texel::grey(value).rough(2.0 - mix).raised(0.003 * mix + 0.0016 * pillow)
}

/// Four by four glazed tiles.
pub(super) fn tile(noise: &Noise, u: f32, v: f32) -> Texel {
    glazed(noise, u, v, grid(u, v, 4.0, 4.0, 0.0), 0.012, 0.07)
}

/// Oblong tiles in running bond, four by eight.
pub(super) fn metro_tile(noise: &Noise, u: f32, v: f32) -> Texel {
    glazed(noise, u, v, grid(u, v, 4.0, 8.0, 0.5), 0.022, 0.05)
}

/// Small mosaic, sixteen by sixteen, its tones mixed.
pub(super) fn mosaic_tile(noise: &Noise, u: f32, v: f32) -> Texel {
    glazed(noise, u, v, grid(u, v, 16.0, 16.0, 0.0), 0.055, 0.34)
}

/// Granite: a mottled ground with dark, light and glassy grains of several sizes.
pub(super) fn stone(noise: &Noise, u: f32, v: f32) -> Texel {
    let ground = 0.86 + 0.16 * (noise.turbulence(u, v, 4, 3) - 0.5);
    let bend = |a: f32| 0.010 * (noise.smooth(u + a, v - a, 24, 24) - 0.5);
    let (u, v) = (u + bend(0.21), v + bend(0.63));
    let (near, kind) = noise.cells(u, v, 34);
    let size = 0.25 + 0.42 * kind;
    let grain = 1.0 - smoothstep(0.55 * size, size, near);
    let (fine, fine_kind) = noise.cells(u + 0.37, v + 0.11, 78);
    let speck = 1.0 - smoothstep(0.18, 0.42, fine);
    let mut value = ground;
    // Two grains in five are dark, one is light, the others are of the ground.
    match kind {
        k if k < 0.34 => value *= 1.0 - 0.42 * grain * (0.6 + k),
        k if k > 0.80 => value += 0.16 * grain,
        _ => {}
    }
    match fine_kind {
        k if k < 0.28 => value *= 1.0 - 0.34 * speck,
        k if k > 0.82 => value += 0.10 * speck,
        _ => {}
    }
    let warm = 0.05 * (noise.smooth(u, v, 9, 9) - 0.5);
    Texel::rgb([value + warm, value, value - warm])
}

/// Marble: pale ground with veins.
pub(super) fn marble(noise: &Noise, u: f32, v: f32) -> Texel {
    let warp = noise.turbulence(u, v, 3, 4) - 0.5;
    let vein = |place: f32, cells: i32, warp: f32| {
        let d = (noise.smooth(u + place + 0.16 * warp, v - place + 0.16 * warp, cells, cells) - 0.5).abs();
        1.0 - smoothstep(0.0, 0.035, d)
    };
    let cloud = 0.95 - 0.10 * (noise.turbulence(u + 0.3, v, 2, 3) - 0.4);
    let main = vein(0.13, 3, warp) * smoothstep(0.35, 0.60, noise.smooth(u, v, 4, 4));
    let thin = vein(0.57, 6, 1.6 * warp);
    let value = cloud - 0.30 * main - 0.10 * thin;
    Texel::rgb([value, value - 0.006 * main, value + 0.012 * main])
}

/// Terrazzo: chips of several tones in a pale binder.
pub(super) fn terrazzo(noise: &Noise, u: f32, v: f32) -> Texel {
    let bend = 0.012 * (noise.smooth(u, v, 30, 30) - 0.5);
    let (coarse, kind) = noise.cells(u + bend, v - bend, 17);
    let (fine, fine_kind) = noise.cells(u - bend + 0.41, v + bend + 0.17, 41);
    let chip = |near: f32, kind: f32| 1.0 - smoothstep(0.20 + 0.20 * kind, 0.25 + 0.20 * kind, near);
    let tones = |kind: f32| {
        let k = kind * 7.0 % 1.0;
        match (kind * 5.0) as u32 {
            0 => [0.46 + 0.2 * k, 0.43 + 0.2 * k, 0.40 + 0.2 * k],
            1 => [0.80, 0.58 + 0.12 * k, 0.46],
            2 => [0.97; 3],
            3 => [0.62, 0.66, 0.62 + 0.1 * k],
            _ => [0.86, 0.82, 0.74],
        }
    };
    let binder = 0.90 + 0.05 * (noise.value(u, v, 90, 90) - 0.5);
    let mut rgb = [binder; 3];
    for (cover, color) in [(chip(fine, fine_kind), tones(fine_kind)), (chip(coarse, kind), tones(kind))] {
        rgb = std::array::from_fn(|k| rgb[k] + (color[k] - rgb[k]) * cover);
    }
    Texel::rgb(rgb)
}

/// Concrete: clouds, pores, a few hairlines, the lines of the formwork.
pub(super) fn concrete(noise: &Noise, u: f32, v: f32) -> Texel {
    let cloud = noise.turbulence(u, v, 3, 5) - 0.5;
    let stain = noise.smooth(u + 0.3, v, 2, 5) - 0.5;
    let (near, kind) = noise.cells(u, v, 26);
    let pore = if kind > 0.72 { 1.0 - smoothstep(0.06, 0.13 + 0.10 * (kind - 0.72), near) } else { 0.0 };
    let grit = noise.value(u, v, 190, 190) - 0.5;
    let value = 0.85 + 0.20 * cloud + 0.06 * stain - 0.26 * pore + 0.05 * grit;
    Texel::rgb([value, value * 0.995, value * 0.98])
        .rough(1.0 + 0.2 * cloud)
        .raised(0.0010 * cloud - 0.004 * pore)
}

/// Brickwork in running bond: four bricks by eight courses.
pub(super) fn brick(noise: &Noise, u: f32, v: f32) -> Texel {
    let rough = 0.010 * (noise.smooth(u, v, 40, 40) - 0.5);
    let (i, j, edge) = grid(u + 0.4 * rough, v + 0.4 * rough, 4.0, 12.0, 0.5);
    let tone = 0.70 + 0.26 * noise.hash(i, j);
    let burnt = noise.hash(i + 50, j) > 0.86;
    let face = tone * (0.90 + 0.22 * (noise.turbulence(u, v, 22, 3) - 0.5)) * if burnt { 0.72 } else { 1.0 };
    let mortar = 0.86 + 0.16 * (noise.value(u, v, 120, 120) - 0.5);
    let mix = smoothstep(0.055, 0.095, edge + 1.2 * rough);
    let warm = 0.10 * (noise.hash(i, j + 70) - 0.5);
    let shade = |bias: f32| mortar + (face * (1.0 + bias) - mortar) * mix;
    // Mortar is greyer than any brick: it loses the hue of the base colour by being near white.
    Texel::rgb([shade(warm), shade(0.0), shade(-warm)]).rough(1.1).raised(0.006 * mix + 0.0008 * face)
}

/// Roller texture: hardly visible.
pub(super) fn painted_wall(noise: &Noise, u: f32, v: f32) -> Texel {
    let roll = noise.smooth(u, v, 90, 120) - 0.5;
    let value = 0.94 + 0.05 * (noise.turbulence(u, v, 4, 3) - 0.5) + 0.035 * roll;
    Texel::grey(value).raised(0.0006 * roll)
}
