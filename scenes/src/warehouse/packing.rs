//! A row of packing stations between racks and a take-away conveyor.

use super::GOODS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, arms, bench, bench_lamp, upper_shelf, uprights};
use crate::equipment::bench_tools::{
    MonitorMount, Screen, keyboard, label_printer, monitor, paper_cutter, scale, tape_dispenser,
};
use crate::equipment::conveyor::{Bed, Conveyor, carton, conveyor, open_carton};
use crate::equipment::hall::{cable_tray, duct, fire_extinguisher, floor_line};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::paint;
use crate::equipment::pallets::{Detail, Load, loaded_pallet};
use crate::equipment::racking::klt;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps,
    stand, window_at,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::Material;

/// The template.
pub(crate) const WAREHOUSE_PACKING: Template = Template {
    name: "warehouse_packing",
    family: Environment::Warehouse,
    summary: "packing station with scale, printer, tape and cartons",
    support_height: [0.78, 0.96],
    task_lux: [250.0, 600.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [1, 3],
    daylight: true,
    generate,
};

/// Measures and looks of the stations.
struct Station {
    bench: Bench,
    /// Height of the upper shelf, m.
    shelf: f64,
    steel: Material,
    tote: u32,
    machine: u32,
}

fn station(g: &Generation) -> Station {
    let mut s = g.layout.stream("bench");
    let mut colors = g.style.stream("bench");
    let top = g.support_height(s.uniform(0.85, 0.93), WAREHOUSE_PACKING.support_height);
    let steel = paint::coated(*colors.pick(&[0xB9BEC2, 0x5A6168, 0x1F4E8C, 0xD9DCDE, 0x2B2F33]));
    let seed = colors.texture_seed();
    let surface = match colors.integer(0, 3) {
        0 => paint::wood(0xC69C6D, seed),
        1 => Material::srgb(0xD9DAD6, 0.4),
        2 => Material::srgb(0x8F9A9F, 0.4),
        _ => paint::wood(0xD8B98C, seed),
    };
    let legs = *s.pick(&[Legs::Frame, Legs::Frame, Legs::Columns]);
    let lower_shelf = (legs == Legs::Frame).then_some(0.30);
    let bench = Bench {
        width: s.uniform(1.7, 2.05),
        depth: s.uniform(0.76, 0.88),
        top,
        board: 0.035,
        surface,
        steel: steel.clone(),
        legs,
        lower_shelf,
    };
    Station {
        bench,
        shelf: top + s.uniform(0.56, 0.68),
        steel,
        tote: *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E, 0xF2B705, 0x2E6B4A]),
        machine: *colors.pick(&[0x2C3136, 0xD9DCDA, 0x59626A]),
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let unit = station(g);
    let pitch = unit.bench.width + s.uniform(0.9, 1.3);
    let neighbours = [s.chance(0.85), s.chance(0.85)];
    let belt = unit.bench.depth + s.uniform(0.35, 0.55);
    let room = room(&mut s, pitch, belt);
    let mut b = SceneBuilder::new(WAREHOUSE_PACKING.name, Environment::Warehouse);
    enclose(&mut b, &room, &hall_finish(g, false), g);
    b.building(floor_joints(&room, 5.0));
    b.building(panel_joints(&room, 1.2, 0.0));
    let door = room.openings[0].along[0] + 0.5;
    escape_sign_over(&mut b, &room, Wall::South, door);
    stations(&mut b, g, &unit, neighbours.map(|there| there.then_some(pitch)));
    take_away(&mut b, g, &room, belt);
    surroundings(&mut b, g, &room, pitch, &mut s);
    let rows = LampRows {
        kind: CeilingLamp::Batten,
        z: (room.height - 0.7).min(4.0),
        rows: vec![0.15, belt + 1.4],
        span: [-0.5 * pitch - 1.2, 0.5 * pitch + 1.2],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task("packing bench", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn room(s: &mut Stream, pitch: f64, belt: f64) -> Room {
    let west = 1.5 * pitch + s.uniform(0.6, 1.8);
    let east = 1.5 * pitch + s.uniform(0.6, 1.8);
    let height = s.uniform(4.5, 6.5);
    let low = [-west, -s.uniform(3.0, 4.5)];
    let high = [east, belt + s.uniform(2.4, 3.6)];
    let mut openings = vec![door_at(Wall::South, s.uniform(-1.5, 1.5), 1.0)];
    if s.chance(0.7) {
        let sill = height - 1.6;
        openings.push(window_at(Wall::North, [low[0] + 0.8, high[0] - 0.8], [sill, height - 0.5]));
    }
    Room { name: "packing hall".into(), low, high, height, openings, walkway: 1.2 }
}

/// The station of the task in the middle, others beside it.
fn stations(b: &mut SceneBuilder, g: &Generation, unit: &Station, beside: [Option<f64>; 2]) {
    let mut s = g.layout.stream("station");
    b.place(piece("packing_station", |k| packing_station(k, unit, true, &mut s)), floor_pose(0.0, 0.0, 0.0));
    for (pitch, side) in beside.into_iter().zip([-1.0, 1.0]) {
        if let Some(pitch) = pitch {
            let pose = floor_pose(side * pitch, 0.0, 0.0);
            b.place(piece("packing_station", |k| packing_station(k, unit, false, &mut s)), pose);
        }
    }
}

/// One station over y from 0 to the depth of its bench.
fn packing_station(k: &mut Kit, unit: &Station, task: bool, s: &mut Stream) {
    let (w, d, top) = (unit.bench.width, unit.bench.depth, unit.bench.top);
    bench(k, &unit.bench);
    uprights(k, [w, d], [top, unit.shelf + 0.42], &unit.steel);
    upper_shelf(k, w - 0.04, d - 0.02, unit.shelf, 0.36, &unit.steel);
    arms(k, w, [0.18, d - 0.05], unit.shelf + 0.36, &unit.steel);
    bench_lamp(k, [w - 0.5, w / 2.0 - 0.05], 0.22, unit.shelf + 0.33, 5200.0);
    upper_goods(k, unit, s);
    lower_goods(k, unit, s);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    equipment(k, unit, side, s);
    if task {
        let x = [-0.5 * w + 0.08, 0.5 * w - 0.08];
        let free = if side > 0.0 { [x[0] + 0.30, x[1] - 0.50] } else { [x[0] + 0.50, x[1] - 0.30] };
        k.support(
            "packing bench",
            [[free[0], 0.03], [free[1], d - 0.32]],
            top,
            unit.shelf - top - 0.03,
            &GOODS,
        );
    }
}

/// Scale and printer on one side, tape on the other, screen over the back edge.
fn equipment(k: &mut Kit, unit: &Station, side: f64, s: &mut Stream) {
    let (w, d, top) = (unit.bench.width, unit.bench.depth, unit.bench.top);
    let end = 0.5 * w;
    k.group("scale", at(side * (end - 0.26), 0.34, top, 0.0), scale);
    k.group("printer", at(side * (end - 0.20), d - 0.19, top, -side * 0.12), |k| {
        label_printer(k, unit.machine)
    });
    k.group("tape", at(-side * (end - 0.18), 0.26, top, 1.35), |k| {
        tape_dispenser(k, *s.pick(&[0x2B2F33, 0xB5181C, 0x1F4E8C]))
    });
    let x = -side * (end - 0.52) + s.uniform(-0.05, 0.05);
    k.group("screen", at(x, d - 0.16, top, side * 0.15), |k| {
        monitor(
            k,
            [0.53, 0.31],
            0.12,
            MonitorMount::Foot,
            *s.pick(&[Screen::Form, Screen::Form, Screen::Desktop]),
        );
    });
    k.group("keyboard", at(-side * (end - 0.28), d - 0.20, top, 0.0), |k| {
        k.group("keys", at(0.0, -0.03, 0.0, 0.0), |k| keyboard(k, 0x1B1E21))
    });
    k.decor("barcode_scanner", [side * (end - 0.52), d - 0.16, top], s.uniform(-0.5, 0.5));
    k.tube(
        "cable",
        &[
            [side * (end - 0.2), d - 0.06, top + 0.05],
            [side * (end - 0.25), d - 0.01, top - 0.1],
            [side * (end - 0.3), d - 0.05, 0.2],
        ],
        0.005,
        &paint::rubber(),
    );
}

/// Flat and folded cartons, void fill and label rolls on the upper shelf.
fn upper_goods(k: &mut Kit, unit: &Station, s: &mut Stream) {
    let (w, d) = (unit.bench.width, unit.bench.depth);
    let mut x = -0.5 * w + 0.10;
    while x < 0.5 * w - 0.35 {
        let board = paint::cardboard(s.uniform(0.0, 1.0), s.integer(1, 5));
        match s.integer(0, 3) {
            0 => {
                // Flat blanks standing on edge between dividers.
                let count = s.integer(4, 8);
                for sheet in 0..count {
                    let at_x = x + 0.02 + 0.016 * f64::from(sheet);
                    let high = unit.shelf + s.uniform(0.22, 0.30);
                    k.block("blank", [at_x, d - 0.34, unit.shelf], [at_x + 0.007, d - 0.07, high], &board);
                }
                x += 0.06 + 0.016 * f64::from(count);
            }
            1 => {
                let size = [s.uniform(0.18, 0.30), 0.24, s.uniform(0.10, 0.22)];
                k.group("carton", at(x + size[0] / 2.0, d - 0.21, unit.shelf, 0.0), |k| {
                    carton(k, size, &board)
                });
                x += size[0] + 0.04;
            }
            2 => {
                k.decor("packing_tape_roll", [x + 0.06, d - 0.2, unit.shelf], 0.0);
                k.decor("packing_tape_roll", [x + 0.19, d - 0.22, unit.shelf], 0.6);
                x += 0.28;
            }
            _ => {
                k.group("tote", at(x + 0.16, d - 0.22, unit.shelf, 0.0), |k| {
                    klt(k, [0.297, 0.198, 0.147], unit.tote)
                });
                x += 0.36;
            }
        }
        x += s.uniform(0.01, 0.05);
    }
}

/// Cartons on the lower shelf, or a roll of paper.
fn lower_goods(k: &mut Kit, unit: &Station, s: &mut Stream) {
    let Some(z) = unit.bench.lower_shelf else { return };
    let (w, d) = (unit.bench.width, unit.bench.depth);
    let mut x = -0.5 * w + 0.16;
    if s.chance(0.7) {
        k.group("paper", at(x + 0.30, d / 2.0 + 0.05, z, 0.0), |k| paper_cutter(k, 0.5));
        x += 0.70;
    }
    while x < 0.5 * w - 0.40 {
        let size = [s.uniform(0.20, 0.38), s.uniform(0.28, 0.42), s.uniform(0.12, 0.30)];
        let board = paint::cardboard(s.uniform(0.0, 1.0), s.integer(1, 5));
        k.group("carton", at(x + size[0] / 2.0, d / 2.0 + 0.08, z, 0.0), |k| carton(k, size, &board));
        x += size[0] + s.uniform(0.02, 0.10);
    }
}

/// A conveyor behind the stations with parcels on it, its lane painted on the floor.
fn take_away(b: &mut SceneBuilder, g: &Generation, room: &Room, y: f64) {
    let mut s = g.layout.stream("conveyor");
    let mut colors = g.style.stream("conveyor");
    let width = s.uniform(0.45, 0.60);
    let c = Conveyor {
        length: room.high[0] - room.low[0] - 0.6,
        width,
        top: s.uniform(0.70, 0.80),
        bed: if s.chance(0.5) { Bed::Rollers } else { Bed::Belt(0x1F2325) },
        frame: *colors.pick(&[0x1F4E8C, 0xB9BEC2, 0x2E6B4A, 0x5A6168]),
        guards: [0.06, 0.10],
        drive: true,
    };
    let unit = piece("conveyor", |k| {
        conveyor(k, &c);
        let mut x = -c.length / 2.0 + s.uniform(0.3, 0.9);
        while x < c.length / 2.0 - 0.4 {
            let size = [s.uniform(0.22, 0.42), s.uniform(0.20, width - 0.1), s.uniform(0.10, 0.30)];
            let board = paint::cardboard(s.uniform(0.0, 1.0), s.integer(1, 5));
            k.group("parcel", at(x, 0.0, c.top, s.uniform(-0.12, 0.12)), |k| carton(k, size, &board));
            x += size[0] + s.uniform(0.35, 1.1);
        }
    });
    let middle = (room.low[0] + room.high[0]) / 2.0;
    b.place(unit, floor_pose(middle, y + width / 2.0 + 0.06, 0.0));
}

/// Pallets along the far wall and behind the person, duct and cable tray, signs.
fn surroundings(b: &mut SceneBuilder, g: &Generation, room: &Room, pitch: f64, s: &mut Stream) {
    let mut loads = g.layout.stream("pallets");
    let yellow = paint::coated(paint::SAFETY_YELLOW);
    b.building(scenery("floor_marks", |k| {
        floor_line(k, [room.low[0] + 0.2, -1.25], [room.high[0] - 0.2, -1.25], 0.09, &yellow);
    }));
    let mut x = room.low[0] + 0.9;
    while x < room.high[0] - 0.9 {
        if s.chance(0.75) {
            let load = *s.pick(&[Load::Cartons, Load::Wrapped, Load::Cartons, Load::Crates, Load::Pallets]);
            let top = s.uniform(0.8, 1.7);
            let unit = piece("pallet", |k| loaded_pallet(k, load, top, Detail::Near, &mut loads));
            b.place(unit, floor_pose(x, room.high[1] - 0.55, 0.0));
        }
        x += s.uniform(1.45, 1.9);
    }
    let side = if s.chance(0.5) { -1.0 } else { 1.0 };
    let board = paint::cardboard(0.5, 3);
    stand(b, "open_carton", floor_pose(side * 0.5 * pitch, 0.42, 0.0), |k| {
        open_carton(k, [0.38, 0.30, 0.36], &board)
    });
    let high = room.height;
    fix(b, "duct", at(0.0, room.high[1] - 0.9, 0.0, 0.0), |k| {
        duct(k, room.high[0] - room.low[0] - 0.4, 0.26, high - 0.8)
    });
    fix(b, "cable_tray", at(0.0, 0.75, 0.0, 0.0), |k| {
        cable_tray(k, room.high[0] - room.low[0] - 0.4, 0.3, (high - 0.6).min(4.2))
    });
    fix(b, "extinguisher", room.wall(Wall::West).hung(-0.8, 0.75), fire_extinguisher);
}
