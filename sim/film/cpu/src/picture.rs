//! One picture of one state: visibility and shading by rows of tiles, then edges, then bytes.

use crate::antialias::Edges;
use crate::forest::Forest;
use crate::geometry::{Geometry, is_convex, matrix};
use crate::lanes::{Lanes, Vec3x4};
use crate::rays::{RayGrid, TILE};
use crate::sampling::Samples;
use crate::shading::{Lamp, shade};
use crate::shadow::Source;
use crate::surface::{GROUPS, TileSurface, group_index};
use crate::texture::{self, Texture};
use crate::visibility::{Eye, Facet, FacetList, NOTHING, RowBlock};
use crate::workers::Workers;
use glam::{Mat3, Vec3};
use restage_assets::Mesh;
use restage_film::lighting::emitted_luminance;
use restage_film::tonemap::{SrgbEncoder, exposure_factor};
use restage_film::{CameraImage, Channels, FilmError, FilmScene, FrameState, InstanceBody, PosedCamera};
use restage_scenes::LightKind;
use std::collections::BTreeMap;
use std::f32::consts::PI;
use std::sync::Arc;

/// Appearance of one instance.
#[derive(Debug)]
pub struct Look {
    pub color: Vec3,
    pub roughness: f32,
    pub metallic: f32,
    pub emission: Vec3,
    pub texture: Option<Arc<Texture>>,
    pub tiles_per_metre: f32,
    /// The tree that the instance is in.
    pub owner: u16,
}

/// A scene made ready, with the trees in the state that was filmed last.
#[derive(Debug)]
pub struct Loaded {
    pub scene: Arc<FilmScene>,
    pub geometry: Geometry,
    /// The first tree holds everything static, then comes one per body.
    pub forest: Forest,
    /// For each tree after the first the instances in it.
    bodies: Vec<Vec<usize>>,
    pub looks: Vec<Look>,
    pub lamps: Vec<Lamp>,
    pub ambient_lux: f32,
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
        samples: Arc<Samples>,
        encoder: Arc<SrgbEncoder>,
    ) -> Result<Self, FilmError> {
        let geometry = Geometry::new(&scene)?;
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut still = Vec::new();
        for (index, instance) in scene.instances.iter().enumerate() {
            match instance.body {
                InstanceBody::Static => {
                    still.extend(geometry.spans[index].triangles.clone().map(|triangle| triangle as u32));
                }
                InstanceBody::Body(body) => groups.entry(body).or_default().push(index),
            }
        }
        let bodies: Vec<Vec<usize>> = groups.into_values().collect();
        // The trees of bodies are built with the first state: only then their triangles have a place.
        let empty = bodies.iter().map(|_| Vec::new());
        let convex = std::iter::once(false).chain(convex_bodies(&scene, &bodies)).collect();
        let forest = Forest::new(&geometry, std::iter::once(still).chain(empty).collect(), convex);
        let mut owners = vec![0; scene.instances.len()];
        for (body, instances) in bodies.iter().enumerate() {
            instances.iter().for_each(|index| owners[*index] = body as u16 + 1);
        }
        let looks = scene.instances.iter().zip(owners).map(|(instance, owner)| {
            let material = &instance.material;
            let color = Vec3::from(material.base_color);
            Look {
                color,
                roughness: material.roughness.clamp(0.0, 1.0),
                metallic: material.metallic.clamp(0.0, 1.0),
                emission: emitted_luminance(color, material.emission_cd_m2.max(0.0)),
                texture: texture::of_material(material, scene.texture_size),
                tiles_per_metre: 1.0 / material.tile_size.max(1e-4),
                owner,
            }
        });
        Ok(Self {
            looks: looks.collect(),
            lamps: lamps(&scene),
            ambient_lux: scene.ambient_lux as f32,
            exposure: exposure_factor(scene.exposure_ev100),
            geometry,
            forest,
            bodies,
            samples,
            encoder,
            scene,
        })
    }

    /// Poses the scene.
    ///
    /// # Errors
    /// When the state does not fit the scene.
    pub fn follow(&mut self, state: &FrameState) -> Result<(), FilmError> {
        let scene = Arc::clone(&self.scene);
        let moved = self.geometry.follow(&scene, state)?;
        let (bodies, geometry) = (&self.bodies, &self.geometry);
        let instances = |tree: usize| tree.checked_sub(1).map_or(&[][..], |body| &bodies[body]);
        let triangles = |tree: usize| {
            let spans = instances(tree).iter().map(|index| geometry.spans[*index].triangles.clone());
            spans.flatten().map(|triangle| triangle as u32).collect()
        };
        self.forest.follow(geometry, |tree| instances(tree).iter().any(|index| moved[*index]), triangles);
        if let Some(key) = self.lamps.iter().find(|lamp| lamp.key) {
            self.forest.cast(&key.source);
        }
        Ok(())
    }
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

