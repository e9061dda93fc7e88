//! Assembly benches with tool board, bins and vise.

use super::PARTS;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{
    Bench, Legs, arms, bench, bench_lamp, stool, tool_panel, upper_shelf, uprights,
};
use crate::equipment::bench_tools::{arm_lamp, hung_tools, vise};
use crate::equipment::hall::{cable_tray, duct, fire_extinguisher, first_aid_box, floor_line, pipes};
use crate::equipment::joints::{floor_joints, panel_joints};
use crate::equipment::kit::{Kit, at, piece, scenery};
use crate::equipment::machines::{lockers, tool_trolley};
use crate::equipment::paint;
use crate::equipment::racking::{Shelving, bins_on_shelf, klt, picking_bin, shelving};
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, escape_sign_over, fix, hall_finish, hang_lamps,
    stand, window_at,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::Material;

/// The template.
pub(crate) const FACTORY_ASSEMBLY: Template = Template {
    name: "factory_assembly",
    family: Environment::Factory,
    summary: "assembly bench with tool board, bins, vise and lamp",
    support_height: [0.78, 1.05],
    task_lux: [250.0, 750.0],
    lamp_cct_k: [4000.0, 5000.0],
    lamps: [1, 3],
    daylight: true,
    generate,
};

/// Measures and looks of the benches.
struct Station {
    bench: Bench,
    panel: Option<u32>,
    bins: [u32; 2],
    vise: u32,
}

