//! Contact sheets of scenes: each seen from where most of the room shows.

use crate::filming::{RendererPool, resolve_renderer};
use crate::{PipelineError, QualityChoice, RendererChoice, contact_sheet};
use image::RgbImage;
use restage_film::{Channels, FilmScene, FrameState, posed_cameras};
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

/// Films each scene from its room camera.
pub(super) fn film(scenes: &[Scene], settings: &SheetSettings) -> Result<Vec<RgbImage>, PipelineError> {
    let pool = RendererPool::for_one(resolve_renderer(settings.renderer)?, settings.quality);
    let (width, height) = settings.size;
    let mut pictures = Vec::with_capacity(scenes.len());
    for scene in scenes {
        let mut scene = scene.clone();
        scene.cameras = vec![Camera::room(&scene, width, height)];
        let state = FrameState::at_start(&scene, Pose::IDENTITY, 0.0);
        let cameras = posed_cameras(&scene, Pose::IDENTITY);
        let film_scene = Arc::new(FilmScene::from_scene(&scene, None));
        let images = pool.with(|renderer| {
            renderer.load(Arc::clone(&film_scene))?;
            Ok(renderer.render(&state, &cameras, Channels::default())?)
        })?;
        pictures.extend(images.into_iter().filter_map(|it| RgbImage::from_raw(it.width, it.height, it.rgb)));
    }
    Ok(pictures)
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
