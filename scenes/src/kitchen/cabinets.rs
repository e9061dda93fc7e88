//! Base units, worktop, wall units.

use super::layout::{Layout, WALL_UNIT_HIGH, WALL_UNIT_LOW};
use super::parameters::{DoorStyle, KitchenParameters, WorktopFinish};
use crate::furniture::{Axis, Piece, Touch};
use restage_assets::{Material, TextureKind};

/// Thickness of the worktop, m.
pub(super) const WORKTOP: f64 = 0.038;
/// Height of the toe kick, m.
pub(super) const KICK: f64 = 0.10;
/// Front face of the doors behind the front edge of the worktop, m.
const DOOR_FRONT: f64 = 0.030;
/// Thickness of doors, m.
const DOOR: f64 = 0.020;
/// Half of the gap between two fronts, m.
const HALF_GAP: f64 = 0.0015;
/// Depth of the wall units, m.
const WALL_UNIT_DEPTH: f64 = 0.35;

/// Brushed steel of handles, hood and oven. Brushing scatters: partly diffuse, or a room without mirror images
/// would make it dark.
pub(super) fn steel(seed: u32) -> Material {
    let mut steel = Material::metal([0.74, 0.73, 0.70], 0.36).textured(TextureKind::BrushedMetal, 0.25, seed);
    steel.metallic = 0.6;
    steel
}

/// The run without its appliances.
pub(super) fn build(p: &KitchenParameters, at: &Layout) -> Piece {
    let mut run = Piece::new("kitchen_run");
    let parts = &mut run;
    worktop(parts, p, at);
    carcass(parts, p, at);
    base_fronts(parts, &Fronts::of(p), at);
    if p.wall_units {
        wall_units(parts, p, at);
    }
    run
}

/// What the worktop is made of.
pub(super) fn worktop_material(p: &KitchenParameters) -> Material {
    match p.worktop {
        WorktopFinish::Stone => {
            Material::plain(p.worktop_color, 0.22).textured(TextureKind::Stone, 0.6, p.texture_seed)
        }
        WorktopFinish::Wood => {
            Material::plain(p.worktop_color, 0.42).textured(TextureKind::Wood, 0.36, p.texture_seed)
        }
        WorktopFinish::Plain => Material::plain(p.worktop_color, 0.30),
    }
}

/// The top on both sides of the sink, and the strip behind it.
fn worktop(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let material = worktop_material(p);
    let z = [at.top - WORKTOP, at.top];
    let bowl = sink_span(at);
    let mut slab = |name: &str, x: [f64; 2], front: f64| {
        parts.block(name, [x[0], front, z[0]], [x[1], at.depth - 0.0005, z[1]], &material, Touch::Solid);
    };
    slab("worktop_left", [at.left, bowl[0]], 0.0);
    slab("worktop_sink", bowl, sink_back(at));
    slab("worktop", [bowl[1], at.right], 0.0);
}

/// The sink bowl along x, m.
pub(super) fn sink_span(at: &Layout) -> [f64; 2] {
    [at.sink[0] + 0.04, at.sink[1] - 0.04]
}

/// The back edge of the sink bowl, m.
pub(super) fn sink_back(at: &Layout) -> f64 {
    at.depth - 0.13
}

/// Bodies behind the doors, and the toe kick.
fn carcass(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let inner = Material::plain(p.base_color.map(|c| 0.5 * c), 0.6);
    let dark = Material::plain([0.03, 0.03, 0.03], 0.6);
    let front = DOOR_FRONT + DOOR;
    let high = at.top - WORKTOP;
    let bowl = sink_span(at);
    let mut body = |name: &str, x: [f64; 2], high: f64| {
        parts.block(name, [x[0], front, KICK], [x[1], at.depth - 0.001, high], &inner, Touch::Seen);
    };
    body("base_left", [at.left, bowl[0]], high);
    body("base_sink", bowl, at.top - 0.30);
    body("base_right", [bowl[1], at.right], high);
    parts.block(
        "toe_kick",
        [at.left, 0.09, 0.0],
        [at.right, at.depth - 0.001, KICK - 0.001],
        &dark,
        Touch::Seen,
    );
    let side = Material::plain(p.base_color, 0.42);
    let end = [at.right - 0.018, DOOR_FRONT, 0.0];
    parts.block("base_end", end, [at.right + 0.0005, at.depth - 0.001, high], &side, Touch::Seen);
}

