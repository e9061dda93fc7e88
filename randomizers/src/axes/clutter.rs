//! Other objects on the support.

use crate::distribution::{index, integer, uniform};
use glam::DVec2;
use rand_chacha::rand_core::Rng;
use restage_assets::{ObjectModel, catalogue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Number and kind of other objects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClutterAxis {
    /// Off: none.
    pub enabled: bool,
    /// How many are wanted; fewer where there is no room.
    pub count: [u32; 2],
    /// Least horizontal distance of their outline from the path of the TCP, m. A palm is 8 cm wide on either side.
    pub min_path_distance: f64,
    /// Least gap between two objects, m.
    pub gap: f64,
}

impl Default for ClutterAxis {
    fn default() -> Self {
        Self { enabled: true, count: [0, 6], min_path_distance: 0.08, gap: 0.01 }
    }
}

/// One drawn object: where it would stand if there is room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClutterItem {
    /// Catalogue id.
    pub id: String,
    /// Yaw, rad.
    pub yaw: f64,
    /// Places to try in turn, as shares of the support's length and depth, 0..1.
    pub spots: Vec<DVec2>,
}

/// Drawn clutter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClutterDraw {
    /// Objects in the order in which they are placed.
    pub items: Vec<ClutterItem>,
}

/// Places tried for each object.
const SPOTS: usize = 24;

impl ClutterAxis {
    /// Draws objects and places to try.
    pub fn sample(&self, rng: &mut impl Rng) -> ClutterDraw {
        if !self.enabled {
            return ClutterDraw::default();
        }
        let count = integer(rng, self.count);
        let item = |rng: &mut _| ClutterItem {
            id: catalogue()[index(rng, catalogue().len())].id.clone(),
            yaw: uniform(rng, [-PI, PI]),
            spots: (0..SPOTS)
                .map(|_| DVec2::new(uniform(rng, [0.0, 1.0]), uniform(rng, [0.0, 1.0])))
                .collect(),
        };
        ClutterDraw { items: (0..count).map(|_| item(rng)).collect() }
    }
}

impl ClutterItem {
    /// The object; `None` when the catalogue has lost the id.
    pub fn model(&self) -> Option<&'static ObjectModel> {
        restage_assets::by_id(&self.id)
    }
}
