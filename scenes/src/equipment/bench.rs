//! Work benches: frame, top, back panel, shelf over the top, lamp.
//!
//! Packing bench 1.5 to 2.0 x 0.75 to 0.90 m, 0.85 to 0.95 high, overhead shelf at 1.35 to 1.60; assembly bench 1.2 to
//! 1.8 x 0.70 to 0.80, 0.90 to 1.05 high when standing; perforated panel 0.20 to 1.0 above the top, bin rails at
//! +0.25 and +0.45, shelf +0.45 to 0.60, lamp 0.55 to 0.75 above the top; ESD bench 0.72 to 0.78 high when seated.

use super::kit::Kit;
use super::paint;
use glam::DQuat;
use restage_assets::Material;

/// How a bench stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Legs {
    /// Four square tubes with a lower frame.
    Frame,
    /// Two columns on long feet, as height-adjustable tables have.
    Columns,
    /// Square tubes with a drawer unit on the right.
    Drawers,
}

/// A bench, its middle at x = 0; it stands over y from 0 (front) to `depth` (back).
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    /// Width, m.
    pub(crate) width: f64,
    /// Depth, m.
    pub(crate) depth: f64,
    /// Height of the top surface, m.
    pub(crate) top: f64,
    /// Thickness of the board, m.
    pub(crate) board: f64,
    /// The board.
    pub(crate) surface: Material,
    /// Steel parts.
    pub(crate) steel: Material,
    /// Legs.
    pub(crate) legs: Legs,
    /// Height of a lower shelf, m; none without.
    pub(crate) lower_shelf: Option<f64>,
}

/// Legs, frame, board, and a lower shelf if wanted.
pub(crate) fn bench(k: &mut Kit, b: &Bench) {
    let (x, under) = (b.width / 2.0, b.top - b.board);
    k.block("top", [-x, 0.0, under], [x, b.depth, b.top], &b.surface);
    let edge = Material::plain(b.surface.base_color.map(|c| 0.55 * c), 0.6);
    k.trim("edge", [-x, -0.0025, under + 0.001], [x, 0.0, b.top - 0.001], &edge);
    match b.legs {
        Legs::Frame => square_legs(k, b, [-x + 0.05, x - 0.10]),
        Legs::Columns => columns(k, b),
        Legs::Drawers => {
            square_legs(k, b, [-x + 0.05, x - 0.10]);
            k.group("drawers", super::kit::at(x - 0.33, 0.06, 0.10, 0.0), |k| {
                drawer_unit(k, [0.42, b.depth - 0.16, under - 0.16], 4, &b.steel);
            });
        }
    }
    if let Some(z) = b.lower_shelf {
        k.block("lower_shelf", [-x + 0.06, 0.14, z - 0.018], [x - 0.06, b.depth - 0.04, z], &edge);
    }
}

fn square_legs(k: &mut Kit, b: &Bench, legs: [f64; 2]) {
    let (x, under, rubber) = (b.width / 2.0, b.top - b.board, paint::rubber());
    for left in legs {
        for front in [0.04, b.depth - 0.09] {
            k.block("leg", [left, front, 0.02], [left + 0.05, front + 0.05, under], &b.steel);
            k.trim("foot", [left - 0.005, front - 0.005, 0.0], [left + 0.055, front + 0.055, 0.02], &rubber);
        }
        k.trim("side_rail", [left + 0.01, 0.09, 0.16], [left + 0.04, b.depth - 0.09, 0.20], &b.steel);
        k.trim(
            "side_apron",
            [left + 0.01, 0.09, under - 0.06],
            [left + 0.04, b.depth - 0.09, under],
            &b.steel,
        );
    }
    for front in [0.05, b.depth - 0.08] {
        k.trim("apron", [-x + 0.10, front, under - 0.06], [x - 0.10, front + 0.03, under], &b.steel);
    }
    k.trim("stretcher", [-x + 0.10, b.depth - 0.08, 0.16], [x - 0.10, b.depth - 0.05, 0.20], &b.steel);
}

