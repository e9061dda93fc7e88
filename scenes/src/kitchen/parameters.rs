//! What can differ from kitchen to kitchen. Plain values: whoever draws them does so elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Worktop material.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorktopFinish {
    /// Speckled stone.
    #[default]
    Stone,
    /// Oiled wood.
    Wood,
    /// One colour.
    Plain,
}

/// Floor material.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FloorFinish {
    /// Planks.
    #[default]
    Wood,
    /// Tiles.
    Tile,
}

/// Fronts of doors and drawers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoorStyle {
    /// Frame and sunken panel.
    #[default]
    Shaker,
    /// Flat.
    Slab,
}

/// Where the window is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WindowPlace {
    /// In the wall behind the sink.
    #[default]
    OverSink,
    /// In the side wall at the sink's end of the run.
    SideWall,
}

/// The light that casts shadows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyLight {
    /// The ceiling lamp.
    #[default]
    CeilingLamp,
    /// Sunlight through the window.
    Sun,
}

/// Parameters of [`crate::counter_scene`]. Lengths in m, colours linear RGB reflectance 0..=1, angles in rad.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KitchenParameters {
    /// Height of the worktop surface, 0.86..=0.94.
    pub counter_height: f64,
    /// Depth of the worktop, 0.62..=0.70.
    pub counter_depth: f64,
    /// Length of the run without the refrigerator, 3.2..=4.4.
    pub run_length: f64,
    /// Distance from the front edge of the worktop to the wall behind the person, 2.2..=4.5.
    pub aisle: f64,
    /// Height of the room, 2.4..=3.2.
    pub ceiling_height: f64,
    /// Free wall beyond the refrigerator, 0.05..=1.5.
    pub side_space: f64,
    /// Length of a second run along the side wall at the sink's end, from the corner into the room, 0.8..=2.0; 0 for none.
    pub side_run: f64,
    /// Length of an island, 1.2..=2.4, or what the room has place for; 0 for none.
    pub island_length: f64,
    /// Aisle between run and island, 1.07..=1.5.
    pub island_gap: f64,
    /// Where the door is along the wall behind the person, 0..=1.
    pub door: f64,
    /// Sink on the right instead of the left.
    pub mirrored: bool,
    /// Whether wall units hang over the worktop.
    pub wall_units: bool,
    /// Whether small appliances and jars stand at the back of the run, outside of the free worktop.
    pub accessories: bool,
    /// Door and drawer fronts.
    pub door_style: DoorStyle,
    /// Worktop material.
    pub worktop: WorktopFinish,
    /// Floor material.
    pub floor: FloorFinish,
    /// Worktop colour.
    pub worktop_color: [f32; 3],
    /// Base unit fronts.
    pub base_color: [f32; 3],
    /// Wall unit fronts.
    pub wall_unit_color: [f32; 3],
    /// Wall paint.
    pub wall_color: [f32; 3],
    /// Splashback tiles.
    pub tile_color: [f32; 3],
    /// Edge of a splashback tile, 0.05..=0.20.
    pub tile_edge: f64,
    /// Floor colour.
    pub floor_color: [f32; 3],
    /// Seed of all textures.
    pub texture_seed: u32,
    /// Where the window is.
    pub window: WindowPlace,
    /// Luminance of the sky in the window, 0..=8000 cd/m² (0: night).
    pub sky_luminance: f64,
    /// What casts shadows.
    pub key: KeyLight,
    /// Ceiling lamp relative to the middle of the free worktop: along the run, -1.2..=1.2, and towards the room,
    /// 0.6..=1.6.
    pub lamp_offset: [f64; 2],
    /// Illuminance of the free worktop by everything but the sun, 150..=1000 lx.
    pub worktop_lux: f64,
    /// Part of it that comes from the lamp, 0.3..=0.7; the window gives 0.10 by day, the rest is ambient.
    pub lamp_share: f64,
    /// Colour temperature of the lamp, 2500..=6500 K.
    pub lamp_cct_k: f64,
    /// Colour temperature of daylight, 5000..=9000 K.
    pub daylight_cct_k: f64,
    /// Sun, when it is the key: elevation 0.5..=1.2 rad (0.5 to 0.7 reaches the worktop from a side window).
    pub sun_elevation: f64,
    /// Sun: azimuth from straight through the window, -0.7..=0.7 rad.
    pub sun_azimuth: f64,
    /// Sun: illuminance of a perpendicular face behind glass, haze and curtain, 300..=20000 lx (beyond
    /// some 3000 its patch is white).
    pub sun_lux: f64,
    /// White balance of the cameras, 2500..=8000 K.
    pub white_balance_k: f64,
    /// Exposure relative to an 18 % grey card on the worktop at mid grey, -1.5..=1.5 EV (positive is darker).
    pub exposure_offset_ev: f64,
}

