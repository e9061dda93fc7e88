//! What is seen through openings: sky and greenery behind windows, a corridor behind passages.

use super::shell::{Finish, WALL};
use super::wall::WallFrame;
use crate::Opening;
use crate::furniture::{Piece, Touch};
use restage_assets::Material;

/// Sky and hedge behind a window. Their paint is dark, so that lamps of the room do not light them at night; by day they
/// emit. The pane is the sky itself; when the sun shines in, the opening is free and the sky stands farther out, below
/// the path of the light: at 5 m, light of 0.5 rad elevation through the foot of the window is 2.7 m higher than the
/// sill.
pub(super) fn view(
    piece: &mut Piece,
    index: usize,
    opening: &Opening,
    frame: &WallFrame,
    [luminance, sun]: [f64; 2],
) {
    let sky = Material::plain([0.012, 0.0135, 0.015], 1.0).emitting(luminance as f32);
    let hedge = Material::plain([0.012, 0.0144, 0.0088], 1.0).emitting((0.05 * luminance) as f32);
    let [start, end] = opening.along;
    let (far, high) =
        if sun > 0.0 { (5.0, opening.heights[0] + 2.6) } else { (1.2, opening.heights[1] + 1.2) };
    let along = [start - 1.5 * far, end + 1.5 * far];
    let low = opening.heights[0].min(0.0) - 0.2 - 0.5 * far;
    let (from, to) = frame.block(along, [far, far + 0.05], [low, high]);
    piece.block(&format!("window_{index}_sky"), from, to, &sky, Touch::Seen);
    let green = opening.heights[0] + 0.30;
    let (from, to) = frame.block(along, [0.9 * far, 0.9 * far + 0.05], [low, green]);
    piece.block(&format!("window_{index}_hedge"), from, to, &hedge, Touch::Seen);
}

/// A stretch of corridor behind a passage.
pub(super) fn passage(
    piece: &mut Piece,
    index: usize,
    opening: &Opening,
    frame: &WallFrame,
    finish: &Finish,
) {
    const DEEP: f64 = 1.3;
    let ([start, end], top) = (opening.along, opening.heights[1]);
    let mut add = |part: &str, along: [f64; 2], out: [f64; 2], z: [f64; 2], material: &Material| {
        let (low, high) = frame.block(along, out, z);
        piece.block(&format!("passage_{index}_{part}"), low, high, material, Touch::Seen);
    };
    add("floor", [start - 0.6, end + 0.6], [WALL, DEEP], [-0.2, 0.0], &finish.floor);
    add("back", [start - 0.6, end + 0.6], [DEEP, DEEP + 0.1], [0.0, top + 0.3], &finish.walls);
    add("start", [start - 0.7, start - 0.6], [WALL, DEEP], [0.0, top + 0.3], &finish.walls);
    add("end", [end + 0.6, end + 0.7], [WALL, DEEP], [0.0, top + 0.3], &finish.walls);
    add("top", [start - 0.6, end + 0.6], [WALL, DEEP], [top + 0.2, top + 0.3], &finish.ceiling);
}
