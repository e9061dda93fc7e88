//! Puts the samples of neighbouring pixels together where they lie on one surface.
//!
//! Every pixel of a 4 x 4 block has its own part of the samples, so a window four pixels wide and high that stays on one
//! surface has them all. The window is a product of two passes of five taps, the outer ones with half the weight.
//! Where a whole window is either in full light or in full shadow the edge between stays sharp: only penumbras are
//! filtered.

use crate::lanes::{Lanes, Vec3x4};
use std::ops::Range;

/// Taps and their weights.
const TAPS: [(isize, f32); 4] = [(-2, 0.5), (-1, 1.0), (1, 1.0), (2, 0.5)];
/// Surfaces are one while their normals differ by less than about 20 degrees.
const SAME_NORMAL: f32 = 0.94;
/// Numbers before and after each row, so that taps beyond its ends read something.
const MARGIN: usize = 4;

/// Several quantities per pixel, row by row.
#[derive(Debug, Default)]
pub struct Sheet {
    channels: usize,
    stride: usize,
    data: Vec<f32>,
}

/// Position, normal and how far two points of one surface may lie off each other's planes.
pub const GUIDE_CHANNELS: usize = 7;
/// Ambient illuminance and mirrored luminance; then one channel per light.
pub const LIGHT_CHANNELS: usize = 6;

impl Sheet {
    /// Makes room for `rows` of `groups` groups of four pixels. What it held is lost.
    pub fn resize(&mut self, channels: usize, groups: usize, rows: usize) {
        (self.channels, self.stride) = (channels, groups * 4 + 2 * MARGIN);
        self.data.clear();
        self.data.resize(channels * self.stride * rows, 0.0);
    }

    /// Parts of some rows each, for writing.
    pub fn parts(&mut self, rows: usize) -> impl Iterator<Item = SheetPart<'_>> {
        let (channels, stride) = (self.channels, self.stride);
        self.data.chunks_mut(channels * stride * rows).map(move |data| SheetPart { channels, stride, data })
    }

    /// Four pixels from `column`, which may lie up to four pixels outside, of a row.
    #[inline(always)]
    pub fn four(&self, row: usize, channel: usize, column: isize) -> Lanes {
        let at = ((row * self.channels + channel) * self.stride + MARGIN).wrapping_add_signed(column);
        let four = &self.data[at..at + 4];
        Lanes::new([four[0], four[1], four[2], four[3]])
    }

    /// Three channels from `first` as a vector.
    #[inline(always)]
    pub fn vector(&self, row: usize, first: usize, column: isize) -> Vec3x4 {
        Vec3x4::new(
            self.four(row, first, column),
            self.four(row, first + 1, column),
            self.four(row, first + 2, column),
        )
    }
}

/// Some rows of a [`Sheet`].
pub struct SheetPart<'a> {
    channels: usize,
    stride: usize,
    data: &'a mut [f32],
}

impl SheetPart<'_> {
    /// Writes four pixels; `row` counts from the first of the part.
    #[inline(always)]
    pub fn put(&mut self, row: usize, channel: usize, group: usize, value: Lanes) {
        let at = (row * self.channels + channel) * self.stride + MARGIN + group * 4;
        self.data[at..at + 4].copy_from_slice(&value.to_array());
    }

    /// Writes a vector to three channels.
    #[inline(always)]
    pub fn put_vector(&mut self, row: usize, first: usize, group: usize, value: &Vec3x4) {
        self.put(row, first, group, value.x);
        self.put(row, first + 1, group, value.y);
        self.put(row, first + 2, group, value.z);
    }

    /// Rows of the part.
    pub fn rows(&self) -> usize {
        self.data.len() / (self.channels * self.stride).max(1)
    }
}

/// Which way a pass goes.
#[derive(Clone, Copy, PartialEq)]
pub enum Pass {
    Across,
    Down,
}

