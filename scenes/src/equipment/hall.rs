//! Parts of halls: columns, roof steel, high bays, ducts, cable trays, floor markings, fire equipment.
//!
//! Floor lines 50 to 150 mm wide, yellow; hazard diagonals at 45 degrees, black and yellow; column guards 0.40 to 0.60
//! m high; high bays 15 to 40 klm in rows every 4 to 8 m; battens 1.2 to 1.5 m long.

use super::kit::{Kit, at};
use super::paint;
use glam::DQuat;
use restage_assets::Material;

/// Thickness of painted lines, m: above what a joint or wear would hide.
const LINE: f64 = 0.0015;

/// A painted line on the floor between two points, `width` m wide.
pub(crate) fn floor_line(k: &mut Kit, from: [f64; 2], to: [f64; 2], width: f64, paint: &Material) {
    let (low, high) = ([from[0].min(to[0]), from[1].min(to[1])], [from[0].max(to[0]), from[1].max(to[1])]);
    let half = width / 2.0;
    k.trim("line", [low[0] - half, low[1] - half, 0.0], [high[0] + half, high[1] + half, LINE], paint);
}

/// A painted frame on the floor, outer corners, lines `width` m wide.
pub(crate) fn floor_cell(k: &mut Kit, low: [f64; 2], high: [f64; 2], width: f64, paint: &Material) {
    let inner = [low[1] + width, high[1] - width];
    for (name, low, high) in [
        ("cell_front", low, [high[0], low[1] + width]),
        ("cell_back", [low[0], high[1] - width], high),
        ("cell_left", [low[0], inner[0]], [low[0] + width, inner[1]]),
        ("cell_right", [high[0] - width, inner[0]], [high[0], inner[1]]),
    ] {
        k.trim(name, [low[0], low[1], 0.0], [high[0], high[1], LINE], paint);
    }
}

/// A band of black and yellow diagonals on the floor over `low`..`high`, running along x.
pub(crate) fn hazard_band(k: &mut Kit, low: [f64; 2], high: [f64; 2]) {
    let (yellow, black) = (paint::coated(paint::SAFETY_YELLOW), paint::coated(paint::STRIPE_BLACK));
    k.trim("band", [low[0], low[1], 0.0], [high[0], high[1], LINE], &yellow);
    let width = high[1] - low[1];
    let count = ((high[0] - low[0] - width) / (1.6 * width)).floor().max(1.0) as usize;
    let pitch = (high[0] - low[0] - width) / count as f64;
    for index in 0..count {
        let x = low[0] + width / 2.0 + pitch * (index as f64 + 0.5);
        let middle = [x, (low[1] + high[1]) / 2.0, LINE];
        let size = [1.1 * width, 0.40 * width, 0.0006];
        k.turned("stripe", middle, size, DQuat::from_rotation_z(std::f64::consts::FRAC_PI_4), &black);
    }
}

/// A steel column of H section, `side` m, up to `height`, with a base plate.
pub(crate) fn column(k: &mut Kit, side: f64, height: f64, hex: u32) {
    let (coat, half) = (paint::coated(hex), side / 2.0);
    k.block("web", [-0.01, -half + 0.016, 0.02], [0.01, half - 0.016, height], &coat);
    for y in [-half, half - 0.016] {
        k.block("flange", [-half, y, 0.02], [half, y + 0.016, height], &coat);
    }
    k.trim("base", [-half - 0.06, -half - 0.06, 0.0], [half + 0.06, half + 0.06, 0.02], &coat);
}

/// A roof truss along x over `length` m whose lower chord lies at `low` and upper chord at `high`.
pub(crate) fn truss(k: &mut Kit, length: f64, [low, high]: [f64; 2], hex: u32) {
    let (coat, x) = (paint::coated(hex), length / 2.0);
    for z in [low, high - 0.10] {
        k.trim("chord", [-x, -0.06, z], [x, 0.06, z + 0.10], &coat);
    }
    let count = (length / 1.5).round().max(2.0) as usize;
    for index in 0..count {
        let from = -x + length * index as f64 / count as f64;
        let to = from + length / count as f64;
        let (a, b) = if index % 2 == 0 { (low + 0.05, high - 0.05) } else { (high - 0.05, low + 0.05) };
        k.beam("web", [from, 0.0, a], [to, 0.0, b], [0.05, 0.05], &coat);
    }
}

