//! The renderer itself: a thread that owns the application, and the handle that others hold.

use crate::app::{adapter_of, headless, panic_text, unavailable};
use crate::fisheye::{FisheyeTable, Views};
use crate::measure::{DEPTH_STEP_M, DIGIT};
use crate::picture::Picture;
use crate::readback::{Staging, read};
use crate::stage::{MEASURE_LAYER, Stage};
use bevy::camera::visibility::RenderLayers;
use bevy::camera::{CameraProjection, Hdr, RenderTarget, SubCameraView};
use bevy::core_pipeline::tonemapping::{DebandDither, Tonemapping};
use bevy::math::Vec3A;
use bevy::prelude::*;
use bevy::render::RenderApp;
use bevy::render::render_resource::{TextureFormat, TextureUsages};
use bevy::render::renderer::RenderDevice;
use glam::DVec2;
use restage_film::camera::unprojector;
use restage_film::tonemap::{SrgbEncoder, exposure_factor, tone_curve};
use restage_film::{
    CameraImage, Channels, Development, FilmError, FilmScene, FrameState, PosedCamera, Quality, Renderer,
};
use restage_scenes::Lens;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Updates after a scene is loaded, before its first picture: meshes, materials and pipelines arrive over a few.
const WARM_UP: usize = 3;
/// Nearest visible distance, m.
const NEAR: f32 = 0.01;

enum Request {
    Load(Arc<FilmScene>),
    Render(FrameState, Vec<PosedCamera>, Channels),
}

type Answer = Result<Vec<CameraImage>, FilmError>;

/// Films with Bevy on the GPU that the driver offers first.
pub struct GpuRenderer {
    requests: Sender<Request>,
    answers: Receiver<Answer>,
}

impl GpuRenderer {
    /// Opens the device.
    ///
    /// # Errors
    /// When there is no usable graphics driver.
    pub fn new(quality: Quality) -> Result<Self, FilmError> {
        let (requests, inbox) = channel();
        let (outbox, answers) = channel();
        std::thread::Builder::new()
            .name("restage-gpu".into())
            .spawn(move || serve(quality, &inbox, &outbox))
            .map_err(|error| unavailable(format!("cannot start its thread: {error}")))?;
        let renderer = Self { requests, answers };
        renderer.answer()?;
        Ok(renderer)
    }

    fn ask(&self, request: Request) -> Answer {
        self.requests.send(request).map_err(|_| unavailable("the renderer has stopped"))?;
        self.answer()
    }

    fn answer(&self) -> Answer {
        self.answers.recv().unwrap_or_else(|_| Err(unavailable("the renderer has stopped")))
    }
}

impl Renderer for GpuRenderer {
    fn name(&self) -> &'static str {
        crate::app::NAME
    }

    fn load(&mut self, scene: Arc<FilmScene>) -> Result<(), FilmError> {
        self.ask(Request::Load(scene)).map(|_| ())
    }

    fn render(
        &mut self,
        state: &FrameState,
        cameras: &[PosedCamera],
        channels: Channels,
    ) -> Result<Vec<CameraImage>, FilmError> {
        self.ask(Request::Render(state.clone(), cameras.to_vec(), channels))
    }
}

/// Answers requests until the handle is gone. The first answer says whether the device could be opened.
fn serve(quality: Quality, inbox: &Receiver<Request>, outbox: &Sender<Answer>) {
    let opened = catch_unwind(AssertUnwindSafe(|| Studio::open(quality)));
    let mut studio = match opened {
        Ok(Ok(studio)) => studio,
        Ok(Err(error)) => return drop(outbox.send(Err(error))),
        Err(panic) => return drop(outbox.send(Err(unavailable(panic_text(panic.as_ref()))))),
    };
    if outbox.send(Ok(Vec::new())).is_err() {
        return;
    }
    while let Ok(request) = inbox.recv() {
        let work = catch_unwind(AssertUnwindSafe(|| match request {
            Request::Load(scene) => studio.load(&scene),
            Request::Render(state, cameras, channels) => studio.render(&state, &cameras, channels),
        }));
        let answer = work.unwrap_or_else(|panic| Err(unavailable(panic_text(panic.as_ref()))));
        if outbox.send(answer).is_err() {
            return;
        }
    }
}

/// One camera entity with its render target.
struct CameraRig {
    entity: Entity,
    target: Handle<Image>,
    staging: Staging,
}

/// The application, the loaded scene and the cameras.
struct Studio {
    app: App,
    quality: Quality,
    stage: Stage,
    encoder: SrgbEncoder,
    tables: Vec<Arc<FisheyeTable>>,
    loaded: bool,
    fresh: bool,
    /// Colour rigs, then measuring rigs, for the cameras of `layout`.
    rigs: Vec<CameraRig>,
    layout: Vec<((u32, u32), bool)>,
}

