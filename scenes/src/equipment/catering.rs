//! Professional kitchens.
//!
//! Stainless benches 0.60 to 0.70 m deep and 0.85 to 0.90 m high, over-shelf 0.45 m above; pass 0.9 to 1.0 m high with heat
//! lamps 0.5 to 0.6 m above it; aisle 1.0 to 1.2 m; GN 1/1 530 x 325 mm, 1/3 325 x 176, 1/6 176 x 162, 1/9 176 x 108 (EN 631).

use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use restage_assets::Material;

/// A stainless bench over y from 0 (front) to `depth`: top with a folded edge, upstand at the back, tubular legs, shelf.
pub(crate) fn steel_bench(k: &mut Kit, [width, depth, top]: [f64; 3], upstand: f64, seed: u32) {
    let (steel, x) = (paint::stainless(seed), width / 2.0);
    k.block("top", [-x, 0.0, top - 0.04], [x, depth, top], &steel);
    k.trim("edge", [-x, -0.004, top - 0.045], [x, 0.0, top - 0.002], &steel);
    if upstand > 0.0 {
        k.block("upstand", [-x, depth - 0.018, top], [x, depth, top + upstand], &steel);
    }
    k.block("shelf", [-x + 0.03, 0.05, 0.20], [x - 0.03, depth - 0.03, 0.222], &steel);
    let pairs = if width > 1.7 { vec![-x + 0.05, 0.0, x - 0.05] } else { vec![-x + 0.05, x - 0.05] };
    for leg in pairs {
        for y in [0.05, depth - 0.05] {
            k.post("leg", [leg, y], [0.05, top - 0.04], 0.02, &steel);
            k.bar("foot", [leg, y, 0.0], [leg, y, 0.06], 0.024, &paint::dark_steel());
        }
    }
}

/// A wall or pedestal shelf of steel over y from 0 (front) to `depth` at `z`, carried by brackets or posts.
pub(crate) fn over_shelf(k: &mut Kit, width: f64, y: [f64; 2], z: f64, posts_from: Option<f64>, seed: u32) {
    let (steel, x) = (paint::stainless(seed), width / 2.0);
    k.block("over_shelf", [-x, y[0], z - 0.025], [x, y[1], z], &steel);
    for side in [-x + 0.06, x - 0.06] {
        match posts_from {
            Some(low) => k.post("shelf_post", [side, y[1] - 0.04], [low, z - 0.025], 0.016, &steel),
            None => k.beam(
                "bracket",
                [side, y[1], z - 0.17],
                [side, y[0] + 0.04, z - 0.03],
                [0.008, 0.035],
                &steel,
            ),
        }
    }
}

/// Heat lamps over a pass: a rail at `z` with `count` cone shades glowing warm; registers a lamp per shade.
pub(crate) fn heat_lamps(k: &mut Kit, width: f64, z: f64, count: usize, hex: u32) {
    let (shade, rail) = (paint::coated(hex), paint::chrome());
    let x = width / 2.0;
    k.bar("lamp_rail", [-x, 0.0, z + 0.34], [x, 0.0, z + 0.34], 0.014, &rail);
    for index in 0..count {
        let at_x = -x + width * (index as f64 + 0.5) / count as f64;
        let glow = Material::plain([0.95, 0.62, 0.28], 0.5).emitting(1600.0);
        k.bar("stem", [at_x, 0.0, z + 0.18], [at_x, 0.0, z + 0.34], 0.008, &rail);
        k.lathe("shade", [at_x, 0.0, z], &[[0.105, 0.0], [0.09, 0.05], [0.045, 0.12], [0.035, 0.19]], &shade);
        k.bar("glow", [at_x, 0.0, z - 0.004], [at_x, 0.0, z], 0.085, &glow);
    }
}

