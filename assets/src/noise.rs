//! Seeded value noise that repeats over the unit square.

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
        let mut h = self.seed.wrapping_mul(0x9E37_79B9);
        for word in [x as u32, y as u32] {
            h = (h ^ word).wrapping_mul(0x85EB_CA6B).rotate_left(13);
        }
        h ^= h >> 16;
        h = h.wrapping_mul(0x85EB_CA6B);
        h ^= h >> 13;
        h = h.wrapping_mul(0xC2B2_AE35);
        h ^= h >> 16;
        (h >> 8) as f32 / (1 << 24) as f32
    }

    /// Smooth noise in 0..1 with `cells_u` x `cells_v` lattice cells over the unit square; repeats with period 1.
    pub(crate) fn value(&self, u: f32, v: f32, cells_u: i32, cells_v: i32) -> f32 {
        let (x, y) = (u * cells_u as f32, v * cells_v as f32);
        let (i, j) = (x.floor() as i32, y.floor() as i32);
        let (s, t) = (fade(x - x.floor()), fade(y - y.floor()));
        // The number of cells enters the hash so that octaves are independent.
        let at = |i: i32, j: i32| {
            self.hash(i.rem_euclid(cells_u) + 4096 * cells_u, j.rem_euclid(cells_v) + 4096 * cells_v)
        };
        let low = at(i, j) + (at(i + 1, j) - at(i, j)) * s;
        let high = at(i, j + 1) + (at(i + 1, j + 1) - at(i, j + 1)) * s;
        low + (high - low) * t
    }

    /// Sum of octaves of [`Noise::value`], each twice as fine and half as strong, scaled to 0..1.
    pub(crate) fn fbm(&self, u: f32, v: f32, cells_u: i32, cells_v: i32, octaves: u32) -> f32 {
        let (mut sum, mut weight, mut total) = (0.0, 1.0, 0.0);
        for octave in 0..octaves {
            sum += weight * self.value(u, v, cells_u << octave, cells_v << octave);
            total += weight;
            weight *= 0.5;
        }
        sum / total
    }
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
