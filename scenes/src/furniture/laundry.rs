//! Utility room: washing machine, dryer, counter, hamper, drying rack.

use super::sanitary::{chrome, tap};
use super::{Axis, Piece, Touch};
use restage_assets::Material;

/// A front loader, 0.60 x 0.60 x 0.85 m: body, round door, drawer, dial and display. The dryer has a grey door ring and a
/// filter flap.
pub fn machine(kind: &str, body: &Material, dryer: bool) -> Piece {
    let mut p = Piece::new(kind);
    let (x, y, h) = (0.298, 0.29, 0.85);
    let dark = Material::plain([0.02, 0.02, 0.024], 0.12);
    let ring = if dryer { Material::plain([0.32, 0.33, 0.34], 0.3) } else { chrome() };
    p.soft("body", [-x, -y, 0.02], [x, y, h], 0.012, body, Touch::Solid);
    for (sx, sy) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        p.rod(
            "foot",
            [sx * (x - 0.05), sy * (y - 0.06), 0.0125],
            Axis::Z,
            [0.02, 0.025],
            &dark,
            Touch::Solid,
        );
    }
    p.rod("door_ring", [0.0, -y - 0.012, 0.42], Axis::Y, [0.205, 0.03], &ring, Touch::Seen);
    p.rod("door_glass", [0.0, -y - 0.022, 0.42], Axis::Y, [0.155, 0.018], &dark, Touch::Seen);
    p.block("door_handle", [-0.20, -y - 0.034, 0.37], [-0.175, -y - 0.02, 0.47], &ring, Touch::Seen);
    let panel = Material::plain([0.66, 0.67, 0.68], 0.35);
    p.block(
        "panel",
        [-x + 0.01, -y - 0.006, h - 0.125],
        [x - 0.01, -y + 0.01, h - 0.02],
        &panel,
        Touch::Seen,
    );
    p.block("drawer", [-x + 0.02, -y - 0.010, h - 0.118], [-0.12, -y, h - 0.030], body, Touch::Seen);
    p.rod("dial", [0.02, -y - 0.02, h - 0.073], Axis::Y, [0.034, 0.03], &ring, Touch::Seen);
    p.block("display", [0.10, -y - 0.008, h - 0.095], [0.25, -y, h - 0.05], &dark, Touch::Seen);
    if dryer {
        p.block("filter", [0.10, -y - 0.006, 0.06], [0.26, -y, 0.15], &panel, Touch::Seen);
    } else {
        p.block("kick", [-x + 0.03, -y - 0.003, 0.04], [x - 0.03, -y, 0.12], &panel, Touch::Seen);
    }
    p
}

/// A counter over machines and a base unit with a sink at one end: its free part is the support `folding counter`.
/// `sink` is the middle of the sink along x; the space below `bays[k]` (from, to) is left open for machines.
pub fn counter([w, d, h]: [f64; 3], sink: f64, unit: [f64; 2], top: &Material, fronts: &Material) -> Piece {
    let mut p = Piece::new("utility_counter");
    let (x, y, thick) = (w / 2.0, d / 2.0, 0.038);
    let (bowl, deep) = (0.22, [-y + 0.09, y - 0.13]);
    let (low, high) = (h - thick, h);
    p.block("top_left", [-x, -y, low], [sink - bowl, y, high], top, Touch::Solid);
    p.block("top_right", [sink + bowl, -y, low], [x, y, high], top, Touch::Solid);
    p.block("top_front", [sink - bowl, -y, low], [sink + bowl, deep[0], high], top, Touch::Solid);
    p.block("top_back", [sink - bowl, deep[1], low], [sink + bowl, y, high], top, Touch::Solid);
    let steel = Material::metal([0.62, 0.62, 0.62], 0.35);
    p.block(
        "sink_floor",
        [sink - bowl, deep[0], h - 0.22],
        [sink + bowl, deep[1], h - 0.20],
        &steel,
        Touch::Solid,
    );
    for (name, a, b) in [
        ("sink_left", [sink - bowl, deep[0]], [sink - bowl + 0.012, deep[1]]),
        ("sink_right", [sink + bowl - 0.012, deep[0]], [sink + bowl, deep[1]]),
        ("sink_front", [sink - bowl, deep[0]], [sink + bowl, deep[0] + 0.012]),
        ("sink_back", [sink - bowl, deep[1] - 0.012], [sink + bowl, deep[1]]),
    ] {
        p.block(name, [a[0], a[1], h - 0.20], [b[0], b[1], h - 0.004], &steel, Touch::Solid);
    }
    tap(&mut p, [sink, y - 0.06, h], 0.28, 0.18, &chrome());
    base_unit(&mut p, unit, [y, low], fronts);
    let edge = if unit[0] > 0.0 { [x - 0.018, x] } else { [-x, -x + 0.018] };
    let far = if unit[0] > 0.0 { [-x, -x + 0.018] } else { [x - 0.018, x] };
    for [a, b] in [edge, far] {
        p.block("end_panel", [a, -y + 0.02, 0.0], [b, y, low], fronts, Touch::Solid);
    }
    let (from, to) =
        if sink < 0.0 { (sink + bowl + 0.04, x - 0.02) } else { (-x + 0.02, sink - bowl - 0.04) };
    let classes = ["cleaning", "clothing", "household", "container", "hygiene"];
    p.support("folding counter", [[from, -y + 0.015], [to, y - 0.05]], h, 0.45, &classes);
    p
}

