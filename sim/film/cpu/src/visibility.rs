//! What each pixel sees.
//!
//! All eye rays start at one point, so no tree has to be walked for them: each triangle is tested against just the
//! rays that can meet it. With the eye at the origin and corners `a`, `b`, `c`, a ray `d` passes inside when `d . (b x a)`,
//! `d . (c x b)` and `d . (a x c)` are all at least zero, and meets the plane `n . p = h` at parameter
//! `t = h / (n . d)`. These functions are linear in `d` (Olano and Greer, "Triangle scan conversion using 2D
//! homogeneous coordinates", 1997), so four pixels are tested at once with a few multiplications, nothing needs
//! clipping, and any lens works: the projection only narrows down which pixels to test. Neighbouring triangles
//! evaluate their shared edge with exactly opposite signs, so no ray slips between them.
//!
//! Triangles are one-sided, seen from where their corners run counter-clockwise.

use crate::geometry::{Geometry, InstanceSpan};
use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::rays::{RayGrid, TILE, focal_lengths, is_flat, widened};
use glam::{DVec2, DVec3, Mat3, Vec2, Vec3};
use restage_film::camera::projector;
use restage_scenes::Lens;

/// Pixels that see nothing.
pub const NOTHING: u32 = u32::MAX;

/// A triangle prepared for the rays of one camera.
#[derive(Clone, Copy, Debug)]
pub struct Facet {
    /// `weights[k] . d` is proportional to the weight of corner `k` at ray `d`; none is negative inside.
    pub weights: [Vec3; 3],
    /// `inverse . d` is one over the ray parameter of the plane.
    pub inverse: Vec3,
    /// Distance from the eye to the plane, m.
    pub plane_distance: f32,
    /// Index into the geometry.
    pub triangle: u32,
    /// Instance of the scene.
    pub instance: u32,
    /// First and last pixel column and row any part of which may see it.
    pub columns: [u16; 2],
    pub rows: [u16; 2],
    /// Whether a pixel's sample may see it; if not it may still show on an edge.
    sampled: bool,
}

/// Where the camera is.
#[derive(Clone, Copy, Debug)]
pub struct Eye {
    /// Position in the world, m.
    pub position: Vec3,
    /// World to camera rotation.
    pub camera_from_world: Mat3,
}

/// The triangles that a camera may see, and which rows of tiles they touch.
#[derive(Debug, Default)]
pub struct FacetList {
    /// In the order of the geometry, or first those at rest and then the others.
    pub facets: Vec<Facet>,
    /// For each row of tiles the facets in it, ascending.
    pub rows: Vec<Vec<u32>>,
    corners: Vec<Corner>,
    /// How many of the facets, and of those of each row, are of instances at rest, and come first; nothing when all are in
    /// the order of the geometry.
    resting: Option<(usize, Vec<usize>)>,
}

/// A vertex in front of the camera.
#[derive(Clone, Copy, Debug, Default)]
struct Corner {
    position: Vec3,
    pixel: Vec2,
    /// Bits of the frustum planes that it is outside of.
    outside: u8,
    /// Whether `pixel` means anything.
    projected: bool,
}

impl FacetList {
    /// Collects what the camera may see.
    pub fn collect(&mut self, geometry: &Geometry, eye: &Eye, grid: &RayGrid) {
        self.clear(grid);
        self.add(geometry, eye, grid, |_| true);
    }

    /// Collects what the camera may see, what is at rest first. With `known` that part is already there, from a call with
    /// the same camera.
    pub fn collect_in_parts(
        &mut self,
        geometry: &Geometry,
        eye: &Eye,
        grid: &RayGrid,
        restless: &[bool],
        known: bool,
    ) {
        if let (true, Some((facets, rows))) = (known, &self.resting) {
            self.facets.truncate(*facets);
            self.rows.iter_mut().zip(rows).for_each(|(row, count)| row.truncate(*count));
        } else {
            self.clear(grid);
            self.add(geometry, eye, grid, |instance| !restless[instance]);
            self.resting = Some((self.facets.len(), self.rows.iter().map(Vec::len).collect()));
        }
        self.add(geometry, eye, grid, |instance| restless[instance]);
    }

