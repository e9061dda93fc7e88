//! Bathroom: washbasin units, toilets, baths, showers, rails.

use super::{Axis, Piece, Touch};
use restage_assets::Material;

/// Glazed ceramic.
pub fn ceramic() -> Material {
    Material::plain([0.82, 0.82, 0.80], 0.14)
}

/// Polished metal of taps; partly diffuse, or a room without mirror images would make it dark.
pub fn chrome() -> Material {
    let mut chrome = Material::metal([0.74, 0.75, 0.77], 0.2);
    chrome.metallic = 0.7;
    chrome
}

/// Glass of a screen: there is no transparency, so that only its frame and a pale edge are shown.
fn pane() -> Material {
    Material::plain([0.62, 0.70, 0.70], 0.1)
}

/// A washbasin unit: cabinet, counter with a bowl on one side, mixer tap. `bowl` is the middle of the bowl along x.
/// The free part of the counter is the support `basin counter`.
pub fn vanity(
    [w, d, h]: [f64; 3],
    bowl: f64,
    counter: &Material,
    fronts: &Material,
    handle: &Material,
) -> Piece {
    let mut p = Piece::new("vanity");
    let (x, y) = (w / 2.0, d / 2.0);
    p.block("plinth", [-x + 0.02, -y + 0.07, 0.0], [x - 0.02, y, 0.10], handle, Touch::Solid);
    p.block("cabinet", [-x + 0.005, -y + 0.04, 0.10], [x - 0.005, y, h - 0.035], fronts, Touch::Solid);
    p.block("counter", [-x, -y, h - 0.035], [x, y, h], counter, Touch::Solid);
    let doors = (w / 0.42).round().max(2.0) as usize;
    let width = (w - 0.01) / doors as f64;
    for k in 0..doors {
        let left = -x + 0.005 + k as f64 * width;
        let (low, high) = ([left + 0.002, -y + 0.02, 0.105], [left + width - 0.002, -y + 0.041, h - 0.045]);
        p.block("door", low, high, fronts, Touch::Solid);
        let hand = if k % 2 == 0 { left + width - 0.035 } else { left + 0.035 };
        p.rod("handle", [hand, -y + 0.004, h - 0.17], Axis::Z, [0.006, 0.14], handle, Touch::Seen);
        for z in [h - 0.21, h - 0.13] {
            p.rod("post", [hand, -y + 0.012, z], Axis::Y, [0.004, 0.018], handle, Touch::Seen);
        }
    }
    let (white, metal) = (ceramic(), chrome());
    let profile = [
        [0.0, 0.0],
        [0.10, 0.0],
        [0.19, 0.10],
        [0.205, 0.125],
        [0.19, 0.125],
        [0.165, 0.09],
        [0.09, 0.03],
        [0.0, 0.022],
    ];
    p.lathe("bowl", [bowl, -0.01, h], &profile, &white, Touch::Solid);
    p.rod("drain", [bowl, -0.01, h + 0.0235], Axis::Z, [0.022, 0.004], &metal, Touch::Seen);
    tap(&mut p, [bowl, y - 0.045, h], 0.24, 0.16, &metal);
    free_counter(&mut p, [x, y, h], bowl);
    p
}

/// Free counter beside the bowl starts this far from its middle, m.
const BOWL: f64 = 0.225;
/// Kept free at the side of the counter, its front edge, and its back with tap and mirror, m.
const MARGINS: [f64; 3] = [0.02, 0.015, 0.06];
/// Middle of the bowl from the end of the unit that it is nearest to, m.
pub(crate) const BOWL_FROM_END: f64 = 0.26;

/// Least width and depth of a unit whose free counter has the given size, m.
pub(crate) fn vanity_for([x, y]: [f64; 2]) -> [f64; 2] {
    [x + BOWL_FROM_END + BOWL + MARGINS[0] + 0.005, y + MARGINS[1] + MARGINS[2] + 0.005]
}

fn free_counter(p: &mut Piece, [x, y, h]: [f64; 3], bowl: f64) {
    let [side, front, back] = MARGINS;
    let (low, high) = if bowl < 0.0 { (bowl + BOWL, x - side) } else { (-x + side, bowl - BOWL) };
    let classes = ["hygiene", "cleaning", "drinkware", "medical", "household"];
    p.support("basin counter", [[low, -y + front], [high, y - back]], h, 0.90, &classes);
}

