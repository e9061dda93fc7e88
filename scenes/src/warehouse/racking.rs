//! An aisle between pallet racks; the task is on a pick cart or on the shelf of a picking bay.

use super::GOODS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::dock::{fork_truck, pallet_truck, pick_cart};
use crate::equipment::hall::{column, fire_extinguisher, floor_line};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::paint;
use crate::equipment::pallets::Detail;
use crate::equipment::racking::{
    Rack, Shelving, bins_on_shelf, column_guard, end_guard, klt, rack, shelving,
};
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps, stand,
};
use crate::equipment::store::aisle_sign;
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use std::f64::consts::PI;

/// The template.
pub(crate) const WAREHOUSE_RACKING: Template = Template {
    name: "warehouse_racking",
    family: Environment::Warehouse,
    summary: "aisle between pallet racks: pick cart or picking shelf",
    support_height: [0.80, 1.10],
    task_lux: [150.0, 400.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [2, 4],
    daylight: false,
    generate,
};

/// Where things are, m.
struct Plan {
    /// Whether the task is in a bay of the rack instead of on a cart.
    in_bay: bool,
    /// Height of the support.
    top: f64,
    /// The rack before the person; its front at `front`.
    ahead: Rack,
    /// y of its front.
    front: f64,
    /// Shift of the rack along x.
    shift: f64,
    /// The rack behind the person.
    behind: Rack,
    /// Width of the aisle.
    aisle: f64,
    room: Room,
}

fn plan(g: &Generation) -> Plan {
    let mut s = g.layout.stream("room");
    let mut colors = g.style.stream("racks");
    let in_bay = s.chance(0.5);
    let bay = *s.pick(&[2.30, 2.70, 2.70]);
    let depth = s.uniform(1.0, 1.1);
    let first = s.uniform(1.75, 2.05);
    let pitch = s.uniform(1.45, 1.9);
    let levels: Vec<f64> = (0..s.integer(2, 3)).map(|n| first + pitch * f64::from(n)).collect();
    let height = levels.last().copied().unwrap_or(first) + s.uniform(0.6, 1.1);
    let upright = *colors.pick(&[Some(0x1F4E8C), Some(0x1F4E8C), Some(0x2E6B4A), None, Some(0x5A6168)]);
    let beam = *colors.pick(&[0xE8751A, 0xE8751A, 0xF2B705, 0xC8361E]);
    let bays = s.integer(2, 3) as usize;
    let bare = usize::from(bays == 3);
    let ahead = Rack {
        bays: vec![bay; bays],
        depth,
        levels,
        height,
        upright,
        beam,
        fill: s.uniform(0.65, 0.95),
        detail: Detail::Near,
        bare_bays: if in_bay { vec![bare] } else { vec![] },
    };
    let behind = Rack {
        bays: vec![bay; 2],
        fill: s.uniform(0.4, 0.8),
        detail: Detail::Far,
        bare_bays: vec![],
        levels: ahead.levels[..1].to_vec(),
        height: ahead.levels[0] + 1.6,
        ..ahead.clone()
    };
    let shift = if in_bay { -ahead.bay_centers()[bare] } else { s.uniform(-0.8, 0.8) };
    let front = if in_bay { 0.0 } else { s.uniform(0.95, 1.25) };
    let aisle = s.uniform(2.7, 3.3);
    let (west, east) = (s.uniform(1.2, 2.8), s.uniform(1.2, 2.8));
    let half = ahead.length() / 2.0;
    let room = Room {
        name: "warehouse".into(),
        low: [shift - half - west, front - aisle - depth - s.uniform(0.2, 0.5)],
        high: [shift + half + east, front + depth + s.uniform(0.2, 0.5)],
        height: height + s.uniform(0.9, 2.2),
        openings: Vec::new(),
        walkway: 1.2,
    };
    let top = g.support_height(s.uniform(0.85, 1.0), WAREHOUSE_RACKING.support_height);
    Plan { in_bay, top, ahead, front, shift, behind, aisle, room }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut p = plan(g);
    let mut s = g.layout.stream("things");
    let wall = if s.chance(0.5) { Wall::West } else { Wall::East };
    let door = p.front - p.aisle / 2.0;
    p.room.openings.push(door_at(wall, door, 1.0));
    let mut b = SceneBuilder::new(WAREHOUSE_RACKING.name, Environment::Warehouse);
    enclose(&mut b, &p.room, &hall_finish(g, false), g);
    b.building(floor_joints(&p.room, 4.5));
    b.building(panel_joints(&p.room, 1.2, 0.0));
    escape_sign_over(&mut b, &p.room, wall, door);
    racks(&mut b, &p, g);
    markings(&mut b, &p, &mut s);
    let support = if p.in_bay { picking_bay(&mut b, &p, g) } else { cart(&mut b, &p, g) };
    vehicles(&mut b, &p, &mut s);
    let rows = LampRows {
        kind: CeilingLamp::HighBay,
        z: p.room.height - s.uniform(0.5, 0.7),
        rows: vec![p.front - p.aisle / 2.0],
        span: [p.room.low[0], p.room.high[0]],
        others: 0,
    };
    hang_lamps(&mut b, &p.room, &rows, &g.lighting);
    b.task(support, &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn racks(b: &mut SceneBuilder, p: &Plan, g: &Generation) {
    let mut loads = g.layout.stream("loads");
    let y = p.front + p.ahead.depth / 2.0;
    b.place(piece("rack", |k| rack(k, &p.ahead, &mut loads)), floor_pose(p.shift, y, 0.0));
    let back = p.front - p.aisle - p.ahead.depth / 2.0;
    b.place(piece("rack", |k| rack(k, &p.behind, &mut loads)), floor_pose(p.shift, back, PI));
    for (rack, y) in [(&p.ahead, y), (&p.behind, back)] {
        for side in [-1.0, 1.0] {
            let x = p.shift + side * (rack.length() / 2.0 + 0.16);
            stand(b, "end_guard", floor_pose(x, y, 0.0), |k| end_guard(k, rack.depth - 0.1));
        }
    }
}

/// Lines beside the racks, location signs over the aisle, columns with guards, an extinguisher.
fn markings(b: &mut SceneBuilder, p: &Plan, s: &mut Stream) {
    let yellow = paint::coated(paint::SAFETY_YELLOW);
    let (low, high) = (p.room.low, p.room.high);
    let (near, far) = (p.front - p.aisle, p.front);
    b.building(scenery("floor_marks", |k| {
        for y in [far - 0.12, near + 0.12] {
            floor_line(k, [low[0] + 0.3, y], [high[0] - 0.3, y], 0.08, &yellow);
        }
    }));
    let number = s.integer(1, 48);
    for (offset, x) in [(0, p.shift - 0.35 * p.ahead.length()), (1, p.shift + 0.35 * p.ahead.length())] {
        let z = s.uniform(2.9, 3.3).min(p.room.height - 0.5);
        let hex = 0x1F4E8C;
        let pose = at(x, p.front - p.aisle / 2.0 + 0.2, z, 0.0);
        fix(b, "aisle_sign", pose, |k| aisle_sign(k, number + offset, hex, p.room.height - z));
    }
    for x in [low[0] + 0.45, high[0] - 0.45] {
        let y = p.front + 0.4 * p.ahead.depth;
        let height = p.room.height;
        stand(b, "column", floor_pose(x, y, 0.0), |k| {
            column(k, 0.24, height, 0x9AA3A8);
            column_guard(k, 0.24, 0.6);
        });
    }
    fix(
        b,
        "extinguisher",
        p.room.wall(Wall::South).hung(p.shift + s.uniform(-0.4, 0.4), 0.75),
        fire_extinguisher,
    );
}

/// A low picking shelf with bins below stands in the free bay; its top carries the task.
fn picking_bay(b: &mut SceneBuilder, p: &Plan, g: &Generation) -> &'static str {
    let mut s = g.layout.stream("picking");
    let mut colors = g.style.stream("picking");
    let width = (p.ahead.bays[0] - 0.25).min(2.1);
    let depth = s.uniform(0.55, 0.65);
    let shelf = Shelving {
        width,
        depth,
        height: p.top,
        levels: vec![0.12, 0.12 + (p.top - 0.12) * 0.5, p.top],
        steel: paint::coated(*colors.pick(&[0x8C9196, 0x1F4E8C, 0xD9DCDE])),
        board: paint::coated(*colors.pick(&[0xC9CDD0, 0xB9BEC2, 0xE4E6E7])),
        back: true,
    };
    let bins = [*colors.pick(&[0x1F5FA8, 0xC8361E, 0xF2B705]), *colors.pick(&[0x2E6B4A, 0x5A6168, 0xF2B705])];
    let clear = p.ahead.levels[0] - p.top - 0.16;
    let unit = piece("picking_shelf", |k| {
        shelving(k, &shelf);
        for level in [shelf.levels[0], shelf.levels[1]] {
            bins_on_shelf(k, [width, depth], level, &bins, &mut s);
        }
        let work = 0.62;
        for side in [-1.0, 1.0] {
            let room = width / 2.0 - work - 0.04;
            if room > 0.30 {
                let x = side * (work + 0.02 + room / 2.0);
                k.group("tote", at(x, 0.05, p.top, 0.0), |k| klt(k, [0.297, 0.396, 0.147], bins[0]));
            }
        }
        let (x, y) = (work.min(width / 2.0 - 0.04), depth / 2.0 - 0.03);
        k.support("picking shelf", [[-x, -y], [x, y]], p.top, clear, &GOODS);
    });
    b.place(unit, floor_pose(0.0, 0.06 + depth / 2.0, 0.0));
    "picking shelf"
}

/// A pick cart before the rack, totes on its lower decks.
fn cart(b: &mut SceneBuilder, p: &Plan, g: &Generation) -> &'static str {
    let mut s = g.layout.stream("cart");
    let mut colors = g.style.stream("cart");
    let frame = *colors.pick(&[0x1F4E8C, 0x2B2F33, 0x8C9196, 0xC8361E]);
    let tote = *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E, 0xF2B705]);
    let unit = piece("pick_cart", |k| {
        pick_cart(k, p.top, frame);
        cart_totes(k, p.top, tote, &mut s);
        k.support("pick cart", [[-0.46, -0.26], [0.44, 0.26]], p.top, 1.2, &GOODS);
    });
    b.place(unit, floor_pose(0.02, 0.28, 0.0));
    "pick cart"
}