    /// The facets of a row of tiles: those at rest, and the others.
    pub fn parts(&self, row: usize) -> (&[u32], &[u32]) {
        let count = self.resting.as_ref().map_or(0, |(_, rows)| rows[row]);
        self.rows[row].split_at(count)
    }

    fn clear(&mut self, grid: &RayGrid) {
        self.facets.clear();
        self.rows.iter_mut().for_each(Vec::clear);
        self.rows.resize(grid.tile_rows(), Vec::new());
        self.resting = None;
    }

    /// Appends what the camera may see of some instances.
    fn add(&mut self, geometry: &Geometry, eye: &Eye, grid: &RayGrid, wanted: impl Fn(usize) -> bool) {
        let view = View::new(grid);
        for (instance, span) in geometry.spans.iter().enumerate() {
            if !wanted(instance) || !view.may_see(span, eye) {
                continue;
            }
            let positions = &geometry.positions[span.vertices.clone()];
            self.corners.clear();
            let place = |p: &Vec3| view.corner(eye.camera_from_world * (*p - eye.position));
            self.corners.extend(positions.iter().map(place));
            for triangle in span.triangles.clone() {
                let local = geometry.triangles[triangle].map(|v| v as usize - span.vertices.start);
                let corners = local.map(|vertex| self.corners[vertex]);
                if let Some(facet) = view.facet(&corners, triangle as u32, instance as u32) {
                    let index = self.facets.len() as u32;
                    for row in usize::from(facet.rows[0]) / TILE..=usize::from(facet.rows[1]) / TILE {
                        // What spans the image but not this row is sorted out once, not tile by tile.
                        if !facet.is_wide() || facet.meets_tile(&grid.rows[row]) {
                            self.rows[row].push(index);
                        }
                    }
                    self.facets.push(facet);
                }
            }
        }
    }
}

/// The lens in the form in which triangles are sorted out.
struct View<'a> {
    grid: &'a RayGrid,
    focal: Vec2,
    center: Vec2,
    /// Inward normals of planes through the eye that hold all rays between them (pinholes only).
    borders: [Vec3; 4],
    /// Where the lens puts a point (distorted pinholes only).
    bent: Option<Box<dyn Fn(DVec3) -> Option<DVec2>>>,
    /// Radius in the image, in focal lengths, by the tangent of half the angle (fisheye only).
    radius: Vec<f32>,
}

/// Steps of the table of radii per unit of tan(theta / 2).
const RADIUS_STEPS: f32 = 128.0;
/// The rays that smooth an edge pass within this distance of the pixel's sample, px.
pub const PIXEL_HALF: f32 = 0.375;
/// Slack of projected bounds, px: rounding of single precision.
const PIXEL_SLACK: f32 = 0.05;

impl<'a> View<'a> {
    fn new(grid: &'a RayGrid) -> Self {
        let (Lens::Pinhole { cx, cy, .. }
        | Lens::FisheyeKb4 { cx, cy, .. }
        | Lens::BrownConrady { cx, cy, .. }) = grid.lens;
        let (fx, fy) = focal_lengths(&grid.lens);
        // In units where the ray of pixel column c, row r passes (c, r): centres at half-integers.
        let center = Vec2::new((cx - 0.5) as f32, (cy - 0.5) as f32);
        let focal = Vec2::new(fx as f32, fy as f32);
        // The rays of all pixels, and a pixel more on each side.
        let nothing = [Vec3::INFINITY, Vec3::NEG_INFINITY];
        let full = grid.rows.iter().filter(|[min, max]| min.x <= max.x);
        let [low, high] = full.fold(nothing, |[min, max], [low, high]| [min.min(*low), max.max(*high)]);
        let (low, high) = (low.truncate() - 1.5 / focal, high.truncate() + 1.5 / focal);
        let borders = [
            Vec3::new(1.0, 0.0, -low.x),
            Vec3::new(-1.0, 0.0, high.x),
            Vec3::new(0.0, 1.0, -low.y),
            Vec3::new(0.0, -1.0, high.y),
        ];
        let radius = match grid.lens {
            Lens::Pinhole { .. } | Lens::BrownConrady { .. } => Vec::new(),
            Lens::FisheyeKb4 { ref k, .. } => radius_table(k, &grid.reach),
        };
        let bent = match grid.lens {
            Lens::BrownConrady { .. } => Some(Box::new(projector(&grid.lens)) as _),
            Lens::Pinhole { .. } | Lens::FisheyeKb4 { .. } => None,
        };
        Self { grid, focal, center, borders, bent, radius }
    }

