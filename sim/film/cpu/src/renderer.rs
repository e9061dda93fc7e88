//! The renderer.

use crate::canvas::{Canvas, Order};
use crate::picture::Loaded;
use crate::rays::RayGrid;
use crate::workers::Workers;
use rayon::prelude::*;
use restage_film::sampling::Samples;
use restage_film::tonemap::SrgbEncoder;
use restage_film::{CameraImage, Channels, FilmError, FilmScene, FrameState, PosedCamera, Quality, Renderer};
use std::sync::Arc;

/// Rays per pixel that look for what is near.
const DIRECTIONS: u32 = 2;
/// Lenses whose rays are kept.
const KEPT_GRIDS: usize = 8;

/// How the CPU renderer works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuOptions {
    /// How much work goes into a picture.
    pub quality: Quality,
    /// Threads that work on a picture: `None` the rayon pool that the caller runs in, `Some(1)` the calling thread
    /// alone (best when many renderers run side by side), more a pool of its own. Pixels do not depend on it.
    pub threads: Option<usize>,
}

/// The CPU ray caster: no graphics driver, the same bits on every machine and with any number of threads.
#[derive(Debug)]
pub struct CpuRenderer {
    quality: Quality,
    workers: Workers,
    samples: Arc<Samples>,
    encoder: Arc<SrgbEncoder>,
    loaded: Option<Loaded>,
    /// Scenes loaded so far.
    scenes: u64,
    grids: Vec<Arc<RayGrid>>,
    canvases: Vec<Canvas>,
}

impl CpuRenderer {
    /// A renderer without a scene.
    ///
    /// # Errors
    /// [`FilmError::Unavailable`] when the operating system gives no threads.
    pub fn new(options: CpuOptions) -> Result<Self, FilmError> {
        let workers = Workers::new(options.threads)
            .map_err(|error| FilmError::Unavailable { renderer: "cpu", reason: error.to_string() })?;
        Ok(Self {
            quality: options.quality,
            workers,
            samples: Arc::new(Samples::new(DIRECTIONS)),
            encoder: Arc::new(SrgbEncoder::new()),
            loaded: None,
            scenes: 0,
            grids: Vec::new(),
            canvases: Vec::new(),
        })
    }

    /// The rays of a camera, kept for the next frame.
    fn grid_of(&mut self, camera: &PosedCamera) -> Arc<RayGrid> {
        let (lens, width, height) = (&camera.lens, camera.width, camera.height);
        if let Some(known) = self.grids.iter().find(|grid| grid.serves(lens, width, height)) {
            return Arc::clone(known);
        }
        let grid = Arc::new(RayGrid::new(*lens, width, height));
        if self.grids.len() >= KEPT_GRIDS {
            self.grids.remove(0);
        }
        self.grids.push(Arc::clone(&grid));
        grid
    }
}

impl Renderer for CpuRenderer {
    fn name(&self) -> &'static str {
        "cpu"
    }

    fn load(&mut self, scene: Arc<FilmScene>) -> Result<(), FilmError> {
        self.loaded = None;
        self.scenes += 1;
        let (samples, encoder) = (Arc::clone(&self.samples), Arc::clone(&self.encoder));
        self.loaded = Some(Loaded::new(scene, self.scenes, self.quality, samples, encoder)?);
        Ok(())
    }

    fn render(
        &mut self,
        state: &FrameState,
        cameras: &[PosedCamera],
        channels: Channels,
    ) -> Result<Vec<CameraImage>, FilmError> {
        check(cameras)?;
        let grids: Vec<_> = cameras.iter().map(|camera| self.grid_of(camera)).collect();
        let Some(loaded) = &mut self.loaded else {
            return Err(FilmError::Scene { reason: "no scene is loaded; call load first".into() });
        };
        loaded.follow(state)?;
        self.canvases.resize_with(cameras.len().max(self.canvases.len()), Canvas::default);
        let (loaded, workers, quality) = (&*loaded, &self.workers, self.quality);
        let film = |((canvas, camera), grid): ((&mut Canvas, &PosedCamera), &Arc<RayGrid>)| {
            let order = Order { loaded, state, camera, grid, channels, workers };
            match quality {
                Quality::Fast => canvas.film_fast(&order),
                Quality::High => canvas.film_high(&order),
            }
        };
        Ok(match workers {
            Workers::Caller => self.canvases.iter_mut().zip(cameras).zip(&grids).map(film).collect(),
            Workers::Shared | Workers::Own(_) => {
                let canvases = &mut self.canvases[..cameras.len()];
                workers.run(|| canvases.par_iter_mut().zip(cameras).zip(&grids).map(film).collect())
            }
        })
    }
}

/// Refuses cameras that cannot be drawn, every fault in one message.
fn check(cameras: &[PosedCamera]) -> Result<(), FilmError> {
    let fault = |camera: &PosedCamera| {
        let (fx, fy) = crate::rays::focal_lengths(&camera.lens);
        if camera.width == 0 || camera.height == 0 || camera.width > 16_384 || camera.height > 16_384 {
            Some(format!("{} x {} px (1 to 16384 are possible)", camera.width, camera.height))
        } else if !(fx > 0.0 && fy > 0.0 && fx.is_finite() && fy.is_finite()) {
            Some(format!("focal lengths {fx} and {fy} px must be positive"))
        } else if !camera.world_from_camera.is_finite() {
            Some("the pose is not finite".to_owned())
        } else {
            None
        }
    };
    let faults =
        cameras.iter().filter_map(|camera| Some(format!("camera {}: {}", camera.name, fault(camera)?)));
    let faults: Vec<String> = faults.collect();
    if faults.is_empty() { Ok(()) } else { Err(FilmError::Scene { reason: faults.join("; ") }) }
}
