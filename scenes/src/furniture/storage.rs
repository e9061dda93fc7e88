//! Shelves with books, wardrobes, television stands.

use super::{Axis, Piece, Touch};
use crate::draw::Stream;
use restage_assets::Material;
use restage_geometry::Pose;

/// sRGB colours of book spines.
const SPINES: [u32; 12] = [
    0x8B2F2B, 0x2B4C7E, 0x3C6E47, 0xC9A227, 0xE5DED0, 0x3A3A3C, 0x7B5B8C, 0xC7683A, 0x5B7F8C, 0xA8B29A,
    0xD9C7B0, 0x4A2E22,
];

/// A row of books from x = 0 to at most `length`, 0.16 to 0.22 deep, standing at z = 0 with their spines at y = 0. `tall`
/// is the greatest height, m.
pub fn books(stream: &mut Stream, colors: &mut Stream, length: f64, tall: f64) -> Piece {
    let mut p = Piece::new("books");
    let mut x = 0.0;
    while x < length {
        let thick = stream.uniform(0.014, 0.045);
        let height = stream.uniform(0.62, 0.96) * tall.min(0.30);
        let deep = stream.uniform(0.14, 0.19);
        let back = stream.uniform(0.0, 0.02);
        let cover = Material::srgb(*colors.pick(&SPINES), 0.6);
        if x + thick > length {
            break;
        }
        p.block("book", [x, back, 0.0], [x + thick - 0.0008, back + deep, height], &cover, Touch::Solid);
        x += thick;
    }
    p
}

/// An open bookcase on a plinth, filled with rows of books and boxes.
pub fn bookcase(
    [w, d, h]: [f64; 3],
    wood: &Material,
    layout: &mut Stream,
    colors: &mut Stream,
    decor: &[&str],
) -> Piece {
    let mut p = Piece::new("bookcase");
    let (x, y, board) = (w / 2.0, d / 2.0, 0.022);
    p.block("side_left", [-x, -y, 0.0], [-x + board, y, h], wood, Touch::Solid);
    p.block("side_right", [x - board, -y, 0.0], [x, y, h], wood, Touch::Solid);
    p.block("back", [-x + board, y - 0.008, 0.0], [x - board, y, h], wood, Touch::Solid);
    p.block("plinth", [-x + board, -y + 0.02, 0.0], [x - board, -y + 0.04, 0.06], wood, Touch::Solid);
    let rows = ((h - 0.08) / 0.34).floor().max(1.0) as usize;
    let pitch = (h - 0.06 - board) / rows as f64;
    for row in 0..=rows {
        let z = 0.06 + row as f64 * pitch;
        p.block("board", [-x + board, -y, z], [x - board, y - 0.008, z + board], wood, Touch::Solid);
    }
    for row in 0..rows {
        let z = 0.06 + row as f64 * pitch + board;
        let room = w - 2.0 * board - 0.01;
        let share = layout.uniform(0.35, 1.0);
        let row_of_books = books(layout, colors, share * room, pitch - board - 0.03);
        let left = -x + board + 0.005;
        p.adopt(row_of_books, Pose::from_translation(glam::DVec3::new(left, -y + 0.03, z)));
        if room * (1.0 - share) > 0.22 && !decor.is_empty() {
            let id = layout.pick(decor);
            let at = [left + share * room + room * (1.0 - share) / 2.0, -y + 0.12, z];
            let fits = restage_assets::by_id(id).is_some_and(|model| {
                let size = model.size();
                size.x.max(size.y) < (0.19_f64).min(room * (1.0 - share)) && size.z < pitch - board - 0.01
            });
            if fits {
                p.decor("ornament", id, at, 0.0);
            }
        }
    }
    p
}

/// A wardrobe with doors that reach to its plinth.
pub fn wardrobe([w, d, h]: [f64; 3], doors: u32, body: &Material, handle: &Material, mirror: bool) -> Piece {
    let mut p = Piece::new("wardrobe");
    let (x, y) = (w / 2.0, d / 2.0);
    p.block("body", [-x, -y + 0.02, 0.0], [x, y, h], body, Touch::Solid);
    let width = w / f64::from(doors);
    let glass = Material::metal([0.72, 0.74, 0.75], 0.12);
    for k in 0..doors {
        let left = -x + f64::from(k) * width;
        let (low, high) = ([left + 0.002, -y, 0.07], [left + width - 0.002, -y + 0.02, h - 0.01]);
        p.block("door", low, high, body, Touch::Solid);
        if mirror && k == doors / 2 {
            let (a, b) = ([left + 0.07, -y - 0.003, 0.22], [left + width - 0.07, -y + 0.001, h - 0.16]);
            p.block("mirror", a, b, &glass, Touch::Seen);
        }
        let inner = if k % 2 == 0 { left + width - 0.04 } else { left + 0.04 };
        p.rod("handle", [inner, -y - 0.022, 1.02], Axis::Z, [0.007, 0.26], handle, Touch::Seen);
        for z in [0.93, 1.11] {
            p.rod("post", [inner, -y - 0.011, z], Axis::Y, [0.005, 0.022], handle, Touch::Seen);
        }
    }
    p
}

