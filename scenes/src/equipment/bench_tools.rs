//! What stands and hangs at work benches: packing, assembly and electronics tools. Each stands on z = 0 in its own frame
//! with its front towards -y. Sizes are those of common products.

use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;

/// A bench tape dispenser, 0.26 x 0.10 x 0.12 m, with a roll of tape.
pub(crate) fn tape_dispenser(k: &mut Kit, hex: u32) {
    let (body, tape) = (paint::plastic(hex), Material::plain([0.42, 0.29, 0.13], 0.35));
    k.block("base", [-0.13, -0.05, 0.0], [0.13, 0.05, 0.035], &body);
    for y in [-0.05, 0.042] {
        k.block("cheek", [-0.12, y, 0.035], [0.02, y + 0.008, 0.075], &body);
    }
    k.bar("roll", [-0.05, -0.034, 0.082], [-0.05, 0.034, 0.082], 0.062, &tape);
    k.bar("hub", [-0.05, -0.043, 0.082], [-0.05, 0.043, 0.082], 0.032, &paint::plastic(0xD8DADB));
    k.bar("pin", [-0.05, -0.052, 0.082], [-0.05, 0.052, 0.082], 0.012, &paint::dark_steel());
    k.block("head", [0.07, -0.04, 0.035], [0.12, 0.04, 0.085], &body);
    k.trim("blade", [0.118, -0.036, 0.083], [0.124, 0.036, 0.09], &paint::chrome());
    k.beam("strip", [-0.03, 0.0, 0.141], [0.10, 0.0, 0.088], [0.05, 0.0008], &tape);
}

/// A roll of kraft paper on an under-table or table-top cutter, `width` m wide.
pub(crate) fn paper_cutter(k: &mut Kit, width: f64) {
    let (steel, kraft) = (paint::coated(0x3A3F45), Material::plain([0.42, 0.29, 0.17], 0.9));
    let x = width / 2.0;
    k.bar("roll", [-x, 0.0, 0.15], [x, 0.0, 0.15], 0.105, &kraft);
    k.bar(
        "core",
        [-x - 0.012, 0.0, 0.15],
        [x + 0.012, 0.0, 0.15],
        0.038,
        &Material::plain([0.30, 0.20, 0.11], 0.9),
    );
    for side in [-x - 0.035, x + 0.02] {
        k.block("stand", [side, -0.10, 0.0], [side + 0.015, 0.10, 0.03], &steel);
        k.block("cheek", [side, -0.03, 0.03], [side + 0.015, 0.03, 0.18], &steel);
    }
    k.trim("blade", [-x, -0.125, 0.18], [x, -0.11, 0.20], &paint::galvanised());
    for side in [-x - 0.028, x + 0.028] {
        k.beam("arm", [side, -0.02, 0.17], [side, -0.12, 0.19], [0.012, 0.02], &steel);
    }
    k.beam("sheet", [0.0, -0.09, 0.205], [0.0, -0.20, 0.004], [2.0 * x - 0.01, 0.001], &kraft);
}

/// A parcel scale: platter 0.32 x 0.28 m at 0.07 m with a display in front of it.
pub(crate) fn scale(k: &mut Kit) {
    let (body, plate) = (paint::plastic(0x2B2F33), paint::stainless(3));
    k.block("body", [-0.15, -0.13, 0.012], [0.15, 0.13, 0.055], &body);
    k.block("platter", [-0.16, -0.14, 0.055], [0.16, 0.14, 0.068], &plate);
    for (x, y) in [(-0.12, -0.10), (0.12, -0.10), (-0.12, 0.10), (0.12, 0.10)] {
        k.post("foot", [x, y], [0.0, 0.014], 0.018, &paint::rubber());
    }
    k.turned("panel", [0.0, -0.165, 0.030], [0.20, 0.07, 0.03], DQuat::from_rotation_x(0.4), &body);
    k.turned(
        "readout",
        [0.0, -0.168, 0.0465],
        [0.09, 0.035, 0.002],
        DQuat::from_rotation_x(0.4),
        &paint::display(0x9CCB7A, 60.0),
    );
}

