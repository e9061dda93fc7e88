//! The Bevy renderer: headless physically based filming on a GPU, or on software Vulkan where there is none.
//!
//! A Bevy `App` without a window lives on a thread of its own and is driven by hand, one update per state, so that
//! a picture shows exactly the state that was asked for. What is seen is rasterised; light is the model of
//! `restage_film::lighting` in a shader of its own, which sends rays through [`trees`] of boxes for shadows, and in
//! `high` quality for soft shadows, indirect light and mirror images. Light stays linear up to the readback; exposure,
//! tone curve, sensor and encoding are those of the CPU ray caster. Depth and ids come from a second pass that writes
//! them as numbers.

mod adapter;
mod app;
mod fisheye;
mod material;
mod measure;
mod picture;
mod readback;
mod renderer;
mod stage;
mod tables;
mod texture;
mod trees;

pub use adapter::{Adapter, adapter};
pub use renderer::GpuRenderer;
