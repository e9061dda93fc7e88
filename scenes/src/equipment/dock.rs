//! Loading docks and the vehicles of warehouses.
//!
//! Doors 2.44 to 2.6 m wide, 2.44 to 3.05 high, every 3.66 to 4.27 m; leveller 1.8 to 2.0 x 2.0 to 3.0 m; hand pallet
//! truck 0.55 x 1.60 m with forks 1.15 long; counterbalanced truck 1.3 x 3.5 m with forks, mast 2.16 m.

use super::hall::hazard_band;
use super::kit::{Kit, at};
use super::machines::castors;
use super::paint;
use glam::DQuat;
use restage_assets::Material;

/// A dock door, wall face at y = 0, opening over x and up from the floor.
#[derive(Clone, Debug)]
pub(crate) struct DockDoor {
    /// Width, m.
    pub(crate) width: f64,
    /// Height, m.
    pub(crate) height: f64,
    /// How far it is open, 0 to 1.
    pub(crate) open: f64,
    /// sRGB of the door sections.
    pub(crate) color: u32,
    /// Whether the light beside it is green.
    pub(crate) green: bool,
    /// Number over the door.
    pub(crate) number: u32,
}

/// Sections, tracks, seal, bumpers, number plate and signal light. An open door shows the lit inside of a trailer.
pub(crate) fn dock_door(k: &mut Kit, d: &DockDoor) {
    let (sheet, track, black) = (paint::coated(d.color), paint::galvanised(), paint::rubber());
    let x = d.width / 2.0;
    let low = d.open * d.height;
    let sections = 5;
    let pitch = d.height / f64::from(sections);
    for section in 0..sections {
        let z = low + pitch * f64::from(section);
        if z + 0.3 * pitch > d.height {
            break;
        }
        let high = (z + pitch).min(d.height) - 0.012;
        k.block("section", [-x, 0.03, z], [x, 0.075, high], &sheet);
        k.trim("rib", [-x, 0.024, z + 0.03], [x, 0.03, z + 0.06], &sheet);
        k.trim("rib", [-x, 0.024, high - 0.06], [x, 0.03, high - 0.03], &sheet);
        if section == 2 {
            for middle in [-0.25 * d.width, 0.25 * d.width] {
                k.trim(
                    "window",
                    [middle - 0.22, 0.022, z + 0.14],
                    [middle + 0.22, 0.03, z + 0.36],
                    &paint::display(0xBFD4E0, 420.0),
                );
                k.trim("frame", [middle - 0.25, 0.0235, z + 0.11], [middle + 0.25, 0.0295, z + 0.39], &black);
            }
        }
    }
    k.trim("seal", [-x, 0.03, low - 0.04], [x, 0.07, low], &black);
    for side in [-x - 0.07, x] {
        // On the face of the wall, beside the opening.
        k.block("track", [side, -0.09, 0.0], [side + 0.07, 0.0, d.height + 0.2], &track);
        let guard = if side < 0.0 { side - 0.10 } else { side + 0.07 };
        k.block(
            "track_guard",
            [guard, -0.12, 0.0],
            [guard + 0.10, 0.0, 1.1],
            &paint::coated(paint::SAFETY_YELLOW),
        );
    }
    k.trim("spring", [-x, -0.06, d.height + 0.22], [x, 0.0, d.height + 0.30], &track);
    k.bar(
        "shaft",
        [-x - 0.05, -0.09, d.height + 0.26],
        [x + 0.05, -0.09, d.height + 0.26],
        0.05,
        &paint::dark_steel(),
    );
    if d.open > 0.05 {
        trailer(k, d);
    }
    signal(k, d, x);
}

