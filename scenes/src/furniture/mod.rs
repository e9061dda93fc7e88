//! Furniture and equipment as parts in a frame of their own: origin on the floor under the middle of the footprint, z
//! up, the front towards -y (who uses it stands there), the back towards +y. What hangs on a wall has its back at
//! y = 0 and its origin at a height of its own. Dimensions follow furniture catalogues and captured rooms.

pub mod beds;
pub mod decor;
pub mod lamps;
pub mod laundry;
mod piece;
pub mod sanitary;
pub mod seating;
pub mod storage;
pub mod tables;

pub use piece::{Axis, Piece, Touch};