/// A wall canopy hood over `width`, its lower edge at `z`, reaching `reach` towards -y from the wall at y = 0, with
/// filters, a duct up to `ceiling`, and two lights.
pub(crate) fn canopy_hood(k: &mut Kit, width: f64, reach: f64, z: f64, ceiling: f64, seed: u32) {
    let (steel, x) = (paint::stainless(seed), width / 2.0);
    let filter = Material::metal([0.34, 0.34, 0.34], 0.5);
    k.block("canopy", [-x, -reach, z], [x, 0.0, z + 0.10], &steel);
    k.prism(
        "slope",
        &[[-reach, z + 0.10], [0.0, z + 0.10], [0.0, z + 0.45], [-0.45 * reach, z + 0.45]],
        [-x, x],
        &steel,
    );
    k.block("duct", [-0.25 * x, -0.35 * reach, z + 0.45], [0.25 * x, -0.05, ceiling], &steel);
    let count = (width / 0.5).floor().max(1.0) as usize;
    for index in 0..count {
        let left = -x + 0.06 + (width - 0.12) * index as f64 / count as f64;
        let right = left + (width - 0.12) / count as f64 - 0.02;
        k.trim("filter", [left, -0.55 * reach, z - 0.006], [right, -0.10, z], &filter);
        for slat in 1..5 {
            let y = -0.55 * reach + 0.45 * reach * f64::from(slat) / 5.0;
            k.trim("slat", [left, y - 0.004, z - 0.009], [right, y + 0.004, z - 0.006], &steel);
        }
    }
    let glow = Material::plain([0.92, 0.9, 0.85], 0.5).emitting(1500.0);
    for side in [-0.5 * x, 0.5 * x] {
        k.trim("hood_light", [side - 0.14, -0.85 * reach, z - 0.005], [side + 0.14, -0.72 * reach, z], &glow);
    }
}

/// A gas range 0.80 x 0.75 m on an oven: four or six burners with cast grates, knobs, oven door. Back at y = `depth`.
pub(crate) fn range(k: &mut Kit, [width, depth, top]: [f64; 3], columns: usize, seed: u32) {
    let (steel, cast, knob) =
        (paint::stainless(seed), Material::plain([0.018, 0.018, 0.019], 0.7), paint::plastic(0x15171A));
    let x = width / 2.0;
    k.block("body", [-x, 0.0, 0.12], [x, depth, top - 0.06], &steel);
    k.block("hob", [-x, -0.02, top - 0.06], [x, depth, top - 0.025], &steel);
    for leg in [-x + 0.06, x - 0.06] {
        for y in [0.06, depth - 0.06] {
            k.post("leg", [leg, y], [0.0, 0.12], 0.025, &steel);
        }
    }
    for column in 0..columns {
        for row in 0..2 {
            let cx = -x + width * (column as f64 + 0.5) / columns as f64;
            let cy = 0.05 + (depth - 0.10) * (row as f64 + 0.5) / 2.0;
            k.bar("burner", [cx, cy, top - 0.025], [cx, cy, top - 0.012], 0.055, &cast);
            k.bar("burner_cap", [cx, cy, top - 0.012], [cx, cy, top - 0.006], 0.038, &paint::dark_steel());
            let (gx, gy) = (0.46 * width / columns as f64, 0.23 * (depth - 0.10));
            for offset in [-gx, 0.0, gx] {
                k.trim(
                    "grate",
                    [cx + offset - 0.006, cy - gy, top - 0.008],
                    [cx + offset + 0.006, cy + gy, top + 0.004],
                    &cast,
                );
            }
            for offset in [-gy, gy] {
                k.trim(
                    "grate",
                    [cx - gx, cy + offset - 0.006, top - 0.008],
                    [cx + gx, cy + offset + 0.006, top + 0.004],
                    &cast,
                );
            }
        }
        let at_x = -x + width * (column as f64 + 0.5) / columns as f64;
        for offset in [-0.05, 0.05] {
            k.bar(
                "knob",
                [at_x + offset, 0.0, top - 0.11],
                [at_x + offset, -0.035, top - 0.11],
                0.024,
                &knob,
            );
        }
    }
    k.trim("oven_door", [-x + 0.05, -0.018, 0.20], [x - 0.05, 0.0, top - 0.20], &steel);
    k.trim("oven_window", [-0.55 * x, -0.0195, 0.32], [0.55 * x, -0.018, top - 0.36], &paint::dark_glass());
    k.bar(
        "oven_handle",
        [-x + 0.10, -0.06, top - 0.25],
        [x - 0.10, -0.06, top - 0.25],
        0.012,
        &paint::chrome(),
    );
    for end in [-x + 0.12, x - 0.12] {
        k.bar("stay", [end, -0.06, top - 0.25], [end, -0.018, top - 0.25], 0.008, &paint::chrome());
    }
    k.block("back", [-x, depth - 0.03, top - 0.025], [x, depth, top + 0.16], &steel);
}

