//! The CPU ray caster: deterministic pixels without a graphics driver.
//!
//! A picture is made in steps. [`visibility`] finds the nearest triangle of every pixel; [`surface`] looks up what is
//! there; [`shading`] lights it with the model of `restage_film::lighting`; [`antialias`] smooths edges. For `fast`
//! pictures [`shadow`] finds the hard shadow of one light, a tile at a time. For `high` ones [`soft`] sends rays through
//! the [`tree`]s of bounding boxes, to lights that have a size, to what is near, and along mirrored directions, and
//! [`filter`] puts the samples of neighbouring pixels together. Work is done on tiles of 8 x 8 pixels, four pixels at a
//! time, rows of tiles in parallel.
//!
//! Pixels are the same bits on every machine and for any number of threads: single precision with IEEE operations
//! only, transcendental functions through `libm`, no fused multiply-add, and no result that depends on the order of work.

mod ambience;
mod antialias;
mod canvas;
mod filter;
mod forest;
mod geometry;
mod lanes;
mod picture;
mod probe;
mod query;
mod rays;
mod renderer;
mod shading;
mod shadow;
mod soft;
mod still;
mod surface;
#[cfg(test)]
mod testing;
mod texture;
mod tree;
mod visibility;
mod workers;

pub use renderer::{CpuOptions, CpuRenderer};
