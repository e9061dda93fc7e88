//! The CPU ray caster: deterministic pixels without a graphics driver.
//!
//! A picture is made in three steps. [`visibility`] finds the nearest triangle of every pixel; [`surface`] and
//! [`shading`] light it with the model of `restage_film::lighting`, asking [`shadow`] and [`occlusion`] what is in the
//! way through the [`tree`]s of bounding boxes; [`antialias`] smooths edges. Work is done on tiles of 8 x 8 pixels,
//! four pixels at a time, rows of tiles in parallel.
//!
//! Pixels are the same bits on every machine and for any number of threads: single precision with IEEE operations
//! only, transcendental functions through `libm`, no fused multiply-add, and no result that depends on the order of work.

mod antialias;
mod forest;
mod geometry;
mod lanes;
mod occlusion;
mod picture;
mod query;
mod rays;
mod renderer;
mod sampling;
mod shading;
mod shadow;
mod surface;
#[cfg(test)]
mod testing;
mod texture;
mod tree;
mod visibility;
mod workers;

pub use renderer::{CpuOptions, CpuRenderer, HIGH_SAMPLES};