/// One pass over some rows: reads `from`, guided by `guide`, and writes `out`.
pub fn pass(pass: Pass, guide: &Sheet, from: &Sheet, out: &mut SheetPart, rows: Range<usize>, height: usize) {
    let (first, groups) = (rows.start, (from.stride - 2 * MARGIN) / 4);
    for row in rows {
        for group in 0..groups {
            let column = group as isize * 4;
            let (p, n) = (guide.vector(row, 0, column), guide.vector(row, 3, column));
            let tolerance = guide.four(row, 6, column);
            let mut weights = [(Lanes::ZERO, row, column); TAPS.len()];
            let mut sum = Lanes::ONE;
            for (slot, (step, weight)) in TAPS.into_iter().enumerate() {
                let (row, column) = match pass {
                    Pass::Across => (row, column + step),
                    Pass::Down => (row.wrapping_add_signed(step), column),
                };
                if row >= height {
                    continue;
                }
                let (q, m) = (guide.vector(row, 0, column), guide.vector(row, 3, column));
                let same =
                    n.dot(m).simd_gt(Lanes::splat(SAME_NORMAL)) & (q - p).dot(n).abs().simd_lt(tolerance);
                let weight = same.bitselect(Lanes::splat(weight), Lanes::ZERO);
                weights[slot] = (weight, row, column);
                sum += weight;
            }
            let share = Lanes::ONE / sum;
            for channel in 0..from.channels {
                let own = from.four(row, channel, column);
                let (mut value, mut doubt) = (own, doubtful(own));
                for (weight, row, column) in &weights {
                    let other = from.four(*row, channel, *column);
                    value += *weight * other;
                    doubt |= doubtful(other) & weight.simd_gt(Lanes::ZERO);
                }
                value *= share;
                if channel >= LIGHT_CHANNELS {
                    value = doubt.bitselect(value, own);
                }
                out.put(row - first, channel, group, value);
            }
        }
    }
}

/// Lanes that are neither in full light nor in full shadow.
#[inline(always)]
fn doubtful(lit: Lanes) -> Lanes {
    lit.simd_gt(Lanes::ZERO) & lit.simd_lt(Lanes::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two planes that meet at a step, with a checkerboard of light on them.
    fn step() -> (Sheet, Sheet) {
        let (mut guide, mut light) = (Sheet::default(), Sheet::default());
        guide.resize(GUIDE_CHANNELS, 4, 16);
        light.resize(LIGHT_CHANNELS + 1, 4, 16);
        let rows = |sheet: &mut Sheet, value: &dyn Fn(usize, usize, usize) -> f32, channels: usize| {
            for (row, mut part) in sheet.parts(1).enumerate() {
                for channel in 0..channels {
                    for group in 0..4 {
                        let four = [0, 1, 2, 3].map(|lane| value(row, channel, group * 4 + lane));
                        part.put(0, channel, group, Lanes::new(four));
                    }
                }
            }
        };
        let place = |row: usize, channel: usize, column: usize| match channel {
            0 => column as f32 * 0.01,
            1 => row as f32 * 0.01,
            2 => {
                if column < 8 {
                    0.0
                } else {
                    0.5
                }
            }
            5 => 1.0,
            6 => 0.01,
            _ => 0.0,
        };
        rows(&mut guide, &place, GUIDE_CHANNELS);
        let bright = |row: usize, channel: usize, column: usize| {
            if channel == LIGHT_CHANNELS {
                return f32::from(u8::from(column < 4));
            }
            (if column < 8 { 10.0 } else { 100.0 }) + ((row + column) % 2) as f32 * 4.0
        };
        rows(&mut light, &bright, LIGHT_CHANNELS + 1);
        (guide, light)
    }

    #[test]
    fn a_surface_is_averaged_and_a_step_kept() {
        let (guide, light) = step();
        let (mut half, mut whole) = (Sheet::default(), Sheet::default());
        half.resize(LIGHT_CHANNELS + 1, 4, 16);
        whole.resize(LIGHT_CHANNELS + 1, 4, 16);
        for part in half.parts(16).collect::<Vec<_>>().iter_mut() {
            pass(Pass::Across, &guide, &light, part, 0..16, 16);
        }
        for part in whole.parts(16).collect::<Vec<_>>().iter_mut() {
            pass(Pass::Down, &guide, &half, part, 0..16, 16);
        }
        for row in 2..14 {
            let at = |column: isize, channel: usize| whole.four(row, channel, column).to_array()[0];
            // Four by four pixels of a checkerboard have its mean.
            assert!((at(4, 0) - 12.0).abs() < 1e-4, "{}", at(4, 0));
            assert!(at(7, 0) < 15.0 && at(8, 0) > 99.0);
            // Full light and full shadow stay.
            assert_eq!((at(3, LIGHT_CHANNELS), at(4, LIGHT_CHANNELS)), (1.0, 0.0));
        }
    }
}
