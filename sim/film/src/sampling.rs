//! Deterministic samples: the Hammersley set for directions, Halton's sequence for points, dealt out to the pixels of 4 x 4 blocks (interleaved sampling, Keller and Heidrich 2001). Each pixel of a block has
//! its own part of the sequence, all blocks are alike, so a window of 4 x 4 pixels sees the whole of it.

use glam::{DVec2, Vec2, Vec3};

/// The order in which the pixels of a block take their part: neighbours far apart (Bayer's matrix).
const ORDER: [[u32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];
/// Pixels of a block.
pub const BLOCK: u32 = 16;
/// Points of a light that a pixel takes at most.
pub const MOST: u32 = 16;

/// Point `index` of the sequence with bases 2 and 3 in the unit square.
fn halton(index: u32) -> DVec2 {
    let inverse = |base: u32| {
        let (mut rest, mut digit, mut sum) = (index, 1.0, 0.0);
        while rest > 0 {
            digit /= f64::from(base);
            sum += digit * f64::from(rest % base);
            rest /= base;
        }
        sum
    };
    DVec2::new(inverse(2), inverse(3))
}

/// The place of a pixel in its block.
#[inline]
pub fn place(column: usize, row: usize) -> u32 {
    ORDER[row & 3][column & 3]
}

/// Tables of directions and points, so that no transcendental function runs per pixel.
#[derive(Debug)]
pub struct Samples {
    /// Directions that a pixel takes.
    pub directions: u32,
    hemisphere: Vec<Vec3>,
    square: Vec<Vec2>,
}

impl Samples {
    /// Builds the tables for so many directions per pixel.
    pub fn new(directions: u32) -> Self {
        let hemisphere = |index: u32| {
            // The radical inverse in base 2 beside evenly spaced heights.
            let turn = f64::from(index.reverse_bits()) / 4_294_967_296.0;
            let square = (f64::from(index) + 0.5) / f64::from(BLOCK * directions);
            let (sin, cos) = libm::sincos(std::f64::consts::TAU * turn);
            let radius = libm::sqrt(square);
            Vec3::new((radius * cos) as f32, (radius * sin) as f32, libm::sqrt(1.0 - square) as f32)
        };
        // The same points for every pixel, shifted by its own amount over the edges of the square.
        let square = |slot: u32| {
            let point = halton(slot % MOST) + halton(BLOCK + slot / MOST);
            ((point - point.floor()) * 2.0 - 1.0).as_vec2()
        };
        Self {
            directions,
            hemisphere: (0..BLOCK * directions).map(hemisphere).collect(),
            square: (0..BLOCK * MOST).map(square).collect(),
        }
    }

    /// Direction `index` of those of a pixel, about +z, distributed as the cosine.
    #[inline]
    pub fn hemisphere(&self, place: u32, index: u32) -> Vec3 {
        self.hemisphere[((index * BLOCK + place) % (BLOCK * self.directions)) as usize]
    }

    /// Point `index` of the [`MOST`] of a pixel in the square from -1 to 1.
    #[inline]
    pub fn square(&self, place: u32, index: u32) -> Vec2 {
        self.square[((place * MOST + index) % (BLOCK * MOST)) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_samples_evenly() {
        let samples = Samples::new(2);
        let pixels = || (0..4).flat_map(|row| (0..4).map(move |column| place(column, row)));
        assert_eq!(pixels().fold(0u32, |seen, place| seen | 1 << place), 0xFFFF);
        // The mean height of a cosine hemisphere is 2/3.
        let heights = pixels().flat_map(|place| (0..2).map(move |index| (place, index)));
        let mean = heights.map(|(place, index)| samples.hemisphere(place, index).z).sum::<f32>() / 32.0;
        assert!((mean - 2.0 / 3.0).abs() < 0.005, "{mean}");
        for place in pixels() {
            let center = (0..MOST).map(|index| samples.square(place, index)).sum::<Vec2>() / MOST as f32;
            assert!(center.length() < 0.15, "{center}");
        }
    }
}