/// A thermal label printer, 0.20 x 0.24 x 0.17 m, a label hanging from its mouth.
pub(crate) fn label_printer(k: &mut Kit, hex: u32) {
    let body = paint::plastic(hex);
    k.block("base", [-0.10, -0.11, 0.0], [0.10, 0.12, 0.075], &body);
    k.block("lid", [-0.095, -0.09, 0.078], [0.095, 0.115, 0.165], &body);
    k.trim("seam", [-0.098, -0.105, 0.074], [0.098, 0.118, 0.079], &paint::plastic(0x15171A));
    k.trim("window", [-0.06, -0.0915, 0.105], [0.06, -0.0895, 0.145], &paint::dark_glass());
    k.trim("mouth", [-0.06, -0.112, 0.06], [0.06, -0.10, 0.072], &paint::plastic(0x0C0D0E));
    k.beam("label", [0.0, -0.111, 0.066], [0.0, -0.155, 0.045], [0.10, 0.0006], &paint::paper());
    k.trim("led", [0.065, -0.1125, 0.03], [0.075, -0.11, 0.04], &paint::display(0x35E06A, 220.0));
}

/// What a monitor stands or hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MonitorMount {
    /// A foot on the table.
    Foot,
    /// An arm from behind, at the height of its middle.
    Arm,
}

/// A monitor of `width` x `height` m, its lower edge at `low`, its face towards -y. `picture` is what it shows.
pub(crate) fn monitor(
    k: &mut Kit,
    [width, height]: [f64; 2],
    low: f64,
    mount: MonitorMount,
    picture: Screen,
) {
    let (bezel, x) = (paint::plastic(0x17191B), width / 2.0);
    k.block("shell", [-x, 0.0, low], [x, 0.03, low + height], &bezel);
    k.trim("bulge", [-0.6 * x, 0.03, low + 0.2 * height], [0.6 * x, 0.055, low + 0.8 * height], &bezel);
    k.group("screen", at(0.0, -0.0012, low + 0.016, 0.0), |k| {
        screen(k, [width - 0.022, height - 0.032], picture)
    });
    match mount {
        MonitorMount::Foot => {
            k.block("neck", [-0.03, 0.035, 0.012], [0.03, 0.06, low + 0.4 * height], &bezel);
            k.block("foot", [-0.12, -0.04, 0.0], [0.12, 0.14, 0.012], &bezel);
        }
        MonitorMount::Arm => {
            let z = low + height / 2.0;
            k.beam("arm", [0.0, 0.05, z], [0.0, 0.18, z], [0.04, 0.04], &paint::coated(0x55595D));
            k.trim("plate", [-0.05, 0.05, z - 0.05], [0.05, 0.062, z + 0.05], &bezel);
        }
    }
}

/// What a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// Dark.
    Off,
    /// A form with a table.
    Form,
    /// A chart on dark ground.
    Chart,
    /// Desktop with windows.
    Desktop,
    /// Traces of a patient monitor.
    Vital,
    /// Lines of text on dark ground.
    Code,
}