/// A twin deep fryer 0.60 x 0.75 m with two baskets. Back at y = `depth`.
pub(crate) fn fryer(k: &mut Kit, [width, depth, top]: [f64; 3], seed: u32) {
    let (steel, oil, wire) =
        (paint::stainless(seed), Material::plain([0.30, 0.17, 0.03], 0.12), paint::galvanised());
    let x = width / 2.0;
    k.block("body", [-x, 0.0, 0.12], [x, depth, top - 0.12], &steel);
    for leg in [-x + 0.06, x - 0.06] {
        for y in [0.06, depth - 0.06] {
            k.post("leg", [leg, y], [0.0, 0.12], 0.025, &steel);
        }
    }
    for (low, high) in [
        ([-x, 0.0, top - 0.12], [x, 0.10, top]),
        ([-x, depth - 0.16, top - 0.12], [x, depth, top]),
        ([-x, 0.10, top - 0.12], [-x + 0.04, depth - 0.16, top]),
        ([x - 0.04, 0.10, top - 0.12], [x, depth - 0.16, top]),
        ([-0.02, 0.10, top - 0.12], [0.02, depth - 0.16, top]),
    ] {
        k.block("rim", low, high, &steel);
    }
    for side in [-1.0, 1.0] {
        let middle = side * (x - 0.02) / 2.0;
        k.trim(
            "oil",
            [middle - 0.5 * x + 0.02, 0.10, top - 0.12],
            [middle + 0.5 * x - 0.02, depth - 0.16, top - 0.05],
            &oil,
        );
        basket(k, [middle, 0.5 * depth, top - 0.06], [0.34 * x, 0.13], &wire);
        k.bar(
            "knob",
            [middle, 0.0, top - 0.20],
            [middle, -0.03, top - 0.20],
            0.026,
            &paint::plastic(0x15171A),
        );
        k.trim(
            "lamp",
            [middle - 0.09, -0.004, top - 0.205],
            [middle - 0.07, 0.0, top - 0.185],
            &paint::display(0xE88A1E, 260.0),
        );
        k.trim(
            "door",
            [side * 0.02 + (side - 1.0) / 2.0 * (x - 0.04), -0.016, 0.16],
            [side * 0.02 + (side + 1.0) / 2.0 * (x - 0.04), 0.0, top - 0.30],
            &steel,
        );
        k.bar("pull", [side * 0.06, -0.04, 0.42], [side * 0.06, -0.04, 0.56], 0.008, &paint::chrome());
        for z in [0.44, 0.54] {
            k.bar("stay", [side * 0.06, -0.04, z], [side * 0.06, -0.016, z], 0.005, &paint::chrome());
        }
    }
    k.block("flue", [-x, depth - 0.06, top], [x, depth, top + 0.14], &steel);
}

fn basket(k: &mut Kit, [x, y, z]: [f64; 3], [half_x, half_y]: [f64; 2], wire: &Material) {
    for (low, high) in [
        ([x - half_x, y - half_y, z], [x + half_x, y - half_y + 0.003, z + 0.11]),
        ([x - half_x, y + half_y - 0.003, z], [x + half_x, y + half_y, z + 0.11]),
        ([x - half_x, y - half_y, z], [x - half_x + 0.003, y + half_y, z + 0.11]),
        ([x + half_x - 0.003, y - half_y, z], [x + half_x, y + half_y, z + 0.11]),
    ] {
        k.trim("mesh", low, high, wire);
    }
    k.tube(
        "basket_handle",
        &[[x, y - half_y, z + 0.10], [x, y - half_y - 0.10, z + 0.15], [x, y - half_y - 0.22, z + 0.16]],
        0.008,
        wire,
    );
    k.bar(
        "grip",
        [x, y - half_y - 0.12, z + 0.153],
        [x, y - half_y - 0.24, z + 0.162],
        0.013,
        &paint::plastic(0x1B1D20),
    );
}

