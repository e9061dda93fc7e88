//! Machine tools and what stands around them.
//!
//! Machining centre 2.0 to 3.5 x 2.0 to 2.8 m, 2.3 to 2.8 m high, door opening 0.6 to 1.2 m wide at a sill of 0.85
//! to 1.0 m, control panel at 1.4 to 1.6 m; lathe 1.8 to 3.0 x 1.5 to 1.8 x 1.7 to 1.9 m; fence 1.4 to 2.2 m; tool
//! trolley 0.70 x 0.45 x 0.95 m; drum 0.58 m wide and 0.88 m high; gas bottle 0.23 x 1.6 m.

use super::bench_tools::{Screen, screen};
use super::conveyor::emergency_stop;
use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;

/// An enclosed machine tool, front at -y, footprint `width` x `depth` about the origin.
#[derive(Clone, Debug)]
pub(crate) struct MachineTool {
    /// Width, m.
    pub(crate) width: f64,
    /// Depth, m.
    pub(crate) depth: f64,
    /// Height, m.
    pub(crate) height: f64,
    /// sRGB of the enclosure.
    pub(crate) body: u32,
    /// sRGB of the accent band.
    pub(crate) accent: u32,
    /// How far the sliding door stands open, 0 to 1.
    pub(crate) open: f64,
    /// Whether the control stands at the left instead of the right.
    pub(crate) control_left: bool,
    /// Colour of the light tower that is lit: 0 red, 1 amber, 2 green.
    pub(crate) lit: usize,
}

/// Enclosure with a cut-out working space, sliding window door, control, light tower, plinth, side louvres.
pub(crate) fn machine_tool(k: &mut Kit, m: &MachineTool) {
    let (body, accent, dark) = (paint::coated(m.body), paint::coated(m.accent), paint::coated(0x2A2E33));
    let (x, y, z) = (m.width / 2.0, m.depth / 2.0, m.height);
    let side = if m.control_left { 1.0 } else { -1.0 };
    // The working space lies beside the control.
    let half = 0.30 * m.width;
    let mid = side * (x - half - 0.14);
    let (left, right, sill, head) = (mid - half, mid + half, 0.92, 0.80 * z);
    k.block("plinth", [-x + 0.04, -y + 0.06, 0.0], [x - 0.04, y - 0.02, 0.12], &dark);
    k.block("rear", [-x, -0.1 * m.depth, 0.12], [x, y, z - 0.10], &body);
    k.block("front_left", [-x, -y, 0.12], [left, -0.1 * m.depth, z], &body);
    k.block("front_right", [right, -y, 0.12], [x, -0.1 * m.depth, z], &body);
    k.block("front_sill", [left, -y, 0.12], [right, -0.1 * m.depth, sill], &body);
    k.block("front_head", [left, -y, head], [right, -0.1 * m.depth, z], &body);
    k.trim("band", [-x - 0.002, -y - 0.003, 0.62], [x + 0.002, -y, 0.76], &accent);
    k.trim("name", [mid - 0.35, -y - 0.004, head + 0.06], [mid + 0.20, -y, head + 0.17], &accent);
    k.trim(
        "letters",
        [mid - 0.31, -y - 0.006, head + 0.09],
        [mid + 0.10, -y, head + 0.14],
        &paint::plastic(0xF2F3F4),
    );
    k.group("inside", at(mid, -y, sill, 0.0), |k| working_space(k, half, 0.4 * m.depth, head - sill));
    // An open door has slid over the front towards the control, and ends before it.
    let shift = -side * m.open * (0.4 * m.width - 0.66).max(0.0);
    k.group("door", at(mid, -y, sill, 0.0), |k| sliding_door(k, half, head - sill, shift, m.body));
    let panel = -side * (x - 0.27);
    k.group("control", at(panel, -y, 1.05, 0.0), |k| control_panel(k, m.accent));
    k.group("tower", at(-side * (x - 0.25), 0.1 * m.depth, z - 0.10, 0.0), |k| light_tower(k, m.lit));
    louvres(k, [x, y], &dark);
    k.trim(
        "tray",
        [left + 0.05, -y - 0.12, sill - 0.18],
        [right - 0.05, -y, sill - 0.15],
        &paint::stainless(7),
    );
}

fn louvres(k: &mut Kit, [x, y]: [f64; 2], dark: &Material) {
    for slat in 0..7 {
        let z = 1.15 + 0.05 * f64::from(slat);
        for side in [-x - 0.003, x - 0.001] {
            k.trim("louvre", [side, 0.25 * y, z], [side + 0.004, 0.75 * y, z + 0.022], dark);
        }
    }
    for side in [-x - 0.003, x - 0.001] {
        k.trim("hatch", [side, -0.75 * y, 0.30], [side + 0.004, -0.35 * y, 1.0], dark);
    }
}

