//! Conveyors, chutes and sorting walls.
//!
//! Bed 0.40 to 0.80 m wide, rollers 50 mm thick every 75 to 100 mm, top 0.60 to 0.95 m high, guard rails 50 to 100 mm
//! above it; chutes 0.6 to 1.0 m wide at 15 to 25 degrees; sorting wall cells 0.35 x 0.30 x 0.40 m.

use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;

/// What carries the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bed {
    /// Steel rollers.
    Rollers,
    /// A belt of this sRGB colour.
    Belt(u32),
}

/// A straight conveyor along x, its middle at the origin.
#[derive(Clone, Debug)]
pub(crate) struct Conveyor {
    /// Length, m.
    pub(crate) length: f64,
    /// Width of rollers or belt, m.
    pub(crate) width: f64,
    /// Height of the carrying surface, m.
    pub(crate) top: f64,
    /// Kind of bed.
    pub(crate) bed: Bed,
    /// sRGB of the side frames.
    pub(crate) frame: u32,
    /// Height of guard rails above the top at the front and back, m; 0 for none.
    pub(crate) guards: [f64; 2],
    /// Whether a drive hangs below.
    pub(crate) drive: bool,
}

/// Side frames, bed, legs, guards, drive.
pub(crate) fn conveyor(k: &mut Kit, c: &Conveyor) {
    let coat = paint::coated(c.frame);
    let (x, y) = (c.length / 2.0, c.width / 2.0);
    for (front, side) in [(-y - 0.045, -1.0), (y + 0.005, 1.0)] {
        k.block("frame", [-x, front, c.top - 0.135], [x, front + 0.04, c.top - 0.004], &coat);
        let lip = if side < 0.0 { front - 0.012 } else { front + 0.04 };
        for z in [c.top - 0.135, c.top - 0.014] {
            k.trim("lip", [-x, lip, z], [x, lip + 0.012, z + 0.010], &coat);
        }
    }
    match c.bed {
        Bed::Rollers => rollers(k, c),
        Bed::Belt(hex) => belt(k, c, hex),
    }
    legs(k, c);
    guards(k, c);
    if c.drive {
        drive(k, c);
    }
}

fn rollers(k: &mut Kit, c: &Conveyor) {
    let (steel, axle) = (paint::galvanised(), paint::dark_steel());
    // Not all rollers of a long line are drawn, but what stands on it always has two below it.
    let pitch = (c.length / 34.0).clamp(0.085, 0.16);
    let count = (c.length / pitch).floor() as usize;
    let (y, radius) = (c.width / 2.0, 0.025);
    for index in 0..count {
        let x = (index as f64 - (count as f64 - 1.0) / 2.0) * pitch;
        k.bar("roller", [x, -y, c.top - radius], [x, y, c.top - radius], radius, &steel);
        k.bar(
            "axle",
            [x, -y - 0.0475, c.top - radius - 0.012],
            [x, -y - 0.0445, c.top - radius - 0.012],
            0.008,
            &axle,
        );
    }
    // Physics rests things on one plane instead of dozens of cylinders.
    let pan = Material::plain([0.05, 0.05, 0.055], 0.8);
    k.trim("pan", [-c.length / 2.0, -y, c.top - 0.125], [c.length / 2.0, y, c.top - 0.115], &pan);
}

fn belt(k: &mut Kit, c: &Conveyor, hex: u32) {
    let belt = Material::srgb(hex, 0.62);
    let edge = Material::srgb(hex, 0.8);
    let (x, y, radius) = (c.length / 2.0, c.width / 2.0, 0.045);
    k.block("belt", [-x + radius, -y, c.top - 0.008], [x - radius, y, c.top], &belt);
    k.trim(
        "return",
        [-x + radius, -y, c.top - 2.0 * radius],
        [x - radius, y, c.top - 2.0 * radius + 0.006],
        &edge,
    );
    for end in [-x + radius, x - radius] {
        k.bar("drum", [end, -y, c.top - radius], [end, y, c.top - radius], radius, &belt);
    }
    // A belt's joint runs across it at a slant.
    let joint = Material::plain(belt.base_color.map(|c| 0.72 * c), 0.8);
    let turn = DQuat::from_rotation_z(0.35);
    k.turned("joint", [0.38 * c.length, 0.0, c.top], [0.008, 0.9 * c.width, 0.0006], turn, &joint);
}

