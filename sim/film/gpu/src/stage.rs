//! A film scene as Bevy entities.

use crate::measure::MeasureMaterial;
use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::image::{ImageAddressMode, ImageFilterMode, ImageSampler, ImageSamplerDescriptor};
use bevy::light::{
    CascadeShadowConfigBuilder, DirectionalLightShadowMap, NotShadowCaster, PointLightShadowMap,
};
use bevy::math::Affine2;
use bevy::mesh::{Indices, MeshTag, PrimitiveTopology};
use bevy::platform::collections::HashMap;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use restage_assets::TextureKind;
use restage_assets::texture::texture;
use restage_film::lighting::{AMBIENT_EVEN, AMBIENT_UP, DIELECTRIC_F0};
use restage_film::{FilmInstance, FilmScene, InstanceBody, Quality};
use restage_geometry::Pose;
use restage_scenes::{Light, LightKind};
use std::sync::Arc;

/// What the measuring cameras see: copies of all instances with the measuring material.
pub(crate) const MEASURE_LAYER: usize = 1;

/// Offsets against self-shadowing. Bevy's defaults suit metres; here things are centimetres, and a shadow that
/// starts late makes them float.
const DEPTH_BIAS: f32 = 0.004;
const NORMAL_BIAS: f32 = 0.15;

/// Bevy weighs ambient light by a fit of the specular lobe (Karis 2014), which for a rough dielectric leaves 0.452
/// of the diffuse part; the film's own model keeps all but the specular 4 %.
const AMBIENT_GAIN: f32 = (1.0 - DIELECTRIC_F0) / 0.452;

/// Bevy's measure of the dielectric reflectance (0.5 is 4 %). [`AMBIENT_GAIN`] lifts the mirrored part of the ambient
/// light too, where it does not belong; this takes it back.
const REFLECTANCE: f32 = 0.38;

/// Texture by pattern, seed and size; kept between scenes.
type TextureCache = HashMap<(TextureKind, u32, u32), Handle<Image>>;

/// The entities of the loaded scene, and what survives it.
#[derive(Default)]
pub(crate) struct Stage {
    entities: Vec<Entity>,
    /// Entities of moving instances with the body that they follow.
    moving: Vec<(Entity, usize, Pose)>,
    textures: TextureCache,
    /// What the loaded scene asks of every camera: ambient luminance, cd/m², and exposure, EV100.
    pub(crate) ambient_cd_m2: f32,
    pub(crate) exposure_ev100: f32,
}

impl Stage {
    /// Replaces the entities of the previous scene by those of `scene`.
    pub(crate) fn load(&mut self, world: &mut World, scene: &FilmScene, quality: Quality) {
        for entity in self.entities.drain(..) {
            world.despawn(entity);
        }
        self.moving.clear();
        let ambient_lux = scene.ambient_lux as f32;
        self.ambient_cd_m2 = ambient_lux * AMBIENT_EVEN / std::f32::consts::PI * AMBIENT_GAIN;
        self.entities.push(spawn_skylight(world, ambient_lux * AMBIENT_UP));
        self.exposure_ev100 = scene.exposure_ev100 as f32;
        let resolution = if quality == Quality::High { 2048 } else { 1024 };
        world.insert_resource(PointLightShadowMap { size: resolution });
        world.insert_resource(DirectionalLightShadowMap { size: resolution * 2 });
        let mut meshes: HashMap<*const restage_assets::Mesh, Handle<Mesh>> = HashMap::default();
        let measure = world.resource_mut::<Assets<MeasureMaterial>>().add(MeasureMaterial {});
        for (index, instance) in scene.instances.iter().enumerate() {
            let key = Arc::as_ptr(&instance.mesh);
            let mesh = match meshes.get(&key) {
                Some(mesh) => mesh.clone(),
                None => {
                    let mesh = world.resource_mut::<Assets<Mesh>>().add(bevy_mesh(&instance.mesh));
                    meshes.insert(key, mesh.clone());
                    mesh
                }
            };
            let material = self.material(world, instance, scene.texture_size);
            self.spawn_instance(world, index, instance, mesh, material, &measure);
        }
        let mut shadows_left = if quality == Quality::High { usize::MAX } else { 1 };
        for light in &scene.lights {
            let light = &light.light;
            let shadows = light.shadows && shadows_left > 0;
            shadows_left -= usize::from(shadows);
            self.entities.push(spawn_light(world, light, shadows));
        }
    }

    /// Moves everything to the poses of one state.
    pub(crate) fn pose(&self, world: &mut World, bodies: &[Pose]) {
        for (entity, body, body_from_instance) in &self.moving {
            if let (Some(pose), Ok(mut entity)) = (bodies.get(*body), world.get_entity_mut(*entity)) {
                entity.insert(transform(&(*pose * *body_from_instance)));
            }
        }
    }

    fn spawn_instance(
        &mut self,
        world: &mut World,
        index: usize,
        instance: &FilmInstance,
        mesh: Handle<Mesh>,
        material: Handle<StandardMaterial>,
        measure: &Handle<MeasureMaterial>,
    ) {
        let place = transform(&instance.body_from_instance);
        let seen = world.spawn((Mesh3d(mesh.clone()), MeshMaterial3d(material), place)).id();
        if instance.material.emission_cd_m2 > 0.0 {
            // The light of a lamp is a light of the scene: its own body must not block it.
            world.entity_mut(seen).insert(NotShadowCaster);
        }
        let measured = world
            .spawn((
                Mesh3d(mesh),
                MeshMaterial3d(measure.clone()),
                MeshTag(index as u32 + 1),
                place,
                RenderLayers::layer(MEASURE_LAYER),
                NotShadowCaster,
                NoFrustumCulling,
            ))
            .id();
        for entity in [seen, measured] {
            self.entities.push(entity);
            if let InstanceBody::Body(body) = instance.body {
                self.moving.push((entity, body, instance.body_from_instance));
            }
        }
    }

