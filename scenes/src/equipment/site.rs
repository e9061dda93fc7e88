//! What the templates of work places share: finishes of halls and rooms, rows of lamps, things on walls.

use super::hall::{batten, high_bay, light_panel};
use super::kit::{Kit, at, piece, scenery};
use super::paint;
use crate::builder::SceneBuilder;
use crate::draw::Stream;
use crate::layout::{Finish, Shell};
use crate::template::Generation;
use crate::{Lighting, Opening, OpeningKind, Room, Wall};
use restage_assets::{Material, TextureKind};
use restage_geometry::Pose;

/// How far the middle of a standing person is from the edge that they work at, m.
pub(crate) const STAND_OFF: f64 = 0.35;

/// A palette colour as linear RGB, strayed in brightness by up to a tenth and in hue by a little.
fn strayed(stream: &mut Stream, palette: &[u32]) -> [f32; 3] {
    let hex = *stream.pick(palette);
    let brightness = stream.uniform(0.9, 1.1);
    restage_assets::material::linear_from_srgb_hex(hex)
        .map(|channel| (f64::from(channel) * brightness * stream.uniform(0.98, 1.02)).clamp(0.01, 0.9) as f32)
}

/// Polished or painted concrete, plain or panelled walls, light steel roof: halls of warehouses and factories.
pub(crate) fn hall_finish(g: &Generation, epoxy: bool) -> Finish {
    const CONCRETE: [u32; 4] = [0x9E9C97, 0xB3B0AA, 0x8D8B87, 0xA9A49B];
    const EPOXY: [u32; 6] = [0x7D8A8C, 0x5E7F6B, 0xA9ADAE, 0x8C9AA6, 0x9A8F86, 0x6E8479];
    const WALLS: [u32; 6] = [0xD9DCDC, 0xE6E6E2, 0xC7CCCF, 0xCFC9BE, 0xB9C2C6, 0xDADFD8];
    const DADO: [u32; 5] = [0x8A949A, 0x6F7F8A, 0xA9A49B, 0x7E8C84, 0x9AA3A8];
    let (mut s, mut l) = (g.style.stream("hall"), g.layout.stream("dado"));
    let seed = s.texture_seed();
    let floor = Material::plain(strayed(&mut s, if epoxy { &EPOXY } else { &CONCRETE }), 0.42);
    let walls = Material::plain(strayed(&mut s, &WALLS), 0.85).textured(TextureKind::PaintedWall, 1.6, seed);
    let lower = Material::plain(strayed(&mut s, &DADO), 0.7);
    let dado = l.chance(0.6).then(|| (lower, l.uniform(1.0, 2.4)));
    Finish {
        floor: floor.textured(TextureKind::PaintedWall, if epoxy { 1.6 } else { 3.1 }, seed),
        walls,
        accent: None,
        tiles: dado,
        ceiling: Material::plain([0.62, 0.64, 0.65], 0.9),
        skirting: 0.0,
        sockets: true,
        door: Material::plain(strayed(&mut s, &[0x8A9299, 0x4F6D8A, 0xC9CCCE, 0x6F7B74, 0xA8442F]), 0.5),
        trim: Material::plain(strayed(&mut s, &[0x4A5056, 0x9AA0A5, 0xD9DCDE]), 0.45),
    }
}

/// Painted rooms: tiles, vinyl, wood or carpet on the floor, skirting.
pub(crate) fn room_finish(g: &Generation, floors: &[(TextureKind, u32, f64)], walls: &[u32]) -> Finish {
    let mut s = g.style.stream("room");
    let seed = s.texture_seed();
    let (kind, hex, tile) = *s.pick(floors);
    let rough = match kind {
        TextureKind::Fabric => 0.95,
        TextureKind::Tile => 0.32,
        _ => 0.48,
    };
    let floor = Material::plain(strayed(&mut s, &[hex]), rough).textured(kind, tile as f32, seed);
    let paint = Material::plain(strayed(&mut s, walls), 0.9).textured(TextureKind::PaintedWall, 0.9, seed);
    Finish {
        floor,
        walls: paint,
        accent: None,
        tiles: None,
        ceiling: Material::plain([0.80, 0.80, 0.78], 0.95),
        skirting: 0.08,
        sockets: true,
        door: Material::plain(strayed(&mut s, &[0xE6E4DE, 0xB58B5A, 0x8A9299, 0xC9B28C, 0x5F7684]), 0.5),
        trim: Material::plain(strayed(&mut s, &[0xE9E9E6, 0x8A8F94, 0xC9CCCE, 0x5A5F64]), 0.5),
    }
}

