//! Which object stands there: a hypothesis of the size that the recording implies, or a catalogue object that the
//! same grasp fits.

use crate::distribution::{index, uniform, unit};
use glam::DVec3;
use rand_chacha::rand_core::Rng;
use restage_assets::{
    GripperModel, ObjectLook, ObjectModel, ObjectShape, ShapePrior, catalogue, hypothesis_object,
};
use restage_grounding::{PrimitiveShape, ResolvedObject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The object must reach this far above the TCP, m.
const ABOVE_TCP: f64 = 0.008;

/// Room that the open gripper needs around the object, m.
const OPEN_ROOM: f64 = 0.012;

/// Instance, size, colour and mass of the object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ObjectAxis {
    /// Off: the best guess that the recording allows, at 500 kg/m³.
    pub enabled: bool,
    /// Factor on the width that was inferred. Commanded widths follow.
    pub width_scale: [f64; 2],
    /// Probability of a catalogue object in place of a hypothesis, where one fits the grasp.
    pub catalogue_share: f64,
    /// Width of a fitting catalogue object relative to the inferred width.
    pub catalogue_width: [f64; 2],
    /// Density of hypotheses, kg/m³.
    pub density: [f64; 2],
    /// Factor on the mass of catalogue objects: fill levels differ.
    pub mass_scale: [f64; 2],
}

impl Default for ObjectAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            width_scale: [0.9, 1.1],
            catalogue_share: 0.35,
            catalogue_width: [0.6, 1.6],
            density: [150.0, 1500.0],
            mass_scale: [0.7, 1.1],
        }
    }
}

/// The grasp that a drawn object must fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GraspFit<'a> {
    /// The hypothesis behind the recorded grasp.
    pub resolved: &'a ResolvedObject,
    /// Height of the TCP above the support at the grasp, m.
    pub grip_height: f64,
    /// How far an object may reach above the TCP before it meets the palm, m; infinite for grasps from the side.
    pub room_above: f64,
    /// The gripper.
    pub gripper: &'a GripperModel,
}

/// What a drawn object is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ObjectChoice {
    /// A primitive of the inferred size.
    Hypothesis {
        /// Form.
        prior: ShapePrior,
        /// Surface.
        look: ObjectLook,
        /// Name of its colour, for objects of one colour.
        color: Option<String>,
    },
    /// A catalogue object.
    Catalogue {
        /// Its id.
        id: String,
        /// Grasped across its y extent: it stands turned by a quarter.
        quarter_turn: bool,
    },
}

/// A drawn object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectDraw {
    /// What it is made from.
    pub choice: ObjectChoice,
    /// Full extents, m: along the closing axis, across it, up.
    pub size: DVec3,
    /// Mass before the bound by the grip, kg.
    pub mass_kg: f64,
}

