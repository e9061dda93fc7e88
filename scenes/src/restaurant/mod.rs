//! A professional kitchen: steel benches, range and fryer under a hood, or the pass.

use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::catering::{
    canopy_hood, fryer, gastronorm, hanging_utensils, heat_lamps, over_shelf, pan, range, steel_bench,
    stock_pot, ticket_rail, upright_fridge,
};
use crate::equipment::hall::{fire_extinguisher, pipes};
use crate::equipment::janitor::floor_drain;
use crate::equipment::kit::{Kit, at, piece};
use crate::equipment::racking::klt;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hang_lamps, room_finish, stand,
};
use crate::layout::Finish;
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::{Material, TextureKind};

/// The template.
pub(crate) const RESTAURANT_KITCHEN: Template = Template {
    name: "restaurant_kitchen",
    family: Environment::Restaurant,
    summary: "professional kitchen: steel bench, hood, range, fryer, pass",
    support_height: [0.84, 0.98],
    task_lux: [350.0, 750.0],
    lamp_cct_k: [3000.0, 4500.0],
    lamps: [2, 3],
    daylight: false,
    generate,
};

/// What is worked on: categories of the object catalogue.
const FOOD: [&str; 4] = ["food", "kitchen", "bottle", "packaging"];

struct Kitchen {
    pass: bool,
    width: f64,
    depth: f64,
    top: f64,
    seed: u32,
    room: Room,
}

fn plan(g: &Generation) -> Kitchen {
    let mut s = g.layout.stream("room");
    let depth = s.uniform(0.68, 0.74);
    let pass = s.chance(0.4);
    let width = s.uniform(1.5, 2.0);
    let half = width / 2.0 + s.uniform(2.0, 2.7);
    let room = Room {
        name: "kitchen".into(),
        low: [-half, -s.uniform(2.4, 3.2)],
        high: [half, if pass { depth + s.uniform(2.0, 2.6) } else { depth + 0.01 }],
        height: s.uniform(2.7, 3.2),
        openings: vec![door_at(Wall::South, s.uniform(-1.0, 1.0), 0.95)],
        walkway: 0.95,
    };
    let top = g.support_height(s.uniform(0.87, 0.92), RESTAURANT_KITCHEN.support_height);
    Kitchen { pass, width, depth, top, seed: g.style.stream("steel").texture_seed(), room }
}

