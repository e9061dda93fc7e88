//! What lies around a scene: the picture of a whole sphere, in linear light.
//!
//! A procedural sky and a decoded HDRI pack fill the same type. Its pixels are relative; in a scene it is scaled so
//! that an upward face in the open gets the scene's ambient illuminance.

use crate::ambient::{Ambient, luminance_of};
use glam::Vec3;
use std::f32::consts::PI;

/// An equirectangular picture of the sphere, z up: the first row is the zenith, columns turn from +x over +y. Linear
/// RGB, relative luminance.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentMap {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 3]>,
    /// Turns the map about z: the direction in the world that the first column looks along, rad.
    yaw: f32,
    ambient: Ambient,
}

/// Why pixels are no environment.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EnvironmentError {
    /// The number of pixels is not the product of the edges.
    #[error("an environment of {width} x {height} px has {expected} pixels, found {found}")]
    Size {
        /// Columns.
        width: usize,
        /// Rows.
        height: usize,
        /// Their product.
        expected: usize,
        /// Pixels given.
        found: usize,
    },
    /// A pixel is negative or not a number, or all are black.
    #[error("pixel {index} of the environment is {value:?}; expected finite light, not all of it black")]
    Pixel {
        /// Index of the first bad pixel.
        index: usize,
        /// What it is.
        value: [f32; 3],
    },
}

impl EnvironmentMap {
    /// Takes pixels over, row by row from the zenith.
    ///
    /// # Errors
    /// When the size does not fit or a pixel is not light.
    pub fn new(
        width: usize,
        height: usize,
        pixels: Vec<[f32; 3]>,
        yaw: f32,
    ) -> Result<Self, EnvironmentError> {
        let expected = width * height;
        if expected == 0 || pixels.len() != expected {
            return Err(EnvironmentError::Size { width, height, expected, found: pixels.len() });
        }
        let bad = |pixel: &[f32; 3]| !pixel.iter().all(|value| value.is_finite() && *value >= 0.0);
        let dark = pixels.iter().flatten().all(|value| *value <= 0.0);
        if let Some(index) = pixels.iter().position(bad).or(dark.then_some(0)) {
            return Err(EnvironmentError::Pixel { index, value: pixels[index] });
        }
        let mut map = Self { width, height, pixels, yaw, ambient: Ambient::default() };
        map.ambient = map.gathered();
        let up = luminance_of(map.ambient.illuminance(Vec3::Z)).max(1e-9);
        for pixel in &mut map.pixels {
            *pixel = pixel.map(|value| value / up);
        }
        map.ambient = Ambient::default().plus(&map.ambient, 1.0 / up);
        Ok(map)
    }

    /// Luminance from a unit direction, cd/m², where an upward face gets 1 lux. Between pixels.
    pub fn luminance(&self, w: Vec3) -> Vec3 {
        let turn = (libm::atan2f(w.y, w.x) - self.yaw) / (2.0 * PI);
        let column = (turn - libm::floorf(turn)) * self.width as f32 - 0.5;
        let row = libm::acosf(w.z.clamp(-1.0, 1.0)) / PI * self.height as f32 - 0.5;
        let (x0, y0) = (libm::floorf(column), libm::floorf(row));
        let (s, t) = (column - x0, row - y0);
        let at = |dx: isize, dy: isize| {
            let x = (x0 as isize + dx).rem_euclid(self.width as isize) as usize;
            let y = (y0 as isize + dy).clamp(0, self.height as isize - 1) as usize;
            Vec3::from(self.pixels[y * self.width + x])
        };
        let top = at(0, 0).lerp(at(1, 0), s);
        top.lerp(at(0, 1).lerp(at(1, 1), s), t)
    }

    /// The light from everywhere, where an upward face gets 1 lux.
    pub fn ambient(&self) -> Ambient {
        self.ambient
    }

    /// The first two bands of the picture.
    fn gathered(&self) -> Ambient {
        let mut sum = Ambient::default();
        for row in 0..self.height {
            let edge = |row: usize| libm::cosf(PI * row as f32 / self.height as f32);
            let steradian = (edge(row) - edge(row + 1)) * 2.0 * PI / self.width as f32;
            let (sin, cos) = libm::sincosf(PI * (row as f32 + 0.5) / self.height as f32);
            for column in 0..self.width {
                let turn = 2.0 * PI * (column as f32 + 0.5) / self.width as f32 + self.yaw;
                let (s, c) = libm::sincosf(turn);
                let pixel = Vec3::from(self.pixels[row * self.width + column]);
                sum.add(Vec3::new(sin * c, sin * s, cos), pixel, steradian);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upward_face_gets_one_lux_and_directions_are_where_they_belong() {
        // White above, red towards +y at the horizon.
        let (width, height) = (64, 32);
        let mut pixels = vec![[0.2; 3]; width * height];
        pixels[..width * 12].fill([2.0; 3]);
        for row in 14..18 {
            for pixel in &mut pixels[row * width + 14..row * width + 18] {
                *pixel = [9.0, 0.0, 0.0];
            }
        }
        let map = EnvironmentMap::new(width, height, pixels, 0.0).unwrap();
        assert!((luminance_of(map.ambient().illuminance(Vec3::Z)) - 1.0).abs() < 1e-4);
        let red = map.luminance(Vec3::Y);
        assert!(red.x > 10.0 * red.y, "{red}");
        assert!(map.luminance(Vec3::Z).x > 5.0 * map.luminance(Vec3::NEG_Z).x);
        assert!(map.luminance(Vec3::X).x < 0.5);
    }

    #[test]
    fn what_is_no_light_is_refused() {
        let size = EnvironmentMap::new(4, 2, vec![[1.0; 3]; 7], 0.0).unwrap_err();
        assert_eq!(size, EnvironmentError::Size { width: 4, height: 2, expected: 8, found: 7 });
        let mut pixels = vec![[1.0; 3]; 8];
        pixels[5] = [1.0, f32::NAN, 0.0];
        assert!(matches!(
            EnvironmentMap::new(4, 2, pixels, 0.0),
            Err(EnvironmentError::Pixel { index: 5, .. })
        ));
        assert!(EnvironmentMap::new(4, 2, vec![[0.0; 3]; 8], 0.0).is_err());
    }
}
