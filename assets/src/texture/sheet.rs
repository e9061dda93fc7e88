//! Board, paper, vinyl, plastic, rubber, stripes, leaves.

use super::Texel;
use crate::noise::{Noise, floor, smoothstep};
use std::f32::consts::TAU;

/// Flutes showing through along `v`, fibres, a scuff or two.
pub(super) fn cardboard(noise: &Noise, u: f32, v: f32) -> Texel {
    let flute = 0.5 + 0.5 * libm::sinf(u * TAU * 40.0);
    let fibre = noise.value(u, v, 40, 160) - 0.5;
    let blotch = noise.turbulence(u, v, 4, 3) - 0.5;
    let fleck = smoothstep(0.86, 0.95, noise.value(u + 0.3, v, 110, 70));
    let scuff = noise.scratches(u, v, 3);
    let value = 0.86 + 0.035 * flute + 0.09 * fibre + 0.12 * blotch - 0.10 * fleck + 0.05 * scuff;
    Texel::rgb([value, value * (1.0 - 0.02 * fleck), value]).raised(0.0005 * flute)
}

/// Uncoated paper: fibres.
pub(super) fn paper(noise: &Noise, u: f32, v: f32) -> Texel {
    let fibre = noise.smooth(u, v, 60, 90) + noise.smooth(u + 0.4, v, 110, 50) - 1.0;
    let value = 0.95 + 0.05 * fibre + 0.02 * (noise.turbulence(u, v, 3, 3) - 0.5);
    Texel::grey(value).raised(0.0003 * fibre)
}

/// Sheet flooring: marbled streaks and chips, two tones.
pub(super) fn vinyl(noise: &Noise, u: f32, v: f32) -> Texel {
    let warp = 0.10 * (noise.turbulence(u, v, 5, 3) - 0.5);
    let streak = noise.smooth(u + warp, v + 2.0 * warp, 9, 22);
    let (near, kind) = noise.cells(u, v, 46);
    let chip = if kind > 0.55 { 1.0 - smoothstep(0.20, 0.36, near) } else { 0.0 };
    let value = 0.90 + 0.10 * (streak - 0.5) - chip * (0.20 - 0.50 * (kind - 0.55));
    Texel::grey(value).rough(1.0 + 0.1 * streak)
}

/// Moulded plastic with a leathery grain.
pub(super) fn plastic_grain(noise: &Noise, u: f32, v: f32) -> Texel {
    let (near, _) = noise.cells(u, v, 54);
    let valley = smoothstep(0.35, 0.70, near);
    let value = 0.95 - 0.10 * valley + 0.03 * (noise.turbulence(u, v, 5, 2) - 0.5);
    Texel::grey(value).rough(1.0 + 0.2 * valley).raised(-0.003 * valley)
}

/// Studded rubber flooring, ten by ten round studs.
pub(super) fn rubber(noise: &Noise, u: f32, v: f32) -> Texel {
    const STUDS: f32 = 10.0;
    let (x, y) = ((u * STUDS).rem_euclid(1.0) - 0.5, (v * STUDS).rem_euclid(1.0) - 0.5);
    let r = libm::sqrtf(x * x + y * y);
    let stud = 1.0 - smoothstep(0.30, 0.36, r);
    let rim = smoothstep(0.26, 0.32, r) * (1.0 - smoothstep(0.33, 0.39, r));
    let dust = noise.turbulence(u, v, 6, 3) - 0.5;
    let light = if x + y < 0.0 { 1.0 } else { -1.0 };
    Texel::grey(0.84 + 0.07 * stud + 0.10 * rim * light + 0.14 * dust)
        .rough(1.0 - 0.15 * stud)
        .raised(0.005 * stud)
}

/// Warning stripes at 45 degrees: the base colour and black, a little worn.
pub(super) fn hazard_stripes(noise: &Noise, u: f32, v: f32) -> Texel {
    let phase = ((u + v) * 4.0).rem_euclid(1.0);
    let stripe = if phase < 0.5 { 1.0 } else { 0.0 };
    let soft = smoothstep(0.0, 0.012, phase.min((phase - 0.5).abs()).min(1.0 - phase));
    let worn = smoothstep(0.66, 0.78, noise.turbulence(u, v, 7, 3));
    let paint = 0.97 * stripe + 0.035 * (1.0 - stripe);
    let value = paint * soft + 0.5 * (1.0 - soft);
    Texel::grey(value + 0.14 * worn * (0.5 - stripe)).rough(1.0 + 0.4 * worn)
}

/// Leaves over one another: midribs, tones, dark gaps.
pub(super) fn foliage(noise: &Noise, u: f32, v: f32) -> Texel {
    let mut best = (0.0f32, 0.0f32, 0.0f32);
    for layer in 0..3 {
        let cells = 9.0 + 2.0 * layer as f32;
        let shift = 0.29 * layer as f32;
        let (x, y) = ((u + shift) * cells, (v + 0.5 * shift) * cells);
        let (i, j) = (floor(x), floor(y));
        let wrap = |k: f32| (k as i32).rem_euclid(cells as i32);
        for (di, dj) in [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let (ci, cj) = (i + di, j + dj);
            let id = wrap(ci) + 37 * wrap(cj) + 1000 * layer;
            let turn = TAU * noise.hash(id, 5);
            let (sin, cos) = (libm::sinf(turn), libm::cosf(turn));
            let (a, b) = (x - ci - 0.2 - 0.6 * noise.hash(id, 6), y - cj - 0.2 - 0.6 * noise.hash(id, 7));
            let (p, q) = (a * cos + b * sin, b * cos - a * sin);
            let width = 0.30 * (1.0 - (p / 0.72) * (p / 0.72)).max(0.0);
            let inside = smoothstep(0.0, 0.05, width - q.abs());
            let height = inside * (0.35 + 0.2 * layer as f32 + 0.45 * noise.hash(id, 8));
            if height > best.0 {
                best = (height, noise.hash(id, 9), smoothstep(0.0, 0.035, q.abs()));
            }
        }
    }
    let (height, tone, rib) = best;
    let value = (0.34 + 0.66 * height.min(1.0)) * (0.80 + 0.25 * tone) * (0.88 + 0.12 * rib) + 0.10;
    Texel::rgb([value * (0.90 + 0.16 * tone), value, value * (0.86 - 0.10 * tone)]).raised(0.02 * height)
}