impl Studio {
    fn open(quality: Quality) -> Result<Self, FilmError> {
        let app = headless(quality);
        adapter_of(&app)?;
        Ok(Self {
            app,
            quality,
            stage: Stage::default(),
            encoder: SrgbEncoder::new(),
            tables: Vec::new(),
            loaded: false,
            fresh: false,
            rigs: Vec::new(),
            layout: Vec::new(),
        })
    }

    fn load(&mut self, scene: &Arc<FilmScene>) -> Answer {
        self.stage.load(self.app.world_mut(), scene, self.quality);
        self.loaded = true;
        self.fresh = true;
        Ok(Vec::new())
    }

    fn render(&mut self, state: &FrameState, cameras: &[PosedCamera], channels: Channels) -> Answer {
        if !self.loaded {
            return Err(FilmError::Scene { reason: "no scene is loaded".into() });
        }
        let views = self.views(cameras);
        let pinholes: Vec<PosedCamera> = views.iter().flat_map(|view| view.cameras().to_vec()).collect();
        let mut pictures = self.render_pinholes(state, &pinholes, channels)?.into_iter();
        let developed = |(view, camera): (&Views, &PosedCamera)| {
            view.take(&mut pictures).developed(&Development::of(camera, state), &self.encoder)
        };
        Ok(views.iter().zip(cameras).map(developed).collect())
    }

    /// Every camera as the pinholes that are rendered for it; tables of fisheyes are kept.
    fn views(&mut self, cameras: &[PosedCamera]) -> Vec<Views> {
        let view = |camera: &PosedCamera| {
            let known = self.tables.iter().find(|table| table.fits(camera)).cloned();
            let table = known.or_else(|| {
                let table = Arc::new(FisheyeTable::of(camera)?);
                self.tables.push(Arc::clone(&table));
                Some(table)
            });
            match table {
                Some(table) => {
                    let faces = table.faces(camera);
                    Views::Fisheye(table, faces)
                }
                None => Views::Pinhole(camera.clone()),
            }
        };
        cameras.iter().map(view).collect()
    }

    fn render_pinholes(
        &mut self,
        state: &FrameState,
        cameras: &[PosedCamera],
        channels: Channels,
    ) -> Result<Vec<Picture>, FilmError> {
        let measured = channels.depth || channels.ids;
        let views: Vec<(&PosedCamera, bool)> = cameras
            .iter()
            .map(|camera| (camera, false))
            .chain(cameras.iter().filter(|_| measured).map(|camera| (camera, true)))
            .collect();
        let projections =
            views.iter().map(|(camera, _)| Pinhole::of(camera)).collect::<Result<Vec<_>, _>>()?;
        self.set_up_rigs(&views);
        self.stage.pose(&mut self.app, &state.bodies);
        for (rig, ((camera, _), projection)) in self.rigs.iter().zip(views.iter().zip(projections)) {
            let entity = &mut self.app.world_mut().entity_mut(rig.entity);
            entity.insert((camera_transform(camera), Projection::custom(projection)));
        }
        let updates = if std::mem::take(&mut self.fresh) { 1 + WARM_UP } else { 1 };
        for update in 1..=updates {
            // Only the last one is seen.
            self.stage.upload(&self.app, &state.bodies, update < updates);
            self.app.update();
        }
        self.collect(state, cameras, channels)
    }

    /// One rig per view; kept while the sizes stay the same.
    fn set_up_rigs(&mut self, views: &[(&PosedCamera, bool)]) {
        let layout: Vec<_> =
            views.iter().map(|(camera, measure)| ((camera.width, camera.height), *measure)).collect();
        if layout == self.layout {
            return;
        }
        for rig in self.rigs.drain(..) {
            self.app.world_mut().despawn(rig.entity);
        }
        for (order, (size, measure)) in layout.iter().enumerate() {
            let rig = self.spawn_rig(order, *size, *measure);
            self.rigs.push(rig);
        }
        self.layout = layout;
        self.fresh = true;
    }

    fn spawn_rig(&mut self, order: usize, size: (u32, u32), measure: bool) -> CameraRig {
        let mut image = Image::new_target_texture(size.0, size.1, TextureFormat::Rgba16Float, None);
        image.texture_descriptor.usage |= TextureUsages::COPY_SRC;
        let target = self.app.world_mut().resource_mut::<Assets<Image>>().add(image);
        let entity = self
            .app
            .world_mut()
            .spawn((
                Camera3d::default(),
                Camera { order: order as isize, ..default() },
                RenderTarget::Image(target.clone().into()),
                Hdr,
                Tonemapping::None,
                DebandDither::Disabled,
                if measure { Msaa::Off } else { Msaa::Sample4 },
                RenderLayers::layer(if measure { MEASURE_LAYER } else { 0 }),
            ))
            .id();
        let device = self.app.sub_app(RenderApp).world().resource::<RenderDevice>().clone();
        CameraRig { entity, target, staging: Staging::new(&device, size) }
    }

