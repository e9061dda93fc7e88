//! Wards.
//!
//! Bed 2.10 x 0.95 m, deck 0.40 to 0.80 m; over-bed table 0.80 x 0.40 m, 0.70 to 1.10 m high; 0.9 to 1.2 m free beside the bed;
//! trolley 0.60 x 0.45 x 0.95 m; door 1.2 m wide (hospital practice).

use super::bench_tools::{Screen, screen};
use super::kit::{Kit, at};
use super::machines::castors;
use super::paint;
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;

/// A hospital bed along y, its head at +y: frame, castors, deck, mattress, pillow, blanket, side rails, boards.
#[derive(Clone, Debug)]
pub(crate) struct Bed {
    /// Height of the deck under the mattress, m.
    pub(crate) deck: f64,
    /// How far the back is raised, rad.
    pub(crate) raised: f64,
    /// sRGB of head and foot boards.
    pub(crate) boards: u32,
    /// sRGB of the blanket.
    pub(crate) blanket: u32,
    /// Whether the side rails are up.
    pub(crate) rails: bool,
}

/// Length of a bed, m.
pub(crate) const BED_LENGTH: f64 = 2.10;
/// Width of a bed, m.
pub(crate) const BED_WIDTH: f64 = 0.95;

/// Builds the bed about its middle.
pub(crate) fn bed(k: &mut Kit, b: &Bed) {
    let (frame, board) = (paint::coated(0xC9CED2), paint::plastic(b.boards));
    let (sheet, blanket) = (paint::cloth(0xF1F3F3, 3), paint::cloth(b.blanket, 5));
    let (x, y, deck) = (BED_WIDTH / 2.0 - 0.03, BED_LENGTH / 2.0, b.deck);
    k.block("chassis", [-0.36, -0.80, 0.16], [0.36, 0.80, 0.24], &frame);
    k.group("castors", at(0.0, 0.0, 0.0, 0.0), |k| castors(k, [0.38, 0.78], 0.17));
    for along in [-0.55, 0.45] {
        k.beam("lift", [-0.2, along, 0.22], [-0.2, along + 0.18, deck - 0.07], [0.06, 0.05], &frame);
        k.beam("lift", [0.2, along, 0.22], [0.2, along + 0.18, deck - 0.07], [0.06, 0.05], &frame);
    }
    k.block("deck", [-x, -y + 0.045, deck - 0.08], [x, y - 0.045, deck], &frame);
    // The back section hinges a little above the hips.
    let hinge = 0.15;
    let (sin, cos) = libm::sincos(b.raised);
    let length = y - 0.08 - hinge;
    k.soft("mattress", [-x + 0.02, -y + 0.07, deck], [x - 0.02, hinge, deck + 0.14], 0.05, &sheet);
    let middle = [0.0, hinge + length / 2.0 * cos, deck + 0.07 + length / 2.0 * sin];
    let turn = DQuat::from_rotation_x(b.raised);
    k.turned("mattress_back", middle, [2.0 * x - 0.04, length, 0.14], turn, &sheet);
    let rest =
        [0.0, hinge + 0.72 * length * cos - 0.10 * sin, deck + 0.10 + 0.72 * length * sin + 0.08 * cos];
    k.group("pillow", restage_geometry::Pose::new(rest.into(), turn), |k| {
        k.soft("cushion", [-0.34, -0.21, -0.05], [0.34, 0.21, 0.07], 0.055, &sheet);
    });
    k.soft(
        "blanket",
        [-x - 0.012, -y + 0.10, deck + 0.02],
        [x + 0.012, hinge - 0.10, deck + 0.17],
        0.035,
        &blanket,
    );
    k.trim("fold", [-x - 0.014, hinge - 0.24, deck + 0.03], [x + 0.014, hinge - 0.08, deck + 0.178], &sheet);
    k.soft("foot_board", [-x - 0.03, -y, deck - 0.18], [x + 0.03, -y + 0.045, deck + 0.36], 0.02, &board);
    k.soft("head_board", [-x - 0.03, y - 0.045, deck - 0.12], [x + 0.03, y, deck + 0.52], 0.02, &board);
    k.trim(
        "foot_panel",
        [-0.28, -y - 0.003, deck - 0.02],
        [0.28, -y, deck + 0.22],
        &paint::plastic(0xE9ECEC),
    );
    k.trim("chart", [-0.11, -y - 0.010, deck + 0.0], [0.11, -y - 0.003, deck + 0.30], &paint::paper());
    if b.rails {
        for side in [-x - 0.035, x + 0.01] {
            rail(k, side, deck);
        }
    }
    // Hooked to the edge of the deck.
    k.group("handset", at(x + 0.012, 0.10, deck - 0.02, 0.0), |k| {
        k.trim("body", [-0.012, -0.03, -0.08], [0.012, 0.03, 0.08], &paint::plastic(0x5D6A72));
    });
}

