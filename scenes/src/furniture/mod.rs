//! Furniture and equipment as parts in a frame of their own: origin on the floor under the middle of the footprint, z
//! up, the front towards -y (who uses it stands there), the back towards +y.

mod piece;

pub use piece::{Axis, Piece, Touch};
