//! A contact sheet of the object catalogue: every object on a plain ground in a neutral light, in catalogue order.

use crate::contact_sheet::{self, Row};
use crate::{PipelineError, Progress};
use glam::{DVec3, Vec3};
use image::RgbImage;
use rayon::prelude::*;
use restage_assets::primitives::rounded_box;
use restage_assets::{Material, ObjectModel, VisualPart};
use restage_film::{
    Channels, FilmInstance, FilmLight, FilmScene, FrameState, InstanceBody, PosedCamera, Quality, Renderer,
};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::camera::look_at;
use restage_scenes::light::exposure_for_lux;
use restage_scenes::{Lens, Light, LightKind, SensorModel};
use std::path::Path;
use std::sync::Arc;

/// Illuminance of the ground by the lamp and by the surroundings, lux.
const KEY_LUX: f64 = 700.0;
const AMBIENT_LUX: f64 = 450.0;
/// Texture edge length, px.
const TEXTURE_PX: u32 = 256;
/// Horizontal field of view, radians.
const FIELD_OF_VIEW: f64 = 0.5;

/// Films every object, `cell` px square, `columns` side by side, and writes the sheet as PNG.
///
/// # Errors
/// When an object cannot be filmed or the file cannot be written.
pub fn write(
    models: &[ObjectModel],
    columns: usize,
    cell: u32,
    path: &Path,
    progress: &dyn Progress,
) -> Result<(), PipelineError> {
    progress.begin("filming objects", Some(models.len() as u64));
    let pictures = models.par_iter().map(|model| picture(model, cell)).collect::<Result<Vec<_>, _>>()?;
    progress.end();
    let rows: Vec<Row> = pictures.chunks(columns.max(1)).map(<[RgbImage]>::to_vec).collect();
    contact_sheet::write(&rows, path)
}

/// One object, seen from the front and above.
fn picture(model: &ObjectModel, cell: u32) -> Result<RgbImage, PipelineError> {
    let mut renderer = CpuRenderer::new(CpuOptions { quality: Quality::High, threads: Some(1) })?;
    renderer.load(Arc::new(scene(model)))?;
    let size = model.size();
    let distance = 0.56 * size.length() / (FIELD_OF_VIEW / 2.0).tan();
    let eye = DVec3::new(0.50, -0.74, 0.56).normalize() * distance;
    let camera = PosedCamera {
        name: model.id.clone(),
        width: cell,
        height: cell,
        lens: Lens::pinhole(cell, cell, FIELD_OF_VIEW),
        world_from_camera: look_at(eye, DVec3::ZERO),
        sensor: SensorModel::default(),
    };
    let state = FrameState { bodies: vec![Pose::IDENTITY], ..FrameState::default() };
    let mut images = renderer.render(&state, &[camera], Channels::default())?;
    let image = images.pop().and_then(|image| RgbImage::from_raw(image.width, image.height, image.rgb));
    Ok(image.unwrap_or_else(|| RgbImage::new(cell, cell)))
}

/// The object on its ground.
fn scene(model: &ObjectModel) -> FilmScene {
    let size = model.size();
    let ground = VisualPart {
        mesh: rounded_box(DVec3::new(40.0, 40.0, 0.1) * size.length(), 0.0)
            .translated(DVec3::NEG_Z * (size.z / 2.0 + 0.05 * size.length())),
        material: Material::plain([0.62, 0.62, 0.63], 0.9),
    };
    let instance = |part: VisualPart, body| FilmInstance {
        name: model.id.clone(),
        mesh: Arc::new(part.mesh),
        material: part.material,
        body,
        body_from_instance: Pose::IDENTITY,
    };
    let mut instances = vec![instance(ground, InstanceBody::Static)];
    instances.extend(model.visual().into_iter().map(|part| instance(part, InstanceBody::Body(0))));
    let direction = DVec3::new(0.55, 0.35, -1.0).normalize();
    let lamp = Light {
        name: "lamp".into(),
        kind: LightKind::Directional { direction, illuminance_lux: KEY_LUX },
        color: [1.0; 3],
        shadows: true,
        fixture: None,
    };
    FilmScene {
        instances,
        lights: vec![FilmLight::from(lamp)],
        ambient_lux: AMBIENT_LUX,
        task: Some(Vec3::ZERO),
        environment: None,
        exposure_ev100: exposure_for_lux(KEY_LUX + AMBIENT_LUX),
        texture_size: TEXTURE_PX,
    }
}
