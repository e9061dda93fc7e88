//! Where the task takes place: the template, its layout, its style, the height of its support.

use crate::distribution::{unit, weighted_index};
use crate::law::Law;
use rand_chacha::rand_core::Rng;
use restage_scenes::{Template, TemplateError, select};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which places there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnvironmentAxis {
    /// Off: the first of the places that are named.
    pub enabled: bool,
    /// Templates, families of them, or `all`; `restage scene --list` prints them.
    pub names: Vec<String>,
    /// Weights of templates by name; 1 for those that are not listed.
    pub weights: BTreeMap<String, f64>,
}

impl Default for EnvironmentAxis {
    fn default() -> Self {
        Self { enabled: true, names: vec!["home".into()], weights: BTreeMap::new() }
    }
}

impl EnvironmentAxis {
    /// The templates with their weights, in the order of the registry.
    ///
    /// # Errors
    /// A name that means nothing, in the list or among the weights.
    pub fn templates(&self) -> Result<Vec<(&'static Template, f64)>, TemplateError> {
        let named = select(&self.names)?;
        select(&self.weights.keys().collect::<Vec<_>>())?;
        Ok(named.into_iter().map(|it| (it, self.weights.get(it.name).copied().unwrap_or(1.0))).collect())
    }

    /// Draws one of the templates; the first when switched off, nothing when there is none.
    pub fn sample(
        &self,
        rng: &mut impl Rng,
        templates: &[(&'static Template, f64)],
    ) -> Option<&'static Template> {
        let weights: Vec<f64> = templates.iter().map(|(_, weight)| *weight).collect();
        let which = if self.enabled { weighted_index(rng, &weights) } else { 0 };
        templates.get(which).map(|(template, _)| *template)
    }
}

/// A seed that fits a JSON number of any reader.
fn seed(rng: &mut impl Rng) -> u64 {
    rng.next_u64() >> 32
}

/// Size of the room, furniture and where it stands, which surface carries the task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LayoutAxis {
    /// Off: the template's own layout.
    pub enabled: bool,
}

impl Default for LayoutAxis {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl LayoutAxis {
    /// Draws the seed of a layout.
    pub fn sample(&self, rng: &mut impl Rng) -> Option<u64> {
        self.enabled.then(|| seed(rng))
    }
}

/// Materials, textures, colours and patterns of the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoomStyleAxis {
    /// Off: the template's own style.
    pub enabled: bool,
}

impl Default for RoomStyleAxis {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl RoomStyleAxis {
    /// Draws the seed of a style.
    pub fn sample(&self, rng: &mut impl Rng) -> Option<u64> {
        self.enabled.then(|| seed(rng))
    }
}

/// Height of the surface that carries the task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SupportHeightAxis {
    /// Off: the furniture's usual height.
    pub enabled: bool,
    /// Share of the way from the lowest to the highest that the template has.
    pub level: Law,
}

impl Default for SupportHeightAxis {
    fn default() -> Self {
        Self { enabled: true, level: [0.0, 1.0].into() }
    }
}

impl SupportHeightAxis {
    /// Draws a share of the way from the lowest to the highest.
    pub fn sample(&self, rng: &mut impl Rng) -> Option<f64> {
        let level = self.level.quantile(unit(rng));
        self.enabled.then_some(level)
    }
}
