//! Light that comes from everywhere: how much reaches a point, by direction, and how that varies through a room.
//!
//! At one point the light that surfaces receive is taken as linear in their normal, `E(n) = E0 + E1 . n` per channel:
//! the first two bands of spherical harmonics (Ramamoorthi and Hanrahan, "An efficient representation for irradiance
//! environment maps", 2001). The luminance that goes with it is `L(w) = (E0 + 1.5 E1 . w) / pi`, because the cosine
//! lobe keeps two thirds of a linear gradient. A room is a regular grid of such points, interpolated linearly.

use crate::lighting::{AMBIENT_EVEN, AMBIENT_UP, LUMINANCE};
use glam::Vec3;
use std::f32::consts::PI;

/// Light from everywhere at one point. Per linear RGB channel, lux.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ambient {
    /// What a surface gets regardless of its normal.
    pub even: Vec3,
    /// What it gets besides, per unit of its normal along x, y and z.
    pub slope: [Vec3; 3],
}

impl Ambient {
    /// The room as a sky that is brighter above; `lux` on an upward face, white.
    pub fn gradient(lux: f32) -> Self {
        let up = Vec3::splat(lux * AMBIENT_UP);
        Self { even: Vec3::splat(lux * AMBIENT_EVEN), slope: [Vec3::ZERO, Vec3::ZERO, up] }
    }

    /// Illuminance of a surface with unit normal `n`, lux; never less than a tenth of the mean.
    pub fn illuminance(&self, n: Vec3) -> Vec3 {
        let linear = self.even + self.along(n);
        linear.max(self.even * LEAST)
    }

    /// Luminance from the unit direction `w`, cd/m²; never less than a tenth of the mean.
    pub fn luminance(&self, w: Vec3) -> Vec3 {
        (self.even + self.along(w) * 1.5).max(self.even * LEAST) * (1.0 / PI)
    }

    /// The part that depends on direction.
    fn along(&self, n: Vec3) -> Vec3 {
        self.slope[0] * n.x + self.slope[1] * n.y + self.slope[2] * n.z
    }

    /// Adds light of luminance `luminance` that fills the solid angle `steradian` about the unit direction `w`: the
    /// projection of its cosine lobe on the two bands (weights 1/4 and 1/2).
    pub fn add(&mut self, w: Vec3, luminance: Vec3, steradian: f32) {
        let flow = luminance * steradian;
        self.even += flow * 0.25;
        for (slope, component) in self.slope.iter_mut().zip(w.to_array()) {
            *slope += flow * (0.5 * component);
        }
    }

    /// The sum of two, the second `factor` times.
    #[must_use]
    pub fn plus(&self, other: &Self, factor: f32) -> Self {
        let slope = std::array::from_fn(|axis| self.slope[axis] + other.slope[axis] * factor);
        Self { even: self.even + other.even * factor, slope }
    }
}

/// No direction gets less than this part of the mean: two bands alone would dip below zero opposite a strong light.
pub const LEAST: f32 = 0.1;

/// Light from everywhere through a room.
#[derive(Clone, Debug, PartialEq)]
pub struct AmbientField {
    /// Position of the first point, world, m.
    pub origin: Vec3,
    /// Distance of neighbouring points along each axis, m.
    pub cell: Vec3,
    /// Points along each axis, at least 1.
    pub size: [usize; 3],
    /// Points, x fastest.
    pub points: Vec<Ambient>,
}

impl AmbientField {
    /// The same everywhere.
    pub fn uniform(ambient: Ambient) -> Self {
        Self { origin: Vec3::ZERO, cell: Vec3::ONE, size: [1; 3], points: vec![ambient] }
    }

    /// The same everywhere?
    pub fn is_uniform(&self) -> bool {
        self.points.len() == 1
    }

    /// Light at the surface point `position` (world, m) with unit normal `n`. It is looked up a little in front of the
    /// surface, so that what lies behind does not count.
    pub fn at(&self, position: Vec3, n: Vec3) -> Ambient {
        if self.is_uniform() {
            return self.points[0];
        }
        let corners = self.around(position, n);
        corners
            .iter()
            .fold(Ambient::default(), |sum, (index, weight)| sum.plus(&self.points[*index], *weight))
    }