/// A round high bay hanging from `ceiling`, its lamp at `z`.
pub(crate) fn high_bay(k: &mut Kit, z: f64, ceiling: f64, luminance_cd_m2: f64) {
    let (shade, dark) = (paint::coated(0x3A3F45), paint::plastic(0x1B1D1F));
    let glow = Material::plain([0.92, 0.92, 0.90], 0.5).emitting(luminance_cd_m2 as f32);
    k.lathe("shade", [0.0, 0.0, z], &[[0.20, 0.0], [0.19, 0.03], [0.11, 0.14], [0.09, 0.20]], &shade);
    k.bar("glow", [0.0, 0.0, z - 0.008], [0.0, 0.0, z], 0.185, &glow);
    k.bar("driver", [0.0, 0.0, z + 0.20], [0.0, 0.0, z + 0.30], 0.07, &dark);
    k.bar("cable", [0.0, 0.0, z + 0.30], [0.0, 0.0, ceiling], 0.008, &dark);
}

/// A linear luminaire along x of `length` m, its glowing face down at `z`, hung by two wires from `ceiling`.
pub(crate) fn batten(k: &mut Kit, length: f64, z: f64, ceiling: f64, luminance_cd_m2: f64) {
    let (body, x) = (paint::coated(0xE2E5E6), length / 2.0);
    let glow = Material::plain([0.92, 0.92, 0.90], 0.5).emitting(luminance_cd_m2 as f32);
    k.trim("body", [-x, -0.055, z], [x, 0.055, z + 0.06], &body);
    k.trim("glow", [-x + 0.02, -0.045, z - 0.006], [x - 0.02, 0.045, z], &glow);
    if ceiling > z + 0.1 {
        for side in [-0.4 * length, 0.4 * length] {
            k.bar("wire", [side, 0.0, z + 0.06], [side, 0.0, ceiling], 0.003, &paint::galvanised());
        }
    }
}

/// A square panel luminaire in or under the ceiling at `z`.
pub(crate) fn light_panel(k: &mut Kit, size: f64, z: f64, luminance_cd_m2: f64) {
    let half = size / 2.0;
    let glow = Material::plain([0.92, 0.92, 0.90], 0.5).emitting(luminance_cd_m2 as f32);
    k.trim("frame", [-half, -half, z - 0.012], [half, half, z - 0.002], &paint::coated(0xEDEEEE));
    k.trim("glow", [-half + 0.015, -half + 0.015, z - 0.016], [half - 0.015, half - 0.015, z - 0.012], &glow);
}

/// A spiral duct along x with joints and two outlets, its axis at height `z`.
pub(crate) fn duct(k: &mut Kit, length: f64, radius: f64, z: f64) {
    let (sheet, dark, x) = (paint::galvanised(), paint::plastic(0x222426), length / 2.0);
    k.bar("duct", [-x, 0.0, z], [x, 0.0, z], radius, &sheet);
    let joints = (length / 1.5).floor() as usize;
    for index in 0..=joints {
        let at = -x + 0.05 + (length - 0.1) * index as f64 / joints.max(1) as f64;
        k.bar("joint", [at - 0.015, 0.0, z], [at + 0.015, 0.0, z], radius + 0.010, &sheet);
    }
    for at in [-0.25 * length, 0.25 * length] {
        k.trim("outlet", [at - 0.2, -0.11, z - radius - 0.04], [at + 0.2, 0.11, z - 0.9 * radius], &sheet);
        k.trim(
            "grille",
            [at - 0.18, -0.09, z - radius - 0.042],
            [at + 0.18, 0.09, z - radius - 0.039],
            &dark,
        );
    }
}