fn rail(k: &mut Kit, x: f64, deck: f64) {
    let tube = paint::chrome();
    for z in [deck + 0.20, deck + 0.31] {
        k.bar("rail", [x + 0.0125, -0.42, z], [x + 0.0125, 0.62, z], 0.0125, &tube);
    }
    for y in [-0.40, -0.05, 0.30, 0.60] {
        k.bar("rail_post", [x + 0.0125, y, deck - 0.04], [x + 0.0125, y, deck + 0.32], 0.010, &tube);
    }
}

/// An over-bed table: C-shaped base, column towards +x, top 0.80 x 0.42 m along x, height `top`.
pub(crate) fn overbed_table(k: &mut Kit, [width, depth, top]: [f64; 3], surface: &Material) {
    let (steel, dark) = (paint::coated(0xB9BEC2), paint::plastic(0x3A3F45));
    let x = width / 2.0;
    k.soft("top", [-x, -depth / 2.0, top - 0.026], [x, depth / 2.0, top], 0.010, surface);
    k.trim(
        "edge",
        [-x - 0.004, -depth / 2.0 - 0.004, top - 0.022],
        [x + 0.004, depth / 2.0 + 0.004, top - 0.006],
        &dark,
    );
    k.block("column", [x - 0.12, -0.045, 0.10], [x - 0.05, 0.045, top - 0.05], &steel);
    k.block("arm", [-0.5 * x, -0.035, top - 0.05], [x - 0.05, 0.035, top - 0.026], &steel);
    k.block("base", [x - 0.14, -depth / 2.0 + 0.02, 0.06], [x - 0.03, depth / 2.0 - 0.02, 0.10], &steel);
    for y in [-depth / 2.0 + 0.02, depth / 2.0 - 0.07] {
        k.block("foot", [-x + 0.05, y, 0.06], [x - 0.14, y + 0.05, 0.095], &steel);
        for end in [-x + 0.08, x - 0.08] {
            k.bar("castor", [end - 0.012, y + 0.025, 0.03], [end + 0.012, y + 0.025, 0.03], 0.03, &dark);
        }
    }
    k.bar("lever", [x - 0.05, -0.02, top - 0.07], [x + 0.0, -0.09, top - 0.07], 0.008, &dark);
}

/// An infusion stand: five-star base, pole, hooks, one or two bags with lines, a pump.
pub(crate) fn infusion_stand(k: &mut Kit, height: f64, bags: usize, pump: bool) {
    let (chrome, dark) = (paint::chrome(), paint::plastic(0x2B2F33));
    for arm in 0..5 {
        let (sin, cos) = libm::sincos(f64::from(arm) * std::f64::consts::TAU / 5.0);
        k.beam("star", [0.0, 0.0, 0.11], [0.27 * cos, 0.27 * sin, 0.085], [0.035, 0.022], &chrome);
        k.bar(
            "castor",
            [0.27 * cos - 0.012, 0.27 * sin, 0.035],
            [0.27 * cos + 0.012, 0.27 * sin, 0.035],
            0.035,
            &dark,
        );
    }
    k.post("pole", [0.0, 0.0], [0.08, height], 0.0125, &chrome);
    k.bar("clamp", [0.0, 0.0, 0.95], [0.0, 0.0, 1.02], 0.022, &dark);
    for (index, side) in [-1.0, 1.0].into_iter().enumerate() {
        let tip = [side * 0.17, 0.0, height + 0.03];
        k.tube("hook", &[[0.0, 0.0, height], [side * 0.12, 0.0, height + 0.01], tip], 0.005, &chrome);
        if index < bags {
            infusion_bag(k, [tip[0], 0.0, height + 0.01]);
        }
    }
    if pump {
        k.block("pump", [-0.09, -0.17, 1.10], [0.09, -0.02, 1.34], &paint::plastic(0xE3E6E8));
        k.trim("pump_face", [-0.075, -0.173, 1.12], [0.075, -0.17, 1.32], &paint::plastic(0x3A5A78));
        k.group("readout", at(0.0, -0.174, 1.23, 0.0), |k| screen(k, [0.12, 0.07], Screen::Vital));
    }
}

