//! Surface appearance, the same for both renderers.

use serde::{Deserialize, Serialize};

/// A procedural pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextureKind {
    /// Long-grained wood.
    Wood,
    /// Square glazed tiles with grout.
    Tile,
    /// Speckled stone worktop.
    Stone,
    /// Rolled paint: faint mottle.
    PaintedWall,
    /// Brushed metal.
    BrushedMetal,
    /// Corrugated cardboard.
    Cardboard,
    /// Printed packaging: bands and a label field.
    Print,
    /// Woven cloth.
    Fabric,
}

/// Metallic-roughness appearance. Colour is linear-light RGB, 0..=1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Material {
    /// Linear RGB reflectance; multiplies the texture.
    pub base_color: [f32; 3],
    /// Perceptual roughness, 0 mirror ..= 1 chalk.
    pub roughness: f32,
    /// 0 dielectric, 1 metal.
    pub metallic: f32,
    /// Pattern, if any.
    pub texture: Option<TextureKind>,
    /// Size of one texture tile on the surface, metres.
    pub tile_size: f32,
    /// Seed of the pattern.
    pub texture_seed: u32,
}