/// A low television stand with two doors and an open middle, a television on it and what belongs beside.
pub fn tv_stand([w, d, h]: [f64; 3], tv_width: f64, body: &Material, handle: &Material) -> Piece {
    let mut p = Piece::new("tv_stand");
    let (x, y, board) = (w / 2.0, d / 2.0, 0.022);
    let foot = 0.09;
    for (sx, sy) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        p.rod(
            "foot",
            [sx * (x - 0.08), sy * (y - 0.07), foot / 2.0],
            Axis::Z,
            [0.017, foot],
            body,
            Touch::Solid,
        );
    }
    p.block("bottom", [-x, -y, foot], [x, y, foot + board], body, Touch::Solid);
    p.block("top", [-x, -y, h - board], [x, y, h], body, Touch::Solid);
    p.block("back", [-x, y - 0.01, foot + board], [x, y, h - board], body, Touch::Solid);
    let third = w / 3.0;
    for (left, right) in [(-x, -x + third), (x - third, x)] {
        let (low, high) = ([left, -y + 0.02, foot + board], [right, y - 0.01, h - board]);
        p.block("box", low, high, body, Touch::Solid);
        p.block(
            "door",
            [left + 0.003, -y, foot + board],
            [right - 0.003, -y + 0.02, h - board],
            body,
            Touch::Seen,
        );
        let middle = (left + right) / 2.0;
        p.rod(
            "knob",
            [middle, -y - 0.012, (foot + h) / 2.0 + 0.06],
            Axis::Y,
            [0.012, 0.024],
            handle,
            Touch::Seen,
        );
    }
    let black = Material::plain([0.012, 0.012, 0.013], 0.35);
    let grey = Material::plain([0.10, 0.10, 0.11], 0.4);
    p.soft(
        "set_top_box",
        [-0.14, -0.05, foot + board],
        [0.14, 0.12, foot + board + 0.05],
        0.006,
        &grey,
        Touch::Solid,
    );
    television(&mut p, tv_width, h, y - 0.16, &black);
    p
}

fn television(p: &mut Piece, width: f64, on: f64, y: f64, black: &Material) {
    let glass = Material::plain([0.008, 0.009, 0.011], 0.12);
    let high = width * 9.0 / 16.0;
    let low = on + 0.075;
    for x in [-0.28 * width, 0.28 * width] {
        p.block("tv_foot", [x - 0.015, y - 0.11, on], [x + 0.015, y + 0.11, on + 0.012], black, Touch::Solid);
        p.block(
            "tv_leg",
            [x - 0.012, y - 0.012, on],
            [x + 0.012, y + 0.012, low + 0.02],
            black,
            Touch::Solid,
        );
    }
    let half = width / 2.0;
    p.block("tv", [-half, y - 0.018, low], [half, y + 0.022, low + high], black, Touch::Solid);
    let (a, b) = ([-half + 0.012, y - 0.020, low + 0.02], [half - 0.012, y - 0.017, low + high - 0.012]);
    p.block("tv_screen", a, b, &glass, Touch::Seen);
}

/// A wall shelf: one board on two brackets, hung with its board at z = 0; what stands on it comes with it.
pub fn wall_shelf(w: f64, d: f64, wood: &Material, metal: &Material) -> Piece {
    let mut p = Piece::new("wall_shelf");
    let x = w / 2.0;
    p.block("board", [-x, -d, -0.022], [x, 0.0, 0.0], wood, Touch::Solid);
    for sx in [-0.75, 0.75] {
        let bx = sx * x;
        p.block("bracket_up", [bx - 0.012, -0.008, -0.16], [bx + 0.012, 0.0, -0.022], metal, Touch::Solid);
        p.tube("bracket", &[[bx, -0.01, -0.15], [bx, -0.8 * d, -0.03]], 0.007, metal, Touch::Solid);
    }
    p
}
