//! The kitchen itself: dimensions, what is built in, materials and colours.

use crate::distribution::{index, uniform, unit};
use rand_chacha::rand_core::Rng;
use restage_assets::material::linear_from_srgb_hex;
use restage_scenes::KitchenParameters;
use restage_scenes::kitchen::{DoorStyle, FloorFinish, WindowPlace, WorktopFinish};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Layout and look of the kitchen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KitchenAxis {
    /// Off: the default kitchen.
    pub enabled: bool,
    /// Height of the worktop, m (0.86 to 0.94).
    pub counter_height: [f64; 2],
    /// Depth of the worktop, m (0.62 to 0.70).
    pub counter_depth: [f64; 2],
    /// Length of the run, m (3.2 to 4.4).
    pub run_length: [f64; 2],
    /// Whether dimensions and what is built in vary.
    pub layout: bool,
    /// Whether materials and colours vary.
    pub colors: bool,
    /// How far each colour channel strays from its palette entry, relative.
    pub color_jitter: f64,
}

impl Default for KitchenAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            counter_height: [0.87, 0.94],
            counter_depth: [0.62, 0.70],
            run_length: [3.2, 4.4],
            layout: true,
            colors: true,
            color_jitter: 0.10,
        }
    }
}

/// Drawn kitchen: fields of [`KitchenParameters`] that are not lights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KitchenDraw {
    /// Lengths, m: worktop height and depth, run, aisle, ceiling, free wall beside the refrigerator.
    pub lengths: [f64; 6],
    /// Mirrored, wall units, accessories.
    pub switches: [bool; 3],
    /// Fronts.
    pub door_style: DoorStyle,
    /// Worktop material.
    pub worktop: WorktopFinish,
    /// Floor material.
    pub floor: FloorFinish,
    /// Where the window is.
    pub window: WindowPlace,
    /// Linear RGB of worktop, base units, wall units, walls, tiles and floor.
    pub colors: [[f32; 3]; 6],
    /// Edge of a splashback tile, m.
    pub tile_edge: f64,
    /// Seed of all textures.
    pub texture_seed: u32,
}

/// sRGB colours seen in kitchens (estimates from catalogues of unit fronts and paints).
const BASE_FRONTS: [u32; 12] = [
    0xF2EFE8, 0xE4DED2, 0xB9BDB8, 0x8C9A8E, 0x5F7466, 0x3E5C50, 0x2F3E4E, 0x51606E, 0x3A3A3C, 0xA9845C,
    0xC7A77D, 0x7A5A3E,
];
const WALL_FRONTS: [u32; 8] =
    [0xF6F4EF, 0xEDE8DD, 0xDAD7CF, 0xC8CDC6, 0xD8C7A8, 0xB89468, 0x9AA5A0, 0xE9ECEC];
const WALLS: [u32; 8] = [0xF1EEE6, 0xE7E1D3, 0xDCD9D2, 0xD5DCD8, 0xE9DCC6, 0xC9D3D6, 0xF4F4F2, 0xD9CDBF];
const TILES: [u32; 7] = [0xF4F4F1, 0xEDEAE2, 0xD9DEDC, 0xBFCBC8, 0xC9B79C, 0x8FA3A6, 0xE6D9CC];
const STONE: [u32; 7] = [0xCFCBC3, 0xB4B0AA, 0x8D8B88, 0x5A5A5B, 0x3B3B3D, 0xE3DFD6, 0xBFAE98];
const WOOD: [u32; 6] = [0xC69C6D, 0xA97B4F, 0x8B5E3C, 0xD8B98C, 0x6B4630, 0xB98E63];
const PLAIN: [u32; 6] = [0xEFEDE8, 0xD9D6CF, 0x4A4C4E, 0x2E2F31, 0xC9C4BA, 0x8B8F92];
const FLOOR_TILES: [u32; 6] = [0xC9C3B8, 0x9B9792, 0x6E6C6A, 0xD9D4CA, 0xA98F77, 0x4F5052];

fn color(rng: &mut impl Rng, palette: &[u32], jitter: f64) -> [f32; 3] {
    let hex = palette[index(rng, palette.len())];
    linear_from_srgb_hex(hex).map(|channel| {
        let factor = 1.0 + uniform(rng, [-jitter, jitter]);
        (f64::from(channel) * factor).clamp(0.02, 0.9) as f32
    })
}

impl KitchenAxis {
    /// Draws a kitchen.
    pub fn sample(&self, rng: &mut impl Rng) -> KitchenDraw {
        let mut draw = KitchenDraw::of(&KitchenParameters::default());
        if !self.enabled {
            return draw;
        }
        let layout = self.draw_layout(rng);
        let look = self.draw_look(rng);
        if self.layout {
            draw = KitchenDraw {
                lengths: layout.lengths,
                switches: layout.switches,
                window: layout.window,
                ..draw
            };
        }
        if self.colors {
            draw =
                KitchenDraw { lengths: draw.lengths, switches: draw.switches, window: draw.window, ..look };
        }
        draw
    }

