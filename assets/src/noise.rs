//! Seeded value noise that repeats over the unit square.

use std::f32::consts::FRAC_1_SQRT_2;

/// Sixteen unit gradients, evenly around.
const GRADIENTS: [(f32, f32); 16] = [
    (1.0, 0.0),
    (0.923_879_5, 0.382_683_4),
    (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (0.382_683_4, 0.923_879_5),
    (0.0, 1.0),
    (-0.382_683_4, 0.923_879_5),
    (-FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (-0.923_879_5, 0.382_683_4),
    (-1.0, 0.0),
    (-0.923_879_5, -0.382_683_4),
    (-FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
    (-0.382_683_4, -0.923_879_5),
    (0.0, -1.0),
    (0.382_683_4, -0.923_879_5),
    (FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
    (0.923_879_5, -0.382_683_4),
];

/// A source of repeatable noise.
pub(crate) struct Noise {
    seed: u32,
}

impl Noise {
    /// Noise of one seed.
    pub(crate) const fn new(seed: u32) -> Self {
        Self { seed }
    }

    /// A value in 0..1 for a lattice point (integer hash with the murmur3 finaliser).
    pub(crate) fn hash(&self, x: i32, y: i32) -> f32 {
        (self.hash_bits(x, y) >> 8) as f32 / (1 << 24) as f32
    }

    /// All bits of the hash of a lattice point.
    fn hash_bits(&self, x: i32, y: i32) -> u32 {
        let mut h = self.seed.wrapping_mul(0x9E37_79B9);
        for word in [x as u32, y as u32] {
            h = (h ^ word).wrapping_mul(0x85EB_CA6B).rotate_left(13);
        }
        h ^= h >> 16;
        h = h.wrapping_mul(0x85EB_CA6B);
        h ^= h >> 13;
        h = h.wrapping_mul(0xC2B2_AE35);
        h ^ (h >> 16)
    }

    /// Smooth noise in 0..1 with `cells_u` x `cells_v` lattice cells over the unit square; repeats with period 1.
    pub(crate) fn value(&self, u: f32, v: f32, cells_u: i32, cells_v: i32) -> f32 {
        let ((i0, i1, a), (j0, j1, b)) = (lattice(u, cells_u), lattice(v, cells_v));
        // The number of cells enters the hash so that octaves are independent.
        let at = |i: i32, j: i32| self.hash(i + 4096 * cells_u, j + 4096 * cells_v);
        let (s, t) = (fade(a), fade(b));
        let low = at(i0, j0) + (at(i1, j0) - at(i0, j0)) * s;
        let high = at(i0, j1) + (at(i1, j1) - at(i0, j1)) * s;
        low + (high - low) * t
    }

    /// Gradient noise in 0..1 (mean one half) with `cells_u` x `cells_v` lattice cells over the unit square; repeats
    /// with period 1. Unlike [`Noise::value`] it shows no lattice when seen from near.
    pub(crate) fn smooth(&self, u: f32, v: f32, cells_u: i32, cells_v: i32) -> f32 {
        let ((i0, i1, a), (j0, j1, b)) = (lattice(u, cells_u), lattice(v, cells_v));
        let at = |i: i32, j: i32, x: f32, y: f32| {
            let h = self.hash_bits(i + 4096 * cells_u, j + 4096 * cells_v);
            let (gx, gy) = GRADIENTS[(h >> 28) as usize];
            gx * x + gy * y
        };
        let (s, t) = (fade(a), fade(b));
        let corner = at(i0, j0, a, b);
        let low = corner + (at(i1, j0, a - 1.0, b) - corner) * s;
        let corner = at(i0, j1, a, b - 1.0);
        let high = corner + (at(i1, j1, a - 1.0, b - 1.0) - corner) * s;
        // Unit gradients reach +-0.707.
        0.5 + (low + (high - low) * t) * 0.707
    }

    /// Sum of octaves of [`Noise::smooth`], each twice as fine and half as strong, in 0..1.
    pub(crate) fn turbulence(&self, u: f32, v: f32, cells: i32, octaves: u32) -> f32 {
        let (mut sum, mut weight, mut total) = (0.0, 1.0, 0.0);
        for octave in 0..octaves {
            sum += weight * (self.smooth(u, v, cells << octave, cells << octave) - 0.5);
            total += weight;
            weight *= 0.5;
        }
        // Octaves seldom peak together: stretched to use the range.
        (0.5 + 1.7 * sum / total).clamp(0.0, 1.0)
    }

    /// Cellular noise (Worley 1996): distance to the nearest of one feature point per cell, in cells, and a value
    /// in 0..1 that belongs to that point. Repeats with period 1.
    pub(crate) fn cells(&self, u: f32, v: f32, cells: i32) -> (f32, f32) {
        let ((i, _, a), (j, _, b)) = (lattice(u, cells), lattice(v, cells));
        let wrapped = |k: i32| match k {
            k if k < 0 => k + cells,
            k if k >= cells => k - cells,
            k => k,
        };
        let (mut nearest, mut kind) = (f32::INFINITY, 0);
        for dj in -1..=1 {
            for di in -1..=1 {
                let h = self.hash_bits(wrapped(i + di) + 8192 * cells, wrapped(j + dj) - 8192 * cells);
                let x = di as f32 + (h & 1023) as f32 / 1024.0 - a;
                let y = dj as f32 + (h >> 10 & 1023) as f32 / 1024.0 - b;
                let d = x * x + y * y;
                if d < nearest {
                    (nearest, kind) = (d, h >> 20);
                }
            }
        }
        (libm::sqrtf(nearest), kind as f32 / 4096.0)
    }

    /// A few short straight scratches: 1 on one, 0 beside. About `count` per tile.
    pub(crate) fn scratches(&self, u: f32, v: f32, count: i32) -> f32 {
        let mut most = 0.0f32;
        for k in 0..count {
            let center = (self.hash(k, 301), self.hash(k, 302));
            let turn = std::f32::consts::TAU * self.hash(k, 303);
            let wrapped = |d: f32| d - floor(d + 0.5);
            let (x, y) = (wrapped(u - center.0), wrapped(v - center.1));
            let (sin, cos) = (libm::sinf(turn), libm::cosf(turn));
            let (along, side) = (x * cos + y * sin, (y * cos - x * sin).abs());
            let length = 0.05 + 0.12 * self.hash(k, 304);
            if along.abs() < length {
                most = most.max(1.0 - smoothstep(0.0008, 0.0024, side));
            }
        }
        most
    }
}

/// Greatest integer not above a value; several times as fast as the library's on processors without rounding.
pub(crate) fn floor(x: f32) -> f32 {
    let whole = x as i32 as f32;
    if whole > x { whole - 1.0 } else { whole }
}

/// The lattice cells on either side of a place in 0..1 (or beyond) out of `cells` around, and the share between.
fn lattice(u: f32, cells: i32) -> (i32, i32, f32) {
    let x = u * cells as f32;
    let low = floor(x);
    let cell = (low as i32).rem_euclid(cells);
    (cell, if cell + 1 == cells { 0 } else { cell + 1 }, x - low)
}

/// Quintic fade: zero slope and curvature at both ends (Perlin 2002).
fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

/// Hermite step from 0 at `low` to 1 at `high`.
pub(crate) fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
