//! The light that arrives at a tile in `high` pictures, by rays: soft shadows of lights that have a size, indirect light
//! from what is near, and mirror images. Each pixel of a 4 x 4 block takes its own part of the samples;
//! [`crate::filter`] puts the parts together.

use crate::forest::Forest;
use crate::lanes::{Lanes, Vec3x4};
use crate::probe::{BIAS, Prober};
use crate::query::{Quad, Ray, Region, Stack, WideRay, WideRegion};
use crate::rays::TILE;
use crate::shading::{Arriving, facing};
use crate::shadow::{Points, shaft};
use crate::surface::{GROUPS, TileSurface};
use glam::Vec3;
use restage_film::lamps::tangents;
use restage_film::lighting::SHADOW_NEAR;
use restage_film::sampling::{MOST, Samples, place};
use restage_film::{Lamp, Source};

/// Rays to a light with which a pixel begins; where they disagree it takes [`MOST`].
const FIRST: u32 = 4;
/// What is farther away is part of the ambient field, m.
const NEARBY: f32 = 0.7;
/// The part of the ambient light that reaches a surface at distance zero; it grows to all of it at [`NEARBY`].
const CREASE: f32 = 0.35;
/// Surfaces up to this roughness mirror what is there; above, they fade over to the ambient field...
const GLOSSY: f32 = 0.2;
/// ... which is all that those from this roughness on mirror.
const MATT: f32 = 0.4;
/// A mirror image that weighs less than this part of what it shows is not looked for.
const FAINT: f32 = 0.02;
/// What shines by itself is mirrored with at most this many times the luminance of white.
const GLARE: f32 = 4.0;

/// Where a tile is and what its samples are taken from.
pub struct SoftTile<'a> {
    pub samples: &'a Samples,
    /// First pixel of the tile.
    pub column: usize,
    pub row: usize,
}

