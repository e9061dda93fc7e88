//! Shop fittings.
//!
//! Gondola 1.2 to 2.1 m high, bay 0.91 to 1.33 m, shelf depth 0.33 to 0.56 m at a pitch of 0.30 to 0.40 m, base 0.15 to
//! 0.20 m, labels 40 mm on the shelf edge; checkout belt 0.45 to 0.60 m wide at 0.75 to 0.90 m, 2.5 to 4 m long;
//! basket 0.45 x 0.30 x 0.25 m; fridge case 0.8 to 1.0 deep and 2.0 high.

use super::bench_tools::{MonitorMount, Screen, monitor};
use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use restage_assets::Material;

/// A run of gondola shelving along x, front at -y, back board at y = 0.
#[derive(Clone, Debug)]
pub(crate) struct Gondola {
    /// Width of one bay, m.
    pub(crate) bay: f64,
    /// Number of bays.
    pub(crate) bays: usize,
    /// Depth of the shelves, m.
    pub(crate) depth: f64,
    /// Height, m.
    pub(crate) height: f64,
    /// Tops of the shelves, the base first, m.
    pub(crate) levels: Vec<f64>,
    /// Steel.
    pub(crate) steel: Material,
    /// Price strips.
    pub(crate) strip: u32,
}

/// Posts, base, back panels, shelves with price strips.
pub(crate) fn gondola(k: &mut Kit, g: &Gondola) {
    let x = g.bay * g.bays as f64 / 2.0;
    let slot = Material::plain([0.03, 0.03, 0.032], 0.8);
    let back = Material::plain(g.steel.base_color.map(|c| 0.85 * c), 0.6);
    for post in 0..=g.bays {
        let at = -x + g.bay * post as f64;
        k.block("post", [at - 0.02, -0.05, 0.0], [at + 0.02, 0.0, g.height], &g.steel);
        k.trim("slots", [at - 0.006, -0.0508, 0.2], [at + 0.006, -0.0498, g.height - 0.05], &slot);
    }
    k.block("panel", [-x, -0.012, 0.12], [x, -0.002, g.height - 0.02], &back);
    for (level, top) in g.levels.iter().enumerate() {
        let reach = if level == 0 { g.depth + 0.04 } else { g.depth };
        k.block("shelf", [-x + 0.004, -reach, top - 0.028], [x - 0.004, -0.05, *top], &g.steel);
        k.trim(
            "price_strip",
            [-x + 0.004, -reach - 0.006, top - 0.040],
            [x - 0.004, -reach, top + 0.002],
            &paint::plastic(g.strip),
        );
        if level == 0 {
            k.trim(
                "kick",
                [-x + 0.01, -reach + 0.03, 0.0],
                [x - 0.01, -0.05, top - 0.028],
                &paint::plastic(0x2B2E31),
            );
        }
    }
}

/// Price labels along one shelf edge: `reach` is the depth of the strip's face.
pub(crate) fn price_labels(k: &mut Kit, [left, right]: [f64; 2], reach: f64, top: f64, dice: &mut Stream) {
    let mut x = left + dice.uniform(0.03, 0.12);
    while x < right - 0.06 {
        let hex = if dice.chance(0.12) { 0xF2D33A } else { 0xF4F4F0 };
        k.trim(
            "price",
            [x, -reach - 0.0075, top - 0.037],
            [x + 0.055, -reach - 0.006, top - 0.001],
            &paint::plastic(hex),
        );
        x += dice.uniform(0.12, 0.28);
    }
}

/// Goods that fill a shelf: runs of printed packs.
pub(crate) fn stock(
    k: &mut Kit,
    [left, right]: [f64; 2],
    [front, back]: [f64; 2],
    [top, clear]: [f64; 2],
    dice: &mut Stream,
) {
    const BRANDS: [u32; 12] = [
        0xC8102E, 0xF2C230, 0x2B5FAF, 0x3B8A4C, 0xE08A1E, 0x7A3B8D, 0xF1EEE6, 0x1D6F8A, 0xB84A2E, 0x5B7F2E,
        0xD9628A, 0x3A3A44,
    ];
    let mut x = left + 0.006;
    while x < right - 0.05 {
        let width = dice.uniform(0.07, 0.17);
        let run = dice.integer(1, 3);
        let height = (clear * dice.uniform(0.55, 0.92)).min(0.34);
        let hex = *dice.pick(&BRANDS);
        let front = front + dice.uniform(0.0, 0.02);
        // A run of one article: one body, its print repeated facing by facing.
        let length = (f64::from(run) * width).min(right - 0.006 - x);
        k.block("pack", [x, front, top], [x + length - 0.004, back, top + height], &Material::srgb(hex, 0.5));
        let face = paint::print(0xF4F1E8, width, dice.integer(11, 30));
        let low = [x + 0.004, front - 0.0012, top + 0.12 * height];
        k.trim("print", low, [x + length - 0.008, front, top + 0.94 * height], &face);
        x += length;
        x += dice.uniform(0.003, 0.02);
    }
}