/// A lit picture of `width` x `height` m facing -y, its lower edge at z = 0, drawn from emitting rectangles.
pub(crate) fn screen(k: &mut Kit, [width, height]: [f64; 2], picture: Screen) {
    let x = width / 2.0;
    let mut area = |name: &str, [u0, u1]: [f64; 2], [v0, v1]: [f64; 2], layer: f64, material: &Material| {
        let low = [-x + u0 * width, -0.0004 * layer, v0 * height];
        k.trim(name, low, [-x + u1 * width, 0.0012, v1 * height], material);
    };
    let lit = |hex: u32, luminance: f64| paint::display(hex, luminance);
    match picture {
        Screen::Off => area("pane", [0.0, 1.0], [0.0, 1.0], 0.0, &paint::dark_glass()),
        Screen::Form => {
            area("pane", [0.0, 1.0], [0.0, 1.0], 0.0, &lit(0xE9EEF2, 150.0));
            area("bar", [0.0, 1.0], [0.88, 1.0], 1.0, &lit(0x1F5FA8, 60.0));
            area("side", [0.0, 0.2], [0.0, 0.88], 1.0, &lit(0xC6D2DC, 110.0));
            for row in 0..6 {
                let v = 0.74 - 0.12 * f64::from(row);
                let end = 0.55 + 0.07 * f64::from((row * 5) % 6);
                area("row", [0.26, end], [v, v + 0.045], 1.0, &lit(0x66727C, 45.0));
            }
            area("button", [0.72, 0.92], [0.06, 0.16], 2.0, &lit(0x2FA35A, 80.0));
        }
        Screen::Chart => {
            area("pane", [0.0, 1.0], [0.0, 1.0], 0.0, &lit(0x12202E, 9.0));
            for (index, high) in [0.3, 0.52, 0.41, 0.66, 0.58, 0.74, 0.62].into_iter().enumerate() {
                let u = 0.08 + 0.075 * index as f64;
                area("column", [u, u + 0.05], [0.12, high], 1.0, &lit(0x37B0E8, 90.0));
            }
            area("tile", [0.66, 0.94], [0.56, 0.88], 1.0, &lit(0x2FA35A, 80.0));
            area("tile", [0.66, 0.94], [0.14, 0.46], 1.0, &lit(0xE0922B, 90.0));
        }
        Screen::Desktop => {
            area("pane", [0.0, 1.0], [0.0, 1.0], 0.0, &lit(0x28527A, 45.0));
            area("window", [0.12, 0.62], [0.2, 0.86], 1.0, &lit(0xF1F4F6, 160.0));
            area("title", [0.12, 0.62], [0.8, 0.86], 2.0, &lit(0xB7C4CF, 110.0));
            area("window", [0.52, 0.93], [0.12, 0.6], 3.0, &lit(0xE3E8EC, 150.0));
            for row in 0..5 {
                let v = 0.68 - 0.09 * f64::from(row);
                area(
                    "line",
                    [0.16, 0.40 + 0.02 * f64::from(row % 3)],
                    [v, v + 0.03],
                    2.0,
                    &lit(0x5A6670, 45.0),
                );
            }
            area("taskbar", [0.0, 1.0], [0.0, 0.055], 4.0, &lit(0x16222D, 10.0));
        }
        Screen::Vital => {
            area("pane", [0.0, 1.0], [0.0, 1.0], 0.0, &lit(0x05080A, 2.0));
            for (row, hex) in [0x38E07A, 0xF0D23C, 0x3FB8F0].into_iter().enumerate() {
                let v = 0.74 - 0.28 * row as f64;
                area("trace", [0.04, 0.66], [v, v + 0.014], 1.0, &lit(hex, 120.0));
                for beat in 0..4 {
                    let u = 0.10 + 0.15 * f64::from(beat);
                    area(
                        "peak",
                        [u, u + 0.010],
                        [v - 0.03, v + 0.12 - 0.03 * row as f64],
                        1.0,
                        &lit(hex, 120.0),
                    );
                }
                area("value", [0.74, 0.93], [v - 0.04, v + 0.10], 1.0, &lit(hex, 120.0));
            }
        }
        Screen::Code => {
            area("pane", [0.0, 1.0], [0.0, 1.0], 0.0, &lit(0x1B1E24, 6.0));
            for row in 0..11 {
                let v = 0.9 - 0.08 * f64::from(row);
                let start = 0.05 + 0.05 * f64::from((row * 2) % 4);
                let end = start + 0.2 + 0.09 * f64::from((row * 3) % 5);
                let hex = [0x9CDCFE, 0xC586C0, 0x6A9955, 0xD4D4D4][(row as usize * 3) % 4];
                area("line", [start, end], [v, v + 0.026], 1.0, &lit(hex, 70.0));
            }
        }
    }
}

/// A keyboard 0.44 x 0.14 m: a dark tray with four rows of keys.
pub(crate) fn keyboard(k: &mut Kit, hex: u32) {
    let (tray, keys) = (paint::plastic(hex), paint::plastic(0x2E3236));
    k.block("tray", [-0.22, -0.07, 0.0], [0.22, 0.07, 0.016], &tray);
    for row in 0..5 {
        let y = -0.055 + 0.0235 * f64::from(row);
        k.trim("keys", [-0.205, y, 0.016], [0.12, y + 0.019, 0.021], &keys);
        k.trim("pad", [0.135, y, 0.016], [0.205, y + 0.019, 0.021], &keys);
    }
}

