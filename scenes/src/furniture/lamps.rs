//! Ceiling, table and floor lamps. Ceiling lamps hang with z = 0 at the ceiling.

use super::{Axis, Piece, Touch};
use restage_assets::Material;

/// Luminance of lamp shades, cd/m².
const SHADE_CD_M2: f32 = 1500.0;

fn glowing() -> Material {
    Material::plain([1.0, 0.95, 0.88], 0.6).emitting(SHADE_CD_M2)
}

/// Form of a ceiling lamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CeilingLamp {
    /// A flat round lamp at the ceiling.
    Disc,
    /// A globe on a cord.
    Globe,
    /// A wide drum shade on a cord.
    Drum,
    /// A square panel.
    Panel,
    /// A small downlight.
    Spot,
}

impl CeilingLamp {
    /// Those of living rooms.
    pub const HOME: [Self; 4] = [Self::Disc, Self::Globe, Self::Drum, Self::Panel];

    /// Builds it.
    pub fn build(self, metal: &Material) -> Piece {
        let mut p = Piece::new("ceiling_lamp");
        let shade = glowing();
        match self {
            Self::Disc => {
                p.rod("rim", [0.0, 0.0, -0.03], Axis::Z, [0.19, 0.06], metal, Touch::Seen);
                p.rod("shade", [0.0, 0.0, -0.06], Axis::Z, [0.17, 0.03], &shade, Touch::Seen);
                p.lamp("shade", [0.0, 0.0, -0.21], 1.0);
            }
            Self::Globe => {
                p.rod("rose", [0.0, 0.0, -0.015], Axis::Z, [0.05, 0.03], metal, Touch::Seen);
                p.rod("cord", [0.0, 0.0, -0.16], Axis::Z, [0.004, 0.32], metal, Touch::Seen);
                p.egg("shade", [-0.15, -0.15, -0.60], [0.15, 0.15, -0.30], &shade, Touch::Seen);
                p.lamp("shade", [0.0, 0.0, -0.64], 1.0);
            }
            Self::Drum => {
                p.rod("rose", [0.0, 0.0, -0.015], Axis::Z, [0.05, 0.03], metal, Touch::Seen);
                p.rod("cord", [0.0, 0.0, -0.17], Axis::Z, [0.004, 0.34], metal, Touch::Seen);
                p.rod("shade", [0.0, 0.0, -0.43], Axis::Z, [0.23, 0.20], &shade, Touch::Seen);
                p.lamp("shade", [0.0, 0.0, -0.57], 1.0);
            }
            Self::Panel => {
                p.block("rim", [-0.22, -0.22, -0.05], [0.22, 0.22, 0.0], metal, Touch::Seen);
                p.block("shade", [-0.20, -0.20, -0.056], [0.20, 0.20, -0.02], &shade, Touch::Seen);
                p.lamp("shade", [0.0, 0.0, -0.20], 1.0);
            }
            Self::Spot => {
                p.rod("rim", [0.0, 0.0, -0.006], Axis::Z, [0.05, 0.012], metal, Touch::Seen);
                p.rod("shade", [0.0, 0.0, -0.008], Axis::Z, [0.04, 0.014], &shade, Touch::Seen);
                p.lamp("shade", [0.0, 0.0, -0.14], 1.0);
            }
        }
        p
    }
}

/// A table lamp 0.45 m high, standing at z = 0; its share of the light is small.
pub fn table_lamp(base: &Material) -> Piece {
    let mut p = Piece::new("table_lamp");
    let profile = [
        [0.0, 0.0],
        [0.075, 0.0],
        [0.07, 0.02],
        [0.03, 0.05],
        [0.055, 0.13],
        [0.03, 0.22],
        [0.012, 0.26],
        [0.0, 0.26],
    ];
    p.lathe("base", [0.0; 3], &profile, base, Touch::Solid);
    p.lathe(
        "shade",
        [0.0, 0.0, 0.24],
        &[[0.0, 0.0], [0.14, 0.0], [0.10, 0.20], [0.0, 0.20]],
        &glowing(),
        Touch::Solid,
    );
    p.lamp("shade", [0.0, 0.0, 0.34], 0.12);
    p
}

/// A floor lamp 1.6 m high.
pub fn floor_lamp(metal: &Material) -> Piece {
    let mut p = Piece::new("floor_lamp");
    p.rod("foot", [0.0, 0.0, 0.0125], Axis::Z, [0.14, 0.025], metal, Touch::Solid);
    p.rod("pole", [0.0, 0.0, 0.70], Axis::Z, [0.012, 1.38], metal, Touch::Solid);
    p.lathe(
        "shade",
        [0.0, 0.0, 1.32],
        &[[0.0, 0.0], [0.21, 0.0], [0.14, 0.28], [0.0, 0.28]],
        &glowing(),
        Touch::Solid,
    );
    p.lamp("shade", [0.0, 0.0, 1.46], 0.3);
    p
}