impl SoftTile<'_> {
    /// The light that arrives at a tile, pixel by pixel.
    pub fn gather(&self, prober: &mut Prober, surface: &TileSurface) -> Arriving {
        let loaded = prober.loaded;
        let mut arriving = Arriving::dark(loaded);
        arriving.field(loaded, surface);
        for (index, lamp) in loaded.lamps.direct.iter().enumerate() {
            let facing = facing(surface, lamp);
            let mut part = [0.0f32; TILE * TILE];
            if !lamp.shadows {
                each(facing, |pixel| part[pixel] = 1.0);
            } else if facing != 0 {
                surface.by_owner(facing, |wanted, own, normal| {
                    let points = Points { positions: &surface.positions, wanted, normal, own };
                    self.shadow(prober, lamp, &points, &mut part);
                });
            }
            for group in 0..GROUPS {
                let four = [0, 1, 2, 3].map(|lane| part[group * 4 + lane]);
                arriving.lit[index * GROUPS + group] = Lanes::new(four);
            }
        }
        surface
            .by_owner(surface.hit, |wanted, own, _| self.nearby(prober, surface, wanted, own, &mut arriving));
        self.mirrors(prober, surface, &mut arriving);
        arriving
    }

    /// The part of a light with a size that reaches each wanted pixel.
    fn shadow(&self, prober: &mut Prober, lamp: &Lamp, points: &Points, part: &mut [f32; TILE * TILE]) {
        let forest = &prober.loaded.forest;
        let trees = match shaft(points, lamp, forest.size) {
            None => forest.all(),
            Some(region) => {
                let region = WideRegion::new(&region);
                let trees = forest.others(&forest.meeting(&region), points.own).into_owned();
                if forest.visit_leaves(&trees, &region, |_, _| false) {
                    return each(points.wanted, |pixel| part[pixel] = 1.0);
                }
                trees
            }
        };
        let mut shade =
            Shade { forest, trees: &trees, lamp, last: Quad::default(), stack: &mut prober.stack };
        each(points.wanted, |pixel| {
            let point = points.positions[pixel / 4].lane(pixel % 4);
            let place = self.place(pixel);
            let [s, t] = lamp.half_axes(point);
            let mut reached = |index: u32| {
                let shift = self.samples.square(place, index);
                u32::from(shade.reached(point, s * shift.x + t * shift.y))
            };
            let mut count = (0..FIRST).map(&mut reached).sum::<u32>();
            let mut of = FIRST;
            if count != 0 && count != FIRST {
                count += (FIRST..MOST).map(&mut reached).sum::<u32>();
                of = MOST;
            }
            part[pixel] = count as f32 / of as f32;
        });
    }

    /// Replaces the ambient light from directions in which something is near by what that sends back.
    fn nearby(
        &self,
        prober: &mut Prober,
        surface: &TileSurface,
        wanted: u64,
        own: usize,
        arriving: &mut Arriving,
    ) {
        let forest = &prober.loaded.forest;
        let Some(region) = around(surface, wanted) else { return };
        let region = WideRegion::new(&region);
        let trees = forest.meeting(&region);
        let trees = forest.others(&trees, own).into_owned();
        if forest.visit_leaves(&trees, &region, |_, _| false) {
            return;
        }
        let share = 1.0 / self.samples.directions as f32;
        each(wanted, |pixel| {
            let (group, lane) = (pixel / 4, pixel % 4);
            let (point, normal) = (surface.positions[group].lane(lane), surface.normals[group].lane(lane));
            let [s, t] = tangents(normal);
            let (mut open, mut back) = (0.0, Vec3::ZERO);
            for index in 0..self.samples.directions {
                let local = self.samples.hemisphere(self.place(pixel), index);
                let direction = s * local.x + t * local.y + normal * local.z;
                let ray = Ray { origin: point + normal * BIAS, direction, length: NEARBY };
                match prober.end(&trees, false, &ray) {
                    None => open += share,
                    Some(end) => {
                        let reach = CREASE + (1.0 - CREASE) * (end.distance / NEARBY);
                        back += prober.luminance(&end, direction, reach) * (std::f32::consts::PI * share);
                    }
                }
            }
            let lux = arriving.lux[group].lane(lane) * open + back;
            arriving.lux[group].put(lane, lux);
            // Rough surfaces mirror the same surroundings.
            let kept = arriving.mirror[group].lane(lane) * open + back * (1.0 / std::f32::consts::PI);
            arriving.mirror[group].put(lane, kept);
        });
    }

    /// What glossy surfaces mirror.
    fn mirrors(&self, prober: &mut Prober, surface: &TileSurface, arriving: &mut Arriving) {
        let loaded = prober.loaded;
        let most = GLARE / loaded.exposure;
        each(surface.hit, |pixel| {
            let (group, lane) = (pixel / 4, pixel % 4);
            let rough = surface.roughness[group].as_array()[lane];
            let sharp = ((MATT - rough) / (MATT - GLOSSY)).clamp(0.0, 1.0);
            if sharp * surface.mirror_weight(group).as_array()[lane] < FAINT {
                return;
            }
            let (point, normal) = (surface.positions[group].lane(lane), surface.normals[group].lane(lane));
            let toward = surface.mirrored(group).lane(lane);
            // A cone about the mirrored direction stands for the lobe.
            let [s, t] = tangents(toward);
            let shift = self.samples.square(self.place(pixel), 0) * (0.7 * rough * rough);
            let direction = (toward + s * shift.x + t * shift.y).normalize_or(toward);
            if direction.dot(normal) <= 0.0 {
                return;
            }
            let ray = Ray { origin: point + normal * BIAS, direction, length: f32::MAX };
            let seen = match prober.end(loaded.in_the_way(), true, &ray) {
                None => loaded.scene.surroundings(direction),
                Some(end) => {
                    let reach = (CREASE + (1.0 - CREASE) * (end.distance / NEARBY)).min(1.0);
                    prober.luminance(&end, direction, reach).min(Vec3::splat(most))
                }
            };
            let mixed = arriving.mirror[group].lane(lane).lerp(seen, sharp);
            arriving.mirror[group].put(lane, mixed);
        });
    }

    fn place(&self, pixel: usize) -> u32 {
        place(self.column + pixel % TILE, self.row + pixel / TILE)
    }
}

