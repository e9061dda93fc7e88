//! Which pixels of a tile a light reaches.
//!
//! The points of a tile and the light span a slim region. Triangles that reach into it are found by one walk through
//! the trees for all 64 points; most tiles find none and are done. For each one found, the points behind it are those
//! inside its shadow volume: three planes through its edges along the light and its own plane, again functions that
//! are linear in the point. First a box around the points is tested against the four planes at once, then quarters of
//! the tile, then points four at a time. Only triangles that face the light cast shadows.

use crate::forest::Forest;
use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::query::{Ray, Region, Stack, WideRay, WideRegion};
use glam::{DVec3, Vec3};
use restage_film::lighting::SHADOW_NEAR;
use restage_film::{Lamp, Source};

/// How far behind a triangle a point must lie to be in its shadow, m: absorbs rounding on the surface itself.
const BIAS: f32 = 3e-4;
/// Slack of region planes, m.
const SLACK: f32 = 1e-4;
/// More leaves than this are not tested against a whole tile.
const MAX_LEAVES: usize = 12;

/// Points of a tile, world, m; which of them are asked about; and a unit normal that fits the first of them.
#[derive(Clone, Copy)]
pub struct Points<'a> {
    pub positions: &'a [Vec3x4; 16],
    pub wanted: u64,
    pub normal: Vec3,
    /// The tree that the points lie on.
    pub own: usize,
}

/// The wanted points that the light reaches unobstructed.
pub fn lit(forest: &Forest, source: &Source, points: &Points) -> u64 {
    let mut pending = points.wanted;
    if pending == 0 {
        return 0;
    }
    let Some(region) = region(points, source, Margin::NONE) else {
        return lit_one_by_one(forest, &forest.all(), source, points);
    };
    let region = WideRegion::new(&region);
    let trees = forest.meeting(&region);
    let trees = forest.others(&trees, points.own);
    let patch = Patch::new(points);
    let mut leaves = 0;
    let few = forest.visit_leaves(&trees, &region, |tree, slots| {
        for volume in &tree.volumes[slots] {
            pending &= !volume.contains(&patch, pending);
        }
        leaves += 1;
        pending != 0 && leaves < MAX_LEAVES
    });
    if few || pending == 0 {
        return pending;
    }
    // A finely meshed thing in the way: what is still in doubt is cheaper ray by ray.
    lit_one_by_one(forest, &trees, source, &Points { wanted: pending, ..*points })
}

/// A region that holds every segment from a wanted point to any place of a light with a size, in a scene of `size` m.
/// Nothing when the points surround the light.
pub fn shaft(points: &Points, lamp: &Lamp, size: f32) -> Option<Region> {
    let reach = lamp.reach();
    let margin = match lamp.source {
        Source::Point(_) => Margin { length: reach, cosine: 0.0 },
        Source::Directional(_) => Margin { length: reach * size, cosine: reach },
    };
    region(points, &lamp.source, margin)
}

/// The region of [`lit`]: what lies wholly outside keeps no light off the points. Nothing when that may be anything.
pub fn way(points: &Points, source: &Source) -> Option<Region> {
    region(points, source, Margin::NONE)
}

/// How much wider than the segments to the middle of a light a region must be.
#[derive(Clone, Copy)]
struct Margin {
    /// On all sides, m.
    length: f32,
    /// Cosine to a directional light below which some of it may be behind the surface.
    cosine: f32,
}

impl Margin {
    const NONE: Self = Self { length: 0.0, cosine: 0.03 };
}

/// The wanted points that lie in the shadow volume of no triangle that their ray to the light comes near.
fn lit_one_by_one(forest: &Forest, trees: &[usize], source: &Source, points: &Points) -> u64 {
    let mut lit = 0;
    let mut stack = Stack::new();
    let mut bits = points.wanted;
    // What shadows one pixel often shadows the next.
    let mut last = Volume::NONE;
    while bits != 0 {
        let pixel = bits.trailing_zeros() as usize;
        bits &= bits - 1;
        let point = points.positions[pixel / 4].lane(pixel % 4);
        let wide = Vec3x4::splat(point);
        if last.holds(&wide) {
            continue;
        }
        let (direction, length) = match source {
            Source::Point(position) => (*position - point, 1.0),
            Source::Directional(toward) => (*toward, f32::MAX),
        };
        let ray = WideRay::new(&Ray { origin: point, direction, length });
        let blocked = forest.blocks(&mut stack, trees, &ray, |tree, quads| {
            let found =
                tree.volumes[quads.start * 4..quads.end * 4].iter().find(|volume| volume.holds(&wide));
            found.inspect(|volume| last = **volume).is_some()
        });
        lit |= u64::from(!blocked) << pixel;
    }
    lit
}

