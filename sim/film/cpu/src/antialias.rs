//! Smooth edges for the price of the pixels that lie on one.
//!
//! A pixel lies on an edge when a neighbour sees another instance or a surface that does not continue its own. Four
//! rays of such a pixel are tested against the facets that it and its eight neighbours see; each takes the colour of
//! the nearest pixel that sees the facet it meets. Nothing is shaded again.

use crate::lanes::{Lanes, Vec3x4};
use crate::rays::{RayGrid, TILE};
use crate::visibility::{Facet, NOTHING};
use glam::Vec3;
use std::ops::Range;

/// Where the four rays pass, px from the pixel's centre: a rotated grid.
const OFFSETS: [(f32, f32); 4] = [(-0.125, -0.375), (0.375, -0.125), (-0.375, 0.125), (0.125, 0.375)];
/// The neighbourhood, the pixel itself first, then by distance.
const NEIGHBOURS: [(isize, isize); 9] =
    [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)];
/// Surfaces of one instance are one when their normals differ by less than about 37 degrees...
const SAME_NORMAL: f32 = 0.8;
/// ... and one continues the other within this part of the distance.
const SAME_DISTANCE: f32 = 0.03;

/// A picture that has been seen and shaded.
pub struct Edges<'a> {
    pub grid: &'a RayGrid,
    pub facets: &'a [Facet],
    pub seen: &'a [Lanes],
    pub inverse: &'a [Lanes],
    pub color: &'a [Vec3x4],
}

impl Edges<'_> {
    /// The colours of one row of tiles, row by row, to `write` with their pixel index in the block.
    pub fn smooth(&self, block: usize, mut write: impl FnMut(usize, Vec3)) {
        let rows = block * TILE..((block + 1) * TILE).min(self.grid.height);
        let edges = self.edges(rows.clone());
        for row in rows.clone() {
            let inner_row = row > 0 && row + 1 < self.grid.height;
            for column in 0..self.grid.width {
                let pixel = (row - rows.start) * self.grid.width + column;
                let inner = inner_row && column > 0 && column + 1 < self.grid.width;
                let color = if inner && edges[pixel] {
                    self.blended(column, row)
                } else {
                    self.color_at(column, row)
                };
                write(pixel, color);
            }
        }
    }

    /// Which pixels of some rows lie on an edge: those that do not continue their neighbour to the right or below,
    /// and these neighbours.
    fn edges(&self, rows: Range<usize>) -> Vec<bool> {
        let width = self.grid.width;
        let mut edges = vec![false; rows.len() * width];
        let first = rows.start.saturating_sub(1);
        for row in first..rows.end {
            let below = row + 1 < self.grid.height;
            for group in 0..self.grid.pitch {
                let at = row * self.grid.pitch + group;
                let here = self.seen[at].as_array().map(f32::to_bits);
                let next_group = self.seen[at + usize::from(group + 1 < self.grid.pitch)].as_array()[0].to_bits();
                let under = if below { self.seen[at + self.grid.pitch].as_array().map(f32::to_bits) } else { here };
                // Most groups lie within one large facet.
                if here == under && here == [next_group; 4] {
                    continue;
                }
                let right = [here[1], here[2], here[3], next_group];
                for lane in 0..4.min(width.saturating_sub(group * 4)) {
                    let column = group * 4 + lane;
                    let mut mark = |row: usize, column: usize| {
                        if rows.contains(&row) {
                            edges[(row - rows.start) * width + column] = true;
                        }
                    };
                    let place = (at, lane);
                    if column + 1 < width && !self.continues(here[lane], right[lane], place) {
                        mark(row, column);
                        mark(row, column + 1);
                    }
                    if below && !self.continues(here[lane], under[lane], place) {
                        mark(row, column);
                        mark(row + 1, column);
                    }
                }
            }
        }
        edges
    }

    fn index(&self, column: usize, row: usize) -> (usize, usize) {
        (row * self.grid.pitch + column / 4, column % 4)
    }

    fn color_at(&self, column: usize, row: usize) -> Vec3 {
        let (group, lane) = self.index(column, row);
        self.color[group].lane(lane)
    }

    fn seen_at(&self, column: usize, row: usize) -> u32 {
        let (group, lane) = self.index(column, row);
        self.seen[group].as_array()[lane].to_bits()
    }

    /// Whether facet `b` is the same smooth surface as facet `a`, which the pixel at (group, lane) sees.
    #[inline]
    fn continues(&self, a: u32, b: u32, (group, lane): (usize, usize)) -> bool {
        if a == b {
            return true;
        }
        if a == NOTHING || b == NOTHING {
            return false;
        }
        let (fa, fb) = (&self.facets[a as usize], &self.facets[b as usize]);
        if fa.instance != fb.instance {
            return false;
        }
        let cosine = fa.inverse.dot(fb.inverse) * fa.plane_distance * fb.plane_distance;
        let inverse = self.inverse[group].as_array()[lane];
        let gap = fb.inverse.dot(self.grid.directions[group].lane(lane)) - inverse;
        cosine > SAME_NORMAL && gap.abs() < SAME_DISTANCE * inverse
    }

    /// The mean of four rays through the pixel.
    fn blended(&self, column: usize, row: usize) -> Vec3 {
        let at = |(dx, dy): (isize, isize)| (column.wrapping_add_signed(dx), row.wrapping_add_signed(dy));
        let mut candidates = [(NOTHING, Vec3::ZERO); NEIGHBOURS.len()];
        let mut count = 0;
        let mut background = None;
        for neighbour in NEIGHBOURS {
            let (x, y) = at(neighbour);
            let facet = self.seen_at(x, y);
            if facet == NOTHING {
                background.get_or_insert(self.color_at(x, y));
            } else if candidates[..count].iter().all(|(known, _)| *known != facet) {
                candidates[count] = (facet, self.color_at(x, y));
                count += 1;
            }
        }
        let here = self.grid.direction(column, row);
        let [left, right, up, down] = [(-1, 0), (1, 0), (0, -1), (0, 1)].map(|neighbour| {
            let (x, y) = at(neighbour);
            self.grid.direction(x, y)
        });
        let own = self.color_at(column, row);
        if [here, left, right, up, down].contains(&Vec3::ZERO) {
            return own;
        }
        let (across, along) = (Vec3x4::splat((right - left) * 0.5), Vec3x4::splat((down - up) * 0.5));
        let rays = Vec3x4::splat(here)
            + across.scaled(Lanes::new(OFFSETS.map(|(x, _)| x)))
            + along.scaled(Lanes::new(OFFSETS.map(|(_, y)| y)));
        let mut nearest = Lanes::ZERO;
        let mut color = Vec3x4::splat(background.unwrap_or(own));
        for (facet, shade) in &candidates[..count] {
            let facet = &self.facets[*facet as usize];
            let inverse = Vec3x4::splat(facet.inverse).dot(rays);
            let [a, b, c] = facet.weights.map(|weight| Vec3x4::splat(weight).dot(rays));
            let inside = a.fast_min(b).fast_min(c).simd_ge(Lanes::ZERO) & inverse.simd_gt(nearest);
            nearest = inside.bitselect(inverse, nearest);
            color = Vec3x4::splat(*shade).select(inside, color);
        }
        (color.lane(0) + color.lane(1) + (color.lane(2) + color.lane(3))) * 0.25
    }
}
