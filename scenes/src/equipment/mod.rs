//! Equipment of work places: racking, conveyors, benches, machines, and what stands on and around them. Every builder
//! is a pure function of measures and of draws; nothing here knows of rooms.

pub(crate) mod bench;
pub(crate) mod bench_tools;
pub(crate) mod catering;
pub(crate) mod conveyor;
pub(crate) mod dock;
pub(crate) mod hall;
pub(crate) mod janitor;
pub(crate) mod joints;
pub(crate) mod kit;
pub(crate) mod machines;
pub(crate) mod medical;
pub(crate) mod office;
pub(crate) mod paint;
pub(crate) mod pallets;
pub(crate) mod racking;
pub(crate) mod site;
pub(crate) mod store;