fn finish(g: &Generation) -> Finish {
    let floors = [
        (TextureKind::Tile, 0x8A5A44, 0.8),
        (TextureKind::Tile, 0x9B9792, 1.2),
        (TextureKind::Tile, 0x6E6C6A, 1.2),
        (TextureKind::Stone, 0x8F8B85, 0.5),
    ];
    let mut s = g.style.stream("tiles");
    let edge = *s.pick(&[0.4, 0.6, 0.8]);
    let hex = *s.pick(&[0xF4F4F1, 0xEDEAE2, 0xE6ECEA, 0xD9DEDC]);
    let tiles = Material::srgb(hex, 0.16).textured(TextureKind::Tile, edge, s.texture_seed());
    let height = g.layout.stream("tiles").uniform(1.8, 2.4);
    Finish {
        tiles: Some((tiles, height)),
        skirting: 0.0,
        ..room_finish(g, &floors, &[0xF1EEE6, 0xE6E8E6, 0xF4F4F2])
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let p = plan(g);
    let mut b = SceneBuilder::new(RESTAURANT_KITCHEN.name, Environment::Restaurant);
    enclose(&mut b, &p.room, &finish(g), g);
    escape_sign_over(&mut b, &p.room, Wall::South, p.room.openings[0].along[0] + 0.475);
    let support = if p.pass { pass(&mut b, g, &p) } else { prep_bench(&mut b, g, &p) };
    let north = p.room.high[1] - p.depth - 0.01;
    let mut s = g.layout.stream("line");
    cooking_line(&mut b, &p, north, &mut s);
    around(&mut b, &p, &mut s);
    let rows = LampRows {
        kind: CeilingLamp::Panel,
        z: p.room.height,
        rows: vec![-0.5, if p.pass { p.depth + 0.9 } else { -1.9 }],
        span: [p.room.low[0] + 0.4, p.room.high[0] - 0.4],
        others: 2,
    };
    hang_lamps(&mut b, &p.room, &rows, &g.lighting);
    b.task(support, &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

/// A bench at the wall with an over-shelf, utensils below it and containers at its ends.
fn prep_bench(b: &mut SceneBuilder, g: &Generation, p: &Kitchen) -> &'static str {
    let mut s = g.layout.stream("bench");
    let (w, d, top) = (p.width, p.depth, p.top);
    let shelf = top + s.uniform(0.50, 0.58);
    let unit = piece("steel_bench", |k| {
        steel_bench(k, [w, d, top], 0.10, p.seed);
        // It hangs on the wall behind the bench.
        over_shelf(k, w - 0.06, [d - 0.34, d + 0.01], shelf, None, p.seed);
        shelf_goods(k, [w, d], shelf, &mut s);
        lower_goods(k, [w, d], &mut s);
        let side = if s.chance(0.5) { 1.0 } else { -1.0 };
        let end = w / 2.0;
        for row in 0..3 {
            let food = *s.pick(&[0x6E8F3A, 0xB8382A, 0xD8A63A, 0xE6DCC0, 0x8A5A36]);
            let pose = at(side * (end - 0.13), 0.16 + 0.18 * f64::from(row), top + 0.10, 0.0);
            k.group("container", pose, |k| container(k, food));
        }
        k.decor("cutting_board", [-side * (end - 0.20), d - 0.22, top], 1.57);
        let x = if side > 0.0 { [-end + 0.36, end - 0.26] } else { [-end + 0.26, end - 0.36] };
        k.support("steel worktop", [[x[0], 0.03], [x[1], d - 0.24]], top, shelf - top - 0.03, &FOOD);
    });
    b.place(unit, floor_pose(0.0, 0.0, 0.0));
    "steel worktop"
}

/// A GN 1/6 container standing on the bench: rim at z = 0.
fn container(k: &mut Kit, food: u32) {
    let steel = crate::equipment::paint::stainless(6);
    for (low, high) in [
        ([-0.088, -0.081, -0.10], [0.088, -0.079, 0.0]),
        ([-0.088, 0.079, -0.10], [0.088, 0.081, 0.0]),
        ([-0.088, -0.079, -0.10], [-0.086, 0.079, 0.0]),
        ([0.086, -0.079, -0.10], [0.088, 0.079, 0.0]),
    ] {
        k.block("wall", low, high, &steel);
    }
    gastronorm(k, [0.176, 0.162, 0.099], Some(food));
}

/// Bowls, pots, stacks of plates and containers on the over-shelf; utensils hang from its front edge.
fn shelf_goods(k: &mut Kit, [w, d]: [f64; 2], z: f64, s: &mut Stream) {
    let mut x = -w / 2.0 + 0.16;
    while x < w / 2.0 - 0.20 {
        match s.integer(0, 3) {
            0 => k.group("pot", at(x, d - 0.19, z, 0.0), |k| stock_pot(k, 0.11, s.uniform(0.14, 0.2), true)),
            1 => {
                let plate = Material::srgb(0xF1F0EC, 0.2);
                for level in 0..s.integer(4, 9) {
                    let low = z + 0.012 * f64::from(level);
                    k.lathe(
                        "plate",
                        [x, d - 0.19, low],
                        &[[0.07, 0.0], [0.13, 0.011], [0.13, 0.0115]],
                        &plate,
                    );
                }
            }
            2 => {
                for level in 0..s.integer(2, 4) {
                    let low = [x - 0.13, d - 0.27, z + 0.035 * f64::from(level)];
                    let steel = crate::equipment::paint::stainless(6);
                    k.block("tray", low, [x + 0.13, d - 0.11, low[2] + 0.028], &steel);
                }
            }
            _ => {
                k.decor("oil_bottle", [x - 0.05, d - 0.18, z], 0.0);
                k.decor("spice_jar", [x + 0.06, d - 0.2, z], 0.0);
            }
        }
        x += s.uniform(0.27, 0.40);
    }
    k.group("utensils", at(0.0, d - 0.10, z - 0.033, 0.0), |k| hanging_utensils(k, 0.8 * w, s));
}

/// Pots and crates on the lower shelf.
fn lower_goods(k: &mut Kit, [w, d]: [f64; 2], s: &mut Stream) {
    let mut x = -w / 2.0 + 0.28;
    while x < w / 2.0 - 0.25 {
        if s.chance(0.6) {
            let radius = s.uniform(0.14, 0.19);
            k.group("pot", at(x, d / 2.0 + 0.02, 0.222, 0.0), |k| {
                stock_pot(k, radius, s.uniform(0.2, 0.34), s.chance(0.5))
            });
        } else {
            let hex = *s.pick(&[0xE9ECEC, 0x2E6B4A, 0x3F6FB5]);
            k.group("crate", at(x, d / 2.0, 0.222, 0.0), |k| klt(k, [0.38, 0.48, 0.20], hex));
        }
        x += s.uniform(0.44, 0.60);
    }
}

/// The pass: a bench in the room with a heated over-shelf, orders and plates.
fn pass(b: &mut SceneBuilder, g: &Generation, p: &Kitchen) -> &'static str {
    let mut s = g.layout.stream("pass");
    let hex = *g.style.stream("pass").pick(&[0xB5872E, 0x2B2F33, 0xC9CCCE, 0x8C2F2B]);
    let (w, d, top) = (p.width, p.depth, p.top);
    let shelf = top + s.uniform(0.98, 1.08);
    let unit = piece("pass_bench", |k| {
        steel_bench(k, [w, d, top], 0.0, p.seed);
        over_shelf(k, w - 0.06, [d - 0.30, d - 0.02], shelf, Some(top), p.seed);
        over_shelf(k, w - 0.06, [d - 0.24, d - 0.02], top + 0.36, Some(top), p.seed);
        k.group("lamps", at(0.0, d - 0.16, 0.0, 0.0), |k| heat_lamps(k, w - 0.2, shelf - 0.36, 3, hex));
        k.group("orders", at(0.0, d - 0.30, shelf - 0.05, 0.0), |k| ticket_rail(k, w - 0.2, &mut s));
        lower_goods(k, [w, d], &mut s);
        let plate = Material::srgb(0xF1F0EC, 0.2);
        for side in [-1.0, 1.0] {
            for level in 0..s.integer(5, 12) {
                let low = top + 0.36 + 0.012 * f64::from(level);
                k.lathe(
                    "plate",
                    [side * (w / 2.0 - 0.25), d - 0.13, low],
                    &[[0.06, 0.0], [0.12, 0.011], [0.12, 0.0115]],
                    &plate,
                );
            }
        }
        k.support("pass", [[-w / 2.0 + 0.06, 0.03], [w / 2.0 - 0.06, d - 0.24]], top, 0.55, &FOOD);
    });
    b.place(unit, floor_pose(0.0, 0.0, 0.0));
    "pass"
}

/// Range and fryer under a hood, benches and a fridge along the wall at `north` (fronts), leaving out the prep bench.
fn cooking_line(b: &mut SceneBuilder, p: &Kitchen, north: f64, s: &mut Stream) {
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let columns = s.integer(2, 3) as usize;
    let wide = 0.4 * columns as f64;
    let (d, top) = (p.depth, p.top);
    let start = if p.pass { -0.5 * (wide + 0.6) } else { p.width / 2.0 + 0.06 };
    let cook = |at: f64| if p.pass { at } else { side * at };
    let at_range = cook(start + wide / 2.0);
    let at_fryer = cook(start + wide + 0.04 + 0.25);
    let cooker = piece("range", |k| {
        range(k, [wide, d, top], columns, p.seed);
        k.group("pot", at(-0.25 * wide, 0.68 * d, top + 0.004, 0.0), |k| {
            stock_pot(k, 0.13, 0.22, s.chance(0.5))
        });
        k.group("pan", at(0.25 * wide, 0.28 * d, top + 0.004, 0.0), |k| pan(k, 0.13, -1.2));
    });
    b.place(cooker, floor_pose(at_range, north, 0.0));
    b.place(piece("fryer", |k| fryer(k, [0.5, d, top], p.seed)), floor_pose(at_fryer, north, 0.0));
    let middle = (at_range + at_fryer) / 2.0;
    let length = wide + 0.8;
    let reach = p.room.high[0] - length / 2.0 - 0.02;
    let middle = middle.clamp(-reach, reach);
    let hood = room_hood(p, length);
    b.place(hood, floor_pose(middle, p.room.high[1], 0.0));
    let fridge = if p.pass { p.room.low[0] + 0.75 } else { -side * (p.width / 2.0 + 0.85) };
    let doors = 2;
    stand(b, "fridge", floor_pose(fridge, p.room.high[1] - 0.42, 0.0), |k| upright_fridge(k, doors, p.seed));
    if p.pass {
        let room_left = p.room.high[0] - (middle + length / 2.0) - 0.1;
        if room_left > 1.0 {
            let x = p.room.high[0] - 0.05 - room_left / 2.0;
            b.place(
                piece("steel_bench", |k| {
                    steel_bench(k, [room_left - 0.1, d, top], 0.10, p.seed);
                    k.group("pot", at(0.0, 0.4, top, 0.0), |k| stock_pot(k, 0.16, 0.28, true));
                }),
                floor_pose(x, north, 0.0),
            );
        }
    }
}

fn room_hood(p: &Kitchen, length: f64) -> crate::furniture::Piece {
    let low = (p.room.height - 0.62).min(2.05);
    piece("hood", |k| canopy_hood(k, length, p.depth + 0.10, low, p.room.height, p.seed))
}

/// A rack of pans on the side wall, drain, pipes, extinguisher.
fn around(b: &mut SceneBuilder, p: &Kitchen, s: &mut Stream) {
    fix(b, "drain", at(s.uniform(-0.6, 0.6), -1.0, 0.0, 0.0), |k| floor_drain(k, 0.3));
    let length = p.room.high[0] - p.room.low[0] - 0.2;
    let runs = [(0.06, p.room.height - 0.14, 0.02, 0xB9BEC2), (0.14, p.room.height - 0.14, 0.03, 0xF2C21E)];
    fix(b, "pipes", p.room.wall(Wall::North).hung(0.0, 0.0), |k| pipes(k, length, &runs));
    fix(b, "extinguisher", p.room.wall(Wall::South).hung(p.room.low[0] + 0.6, 0.75), fire_extinguisher);
    let wall = if s.chance(0.5) { Wall::West } else { Wall::East };
    let frame = p.room.wall(wall);
    let unit = piece("steel_bench", |k| {
        k.group("bench", at(0.0, -0.6, 0.0, 0.0), |k| {
            steel_bench(k, [1.1, 0.6, p.top], 0.10, p.seed);
            for x in [-0.3, 0.05] {
                let radius = s.uniform(0.12, 0.16);
                k.group("pot", at(x, 0.32, p.top, 0.0), |k| stock_pot(k, radius, 0.24, s.chance(0.6)));
            }
        });
    });
    b.place(unit, frame.hung(p.room.low[1] + 1.0, 0.0));
}