    /// Whether an instance's bounding sphere reaches into the view.
    fn may_see(&self, span: &InstanceSpan, eye: &Eye) -> bool {
        let [min, max] = span.bounds;
        if span.triangles.is_empty() || !min.is_finite() || !max.is_finite() {
            return false;
        }
        let center = eye.camera_from_world * ((min + max) * 0.5 - eye.position);
        let radius = (max - min).length() * 0.5;
        if is_flat(&self.grid.lens) {
            let reaches = |border: &Vec3| border.dot(center) >= -radius * border.length();
            return center.z >= -radius && self.borders.iter().all(reaches);
        }
        !self.behind(center, radius)
    }

    /// Whether a sphere lies wholly outside the cone of the lens (fisheye).
    fn behind(&self, center: Vec3, radius: f32) -> bool {
        let (sine, cosine) = self.grid.reach;
        let across = libm::sqrtf(center.x * center.x + center.y * center.y);
        // Distance from the surface of the cone whose half angle has this sine and cosine; outside is positive.
        across * cosine - center.z * sine > radius
    }

    fn corner(&self, position: Vec3) -> Corner {
        if is_flat(&self.grid.lens) {
            let mut outside = 0;
            for (bit, border) in self.borders.iter().enumerate() {
                outside |= u8::from(border.dot(position) < 0.0) << bit;
            }
            if let Some(bent) = &self.bent {
                let pixel = bent(position.as_dvec3()).filter(|_| position.z > 1e-3);
                let projected = pixel.is_some();
                let pixel = pixel.unwrap_or_default().as_vec2() - 0.5;
                return Corner { position, pixel, outside, projected };
            }
            let projected = position.z > 1e-3;
            let pixel = position.truncate() / position.z * self.focal + self.center;
            return Corner { position, pixel, outside, projected };
        }
        let outside = u8::from(self.behind(position, 0.0));
        let across = position.truncate();
        let radius = libm::sqrtf(across.length_squared());
        let half_tangent = radius / (position.length() + position.z).max(1e-9);
        let step = half_tangent * RADIUS_STEPS;
        let index = step as usize;
        let projected = index + 1 < self.radius.len();
        let mut pixel = self.center;
        if projected && radius > 0.0 {
            let (low, high) = (self.radius[index], self.radius[index + 1]);
            let image = low + (high - low) * (step - index as f32);
            pixel += across * (image / radius) * self.focal;
        }
        Corner { position, pixel, outside, projected }
    }

    /// Prepares a triangle, unless no ray of this camera can meet it.
    fn facet(&self, corners: &[Corner; 3], triangle: u32, instance: u32) -> Option<Facet> {
        if corners[0].outside & corners[1].outside & corners[2].outside != 0 {
            return None;
        }
        let [a, b, c] = corners.map(|corner| corner.position);
        let normal = (b - a).cross(c - a);
        let height = normal.dot(a);
        let size = normal.length();
        // Facing away, edge-on, or without an area.
        if height >= -1e-7 * size {
            return None;
        }
        let ([columns, rows], sampled) = self.extent(corners)?;
        Some(Facet {
            weights: [c.cross(b), a.cross(c), b.cross(a)],
            inverse: normal / height,
            plane_distance: -height / size,
            triangle,
            instance,
            columns,
            rows,
            sampled,
        })
    }

