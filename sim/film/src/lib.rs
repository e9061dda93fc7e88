//! Filming behind one interface. A [`FilmScene`] is built once per rollout from its specification (meshes,
//! materials, lights, cameras); a [`FrameState`] poses it at one frame of the rollout; a [`Renderer`] turns
//! states into images. Both renderers take exactly this input, so what differs is shading alone.

pub mod ambient;
mod blur;
pub mod bounce;
mod brown_conrady;
pub mod camera;
pub mod development;
pub mod environment;
pub mod film_scene;
pub mod image;
pub mod lamps;
pub mod lighting;
pub mod renderer;
pub mod sampling;
pub mod tonemap;

pub use ambient::{Ambient, AmbientField};
pub use bounce::{Encounter, Tracer};
pub use camera::PosedCamera;
pub use development::Development;
pub use environment::{EnvironmentError, EnvironmentMap};
pub use film_scene::{
    DEFAULT_TEXTURE_SIZE, FilmInstance, FilmLight, FilmScene, FrameState, InstanceBody, cameras_at,
    posed_cameras,
};
pub use image::CameraImage;
pub use lamps::{Lamp, Lamps, Source};
pub use renderer::{Channels, FilmError, Quality, Renderer};