/// A stock pot of `radius` and `height` m with two handles and, if wanted, a lid.
pub(crate) fn stock_pot(k: &mut Kit, radius: f64, height: f64, lid: bool) {
    let (steel, dark) = (paint::stainless(9), Material::plain([0.03, 0.025, 0.02], 0.5));
    k.lathe("body", [0.0, 0.0, 0.0], &[[radius - 0.006, 0.0], [radius, 0.008], [radius, height]], &steel);
    k.bar("rim", [0.0, 0.0, height - 0.004], [0.0, 0.0, height + 0.004], radius + 0.005, &steel);
    if lid {
        k.lathe(
            "lid",
            [0.0, 0.0, height + 0.004],
            &[[radius, 0.0], [0.6 * radius, 0.02], [0.1 * radius, 0.026]],
            &steel,
        );
        k.tube(
            "knob",
            &[
                [-0.03, 0.0, height + 0.025],
                [-0.03, 0.0, height + 0.05],
                [0.03, 0.0, height + 0.05],
                [0.03, 0.0, height + 0.025],
            ],
            0.006,
            &steel,
        );
    } else {
        k.bar("content", [0.0, 0.0, height - 0.002], [0.0, 0.0, height + 0.0045], radius - 0.006, &dark);
    }
    for side in [-1.0, 1.0] {
        let x = side * radius;
        let out = x + side * 0.035;
        k.tube(
            "ear",
            &[
                [x, -0.045, 0.75 * height],
                [out, -0.045, 0.78 * height],
                [out, 0.045, 0.78 * height],
                [x, 0.045, 0.75 * height],
            ],
            0.006,
            &steel,
        );
    }
}

/// A saute pan with a long handle towards `yaw`.
pub(crate) fn pan(k: &mut Kit, radius: f64, yaw: f64) {
    let (steel, inner) = (paint::stainless(8), Material::plain([0.05, 0.05, 0.052], 0.35));
    k.group("pan", at(0.0, 0.0, 0.0, yaw), |k| {
        k.lathe("body", [0.0, 0.0, 0.0], &[[0.82 * radius, 0.0], [radius, 0.05]], &steel);
        k.bar("inner", [0.0, 0.0, 0.0502], [0.0, 0.0, 0.0512], 0.95 * radius, &inner);
        k.beam("handle", [0.95 * radius, 0.0, 0.045], [radius + 0.22, 0.0, 0.075], [0.024, 0.012], &steel);
    });
}

/// A gastronorm container inset: rim, walls, and food of a colour inside. Size in m, its rim at z = 0.
pub(crate) fn gastronorm(k: &mut Kit, [length, width, depth]: [f64; 3], food: Option<u32>) {
    let (steel, x, y) = (paint::stainless(6), length / 2.0, width / 2.0);
    for (low, high) in [
        ([-x, -y, -0.004], [x, -y + 0.012, 0.003]),
        ([-x, y - 0.012, -0.004], [x, y, 0.003]),
        ([-x, -y + 0.012, -0.004], [-x + 0.012, y - 0.012, 0.003]),
        ([x - 0.012, -y + 0.012, -0.004], [x, y - 0.012, 0.003]),
    ] {
        k.trim("rim", low, high, &steel);
    }
    let fill = food.map_or_else(
        || steel.clone(),
        |hex| Material::srgb(hex, 0.75).textured(restage_assets::TextureKind::Stone, 0.09, 7),
    );
    let level = if food.is_some() { -0.015 } else { -depth };
    k.trim("content", [-x + 0.012, -y + 0.012, -depth], [x - 0.012, y - 0.012, level], &fill);
}

