//! Pallet racking and small-parts shelving.
//!
//! Clear bay 2.70 m for three EUR pallets, frame depth 1.10 m, uprights 0.10 m wide, beams 0.12 m high, 0.075 m
//! between load and upright, at least 0.10 m above a load; boltless shelving 0.9 to 1.2 m wide, 0.3 to 0.6 m
//! deep, 2.0 to 2.4 m high; picking bins 160 x 103 x 75 to 350 x 210 x 200 mm (warehouse practice).

use super::kit::{Kit, at};
use super::paint;
use super::pallets::{Detail, Load, loaded_pallet};
use crate::draw::Stream;
use restage_assets::Material;

/// Width of an upright, m.
const UPRIGHT: f64 = 0.10;
/// Height of a beam, m.
const BEAM: f64 = 0.12;

/// Measures and colours of a row of pallet racking. It stands along x with its middle at x = 0.
#[derive(Clone, Debug)]
pub(crate) struct Rack {
    /// Clear width of every bay, m.
    pub(crate) bays: Vec<f64>,
    /// Depth of the frames, m.
    pub(crate) depth: f64,
    /// Heights of the beam tops above the floor, ascending, m.
    pub(crate) levels: Vec<f64>,
    /// Height of the frames, m.
    pub(crate) height: f64,
    /// sRGB of uprights; `None` for galvanised ones.
    pub(crate) upright: Option<u32>,
    /// sRGB of beams.
    pub(crate) beam: u32,
    /// Part of the places that hold a pallet, 0 to 1.
    pub(crate) fill: f64,
    /// How closely its lower pallets are looked at.
    pub(crate) detail: Detail,
    /// Bays left free of pallets at floor level, for what else stands there.
    pub(crate) bare_bays: Vec<usize>,
}

impl Rack {
    /// Length over all, m.
    pub(crate) fn length(&self) -> f64 {
        self.bays.iter().sum::<f64>() + UPRIGHT * (self.bays.len() + 1) as f64
    }

    /// Middles of the bays along x, m.
    pub(crate) fn bay_centers(&self) -> Vec<f64> {
        let mut x = UPRIGHT - self.length() / 2.0;
        self.bays
            .iter()
            .map(|bay| {
                let center = x + bay / 2.0;
                x += bay + UPRIGHT;
                center
            })
            .collect()
    }
}

/// Frames, beams and pallets of a row.
pub(crate) fn rack(k: &mut Kit, rack: &Rack, dice: &mut Stream) {
    let coat = rack.upright.map_or_else(paint::galvanised, paint::coated);
    let mut x = -rack.length() / 2.0;
    frame(k, rack, x, &coat);
    for bay in &rack.bays {
        x += UPRIGHT + bay;
        frame(k, rack, x, &coat);
    }
    for (index, (center, bay)) in rack.bay_centers().into_iter().zip(&rack.bays).enumerate() {
        beams(k, rack, center, *bay);
        let floor = !rack.bare_bays.contains(&index);
        for (level, low) in std::iter::once(0.0).chain(rack.levels.iter().copied()).enumerate() {
            if level == 0 && !floor {
                continue;
            }
            let ceiling = rack.levels.get(level).map_or(low + 1.5, |next| next - BEAM - 0.10);
            bay_loads(k, rack, [center, *bay], [low, ceiling], dice);
        }
    }
}

/// Two posts on foot plates, level and diagonal bracing.
fn frame(k: &mut Kit, rack: &Rack, x: f64, coat: &Material) {
    let (half, dark) = (rack.depth / 2.0, Material::plain([0.02, 0.02, 0.022], 0.7));
    let steel = paint::galvanised();
    for (face, y) in [(-1.0, -half), (1.0, half - 0.08)] {
        k.block("post", [x, y, 0.006], [x + UPRIGHT, y + 0.08, rack.height], coat);
        k.trim("foot", [x - 0.02, y - 0.015, 0.0], [x + UPRIGHT + 0.02, y + 0.095, 0.008], &steel);
        // The slotted face: two dark lines of holes.
        let edge = if face < 0.0 { y - 0.001 } else { y + 0.081 };
        k.trim(
            "slots",
            [x + 0.044, edge - 0.0005, 0.1],
            [x + 0.056, edge + 0.0005, rack.height - 0.1],
            &dark,
        );
    }
    let middle = x + UPRIGHT / 2.0;
    let (front, back) = (-half + 0.05, half - 0.05);
    let mut z = 0.30;
    let mut forward = true;
    while z < rack.height - 0.3 {
        let high = (z + 1.05).min(rack.height - 0.15);
        let (from, to) = if forward { (front, back) } else { (back, front) };
        k.bar("diagonal", [middle, from, z], [middle, to, high], 0.016, &steel);
        k.bar("brace", [middle, front, z], [middle, back, z], 0.016, &steel);
        forward = !forward;
        z = high;
    }
}

