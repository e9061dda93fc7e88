//! Single rays through a scene and the light that comes back along them, for indirect light and mirrors.

use crate::forest::Forest;
use crate::geometry::Geometry;
use crate::picture::Loaded;
use crate::query::{Ray, Stack, WideRay};
use glam::Vec3;
use restage_film::lighting::{DIELECTRIC_F0, SHADOW_NEAR};
use restage_film::{Encounter, Lamp, Source, Tracer};
use std::f32::consts::PI;

/// Rays from a surface start this far in front of it, m.
pub const BIAS: f32 = 5e-4;
/// So many lights are asked for shadows where a ray ends.
const SHADOWED: usize = 2;
/// What a metal sends on as if it were diffuse, so that it does not look black in what mirrors it.
const METAL_SHARE: f32 = 0.6;

/// Where a ray ended.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// World, m.
    pub position: Vec3,
    /// Unit normal of the triangle, outwards.
    pub normal: Vec3,
    /// Instance of the scene.
    pub instance: usize,
    /// Ray parameter.
    pub distance: f32,
}

/// What single rays need.
pub struct Prober<'a> {
    pub loaded: &'a Loaded,
    pub stack: Stack,
}

impl<'a> Prober<'a> {
    pub fn new(loaded: &'a Loaded) -> Self {
        Self { loaded, stack: Stack::new() }
    }

    /// Where a ray through some trees ends; what shines by itself counts if `shining`.
    pub fn end(&mut self, trees: &[usize], shining: bool, ray: &Ray) -> Option<End> {
        let (triangle, distance) = self.loaded.forest.nearest(&mut self.stack, trees, shining, ray)?;
        let (normal, instance) = about(&self.loaded.geometry, triangle);
        Some(End { position: ray.origin + ray.direction * distance, normal, instance, distance })
    }

    /// Luminance that the surface at a ray's end sends back, taken as matt. `open` is the part of the ambient light that
    /// reaches it. What is seen from inside is black.
    pub fn luminance(&mut self, end: &End, direction: Vec3, open: f32) -> Vec3 {
        if end.normal.dot(direction) >= 0.0 {
            return Vec3::ZERO;
        }
        let look = &self.loaded.looks[end.instance];
        if look.emission != Vec3::ZERO {
            return look.emission;
        }
        let diffuse = (1.0 - DIELECTRIC_F0) * (1.0 - (1.0 - METAL_SHARE) * look.metallic);
        let ambient = self.loaded.field.at(end.position, end.normal).illuminance(end.normal) * open;
        let direct: Vec3 = (0..self.loaded.lamps.direct.len())
            .map(|index| self.direct(index, end.position, end.normal))
            .sum();
        look.mean * (ambient + direct) * (diffuse / PI)
    }

    /// Illuminance by one light.
    fn direct(&mut self, index: usize, position: Vec3, normal: Vec3) -> Vec3 {
        let lamp = &self.loaded.lamps.direct[index];
        let (toward, falloff) = lamp.source.toward(position);
        let cosine = normal.dot(toward);
        if cosine <= 0.0 {
            return Vec3::ZERO;
        }
        let lit = index >= SHADOWED || !lamp.shadows || {
            let ray =
                Ray { origin: position + normal * BIAS, direction: toward, length: free_way(lamp, position) };
            !blocked(&self.loaded.forest, &mut self.stack, self.loaded.in_the_way(), &ray)
        };
        if lit { lamp.strength * (falloff * cosine) } else { Vec3::ZERO }
    }
}

/// Whether anything that faces the light stands in a ray's way.
fn blocked(forest: &Forest, stack: &mut Stack, trees: &[usize], ray: &Ray) -> bool {
    let ray = WideRay::new(ray);
    forest.blocks(stack, trees, &ray, |tree, quads| {
        tree.quads[quads].iter().any(|quad| ray.leaves_through(quad) != 0)
    })
}

/// How far the way to a lamp must be free, m: to just before its body.
fn free_way(lamp: &Lamp, position: Vec3) -> f32 {
    match lamp.source {
        Source::Point(at) => ((at - position).length() - SHADOW_NEAR).max(0.0),
        Source::Directional(_) => f32::MAX,
    }
}

/// Unit normal and instance of a triangle.
fn about(geometry: &Geometry, triangle: u32) -> (Vec3, usize) {
    let [a, b, c] = geometry.corners(triangle);
    let at = triangle as usize;
    let instance = geometry.spans.partition_point(|span| span.triangles.end <= at);
    ((b - a).cross(c - a).normalize_or(Vec3::Z), instance)
}

/// Looks along rays through what stands still, before there is a first state.
pub struct StillTracer<'a> {
    pub geometry: &'a Geometry,
    pub forest: &'a Forest,
    /// The trees of what stands still and can be in the way.
    pub trees: &'a [usize],
}

impl Tracer for StillTracer<'_> {
    fn nearest(&self, origin: Vec3, direction: Vec3) -> Option<Encounter> {
        let ray = Ray { origin, direction, length: f32::MAX };
        let (triangle, distance) = self.forest.nearest(&mut Stack::new(), self.trees, true, &ray)?;
        let (normal, instance) = about(self.geometry, triangle);
        Some(Encounter { distance, normal, instance })
    }

    fn open(&self, origin: Vec3, direction: Vec3, length: f32) -> bool {
        !blocked(self.forest, &mut Stack::new(), self.trees, &Ray { origin, direction, length })
    }
}