fn legs(k: &mut Kit, c: &Conveyor) {
    let (coat, foot) = (paint::coated(c.frame), paint::rubber());
    let (x, y) = (c.length / 2.0, c.width / 2.0 + 0.02);
    let count = ((c.length / 1.6).ceil() as usize).max(1) + 1;
    for index in 0..count {
        let at = -x + 0.12 + (2.0 * x - 0.24) * index as f64 / (count - 1) as f64;
        for side in [-y, y] {
            k.block("leg", [at - 0.03, side - 0.02, 0.02], [at + 0.03, side + 0.02, c.top - 0.13], &coat);
            k.post("foot", [at, side], [0.0, 0.025], 0.04, &foot);
        }
        k.trim("tie", [at - 0.02, -y, 0.20], [at + 0.02, y, 0.24], &coat);
    }
}

fn guards(k: &mut Kit, c: &Conveyor) {
    let (rail, bracket) = (paint::galvanised(), paint::dark_steel());
    let x = c.length / 2.0;
    for (height, y, out) in
        [(c.guards[0], -c.width / 2.0 - 0.03, -1.0), (c.guards[1], c.width / 2.0 + 0.03, 1.0)]
    {
        if height <= 0.0 {
            continue;
        }
        k.block("guard", [-x, y - 0.006, c.top + height - 0.035], [x, y + 0.006, c.top + height], &rail);
        let count = (c.length / 0.9).ceil() as usize;
        for index in 0..=count {
            let at = -x + 0.05 + (2.0 * x - 0.1) * index as f64 / count as f64;
            let (from, to) =
                ([at, y + 0.01 * out, c.top - 0.06], [at, y + 0.01 * out, c.top + height - 0.015]);
            k.beam("bracket", from, to, [0.012, 0.03], &bracket);
        }
    }
}

fn drive(k: &mut Kit, c: &Conveyor) {
    let (motor, dark) = (paint::coated(0x2F5D8A), paint::dark_steel());
    let (x, z) = (0.22 * c.length, c.top - 0.30);
    k.trim("gearbox", [x - 0.09, -0.09, z - 0.09], [x + 0.09, 0.06, z + 0.10], &dark);
    k.bar("motor", [x, 0.06, z], [x, 0.30, z], 0.075, &motor);
    for fin in 0..4 {
        let y = 0.10 + 0.05 * f64::from(fin);
        k.bar("fin", [x, y, z], [x, y + 0.008, z], 0.082, &motor);
    }
    k.trim("box", [x - 0.05, 0.12, z + 0.07], [x + 0.05, 0.22, z + 0.12], &dark);
    k.tube(
        "cable",
        &[[x, 0.2, z + 0.1], [x + 0.15, 0.25, z + 0.12], [x + 0.3, c.width / 2.0, c.top - 0.08]],
        0.006,
        &paint::rubber(),
    );
}

/// An emergency stop on a yellow box, its button towards -y.
pub(crate) fn emergency_stop(k: &mut Kit) {
    let (box_, red) = (paint::plastic(paint::SAFETY_YELLOW), paint::plastic(paint::SIGNAL_RED));
    k.trim("box", [-0.035, 0.0, -0.035], [0.035, 0.055, 0.035], &box_);
    k.bar("stem", [0.0, 0.0, 0.0], [0.0, -0.015, 0.0], 0.012, &paint::dark_steel());
    k.bar("button", [0.0, -0.015, 0.0], [0.0, -0.030, 0.0], 0.021, &red);
}

/// A sheet-metal chute that leads down from height `top` at the origin towards -y over `run` m.
pub(crate) fn chute(k: &mut Kit, width: f64, top: f64, run: f64, hex: u32) {
    let (sheet, coat) = (paint::galvanised(), paint::coated(hex));
    let drop = 0.36 * run;
    let (x, low) = (width / 2.0, top - drop);
    k.beam("bed", [0.0, 0.0, top], [0.0, -run, low], [width, 0.006], &sheet);
    for side in [-x, x] {
        k.beam("cheek", [side, 0.0, top + 0.07], [side, -run, low + 0.07], [0.012, 0.16], &coat);
    }
    k.block("stop", [-x, -run - 0.012, low - 0.01], [x, -run, low + 0.14], &coat);
    for side in [-x + 0.03, x - 0.03] {
        k.block("leg", [side - 0.02, -run + 0.02, 0.0], [side + 0.02, -run + 0.06, low - 0.01], &coat);
    }
    k.trim("tie", [-x + 0.03, -run + 0.03, 0.18], [x - 0.03, -run + 0.05, 0.21], &coat);
}