/// A rack of orders over the pass: a rail with paper slips hanging from it.
pub(crate) fn ticket_rail(k: &mut Kit, width: f64, dice: &mut Stream) {
    let x = width / 2.0;
    k.trim("rail", [-x, -0.02, 0.0], [x, 0.0, 0.045], &paint::galvanised());
    let mut at_x = -x + 0.06;
    while at_x < x - 0.08 {
        if dice.chance(0.6) {
            let length = dice.uniform(0.09, 0.17);
            k.trim("slip", [at_x, -0.0225, 0.02 - length], [at_x + 0.072, -0.0215, 0.02], &paint::paper());
            for line in 0..4 {
                let z = 0.0 - 0.018 * f64::from(line + 1);
                if z > 0.03 - length {
                    k.trim(
                        "line",
                        [at_x + 0.008, -0.0229, z],
                        [at_x + dice.uniform(0.03, 0.06), -0.0225, z + 0.005],
                        &paint::plastic(0x3A3D42),
                    );
                }
            }
        }
        at_x += dice.uniform(0.09, 0.16);
    }
}

/// An upright steel refrigerator of one or two doors, 0.70 wide each, 0.80 deep, 2.0 high, front at -y.
pub(crate) fn upright_fridge(k: &mut Kit, doors: usize, seed: u32) {
    let (steel, dark) = (paint::stainless(seed), paint::plastic(0x1B1D20));
    let x = 0.35 * doors as f64;
    k.block("body", [-x, -0.36, 0.14], [x, 0.40, 2.0], &steel);
    for leg in [-x + 0.06, x - 0.06] {
        for y in [-0.30, 0.34] {
            k.post("leg", [leg, y], [0.0, 0.14], 0.022, &dark);
        }
    }
    for door in 0..doors {
        let left = -x + 0.70 * door as f64;
        k.trim("door", [left + 0.006, -0.40, 0.16], [left + 0.694, -0.362, 1.74], &steel);
        k.bar("handle", [left + 0.09, -0.445, 0.85], [left + 0.09, -0.445, 1.25], 0.011, &paint::chrome());
        for z in [0.87, 1.23] {
            k.bar("stay", [left + 0.09, -0.445, z], [left + 0.09, -0.40, z], 0.008, &paint::chrome());
        }
    }
    k.trim("panel", [-x + 0.02, -0.372, 1.77], [x - 0.02, -0.36, 1.98], &dark);
    k.trim("readout", [-0.06, -0.374, 1.84], [0.06, -0.372, 1.90], &paint::display(0x5BD0F0, 130.0));
}

/// Utensils hanging from a rail along x at z = 0 (their heads hang down).
pub(crate) fn hanging_utensils(k: &mut Kit, width: f64, dice: &mut Stream) {
    let (steel, x) = (paint::stainless(4), width / 2.0);
    k.bar("rail", [-x, 0.0, 0.0], [x, 0.0, 0.0], 0.008, &steel);
    let mut at_x = -x + 0.08;
    while at_x < x - 0.08 {
        let length = dice.uniform(0.24, 0.32);
        k.tube("hook", &[[at_x, 0.0, 0.012], [at_x, -0.015, 0.0], [at_x, -0.006, -0.03]], 0.003, &steel);
        k.trim("handle", [at_x - 0.007, -0.008, -length], [at_x + 0.007, -0.004, -0.02], &steel);
        match dice.integer(0, 2) {
            0 => k.egg(
                "ladle",
                [at_x - 0.045, -0.065, -length - 0.05],
                [at_x + 0.045, 0.025, -length + 0.01],
                &steel,
            ),
            1 => k.trim(
                "turner",
                [at_x - 0.04, -0.010, -length - 0.11],
                [at_x + 0.04, -0.006, -length],
                &steel,
            ),
            _ => {
                k.bar("skimmer", [at_x, -0.012, -length - 0.05], [at_x, -0.004, -length - 0.05], 0.06, &steel)
            }
        }
        at_x += dice.uniform(0.12, 0.2);
    }
}