/// Lights in the form in which they are shaded.
fn lamps(scene: &FilmScene) -> Vec<Lamp> {
    let key = scene.lights.iter().position(|light| light.shadows);
    let lamp = |(index, light): (usize, &restage_scenes::Light)| {
        let (source, strength) = match light.kind {
            LightKind::Directional { direction, illuminance_lux } => {
                (Source::Directional(-direction.as_vec3().normalize_or(Vec3::NEG_Z)), illuminance_lux as f32)
            }
            LightKind::Point { position, flux_lumen } => {
                (Source::Point(position.as_vec3()), flux_lumen as f32 / (4.0 * PI))
            }
        };
        let strength = Vec3::from(light.color) * strength;
        Lamp { source, strength, key: key == Some(index), shadows: light.shadows }
    };
    scene.lights.iter().enumerate().map(lamp).collect()
}

/// What belongs to one pass over one camera's picture.
pub struct Shot<'a> {
    pub grid: &'a RayGrid,
    pub facets: &'a [Facet],
    /// Camera position, world, m.
    pub eye: Vec3,
    pub world_from_camera: Mat3,
    /// Which of several samples per pixel this is; `None` for the hard shadows and plain ambient light of `fast`.
    pub sample: Option<u32>,
}

/// Buffers that are kept from picture to picture.
#[derive(Debug, Default)]
pub struct Canvas {
    list: FacetList,
    inverse: Vec<Lanes>,
    facets: Vec<Lanes>,
    /// Display-linear colour.
    color: Vec<Vec3x4>,
    /// Sum of several passes.
    sum: Vec<Vec3x4>,
}

impl Canvas {
    /// Films with one hard sample per pixel; edges of things are smoothed afterwards.
    pub fn film_fast(
        &mut self,
        loaded: &Loaded,
        camera: &PosedCamera,
        grid: &RayGrid,
        channels: Channels,
        workers: &Workers,
    ) -> CameraImage {
        self.pass(loaded, camera, grid, None, workers);
        let mut image = CameraImage { width: camera.width, height: camera.height, ..CameraImage::default() };
        self.channels(grid, channels, &mut image);
        let edges =
            Edges { grid, list: &self.list, seen: &self.facets, inverse: &self.inverse, color: &self.color };
        encode(&loaded.encoder, grid, workers, &mut image, |block, write| edges.smooth(block, write));
        image
    }

    /// Films with one pass per grid, each with its own samples of lights and occlusion. The first grid passes
    /// through the pixel centres: depth and ids are its.
    pub fn film_high(
        &mut self,
        loaded: &Loaded,
        camera: &PosedCamera,
        grids: &[Arc<RayGrid>],
        channels: Channels,
        workers: &Workers,
    ) -> CameraImage {
        let mut image = CameraImage { width: camera.width, height: camera.height, ..CameraImage::default() };
        for (sample, grid) in grids.iter().enumerate() {
            self.pass(loaded, camera, grid, Some(sample as u32), workers);
            if sample == 0 {
                self.channels(grid, channels, &mut image);
                self.sum.clone_from(&self.color);
            } else {
                for (sum, color) in self.sum.iter_mut().zip(&self.color) {
                    *sum = *sum + *color;
                }
            }
        }
        let Some(grid) = grids.first() else { return image };
        let (sum, share) = (&self.sum, 1.0 / grids.len() as f32);
        encode(&loaded.encoder, grid, workers, &mut image, |block, write| {
            let rows = block * TILE..((block + 1) * TILE).min(grid.height);
            let pixels = rows.flat_map(|row| (0..grid.width).map(move |column| (row, column)));
            for (pixel, (row, column)) in pixels.enumerate() {
                write(pixel, sum[row * grid.pitch + column / 4].lane(column % 4) * share);
            }
        });
        image
    }

