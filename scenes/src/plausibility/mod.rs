//! Plausibility of a scene: what must hold before anything is simulated or filmed in it. Nothing overlaps, everything
//! rests on something, walkways are free, lights are in lamps or windows, cameras are in free air, names and numbers
//! are whole.

mod access;
mod boxes;
mod fault;
mod overlap;
mod rest;
mod sight;
mod structure;

pub use boxes::OrientedBox;
pub use fault::{FaultKind, SceneFault};

use crate::Scene;

impl Scene {
    /// All faults of the scene, in a fixed order; an empty list means that it may be simulated and filmed.
    ///
    /// Overlap is judged by oriented boxes around convex pieces, which is strict for hollow and round things.
    pub fn validate(&self) -> Vec<SceneFault> {
        let mut faults = structure::number_faults(self);
        if !faults.is_empty() {
            // Geometry with broken numbers would only repeat them.
            return faults;
        }
        faults.extend(self.structure_faults());
        if self.supports.is_empty() {
            faults.push(SceneFault::NoSupport);
        }
        let boxes = boxes::SceneBoxes::of(self);
        faults.extend(overlap::faults(self, &boxes));
        faults.extend(rest::faults(self, &boxes));
        faults.extend(access::faults(self, &boxes));
        faults.extend(sight::faults(self));
        faults
    }

    /// The first fault that lies in where furniture stands: parts that meet, that hang on nothing, or that block the way or
    /// the task. Light, cameras and objects have no say in it.
    pub(crate) fn layout_fault(&self) -> Option<SceneFault> {
        let boxes = boxes::SceneBoxes::of(self);
        overlap::fixtures(self, &boxes)
            .into_iter()
            .chain(rest::furniture(self, &boxes))
            .chain(access::faults(self, &boxes))
            .next()
    }

    /// Names used twice, names that mean nothing, ranges upside down, zones off their support: what makes a file no
    /// whole scene, whatever its geometry.
    pub fn structure_faults(&self) -> Vec<SceneFault> {
        structure::faults(self)
    }
}