    /// The points between which [`Self::at`] interpolates, by index, and their weights.
    #[inline]
    pub fn around(&self, position: Vec3, n: Vec3) -> [(usize, f32); 8] {
        let last = Vec3::from(self.size.map(|size| (size - 1) as f32));
        let place = (position + n * (LIFT * self.cell.min_element()) - self.origin) / self.cell;
        let clamped = place.clamp(Vec3::ZERO, last).to_array();
        let low: [usize; 3] =
            std::array::from_fn(|axis| (clamped[axis] as usize).min(self.size[axis].saturating_sub(2)));
        // Weights of the lower and the upper point along each axis; an axis of one point has no upper one.
        let parts: [[f32; 2]; 3] = std::array::from_fn(|axis| {
            let part = clamped[axis] - low[axis] as f32;
            [1.0 - part, part]
        });
        let steps = [1, self.size[0], self.size[0] * self.size[1]];
        let steps: [usize; 3] = std::array::from_fn(|axis| if self.size[axis] > 1 { steps[axis] } else { 0 });
        let first = self.index(low[0], low[1], low[2]);
        std::array::from_fn(|corner| {
            let bits = [corner & 1, corner >> 1 & 1, corner >> 2];
            let index = first + bits[0] * steps[0] + bits[1] * steps[1] + bits[2] * steps[2];
            (index, parts[0][bits[0]] * parts[1][bits[1]] * parts[2][bits[2]])
        })
    }

    /// Index of a grid point.
    pub fn index(&self, x: usize, y: usize, z: usize) -> usize {
        (z * self.size[1] + y) * self.size[0] + x
    }

    /// Position of a grid point, world, m.
    pub fn position(&self, index: usize) -> Vec3 {
        let (x, rest) = (index % self.size[0], index / self.size[0]);
        let (y, z) = (rest % self.size[1], rest / self.size[1]);
        self.origin + Vec3::new(x as f32, y as f32, z as f32) * self.cell
    }
}

/// Height of the lookup above the surface, in cells.
pub const LIFT: f32 = 0.3;

/// Luminance of a linear RGB triple.
pub fn luminance_of(rgb: Vec3) -> f32 {
    rgb.dot(LUMINANCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_gives_its_illuminance_above_and_less_below() {
        let ambient = Ambient::gradient(200.0);
        assert!((ambient.illuminance(Vec3::Z).x - 200.0).abs() < 1e-3);
        assert!((ambient.illuminance(Vec3::NEG_Z).x - 80.0).abs() < 1e-3);
    }

    #[test]
    fn an_even_sky_added_in_parts_is_an_even_sky() {
        let mut ambient = Ambient::default();
        let steps = 64;
        for i in 0..steps {
            for j in 0..steps {
                let z = -1.0 + (i as f32 + 0.5) * 2.0 / steps as f32;
                let phi = (j as f32 + 0.5) * 2.0 * PI / steps as f32;
                let r = libm::sqrtf(1.0 - z * z);
                let w = Vec3::new(r * libm::cosf(phi), r * libm::sinf(phi), z);
                ambient.add(w, Vec3::splat(10.0), 4.0 * PI / (steps * steps) as f32);
            }
        }
        // A sky of luminance L gives pi L lux on every face.
        for n in [Vec3::X, Vec3::Z, Vec3::NEG_Y] {
            assert!((ambient.illuminance(n).y - 10.0 * PI).abs() < 0.05);
            assert!((ambient.luminance(n).y - 10.0).abs() < 0.02);
        }
    }

    #[test]
    fn a_field_is_interpolated_between_its_points() {
        let mut field = AmbientField {
            origin: Vec3::new(1.0, 0.0, 0.0),
            cell: Vec3::splat(2.0),
            size: [2, 1, 1],
            points: vec![Ambient::gradient(100.0), Ambient::gradient(300.0)],
        };
        let lux =
            |field: &AmbientField, x: f32| field.at(Vec3::new(x, 5.0, -3.0), Vec3::Z).illuminance(Vec3::Z).x;
        assert!((lux(&field, 2.0) - 200.0).abs() < 1e-3);
        assert!((lux(&field, 0.0) - 100.0).abs() < 1e-3 && (lux(&field, 9.0) - 300.0).abs() < 1e-3);
        field = AmbientField::uniform(Ambient::gradient(50.0));
        assert!((lux(&field, 7.0) - 50.0).abs() < 1e-3);
        assert_eq!(field.position(0), Vec3::ZERO);
    }
}
