//! An office: desks with screens, chairs, cabinets, partitions.

use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, bench};
use crate::equipment::bench_tools::{MonitorMount, Screen, arm_lamp, keyboard, monitor, mouse};
use crate::equipment::hall::wall_clock;
use crate::equipment::kit::{Kit, at, piece};
use crate::equipment::office::{
    bookcase, copier, filing_cabinet, office_chair, partition, potted_plant, sideboard, telephone, waste_bin,
    whiteboard,
};
use crate::equipment::paint;
use crate::equipment::site::{
    CeilingLamp, LampRows, STAND_OFF, door_at, enclose, fix, hang_lamps, room_finish, stand, window_at,
};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use restage_assets::{Material, TextureKind};
use std::f64::consts::PI;

/// The template.
pub(crate) const OFFICE_DESK: Template = Template {
    name: "office_desk",
    family: Environment::Office,
    summary: "office desk with screen, chair, cabinets and partition",
    support_height: [0.70, 0.79],
    task_lux: [300.0, 750.0],
    lamp_cct_k: [3000.0, 5000.0],
    lamps: [2, 4],
    daylight: true,
    generate,
};

/// What lies on desks: categories of the object catalogue.
const DESK: [&str; 5] = ["office", "electronics", "bottle", "personal", "kitchen"];

/// Looks shared by all desks of the room.
struct Desk {
    bench: Bench,
    cloth: Material,
    screen: Option<f64>,
    chair: u32,
    seat: f64,
    facing: bool,
}

fn desk(g: &Generation) -> Desk {
    let mut s = g.layout.stream("desk");
    let mut colors = g.style.stream("desk");
    let seed = colors.texture_seed();
    let surface = match colors.integer(0, 4) {
        0 => paint::wood(0xC69C6D, seed),
        1 => paint::wood(0xD8B98C, seed),
        2 => paint::wood(0x8A5A36, seed),
        3 => Material::srgb(0xECEBE6, 0.4),
        _ => Material::srgb(0xC9C6BE, 0.4),
    };
    let bench = Bench {
        width: s.uniform(1.50, 1.80),
        depth: s.uniform(0.75, 0.80),
        top: g.support_height(s.uniform(0.72, 0.76), OFFICE_DESK.support_height),
        board: 0.026,
        surface,
        steel: paint::coated(*colors.pick(&[0x2B2F33, 0xD9DCDE, 0x8A8F94, 0xF1F2F2])),
        legs: *s.pick(&[Legs::Columns, Legs::Frame, Legs::Drawers]),
        lower_shelf: None,
    };
    let hex = *colors.pick(&[0x5D6A72, 0x8A949A, 0x4F6D8A, 0x7C8A6E, 0xA89A86, 0x9C5A4A]);
    Desk {
        bench,
        cloth: paint::cloth(hex, seed),
        screen: s.chance(0.75).then(|| s.uniform(1.15, 1.45)),
        chair: *colors.pick(&[0x1F2225, 0x33475B, 0x5D6A72, 0x6E3B33, 0x3F5A4A]),
        seat: s.uniform(0.44, 0.50),
        facing: s.chance(0.55),
    }
}

fn generate(g: &Generation) -> Result<Scene, TemplateError> {
    let mut s = g.layout.stream("room");
    let unit = desk(g);
    let pitch = unit.bench.width + s.uniform(0.05, 0.5);
    let room = room(&mut s, &unit, pitch);
    let mut b = SceneBuilder::new(OFFICE_DESK.name, Environment::Office);
    let floors = [
        (TextureKind::Fabric, 0x7B7F86, 0.5),
        (TextureKind::Fabric, 0x5A6470, 0.5),
        (TextureKind::Fabric, 0x9A8F80, 0.5),
        (TextureKind::Wood, 0xC49A6C, 0.9),
        (TextureKind::Wood, 0xA79C8E, 0.9),
    ];
    enclose(&mut b, &room, &room_finish(g, &floors, &[0xF4F1EA, 0xE8E4DA, 0xDCE3E6, 0xCBD6C8, 0xE9DCC9]), g);
    let mut things = g.layout.stream("things");
    b.place(piece("office_desk", |k| work_place(k, &unit, true, &mut things)), floor_pose(0.0, 0.0, 0.0));
    for side in [-1.0, 1.0] {
        if s.chance(0.6) {
            let other = piece("office_desk", |k| work_place(k, &unit, false, &mut things));
            b.place(other, floor_pose(side * pitch, 0.0, 0.0));
            let pose = floor_pose(side * pitch, -0.62, s.uniform(-0.4, 0.4));
            stand(&mut b, "chair", pose, |k| office_chair(k, unit.seat, unit.chair, true));
        }
    }
    opposite(&mut b, &unit, &mut things);
    furniture(&mut b, g, &room, &unit);
    let rows = LampRows {
        kind: CeilingLamp::Panel,
        z: room.height,
        rows: vec![-0.3, -2.2],
        span: [room.low[0] + 0.3, room.high[0] - 0.3],
        others: 3,
    };
    hang_lamps(&mut b, &room, &rows, &g.lighting);
    b.task("desk", &g.request.task, STAND_OFF)?;
    Ok(b.finish(&g.lighting, &g.request.exposure))
}