/// A computer mouse, 0.06 x 0.105 m.
pub(crate) fn mouse(k: &mut Kit) {
    let shell = paint::plastic(0x1E2022);
    k.block("shell", [-0.031, -0.052, 0.0], [0.031, 0.052, 0.026], &shell);
    k.trim("hump", [-0.025, -0.035, 0.026], [0.025, 0.042, 0.034], &shell);
    k.trim("wheel", [-0.004, -0.04, 0.026], [0.004, -0.022, 0.031], &paint::plastic(0x6A6E72));
}

/// A bench vise, jaws 0.125 m wide, its jaws towards -y.
pub(crate) fn vise(k: &mut Kit, hex: u32) {
    let (cast, bright) = (paint::coated(hex), paint::galvanised());
    k.block("base", [-0.075, -0.09, 0.0], [0.075, 0.11, 0.025], &cast);
    k.post("swivel", [0.0, 0.01], [0.025, 0.05], 0.07, &cast);
    k.block("body", [-0.045, -0.06, 0.05], [0.045, 0.13, 0.12], &cast);
    k.block("fixed_jaw", [-0.0625, 0.0, 0.12], [0.0625, 0.05, 0.17], &cast);
    k.block("slide", [-0.028, -0.20, 0.06], [0.028, -0.06, 0.105], &cast);
    k.block("moving_jaw", [-0.0625, -0.125, 0.06], [0.0625, -0.065, 0.17], &cast);
    for y in [-0.066, -0.004] {
        k.trim("jaw_plate", [-0.0625, y, 0.142], [0.0625, y + 0.005, 0.1705], &bright);
    }
    k.bar("screw", [0.0, -0.235, 0.075], [0.0, -0.19, 0.075], 0.018, &bright);
    k.bar("handle", [-0.10, -0.222, 0.075], [0.10, -0.222, 0.075], 0.008, &bright);
    for end in [-0.10, 0.10] {
        k.bar("knob", [end - 0.008, -0.222, 0.075], [end + 0.008, -0.222, 0.075], 0.013, &bright);
    }
}

/// A jointed magnifier or task lamp clamped at the origin; its head shines down at `reach` m towards -y.
pub(crate) fn arm_lamp(k: &mut Kit, reach: f64, hex: u32, luminance_cd_m2: f64) {
    let coat = paint::coated(hex);
    k.block("clamp", [-0.03, -0.03, 0.0], [0.03, 0.03, 0.05], &coat);
    let (elbow, head) = ([0.0, 0.12 * reach, 0.42], [0.0, -reach, 0.47]);
    for side in [-0.008, 0.008] {
        k.bar("lower_arm", [side, 0.0, 0.05], [side, elbow[1], elbow[2]], 0.006, &coat);
        k.bar("upper_arm", [side, elbow[1], elbow[2]], [side, head[1], head[2]], 0.006, &coat);
    }
    k.bar("elbow", [-0.02, elbow[1], elbow[2]], [0.02, elbow[1], elbow[2]], 0.018, &paint::dark_steel());
    k.bar("shade", [0.0, head[1], head[2] - 0.05], [0.0, head[1], head[2] - 0.005], 0.085, &coat);
    let glow = Material::plain([0.9, 0.9, 0.86], 0.5).emitting(luminance_cd_m2 as f32);
    k.bar("glow", [0.0, head[1], head[2] - 0.053], [0.0, head[1], head[2] - 0.0505], 0.072, &glow);
}

