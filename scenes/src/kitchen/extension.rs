//! What makes more of a kitchen than one run along a wall: a second run round the corner (L shape), and an island.
//!
//! An island is 0.8 to 1.3 m deep and stands at least 1.07 m before the run (NKBA: work aisle for one cook); its top reaches
//! over the seats of stools by 0.25 m.

use super::cabinets::{Fronts, Handle, KICK, WORKTOP, worktop_material};
use super::layout::{CORNER, Layout};
use super::parameters::KitchenParameters;
use crate::builder::floor_pose;
use crate::furniture::{Piece, Touch, seating};
use restage_assets::Material;
use restage_geometry::Pose;
use std::f64::consts::{FRAC_PI_2, PI};

/// Depth of the island, m.
pub(super) const ISLAND_DEPTH: f64 = 0.92;
/// The top reaches this far over the stools, m.
const OVERHANG: f64 = 0.25;
/// Width of a place at the island, m.
const SEAT_PITCH: f64 = 0.62;
/// What may stand on either.
const CLASSES: [&str; 4] = ["kitchen", "food", "bottle", "tableware"];

/// The run along the side wall, from the corner towards the room. Part of the piece that it joins.
pub(super) fn side_run(run: &mut Piece, p: &KitchenParameters, at: &Layout) {
    if p.side_run <= 0.0 {
        return;
    }
    let (length, depth, high) = (p.side_run, CORNER, at.top - WORKTOP);
    let mut leg = Piece::new("side");
    let inner = Material::plain(p.base_color.map(|c| 0.5 * c), 0.6);
    let dark = Material::plain([0.03, 0.03, 0.03], 0.6);
    // x from the free end to the corner, y from the front to the wall.
    leg.block(
        "worktop",
        [0.0, 0.0, high],
        [length - 0.0005, depth, at.top],
        &worktop_material(p),
        Touch::Solid,
    );
    leg.block("body", [0.001, 0.050, KICK], [length, depth, high], &inner, Touch::Seen);
    leg.block("toe_kick", [0.018, 0.09, 0.0], [length, depth, KICK], &dark, Touch::Seen);
    let side = Material::plain(p.base_color, 0.42);
    leg.block("end", [-0.0005, 0.030, 0.0], [0.018, depth, high], &side, Touch::Seen);
    let fronts = Fronts::of(p);
    let z = [KICK, high - 0.004];
    let count = (length / 0.55).round().max(1.0) as usize;
    for k in 0..count {
        let edge = |k: usize| length * k as f64 / count as f64;
        let handle = if k % 2 == 0 { Handle::RightHigh } else { Handle::LeftHigh };
        fronts.front(&mut leg, &format!("door_{k}"), [edge(k), edge(k + 1)], z, 0.030, handle);
    }
    let (near, far) = ([0.06, 0.03], [length - 0.10, depth - 0.05]);
    leg.support("side worktop", [near, far], at.top, 0.45, &CLASSES);
    run.adopt(leg, floor_pose(at.left + depth, -length, FRAC_PI_2));
}

/// The tiles on the wall over it, where there is no window.
pub(super) fn side_splashback(fittings: &mut Piece, p: &KitchenParameters, at: &Layout, tiles: &Material) {
    if p.side_run <= 0.0 || !Layout::window_over_sink(p) {
        return;
    }
    let low = [at.room_left, -p.side_run, at.top];
    let high = [at.room_left + 0.010, at.depth - 0.011, at.splash_high];
    fittings.block("splashback_side", low, high, tiles, Touch::Solid);
}

/// The island and the stools on its far side, each with its pose.
pub(super) fn island(p: &KitchenParameters, at: &Layout) -> Vec<(Piece, Pose)> {
    let from = if p.side_run > 0.0 { at.left + CORNER } else { at.room_left };
    let length = p.island_length.min(at.room_right - from - 2.0 * PASSAGE);
    if length < LEAST_LENGTH {
        return Vec::new();
    }
    let middle = (from + at.room_right) / 2.0;
    let center = -p.island_gap - ISLAND_DEPTH / 2.0;
    let mut pieces = vec![(block(p, at, length), floor_pose(middle, center, 0.0))];
    let seats = ((length - 0.2) / SEAT_PITCH).floor() as usize;
    let wood = Material::srgb(0xA97B4F, 0.5);
    for seat in 0..seats {
        let x = middle + (seat as f64 - (seats as f64 - 1.0) / 2.0) * SEAT_PITCH;
        pieces.push((seating::bar_stool(&wood), floor_pose(x, center - ISLAND_DEPTH / 2.0 + 0.01, PI)));
    }
    pieces
}

/// Room left free on either side of an island, m.
const PASSAGE: f64 = 1.0;
/// A shorter island is left out, m.
const LEAST_LENGTH: f64 = 1.2;

/// Units with a top, their fronts towards the run (+y), the top reaching over seats at -y.
fn block(p: &KitchenParameters, at: &Layout, length: f64) -> Piece {
    let mut island = Piece::new("island");
    let (x, y, high) = (length / 2.0, ISLAND_DEPTH / 2.0, at.top - WORKTOP);
    let side = Material::plain(p.base_color, 0.42);
    let dark = Material::plain([0.03, 0.03, 0.03], 0.6);
    island.block("top", [-x, -y, high], [x, y, at.top], &worktop_material(p), Touch::Solid);
    let (from, to) = ([-x + 0.03, -y + OVERHANG, KICK], [x - 0.03, y - 0.050, high]);
    island.block("body", from, to, &side, Touch::Solid);
    let (from, to) = ([-x + 0.06, -y + OVERHANG + 0.03, 0.0], [x - 0.06, y - 0.09, KICK]);
    island.block("toe_kick", from, to, &dark, Touch::Solid);
    let mut doors = Piece::new("fronts");
    let fronts = Fronts::of(p);
    let width = length - 0.06;
    let count = (width / 0.5).round().max(1.0) as usize;
    for k in 0..count {
        let edge = |k: usize| -width / 2.0 + width * k as f64 / count as f64;
        let handle = if k % 2 == 0 { Handle::RightHigh } else { Handle::LeftHigh };
        let name = format!("door_{k}");
        fronts.front(&mut doors, &name, [edge(k), edge(k + 1)], [KICK, high - 0.004], -y + 0.030, handle);
    }
    island.adopt(doors, floor_pose(0.0, 0.0, PI));
    let inset = 0.06;
    island.support(
        "kitchen island",
        [[-x + inset, -y + inset], [x - inset, y - inset]],
        at.top,
        1.0,
        &CLASSES,
    );
    island
}