fn room(s: &mut Stream, unit: &Desk, pitch: f64) -> Room {
    let back = unit.bench.depth
        + if unit.facing { unit.bench.depth + s.uniform(1.6, 2.4) } else { s.uniform(0.04, 0.25) };
    let low = [-1.5 * pitch - s.uniform(0.5, 1.4), -s.uniform(2.8, 4.0)];
    let high = [1.5 * pitch + s.uniform(0.5, 1.4), back];
    let height = s.uniform(2.6, 3.0);
    let mut openings = vec![door_at(Wall::South, s.uniform(-1.2, 1.2), 0.95)];
    let wall = if s.chance(0.5) { Wall::West } else { Wall::East };
    let top = s.uniform(2.1, 2.4);
    openings.push(window_at(wall, [low[1] + 0.6, high[1] - 0.4], [0.85, top]));
    if unit.facing && s.chance(0.6) {
        openings.push(window_at(Wall::North, [-2.2, 2.2], [0.85, top]));
    }
    Room { name: "office".into(), low, high, height, openings, walkway: 0.91 }
}

/// One desk over y from 0 to its depth: screens at the back, keyboard and mouse at one end, lamp, papers, cables.
fn work_place(k: &mut Kit, unit: &Desk, task: bool, s: &mut Stream) {
    let (w, d, top) = (unit.bench.width, unit.bench.depth, unit.bench.top);
    let end = 0.5 * w;
    bench(k, &unit.bench);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let shown = *s.pick(&[Screen::Desktop, Screen::Form, Screen::Code, Screen::Chart, Screen::Off]);
    let wide = *s.pick(&[0.53, 0.61]);
    let first = side * s.uniform(0.12, 0.30);
    k.group("screen", at(first, d - 0.17, top, -side * 0.12), |k| {
        monitor(k, [wide, 0.58 * wide], 0.12, MonitorMount::Foot, shown);
    });
    if s.chance(0.4) {
        k.group("screen", at(first - side * (wide + 0.05), d - 0.19, top, side * 0.2), |k| {
            monitor(k, [wide, 0.58 * wide], 0.12, MonitorMount::Foot, Screen::Desktop);
        });
    }
    let keys = side * (end - 0.24);
    k.group("keys", at(keys, 0.34, top, 0.0), |k| keyboard(k, *s.pick(&[0x1B1E21, 0xD9DCDE])));
    k.group("mouse", at(keys, 0.17, top, 0.3), mouse);
    if s.chance(0.6) {
        k.group("lamp", at(-side * (end - 0.08), d - 0.10, top, side * 0.6), |k| {
            arm_lamp(k, 0.28, 0x26292C, 2500.0)
        });
    } else {
        k.group("phone", at(-side * (end - 0.14), d - 0.18, top, side * 0.3), telephone);
    }
    papers(k, [-side * (end - 0.34), d - 0.16, top], s);
    k.tube(
        "cable",
        &[
            [first, d - 0.10, top + 0.05],
            [first + 0.08, d - 0.01, top - 0.02],
            [first + 0.05, d - 0.04, 0.25],
            [first - 0.1, d - 0.02, 0.02],
        ],
        0.004,
        &paint::rubber(),
    );
    if let Some(high) = unit.screen {
        let cloth = &unit.cloth;
        k.group("partition", at(0.0, d + 0.02, 0.0, 0.0), |k| partition(k, w, [top - 0.28, high], cloth));
    }
    if task {
        let x = if side > 0.0 { [-end + 0.05, end - 0.50] } else { [-end + 0.50, end - 0.05] };
        k.support("desk", [[x[0], 0.03], [x[1], d - 0.31]], top, 1.2, &DESK);
    }
}

