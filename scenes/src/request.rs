//! What a template is asked for. Everything random comes in here, as seeds or drawn values, one per axis: changing one
//! of them changes that axis of the scene and nothing else.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A request for one scene. The default asks for the same room each time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SceneRequest {
    /// Seed of the layout: size of the room, doors and windows, furniture and where it stands, which surface carries
    /// the task, decoration. `None`: the template's own.
    pub layout: Option<u64>,
    /// Seed of the style: materials, colours, patterns, fronts. `None`: the template's own.
    pub style: Option<u64>,
    /// Lights. `None`: nominal for the template, see [`crate::Template::nominal_lighting`].
    pub lighting: Option<Lighting>,
    /// Exposure and white balance of the cameras.
    pub exposure: Exposure,
    /// Height of the surface that carries the task, m; the furniture takes the nearest height that it is made in.
    /// `None`: its usual height.
    pub support_height: Option<f64>,
    /// What the task needs.
    pub task: TaskDemand,
}

/// What a task needs of the surface that carries it. The person stands at its -y side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TaskDemand {
    /// Free rectangle along the support's x and y, m.
    pub footprint: [f64; 2],
    /// Free height above it, m.
    pub headroom: f64,
}

impl Default for TaskDemand {
    fn default() -> Self {
        Self { footprint: [0.40, 0.28], headroom: 0.35 }
    }
}

/// Exposure of the cameras.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Exposure {
    /// Change against a grey card on the support at mid grey, EV; positive is darker.
    pub offset_ev: f64,
    /// White balance, K.
    pub white_balance_k: f64,
}

impl Default for Exposure {
    fn default() -> Self {
        Self { offset_ev: 0.0, white_balance_k: 4200.0 }
    }
}

/// The sun, when it shines in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sun {
    /// Elevation, 0.5..=1.2 rad.
    pub elevation: f64,
    /// Azimuth from straight through the window, -0.7..=0.7 rad.
    pub azimuth: f64,
    /// Illuminance of a perpendicular face behind glass, haze and curtain, lx (beyond some 3000 its patch is white).
    pub illuminance_lux: f64,
}

/// Drawn lights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lighting {
    /// Illuminance of the surface that carries the task by everything but the sun, lx.
    pub task_lux: f64,
    /// Part of it that comes from lamps; by day windows give [`crate::lighting::WINDOW_SHARE`], the rest is ambient.
    pub lamp_share: f64,
    /// How many ceiling lamps (rooms with rows of lamps take their own number nearest to it).
    pub lamps: u32,
    /// Shift of the ceiling lamps along x and y as a share of the room that they have, -1..=1.
    pub lamp_shift: [f64; 2],
    /// Colour temperature of the lamps, K.
    pub lamp_cct_k: f64,
    /// Colour temperature of daylight, K.
    pub daylight_cct_k: f64,
    /// Luminance of the sky in the windows, cd/m² (0: night).
    pub sky_luminance: f64,
    /// The sun, when it casts the shadows. Ignored in rooms without a window.
    pub sun: Option<Sun>,
}
