//! Sofas, armchairs, chairs.

use super::{Axis, Piece, Touch};
use restage_assets::Material;

/// Measures of a sofa or armchair, m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sofa {
    /// Width over the arms, 0.8..=3.0.
    pub width: f64,
    /// Depth, 0.8..=1.05.
    pub depth: f64,
    /// Height of the back, 0.62..=0.95.
    pub back: f64,
    /// Width of an arm, 0.08..=0.28.
    pub arm: f64,
    /// Height of the feet, 0.03..=0.18.
    pub feet: f64,
    /// Number of seat cushions.
    pub seats: u32,
    /// Number of loose cushions.
    pub cushions: u32,
}

/// Height of a seat, m.
const SEAT: f64 = 0.43;

impl Sofa {
    /// A sofa: frame on feet, seat and back cushions, arms, loose cushions in a second cloth.
    pub fn build(&self, kind: &str, cloth: &Material, accent: &Material, wood: &Material) -> Piece {
        let mut p = Piece::new(kind);
        let (w, d, half) = (self.width, self.depth, self.width / 2.0);
        let (front, rear) = (-d / 2.0, d / 2.0);
        for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
            let at = [x * (half - 0.09), y * (d / 2.0 - 0.09), self.feet / 2.0 + 0.005];
            p.rod("foot", at, Axis::Z, [0.022, self.feet + 0.01], wood, Touch::Solid);
        }
        p.soft(
            "frame",
            [-half + 0.01, front + 0.02, self.feet],
            [half - 0.01, rear, 0.28],
            0.03,
            cloth,
            Touch::Solid,
        );
        let arm_top = (SEAT + 0.18).min(self.back - 0.05);
        for (name, x) in [("arm_left", -half), ("arm_right", half - self.arm)] {
            let (low, high) = ([x, front, self.feet + 0.01], [x + self.arm, rear, arm_top]);
            p.soft(name, low, high, 0.07, cloth, Touch::Solid);
        }
        let back_depth = 0.20;
        p.soft(
            "back",
            [-half + 0.02, rear - back_depth, 0.20],
            [half - 0.02, rear, self.back],
            0.07,
            cloth,
            Touch::Solid,
        );
        let inner = w - 2.0 * self.arm;
        let seat_width = inner / f64::from(self.seats);
        for k in 0..self.seats {
            let x = -half + self.arm + f64::from(k) * seat_width;
            let low = [x + 0.004, front + 0.01, 0.265];
            p.soft(
                "seat",
                low,
                [x + seat_width - 0.004, rear - back_depth, SEAT],
                0.055,
                cloth,
                Touch::Solid,
            );
            let low = [x + 0.008, rear - back_depth - 0.15, SEAT - 0.02];
            let high = [x + seat_width - 0.008, rear - back_depth + 0.02, self.back - 0.03];
            p.soft("back_cushion", low, high, 0.07, cloth, Touch::Solid);
        }
        self.loose_cushions(&mut p, accent, rear - back_depth - 0.15);
        p
    }

    /// Loose cushions lean at the ends of the seat.
    fn loose_cushions(&self, p: &mut Piece, accent: &Material, behind: f64) {
        let edge = 0.42_f64.min(self.width / 2.0 - self.arm - 0.02);
        for k in 0..self.cushions {
            let side = if k % 2 == 0 { -1.0 } else { 1.0 };
            let inward = f64::from(k / 2) * 0.30;
            let x = side * (self.width / 2.0 - self.arm - edge / 2.0 - 0.02 - inward);
            let y = behind - 0.06 - 0.05 * f64::from(k / 2);
            let low = [x - edge / 2.0, y - 0.065, SEAT - 0.012];
            p.soft(
                "cushion",
                low,
                [x + edge / 2.0, y + 0.065, SEAT + edge - 0.02],
                0.064,
                accent,
                Touch::Solid,
            );
        }
    }
}