/// A checkout along x, customer at +y, cashier at -y: belt at the left, scanner and till at the right.
#[derive(Clone, Debug)]
pub(crate) struct Checkout {
    /// Length, m.
    pub(crate) length: f64,
    /// Depth, m.
    pub(crate) depth: f64,
    /// Height of belt and counter, m.
    pub(crate) top: f64,
    /// Body.
    pub(crate) body: Material,
    /// sRGB of the trim.
    pub(crate) accent: u32,
}

/// Body, belt, scanner plate, till with screen, card terminal, bag rack, divider.
pub(crate) fn checkout(k: &mut Kit, c: &Checkout) {
    let (x, y) = (c.length / 2.0, c.depth / 2.0);
    let (steel, belt) = (paint::stainless(5), Material::plain([0.02, 0.021, 0.022], 0.6));
    k.block("body", [-x, -y + 0.06, 0.10], [x, y, c.top - 0.03], &c.body);
    k.trim("plinth", [-x + 0.04, -y + 0.10, 0.0], [x - 0.04, y - 0.04, 0.10], &paint::plastic(0x1E2022));
    k.block("deck", [-x, -y, c.top - 0.03], [x, y, c.top - 0.004], &steel);
    k.trim(
        "accent",
        [-x - 0.004, -y - 0.004, c.top - 0.075],
        [x + 0.004, y + 0.004, c.top - 0.035],
        &paint::coated(c.accent),
    );
    // The belt takes the left part, the scanner the middle.
    let end = -0.05 * c.length;
    k.block("belt", [-x + 0.06, -y + 0.10, c.top - 0.004], [end, y - 0.10, c.top], &belt);
    k.block("counter", [end + 0.005, -y + 0.02, c.top - 0.004], [x - 0.02, y - 0.02, c.top], &steel);
    for side in [-y + 0.03, y - 0.07] {
        k.block("rail", [-x + 0.02, side, c.top - 0.004], [end, side + 0.04, c.top + 0.03], &steel);
    }
    let scan = end + 0.25;
    k.trim(
        "scanner_frame",
        [scan - 0.19, -0.15, c.top],
        [scan + 0.19, 0.15, c.top + 0.0012],
        &paint::plastic(0x16181A),
    );
    k.trim(
        "scanner_glass",
        [scan - 0.15, -0.11, c.top + 0.0012],
        [scan + 0.15, 0.11, c.top + 0.0016],
        &Material::plain([0.10, 0.012, 0.012], 0.12).emitting(6.0),
    );
    k.group("till", at(end + 0.70, -0.10, c.top, std::f64::consts::PI), till);
    k.group("terminal", at(end + 0.62, y - 0.08, c.top, std::f64::consts::PI), card_terminal);
}

/// A till: drawer box, screen on a neck towards -y, receipt printer with a receipt.
fn till(k: &mut Kit) {
    let dark = paint::plastic(0x1B1E21);
    k.block("drawer", [-0.21, -0.20, 0.0], [0.21, 0.20, 0.10], &dark);
    k.trim("front", [-0.205, -0.205, 0.01], [0.205, -0.20, 0.09], &paint::plastic(0x2C3034));
    k.bar("lock", [0.0, -0.21, 0.05], [0.0, -0.204, 0.05], 0.01, &paint::chrome());
    k.group("screen", at(-0.04, -0.05, 0.10, 0.0), |k| {
        monitor(k, [0.33, 0.26], 0.10, MonitorMount::Foot, Screen::Form)
    });
    k.block("printer", [0.10, 0.02, 0.10], [0.20, 0.18, 0.22], &dark);
    k.beam("receipt", [0.15, 0.05, 0.22], [0.15, -0.02, 0.30], [0.075, 0.0006], &paint::paper());
}

/// A card terminal on a stalk, its keys towards -y.
fn card_terminal(k: &mut Kit) {
    let dark = paint::plastic(0x1B1E21);
    k.bar("stalk", [0.0, 0.0, 0.0], [0.0, 0.0, 0.16], 0.014, &paint::chrome());
    let turn = glam::DQuat::from_rotation_x(-0.75);
    k.turned("body", [0.0, -0.01, 0.20], [0.085, 0.03, 0.17], turn, &dark);
    k.turned("display", [0.0, -0.005, 0.245], [0.06, 0.032, 0.05], turn, &paint::display(0xBFD9E6, 110.0));
    k.turned("keys", [0.0, -0.04, 0.195], [0.06, 0.032, 0.06], turn, &paint::plastic(0x9AA0A6));
}

