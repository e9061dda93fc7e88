//! Cleaning rooms and waste.
//!
//! Janitor's cart 1.1 x 0.55 x 1.0 m; waste sorting table 0.85 to 0.95 m high, bins every 1.0 to 1.5 m; containers 0.5 to
//! 0.6 m wide (120 to 240 l) and 0.9 to 1.1 m high; floor sink of some 0.6 x 0.5 m with its rim at 0.45 to 0.85 m.

use super::kit::{Kit, at};
use super::machines::castors;
use super::paint;
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;

/// A wall-hung utility sink 0.60 x 0.50 m, wall at y = 0, its rim at `rim`, with a high tap, bucket grate and trap.
pub(crate) fn utility_sink(k: &mut Kit, rim: f64, steel: bool) {
    let body = if steel { paint::stainless(12) } else { Material::plain([0.80, 0.80, 0.77], 0.14) };
    let (x, depth, wall) = (0.30, 0.50, 0.022);
    k.block("floor", [-x, -depth, rim - 0.26], [x, 0.0, rim - 0.23], &body);
    for (low, high) in [
        ([-x, -depth, rim - 0.23], [x, -depth + wall, rim]),
        ([-x, -wall - 0.03, rim - 0.23], [x, 0.0, rim + 0.06]),
        ([-x, -depth + wall, rim - 0.23], [-x + wall, -wall, rim]),
        ([x - wall, -depth + wall, rim - 0.23], [x, -wall, rim]),
    ] {
        k.block("wall", low, high, &body);
    }
    for bar in 0..7 {
        let at_x = -0.22 + 0.073 * f64::from(bar);
        k.bar(
            "grate",
            [at_x, -depth - 0.01, rim + 0.006],
            [at_x, -0.25, rim + 0.006],
            0.004,
            &paint::chrome(),
        );
    }
    for y in [-depth - 0.005, -0.25] {
        k.bar("grate_rail", [-0.23, y, rim + 0.006], [0.23, y, rim + 0.006], 0.006, &paint::chrome());
    }
    k.bar("drain", [0.0, -0.25, rim - 0.31], [0.0, -0.25, rim - 0.26], 0.035, &paint::chrome());
    k.tube(
        "trap",
        &[
            [0.0, -0.25, rim - 0.30],
            [0.0, -0.25, rim - 0.46],
            [0.0, -0.16, rim - 0.50],
            [0.0, -0.10, rim - 0.42],
            [0.0, 0.0, rim - 0.42],
        ],
        0.022,
        &paint::chrome(),
    );
    for side in [-0.09, 0.09] {
        k.bar("valve", [side, -0.07, rim + 0.36], [side, 0.0, rim + 0.36], 0.020, &paint::chrome());
        k.bar(
            "handle",
            [side - 0.035, -0.08, rim + 0.36],
            [side + 0.035, -0.08, rim + 0.36],
            0.009,
            &paint::plastic(if side < 0.0 { 0xB5181C } else { 0x1F5FA8 }),
        );
    }
    k.bar("bridge", [-0.09, -0.045, rim + 0.36], [0.09, -0.045, rim + 0.36], 0.014, &paint::chrome());
    k.tube(
        "spout",
        &[
            [0.0, -0.045, rim + 0.36],
            [0.0, -0.10, rim + 0.42],
            [0.0, -0.22, rim + 0.42],
            [0.0, -0.24, rim + 0.36],
        ],
        0.012,
        &paint::chrome(),
    );
}

