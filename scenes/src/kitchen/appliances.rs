//! Sink and tap, hob, oven, hood, refrigerator, ceiling lamp.

use super::cabinets::{WORKTOP, sink_back, sink_span, steel};
use super::layout::{FRIDGE_WIDTH, HOB_WIDTH, Layout};
use super::parameters::KitchenParameters;
use crate::furniture::{Axis, Piece, Touch};
use restage_assets::Material;

/// What is built into the run.
pub(super) fn build_in(run: &mut Piece, p: &KitchenParameters, at: &Layout) {
    sink(run, at);
    tap(run, p, at);
    hob(run, at);
    oven(run, p, at);
    hood(run, p, at);
}

/// Polished metal of the tap; partly diffuse for the same reason as [`steel`].
fn chrome() -> Material {
    let mut chrome = Material::metal([0.74, 0.75, 0.77], 0.2);
    chrome.metallic = 0.7;
    chrome
}

/// A ceramic butler sink: four walls and a floor, its front standing a little proud of the doors.
fn sink(parts: &mut Piece, at: &Layout) {
    let ceramic = Material::plain([0.80, 0.80, 0.77], 0.14);
    let [x0, x1] = sink_span(at);
    let (front, back) = (0.004, sink_back(at));
    let (rim, wall) = (at.top - 0.006, 0.026);
    let (low, floor) = (at.top - 0.24, at.top - 0.20);
    let mut piece = |name: &str, low: [f64; 3], high: [f64; 3]| {
        parts.block(name, low, high, &ceramic, Touch::Solid);
    };
    piece("sink_floor", [x0, front, low], [x1, back, floor]);
    piece("sink_front", [x0, front, floor], [x1, front + wall, rim]);
    piece("sink_back", [x0, back - wall, floor], [x1, back, rim]);
    piece("sink_left", [x0, front + wall, floor], [x0 + wall, back - wall, rim]);
    piece("sink_right", [x1 - wall, front + wall, floor], [x1, back - wall, rim]);
    let drain = [(x0 + x1) / 2.0, (front + back) / 2.0, floor];
    let chrome = chrome();
    parts.rod("sink_drain", drain, Axis::Z, [0.040, 0.003], &chrome, Touch::Seen);
}

/// A swan-neck tap behind the sink.
fn tap(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let chrome = chrome();
    let x = (at.sink[0] + at.sink[1]) / 2.0;
    let y = at.depth - 0.075;
    let (top, reach) = (at.top + 0.30, 0.17);
    parts.rod("tap_foot", [x, y, at.top + 0.015], Axis::Z, [0.026, 0.03], &chrome, Touch::Solid);
    parts.rod("tap_column", [x, y, at.top + 0.15], Axis::Z, [0.013, 0.30], &chrome, Touch::Solid);
    parts.rod("tap_arm", [x, y - reach / 2.0, top], Axis::Y, [0.012, reach + 0.024], &chrome, Touch::Solid);
    parts.rod("tap_spout", [x, y - reach, top - 0.045], Axis::Z, [0.012, 0.09], &chrome, Touch::Solid);
    let lever = [x + 0.045, y, at.top + 0.07];
    parts.rod("tap_lever", lever, Axis::X, [0.006, 0.09], &steel(p.texture_seed), Touch::Solid);
}

/// A glass hob with four zones.
fn hob(parts: &mut Piece, at: &Layout) {
    let glass = Material::plain([0.012, 0.012, 0.013], 0.13);
    let mark = Material::plain([0.10, 0.10, 0.105], 0.35);
    let (x, depth) = ([at.hob[0] + 0.012, at.hob[1] - 0.012], 0.50);
    let y0 = 0.065;
    let top = at.top + 0.006;
    parts.block("hob", [x[0], y0, at.top], [x[1], y0 + depth, top], &glass, Touch::Solid);
    let zones = [(0.27, 0.27, 0.090), (0.74, 0.27, 0.072), (0.27, 0.73, 0.072), (0.74, 0.73, 0.105)];
    for (index, (s, t, radius)) in zones.into_iter().enumerate() {
        let center = [x[0] + s * (x[1] - x[0]), y0 + 0.02 + t * depth * 0.92, top];
        let name = format!("hob_zone_{index}");
        parts.rod(&name, center, Axis::Z, [radius, 0.0008], &mark, Touch::Seen);
        parts.rod(&format!("{name}_inner"), center, Axis::Z, [radius - 0.004, 0.0014], &glass, Touch::Seen);
    }
}

