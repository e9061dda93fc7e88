//! Which object it is, how large and how heavy.

use crate::distribution::{index, unit};
use crate::law::Law;
use rand_chacha::rand_core::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which object it is, and its colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ObjectAxis {
    /// Off: the best guess that the recording allows.
    pub enabled: bool,
    /// Probability of a catalogue object in place of a hypothesis, where one fits the grasp and the place.
    pub catalogue_share: f64,
    /// Width of a fitting catalogue object relative to the inferred width.
    pub catalogue_width: [f64; 2],
    /// Ids of imported objects that count as catalogue objects of every place.
    pub imported: Vec<String>,
}

impl Default for ObjectAxis {
    fn default() -> Self {
        Self { enabled: true, catalogue_share: 0.35, catalogue_width: [0.6, 1.6], imported: Vec::new() }
    }
}

/// Size of the object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScaleAxis {
    /// Off: as it was inferred.
    pub enabled: bool,
    /// Factor on the width that was inferred, and on the size of a catalogue object as far as such goods differ in size.
    /// Commanded widths follow.
    pub width: Law,
}

impl Default for ScaleAxis {
    fn default() -> Self {
        Self { enabled: true, width: [0.9, 1.1].into() }
    }
}

/// Drawn size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScaleDraw {
    /// Factor on the width that was inferred.
    pub width: f64,
}

impl ScaleAxis {
    /// Draws a size.
    pub fn sample(&self, rng: &mut impl Rng) -> ScaleDraw {
        ScaleDraw { width: if self.enabled { self.width.sample(rng) } else { 1.0 } }
    }
}

/// Mass of the object; never more than the drawn grip can carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MassAxis {
    /// Off: 500 kg/m³, and what the catalogue says.
    pub enabled: bool,
    /// Density of hypotheses, kg/m³.
    pub density: Law,
    /// Factor on the mass of catalogue objects: fill levels differ.
    pub factor: Law,
}

impl Default for MassAxis {
    fn default() -> Self {
        Self { enabled: true, density: [150.0, 1500.0].into(), factor: [0.7, 1.1].into() }
    }
}

/// Drawn mass.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MassDraw {
    /// Density of hypotheses, kg/m³.
    pub density: f64,
    /// Factor on the mass of catalogue objects.
    pub factor: f64,
}

impl MassAxis {
    /// Draws a mass.
    pub fn sample(&self, rng: &mut impl Rng) -> MassDraw {
        if !self.enabled {
            return MassDraw { density: 500.0, factor: 1.0 };
        }
        MassDraw { density: self.density.sample(rng), factor: self.factor.sample(rng) }
    }
}

/// Names and sRGB colours that people tell apart.
pub(crate) const COLORS: [(&str, [f32; 3]); 9] = [
    ("red", [0.52, 0.04, 0.03]),
    ("orange", [0.80, 0.20, 0.02]),
    ("yellow", [0.80, 0.55, 0.03]),
    ("green", [0.05, 0.30, 0.08]),
    ("blue", [0.03, 0.13, 0.50]),
    ("purple", [0.20, 0.05, 0.32]),
    ("white", [0.80, 0.80, 0.78]),
    ("black", [0.02, 0.02, 0.022]),
    ("grey", [0.25, 0.25, 0.26]),
];

/// What kind of object is wanted; which one it is depends on what fits the grasp.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectDraw {
    /// A catalogue object where one fits.
    pub from_catalogue: bool,
    /// Form and surface of a hypothesis, 0..1.
    pub look: f64,
    /// Colour of a hypothesis of one colour.
    pub color: String,
    /// Colour of a catalogue object among those that it has, 0..1.
    pub variation: f64,
    /// Seed of what is printed on it.
    pub print_seed: u32,
}

impl ObjectAxis {
    /// Draws a kind of object; nothing when switched off.
    pub fn sample(&self, rng: &mut impl Rng) -> Option<ObjectDraw> {
        let draw = ObjectDraw {
            from_catalogue: unit(rng) < self.catalogue_share,
            look: unit(rng),
            color: COLORS[index(rng, COLORS.len())].0.to_owned(),
            variation: unit(rng),
            print_seed: (rng.next_u64() >> 32) as u32,
        };
        self.enabled.then_some(draw)
    }
}
