//! Prints on packages and signs: layouts of bands, pictures, words, small print and bar codes, in colours of the seed.

use super::Texel;
use super::glyphs::{BRANDS, NOTICES, word};
use crate::noise::{Noise, floor, smoothstep};
use std::f32::consts::TAU;

/// Colours and words of one print.
struct Design {
    /// Main colour.
    main: [f32; 3],
    /// Second colour.
    accent: [f32; 3],
    /// Dark ink.
    ink: [f32; 3],
    /// Heading.
    brand: &'static str,
}

const PAPER: [f32; 3] = [0.97; 3];

/// Linear RGB of a hue (0..1), saturation and value.
fn hsv(hue: f32, saturation: f32, value: f32) -> [f32; 3] {
    [5.0f32, 3.0, 1.0].map(|n| {
        let k = (n + 6.0 * hue) % 6.0;
        let channel = value * (1.0 - saturation * k.min(4.0 - k).clamp(0.0, 1.0));
        // Roughly from display to linear light.
        channel * channel
    })
}

impl Design {
    fn of(noise: &Noise) -> Self {
        let hue = noise.hash(3, 7);
        let turn = if noise.hash(5, 9) < 0.5 { 0.5 } else { 0.33 };
        let second = (hue + turn + 0.12 * (noise.hash(6, 9) - 0.5)).rem_euclid(1.0);
        let brand = BRANDS[(noise.hash(8, 2) * BRANDS.len() as f32) as usize % BRANDS.len()];
        Self {
            main: hsv(hue, 0.55 + 0.40 * noise.hash(3, 8), 0.50 + 0.42 * noise.hash(3, 9)),
            accent: hsv(second, 0.55 + 0.35 * noise.hash(4, 8), 0.72 + 0.25 * noise.hash(4, 9)),
            ink: hsv(hue, 0.6, 0.22),
            brand,
        }
    }
}

/// Colours laid over one another.
fn over(base: [f32; 3], color: [f32; 3], cover: f32) -> [f32; 3] {
    std::array::from_fn(|k| base[k] + (color[k] - base[k]) * cover)
}

/// 1 inside a rectangle.
fn inside(u: f32, v: f32, [left, top, right, bottom]: [f32; 4]) -> f32 {
    if u > left && u < right && v > top && v < bottom { 1.0 } else { 0.0 }
}

/// Cover of a word in a rectangle.
fn heading(text: &str, u: f32, v: f32, [left, top, right, bottom]: [f32; 4]) -> f32 {
    word(text, (u - left) / (right - left), (v - top) / (bottom - top))
}

/// Cover of lines of small print in a rectangle.
fn small_print(noise: &Noise, u: f32, v: f32, area: [f32; 4], lines: f32) -> f32 {
    let [left, top, right, bottom] = area;
    if inside(u, v, area) == 0.0 {
        return 0.0;
    }
    let (x, y) = ((u - left) / (right - left), (v - top) / (bottom - top) * lines);
    let line = floor(y);
    let end = 0.55 + 0.45 * noise.hash(line as i32, 41);
    let place = x * 26.0;
    let gap = noise.hash(floor(place) as i32, line as i32) < 0.18;
    // Letters of uneven height within the line.
    let tall = 0.30 + 0.28 * noise.hash(floor(place * 3.0) as i32, 50 + line as i32);
    let stroke = (place * 3.0) % 1.0 < 0.72;
    if x < end && !gap && stroke && (y - line - 0.5).abs() < tall * 0.8 { 0.85 } else { 0.0 }
}

/// A bar code on a white field.
fn bar_code(noise: &Noise, base: [f32; 3], u: f32, v: f32, area: [f32; 4]) -> [f32; 3] {
    if inside(u, v, area) == 0.0 {
        return base;
    }
    let x = (u - area[0]) / (area[2] - area[0]);
    let bar = x > 0.06 && x < 0.94 && noise.hash((x * 38.0) as i32, 61) < 0.5;
    if bar && v < area[3] - 0.12 * (area[3] - area[1]) { [0.03; 3] } else { [0.95; 3] }
}

