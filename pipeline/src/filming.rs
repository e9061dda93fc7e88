//! Choosing a renderer and filming rollouts with it.

use crate::{FilmSettings, PipelineError, QualityChoice, RendererChoice};
use restage_episodes::CameraClip;
use restage_film::{Channels, FilmScene, FrameState, Quality, Renderer, cameras_at};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_rollouts::{Rollout, RolloutSpec};
use std::sync::{Arc, Mutex, PoisonError};

/// What [`RendererChoice`] means on this machine with this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolvedRenderer {
    /// The CPU ray caster.
    Cpu,
    /// The Bevy renderer.
    Gpu,
}

impl ResolvedRenderer {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

/// Resolves `auto`: a hardware GPU where this build can use one, else the ray caster.
///
/// # Errors
/// When `gpu` is asked for and this build or machine has none.
pub fn resolve_renderer(choice: RendererChoice) -> Result<ResolvedRenderer, PipelineError> {
    match choice {
        RendererChoice::Cpu => Ok(ResolvedRenderer::Cpu),
        RendererChoice::Auto if hardware_gpu() => Ok(ResolvedRenderer::Gpu),
        RendererChoice::Auto => Ok(ResolvedRenderer::Cpu),
        RendererChoice::Gpu if cfg!(feature = "gpu") => Ok(ResolvedRenderer::Gpu),
        RendererChoice::Gpu => Err(restage_film::FilmError::Unavailable {
            renderer: "gpu",
            reason:
                "this build has no GPU renderer; hint: build with `--features gpu`, or use --renderer cpu"
                    .into(),
        }
        .into()),
    }
}

#[cfg(feature = "gpu")]
fn hardware_gpu() -> bool {
    restage_film_gpu::adapter().is_ok_and(|adapter| adapter.is_hardware())
}

#[cfg(not(feature = "gpu"))]
fn hardware_gpu() -> bool {
    false
}

/// A renderer, ready to load scenes. `threads`: how many work on one picture on the CPU, `None` for all.
///
/// # Errors
/// When the GPU cannot be opened.
pub fn open_renderer(
    which: ResolvedRenderer,
    quality: QualityChoice,
    threads: Option<usize>,
) -> Result<Box<dyn Renderer>, PipelineError> {
    let quality = match quality {
        QualityChoice::Fast => Quality::Fast,
        QualityChoice::High => Quality::High,
    };
    match which {
        ResolvedRenderer::Cpu => Ok(Box::new(CpuRenderer::new(CpuOptions { quality, threads })?)),
        #[cfg(feature = "gpu")]
        ResolvedRenderer::Gpu => Ok(Box::new(restage_film_gpu::GpuRenderer::new(quality)?)),
        #[cfg(not(feature = "gpu"))]
        ResolvedRenderer::Gpu => Err(restage_film::FilmError::Unavailable {
            renderer: "gpu",
            reason: "this build has no GPU renderer".into(),
        }
        .into()),
    }
}

/// Renderers that outlive a rollout, so that caches and pipelines are made once. The CPU ray caster exists once
/// per worker thread; the GPU once, and workers take turns.
pub struct RendererPool {
    which: ResolvedRenderer,
    quality: QualityChoice,
    threads: Option<usize>,
    idle: Mutex<Vec<Box<dyn Renderer>>>,
    gpu_turn: Mutex<()>,
}

impl RendererPool {
    /// An empty pool for one rollout at a time: every core works on each picture.
    pub fn for_one(which: ResolvedRenderer, quality: QualityChoice) -> Self {
        Self { which, quality, threads: None, idle: Mutex::default(), gpu_turn: Mutex::default() }
    }

    /// An empty pool for many rollouts side by side: each worker films its own alone.
    pub fn for_many(which: ResolvedRenderer, quality: QualityChoice) -> Self {
        Self { threads: Some(1), ..Self::for_one(which, quality) }
    }

    /// Lends a renderer to `work`.
    ///
    /// # Errors
    /// When none can be opened, or `work` fails; a renderer that failed is not used again.
    pub fn with<T>(
        &self,
        work: impl FnOnce(&mut dyn Renderer) -> Result<T, PipelineError>,
    ) -> Result<T, PipelineError> {
        let _turn = (self.which == ResolvedRenderer::Gpu)
            .then(|| self.gpu_turn.lock().unwrap_or_else(PoisonError::into_inner));
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut renderer = match kept {
            Some(renderer) => renderer,
            None => open_renderer(self.which, self.quality, self.threads)?,
        };
        let result = work(renderer.as_mut())?;
        idle().push(renderer);
        Ok(result)
    }
}

/// Films the named cameras over a whole rollout: frame `k` of each clip shows frame `k` of the rollout.
///
/// # Errors
/// When a camera is not in the scene, or the renderer fails.
pub fn film_rollout(
    renderer: &mut dyn Renderer,
    spec: &RolloutSpec,
    rollout: &Rollout,
    cameras: &[String],
) -> Result<Vec<CameraClip>, PipelineError> {
    film_frames(renderer, spec, rollout, cameras, 0..rollout.len())
}

/// Films some frames of a rollout; clips come in the order of `cameras`.
///
/// # Errors
/// As [`film_rollout`].
pub fn film_frames(
    renderer: &mut dyn Renderer,
    spec: &RolloutSpec,
    rollout: &Rollout,
    cameras: &[String],
    frames: impl IntoIterator<Item = usize>,
) -> Result<Vec<CameraClip>, PipelineError> {
    for name in cameras {
        if !spec.scene.cameras.iter().any(|camera| camera.name == *name) {
            let known: Vec<_> = spec.scene.cameras.iter().map(|camera| camera.name.as_str()).collect();
            return Err(PipelineError::Unknown {
                what: "camera",
                expected: known.join(", "),
                found: name.clone(),
            });
        }
    }
    renderer.load(Arc::new(FilmScene::from_spec(spec)))?;
    let mut clips: Vec<CameraClip> = Vec::new();
    for frame in frames {
        let all = cameras_at(spec, rollout, frame);
        let posed: Vec<_> = cameras
            .iter()
            .filter_map(|name| all.iter().find(|camera| camera.name == *name).cloned())
            .collect();
        let state = FrameState::from_rollout(spec, rollout, frame);
        let images = renderer.render(&state, &posed, Channels::default())?;
        if clips.is_empty() {
            clips = posed
                .iter()
                .map(|c| CameraClip {
                    name: c.name.clone(),
                    width: c.width,
                    height: c.height,
                    frames: Vec::new(),
                })
                .collect();
        }
        for (clip, image) in clips.iter_mut().zip(images) {
            clip.frames.push(image.rgb);
        }
    }
    Ok(clips)
}

/// Gives every camera of a specification another size, keeping its field of view.
pub fn resize_cameras(spec: &mut RolloutSpec, settings: &FilmSettings) {
    for camera in &mut spec.scene.cameras {
        *camera = camera.clone().resized(settings.width, settings.height);
    }
}
