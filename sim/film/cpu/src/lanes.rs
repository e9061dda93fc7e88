//! Four pixels at once: vectors of lanes.
//!
//! Only IEEE operations that every machine rounds alike are used here (add, subtract, multiply, divide, square root,
//! compare): no fused multiply-add and none of the approximate reciprocals, so that pixels are the same bits everywhere.

use glam::Vec3;
use std::ops::{Add, Mul, Neg, Sub};
use wide::f32x4;

/// Four values of one quantity.
pub type Lanes = f32x4;

/// Four vectors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Vec3x4 {
    pub x: Lanes,
    pub y: Lanes,
    pub z: Lanes,
}

impl Vec3x4 {
    pub const ZERO: Self = Self { x: Lanes::ZERO, y: Lanes::ZERO, z: Lanes::ZERO };

    #[inline(always)]
    pub fn new(x: Lanes, y: Lanes, z: Lanes) -> Self {
        Self { x, y, z }
    }

    #[inline(always)]
    pub fn splat(v: Vec3) -> Self {
        Self { x: Lanes::splat(v.x), y: Lanes::splat(v.y), z: Lanes::splat(v.z) }
    }

    #[inline(always)]
    pub fn dot(self, other: Self) -> Lanes {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    #[inline(always)]
    pub fn cross(self, other: Self) -> Self {
        Self {
            x: self.y * other.z - self.z * other.y,
            y: self.z * other.x - self.x * other.z,
            z: self.x * other.y - self.y * other.x,
        }
    }

    #[inline(always)]
    pub fn scaled(self, factor: Lanes) -> Self {
        Self { x: self.x * factor, y: self.y * factor, z: self.z * factor }
    }

    /// Unit length; the zero vector stays (almost) zero.
    #[inline(always)]
    pub fn normalized(self) -> Self {
        let square = self.dot(self).fast_max(Lanes::splat(1e-30));
        self.scaled(Lanes::ONE / square.sqrt())
    }

    /// The vector of one lane.
    #[inline(always)]
    pub fn lane(&self, lane: usize) -> Vec3 {
        Vec3::new(self.x.as_array()[lane], self.y.as_array()[lane], self.z.as_array()[lane])
    }

    /// Where `mask` is set, `self`, else `other`.
    #[inline(always)]
    pub fn select(self, mask: Lanes, other: Self) -> Self {
        Self {
            x: mask.bitselect(self.x, other.x),
            y: mask.bitselect(self.y, other.y),
            z: mask.bitselect(self.z, other.z),
        }
    }
}

impl Add for Vec3x4 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y, z: self.z + other.z }
    }
}

impl Sub for Vec3x4 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y, z: self.z - other.z }
    }
}

impl Mul for Vec3x4 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self { x: self.x * other.x, y: self.y * other.y, z: self.z * other.z }
    }
}

impl Neg for Vec3x4 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self { x: -self.x, y: -self.y, z: -self.z }
    }
}

/// A lane mask from the low four bits.
#[inline(always)]
pub fn mask_from_bits(bits: u64) -> Lanes {
    let lane = |index: u64| f32::from_bits(if bits >> index & 1 == 1 { u32::MAX } else { 0 });
    Lanes::new([lane(0), lane(1), lane(2), lane(3)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_select_lanes() {
        let mask = mask_from_bits(0b0101);
        assert_eq!(mask.to_bitmask(), 0b0101);
        let picked = mask.bitselect(Lanes::splat(1.0), Lanes::splat(2.0));
        assert_eq!(picked.to_array(), [1.0, 2.0, 1.0, 2.0]);
    }
}
