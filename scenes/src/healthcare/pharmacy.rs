//! The bench of a pharmacy: worktop with drawers, shelves of medicines, screen, scale.

use super::MEDICAL;
use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, bench, drawer_unit};
use crate::equipment::bench_tools::{MonitorMount, Screen, keyboard, label_printer, monitor};
use crate::equipment::kit::{Kit, at, piece};
use crate::equipment::medical::{care_trolley, wall_dispensers};
use crate::equipment::paint;
use crate::equipment::racking::bins_on_shelf;
use crate::equipment::site::{fix, stand};
use crate::template::Generation;
use crate::{Room, Wall};
use restage_assets::Material;

/// Between the bench and the wall, m: the shelves over it hang on the wall.
const WALL_GAP: f64 = 0.02;

/// Bench and shelves along the north wall, shelving on a side wall.
pub(super) fn furnish(b: &mut SceneBuilder, g: &Generation, room: &Room) -> &'static str {
    let mut s = g.layout.stream("pharmacy");
    let mut colors = g.style.stream("pharmacy");
    let width = (room.high[0] - room.low[0] - 0.3).min(s.uniform(3.2, 4.2));
    let body = Material::srgb(*colors.pick(&[0xF1F2F0, 0xE3E8E6, 0xDCE3E6]), 0.4);
    let depth = room.high[1] - WALL_GAP;
    let unit = Bench {
        width,
        depth,
        top: g.support_height(s.uniform(0.88, 0.93), super::HEALTHCARE_WARD.support_height),
        board: 0.03,
        surface: Material::srgb(*colors.pick(&[0xD9DEDC, 0xB9C6C8, 0xEDEBE6, 0x9AA8A6]), 0.35),
        steel: body.clone(),
        legs: Legs::Frame,
        lower_shelf: None,
    };
    let accent = *colors.pick(&[0x2E7D4F, 0x1F5FA8, 0x2E8A8A]);
    let shelf = unit.top + s.uniform(0.56, 0.62);
    let counter = piece("pharmacy_bench", |k| {
        bench(k, &unit);
        base_units(k, &unit, &body);
        for level in 0..3 {
            let z = shelf + 0.30 * f64::from(level);
            medicine_shelf(k, [width - 0.06, depth], z, accent, &mut s);
        }
        let side = if s.chance(0.5) { 1.0 } else { -1.0 };
        k.group("screen", at(side * 0.85, depth - 0.18, unit.top, -side * 0.15), |k| {
            monitor(k, [0.48, 0.29], 0.08, MonitorMount::Foot, Screen::Form);
        });
        k.group("keys", at(side * 0.85, 0.16, unit.top, 0.0), |k| keyboard(k, 0xD9DCDE));
        k.group("printer", at(-side * 0.90, depth - 0.22, unit.top, 0.1), |k| label_printer(k, 0xD9DCDA));
        k.decor("hand_sanitizer", [-side * 0.70, depth - 0.15, unit.top], 0.0);
        k.support(
            "pharmacy bench",
            [[-0.56, 0.03], [0.56, depth - 0.20]],
            unit.top,
            shelf - unit.top - 0.03,
            &MEDICAL,
        );
    });
    b.place(counter, floor_pose(0.0, 0.0, 0.0));
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let trolley = floor_pose(side * (room.high[0] - 0.42), -1.0, -side * std::f64::consts::FRAC_PI_2);
    stand(b, "care_trolley", trolley, |k| care_trolley(k, accent));
    let wall = if room.openings.iter().any(|it| it.wall == Wall::West) { Wall::East } else { Wall::West };
    fix(b, "dispensers", room.wall(wall).hung(-0.1, 1.25), |k| wall_dispensers(k, &mut s));
    "pharmacy bench"
}

/// Drawer stacks under the bench, the middle left free for knees.
fn base_units(k: &mut Kit, unit: &Bench, body: &Material) {
    let (end, height) = (unit.width / 2.0, unit.top - unit.board - 0.10);
    for x in [-end + 0.42, end - 0.42] {
        let pose = at(x, 0.03, 0.08, 0.0);
        k.group("drawers", pose, |k| drawer_unit(k, [0.52, unit.depth - 0.08, height], 4, body));
    }
    for x in [-end + 0.97, end - 0.97] {
        if x.abs() > 0.5 {
            let pose = at(x, 0.03, 0.08, 0.0);
            k.group("cupboard", pose, |k| drawer_unit(k, [0.52, unit.depth - 0.08, height], 2, body));
        }
    }
}

/// A shelf of boxes and bottles, or of bins, with a coloured edge.
fn medicine_shelf(k: &mut Kit, [width, depth]: [f64; 2], z: f64, accent: u32, s: &mut Stream) {
    let x = width / 2.0;
    let board = Material::srgb(0xEDEEEC, 0.4);
    k.block("shelf", [-x, depth - 0.26, z - 0.02], [x, depth + WALL_GAP, z], &board);
    k.trim("edge", [-x, depth - 0.264, z - 0.022], [x, depth - 0.26, z + 0.006], &paint::plastic(accent));
    for side in [-x, 0.0, x - 0.018] {
        k.block("side", [side, depth - 0.26, z], [side + 0.018, depth + WALL_GAP, z + 0.28], &board);
    }
    if s.chance(0.25) {
        let colors = [0x7FA8C9, 0xD9DCDA];
        k.group("bins", at(0.0, depth - 0.135, 0.0, 0.0), |k| {
            bins_on_shelf(k, [width - 0.1, 0.24], z, &colors, s)
        });
        return;
    }
    let mut at_x = -x + 0.03;
    while at_x < x - 0.10 {
        if (-0.14..0.03).contains(&at_x) {
            at_x = 0.035;
        }
        at_x += medicines(k, [at_x, depth - 0.25, z], s);
    }
}

/// A row of one medicine; returns its length.
fn medicines(k: &mut Kit, [x, y, z]: [f64; 3], s: &mut Stream) -> f64 {
    let hex = *s.pick(&[0xF4F4F2, 0x2E7D9F, 0xC8453A, 0x3F8A5A, 0xE0A12E, 0x6A4F8A, 0xD9E6EC]);
    let body = Material::srgb(0xF4F4F2, 0.45);
    let band = paint::plastic(hex);
    let count = s.integer(1, 3);
    if s.chance(0.3) {
        let radius = s.uniform(0.02, 0.03);
        for index in 0..count {
            let at_x = x + radius + (2.0 * radius + 0.006) * f64::from(index);
            let high = s.uniform(0.07, 0.11);
            k.lathe(
                "bottle",
                [at_x, y + radius + 0.01, z],
                &[[radius, 0.0], [radius, high], [0.6 * radius, high + 0.01], [0.6 * radius, high + 0.025]],
                &Material::srgb(0x8A5A2E, 0.2),
            );
            k.bar(
                "cap",
                [at_x, y + radius + 0.01, z + high + 0.012],
                [at_x, y + radius + 0.01, z + high + 0.035],
                0.75 * radius,
                &band,
            );
        }
        return f64::from(count) * (2.0 * radius + 0.006) + 0.01;
    }
    let (width, high) = (s.uniform(0.05, 0.11), s.uniform(0.06, 0.16));
    for index in 0..count {
        let left = x + (width + 0.003) * f64::from(index);
        k.block("box", [left, y, z], [left + width, y + 0.16, z + high], &body);
        k.trim("band", [left, y - 0.0008, z + 0.55 * high], [left + width, y + 0.1, z + 0.8 * high], &band);
    }
    f64::from(count) * (width + 0.003) + 0.006
}