/// The inside of a trailer behind an open door: floor, sides, front, and some daylight from its roof.
fn trailer(k: &mut Kit, d: &DockDoor) {
    let (ply, side) = (Material::plain([0.17, 0.11, 0.06], 0.7), Material::plain([0.55, 0.56, 0.57], 0.7));
    let (x, far) = (d.width / 2.0 - 0.06, 4.5);
    k.trim("trailer_floor", [-x, 0.30, -0.06], [x, far, -0.01], &ply);
    for wall in [-x - 0.03, x] {
        k.trim("trailer_side", [wall, 0.30, 0.0], [wall + 0.03, far, 2.7], &side);
    }
    k.trim("trailer_front", [-x, far, 0.0], [x, far + 0.03, 2.7], &side);
    k.trim(
        "trailer_roof",
        [-x, 0.30, 2.7],
        [x, far, 2.73],
        &Material::plain([0.6, 0.62, 0.64], 0.8).emitting(60.0),
    );
    k.trim("shelter", [-x - 0.3, 0.20, -0.1], [-x, 0.32, 3.2], &paint::rubber());
    k.trim("shelter", [x, 0.20, -0.1], [x + 0.3, 0.32, 3.2], &paint::rubber());
    k.trim("shelter", [-x, 0.20, 2.65], [x, 0.32, 3.2], &paint::rubber());
}

fn signal(k: &mut Kit, d: &DockDoor, x: f64) {
    let side = x + 0.42;
    k.trim("signal", [side - 0.07, -0.08, 1.55], [side + 0.07, 0.0, 1.85], &paint::plastic(0x15171A));
    for (z, hex, on) in [(1.77, 0xD8231F, !d.green), (1.63, 0x2FC45A, d.green)] {
        let lens = if on { paint::display(hex, 90.0) } else { paint::plastic(hex) };
        k.bar("lens", [side, -0.095, z], [side, -0.08, z], 0.05, &lens);
    }
    k.trim("controller", [side - 0.10, -0.12, 1.05], [side + 0.10, 0.0, 1.40], &paint::coated(0xD9DCDE));
    for (z, hex) in [(1.32, 0x2FC45A), (1.24, 0x1F4E8C), (1.14, paint::SIGNAL_RED)] {
        k.bar("button", [side, -0.14, z], [side, -0.12, z], 0.022, &paint::plastic(hex));
    }
    k.group("number", at(0.0, -0.005, d.height + 0.55, 0.0), |k| number_plate(k, d.number, 0.42));
}

/// A number in block figures on a plate facing -y; `height` m of the plate.
pub(crate) fn number_plate(k: &mut Kit, number: u32, height: f64) {
    let digits: Vec<u32> = number.to_string().chars().filter_map(|c| c.to_digit(10)).collect();
    let width = height * (0.45 + 0.55 * digits.len() as f64);
    k.trim(
        "plate",
        [-width / 2.0, -0.006, -height / 2.0],
        [width / 2.0, 0.0, height / 2.0],
        &paint::coated(0x1F4E8C),
    );
    let pitch = 0.52 * height;
    for (index, digit) in digits.iter().enumerate() {
        let x = (index as f64 - (digits.len() as f64 - 1.0) / 2.0) * pitch;
        k.group("digit", at(x, -0.006, 0.0, 0.0), |k| {
            block_digit(k, *digit, 0.62 * height, &paint::plastic(0xF4F6F6))
        });
    }
}

/// One figure of seven bars, `height` m, facing -y, its middle at the origin.
pub(crate) fn block_digit(k: &mut Kit, digit: u32, height: f64, material: &Material) {
    // Bars: top, upper right, lower right, bottom, lower left, upper left, middle.
    const BARS: [u8; 10] = [0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F];
    let lit = BARS[(digit % 10) as usize];
    let (w, h, t) = (0.25 * height, 0.5 * height, 0.075 * height);
    let bars = [
        ([-w, h - 2.0 * t], [w, h]),
        ([w - 2.0 * t, 0.0], [w, h]),
        ([w - 2.0 * t, -h], [w, 0.0]),
        ([-w, -h], [w, -h + 2.0 * t]),
        ([-w, -h], [-w + 2.0 * t, 0.0]),
        ([-w, 0.0], [-w + 2.0 * t, h]),
        ([-w, -t], [w, t]),
    ];
    for (index, (low, high)) in bars.into_iter().enumerate() {
        if lit >> index & 1 == 1 {
            k.trim("bar", [low[0], -0.003, low[1]], [high[0], 0.0, high[1]], material);
        }
    }
}

