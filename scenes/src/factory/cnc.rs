//! A machine tool and the cart or table before it on which workpieces are handled.

use super::PARTS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, bench};
use crate::equipment::hall::{cable_tray, duct, fire_extinguisher, floor_line};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::machines::{
    MachineTool, cart, electrical_cabinet, gas_bottle, machine_tool, tool_trolley, warning_plate,
};
use crate::equipment::paint;
use crate::equipment::pallets::{Detail, Load, drum, loaded_pallet};
use crate::equipment::racking::klt;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps, stand,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::Material;

/// The template.
pub(crate) const FACTORY_CNC: Template = Template {
    name: "factory_cnc",
    family: Environment::Factory,
    summary: "machine tool with workpiece cart or table",
    support_height: [0.80, 1.0],
    task_lux: [300.0, 700.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [2, 3],
    daylight: false,
    generate,
};

fn machine(s: &mut Stream, colors: &mut Stream) -> MachineTool {
    MachineTool {
        width: s.uniform(2.2, 2.9),
        depth: s.uniform(1.8, 2.3),
        height: s.uniform(2.2, 2.6),
        body: *colors.pick(&[0xE6E8E8, 0xD9DCDE, 0xC9CDD0, 0xEDEBE4]),
        accent: *colors.pick(&[0x1F5FA8, 0x2E6B4A, 0xC8361E, 0x33373B, 0xE8751A]),
        open: if s.chance(0.5) { s.uniform(0.5, 0.9) } else { 0.0 },
        control_left: s.chance(0.5),
        lit: s.integer(0, 2) as usize,
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let mut colors = g.style.stream("machine");
    let first = machine(&mut s, &mut colors);
    let second = MachineTool { open: 0.0, lit: 2, width: s.uniform(1.9, 2.6), ..first.clone() };
    let service = s.uniform(0.85, 1.2);
    let front = 0.62 + service;
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let shift = s.uniform(-0.5, 0.3) * side;
    let gap = (first.width + second.width) / 2.0 + s.uniform(0.8, 1.1);
    let reach = (first.width / 2.0 + 1.0, gap + second.width / 2.0 + 0.7);
    let (west, east) = if side > 0.0 { (reach.0, reach.1) } else { (reach.1, reach.0) };
    let room = Room {
        name: "machine shop".into(),
        low: [shift - west - s.uniform(0.3, 1.0), -s.uniform(2.8, 3.8)],
        high: [shift + east + s.uniform(0.3, 1.0), front + first.depth + s.uniform(0.7, 1.3)],
        height: s.uniform(4.2, 6.0),
        openings: vec![door_at(Wall::South, s.uniform(-1.0, 1.0), 1.2)],
        walkway: 1.0,
    };
    let mut b = SceneBuilder::new(FACTORY_CNC.name, Environment::Factory);
    enclose(&mut b, &room, &hall_finish(g, true), g);
    b.building(floor_joints(&room, 6.0));
    b.building(panel_joints(&room, 1.2, 0.0));
    escape_sign_over(&mut b, &room, Wall::South, room.openings[0].along[0] + 0.6);
    let y = front + first.depth / 2.0;
    b.place(piece("machine", |k| machine_tool(k, &first)), floor_pose(shift, y, 0.0));
    let beside = front + second.depth / 2.0;
    b.place(piece("machine", |k| machine_tool(k, &second)), floor_pose(shift + side * gap, beside, 0.0));
    let support = if s.chance(0.5) { work_cart(&mut b, g) } else { work_table(&mut b, g) };
    around(&mut b, g, &room, [shift, side, front]);
    let rows = LampRows {
        kind: if s.chance(0.5) { CeilingLamp::HighBay } else { CeilingLamp::Batten },
        z: room.height - 0.7,
        rows: vec![0.3, front + 0.8],
        span: [room.low[0] + 0.4, room.high[0] - 0.4],
        others: 2,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task(support, &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

/// A cart with raw parts below.
fn work_cart(b: &mut SceneBuilder, g: &Generation) -> &'static str {
    let mut s = g.layout.stream("cart");
    let mut colors = g.style.stream("cart");
    let tray = match colors.integer(0, 2) {
        0 => paint::stainless(colors.texture_seed()),
        1 => Material::srgb(0x5B7F95, 0.6),
        _ => paint::wood(0xB58B5A, colors.texture_seed()),
    };
    let tote = *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E]);
    let top = g.support_height(s.uniform(0.85, 0.92), FACTORY_CNC.support_height);
    let size = [s.uniform(1.0, 1.15), 0.60];
    let unit = piece("workpiece_cart", |k| {
        cart(k, size, top, &tray);
        for x in [-0.26, 0.22] {
            k.group("parts", at(x, 0.0, 0.255, 0.0), |k| parts_tray(k, tote, &mut s));
        }
        k.support("workpiece cart", [[-0.46 * size[0], -0.27], [0.46 * size[0], 0.27]], top, 1.5, &PARTS);
    });
    b.place(unit, floor_pose(0.0, 0.31, 0.0));
    "workpiece cart"
}

/// A container with turned parts standing in rows.
fn parts_tray(k: &mut Kit, hex: u32, s: &mut Stream) {
    klt(k, [0.396, 0.297, 0.147], hex);
    let metal = paint::metal_grey();
    let radius = s.uniform(0.022, 0.034);
    for x in [-0.12, -0.04, 0.04, 0.12] {
        for y in [-0.07, 0.0, 0.07] {
            if s.chance(0.85) {
                k.bar("part", [x, y, 0.012], [x, y, 0.11], radius, &metal);
            }
        }
    }
}

/// A heavy table with measuring tools at its back edge.
fn work_table(b: &mut SceneBuilder, g: &Generation) -> &'static str {
    let mut s = g.layout.stream("table");
    let mut colors = g.style.stream("table");
    let unit = Bench {
        width: s.uniform(1.3, 1.7),
        depth: 0.62,
        top: g.support_height(s.uniform(0.86, 0.95), FACTORY_CNC.support_height),
        board: 0.05,
        surface: match colors.integer(0, 1) {
            0 => paint::wood(0xB58B5A, colors.texture_seed()),
            _ => paint::stainless(colors.texture_seed()),
        },
        steel: paint::coated(*colors.pick(&[0x4A5056, 0x1F4E8C, 0x4F6D5E])),
        legs: Legs::Drawers,
        lower_shelf: None,
    };
    let tote = *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E]);
    let table = piece("work_table", |k| {
        bench(k, &unit);
        let (end, d) = (unit.width / 2.0, unit.depth);
        let side = if s.chance(0.5) { 1.0 } else { -1.0 };
        k.group("parts", at(side * (end - 0.22), d - 0.24, unit.top, 0.0), |k| parts_tray(k, tote, &mut s));
        k.decor("caliper_150", [-side * (end - 0.16), d - 0.075, unit.top], 0.2);
        let x = if side > 0.0 { [-end + 0.05, end - 0.44] } else { [-end + 0.44, end - 0.05] };
        k.support("work table", [[x[0], 0.03], [x[1], d - 0.14]], unit.top, 1.5, &PARTS);
    });
    b.place(table, floor_pose(0.0, 0.0, 0.0));
    "work table"
}