/// A wringer bucket 0.40 x 0.60 m on castors with its press and, if wanted, a mop in it. Its length runs along y.
pub(crate) fn mop_bucket(k: &mut Kit, hex: u32, mop: bool) {
    let (body, press) = (paint::plastic(hex), paint::plastic(0x3A3F45));
    k.tub("tub", [0.36, 0.56], [0.08, 0.44], 0.90, &body);
    k.block("rim", [-0.195, -0.295, 0.43], [0.195, 0.295, 0.455], &body);
    k.trim(
        "water",
        [-0.165, -0.265, 0.456],
        [0.165, 0.02, 0.4575],
        &Material::plain([0.09, 0.12, 0.13], 0.1),
    );
    k.block("press", [-0.16, 0.04, 0.455], [0.16, 0.27, 0.70], &press);
    k.trim("mouth", [-0.12, 0.07, 0.695], [0.12, 0.24, 0.702], &paint::plastic(0x101214));
    k.bar("lever", [0.17, 0.15, 0.60], [0.17, 0.36, 1.0], 0.014, &paint::chrome());
    k.bar("grip", [0.17, 0.33, 0.94], [0.17, 0.37, 1.03], 0.020, &paint::plastic(0x101214));
    castors(k, [0.15, 0.23], 0.09);
    k.trim("mark", [-0.10, -0.296, 0.20], [0.10, -0.285, 0.34], &paint::plastic(0x17181A));
    k.trim("mark_text", [-0.08, -0.2975, 0.25], [0.08, -0.296, 0.29], &paint::plastic(0xF4F4F0));
    if mop {
        k.bar("mop_handle", [0.0, 0.15, 0.68], [-0.12, 0.36, 1.75], 0.012, &paint::wood(0xC9A36A, 2));
        k.egg("mop_head", [-0.10, 0.05, 0.60], [0.10, 0.25, 0.78], &paint::cloth(0xD8D6CC, 8));
    }
}

/// A long-handled tool hanging on a wall rail (wall at y = 0), its grip at z = 0 and its head `length` below.
pub(crate) fn hanging_tool(k: &mut Kit, length: f64, kind: u32, hex: u32) {
    let handle = if hex == 0 { paint::wood(0xC9A36A, 2) } else { paint::coated(hex) };
    k.bar("handle", [0.0, -0.05, -length], [0.0, -0.05, 0.0], 0.012, &handle);
    k.trim("clip", [-0.025, -0.065, -0.16], [0.025, 0.0, -0.12], &paint::plastic(0x1B1D20));
    let low = -length;
    match kind % 4 {
        0 => {
            k.block(
                "broom",
                [-0.20, -0.085, low - 0.05],
                [0.20, -0.015, low + 0.01],
                &paint::wood(0xB58B5A, 4),
            );
            k.trim(
                "bristle",
                [-0.20, -0.095, low - 0.13],
                [0.20, -0.005, low - 0.05],
                &Material::srgb(if hex == 0 { 0x6B4A2A } else { hex }, 0.95),
            );
        }
        1 => {
            k.egg("mop", [-0.11, -0.12, low - 0.28], [0.11, 0.02, low + 0.02], &paint::cloth(0xDAD7CC, 8));
            k.trim(
                "socket",
                [-0.05, -0.07, low - 0.02],
                [0.05, -0.03, low + 0.06],
                &paint::plastic(0x1F5FA8),
            );
        }
        2 => {
            k.block(
                "squeegee",
                [-0.28, -0.065, low - 0.02],
                [0.28, -0.035, low + 0.02],
                &paint::galvanised(),
            );
            k.trim("lip", [-0.28, -0.054, low - 0.06], [0.28, -0.046, low - 0.02], &paint::rubber());
        }
        _ => {
            k.block(
                "pan_back",
                [-0.14, -0.06, low - 0.02],
                [0.14, -0.04, low + 0.16],
                &paint::plastic(0x33373B),
            );
            k.trim("pan", [-0.14, -0.20, low - 0.03], [0.14, -0.04, low - 0.02], &paint::plastic(0x33373B));
        }
    }
}

/// A wall rail for handles.
pub(crate) fn tool_rail(k: &mut Kit, width: f64) {
    let x = width / 2.0;
    k.trim("rail", [-x, -0.02, -0.03], [x, 0.0, 0.03], &paint::galvanised());
    for end in [-x + 0.04, x - 0.04] {
        k.bar("screw", [end, -0.0215, 0.0], [end, -0.02, 0.0], 0.008, &paint::dark_steel());
    }
}