/// A round, shaded picture: fruit, biscuit or flower by the seed.
fn picture(
    noise: &Noise,
    base: [f32; 3],
    u: f32,
    v: f32,
    center: (f32, f32),
    radius: f32,
    color: [f32; 3],
) -> [f32; 3] {
    let (x, y) = ((u - center.0) / radius, (v - center.1) / radius);
    let r = libm::sqrtf(x * x + y * y);
    if r > 1.25 {
        return base;
    }
    let petals = if noise.hash(71, 1) < 0.35 { 0.16 * libm::sinf(6.0 * libm::atan2f(y, x)) } else { 0.0 };
    let cover = 1.0 - smoothstep(0.96, 1.02, r + petals);
    let light = 0.62 + 0.42 * (-0.5 * x - 0.7 * y).clamp(-0.9, 0.9);
    let speck = 0.16 * (noise.turbulence(u, v, 12, 2) - 0.5);
    let gleam = 1.0 - smoothstep(0.10, 0.30, libm::sqrtf((x + 0.35) * (x + 0.35) + (y + 0.42) * (y + 0.42)));
    let body = color.map(|channel| (channel * (light + speck) + 0.35 * gleam).clamp(0.0, 1.0));
    over(base, body, cover)
}

/// One packaging panel.
pub(super) fn label(noise: &Noise, u: f32, v: f32) -> Texel {
    let design = Design::of(noise);
    let rgb = match (noise.hash(2, 6) * 8.0) as u32 {
        0 => banded(noise, &design, u, v),
        1 => diagonal(noise, &design, u, v),
        2 => striped(noise, &design, u, v),
        3 => arched(noise, &design, u, v),
        4 => plain(noise, &design, u, v),
        5 => gingham(noise, &design, u, v),
        6 => sunburst(noise, &design, u, v),
        _ => wavy(noise, &design, u, v),
    };
    Texel::rgb(rgb)
}

/// A head band with the name, a picture, small print.
fn banded(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let mut rgb = over(PAPER, d.main, inside(u, v, [0.0, 0.08, 1.0, 0.32]));
    rgb = over(rgb, d.accent, inside(u, v, [0.0, 0.32, 1.0, 0.345]));
    rgb = over(rgb, PAPER, heading(d.brand, u, v, [0.12, 0.13, 0.88, 0.27]));
    rgb = picture(noise, rgb, u, v, (0.5, 0.54), 0.16, d.accent);
    over(rgb, d.ink, small_print(noise, u, v, [0.12, 0.76, 0.88, 0.93], 4.0))
}

/// Two fields parted by a slope.
fn diagonal(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let edge = v - (0.72 - 0.38 * u);
    let mut rgb = over(d.main, PAPER, smoothstep(0.0, 0.004, edge));
    rgb = over(rgb, d.accent, smoothstep(-0.045, -0.041, edge) * (1.0 - smoothstep(0.0, 0.004, edge)));
    rgb = over(rgb, PAPER, heading(d.brand, u, v, [0.10, 0.12, 0.80, 0.25]));
    rgb = over(rgb, PAPER, 0.8 * small_print(noise, u, v, [0.10, 0.29, 0.60, 0.36], 2.0));
    rgb = picture(noise, rgb, u, v, (0.70, 0.66), 0.17, d.accent);
    over(rgb, d.ink, small_print(noise, u, v, [0.08, 0.80, 0.48, 0.94], 4.0))
}

