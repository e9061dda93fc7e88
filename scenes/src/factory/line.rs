//! An assembly line: a belt with carriers, a work table before it, a fenced robot behind it.

use super::PARTS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, bench};
use crate::equipment::bench_tools::{MonitorMount, Screen, monitor};
use crate::equipment::conveyor::{Bed, Conveyor, conveyor, emergency_stop};
use crate::equipment::hall::{cable_tray, fire_extinguisher, hazard_band};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::machines::{
    control_panel, electrical_cabinet, fence, light_tower, robot_arm, warning_plate,
};
use crate::equipment::paint;
use crate::equipment::racking::{klt, picking_bin};
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps, stand,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::Material;
use std::f64::consts::PI;

/// The template.
pub(crate) const FACTORY_CONVEYOR: Template = Template {
    name: "factory_conveyor",
    family: Environment::Factory,
    summary: "line with stations: work table, carriers, robot behind a fence",
    support_height: [0.78, 1.0],
    task_lux: [250.0, 600.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [2, 3],
    daylight: false,
    generate,
};

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let mut colors = g.style.stream("line");
    let frame = *colors.pick(&[0xC9CDD0, 0x9AA3A8, 0x1F4E8C, 0x4F6D5E]);
    let top = g.support_height(s.uniform(0.86, 0.95), FACTORY_CONVEYOR.support_height);
    let depth = s.uniform(0.58, 0.68);
    let line = Conveyor {
        length: s.uniform(5.5, 7.0),
        width: s.uniform(0.36, 0.48),
        top: top + s.uniform(-0.03, 0.04),
        bed: Bed::Belt(*colors.pick(&[0x1F2325, 0x2E5D43, 0x33475B])),
        frame,
        guards: [0.0, 0.0],
        drive: true,
    };
    let back = depth + 0.10 + line.width;
    let fence_y = back + s.uniform(0.55, 0.8);
    let half = line.length / 2.0;
    let room = Room {
        name: "line hall".into(),
        low: [-half - s.uniform(0.6, 1.8), -s.uniform(2.8, 4.0)],
        high: [half + s.uniform(0.6, 1.8), fence_y + s.uniform(2.4, 3.2)],
        height: s.uniform(4.2, 6.0),
        openings: vec![door_at(Wall::South, s.uniform(-1.5, 1.5), 1.0)],
        walkway: 1.0,
    };
    let mut b = SceneBuilder::new(FACTORY_CONVEYOR.name, Environment::Factory);
    enclose(&mut b, &room, &hall_finish(g, true), g);
    b.building(floor_joints(&room, 6.0));
    b.building(panel_joints(&room, 1.2, 0.0));
    escape_sign_over(&mut b, &room, Wall::South, room.openings[0].along[0] + 0.5);
    work_table(&mut b, g, [top, depth]);
    let belt = piece("line", |k| line_parts(k, &line, &mut g.layout.stream("carriers")));
    b.place(belt, floor_pose(0.0, depth + 0.07 + line.width / 2.0, 0.0));
    cell(&mut b, g, &room, fence_y);
    around(&mut b, g, &room, &line);
    let rows = LampRows {
        kind: CeilingLamp::Batten,
        z: (room.height - 0.8).min(4.0),
        rows: vec![0.2, fence_y + 1.0],
        span: [room.low[0] + 0.4, room.high[0] - 0.4],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task("station table", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

/// The table of the station: bins at one end, an instruction screen on a post at the other.
fn work_table(b: &mut SceneBuilder, g: &Generation, [top, depth]: [f64; 2]) {
    let mut s = g.layout.stream("table");
    let mut colors = g.style.stream("table");
    let unit = Bench {
        width: s.uniform(1.35, 1.7),
        depth,
        top,
        board: 0.03,
        surface: match colors.integer(0, 2) {
            0 => Material::srgb(0xD9DAD6, 0.4),
            1 => Material::srgb(0x7A8F72, 0.65),
            _ => paint::wood(0xC69C6D, colors.texture_seed()),
        },
        steel: paint::galvanised(),
        legs: Legs::Frame,
        lower_shelf: Some(0.25),
    };
    let bins = [*colors.pick(&[0x1F5FA8, 0xC8361E]), *colors.pick(&[0xF2B705, 0x2E6B4A])];
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let table = piece("station_table", |k| {
        bench(k, &unit);
        let end = unit.width / 2.0;
        for (row, hex) in bins.into_iter().enumerate() {
            let parts = Material::srgb(*s.pick(&[0x6A6E72, 0x9AA0A5, 0xB08D4A, 0xC8CCD0]), 0.45);
            let pose = at(side * (end - 0.11), 0.16 + 0.25 * row as f64, top, 0.0);
            k.group("bin", pose, |k| picking_bin(k, [0.150, 0.230, 0.125], hex, Some(&parts)));
        }
        let post = -side * (end - 0.05);
        k.post("screen_post", [post, depth - 0.06], [top, top + 0.75], 0.016, &paint::galvanised());
        k.group("screen", at(post, depth - 0.14, top + 0.48, side * 0.35), |k| {
            monitor(k, [0.40, 0.25], 0.0, MonitorMount::Arm, *s.pick(&[Screen::Form, Screen::Chart]));
        });
        k.group("stop", at(post, -0.06, top - 0.062, 0.0), emergency_stop);
        let tote = at(-side * 0.25, depth / 2.0, 0.25, 0.0);
        k.group("tote", tote, |k| klt(k, [0.594, 0.396, 0.280], 0x7F8C8D));
        // Bins stand at one end, the screen hangs over the other.
        let x = if side > 0.0 { [-end + 0.30, end - 0.22] } else { [-end + 0.22, end - 0.30] };
        k.support("station table", [[x[0], 0.03], [x[1], depth - 0.03]], top, 1.2, &PARTS);
    });
    b.place(table, floor_pose(0.0, 0.0, 0.0));
}

/// Belt with carriers and housings on them, sensors, a light tower, a gate frame over the belt.
fn line_parts(k: &mut Kit, line: &Conveyor, s: &mut Stream) {
    conveyor(k, line);
    let (half, top) = (line.length / 2.0, line.top);
    let size = (line.width - 0.06).min(0.32);
    let plate = paint::coated(0x2F5D8A);
    let mut x = -half + s.uniform(0.3, 0.6);
    while x < half - 0.3 {
        k.group("carrier", at(x, 0.0, top, 0.0), |k| carrier(k, size, &plate, s));
        x += s.uniform(0.55, 0.85);
    }
    for side in [-1.0, 1.0] {
        let x = side * s.uniform(1.5, 1.9);
        let alu = paint::galvanised();
        for y in [-line.width / 2.0 - 0.08, line.width / 2.0 + 0.08] {
            k.block("gate_post", [x - 0.02, y - 0.02, 0.0], [x + 0.02, y + 0.02, top + 0.75], &alu);
        }
        let y = line.width / 2.0 + 0.10;
        k.block("gate_beam", [x - 0.02, -y, top + 0.71], [x + 0.02, y, top + 0.75], &alu);
        k.trim(
            "camera",
            [x - 0.035, -0.035, top + 0.56],
            [x + 0.035, 0.035, top + 0.71],
            &paint::plastic(0x1B1E21),
        );
        k.bar(
            "ring_light",
            [x, 0.0, top + 0.535],
            [x, 0.0, top + 0.56],
            0.06,
            &paint::display(0xF4F6F6, 900.0),
        );
        k.group("tower", at(x, y - 0.02, top + 0.75, 0.0), |k| light_tower(k, 2));
    }
}

/// A carrier plate with one housing in the making.
fn carrier(k: &mut Kit, size: f64, plate: &Material, s: &mut Stream) {
    let half = size / 2.0;
    k.block("plate", [-half, -half, 0.0], [half, half, 0.025], plate);
    for (x, y) in [(-0.7, -0.7), (0.7, -0.7), (-0.7, 0.7), (0.7, 0.7)] {
        k.bar("pin", [x * half, y * half, 0.025], [x * half, y * half, 0.055], 0.008, &paint::chrome());
    }
    let body = paint::plastic(*s.pick(&[0x9AA0A5, 0x2B2F33, 0xD9DCDE, 0x1F5FA8]));
    let high = s.uniform(0.06, 0.12);
    k.soft("housing", [-0.55 * half, -0.45 * half, 0.025], [0.55 * half, 0.45 * half, high], 0.012, &body);
    if s.chance(0.6) {
        k.bar("boss", [0.2 * half, 0.0, high], [0.2 * half, 0.0, high + 0.02], 0.022, &paint::metal_grey());
        k.trim(
            "board",
            [-0.45 * half, -0.3 * half, high],
            [0.0, 0.3 * half, high + 0.003],
            &paint::plastic(0x2E6B4A),
        );
    }
}

/// A robot behind a fence, its control and cabinet beside it.
fn cell(b: &mut SceneBuilder, g: &Generation, room: &Room, y: f64) {
    let mut s = g.layout.stream("cell");
    let hex = *g.style.stream("robot").pick(&[0xE8751A, 0xF2B705, 0xF1F2F2, 0x2F5D8A]);
    let x = s.uniform(-1.2, 1.2);
    let panels = s.integer(3, 4) as usize;
    stand(b, "fence", floor_pose(x, y, 0.0), |k| {
        fence(k, panels, 1.0, 2.0);
        k.group("sign", at(0.48, -0.005, 1.45, 0.0), |k| warning_plate(k, 0.24));
    });
    for side in [-1.0, 1.0] {
        let edge = x + side * (panels as f64 / 2.0);
        let depth = (room.high[1] - y - 0.15).min(2.2);
        let count = 2;
        let pose = floor_pose(edge, y + 0.05 + depth / 2.0, std::f64::consts::FRAC_PI_2);
        stand(b, "fence", pose, |k| fence(k, count, depth / 2.0 - 0.02, 2.0));
    }
    stand(b, "robot", floor_pose(x - 0.2, y + 1.15, s.uniform(-0.5, 0.5)), |k| {
        robot_arm(k, 0.6, hex, &mut s)
    });
    let side = if x > 0.0 { -1.0 } else { 1.0 };
    let far = x + side * (panels as f64 / 2.0 + 0.75);
    stand(b, "cabinet", floor_pose(far, room.high[1] - 0.22, 0.0), |k| electrical_cabinet(k, 0xC9CDD0));
    stand(b, "control", floor_pose(far, y + 0.2, 0.0), |k| {
        k.block("stand", [-0.05, -0.10, 0.0], [0.05, 0.0, 1.0], &paint::coated(0x3A4046));
        k.group("panel", at(0.0, 0.0, 1.0, 0.0), |k| control_panel(k, hex));
    });
}

fn around(b: &mut SceneBuilder, g: &Generation, room: &Room, line: &Conveyor) {
    let mut s = g.layout.stream("around");
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let stack = s.integer(2, 4);
    let tote = *g.style.stream("totes").pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E, 0xF2B705]);
    stand(b, "totes", floor_pose(side * 1.45, 0.22, PI / 2.0), |k| {
        for level in 0..stack {
            k.group("tote", at(0.0, 0.0, 0.265 * f64::from(level), 0.0), |k| {
                klt(k, [0.594, 0.396, 0.280], tote)
            });
        }
    });
    b.building(scenery("floor_marks", |k| {
        hazard_band(k, [room.low[0] + 0.1, -1.30], [room.high[0] - 0.1, -1.18]);
    }));
    let (length, high) = (room.high[0] - room.low[0] - 0.3, room.height);
    let middle = (room.low[0] + room.high[0]) / 2.0;
    fix(b, "cable_tray", at(middle, line.width + 0.8, 0.0, 0.0), |k| {
        cable_tray(k, length, 0.35, (high - 0.8).min(3.6))
    });
    fix(b, "extinguisher", room.wall(Wall::West).hung(-0.6, 0.75), fire_extinguisher);
}
