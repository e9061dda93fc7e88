//! Why a rollout was not planned. Every rejection is counted under its name.

use restage_episodes::{DemonstrationSource, SegmentKind};
use restage_grounding::adapt::AdaptError;

/// A rollout that was not planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// The demonstration that it started from, once one was chosen.
    pub source: Option<DemonstrationSource>,
    /// The scene template, once one was chosen.
    pub template: Option<String>,
    /// The reason.
    pub reason: Box<PlanRejection>,
}

impl Rejection {
    /// A reason that came before anything was chosen.
    pub fn of(reason: PlanRejection) -> Self {
        Self { source: None, template: None, reason: Box::new(reason) }
    }
}

// By hand: a derive would take the field `source` for the cause of the error.
impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.source {
            Some(source) => {
                write!(f, "{} episode {}: {}", source.dataset, source.episode_index, self.reason)
            }
            None => self.reason.fmt(f),
        }
    }
}

impl std::error::Error for Rejection {}

/// Reasons, found before any physics.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanRejection {
    /// No demonstration holds a grasp that was lifted.
    #[error(
        "none of {count} demonstrations holds an object that was grasped and lifted; hint: try `restage replay`"
    )]
    NoUsableDemonstration {
        /// Demonstrations looked at.
        count: usize,
    },
    /// The gripper of the source is not in the catalogue.
    #[error("gripper `{name}` is not in the catalogue; expected one of {known:?}")]
    UnknownGripper {
        /// Name that the profile gives.
        name: String,
        /// Names that exist.
        known: Vec<String>,
    },
    /// The template gives no scene for this task.
    #[error("no scene of `{template}`: {reason}")]
    NoScene {
        /// Scene template.
        template: String,
        /// What the template says.
        reason: String,
    },
    /// The scene has nothing to stand on.
    #[error("the scene `{template}` has no support surface")]
    NoSupport {
        /// Scene template.
        template: String,
    },
    /// The recorded motion cannot be carried to another object pose.
    #[error("the motion cannot be adapted: {0}")]
    NotAdaptable(AdaptError),
    /// The object does not fit on the support.
    #[error(
        "no pose of the object within its range lies on the support and clear of fixtures ({tries} tries)"
    )]
    TargetOffSupport {
        /// Poses tried.
        tries: u32,
    },
    /// The place does not fit on the support.
    #[error("no place within its range lies on the support and clear of fixtures ({tries} tries)")]
    PlaceOffSupport {
        /// Poses tried.
        tries: u32,
    },
    /// The object is wider than the gripper opens.
    #[error("object width {width:.4} m leaves no room in a stroke of {stroke:.4} m")]
    GripTooWide {
        /// Width along the closing axis, m.
        width: f64,
        /// Stroke of the gripper, m.
        stroke: f64,
    },
    /// A finger would touch the object before closing.
    #[error(
        "a finger or the palm comes to {clearance:.4} m of the object at step {step}, before the fingers close"
    )]
    FingerCollidesWithObject {
        /// Distance, m; negative inside.
        clearance: f64,
        /// Control step.
        step: usize,
    },
    /// The gripper would enter the support.
    #[error("the gripper comes to {clearance:.4} m above the support at step {step}, needed {needed:.4} m")]
    FingerBelowSupport {
        /// Height of its lowest corner above the support, m.
        clearance: f64,
        /// Height that is needed, m.
        needed: f64,
        /// Control step.
        step: usize,
    },
    /// The gripper or the held object would hit a fixture.
    #[error("the motion passes fixture `{fixture}` at {clearance:.4} m at step {step}")]
    PathHitsFixture {
        /// The fixture.
        fixture: String,
        /// Distance, m; negative inside.
        clearance: f64,
        /// Control step.
        step: usize,
    },
    /// The gripper or the held object would hit another object.
    #[error("the motion passes object `{object}` at {clearance:.4} m at step {step}")]
    PathHitsObject {
        /// The object.
        object: String,
        /// Distance, m; negative inside.
        clearance: f64,
        /// Control step.
        step: usize,
    },
    /// Free motion could not be raised over the obstacles.
    #[error("the {} motion cannot be raised over the obstacles", kind.name())]
    NoClearPath {
        /// The free segment.
        kind: SegmentKind,
    },
    /// Two objects overlap at the start.
    #[error("objects `{first}` and `{second}` overlap at the start")]
    ObjectsOverlap {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// The motion is faster than the collector.
    #[error("the motion reaches {linear:.2} m/s and {angular:.2} rad/s; limits are {limits:?}")]
    SpeedLimit {
        /// Peak linear speed, m/s.
        linear: f64,
        /// Peak angular speed, rad/s.
        angular: f64,
        /// Limits of both.
        limits: [f64; 2],
    },
    /// The motion leaves the reach of a person who stands in front of the support.
    #[error("the motion reaches {distance:.2} m from the shoulder, more than {reach:.2} m")]
    WorkspaceReach {
        /// Largest distance, m.
        distance: f64,
        /// Reach, m.
        reach: f64,
    },
    /// The object was let go on its side.
    #[error("the recorded release tilts the object by {tilt:.2} rad")]
    PlaceTilted {
        /// Angle from upright, rad.
        tilt: f64,
    },
}

impl PlanRejection {
    /// The key that it is counted under.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoUsableDemonstration { .. } => "no_usable_demonstration",
            Self::UnknownGripper { .. } => "unknown_gripper",
            Self::NoScene { .. } => "no_scene",
            Self::NoSupport { .. } => "no_support",
            Self::NotAdaptable(_) => "not_adaptable",
            Self::TargetOffSupport { .. } => "target_off_support",
            Self::PlaceOffSupport { .. } => "place_off_support",
            Self::GripTooWide { .. } => "grip_too_wide",
            Self::FingerCollidesWithObject { .. } => "finger_collides_with_object",
            Self::FingerBelowSupport { .. } => "finger_below_support",
            Self::PathHitsFixture { .. } => "path_hits_fixture",
            Self::PathHitsObject { .. } => "path_hits_object",
            Self::NoClearPath { .. } => "no_clear_path",
            Self::ObjectsOverlap { .. } => "objects_overlap",
            Self::SpeedLimit { .. } => "speed_limit",
            Self::WorkspaceReach { .. } => "workspace_reach",
            Self::PlaceTilted { .. } => "place_tilted",
        }
    }
}

impl From<AdaptError> for PlanRejection {
    fn from(error: AdaptError) -> Self {
        match error {
            AdaptError::NoClearance { kind, .. } => Self::NoClearPath { kind },
            other => Self::NotAdaptable(other),
        }
    }
}