/// Least and greatest of a quantity over the wanted points.
fn range(points: &Points, quantity: impl Fn(&Vec3x4) -> Lanes) -> (f32, f32) {
    let (mut low, mut high) = (Lanes::splat(f32::INFINITY), Lanes::splat(f32::NEG_INFINITY));
    for (group, position) in points.positions.iter().enumerate() {
        let bits = points.wanted >> (4 * group) & 15;
        if bits != 0 {
            let mask = mask_from_bits(bits);
            let value = quantity(position);
            low = low.fast_min(mask.bitselect(value, Lanes::splat(f32::INFINITY)));
            high = high.fast_max(mask.bitselect(value, Lanes::splat(f32::NEG_INFINITY)));
        }
    }
    let (low, high) = (low.to_array(), high.to_array());
    (low[0].min(low[1]).min(low[2].min(low[3])), high[0].max(high[1]).max(high[2].max(high[3])))
}

/// The axis of a vector's largest component.
fn dominant(v: Vec3) -> usize {
    let v = v.abs();
    if v.x >= v.y && v.x >= v.z {
        0
    } else if v.y >= v.z {
        1
    } else {
        2
    }
}

fn component(v: &Vec3x4, axis: usize) -> Lanes {
    [v.x, v.y, v.z][axis]
}

/// A region that holds every segment from a wanted point to the light, widened by a margin. Nothing when the
/// points surround the light.
fn region(points: &Points, source: &Source, margin: Margin) -> Option<Region> {
    let bounds: [(f32, f32); 3] = std::array::from_fn(|axis| range(points, |p| component(p, axis)));
    let (mut min, mut max) = (Vec3::from(bounds.map(|b| b.0)), Vec3::from(bounds.map(|b| b.1)));
    let axes = Vec3::AXES;
    let mut planes = [(Vec3::ZERO, f32::NEG_INFINITY); 5];
    match *source {
        Source::Point(light) => {
            let k = dominant((min + max) * 0.5 - light);
            let (low, high) = (min[k] - light[k], max[k] - light[k]);
            let side = if low > 1e-3 {
                1.0
            } else if high < -1e-3 {
                -1.0
            } else {
                return None;
            };
            for (slot, axis) in [(k + 1) % 3, (k + 2) % 3].into_iter().enumerate() {
                let (at, depth) = (Lanes::splat(light[axis]), Lanes::splat(light[k]));
                let slope = |p: &Vec3x4| (component(p, axis) - at) / (component(p, k) - depth);
                let (least, greatest) = range(points, slope);
                for (half, (sign, slope)) in [(side, least), (-side, greatest)].into_iter().enumerate() {
                    let normal = (axes[axis] - axes[k] * slope) * sign;
                    planes[slot * 2 + half] = (normal, normal.dot(light));
                }
            }
            (min, max) = (min.min(light), max.max(light));
        }
        Source::Directional(toward) => {
            let k = dominant(toward);
            for (slot, axis) in [(k + 1) % 3, (k + 2) % 3].into_iter().enumerate() {
                let normal = axes[axis] - axes[k] * (toward[axis] / toward[k]);
                let lanes = Vec3x4::splat(normal);
                let (least, greatest) = range(points, |p| p.dot(lanes));
                planes[slot * 2] = (normal, least);
                planes[slot * 2 + 1] = (-normal, -greatest);
            }
            max = Vec3::select(toward.cmpgt(Vec3::ZERO), Vec3::INFINITY, max);
            min = Vec3::select(toward.cmplt(Vec3::ZERO), Vec3::NEG_INFINITY, min);
        }
    }
    for (normal, least) in &mut planes[..4] {
        *least -= (margin.length + SLACK) * normal.length();
    }
    planes[4] = ground(points, source, margin);
    Some(Region { planes, min: min - (margin.length + SLACK), max: max + (margin.length + SLACK) })
}

/// The plane below which nothing can come between the points and the light: it spares the surface that the points
/// lie on.
fn ground(points: &Points, source: &Source, margin: Margin) -> (Vec3, f32) {
    let normal = points.normal;
    let lanes = Vec3x4::splat(normal);
    let (least, greatest) = range(points, |p| p.dot(lanes));
    let above = match source {
        Source::Point(light) => normal.dot(*light) - margin.length > greatest,
        Source::Directional(toward) => normal.dot(*toward) > margin.cosine,
    };
    if above { (normal, least + 0.5 * BIAS) } else { (Vec3::ZERO, f32::NEG_INFINITY) }
}