/// A filled bag hanging from its eye at `hook`, and the line from it.
fn infusion_bag(k: &mut Kit, [x, y, z]: [f64; 3]) {
    let (film, label) = (Material::plain([0.62, 0.68, 0.70], 0.15), paint::paper());
    k.soft("bag", [x - 0.055, y - 0.022, z - 0.27], [x + 0.055, y + 0.022, z - 0.035], 0.02, &film);
    k.trim("label", [x - 0.04, y - 0.0235, z - 0.20], [x + 0.04, y - 0.0215, z - 0.10], &label);
    k.trim(
        "print",
        [x - 0.03, y - 0.0245, z - 0.135],
        [x + 0.03, y - 0.0235, z - 0.12],
        &paint::plastic(0x1F5FA8),
    );
    k.bar("eye", [x, y, z - 0.04], [x, y, z], 0.006, &film);
    k.bar("chamber", [x, y, z - 0.36], [x, y, z - 0.27], 0.011, &paint::clear_plastic());
    k.tube(
        "line",
        &[
            [x, y, z - 0.36],
            [x * 0.9, y - 0.02, z - 0.60],
            [x * 0.5, y - 0.05, z - 0.85],
            [x * 0.8, y - 0.12, z - 1.0],
        ],
        0.0025,
        &paint::clear_plastic(),
    );
}

/// A supply rail over the bed head, wall at y = 0, its middle at z = 0: light, sockets, gas outlets, call button.
pub(crate) fn bed_head_panel(k: &mut Kit, width: f64, hex: u32) {
    let (body, x) = (paint::coated(0xE9EBEA), width / 2.0);
    k.block("body", [-x, -0.09, -0.11], [x, 0.0, 0.11], &body);
    k.trim("stripe", [-x, -0.092, -0.035], [x, -0.09, 0.0], &paint::coated(hex));
    let glow = Material::plain([0.9, 0.92, 0.92], 0.5).emitting(900.0);
    k.trim("light", [-0.8 * x, -0.085, 0.11], [0.8 * x, -0.01, 0.116], &glow);
    k.trim("reading_light", [-0.5 * x, -0.08, -0.116], [0.1 * x, -0.02, -0.11], &glow);
    for (index, colour) in [0xF4F6F6, 0x17181A, 0xF2B705].into_iter().enumerate() {
        let at_x = -0.55 * x + 0.16 * index as f64;
        k.bar("gas", [at_x, -0.115, -0.07], [at_x, -0.09, -0.07], 0.028, &paint::plastic(colour));
        k.bar("gas_core", [at_x, -0.12, -0.07], [at_x, -0.115, -0.07], 0.014, &paint::chrome());
    }
    for index in 0..4 {
        let at_x = 0.15 * x + 0.13 * f64::from(index);
        k.trim(
            "socket",
            [at_x - 0.04, -0.094, 0.02],
            [at_x + 0.04, -0.09, 0.10],
            &paint::plastic(if index == 3 { 0xB5181C } else { 0xF4F6F6 }),
        );
        for pin in [-0.01, 0.01] {
            k.bar(
                "pin",
                [at_x + pin, -0.0955, 0.06],
                [at_x + pin, -0.094, 0.06],
                0.0035,
                &paint::plastic(0x17181A),
            );
        }
    }
    k.trim("call", [0.72 * x, -0.10, -0.09], [0.72 * x + 0.07, -0.09, -0.05], &paint::plastic(0xB5181C));
}

