//! A ward: bed and over-bed table, or the bench of a pharmacy.

mod pharmacy;
mod ward;

use crate::builder::SceneBuilder;
use crate::equipment::hall::wall_clock;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, fix, hang_lamps, room_finish, window_at,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::TextureKind;

/// The template.
pub(crate) const HEALTHCARE_WARD: Template = Template {
    name: "healthcare_ward",
    family: Environment::Healthcare,
    summary: "ward with bed and over-bed table, or pharmacy bench",
    support_height: [0.75, 1.0],
    task_lux: [200.0, 700.0],
    lamp_cct_k: [3500.0, 5000.0],
    lamps: [2, 3],
    daylight: true,
    generate,
};

/// What is handled in wards: categories of the object catalogue.
const MEDICAL: [&str; 4] = ["medical", "bottle", "bathroom", "kitchen"];

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let pharmacy = s.chance(0.35);
    let half = s.uniform(2.2, 2.9);
    let back = if pharmacy { s.uniform(0.66, 0.70) } else { s.uniform(2.25, 2.55) };
    let mut room = Room {
        name: if pharmacy { "pharmacy" } else { "ward" }.into(),
        low: [-half, -s.uniform(2.4, 3.2)],
        high: [half, back],
        height: s.uniform(2.6, 3.0),
        openings: vec![door_at(Wall::South, s.uniform(-0.8, 0.8), 1.2)],
        walkway: 0.95,
    };
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let wall = if side > 0.0 { Wall::West } else { Wall::East };
    room.openings.push(window_at(wall, [room.low[1] + 0.7, room.low[1] + 2.3], [0.85, 2.15]));
    let mut b = SceneBuilder::new(HEALTHCARE_WARD.name, Environment::Healthcare);
    let floors = [
        (TextureKind::Stone, 0xBFB9AE, 0.7),
        (TextureKind::Stone, 0xA9BCC0, 0.7),
        (TextureKind::Stone, 0xC9CFC4, 0.7),
        (TextureKind::PaintedWall, 0xB8C4BE, 1.4),
    ];
    enclose(&mut b, &room, &room_finish(g, &floors, &[0xF1F2EE, 0xE3ECEA, 0xDCE3E6, 0xEDE6D8, 0xD5DCD8]), g);
    let support =
        if pharmacy { pharmacy::furnish(&mut b, g, &room) } else { ward::furnish(&mut b, g, &room, side) };
    let hour = s.uniform(6.0, 20.0);
    fix(&mut b, "clock", room.wall(Wall::South).hung(1.5, 2.2), |k| wall_clock(k, 0.14, hour));
    let rows = LampRows {
        kind: CeilingLamp::Panel,
        z: room.height,
        rows: vec![-0.1, -1.8],
        span: [room.low[0] + 0.3, room.high[0] - 0.3],
        others: 2,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task(support, &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}
