//! The ambient field at four pixels.

use crate::lanes::{Lanes, Vec3x4};
use glam::Vec3;
use restage_film::ambient::{Ambient, AmbientField, LEAST};
use std::f32::consts::PI;

/// An ambient field whose points are laid into lanes, so that four of their numbers are interpolated at once.
#[derive(Debug)]
pub struct LaneField {
    field: AmbientField,
    /// For each point: even x, y, z, then the slopes along x, y and z.
    points: Vec<[Lanes; 3]>,
}

impl LaneField {
    /// Lays out a field.
    pub fn new(field: AmbientField) -> Self {
        let points = field.points.iter().map(|point| {
            let [x, y, z] = point.slope;
            let rows =
                [[point.even.x, point.even.y, point.even.z, x.x], [x.y, x.z, y.x, y.y], [y.z, z.x, z.y, z.z]];
            rows.map(Lanes::new)
        });
        Self { points: points.collect(), field }
    }

    /// [`AmbientField::at`].
    #[inline]
    pub fn at(&self, position: Vec3, n: Vec3) -> Ambient {
        if self.field.is_uniform() {
            return self.field.points[0];
        }
        let mut sum = [Lanes::ZERO; 3];
        for (index, weight) in self.field.around(position, n) {
            let weight = Lanes::splat(weight);
            for (sum, part) in sum.iter_mut().zip(&self.points[index]) {
                *sum += *part * weight;
            }
        }
        let [a, b, c] = sum.map(Lanes::to_array);
        Ambient {
            even: Vec3::new(a[0], a[1], a[2]),
            slope: [Vec3::new(a[3], b[0], b[1]), Vec3::new(b[2], b[3], c[0]), Vec3::new(c[1], c[2], c[3])],
        }
    }
}

/// Four points that span less than this part of a cell of the field are looked up as one...
const CLOSE: f32 = 0.03;
/// ... and those that span less than this by their ends.
const STRAIGHT: f32 = 0.25;

/// Light from everywhere at four points; colours in the components of each vector.
pub struct Ambience {
    even: Vec3x4,
    slope: [Vec3x4; 3],
}

impl Ambience {
    /// Looks up the field at the points in `bits`: one look where they lie close together, in between of two where the
    /// field hardly bends, else point by point.
    #[inline]
    pub fn at(field: &LaneField, positions: &Vec3x4, normals: &Vec3x4, bits: u64) -> Self {
        let first = bits.trailing_zeros() as usize & 3;
        let last = (3 - (bits << 60).leading_zeros() as usize) & 3;
        let (a, b) = (positions.lane(first), positions.lane(last));
        let (na, nb) = (normals.lane(first), normals.lane(last));
        let reach = (a - b).length() / field.field.cell.min_element();
        if field.field.is_uniform() || reach < CLOSE && na.dot(nb) > 0.8 {
            let ambient = field.at((a + b) * 0.5, na);
            return Self { even: Vec3x4::splat(ambient.even), slope: ambient.slope.map(Vec3x4::splat) };
        }
        if reach < STRAIGHT && na.dot(nb) > 0.8 {
            let (from, to) = (field.at(a, na), field.at(b, nb));
            let step = 1.0 / (last - first) as f32;
            let part = Lanes::new([0.0, 1.0, 2.0, 3.0].map(|lane| (lane - first as f32) * step));
            let between = |from: Vec3, to: Vec3| Vec3x4::splat(from) + Vec3x4::splat(to - from).scaled(part);
            let slope = std::array::from_fn(|axis| between(from.slope[axis], to.slope[axis]));
            return Self { even: between(from.even, to.even), slope };
        }
        let each: [Ambient; 4] = std::array::from_fn(|lane| {
            let lane = if bits >> lane & 1 == 1 { lane } else { first };
            field.at(positions.lane(lane), normals.lane(lane))
        });
        Self {
            even: transposed(each.map(|ambient| ambient.even)),
            slope: [0, 1, 2].map(|axis| transposed(each.map(|ambient| ambient.slope[axis]))),
        }
    }

    /// Illuminance of surfaces with unit normals `n`, lux.
    #[inline]
    pub fn illuminance(&self, n: &Vec3x4) -> Vec3x4 {
        self.linear(n, Lanes::ONE)
    }

    /// Luminance from unit directions `w`, cd/m².
    #[inline]
    pub fn luminance(&self, w: &Vec3x4) -> Vec3x4 {
        self.linear(w, Lanes::splat(1.5)).scaled(Lanes::splat(1.0 / PI))
    }

    #[inline(always)]
    fn linear(&self, w: &Vec3x4, factor: Lanes) -> Vec3x4 {
        let along = self.slope[0].scaled(w.x) + self.slope[1].scaled(w.y) + self.slope[2].scaled(w.z);
        let (sum, least) = (self.even + along.scaled(factor), self.even.scaled(Lanes::splat(LEAST)));
        Vec3x4::new(sum.x.fast_max(least.x), sum.y.fast_max(least.y), sum.z.fast_max(least.z))
    }
}

/// Four vectors to lanes.
fn transposed(each: [Vec3; 4]) -> Vec3x4 {
    let axis = |axis: usize| Lanes::new(each.map(|v| v[axis]));
    Vec3x4::new(axis(0), axis(1), axis(2))
}
