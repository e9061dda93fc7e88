//! The interface that both renderers implement.

use crate::{CameraImage, FilmScene, FrameState, PosedCamera};
use std::sync::Arc;

/// How much work goes into a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quality {
    /// Textures, one shadow-casting key light, cheap fill and ambient.
    #[default]
    Fast,
    /// Soft shadows, ambient occlusion, several samples per pixel.
    High,
}

/// Which channels to produce; colour always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    /// Fill `depth_m`.
    pub depth: bool,
    /// Fill `ids`.
    pub ids: bool,
}

/// Why filming failed.
#[derive(Debug, thiserror::Error)]
pub enum FilmError {
    /// No adapter, no driver, device lost.
    #[error("the renderer {renderer} is not usable on this machine: {reason}")]
    Unavailable {
        /// Renderer name.
        renderer: &'static str,
        /// What was found.
        reason: String,
    },
    /// The scene cannot be drawn.
    #[error("the scene cannot be filmed: {reason}")]
    Scene {
        /// What is wrong with it.
        reason: String,
    },
}

/// A renderer. `load` once per rollout, then `render` for each frame: the images show exactly the given state.
pub trait Renderer: Send {
    /// `cpu` or `gpu`.
    fn name(&self) -> &'static str;

    /// Takes a scene over; what is shared with the previous one may be kept.
    ///
    /// # Errors
    /// When the scene cannot be drawn or the device is gone.
    fn load(&mut self, scene: Arc<FilmScene>) -> Result<(), FilmError>;

    /// Films one state with every camera, in order.
    ///
    /// # Errors
    /// When no scene is loaded or the device is gone.
    fn render(
        &mut self,
        state: &FrameState,
        cameras: &[PosedCamera],
        channels: Channels,
    ) -> Result<Vec<CameraImage>, FilmError>;
}
