//! Letters of 3 x 5 dots, drawn with soft corners, for the invented words on packages and signs.

use crate::noise::{floor, smoothstep};

/// Dots of A to Z, row by row from the top, three bits a row, the left dot highest.
const LETTERS: [u16; 26] = [
    0b010_101_111_101_101, // A
    0b110_101_110_101_110, // B
    0b011_100_100_100_011, // C
    0b110_101_101_101_110, // D
    0b111_100_110_100_111, // E
    0b111_100_110_100_100, // F
    0b011_100_101_101_011, // G
    0b101_101_111_101_101, // H
    0b111_010_010_010_111, // I
    0b001_001_001_101_010, // J
    0b101_110_100_110_101, // K
    0b100_100_100_100_111, // L
    0b101_111_111_101_101, // M
    0b110_101_101_101_101, // N
    0b010_101_101_101_010, // O
    0b110_101_110_100_100, // P
    0b010_101_101_111_011, // Q
    0b110_101_110_110_101, // R
    0b011_100_010_001_110, // S
    0b111_010_010_010_010, // T
    0b101_101_101_101_111, // U
    0b101_101_101_101_010, // V
    0b101_101_111_111_101, // W
    0b101_101_010_101_101, // X
    0b101_101_010_010_010, // Y
    0b111_001_010_100_111, // Z
];

/// Words that name nothing: headings of packages.
pub(super) const BRANDS: [&str; 16] = [
    "LUMA", "ORSO", "VEGA", "NORDI", "SOLA", "MIRO", "TAVI", "KESTO", "BELO", "RIVA", "ZENO", "FLOR", "PICO",
    "ALBA", "DORA", "UNIQ",
];

/// Words of signs.
pub(super) const NOTICES: [&str; 8] = ["EXIT", "NOTICE", "STOP", "SAFETY", "PUSH", "WARNING", "INFO", "ZONE"];

/// How far a point is inside a word (0..1) whose box is the unit square: `x` to the right, `y` down.
pub(super) fn word(text: &str, x: f32, y: f32) -> f32 {
    if !(0.0..1.0).contains(&x) || !(0.0..1.0).contains(&y) {
        return 0.0;
    }
    // Four columns per letter: three dots and a gap, none after the last.
    let columns = (4 * text.len() - 1) as f32;
    let (column, row) = (x * columns - 0.5, y * 5.0 - 0.5);
    let (i, j) = (floor(column), floor(row));
    let (s, t) = (column - i, row - j);
    let dot = |di: i32, dj: i32| if lit(text, i as i32 + di, j as i32 + dj) { 1.0f32 } else { 0.0 };
    let low = dot(0, 0) + (dot(1, 0) - dot(0, 0)) * s;
    let high = dot(0, 1) + (dot(1, 1) - dot(0, 1)) * s;
    smoothstep(0.36, 0.60, low + (high - low) * t)
}

/// Whether a dot of a word is set.
fn lit(text: &str, column: i32, row: i32) -> bool {
    if column < 0 || !(0..5).contains(&row) || column % 4 == 3 {
        return false;
    }
    let Some(letter) = text.as_bytes().get(column as usize / 4) else { return false };
    let Some(dots) = LETTERS.get(usize::from(letter.wrapping_sub(b'A'))) else { return false };
    dots >> (14 - (row * 3 + column % 4)) & 1 == 1
}
