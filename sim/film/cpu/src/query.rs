//! What trees are asked: which boxes a convex region or a ray meets, four boxes at a time.

use crate::lanes::{Lanes, Vec3x4};
use glam::Vec3;

/// Four boxes: `[axis][0]` minima and `[axis][1]` maxima, one box per lane. An absent box has `min > max`.
pub type Boxes = [[Lanes; 2]; 3];

/// Relative slack of ray against box, some ulps.
const SLACK: f32 = 1.000_002;

/// A convex region: inside every half space `normal . x >= least` and inside a box.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    pub planes: [(Vec3, f32); 5],
    pub min: Vec3,
    pub max: Vec3,
}

/// A [`Region`] spread over lanes.
pub struct WideRegion {
    planes: [([Lanes; 3], [usize; 3], Lanes); 5],
    min: [Lanes; 3],
    max: [Lanes; 3],
}

impl WideRegion {
    pub fn new(region: &Region) -> Self {
        let planes = region.planes.map(|(normal, least)| {
            let far = normal.to_array().map(|component| usize::from(component >= 0.0));
            (normal.to_array().map(Lanes::splat), far, Lanes::splat(least))
        });
        let [min, max] = [region.min, region.max].map(|corner| corner.to_array().map(Lanes::splat));
        Self { planes, min, max }
    }

    /// Bits of the boxes that may overlap.
    #[inline(always)]
    pub fn meets(&self, boxes: &Boxes) -> u32 {
        let [[x0, x1], [y0, y1], [z0, z1]] = boxes;
        let [min_x, min_y, min_z] = self.min;
        let [max_x, max_y, max_z] = self.max;
        let mut inside = x0.simd_le(max_x) & x1.simd_ge(min_x);
        inside &= y0.simd_le(max_y) & y1.simd_ge(min_y);
        inside &= z0.simd_le(max_z) & z1.simd_ge(min_z);
        if inside.to_bitmask() == 0 {
            return 0;
        }
        for (normal, far, least) in &self.planes {
            let reach =
                boxes[0][far[0]] * normal[0] + boxes[1][far[1]] * normal[1] + boxes[2][far[2]] * normal[2];
            inside &= reach.simd_ge(*least);
        }
        inside.to_bitmask()
    }
}

/// A ray for single queries.
#[derive(Clone, Copy, Debug)]
pub struct Ray {
    /// Start, world, m.
    pub origin: Vec3,
    /// Direction; `length` counts in multiples of it.
    pub direction: Vec3,
    /// End parameter.
    pub length: f32,
}

#[cfg(test)]
impl Ray {
    /// Whether it passes the triangle from any side: one at a time, to test the others with.
    pub fn crosses(&self, [a, b, c]: &[Vec3; 3]) -> bool {
        let (ab, ac) = (*b - *a, *c - *a);
        let p = self.direction.cross(ac);
        let determinant = ab.dot(p);
        let sign = if determinant < 0.0 { -1.0 } else { 1.0 };
        let size = determinant * sign;
        let s = (self.origin - *a) * sign;
        let u = s.dot(p);
        let q = s.cross(ab);
        let v = self.direction.dot(q);
        let t = ac.dot(q);
        determinant != 0.0 && u >= 0.0 && v >= 0.0 && u + v <= size && t > 0.0 && t < self.length * size
    }
}

/// Nodes still to be looked at, kept from query to query.
pub type Stack = Vec<u32>;

/// Four triangles: a corner and the edges from it to the others. An absent triangle has no edges.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quad {
    corner: Vec3x4,
    edges: [Vec3x4; 2],
}

impl Quad {
    /// Up to four triangles.
    pub fn new(triangles: &[[Vec3; 3]]) -> Self {
        let at = |lane: usize, vector: fn(&[Vec3; 3]) -> Vec3| triangles.get(lane).map_or(Vec3::ZERO, vector);
        let lanes = |vector: fn(&[Vec3; 3]) -> Vec3| {
            let each: [Vec3; 4] = std::array::from_fn(|lane| at(lane, vector));
            let axis = |axis: usize| Lanes::new(each.map(|v| v[axis]));
            Vec3x4::new(axis(0), axis(1), axis(2))
        };
        Self { corner: lanes(|t| t[0]), edges: [lanes(|t| t[1] - t[0]), lanes(|t| t[2] - t[0])] }
    }
}

