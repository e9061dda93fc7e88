//! The material that lights everything: one per texture, what differs between instances is in the tables.

use bevy::asset::uuid_handle;
use bevy::pbr::{Material, MaterialPlugin};
use bevy::prelude::*;
use bevy::reflect::TypePath;
use bevy::render::render_resource::AsBindGroup;
use bevy::render::storage::ShaderBuffer;
use bevy::shader::ShaderRef;
use restage_film::Quality;

const SHADER: Handle<Shader> = uuid_handle!("0c4b2f6e-5d0a-4b7e-9a1c-3f9e6a7d2b58");

/// Lights a surface by the tables of its scene.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub(crate) struct FilmMaterial {
    #[texture(0)]
    #[sampler(1)]
    pub(crate) pattern: Option<Handle<Image>>,
    #[storage(2, read_only)]
    pub(crate) scene: Handle<ShaderBuffer>,
    #[storage(3, read_only)]
    pub(crate) nodes: Handle<ShaderBuffer>,
    #[storage(4, read_only)]
    pub(crate) triangles: Handle<ShaderBuffer>,
    #[storage(5, read_only)]
    pub(crate) bodies: Handle<ShaderBuffer>,
}

impl Material for FilmMaterial {
    fn fragment_shader() -> ShaderRef {
        ShaderRef::Handle(SHADER)
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }
}

/// Registers the material and its shader for pictures of one quality: shaders with fewer rays compile faster.
pub(crate) struct FilmMaterialPlugin(pub(crate) Quality);

impl Plugin for FilmMaterialPlugin {
    fn build(&self, app: &mut App) {
        let definitions = if self.0 == Quality::High { vec!["HIGH".into()] } else { Vec::new() };
        let shader = Shader::from_wgsl_with_defs(include_str!("film.wgsl"), "film.wgsl", definitions);
        let inserted = app.world_mut().resource_mut::<Assets<Shader>>().insert(&SHADER, shader);
        debug_assert!(inserted.is_ok(), "the handle is a constant");
        app.add_plugins(MaterialPlugin::<FilmMaterial>::default());
    }
}