fn columns(k: &mut Kit, b: &Bench) {
    let (x, under, chrome) = (b.width / 2.0, b.top - b.board, paint::galvanised());
    let middle = b.depth / 2.0 + 0.06;
    for left in [-x + 0.14, x - 0.22] {
        k.block(
            "column",
            [left, middle - 0.05, 0.05],
            [left + 0.08, middle + 0.05, 0.62_f64.min(under - 0.1)],
            &b.steel,
        );
        k.block(
            "inner_column",
            [left + 0.01, middle - 0.04, 0.05],
            [left + 0.07, middle + 0.04, under - 0.03],
            &chrome,
        );
        k.block("foot", [left - 0.005, 0.05, 0.015], [left + 0.085, b.depth - 0.03, 0.055], &b.steel);
        k.trim("arm", [left, 0.06, under - 0.035], [left + 0.08, b.depth - 0.05, under], &b.steel);
        for y in [0.08, b.depth - 0.07] {
            k.post("leveller", [left + 0.04, y], [0.0, 0.016], 0.022, &paint::rubber());
        }
    }
    k.trim(
        "traverse",
        [-x + 0.22, middle - 0.02, under - 0.06],
        [x - 0.22, middle + 0.02, under - 0.01],
        &b.steel,
    );
}

/// A pedestal of `count` drawers with handles, full extents, its front at y = 0, standing at z = 0.
pub(crate) fn drawer_unit(k: &mut Kit, [width, depth, height]: [f64; 3], count: usize, body: &Material) {
    let (x, handle, shadow) = (width / 2.0, paint::galvanised(), Material::plain([0.02, 0.02, 0.022], 0.8));
    k.block("body", [-x, 0.018, 0.0], [x, depth, height], body);
    k.trim("gap", [-x + 0.004, 0.016, 0.004], [x - 0.004, 0.018, height - 0.004], &shadow);
    let face = height / count as f64;
    for index in 0..count {
        let z = index as f64 * face;
        k.trim("front", [-x + 0.003, 0.0, z + 0.004], [x - 0.003, 0.016, z + face - 0.004], body);
        let grip = z + face - 0.05_f64.min(0.4 * face);
        k.trim("handle", [-0.32 * width, -0.022, grip], [0.32 * width, -0.008, grip + 0.010], &handle);
        for side in [-0.28, 0.28] {
            k.trim(
                "stay",
                [side * width - 0.005, -0.012, grip + 0.001],
                [side * width + 0.005, 0.0, grip + 0.009],
                &handle,
            );
        }
    }
    k.trim("lock", [x - 0.035, -0.003, height - 0.03], [x - 0.02, 0.0, height - 0.015], &handle);
}

/// Uprights behind a bench of `width` x `depth` that rise from `low` to `high` m, set inwards by `inset`.
pub(crate) fn uprights(k: &mut Kit, [width, depth]: [f64; 2], [low, high]: [f64; 2], steel: &Material) {
    let x = width / 2.0 - 0.03;
    let slot = Material::plain([0.03, 0.03, 0.032], 0.8);
    for left in [-x, x - 0.04] {
        k.block("upright", [left, depth - 0.06, low], [left + 0.04, depth - 0.02, high], steel);
        k.trim(
            "slot",
            [left + 0.017, depth - 0.0612, low + 0.05],
            [left + 0.023, depth - 0.0602, high - 0.03],
            &slot,
        );
    }
    k.trim("head", [-x + 0.04, depth - 0.055, high - 0.05], [x - 0.04, depth - 0.025, high - 0.01], steel);
}

/// A perforated tool panel between the uprights: rows of holes as dark lines of dots would cost too much, so the
/// perforation is drawn as a grid of slits.
pub(crate) fn tool_panel(k: &mut Kit, width: f64, y: f64, [low, high]: [f64; 2], hex: u32) {
    let (sheet, hole) = (paint::coated(hex), Material::plain([0.05, 0.05, 0.055], 0.8));
    let x = width / 2.0;
    k.block("panel", [-x, y, low], [x, y + 0.015, high], &sheet);
    for rim in [low - 0.004, high - 0.012] {
        k.trim("fold", [-x, y - 0.006, rim], [x, y, rim + 0.016], &sheet);
    }
    let rows = ((high - low) / 0.055).floor() as usize;
    for row in 1..rows {
        let z = low + (high - low) * row as f64 / rows as f64;
        k.trim("holes", [-x + 0.03, y - 0.0006, z - 0.004], [x - 0.03, y, z + 0.004], &hole);
    }
    let columns = (width / 0.08).floor() as usize;
    for column in 1..columns {
        let at = -x + width * column as f64 / columns as f64;
        k.trim("web", [at - 0.031, y - 0.0009, low + 0.02], [at + 0.031, y, high - 0.02], &sheet);
    }
}

