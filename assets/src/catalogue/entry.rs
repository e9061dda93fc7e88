//! One entry of the catalogue and the instances that it stands for.

use super::finish::{self, Finish};
use crate::{Environment, Material, ObjectClass, ObjectModel, ObjectShape, TextureKind};
use serde::{Deserialize, Serialize};

/// How sure the figures of an entry are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Measured values of a published table.
    Sourced,
    /// Dimensions of a standard, masses estimated.
    Standard,
    /// Estimated from the usual size and material of such goods.
    Estimate,
}

/// Along which axis of the object a two-finger gripper closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GraspAxis {
    /// Across x, around the middle.
    X,
    /// Across y, around the middle.
    Y,
    /// Any horizontal axis: the body is round.
    Any,
    /// Across z, from the side or over an edge.
    Z,
    /// At a part away from the middle: handle, neck, rim, stem.
    Part,
}

/// Where a two-finger gripper takes hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grasp {
    /// Closing axis, in the object frame.
    pub axis: GraspAxis,
    /// Width between the pads when they touch, m.
    pub width_m: f64,
}

/// An object with the ranges from which instances are drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CatalogueEntry {
    /// The nominal object: first look, middle mass and friction.
    pub model: ObjectModel,
    /// Kind of thing.
    pub class: ObjectClass,
    /// Where it belongs.
    pub environments: Vec<Environment>,
    /// Least and greatest mass, kg: empty and full where it holds something.
    pub mass_range_kg: [f64; 2],
    /// Least and greatest friction against a rubber pad.
    pub friction_range: [f64; 2],
    /// Uniform factor on all lengths.
    pub scale_range: [f64; 2],
    /// Ways it is painted: one material per slot of the recipe.
    pub looks: Vec<Vec<Material>>,
    /// Where a two-finger gripper takes hold; nothing for what is too wide.
    pub grasp: Option<Grasp>,
    /// Where the figures come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Which instance of an entry; shares of its ranges, 0..=1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variation {
    /// Which look.
    pub look: f64,
    /// Size within the scale range.
    pub scale: f64,
    /// Mass within the mass range.
    pub mass: f64,
    /// Friction within its range.
    pub friction: f64,
    /// Seed of prints and patterns.
    pub print_seed: u32,
}

impl Default for Variation {
    fn default() -> Self {
        Self { look: 0.0, scale: 0.5, mass: 0.5, friction: 0.5, print_seed: 0 }
    }
}

/// Friction against a hard support, as a share of that against a rubber pad.
const SUPPORT_SHARE: f64 = 2.0 / 3.0;

fn within(range: [f64; 2], share: f64) -> f64 {
    range[0] + (range[1] - range[0]) * share.clamp(0.0, 1.0)
}

impl CatalogueEntry {
    /// The object of a variation. Mass grows with the cube of the scale. Prints and patterns take their design from
    /// the seed, so that two boxes of one kind need not be of one brand.
    pub fn instance(&self, variation: &Variation) -> ObjectModel {
        let scale = within(self.scale_range, variation.scale);
        let friction = within(self.friction_range, variation.friction);
        let last = self.looks.len().saturating_sub(1);
        let look = ((variation.look.clamp(0.0, 1.0) * self.looks.len() as f64) as usize).min(last);
        let mut materials = self.looks.get(look).cloned().unwrap_or_default();
        for material in &mut materials {
            if material.texture == Some(TextureKind::Print) {
                material.texture_seed = material.texture_seed.wrapping_add(variation.print_seed);
            }
        }
        ObjectModel {
            shape: self.model.shape.scaled(scale),
            mass_kg: within(self.mass_range_kg, variation.mass) * scale * scale * scale,
            pad_friction: friction,
            support_friction: friction * SUPPORT_SHARE,
            materials,
            ..self.model.clone()
        }
    }

    /// The nearest factor on all lengths that the entry allows, and its share of the scale range.
    pub fn scale_near(&self, factor: f64) -> (f64, f64) {
        let [low, high] = self.scale_range;
        let factor = factor.clamp(low, high);
        (factor, if high > low { (factor - low) / (high - low) } else { 0.5 })
    }

    /// Width between the pads of a gripper with the given stroke, m, when the object can be grasped at its middle.
    pub fn grasped_at_middle(&self, stroke: f64) -> Option<f64> {
        let grasp = self.grasp.filter(|grasp| grasp.axis != GraspAxis::Part && grasp.axis != GraspAxis::Z)?;
        (grasp.width_m < stroke).then_some(grasp.width_m)
    }
}

/// An entry as the data files hold it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    id: String,
    name: String,
    class: ObjectClass,
    environments: Vec<Environment>,
    shape: ObjectShape,
    /// One finish per slot of the recipe.
    finishes: Vec<Finish>,
    /// Looks: per look the colours of the slots as `RRGGBB`, `-` for the usual colour of the finish.
    colors: Vec<String>,
    mass_kg: [f64; 2],
    nominal_mass_kg: Option<f64>,
    rubber_friction: [f64; 2],
    #[serde(default = "unscaled")]
    scale: [f64; 2],
    grasp: Option<Grasp>,
    source: String,
    confidence: Confidence,
}

fn unscaled() -> [f64; 2] {
    [1.0, 1.0]
}

impl Record {
    /// The entry, its colours and finishes worked out.
    pub(super) fn resolve(self) -> Result<CatalogueEntry, String> {
        let seed = finish::seed_of(&self.id);
        let looks = self
            .colors
            .iter()
            .map(|colors| finish::materials(&self.finishes, colors, seed))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|reason| format!("{}: {reason}", self.id))?;
        let first = looks.first().cloned().ok_or_else(|| format!("{}: no colours", self.id))?;
        let friction = within(self.rubber_friction, 0.5);
        Ok(CatalogueEntry {
            model: ObjectModel {
                id: self.id,
                name: self.name,
                shape: self.shape,
                mass_kg: self.nominal_mass_kg.unwrap_or_else(|| within(self.mass_kg, 0.5)),
                pad_friction: friction,
                support_friction: friction * SUPPORT_SHARE,
                materials: first,
            },
            class: self.class,
            environments: self.environments,
            mass_range_kg: self.mass_kg,
            friction_range: self.rubber_friction,
            scale_range: self.scale,
            looks,
            grasp: self.grasp,
            source: self.source,
            confidence: self.confidence,
        })
    }
}
