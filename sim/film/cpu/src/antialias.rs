//! Smooth edges for the price of the pixels that lie on one.
//!
//! A pixel lies on an edge when a neighbour sees another instance or a surface that does not continue its own. For such
//! pixels alone four more rays look for what they see; each takes the colour of the nearest pixel that sees the same
//! surface. Nothing is shaded again.

use crate::lanes::{Lanes, Vec3x4};
use crate::rays::{RayGrid, TILE};
use crate::still::StillTile;
use crate::visibility::{FacetList, FacetTest, NOTHING, PIXEL_HALF};
use glam::Vec3;
use std::num::NonZeroU16;
use std::ops::Range;

/// Where the four rays pass, px from the pixel's sample: a rotated grid.
const OFFSETS: [(f32, f32); 4] =
    [(-0.125, -PIXEL_HALF), (PIXEL_HALF, -0.125), (-PIXEL_HALF, 0.125), (0.125, PIXEL_HALF)];
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
    pub list: &'a FacetList,
    pub seen: &'a [Lanes],
    pub inverse: &'a [Lanes],
    pub color: &'a [Vec3x4],
}

impl Edges<'_> {
    /// The colours of one row of tiles to `write`, with their pixel index in the block; of pixels on an edge twice, the
    /// smooth one last. Calm tiles tell the smooth ones from the picture before.
    pub fn smooth(
        &self,
        block: usize,
        mut kept: Option<&mut [StillTile]>,
        mut write: impl FnMut(usize, Vec3),
    ) {
        let width = self.grid.width;
        let rows = block * TILE..((block + 1) * TILE).min(self.grid.height);
        for row in rows.clone() {
            for (group, color) in self.color[row * self.grid.pitch..].iter().enumerate().take(self.grid.pitch)
            {
                let first = group * 4;
                for lane in 0..4.min(width.saturating_sub(first)) {
                    write((row - rows.start) * width + first + lane, color.lane(lane));
                }
            }
        }
        let known = |tile: &StillTile| tile.calm && tile.edges.is_some();
        let known: Vec<bool> = kept.iter().flat_map(|tiles| tiles.iter().map(known)).collect();
        let list = self.probes(block, &rows, &known);
        for tile in 0..self.grid.tile_columns() {
            let kept = kept.as_mut().map(|tiles| &mut tiles[tile]).filter(|tile| tile.calm);
            if let Some(edges) = kept.as_ref().and_then(|tile| tile.edges.as_ref()) {
                edges.iter().for_each(|(pixel, color)| write(*pixel, *color));
                continue;
            }
            let probes = &list.probes[list.starts[tile]..list.starts[tile + 1]];
            let smooth =
                |probe: &Probe| ((probe.row - rows.start) * width + probe.column, self.blended(probe));
            if let Some(tile) = kept {
                let edges: Vec<_> = probes.iter().map(smooth).collect();
                edges.iter().for_each(|(pixel, color)| write(*pixel, *color));
                tile.edges = Some(edges);
            } else {
                probes.iter().map(smooth).for_each(|(pixel, color)| write(pixel, color));
            }
        }
    }

    /// What the four rays of every pixel on an edge see, but for the tiles that are `known`.
    fn probes(&self, block: usize, rows: &Range<usize>, known: &[bool]) -> ProbeList {
        let width = self.grid.width;
        let edges = self.edges(rows.clone(), known);
        let mut list = ProbeList::new(rows.clone(), width, edges.iter().filter(|edge| **edge).count());
        for tile in 0..self.grid.tile_columns() {
            let due = !known.get(tile).copied().unwrap_or_default();
            for row in rows.clone().filter(|_| due) {
                for column in tile * TILE..((tile + 1) * TILE).min(width) {
                    if edges[(row - rows.start) * width + column]
                        && let Some(probe) = self.probe(column, row)
                    {
                        list.push(probe);
                    }
                }
            }
            list.starts.push(list.probes.len());
        }
        if !list.probes.is_empty() {
            for index in &self.list.rows[block] {
                self.try_facet(*index, block, &mut list);
            }
        }
        list
    }

    /// Tests one facet against the probes that it may reach: those at the pixels of its bounds, or those of the tiles
    /// there, whichever are fewer.
    fn try_facet(&self, index: u32, block: usize, list: &mut ProbeList) {
        let facet = &self.list.facets[index as usize];
        let [first, last] = facet.columns.map(usize::from);
        let (top, bottom) = (
            usize::from(facet.rows[0]).max(list.rows.start),
            usize::from(facet.rows[1]).min(list.rows.end - 1),
        );
        let tiles = first / TILE..=last / TILE;
        let near = list.starts[tiles.end() + 1] - list.starts[*tiles.start()];
        if near == 0 {
            return;
        }
        let mut test = None;
        if (bottom + 1 - top) * (last + 1 - first) < near {
            for row in top..=bottom {
                let start = (row - list.rows.start) * list.width;
                for slot in list.slots[start + first..=start + last].iter().flatten() {
                    let test = test.get_or_insert_with(|| FacetTest::new(self.list, index));
                    list.probes[usize::from(slot.get()) - 1].see(test);
                }
            }
            return;
        }
        let wide = facet.is_wide();
        for tile in tiles {
            let part = &mut list.probes[list.starts[tile]..list.starts[tile + 1]];
            if part.is_empty() || wide && !facet.meets_around(self.grid, block, tile) {
                continue;
            }
            let test = test.get_or_insert_with(|| FacetTest::new(self.list, index));
            for probe in part {
                if (first..=last).contains(&probe.column) && (top..=bottom).contains(&probe.row) {
                    probe.see(test);
                }
            }
        }
    }

    /// The four rays of a pixel, unless it touches the border of the image or of the lens.
    fn probe(&self, column: usize, row: usize) -> Option<Probe> {
        let (width, height) = (self.grid.width, self.grid.height);
        if column == 0 || row == 0 || column + 1 >= width || row + 1 >= height {
            return None;
        }
        let here = self.grid.direction(column, row);
        let (left, right) = (self.grid.direction(column - 1, row), self.grid.direction(column + 1, row));
        let (up, down) = (self.grid.direction(column, row - 1), self.grid.direction(column, row + 1));
        if [here, left, right, up, down].contains(&Vec3::ZERO) {
            return None;
        }
        let (across, along) = (Vec3x4::splat((right - left) * 0.5), Vec3x4::splat((down - up) * 0.5));
        let rays = Vec3x4::splat(here)
            + across.scaled(Lanes::new(OFFSETS.map(|(x, _)| x)))
            + along.scaled(Lanes::new(OFFSETS.map(|(_, y)| y)));
        let facets = Lanes::splat(f32::from_bits(NOTHING));
        Some(Probe { column, row, rays, inverse: Lanes::ZERO, facets })
    }

    /// Which pixels of some rows lie on an edge: those that do not continue their neighbour to the right or below,
    /// and these neighbours. Not looked for within `known` tiles.
    fn edges(&self, rows: Range<usize>, known: &[bool]) -> Vec<bool> {
        let width = self.grid.width;
        let mut edges = vec![false; rows.len() * width];
        let first = rows.start.saturating_sub(1);
        for row in first..rows.end {
            let below = row + 1 < self.grid.height;
            // The last row of a tile is compared with the next tiles.
            let inner = row >= rows.start && row % TILE + 1 < TILE;
            for group in 0..self.grid.pitch {
                if inner
                    && known.get(group / 2..group.div_ceil(2) + 1).is_some_and(|near| !near.contains(&false))
                {
                    continue;
                }
                let at = row * self.grid.pitch + group;
                let here = self.seen[at].as_array().map(f32::to_bits);
                let next_group =
                    self.seen[at + usize::from(group + 1 < self.grid.pitch)].as_array()[0].to_bits();
                let under =
                    if below { self.seen[at + self.grid.pitch].as_array().map(f32::to_bits) } else { here };
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
        let (fa, fb) = (&self.list.facets[a as usize], &self.list.facets[b as usize]);
        if fa.instance != fb.instance {
            return false;
        }
        let cosine = fa.inverse.dot(fb.inverse) * fa.plane_distance * fb.plane_distance;
        let inverse = self.inverse[group].as_array()[lane];
        let gap = fb.inverse.dot(self.grid.directions[group].lane(lane)) - inverse;
        cosine > SAME_NORMAL && gap.abs() < SAME_DISTANCE * inverse
    }

    /// The mean colour of the four rays of a pixel.
    fn blended(&self, probe: &Probe) -> Vec3 {
        let around = NEIGHBOURS.map(|(dx, dy)| {
            let (x, y) = (probe.column.wrapping_add_signed(dx), probe.row.wrapping_add_signed(dy));
            (self.seen_at(x, y), x, y)
        });
        let facets = probe.facets.as_array().map(f32::to_bits);
        let sum: Vec3 = facets.into_iter().map(|facet| self.color_of(facet, &around)).sum();
        sum * 0.25
    }

    /// The colour of a facet, from the nearest pixel around that sees it, or else the part of the same instance that is
    /// turned most like it; the pixel's own when nobody sees the instance.
    fn color_of(&self, facet: u32, around: &[(u32, usize, usize); 9]) -> Vec3 {
        if let Some((_, x, y)) = around.iter().find(|(seen, ..)| *seen == facet) {
            return self.color_at(*x, *y);
        }
        let mut best = (f32::NEG_INFINITY, around[0]);
        if facet != NOTHING {
            let wanted = &self.list.facets[facet as usize];
            for pixel in around.iter().filter(|(seen, ..)| *seen != NOTHING) {
                let other = &self.list.facets[pixel.0 as usize];
                let likeness =
                    other.inverse.dot(wanted.inverse) * other.plane_distance * wanted.plane_distance;
                if other.instance == wanted.instance && likeness > best.0 {
                    best = (likeness, *pixel);
                }
            }
        }
        self.color_at(best.1.1, best.1.2)
    }
}

/// The four rays of one pixel and what they see.
struct Probe {
    column: usize,
    row: usize,
    rays: Vec3x4,
    inverse: Lanes,
    facets: Lanes,
}

impl Probe {
    #[inline(always)]
    fn see(&mut self, test: &FacetTest) {
        test.apply(self.rays, &mut self.inverse, &mut self.facets);
    }
}

/// The probes of a row of tiles, tile by tile.
struct ProbeList {
    rows: Range<usize>,
    width: usize,
    probes: Vec<Probe>,
    /// Where the probes of each tile start, and where those of the last one end.
    starts: Vec<usize>,
    /// For each pixel of the rows the number of its probe, from 1.
    slots: Vec<Option<NonZeroU16>>,
}

impl ProbeList {
    fn new(rows: Range<usize>, width: usize, capacity: usize) -> Self {
        let slots = vec![None; rows.len() * width];
        Self { rows, width, probes: Vec::with_capacity(capacity), starts: vec![0], slots }
    }

    fn push(&mut self, probe: Probe) {
        // Without a number left the pixel stays as it is.
        let Some(slot) = u16::try_from(self.probes.len() + 1).ok().and_then(NonZeroU16::new) else { return };
        self.slots[(probe.row - self.rows.start) * self.width + probe.column] = Some(slot);
        self.probes.push(probe);
    }
}
