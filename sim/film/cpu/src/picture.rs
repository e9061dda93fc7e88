//! A scene made ready for filming, in the state that was filmed last.

use crate::ambience::LaneField;
use crate::forest::Forest;
use crate::geometry::{Geometry, is_convex};
use crate::probe::StillTracer;
use crate::rays::RayGrid;
use crate::texture::{self, Texture};
use crate::visibility::Facet;
use glam::{Mat3, Vec3};
use restage_assets::{Material, Mesh};
use restage_film::lighting::emitted_luminance;
use restage_film::sampling::Samples;
use restage_film::tonemap::{SrgbEncoder, exposure_factor};
use restage_film::{AmbientField, FilmError, FilmScene, FrameState, InstanceBody, Lamps, Quality};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Appearance of one instance.
#[derive(Debug)]
pub struct Look {
    pub color: Vec3,
    /// Base colour times the mean of the texture.
    pub mean: Vec3,
    pub roughness: f32,
    pub metallic: f32,
    pub emission: Vec3,
    /// Part of the light that passes straight through.
    pub transmission: f32,
    pub texture: Option<Arc<Texture>>,
    pub tiles_per_metre: f32,
    /// The tree that the instance is in.
    pub owner: u16,
}

/// The tree of everything that stands still and does not shine by itself.
const STILL: usize = 0;
/// The tree of what stands still and shines: it is in nobody's way.
const SHINING: usize = 1;
/// The tree of the first body.
const FIRST_BODY: usize = 2;

/// A scene made ready, with the trees in the state that was filmed last.
#[derive(Debug)]
pub struct Loaded {
    pub scene: Arc<FilmScene>,
    pub geometry: Geometry,
    pub forest: Forest,
    /// For each body the instances in its tree.
    bodies: Vec<Vec<usize>>,
    /// The trees that can be in the way.
    in_the_way: Vec<usize>,
    /// Number of this scene among those that were loaded.
    number: u64,
    /// Whether the first state has been filmed.
    placed: bool,
    /// Which instances, and which trees, moved after the first state.
    restless: Vec<bool>,
    restless_trees: Vec<bool>,
    pub looks: Vec<Look>,
    pub lamps: Lamps,
    pub field: LaneField,
    pub exposure: f32,
    pub samples: Arc<Samples>,
    pub encoder: Arc<SrgbEncoder>,
}

impl Loaded {
    /// Prepares everything that does not change from frame to frame.
    ///
    /// # Errors
    /// When the scene cannot be drawn.
    pub fn new(
        scene: Arc<FilmScene>,
        number: u64,
        quality: Quality,
        samples: Arc<Samples>,
        encoder: Arc<SrgbEncoder>,
    ) -> Result<Self, FilmError> {
        let geometry = Geometry::new(&scene)?;
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let (mut still, mut shining) = (Vec::new(), Vec::new());
        for (index, instance) in scene.instances.iter().enumerate() {
            let triangles = geometry.spans[index].triangles.clone().map(|triangle| triangle as u32);
            if transmission(&instance.material, quality) > 0.0 {
                // Glass is in nobody's way; its body keeps its tree for what is not of glass.
                if let InstanceBody::Body(body) = instance.body {
                    groups.entry(body).or_default();
                }
                continue;
            }
            match instance.body {
                InstanceBody::Static if instance.material.emission_cd_m2 > 0.0 => shining.extend(triangles),
                InstanceBody::Static => still.extend(triangles),
                InstanceBody::Body(body) => groups.entry(body).or_default().push(index),
            }
        }
        let bodies: Vec<Vec<usize>> = groups.into_values().collect();
        // The trees of bodies are built with the first state: only then their triangles have a place.
        let trees = [still, shining].into_iter().chain(bodies.iter().map(|_| Vec::new())).collect();
        let convex = [false, false].into_iter().chain(convex_bodies(&scene, &bodies)).collect();
        let forest = Forest::new(&geometry, trees, convex, Some(SHINING));
        let looks = looks(&scene, &bodies, quality);
        let lamps = Lamps::of(&scene, quality);
        let field = {
            let tracer = StillTracer { geometry: &geometry, forest: &forest, trees: &[STILL] };
            LaneField::new(AmbientField::of(&scene, &lamps, &tracer))
        };
        let exposure = exposure_factor(scene.exposure_ev100);
        let in_the_way = forest.all();
        let (restless, restless_trees) =
            (vec![false; scene.instances.len()], vec![false; bodies.len() + FIRST_BODY]);
        Ok(Self {
            number,
            placed: false,
            restless,
            restless_trees,
            scene,
            geometry,
            forest,
            bodies,
            in_the_way,
            looks,
            lamps,
            field,
            exposure,
            samples,
            encoder,
        })
    }

