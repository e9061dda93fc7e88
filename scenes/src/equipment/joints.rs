//! Joints of floors and walls of halls.

use super::kit::scenery;
use crate::furniture::Piece;
use crate::{Room, Wall};
use restage_assets::Material;

/// The joints of wall panels every `pitch` m, from the dado up.
pub(crate) fn panel_joints(room: &Room, pitch: f64, low: f64) -> Piece {
    scenery("wall_joints", |k| {
        let dark = Material::plain([0.25, 0.26, 0.265], 0.9);
        for wall in [Wall::North, Wall::East, Wall::West] {
            let frame = room.wall(wall);
            let [start, end] = frame.span;
            let mut along = start + 0.5 * pitch;
            while along < end {
                let blocked = room
                    .openings
                    .iter()
                    .any(|it| it.wall == wall && (it.along[0] - 0.1..it.along[1] + 0.1).contains(&along));
                if !blocked {
                    let (from, to) =
                        frame.block([along - 0.006, along + 0.006], [-0.0008, 0.0], [low, room.height]);
                    k.trim("joint", from, to, &dark);
                }
                along += pitch;
            }
        }
    })
}

/// Saw-cut joints every `pitch` m in the concrete floor of a hall.
pub(crate) fn floor_joints(room: &Room, pitch: f64) -> Piece {
    scenery("floor_joints", |k| {
        let dark = Material::plain([0.06, 0.06, 0.058], 0.9);
        let mut x = room.low[0] + pitch * 0.6;
        while x < room.high[0] {
            k.trim("joint", [x - 0.003, room.low[1], 0.0], [x + 0.003, room.high[1], 0.0006], &dark);
            x += pitch;
        }
        let mut y = room.low[1] + pitch * 0.4;
        while y < room.high[1] {
            k.trim("joint", [room.low[0], y - 0.003, 0.0], [room.high[0], y + 0.003, 0.0006], &dark);
            y += pitch;
        }
    })
}
