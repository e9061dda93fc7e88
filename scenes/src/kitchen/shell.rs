//! Floor, walls, ceiling, window, splashback, skirting, sockets.

use super::layout::Layout;
use super::parameters::{FloorFinish, KitchenParameters};
use crate::furniture::{Axis, Piece, Touch};
use restage_assets::{Material, TextureKind};

/// Thickness of walls, floor and ceiling, m.
const WALL: f64 = 0.20;

/// The room. `sky` is the luminance behind the window, cd/m²; `sun` says whether the sun shall shine in.
pub(super) fn build(p: &KitchenParameters, at: &Layout, sky: f64, sun: bool) -> Piece {
    let mut shell = Piece::new("shell");
    let parts = &mut shell;
    let paint = Material::plain(p.wall_color, 0.9).textured(TextureKind::PaintedWall, 0.8, p.texture_seed);
    floor_and_ceiling(parts, p, at);
    let (x, y) = ([at.room_left, at.room_right], [at.room_front, at.depth]);
    let over_sink = Layout::window_over_sink(p);
    let back = [[x[0] - WALL, x[1] + WALL], [y[1], y[1] + WALL]];
    let side = [[x[0] - WALL, x[0]], [y[0], y[1]]];
    if over_sink {
        wall_with_opening(parts, "wall_back", back, 0, at, &paint);
        wall(parts, "wall_left", side, at, &paint);
    } else {
        wall(parts, "wall_back", back, at, &paint);
        wall_with_opening(parts, "wall_left", side, 1, at, &paint);
    }
    wall(parts, "wall_right", [[x[1], x[1] + WALL], [y[0], y[1]]], at, &paint);
    wall(parts, "wall_front", [[x[0] - WALL, x[1] + WALL], [y[0] - WALL, y[0]]], at, &paint);
    window(parts, at, over_sink);
    outside(parts, at, over_sink, [sky, f64::from(u8::from(sun))]);
    splashback(parts, p, at, over_sink);
    skirting(parts, at);
    sockets(parts, at);
    shell
}

fn floor_and_ceiling(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let low = [at.room_left - WALL, at.room_front - WALL];
    let high = [at.room_right + WALL, at.depth + WALL];
    let floor = match p.floor {
        FloorFinish::Wood => {
            Material::plain(p.floor_color, 0.45).textured(TextureKind::Wood, 0.72, p.texture_seed)
        }
        FloorFinish::Tile => {
            Material::plain(p.floor_color, 0.35).textured(TextureKind::Tile, 1.2, p.texture_seed)
        }
    };
    let white = Material::plain([0.84, 0.84, 0.82], 0.95);
    parts.block("floor", [low[0], low[1], -WALL], [high[0], high[1], 0.0], &floor, Touch::Solid);
    parts.block(
        "ceiling",
        [low[0], low[1], at.ceiling],
        [high[0], high[1], at.ceiling + WALL],
        &white,
        Touch::Seen,
    );
}

/// A wall over the plan rectangle `[x, y]`.
fn wall(parts: &mut Piece, name: &str, [x, y]: [[f64; 2]; 2], at: &Layout, paint: &Material) {
    parts.block(name, [x[0], y[0], 0.0], [x[1], y[1], at.ceiling], paint, Touch::Solid);
}

/// A wall with the window cut out: below, above and beside it. `along` is the axis in which it runs.
fn wall_with_opening(
    parts: &mut Piece,
    name: &str,
    plan: [[f64; 2]; 2],
    along: usize,
    at: &Layout,
    paint: &Material,
) {
    let [opening, height] = at.window;
    let run = plan[along];
    let pieces = [
        ("start", [run[0], opening[0]], [0.0, at.ceiling]),
        ("end", [opening[1], run[1]], [0.0, at.ceiling]),
        ("below", opening, [0.0, height[0]]),
        ("above", opening, [height[1], at.ceiling]),
    ];
    for (piece, span, z) in pieces {
        let mut plan = plan;
        plan[along] = span;
        let [x, y] = plan;
        parts.block(&format!("{name}_{piece}"), [x[0], y[0], z[0]], [x[1], y[1], z[1]], paint, Touch::Solid);
    }
}

/// A box in window coordinates: along the wall, outwards from its inner face, height.
fn window_block(
    parts: &mut Piece,
    name: &str,
    at: &Layout,
    over_sink: bool,
    [along, out, z]: [[f64; 2]; 3],
    material: &Material,
) {
    let (low, high) = if over_sink {
        ([along[0], at.depth + out[0], z[0]], [along[1], at.depth + out[1], z[1]])
    } else {
        ([at.room_left - out[1], along[0], z[0]], [at.room_left - out[0], along[1], z[1]])
    };
    parts.block(name, low, high, material, Touch::Seen);
}