/// Upright stripes at one side, the name across, a bar code.
fn striped(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let stripe = (u * 25.0) % 1.0 < 0.55;
    let mut rgb = over(PAPER, if stripe { d.main } else { d.accent }, inside(u, v, [0.0, 0.0, 0.24, 1.0]));
    rgb = over(rgb, d.main, heading(d.brand, u, v, [0.31, 0.10, 0.93, 0.24]));
    rgb = over(rgb, d.accent, inside(u, v, [0.31, 0.29, 0.93, 0.31]));
    rgb = picture(noise, rgb, u, v, (0.62, 0.50), 0.15, d.accent);
    rgb = over(rgb, d.ink, small_print(noise, u, v, [0.31, 0.70, 0.93, 0.80], 3.0));
    bar_code(noise, rgb, u, v, [0.60, 0.84, 0.93, 0.96])
}

/// A coloured ground with a pale arch that holds the picture.
fn arched(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let x = (u - 0.5) / 0.38;
    let top = 0.38 + 0.16 * x * x;
    let arch = inside(u, v, [0.12, 0.30, 0.88, 0.92]) * smoothstep(0.0, 0.006, v - top);
    let rim = inside(u, v, [0.10, 0.28, 0.90, 0.94]) * smoothstep(0.0, 0.006, v - top + 0.03);
    let mut rgb = over(over(d.main, d.accent, rim), PAPER, arch);
    rgb = over(rgb, PAPER, heading(d.brand, u, v, [0.15, 0.11, 0.85, 0.27]));
    rgb = picture(noise, rgb, u, v, (0.5, 0.62), 0.14, d.accent);
    over(rgb, d.ink, small_print(noise, u, v, [0.20, 0.80, 0.80, 0.90], 3.0))
}

/// Much white, a small mark, fine lines.
fn plain(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let (x, y) = (u - 0.18, v - 0.16);
    let ring = smoothstep(0.050, 0.054, libm::sqrtf(x * x + y * y))
        * (1.0 - smoothstep(0.080, 0.084, libm::sqrtf(x * x + y * y)));
    let mut rgb = over(PAPER, d.main, ring);
    rgb = over(rgb, d.ink, heading(d.brand, u, v, [0.32, 0.11, 0.80, 0.21]));
    rgb = over(rgb, d.main, inside(u, v, [0.08, 0.36, 0.92, 0.60]));
    rgb = over(rgb, PAPER, small_print(noise, u, v, [0.13, 0.41, 0.87, 0.55], 3.0));
    rgb = over(rgb, d.ink, small_print(noise, u + 0.31, v, [0.39, 0.68, 0.90, 0.90], 6.0));
    bar_code(noise, rgb, u, v, [0.66, 0.72, 0.92, 0.90])
}

/// A chequered cloth with an oval label.
fn gingham(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let line = |x: f32| if (x * 8.0) % 1.0 < 0.5 { 0.42 } else { 0.0 };
    let mut rgb = over(over(PAPER, d.main, line(u)), d.main, line(v));
    let (x, y) = ((u - 0.5) / 0.42, (v - 0.46) / 0.27);
    let oval = 1.0 - smoothstep(0.97, 1.0, x * x + y * y);
    let border = 1.0 - smoothstep(1.12, 1.16, x * x + y * y);
    rgb = over(over(rgb, d.main, border), PAPER, oval);
    rgb = over(rgb, d.ink, heading(d.brand, u, v, [0.24, 0.36, 0.76, 0.48]));
    rgb = over(rgb, d.accent, inside(u, v, [0.30, 0.52, 0.70, 0.535]));
    rgb = over(rgb, d.ink, small_print(noise, u, v, [0.30, 0.56, 0.70, 0.64], 2.0));
    over(
        over(rgb, PAPER, inside(u, v, [0.0, 0.84, 1.0, 1.0])),
        d.ink,
        small_print(noise, u, v, [0.08, 0.87, 0.92, 0.97], 3.0),
    )
}

