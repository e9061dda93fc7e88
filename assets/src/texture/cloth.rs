//! Cloth, carpet, leather.

use super::Texel;
use crate::noise::{Noise, floor, smoothstep};
use std::f32::consts::PI;

/// Plain weave: warp and weft over each other; the seed gives threads their unevenness and now and then a stripe.
pub(super) fn weave(noise: &Noise, u: f32, v: f32) -> Texel {
    const THREADS: f32 = 32.0;
    let (x, y) = (u * THREADS, v * THREADS);
    let (i, j) = (floor(x) as i32, floor(y) as i32);
    let over = (i + j).rem_euclid(2) == 0;
    let (along, side, thread) = if over { (x, y, j) } else { (y, x, i + 64) };
    let round = libm::sinf((along - floor(along)) * PI);
    let tube = libm::sinf((side - floor(side)) * PI);
    let tone = 0.92 + 0.08 * noise.hash(thread, 3);
    let striped = noise.hash(17, 4) > 0.6 && thread.rem_euclid(8) < 2;
    let fibre = noise.value(u, v, 96, 96) - 0.5;
    let value = tone * (0.58 + 0.30 * round * tube + 0.10 * tube) * if striped { 0.72 } else { 1.0 };
    Texel::grey(value + 0.10 + 0.08 * fibre).raised(0.006 * round * tube)
}

/// Knitting: columns of stitches, each a pair of slanting loops.
pub(super) fn knit(noise: &Noise, u: f32, v: f32) -> Texel {
    const COLUMNS: f32 = 16.0;
    const ROWS: f32 = 20.0;
    let x = u * COLUMNS;
    let i = floor(x);
    let a = x - i - 0.5;
    // Loops lean outwards from the middle of their column.
    let y = v * ROWS + 0.9 * a.abs();
    let j = floor(y);
    let b = y - j - 0.5;
    let loop_height = (1.0 - (2.0 * b) * (2.0 * b)).max(0.0);
    let gap = smoothstep(0.0, 0.10, a.abs()) * smoothstep(0.5, 0.40, a.abs());
    let twist = 0.06 * libm::sinf((b * 3.0 + a.abs() * 9.0) * PI);
    let fuzz = noise.value(u, v, 130, 130) - 0.5;
    let row = (j as i32).rem_euclid(ROWS as i32);
    let tone = 0.95 + 0.05 * noise.hash(i as i32, row);
    let value = tone * (0.55 + 0.40 * loop_height * (0.35 + 0.65 * gap) + twist) + 0.08 * fuzz;
    Texel::grey(value).raised(0.010 * loop_height * gap)
}

/// Loop-pile carpet: tufts of mixed tones.
pub(super) fn carpet(noise: &Noise, u: f32, v: f32) -> Texel {
    let (near, kind) = noise.cells(u, v, 62);
    let tuft = 1.0 - smoothstep(0.05, 0.62, near);
    let heather = noise.turbulence(u, v, 10, 2) - 0.5;
    let value = 0.62 + 0.30 * tuft + 0.16 * (kind - 0.5) + 0.10 * heather;
    Texel::grey(value).rough(1.1).raised(0.008 * tuft)
}

/// Leather: pebbles parted by creases.
pub(super) fn leather(noise: &Noise, u: f32, v: f32) -> Texel {
    let bend = 0.02 * (noise.smooth(u, v, 20, 20) - 0.5);
    let (near, kind) = noise.cells(u + bend, v - bend, 40);
    let crease = smoothstep(0.42, 0.72, near);
    let wear = noise.turbulence(u, v, 4, 3) - 0.5;
    let value = 0.92 - 0.22 * crease + 0.05 * (kind - 0.5) + 0.10 * wear;
    Texel::grey(value).rough(1.0 + 0.3 * crease - 0.2 * wear).raised(-0.004 * crease)
}