/// A swan-neck mixer: foot at `at`, rise and reach in m, towards -y.
pub fn tap(p: &mut Piece, at: [f64; 3], rise: f64, reach: f64, metal: &Material) {
    let [x, y, z] = at;
    p.rod("tap_foot", [x, y, z + 0.012], Axis::Z, [0.024, 0.024], metal, Touch::Solid);
    let path = [
        [x, y, z],
        [x, y, z + 0.75 * rise],
        [x, y - 0.18 * reach, z + 0.95 * rise],
        [x, y - 0.5 * reach, z + rise],
        [x, y - 0.85 * reach, z + 0.93 * rise],
        [x, y - reach, z + 0.72 * rise],
    ];
    p.tube("tap", &path, 0.012, metal, Touch::Solid);
    p.rod("tap_lever", [x + 0.035, y, z + 0.06], Axis::X, [0.006, 0.07], metal, Touch::Solid);
}

/// A toilet with cistern, seat and lid, 0.38 x 0.68 x 0.80 m, its back at +y.
pub fn toilet() -> Piece {
    let mut p = Piece::new("toilet");
    let white = ceramic();
    let seat = Material::plain([0.80, 0.80, 0.78], 0.25);
    p.soft("foot", [-0.12, -0.10, 0.0], [0.12, 0.30, 0.24], 0.04, &white, Touch::Solid);
    let bowl = outline(0.185, [-0.34, 0.16]);
    p.slab("bowl", &bowl, [0.18, 0.395], &white, Touch::Solid);
    let shrunk = outline(0.15, [-0.29, 0.13]);
    p.slab("skirt", &shrunk, [0.05, 0.19], &white, Touch::Solid);
    p.slab("lid", &outline(0.188, [-0.345, 0.155]), [0.395, 0.43], &seat, Touch::Solid);
    p.soft("cistern", [-0.19, 0.165, 0.39], [0.19, 0.34, 0.76], 0.03, &white, Touch::Solid);
    p.soft("cistern_lid", [-0.195, 0.158, 0.755], [0.195, 0.34, 0.79], 0.014, &white, Touch::Solid);
    p.soft("neck", [-0.15, 0.10, 0.20], [0.15, 0.34, 0.395], 0.03, &white, Touch::Solid);
    p.rod("button", [0.0, 0.25, 0.793], Axis::Z, [0.022, 0.008], &chrome(), Touch::Seen);
    p
}

/// A half-rounded plan outline of half width `half`, from `ends[0]` (round) to `ends[1]` (straight).
fn outline(half: f64, [front, back]: [f64; 2]) -> Vec<[f64; 2]> {
    let mut points = vec![[half, back], [-half, back]];
    for k in 0..=12 {
        let (sin, cos) = libm::sincos(std::f64::consts::PI * f64::from(k) / 12.0);
        points.push([-half * cos, front + half * 1.15 - half * 1.15 * sin]);
    }
    points
}

/// A built-in bath: panel, rim and basin, with filler and hand shower at one end.
pub fn bathtub([w, d, h]: [f64; 3], panel: &Material) -> Piece {
    let mut p = Piece::new("bathtub");
    let white = ceramic();
    let (x, y, rim) = (w / 2.0, d / 2.0, 0.06);
    p.block("panel", [-x, -y, 0.0], [x, -y + 0.02, h - 0.03], panel, Touch::Solid);
    p.block("bottom", [-x, -y + 0.02, 0.10], [x, y, 0.16], &white, Touch::Solid);
    p.block("support", [-x + 0.10, -y + 0.10, 0.0], [x - 0.10, y - 0.10, 0.10], &white, Touch::Seen);
    for (name, low, high) in [
        ("rim_front", [-x, -y, h - 0.03], [x, -y + rim, h]),
        ("rim_back", [-x, y - rim, h - 0.03], [x, y, h]),
        ("rim_left", [-x, -y + rim, h - 0.03], [-x + 0.09, y - rim, h]),
        ("rim_right", [x - 0.09, -y + rim, h - 0.03], [x, y - rim, h]),
    ] {
        p.soft(name, low, high, 0.012, &white, Touch::Solid);
    }
    for (name, low, high) in [
        ("wall_front", [-x, -y + 0.02, 0.16], [x, -y + rim - 0.006, h - 0.02]),
        ("wall_back", [-x, y - rim + 0.006, 0.16], [x, y, h - 0.02]),
        ("wall_left", [-x, -y + rim - 0.006, 0.16], [-x + 0.08, y - rim + 0.006, h - 0.02]),
        ("wall_right", [x - 0.08, -y + rim - 0.006, 0.16], [x, y - rim + 0.006, h - 0.02]),
    ] {
        p.block(name, low, high, &white, Touch::Solid);
    }
    let metal = chrome();
    p.rod("filler", [x - 0.14, 0.0, h + 0.10], Axis::X, [0.016, 0.20], &metal, Touch::Solid);
    p.rod("filler_post", [x - 0.05, 0.0, h + 0.05], Axis::Z, [0.018, 0.10], &metal, Touch::Solid);
    p.tube(
        "hose",
        &[[x - 0.05, 0.02, h + 0.08], [x - 0.06, 0.12, h + 0.03], [x - 0.05, 0.18, h + 0.12]],
        0.007,
        &metal,
        Touch::Seen,
    );
    p
}

