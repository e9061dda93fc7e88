//! A loading dock: doors, levellers, staging cells with pallets; the task is on a staging table.

use super::GOODS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, bench};
use crate::equipment::bench_tools::label_printer;
use crate::equipment::conveyor::carton;
use crate::equipment::dock::{DockDoor, dock_door, fork_truck, leveller, pallet_truck, sack_truck};
use crate::equipment::hall::{bollard, cone, fire_extinguisher, floor_cell, floor_line, truss};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::paint;
use crate::equipment::pallets::{Detail, Load, loaded_pallet};
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps, stand,
};
use crate::template::Generation;
use crate::{Environment, Opening, OpeningKind, Room, Scene, Template, TemplateError, Wall};
use restage_assets::Material;
use std::f64::consts::{FRAC_PI_2, PI};

/// The template.
pub(crate) const WAREHOUSE_DOCK: Template = Template {
    name: "warehouse_dock",
    family: Environment::Warehouse,
    summary: "loading dock: doors, levellers, pallets, staging table",
    support_height: [0.75, 0.98],
    task_lux: [120.0, 350.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [2, 4],
    daylight: false,
    generate,
};

/// Measures of a dock, m.
struct Plan {
    room: Room,
    /// Middles of the doors along the north wall.
    doors: Vec<f64>,
    /// Width and height of a door.
    size: [f64; 2],
    bench: Bench,
}

fn plan(g: &Generation) -> Plan {
    let mut s = g.layout.stream("room");
    let mut colors = g.style.stream("bench");
    let size = [s.uniform(2.44, 2.6), *s.pick(&[2.44, 2.74, 3.05])];
    let pitch = s.uniform(4.0, 4.6);
    let count = s.integer(2, 3);
    let first = s.uniform(-0.9, 0.9) - pitch * if count == 3 { 1.0 } else { f64::from(s.integer(0, 1)) };
    let doors: Vec<f64> = (0..count).map(|n| first + pitch * f64::from(n)).collect();
    let depth = s.uniform(0.70, 0.85);
    let north = depth + s.uniform(4.2, 5.4);
    let (west, east) = (doors[0] - s.uniform(2.4, 3.2), doors[doors.len() - 1] + s.uniform(2.4, 3.2));
    let mut openings: Vec<Opening> = doors
        .iter()
        .map(|x| Opening {
            kind: OpeningKind::Gate,
            wall: Wall::North,
            along: [x - size[0] / 2.0, x + size[0] / 2.0],
            heights: [0.0, size[1]],
        })
        .collect();
    openings.push(door_at(Wall::South, s.uniform(-1.0, 1.0), 1.0));
    let room = Room {
        name: "loading dock".into(),
        low: [west, -s.uniform(3.2, 4.5)],
        high: [east, north],
        height: s.uniform(5.0, 7.5),
        openings,
        walkway: 1.2,
    };
    let top = g.support_height(s.uniform(0.85, 0.92), WAREHOUSE_DOCK.support_height);
    let seed = colors.texture_seed();
    let surface = match colors.integer(0, 2) {
        0 => paint::wood(0xB58B5A, seed),
        1 => Material::srgb(0xC9CDD0, 0.45),
        _ => paint::stainless(seed),
    };
    let steel = paint::coated(*colors.pick(&[0x1F4E8C, 0x5A6168, 0xB9BEC2, 0xC8361E]));
    let bench = Bench {
        width: s.uniform(1.4, 1.9),
        depth,
        top,
        board: 0.04,
        surface,
        steel,
        legs: Legs::Frame,
        lower_shelf: Some(0.28),
    };
    Plan { room, doors, size, bench }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let p = plan(g);
    let mut s = g.layout.stream("things");
    let mut b = SceneBuilder::new(WAREHOUSE_DOCK.name, Environment::Warehouse);
    enclose(&mut b, &p.room, &hall_finish(g, false), g);
    b.building(floor_joints(&p.room, 6.0));
    b.building(panel_joints(&p.room, 1.2, 0.0));
    let door = p.room.openings.last().map_or(0.0, |it| (it.along[0] + it.along[1]) / 2.0);
    escape_sign_over(&mut b, &p.room, Wall::South, door);
    doors(&mut b, &p, g);
    staging_table(&mut b, &p, g);
    cells(&mut b, &p, g);
    traffic(&mut b, &p, &mut s);
    trusses(&mut b, &p);
    let rows = LampRows {
        kind: CeilingLamp::HighBay,
        z: p.room.height - 0.7,
        rows: vec![0.6, p.room.high[1] - 1.6],
        span: [p.room.low[0], p.room.high[0]],
        others: p.doors.len(),
    };
    hang_lamps(&mut b, &p.room, &rows, &g.lighting);
    b.task("staging table", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn doors(b: &mut SceneBuilder, p: &Plan, g: &Generation) {
    let mut s = g.layout.stream("doors");
    let color = *g.style.stream("doors").pick(&[0xD9DCDC, 0xB9C2C6, 0x4F6D8A, 0xE6E4DC, 0x8A9299]);
    let number = s.integer(1, 30);
    let wall = p.room.high[1];
    for (index, x) in p.doors.iter().enumerate() {
        let open = if s.chance(0.45) { s.uniform(0.85, 0.95) } else { 0.0 };
        let door = DockDoor {
            width: p.size[0],
            height: p.size[1],
            open,
            color,
            green: open > 0.0,
            number: number + index as u32,
        };
        b.place(piece("dock_door", |k| dock_door(k, &door)), floor_pose(*x, wall, 0.0));
        fix(b, "leveller", at(*x, wall - 0.13, 0.0, 0.0), |k| leveller(k, 1.9, 2.1));
        for side in [-1.0, 1.0] {
            let pose = floor_pose(x + side * (p.size[0] / 2.0 + 0.30), wall - 0.55, 0.0);
            stand(b, "bollard", pose, bollard);
        }
    }
}

/// The table, with paperwork and parcels at its ends and below.
fn staging_table(b: &mut SceneBuilder, p: &Plan, g: &Generation) {
    let mut s = g.layout.stream("table");
    let (w, d, top) = (p.bench.width, p.bench.depth, p.bench.top);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let unit = piece("staging_table", |k| {
        bench(k, &p.bench);
        let end = w / 2.0;
        k.group("printer", at(side * (end - 0.16), d - 0.20, top, -0.2 * side), |k| {
            label_printer(k, 0x2C3136)
        });
        k.decor("handheld_terminal", [side * (end - 0.14), 0.20, top], s.uniform(-0.6, 0.6));
        let board = paint::cardboard(s.uniform(0.0, 1.0), s.integer(1, 5));
        let size = [0.22, 0.22, s.uniform(0.10, 0.18)];
        k.group("parcel", at(-side * (end - 0.15), d - 0.18, top, s.uniform(-0.1, 0.1)), |k| {
            carton(k, size, &board)
        });
        lower_parcels(k, [w, d], &mut s);
        let x = if side > 0.0 { [-end + 0.28, end - 0.30] } else { [-end + 0.30, end - 0.28] };
        k.support("staging table", [[x[0], 0.03], [x[1], d - 0.05]], top, 1.5, &GOODS);
    });
    b.place(unit, floor_pose(0.0, 0.0, 0.0));
}

fn lower_parcels(k: &mut Kit, [w, d]: [f64; 2], s: &mut Stream) {
    let mut x = -w / 2.0 + 0.2;
    while x < w / 2.0 - 0.45 {
        let size = [s.uniform(0.2, 0.4), 0.4, s.uniform(0.12, 0.32)];
        let board = paint::cardboard(s.uniform(0.0, 1.0), s.integer(1, 5));
        k.group("parcel", at(x + size[0] / 2.0, d / 2.0 + 0.04, 0.28, 0.0), |k| carton(k, size, &board));
        x += size[0] + s.uniform(0.04, 0.2);
    }
}

/// White cells on the floor between table and doors, some with pallets in them, the way to each door free.
fn cells(b: &mut SceneBuilder, p: &Plan, g: &Generation) {
    let mut s = g.layout.stream("cells");
    let white = paint::coated(0xEDEEEA);
    let yellow = paint::coated(paint::SAFETY_YELLOW);
    let (low, wall) = (p.room.low, p.room.high[1]);
    let first = p.bench.depth + 1.35;
    let mut places = Vec::new();
    let bounds = std::iter::once(low[0]).chain(p.doors.iter().copied().flat_map(|x| [x - 1.25, x + 1.25]));
    let bounds: Vec<f64> = bounds.chain(std::iter::once(p.room.high[0])).collect();
    for gap in bounds.chunks_exact(2) {
        let count = ((gap[1] - gap[0] - 0.3) / 1.0).floor().max(0.0) as usize;
        for column in 0..count {
            let x = gap[0] + (gap[1] - gap[0]) * (column as f64 + 0.5) / count as f64;
            for row in 0..2 {
                places.push([x, first + 1.45 * f64::from(row)]);
            }
        }
    }
    places.retain(|[_, y]| y + 0.7 < wall - 0.75);
    b.building(scenery("cells", |k| {
        for [x, y] in &places {
            floor_cell(k, [x - 0.45, y - 0.65], [x + 0.45, y + 0.65], 0.05, &white);
        }
        let lane = p.bench.depth + 0.42;
        floor_line(k, [low[0] + 0.2, lane], [p.room.high[0] - 0.2, lane], 0.09, &yellow);
    }));
    for [x, y] in places {
        if s.chance(0.66) {
            let load = *s.pick(&Load::COMMON);
            let top = s.uniform(0.7, 1.75);
            let unit = piece("pallet", |k| loaded_pallet(k, load, top, Detail::Near, &mut s));
            b.place(unit, floor_pose(x, y, FRAC_PI_2));
        }
    }
}

/// Trucks, cones, an extinguisher.
fn traffic(b: &mut SceneBuilder, p: &Plan, s: &mut Stream) {
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let reach = p.bench.width / 2.0;
    let x = side * (reach + 0.75);
    if x > p.room.low[0] + 0.4 && x < p.room.high[0] - 0.4 {
        stand(b, "pallet_truck", floor_pose(x, 0.20, PI * f64::from(s.integer(0, 1))), |k| {
            pallet_truck(k, 0xC8361E)
        });
    }
    stand(b, "sack_truck", floor_pose(-side * (reach + 0.5), 0.25, 0.0), |k| sack_truck(k, 0x1F4E8C));
    if s.chance(0.6) {
        let far = if side > 0.0 { p.room.low[0] + 1.1 } else { p.room.high[0] - 1.1 };
        if far.abs() > reach + 1.6 {
            stand(b, "fork_truck", floor_pose(far, p.room.low[1] + 2.2, PI), |k| fork_truck(k, 0xF2A11E));
        }
    }
    for (index, door) in p.doors.iter().enumerate().take(2) {
        if s.chance(0.4) {
            let x = door + 1.05 - 2.1 * (index % 2) as f64;
            stand(b, "cone", floor_pose(x, p.room.high[1] - 2.6, 0.0), cone);
        }
    }
    let wall = if side > 0.0 { Wall::West } else { Wall::East };
    fix(b, "extinguisher", p.room.wall(wall).hung(0.4, 0.75), fire_extinguisher);
}

/// Roof steel across the hall.
fn trusses(b: &mut SceneBuilder, p: &Plan) {
    let (low, high) = (p.room.low, p.room.high);
    let middle = (low[0] + high[0]) / 2.0;
    for share in [0.3, 0.75] {
        let y = low[1] + share * (high[1] - low[1]);
        let top = p.room.height;
        fix(b, "truss", at(middle, y, 0.0, 0.0), |k| truss(k, high[0] - low[0], [top - 0.6, top], 0x9AA3A8));
    }
}
