//! The object of a rollout: a hypothesis of the size that the recording implies, or a catalogue object that the same
//! grasp fits.

use crate::axes::object::{COLORS, MassDraw, ObjectAxis, ObjectDraw, ScaleDraw};
use glam::DVec3;
use restage_assets::{
    Footprint, GripperModel, ObjectLook, ObjectModel, ShapePrior, Variation, by_id, entry, hypothesis_object,
};
use restage_grounding::{PrimitiveShape, ResolvedObject};
use serde::{Deserialize, Serialize};

/// The object must reach this far above the TCP, m.
const ABOVE_TCP: f64 = 0.008;

/// Room that the open gripper needs around the object, m.
const OPEN_ROOM: f64 = 0.012;

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

/// What a resolved object is made from.
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
        /// Which of its colours, sizes and prints; of no effect on an imported object.
        #[serde(default)]
        variation: Variation,
    },
}

/// The object that stands there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    /// What it is made from.
    pub choice: ObjectChoice,
    /// Full extents, m: along the closing axis, across it, up.
    pub size: DVec3,
    /// Mass before the bound by the grip, kg.
    pub mass_kg: f64,
}

/// What was drawn of the object, each on its own axis.
#[derive(Clone, Debug, PartialEq)]
pub struct ThingDraws<'a> {
    /// Kind; nothing: the best guess.
    pub object: Option<ObjectDraw>,
    /// Size.
    pub scale: ScaleDraw,
    /// Mass.
    pub mass: MassDraw,
    /// Catalogue objects that belong in the place.
    pub candidates: &'a [&'static ObjectModel],
}

impl ThingDraws<'_> {
    /// The object for a grasp; `which` in 0..1 chooses among the catalogue objects that fit.
    pub fn resolve(&self, axis: &ObjectAxis, which: f64, fit: &GraspFit) -> Thing {
        match &self.object {
            Some(object) if object.from_catalogue => {
                let fitting = fitting(axis, self.candidates, self.scale.width, fit);
                match fitting.get(((which * fitting.len() as f64) as usize).min(fitting.len().max(1) - 1)) {
                    Some((model, quarter_turn)) => self.taken_from_catalogue(object, model, *quarter_turn),
                    None => self.hypothesis(fit),
                }
            }
            _ => self.hypothesis(fit),
        }
    }

    fn taken_from_catalogue(&self, object: &ObjectDraw, model: &ObjectModel, quarter_turn: bool) -> Thing {
        let (factor, scale) = entry(&model.id).map_or((1.0, 0.5), |entry| entry.scale_near(self.scale.width));
        let size = model.shape.scaled(factor).size();
        let (look, print_seed) = (object.variation, object.print_seed);
        let variation = Variation { look, scale, print_seed, ..Variation::default() };
        Thing {
            choice: ObjectChoice::Catalogue { id: model.id.clone(), quarter_turn, variation },
            size: if quarter_turn { DVec3::new(size.y, size.x, size.z) } else { size },
            mass_kg: model.mass_kg * self.mass.factor * factor * factor * factor,
        }
    }

    fn hypothesis(&self, fit: &GraspFit) -> Thing {
        let GraspFit { resolved, gripper, .. } = *fit;
        let look = self.object.as_ref().map_or(0.0, |object| object.look);
        let prior = prior_of(resolved.shape, look);
        let width = (resolved.size.x * self.scale.width).min(gripper.stroke - OPEN_ROOM);
        let mut size = scaled(resolved, width);
        if prior != ShapePrior::Ball && self.object.is_some() {
            size.z = size.z.min(fit.grip_height + fit.room_above);
        }
        let (look, color) = match &self.object {
            Some(object) if look * 3.0 % 1.0 < 0.5 => (ObjectLook::Plastic, Some(object.color.clone())),
            Some(object) if prior.usual_look() == ObjectLook::Plastic => {
                (ObjectLook::Plastic, Some(object.color.clone()))
            }
            _ => (prior.usual_look(), None),
        };
        let mass_kg = (self.mass.density * volume(prior, size)).max(0.005);
        Thing { choice: ObjectChoice::Hypothesis { prior, look, color }, size, mass_kg }
    }
}

