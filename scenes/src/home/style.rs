//! Materials of a home, drawn from palettes of paints, woods and cloths.

use crate::draw::{Draws, Stream};
use crate::layout::Finish;
use restage_assets::material::linear_from_srgb_hex;
use restage_assets::{Material, TextureKind};

const WALLS: [u32; 14] = [
    0xF4F1EA, 0xE8E4DA, 0xDCE3E6, 0xE9DCC9, 0xCBD6C8, 0xB8C4CE, 0xEFE6DC, 0xD9CDBF, 0xE3D3C8, 0xC9C2B4,
    0xAFBFB2, 0xD6C8D0, 0xF2EBD6, 0xBFCAD6,
];
const DEEP: [u32; 8] = [0x2F4858, 0x4A5D4E, 0x6B4E4A, 0x7A6A53, 0x35424A, 0x8A5A44, 0x55606E, 0x5E6E5A];
const WOODS: [u32; 8] = [0xC49A6C, 0x8A5A36, 0xA79C8E, 0xD8B98C, 0x6B4630, 0xB98E63, 0x4E3524, 0xE0C7A0];
const CLOTHS: [u32; 14] = [
    0x8C9196, 0x5A6470, 0xB5A892, 0x3F4A54, 0x7D8B74, 0x9C6B52, 0x2F4B66, 0xC8BDAA, 0x6E5A66, 0xA3532F,
    0x4F6B5E, 0xD2C7B6, 0x77808C, 0x3A3A3F,
];
const ACCENTS: [u32; 12] = [
    0xC7683A, 0x2F6F73, 0xD1A03A, 0x8B2F3B, 0x4C6A92, 0x6F8F5A, 0xE4D8C4, 0xB7848C, 0x33373D, 0x9AB0B8,
    0xD98E6A, 0x5B4A72,
];
const FLOOR_TILES: [u32; 7] = [0xC9C3B8, 0x9B9792, 0x6E6C6A, 0xD9D4CA, 0xA98F77, 0x4F5052, 0xB9B4AC];
const WALL_TILES: [u32; 9] =
    [0xF5F5F3, 0xDDE7E5, 0xB9C6CC, 0xEDE6D8, 0x9FB3AE, 0x8FA3B0, 0xD9C8B8, 0x5F7478, 0xC7CFD0];
const CARPETS: [u32; 5] = [0x7B7F86, 0x5A6470, 0x9A8F80, 0xB8AD9C, 0x6F6A62];

/// How far each channel strays from its palette entry, relative.
const JITTER: f64 = 0.08;

/// A colour near to one of a palette.
pub(super) fn color(stream: &mut Stream, palette: &[u32]) -> [f32; 3] {
    let hex = *stream.pick(palette);
    linear_from_srgb_hex(hex).map(|channel| {
        (f64::from(channel) * stream.uniform(1.0 - JITTER, 1.0 + JITTER)).clamp(0.015, 0.9) as f32
    })
}

/// The materials of one home.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub wall: Material,
    pub deep_wall: Material,
    pub has_accent: bool,
    pub wood_floor: Material,
    pub carpet: Material,
    pub floor_tiles: Material,
    pub wall_tiles: Material,
    pub wood: Material,
    pub second_wood: Material,
    pub painted: Material,
    pub cloth: Material,
    pub second_cloth: Material,
    pub accent: Material,
    pub linen: Material,
    pub curtain: Material,
    pub rug: Material,
    pub rug_border: Material,
    pub metal: Material,
    pub stone: Material,
    pub pot: Material,
    pub pictures: [u32; 4],
    pub trim: Material,
    pub door: Material,
}