/// Names and sRGB colours that people tell apart.
const COLORS: [(&str, [f32; 3]); 9] = [
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

impl ObjectAxis {
    /// Draws an object for a grasp.
    pub fn sample(&self, rng: &mut impl Rng, fit: &GraspFit) -> ObjectDraw {
        let GraspFit { resolved, gripper, .. } = *fit;
        if !self.enabled {
            return plain(resolved);
        }
        // Every value is drawn whether it is used or not, so that one choice does not shift the next.
        let from_catalogue = unit(rng) < self.catalogue_share;
        let which = unit(rng);
        let mass_scale = uniform(rng, self.mass_scale);
        let width_scale = uniform(rng, self.width_scale);
        let density = uniform(rng, self.density);
        let look = unit(rng);
        let (color, _) = COLORS[index(rng, COLORS.len())];
        let fitting = self.fitting(fit);
        if from_catalogue && !fitting.is_empty() {
            let (model, quarter_turn) =
                fitting[((which * fitting.len() as f64) as usize).min(fitting.len() - 1)];
            let size = model.size();
            return ObjectDraw {
                choice: ObjectChoice::Catalogue { id: model.id.clone(), quarter_turn },
                size: if quarter_turn { DVec3::new(size.y, size.x, size.z) } else { size },
                mass_kg: model.mass_kg * mass_scale,
            };
        }
        let prior = prior_of(resolved.shape, look);
        let width = (resolved.size.x * width_scale).min(gripper.stroke - OPEN_ROOM);
        let mut size = scaled(resolved, width);
        if prior != ShapePrior::Ball {
            size.z = size.z.min(fit.grip_height + fit.room_above);
        }
        let look = match look * 3.0 % 1.0 {
            share if share < 0.5 => ObjectLook::Plastic,
            _ => prior.usual_look(),
        };
        let color = (look == ObjectLook::Plastic).then(|| color.to_owned());
        ObjectDraw {
            choice: ObjectChoice::Hypothesis { prior, look, color },
            size,
            mass_kg: (density * volume(prior, size)).max(0.005),
        }
    }

    /// Catalogue objects that the grasp fits, each with whether it must be turned by a quarter.
    fn fitting(&self, fit: &GraspFit) -> Vec<(&'static ObjectModel, bool)> {
        let GraspFit { grip_height, room_above, .. } = *fit;
        let (width, stroke) = (fit.resolved.size.x, fit.gripper.stroke);
        let widths = [
            (width * self.catalogue_width[0]).max(0.015),
            (width * self.catalogue_width[1]).min(stroke - OPEN_ROOM),
        ];
        let heights = grip_height + ABOVE_TCP..=grip_height + room_above;
        let fits = |extent: f64| (widths[0]..=widths[1]).contains(&extent);
        let mut found = Vec::new();
        for model in catalogue() {
            let size = model.size();
            let round = matches!(model.shape, ObjectShape::Sphere { .. } | ObjectShape::Apple { .. });
            let upright = matches!(
                model.shape,
                ObjectShape::Box { .. }
                    | ObjectShape::PrintedBox { .. }
                    | ObjectShape::Can { .. }
                    | ObjectShape::Jar { .. }
                    | ObjectShape::PuzzleCube { .. }
                    | ObjectShape::Cylinder { .. }
            );
            let at_equator = (size.z / 2.0 - grip_height).abs() <= 0.2 * size.z;
            if !heights.contains(&size.z) || !(upright || round && at_equator) {
                continue;
            }
            if fits(size.x) {
                found.push((model, false));
            } else if fits(size.y) && upright {
                found.push((model, true));
            }
        }
        found
    }
}

/// The best guess: a box or what else was resolved, without any variation.
fn plain(resolved: &ResolvedObject) -> ObjectDraw {
    let prior = prior_of(resolved.shape, 0.0);
    ObjectDraw {
        choice: ObjectChoice::Hypothesis { prior, look: prior.usual_look(), color: None },
        size: resolved.size,
        mass_kg: 500.0 * volume(prior, resolved.size),
    }
}

fn prior_of(shape: PrimitiveShape, unit: f64) -> ShapePrior {
    match shape {
        PrimitiveShape::Box if unit < 0.5 => ShapePrior::Block,
        PrimitiveShape::Box => ShapePrior::Box,
        PrimitiveShape::Cylinder => ShapePrior::Cylinder,
        PrimitiveShape::Sphere => ShapePrior::Ball,
    }
}

/// The resolved size with another width; round forms stay round.
fn scaled(resolved: &ResolvedObject, width: f64) -> DVec3 {
    match resolved.shape {
        PrimitiveShape::Box => DVec3::new(width, resolved.size.y, resolved.size.z),
        PrimitiveShape::Cylinder => DVec3::new(width, width, resolved.size.z),
        PrimitiveShape::Sphere => DVec3::splat(width),
    }
}

fn volume(prior: ShapePrior, size: DVec3) -> f64 {
    match prior {
        ShapePrior::Cylinder => size.element_product() * std::f64::consts::FRAC_PI_4,
        ShapePrior::Ball => size.element_product() * std::f64::consts::FRAC_PI_6,
        _ => size.element_product(),
    }
}

impl ObjectDraw {
    /// The object with the given mass (kg) and friction of its pads and support. `None` when the catalogue has lost
    /// the id.
    pub fn model(&self, mass_kg: f64, pad_friction: f64, support_friction: f64) -> Option<ObjectModel> {
        let mut model = match &self.choice {
            ObjectChoice::Catalogue { id, .. } => restage_assets::by_id(id)?.clone(),
            ObjectChoice::Hypothesis { prior, look, color } => {
                let noun = match prior {
                    ShapePrior::Box => "box",
                    ShapePrior::Block => "block",
                    ShapePrior::Cylinder => "can",
                    ShapePrior::Ball => "ball",
                    ShapePrior::Banana => "banana",
                };
                let name = color.as_ref().map_or_else(|| noun.to_owned(), |color| format!("{color} {noun}"));
                let mut model =
                    hypothesis_object(*prior, self.size.x, self.size.y, self.size.z, &name).with_look(*look);
                let rgb = COLORS.iter().find(|(name, _)| Some(*name) == color.as_deref());
                if let (Some((_, rgb)), Some(material)) = (rgb, model.materials.first_mut()) {
                    material.base_color = *rgb;
                }
                model
            }
        };
        model.mass_kg = mass_kg;
        model.pad_friction = pad_friction;
        model.support_friction = support_friction;
        Some(model)
    }

    /// Whether the object stands turned by a quarter against the closing axis.
    pub fn quarter_turn(&self) -> bool {
        matches!(self.choice, ObjectChoice::Catalogue { quarter_turn: true, .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::child_rng;
    use restage_geometry::Pose;

    fn cube(edge: f64) -> ResolvedObject {
        ResolvedObject {
            shape: PrimitiveShape::Box,
            size: DVec3::splat(edge),
            world_from_object: Pose::from_translation(DVec3::Z * edge / 2.0),
            support_height: 0.0,
        }
    }

    fn from_above<'a>(
        resolved: &'a ResolvedObject,
        grip_height: f64,
        gripper: &'a GripperModel,
    ) -> GraspFit<'a> {
        GraspFit { resolved, grip_height, room_above: 0.07, gripper }
    }

    #[test]
    fn drawn_objects_fit_the_grasp() {
        let (gripper, axis) = (GripperModel::umi(), ObjectAxis::default());
        let mut from_catalogue = 0;
        for index in 0..400 {
            let mut rng = child_rng(1, index, "object");
            let draw = axis.sample(&mut rng, &from_above(&cube(0.045), 0.025, &gripper));
            let model = draw.model(0.1, 0.7, 0.4).unwrap();
            let size = model.size();
            let across = if draw.quarter_turn() { size.y } else { size.x };
            assert!((across - draw.size.x).abs() < 1e-12, "{}", model.id);
            assert!(across <= gripper.stroke - OPEN_ROOM + 1e-12 && across > 0.015);
            assert!((0.025 + ABOVE_TCP..=0.095).contains(&size.z));
            assert!(draw.mass_kg > 0.0);
            from_catalogue += usize::from(!model.id.starts_with("hypothesis"));
        }
        assert!((100..180).contains(&from_catalogue), "{from_catalogue} of 400 at a share of 0.35");
    }

    #[test]
    fn objects_that_fit_only_across_are_turned() {
        let (gripper, axis) = (GripperModel::umi(), ObjectAxis::default());
        let object = cube(0.06);
        let fitting =
            axis.fitting(&GraspFit { room_above: f64::INFINITY, ..from_above(&object, 0.015, &gripper) });
        let turned = |id: &str| fitting.iter().find(|(model, _)| model.id == id).map(|(_, turned)| *turned);
        assert_eq!(turned("ycb_009_gelatin_box"), Some(true), "85 mm by 73 mm in 78 mm");
        assert_eq!(turned("ycb_003_cracker_box"), Some(false), "60 mm by 158 mm");
        assert_eq!(turned("ycb_025_mug"), None, "hollow things are not gripped across");
    }

    #[test]
    fn switched_off_it_is_the_best_guess() {
        let axis = ObjectAxis { enabled: false, ..ObjectAxis::default() };
        let draw =
            axis.sample(&mut child_rng(1, 1, "object"), &from_above(&cube(0.04), 0.02, &GripperModel::umi()));
        assert_eq!(draw.size, DVec3::splat(0.04));
        assert!((draw.mass_kg - 0.032).abs() < 1e-12);
    }
}