/// A patient monitor on a wall arm, wall at y = 0, its middle at z = 0.
pub(crate) fn patient_monitor(k: &mut Kit) {
    let shell = paint::plastic(0xD9DDE0);
    k.beam("arm", [0.0, 0.0, -0.08], [0.0, -0.28, -0.04], [0.05, 0.04], &paint::coated(0xB9BEC2));
    k.soft("shell", [-0.19, -0.38, -0.15], [0.19, -0.28, 0.15], 0.02, &shell);
    k.group("screen", at(0.0, -0.381, -0.11, 0.0), |k| screen(k, [0.32, 0.235], Screen::Vital));
    k.trim("keys", [-0.14, -0.383, -0.142], [0.14, -0.38, -0.122], &paint::plastic(0x5D6A72));
    for (index, hex) in [0x2E7D4F, 0x1F5FA8, 0xB5181C].into_iter().enumerate() {
        let y = -0.36 + 0.025 * index as f64;
        k.tube(
            "lead",
            &[[0.185, y, -0.05], [0.24, y - 0.02, -0.25], [0.12, y, -0.55]],
            0.004,
            &paint::plastic(hex),
        );
    }
}

/// A curtain hanging from a rail along x at height `top` down to `bottom`: folds as overlapping lathes of cloth.
pub(crate) fn curtain(k: &mut Kit, length: f64, [bottom, top]: [f64; 2], drawn: [f64; 2], hex: u32) {
    let (cloth, rail, x) = (paint::cloth(hex, 6), paint::chrome(), length / 2.0);
    k.bar("rail", [-x, 0.0, top + 0.03], [x, 0.0, top + 0.03], 0.012, &rail);
    let (from, to) = (-x + drawn[0] * length, -x + drawn[1] * length);
    // A curtain takes some 60 % of a fold's width per 0.11 m.
    let count = ((to - from) / 0.085).floor().max(3.0) as usize;
    let mut outline: Vec<[f64; 2]> = Vec::with_capacity(4 * count + 4);
    let wave = |index: usize| {
        let s = index as f64 / (2 * count) as f64;
        let y = if index.is_multiple_of(2) { 0.035 } else { -0.035 };
        [from + (to - from) * s, y]
    };
    for index in 0..=2 * count {
        let [px, py] = wave(index);
        outline.push([px, py - 0.004]);
    }
    for index in (0..=2 * count).rev() {
        let [px, py] = wave(index);
        outline.push([px, py + 0.004]);
    }
    k.unseen_by_hands(|k| k.slab("curtain", &outline, [bottom, top], &cloth));
}

/// A bedside cabinet 0.48 x 0.45 x 0.82 m on castors, front at -y.
pub(crate) fn bedside_cabinet(k: &mut Kit, hex: u32, wood: &Material) {
    let dark = paint::plastic(0x3A3F45);
    k.block("body", [-0.23, -0.20, 0.09], [0.23, 0.22, 0.80], &paint::coated(0xE4E7E6));
    k.block("top", [-0.24, -0.225, 0.80], [0.24, 0.225, 0.82], wood);
    k.trim("drawer", [-0.225, -0.218, 0.63], [0.225, -0.20, 0.785], &paint::plastic(hex));
    k.trim("door", [-0.225, -0.218, 0.11], [0.225, -0.20, 0.455], &paint::plastic(hex));
    k.trim(
        "niche",
        [-0.215, -0.202, 0.465],
        [0.215, -0.199, 0.62],
        &Material::plain([0.12, 0.12, 0.12], 0.7),
    );
    for z in [0.74, 0.40] {
        k.trim("grip", [-0.05, -0.232, z], [0.05, -0.218, z + 0.014], &paint::galvanised());
    }
    castors(k, [0.19, 0.17], 0.09);
    k.bar("towel_rail", [0.26, -0.15, 0.68], [0.26, 0.15, 0.68], 0.007, &dark);
    for y in [-0.14, 0.14] {
        k.bar("stay", [0.23, y, 0.68], [0.26, y, 0.68], 0.005, &dark);
    }
}

