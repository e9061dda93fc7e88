//! Metal surfaces.

use super::Texel;
use crate::noise::{Noise, floor, smoothstep};

/// Streaks along `u`.
pub(super) fn brushed(noise: &Noise, u: f32, v: f32) -> Texel {
    let streak =
        0.5 * noise.value(u, v, 3, 220) + 0.3 * noise.value(u, v, 7, 110) + 0.2 * noise.value(u, v, 2, 30);
    Texel::grey(0.80 + 0.20 * streak).rough(0.75 + 0.5 * streak).raised(0.0003 * streak)
}

/// Enamel or powder coat: orange peel, dust, here and there a scratch or a worn spot.
pub(super) fn painted(noise: &Noise, u: f32, v: f32) -> Texel {
    let peel = noise.smooth(u, v, 70, 70) - 0.5;
    let dirt = noise.turbulence(u, v, 3, 4);
    let wear = smoothstep(0.70, 0.80, noise.turbulence(u + 0.4, v + 0.2, 6, 3));
    let scratch = noise.scratches(u, v, 5);
    let value = 0.95 - 0.08 * smoothstep(0.55, 0.85, dirt) + 0.02 * peel - 0.10 * wear - 0.16 * scratch;
    Texel::grey(value).rough(1.0 + 0.5 * wear + 0.4 * scratch).raised(0.0004 * peel - 0.0006 * scratch)
}

/// Hot-dip zinc: spangles, each of its own tone and sheen.
pub(super) fn galvanised(noise: &Noise, u: f32, v: f32) -> Texel {
    let bend = 0.03 * (noise.smooth(u, v, 12, 12) - 0.5);
    let (near, kind) = noise.cells(u + bend, v - bend, 22);
    let fern = 0.05 * (noise.smooth(u, v, 60, 60) - 0.5);
    let value = 0.74 + 0.24 * kind - 0.06 * smoothstep(0.3, 0.7, near) + fern;
    Texel::rgb([value, value, value * 1.01]).rough(0.8 + 0.5 * kind)
}

/// A board with round holes, sixteen by sixteen.
pub(super) fn perforated(_: &Noise, u: f32, v: f32) -> Texel {
    const HOLES: f32 = 16.0;
    let (x, y) = ((u * HOLES).rem_euclid(1.0) - 0.5, (v * HOLES).rem_euclid(1.0) - 0.5);
    let r = libm::sqrtf(x * x + y * y);
    let solid = smoothstep(0.20, 0.235, r);
    // The lower edge of each hole catches the light.
    let edge = (1.0 - smoothstep(0.235, 0.29, r)) * solid;
    Texel::grey(0.10 + (0.94 - 0.10 + 0.06 * edge * if y > 0.0 { 1.0 } else { -1.0 }) * solid)
        .rough(2.0 - solid)
        .raised(0.004 * solid)
}

/// Chequer plate: raised lozenges, turned by turns.
pub(super) fn tread_plate(noise: &Noise, u: f32, v: f32) -> Texel {
    const CELLS: f32 = 10.0;
    let (x, y) = (u * CELLS, v * CELLS);
    let (i, j) = (floor(x), floor(y));
    let (a, b) = (x - i - 0.5, y - j - 0.5);
    let sign = if ((i + j) as i32).rem_euclid(2) == 0 { 1.0 } else { -1.0 };
    let (p, q) = ((a + sign * b) * 0.707, (a - sign * b) * 0.707);
    let lozenge = 1.0 - smoothstep(0.75, 1.0, (p / 0.50) * (p / 0.50) + (q / 0.13) * (q / 0.13));
    let light = lozenge * smoothstep(-0.13, 0.13, -q);
    let ground = 0.80 + 0.10 * (noise.turbulence(u, v, 12, 3) - 0.5);
    Texel::grey(ground - 0.10 * lozenge + 0.26 * light).rough(1.1 - 0.4 * lozenge).raised(0.006 * lozenge)
}
