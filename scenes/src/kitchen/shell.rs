//! The building of the kitchen: finishes of the room, splashback, sockets over the worktop.

use super::extension::side_splashback;
use super::layout::Layout;
use super::parameters::{FloorFinish, KitchenParameters};
use crate::furniture::{Axis, Piece, Touch};
use crate::layout::Finish;
use restage_assets::{Material, TextureKind};

/// Materials of the room.
pub(super) fn finish(p: &KitchenParameters) -> Finish {
    let floor = match p.floor {
        FloorFinish::Wood => {
            Material::plain(p.floor_color, 0.45).textured(TextureKind::Wood, 0.72, p.texture_seed)
        }
        FloorFinish::Tile => {
            Material::plain(p.floor_color, 0.35).textured(TextureKind::Tile, 1.2, p.texture_seed)
        }
    };
    Finish {
        walls: Material::plain(p.wall_color, 0.9).textured(TextureKind::PaintedWall, 0.8, p.texture_seed),
        accent: None,
        floor,
        ceiling: Material::plain([0.84, 0.84, 0.82], 0.95),
        trim: Material::plain([0.80, 0.80, 0.78], 0.4),
        door: Material::plain([0.74, 0.73, 0.69], 0.45),
        skirting: 0.08,
        tiles: None,
        sockets: true,
    }
}

/// What is fixed to the walls behind the run.
pub(super) fn wall_fittings(p: &KitchenParameters, at: &Layout) -> Piece {
    let mut piece = Piece::new("wall_fittings");
    splashback(&mut piece, p, at, Layout::window_over_sink(p));
    sockets(&mut piece, at);
    piece
}

/// The tiles, four along an edge of their picture.
fn tiles(p: &KitchenParameters) -> Material {
    let edge = 4.0 * p.tile_edge as f32;
    Material::plain(p.tile_color, 0.16).textured(TextureKind::Tile, edge, p.texture_seed)
}

/// Tiles between worktop and wall units; lower under the window.
fn splashback(parts: &mut Piece, p: &KitchenParameters, at: &Layout, over_sink: bool) {
    let tiles = tiles(p);
    side_splashback(parts, p, at, &tiles);
    let y = [at.depth - 0.010, at.depth];
    let mut strip = |name: &str, x: [f64; 2], high: f64| {
        if x[1] - x[0] > 0.01 {
            parts.block(name, [x[0], y[0], at.top], [x[1], y[1], high], &tiles, Touch::Solid);
        }
    };
    if over_sink {
        let [opening, z] = at.window;
        strip("splashback_left", [at.left, opening[0]], at.splash_high);
        strip("splashback_window", opening, z[0]);
        strip("splashback_right", [opening[1], at.right], at.splash_high);
    } else {
        strip("splashback", [at.left, at.right], at.splash_high);
    }
}

/// Two double sockets over the worktop (1.10 to 1.20 m above the floor).
fn sockets(parts: &mut Piece, at: &Layout) {
    let plate = Material::plain([0.80, 0.80, 0.78], 0.35);
    let hole = Material::plain([0.03, 0.03, 0.03], 0.6);
    let y = at.depth - 0.010;
    let z = at.top + 0.22;
    for (index, x) in [0.62 * at.work_left, 0.55 * at.work_right].into_iter().enumerate() {
        let name = format!("worktop_socket_{index}");
        parts.block(&name, [x - 0.075, y - 0.009, z - 0.04], [x + 0.075, y, z + 0.04], &plate, Touch::Seen);
        for (side, offset) in [("a", -0.036), ("b", 0.036)] {
            let center = [x + offset, y - 0.009, z];
            parts.rod(&format!("{name}{side}"), center, Axis::Y, [0.020, 0.002], &hole, Touch::Seen);
        }
    }
}