impl Style {
    pub fn draw(draws: &Draws) -> Self {
        let mut s = draws.stream("home");
        let seed = s.texture_seed();
        let woven = |s: &mut Stream, palette: &[u32], tile: f32| {
            Material::plain(color(s, palette), 0.92).textured(TextureKind::Fabric, tile, seed)
        };
        let grain = |s: &mut Stream, seed: u32| {
            Material::plain(color(s, &WOODS), 0.48).textured(TextureKind::Wood, 0.9, seed)
        };
        let paint = |s: &mut Stream, palette: &[u32]| {
            Material::plain(color(s, palette), 0.9).textured(TextureKind::PaintedWall, 0.8, seed)
        };
        let white = color(&mut s, &[0xF6F5F0, 0xF1EFE8, 0xE9E6DD]);
        let dark_metal = s.chance(0.45);
        let pictures = [0; 4].map(|_: u32| if s.chance(0.6) { *s.pick(&ACCENTS) } else { *s.pick(&WALLS) });
        Self {
            wall: paint(&mut s, &WALLS),
            deep_wall: paint(&mut s, &DEEP),
            has_accent: s.chance(0.35),
            wood_floor: Material::plain(color(&mut s, &WOODS), 0.45).textured(
                TextureKind::Wood,
                *s.pick(&[0.48, 0.60, 0.72]),
                seed ^ 1,
            ),
            carpet: Material::plain(color(&mut s, &CARPETS), 0.97).textured(TextureKind::Fabric, 0.12, seed),
            floor_tiles: Material::plain(color(&mut s, &FLOOR_TILES), 0.32).textured(
                TextureKind::Tile,
                *s.pick(&[1.2, 1.8, 2.4]),
                seed,
            ),
            wall_tiles: Material::plain(color(&mut s, &WALL_TILES), 0.16).textured(
                TextureKind::Tile,
                *s.pick(&[0.4, 0.6, 0.8, 1.2]),
                seed ^ 2,
            ),
            wood: grain(&mut s, seed ^ 3),
            second_wood: grain(&mut s, seed ^ 4),
            painted: Material::plain(
                color(&mut s, &[0xF2EFE8, 0xE4DED2, 0x8C9A8E, 0x51606E, 0x3A3A3C, 0xC8CDC6, 0xB9A58C]),
                0.42,
            ),
            cloth: woven(&mut s, &CLOTHS, 0.10),
            second_cloth: woven(&mut s, &CLOTHS, 0.10),
            accent: woven(&mut s, &ACCENTS, 0.08),
            linen: woven(&mut s, &[0xF2F0EA, 0xE6E1D6, 0xDCE3E6, 0xE9DFD2], 0.06),
            curtain: woven(
                &mut s,
                &[0xE8E2D6, 0xC9C2B4, 0x9AA7AE, 0x6E7F78, 0x8A6F62, 0xD8CDBB, 0x4F5D6B],
                0.08,
            ),
            rug: woven(&mut s, &ACCENTS, 0.16),
            rug_border: woven(&mut s, &CLOTHS, 0.16),
            metal: if dark_metal {
                Material::plain([0.025, 0.025, 0.027], 0.42)
            } else {
                Material::metal([0.66, 0.64, 0.60], 0.35)
            },
            stone: Material::plain(color(&mut s, &[0xE8E4DD, 0xB4B0AA, 0x5B5B5D, 0xD6CFC2, 0x8D8B88]), 0.22)
                .textured(TextureKind::Stone, 0.6, seed),
            pot: Material::plain(color(&mut s, &[0xC87A52, 0xE8E4DD, 0x5B5B5D, 0x9FB3AE, 0xB98E63]), 0.6),
            pictures,
            trim: Material::plain(white, 0.42),
            door: Material::plain(if s.chance(0.7) { white } else { color(&mut s, &WOODS) }, 0.45),
        }
    }

    /// The shell of a dry room; `carpet` lies instead of wood.
    pub fn dry_room(&self, carpet: bool) -> Finish {
        Finish {
            walls: self.wall.clone(),
            accent: None,
            floor: if carpet { self.carpet.clone() } else { self.wood_floor.clone() },
            ceiling: Material::plain([0.84, 0.84, 0.82], 0.95),
            trim: self.trim.clone(),
            door: self.door.clone(),
            skirting: 0.09,
            tiles: None,
            sockets: true,
        }
    }

    /// The shell of a wet room: tiled floor, and walls tiled to a height.
    pub fn wet_room(&self, tiled_to: f64) -> Finish {
        Finish {
            floor: self.floor_tiles.clone(),
            tiles: Some((self.wall_tiles.clone(), tiled_to)),
            skirting: 0.0,
            sockets: false,
            ..self.dry_room(false)
        }
    }
}
