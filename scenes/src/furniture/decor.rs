//! Rugs, pictures, plants, curtains, mirrors, clocks.

use super::{Axis, Piece, Touch};
use crate::draw::Stream;
use glam::DQuat;
use restage_assets::Material;
use restage_geometry::Pose;

/// A rug, 8 mm thick, with a border. Furniture stands on it; nothing collides with it.
pub fn rug(w: f64, d: f64, cloth: &Material, border: &Material) -> Piece {
    let mut p = Piece::new("rug");
    let (x, y) = (w / 2.0, d / 2.0);
    p.block("border", [-x, -y, 0.0], [x, y, 0.007], border, Touch::Seen);
    p.block("field", [-x + 0.12, -y + 0.12, 0.0], [x - 0.12, y - 0.12, 0.009], cloth, Touch::Seen);
    p
}

/// A framed picture, hung with its middle at z = 0: mat, frame and an abstract composition of a few blocks of colour.
pub fn picture(
    w: f64,
    h: f64,
    frame: &Material,
    layout: &mut Stream,
    colors: &mut Stream,
    palette: &[u32],
) -> Piece {
    let mut p = Piece::new("picture");
    let (x, z, bar) = (w / 2.0, h / 2.0, 0.022);
    let paper = Material::plain([0.80, 0.79, 0.75], 0.9);
    p.block("back", [-x, -0.012, -z], [x, 0.0, z], &paper, Touch::Solid);
    for (name, low, high) in [
        ("frame_top", [-x, -0.028, z - bar], [x, 0.0, z]),
        ("frame_bottom", [-x, -0.028, -z], [x, 0.0, -z + bar]),
        ("frame_left", [-x, -0.028, -z], [-x + bar, 0.0, z]),
        ("frame_right", [x - bar, -0.028, -z], [x, 0.0, z]),
    ] {
        p.block(name, low, high, frame, Touch::Solid);
    }
    let (fx, fz) = (x - bar - 0.06 * w, z - bar - 0.06 * h);
    let ground = Material::srgb(*colors.pick(palette), 0.9);
    p.block("ground", [-fx, -0.0135, -fz], [fx, -0.011, fz], &ground, Touch::Seen);
    let horizon = layout.uniform(-0.5, 0.3) * fz;
    let land = Material::srgb(*colors.pick(palette), 0.9);
    p.block("land", [-fx, -0.0142, -fz], [fx, -0.012, horizon], &land, Touch::Seen);
    let radius = layout.uniform(0.12, 0.3) * fx.min(fz);
    let (cx, cz) = (layout.uniform(-0.5, 0.5) * fx, horizon + layout.uniform(0.1, 0.5) * (fz - horizon));
    let sun = Material::srgb(*colors.pick(palette), 0.9);
    p.rod("disc", [cx, -0.0135, cz.min(fz - radius)], Axis::Y, [radius, 0.0024], &sun, Touch::Seen);
    for k in 0..layout.integer(1, 4) {
        let (a, wide) = (layout.uniform(-0.95, 0.6) * fx, layout.uniform(0.1, 0.4) * fx);
        let tall = layout.uniform(0.1, 0.8) * fz;
        let paint = Material::srgb(*colors.pick(palette), 0.9);
        let front = -0.0146 - 0.0004 * f64::from(k);
        p.block("shape", [a, front, -fz], [(a + wide).min(fx), -0.012, -fz + tall], &paint, Touch::Seen);
    }
    p
}