    fn draw_layout(&self, rng: &mut impl Rng) -> KitchenDraw {
        let plain = KitchenDraw::of(&KitchenParameters::default());
        let lengths = [
            uniform(rng, self.counter_height),
            uniform(rng, self.counter_depth),
            uniform(rng, self.run_length),
            uniform(rng, [2.3, 4.2]),
            uniform(rng, [2.4, 3.0]),
            uniform(rng, [0.1, 1.4]),
        ];
        let switches = [unit(rng) < 0.5, unit(rng) < 0.8, unit(rng) < 0.8];
        let window = if unit(rng) < 0.6 { WindowPlace::OverSink } else { WindowPlace::SideWall };
        KitchenDraw { lengths, switches, window, ..plain }
    }

    fn draw_look(&self, rng: &mut impl Rng) -> KitchenDraw {
        let plain = KitchenDraw::of(&KitchenParameters::default());
        let worktop = [WorktopFinish::Stone, WorktopFinish::Wood, WorktopFinish::Plain][index(rng, 3)];
        let floor = [FloorFinish::Wood, FloorFinish::Tile][index(rng, 2)];
        let top: &[u32] = match worktop {
            WorktopFinish::Stone => &STONE,
            WorktopFinish::Wood => &WOOD,
            WorktopFinish::Plain => &PLAIN,
        };
        let ground: &[u32] = match floor {
            FloorFinish::Wood => &WOOD,
            FloorFinish::Tile => &FLOOR_TILES,
        };
        let palettes: [&[u32]; 6] = [top, &BASE_FRONTS, &WALL_FRONTS, &WALLS, &TILES, ground];
        KitchenDraw {
            door_style: [DoorStyle::Shaker, DoorStyle::Slab][index(rng, 2)],
            worktop,
            floor,
            colors: palettes.map(|palette| color(rng, palette, self.color_jitter)),
            tile_edge: [0.075, 0.10, 0.15, 0.20][index(rng, 4)],
            texture_seed: (rng.next_u64() >> 40) as u32,
            ..plain
        }
    }
}

impl KitchenDraw {
    /// The same fields of given parameters.
    pub fn of(k: &KitchenParameters) -> Self {
        Self {
            lengths: [
                k.counter_height,
                k.counter_depth,
                k.run_length,
                k.aisle,
                k.ceiling_height,
                k.side_space,
            ],
            switches: [k.mirrored, k.wall_units, k.accessories],
            door_style: k.door_style,
            worktop: k.worktop,
            floor: k.floor,
            window: k.window,
            colors: [
                k.worktop_color,
                k.base_color,
                k.wall_unit_color,
                k.wall_color,
                k.tile_color,
                k.floor_color,
            ],
            tile_edge: k.tile_edge,
            texture_seed: k.texture_seed,
        }
    }

    /// Puts the fields into a kitchen.
    pub fn apply(&self, k: &mut KitchenParameters) {
        [k.counter_height, k.counter_depth, k.run_length, k.aisle, k.ceiling_height, k.side_space] =
            self.lengths;
        [k.mirrored, k.wall_units, k.accessories] = self.switches;
        (k.door_style, k.worktop, k.floor, k.window) =
            (self.door_style, self.worktop, self.floor, self.window);
        [k.worktop_color, k.base_color, k.wall_unit_color, k.wall_color, k.tile_color, k.floor_color] =
            self.colors;
        (k.tile_edge, k.texture_seed) = (self.tile_edge, self.texture_seed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::axes::{ExposureAxis, LightAxis};
    use crate::seeds::child_rng;

    #[test]
    fn every_drawn_kitchen_is_within_its_ranges() {
        for index in 0..200 {
            let mut kitchen = KitchenParameters::default();
            KitchenAxis::default().sample(&mut child_rng(1, index, "kitchen")).apply(&mut kitchen);
            LightAxis::default().sample(&mut child_rng(1, index, "lights")).apply(&mut kitchen);
            ExposureAxis::default().sample(&mut child_rng(1, index, "exposure")).apply(&mut kitchen);
            assert_eq!(kitchen.faults(), [], "rollout {index}");
        }
    }

    #[test]
    fn switched_off_it_is_the_default_kitchen() {
        let mut kitchen = KitchenParameters::default();
        let mut rng = child_rng(1, 2, "kitchen");
        KitchenAxis { enabled: false, ..KitchenAxis::default() }.sample(&mut rng).apply(&mut kitchen);
        LightAxis { enabled: false, ..LightAxis::default() }.sample(&mut rng).apply(&mut kitchen);
        ExposureAxis { enabled: false, ..ExposureAxis::default() }.sample(&mut rng).apply(&mut kitchen);
        assert_eq!(kitchen, KitchenParameters::default());
    }
}