/// A shower: tray, tiled corner behind it, a glazed screen at its front and open at one side, rail and head.
pub fn shower([w, d]: [f64; 2]) -> Piece {
    let mut p = Piece::new("shower");
    let (x, y) = (w / 2.0, d / 2.0);
    let (white, metal) = (ceramic(), chrome());
    p.block("tray", [-x, -y, 0.0], [x, y, 0.07], &white, Touch::Solid);
    p.rod("drain", [0.0, 0.0, 0.071], Axis::Z, [0.05, 0.004], &metal, Touch::Seen);
    for cx in [-x + 0.012, -0.05] {
        p.block("screen_post", [cx - 0.012, -y, 0.07], [cx + 0.012, -y + 0.024, 1.95], &metal, Touch::Solid);
    }
    for z in [0.07, 1.926] {
        p.block(
            "screen_rail",
            [-x + 0.02, -y + 0.002, z],
            [-0.06, -y + 0.022, z + 0.024],
            &metal,
            Touch::Solid,
        );
    }
    let glass = pane();
    for k in 0..5 {
        let left = -x + 0.024 + f64::from(k) * (x - 0.09) / 5.0;
        p.block(
            "screen_bar",
            [left, -y + 0.010, 0.09],
            [left + 0.004, -y + 0.014, 1.93],
            &glass,
            Touch::Seen,
        );
    }
    p.rod("rail", [x - 0.20, y - 0.06, 1.45], Axis::Z, [0.011, 1.20], &metal, Touch::Solid);
    for z in [0.90, 2.00] {
        p.rod("bracket", [x - 0.20, y - 0.03, z], Axis::Y, [0.012, 0.06], &metal, Touch::Solid);
    }
    p.tube("arm", &[[x - 0.20, y - 0.06, 2.04], [x - 0.20, y - 0.30, 2.08]], 0.010, &metal, Touch::Solid);
    p.rod("head", [x - 0.20, y - 0.32, 2.065], Axis::Z, [0.11, 0.016], &metal, Touch::Solid);
    p.soft("mixer", [x - 0.28, y - 0.06, 1.08], [x - 0.12, y, 1.13], 0.02, &metal, Touch::Solid);
    p
}

/// A towel rail with a towel over it, hung with the rail at z = 0.
pub fn towel_rail(w: f64, towel: &Material) -> Piece {
    let mut p = Piece::new("towel_rail");
    let metal = chrome();
    p.rod("rail", [0.0, -0.07, 0.0], Axis::X, [0.009, w], &metal, Touch::Solid);
    for sx in [-1.0, 1.0] {
        p.rod("post", [sx * (w / 2.0 - 0.01), -0.035, 0.0], Axis::Y, [0.009, 0.07], &metal, Touch::Solid);
    }
    let half = 0.36 * w;
    p.soft("towel", [-half, -0.092, -0.42], [half, -0.077, 0.014], 0.007, towel, Touch::Solid);
    p.soft("towel_back", [-half, -0.064, -0.30], [half, -0.050, 0.014], 0.006, towel, Touch::Solid);
    p.soft("towel_fold", [-half, -0.092, 0.002], [half, -0.050, 0.017], 0.007, towel, Touch::Solid);
    p
}

/// A paper holder with a roll, hung with the roll at z = 0.
pub fn paper_holder() -> Piece {
    let mut p = Piece::new("paper_holder");
    let metal = chrome();
    let paper = Material::plain([0.83, 0.83, 0.81], 0.95);
    p.rod("post", [0.07, -0.04, 0.0], Axis::Y, [0.008, 0.08], &metal, Touch::Solid);
    p.rod("bar", [0.0, -0.075, 0.0], Axis::X, [0.007, 0.15], &metal, Touch::Solid);
    p.rod("roll", [-0.005, -0.075, 0.0], Axis::X, [0.055, 0.10], &paper, Touch::Solid);
    p
}
