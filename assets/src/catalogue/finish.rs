//! Finishes: what a surface is made of, so that the data files name materials and colours only.

use crate::material::linear_from_srgb_hex;
use crate::{LABEL_TILE_M, Material, TextureKind};
use serde::{Deserialize, Serialize};

/// What the surface of a part is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// Coated carton.
    Board,
    /// Printed panel, sleeve or film.
    Print,
    /// Corrugated board.
    Cardboard,
    /// Uncoated paper.
    Paper,
    /// Smooth moulded plastic.
    Plastic,
    /// Polished plastic or lacquer.
    Gloss,
    /// Structured grip plastic.
    Grip,
    /// Clear or coloured glass.
    Glass,
    /// Thin plastic film.
    Film,
    /// Glazed ceramic.
    Glaze,
    /// Unglazed clay, stone.
    Clay,
    /// Tin plate and zinc.
    Tin,
    /// Bare steel.
    Steel,
    /// Brushed steel or aluminium.
    Brushed,
    /// Polished metal.
    Chrome,
    /// Brass, copper, gold.
    Brass,
    /// Enamel or powder coat.
    Paint,
    /// Bare wood.
    Wood,
    /// Woven cloth.
    Fabric,
    /// Rubber, soft plastic.
    Rubber,
    /// Foam, sponge, pulp.
    Foam,
    /// Skin of fruit and vegetables.
    Skin,
    /// Crust, soil, bristles: dull and rough.
    Matte,
    /// Leather.
    Leather,
    /// Wax, soap.
    Wax,
}

/// What both walls of a drinking glass or bottle let through.
const GLASS_TRANSMISSION: f32 = 0.8;

impl Finish {
    /// Colour when the data say `-`.
    fn usual_color(self) -> u32 {
        match self {
            Self::Board | Self::Print | Self::Paper | Self::Glaze => 0xF4F1E8,
            Self::Cardboard => 0xA67B50,
            Self::Plastic | Self::Gloss | Self::Film | Self::Wax | Self::Paint => 0xE6E6E6,
            Self::Grip | Self::Rubber => 0x2A2A2A,
            Self::Glass => 0xC9DAD6,
            Self::Clay => 0xB5651D,
            Self::Tin => 0xD6D5D1,
            Self::Steel | Self::Brushed => 0xC4C0BA,
            Self::Chrome => 0xE2DFDA,
            Self::Brass => 0xE3C983,
            Self::Wood => 0xC9A878,
            Self::Fabric => 0x7B8794,
            Self::Foam => 0xF2D14B,
            Self::Skin => 0x4A3A1C,
            Self::Matte => 0x8A8272,
            Self::Leather => 0x4A2F1D,
        }
    }

    /// Roughness, metallic, pattern with its tile size in m.
    fn surface(self) -> (f32, f32, Option<(TextureKind, f32)>) {
        let plain = |roughness| (roughness, 0.0, None);
        match self {
            Self::Board => plain(0.5),
            Self::Print => (0.45, 0.0, Some((TextureKind::Print, LABEL_TILE_M as f32))),
            Self::Cardboard => (0.85, 0.0, Some((TextureKind::Cardboard, 0.25))),
            Self::Paper => plain(0.9),
            Self::Plastic => plain(0.42),
            Self::Gloss => plain(0.15),
            Self::Grip => plain(0.7),
            Self::Glass => plain(0.12),
            Self::Film => plain(0.3),
            Self::Glaze => plain(0.18),
            Self::Clay => plain(0.8),
            Self::Tin => (0.32, 1.0, None),
            Self::Steel => (0.38, 1.0, None),
            Self::Brushed => (0.35, 1.0, Some((TextureKind::BrushedMetal, 0.08))),
            Self::Chrome => (0.15, 1.0, None),
            Self::Brass => (0.28, 1.0, None),
            Self::Paint => plain(0.35),
            Self::Wood => (0.6, 0.0, Some((TextureKind::Wood, 0.20))),
            Self::Fabric => (0.95, 0.0, Some((TextureKind::Fabric, 0.06))),
            Self::Rubber => plain(0.85),
            Self::Foam => plain(0.95),
            Self::Skin => plain(0.40),
            Self::Matte => plain(0.9),
            Self::Leather => plain(0.6),
            Self::Wax => plain(0.45),
        }
    }

    /// The material in a colour, sRGB `0xRRGGBB`.
    fn material(self, color: u32, seed: u32) -> Material {
        let (roughness, metallic, texture) = self.surface();
        let mut material = Material::plain(linear_from_srgb_hex(color), roughness);
        material.metallic = metallic;
        if self == Self::Glass {
            material.transmission = GLASS_TRANSMISSION;
        }
        match texture {
            Some((kind, tile)) => material.textured(kind, tile, seed),
            None => material,
        }
    }
}

/// The materials of one look: a colour `RRGGBB` or `-` per finish.
pub(super) fn materials(finishes: &[Finish], colors: &str, seed: u32) -> Result<Vec<Material>, String> {
    let words: Vec<&str> = colors.split_whitespace().collect();
    if words.len() != finishes.len() {
        return Err(format!("{} finishes but {} colours in {colors:?}", finishes.len(), words.len()));
    }
    let paint = |(finish, word): (&Finish, &&str)| {
        let color = match *word {
            "-" => finish.usual_color(),
            hex => u32::from_str_radix(hex, 16).map_err(|_| format!("{hex:?} is no colour RRGGBB"))?,
        };
        Ok(finish.material(color, seed))
    };
    finishes.iter().zip(&words).map(paint).collect()
}

/// A seed from an id (FNV-1a).
pub(super) fn seed_of(id: &str) -> u32 {
    id.bytes().fold(0x811C_9DC5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