    /// First and last pixel column and row any part of which may see the triangle, and whether a sample may.
    fn extent(&self, corners: &[Corner; 3]) -> Option<([[u16; 2]; 2], bool)> {
        let (columns, rows) = (self.grid.width as i32 - 1, self.grid.height as i32 - 1);
        let everything = Some(([[0, columns as u16], [0, rows as u16]], true));
        if !corners.iter().all(|corner| corner.projected) {
            return everything;
        }
        let [a, b, c] = corners.map(|corner| corner.pixel);
        let (mut low, mut high) = (a.min(b).min(c), a.max(b).max(c));
        let mut slack = PIXEL_SLACK;
        if !matches!(self.grid.lens, Lens::Pinhole { .. }) {
            // Straight edges bulge in the image. A great circle arc that spans p focal lengths leaves its chord by
            // about 0.08 p^2 at the horizon of an equidistant lens; four times that covers any distortion used. The
            // chord of a distorted pinhole is off by p^2 / 8 times the curvature of its distortion, which is below 2.
            let span = ((high - low) / self.focal).max_element();
            if span > 0.36 {
                return everything;
            }
            slack += 0.32 * span * span * self.focal.max_element();
        }
        low -= slack;
        high += slack;
        // Samples are at whole numbers here: is there one between low and high in both directions?
        let sampled = ceil(low.x) as f32 <= high.x && ceil(low.y) as f32 <= high.y;
        low -= PIXEL_HALF;
        high += PIXEL_HALF;
        // Outside the image on one side; beyond it the casts below saturate.
        if high.x < 0.0 || high.y < 0.0 || low.x > columns as f32 || low.y > rows as f32 {
            return None;
        }
        let first = |value: f32| if value <= 0.0 { 0 } else { ceil(value) };
        let [x0, y0] = [first(low.x), first(low.y)];
        let (x1, y1) = ((high.x as i32).min(columns), (high.y as i32).min(rows));
        (x0 <= x1 && y0 <= y1).then_some(([[x0 as u16, x1 as u16], [y0 as u16, y1 as u16]], sampled))
    }
}

/// Ceiling of a small number (`f32::ceil` is a library call on plain x86-64).
fn ceil(value: f32) -> i32 {
    let whole = value as i32;
    whole + i32::from((whole as f32) < value)
}

/// Image radius in focal lengths by tan(theta / 2), a little beyond the reach of the lens.
fn radius_table(k: &[f64; 4], reach: &(f32, f32)) -> Vec<f32> {
    let (sine, cosine) = (f64::from(reach.0), f64::from(reach.1));
    let last = sine / (1.0 + cosine).max(1e-3) * f64::from(RADIUS_STEPS);
    let radius = |step: usize| {
        let theta = 2.0 * libm::atan(step as f64 / f64::from(RADIUS_STEPS));
        let t2 = theta * theta;
        (theta * (1.0 + t2 * (k[0] + t2 * (k[1] + t2 * (k[2] + t2 * k[3]))))) as f32
    };
    (0..=last as usize + 2).map(radius).collect()
}

/// One row of tiles of the picture being seen: for each group of four pixels the nearest facet so far.
pub struct RowBlock<'a> {
    /// Index of the row of tiles.
    pub row: usize,
    /// One over the ray parameter; zero where nothing was met.
    pub inverse: &'a mut [Lanes],
    /// Facet index as raw bits in float lanes (never calculated with); [`NOTHING`] where nothing was met.
    pub facets: &'a mut [Lanes],
}