    /// The trees that can be in the way of light.
    pub fn in_the_way(&self) -> &[usize] {
        &self.in_the_way
    }

    /// Number of the scene among those loaded, and how many of its instances moved after the first state.
    pub fn serial(&self) -> (u64, usize) {
        (self.number, self.restless.iter().filter(|restless| **restless).count())
    }

    /// Which instances moved after the first state.
    pub fn restless(&self) -> &[bool] {
        &self.restless
    }

    /// Whether a tree did.
    pub fn is_restless(&self, tree: usize) -> bool {
        self.restless_trees[tree]
    }

    /// Poses the scene.
    ///
    /// # Errors
    /// When the state does not fit the scene.
    pub fn follow(&mut self, state: &FrameState) -> Result<(), FilmError> {
        let scene = Arc::clone(&self.scene);
        let moved = self.geometry.follow(&scene, state)?;
        let (bodies, geometry) = (&self.bodies, &self.geometry);
        let instances = |tree: usize| tree.checked_sub(FIRST_BODY).map_or(&[][..], |body| &bodies[body]);
        let triangles = |tree: usize| {
            let spans = instances(tree).iter().map(|index| geometry.spans[*index].triangles.clone());
            spans.flatten().map(|triangle| triangle as u32).collect()
        };
        self.forest.follow(geometry, |tree| instances(tree).iter().any(|index| moved[*index]), triangles);
        if self.placed {
            for (instance, moved) in moved.into_iter().enumerate().filter(|(_, moved)| *moved) {
                self.restless[instance] = moved;
                self.restless_trees[usize::from(self.looks[instance].owner)] = true;
            }
        }
        self.placed = true;
        if let Some(key) = self.lamps.direct.first().filter(|lamp| lamp.shadows) {
            self.forest.cast(&key.source);
        }
        Ok(())
    }
}

/// Part of the light that a material lets through in pictures of a quality.
fn transmission(material: &Material, quality: Quality) -> f32 {
    match quality {
        Quality::Fast => 0.0,
        Quality::High => material.transmission.clamp(0.0, 1.0),
    }
}

/// How every instance looks, and in which tree it is.
fn looks(scene: &FilmScene, bodies: &[Vec<usize>], quality: Quality) -> Vec<Look> {
    let mut owners = vec![STILL; scene.instances.len()];
    for (body, instances) in bodies.iter().enumerate() {
        instances.iter().for_each(|index| owners[*index] = body + FIRST_BODY);
    }
    let look = |(instance, owner): (&restage_film::FilmInstance, usize)| {
        let material = &instance.material;
        let color = Vec3::from(material.base_color);
        let texture = texture::of_material(material, scene.texture_size);
        let mean = texture.as_ref().map_or(Vec3::ONE, |texture| texture.mean());
        let emission = emitted_luminance(color, material.emission_cd_m2.max(0.0));
        let owner = if owner == STILL && emission != Vec3::ZERO { SHINING } else { owner };
        Look {
            color,
            mean: color * mean,
            roughness: material.roughness.clamp(0.0, 1.0),
            metallic: material.metallic.clamp(0.0, 1.0),
            emission,
            transmission: transmission(material, quality),
            texture,
            tiles_per_metre: 1.0 / material.tile_size.max(1e-4),
            owner: owner as u16,
        }
    };
    scene.instances.iter().zip(owners).map(look).collect()
}

/// Which bodies are a single convex mesh. Shared meshes are looked at once.
fn convex_bodies(scene: &FilmScene, bodies: &[Vec<usize>]) -> Vec<bool> {
    let mut known: Vec<(&Arc<Mesh>, bool)> = Vec::new();
    let mut convex = Vec::with_capacity(bodies.len());
    for instances in bodies {
        let [only] = instances[..] else {
            convex.push(false);
            continue;
        };
        let mesh = &scene.instances[only].mesh;
        let found = known.iter().find(|(other, _)| Arc::ptr_eq(other, mesh)).map(|(_, answer)| *answer);
        let answer = found.unwrap_or_else(|| is_convex(mesh));
        if found.is_none() {
            known.push((mesh, answer));
        }
        convex.push(answer);
    }
    convex
}

/// What belongs to one camera's picture.
pub struct Shot<'a> {
    pub grid: &'a RayGrid,
    pub facets: &'a [Facet],
    /// Camera position, world, m.
    pub eye: Vec3,
    pub world_from_camera: Mat3,
    /// From luminance to linear pixel values, per channel.
    pub exposure: Vec3,
}