/// A tray of papers, a stack of books or a pen cup.
fn papers(k: &mut Kit, [x, y, z]: [f64; 3], s: &mut Stream) {
    match s.integer(0, 2) {
        0 => {
            for sheet in 0..4 {
                let slip = s.uniform(-0.008, 0.008);
                let low = z + 0.006 * f64::from(sheet);
                k.block(
                    "paper",
                    [x - 0.105 + slip, y - 0.12, low],
                    [x + 0.105 + slip, y + 0.14, low + 0.005],
                    &paint::paper(),
                );
            }
        }
        1 => {
            k.decor("hardcover", [x, y, z], s.uniform(-0.2, 0.2));
            k.decor("pen_cup", [x + 0.16, y + 0.06, z], 0.0);
        }
        _ => {
            k.decor("pen_cup", [x, y + 0.05, z], 0.0);
            k.decor("sticky_notes", [x - 0.02, y - 0.10, z], s.uniform(-0.3, 0.3));
        }
    }
}

/// Desks on the other side of the partition, where the room goes on.
fn opposite(b: &mut SceneBuilder, unit: &Desk, s: &mut Stream) {
    if !unit.facing {
        return;
    }
    let d = unit.bench.depth;
    let plain = Desk { screen: None, cloth: unit.cloth.clone(), bench: unit.bench.clone(), ..*unit };
    let y = 2.0 * d + 0.08;
    b.place(piece("office_desk", |k| work_place(k, &plain, false, s)), floor_pose(0.0, y, PI));
    stand(b, "chair", floor_pose(s.uniform(-0.2, 0.2), y + 0.62, PI + s.uniform(-0.4, 0.4)), |k| {
        office_chair(k, unit.seat, unit.chair, true);
    });
}

/// Chair, cabinets, shelf, copier, whiteboard, plant, bin, clock.
fn furniture(b: &mut SceneBuilder, g: &Generation, room: &Room, unit: &Desk) {
    let mut s = g.layout.stream("furniture");
    let mut colors = g.style.stream("furniture");
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let pose = floor_pose(side * 0.80, -1.0, side * s.uniform(0.5, 1.1));
    stand(b, "chair", pose, |k| office_chair(k, unit.seat, unit.chair, true));
    let body = match colors.integer(0, 2) {
        0 => Material::srgb(0xE9E9E6, 0.45),
        1 => paint::wood(0xC69C6D, colors.texture_seed()),
        _ => Material::srgb(0x8A8F94, 0.45),
    };
    let window_west = room.openings.iter().any(|it| it.wall == Wall::West);
    let wall = if window_west { Wall::East } else { Wall::West };
    let frame = room.wall(wall);
    let tall = s.chance(0.7);
    if tall {
        let unit = piece("bookcase", |k| bookcase(k, [0.9, 0.36, 1.8], &body, &mut s));
        b.place(unit, frame.hung(-1.22, 0.0));
    } else {
        b.place(
            piece("sideboard", |k| sideboard(k, [1.10, 0.45, 0.76], &body, true)),
            frame.hung(-1.22, 0.0),
        );
    }
    let hex = *colors.pick(&[0x8A8F94, 0xD9DCDE, 0x4F5A62]);
    stand(b, "filing_cabinet", frame.pose(-2.12, 0.62), |k| filing_cabinet(k, hex));
    let yaw = frame.wall.yaw();
    if s.chance(0.5) {
        let x = if window_west { room.high[0] - 0.36 } else { room.low[0] + 0.36 };
        stand(b, "copier", floor_pose(x, -0.31, yaw), copier);
    } else {
        let x = if window_west { room.high[0] - 0.4 } else { room.low[0] + 0.4 };
        let height = s.uniform(0.9, 1.5);
        stand(b, "plant", floor_pose(x, -0.28, 0.0), |k| potted_plant(k, height, &mut s));
    }
    stand(b, "bin", floor_pose(-side * 0.62 * unit.bench.width, -0.18, 0.0), |k| waste_bin(k, 0x33373B));
    if !unit.facing {
        let z = unit.screen.unwrap_or(1.05) + 0.12;
        fix(b, "whiteboard", room.wall(Wall::North).hung(s.uniform(-0.5, 0.5), z.max(1.1)), |k| {
            whiteboard(k, [1.5, 0.9], &mut s);
        });
    }
    fix(b, "clock", room.wall(Wall::South).hung(room.low[0] + 1.0, 2.2), |k| {
        wall_clock(k, 0.14, s.uniform(7.0, 19.0))
    });
}