/// A wooden chair, 0.44 x 0.48 m, seat 0.45 m high: legs, seat, slatted back.
pub fn chair(wood: &Material, seat: &Material) -> Piece {
    let mut p = Piece::new("chair");
    let (half, d) = (0.21, 0.22);
    for (x, y, top) in [(-half, -d, 0.43), (half, -d, 0.43), (-half, d, 0.86), (half, d, 0.86)] {
        let low = [x - 0.018, y - 0.018, 0.0];
        p.block("leg", low, [x + 0.018, y + 0.018, top], wood, Touch::Solid);
    }
    p.soft(
        "seat",
        [-half - 0.015, -d - 0.02, 0.425],
        [half + 0.015, d - 0.02, 0.46],
        0.015,
        seat,
        Touch::Solid,
    );
    for z in [0.56, 0.68, 0.80] {
        p.block("slat", [-half, d - 0.010, z], [half, d + 0.010, z + 0.055], wood, Touch::Solid);
    }
    p.block("rail", [-half, -d - 0.01, 0.37], [half, -d + 0.01, 0.425], wood, Touch::Solid);
    p
}

/// A swivel chair on five castors, 0.62 x 0.60 m.
pub fn office_chair(cloth: &Material, metal: &Material) -> Piece {
    let mut p = Piece::new("office_chair");
    let dark = Material::plain([0.03, 0.03, 0.033], 0.5);
    for k in 0..5 {
        let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(k) / 5.0 + 0.3);
        let (x, y) = (0.27 * cos, 0.27 * sin);
        p.tube("spoke", &[[0.0, 0.0, 0.10], [x, y, 0.075]], 0.016, metal, Touch::Solid);
        p.rod("castor", [x, y, 0.03], Axis::Y, [0.03, 0.04], &dark, Touch::Solid);
    }
    p.rod("column", [0.0, 0.0, 0.24], Axis::Z, [0.028, 0.30], metal, Touch::Solid);
    p.soft("seat", [-0.245, -0.25, 0.40], [0.245, 0.22, 0.48], 0.035, cloth, Touch::Solid);
    p.tube("spine", &[[0.0, 0.19, 0.41], [0.0, 0.26, 0.48], [0.0, 0.27, 0.66]], 0.020, &dark, Touch::Solid);
    p.soft("back", [-0.22, 0.20, 0.56], [0.22, 0.265, 0.98], 0.03, cloth, Touch::Solid);
    for x in [-0.27, 0.27] {
        p.tube("arm", &[[x * 0.8, 0.0, 0.42], [x, 0.0, 0.46], [x, 0.0, 0.64]], 0.014, &dark, Touch::Solid);
        p.soft("armrest", [x - 0.035, -0.14, 0.63], [x + 0.035, 0.12, 0.665], 0.015, &dark, Touch::Solid);
    }
    p
}

/// A low round stool, 0.36 m wide, 0.44 m high.
pub fn stool(wood: &Material) -> Piece {
    round_stool("stool", 0.4475, wood)
}

/// A stool for worktops and islands, 0.42 m wide, 0.66 m high, with a rest for the feet.
pub fn bar_stool(wood: &Material) -> Piece {
    let mut p = round_stool("bar_stool", 0.66, wood);
    for (x, y, axis) in
        [(0.0, 0.10, Axis::X), (0.0, -0.10, Axis::X), (0.10, 0.0, Axis::Y), (-0.10, 0.0, Axis::Y)]
    {
        p.rod("foot_rest", [x, y, 0.22], axis, [0.009, 0.20], wood, Touch::Seen);
    }
    p
}

/// Four splayed legs and a round seat whose top is at `height` m.
fn round_stool(kind: &str, height: f64, wood: &Material) -> Piece {
    let mut p = Piece::new(kind);
    let under = height - 0.0275;
    for k in 0..4 {
        let (sin, cos) = libm::sincos(std::f64::consts::FRAC_PI_2 * f64::from(k) + 0.785);
        p.tube(
            "leg",
            &[[0.16 * cos, 0.16 * sin, 0.014], [0.11 * cos, 0.11 * sin, under]],
            0.014,
            wood,
            Touch::Solid,
        );
    }
    p.rod("seat", [0.0, 0.0, under + 0.01], Axis::Z, [0.17, 0.035], wood, Touch::Solid);
    p
}
