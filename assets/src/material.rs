//! Surface appearance, the same for both renderers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A procedural pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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
    /// A printed panel of packaging, one of several layouts by the seed, in colours of its own.
    Print,
    /// Woven cloth.
    Fabric,
    /// One wide sheet of wood without seams.
    WoodVeneer,
    /// Blocks of staves, turned by turns.
    Parquet,
    /// Oblong glazed tiles in running bond.
    MetroTile,
    /// Small square tiles of mixed tones.
    MosaicTile,
    /// Pale stone with veins.
    Marble,
    /// Chips of stone in a binder.
    Terrazzo,
    /// Bare concrete: clouds and pores.
    Concrete,
    /// Brickwork in running bond.
    Brick,
    /// Enamel or powder coat with wear.
    PaintedMetal,
    /// Zinc with its spangles.
    Galvanised,
    /// A board with round holes.
    Perforated,
    /// Chequer plate.
    TreadPlate,
    /// Uncoated paper.
    Paper,
    /// Sheet flooring.
    Vinyl,
    /// Moulded plastic with a grain.
    PlasticGrain,
    /// Studded rubber flooring.
    Rubber,
    /// Slanting stripes in the base colour and black.
    HazardStripes,
    /// Leaves over one another.
    Foliage,
    /// Knitting.
    Knit,
    /// Loop-pile carpet.
    Carpet,
    /// Leather.
    Leather,
    /// A sign with a symbol and a word, in colours of its own.
    Signage,
    /// A picture that came in with an asset; `u` and `v` of 0 to 1 span it once where the tile size is 1.
    Picture(crate::PictureId),
}

impl TextureKind {
    /// All procedural ones.
    pub const PROCEDURAL: [Self; 30] = [
        Self::Wood,
        Self::Tile,
        Self::Stone,
        Self::PaintedWall,
        Self::BrushedMetal,
        Self::Cardboard,
        Self::Print,
        Self::Fabric,
        Self::WoodVeneer,
        Self::Parquet,
        Self::MetroTile,
        Self::MosaicTile,
        Self::Marble,
        Self::Terrazzo,
        Self::Concrete,
        Self::Brick,
        Self::PaintedMetal,
        Self::Galvanised,
        Self::Perforated,
        Self::TreadPlate,
        Self::Paper,
        Self::Vinyl,
        Self::PlasticGrain,
        Self::Rubber,
        Self::HazardStripes,
        Self::Foliage,
        Self::Knit,
        Self::Carpet,
        Self::Leather,
        Self::Signage,
    ];
}

/// Metallic-roughness appearance. Colour is linear-light RGB, 0..=1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// Luminance that the surface emits by itself, cd/m² (a lamp shade, the sky seen through a pane), in the hue
    /// of `base_color`. It is seen, but lights nothing: what it gives to the room is a `Light` of the scene.
    #[serde(default)]
    pub emission_cd_m2: f32,
    /// Part of the light that passes straight through, 0 opaque ..= 1 clear: a thin wall of glass, without refraction, in
    /// the hue of `base_color`. Only `high` pictures show it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub transmission: f32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(value: &f32) -> bool {
    *value == 0.0
}

impl Material {
    /// An untextured dielectric of a linear RGB colour.
    pub const fn plain(base_color: [f32; 3], roughness: f32) -> Self {
        Self {
            base_color,
            roughness,
            metallic: 0.0,
            texture: None,
            tile_size: 1.0,
            texture_seed: 0,
            emission_cd_m2: 0.0,
            transmission: 0.0,
        }
    }

    /// An untextured dielectric of an sRGB colour such as `0xE8C63A`.
    pub fn srgb(hex: u32, roughness: f32) -> Self {
        Self::plain(linear_from_srgb_hex(hex), roughness)
    }

    /// An untextured metal of a linear RGB specular colour.
    pub const fn metal(base_color: [f32; 3], roughness: f32) -> Self {
        let mut material = Self::plain(base_color, roughness);
        material.metallic = 1.0;
        material
    }

    /// The same with a pattern whose tile measures `tile_size` metres.
    #[must_use]
    pub const fn textured(mut self, kind: TextureKind, tile_size: f32, seed: u32) -> Self {
        self.texture = Some(kind);
        self.tile_size = tile_size;
        self.texture_seed = seed;
        self
    }

    /// The same, emitting a luminance in cd/m².
    #[must_use]
    pub const fn emitting(mut self, luminance_cd_m2: f32) -> Self {
        self.emission_cd_m2 = luminance_cd_m2;
        self
    }

    /// The same as a thin wall that lets a part of the light through.
    #[must_use]
    pub const fn letting_through(mut self, transmission: f32) -> Self {
        self.transmission = transmission;
        self
    }
}

/// Linear light of an 8-bit sRGB colour `0xRRGGBB` (IEC 61966-2-1).
pub fn linear_from_srgb_hex(hex: u32) -> [f32; 3] {
    [hex >> 16 & 255, hex >> 8 & 255, hex & 255].map(|byte| linear_from_srgb(byte as f32 / 255.0))
}

/// Linear light of one sRGB channel, 0..=1 (IEC 61966-2-1).
pub fn linear_from_srgb(encoded: f32) -> f32 {
    if encoded <= 0.04045 { encoded / 12.92 } else { libm::powf((encoded + 0.055) / 1.055, 2.4) }
}

/// sRGB encoding of one channel of linear light, clamped to 0..=1 (IEC 61966-2-1).
pub fn srgb_from_linear(linear: f32) -> f32 {
    let linear = linear.clamp(0.0, 1.0);
    if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * libm::powf(linear, 1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn srgb_transfer_is_its_own_inverse() {
        for byte in 0..=255u32 {
            let linear = linear_from_srgb_hex(byte << 8)[1];
            assert_eq!((srgb_from_linear(linear) * 255.0).round() as u32, byte);
        }
    }

    #[test]
    fn mid_grey_is_a_fifth_of_white() {
        // sRGB 0x76 is the 18 % grey card.
        assert!((linear_from_srgb_hex(0x767676)[0] - 0.18).abs() < 0.003);
    }
}