/// How fronts are made.
pub(super) struct Fronts {
    style: DoorStyle,
    paint: Material,
    steel: Material,
}

/// Where the handle is.
#[derive(Clone, Copy)]
pub(super) enum Handle {
    /// Upright near the left edge, at the top.
    LeftHigh,
    /// Upright near the right edge, at the top.
    RightHigh,
    /// Upright near the left edge, at the bottom.
    LeftLow,
    /// Upright near the right edge, at the bottom.
    RightLow,
    /// Level, in the middle.
    Level,
}

impl Fronts {
    /// Those of the base units.
    pub(super) fn of(p: &KitchenParameters) -> Self {
        let paint = Material::plain(p.base_color, 0.42);
        Self { style: p.door_style, paint, steel: steel(p.texture_seed) }
    }

    /// One door or drawer front over `x` by `z`, its face at `y`.
    pub(super) fn front(
        &self,
        parts: &mut Piece,
        name: &str,
        x: [f64; 2],
        z: [f64; 2],
        y: f64,
        handle: Handle,
    ) {
        let (x, z) = ([x[0] + HALF_GAP, x[1] - HALF_GAP], [z[0] + HALF_GAP, z[1] - HALF_GAP]);
        let rail = 0.062_f64.min(0.3 * (z[1] - z[0]));
        match self.style {
            DoorStyle::Slab => {
                parts.block(name, [x[0], y, z[0]], [x[1], y + DOOR, z[1]], &self.paint, Touch::Seen);
            }
            DoorStyle::Shaker => {
                let panel = y + 0.008;
                parts.block(
                    name,
                    [x[0] + 0.001, panel, z[0] + 0.001],
                    [x[1] - 0.001, y + DOOR, z[1] - 0.001],
                    &self.paint,
                    Touch::Seen,
                );
                let mut bar = |bar: &str, x: [f64; 2], z: [f64; 2]| {
                    let name = format!("{name}_{bar}");
                    parts.block(
                        &name,
                        [x[0], y, z[0]],
                        [x[1], panel + 0.004, z[1]],
                        &self.paint,
                        Touch::Seen,
                    );
                };
                bar("stile_left", [x[0], x[0] + rail], z);
                bar("stile_right", [x[1] - rail, x[1]], z);
                bar("rail_low", [x[0] + rail, x[1] - rail], [z[0], z[0] + rail]);
                bar("rail_high", [x[0] + rail, x[1] - rail], [z[1] - rail, z[1]]);
            }
        }
        self.handle(parts, name, x, z, y, handle);
    }

    /// A bar handle on two posts.
    fn handle(&self, parts: &mut Piece, name: &str, x: [f64; 2], z: [f64; 2], y: f64, handle: Handle) {
        let (length, radius, reach, inset) = (0.16_f64.min(0.6 * (x[1] - x[0])), 0.0055, 0.030, 0.034);
        let (center, axis) = match handle {
            Handle::LeftHigh => ([x[0] + inset, z[1] - 0.06 - length / 2.0], Axis::Z),
            Handle::RightHigh => ([x[1] - inset, z[1] - 0.06 - length / 2.0], Axis::Z),
            Handle::LeftLow => ([x[0] + inset, z[0] + 0.06 + length / 2.0], Axis::Z),
            Handle::RightLow => ([x[1] - inset, z[0] + 0.06 + length / 2.0], Axis::Z),
            Handle::Level => ([(x[0] + x[1]) / 2.0, (z[0] + z[1]) / 2.0], Axis::X),
        };
        let bar = [center[0], y - reach, center[1]];
        parts.rod(&format!("{name}_handle"), bar, axis, [radius, length], &self.steel, Touch::Seen);
        for (post, side) in [("a", -0.4), ("b", 0.4)] {
            let offset = side * length;
            let (px, pz) = match axis {
                Axis::X => (center[0] + offset, center[1]),
                _ => (center[0], center[1] + offset),
            };
            let middle = [px, y - reach / 2.0, pz];
            parts.rod(
                &format!("{name}_post_{post}"),
                middle,
                Axis::Y,
                [0.004, reach],
                &self.steel,
                Touch::Seen,
            );
        }
    }
}