/// Lit inside walls, spindle, table and a vise, in a box of half width, depth and height.
fn working_space(k: &mut Kit, half: f64, depth: f64, height: f64) {
    let (wall, steel) = (paint::galvanised(), paint::chrome());
    let glow = Material::plain([0.9, 0.93, 0.95], 0.5).emitting(2200.0);
    k.trim("back_wall", [-half, depth - 0.01, 0.0], [half, depth, height], &wall);
    k.trim(
        "lamp",
        [-0.6 * half, depth - 0.05, height - 0.05],
        [0.6 * half, depth - 0.01, height - 0.02],
        &glow,
    );
    k.block(
        "table",
        [-0.8 * half, 0.35 * depth, 0.10],
        [0.8 * half, 0.8 * depth, 0.18],
        &paint::dark_steel(),
    );
    k.block(
        "saddle",
        [-0.35 * half, 0.45 * depth, 0.0],
        [0.35 * half, 0.7 * depth, 0.10],
        &paint::dark_steel(),
    );
    for slot in 0..3 {
        let y = depth * (0.42 + 0.14 * f64::from(slot));
        k.trim("slot", [-0.8 * half, y, 0.18], [0.8 * half, y + 0.016, 0.1805], &paint::plastic(0x0E0F10));
    }
    k.trim("vise", [-0.12, 0.45 * depth, 0.18], [0.12, 0.70 * depth, 0.28], &steel);
    k.trim("work", [-0.07, 0.52 * depth, 0.28], [0.07, 0.62 * depth, 0.33], &paint::metal_grey());
    k.trim(
        "head",
        [-0.16, 0.40 * depth, 0.62 * height],
        [0.16, depth - 0.01, height],
        &paint::coated(0xD9DCDE),
    );
    k.bar("spindle", [0.0, 0.57 * depth, 0.50 * height], [0.0, 0.57 * depth, 0.62 * height], 0.065, &steel);
    k.bar("tool", [0.0, 0.57 * depth, 0.36 * height], [0.0, 0.57 * depth, 0.50 * height], 0.016, &steel);
    for side in [-1.0, 1.0] {
        let from = [side * 0.09, 0.57 * depth, 0.52 * height];
        k.tube(
            "coolant",
            &[from, [side * 0.11, 0.5 * depth, 0.44 * height], [side * 0.03, 0.55 * depth, 0.36 * height]],
            0.010,
            &paint::plastic(0xE06A1E),
        );
    }
}

/// A door of frame and pane that covers the opening from -`half` to `half` and has slid aside by `shift` m.
fn sliding_door(k: &mut Kit, half: f64, height: f64, shift: f64, hex: u32) {
    let (frame, pane) = (paint::coated(hex), Material::plain([0.05, 0.06, 0.065], 0.12));
    let (left, right) = (shift - half, shift + half);
    let y = [-0.035, -0.006];
    let rail = 0.09;
    for (low, high) in [
        ([left, y[0], 0.0], [right, y[1], 0.30 * height]),
        ([left, y[0], 0.88 * height], [right, y[1], height]),
        ([left, y[0], 0.30 * height], [left + rail, y[1], 0.88 * height]),
        ([right - rail, y[0], 0.30 * height], [right, y[1], 0.88 * height]),
    ] {
        k.block("frame", low, high, &frame);
    }
    k.block("pane", [left + rail, -0.028, 0.30 * height], [right - rail, -0.014, 0.88 * height], &pane);
    let grip = if shift >= 0.0 { left + 0.045 } else { right - 0.045 };
    k.bar(
        "handle",
        [grip, -0.085, 0.38 * height],
        [grip, -0.085, 0.80 * height],
        0.014,
        &paint::dark_steel(),
    );
    for z in [0.42, 0.76] {
        k.bar("stay", [grip, -0.085, z * height], [grip, -0.03, z * height], 0.009, &paint::dark_steel());
    }
}