    fn material(
        &mut self,
        world: &mut World,
        instance: &FilmInstance,
        size: u32,
    ) -> Handle<StandardMaterial> {
        let look = &instance.material;
        let image = look.texture.map(|kind| {
            let key = (kind, look.texture_seed, size);
            self.textures
                .entry(key)
                .or_insert_with(|| {
                    world.resource_mut::<Assets<Image>>().add(bevy_texture(kind, look.texture_seed, size))
                })
                .clone()
        });
        let [r, g, b] = look.base_color;
        let emitted = restage_film::lighting::emitted_luminance(Vec3::new(r, g, b), look.emission_cd_m2);
        world.resource_mut::<Assets<StandardMaterial>>().add(StandardMaterial {
            base_color: Color::linear_rgb(r, g, b),
            base_color_texture: image,
            perceptual_roughness: look.roughness.max(restage_film::lighting::MIN_ROUGHNESS),
            metallic: look.metallic,
            reflectance: REFLECTANCE,
            emissive: LinearRgba::rgb(emitted.x, emitted.y, emitted.z),
            emissive_exposure_weight: 1.0,
            uv_transform: Affine2::from_scale(Vec2::splat(1.0 / look.tile_size)),
            ..default()
        })
    }
}

/// The part of the ambient light that grows with the upward component of the normal: exact for faces that look up.
fn spawn_skylight(world: &mut World, illuminance: f32) -> Entity {
    let light = DirectionalLight { illuminance, shadow_maps_enabled: false, ..default() };
    world.spawn((light, Transform::default().looking_to(Vec3::NEG_Z, Vec3::Y))).id()
}

fn spawn_light(world: &mut World, light: &Light, shadows: bool) -> Entity {
    let [r, g, b] = light.color;
    let color = Color::linear_rgb(r, g, b);
    match &light.kind {
        LightKind::Directional { direction, illuminance_lux } => {
            let direction = direction.as_vec3();
            let up = if direction.z.abs() > 0.99 { Vec3::X } else { Vec3::Z };
            world
                .spawn((
                    DirectionalLight {
                        color,
                        illuminance: *illuminance_lux as f32,
                        shadow_maps_enabled: shadows,
                        shadow_depth_bias: DEPTH_BIAS,
                        shadow_normal_bias: 3.0 * NORMAL_BIAS,
                        ..default()
                    },
                    Transform::default().looking_to(direction, up),
                    CascadeShadowConfigBuilder {
                        num_cascades: 2,
                        minimum_distance: 0.02,
                        first_cascade_far_bound: 1.5,
                        maximum_distance: 8.0,
                        ..default()
                    }
                    .build(),
                ))
                .id()
        }
        LightKind::Point { position, flux_lumen } => world
            .spawn((
                PointLight {
                    color,
                    intensity: *flux_lumen as f32,
                    range: 100.0,
                    shadow_maps_enabled: shadows,
                    shadow_map_near_z: restage_film::lighting::SHADOW_NEAR,
                    shadow_depth_bias: DEPTH_BIAS,
                    shadow_normal_bias: NORMAL_BIAS,
                    ..default()
                },
                Transform::from_translation(position.as_vec3()),
            ))
            .id(),
    }
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

/// The pattern with all its mip levels, averaged in linear light.
fn bevy_texture(kind: TextureKind, seed: u32, size: u32) -> Image {
    let base = texture(kind, seed, size);
    let (mut width, mut height) = (base.width, base.height);
    let mut level = base.rgba8;
    let mut data = level.clone();
    let mut levels = 1;
    while width > 1 && height > 1 && width.is_multiple_of(2) && height.is_multiple_of(2) {
        level = halve(&level, width as usize, height as usize);
        (width, height) = (width / 2, height / 2);
        data.extend_from_slice(&level);
        levels += 1;
    }
    let extent = Extent3d { width: base.width, height: base.height, depth_or_array_layers: 1 };
    let mut image = Image::new_uninit(
        extent,
        TextureDimension::D2,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.data = Some(data);
    image.texture_descriptor.mip_level_count = levels;
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::Repeat,
        address_mode_v: ImageAddressMode::Repeat,
        mag_filter: ImageFilterMode::Linear,
        min_filter: ImageFilterMode::Linear,
        mipmap_filter: ImageFilterMode::Linear,
        anisotropy_clamp: 4,
        ..default()
    });
    image
}

fn halve(rgba8: &[u8], width: usize, height: usize) -> Vec<u8> {
    use restage_assets::material::{linear_from_srgb, srgb_from_linear};
    let at = |x: usize, y: usize, c: usize| rgba8[(y * width + x) * 4 + c];
    let mut out = Vec::with_capacity(rgba8.len() / 4);
    for y in (0..height).step_by(2) {
        for x in (0..width).step_by(2) {
            for c in 0..3 {
                let four = [at(x, y, c), at(x + 1, y, c), at(x, y + 1, c), at(x + 1, y + 1, c)];
                let mean =
                    four.iter().map(|code| linear_from_srgb(f32::from(*code) / 255.0)).sum::<f32>() / 4.0;
                out.push((255.0 * srgb_from_linear(mean)).round() as u8);
            }
            out.push(255);
        }
    }
    out
}