fn base_unit(p: &mut Piece, [left, right]: [f64; 2], [y, top]: [f64; 2], fronts: &Material) {
    let metal = Material::metal([0.6, 0.6, 0.58], 0.35);
    let dark = Material::plain([0.03, 0.03, 0.03], 0.6);
    p.block("kick", [left, -y + 0.08, 0.0], [right, y, 0.10], &dark, Touch::Solid);
    p.block("unit", [left, -y + 0.05, 0.10], [right, y, 0.60], fronts, Touch::Solid);
    let middle = (left + right) / 2.0;
    for (a, b, hand) in [(left, middle, middle - 0.04), (middle, right, middle + 0.04)] {
        p.block(
            "door",
            [a + 0.002, -y + 0.03, 0.105],
            [b - 0.002, -y + 0.051, top - 0.01],
            fronts,
            Touch::Solid,
        );
        p.rod("handle", [hand, -y + 0.008, top - 0.15], Axis::Z, [0.006, 0.16], &metal, Touch::Seen);
        for z in [top - 0.20, top - 0.10] {
            p.rod("post", [hand, -y + 0.02, z], Axis::Y, [0.004, 0.024], &metal, Touch::Seen);
        }
    }
}

/// A woven hamper with laundry in it, 0.42 x 0.34 x 0.60 m.
pub fn hamper(weave: &Material, cloth: &Material) -> Piece {
    let mut p = Piece::new("hamper");
    let (x, y, h, wall) = (0.21, 0.17, 0.58, 0.02);
    p.block("floor", [-x, -y, 0.0], [x, y, 0.02], weave, Touch::Solid);
    for (name, low, high) in [
        ("front", [-x, -y, 0.02], [x, -y + wall, h]),
        ("back", [-x, y - wall, 0.02], [x, y, h]),
        ("left", [-x, -y + wall, 0.02], [-x + wall, y - wall, h]),
        ("right", [x - wall, -y + wall, 0.02], [x, y - wall, h]),
    ] {
        p.soft(name, low, high, 0.008, weave, Touch::Solid);
    }
    for z in [0.14, 0.28, 0.42, 0.555] {
        p.block("band", [-x - 0.004, -y - 0.004, z], [x + 0.004, y + 0.004, z + 0.018], weave, Touch::Seen);
    }
    p.egg("laundry", [-x + 0.02, -y + 0.02, 0.42], [x - 0.02, y - 0.02, 0.66], cloth, Touch::Seen);
    p
}

/// A drying rack with cloths, 0.55 x 0.95 x 0.95 m.
pub fn drying_rack(metal: &Material, cloths: [&Material; 2]) -> Piece {
    let mut p = Piece::new("drying_rack");
    let (x, y, h) = (0.25, 0.45, 0.92);
    for sy in [-1.0, 1.0] {
        let cy = sy * y;
        p.tube("leg", &[[-x, cy, 0.01], [x * 0.6, cy, h]], 0.010, metal, Touch::Solid);
        p.tube("leg", &[[x, cy, 0.01], [-x * 0.6, cy, h]], 0.010, metal, Touch::Solid);
        p.tube("end", &[[-x, cy, h], [x, cy, h]], 0.008, metal, Touch::Solid);
    }
    for k in 0..6 {
        let cx = -x + 2.0 * x * f64::from(k) / 5.0;
        p.tube("wire", &[[cx, -y, h], [cx, y, h]], 0.004, metal, Touch::Solid);
    }
    let wires = [-x, -x + 0.2 * x * 2.0];
    for (k, cloth) in cloths.into_iter().enumerate() {
        let (cx, from) = (wires[k], if k == 0 { -0.35 } else { -0.05 });
        p.soft(
            "cloth",
            [cx - 0.014, from, h - 0.45],
            [cx + 0.014, from + 0.36, h + 0.012],
            0.010,
            cloth,
            Touch::Seen,
        );
    }
    p
}