/// A machine control 0.42 m wide whose housing rises from z = 0, its face at y = 0 towards -y.
pub(crate) fn control_panel(k: &mut Kit, accent: u32) {
    let (shell, keys) = (paint::coated(0x3A4046), paint::plastic(0xC9CDD0));
    k.block("shell", [-0.22, -0.14, 0.0], [0.22, -0.004, 0.62], &shell);
    k.trim("band", [-0.221, -0.141, 0.575], [0.221, -0.02, 0.60], &paint::coated(accent));
    k.group("screen", at(0.0, -0.1415, 0.31, 0.0), |k| screen(k, [0.34, 0.235], Screen::Chart));
    k.trim("bezel", [-0.185, -0.1412, 0.295], [0.185, -0.14, 0.56], &paint::plastic(0x121416));
    for row in 0..4 {
        let z = 0.105 + 0.045 * f64::from(row);
        k.trim("keys", [-0.17, -0.146, z], [0.02, -0.14, z + 0.032], &keys);
        k.trim("keys", [0.035, -0.146, z], [0.17, -0.14, z + 0.032], &keys);
    }
    k.bar("dial", [-0.11, -0.14, 0.055], [-0.11, -0.165, 0.055], 0.026, &paint::plastic(0x16181A));
    k.bar("start", [0.0, -0.14, 0.055], [0.0, -0.155, 0.055], 0.016, &paint::display(0x2FC45A, 160.0));
    k.group("stop", at(0.12, -0.14, 0.055, 0.0), emergency_stop);
    k.trim("desk", [-0.22, -0.19, -0.012], [0.22, -0.004, 0.006], &shell);
}

/// A stack light of three colours on a stem; `lit` is 0 (red), 1 (amber) or 2 (green).
pub(crate) fn light_tower(k: &mut Kit, lit: usize) {
    k.bar("stem", [0.0, 0.0, 0.0], [0.0, 0.0, 0.20], 0.012, &paint::chrome());
    k.bar("foot", [0.0, 0.0, 0.0], [0.0, 0.0, 0.03], 0.035, &paint::plastic(0x1B1D1F));
    for (index, hex) in [0xD8231F, 0xF0A01E, 0x2FC45A].into_iter().enumerate() {
        let z = 0.20 + 0.065 * (2 - index) as f64;
        let lens = if index == lit { paint::display(hex, 90.0) } else { paint::plastic(hex) };
        k.bar("lens", [0.0, 0.0, z], [0.0, 0.0, z + 0.06], 0.029, &lens);
        k.bar("ring", [0.0, 0.0, z + 0.06], [0.0, 0.0, z + 0.065], 0.031, &paint::plastic(0x1B1D1F));
    }
    k.bar("cap", [0.0, 0.0, 0.395], [0.0, 0.0, 0.41], 0.030, &paint::plastic(0x1B1D1F));
}

/// A machine fence of `panels` meshes of `pitch` m along x, `height` m high, its middle at x = 0.
pub(crate) fn fence(k: &mut Kit, panels: usize, pitch: f64, height: f64) {
    let (post, wire) = (paint::coated(paint::SAFETY_YELLOW), paint::coated(0x1B1D1F));
    let start = -(panels as f64) * pitch / 2.0;
    for index in 0..=panels {
        let x = start + pitch * index as f64;
        k.block("post", [x - 0.025, -0.025, 0.0], [x + 0.025, 0.025, height], &post);
        k.trim("foot", [x - 0.06, -0.06, 0.0], [x + 0.06, 0.06, 0.010], &post);
    }
    for index in 0..panels {
        let (low, high) = (start + pitch * index as f64 + 0.025, start + pitch * (index + 1) as f64 - 0.025);
        for z in [0.12, height - 0.04] {
            k.trim("rail", [low, -0.010, z], [high, 0.010, z + 0.02], &wire);
        }
        let wires = (pitch / 0.11).round() as usize;
        for wire_index in 0..=wires {
            let x = low + (high - low) * wire_index as f64 / wires as f64;
            k.trim("wire", [x - 0.002, -0.004, 0.12], [x + 0.002, 0.004, height - 0.03], &wire);
        }
        let rows = ((height - 0.2) / 0.30).round() as usize;
        for row in 1..rows {
            let z = 0.12 + (height - 0.16) * row as f64 / rows as f64;
            k.trim("wire", [low, -0.003, z], [high, 0.003, z + 0.004], &wire);
        }
    }
}

/// A warning plate on a fence or wall, facing -y: yellow with a black sign.
pub(crate) fn warning_plate(k: &mut Kit, size: f64) {
    let (yellow, black) = (paint::coated(paint::SAFETY_YELLOW), paint::coated(paint::STRIPE_BLACK));
    let half = size / 2.0;
    k.trim("plate", [-half, -0.004, -half], [half, 0.0, half], &yellow);
    // A standing exclamation mark reads as a warning from afar.
    k.trim("stroke", [-0.09 * size, -0.006, -0.12 * size], [0.09 * size, -0.004, 0.34 * size], &black);
    k.trim("dot", [-0.09 * size, -0.006, -0.34 * size], [0.09 * size, -0.004, -0.20 * size], &black);
}