/// A folding floor sign, 0.62 m high, for wet floors.
pub(crate) fn wet_floor_sign(k: &mut Kit) {
    let (yellow, black) = (paint::plastic(0xF2C21E), paint::plastic(0x17181A));
    for side in [-1.0, 1.0] {
        let lean = side * 0.22;
        let turn = DQuat::from_rotation_x(-lean);
        k.turned("leaf", [0.0, side * 0.075, 0.305], [0.28, 0.012, 0.62], turn, &yellow);
        k.turned("print", [0.0, side * 0.0815, 0.33], [0.16, 0.012, 0.17], turn, &black);
        k.turned("mark", [0.0, side * 0.0825, 0.34], [0.028, 0.0125, 0.10], turn, &yellow);
    }
    k.block("hinge", [-0.10, -0.02, 0.59], [0.10, 0.02, 0.64], &yellow);
}

/// A floor drain grate of `size` m set in the floor.
pub(crate) fn floor_drain(k: &mut Kit, size: f64) {
    let half = size / 2.0;
    k.trim("frame", [-half, -half, 0.0], [half, half, 0.002], &paint::stainless(3));
    k.trim(
        "pit",
        [-half + 0.012, -half + 0.012, 0.002],
        [half - 0.012, half - 0.012, 0.0024],
        &paint::plastic(0x0C0D0E),
    );
    for bar in 0..6 {
        let x = -half + 0.02 + (size - 0.04) * f64::from(bar) / 5.0;
        k.trim(
            "bar",
            [x - 0.005, -half + 0.012, 0.0024],
            [x + 0.005, half - 0.012, 0.0036],
            &paint::stainless(3),
        );
    }
}

/// A wheeled container 0.48 x 0.55 x 0.95 m (120 l), lid hinged at +y, front at -y; `label` is the sRGB of its mark.
pub(crate) fn wheelie_bin(k: &mut Kit, body: u32, lid: u32, label: u32) {
    let (shell, top, dark) = (paint::plastic(body), paint::plastic(lid), paint::rubber());
    k.tub("tub", [0.48, 0.50], [0.06, 0.88], 0.80, &shell);
    k.block("rim", [-0.245, -0.27, 0.86], [0.245, 0.25, 0.90], &shell);
    k.soft("lid", [-0.245, -0.28, 0.90], [0.245, 0.25, 0.945], 0.02, &top);
    k.trim("lid_grip", [-0.10, -0.30, 0.905], [0.10, -0.28, 0.925], &top);
    k.bar("handle", [-0.20, 0.264, 0.88], [0.20, 0.264, 0.88], 0.016, &shell);
    for x in [-0.24, 0.19] {
        k.bar("wheel", [x, 0.20, 0.10], [x + 0.05, 0.20, 0.10], 0.10, &dark);
    }
    k.trim("label", [-0.10, -0.247, 0.52], [0.10, -0.238, 0.74], &paint::plastic(label));
    k.trim("symbol", [-0.05, -0.249, 0.58], [0.05, -0.247, 0.68], &paint::plastic(0xF4F6F6));
}