/// The points of a tile with boxes around all of them and around each quarter.
struct Patch<'a> {
    positions: &'a [Vec3x4; 16],
    whole: Span,
    quarters: [Span; 4],
}

/// A box by centre and half extents, in all lanes.
#[derive(Clone, Copy)]
struct Span {
    center: Vec3x4,
    half: Vec3x4,
}

impl<'a> Patch<'a> {
    fn new(points: &Points<'a>) -> Self {
        let span = |wanted: u64| {
            let part = Points { wanted, ..*points };
            let bounds: [(f32, f32); 3] = std::array::from_fn(|axis| range(&part, |p| component(p, axis)));
            let (min, max) = (Vec3::from(bounds.map(|b| b.0)), Vec3::from(bounds.map(|b| b.1)));
            // A hair wider, for rounding.
            let half = (max - min) * 0.500_01 + 1e-6;
            Span { center: Vec3x4::splat((min + max) * 0.5), half: Vec3x4::splat(half) }
        };
        let quarters = std::array::from_fn(|quarter| span(points.wanted & 0xFFFF << (16 * quarter)));
        Self { positions: points.positions, whole: span(points.wanted), quarters }
    }
}

/// What lies behind a triangle as seen from the light: inside where `normal . p + offset >= 0` for four planes, one
/// per lane: through the three edges along the light, and the triangle's own.
#[derive(Clone, Copy, Debug)]
pub struct Volume {
    normal: Vec3x4,
    offset: Lanes,
}

impl Volume {
    /// Nothing is inside.
    const NONE: Self = Self { normal: Vec3x4::ZERO, offset: Lanes::splat(f32::NEG_INFINITY) };

    /// Whether a point, spread over the lanes, is inside.
    #[inline(always)]
    fn holds(&self, point: &Vec3x4) -> bool {
        (self.normal.dot(*point) + self.offset).simd_ge(Lanes::ZERO).to_bitmask() == 15
    }

    /// The shadow volume of a triangle; empty when it faces away or is the lamp's own. Calculated in double
    /// precision: offsets are small differences of products of world coordinates.
    pub fn new(corners: &[Vec3; 3], source: &Source) -> Self {
        let [a, b, c] = corners.map(|corner| corner.as_dvec3());
        let normal = (b - a).cross(c - a);
        let behind = (-normal, normal.dot(a) - f64::from(BIAS) * normal.length());
        let planes = match source {
            Source::Point(light) => {
                let light = light.as_dvec3();
                let (p, q, r) = (a - light, b - light, c - light);
                let near = |corner: &DVec3| corner.length_squared() < f64::from(SHADOW_NEAR * SHADOW_NEAR);
                let edge = |from: &DVec3, to: &DVec3| {
                    let plane = to.cross(*from);
                    (plane, -plane.dot(light))
                };
                let casts = normal.dot(p) < 0.0 && !(near(&p) && near(&q) && near(&r));
                casts.then(|| [edge(&p, &q), edge(&q, &r), edge(&r, &p), behind])
            }
            Source::Directional(toward) => {
                let toward = toward.as_dvec3();
                let edge =
                    |from: &DVec3, to: &DVec3| ((*from - *to).cross(toward), toward.dot(from.cross(*to)));
                (normal.dot(toward) > 0.0).then(|| [edge(&a, &b), edge(&b, &c), edge(&c, &a), behind])
            }
        };
        let Some(planes) = planes else { return Self::NONE };
        let axis = |axis: usize| Lanes::new(planes.map(|(normal, _)| normal[axis] as f32));
        Self {
            normal: Vec3x4::new(axis(0), axis(1), axis(2)),
            offset: Lanes::new(planes.map(|(_, offset)| offset as f32)),
        }
    }

    /// Least and greatest value of the planes over a box, less the offset's rounding.
    #[inline(always)]
    fn extremes(&self, span: &Span) -> (Lanes, Lanes) {
        let middle = self.normal.dot(span.center) + self.offset;
        let n = &self.normal;
        let reach = n.x.abs() * span.half.x + n.y.abs() * span.half.y + n.z.abs() * span.half.z;
        (middle - reach, middle + reach)
    }

    /// Which of the pending points are inside.
    #[inline]
    fn contains(&self, patch: &Patch, pending: u64) -> u64 {
        let (least, greatest) = self.extremes(&patch.whole);
        if greatest.simd_lt(Lanes::ZERO).to_bitmask() != 0 {
            return 0;
        }
        if least.simd_ge(Lanes::ZERO).to_bitmask() == 15 {
            return pending;
        }
        let mut inside = 0;
        for (quarter, span) in patch.quarters.iter().enumerate() {
            let part = pending & 0xFFFF << (16 * quarter);
            let (_, greatest) = self.extremes(span);
            if part != 0 && greatest.simd_lt(Lanes::ZERO).to_bitmask() == 0 {
                inside |= self.contains_points(patch.positions, part);
            }
        }
        inside
    }

