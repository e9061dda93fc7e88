//! Office furniture.
//!
//! Desk 1.40 to 1.80 x 0.70 to 0.80 x 0.70 to 0.79 m, seat 0.42 to 0.52 high, lower edge of a monitor 0.08 to 0.20 above the
//! desk, partitions 1.2 to 1.6 m, printer 0.6 x 0.65 x 1.1 m (measured rooms and office practice).

use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;

/// An office swivel chair looking towards +y (to a desk in front of it), seat at `seat` m.
pub(crate) fn office_chair(k: &mut Kit, seat: f64, hex: u32, arms: bool) {
    let (cloth, dark, chrome) = (paint::cloth(hex, 4), paint::plastic(0x1B1D20), paint::chrome());
    for arm in 0..5 {
        let (sin, cos) = libm::sincos(f64::from(arm) * std::f64::consts::TAU / 5.0);
        k.beam("star", [0.0, 0.0, 0.105], [0.29 * sin, 0.29 * cos, 0.075], [0.05, 0.03], &dark);
        let (x, y) = (0.30 * sin, 0.30 * cos);
        k.bar(
            "castor",
            [x - 0.022 * cos, y + 0.022 * sin, 0.03],
            [x + 0.022 * cos, y - 0.022 * sin, 0.03],
            0.03,
            &dark,
        );
    }
    k.bar("sleeve", [0.0, 0.0, 0.09], [0.0, 0.0, 0.30], 0.03, &dark);
    k.bar("spring", [0.0, 0.0, 0.30], [0.0, 0.0, seat - 0.09], 0.018, &chrome);
    k.trim("mechanism", [-0.12, -0.14, seat - 0.11], [0.12, 0.12, seat - 0.075], &dark);
    k.soft("seat", [-0.25, -0.25, seat - 0.085], [0.25, 0.24, seat], 0.035, &cloth);
    k.beam("spine", [0.0, -0.14, seat - 0.09], [0.0, -0.31, seat + 0.14], [0.07, 0.025], &dark);
    k.beam("spine", [0.0, -0.31, seat + 0.14], [0.0, -0.33, seat + 0.40], [0.07, 0.02], &dark);
    k.soft("back", [-0.23, -0.33, seat + 0.12], [0.23, -0.265, seat + 0.64], 0.03, &cloth);
    if arms {
        for x in [-0.29, 0.25] {
            k.block("arm_post", [x + 0.005, -0.06, seat - 0.08], [x + 0.035, -0.01, seat + 0.19], &dark);
            k.soft("arm_pad", [x - 0.02, -0.15, seat + 0.19], [x + 0.06, 0.11, seat + 0.22], 0.012, &dark);
        }
    }
}

/// A lower cabinet of two drawer stacks or doors, back at y = 0, front at -`depth`.
pub(crate) fn sideboard(k: &mut Kit, [width, depth, height]: [f64; 3], body: &Material, doors: bool) {
    let (x, handle) = (width / 2.0, paint::galvanised());
    k.block("body", [-x, -depth + 0.02, 0.05], [x, 0.0, height], body);
    k.trim("plinth", [-x + 0.02, -depth + 0.05, 0.0], [x - 0.02, -0.02, 0.05], &paint::plastic(0x2A2C2E));
    let columns = (width / 0.45).round().max(1.0) as usize;
    let rows = if doors { 1 } else { 3 };
    for column in 0..columns {
        let left = -x + width * column as f64 / columns as f64;
        let right = left + width / columns as f64;
        for row in 0..rows {
            let (low, span) = (0.055, height - 0.06);
            let z = [low + span * row as f64 / rows as f64, low + span * (row + 1) as f64 / rows as f64];
            k.trim(
                "front",
                [left + 0.003, -depth, z[0] + 0.003],
                [right - 0.003, -depth + 0.019, z[1] - 0.003],
                body,
            );
            let middle = if doors { right - 0.05 } else { (left + right) / 2.0 };
            let half = if doors { 0.006 } else { 0.06 };
            let grip = if doors { [z[1] - 0.25, z[1] - 0.10] } else { [z[1] - 0.055, z[1] - 0.043] };
            k.trim(
                "handle",
                [middle - half, -depth - 0.025, grip[0]],
                [middle + half, -depth - 0.013, grip[1]],
                &handle,
            );
            let ends = if doors {
                [[middle, grip[0] + 0.006], [middle, grip[1] - 0.006]]
            } else {
                [[middle - 0.05, grip[0] + 0.006], [middle + 0.05, grip[0] + 0.006]]
            };
            for [x, z] in ends {
                let (from, to) = ([x - 0.004, -depth - 0.013, z - 0.004], [x + 0.004, -depth, z + 0.004]);
                k.trim("stay", from, to, &handle);
            }
        }
    }
}