/// A shopping basket 0.45 x 0.30 x 0.25 m with its handles folded down.
pub(crate) fn basket(k: &mut Kit, hex: u32) {
    let body = paint::plastic(hex);
    let dark = Material::plain(body.base_color.map(|c| 0.45 * c), 0.5);
    k.block("floor", [-0.19, -0.12, 0.0], [0.19, 0.12, 0.006], &body);
    for (low, high) in [
        ([-0.215, -0.145, 0.006], [0.215, -0.137, 0.215]),
        ([-0.215, 0.137, 0.006], [0.215, 0.145, 0.215]),
        ([-0.215, -0.137, 0.006], [-0.207, 0.137, 0.215]),
        ([0.207, -0.137, 0.006], [0.215, 0.137, 0.215]),
    ] {
        k.block("wall", low, high, &body);
    }
    for slit in 0..6 {
        let x = -0.17 + 0.06 * f64::from(slit);
        k.trim("slit", [x, -0.1458, 0.03], [x + 0.035, 0.1458, 0.16], &dark);
    }
    for y in [-0.15, 0.142] {
        k.trim("rim", [-0.225, y, 0.205], [0.225, y + 0.008, 0.23], &body);
    }
    for x in [-0.225, 0.217] {
        k.trim("rim", [x, -0.142, 0.205], [x + 0.008, 0.142, 0.23], &body);
    }
    k.tube(
        "handle",
        &[[-0.10, -0.155, 0.22], [-0.10, -0.165, 0.14], [0.10, -0.165, 0.14], [0.10, -0.155, 0.22]],
        0.007,
        &paint::plastic(0x1B1E21),
    );
}

/// An open-fronted fridge case, `width` m wide, 0.85 deep, 2.0 high, its front at -y, its inside lit.
pub(crate) fn fridge_case(k: &mut Kit, width: f64, accent: u32, dice: &mut Stream) {
    let (shell, inside) = (paint::coated(0x2C3034), Material::plain([0.80, 0.82, 0.83], 0.4));
    let x = width / 2.0;
    k.block("base", [-x, -0.42, 0.0], [x, 0.42, 0.42], &shell);
    k.block("back", [-x, 0.30, 0.42], [x, 0.42, 2.0], &shell);
    k.block("head", [-x, -0.30, 1.82], [x, 0.30, 2.0], &shell);
    for side in [-x, x - 0.05] {
        k.block("side", [side, -0.40, 0.42], [side + 0.05, 0.30, 1.82], &shell);
    }
    k.trim("liner", [-x + 0.05, 0.285, 0.42], [x - 0.05, 0.30, 1.82], &inside);
    k.trim("banner", [-x, -0.31, 1.84], [x, -0.30, 1.98], &paint::display(accent, 130.0));
    let glow = Material::plain([0.9, 0.94, 0.96], 0.5).emitting(1800.0);
    k.trim("tube", [-x + 0.06, -0.27, 1.79], [x - 0.06, -0.23, 1.815], &glow);
    k.trim("grille", [-x + 0.03, -0.425, 0.06], [x - 0.03, -0.42, 0.30], &paint::plastic(0x121416));
    for (level, top) in [0.44, 0.78, 1.12, 1.46].into_iter().enumerate() {
        let front = if level == 0 { -0.38 } else { -0.22 };
        k.block("shelf", [-x + 0.05, front, top - 0.018], [x - 0.05, 0.285, top], &inside);
        k.trim(
            "strip",
            [-x + 0.05, front - 0.006, top - 0.035],
            [x - 0.05, front, top + 0.002],
            &paint::plastic(0xF0F0EA),
        );
        stock(k, [-x + 0.06, x - 0.06], [front + 0.012, 0.20], [top, 0.30], dice);
    }
}

/// A hanging sign over an aisle: plate with a number and lines of text, facing -y, its middle at the origin.
pub(crate) fn aisle_sign(k: &mut Kit, number: u32, hex: u32, ceiling: f64) {
    k.trim("plate", [-0.45, -0.012, -0.22], [0.45, 0.012, 0.22], &paint::coated(hex));
    k.group("number", at(-0.30, -0.0125, 0.0, 0.0), |k| {
        for (index, digit) in number.to_string().chars().filter_map(|c| c.to_digit(10)).enumerate() {
            k.group("digit", at(0.14 * index as f64, 0.0, 0.0, 0.0), |k| {
                super::dock::block_digit(k, digit, 0.28, &paint::plastic(0xFAFAFA));
            });
        }
    });
    for line in 0..3 {
        let z = 0.10 - 0.10 * f64::from(line);
        let end = 0.40 - 0.06 * f64::from((line * 2) % 3);
        k.trim("text", [0.02, -0.0145, z - 0.018], [end, -0.012, z + 0.018], &paint::plastic(0xFAFAFA));
    }
    for x in [-0.38, 0.38] {
        k.bar("wire", [x, 0.0, 0.22], [x, 0.0, ceiling], 0.003, &paint::galvanised());
    }
}
