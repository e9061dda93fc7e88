//! Small things at the back of the run, outside of the free worktop.

use super::cabinets::steel;
use super::layout::Layout;
use super::parameters::KitchenParameters;
use crate::furniture::{Axis, Piece, Touch};
use restage_assets::{Material, TextureKind};

pub(super) fn build(p: &KitchenParameters, at: &Layout) -> Vec<Piece> {
    let made = |kind: &str, fill: &dyn Fn(&mut Piece)| {
        let mut piece = Piece::new(kind);
        fill(&mut piece);
        piece
    };
    let mut pieces = Vec::new();
    let end = at.right - at.hob[1];
    if end > 0.30 {
        pieces.push(made("toaster", &|it| toaster(it, p, at, (at.hob[1] + at.right) / 2.0 + 0.01)));
    }
    if at.sink[0] - at.left > 0.20 {
        pieces.push(made("paper_roll", &|it| paper_roll(it, at, (at.left + at.sink[0]) / 2.0)));
    }
    pieces.push(made("crock", &|it| crock(it, at)));
    pieces.push(made("saucepan", &|it| saucepan(it, p, at)));
    pieces
}

/// A two-slot toaster, 0.28 x 0.17 x 0.19 m.
fn toaster(parts: &mut Piece, p: &KitchenParameters, at: &Layout, x: f64) {
    let shell = steel(p.texture_seed);
    let black = Material::plain([0.02, 0.02, 0.02], 0.4);
    let (z, y) = (at.top, at.depth - 0.24);
    let half = 0.135;
    parts.block("toaster", [x - half, y, z + 0.012], [x + half, y + 0.17, z + 0.19], &shell, Touch::Solid);
    parts.block(
        "toaster_base",
        [x - half + 0.004, y + 0.004, z],
        [x + half - 0.004, y + 0.166, z + 0.014],
        &black,
        Touch::Solid,
    );
    for (name, offset) in [("toaster_slot_a", 0.052), ("toaster_slot_b", 0.106)] {
        let low = [x - 0.09, y + offset, z + 0.18];
        parts.block(name, low, [x + 0.09, y + offset + 0.022, z + 0.1905], &black, Touch::Seen);
    }
    let lever = [x - half - 0.012, y + 0.07, z + 0.12];
    parts.block("toaster_lever", lever, [x - half + 0.004, y + 0.10, z + 0.135], &black, Touch::Seen);
}

/// Kitchen paper on an upright stand.
fn paper_roll(parts: &mut Piece, at: &Layout, x: f64) {
    let paper = Material::plain([0.83, 0.83, 0.80], 0.95).textured(TextureKind::Fabric, 0.08, 4);
    let wood = Material::srgb(0x8A6238, 0.5);
    let y = at.depth - 0.12;
    parts.rod("paper_stand", [x, y, at.top + 0.008], Axis::Z, [0.075, 0.016], &wood, Touch::Solid);
    parts.rod("paper_roll", [x, y, at.top + 0.131], Axis::Z, [0.058, 0.23], &paper, Touch::Solid);
    parts.rod("paper_pin", [x, y, at.top + 0.165], Axis::Z, [0.010, 0.31], &wood, Touch::Seen);
}

/// A pot of wooden spoons near the hob, against the wall.
fn crock(parts: &mut Piece, at: &Layout) {
    let glaze = Material::plain([0.60, 0.55, 0.46], 0.22);
    let wood = Material::srgb(0xD2AC78, 0.65);
    let x = at.work_right - 0.06;
    let y = at.depth - 0.056;
    parts.rod("crock", [x, y, at.top + 0.070], Axis::Z, [0.042, 0.14], &glaze, Touch::Solid);
    for (index, (dx, dy, high)) in
        [(-0.018, 0.008, 0.27), (0.014, -0.012, 0.25), (0.010, 0.018, 0.29)].into_iter().enumerate()
    {
        let (low, length) = (0.10, high - 0.10);
        let center = [x + dx, y + dy, at.top + low + length / 2.0];
        parts.rod(&format!("spoon_{index}"), center, Axis::Z, [0.006, length], &wood, Touch::Seen);
        let head = [x + dx - 0.020, y + dy - 0.005, at.top + high - 0.02];
        parts.block(
            &format!("spoon_{index}_head"),
            head,
            [head[0] + 0.040, head[1] + 0.010, head[2] + 0.06],
            &wood,
            Touch::Seen,
        );
    }
}

/// A lidded saucepan on the rear right zone of the hob, its handle to the front.
fn saucepan(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let metal = steel(p.texture_seed);
    let black = Material::plain([0.02, 0.02, 0.02], 0.4);
    let (x, y, z) = (at.hob[0] + 0.43, 0.42, at.top + 0.0075);
    parts.rod("pan", [x, y, z + 0.050], Axis::Z, [0.090, 0.10], &metal, Touch::Solid);
    parts.rod("pan_lid", [x, y, z + 0.104], Axis::Z, [0.093, 0.009], &metal, Touch::Solid);
    parts.rod("pan_knob", [x, y, z + 0.120], Axis::Z, [0.016, 0.024], &black, Touch::Solid);
    parts.rod("pan_handle", [x, y - 0.165, z + 0.075], Axis::Y, [0.010, 0.16], &black, Touch::Solid);
}
