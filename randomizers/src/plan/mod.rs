//! Planning: from demonstrations and a seed to a specification with nothing random left.

mod author;
mod belongings;
mod cameras;
mod clutter;
mod frames;
mod motion;
mod place;
mod placing;
mod replay;
mod rollout;
mod select;
mod site;
mod things;

pub use author::author_faults;
pub use replay::plan_replay;
pub use rollout::plan_rollout;
pub use select::usable;
pub use site::{RecordedShift, recorded_shifts};

use crate::config::RandomizationConfig;
use crate::rejection::PlanRejection;
use restage_assets::GripperModel;
use restage_episodes::Demonstration;
use restage_grounding::Grounding;
use restage_scenes::Scene;
use serde::Serialize;
use std::collections::BTreeMap;

/// A demonstration with what it implies.
#[derive(Clone, Debug)]
pub struct GroundedDemonstration {
    /// The recording.
    pub demonstration: Demonstration,
    /// What it implies.
    pub grounding: Grounding,
    /// Catalogue name of the gripper that re-enacts it.
    pub gripper: String,
}

/// What a job fixes for all of its rollouts.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSettings {
    /// Root of every random draw.
    pub job_seed: u64,
    /// Frames per second of the episodes.
    pub fps: u32,
    /// Width and height of the cameras, px.
    pub image_size: (u32, u32),
    /// Version of the program.
    pub generator_version: String,
}

impl PlanSettings {
    /// Control rate, Hz: the least multiple of `fps` that is at least 60.
    pub fn control_rate_hz(&self) -> u32 {
        self.fps.max(1) * 60_u32.div_ceil(self.fps.max(1))
    }

    /// Physics rate, Hz: the least multiple of the control rate that is at least 480.
    pub fn physics_rate_hz(&self) -> u32 {
        self.control_rate_hz() * 480_u32.div_ceil(self.control_rate_hz())
    }
}

/// All that planning looks at. The same context and index give the same plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanContext<'a> {
    /// Demonstrations to start from.
    pub demonstrations: &'a [GroundedDemonstration],
    /// What varies.
    pub config: &'a RandomizationConfig,
    /// What does not.
    pub settings: &'a PlanSettings,
    /// Scenes that an author made; where there are any, they stand in place of the templates.
    pub scenes: &'a [Scene],
}

/// The record of everything that was drawn, by axis name.
#[derive(Clone, Debug, Default)]
struct Draws(BTreeMap<String, serde_json::Value>);

impl Draws {
    /// Keeps a draw for the record. A value that has no JSON form (there is none among the axes) is left out.
    fn record(&mut self, name: &str, value: &impl Serialize) {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(name.to_owned(), value);
        }
    }
}

impl GroundedDemonstration {
    fn gripper_model(&self) -> Result<GripperModel, PlanRejection> {
        GripperModel::by_name(&self.gripper).ok_or_else(|| PlanRejection::UnknownGripper {
            name: self.gripper.clone(),
            known: GripperModel::NAMES.map(str::to_owned).to_vec(),
        })
    }
}

#[cfg(test)]
mod tests;
