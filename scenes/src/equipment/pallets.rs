//! Pallets and what stands on them.
//!
//! EUR pallet 1.200 x 0.800 x 0.144 m: five deck boards 22 mm, three stringer boards 22 mm, nine blocks 78 mm, three
//! bottom boards 22 mm (the published drawing of EN 13698-1). Loads reach 0.8 to 2.0 m with their pallet.

use super::kit::{Kit, at};
use super::paint;
use crate::draw::Stream;
use restage_assets::{Material, TextureKind};

/// Length of a EUR pallet (along local x), m.
pub(crate) const EUR_LENGTH: f64 = 1.200;
/// Width of a EUR pallet (along local y), m.
pub(crate) const EUR_WIDTH: f64 = 0.800;
/// Height of a EUR pallet, m.
pub(crate) const EUR_HEIGHT: f64 = 0.144;

/// How closely an item is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Every board.
    Near,
    /// The outline, for the background.
    Far,
}

/// What a pallet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    /// Nothing.
    Empty,
    /// Cartons in layers.
    Cartons,
    /// Cartons behind stretch film.
    Wrapped,
    /// Plastic crates in layers.
    Crates,
    /// Filled sacks in layers.
    Sacks,
    /// More pallets.
    Pallets,
    /// Steel drums.
    Drums,
}

impl Load {
    /// Loads as a warehouse holds them, cartons more often than the rest.
    pub(crate) const COMMON: [Self; 9] = [
        Self::Cartons,
        Self::Cartons,
        Self::Cartons,
        Self::Wrapped,
        Self::Wrapped,
        Self::Crates,
        Self::Sacks,
        Self::Drums,
        Self::Empty,
    ];
}

/// A EUR pallet, its length along x.
pub(crate) fn eur_pallet(k: &mut Kit, detail: Detail, seed: u32) {
    let pine = paint::sawn_wood(seed);
    let (half_length, half_width) = (EUR_LENGTH / 2.0, EUR_WIDTH / 2.0);
    let rows = [-half_width, -0.0725, half_width - 0.100];
    if detail == Detail::Far {
        k.block("deck", [-half_length, -half_width, 0.100], [half_length, half_width, 0.144], &pine);
        let dark = Material::plain([0.16, 0.105, 0.06], 0.9);
        for y in rows {
            k.trim("skid", [-half_length, y, 0.0], [half_length, y + 0.100, 0.100], &dark);
        }
        return;
    }
    for (y, width) in
        [(-half_width, 0.145), (-0.215, 0.100), (-0.0725, 0.145), (0.115, 0.100), (0.255, 0.145)]
    {
        k.block("deck", [-half_length, y, 0.122], [half_length, y + width, 0.144], &pine);
    }
    for x in [-half_length, -0.0725, half_length - 0.145] {
        k.trim("stringer", [x, -half_width, 0.100], [x + 0.145, half_width, 0.122], &pine);
        for y in rows {
            k.trim("block", [x, y, 0.022], [x + 0.145, y + 0.100, 0.100], &pine);
        }
    }
    for y in rows {
        k.trim("bottom", [-half_length, y, 0.0], [half_length, y + 0.100, 0.022], &pine);
    }
}

/// A loaded pallet whose load reaches `top` m above the floor of the pallet.
pub(crate) fn loaded_pallet(k: &mut Kit, load: Load, top: f64, detail: Detail, dice: &mut Stream) {
    let visible = if load == Load::Empty { detail } else { Detail::Far };
    eur_pallet(k, visible, dice.integer(1, 6));
    let height = (top - EUR_HEIGHT).max(0.2);
    k.group("load", at(0.0, 0.0, EUR_HEIGHT, 0.0), |k| match load {
        Load::Empty => {}
        Load::Cartons => carton_layers(k, height, false, detail, dice),
        Load::Wrapped => carton_layers(k, height, true, detail, dice),
        Load::Crates => crate_layers(k, height, detail, dice),
        Load::Sacks => sack_layers(k, height, detail, dice),
        Load::Pallets => pallet_stack(k, height, dice),
        Load::Drums => drums(k, dice),
    });
}

/// Layers of cartons: each layer one body, the upright joints drawn as dark slits, labels on some.
fn carton_layers(k: &mut Kit, height: f64, wrapped: bool, detail: Detail, dice: &mut Stream) {
    let mut board = paint::cardboard(dice.uniform(0.0, 1.0), dice.integer(1, 5));
    if wrapped {
        // Stretch film: paler, and glossy.
        board = Material::plain(board.base_color.map(|c| 0.62 * c + 0.17), 0.2);
    }
    let joint = Material::plain([0.09, 0.06, 0.035], if wrapped { 0.3 } else { 0.9 });
    let layer = *dice.pick(&[0.25, 0.30, 0.36, 0.42]);
    let layers = ((height / layer).floor() as usize).max(1);
    let (columns, rows) = (dice.integer(2, 4), dice.integer(2, 3));
    let (x, y) = (0.585, 0.385);
    let high = layers as f64 * layer;
    let slips: Vec<f64> = (0..layers).map(|_| dice.uniform(-0.006, 0.006)).collect();
    for (index, slip) in slips.iter().enumerate() {
        let z = index as f64 * layer;
        k.block("layer", [slip - x, -y, z + 0.003], [slip + x, y, z + layer - 0.003], &board);
    }
    if detail == Detail::Far {
        return;
    }
    for column in 1..columns {
        let middle = -x + 2.0 * x * f64::from(column) / f64::from(columns);
        k.trim(
            "slit",
            [middle - 0.002, -y - 0.001, 0.003],
            [middle + 0.002, y + 0.001, high - 0.003],
            &joint,
        );
    }
    for row in 1..rows {
        let middle = -y + 2.0 * y * f64::from(row) / f64::from(rows);
        k.trim(
            "slit",
            [-x - 0.007, middle - 0.002, 0.003],
            [x + 0.007, middle + 0.002, high - 0.003],
            &joint,
        );
    }
    if !wrapped {
        labels(k, [x, y], layer, &slips, dice);
    }
}

