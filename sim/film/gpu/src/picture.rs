//! A picture before its light becomes bytes.

use glam::Vec3;
use restage_film::tonemap::SrgbEncoder;
use restage_film::{CameraImage, Development};

/// One picture. Row-major, top row first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Display-linear colour.
    pub(crate) color: Vec<Vec3>,
    /// As in [`CameraImage`].
    pub(crate) depth_m: Vec<f32>,
    /// As in [`CameraImage`].
    pub(crate) ids: Vec<u16>,
}

impl Picture {
    /// The picture as the sensor gives it.
    pub(crate) fn developed(mut self, development: &Development, encoder: &SrgbEncoder) -> CameraImage {
        development.soften(&mut self.color, self.width as usize);
        let pixels = self.color.iter().enumerate();
        let rgb = pixels.flat_map(|(index, color)| development.develop(encoder, index, *color)).collect();
        CameraImage { width: self.width, height: self.height, rgb, depth_m: self.depth_m, ids: self.ids }
    }
}
