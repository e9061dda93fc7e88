//! The material that writes ids and depth instead of light.

use bevy::asset::{load_internal_asset, uuid_handle};
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::pbr::{Material, MaterialPipeline, MaterialPipelineKey, MaterialPlugin};
use bevy::prelude::*;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{AsBindGroup, RenderPipelineDescriptor, SpecializedMeshPipelineError};
use bevy::shader::ShaderRef;

const SHADER: Handle<Shader> = uuid_handle!("6d2a9a1e-6f0c-4c0e-9b53-6f6b2d1d7c11");

/// Step of the stored depth, m.
pub(crate) const DEPTH_STEP_M: f32 = 1.0 / 16_000.0;
/// Base of the two digits that hold the depth.
pub(crate) const DIGIT: f32 = 1024.0;

/// Writes the mesh tag and the depth of each fragment.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug, Default)]
pub(crate) struct MeasureMaterial {}

impl Material for MeasureMaterial {
    fn fragment_shader() -> ShaderRef {
        ShaderRef::Handle(SHADER)
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }

    fn specialize(
        _pipeline: &MaterialPipeline,
        descriptor: &mut RenderPipelineDescriptor,
        _layout: &MeshVertexBufferLayoutRef,
        _key: MaterialPipelineKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        for target in
            descriptor.fragment.iter_mut().flat_map(|fragment| fragment.targets.iter_mut().flatten())
        {
            target.blend = None;
        }
        Ok(())
    }
}

/// Registers the material and its shader.
pub(crate) struct MeasurePlugin;

impl Plugin for MeasurePlugin {
    fn build(&self, app: &mut App) {
        load_internal_asset!(app, SHADER, "measure.wgsl", Shader::from_wgsl);
        app.add_plugins(MaterialPlugin::<MeasureMaterial>::default());
    }
}