/// A leveller plate in the floor before a door (y from -`depth` to 0), with its hinge and hazard edges.
pub(crate) fn leveller(k: &mut Kit, width: f64, depth: f64) {
    let (plate, dark) = (paint::dark_steel(), Material::plain([0.02, 0.02, 0.022], 0.8));
    let x = width / 2.0;
    k.trim("gap", [-x - 0.02, -depth - 0.02, 0.0], [x + 0.02, 0.0, 0.001], &dark);
    k.trim("plate", [-x, -depth, 0.001], [x, 0.0, 0.006], &plate);
    k.trim("lip", [-x, -0.40, 0.006], [x, -0.385, 0.009], &dark);
    for side in [-x - 0.20, x + 0.04] {
        k.group("hazard", at(side + 0.08, -depth / 2.0, 0.0, std::f64::consts::FRAC_PI_2), |k| {
            hazard_band(k, [-depth / 2.0, -0.08], [depth / 2.0, 0.08]);
        });
    }
}

/// A hand pallet truck, forks towards +y, handle at -y.
pub(crate) fn pallet_truck(k: &mut Kit, hex: u32) {
    let (coat, steel, wheel) = (paint::coated(hex), paint::chrome(), paint::plastic(0xC8A23A));
    for x in [-0.27, 0.11] {
        k.block("fork", [x, -0.10, 0.045], [x + 0.16, 1.05, 0.085], &coat);
        k.prism(
            "tip",
            &[[1.05, 0.045], [1.15, 0.05], [1.15, 0.06], [1.05, 0.085]],
            [x + 0.03, x + 0.13],
            &coat,
        );
        k.bar("roller", [x + 0.03, 0.88, 0.04], [x + 0.13, 0.88, 0.04], 0.04, &wheel);
    }
    k.block("bridge", [-0.27, -0.20, 0.05], [0.27, -0.10, 0.34], &coat);
    k.block("pump", [-0.09, -0.30, 0.12], [0.09, -0.20, 0.46], &coat);
    k.bar("ram", [0.0, -0.25, 0.30], [0.0, -0.25, 0.62], 0.03, &steel);
    for x in [-0.085, 0.035] {
        k.bar("wheel", [x, -0.26, 0.09], [x + 0.05, -0.26, 0.09], 0.09, &wheel);
    }
    k.bar("shaft", [0.0, -0.28, 0.40], [0.0, -0.52, 1.10], 0.018, &coat);
    k.tube(
        "loop",
        &[
            [0.0, -0.52, 1.10],
            [-0.15, -0.55, 1.15],
            [-0.15, -0.58, 1.26],
            [0.0, -0.60, 1.29],
            [0.15, -0.58, 1.26],
            [0.15, -0.55, 1.15],
            [0.0, -0.52, 1.10],
        ],
        0.016,
        &paint::rubber(),
    );
    k.bar("lever", [0.0, -0.55, 1.17], [0.0, -0.62, 1.12], 0.008, &paint::plastic(paint::SIGNAL_RED));
}