/// Adds a room with its shell, lit by the drawn sky.
pub(crate) fn enclose(builder: &mut SceneBuilder, room: &Room, finish: &Finish, g: &Generation) {
    let sky = g.lighting.sky_luminance;
    builder.shell(&Shell { room, finish, sky, sun: g.lighting.sun.is_some() && sky > 50.0 });
}

/// What hangs under the ceiling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum CeilingLamp {
    /// Round hall lamps on cables.
    HighBay,
    /// Linear lamps on wires, 1.5 m long.
    Batten,
    /// Square panels of 0.6 m in the ceiling.
    Panel,
}

/// Rows of lamps along x.
#[derive(Clone, Debug)]
pub(crate) struct LampRows {
    /// What they are.
    pub(crate) kind: CeilingLamp,
    /// Height of their glowing faces, m.
    pub(crate) z: f64,
    /// y of every row; the first one gives the light of the task, the others are seen to glow.
    pub(crate) rows: Vec<f64>,
    /// Ends of the rows, m.
    pub(crate) span: [f64; 2],
    /// Lamps of the rows that only glow.
    pub(crate) others: usize,
}

/// Hangs rows of lamps. The drawn number and shift of lamps are those of the first row.
pub(crate) fn hang_lamps(builder: &mut SceneBuilder, room: &Room, rows: &LampRows, lighting: &Lighting) {
    let lamps = scenery("lamps", |k| {
        for (index, y) in rows.rows.iter().enumerate() {
            let key = index == 0;
            let count = if key { lighting.lamps.max(1) as usize } else { rows.others };
            let pitch = (rows.span[1] - rows.span[0]) / count.max(1) as f64;
            let shift = if key { lighting.lamp_shift } else { [0.0, 0.0] };
            for place in 0..count {
                let x = rows.span[0] + pitch * (place as f64 + 0.5) + 0.35 * pitch * shift[0];
                let inset = (0.28 * (room.high[0] - room.low[0])).min(1.7);
                let x = x.clamp(room.low[0] + inset, room.high[0] - inset);
                let y = (y + 0.4 * shift[1]).clamp(room.low[1] + 0.8, room.high[1] - 0.35);
                k.group("lamp", at(x, y, 0.0, 0.0), |k| hang_one(k, rows, room.height, key.then_some(place)));
            }
        }
    });
    builder.building(lamps);
}

fn hang_one(k: &mut Kit, rows: &LampRows, ceiling: f64, key: Option<usize>) {
    let z = rows.z;
    match rows.kind {
        CeilingLamp::HighBay => high_bay(k, z, ceiling, 9000.0),
        CeilingLamp::Batten => batten(k, 1.5, z, ceiling, 6500.0),
        CeilingLamp::Panel => light_panel(k, 0.6, ceiling, 4200.0),
    }
    if let Some(place) = key {
        // The name of the glowing part, told apart per lamp.
        let name = format!("key_{place}");
        k.bar(&name, [0.0, 0.0, z - 0.012], [0.0, 0.0, z - 0.010], 0.03, &paint::display(0xFFFFFF, 6000.0));
        k.lamp(&name, [0.0, 0.0, z - 0.16], 1.0);
    }
}

/// Adds something to the building that only pictures see, at a pose.
pub(crate) fn fix(builder: &mut SceneBuilder, name: &str, pose: Pose, build: impl FnOnce(&mut Kit)) {
    builder.building(scenery(name, |k| k.group(name, pose, build)));
}

/// Places a piece of equipment on the floor.
pub(crate) fn stand(builder: &mut SceneBuilder, kind: &str, pose: Pose, build: impl FnOnce(&mut Kit)) {
    builder.place(piece(kind, build), pose);
}

/// A closed door opening of `width` m about `along`.
pub(crate) fn door_at(wall: Wall, along: f64, width: f64) -> Opening {
    let half = width / 2.0;
    Opening { kind: OpeningKind::Door, wall, along: [along - half, along + half], heights: [0.0, 2.10] }
}

/// A window between two places along a wall and two heights, m.
pub(crate) fn window_at(wall: Wall, along: [f64; 2], heights: [f64; 2]) -> Opening {
    Opening { kind: OpeningKind::Window, wall, along, heights }
}

/// A lit escape sign over a door.
pub(crate) fn escape_sign_over(builder: &mut SceneBuilder, room: &Room, wall: Wall, along: f64) {
    fix(builder, "escape_sign", room.wall(wall).hung(along, 2.22), super::hall::escape_sign);
}