/// A tool trolley 0.70 x 0.45 x 0.95 m of `drawers` drawers on castors.
pub(crate) fn tool_trolley(k: &mut Kit, hex: u32) {
    let (body, dark) = (paint::coated(hex), paint::plastic(0x1B1D1F));
    k.group("body", at(0.0, -0.225, 0.13, 0.0), |k| {
        super::bench::drawer_unit(k, [0.64, 0.45, 0.76], 6, &body)
    });
    k.block("mat", [-0.33, -0.225, 0.89], [0.33, 0.225, 0.905], &dark);
    for edge in [-0.33, 0.315] {
        k.block("edge", [edge, -0.225, 0.905], [edge + 0.015, 0.225, 0.935], &body);
    }
    k.block("edge", [-0.33, 0.21, 0.905], [0.33, 0.225, 0.935], &body);
    castors(k, [0.26, 0.17], 0.13);
    for y in [-0.14, 0.14] {
        k.bar("stay", [0.32, y, 0.80], [0.40, y, 0.80], 0.010, &dark);
    }
    k.bar("handle", [0.40, -0.15, 0.80], [0.40, 0.15, 0.80], 0.015, &dark);
}

/// Four swivel castors at (+-x, +-y) below height `high`.
pub(crate) fn castors(k: &mut Kit, [x, y]: [f64; 2], high: f64) {
    let (steel, tyre) = (paint::galvanised(), paint::rubber());
    let radius = 0.42 * high;
    for (cx, cy) in [(-x, -y), (x, -y), (-x, y), (x, y)] {
        k.trim("fork", [cx - 0.025, cy - 0.02, radius], [cx + 0.025, cy + 0.02, high], &steel);
        k.bar("wheel", [cx - 0.016, cy + 0.012, radius], [cx + 0.016, cy + 0.012, radius], radius, &tyre);
    }
}

/// A work cart: two trays of `size` (x, y) at 0.25 m and `top` m, push bar at +x.
pub(crate) fn cart(k: &mut Kit, [width, depth]: [f64; 2], top: f64, tray: &Material) {
    let (x, y, tube) = (width / 2.0, depth / 2.0, paint::coated(0x2B2F33));
    k.block("top", [-x, -y, top - 0.025], [x, y, top], tray);
    k.block("bottom", [-x + 0.02, -y + 0.02, 0.23], [x - 0.02, y - 0.02, 0.255], tray);
    for (cx, cy) in
        [(-x + 0.03, -y + 0.03), (x - 0.03, -y + 0.03), (-x + 0.03, y - 0.03), (x - 0.03, y - 0.03)]
    {
        k.post("post", [cx, cy], [0.13, top - 0.024], 0.014, &tube);
    }
    castors(k, [x - 0.06, y - 0.06], 0.14);
    let rail = x + 0.07;
    k.tube(
        "push_bar",
        &[
            [x - 0.03, -y + 0.05, top - 0.05],
            [rail, -y + 0.05, top + 0.04],
            [rail, y - 0.05, top + 0.04],
            [x - 0.03, y - 0.05, top - 0.05],
        ],
        0.014,
        &tube,
    );
}

/// A gas bottle 0.23 x 1.6 m with its cap, chained upright.
pub(crate) fn gas_bottle(k: &mut Kit, hex: u32) {
    let coat = paint::coated(hex);
    k.lathe(
        "body",
        [0.0, 0.0, 0.0],
        &[[0.10, 0.0], [0.115, 0.02], [0.115, 1.28], [0.095, 1.38], [0.045, 1.44], [0.04, 1.46]],
        &coat,
    );
    k.bar("shoulder", [0.0, 0.0, 1.28], [0.0, 0.0, 1.30], 0.116, &paint::coated(0xE6E8E9));
    k.lathe("cap", [0.0, 0.0, 1.46], &[[0.055, 0.0], [0.055, 0.12], [0.03, 0.16]], &paint::coated(0x33373B));
    k.bar("chain", [0.0, 0.0, 0.95], [0.0, 0.0, 0.97], 0.118, &paint::galvanised());
}