/// A filing cabinet 0.46 x 0.60 x 1.32 m of four drawers, front at -y.
pub(crate) fn filing_cabinet(k: &mut Kit, hex: u32) {
    let body = paint::coated(hex);
    k.trim("plinth", [-0.22, -0.26, 0.0], [0.22, 0.28, 0.02], &paint::plastic(0x2A2C2E));
    k.group("drawers", at(0.0, -0.30, 0.02, 0.0), |k| {
        super::bench::drawer_unit(k, [0.46, 0.60, 1.30], 4, &body)
    });
    for row in 0..4 {
        let z = 0.02 + 0.325 * f64::from(row) + 0.21;
        k.trim("card", [-0.05, -0.3016, z], [0.05, -0.3005, z + 0.035], &paint::paper());
    }
}

/// An open shelf of binders and books, back at y = 0: full extents.
pub(crate) fn bookcase(k: &mut Kit, [width, depth, height]: [f64; 3], body: &Material, dice: &mut Stream) {
    let (x, board) = (width / 2.0, 0.022);
    for side in [-x, x - board] {
        k.block("side", [side, -depth, 0.0], [side + board, 0.0, height], body);
    }
    k.block("back", [-x + board, -0.006, 0.0], [x - board, 0.0, height], body);
    let levels = (height / 0.36).floor() as usize;
    for level in 0..=levels {
        let z = 0.07 + (height - 0.07 - board) * level as f64 / levels as f64;
        k.block("shelf", [-x + board, -depth, z], [x - board, -0.006, z + board], body);
        if level < levels {
            let clear = (height - 0.07 - board) / levels as f64 - board;
            binders(k, [-x + board + 0.01, x - board - 0.01], [z + board, clear], depth, dice);
        }
    }
}

/// A run of lever-arch binders and books on a shelf between two x, on height `z`, below `clear`.
fn binders(k: &mut Kit, [left, right]: [f64; 2], [z, clear]: [f64; 2], depth: f64, dice: &mut Stream) {
    let mut x = left + dice.uniform(0.0, 0.10);
    let end = right - dice.uniform(0.0, 0.35 * (right - left));
    let hex = *dice.pick(&[0x23272B, 0x1F4E8C, 0x8C2F2B, 0x5D6A72, 0x2E6B4A, 0xC9CCCF]);
    let file = dice.chance(0.6);
    while x < end {
        let (width, tall) =
            if file { (0.078, 0.32) } else { (dice.uniform(0.02, 0.05), dice.uniform(0.20, 0.29)) };
        let tall = tall.min(clear - 0.02);
        if x + width > right {
            break;
        }
        let cover = if file {
            paint::plastic(hex)
        } else {
            paint::coated(*dice.pick(&[0x8C2F2B, 0x25475E, 0xC9A24A, 0x4C5B3C, 0xD8D2C4, 0x32323A]))
        };
        let front = -depth + dice.uniform(0.01, 0.03);
        k.block(
            "book",
            [x + 0.001, front, z],
            [x + width - 0.001, (front + 0.25).min(-0.008), z + tall],
            &cover,
        );
        if file {
            k.trim(
                "spine",
                [x + 0.012, front - 0.0012, z + 0.10],
                [x + width - 0.012, front, z + 0.26],
                &paint::paper(),
            );
            k.bar(
                "hole",
                [x + width / 2.0, front - 0.0016, z + 0.055],
                [x + width / 2.0, front, z + 0.055],
                0.012,
                &paint::chrome(),
            );
        }
        x += width;
    }
}