/// A janitor's cart 1.1 x 0.55 x 1.0 m along x: platform, posts, trays with bottles, waste bag at +x.
pub(crate) fn janitor_cart(k: &mut Kit, hex: u32, bag: u32, bottles: &[&str], dice: &mut Stream) {
    let (body, tube) = (paint::plastic(0x5D6469), paint::plastic(hex));
    k.block("platform", [-0.55, -0.26, 0.12], [0.30, 0.26, 0.18], &body);
    castors(k, [0.45, 0.20], 0.12);
    for x in [-0.52, 0.0] {
        for y in [-0.24, 0.21] {
            k.block("post", [x, y, 0.18], [x + 0.03, y + 0.03, 0.98], &tube);
        }
    }
    for z in [0.50, 0.80] {
        k.block("tray", [-0.53, -0.25, z - 0.02], [0.04, 0.25, z], &tube);
        for y in [-0.25, 0.24] {
            k.trim("edge", [-0.53, y, z], [0.04, y + 0.01, z + 0.05], &tube);
        }
        let mut x = -0.42;
        while x < -0.05 {
            let id = bottles[dice.index(bottles.len())];
            k.decor(id, [x, dice.uniform(-0.10, 0.10), z], dice.uniform(-0.4, 0.4));
            x += dice.uniform(0.13, 0.2);
        }
    }
    k.block("bag_ring", [0.03, -0.26, 0.92], [0.55, 0.26, 0.95], &tube);
    k.soft("bag", [0.09, -0.23, 0.20], [0.52, 0.23, 0.925], 0.10, &Material::srgb(bag, 0.35));
    k.trim("bag_edge", [0.05, -0.27, 0.90], [0.56, 0.27, 0.925], &Material::srgb(bag, 0.35));
}

/// A waste sorting table over y from 0 to `depth`: steel top with a rim, chutes marked by colours along its back edge.
pub(crate) fn sorting_table(k: &mut Kit, [width, depth, top]: [f64; 3], colors: &[u32]) {
    let (steel, x) = (paint::stainless(14), width / 2.0);
    k.block("top", [-x, 0.0, top - 0.035], [x, depth, top], &steel);
    for (low, high) in [
        ([-x, depth - 0.012, top], [x, depth, top + 0.09]),
        ([-x, 0.0, top], [-x + 0.012, depth - 0.012, top + 0.09]),
        ([x - 0.012, 0.0, top], [x, depth - 0.012, top + 0.09]),
    ] {
        k.block("rim", low, high, &steel);
    }
    for leg in [-x + 0.06, x - 0.06] {
        for y in [0.06, depth - 0.06] {
            k.post("leg", [leg, y], [0.0, top - 0.035], 0.022, &steel);
        }
    }
    k.bar("tie", [-x + 0.06, depth - 0.06, 0.22], [x - 0.06, depth - 0.06, 0.22], 0.016, &steel);
    let pitch = width / colors.len() as f64;
    for (index, hex) in colors.iter().enumerate() {
        let left = -x + pitch * index as f64 + 0.05;
        k.trim(
            "mark",
            [left, depth - 0.014, top + 0.015],
            [left + pitch - 0.10, depth - 0.012, top + 0.075],
            &paint::plastic(*hex),
        );
    }
}

/// A wall of waste symbols: a plate per sort, facing -y, their middles at z = 0.
pub(crate) fn sorting_signs(k: &mut Kit, colors: &[u32], pitch: f64) {
    let start = -pitch * (colors.len() as f64 - 1.0) / 2.0;
    for (index, hex) in colors.iter().enumerate() {
        k.group("sign", at(start + pitch * index as f64, 0.0, 0.0, 0.0), |k| {
            k.trim("plate", [-0.14, -0.006, -0.18], [0.14, 0.0, 0.18], &paint::plastic(*hex));
            k.trim("field", [-0.11, -0.008, -0.05], [0.11, -0.006, 0.15], &paint::plastic(0xF4F6F6));
            k.trim("bin", [-0.045, -0.0095, -0.02], [0.045, -0.008, 0.07], &paint::plastic(*hex));
            k.trim("lid", [-0.06, -0.0095, 0.08], [0.06, -0.008, 0.095], &paint::plastic(*hex));
            for line in 0..2 {
                let z = -0.10 - 0.035 * f64::from(line);
                k.trim(
                    "text",
                    [-0.10, -0.008, z],
                    [0.10 - 0.06 * f64::from(line), -0.006, z + 0.016],
                    &paint::plastic(0xF4F6F6),
                );
            }
        });
    }
}