/// Front and back beams of a bay with their connectors and location labels.
fn beams(k: &mut Kit, rack: &Rack, center: f64, bay: f64) {
    let (coat, label) = (paint::coated(rack.beam), paint::paper());
    let half = rack.depth / 2.0;
    let (left, right) = (center - bay / 2.0, center + bay / 2.0);
    for top in &rack.levels {
        for y in [-half + 0.012, half - 0.062] {
            k.block("beam", [left, y, top - BEAM], [right, y + 0.05, *top], &coat);
            if y < 0.0 {
                for x in [left - 0.045, right - 0.005] {
                    k.trim("connector", [x, y - 0.018, top - 0.19], [x + 0.05, y + 0.02, top + 0.02], &coat);
                }
            }
        }
        for third in [-0.33, 0.0, 0.33] {
            let x = center + third * bay;
            k.trim(
                "location",
                [x - 0.055, -half + 0.0105, top - 0.095],
                [x + 0.055, -half + 0.012, top - 0.03],
                &label,
            );
        }
    }
}

/// Up to three pallets side by side between floor or beam and the next beam.
fn bay_loads(k: &mut Kit, rack: &Rack, [center, bay]: [f64; 2], [low, ceiling]: [f64; 2], dice: &mut Stream) {
    let places = if bay >= 2.6 { 3 } else { 2 };
    let detail = if low < 2.2 { rack.detail } else { Detail::Far };
    for place in 0..places {
        let x = center + bay * ((place as f64 + 0.5) / f64::from(places) - 0.5);
        let load = *dice.pick(&Load::COMMON);
        let top = (ceiling - low).min(1.6) * dice.uniform(0.62, 1.0);
        if dice.chance(rack.fill) && top > 0.5 {
            let slip = dice.uniform(-0.012, 0.012);
            // Pallets stand with their length across the beams.
            let pose = at(x + slip, 0.0, low, std::f64::consts::FRAC_PI_2);
            k.group("pallet", pose, |k| loaded_pallet(k, load, top, detail, dice));
        }
    }
}

/// A yellow guard at the end of a row, 0.40 m high, `width` m along y.
pub(crate) fn end_guard(k: &mut Kit, width: f64) {
    let (yellow, black) = (paint::coated(paint::SAFETY_YELLOW), paint::coated(paint::STRIPE_BLACK));
    let half = width / 2.0;
    for y in [-half, half - 0.12] {
        k.block("post", [-0.06, y, 0.0], [0.06, y + 0.12, 0.42], &yellow);
        k.trim("foot", [-0.10, y - 0.04, 0.0], [0.10, y + 0.16, 0.012], &yellow);
        k.trim("stripe", [-0.061, y - 0.001, 0.16], [0.061, y + 0.121, 0.26], &black);
    }
    for z in [0.10, 0.29] {
        k.block("rail", [-0.03, -half, z], [0.03, half, z + 0.10], &yellow);
    }
}

/// A column guard of four yellow half shells with black bands, 0.60 m high, around a square post of `side` m.
pub(crate) fn column_guard(k: &mut Kit, side: f64, height: f64) {
    let (yellow, black) = (paint::coated(paint::SAFETY_YELLOW), paint::coated(paint::STRIPE_BLACK));
    let half = side / 2.0 + 0.04;
    let mut z = 0.0;
    let mut dark = false;
    while z < height - 0.01 {
        let high = (z + 0.15).min(height);
        k.block("band", [-half, -half, z], [half, half, high], if dark { &black } else { &yellow });
        dark = !dark;
        z = high;
    }
}

/// Measures of a bay of boltless shelving, its middle at x = 0, front at -y.
#[derive(Clone, Debug)]
pub(crate) struct Shelving {
    /// Width over all, m.
    pub(crate) width: f64,
    /// Depth, m.
    pub(crate) depth: f64,
    /// Height of the posts, m.
    pub(crate) height: f64,
    /// Heights of the shelf tops, m.
    pub(crate) levels: Vec<f64>,
    /// Posts and edges.
    pub(crate) steel: Material,
    /// Boards.
    pub(crate) board: Material,
    /// Whether a sheet closes the back.
    pub(crate) back: bool,
}

/// Posts, boards with folded edges, and shelf labels.
pub(crate) fn shelving(k: &mut Kit, s: &Shelving) {
    let (x, y) = (s.width / 2.0, s.depth / 2.0);
    for left in [-x, x - 0.035] {
        for front in [-y, y - 0.035] {
            k.block("post", [left, front, 0.0], [left + 0.035, front + 0.035, s.height], &s.steel);
        }
    }
    for top in &s.levels {
        k.block("shelf", [-x + 0.004, -y + 0.004, top - 0.018], [x - 0.004, y - 0.004, *top], &s.board);
        for front in [-y, y - 0.012] {
            k.trim(
                "edge",
                [-x + 0.035, front, top - 0.05],
                [x - 0.035, front + 0.012, top - 0.004],
                &s.steel,
            );
        }
    }
    if s.back {
        k.block("back", [-x + 0.01, y - 0.006, 0.08], [x - 0.01, y - 0.001, s.height - 0.02], &s.steel);
    } else {
        k.bar("brace", [-x + 0.02, y - 0.005, 0.2], [x - 0.02, y - 0.005, s.height - 0.1], 0.006, &s.steel);
        k.bar("brace", [x - 0.02, y - 0.005, 0.2], [-x + 0.02, y - 0.005, s.height - 0.1], 0.006, &s.steel);
    }
}

