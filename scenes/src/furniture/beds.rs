//! Beds.

use super::{Piece, Touch};
use restage_assets::Material;

/// Cloths of a bed.
#[derive(Clone, Debug, PartialEq)]
pub struct Bedding {
    /// Sheet and pillows.
    pub sheet: Material,
    /// Duvet.
    pub duvet: Material,
    /// Throw over the foot end, and decorative pillows.
    pub accent: Material,
}

/// A bed with its head at the back: frame with headboard, mattress (top at 0.52 m), duvet that hangs over the sides,
/// pillows, a throw. `width` is that of the mattress, 0.9..=2.0 m; the piece is 0.08 m wider and 2.14 m long.
pub fn bed(width: f64, frame: &Material, cloth: Option<&Material>, bedding: &Bedding) -> Piece {
    let mut p = Piece::new("bed");
    let (x, rear) = (width / 2.0, 1.07);
    let front = -1.07;
    let outer = x + 0.03;
    p.block("side_left", [-outer, front, 0.12], [-x, rear - 0.08, 0.34], frame, Touch::Solid);
    p.block("side_right", [x, front, 0.12], [outer, rear - 0.08, 0.34], frame, Touch::Solid);
    p.block("foot_board", [-outer, front, 0.12], [outer, front + 0.03, 0.36], frame, Touch::Solid);
    for (sx, y) in [(-1.0, front + 0.05), (1.0, front + 0.05), (-1.0, rear - 0.15), (1.0, rear - 0.15)] {
        let cx = sx * (x - 0.05);
        p.block("leg", [cx - 0.03, y - 0.03, 0.0], [cx + 0.03, y + 0.03, 0.20], frame, Touch::Solid);
    }
    p.block("slats", [-x, front + 0.03, 0.20], [x, rear - 0.08, 0.28], frame, Touch::Solid);
    let head = cloth.unwrap_or(frame);
    p.soft(
        "headboard",
        [-outer - 0.01, rear - 0.08, 0.10],
        [outer + 0.01, rear, 1.10],
        0.03,
        head,
        Touch::Solid,
    );
    p.soft(
        "mattress",
        [-x, front + 0.035, 0.28],
        [x, rear - 0.085, 0.52],
        0.05,
        &bedding.sheet,
        Touch::Solid,
    );
    let (low, high) = ([-x - 0.035, front + 0.03, 0.34], [x + 0.035, rear - 0.62, 0.585]);
    p.soft("duvet", low, high, 0.055, &bedding.duvet, Touch::Solid);
    let (low, high) = ([-x - 0.032, rear - 0.80, 0.42], [x + 0.032, rear - 0.55, 0.60]);
    p.soft("duvet_fold", low, high, 0.05, &bedding.sheet, Touch::Solid);
    let (low, high) = ([-x - 0.04, front + 0.12, 0.37], [x + 0.04, front + 0.58, 0.598]);
    p.soft("throw", low, high, 0.05, &bedding.accent, Touch::Seen);
    let places = if width > 1.3 { 2 } else { 1 };
    let pillow = 0.68_f64.min(width / f64::from(places) - 0.06);
    for k in 0..places {
        let cx = (f64::from(k) - f64::from(places - 1) / 2.0) * (width / f64::from(places));
        let (low, high) = ([cx - pillow / 2.0, rear - 0.52, 0.50], [cx + pillow / 2.0, rear - 0.10, 0.66]);
        p.soft("pillow", low, high, 0.075, &bedding.sheet, Touch::Solid);
        let (low, high) = ([cx - 0.22, rear - 0.60, 0.56], [cx + 0.22, rear - 0.46, 0.92]);
        p.soft("cushion", low, high, 0.068, &bedding.accent, Touch::Solid);
    }
    p
}