/// A potted plant: pot, soil, stems and leaves. `height` over all, m.
pub fn plant(height: f64, pot: &Material, layout: &mut Stream, colors: &mut Stream) -> Piece {
    let mut p = Piece::new("plant");
    let r = (0.17 * height).clamp(0.05, 0.17);
    let pot_height = (0.30 * height).clamp(0.08, 0.32);
    p.lathe(
        "pot",
        [0.0; 3],
        &[
            [0.0, 0.0],
            [0.72 * r, 0.0],
            [r, pot_height],
            [0.90 * r, pot_height],
            [0.86 * r, pot_height - 0.02],
            [0.0, pot_height - 0.02],
        ],
        pot,
        Touch::Solid,
    );
    let green = [0x2E5B34, 0x3F7A3E, 0x557F3B, 0x274A3A, 0x6A8F4A];
    let leaf = Material::srgb(*colors.pick(&green), 0.55);
    let stems = layout.integer(7, 12);
    for k in 0..stems {
        let turn = std::f64::consts::TAU * (f64::from(k) / f64::from(stems)) + layout.uniform(-0.25, 0.25);
        let lean = layout.uniform(0.15, 0.75);
        let long = (height - pot_height) * layout.uniform(0.65, 1.0);
        let (sin, cos) = libm::sincos(turn);
        let reach = (long * libm::sin(lean)).min(1.25 * r + 0.12 * height);
        let rise = long * libm::cos(lean);
        let tip = [reach * cos, reach * sin, pot_height + rise];
        let bend = [0.45 * reach * cos, 0.45 * reach * sin, pot_height + 0.62 * rise];
        p.tube(
            "stem",
            &[[0.0, 0.0, pot_height - 0.02], bend, tip],
            0.003 + 0.003 * height,
            &leaf,
            Touch::Seen,
        );
        let (wide, length) = (0.055 * height + 0.02, 0.34 * (height - pot_height));
        let size = glam::DVec3::new(wide, 0.010, length);
        let tilt =
            DQuat::from_rotation_z(turn) * DQuat::from_rotation_y(lean + 0.5) * DQuat::from_rotation_z(1.57);
        let shape = crate::FixtureShape::Ellipsoid { size };
        p.part("leaf", shape.clone(), Pose::new(glam::DVec3::from_array(tip), tilt), &leaf, Touch::Seen);
        let other = DQuat::from_rotation_z(turn + 0.9)
            * DQuat::from_rotation_y(lean + 0.2)
            * DQuat::from_rotation_z(1.57);
        p.part("leaf", shape, Pose::new(glam::DVec3::from_array(bend), other), &leaf, Touch::Seen);
    }
    p
}

/// A pair of curtains on a rod, hung with the rod at z = 0; `width` of the window, `drop` down from the rod, m. Each side
/// is a row of folds.
pub fn curtains(width: f64, drop: f64, open: f64, cloth: &Material, metal: &Material) -> Piece {
    let mut p = Piece::new("curtains");
    let x = width / 2.0 + 0.18;
    p.rod("rod", [0.0, -0.075, 0.0], Axis::X, [0.011, 2.0 * x + 0.08], metal, Touch::Solid);
    for sx in [-1.0, 1.0] {
        p.rod("bracket", [sx * (x - 0.03), -0.0375, 0.0], Axis::Y, [0.008, 0.075], metal, Touch::Solid);
        p.egg(
            "finial",
            [sx * (x + 0.05) - 0.02, -0.095, -0.02],
            [sx * (x + 0.05) + 0.02, -0.055, 0.02],
            metal,
            Touch::Seen,
        );
        let side = x * (1.0 - open);
        let folds = (side / 0.055).round().max(2.0) as usize;
        for k in 0..folds {
            let at = sx * (x - side * (k as f64 + 0.5) / folds as f64);
            let y = -0.075 + if k % 2 == 0 { 0.016 } else { -0.016 };
            let (low, high) = ([at - 0.036, y - 0.020, -drop], [at + 0.036, y + 0.020, -0.005]);
            p.soft("fold", low, high, 0.019, cloth, Touch::Seen);
        }
    }
    p
}

/// A wall clock, hung with its middle at z = 0.
pub fn clock(radius: f64, rim: &Material) -> Piece {
    let mut p = Piece::new("clock");
    let face = Material::plain([0.82, 0.81, 0.78], 0.5);
    let ink = Material::plain([0.02, 0.02, 0.02], 0.5);
    p.rod("rim", [0.0, -0.018, 0.0], Axis::Y, [radius, 0.036], rim, Touch::Solid);
    p.rod("face", [0.0, -0.0365, 0.0], Axis::Y, [0.90 * radius, 0.003], &face, Touch::Seen);
    for k in 0..12 {
        let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(k) / 12.0);
        let center = [0.78 * radius * sin, -0.038, 0.78 * radius * cos];
        p.rod("mark", center, Axis::Y, [0.035 * radius, 0.002], &ink, Touch::Seen);
    }
    p.tube("hour", &[[0.0, -0.039, 0.0], [0.38 * radius, -0.039, 0.28 * radius]], 0.003, &ink, Touch::Seen);
    p.tube(
        "minute",
        &[[0.0, -0.039, 0.0], [-0.10 * radius, -0.039, 0.68 * radius]],
        0.0022,
        &ink,
        Touch::Seen,
    );
    p
}

/// A mirror in a slim frame, hung with its middle at z = 0.
pub fn mirror(w: f64, h: f64, frame: &Material) -> Piece {
    let mut p = Piece::new("mirror");
    let (x, z) = (w / 2.0, h / 2.0);
    let glass = Material::metal([0.78, 0.80, 0.81], 0.12);
    p.block("frame", [-x, -0.022, -z], [x, 0.0, z], frame, Touch::Solid);
    p.block("glass", [-x + 0.015, -0.024, -z + 0.015], [x - 0.015, -0.020, z - 0.015], &glass, Touch::Seen);
    p
}
