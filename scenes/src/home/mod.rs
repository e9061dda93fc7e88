//! Rooms of a home besides the kitchen: living room, bedroom, bathroom, utility room. Sizes follow captured rooms and
//! planning rules.
//!
//! World: the room is centred on the origin, its walls along x and y.

mod bathroom;
mod bedroom;
mod fitting;
mod living_room;
mod style;
mod utility;

pub(crate) use bathroom::HOME_BATHROOM;
pub(crate) use bedroom::HOME_BEDROOM;
pub(crate) use fitting::hang;
pub(crate) use living_room::HOME_LIVING_ROOM;
pub(crate) use utility::HOME_UTILITY;