    /// The surroundings behind a pixel, as exposed.
    fn background<'a>(&'a self, camera: &'a PosedCamera) -> impl Fn(usize) -> Vec3 + 'a {
        let unproject = unprojector(&camera.lens);
        move |index| {
            let (column, row) = (index as u32 % camera.width, index as u32 / camera.width);
            let ray = unproject(DVec2::new(f64::from(column) + 0.5, f64::from(row) + 0.5));
            let world = ray.map(|ray| camera.world_from_camera.transform_vector(ray).as_vec3());
            let luminance = self
                .stage
                .scene()
                .zip(world)
                .map(|(scene, ray)| scene.surroundings(ray) * exposure_factor(scene.exposure_ev100));
            luminance.unwrap_or_default()
        }
    }

    fn collect(
        &self,
        state: &FrameState,
        cameras: &[PosedCamera],
        channels: Channels,
    ) -> Result<Vec<Picture>, FilmError> {
        let backgrounds: Vec<_> = cameras.iter().map(|camera| self.background(camera)).collect();
        let gains: Vec<_> = cameras.iter().map(|camera| Development::of(camera, state).gains()).collect();
        let mut images: Vec<Picture> = cameras
            .iter()
            .map(|camera| {
                let pixels = (camera.width * camera.height) as usize;
                Picture {
                    width: camera.width,
                    height: camera.height,
                    color: vec![Vec3::ZERO; pixels],
                    depth_m: if channels.depth { vec![f32::INFINITY; pixels] } else { Vec::new() },
                    ids: if channels.ids { vec![0; pixels] } else { Vec::new() },
                }
            })
            .collect();
        let targets: Vec<_> = self.rigs.iter().map(|rig| (rig.target.clone(), &rig.staging)).collect();
        read(&self.app, &targets, |target, index, rgba| {
            if target < cameras.len() {
                let mut light = Vec3::new(rgba[0], rgba[1], rgba[2]);
                // What is not covered shows the surroundings.
                if rgba[3] < 1.0 {
                    light += backgrounds[target](index) * (1.0 - rgba[3]);
                }
                images[target].color[index] = Vec3::from((light * gains[target]).to_array().map(tone_curve));
            } else {
                let image = &mut images[target - cameras.len()];
                let id = rgba[0] as u16;
                if let Some(slot) = image.ids.get_mut(index) {
                    *slot = id;
                }
                if let (Some(slot), true) = (image.depth_m.get_mut(index), id > 0) {
                    *slot = (rgba[1] * DIGIT + rgba[2]) * DEPTH_STEP_M;
                }
            }
        })?;
        Ok(images)
    }
}

/// Bevy cameras look along -z with y up; OpenCV cameras along +z with y down.
fn camera_transform(camera: &PosedCamera) -> Transform {
    let mut transform = crate::stage::transform(&camera.world_from_camera);
    transform.rotation *= Quat::from_xyzw(1.0, 0.0, 0.0, 0.0);
    transform
}

/// A pinhole with any principal point, reversed depth and no far plane.
#[derive(Clone, Debug)]
struct Pinhole {
    /// `fx, fy, cx, cy` divided by the image size.
    relative: [f32; 4],
}

impl Pinhole {
    fn of(camera: &PosedCamera) -> Result<Self, FilmError> {
        match camera.lens {
            Lens::Pinhole { fx, fy, cx, cy } => {
                let (w, h) = (f64::from(camera.width), f64::from(camera.height));
                Ok(Self { relative: [fx / w, fy / h, cx / w, cy / h].map(|value| value as f32) })
            }
            _ => Err(FilmError::Scene {
                reason: format!("camera {} has a lens that was not reduced to pinholes", camera.name),
            }),
        }
    }

    /// Direction through a point of the image (0 to 1 from the top left), at depth 1 along -z.
    fn direction(&self, u: f32, v: f32) -> Vec3A {
        let [fx, fy, cx, cy] = self.relative;
        Vec3A::new((u - cx) / fx, -(v - cy) / fy, -1.0)
    }
}

impl CameraProjection for Pinhole {
    fn get_clip_from_view(&self) -> Mat4 {
        let [fx, fy, cx, cy] = self.relative;
        Mat4::from_cols(
            Vec4::new(2.0 * fx, 0.0, 0.0, 0.0),
            Vec4::new(0.0, 2.0 * fy, 0.0, 0.0),
            Vec4::new(1.0 - 2.0 * cx, 2.0 * cy - 1.0, 0.0, -1.0),
            Vec4::new(0.0, 0.0, NEAR, 0.0),
        )
    }

    fn get_clip_from_view_for_sub(&self, _sub_view: &SubCameraView) -> Mat4 {
        self.get_clip_from_view()
    }

    fn update(&mut self, _width: f32, _height: f32) {}

    fn far(&self) -> f32 {
        1000.0
    }

    fn get_frustum_corners(&self, z_near: f32, z_far: f32) -> [Vec3A; 8] {
        let corners = [(1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (0.0, 1.0)];
        let mut out = [Vec3A::ZERO; 8];
        for (index, (u, v)) in corners.into_iter().enumerate() {
            let direction = self.direction(u, v);
            out[index] = direction * z_near.abs();
            out[index + 4] = direction * z_far.abs();
        }
        out
    }
}
