//! The Bevy renderer: headless physically based filming on a GPU, or on software Vulkan where there is none.
//!
//! A Bevy `App` without a window lives on a thread of its own and is driven by hand, one update per state, so that
//! a picture shows exactly the state that was asked for. Light stays linear up to the readback; exposure is
//! Bevy's, tone curve and sRGB encoding are those that the CPU ray caster uses. Depth and ids come from a second
//! pass that writes them as numbers.

mod adapter;
mod app;
mod fisheye;
mod measure;
mod picture;
mod readback;
mod renderer;
mod stage;

pub use adapter::{Adapter, adapter};
pub use renderer::GpuRenderer;
