//! Ambient occlusion: how much of the surroundings a point sees past what is near it.

use crate::forest::Forest;
use crate::lanes::Vec3x4;
use crate::query::{Ray, Region, Stack, WideRegion};
use crate::sampling::{Samples, hash, tangents};
use glam::Vec3;

/// Beyond this nothing occludes, m.
const RADIUS: f32 = 0.6;
/// Rays start this far from the surface, m.
const BIAS: f32 = 5e-4;
/// Rays per pixel and pass.
const RAYS: u32 = 2;
/// An occluder is not black: this part of the light it blocks comes back from it.
const RETURNED: f32 = 0.25;

/// What decides the rays of a tile.
pub struct OcclusionDraw<'a> {
    pub samples: &'a Samples,
    /// First pixel of the tile.
    pub column: u32,
    pub row: u32,
    /// Which sample of the pixel.
    pub index: u32,
}

/// For each pixel of `wanted`, all on tree `own`, the part of the surroundings that is open, `0..=1`; the others are 1.
///
/// Rays follow the cosine about the normal. Each has a length drawn evenly from zero to [`RADIUS`], so that the
/// chance to be blocked falls off linearly with the distance of the occluder.
pub fn openness(
    forest: &Forest,
    positions: &[Vec3x4; 16],
    normals: &[Vec3x4; 16],
    wanted: u64,
    own: usize,
    draw: &OcclusionDraw,
) -> [f32; 64] {
    let mut open = [1.0; 64];
    let trees = around(forest, positions, wanted);
    let trees = forest.others(&trees, own);
    let mut stack = Stack::new();
    let mut bits = wanted;
    while bits != 0 {
        let pixel = bits.trailing_zeros();
        bits &= bits - 1;
        let (group, lane) = (pixel as usize / 4, pixel as usize % 4);
        let (point, normal) = (positions[group].lane(lane), normals[group].lane(lane));
        let [s, t] = tangents(normal);
        let start = hash(draw.column + pixel % 8, draw.row + pixel / 8, 0).wrapping_add(draw.index * RAYS);
        let mut blocked = 0;
        for ray in 0..RAYS {
            let local = draw.samples.hemisphere(start.wrapping_add(ray));
            let direction = s * local.x + t * local.y + normal * local.z;
            // Another part of the hash, so that length and direction are independent.
            let length = RADIUS * draw.samples.length((start >> 12).wrapping_add(draw.index * RAYS + ray));
            let ray = Ray { origin: point + normal * BIAS, direction, length };
            let stopped = forest.blocks(&mut stack, &trees, &ray, |tree, slots| {
                tree.corners[slots].iter().any(|corners| ray.crosses(corners))
            });
            blocked += u32::from(stopped);
        }
        open[pixel as usize] = 1.0 - blocked as f32 / RAYS as f32 * (1.0 - RETURNED);
    }
    open
}

/// The trees within reach of any wanted point.
fn around(forest: &Forest, positions: &[Vec3x4; 16], wanted: u64) -> Vec<usize> {
    let points =
        (0..64).filter(|pixel| wanted >> pixel & 1 == 1).map(|pixel| positions[pixel / 4].lane(pixel % 4));
    let nothing = (Vec3::INFINITY, Vec3::NEG_INFINITY);
    let (min, max) = points.fold(nothing, |(min, max), point| (min.min(point), max.max(point)));
    let planes = [(Vec3::ZERO, f32::NEG_INFINITY); 5];
    let region = Region { planes, min: min - RADIUS, max: max + RADIUS };
    forest.meeting(&WideRegion::new(&region))
}