/// A sorting wall of open cells towards -y: `columns` x `rows`, each 0.35 wide and 0.40 high, 0.30 deep, from 0.30 m up.
pub(crate) fn sorting_wall(k: &mut Kit, columns: usize, rows: usize, hex: u32, dice: &mut Stream) {
    let (coat, board) = (paint::coated(hex), paint::coated(0xE4E6E7));
    let (pitch_x, pitch_z, depth, low) = (0.37, 0.42, 0.30, 0.30);
    let x = columns as f64 * pitch_x / 2.0;
    let high = low + rows as f64 * pitch_z;
    k.block("back", [-x, depth / 2.0 - 0.006, low], [x, depth / 2.0, high], &board);
    for column in 0..=columns {
        let at = -x + column as f64 * pitch_x;
        k.block("upright", [at - 0.012, -depth / 2.0, 0.0], [at + 0.012, depth / 2.0 - 0.006, high], &coat);
    }
    for row in 0..=rows {
        let z = low + row as f64 * pitch_z;
        k.block(
            "board",
            [-x + 0.012, -depth / 2.0 + 0.004, z - 0.014],
            [x - 0.012, depth / 2.0 - 0.006, z],
            &board,
        );
    }
    for row in 0..rows {
        for column in 0..columns {
            let (middle, z) = (-x + (column as f64 + 0.5) * pitch_x, low + row as f64 * pitch_z);
            let front = -depth / 2.0 + 0.004;
            k.trim(
                "label",
                [middle - 0.06, front - 0.001, z + pitch_z - 0.0135],
                [middle + 0.06, front, z + pitch_z - 0.0005],
                &paint::paper(),
            );
            let lamp =
                if dice.chance(0.25) { paint::display(0x35E06A, 90.0) } else { paint::plastic(0x2B2E31) };
            k.trim(
                "lamp",
                [middle + 0.10, front - 0.006, z + pitch_z - 0.013],
                [middle + 0.13, front, z + pitch_z - 0.001],
                &lamp,
            );
            if dice.chance(0.55) {
                parcel_in_cell(k, [middle, z], dice);
            }
        }
    }
}

fn parcel_in_cell(k: &mut Kit, [x, z]: [f64; 2], dice: &mut Stream) {
    let half = dice.uniform(0.06, 0.145);
    let (depth, height) = (dice.uniform(0.16, 0.24), dice.uniform(0.05, 0.30));
    let board = paint::cardboard(dice.uniform(0.0, 1.0), dice.integer(1, 5));
    k.group("parcel", at(x, 0.0, z, dice.uniform(-0.04, 0.04)), |k| {
        carton(k, [2.0 * half, depth, height], &board)
    });
}

/// A closed carton (full extents) with a tape over its top and front and a label on the front.
pub(crate) fn carton(k: &mut Kit, [length, width, height]: [f64; 3], board: &Material) {
    let tape = Material::plain([0.42, 0.29, 0.13], 0.35);
    let (x, y) = (length / 2.0, width / 2.0);
    k.block("board", [-x, -y, 0.0], [x, y, height], board);
    let strip = 0.024_f64.min(0.3 * x);
    k.trim(
        "tape",
        [-x - 0.0006, -strip, height - 0.05_f64.min(height / 2.0)],
        [x + 0.0006, strip, height + 0.0006],
        &tape,
    );
    if height > 0.09 && length > 0.12 {
        k.trim(
            "label",
            [0.05 * x, -y - 0.0006, 0.45 * height],
            [0.85 * x, -y, 0.85 * height],
            &paint::paper(),
        );
        k.trim(
            "code",
            [0.15 * x, -y - 0.0009, 0.52 * height],
            [0.6 * x, -y, 0.62 * height],
            &paint::plastic(0x202224),
        );
    }
}

/// An open carton with its four flaps turned out.
pub(crate) fn open_carton(k: &mut Kit, [length, width, height]: [f64; 3], board: &Material) {
    let (x, y, wall) = (length / 2.0, width / 2.0, 0.005);
    k.block("floor", [-x, -y, 0.0], [x, y, wall], board);
    for front in [-y, y - wall] {
        k.block("wall", [-x, front, wall], [x, front + wall, height], board);
    }
    for left in [-x, x - wall] {
        k.block("wall", [left, -y + wall, wall], [left + wall, y - wall, height], board);
    }
    let flap = 0.42 * width;
    for side in [-1.0, 1.0] {
        let (sin, cos) = libm::sincos(0.55);
        k.beam(
            "flap",
            [0.0, side * y, height],
            [0.0, side * (y + flap * cos), height - flap * sin],
            [length - 0.01, 0.004],
            board,
        );
        k.beam(
            "flap",
            [side * x, 0.0, height],
            [side * (x + flap * cos), 0.0, height - flap * sin],
            [width - 0.01, 0.004],
            board,
        );
    }
}
