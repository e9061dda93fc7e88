//! Contact physics of a rollout on Rapier: gripper, contacts, staged success.
//!
//! [`simulate`] turns a [`restage_rollouts::RolloutSpec`] into a [`restage_rollouts::Rollout`]. The gripper's palm
//! follows the commanded TCP pose; its two fingers are dynamic bodies that a force-limited drive closes, so an
//! object is held by friction or not at all. The judgement is made by stages, at the end ([`stages`]).
//!
//! World frame: metres, seconds, kilograms, +z up, gravity 9.81 m/s² along -z. One rollout is one
//! single-threaded world: run many rollouts in parallel, each gives the same bits on any thread.
//!
//! The contact settings ([`solver_settings`]) are the ones that the suite in [`truth`] holds to closed-form mechanics.

#[cfg(test)]
mod comparison;
mod contacts;
mod convert;
mod error;
mod gripper;
mod hooks;
pub mod limits;
mod settings;
mod settle;
mod simulate;
pub mod stages;
pub mod truth;
mod world;

pub use contacts::PadContact;
pub use error::{PhysicsError, SpecFault};
pub use settings::{GRAVITY, empty_world, solver_settings};
pub use settle::settle;
pub use simulate::{
    COLLISION_FORCE_LIMIT, Diagnostics, SimulateOptions, simulate, simulate_while, simulate_with_diagnostics,
};
