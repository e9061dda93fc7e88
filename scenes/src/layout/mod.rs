//! The layout grammar: the shell of a room with its openings, and a plan in which furniture finds its place along walls,
//! with clearance in front, away from doors and windows, and with free walkways.

mod outside;
mod plan;
mod shell;
pub(crate) mod walk;
mod wall;

pub use plan::{Footprint, Plan, Preference};
pub use shell::{Finish, Shell};
pub use walk::Rect;
pub use wall::WallFrame;