/// A cable tray along x, `width` m wide at height `z`, with a bundle of cables.
pub(crate) fn cable_tray(k: &mut Kit, length: f64, width: f64, z: f64) {
    let (sheet, x, half) = (paint::galvanised(), length / 2.0, width / 2.0);
    k.trim("floor", [-x, -half, z], [x, half, z + 0.004], &sheet);
    for y in [-half, half - 0.004] {
        k.trim("side", [-x, y, z + 0.004], [x, y + 0.004, z + 0.06], &sheet);
    }
    for (y, hex) in [(-0.5, 0x1B1D1F), (-0.1, 0x33373B), (0.35, 0xB86A1E)] {
        k.bar("cable", [-x, y * half, z + 0.02], [x, y * half, z + 0.02], 0.014, &paint::plastic(hex));
    }
}

/// Pipes along x at the wall or ceiling: (distance towards -y, height, radius, sRGB).
pub(crate) fn pipes(k: &mut Kit, length: f64, runs: &[(f64, f64, f64, u32)]) {
    let x = length / 2.0;
    for (y, z, radius, hex) in runs {
        k.bar("pipe", [-x, -y, *z], [x, -y, *z], *radius, &paint::coated(*hex));
        let clips = (length / 2.0).ceil() as usize;
        for index in 0..=clips {
            let at = -x + 0.1 + (length - 0.2) * index as f64 / clips as f64;
            k.trim(
                "clip",
                [at - 0.012, -y - radius - 0.004, z - radius - 0.004],
                [at + 0.012, 0.0, z + radius + 0.004],
                &paint::galvanised(),
            );
        }
    }
}

/// A fire extinguisher on a wall (wall at y = 0, foot at z = 0) under its sign.
pub(crate) fn fire_extinguisher(k: &mut Kit) {
    let (red, dark) = (paint::coated(paint::SIGNAL_RED), paint::plastic(0x15171A));
    k.lathe(
        "body",
        [0.0, -0.10, 0.0],
        &[[0.07, 0.0], [0.075, 0.02], [0.075, 0.40], [0.05, 0.47], [0.025, 0.49]],
        &red,
    );
    k.trim("label", [-0.05, -0.1765, 0.16], [0.05, -0.172, 0.34], &paint::paper());
    k.trim("valve", [-0.02, -0.13, 0.49], [0.02, -0.07, 0.55], &dark);
    k.beam("lever", [0.0, -0.07, 0.55], [0.0, -0.20, 0.57], [0.025, 0.012], &dark);
    k.tube(
        "hose",
        &[[0.02, -0.10, 0.53], [0.10, -0.10, 0.48], [0.105, -0.10, 0.20], [0.085, -0.10, 0.12]],
        0.010,
        &dark,
    );
    k.trim("bracket", [-0.04, -0.03, 0.30], [0.04, 0.0, 0.36], &dark);
    k.group("sign", at(0.0, 0.0, 1.0, 0.0), |k| {
        k.trim("plate", [-0.10, -0.004, -0.10], [0.10, 0.0, 0.10], &red);
        k.trim("flame", [-0.06, -0.006, -0.06], [-0.005, -0.004, 0.06], &paint::paper());
        k.trim("bottle", [0.02, -0.006, -0.07], [0.065, -0.004, 0.05], &paint::paper());
    });
}

/// A first-aid box on a wall (wall at y = 0), green with a white cross, its lower edge at z = 0.
pub(crate) fn first_aid_box(k: &mut Kit) {
    let (green, white) = (paint::coated(paint::ESCAPE_GREEN), paint::plastic(0xF4F6F6));
    k.trim("box", [-0.20, -0.13, 0.0], [0.20, 0.0, 0.30], &green);
    k.trim("cross", [-0.035, -0.133, 0.05], [0.035, -0.13, 0.25], &white);
    k.trim("cross", [-0.10, -0.1335, 0.115], [0.10, -0.13, 0.185], &white);
}

