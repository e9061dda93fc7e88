//! Deterministic samples: the R2 sequence (Roberts, "The unreasonable effectiveness of quasirandom sequences",
//! 2018), shifted per pixel by a hash, so that neighbouring pixels differ and the samples of one pixel fill evenly.

use glam::{DVec2, Vec2, Vec3};

/// The plastic number's inverse and its square: the steps of the R2 sequence.
const R2: [f64; 2] = [0.754_877_666_246_692_7, 0.569_840_290_998_053_2];

/// Point `index` of the sequence in the unit square.
fn r2(index: u32) -> DVec2 {
    let fraction = |step: f64| {
        let value = 0.5 + step * f64::from(index);
        value - libm::floor(value)
    };
    DVec2::new(fraction(R2[0]), fraction(R2[1]))
}

/// Where sample `index` of a pixel passes, from the pixel's centre, px in `-0.5..0.5`.
pub fn pixel_offset(index: u32) -> DVec2 {
    r2(index) - 0.5
}

/// A number that looks random, from a pixel and a purpose.
#[inline]
pub fn hash(column: u32, row: u32, purpose: u32) -> u32 {
    // The finaliser of MurmurHash3 over a combination of the three.
    let mut h = column ^ row.wrapping_mul(0x9E37_79B1) ^ purpose.wrapping_mul(0x85EB_CA77);
    h = (h ^ h >> 16).wrapping_mul(0x85EB_CA6B);
    h = (h ^ h >> 13).wrapping_mul(0xC2B2_AE35);
    h ^ h >> 16
}

/// Tables of directions and points, so that no transcendental function runs per pixel.
#[derive(Debug)]
pub struct Samples {
    hemisphere: Vec<Vec3>,
    square: Vec<Vec2>,
    lengths: Vec<f32>,
}

/// Entries of each table; a power of two.
const ENTRIES: u32 = 1024;

impl Samples {
    /// Builds the tables.
    pub fn new() -> Self {
        let hemisphere = |index: u32| {
            let point = r2(index);
            let (sin, cos) = libm::sincos(std::f64::consts::TAU * point.x);
            let radius = libm::sqrt(point.y);
            Vec3::new((radius * cos) as f32, (radius * sin) as f32, libm::sqrt(1.0 - point.y) as f32)
        };
        let golden = |index: u32| {
            let value = f64::from(index) * 0.618_033_988_749_894_9;
            (value - libm::floor(value)) as f32
        };
        Self {
            hemisphere: (0..ENTRIES).map(hemisphere).collect(),
            square: (0..ENTRIES).map(|index| (r2(index) * 2.0 - 1.0).as_vec2()).collect(),
            lengths: (0..ENTRIES).map(golden).collect(),
        }
    }

    /// A direction about +z, distributed as the cosine; consecutive indices fill the hemisphere evenly.
    #[inline]
    pub fn hemisphere(&self, index: u32) -> Vec3 {
        self.hemisphere[(index % ENTRIES) as usize]
    }

    /// A point in the square from -1 to 1.
    #[inline]
    pub fn square(&self, index: u32) -> Vec2 {
        self.square[(index % ENTRIES) as usize]
    }

    /// A number in `0..1`.
    #[inline]
    pub fn length(&self, index: u32) -> f32 {
        self.lengths[(index % ENTRIES) as usize]
    }
}

/// Two unit vectors perpendicular to the unit vector `n` (Duff et al., "Building an orthonormal basis, revisited",
/// 2017).
#[inline]
pub fn tangents(n: Vec3) -> [Vec3; 2] {
    let sign = f32::copysign(1.0, n.z);
    let a = -1.0 / (sign + n.z);
    let b = n.x * n.y * a;
    [Vec3::new(1.0 + sign * n.x * n.x * a, sign * b, -sign * n.x), Vec3::new(b, sign + n.y * n.y * a, -n.y)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_samples_fill_evenly() {
        let samples = Samples::new();
        // The mean height of a cosine hemisphere is 2/3.
        let mean = (100..164).map(|index| samples.hemisphere(index).z).sum::<f32>() / 64.0;
        assert!((mean - 2.0 / 3.0).abs() < 0.02, "{mean}");
        let center = (0..64).map(pixel_offset).sum::<DVec2>() / 64.0;
        assert!(center.length() < 0.03, "{center}");
    }

    #[test]
    fn tangents_are_orthonormal() {
        for n in [Vec3::Z, Vec3::NEG_Z, Vec3::new(0.6, 0.0, -0.8), Vec3::new(0.0, 1.0, 0.0)] {
            let [s, t] = tangents(n);
            assert!(s.dot(n).abs() < 1e-6 && t.dot(n).abs() < 1e-6 && s.dot(t).abs() < 1e-6);
            assert!((s.cross(t) - n).length() < 1e-5);
        }
    }
}