/// A shelf between the uprights with a raised edge: height of its top `z`, depth `reach` towards the person.
pub(crate) fn upper_shelf(k: &mut Kit, width: f64, y: f64, z: f64, reach: f64, steel: &Material) {
    let x = width / 2.0;
    k.block("upper_shelf", [-x, y - reach, z - 0.022], [x, y, z], steel);
    k.trim("shelf_lip", [-x, y - reach - 0.002, z - 0.024], [x, y - reach, z + 0.022], steel);
    for side in [-x + 0.02, x - 0.03] {
        k.beam(
            "bracket",
            [side, y - 0.01, z - 0.16],
            [side, y - reach + 0.05, z - 0.024],
            [0.01, 0.035],
            steel,
        );
    }
}

/// A linear bench lamp on a rail that spans from arm to arm, `reach` m to either side: its light surface faces down at
/// height `z`.
pub(crate) fn bench_lamp(k: &mut Kit, [width, reach]: [f64; 2], y: f64, z: f64, luminance_cd_m2: f64) {
    let (body, glow) =
        (paint::coated(0xE6E8E9), Material::plain([0.9, 0.9, 0.88], 0.5).emitting(luminance_cd_m2 as f32));
    let x = width / 2.0;
    k.trim("lamp_rail", [-reach, y - 0.015, z + 0.045], [reach, y + 0.015, z + 0.075], &body);
    k.trim("lamp_body", [-x, y - 0.05, z], [x, y + 0.05, z + 0.045], &body);
    k.trim("lamp_glow", [-x + 0.02, y - 0.04, z - 0.003], [x - 0.02, y + 0.04, z], &glow);
    for end in [-x - 0.006, x] {
        k.trim(
            "lamp_cap",
            [end, y - 0.052, z - 0.004],
            [end + 0.006, y + 0.052, z + 0.047],
            &paint::plastic(0x3A3D40),
        );
    }
}

/// Two arms that carry a lamp or rail from the uprights towards the person at height `z`.
pub(crate) fn arms(k: &mut Kit, width: f64, y: [f64; 2], z: f64, steel: &Material) {
    let x = width / 2.0 - 0.05;
    for side in [-x, x] {
        k.beam("arm", [side, y[1], z], [side, y[0], z + 0.02], [0.03, 0.03], steel);
        k.beam("strut", [side, y[1], z - 0.18], [side, 0.5 * (y[0] + y[1]), z], [0.015, 0.02], steel);
    }
}

/// A swivel stool: five-star base, gas spring, round seat with or without a back. Seat at `seat` m.
pub(crate) fn stool(k: &mut Kit, seat: f64, back: bool, hex: u32) {
    let (pad, dark, chrome) = (Material::srgb(hex, 0.7), paint::plastic(0x1C1E20), paint::chrome());
    for arm in 0..5 {
        let (sin, cos) = libm::sincos(f64::from(arm) * std::f64::consts::TAU / 5.0 + 0.3);
        k.beam("star", [0.0, 0.0, 0.10], [0.27 * cos, 0.27 * sin, 0.065], [0.05, 0.03], &dark);
        k.bar(
            "castor",
            [0.28 * cos - 0.012 * sin, 0.28 * sin + 0.012 * cos, 0.027],
            [0.28 * cos + 0.012 * sin, 0.28 * sin - 0.012 * cos, 0.027],
            0.027,
            &dark,
        );
    }
    k.bar("spring", [0.0, 0.0, 0.09], [0.0, 0.0, seat - 0.06], 0.022, &chrome);
    k.bar("sleeve", [0.0, 0.0, 0.09], [0.0, 0.0, 0.5 * seat], 0.03, &dark);
    k.block("mount", [-0.10, -0.10, seat - 0.075], [0.10, 0.10, seat - 0.055], &dark);
    k.post("seat", [0.0, 0.0], [seat - 0.055, seat], 0.20, &pad);
    k.bar("piping", [0.0, 0.0, seat - 0.045], [0.0, 0.0, seat - 0.012], 0.208, &pad);
    if back {
        k.beam("back_stay", [0.0, 0.14, seat - 0.06], [0.0, 0.24, seat + 0.26], [0.05, 0.02], &dark);
        let turn = DQuat::from_rotation_x(-0.12);
        k.turned("back", [0.0, 0.225, seat + 0.30], [0.36, 0.05, 0.26], turn, &pad);
    }
}
