//! Cleaning and waste: a janitor's closet, or a waste sorting table.

mod closet;
mod sorting;

use crate::builder::SceneBuilder;
use crate::equipment::hall::pipes;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, fix, hang_lamps, room_finish,
};
use crate::layout::Finish;
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::{Material, TextureKind};

/// The template.
pub(crate) const SANITATION_CLOSET: Template = Template {
    name: "sanitation_closet",
    family: Environment::Sanitation,
    summary: "janitor's closet or waste sorting table",
    support_height: [0.80, 0.96],
    task_lux: [120.0, 450.0],
    lamp_cct_k: [3000.0, 5000.0],
    lamps: [1, 2],
    daylight: false,
    generate,
};

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let sorting = s.chance(0.45);
    let half = if sorting { s.uniform(2.2, 2.9) } else { s.uniform(1.75, 2.2) };
    let back = if sorting { s.uniform(1.55, 1.9) } else { s.uniform(0.58, 0.62) };
    let room = Room {
        name: if sorting { "waste room" } else { "janitor's closet" }.into(),
        low: [-half, -s.uniform(2.0, 2.8)],
        high: [half, back],
        height: s.uniform(2.5, 3.0),
        openings: vec![door_at(Wall::South, s.uniform(-0.5, 0.5), 0.95)],
        walkway: 0.85,
    };
    let mut b = SceneBuilder::new(SANITATION_CLOSET.name, Environment::Sanitation);
    enclose(&mut b, &room, &finish(g), g);
    let support =
        if sorting { sorting::furnish(&mut b, g, &room) } else { closet::furnish(&mut b, g, &room) };
    let runs = [(0.06, room.height - 0.15, 0.02, 0xB9BEC2), (0.13, room.height - 0.15, 0.03, 0xD9DCDE)];
    let length = 2.0 * half - 0.1;
    fix(&mut b, "pipes", room.wall(Wall::North).hung(0.0, 0.0), |k| pipes(k, length, &runs));
    let rows = LampRows {
        kind: CeilingLamp::Batten,
        z: room.height - 0.08,
        rows: vec![-0.6],
        span: [-half + 0.2, half - 0.2],
        others: 0,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task(support, &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

/// Tiled walls, tiled or painted concrete floor.
fn finish(g: &Generation) -> Finish {
    let floors = [
        (TextureKind::Tile, 0x9B9792, 1.2),
        (TextureKind::Tile, 0xB9A58A, 0.8),
        (TextureKind::PaintedWall, 0x8D8B87, 1.8),
        (TextureKind::Tile, 0x7F8A90, 1.2),
    ];
    let mut s = g.style.stream("tiles");
    let edge = *s.pick(&[0.4, 0.6, 0.8]);
    let hex = *s.pick(&[0xF4F4F1, 0xDDE7E5, 0xB9C6CC, 0xE6DCC8]);
    let tiles = Material::srgb(hex, 0.18).textured(TextureKind::Tile, edge, s.texture_seed());
    let mut l = g.layout.stream("tiles");
    let tiled = l.chance(0.75).then(|| (tiles, l.uniform(1.3, 2.1)));
    Finish { tiles: tiled, ..room_finish(g, &floors, &[0xF1EEE6, 0xE3E3DC, 0xD5DCD8, 0xE9DCC9]) }
}