impl RowBlock<'_> {
    /// Finds the nearest facet of every pixel of the block. Of equally near ones the first wins.
    pub fn see(&mut self, list: &FacetList, grid: &RayGrid) {
        self.clear();
        self.add(list, grid, &list.rows[self.row]);
    }

    /// Forgets what was found.
    pub fn clear(&mut self) {
        self.inverse.fill(Lanes::ZERO);
        self.facets.fill(Lanes::splat(f32::from_bits(NOTHING)));
    }

    /// Looks for nearer ones among some facets of the block.
    pub fn add(&mut self, list: &FacetList, grid: &RayGrid, indices: &[u32]) {
        let top = self.row * TILE;
        for index in indices {
            let facet = &list.facets[*index as usize];
            if !facet.sampled {
                continue;
            }
            let test = FacetTest::new(list, *index);
            let rows = [usize::from(facet.rows[0]).max(top), usize::from(facet.rows[1]).min(top + TILE - 1)];
            let columns = facet.columns.map(usize::from);
            if !facet.is_wide() {
                self.see_groups(&test, grid, rows, [columns[0] / 4, columns[1] / 4]);
                continue;
            }
            for tile in columns[0] / TILE..=columns[1] / TILE {
                if facet.meets_tile(&grid.tiles[self.row * grid.tile_columns() + tile]) {
                    let groups = [(columns[0] / 4).max(tile * 2), (columns[1] / 4).min(tile * 2 + 1)];
                    self.see_groups(&test, grid, rows, groups);
                }
            }
        }
    }

    /// Tests groups of four pixels in the given rows, both ends included.
    #[inline]
    fn see_groups(&mut self, test: &FacetTest, grid: &RayGrid, rows: [usize; 2], groups: [usize; 2]) {
        for row in rows[0]..=rows[1] {
            let start = row * grid.pitch;
            let local = (row - self.row * TILE) * grid.pitch;
            let directions = &grid.directions[start + groups[0]..=start + groups[1]];
            let inverse = &mut self.inverse[local + groups[0]..=local + groups[1]];
            let facets = &mut self.facets[local + groups[0]..=local + groups[1]];
            for ((direction, inverse), facet) in directions.iter().zip(inverse).zip(facets) {
                test.apply(*direction, inverse, facet);
            }
        }
    }
}

/// A facet spread over lanes.
pub struct FacetTest<'a> {
    weights: [Vec3x4; 3],
    inverse: Vec3x4,
    index: Lanes,
    /// All facets and its triangle, where facets come in another order than that of the geometry.
    disordered: Option<(&'a [Facet], u32)>,
}

impl<'a> FacetTest<'a> {
    pub fn new(list: &'a FacetList, index: u32) -> Self {
        let facet = &list.facets[index as usize];
        let late = list.resting.as_ref().is_some_and(|(count, _)| index as usize >= *count);
        Self {
            weights: facet.weights.map(Vec3x4::splat),
            inverse: Vec3x4::splat(facet.inverse),
            index: Lanes::splat(f32::from_bits(index)),
            disordered: late.then_some((&list.facets, facet.triangle)),
        }
    }

    /// Notes the facet for those of four rays that meet it nearer than what was noted.
    #[inline(always)]
    pub fn apply(&self, direction: Vec3x4, nearest: &mut Lanes, facet: &mut Lanes) {
        let [a, b, c] = self.weights.map(|weight| weight.dot(direction));
        let inside = a.fast_min(b).fast_min(c).simd_ge(Lanes::ZERO);
        let inverse = self.inverse.dot(direction);
        let mut closer = inside & inverse.simd_gt(*nearest);
        if let Some((facets, triangle)) = self.disordered {
            closer |= inside & before(facets, triangle, inverse.simd_eq(*nearest), *facet);
        }
        if closer.to_bitmask() != 0 {
            *nearest = closer.bitselect(inverse, *nearest);
            *facet = closer.bitselect(self.index, *facet);
        }
    }
}

/// The `equal` lanes whose facet comes after a triangle in the order of the geometry: of equally near ones the first wins.
fn before(facets: &[Facet], triangle: u32, equal: Lanes, noted: Lanes) -> Lanes {
    let equal = u64::from(equal.to_bitmask());
    if equal == 0 {
        return Lanes::ZERO;
    }
    let noted = noted.as_array().map(f32::to_bits);
    let later = |lane: usize| noted[lane] != NOTHING && facets[noted[lane] as usize].triangle > triangle;
    mask_from_bits((0..4).fold(0, |bits, lane| bits | u64::from(later(lane)) << lane) & equal)
}

impl Facet {
    /// Whether it spans so many columns that tiles are worth a test of their own.
    pub fn is_wide(&self) -> bool {
        self.columns[1] - self.columns[0] >= 2 * TILE as u16
    }

    /// Whether any ray may meet it that passes through a tile or within half a pixel of it.
    pub fn meets_around(&self, grid: &RayGrid, block: usize, tile: usize) -> bool {
        self.meets_tile(&widened(&grid.tiles[block * grid.tile_columns() + tile]))
    }