/// Drum, chip bin, trolley, cabinet, gas bottles, pallet of blanks, services and lines.
fn around(b: &mut SceneBuilder, g: &Generation, room: &Room, [shift, side, front]: [f64; 3]) {
    let mut s = g.layout.stream("around");
    let mut colors = g.style.stream("around");
    let near = [room.low[0] + 0.45, room.high[0] - 0.45];
    let (close, far) = if side > 0.0 { (near[0], near[1]) } else { (near[1], near[0]) };
    let hex = *colors.pick(&[0x1F4E8C, 0x2E6B4A, 0x9B2D2D, 0x2B2E31]);
    stand(b, "coolant_drum", floor_pose(close, front - 0.25, 0.0), |k| drum(k, 0.29, 0.88, hex));
    if s.chance(0.7) {
        let red = *colors.pick(&[0xB5181C, 0x33373B, 0x1F4E8C]);
        stand(b, "tool_trolley", floor_pose(-side * 1.35, 0.35, 0.0), |k| tool_trolley(k, red));
    }
    stand(b, "cabinet", floor_pose(close, -0.9, side * std::f64::consts::FRAC_PI_2), |k| {
        electrical_cabinet(k, 0xC9CDD0)
    });
    for index in 0..s.integer(0, 2) {
        let y = -1.8 - 0.3 * f64::from(index);
        stand(b, "gas_bottle", floor_pose(far + side * 0.25, y, 0.0), |k| gas_bottle(k, 0x8C9196));
    }
    let load = *s.pick(&[Load::Crates, Load::Empty, Load::Cartons]);
    let pallet = piece("pallet", |k| loaded_pallet(k, load, 0.75, Detail::Near, &mut s));
    b.place(pallet, floor_pose(side * 1.75, -0.2 - 0.55, 0.0));
    let (length, high) = (room.high[0] - room.low[0] - 0.3, room.height);
    let middle = (room.low[0] + room.high[0]) / 2.0;
    fix(b, "duct", at(middle, front + 0.4, 0.0, 0.0), |k| duct(k, length, 0.28, high - 0.6));
    fix(b, "cable_tray", at(middle, front - 0.4, 0.0, 0.0), |k| cable_tray(k, length, 0.3, high - 1.0));
    fix(b, "warning", room.wall(Wall::North).hung(shift - side * 1.0, 1.9), |k| warning_plate(k, 0.3));
    fix(b, "extinguisher", room.wall(Wall::South).hung(room.low[0] + 0.9, 0.75), fire_extinguisher);
    let yellow = paint::coated(paint::SAFETY_YELLOW);
    b.building(scenery("floor_marks", |k| {
        let y = front - 0.12;
        floor_line(k, [room.low[0] + 0.2, y], [room.high[0] - 0.2, y], 0.08, &yellow);
        floor_line(k, [room.low[0] + 0.2, -1.45], [room.high[0] - 0.2, -1.45], 0.08, &yellow);
    }));
}