/// Frame, mullion and sill. The pane is the sky itself; when the sun shines in, the opening is free and the sky
/// stands farther out, below the path of the light.
fn window(parts: &mut Piece, at: &Layout, over_sink: bool) {
    let [along, z] = at.window;
    let frame = Material::plain([0.80, 0.80, 0.78], 0.4);
    let (bar, out) = (0.05, [0.07, 0.13]);
    let middle = (along[0] + along[1]) / 2.0;
    let bars = [
        ("bottom", along, [z[0], z[0] + bar]),
        ("top", along, [z[1] - bar, z[1]]),
        ("start", [along[0], along[0] + bar], [z[0] + bar, z[1] - bar]),
        ("end", [along[1] - bar, along[1]], [z[0] + bar, z[1] - bar]),
        ("mullion", [middle - 0.035, middle + 0.035], [z[0] + bar, z[1] - bar]),
    ];
    for (name, span, height) in bars {
        window_block(parts, &format!("window_{name}"), at, over_sink, [span, out, height], &frame);
    }
    let sill = [[along[0] - 0.03, along[1] + 0.03], [-0.05, 0.069], [z[0] - 0.025, z[0] + 0.003]];
    window_block(parts, "window_sill", at, over_sink, sill, &frame);
}

/// Sky and hedge. Their paint is dark, so that lamps of the room do not light them at night; by day they emit.
fn outside(parts: &mut Piece, at: &Layout, over_sink: bool, [luminance, sun]: [f64; 2]) {
    let [along, _] = at.window;
    let sky = Material::plain([0.012, 0.0135, 0.015], 1.0).emitting(luminance as f32);
    let hedge = Material::plain([0.012, 0.0144, 0.0088], 1.0).emitting((0.05 * luminance) as f32);
    let grown = |by: f64| [along[0] - by, along[1] + by];
    // The sun passes above a far sky that still fills the window for eyes in the room: at 5 m, light of 0.5 rad
    // elevation through the foot of the window is 2.7 m higher than the sill.
    let (far, high) = if sun > 0.0 { (5.0, at.window[1][0] + 2.6) } else { (2.0, 4.5) };
    let sky_block = [grown(1.5 * far), [far, far + 0.05], [-0.2, high]];
    window_block(parts, "sky", at, over_sink, sky_block, &sky);
    let hedge_block = [grown(1.5 * far), [0.9 * far, 0.9 * far + 0.05], [-0.2, 1.25]];
    window_block(parts, "hedge", at, over_sink, hedge_block, &hedge);
}

/// Tiles between worktop and wall units; lower under the window.
fn splashback(parts: &mut Piece, p: &KitchenParameters, at: &Layout, over_sink: bool) {
    let tiles = Material::plain(p.tile_color, 0.16).textured(
        TextureKind::Tile,
        4.0 * p.tile_edge as f32,
        p.texture_seed,
    );
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

fn skirting(parts: &mut Piece, at: &Layout) {
    let white = Material::plain([0.78, 0.78, 0.76], 0.5);
    let (high, thick) = (0.08, 0.014);
    let mut board = |name: &str, low: [f64; 2], far: [f64; 2]| {
        parts.block(name, [low[0], low[1], 0.0], [far[0], far[1], high], &white, Touch::Seen);
    };
    board("skirting_left", [at.room_left, at.room_front], [at.room_left + thick, 0.0]);
    board("skirting_right", [at.room_right - thick, at.room_front], [at.room_right, at.depth]);
    board("skirting_front", [at.room_left, at.room_front], [at.room_right, at.room_front + thick]);
}

/// Two double sockets over the worktop (1.10 to 1.20 m above the floor).
fn sockets(parts: &mut Piece, at: &Layout) {
    let plate = Material::plain([0.80, 0.80, 0.78], 0.35);
    let hole = Material::plain([0.03, 0.03, 0.03], 0.6);
    let y = at.depth - 0.010;
    let z = at.top + 0.22;
    for (index, x) in [0.62 * at.work_left, 0.55 * at.work_right].into_iter().enumerate() {
        let name = format!("socket_{index}");
        parts.block(&name, [x - 0.075, y - 0.009, z - 0.04], [x + 0.075, y, z + 0.04], &plate, Touch::Seen);
        for (side, offset) in [("a", -0.036), ("b", 0.036)] {
            let center = [x + offset, y - 0.009, z];
            parts.rod(&format!("{name}{side}"), center, Axis::Y, [0.020, 0.002], &hole, Touch::Seen);
        }
    }
}