/// A steel locker row of `count` doors, each 0.35 m wide, 0.50 deep, 1.80 high, front at -y.
pub(crate) fn lockers(k: &mut Kit, count: usize, hex: u32) {
    let (coat, dark) = (paint::coated(hex), paint::plastic(0x15171A));
    let x = count as f64 * 0.35 / 2.0;
    k.block("body", [-x, -0.235, 0.10], [x, 0.25, 1.80], &paint::coated(0xB9BEC2));
    k.trim("base", [-x + 0.02, -0.21, 0.0], [x - 0.02, 0.23, 0.10], &dark);
    for door in 0..count {
        let left = -x + 0.35 * door as f64;
        k.trim("door", [left + 0.004, -0.252, 0.11], [left + 0.346, -0.234, 1.79], &coat);
        for vent in 0..4 {
            let z = 1.58 + 0.035 * f64::from(vent);
            k.trim("vent", [left + 0.10, -0.2535, z], [left + 0.25, -0.252, z + 0.010], &dark);
        }
        k.trim("lock", [left + 0.29, -0.262, 0.98], [left + 0.315, -0.252, 1.06], &paint::chrome());
        k.trim("card", [left + 0.13, -0.2535, 1.48], [left + 0.22, -0.252, 1.53], &paint::paper());
    }
}

/// A six-axis robot on a pedestal of `pedestal` m, its hand held forward over -y.
pub(crate) fn robot_arm(k: &mut Kit, pedestal: f64, hex: u32, dice: &mut Stream) {
    let (coat, joint, base) = (paint::coated(hex), paint::plastic(0x2A2D31), paint::coated(0x55595D));
    k.block("pedestal", [-0.18, -0.18, 0.02], [0.18, 0.18, pedestal], &base);
    k.block("plate", [-0.26, -0.26, 0.0], [0.26, 0.26, 0.02], &base);
    k.post("waist", [0.0, 0.0], [pedestal, pedestal + 0.20], 0.13, &coat);
    let lift = dice.uniform(0.45, 0.62);
    let shoulder = [0.0, 0.0, pedestal + 0.28];
    let elbow = [0.0, 0.16, pedestal + 0.28 + lift];
    let wrist = [0.0, -0.42, pedestal + 0.36 + 0.75 * lift];
    k.bar("shoulder", [-0.14, 0.0, shoulder[2]], [0.14, 0.0, shoulder[2]], 0.11, &joint);
    k.beam("upper_arm", shoulder, elbow, [0.13, 0.15], &coat);
    k.bar("elbow", [-0.11, elbow[1], elbow[2]], [0.11, elbow[1], elbow[2]], 0.09, &joint);
    k.beam("fore_arm", elbow, wrist, [0.10, 0.11], &coat);
    k.bar("wrist", [-0.07, wrist[1], wrist[2]], [0.07, wrist[1], wrist[2]], 0.06, &joint);
    k.bar("hand", wrist, [0.0, wrist[1] - 0.02, wrist[2] - 0.16], 0.04, &coat);
    for side in [-0.04, 0.025] {
        let low = [side, wrist[1] - 0.04, wrist[2] - 0.26];
        k.trim("finger", low, [side + 0.015, wrist[1], wrist[2] - 0.15], &joint);
    }
    k.tube(
        "dress",
        &[
            [0.10, 0.10, pedestal + 0.1],
            [0.16, 0.22, pedestal + 0.45],
            [0.14, 0.24, elbow[2]],
            [0.10, -0.1, wrist[2] + 0.12],
        ],
        0.018,
        &paint::rubber(),
    );
}

/// A panel radiator-like electrical cabinet 0.80 x 0.40 x 2.0 m, front at -y.
pub(crate) fn electrical_cabinet(k: &mut Kit, hex: u32) {
    let (coat, dark) = (paint::coated(hex), paint::plastic(0x1B1D1F));
    k.block("body", [-0.40, -0.18, 0.10], [0.40, 0.20, 2.0], &coat);
    k.trim("base", [-0.40, -0.17, 0.0], [0.40, 0.20, 0.10], &dark);
    for left in [-0.396, 0.003] {
        k.trim("door", [left, -0.20, 0.11], [left + 0.393, -0.18, 1.99], &coat);
        k.trim("vent", [left + 0.10, -0.202, 0.25], [left + 0.29, -0.20, 0.40], &dark);
    }
    k.trim("handle", [-0.035, -0.225, 1.0], [-0.015, -0.20, 1.16], &dark);
    k.group("plate", at(0.2, -0.2, 1.6, 0.0), |k| warning_plate(k, 0.12));
    k.bar("switch", [0.2, -0.20, 1.3], [0.2, -0.23, 1.3], 0.04, &paint::plastic(paint::SIGNAL_RED));
    k.turned(
        "lever",
        [0.2, -0.236, 1.3],
        [0.014, 0.012, 0.08],
        DQuat::from_rotation_y(0.7),
        &paint::plastic(paint::SIGNAL_RED),
    );
}
