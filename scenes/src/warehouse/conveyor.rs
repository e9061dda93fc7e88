//! Conveyor sorting: a belt before the person, chutes from the sorter behind it, a sorting wall and totes.

use super::GOODS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench_tools::{MonitorMount, Screen, monitor};
use crate::equipment::conveyor::{Bed, Conveyor, carton, chute, conveyor, emergency_stop, sorting_wall};
use crate::equipment::hall::{bollard, cable_tray, fire_extinguisher, floor_line};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::paint;
use crate::equipment::racking::klt;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps, stand,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use std::f64::consts::FRAC_PI_2;

/// The template.
pub(crate) const WAREHOUSE_CONVEYOR: Template = Template {
    name: "warehouse_conveyor",
    family: Environment::Warehouse,
    summary: "conveyor sorting: belt, chutes, sorting wall",
    support_height: [0.70, 0.95],
    task_lux: [200.0, 500.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [2, 4],
    daylight: false,
    generate,
};

/// Length of belt that is kept free for the task, m.
const FREE: f64 = 1.10;

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let mut colors = g.style.stream("line");
    let frame = *colors.pick(&[0x1F4E8C, 0xB9BEC2, 0x2E6B4A, 0x5A6168, 0xF2B705]);
    let line = Conveyor {
        length: s.uniform(5.5, 7.5),
        width: s.uniform(0.56, 0.70),
        top: g.support_height(s.uniform(0.74, 0.88), WAREHOUSE_CONVEYOR.support_height),
        bed: Bed::Belt(*colors.pick(&[0x1F2325, 0x1F2325, 0x2E5D43, 0x33475B])),
        frame,
        guards: [0.0, 0.10],
        drive: true,
    };
    let room = room(&mut s, &line);
    let mut b = SceneBuilder::new(WAREHOUSE_CONVEYOR.name, Environment::Warehouse);
    enclose(&mut b, &room, &hall_finish(g, false), g);
    b.building(floor_joints(&room, 5.0));
    b.building(panel_joints(&room, 1.2, 0.0));
    let door = (room.openings[0].along[0] + room.openings[0].along[1]) / 2.0;
    escape_sign_over(&mut b, &room, Wall::South, door);
    main_line(&mut b, g, &line);
    let run = line.width / 2.0 + 0.12;
    sorter(&mut b, g, &line, frame, run);
    side_things(&mut b, g, &room, &line);
    let rows = LampRows {
        kind: if s.chance(0.5) { CeilingLamp::Batten } else { CeilingLamp::HighBay },
        z: room.height - 0.8,
        rows: vec![0.2, run + 2.4],
        span: [room.low[0] + 0.5, room.high[0] - 0.5],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task("conveyor belt", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn room(s: &mut Stream, line: &Conveyor) -> Room {
    let half = line.length / 2.0;
    Room {
        name: "sorting hall".into(),
        low: [-half - s.uniform(0.8, 2.5), -s.uniform(2.8, 4.2)],
        high: [half + s.uniform(0.8, 2.5), s.uniform(4.6, 6.5)],
        height: s.uniform(4.8, 7.0),
        openings: vec![door_at(Wall::South, s.uniform(-2.0, 2.0), 1.0)],
        walkway: 1.2,
    }
}

/// The belt with parcels and totes left and right of the free part, its front edge at y = 0.
fn main_line(b: &mut SceneBuilder, g: &Generation, line: &Conveyor) {
    let mut s = g.layout.stream("parcels");
    let mut colors = g.style.stream("totes");
    let tote = *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E, 0xF2B705]);
    let half = line.length / 2.0;
    let unit = piece("conveyor", |k| {
        conveyor(k, line);
        for side in [-1.0, 1.0] {
            // A tote reaches 0.3 m to either side of its middle.
            let mut x = FREE / 2.0 + s.uniform(0.32, 0.6);
            while x < half - 0.4 {
                x += goods(k, [side * x, line.top, line.width], tote, &mut s);
            }
        }
        let stop = at(0.75 * half, -line.width / 2.0 - 0.100, line.top - 0.07, 0.0);
        k.group("stop", stop, emergency_stop);
        let (x, y) = (FREE / 2.0, line.width / 2.0 - 0.02);
        k.support("conveyor belt", [[-x, -y], [x, y]], line.top, 1.5, &GOODS);
    });
    b.place(unit, floor_pose(0.0, line.width / 2.0 + 0.06, 0.0));
}

/// One carton or tote on the line; returns how far the next one is.
fn goods(k: &mut Kit, [x, top, width]: [f64; 3], tote: u32, s: &mut Stream) -> f64 {
    if s.chance(0.3) {
        k.group("tote", at(x, 0.0, top, 0.0), |k| klt(k, [0.594, 0.396, 0.280], tote));
        return 0.6 + s.uniform(0.3, 0.7);
    }
    let size = [s.uniform(0.20, 0.45), s.uniform(0.18, width - 0.16), s.uniform(0.08, 0.34)];
    let board = paint::cardboard(s.uniform(0.0, 1.0), s.integer(1, 5));
    k.group("parcel", at(x, 0.0, top, s.uniform(-0.15, 0.15)), |k| carton(k, size, &board));
    size[0] + s.uniform(0.3, 0.8)
}

/// The high line behind, and chutes from it towards the person.
fn sorter(b: &mut SceneBuilder, g: &Generation, line: &Conveyor, frame: u32, back: f64) {
    let mut s = g.layout.stream("sorter");
    let run = s.uniform(1.1, 1.5);
    let drop = 0.36 * run;
    let top = line.top + drop + s.uniform(0.08, 0.25);
    let y = back + line.width / 2.0 + 0.35 + run;
    let width = s.uniform(0.6, 0.8);
    let high = Conveyor {
        length: line.length - 0.4,
        width: 0.55,
        top: top + 0.03,
        bed: if s.chance(0.6) { Bed::Rollers } else { Bed::Belt(0x1F2325) },
        frame,
        guards: [0.0, 0.14],
        drive: false,
    };
    let unit = piece("sorter", |k| {
        conveyor(k, &high);
        let mut x = -high.length / 2.0 + s.uniform(0.4, 1.0);
        while x < high.length / 2.0 - 0.4 {
            x += goods(k, [x, high.top, 0.5], 0x7F8C8D, &mut s);
        }
    });
    b.place(unit, floor_pose(0.0, y + 0.45, 0.0));
    let count = s.integer(2, 3);
    let pitch = (line.length - 1.2) / f64::from(count);
    let accent = *g.style.stream("chutes").pick(&[0xF2B705, 0xC8361E, 0x1F4E8C, 0x8C9196]);
    for index in 0..count {
        let x = (f64::from(index) - (f64::from(count) - 1.0) / 2.0) * pitch + s.uniform(-0.15, 0.15);
        stand(b, "chute", floor_pose(x, y, 0.0), |k| {
            chute(k, width, top, run, accent);
            chute_number(k, width, top, index + 1);
        });
    }
}

/// A number plate over the head of a chute.
fn chute_number(k: &mut Kit, width: f64, top: f64, number: u32) {
    let x = width / 2.0;
    for side in [-x, x] {
        k.bar("sign_post", [side, -0.04, top], [side, -0.04, top + 0.75], 0.015, &paint::galvanised());
    }
    k.group("sign", at(0.0, -0.05, top + 0.62, 0.0), |k| {
        crate::equipment::dock::number_plate(k, number, 0.26)
    });
    k.bar("sign_rail", [-x, -0.04, top + 0.75], [x, -0.04, top + 0.75], 0.012, &paint::galvanised());
}

/// The sorting wall beside the line, a stack of totes, a terminal, bollards, markings.
fn side_things(b: &mut SceneBuilder, g: &Generation, room: &Room, line: &Conveyor) {
    let mut s = g.layout.stream("side");
    let mut colors = g.style.stream("wall");
    let hex = *colors.pick(&[0x1F4E8C, 0x5A6168, 0xC8361E]);
    let far = room.high[1] - 0.25;
    let columns = s.integer(4, 6) as usize;
    let rows = s.integer(3, 4) as usize;
    let wall = piece("sorting_wall", |k| sorting_wall(k, columns, rows, hex, &mut s));
    b.place(wall, floor_pose(s.uniform(-0.8, 0.8), far, 0.0));
    let side = if s.chance(0.5) { -1.0 } else { 1.0 };
    let tote = *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E, 0xF2B705]);
    let stack = s.integer(2, 5);
    let x = side * (line.length / 2.0 + 0.42);
    stand(b, "totes", floor_pose(x, 0.35, FRAC_PI_2), |k| {
        for level in 0..stack {
            k.group("tote", at(0.0, 0.0, 0.265 * f64::from(level), 0.0), |k| {
                klt(k, [0.594, 0.396, 0.280], tote)
            });
        }
    });
    let post = floor_pose(-side * (line.length / 2.0 - 0.5), -0.16, 0.0);
    stand(b, "terminal", post, |k| {
        k.post("post", [0.0, 0.0], [0.0, 1.3], 0.03, &paint::coated(0x5A6168));
        k.post("foot", [0.0, 0.0], [0.0, 0.02], 0.14, &paint::coated(0x5A6168));
        k.group("screen", at(0.0, -0.07, 1.12, 0.0), |k| {
            monitor(k, [0.38, 0.25], 0.0, MonitorMount::Arm, Screen::Form)
        });
    });
    for x in [-line.length / 2.0 - 0.25, line.length / 2.0 + 0.25] {
        stand(b, "bollard", floor_pose(x, -0.25, 0.0), bollard);
    }
    let yellow = paint::coated(paint::SAFETY_YELLOW);
    b.building(scenery("floor_marks", |k| {
        for y in [-1.25, -1.95] {
            floor_line(k, [room.low[0] + 0.2, y], [room.high[0] - 0.2, y], 0.08, &yellow);
        }
    }));
    let high = room.height;
    let length = room.high[0] - room.low[0] - 0.4;
    fix(b, "cable_tray", at(0.0, line.width + 0.6, 0.0, 0.0), |k| cable_tray(k, length, 0.3, high - 1.2));
    fix(b, "extinguisher", room.wall(Wall::West).hung(-0.5, 0.75), fire_extinguisher);
}