/// Adds what is seen through glass to what its surface sends: straight on from where it is, without refraction.
pub fn look_through(prober: &mut Prober, surface: &mut TileSurface) {
    let loaded = prober.loaded;
    surface.emits |= surface.clear != 0;
    each(surface.clear, |pixel| {
        let (group, lane) = (pixel / 4, pixel % 4);
        let (point, direction) = (surface.positions[group].lane(lane), -surface.views[group].lane(lane));
        let ray = Ray { origin: point + direction * BIAS, direction, length: f32::MAX };
        let behind = match prober.end(loaded.in_the_way(), true, &ray) {
            None => loaded.scene.surroundings(direction),
            Some(end) => prober.luminance(&end, direction, 1.0),
        };
        let passing = surface.passing[group].lane(lane);
        surface.emission[group].put(lane, surface.emission[group].lane(lane) + behind * passing);
    });
}

/// Rays of one tile to one light.
struct Shade<'a> {
    forest: &'a Forest,
    trees: &'a [usize],
    lamp: &'a Lamp,
    /// What was in the way last is often in the way again.
    last: Quad,
    stack: &'a mut Stack,
}

impl Shade<'_> {
    /// Whether the light's surface at `shift` from its centre is seen from a point.
    fn reached(&mut self, point: Vec3, shift: Vec3) -> bool {
        let (direction, length) = match self.lamp.source {
            Source::Point(position) => (position + shift - point, 1.0),
            Source::Directional(toward) => (toward + shift, f32::MAX),
        };
        // Start a little towards the light, so that the surface itself does not count.
        let start = BIAS / direction.length().max(1e-6);
        // A point light's own body is not in its way.
        let end = if length < 2.0 { SHADOW_NEAR / direction.length().max(1e-6) } else { 0.0 };
        let length = length * (1.0 - start - end).max(0.0);
        let ray = WideRay::new(&Ray { origin: point + direction * start, direction, length });
        if ray.leaves_through(&self.last) != 0 {
            return false;
        }
        let last = &mut self.last;
        !self.forest.blocks(self.stack, self.trees, &ray, |tree, quads| {
            let found = tree.quads[quads].iter().find(|quad| ray.leaves_through(quad) != 0);
            found.inspect(|quad| *last = **quad).is_some()
        })
    }
}

/// Calls `work` with the index of every pixel in `bits`.
fn each(bits: u64, mut work: impl FnMut(usize)) {
    let mut rest = bits;
    while rest != 0 {
        work(rest.trailing_zeros() as usize);
        rest &= rest - 1;
    }
}

/// The region in which something can be near the wanted pixels and in front of them.
fn around(surface: &TileSurface, wanted: u64) -> Option<Region> {
    if wanted == 0 {
        return None;
    }
    let (mut min, mut max) = (Vec3::INFINITY, Vec3::NEG_INFINITY);
    let first = wanted.trailing_zeros() as usize;
    let normal = surface.normals[first / 4].lane(first % 4);
    let (mut least, mut flat) = (f32::INFINITY, true);
    each(wanted, |pixel| {
        let (group, lane) = (pixel / 4, pixel % 4);
        let point: Vec3 = surface.positions[group].lane(lane);
        (min, max) = (min.min(point), max.max(point));
        least = least.min(normal.dot(point));
        flat &= surface.normals[group].lane(lane).dot(normal) > 0.9999;
    });
    let mut planes = [(Vec3::ZERO, f32::NEG_INFINITY); 5];
    if flat {
        planes[0] = (normal, least + 0.5 * BIAS);
    }
    Some(Region { planes, min: min - NEARBY, max: max + NEARBY })
}

impl Vec3x4 {
    /// Writes one lane.
    fn put(&mut self, lane: usize, value: Vec3) {
        self.x.as_mut_array()[lane] = value.x;
        self.y.as_mut_array()[lane] = value.y;
        self.z.as_mut_array()[lane] = value.z;
    }
}
