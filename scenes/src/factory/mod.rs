//! Factories: assembly bench, machine tool, line with stations, electronics bench.

mod assembly;
mod cnc;
mod electronics;
mod line;

pub(crate) use assembly::FACTORY_ASSEMBLY;
pub(crate) use cnc::FACTORY_CNC;
pub(crate) use electronics::FACTORY_ELECTRONICS;
pub(crate) use line::FACTORY_CONVEYOR;

/// What lies on benches and machine tables: categories of the object catalogue.
const PARTS: [&str; 5] = ["industrial_part", "tool", "container", "packaging", "electronics"];