/// A lit escape sign, 0.32 x 0.16 m, facing -y, its lower edge at z = 0: figure, door and arrow in white on green.
pub(crate) fn escape_sign(k: &mut Kit) {
    let (green, white) = (paint::display(paint::ESCAPE_GREEN, 90.0), paint::display(0xF4F8F5, 260.0));
    k.trim("box", [-0.165, -0.05, -0.005], [0.165, 0.0, 0.165], &paint::plastic(0xE2E5E6));
    k.trim("face", [-0.16, -0.052, 0.0], [0.16, -0.05, 0.16], &green);
    k.trim("door", [0.03, -0.0535, 0.025], [0.09, -0.052, 0.135], &white);
    k.bar("head", [-0.01, -0.054, 0.125], [-0.01, -0.0515, 0.125], 0.012, &white);
    k.turned("body", [-0.012, -0.053, 0.088], [0.020, 0.002, 0.055], DQuat::from_rotation_y(0.35), &white);
    k.turned("leg", [-0.035, -0.053, 0.045], [0.014, 0.002, 0.05], DQuat::from_rotation_y(0.8), &white);
    k.turned("leg", [0.002, -0.053, 0.044], [0.014, 0.002, 0.05], DQuat::from_rotation_y(-0.4), &white);
    k.trim("shaft", [-0.145, -0.0535, 0.072], [-0.085, -0.052, 0.088], &white);
    for turn in [0.7, -0.7] {
        k.turned(
            "arrow",
            [-0.135, -0.053, 0.08 + 0.018 * f64::signum(turn)],
            [0.05, 0.002, 0.014],
            DQuat::from_rotation_y(-turn),
            &white,
        );
    }
}

/// A bollard 1.0 m high with stripes.
pub(crate) fn bollard(k: &mut Kit) {
    let (yellow, black) = (paint::coated(paint::SAFETY_YELLOW), paint::coated(paint::STRIPE_BLACK));
    k.post("tube", [0.0, 0.0], [0.0, 0.96], 0.08, &yellow);
    k.lathe("cap", [0.0, 0.0, 0.96], &[[0.08, 0.0], [0.065, 0.03], [0.0, 0.04]], &yellow);
    for z in [0.30, 0.62] {
        k.bar("stripe", [0.0, 0.0, z], [0.0, 0.0, z + 0.14], 0.081, &black);
    }
    k.bar("foot", [0.0, 0.0, 0.0], [0.0, 0.0, 0.012], 0.14, &yellow);
}

/// A traffic cone 0.50 m high.
pub(crate) fn cone(k: &mut Kit) {
    let orange = paint::plastic(0xE8541A);
    k.block("foot", [-0.17, -0.17, 0.0], [0.17, 0.17, 0.03], &orange);
    k.lathe("cone", [0.0, 0.0, 0.03], &[[0.125, 0.0], [0.03, 0.45], [0.024, 0.47]], &orange);
    k.lathe("band", [0.0, 0.0, 0.23], &[[0.0855, 0.0], [0.060, 0.12]], &paint::plastic(0xF1F2F2));
}

/// A round wall clock of `radius` m facing -y.
pub(crate) fn wall_clock(k: &mut Kit, radius: f64, hour: f64) {
    let dark = paint::plastic(0x15171A);
    k.bar("rim", [0.0, -0.04, 0.0], [0.0, 0.0, 0.0], radius, &dark);
    k.bar("face", [0.0, -0.042, 0.0], [0.0, -0.03, 0.0], 0.92 * radius, &paint::paper());
    for mark in 0..12 {
        let (sin, cos) = libm::sincos(f64::from(mark) * std::f64::consts::TAU / 12.0);
        let at = [0.8 * radius * sin, -0.0425, 0.8 * radius * cos];
        let turn = DQuat::from_rotation_y(f64::from(mark) * std::f64::consts::TAU / 12.0);
        k.turned("mark", at, [0.014 * radius / 0.15, 0.002, 0.02 * radius / 0.15], turn, &dark);
    }
    for (turns, length, width) in [(hour / 12.0, 0.5, 0.06), (hour.fract(), 0.75, 0.04)] {
        let angle = turns * std::f64::consts::TAU;
        let (sin, cos) = libm::sincos(angle);
        let middle = [0.4 * length * radius * sin, -0.0445, 0.4 * length * radius * cos];
        k.turned(
            "hand",
            middle,
            [width * radius, 0.002, length * radius],
            DQuat::from_rotation_y(angle),
            &dark,
        );
    }
}