/// Shipping labels on the front and the sides of layers that have slipped along x.
fn labels(k: &mut Kit, [x, y]: [f64; 2], layer: f64, slips: &[f64], dice: &mut Stream) {
    let label = paint::paper();
    for (index, slip) in slips.iter().enumerate() {
        let z = (index as f64 + 0.35) * layer;
        let (across, along) = (dice.uniform(-0.7, 0.5) * x, dice.uniform(-0.6, 0.3) * y);
        k.trim("label", [across, -y - 0.0015, z], [across + 0.11, -y, z + 0.08], &label);
        for side in [slip - x - 0.0015, slip + x] {
            k.trim("label", [side, along, z], [side + 0.0015, along + 0.11, z + 0.08], &label);
        }
    }
}

fn crate_layers(k: &mut Kit, height: f64, detail: Detail, dice: &mut Stream) {
    let hex = *dice.pick(&[0x3F6FB5, 0x7F8C8D, 0xB8352A, 0x2E6B4A, 0xC99A1E]);
    let (body, rim) = (paint::plastic(hex), paint::plastic(0x2A2D30));
    let layer = 0.265;
    let layers = ((height / layer).floor() as usize).max(1);
    for index in 0..layers {
        let z = index as f64 * layer;
        if detail == Detail::Far {
            k.block("crates", [-0.59, -0.39, z], [0.59, 0.39, z + layer - 0.006], &body);
            continue;
        }
        for (column, x) in [-0.3, 0.3].into_iter().enumerate() {
            for (row, y) in [-0.2, 0.2].into_iter().enumerate() {
                // Only the top layer may have a gap: nothing stands on air.
                if index > 1 && index + 1 == layers && column + row == 2 && dice.chance(0.2) {
                    continue;
                }
                let (low, high) = ([x - 0.290, y - 0.190, z], [x + 0.290, y + 0.190, z + layer - 0.04]);
                k.block("crate", low, high, &body);
                k.trim(
                    "rim",
                    [x - 0.297, y - 0.197, z + layer - 0.04],
                    [x + 0.297, y + 0.197, z + layer - 0.004],
                    &body,
                );
                k.trim("grip", [x - 0.06, y - 0.192, z + 0.13], [x + 0.06, y + 0.192, z + 0.16], &rim);
            }
        }
    }
}

fn sack_layers(k: &mut Kit, height: f64, detail: Detail, dice: &mut Stream) {
    let hex = *dice.pick(&[0xD8CDB4, 0xE6E2D8, 0xB9A98A]);
    let paper = Material::srgb(hex, 0.9).textured(TextureKind::PaintedWall, 0.3, dice.integer(1, 4));
    let mark = paint::coated(*dice.pick(&[0x2C5AA0, 0x9B2D2D, 0x2E6B4A]));
    let layer = 0.125;
    for index in 0..((height / layer).floor() as usize).clamp(1, 8) {
        let z = index as f64 * layer;
        if detail == Detail::Far {
            k.block("sacks", [-0.577, -0.375, z + 0.004], [0.577, 0.375, z + layer], &paper);
            continue;
        }
        for x in [-0.39, 0.0, 0.39] {
            let slip = dice.uniform(-0.012, 0.012);
            k.block(
                "sack",
                [x - 0.187, slip - 0.372, z + 0.004],
                [x + 0.187, slip + 0.372, z + layer],
                &paper,
            );
            k.trim("mark", [x - 0.10, slip - 0.374, z + 0.045], [x + 0.10, slip - 0.37, z + 0.085], &mark);
        }
    }
}

fn pallet_stack(k: &mut Kit, height: f64, dice: &mut Stream) {
    let count = ((height / EUR_HEIGHT).floor() as usize).clamp(1, 8);
    for index in 0..count {
        let z = index as f64 * EUR_HEIGHT;
        let slip = dice.uniform(-0.01, 0.01);
        k.group("pallet", at(slip, 0.5 * slip, z, 0.0), |k| eur_pallet(k, Detail::Far, 1 + index as u32 % 3));
    }
}

/// Four 200 l drums, 0.58 m wide, 0.88 m high: they stand out of the pallet as they do, hence the 60 l size here.
fn drums(k: &mut Kit, dice: &mut Stream) {
    let hex = *dice.pick(&[0x1F4E8C, 0x2B2E31, 0x2E6B4A, 0x9B2D2D]);
    for x in [-0.39, 0.0, 0.39] {
        for y in [-0.195, 0.195] {
            k.group("drum", at(x, y, 0.0, 0.0), |k| drum(k, 0.185, 0.62, hex));
        }
    }
}

/// A steel drum with two rolling hoops and bungs.
pub(crate) fn drum(k: &mut Kit, radius: f64, height: f64, hex: u32) {
    let (coat, bung) = (paint::coated(hex), paint::galvanised());
    k.post("body", [0.0, 0.0], [0.004, height - 0.012], radius - 0.006, &coat);
    for z in [0.008, height / 3.0, 2.0 * height / 3.0, height - 0.012] {
        k.bar("hoop", [0.0, 0.0, z - 0.008], [0.0, 0.0, z + 0.008], radius, &coat);
    }
    k.bar("bung", [0.55 * radius, 0.0, height - 0.012], [0.55 * radius, 0.0, height + 0.006], 0.03, &bung);
    k.bar("vent", [-0.6 * radius, 0.0, height - 0.012], [-0.6 * radius, 0.0, height + 0.004], 0.012, &bung);
}