/// A [`Ray`] spread over lanes.
pub struct WideRay {
    origin: Vec3x4,
    direction: Vec3x4,
    inverse: [Lanes; 3],
    /// Which end of a box the ray meets first, by axis.
    near: [usize; 3],
    length: Lanes,
}

impl WideRay {
    pub fn new(ray: &Ray) -> Self {
        let direction = ray.direction.to_array();
        Self {
            origin: Vec3x4::splat(ray.origin),
            direction: Vec3x4::splat(ray.direction),
            inverse: direction.map(|component| Lanes::splat(safe_inverse(component))),
            near: direction.map(|component| usize::from(component < 0.0)),
            length: Lanes::splat(ray.length),
        }
    }

    /// Which of four triangles the ray leaves through their outer side before its end.
    #[inline(always)]
    pub fn leaves_through(&self, quad: &Quad) -> u32 {
        let (inside, determinant, ..) = self.crossing(quad);
        (inside & determinant.simd_lt(Lanes::ZERO)).to_bitmask()
    }

    /// Which of four triangles the ray passes from any side before its end, and at which parameter.
    #[inline(always)]
    pub fn passes(&self, quad: &Quad) -> (u32, Lanes) {
        let (inside, determinant, t) = self.crossing(quad);
        (inside.to_bitmask(), t / determinant.abs())
    }

    /// Möller and Trumbore 1997, without the division: mask of the triangles crossed, determinants (negative when
    /// leaving), and parameters times the determinants' sizes.
    #[inline(always)]
    fn crossing(&self, Quad { corner, edges: [ab, ac] }: &Quad) -> (Lanes, Lanes, Lanes) {
        let p = self.direction.cross(*ac);
        let determinant = ab.dot(p);
        let sign = determinant.simd_lt(Lanes::ZERO).bitselect(Lanes::splat(-1.0), Lanes::ONE);
        let size = determinant * sign;
        let s = (self.origin - *corner).scaled(sign);
        let u = s.dot(p);
        let q = s.cross(*ab);
        let v = self.direction.dot(q);
        let t = ac.dot(q);
        let zero = Lanes::ZERO;
        let inside = u.simd_ge(zero) & v.simd_ge(zero) & (u + v).simd_le(size);
        (inside & t.simd_gt(zero) & t.simd_lt(self.length * size), determinant, t)
    }

    /// Bits of the boxes that the ray meets.
    #[inline(always)]
    pub fn meets(&self, boxes: &Boxes) -> u32 {
        self.enters(boxes).0
    }

    /// Bits of the boxes that the ray meets, and at which parameter it enters each.
    #[inline(always)]
    pub fn enters(&self, boxes: &Boxes) -> (u32, Lanes) {
        let origin = [self.origin.x, self.origin.y, self.origin.z];
        let (mut enter, mut leave) = (Lanes::ZERO, self.length);
        for (axis, ends) in boxes.iter().enumerate() {
            let near = self.near[axis];
            enter = enter.fast_max((ends[near] - origin[axis]) * self.inverse[axis]);
            leave = leave.fast_min((ends[1 - near] - origin[axis]) * self.inverse[axis]);
        }
        (enter.simd_le(leave * SLACK).to_bitmask(), enter)
    }

    /// Ends the ray at a parameter.
    pub fn shorten(&mut self, length: f32) {
        self.length = Lanes::splat(length);
    }
}

/// `1 / x`, with zero taken as tiny, so that no lane becomes not-a-number.
fn safe_inverse(x: f32) -> f32 {
    const TINY: f32 = 1e-18;
    if x.abs() < TINY { f32::copysign(1.0 / TINY, x) } else { 1.0 / x }
}
