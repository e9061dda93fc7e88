//! What an input may ask for. Everything is checked before memory is taken.

/// Largest file that is read, bytes.
pub const MAX_FILE_BYTES: u64 = 512 << 20;
/// Most vertices, and most triangles, of one asset.
pub const MAX_ELEMENTS: usize = 2_000_000;
/// Most meshes, nodes, materials or pictures that one file may list.
pub const MAX_ITEMS: usize = 20_000;
/// Longest side of a picture, px.
pub const MAX_PICTURE_SIDE: u32 = 8192;
/// Most bytes that decoding one picture may take.
pub const MAX_PICTURE_BYTES: u64 = 256 << 20;
/// Longest side of a picture as it is kept, px: a texel every millimetre on a metre of surface.
pub const KEPT_PICTURE_SIDE: u32 = 1024;
/// Smallest longest side of an asset, m.
pub const MIN_SIZE_M: f64 = 0.005;
/// Largest side of an asset, m.
pub const MAX_SIZE_M: f64 = 5.0;
/// Most convex pieces that one asset may have.
pub const MAX_PARTS: usize = 128;
/// Most corners of one convex piece.
pub const MAX_HULL_POINTS: usize = 64;