    /// Visibility and shading of every pixel.
    fn pass(
        &mut self,
        loaded: &Loaded,
        camera: &PosedCamera,
        grid: &RayGrid,
        sample: Option<u32>,
        workers: &Workers,
    ) {
        let world_from_camera = matrix(camera.world_from_camera.rotation);
        let eye = Eye {
            position: camera.world_from_camera.translation.as_vec3(),
            camera_from_world: world_from_camera.transpose(),
        };
        self.list.collect(&loaded.geometry, &eye, grid);
        let groups = grid.directions.len();
        self.inverse.resize(groups, Lanes::ZERO);
        self.facets.resize(groups, Lanes::ZERO);
        self.color.resize(groups, Vec3x4::ZERO);
        let shot = Shot { grid, facets: &self.list.facets, eye: eye.position, world_from_camera, sample };
        let block = grid.pitch * TILE;
        let (list, shot) = (&self.list, &shot);
        let rows = self.inverse[..groups].chunks_mut(block).zip(self.facets[..groups].chunks_mut(block));
        let blocks = rows.zip(self.color[..groups].chunks_mut(block)).enumerate();
        workers.for_each(blocks.collect(), |(row, ((inverse, facets), color))| {
            let mut block = RowBlock { row, inverse, facets };
            block.see(list, grid);
            for tile in 0..grid.tile_columns() {
                let surface = TileSurface::gather(loaded, shot, &block, tile);
                let shaded = shade(loaded, shot, &surface, row, tile);
                for group in 0..GROUPS {
                    color[group_index(shot, tile, group)] = shaded[group];
                }
            }
        });
    }

    /// Writes the exact channels from the last pass.
    fn channels(&self, grid: &RayGrid, channels: Channels, image: &mut CameraImage) {
        let pixels = grid.width * grid.height;
        if channels.depth {
            image.depth_m.reserve_exact(pixels);
        }
        if channels.ids {
            image.ids.reserve_exact(pixels);
        }
        for row in 0..grid.height {
            for group in row * grid.pitch..(row + 1) * grid.pitch {
                let lanes = 4.min(grid.width.saturating_sub((group - row * grid.pitch) * 4));
                let seen = self.facets[group].as_array().map(f32::to_bits);
                if channels.depth {
                    // No hit: one over zero is infinite, times the forward component of some ray.
                    let depth = (grid.directions[group].z / self.inverse[group]).to_array();
                    let depth = std::array::from_fn::<_, 4, _>(|lane| {
                        if seen[lane] == NOTHING { f32::INFINITY } else { depth[lane] }
                    });
                    image.depth_m.extend_from_slice(&depth[..lanes]);
                }
                if channels.ids {
                    let id = |facet: u32| match facet {
                        NOTHING => 0,
                        facet => self.list.facets[facet as usize].instance as u16 + 1,
                    };
                    image.ids.extend(seen[..lanes].iter().map(|facet| id(*facet)));
                }
            }
        }
    }
}

/// Turns display-linear colours into sRGB bytes. `colors` gives the pixels of one row of tiles by their index.
fn encode(
    encoder: &SrgbEncoder,
    grid: &RayGrid,
    workers: &Workers,
    image: &mut CameraImage,
    colors: impl Fn(usize, &mut dyn FnMut(usize, Vec3)) + Sync,
) {
    image.rgb = vec![0; grid.width * grid.height * 3];
    let blocks = image.rgb.chunks_mut(grid.width * 3 * TILE).enumerate();
    workers.for_each(blocks.collect(), |(block, bytes)| {
        colors(block, &mut |pixel, color| {
            let code = color.to_array().map(|channel| encoder.encode(channel));
            bytes[pixel * 3..pixel * 3 + 3].copy_from_slice(&code);
        });
    });
}