/// A care trolley 0.62 x 0.46 x 0.95 m: drawers with colour bands, a top rail, a sharps box at its side.
pub(crate) fn care_trolley(k: &mut Kit, hex: u32) {
    let body = paint::coated(0xEDEFEF);
    k.group("drawers", at(0.0, -0.23, 0.12, 0.0), |k| {
        super::bench::drawer_unit(k, [0.60, 0.46, 0.74], 5, &body)
    });
    k.trim("band", [-0.301, -0.2335, 0.80], [0.301, -0.231, 0.835], &paint::plastic(hex));
    k.block("top", [-0.31, -0.24, 0.86], [0.31, 0.24, 0.885], &paint::plastic(hex));
    castors(k, [0.25, 0.18], 0.12);
    k.trim("holder", [0.30, -0.06, 0.62], [0.315, 0.04, 0.80], &paint::galvanised());
    k.block("sharps", [0.315, -0.10, 0.60], [0.44, 0.08, 0.82], &paint::plastic(0xF2C21E));
    k.trim("sharps_lid", [0.312, -0.103, 0.82], [0.443, 0.083, 0.84], &paint::plastic(0xB5181C));
    k.tube(
        "bar",
        &[[-0.31, -0.2, 0.84], [-0.37, -0.2, 0.88], [-0.37, 0.2, 0.88], [-0.31, 0.2, 0.84]],
        0.012,
        &paint::chrome(),
    );
}

/// Three glove boxes in a wall rack, wall at y = 0, and a soap and a disinfectant dispenser beside it; lower edge z = 0.
pub(crate) fn wall_dispensers(k: &mut Kit, dice: &mut Stream) {
    for (index, hex) in [0x8FB7D6, 0xB7A3D0, 0x9CC9A8].into_iter().enumerate() {
        let z = 0.14 * index as f64;
        k.trim("glove_box", [-0.12, -0.09, z + 0.004], [0.12, -0.004, z + 0.13], &paint::plastic(hex));
        k.trim("opening", [-0.05, -0.0915, z + 0.045], [0.05, -0.09, z + 0.085], &paint::plastic(0xE9EDF0));
    }
    k.trim("rack", [-0.13, -0.004, -0.01], [0.13, 0.0, 0.43], &paint::galvanised());
    for x in [0.32, 0.32 + dice.uniform(0.18, 0.26)] {
        k.trim("dispenser", [x - 0.05, -0.10, 0.02], [x + 0.05, 0.0, 0.28], &paint::plastic(0xF1F3F3));
        k.trim("sight", [x - 0.012, -0.102, 0.08], [x + 0.012, -0.10, 0.22], &paint::plastic(0x7FA8C9));
        k.beam("lever", [x, -0.05, 0.01], [x, -0.22, 0.0], [0.05, 0.012], &paint::plastic(0xC9CED2));
    }
}

/// A visitor chair, seat at 0.45 m, looking towards -y.
pub(crate) fn visitor_chair(k: &mut Kit, hex: u32) {
    let (pad, tube) = (Material::srgb(hex, 0.6), paint::chrome());
    for x in [-0.24, 0.24] {
        k.tube(
            "frame",
            &[[x, -0.24, 0.012], [x, -0.24, 0.43], [x, 0.22, 0.43], [x, 0.27, 0.86]],
            0.012,
            &tube,
        );
        k.tube("leg", &[[x, 0.20, 0.43], [x, 0.26, 0.012]], 0.012, &tube);
    }
    k.soft("seat", [-0.24, -0.25, 0.42], [0.24, 0.22, 0.47], 0.02, &pad);
    k.soft("back", [-0.23, 0.225, 0.55], [0.23, 0.275, 0.86], 0.02, &pad);
}
