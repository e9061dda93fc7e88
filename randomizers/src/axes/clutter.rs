//! Other objects on the support.

use crate::distribution::{integer, uniform, unit};
use glam::DVec2;
use rand_chacha::rand_core::Rng;
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

/// One drawn object: which of those that belong there, and where it would stand if there is room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClutterItem {
    /// Which of the objects that belong in the place, as a share of their number.
    pub which: f64,
    /// Colour, size, mass and friction among those that the object has, each as a share.
    pub variation: [f64; 4],
    /// Seed of what is printed on it.
    pub print_seed: u32,
    /// Yaw, rad.
    pub yaw: f64,
    /// Places to try in turn, as shares of the support's length and depth, 0..1.
    pub spots: Vec<DVec2>,
}

/// Drawn clutter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClutterDraw {
    /// How many are wanted.
    pub count: u32,
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
            which: unit(rng),
            variation: std::array::from_fn(|_| unit(rng)),
            print_seed: (unit(rng) * 4_294_967_296.0) as u32,
            yaw: uniform(rng, [-PI, PI]),
            spots: (0..SPOTS).map(|_| DVec2::new(unit(rng), unit(rng))).collect(),
        };
        ClutterDraw { count, items: (0..count).map(|_| item(rng)).collect() }
    }
}

impl ClutterItem {
    /// The drawn one of `candidates`.
    pub fn choose<'a, T>(&self, candidates: &'a [T]) -> Option<&'a T> {
        candidates
            .get(((self.which * candidates.len() as f64) as usize).min(candidates.len().saturating_sub(1)))
    }
}