/// A soldering station 0.12 x 0.16 x 0.10 m with its iron in a coiled stand beside it.
pub(crate) fn solder_station(k: &mut Kit) {
    let (body, steel) = (paint::plastic(0x2B3F55), paint::galvanised());
    k.block("body", [-0.06, -0.08, 0.0], [0.06, 0.08, 0.10], &body);
    k.trim("face", [-0.055, -0.082, 0.01], [0.055, -0.08, 0.09], &paint::plastic(0xC8CCCF));
    k.trim("readout", [-0.035, -0.0835, 0.055], [0.035, -0.082, 0.08], &paint::display(0xE8462B, 120.0));
    k.bar("knob", [0.03, -0.082, 0.03], [0.03, -0.10, 0.03], 0.013, &paint::plastic(0x111315));
    k.block("stand", [0.11, -0.06, 0.0], [0.20, 0.06, 0.02], &paint::dark_steel());
    k.block("sponge", [0.12, -0.055, 0.02], [0.19, -0.01, 0.03], &Material::srgb(0xD8B53A, 0.95));
    k.bar("coil", [0.155, 0.0, 0.045], [0.155, -0.05, 0.10], 0.018, &steel);
    k.bar("grip", [0.155, -0.05, 0.10], [0.155, -0.14, 0.20], 0.011, &paint::plastic(0x1D4F9E));
    k.tube(
        "cord",
        &[
            [0.155, -0.14, 0.20],
            [0.16, -0.10, 0.26],
            [0.13, 0.02, 0.12],
            [0.10, 0.0, 0.006],
            [0.05, -0.09, 0.02],
        ],
        0.003,
        &paint::rubber(),
    );
}

/// A stereo microscope on a boom, 0.22 wide, its objective 0.16 m above the table towards -y.
pub(crate) fn microscope(k: &mut Kit) {
    let (white, dark) = (paint::plastic(0xDFE2E4), paint::plastic(0x1A1C1E));
    k.block("base", [-0.10, -0.12, 0.0], [0.10, 0.14, 0.022], &white);
    k.post("pillar", [0.0, 0.11], [0.022, 0.36], 0.016, &paint::chrome());
    k.block("carrier", [-0.03, -0.02, 0.24], [0.03, 0.13, 0.29], &white);
    k.post("body", [0.0, -0.03], [0.17, 0.28], 0.042, &white);
    k.bar("objective", [0.0, -0.03, 0.13], [0.0, -0.03, 0.17], 0.030, &dark);
    k.bar(
        "ring_light",
        [0.0, -0.03, 0.125],
        [0.0, -0.03, 0.14],
        0.042,
        &Material::plain([0.9, 0.9, 0.9], 0.5).emitting(900.0),
    );
    k.turned("head", [0.0, -0.05, 0.305], [0.11, 0.09, 0.06], DQuat::from_rotation_x(0.5), &white);
    for x in [-0.032, 0.032] {
        k.bar("eyepiece", [x, -0.07, 0.32], [x, -0.135, 0.375], 0.015, &dark);
    }
    for x in [-0.045, 0.045] {
        k.bar("focus", [x * 1.3, 0.07, 0.265], [x * 0.6, 0.07, 0.265], 0.022, &dark);
    }
}

/// A desktop power supply or oscilloscope, 0.30 x 0.20 x 0.16 m: screen, knobs, terminals.
pub(crate) fn instrument(k: &mut Kit, dice: &mut Stream) {
    let body = paint::plastic(*dice.pick(&[0xD9DBD6, 0xA7ADB2, 0x3B4046]));
    let dark = paint::plastic(0x1A1C1E);
    k.block("body", [-0.15, -0.09, 0.012], [0.15, 0.10, 0.16], &body);
    for x in [-0.12, 0.12] {
        k.trim("foot", [x - 0.015, -0.08, 0.0], [x + 0.015, 0.09, 0.012], &dark);
    }
    k.trim("bezel", [-0.14, -0.093, 0.05], [0.03, -0.09, 0.15], &dark);
    k.trim("trace", [-0.13, -0.095, 0.06], [0.02, -0.093, 0.14], &paint::display(0x0C2A1C, 6.0));
    for step in 0..6 {
        let x = -0.125 + 0.024 * f64::from(step);
        let z = 0.08 + 0.035 * f64::from((step * 2) % 3);
        k.trim("wave", [x, -0.0958, z], [x + 0.022, -0.0948, z + 0.004], &paint::display(0x6CF08A, 160.0));
    }
    for (x, z) in [(0.06, 0.125), (0.10, 0.125), (0.06, 0.085), (0.10, 0.085)] {
        k.bar("knob", [x, -0.09, z], [x, -0.11, z], 0.013, &dark);
    }
    for (index, x) in [-0.10, -0.06, 0.06, 0.10].into_iter().enumerate() {
        let hex = if index % 2 == 0 { paint::SIGNAL_RED } else { 0x101214 };
        k.bar("terminal", [x, -0.09, 0.032], [x, -0.108, 0.032], 0.008, &paint::plastic(hex));
    }
}