/// Objects out of `candidates`, scaled as far as they allow, that the grasp fits, each with whether it must be turned by
/// a quarter.
fn fitting(
    axis: &ObjectAxis,
    candidates: &[&'static ObjectModel],
    scale: f64,
    fit: &GraspFit,
) -> Vec<(&'static ObjectModel, bool)> {
    let GraspFit { grip_height, room_above, .. } = *fit;
    let (width, stroke) = (fit.resolved.size.x, fit.gripper.stroke);
    let widths = [
        (width * axis.catalogue_width[0]).max(0.015),
        (width * axis.catalogue_width[1]).min(stroke - OPEN_ROOM),
    ];
    let heights = grip_height + ABOVE_TCP..=grip_height + room_above;
    let fits = |extent: f64| (widths[0]..=widths[1]).contains(&extent);
    let mut found = Vec::new();
    for &model in candidates {
        let factor = entry(&model.id).map_or(1.0, |entry| entry.scale_near(scale).0);
        let size = model.shape.scaled(factor).size();
        let round = model.shape.rolls() && model.shape.footprint() == Footprint::Disc;
        let upright = model.shape.is_prismatic();
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

impl Thing {
    /// The object with the given mass (kg) and friction of its pads and support. `None` when the catalogue has lost
    /// the id.
    pub fn model(&self, mass_kg: f64, pad_friction: f64, support_friction: f64) -> Option<ObjectModel> {
        let mut model = match &self.choice {
            ObjectChoice::Catalogue { id, variation, .. } => match entry(id) {
                Some(entry) => entry.instance(variation),
                None => by_id(id)?.clone(),
            },
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

    /// Whether the object rolls away where it is put down.
    pub fn rolls(&self) -> bool {
        match &self.choice {
            ObjectChoice::Hypothesis { prior, .. } => *prior == ShapePrior::Ball,
            ObjectChoice::Catalogue { id, .. } => by_id(id).is_some_and(|model| model.shape.rolls()),
        }
    }

    /// Whether its outline seen from above is a circle.
    pub fn is_round(&self) -> bool {
        match &self.choice {
            ObjectChoice::Hypothesis { prior, .. } => {
                matches!(prior, ShapePrior::Cylinder | ShapePrior::Ball)
            }
            ObjectChoice::Catalogue { id, .. } => {
                by_id(id).is_some_and(|model| model.shape.footprint() == Footprint::Disc)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::axes::{MassAxis, ScaleAxis};
    use crate::distribution::unit;
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

    fn all() -> Vec<&'static ObjectModel> {
        restage_assets::catalogue().iter().collect()
    }

    /// Draw `index` of the stream of a seed, for a grasp of a 45 mm cube from above.
    fn drawn(
        seed: u64,
        index: u64,
        axis: &ObjectAxis,
        candidates: &[&'static ObjectModel],
        gripper: &GripperModel,
    ) -> Thing {
        let mut rng = child_rng(seed, index, "object");
        let draws = ThingDraws {
            object: axis.sample(&mut rng),
            scale: ScaleAxis::default().sample(&mut rng),
            mass: MassAxis::default().sample(&mut rng),
            candidates,
        };
        draws.resolve(axis, unit(&mut rng), &from_above(&cube(0.045), 0.025, gripper))
    }

    #[test]
    fn drawn_objects_fit_the_grasp() {
        let (gripper, axis, candidates) = (GripperModel::umi(), ObjectAxis::default(), all());
        let mut from_catalogue = 0;
        for index in 0..400 {
            let thing = drawn(1, index, &axis, &candidates, &gripper);
            let model = thing.model(0.1, 0.7, 0.4).unwrap();
            let size = model.size();
            let across = if thing.quarter_turn() { size.y } else { size.x };
            assert!((across - thing.size.x).abs() < 1e-12, "{}", model.id);
            assert!(across <= gripper.stroke - OPEN_ROOM + 1e-12 && across > 0.015);
            assert!((0.025 + ABOVE_TCP..=0.095).contains(&size.z));
            assert!(thing.mass_kg > 0.0);
            from_catalogue += usize::from(!model.id.starts_with("hypothesis"));
        }
        assert!((100..180).contains(&from_catalogue), "{from_catalogue} of 400 at a share of 0.35");
    }

    #[test]
    fn catalogue_objects_differ_in_colour_size_and_print() {
        let (gripper, axis, candidates) = (GripperModel::umi(), ObjectAxis::default(), all());
        let axis = ObjectAxis { catalogue_share: 1.0, ..axis };
        let mut seen: std::collections::BTreeMap<String, Vec<ObjectModel>> = Default::default();
        for index in 0..600 {
            let thing = drawn(2, index, &axis, &candidates, &gripper);
            let model = thing.model(0.1, 0.7, 0.4).unwrap();
            seen.entry(model.id.clone()).or_default().push(model);
        }
        let differs = |of: &dyn Fn(&ObjectModel) -> String| {
            let several = |models: &&Vec<ObjectModel>| {
                models.iter().map(of).collect::<std::collections::BTreeSet<_>>().len() > 1
            };
            seen.values().filter(several).count()
        };
        assert!(differs(&|model| format!("{:?}", model.materials)) > 5);
        assert!(differs(&|model| format!("{:?}", model.size())) > 5);
        let seeds =
            |model: &ObjectModel| model.materials.iter().map(|it| it.texture_seed).collect::<Vec<_>>();
        assert!(differs(&|model| format!("{:?}", seeds(model))) > 3);
    }

    #[test]
    fn objects_that_fit_only_across_are_turned() {
        let (gripper, object) = (GripperModel::umi(), cube(0.06));
        let fit = GraspFit { room_above: f64::INFINITY, ..from_above(&object, 0.015, &gripper) };
        let fitting = fitting(&ObjectAxis::default(), &all(), 1.0, &fit);
        let turned = |id: &str| fitting.iter().find(|(model, _)| model.id == id).map(|(_, turned)| *turned);
        assert_eq!(turned("ycb_009_gelatin_box"), Some(true), "85 mm by 73 mm in 78 mm");
        assert_eq!(turned("ycb_003_cracker_box"), Some(false), "60 mm by 158 mm");
        assert_eq!(turned("ycb_025_mug"), None, "hollow things are not gripped across");
    }

    #[test]
    fn switched_off_it_is_the_best_guess() {
        let draws = ThingDraws {
            object: None,
            scale: ScaleDraw { width: 1.0 },
            mass: MassDraw { density: 500.0, factor: 1.0 },
            candidates: &all(),
        };
        let thing =
            draws.resolve(&ObjectAxis::default(), 0.5, &from_above(&cube(0.04), 0.02, &GripperModel::umi()));
        assert_eq!(thing.size, DVec3::splat(0.04));
        assert!((thing.mass_kg - 0.032).abs() < 1e-12);
    }
}