/// An open-fronted picking bin (length along y, its low front at -y), with a label and contents.
pub(crate) fn picking_bin(
    k: &mut Kit,
    [width, length, height]: [f64; 3],
    hex: u32,
    filled: Option<&Material>,
) {
    let (body, wall) = (paint::plastic(hex), 0.004);
    let (x, y) = (width / 2.0, length / 2.0);
    let lip = 0.55 * height;
    k.block("floor", [-x, -y, 0.0], [x, y, wall], &body);
    k.block("back", [-x, y - wall, wall], [x, y, height], &body);
    for left in [-x, x - wall] {
        k.block("side", [left, -0.55 * y, wall], [left + wall, y - wall, height], &body);
        k.trim("cheek", [left, -y, wall], [left + wall, -0.55 * y, 0.8 * lip], &body);
    }
    k.block("lip", [-x + wall, -y, wall], [x - wall, -y + wall, lip], &body);
    let label = paint::paper();
    k.trim("label", [-0.6 * x, -y - 0.0012, 0.2 * lip], [0.6 * x, -y - 0.0002, 0.75 * lip], &label);
    if let Some(contents) = filled {
        k.trim("contents", [-x + wall, -y + wall, wall], [x - wall, y - wall, 0.45 * height], contents);
    }
}

/// A closed stacking container (KLT): ribbed walls, rim, a label pocket on the front.
pub(crate) fn klt(k: &mut Kit, [length, width, height]: [f64; 3], hex: u32) {
    let (body, rim) = (paint::plastic(hex), paint::plastic(hex));
    let (x, y, wall) = (length / 2.0, width / 2.0, 0.012);
    k.block("floor", [-x + 0.008, -y + 0.008, 0.0], [x - 0.008, y - 0.008, 0.010], &body);
    for (low, high) in [
        ([-x + 0.006, -y + 0.006, 0.010], [x - 0.006, -y + 0.006 + wall, height]),
        ([-x + 0.006, y - 0.006 - wall, 0.010], [x - 0.006, y - 0.006, height]),
        ([-x + 0.006, -y + 0.018, 0.010], [-x + 0.018, y - 0.018, height]),
        ([x - 0.018, -y + 0.018, 0.010], [x - 0.006, y - 0.018, height]),
    ] {
        k.block("wall", low, high, &body);
    }
    for z in [height - 0.022, height - 0.075] {
        for front in [-y, y - 0.006] {
            k.trim("rim", [-x, front, z], [x, front + 0.006, z + 0.022], &rim);
        }
        for left in [-x, x - 0.006] {
            k.trim("rim", [left, -y + 0.006, z], [left + 0.006, y - 0.006, z + 0.022], &rim);
        }
    }
    for rib in [-0.7, -0.35, 0.35, 0.7] {
        k.trim("rib", [rib * x - 0.004, -y, 0.02], [rib * x + 0.004, -y + 0.006, height - 0.075], &body);
    }
    k.trim(
        "label",
        [-0.16 * length, -y - 0.0008, 0.25 * height],
        [0.16 * length, -y + 0.0055, 0.55 * height],
        &paint::paper(),
    );
}

/// Rows of picking bins over a shelf of `width` x `depth` m.
pub(crate) fn bins_on_shelf(
    k: &mut Kit,
    [width, depth]: [f64; 2],
    z: f64,
    colors: &[u32],
    dice: &mut Stream,
) {
    let size = *dice.pick(&[[0.150, 0.230, 0.125], [0.210, 0.350, 0.200], [0.210, 0.350, 0.200]]);
    let size = if size[1] > depth - 0.02 { [0.150, 0.230_f64.min(depth - 0.02), 0.125] } else { size };
    let hex = *dice.pick(colors);
    let pitch = size[0] + 0.008;
    let count = ((width - 0.09) / pitch).floor() as usize;
    for index in 0..count {
        if dice.chance(0.06) {
            continue;
        }
        let x = (index as f64 - (count as f64 - 1.0) / 2.0) * pitch;
        let contents =
            Material::srgb(*dice.pick(&[0x4A4D50, 0x8A8F94, 0xA67B50, 0xC8CCD0, 0x2B2E31, 0xB08D4A]), 0.7);
        let y = -depth / 2.0 + size[1] / 2.0 + 0.01;
        k.group("bin", at(x, y, z, 0.0), |k| picking_bin(k, size, hex, Some(&contents)));
    }
}
