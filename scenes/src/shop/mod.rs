//! A shop: gondola shelves or a checkout.

mod checkout;
mod shelf;

use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::kit::piece;
use crate::equipment::paint;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hang_lamps, room_finish,
};
use crate::equipment::store::{Gondola, aisle_sign, fridge_case, gondola, price_labels, stock};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::{Material, TextureKind};
use std::f64::consts::PI;

/// The template.
pub(crate) const STORE_SHELF: Template = Template {
    name: "store_shelf",
    family: Environment::Store,
    summary: "shop: gondola shelf or checkout counter",
    support_height: [0.80, 1.0],
    task_lux: [300.0, 700.0],
    lamp_cct_k: [3000.0, 4500.0],
    lamps: [2, 4],
    daylight: false,
    generate,
};

/// Articles of a shop: categories of the object catalogue.
const ARTICLES: [&str; 6] = ["food", "bottle", "cleaning", "bathroom", "household", "packaging"];

/// Looks of the fittings.
struct Looks {
    steel: Material,
    strip: u32,
    accent: u32,
}

fn looks(g: &Generation) -> Looks {
    let mut colors = g.style.stream("fittings");
    Looks {
        steel: paint::coated(*colors.pick(&[0xE9E8E2, 0xF1F2F2, 0xC9CCCE, 0x3A3F45])),
        strip: *colors.pick(&[0xD8231F, 0xF2C21E, 0xF0F0EA, 0x2E7D4F, 0x1F5FA8]),
        accent: *colors.pick(&[0xC8102E, 0x2E7D4F, 0x1F5FA8, 0xE8751A]),
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let counter = s.chance(0.5);
    let back = if counter { s.uniform(3.2, 4.4) } else { s.uniform(0.62, 0.66) };
    let half = s.uniform(3.0, 4.2);
    let room = Room {
        name: "shop".into(),
        low: [-half, -s.uniform(3.4, 4.8)],
        high: [half, back],
        height: s.uniform(3.0, 4.0),
        openings: vec![door_at(Wall::South, s.uniform(-1.0, 1.0), 1.0)],
        walkway: 0.95,
    };
    let mut b = SceneBuilder::new(STORE_SHELF.name, Environment::Store);
    let floors = [
        (TextureKind::Tile, 0xD8D2C4, 2.4),
        (TextureKind::Tile, 0xC9CCCB, 2.4),
        (TextureKind::Stone, 0xBFB9AE, 0.8),
        (TextureKind::Wood, 0xC49A6C, 0.9),
    ];
    enclose(&mut b, &room, &room_finish(g, &floors, &[0xF4F1EA, 0xE8E4DA, 0xE6E8E6, 0xDCE3E6]), g);
    escape_sign_over(&mut b, &room, Wall::South, room.openings[0].along[0] + 0.5);
    let looks = looks(g);
    let support = if counter {
        checkout::furnish(&mut b, g, &room, &looks)
    } else {
        shelf::furnish(&mut b, g, &room, &looks)
    };
    let rows = LampRows {
        kind: CeilingLamp::Batten,
        z: room.height - 0.25,
        rows: vec![-0.7, if counter { 2.0 } else { -2.4 }],
        span: [room.low[0] + 0.4, room.high[0] - 0.4],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task(support, &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

/// A gondola with goods on every shelf.
fn filled_gondola(b: &mut SceneBuilder, at: [f64; 3], bays: usize, looks: &Looks, s: &mut Stream) {
    let height = s.uniform(1.5, 1.85);
    let count = 4;
    let levels: Vec<f64> =
        (0..count).map(|n| 0.16 + (height - 0.45) * f64::from(n) / f64::from(count - 1)).collect();
    let unit = Gondola {
        bay: 1.0,
        bays,
        depth: 0.42,
        height,
        levels: levels.clone(),
        steel: looks.steel.clone(),
        strip: looks.strip,
    };
    let clear = levels[1] - levels[0] - 0.06;
    let shelf = piece("gondola", |k| {
        gondola(k, &unit);
        let x = unit.bay * bays as f64 / 2.0;
        for (level, top) in levels.iter().enumerate() {
            let reach = if level == 0 { unit.depth + 0.04 } else { unit.depth };
            stock(k, [-x, x], [-reach + 0.02, -0.06], [*top, clear.min(0.34)], s);
            if level > 0 {
                price_labels(k, [-x, x], reach, *top, s);
            }
        }
    });
    let [x, y, yaw] = at;
    b.place(shelf, floor_pose(x, y, yaw));
}

/// A double row in the middle of the shop, its front at `front`, signs over it, fridges along a side wall.
fn aisle_behind(b: &mut SceneBuilder, room: &Room, front: f64, looks: &Looks, s: &mut Stream) {
    let bays = s.integer(2, 3) as usize;
    let x = s.uniform(-0.8, 0.8);
    filled_gondola(b, [x, front, PI], bays, looks, s);
    let number = s.integer(1, 12);
    let z = room.height - 0.75;
    fix(b, "aisle_sign", crate::equipment::kit::at(x, front + 0.6, z, 0.0), |k| {
        aisle_sign(k, number, looks.accent, room.height - z);
    });
}

/// A lit fridge case against a wall.
fn fridge(b: &mut SceneBuilder, room: &Room, wall: Wall, along: f64, looks: &Looks, s: &mut Stream) {
    let width = s.uniform(1.2, 1.8);
    let accent = looks.accent;
    let case = piece("fridge_case", |k| fridge_case(k, width, accent, s));
    b.place(case, room.wall(wall).pose(along, 0.88));
}
