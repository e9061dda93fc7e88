//! The eye rays of a lens: one per pixel, computed once per lens and image size.

use crate::lanes::{Lanes, Vec3x4};
use glam::{DVec2, Vec3};
use restage_film::camera::unprojector;
use restage_scenes::Lens;

/// Edge length of a tile, px. Everything is padded to whole tiles.
pub const TILE: usize = 8;

/// Rays through the pixels of an image, in the camera frame. Rays of pinholes have z = 1, of a fisheye unit length;
/// padding and pixels beyond the image circle have the zero vector, which meets nothing.
#[derive(Debug)]
pub struct RayGrid {
    /// The lens.
    pub lens: Lens,
    /// Image size, px.
    pub width: usize,
    /// Image size, px.
    pub height: usize,
    /// Groups of four pixels in a padded row.
    pub pitch: usize,
    /// Directions, row-major in groups of four pixels.
    pub directions: Vec<Vec3x4>,
    /// Bounds of the directions of each tile, row-major; an empty tile has `min > max`.
    pub tiles: Vec<[Vec3; 2]>,
    /// Bounds of the directions within half a pixel of each row of tiles.
    pub rows: Vec<[Vec3; 2]>,
    /// Distance between neighbouring rays at parameter 1.
    pub spread: f32,
    /// Largest angle between a ray and the axis, as (sine, cosine).
    pub reach: (f32, f32),
}

impl RayGrid {
    /// Rays through the centres of the pixels.
    pub fn new(lens: Lens, width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        let (pitch, rows) = (width.div_ceil(TILE) * TILE / 4, height.div_ceil(TILE) * TILE);
        let mut directions = Vec::with_capacity(pitch * rows);
        let unproject = unprojector(&lens);
        let mut least_cosine = 1.0f64;
        for row in 0..rows {
            for group in 0..pitch {
                let lanes: [Vec3; 4] = std::array::from_fn(|lane| {
                    let column = group * 4 + lane;
                    let pixel = DVec2::new(column as f64 + 0.5, row as f64 + 0.5);
                    let unit = (column < width && row < height).then(|| unproject(pixel)).flatten();
                    let Some(unit) = unit else { return Vec3::ZERO };
                    least_cosine = least_cosine.min(unit.z);
                    let ray = if is_flat(&lens) { unit / unit.z } else { unit };
                    ray.as_vec3()
                });
                let [x, y, z] = [0, 1, 2].map(|axis| Lanes::new(lanes.map(|ray| ray[axis])));
                directions.push(Vec3x4 { x, y, z });
            }
        }
        let (fx, fy) = focal_lengths(&lens);
        let reach = (libm::sqrt(1.0 - least_cosine * least_cosine) as f32, least_cosine as f32);
        let spread = (1.0 / fx.min(fy)) as f32;
        let tiles = tile_bounds(&directions, pitch);
        let rows = tiles.chunks(pitch * 4 / TILE).map(|tiles| {
            let nothing = [Vec3::INFINITY, Vec3::NEG_INFINITY];
            let full = tiles.iter().filter(|[min, max]| min.x <= max.x).map(widened);
            full.fold(nothing, |[min, max], [low, high]| [min.min(low), max.max(high)])
        });
        let rows = rows.collect();
        Self { lens, width, height, pitch, directions, tiles, rows, spread, reach }
    }

    /// Whether this grid serves the given request.
    pub fn serves(&self, lens: &Lens, width: u32, height: u32) -> bool {
        self.lens == *lens && (self.width, self.height) == (width as usize, height as usize)
    }

    /// Tiles in a row.
    pub fn tile_columns(&self) -> usize {
        self.pitch * 4 / TILE
    }

    /// Rows of tiles.
    pub fn tile_rows(&self) -> usize {
        self.height.div_ceil(TILE)
    }

    /// The ray of one pixel.
    pub fn direction(&self, column: usize, row: usize) -> Vec3 {
        self.directions[row * self.pitch + column / 4].lane(column % 4)
    }
}

/// Whether the lens sees less than half of everything, so that its rays can be scaled to z = 1: a pinhole, distorted or
/// not.
pub fn is_flat(lens: &Lens) -> bool {
    !matches!(lens, Lens::FisheyeKb4 { .. })
}

/// Focal lengths, px (px per radian for a fisheye).
pub fn focal_lengths(lens: &Lens) -> (f64, f64) {
    match *lens {
        Lens::Pinhole { fx, fy, .. }
        | Lens::FisheyeKb4 { fx, fy, .. }
        | Lens::BrownConrady { fx, fy, .. } => (fx, fy),
    }
}

/// The bounds of a tile and of what lies within half a pixel of it: a tile spans seven pixels from centre to centre.
pub fn widened([min, max]: &[Vec3; 2]) -> [Vec3; 2] {
    let margin = (*max - *min) * 0.125;
    [*min - margin, *max + margin]
}

/// Bounds of the non-zero directions of every tile.
fn tile_bounds(directions: &[Vec3x4], pitch: usize) -> Vec<[Vec3; 2]> {
    let (columns, rows) = (pitch * 4 / TILE, directions.len() / pitch / TILE);
    let mut tiles = vec![[Vec3::INFINITY, Vec3::NEG_INFINITY]; columns * rows];
    for (index, group) in directions.iter().enumerate() {
        let tile = (index / pitch / TILE) * columns + (index % pitch) * 4 / TILE;
        for lane in 0..4 {
            let direction = group.lane(lane);
            if direction != Vec3::ZERO {
                let [min, max] = &mut tiles[tile];
                *min = min.min(direction);
                *max = max.max(direction);
            }
        }
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_and_the_outside_of_the_image_circle_have_no_ray() {
        let k = [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07];
        let lens = Lens::FisheyeKb4 { fx: 88.02, fy: 88.02, cx: 112.0, cy: 112.0, k };
        let grid = RayGrid::new(lens, 222, 222);
        assert_eq!((grid.pitch, grid.tile_rows()), (56, 28));
        assert_eq!(grid.direction(223, 5), Vec3::ZERO);
        assert_eq!(grid.direction(0, 0), Vec3::ZERO);
        assert!((grid.direction(112, 112) - Vec3::new(0.0057, 0.0057, 1.0)).length() < 1e-3);
        // The circle reaches 104 degrees, beyond the plane of the camera.
        assert!(grid.reach.1 < -0.2 && grid.reach.1 > -0.26);
    }
}