/// Doors under the ends and the sink, drawers and doors under the free worktop. The oven has its own front.
fn base_fronts(parts: &mut Piece, fronts: &Fronts, at: &Layout) {
    let z = [KICK, at.top - WORKTOP - 0.004];
    let y = DOOR_FRONT;
    fronts.front(parts, "door_left", [at.left + at.corner, at.sink[0]], z, y, Handle::RightHigh);
    let below_sink = [z[0], at.top - 0.245];
    let middle = (at.sink[0] + at.sink[1]) / 2.0;
    fronts.front(parts, "door_sink_a", [at.sink[0], middle], below_sink, y, Handle::RightHigh);
    fronts.front(parts, "door_sink_b", [middle, at.sink[1]], below_sink, y, Handle::LeftHigh);
    let drawers = [at.sink[1], at.sink[1] + 0.40 * (at.hob[0] - at.sink[1])];
    let heights = [0.0, 0.36, 0.72, 1.0];
    for (index, pair) in heights.windows(2).enumerate() {
        let span = pair.iter().map(|s| z[0] + s * (z[1] - z[0])).collect::<Vec<_>>();
        let name = format!("drawer_{index}");
        fronts.front(parts, &name, drawers, [span[0], span[1]], y, Handle::Level);
    }
    let doors = [drawers[1], (drawers[1] + at.hob[0]) / 2.0, at.hob[0]];
    fronts.front(parts, "door_work_a", [doors[0], doors[1]], z, y, Handle::RightHigh);
    fronts.front(parts, "door_work_b", [doors[1], doors[2]], z, y, Handle::LeftHigh);
    fronts.front(parts, "door_right", [at.hob[1], at.right], z, y, Handle::LeftHigh);
}

/// Wall units left of the window, between window and hood, and right of the hood.
fn wall_units(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let paint = Material::plain(p.wall_unit_color, 0.40);
    let fronts = Fronts { style: p.door_style, paint: paint.clone(), steel: steel(p.texture_seed) };
    let clear = 0.06;
    let runs = if Layout::window_over_sink(p) {
        let opening = at.window[0];
        vec![[at.left, opening[0] - clear], [opening[1] + clear, at.hob[0]], [at.hob[1], at.right]]
    } else {
        vec![[at.left, at.hob[0]], [at.hob[1], at.right]]
    };
    for (run, x) in runs.into_iter().enumerate() {
        let width = x[1] - x[0];
        if width < 0.22 {
            continue;
        }
        let name = format!("wall_unit_{run}");
        let face = at.depth - WALL_UNIT_DEPTH;
        let low = [x[0], face + DOOR, WALL_UNIT_LOW];
        parts.block(&name, low, [x[1], at.depth - 0.001, WALL_UNIT_HIGH], &paint, Touch::Solid);
        let doors = (width / 0.5).ceil().max(1.0) as usize;
        for door in 0..doors {
            let edge = |k: usize| x[0] + width * k as f64 / doors as f64;
            let handle = if door % 2 == 0 && doors > 1 { Handle::RightLow } else { Handle::LeftLow };
            let span = [edge(door), edge(door + 1)];
            fronts.front(
                parts,
                &format!("{name}_door_{door}"),
                span,
                [WALL_UNIT_LOW, WALL_UNIT_HIGH],
                face,
                handle,
            );
        }
    }
}
