//! Scenes as glTF 2.0 (GLB), for Blender and every other viewer: what the renderers see, with the textures painted
//! out, the cameras that are fixed in the room, and the lights in photometric units (`KHR_lights_punctual`).
//!
//! Ambient light, exposure and the distortion of lenses have no place in glTF and stay out.

use crate::PipelineError;
use restage_assets::glb::{GlbWriter, PunctualLight};
use restage_assets::{Material, TextureKind, texture};
use restage_film::{FilmInstance, FilmScene, InstanceBody};
use restage_geometry::Pose;
use restage_scenes::{Camera, CameraMount, Lens, LightKind, Scene};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Edge length of the textures, px.
const TEXTURE_SIZE: u32 = 512;

/// Writes a scene as a GLB file.
///
/// # Errors
/// When the file cannot be written.
pub fn write_gltf(scene: &Scene, path: &Path) -> Result<(), PipelineError> {
    std::fs::write(path, scene_glb(scene)?).map_err(PipelineError::io("write", path))
}

/// The bytes of a scene as a GLB file. Equal meshes and materials are stored once.
///
/// # Errors
/// When a texture cannot be encoded.
pub fn scene_glb(scene: &Scene) -> Result<Vec<u8>, PipelineError> {
    let film = FilmScene::from_scene(scene, None);
    let mut export = Export::default();
    for instance in &film.instances {
        let mesh = export.mesh(instance)?;
        let world_from_body = match instance.body {
            InstanceBody::Static => Pose::IDENTITY,
            InstanceBody::Body(index) => {
                scene.objects.get(index).map_or(Pose::IDENTITY, |object| object.world_from_object)
            }
        };
        export.writer.node(&instance.name, Some(mesh), &(world_from_body * instance.body_from_instance));
    }
    scene.cameras.iter().for_each(|camera| export.camera(camera));
    for light in &scene.lights {
        let punctual = match light.kind {
            LightKind::Directional { direction, illuminance_lux } => {
                PunctualLight::Directional { direction, illuminance_lux }
            }
            LightKind::Point { position, flux_lumen } => PunctualLight::Point { position, flux_lumen },
        };
        export.writer.light(&light.name, punctual, light.color);
    }
    Ok(export.writer.finish())
}

/// A document and what it already holds.
#[derive(Default)]
struct Export {
    writer: GlbWriter,
    textures: BTreeMap<(TextureKind, u32), usize>,
    materials: Vec<Material>,
    /// Number by address of the mesh, which its instances keep alive, and material.
    meshes: BTreeMap<(usize, usize), usize>,
}

impl Export {
    fn mesh(&mut self, instance: &FilmInstance) -> Result<usize, PipelineError> {
        let material = self.material(&instance.material)?;
        let key = (Arc::as_ptr(&instance.mesh) as usize, material);
        if let Some(known) = self.meshes.get(&key) {
            return Ok(*known);
        }
        let primitive = self.writer.primitive(&instance.mesh, instance.material.tile_size, Some(material));
        let mesh = self.writer.mesh(&instance.name, vec![primitive]);
        self.meshes.insert(key, mesh);
        Ok(mesh)
    }

    fn material(&mut self, material: &Material) -> Result<usize, PipelineError> {
        if let Some(known) = self.materials.iter().position(|other| other == material) {
            return Ok(known);
        }
        let texture = material.texture.map(|kind| self.texture(kind, material.texture_seed)).transpose()?;
        let name = match material.texture {
            Some(TextureKind::Picture(_)) => "picture".to_owned(),
            Some(kind) => format!("{kind:?}").to_lowercase(),
            None => "plain".to_owned(),
        };
        self.materials.push(material.clone());
        Ok(self.writer.material(&format!("{name} {}", self.materials.len()), material, texture))
    }

    fn texture(&mut self, kind: TextureKind, seed: u32) -> Result<usize, PipelineError> {
        if let Some(known) = self.textures.get(&(kind, seed)) {
            return Ok(*known);
        }
        let image = texture(kind, seed, TEXTURE_SIZE);
        let png = restage_assets::import::png_of(&image)?;
        let number = self.writer.texture(&png);
        self.textures.insert((kind, seed), number);
        Ok(number)
    }

    /// A camera of the room; one on a gripper has no place before there is a gripper.
    fn camera(&mut self, camera: &Camera) {
        let CameraMount::World { world_from_camera } = camera.mount else { return };
        let (Lens::Pinhole { fx, fy, .. }
        | Lens::FisheyeKb4 { fx, fy, .. }
        | Lens::BrownConrady { fx, fy, .. }) = camera.lens;
        let (width, height) = (f64::from(camera.width), f64::from(camera.height));
        let vertical_fov = 2.0 * (height / (2.0 * fy)).atan();
        // Pixels need not be square: the picture of glTF is as wide as the lens sees.
        let aspect = (width / fx) / (height / fy);
        self.writer.camera(&camera.name, vertical_fov, aspect, &world_from_camera);
    }
}
