//! A film scene as Bevy entities.

use crate::material::FilmMaterial;
use crate::measure::MeasureMaterial;
use crate::tables::{Row, Tables};
use crate::texture::bevy_texture;
use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::mesh::{Indices, MeshTag, PrimitiveTopology};
use bevy::platform::collections::HashMap;
use bevy::prelude::*;
use bevy::render::RenderApp;
use bevy::render::render_asset::RenderAssets;
use bevy::render::renderer::RenderQueue;
use bevy::render::storage::{GpuShaderBuffer, ShaderBuffer};
use restage_assets::TextureKind;
use restage_film::{FilmInstance, FilmScene, InstanceBody, Quality};
use restage_geometry::Pose;
use std::sync::Arc;

/// What the measuring cameras see: copies of all instances with the measuring material.
pub(crate) const MEASURE_LAYER: usize = 1;

/// What tells one texture from another: pattern, seed and size.
type TextureKey = (TextureKind, u32, u32);

/// The entities of the loaded scene, and what survives it.
#[derive(Default)]
pub(crate) struct Stage {
    entities: Vec<Entity>,
    /// Entities of moving instances with the body that they follow.
    moving: Vec<(Entity, usize, Pose)>,
    textures: HashMap<TextureKey, Handle<Image>>,
    scene: Option<Arc<FilmScene>>,
    tables: Option<Tables>,
    /// Where the shader reads the poses of bodies, and the scene.
    bodies: Handle<ShaderBuffer>,
    numbers: Handle<ShaderBuffer>,
}

impl Stage {
    /// The scene that is loaded.
    pub(crate) fn scene(&self) -> Option<&Arc<FilmScene>> {
        self.scene.as_ref()
    }

    /// Replaces the entities of the previous scene by those of `scene`.
    pub(crate) fn load(&mut self, world: &mut World, scene: &Arc<FilmScene>, quality: Quality) {
        for entity in self.entities.drain(..) {
            world.despawn(entity);
        }
        self.moving.clear();
        let tables = Tables::of(scene, quality);
        let blank = FilmMaterial {
            pattern: None,
            scene: buffer(world, &tables.scene),
            nodes: buffer(world, &tables.trees.nodes),
            triangles: buffer(world, &tables.trees.triangles),
            bodies: buffer(world, &tables.bodies(&[])),
        };
        (self.bodies, self.numbers) = (blank.bodies.clone(), blank.scene.clone());
        self.tables = Some(tables);
        self.scene = Some(Arc::clone(scene));
        let mut meshes: HashMap<*const restage_assets::Mesh, Handle<Mesh>> = HashMap::default();
        let mut materials: HashMap<Option<TextureKey>, Handle<FilmMaterial>> = HashMap::default();
        let measure = world.resource_mut::<Assets<MeasureMaterial>>().add(MeasureMaterial {});
        for (index, instance) in scene.instances.iter().enumerate() {
            let mesh = meshes
                .entry(Arc::as_ptr(&instance.mesh))
                .or_insert_with(|| world.resource_mut::<Assets<Mesh>>().add(bevy_mesh(&instance.mesh)))
                .clone();
            let look = &instance.material;
            let key = look.texture.map(|kind| (kind, look.texture_seed, scene.texture_size));
            let material = materials
                .entry(key)
                .or_insert_with(|| {
                    let pattern = key.map(|key| self.texture(world, key));
                    world
                        .resource_mut::<Assets<FilmMaterial>>()
                        .add(FilmMaterial { pattern, ..blank.clone() })
                })
                .clone();
            self.spawn_instance(world, index, instance, mesh, material, &measure);
        }
    }

    /// Moves everything to the poses of one state: entities, and the trees that rays go through.
    pub(crate) fn pose(&self, app: &mut App, bodies: &[Pose]) {
        for (entity, body, body_from_instance) in &self.moving {
            if let (Some(pose), Ok(mut entity)) = (bodies.get(*body), app.world_mut().get_entity_mut(*entity))
            {
                entity.insert(transform(&(*pose * *body_from_instance)));
            }
        }
    }

    /// Writes the poses of bodies and how much work pixels get (`plain`: no rays but to the first light) where the shader
    /// reads them, once the device has the buffers.
    pub(crate) fn upload(&self, app: &App, bodies: &[Pose], plain: bool) {
        let Some(tables) = &self.tables else { return };
        let world = app.sub_app(RenderApp).world();
        let (buffers, queue) =
            (world.resource::<RenderAssets<GpuShaderBuffer>>(), world.resource::<RenderQueue>());
        if let Some(target) = buffers.get(&self.bodies) {
            queue.write_buffer(&target.buffer, 0, &bytes(&tables.bodies(bodies)));
        }
        if let Some(target) = buffers.get(&self.numbers) {
            let mut row = tables.scene[Tables::QUALITY_ROW];
            row[3] = if plain { 0.0 } else { row[3] };
            queue.write_buffer(&target.buffer, Tables::QUALITY_ROW as u64 * 16, &bytes(&[row]));
        }
    }

    fn texture(&mut self, world: &mut World, key: TextureKey) -> Handle<Image> {
        let (kind, seed, size) = key;
        let make = || world.resource_mut::<Assets<Image>>().add(bevy_texture(kind, seed, size));
        self.textures.entry(key).or_insert_with(make).clone()
    }

    fn spawn_instance(
        &mut self,
        world: &mut World,
        index: usize,
        instance: &FilmInstance,
        mesh: Handle<Mesh>,
        material: Handle<FilmMaterial>,
        measure: &Handle<MeasureMaterial>,
    ) {
        let place = transform(&instance.body_from_instance);
        let tag = MeshTag(index as u32 + 1);
        let seen = world.spawn((Mesh3d(mesh.clone()), MeshMaterial3d(material), tag.clone(), place)).id();
        let layer = RenderLayers::layer(MEASURE_LAYER);
        let measured = (Mesh3d(mesh), MeshMaterial3d(measure.clone()), tag, place, layer, NoFrustumCulling);
        let measured = world.spawn(measured).id();
        for entity in [seen, measured] {
            self.entities.push(entity);
            if let InstanceBody::Body(body) = instance.body {
                self.moving.push((entity, body, instance.body_from_instance));
            }
        }
    }
}

/// A buffer that the shader reads.
fn buffer(world: &mut World, rows: &[Row]) -> Handle<ShaderBuffer> {
    // An empty buffer cannot be bound.
    let data = if rows.is_empty() { vec![0; 16] } else { bytes(rows) };
    world
        .resource_mut::<Assets<ShaderBuffer>>()
        .add(ShaderBuffer::new(&data, RenderAssetUsages::RENDER_WORLD))
}

fn bytes(rows: &[Row]) -> Vec<u8> {
    rows.iter().flatten().flat_map(|value| value.to_le_bytes()).collect()
}

/// A rigid pose as a Bevy transform.
pub(crate) fn transform(pose: &Pose) -> Transform {
    Transform::from_translation(pose.translation.as_vec3()).with_rotation(pose.rotation.as_quat())
}

fn bevy_mesh(mesh: &restage_assets::Mesh) -> Mesh {
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, mesh.positions.clone())
        .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, mesh.normals.clone())
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, mesh.uvs.clone())
        .with_inserted_indices(Indices::U32(mesh.indices.clone()))
}