/// A built-in oven under the hob: control strip with knobs, glass door, bar handle.
fn oven(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let metal = steel(p.texture_seed);
    let glass = Material::plain([0.015, 0.015, 0.016], 0.14);
    let [x0, x1] = [at.hob[0] + 0.003, at.hob[1] - 0.003];
    let (high, strip, low) = (at.top - WORKTOP - 0.006, at.top - WORKTOP - 0.10, 0.29);
    let y = 0.026;
    parts.block("oven_panel", [x0, y, strip + 0.003], [x1, y + 0.03, high], &metal, Touch::Seen);
    parts.block("oven_door", [x0, y, low], [x1, y + 0.03, strip], &glass, Touch::Seen);
    parts.block("oven_drawer", [x0, y, 0.102], [x1, y + 0.03, low - 0.004], &metal, Touch::Seen);
    let middle = (x0 + x1) / 2.0;
    let bar = [middle, y - 0.040, strip - 0.055];
    parts.rod("oven_handle", bar, Axis::X, [0.009, x1 - x0 - 0.10], &metal, Touch::Seen);
    for (name, x) in [("oven_post_a", x0 + 0.09), ("oven_post_b", x1 - 0.09)] {
        parts.rod(name, [x, y - 0.020, strip - 0.055], Axis::Y, [0.006, 0.04], &metal, Touch::Seen);
    }
    for (index, offset) in [-0.2, -0.1, 0.1, 0.2].into_iter().enumerate() {
        let center = [middle + offset, y - 0.011, (strip + high) / 2.0];
        let knob = Material::plain([0.05, 0.05, 0.05], 0.3);
        parts.rod(&format!("oven_knob_{index}"), center, Axis::Y, [0.018, 0.024], &knob, Touch::Seen);
    }
    let display = Material::plain([0.02, 0.02, 0.025], 0.15);
    let z = (strip + high) / 2.0;
    parts.block(
        "oven_display",
        [middle - 0.05, y - 0.0015, z - 0.016],
        [middle + 0.05, y + 0.01, z + 0.016],
        &display,
        Touch::Seen,
    );
}

/// A canopy 0.65 m above the hob and its duct.
fn hood(parts: &mut Piece, p: &KitchenParameters, at: &Layout) {
    let metal = steel(p.texture_seed);
    let x = [at.hob[0] + 0.004, at.hob[0] + HOB_WIDTH - 0.004];
    let low = at.top + 0.65;
    let back = at.depth - 0.001;
    parts.block("hood_canopy", [x[0], at.depth - 0.47, low], [x[1], back, low + 0.065], &metal, Touch::Solid);
    let filter = Material::metal([0.30, 0.30, 0.30], 0.5);
    parts.block(
        "hood_filter",
        [x[0] + 0.04, at.depth - 0.44, low - 0.004],
        [x[1] - 0.04, back - 0.06, low + 0.01],
        &filter,
        Touch::Seen,
    );
    let middle = (x[0] + x[1]) / 2.0;
    let duct_low = [middle - 0.13, at.depth - 0.27, low + 0.06];
    parts.block("hood_duct", duct_low, [middle + 0.13, back, at.ceiling], &metal, Touch::Solid);
}

/// A free-standing refrigerator after the end of the run.
pub(super) fn fridge(at: &Layout) -> Piece {
    let mut parts = Piece::new("refrigerator");
    let mut body = Material::metal([0.62, 0.62, 0.61], 0.42);
    body.metallic = 0.5;
    let dark = Material::plain([0.05, 0.05, 0.05], 0.5);
    let x = [at.right + 0.02, at.right + 0.02 + FRIDGE_WIDTH];
    let front = -0.01;
    let split = 0.72;
    parts.block(
        "fridge_body",
        [x[0], front + 0.065, 0.02],
        [x[1], at.depth - 0.03, 1.78],
        &dark,
        Touch::Solid,
    );
    parts.block(
        "fridge_door_low",
        [x[0], front, 0.06],
        [x[1], front + 0.06, split - 0.004],
        &body,
        Touch::Seen,
    );
    parts.block(
        "fridge_door_high",
        [x[0], front, split + 0.004],
        [x[1], front + 0.06, 1.785],
        &body,
        Touch::Seen,
    );
    parts.block(
        "fridge_plinth",
        [x[0] + 0.02, front + 0.10, 0.0],
        [x[1] - 0.02, at.depth - 0.05, 0.03],
        &dark,
        Touch::Seen,
    );
    let handle = steel(1);
    for (name, z) in [("fridge_handle_low", split - 0.24), ("fridge_handle_high", split + 0.28)] {
        parts.rod(name, [x[0] + 0.045, front - 0.032, z], Axis::Z, [0.009, 0.36], &handle, Touch::Seen);
        for (post, offset) in [("a", -0.14), ("b", 0.14)] {
            let center = [x[0] + 0.045, front - 0.016, z + offset];
            parts.rod(&format!("{name}_{post}"), center, Axis::Y, [0.006, 0.032], &handle, Touch::Seen);
        }
    }
    parts
}

/// Where the ceiling lamp hangs, before mirroring, m.
fn lamp_position(p: &KitchenParameters, at: &Layout) -> [f64; 3] {
    let middle = (at.free_front + at.free_back) / 2.0;
    [p.lamp_offset[0], middle - p.lamp_offset[1], at.ceiling - 0.06]
}

/// A round ceiling lamp.
pub(super) fn lamp(p: &KitchenParameters, at: &Layout) -> Piece {
    let mut parts = Piece::new("ceiling_lamp");
    let [x, y, z] = lamp_position(p, at);
    let rim = Material::plain([0.75, 0.75, 0.74], 0.4);
    let shade = Material::plain([1.0, 0.95, 0.88], 0.6).emitting(1500.0);
    parts.rod("ceiling_lamp_rim", [x, y, z + 0.03], Axis::Z, [0.19, 0.06], &rim, Touch::Seen);
    parts.rod("ceiling_lamp", [x, y, z], Axis::Z, [0.17, 0.03], &shade, Touch::Seen);
    // Below the lamp body, so that it lights the room as its shade would.
    parts.lamp("ceiling_lamp", [x, y, z - 0.15], 1.0);
    parts
}