/// A free-standing or desk-top partition along x, cloth in a frame, from `low` to `high` m.
pub(crate) fn partition(k: &mut Kit, width: f64, [low, high]: [f64; 2], cloth: &Material) {
    let (x, frame) = (width / 2.0, paint::galvanised());
    k.block("panel", [-x + 0.02, -0.018, low], [x - 0.02, 0.018, high - 0.02], cloth);
    k.trim("top", [-x, -0.022, high - 0.02], [x, 0.022, high], &frame);
    for side in [-x, x - 0.02] {
        k.trim("edge", [side, -0.022, low], [side + 0.02, 0.022, high - 0.02], &frame);
    }
    if low > 0.04 && low < 0.3 {
        for side in [-x + 0.1, x - 0.14] {
            k.trim("foot", [side, -0.20, 0.0], [side + 0.04, 0.20, 0.02], &frame);
            k.trim("stem", [side, -0.02, 0.02], [side + 0.04, 0.02, low], &frame);
        }
    }
}

/// A waste paper bin.
pub(crate) fn waste_bin(k: &mut Kit, hex: u32) {
    let body = paint::plastic(hex);
    k.lathe("body", [0.0, 0.0, 0.0], &[[0.11, 0.0], [0.14, 0.30]], &body);
    k.bar("rim", [0.0, 0.0, 0.295], [0.0, 0.0, 0.305], 0.145, &body);
    k.bar("dark", [0.0, 0.0, 0.3005], [0.0, 0.0, 0.306], 0.13, &Material::plain([0.02, 0.02, 0.02], 0.9));
}

/// A desk telephone, 0.20 x 0.18 m.
pub(crate) fn telephone(k: &mut Kit) {
    let dark = paint::plastic(0x1C1F22);
    k.block("body", [-0.10, -0.09, 0.0], [0.10, 0.09, 0.035], &dark);
    k.turned("slope", [0.03, 0.0, 0.045], [0.13, 0.17, 0.03], DQuat::from_rotation_x(0.15), &dark);
    k.soft("handset", [-0.095, -0.10, 0.04], [-0.045, 0.10, 0.075], 0.014, &dark);
    k.turned(
        "display",
        [0.03, 0.05, 0.0672],
        [0.09, 0.04, 0.002],
        DQuat::from_rotation_x(0.15),
        &paint::display(0x9FB8A8, 40.0),
    );
    for row in 0..4 {
        k.turned(
            "keys",
            [0.03, -0.065 + 0.022 * f64::from(row), 0.050 + 0.0033 * f64::from(row)],
            [0.08, 0.014, 0.004],
            DQuat::from_rotation_x(0.15),
            &paint::plastic(0x8A9096),
        );
    }
}

/// A floor copier 0.60 x 0.65 x 1.10 m, front at -y.
pub(crate) fn copier(k: &mut Kit) {
    let (white, grey, dark) = (paint::plastic(0xE6E8E8), paint::plastic(0x6A7076), paint::plastic(0x1B1D20));
    k.block("base", [-0.29, -0.30, 0.03], [0.29, 0.32, 0.52], &grey);
    for x in [-0.25, 0.21] {
        for y in [-0.26, 0.24] {
            k.trim("foot", [x, y, 0.0], [x + 0.04, y + 0.04, 0.03], &dark);
        }
    }
    for row in 0..3 {
        let z = 0.06 + 0.15 * f64::from(row);
        k.trim("drawer", [-0.285, -0.312, z], [0.285, -0.30, z + 0.14], &white);
        k.trim("grip", [-0.08, -0.316, z + 0.10], [0.08, -0.312, z + 0.12], &dark);
    }
    k.block("tower", [-0.29, -0.30, 0.52], [0.29, 0.32, 0.68], &white);
    k.trim("outlet", [-0.26, -0.301, 0.69], [0.20, 0.1, 0.78], &dark);
    k.block("scanner", [-0.29, -0.28, 0.80], [0.29, 0.32, 0.92], &white);
    k.block("column", [0.19, -0.28, 0.68], [0.29, 0.32, 0.80], &white);
    k.block("rear", [-0.29, 0.12, 0.68], [0.19, 0.32, 0.80], &grey);
    k.block("feeder", [-0.28, -0.20, 0.92], [0.28, 0.31, 1.05], &grey);
    k.turned("panel", [0.0, -0.32, 0.90], [0.46, 0.12, 0.02], DQuat::from_rotation_x(0.5), &grey);
    k.turned(
        "display",
        [-0.08, -0.322, 0.912],
        [0.18, 0.08, 0.003],
        DQuat::from_rotation_x(0.5),
        &paint::display(0x3F82B8, 90.0),
    );
}