fn station(g: &Generation) -> Station {
    let mut s = g.layout.stream("bench");
    let mut colors = g.style.stream("bench");
    let seed = colors.texture_seed();
    let surface = match colors.integer(0, 3) {
        0 => paint::wood(0xC69C6D, seed),
        1 => paint::wood(0xB58B5A, seed),
        2 => Material::srgb(0x5B7F95, 0.7),
        _ => Material::srgb(0xA7AAA8, 0.6),
    };
    let steel = paint::coated(*colors.pick(&[0x1F4E8C, 0xB9BEC2, 0x4F6D5E, 0x5A6168, 0xC8361E, 0xD9DCDE]));
    let bench = Bench {
        width: s.uniform(1.6, 2.0),
        depth: s.uniform(0.74, 0.82),
        top: g.support_height(s.uniform(0.88, 1.0), FACTORY_ASSEMBLY.support_height),
        board: *s.pick(&[0.03, 0.04, 0.05]),
        surface,
        steel,
        legs: *s.pick(&[Legs::Frame, Legs::Drawers, Legs::Drawers, Legs::Columns]),
        lower_shelf: None,
    };
    let panel = *colors.pick(&[0x9AA3A8, 0x1F4E8C, 0xC9CDD0, 0x4A5056]);
    Station {
        bench,
        panel: s.chance(0.8).then_some(panel),
        bins: [*colors.pick(&[0x1F5FA8, 0xC8361E]), *colors.pick(&[0xF2B705, 0x2E6B4A, 0x5A6168])],
        vise: *colors.pick(&[0x1F4E8C, 0x2F5D4A, 0x33373B]),
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let unit = station(g);
    let pitch = unit.bench.width + s.uniform(0.9, 1.4);
    let room = room(&mut s, &unit, pitch);
    let mut b = SceneBuilder::new(FACTORY_ASSEMBLY.name, Environment::Factory);
    enclose(&mut b, &room, &hall_finish(g, true), g);
    b.building(floor_joints(&room, 5.0));
    b.building(panel_joints(&room, 1.2, 0.0));
    escape_sign_over(&mut b, &room, Wall::South, room.openings[0].along[0] + 0.5);
    let mut things = g.layout.stream("things");
    b.place(
        piece("assembly_bench", |k| station_parts(k, &unit, true, &mut things)),
        floor_pose(0.0, 0.0, 0.0),
    );
    for side in [-1.0, 1.0] {
        if s.chance(0.8) {
            let other = piece("assembly_bench", |k| station_parts(k, &unit, false, &mut things));
            b.place(other, floor_pose(side * pitch, 0.0, 0.0));
        }
    }
    around(&mut b, g, &room, &unit);
    let rows = LampRows {
        kind: CeilingLamp::Batten,
        z: (room.height - 0.6).min(3.8),
        rows: vec![0.1, -2.0],
        span: [-pitch - 0.4, pitch + 0.4],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task("assembly bench", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn room(s: &mut Stream, unit: &Station, pitch: f64) -> Room {
    let half = 1.5 * pitch;
    let height = s.uniform(3.8, 5.5);
    let low = [-half - s.uniform(0.4, 1.6), -s.uniform(3.2, 4.6)];
    let high = [half + s.uniform(0.4, 1.6), unit.bench.depth + s.uniform(0.5, 1.9)];
    let mut openings = vec![door_at(Wall::South, s.uniform(-1.5, 1.5), 1.0)];
    if s.chance(0.6) {
        openings.push(window_at(Wall::North, [low[0] + 0.8, high[0] - 0.8], [2.2, (height - 0.4).min(3.6)]));
    }
    Room { name: "assembly hall".into(), low, high, height, openings, walkway: 1.0 }
}

/// One station over y from 0 to the depth of its bench.
fn station_parts(k: &mut Kit, unit: &Station, task: bool, s: &mut Stream) {
    let (w, d, top) = (unit.bench.width, unit.bench.depth, unit.bench.top);
    let high = top + s.uniform(0.95, 1.1);
    bench(k, &unit.bench);
    uprights(k, [w, d], [top, high], &unit.bench.steel);
    let y = d - 0.055;
    let mut low = top + 0.05;
    if let Some(hex) = unit.panel {
        tool_panel(k, w - 0.14, y, [top + 0.26, top + 0.80], hex);
        k.group("tools", at(0.0, y, top + 0.30, 0.0), |k| hung_tools(k, [w - 0.24, 0.46], s));
    } else {
        upper_shelf(k, w - 0.1, d - 0.03, top + 0.52, 0.30, &unit.bench.steel);
        k.group("shelf", at(0.0, d - 0.18, 0.0, 0.0), |k| {
            bins_on_shelf(k, [w - 0.2, 0.26], top + 0.52, &unit.bins, s)
        });
        low = top;
    }
    arms(k, w, [0.16, d - 0.05], high - 0.10, &unit.bench.steel);
    bench_lamp(k, [w - 0.6, w / 2.0 - 0.05], 0.22, high - 0.16, 5600.0);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    bin_row(k, unit, low, side, s);
    let end = 0.5 * w;
    k.group("vise", at(side * (end - 0.17), 0.14, top, 0.0), |k| vise(k, unit.vise));
    if s.chance(0.5) {
        k.group("lamp", at(-side * (end - 0.08), d - 0.12, top, side * 0.5), |k| {
            arm_lamp(k, 0.30, 0x33373B, 3000.0)
        });
    }
    k.tube(
        "air_hose",
        &[[-0.3 * w, d - 0.05, high - 0.02], [-0.3 * w, 0.36, high - 0.05], [-0.3 * w, 0.33, high - 0.35]],
        0.008,
        &paint::plastic(0x1F5FA8),
    );
    k.bar(
        "air_gun",
        [-0.3 * w, 0.33, high - 0.36],
        [-0.3 * w, 0.33, high - 0.48],
        0.014,
        &paint::plastic(0xC8361E),
    );
    if task {
        let x = if side > 0.0 { [-end + 0.06, end - 0.32] } else { [-end + 0.32, end - 0.06] };
        // A shelf of bins reaches farther over the bench than a tool panel with its bins.
        let back = if unit.panel.is_some() { d - 0.30 } else { d - 0.34 };
        k.support("assembly bench", [[x[0], 0.03], [x[1], back]], top, 0.75, &PARTS);
    }
}

/// A row of open-fronted bins along the back edge, screws and parts in them.
fn bin_row(k: &mut Kit, unit: &Station, z: f64, side: f64, s: &mut Stream) {
    let (w, d) = (unit.bench.width, unit.bench.depth);
    let count = ((w - 0.40) / 0.158).floor() as usize;
    for index in 0..count {
        let x = -side * (0.5 * w - 0.16) + side * 0.158 * index as f64;
        let hex = unit.bins[usize::from(index % 3 == 0)];
        let parts = Material::srgb(*s.pick(&[0x6A6E72, 0x9AA0A5, 0xB08D4A, 0x33373B, 0xC8CCD0]), 0.45);
        k.group("bin", at(x, d - 0.185, z, 0.0), |k| {
            picking_bin(k, [0.150, 0.230, 0.125], hex, Some(&parts))
        });
    }
    if z > unit.bench.top {
        k.block(
            "bin_rail",
            [-0.5 * w + 0.06, d - 0.29, z - 0.02],
            [0.5 * w - 0.06, d - 0.06, z],
            &unit.bench.steel,
        );
    }
}

/// Trolley, stool, shelving with containers, lockers, services overhead.
fn around(b: &mut SceneBuilder, g: &Generation, room: &Room, unit: &Station) {
    let mut s = g.layout.stream("around");
    let mut colors = g.style.stream("around");
    let (w, d) = (unit.bench.width, unit.bench.depth);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let red = *colors.pick(&[0xB5181C, 0x1F4E8C, 0x33373B]);
    stand(b, "tool_trolley", floor_pose(side * (0.5 * w + 0.45), 0.30, 0.0), |k| tool_trolley(k, red));
    stand(b, "stool", floor_pose(-side * 0.62 * w, -0.62, s.uniform(0.0, 6.0)), |k| {
        stool(k, 0.62, true, 0x26292C)
    });
    let tote = *colors.pick(&[0x1F5FA8, 0x7F8C8D, 0xC8361E]);
    let x = room.low[0] + 0.35;
    let rack = Shelving {
        width: 1.2,
        depth: 0.5,
        height: 2.0,
        levels: vec![0.12, 0.58, 1.04, 1.50, 1.96],
        steel: paint::coated(0x5A6168),
        board: paint::coated(0xC9CDD0),
        back: false,
    };
    let shelves = piece("parts_rack", |k| {
        shelving(k, &rack);
        for z in [0.12, 0.58, 1.04, 1.50] {
            for place in [-0.36, 0.0, 0.36] {
                if s.chance(0.8) {
                    k.group("box", at(place, 0.0, z, std::f64::consts::FRAC_PI_2), |k| {
                        klt(k, [0.396, 0.297, 0.147], tote)
                    });
                }
            }
        }
    });
    b.place(shelves, floor_pose(x, -1.2, std::f64::consts::FRAC_PI_2));
    let count = s.integer(3, 5) as usize;
    stand(b, "lockers", floor_pose(room.high[0] - 0.30, -1.4, -std::f64::consts::FRAC_PI_2), |k| {
        lockers(k, count, 0x4F6D8A)
    });
    let (length, high) = (room.high[0] - room.low[0] - 0.3, room.height);
    let middle = (room.low[0] + room.high[0]) / 2.0;
    fix(b, "duct", at(middle, room.low[1] + 1.2, 0.0, 0.0), |k| duct(k, length, 0.24, high - 0.5));
    fix(b, "cable_tray", at(middle, d - 0.05, 0.0, 0.0), |k| {
        cable_tray(k, length, 0.25, (high - 0.5).min(3.2))
    });
    let runs = [(0.08, high - 0.45, 0.03, 0x1F5FA8), (0.18, high - 0.45, 0.045, 0xB9BEC2)];
    fix(b, "pipes", room.wall(Wall::North).hung(middle, 0.0), |k| pipes(k, length, &runs));
    fix(b, "extinguisher", room.wall(Wall::West).hung(0.2, 0.75), fire_extinguisher);
    fix(b, "first_aid", room.wall(Wall::East).hung(0.1, 1.5), first_aid_box);
    let yellow = paint::coated(paint::SAFETY_YELLOW);
    b.building(scenery("floor_marks", |k| {
        floor_line(k, [room.low[0] + 0.1, -1.15], [room.high[0] - 0.1, -1.15], 0.08, &yellow);
    }));
}