impl Default for KitchenParameters {
    fn default() -> Self {
        Self {
            counter_height: 0.92,
            counter_depth: 0.65,
            run_length: 3.5,
            aisle: 2.8,
            ceiling_height: 2.6,
            side_space: 0.5,
            side_run: 0.0,
            island_length: 0.0,
            island_gap: 1.2,
            door: 0.85,
            mirrored: false,
            wall_units: true,
            accessories: true,
            door_style: DoorStyle::Shaker,
            worktop: WorktopFinish::Stone,
            floor: FloorFinish::Wood,
            worktop_color: [0.62, 0.60, 0.56],
            base_color: [0.115, 0.175, 0.165],
            wall_unit_color: [0.72, 0.70, 0.65],
            wall_color: [0.78, 0.74, 0.66],
            tile_color: [0.82, 0.82, 0.79],
            tile_edge: 0.10,
            floor_color: [0.47, 0.30, 0.17],
            texture_seed: 1,
            window: WindowPlace::OverSink,
            sky_luminance: 1200.0,
            key: KeyLight::CeilingLamp,
            lamp_offset: [0.35, 0.95],
            worktop_lux: 420.0,
            lamp_share: 0.5,
            lamp_cct_k: 3600.0,
            daylight_cct_k: 5600.0,
            sun_elevation: 0.55,
            sun_azimuth: 0.20,
            sun_lux: 1500.0,
            white_balance_k: 4200.0,
            exposure_offset_ev: 0.0,
        }
    }
}

/// A parameter outside of its range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("kitchen parameter {name} is {found}; expected {low}..={high}")]
pub struct ParameterFault {
    /// Field name, with an index for components.
    pub name: String,
    /// Its value.
    pub found: f64,
    /// Least allowed.
    pub low: f64,
    /// Greatest allowed.
    pub high: f64,
}

impl KitchenParameters {
    /// Every numeric parameter with its value and range.
    fn numbers(&self) -> Vec<(String, f64, f64, f64)> {
        let mut numbers: Vec<(String, f64, f64, f64)> = [
            ("counter_height", self.counter_height, 0.86, 0.94),
            ("counter_depth", self.counter_depth, 0.62, 0.70),
            ("run_length", self.run_length, 3.2, 4.4),
            ("aisle", self.aisle, 2.2, 4.5),
            ("ceiling_height", self.ceiling_height, 2.4, 3.2),
            ("side_space", self.side_space, 0.05, 1.5),
            ("side_run", self.side_run, 0.0, 2.0),
            ("island_length", self.island_length, 0.0, 2.4),
            ("island_gap", self.island_gap, 1.07, 1.5),
            ("door", self.door, 0.0, 1.0),
            ("tile_edge", self.tile_edge, 0.05, 0.20),
            ("sky_luminance", self.sky_luminance, 0.0, 8000.0),
            ("lamp_offset[0]", self.lamp_offset[0], -1.2, 1.2),
            ("lamp_offset[1]", self.lamp_offset[1], 0.6, 1.6),
            ("worktop_lux", self.worktop_lux, 150.0, 1000.0),
            ("lamp_share", self.lamp_share, 0.3, 0.7),
            ("lamp_cct_k", self.lamp_cct_k, 2500.0, 6500.0),
            ("daylight_cct_k", self.daylight_cct_k, 5000.0, 9000.0),
            ("sun_elevation", self.sun_elevation, 0.5, 1.2),
            ("sun_azimuth", self.sun_azimuth, -0.7, 0.7),
            ("sun_lux", self.sun_lux, 300.0, 20_000.0),
            ("white_balance_k", self.white_balance_k, 2500.0, 8000.0),
            ("exposure_offset_ev", self.exposure_offset_ev, -1.5, 1.5),
        ]
        .into_iter()
        .map(|(name, value, low, high)| (name.to_owned(), value, low, high))
        .collect();
        let colors = [
            ("worktop_color", self.worktop_color),
            ("base_color", self.base_color),
            ("wall_unit_color", self.wall_unit_color),
            ("wall_color", self.wall_color),
            ("tile_color", self.tile_color),
            ("floor_color", self.floor_color),
        ];
        for (name, color) in colors {
            for (index, channel) in color.into_iter().enumerate() {
                numbers.push((format!("{name}[{index}]"), f64::from(channel), 0.0, 1.0));
            }
        }
        numbers
    }

    /// Every parameter outside of its documented range, or not a number.
    pub fn faults(&self) -> Vec<ParameterFault> {
        self.numbers()
            .into_iter()
            .filter(|(_, value, low, high)| !(*low..=*high).contains(value))
            .map(|(name, found, low, high)| ParameterFault { name, found, low, high })
            .collect()
    }
}