/// Rays from the picture, the name on a ribbon.
fn sunburst(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let (x, y) = (u - 0.5, v - 0.40);
    let ray = (libm::atan2f(y, x) * 2.864_789 + 20.0) % 1.0 < 0.5;
    let mut rgb = if ray { d.main } else { over(d.main, PAPER, 0.30) };
    rgb = picture(noise, rgb, u, v, (0.5, 0.36), 0.19, d.accent);
    let sag = 0.03 * libm::cosf((u - 0.5) * 5.0);
    rgb = over(rgb, PAPER, inside(u, v + sag, [0.05, 0.62, 0.95, 0.80]));
    rgb = over(rgb, d.ink, heading(d.brand, u, v + sag, [0.16, 0.65, 0.84, 0.77]));
    over(rgb, PAPER, 0.9 * small_print(noise, u, v, [0.12, 0.86, 0.88, 0.94], 2.0))
}

/// Waves below, drops above.
fn wavy(noise: &Noise, d: &Design, u: f32, v: f32) -> [f32; 3] {
    let wave =
        |shift: f32, level: f32| smoothstep(0.0, 0.006, v - level - 0.035 * libm::sinf(TAU * (u + shift)));
    let mut rgb = over(PAPER, over(d.main, PAPER, 0.55), wave(0.3, 0.52));
    rgb = over(rgb, over(d.main, PAPER, 0.25), wave(0.75, 0.62));
    rgb = over(rgb, d.main, wave(0.1, 0.74));
    for k in 0..5 {
        let center = (0.12 + 0.76 * noise.hash(k, 81), 0.32 + 0.14 * noise.hash(k, 82));
        rgb = picture(noise, rgb, u, v, center, 0.018 + 0.03 * noise.hash(k, 83), d.accent);
    }
    rgb = over(rgb, d.main, heading(d.brand, u, v, [0.10, 0.10, 0.90, 0.26]));
    over(rgb, PAPER, 0.95 * small_print(noise, u, v, [0.12, 0.84, 0.88, 0.95], 3.0))
}

/// A sign: a coloured field with a word and a symbol, on white.
pub(super) fn sign(noise: &Noise, u: f32, v: f32) -> Texel {
    let kind = (noise.hash(2, 6) * 4.0) as u32;
    let field = [[0.02, 0.30, 0.10], [0.75, 0.48, 0.02], [0.02, 0.12, 0.45], [0.55, 0.02, 0.02]]
        [kind.min(3) as usize];
    let notice = NOTICES[(noise.hash(8, 2) * NOTICES.len() as f32) as usize % NOTICES.len()];
    let mut rgb = over(PAPER, field, inside(u, v, [0.03, 0.03, 0.97, 0.97]));
    let ink = if kind == 1 { [0.02; 3] } else { PAPER };
    // A symbol: arrow, triangle, ring.
    let (x, y) = (u - 0.5, v - 0.33);
    let r = libm::sqrtf(x * x + y * y);
    let symbol = match kind {
        0 => inside(u, v, [0.30, 0.29, 0.56, 0.37]).max(if x > 0.04 && x < 0.22 && y.abs() < 0.22 - x {
            1.0
        } else {
            0.0
        }),
        1 => {
            let triangle = if y < 0.17 && y > -0.20 && x.abs() < (y + 0.20) * 0.62 { 1.0 } else { 0.0 };
            let mark = inside(u, v, [0.475, 0.26, 0.525, 0.40]).max(inside(u, v, [0.475, 0.43, 0.525, 0.47]));
            triangle - mark
        }
        _ => {
            smoothstep(0.13, 0.135, r) * (1.0 - smoothstep(0.19, 0.195, r))
                + inside(u, v, [0.40, 0.305, 0.60, 0.355])
        }
    };
    rgb = over(rgb, ink, symbol.clamp(0.0, 1.0));
    rgb = over(rgb, ink, heading(notice, u, v, [0.14, 0.62, 0.86, 0.80]));
    Texel::rgb(over(rgb, ink, small_print(noise, u, v, [0.20, 0.85, 0.80, 0.92], 2.0)))
}
