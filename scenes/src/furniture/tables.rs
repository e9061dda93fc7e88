//! Coffee tables, desks, dining tables, bedside tables.

use super::{Axis, Piece, Touch};
use restage_assets::Material;

/// Classes of objects on a coffee or side table.
pub const LOUNGE: [&str; 7] =
    ["drinkware", "household", "electronics", "stationery", "decor", "toy", "packaged_food"];
/// Classes of objects on a desk.
pub const DESK: [&str; 5] = ["stationery", "electronics", "drinkware", "drink", "household"];
/// Classes of objects on a dining table.
pub const DINING: [&str; 6] = ["tableware", "drinkware", "cutlery", "drink", "packaged_food", "produce"];

/// Form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableForm {
    /// Four square legs under the corners.
    Legs,
    /// Two panels at the ends.
    Panels,
    /// Metal frames at the ends.
    Frames,
    /// A lower shelf between four legs.
    Shelf,
}

impl TableForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Legs, Self::Panels, Self::Frames, Self::Shelf];
}

/// A table of extents (width, depth) and height, m; its top is the support `name`.
pub fn table(
    kind: &str,
    name: &str,
    form: TableForm,
    [w, d, h]: [f64; 3],
    (top, frame): (&Material, &Material),
    classes: &[&str],
) -> Piece {
    let mut p = Piece::new(kind);
    let thick = if h > 0.6 { 0.028 } else { 0.035 };
    let (x, y, under) = (w / 2.0, d / 2.0, h - thick);
    p.block("top", [-x, -y, under], [x, y, h], top, Touch::Solid);
    let leg = 0.05;
    match form {
        TableForm::Legs | TableForm::Shelf => {
            for (sx, sy) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                let (cx, cy) = (sx * (x - 0.045), sy * (y - 0.045));
                let low = [cx - leg / 2.0, cy - leg / 2.0, 0.0];
                p.block("leg", low, [cx + leg / 2.0, cy + leg / 2.0, under], frame, Touch::Solid);
            }
            for sy in [-1.0, 1.0] {
                let cy = sy * (y - 0.045);
                let low = [-x + 0.07, cy - 0.010, under - 0.07];
                p.block("apron", low, [x - 0.07, cy + 0.010, under], frame, Touch::Solid);
            }
            if form == TableForm::Shelf {
                let z = 0.30 * h;
                p.block(
                    "shelf",
                    [-x + 0.045, -y + 0.045, z],
                    [x - 0.045, y - 0.045, z + 0.02],
                    top,
                    Touch::Solid,
                );
            }
        }
        TableForm::Panels => {
            for sx in [-1.0, 1.0] {
                let cx = sx * (x - 0.06);
                p.block(
                    "panel",
                    [cx - 0.018, -y + 0.03, 0.0],
                    [cx + 0.018, y - 0.03, under],
                    frame,
                    Touch::Solid,
                );
            }
            p.block(
                "stretcher",
                [-x + 0.06, y - 0.06, 0.35 * h],
                [x - 0.06, y - 0.04, under],
                frame,
                Touch::Solid,
            );
        }
        TableForm::Frames => {
            for sx in [-1.0, 1.0] {
                let cx = sx * (x - 0.07);
                let (low, high) = (-y + 0.05, y - 0.05);
                for cy in [low, high] {
                    p.block(
                        "post",
                        [cx - 0.015, cy - 0.015, 0.0],
                        [cx + 0.015, cy + 0.015, under],
                        frame,
                        Touch::Solid,
                    );
                }
                for z in [0.0, under - 0.03] {
                    p.block("bar", [cx - 0.015, low, z], [cx + 0.015, high, z + 0.03], frame, Touch::Solid);
                }
            }
            let low = [-x + 0.07, -0.02, under - 0.03];
            p.block("brace", low, [x - 0.07, 0.02, under], frame, Touch::Solid);
        }
    }
    let margin = 0.02;
    p.support(name, [[-x + margin, -y + margin], [x - margin, y - margin]], h, 1.0, classes);
    p
}

/// A chest of drawers beside or under a desk, on feet; drawers with bar or knob handles.
pub fn drawers(kind: &str, [w, d, h]: [f64; 3], rows: u32, (body, handle): (&Material, &Material)) -> Piece {
    let mut p = Piece::new(kind);
    let (x, y) = (w / 2.0, d / 2.0);
    let (foot, gap) = (0.05, 0.004);
    for (sx, sy) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        let at = [sx * (x - 0.05), sy * (y - 0.05), foot / 2.0];
        p.rod("foot", at, Axis::Z, [0.018, foot], body, Touch::Solid);
    }
    p.block("body", [-x, -y + 0.019, foot], [x, y, h - 0.02], body, Touch::Solid);
    p.block("top", [-x - 0.005, -y, h - 0.02], [x + 0.005, y, h], body, Touch::Solid);
    let (low, high) = (foot + 0.01, h - 0.03);
    let pitch = (high - low) / f64::from(rows);
    let columns = if w > 0.95 { 2 } else { 1 };
    let width = (w - 0.02) / f64::from(columns);
    for row in 0..rows {
        let z = low + f64::from(row) * pitch;
        for column in 0..columns {
            let left = -x + 0.01 + f64::from(column) * width;
            let (a, b) = ([left + gap, -y, z + gap], [left + width - gap, -y + 0.02, z + pitch - gap]);
            p.block("front", a, b, body, Touch::Seen);
            let middle = left + width / 2.0;
            let bar = [middle, -y - 0.018, z + pitch - 0.05];
            p.rod("handle", bar, Axis::X, [0.006, (width * 0.4).min(0.22)], handle, Touch::Seen);
            for side in [-0.06, 0.06] {
                p.rod(
                    "post",
                    [middle + side, -y - 0.009, z + pitch - 0.05],
                    Axis::Y,
                    [0.004, 0.018],
                    handle,
                    Touch::Seen,
                );
            }
        }
    }
    p
}