    /// Which of the pending points are inside, point by point.
    fn contains_points(&self, positions: &[Vec3x4; 16], pending: u64) -> u64 {
        let planes: [(Vec3x4, Lanes); 4] = std::array::from_fn(|plane| {
            (Vec3x4::splat(self.normal.lane(plane)), Lanes::splat(self.offset.as_array()[plane]))
        });
        let mut inside = 0;
        let first = pending.trailing_zeros() as usize / 16 * 4;
        for (group, position) in positions.iter().enumerate().skip(first).take(4) {
            let [a, b, c, d] = [0, 1, 2, 3].map(|plane| {
                let (normal, offset) = planes[plane];
                normal.dot(*position) + offset
            });
            let all = a.fast_min(b).fast_min(c.fast_min(d)).simd_ge(Lanes::ZERO);
            inside |= u64::from(all.to_bitmask()) << (4 * group);
        }
        inside & pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Geometry;
    use crate::testing::{self, Draw};

    /// A single ray through all trees for each wanted point.
    fn lit_by_rays(forest: &Forest, source: &Source, points: &Points) -> u64 {
        let reached = |pixel: usize| {
            let point = points.positions[pixel / 4].lane(pixel % 4);
            let (direction, length) = match source {
                Source::Point(position) => (*position - point, 1.0),
                Source::Directional(toward) => (*toward, f32::MAX),
            };
            let start = 2.0 * BIAS / direction.length().max(1e-6);
            let length = length * (1.0 - start).max(0.0);
            let ray = WideRay::new(&Ray { origin: point + direction * start, direction, length });
            !forest.blocks(&mut Stack::new(), &forest.all(), &ray, |tree, quads| {
                tree.quads[quads].iter().any(|quad| ray.leaves_through(quad) != 0)
            })
        };
        let wanted = (0..64).filter(|pixel| points.wanted >> pixel & 1 == 1);
        wanted.fold(0, |lit, pixel| lit | u64::from(reached(pixel)) << pixel)
    }

    #[test]
    fn a_tile_is_lit_exactly_where_single_rays_reach_the_light() {
        let (scene, state) = testing::clutter();
        let mut geometry = Geometry::new(&scene).unwrap();
        geometry.follow(&scene, &state).unwrap();
        let half = geometry.triangles.len() as u32 / 2;
        let groups = vec![(0..half).collect(), (half..geometry.triangles.len() as u32).collect()];
        let forest = Forest::new(&geometry, groups, Vec::new(), None);
        let mut draw = Draw::new(11);
        let (mut dark, mut bright, mut differing) = (0, 0, 0);
        for round in 0..300 {
            // An 8 x 8 patch of points hanging in the air.
            let (center, s, t) = (draw.vector(-0.8, 0.8), draw.vector(-0.02, 0.02), draw.vector(-0.02, 0.02));
            let positions: [Vec3x4; 16] = std::array::from_fn(|group| {
                let point = |lane: usize| {
                    let pixel = group * 4 + lane;
                    center + s * (pixel % 8) as f32 + t * (pixel / 8) as f32
                };
                let lanes: [Vec3; 4] = std::array::from_fn(point);
                let axis = |axis: usize| Lanes::new(lanes.map(|p| p[axis]));
                Vec3x4 { x: axis(0), y: axis(1), z: axis(2) }
            });
            let wanted = draw.bits();
            let source = if round % 2 == 0 {
                Source::Point(draw.vector(-2.0, 2.0))
            } else {
                Source::Directional(draw.vector(-1.0, 1.0).normalize())
            };
            // A normal that says nothing: the ground plane must then not cut off anything.
            let points = Points { positions: &positions, wanted, normal: -source.toward(center).0, own: 0 };
            let mut forest = forest.clone();
            forest.cast(&source);
            let fast = lit(&forest, &source, &points);
            let slow = lit_by_rays(&forest, &source, &points);
            assert_eq!(fast & !wanted, 0);
            let single = lit_one_by_one(&forest, &forest.all(), &source, &points);
            differing += (fast ^ slow).count_ones() + (fast ^ single).count_ones();
            bright += fast.count_ones();
            dark += (wanted & !fast).count_ones();
        }
        // Rounding may tip rays that graze an edge or start within the bias.
        assert!(bright > 500 && dark > 500 && differing * 200 < bright + dark, "{bright} {dark} {differing}");
    }
}