fn cart_totes(k: &mut Kit, top: f64, hex: u32, s: &mut Stream) {
    for z in [0.22, (top + 0.22) / 2.0] {
        for x in [-0.24, 0.20] {
            if s.chance(0.75) {
                k.group("tote", at(x, 0.0, z, 0.0), |k| klt(k, [0.396, 0.297, 0.147], hex));
            }
        }
    }
}

/// A hand truck parked in the aisle and, at times, a fork truck at its end.
fn vehicles(b: &mut SceneBuilder, p: &Plan, s: &mut Stream) {
    // At the end without the door, so that the way from it stays free.
    let west = p.room.openings.iter().any(|it| it.wall == Wall::East);
    let side = if west { -1.0 } else { 1.0 };
    let y = p.front - p.aisle + 1.25;
    if s.chance(0.7) {
        let pose = floor_pose(p.shift + side * s.uniform(1.9, 2.3), y - 0.5, side * 1.45);
        stand(b, "pallet_truck", pose, |k| pallet_truck(k, 0xC8361E));
    }
    let end = if west { p.shift - p.room.low[0] } else { p.room.high[0] - p.shift } - p.ahead.length() / 2.0;
    if end > 2.3 && s.chance(0.6) {
        let x = if west { p.room.low[0] + 0.95 } else { p.room.high[0] - 0.95 };
        stand(b, "fork_truck", floor_pose(x, p.front - p.aisle + 0.35, PI), |k| fork_truck(k, 0xF2A11E));
    }
}
