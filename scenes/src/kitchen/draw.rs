//! Draws of a kitchen: dimensions and what is built in from the layout (with the tiles, whose joints set the edges of
//! the window), materials, fronts and colours from the style.

use super::extension::ISLAND_DEPTH;
use super::parameters::{DoorStyle, FloorFinish, KitchenParameters, WindowPlace, WorktopFinish};
use crate::draw::{Draws, Stream};
use restage_assets::material::linear_from_srgb_hex;

/// sRGB colours seen in kitchens (estimates from catalogues of unit fronts and paints).
const BASE_FRONTS: [u32; 12] = [
    0xF2EFE8, 0xE4DED2, 0xB9BDB8, 0x8C9A8E, 0x5F7466, 0x3E5C50, 0x2F3E4E, 0x51606E, 0x3A3A3C, 0xA9845C,
    0xC7A77D, 0x7A5A3E,
];
const WALL_FRONTS: [u32; 8] =
    [0xF6F4EF, 0xEDE8DD, 0xDAD7CF, 0xC8CDC6, 0xD8C7A8, 0xB89468, 0x9AA5A0, 0xE9ECEC];
const WALLS: [u32; 8] = [0xF1EEE6, 0xE7E1D3, 0xDCD9D2, 0xD5DCD8, 0xE9DCC6, 0xC9D3D6, 0xF4F4F2, 0xD9CDBF];
const TILES: [u32; 7] = [0xF4F4F1, 0xEDEAE2, 0xD9DEDC, 0xBFCBC8, 0xC9B79C, 0x8FA3A6, 0xE6D9CC];
const STONE: [u32; 7] = [0xCFCBC3, 0xB4B0AA, 0x8D8B88, 0x5A5A5B, 0x3B3B3D, 0xE3DFD6, 0xBFAE98];
pub(super) const WOOD: [u32; 6] = [0xC69C6D, 0xA97B4F, 0x8B5E3C, 0xD8B98C, 0x6B4630, 0xB98E63];
const PLAIN: [u32; 6] = [0xEFEDE8, 0xD9D6CF, 0x4A4C4E, 0x2E2F31, 0xC9C4BA, 0x8B8F92];
const FLOOR_TILES: [u32; 6] = [0xC9C3B8, 0x9B9792, 0x6E6C6A, 0xD9D4CA, 0xA98F77, 0x4F5052];

/// How far each colour channel strays from its palette entry, relative.
const JITTER: f64 = 0.10;

/// A colour near one of a palette.
pub(super) fn color(stream: &mut Stream, palette: &[u32]) -> [f32; 3] {
    let hex = *stream.pick(palette);
    linear_from_srgb_hex(hex).map(|channel| {
        (f64::from(channel) * stream.uniform(1.0 - JITTER, 1.0 + JITTER)).clamp(0.02, 0.9) as f32
    })
}

/// What there is besides the run along the wall.
struct Shape {
    side_run: f64,
    island_length: f64,
    island_gap: f64,
    /// Depth of the room before the run that this takes, m.
    aisle: f64,
}

/// One run, round a corner, with an island, or both: of 60 measured layouts, two thirds have an island.
fn shape(layout: &Draws) -> Shape {
    let mut s = layout.stream("shape");
    let (corner, island) = (s.chance(0.4), s.chance(0.4));
    let side_run = if corner { s.uniform(0.9, 1.7) } else { 0.0 };
    let island_length = if island { s.uniform(1.4, 2.4) } else { 0.0 };
    let island_gap = s.uniform(1.15, 1.4);
    let behind = s.uniform(1.3, 1.9);
    let aisle = if island { island_gap + ISLAND_DEPTH + behind } else { 0.0 };
    // The free end of the side run leaves a way in.
    let aisle = aisle.max(if corner { side_run + 1.15 } else { 0.0 }).min(4.5);
    Shape { side_run, island_length, island_gap, aisle }
}

/// A kitchen of the two families of streams. Lights are not among the draws.
pub(super) fn parameters(layout: &Draws, style: &Draws) -> KitchenParameters {
    let mut room = layout.stream("room");
    let mut built_in = layout.stream("built_in");
    let mut finish = style.stream("finish");
    let worktop = *finish.pick(&[WorktopFinish::Stone, WorktopFinish::Wood, WorktopFinish::Plain]);
    let floor = *finish.pick(&[FloorFinish::Wood, FloorFinish::Tile]);
    let door_style = *finish.pick(&[DoorStyle::Shaker, DoorStyle::Slab]);
    let (top, ground): (&[u32], &[u32]) = (
        match worktop {
            WorktopFinish::Stone => &STONE,
            WorktopFinish::Wood => &WOOD,
            WorktopFinish::Plain => &PLAIN,
        },
        match floor {
            FloorFinish::Wood => &WOOD,
            FloorFinish::Tile => &FLOOR_TILES,
        },
    );
    let mut colors = style.stream("colors");
    let shape = shape(layout);
    KitchenParameters {
        counter_depth: room.uniform(0.62, 0.70),
        run_length: room.uniform(3.2, 4.4),
        aisle: room.uniform(2.3, 4.2).max(shape.aisle),
        side_run: shape.side_run,
        island_length: shape.island_length,
        island_gap: shape.island_gap,
        ceiling_height: room.uniform(2.4, 3.0),
        side_space: room.uniform(0.1, 1.4),
        door: room.unit(),
        mirrored: built_in.chance(0.5),
        wall_units: built_in.chance(0.8),
        accessories: built_in.chance(0.8),
        window: if built_in.chance(0.6) { WindowPlace::OverSink } else { WindowPlace::SideWall },
        door_style,
        worktop,
        floor,
        worktop_color: color(&mut colors, top),
        base_color: color(&mut colors, &BASE_FRONTS),
        wall_unit_color: color(&mut colors, &WALL_FRONTS),
        wall_color: color(&mut colors, &WALLS),
        tile_color: color(&mut colors, &TILES),
        floor_color: color(&mut colors, ground),
        tile_edge: *room.pick(&[0.075, 0.10, 0.15, 0.20]),
        texture_seed: style.stream("texture").texture_seed(),
        ..KitchenParameters::default()
    }
}