/// A counterbalanced fork truck, forks towards -y, tail at +y, 1.2 x 3.3 m.
pub(crate) fn fork_truck(k: &mut Kit, hex: u32) {
    let (coat, dark, tyre) = (paint::coated(hex), paint::coated(0x202327), paint::rubber());
    k.block("chassis", [-0.55, -0.55, 0.25], [0.55, 0.95, 0.72], &coat);
    k.soft("counterweight", [-0.55, 0.75, 0.20], [0.55, 1.35, 1.02], 0.12, &dark);
    k.soft("hood", [-0.42, 0.10, 0.72], [0.42, 0.85, 1.0], 0.06, &dark);
    k.soft("seat", [-0.25, 0.05, 1.0], [0.25, 0.55, 1.12], 0.05, &paint::rubber());
    k.soft("seat_back", [-0.25, 0.50, 1.10], [0.25, 0.62, 1.58], 0.05, &paint::rubber());
    for (x, y, r) in [(-0.60, -0.32, 0.33), (0.42, -0.32, 0.33), (-0.55, 0.95, 0.27), (0.39, 0.95, 0.27)] {
        k.bar("tyre", [x, y, r], [x + 0.18, y, r], r, &tyre);
        k.bar("rim", [x - 0.004, y, r], [x + 0.184, y, r], 0.55 * r, &paint::coated(0xD9DCDE));
    }
    for x in [-0.46, 0.46] {
        k.tube(
            "guard",
            &[
                [x, -0.50, 0.72],
                [x, -0.42, 1.75],
                [x * 0.95, -0.10, 2.10],
                [x * 0.95, 0.75, 2.10],
                [x, 0.98, 0.95],
            ],
            0.035,
            &dark,
        );
    }
    for bar in 0..5 {
        let y = -0.05 + 0.19 * f64::from(bar);
        k.trim("roof_bar", [-0.44, y, 2.08], [0.44, y + 0.05, 2.12], &dark);
    }
    k.bar("column", [0.0, -0.40, 0.72], [0.0, -0.20, 1.18], 0.025, &dark);
    k.bar("wheel", [0.0, -0.19, 1.18], [0.0, -0.17, 1.205], 0.17, &dark);
    for x in [-0.32, 0.20] {
        k.block("mast", [x, -0.78, 0.08], [x + 0.12, -0.60, 2.12], &dark);
    }
    for z in [0.25, 1.1, 2.02] {
        k.trim("cross", [-0.32, -0.74, z], [0.32, -0.68, z + 0.10], &dark);
    }
    k.block("tilt", [-0.32, -0.60, 0.28], [0.32, -0.55, 0.50], &dark);
    k.block("carriage", [-0.48, -0.86, 0.22], [0.48, -0.78, 0.62], &dark);
    for x in [-0.36, 0.24] {
        k.block("fork_heel", [x, -0.90, 0.05], [x + 0.12, -0.86, 0.62], &dark);
        k.block("fork", [x, -1.95, 0.05], [x + 0.12, -0.86, 0.09], &dark);
    }
    k.bar("beacon", [0.0, 0.3, 2.12], [0.0, 0.3, 2.22], 0.05, &paint::display(0xF0A01E, 90.0));
}

/// A pick cart with two shelves of totes: `tray` paint, 1.0 x 0.55 m, handle at +x.
pub(crate) fn pick_cart(k: &mut Kit, top: f64, hex: u32) {
    let (tube, deck) = (paint::coated(hex), paint::wood(0xB58B5A, 3));
    for x in [-0.50, 0.47] {
        for y in [-0.275, 0.245] {
            k.block(
                "post",
                [x, y, 0.14],
                [x + 0.03, y + 0.03, if x > 0.0 { top + 0.25 } else { top }],
                &tube,
            );
        }
    }
    for z in [0.22, (top + 0.22) / 2.0] {
        k.block("deck", [-0.49, -0.265, z - 0.02], [0.49, 0.265, z], &deck);
    }
    k.block("top", [-0.50, -0.275, top - 0.02], [0.47, 0.275, top], &deck);
    k.bar("push_bar", [0.485, -0.26, top + 0.24], [0.485, 0.26, top + 0.24], 0.015, &tube);
    castors(k, [0.485, 0.26], 0.14);
}

/// An upright sack truck leaning on nothing: two wheels, frame, toe plate towards -y.
pub(crate) fn sack_truck(k: &mut Kit, hex: u32) {
    let (tube, tyre) = (paint::coated(hex), paint::rubber());
    for x in [-0.20, 0.20] {
        k.tube("rail", &[[x, 0.0, 0.03], [x, 0.0, 1.0], [x, 0.12, 1.20]], 0.015, &tube);
        k.bar(
            "wheel",
            [x - 0.07 * f64::signum(-x), 0.10, 0.13],
            [x - 0.13 * f64::signum(-x), 0.10, 0.13],
            0.13,
            &tyre,
        );
    }
    for z in [0.25, 0.55, 0.85] {
        k.bar("rung", [-0.20, 0.0, z], [0.20, 0.0, z], 0.012, &tube);
    }
    k.block("toe", [-0.24, -0.22, 0.0], [0.24, 0.02, 0.012], &paint::galvanised());
    k.turned("brace", [0.0, 0.05, 0.07], [0.44, 0.02, 0.04], DQuat::from_rotation_x(0.6), &tube);
}
