//! Contact sheets of scenes: each seen from where most of the room shows.

use crate::filming::{RendererPool, resolve_renderer};
use crate::{PipelineError, QualityChoice, RendererChoice, contact_sheet};
use image::RgbImage;
use restage_assets::material::linear_from_srgb;
use restage_film::tonemap::linear_of_toned;
use restage_film::{Channels, FilmScene, FrameState, Renderer, posed_cameras};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::{Camera, Scene};
use std::path::Path;
use std::sync::Arc;

/// Scenes on one sheet.
pub(super) const PER_SHEET: usize = 24;
/// Pictures in one row.
const PER_ROW: usize = 6;

/// How sheets are filmed.
#[derive(Clone, Copy, Debug)]
pub struct SheetSettings {
    /// Renderer.
    pub renderer: RendererChoice,
    /// Quality.
    pub quality: QualityChoice,
    /// Width and height of one picture, px.
    pub size: (u32, u32),
}

/// Size of the picture by which the exposure of a sheet's picture is set, px.
const METER: (u32, u32) = (64, 48);
/// Mean luminance that a metered picture shall have, linear: about a grey card's.
const METERED: f64 = 0.24;
/// What is brighter than this, as a window, counts as this bright, linear.
const GLARE: f64 = 2.0;
/// Part of the difference, in EV, that metering makes up for: dim rooms stay a little darker than bright ones.
const COMPENSATION: f64 = 0.85;
/// The metered picture is taken this much darker, so that little of it is beyond white, EV.
const HEADROOM_EV: f64 = 2.0;

/// Films each scene from its room camera, exposed as a camera at that place would expose it: scenes are exposed for their
/// task, which may lie in a darker or brighter part of the room.
pub(super) fn film(scenes: &[Scene], settings: &SheetSettings) -> Result<Vec<RgbImage>, PipelineError> {
    let pool = RendererPool::for_one(resolve_renderer(settings.renderer)?, settings.quality);
    let (width, height) = settings.size;
    let mut pictures = Vec::with_capacity(scenes.len());
    for scene in scenes {
        let mut scene = scene.clone();
        scene.cameras = vec![Camera::room(&scene, width, height)];
        let film_scene = Arc::new(FilmScene::from_scene(&scene, None));
        scene.cameras[0].sensor.exposure_offset_ev = metered(&scene, &film_scene)?;
        let state = FrameState::at_start(&scene, Pose::IDENTITY, 0.0);
        let cameras = posed_cameras(&scene, Pose::IDENTITY);
        let images = pool.with(|renderer| {
            renderer.load(Arc::clone(&film_scene))?;
            Ok(renderer.render(&state, &cameras, Channels::default())?)
        })?;
        pictures.extend(images.into_iter().filter_map(|it| RgbImage::from_raw(it.width, it.height, it.rgb)));
    }
    Ok(pictures)
}

/// The exposure offset at which the scene's first camera gives a picture of mean brightness, EV.
fn metered(scene: &Scene, film_scene: &Arc<FilmScene>) -> Result<f64, PipelineError> {
    let mut meter = scene.clone();
    let camera = scene.cameras[0].clone().resized(METER.0, METER.1);
    meter.cameras = vec![camera];
    meter.cameras[0].sensor.exposure_offset_ev = HEADROOM_EV;
    let mut renderer = CpuRenderer::new(CpuOptions::default())?;
    renderer.load(Arc::clone(film_scene))?;
    let state = FrameState::at_start(&meter, Pose::IDENTITY, 0.0);
    let images = renderer.render(&state, &posed_cameras(&meter, Pose::IDENTITY), Channels::default())?;
    let brighter = HEADROOM_EV.exp2();
    let luminance = |pixel: &[u8]| {
        let linear = |at: usize| linear_of_toned(linear_from_srgb(f32::from(pixel[at]) / 255.0));
        let sum = 0.2126 * linear(0) + 0.7152 * linear(1) + 0.0722 * linear(2);
        (f64::from(sum) * brighter).min(GLARE)
    };
    let (sum, count) = images
        .iter()
        .flat_map(|image| image.rgb.chunks_exact(3))
        .fold((0.0, 0.0), |(sum, count), pixel| (sum + luminance(pixel), count + 1.0));
    let mean = sum / f64::max(count, 1.0);
    Ok(COMPENSATION * (mean.max(1e-3) / METERED).log2())
}

/// Lays pictures out in rows and writes the sheet.
pub(super) fn write(pictures: &[RgbImage], path: &Path) -> Result<(), PipelineError> {
    let rows: Vec<contact_sheet::Row> = pictures.chunks(PER_ROW).map(<[RgbImage]>::to_vec).collect();
    contact_sheet::write(&rows, path)
}

/// The first pictures of several sheets, about as many of each, on one.
pub(super) fn mixed(sheets: &[Vec<RgbImage>]) -> Vec<RgbImage> {
    let each = PER_SHEET.div_ceil(sheets.len().max(1));
    sheets.iter().flat_map(|sheet| sheet.iter().take(each).cloned()).take(PER_SHEET).collect()
}