/// Hand tools that hang on a panel at y = 0 within `width` x `height` above z = 0: spanners, drivers, pliers, saw.
pub(crate) fn hung_tools(k: &mut Kit, [width, height]: [f64; 2], dice: &mut Stream) {
    let mut x = -width / 2.0 + 0.05;
    while x < width / 2.0 - 0.07 {
        let top = height - dice.uniform(0.02, 0.06);
        let kind = dice.integer(0, 4);
        let advance = match kind {
            0 => spanner(k, x, top, dice.uniform(0.13, 0.24)),
            1 | 2 => screwdriver(k, x, top, dice),
            3 => pliers(k, x, top, dice),
            _ => hammer(k, x, top),
        };
        x += advance + 0.03;
    }
}

fn spanner(k: &mut Kit, x: f64, top: f64, length: f64) -> f64 {
    let steel = paint::chrome();
    let head = 0.10 * length;
    k.trim("spanner", [x + head - 0.007, -0.012, top - length], [x + head + 0.007, -0.005, top], &steel);
    k.bar("spanner_ring", [x + head, -0.014, top - length], [x + head, -0.003, top - length], head, &steel);
    k.trim("spanner_jaw", [x + 0.2 * head, -0.013, top - head], [x + 0.8 * head, -0.004, top + head], &steel);
    k.trim("spanner_jaw", [x + 1.2 * head, -0.013, top - head], [x + 1.8 * head, -0.004, top + head], &steel);
    2.0 * head
}

fn screwdriver(k: &mut Kit, x: f64, top: f64, dice: &mut Stream) -> f64 {
    let grip = paint::plastic(*dice.pick(&[0xC42127, 0xE0A51E, 0x1D4F9E, 0x222426]));
    let middle = x + 0.014;
    k.bar("driver_grip", [middle, -0.018, top], [middle, -0.018, top - 0.10], 0.014, &grip);
    k.bar(
        "driver_blade",
        [middle, -0.018, top - 0.10],
        [middle, -0.018, top - 0.10 - dice.uniform(0.08, 0.14)],
        0.004,
        &paint::chrome(),
    );
    k.trim(
        "hook",
        [middle - 0.012, -0.03, top - 0.108],
        [middle + 0.012, 0.0, top - 0.102],
        &paint::galvanised(),
    );
    0.03
}

fn pliers(k: &mut Kit, x: f64, top: f64, dice: &mut Stream) -> f64 {
    let grip = paint::plastic(*dice.pick(&[0xC42127, 0x1D4F9E, 0xE06A1E]));
    let (middle, steel) = (x + 0.03, paint::dark_steel());
    k.trim("pliers_jaw", [middle - 0.012, -0.014, top - 0.05], [middle + 0.012, -0.004, top], &steel);
    k.bar("pliers_joint", [middle, -0.016, top - 0.055], [middle, -0.002, top - 0.055], 0.013, &steel);
    for side in [-1.0, 1.0] {
        let from = [middle + side * 0.006, -0.010, top - 0.06];
        k.bar("pliers_grip", from, [middle + side * 0.024, -0.010, top - 0.17], 0.007, &grip);
    }
    0.06
}

fn hammer(k: &mut Kit, x: f64, top: f64) -> f64 {
    let middle = x + 0.05;
    k.trim(
        "hammer_head",
        [middle - 0.05, -0.03, top - 0.028],
        [middle + 0.05, -0.004, top],
        &paint::dark_steel(),
    );
    k.bar(
        "hammer_handle",
        [middle, -0.017, top - 0.02],
        [middle, -0.017, top - 0.28],
        0.012,
        &paint::wood(0xB58B5A, 5),
    );
    0.10
}
