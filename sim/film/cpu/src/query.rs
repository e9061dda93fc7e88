//! What trees are asked: which boxes a convex region or a ray meets, four boxes at a time.

use crate::lanes::Lanes;
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

impl Ray {
    /// Whether it passes the triangle from any side (Möller and Trumbore 1997, without the division).
    pub fn crosses(&self, corners: &[Vec3; 3]) -> bool {
        self.crossing(corners) != 0.0
    }

    /// Whether it leaves through the triangle's outer side, as a ray to a light does that the surface faces.
    pub fn leaves_through(&self, corners: &[Vec3; 3]) -> bool {
        self.crossing(corners) < 0.0
    }

    /// Determinant of the crossing, negative when leaving; zero without a crossing.
    fn crossing(&self, [a, b, c]: &[Vec3; 3]) -> f32 {
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
        let inside = u >= 0.0 && v >= 0.0 && u + v <= size && t > 0.0 && t < self.length * size;
        if inside { determinant } else { 0.0 }
    }
}

/// Nodes still to be looked at, kept from query to query.
pub type Stack = Vec<u32>;

/// The part of a [`Ray`] that boxes are tested against.
pub struct WideRay {
    origin: [Lanes; 3],
    inverse: [Lanes; 3],
    /// Which end of a box the ray meets first, by axis.
    near: [usize; 3],
    length: Lanes,
}

impl WideRay {
    pub fn new(ray: &Ray) -> Self {
        let direction = ray.direction.to_array();
        Self {
            origin: ray.origin.to_array().map(Lanes::splat),
            inverse: direction.map(|component| Lanes::splat(safe_inverse(component))),
            near: direction.map(|component| usize::from(component < 0.0)),
            length: Lanes::splat(ray.length),
        }
    }

    /// Bits of the boxes that the ray meets.
    #[inline(always)]
    pub fn meets(&self, boxes: &Boxes) -> u32 {
        let (mut enter, mut leave) = (Lanes::ZERO, self.length);
        for (axis, ends) in boxes.iter().enumerate() {
            let near = self.near[axis];
            enter = enter.fast_max((ends[near] - self.origin[axis]) * self.inverse[axis]);
            leave = leave.fast_min((ends[1 - near] - self.origin[axis]) * self.inverse[axis]);
        }
        enter.simd_le(leave * SLACK).to_bitmask()
    }
}

/// `1 / x`, with zero taken as tiny, so that no lane becomes not-a-number.
fn safe_inverse(x: f32) -> f32 {
    const TINY: f32 = 1e-18;
    if x.abs() < TINY { f32::copysign(1.0 / TINY, x) } else { 1.0 / x }
}