/// A wall whiteboard with a tray, facing -y, its lower edge at z = 0.
pub(crate) fn whiteboard(k: &mut Kit, [width, height]: [f64; 2], dice: &mut Stream) {
    let (x, frame) = (width / 2.0, paint::galvanised());
    k.trim("frame", [-x, -0.018, 0.0], [x, 0.0, height], &frame);
    k.trim(
        "board",
        [-x + 0.018, -0.02, 0.018],
        [x - 0.018, -0.005, height - 0.018],
        &Material::plain([0.82, 0.83, 0.83], 0.2),
    );
    k.trim("tray", [-0.5 * x, -0.08, -0.012], [0.5 * x, 0.0, 0.002], &frame);
    for (index, hex) in [0xB5181C, 0x1D4F9E, 0x17181A].into_iter().enumerate() {
        let at = -0.3 * x + 0.16 * index as f64;
        k.bar("pen", [at, -0.05, 0.010], [at + 0.13, -0.05, 0.010], 0.008, &paint::plastic(hex));
    }
    for line in 0..dice.integer(3, 7) {
        let z = height - 0.18 - 0.12 * f64::from(line);
        let (from, length) = (dice.uniform(-0.8, -0.3) * x, dice.uniform(0.4, 1.0) * x);
        let hex = *dice.pick(&[0x1D4F9E, 0x17181A, 0xB5181C, 0x2E6B4A]);
        if z > 0.08 {
            k.trim("writing", [from, -0.0212, z], [from + length, -0.0198, z + 0.014], &paint::plastic(hex));
        }
    }
}

/// A potted plant `height` m high.
pub(crate) fn potted_plant(k: &mut Kit, height: f64, dice: &mut Stream) {
    let pot = paint::plastic(*dice.pick(&[0xE6E4DE, 0x3A3D40, 0xA8643C, 0x7C8A86]));
    let leaf = Material::srgb(*dice.pick(&[0x3F6B35, 0x2F5A33, 0x5A7F3C]), 0.6);
    let radius = 0.16 * height.clamp(0.5, 1.2);
    let rim = 0.28 * height;
    k.lathe("pot", [0.0, 0.0, 0.0], &[[0.75 * radius, 0.0], [radius, rim]], &pot);
    k.bar(
        "soil",
        [0.0, 0.0, rim - 0.02],
        [0.0, 0.0, rim + 0.002],
        0.92 * radius,
        &Material::plain([0.03, 0.022, 0.015], 0.95),
    );
    for stem in 0..9 {
        let angle = f64::from(stem) * 2.399;
        let (sin, cos) = libm::sincos(angle);
        let (reach, top) = (dice.uniform(0.12, 0.30) * height, dice.uniform(0.6, 1.0) * height);
        let tip = [reach * cos, reach * sin, top];
        k.tube("stem", &[[0.0, 0.0, rim], [0.35 * tip[0], 0.35 * tip[1], 0.75 * top], tip], 0.006, &leaf);
        let size = dice.uniform(0.05, 0.09) * height;
        k.egg(
            "leaf",
            [tip[0] - size, tip[1] - size, top - 0.35 * size],
            [tip[0] + size, tip[1] + size, top + 0.25 * size],
            &leaf,
        );
        let mid = [0.6 * tip[0], 0.6 * tip[1], 0.85 * top];
        k.egg(
            "leaf",
            [mid[0] - size, mid[1] - 0.8 * size, mid[2] - 0.3 * size],
            [mid[0] + size, mid[1] + 0.8 * size, mid[2] + 0.2 * size],
            &leaf,
        );
    }
}
