//! Electronics benches protected from static charge.

use super::PARTS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, arms, bench, bench_lamp, stool, upper_shelf, uprights};
use crate::equipment::bench_tools::{
    MonitorMount, Screen, instrument, keyboard, microscope, monitor, solder_station,
};
use crate::equipment::hall::{first_aid_box, wall_clock};
use crate::equipment::kit::{Kit, at, piece};
use crate::equipment::machines::{cart, warning_plate};
use crate::equipment::office::waste_bin;
use crate::equipment::paint;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hang_lamps, room_finish,
    stand, window_at,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::{Material, TextureKind};

/// The template.
pub(crate) const FACTORY_ELECTRONICS: Template = Template {
    name: "factory_electronics",
    family: Environment::Factory,
    summary: "electronics bench: mat, soldering, microscope, instruments",
    support_height: [0.70, 1.0],
    task_lux: [500.0, 1200.0],
    lamp_cct_k: [4000.0, 6000.0],
    lamps: [2, 4],
    daylight: true,
    generate,
};

struct Station {
    bench: Bench,
    mat: u32,
    shelf: f64,
    drawers: u32,
}

fn station(g: &Generation) -> Station {
    let mut s = g.layout.stream("bench");
    let mut colors = g.style.stream("bench");
    let top = g.support_height(s.uniform(0.72, 0.80), FACTORY_ELECTRONICS.support_height);
    let bench = Bench {
        width: s.uniform(1.6, 1.8),
        depth: s.uniform(0.75, 0.80),
        top,
        board: 0.028,
        surface: Material::srgb(*colors.pick(&[0xD9DCDA, 0xC9CFCC, 0xE4E4DE]), 0.4),
        steel: paint::coated(*colors.pick(&[0xD9DCDE, 0xB9BEC2, 0x5A6168, 0x1F4E8C])),
        legs: *s.pick(&[Legs::Frame, Legs::Columns, Legs::Drawers]),
        lower_shelf: None,
    };
    Station {
        bench,
        mat: *colors.pick(&[0x5B7F95, 0x3F6F8F, 0x7A8F72, 0x4F8070, 0xA7AAA8]),
        shelf: top + s.uniform(0.42, 0.50),
        drawers: *colors.pick(&[0x1F4E8C, 0x2B2F33, 0xB9BEC2, 0x8C2F2B]),
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let unit = station(g);
    let pitch = unit.bench.width + s.uniform(0.15, 0.8);
    let half = 1.5 * pitch;
    let low = [-half - s.uniform(0.3, 1.2), -s.uniform(2.6, 3.8)];
    let high = [half + s.uniform(0.3, 1.2), unit.bench.depth + s.uniform(0.08, 0.9)];
    let mut openings = vec![door_at(Wall::South, s.uniform(-1.2, 1.2), 1.0)];
    if s.chance(0.6) {
        openings.push(window_at(Wall::West, [low[1] + 0.6, low[1] + 2.2], [1.0, 2.2]));
    }
    let height = s.uniform(2.8, 3.3);
    let room = Room { name: "electronics workshop".into(), low, high, height, openings, walkway: 0.95 };
    let mut b = SceneBuilder::new(FACTORY_ELECTRONICS.name, Environment::Factory);
    let floors = [
        (TextureKind::Stone, 0xB9BEC0, 0.6),
        (TextureKind::Stone, 0x8F9FA6, 0.6),
        (TextureKind::Tile, 0xC9CCCB, 2.4),
        (TextureKind::PaintedWall, 0x7D8A8C, 1.6),
    ];
    enclose(&mut b, &room, &room_finish(g, &floors, &[0xE6E8E6, 0xDCE3E6, 0xF1EEE6, 0xD9DEDC]), g);
    escape_sign_over(&mut b, &room, Wall::South, room.openings[0].along[0] + 0.5);
    let mut things = g.layout.stream("things");
    b.place(
        piece("electronics_bench", |k| station_parts(k, &unit, true, &mut things)),
        floor_pose(0.0, 0.0, 0.0),
    );
    for side in [-1.0, 1.0] {
        if s.chance(0.85) {
            let other = piece("electronics_bench", |k| station_parts(k, &unit, false, &mut things));
            b.place(other, floor_pose(side * pitch, 0.0, 0.0));
        }
    }
    around(&mut b, g, &room, &unit);
    let rows = LampRows {
        kind: CeilingLamp::Panel,
        z: room.height,
        rows: vec![-0.2, -1.9],
        span: [room.low[0] + 0.4, room.high[0] - 0.4],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task("electronics bench", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn station_parts(k: &mut Kit, unit: &Station, task: bool, s: &mut Stream) {
    let (w, d, top) = (unit.bench.width, unit.bench.depth, unit.bench.top);
    let (end, shelf) = (0.5 * w, unit.shelf);
    bench(k, &unit.bench);
    uprights(k, [w, d], [top, shelf + 0.55], &unit.bench.steel);
    upper_shelf(k, w - 0.06, d - 0.02, shelf, 0.32, &unit.bench.steel);
    arms(k, w, [0.22, d - 0.05], shelf + 0.50, &unit.bench.steel);
    bench_lamp(k, [w - 0.5, w / 2.0 - 0.05], 0.26, shelf + 0.45, 6400.0);
    shelf_things(k, unit, s);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    if s.chance(0.6) {
        k.group("microscope", at(side * (end - 0.18), 0.36, top, 0.0), microscope);
    } else {
        k.group("screen", at(side * (end - 0.24), d - 0.20, top, -side * 0.2), |k| {
            monitor(
                k,
                [0.40, 0.25],
                0.07,
                MonitorMount::Foot,
                *s.pick(&[Screen::Code, Screen::Chart, Screen::Form]),
            );
        });
        k.group("keys", at(side * (end - 0.24), 0.14, top, 0.0), |k| keyboard(k, 0x1B1E21));
    }
    k.group("iron", at(-side * (end - 0.16) - 0.06, d - 0.195, top, 0.0), solder_station);
    k.bar(
        "strap_point",
        [-side * (end - 0.08), 0.05, top],
        [-side * (end - 0.08), 0.05, top + 0.010],
        0.02,
        &paint::plastic(0xF2B705),
    );
    let x = if side > 0.0 { [-end + 0.16, end - 0.48] } else { [-end + 0.48, end - 0.16] };
    // The mat is drawn flush: things rest on the height that was asked for.
    let mat = Material::srgb(unit.mat, 0.75);
    k.trim("mat", [x[0] - 0.04, 0.02, top - 0.001], [x[1] + 0.04, d - 0.16, top + 0.0004], &mat);
    k.tube(
        "ground",
        &[
            [x[0] - 0.02, 0.04, top + 0.004],
            [-side * (end - 0.06), 0.02, top + 0.006],
            [-side * (end - 0.02), 0.1, top - 0.15],
        ],
        0.003,
        &paint::plastic(0xC9B21E),
    );
    if task {
        k.support("electronics bench", [[x[0], 0.04], [x[1], d - 0.28]], top, shelf - top - 0.03, &PARTS);
    }
}

/// Drawer cabinets and instruments on the shelf.
fn shelf_things(k: &mut Kit, unit: &Station, s: &mut Stream) {
    let (w, d, z) = (unit.bench.width, unit.bench.depth, unit.shelf);
    let mut x = -0.5 * w + 0.10;
    while x < 0.5 * w - 0.34 {
        if s.chance(0.5) {
            k.group("drawers", at(x + 0.15, d - 0.18, z, 0.0), |k| component_drawers(k, unit.drawers, s));
            x += 0.33;
        } else {
            k.group("instrument", at(x + 0.16, d - 0.19, z, 0.0), |k| instrument(k, s));
            x += 0.35;
        }
    }
}

/// A cabinet of small clear drawers, 0.30 x 0.16 x 0.28 m.
fn component_drawers(k: &mut Kit, hex: u32, s: &mut Stream) {
    let body = paint::plastic(hex);
    k.block("body", [-0.15, -0.075, 0.0], [0.15, 0.08, 0.28], &body);
    for row in 0..5 {
        for column in 0..4 {
            let (x, z) = (-0.142 + 0.0715 * f64::from(column), 0.008 + 0.0535 * f64::from(row));
            let tint = *s.pick(&[0xC9D2D6, 0xB9C6CC, 0xD9C9B0, 0xAEB6BA]);
            k.trim("drawer", [x, -0.085, z], [x + 0.066, -0.075, z + 0.047], &Material::srgb(tint, 0.2));
        }
    }
}

fn around(b: &mut SceneBuilder, g: &Generation, room: &Room, unit: &Station) {
    let mut s = g.layout.stream("around");
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let w = unit.bench.width;
    let seat = *g.style.stream("stool").pick(&[0x26292C, 0x1F4E8C, 0x33475B]);
    stand(b, "stool", floor_pose(side * 0.75 * w, -0.70, s.uniform(0.0, 6.0)), |k| {
        stool(k, 0.50, true, seat)
    });
    let tray = paint::stainless(4);
    let yaw = std::f64::consts::FRAC_PI_2;
    stand(b, "board_cart", floor_pose(room.low[0] + 0.40, -0.9, yaw), |k| {
        cart(k, [0.75, 0.5], 0.9, &tray);
        for level in 0..3 {
            for slot in 0..5 {
                let (y, z) = (-0.2 + 0.09 * f64::from(slot), 0.90 + 0.002 * f64::from(level));
                k.trim("board", [-0.25, y, z], [0.25, y + 0.003, z + 0.10], &paint::plastic(0x2E6B4A));
            }
        }
    });
    stand(b, "bin", floor_pose(side * (0.5 * w + 0.03), -0.25, 0.0), |k| waste_bin(k, 0x2B2F33));
    fix(b, "warning", room.wall(Wall::North).hung(side * 0.8, 1.85), |k| warning_plate(k, 0.26));
    fix(b, "clock", room.wall(Wall::North).hung(-side * 1.2, 2.2), |k| wall_clock(k, 0.15, 10.2));
    fix(b, "first_aid", room.wall(Wall::East).hung(-0.6, 1.5), first_aid_box);
}