    /// Whether any direction within the bounds may be inside all edges.
    fn meets_tile(&self, [min, max]: &[Vec3; 2]) -> bool {
        // An empty tile has min > max: nothing to see there.
        min.x <= max.x
            && self.weights.iter().all(|weight| {
                let far = Vec3::select(weight.cmpge(Vec3::ZERO), *max, *min);
                // Rounding of the sum stays below this fraction of its largest terms.
                weight.dot(far) >= -1e-5 * weight.abs().dot(far.abs())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Ray;
    use crate::testing;

    /// Every pixel against every triangle, the slow and obvious way; returns (instance, distance).
    fn brute_force(geometry: &Geometry, eye: &Eye, ray: Vec3) -> Option<(usize, f32)> {
        let direction = eye.camera_from_world.transpose() * ray;
        let mut best: Option<(usize, f32)> = None;
        for (instance, span) in geometry.spans.iter().enumerate() {
            for triangle in span.triangles.clone() {
                let [a, b, c] = geometry.corners(triangle as u32);
                let normal = (b - a).cross(c - a);
                let t = normal.dot(a - eye.position) / normal.dot(direction);
                let query = Ray { origin: eye.position, direction, length: 1e6 };
                let faces = normal.dot(direction) < 0.0;
                if faces && query.crosses(&[a, b, c]) && best.is_none_or(|(_, nearest)| t < nearest) {
                    best = Some((instance, t));
                }
            }
        }
        best
    }

    fn check(lens: Lens) {
        let (scene, state) = testing::clutter();
        let mut geometry = Geometry::new(&scene).unwrap();
        geometry.follow(&scene, &state).unwrap();
        let grid = RayGrid::new(lens, 61, 45);
        for camera in testing::viewpoints() {
            let eye = Eye {
                position: camera.translation.as_vec3(),
                camera_from_world: crate::geometry::matrix(camera.rotation).transpose(),
            };
            let mut list = FacetList::default();
            list.collect(&geometry, &eye, &grid);
            let groups = grid.pitch * TILE;
            let (mut inverse, mut facets) = (vec![Lanes::ZERO; groups], vec![Lanes::ZERO; groups]);
            let (mut differing, mut seen) = (0, 0);
            for block in 0..grid.tile_rows() {
                RowBlock { row: block, inverse: &mut inverse, facets: &mut facets }.see(&list, &grid);
                for row in (block * TILE..(block + 1) * TILE).filter(|row| *row < grid.height) {
                    for column in 0..grid.width {
                        let group = (row - block * TILE) * grid.pitch + column / 4;
                        let index = facets[group].as_array()[column % 4].to_bits();
                        let got = (index != NOTHING).then(|| list.facets[index as usize].instance as usize);
                        let expected = brute_force(&geometry, &eye, grid.direction(column, row));
                        seen += usize::from(expected.is_some());
                        if got != expected.map(|(instance, _)| instance) {
                            differing += 1;
                        } else if let Some((_, t)) = expected {
                            let distance = 1.0 / inverse[group].as_array()[column % 4];
                            assert!((distance - t).abs() < 1e-4 * t, "{distance} {t}");
                        }
                    }
                }
            }
            // Only rays that graze an edge may fall either way.
            assert!(seen > 100 && differing <= 2, "{differing} of {seen} pixels differ");
        }
    }

    #[test]
    fn a_pinhole_sees_what_testing_every_triangle_sees() {
        check(Lens::Pinhole { fx: 40.0, fy: 41.0, cx: 30.0, cy: 22.0 });
    }

    #[test]
    fn a_fisheye_sees_what_testing_every_triangle_sees() {
        let k = [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07];
        check(Lens::FisheyeKb4 { fx: 20.0, fy: 20.1, cx: 30.5, cy: 22.4, k });
    }

    #[test]
    fn a_distorted_pinhole_sees_what_testing_every_triangle_sees() {
        let (k, p) = ([-0.28, 0.09, -0.012], [0.0008, -0.0006]);
        check(Lens::BrownConrady { fx: 40.0, fy: 41.0, cx: 30.0, cy: 22.0, k, p });
        check(Lens::BrownConrady {
            fx: 60.0,
            fy: 60.0,
            cx: 31.0,
            cy: 22.0,
            k: [0.2, 0.05, 0.0],
            p: [0.0; 2],
        });
    }
}
