//! What happened.

use restage_geometry::Pose;
use serde::{Deserialize, Serialize};

/// Stages of a pick-and-place, in order. Names as stored in the dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing reached.
    None,
    /// TCP within 3 cm of the grasp point.
    Reach,
    /// Both pads touch with at least 0.2 N.
    Contact,
    /// Both pads press with at least 0.5 N for 0.2 s, contact normals within 60° of the closing axis.
    Secure,
    /// Risen by the goal's lift.
    Lift,
    /// Held for 0.5 s.
    Hold,
    /// Carried to the release point without a drop.
    Transport,
    /// Within 2.5 cm and 15° of the goal pose.
    Place,
    /// Both pads off, the object below 0.02 m/s for 0.25 s, upright.
    Release,
}

impl Stage {
    /// The name stored in the dataset.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Reach => "reach",
            Self::Contact => "contact",
            Self::Secure => "secure",
            Self::Lift => "lift",
            Self::Hold => "hold",
            Self::Transport => "transport",
            Self::Place => "place",
            Self::Release => "release",
        }
    }
}

/// Why a rollout failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// The TCP never came near the object.
    NotReached,
    /// The pads never both touched.
    NoContact,
    /// The grip never became secure.
    NotSecured,
    /// The object stayed on the support.
    NotLifted,
    /// Lifted, then lost.
    Dropped,
    /// Released outside the goal.
    Misplaced,
    /// Never let go, or did not come to rest.
    NotReleased,
    /// Slipped in the hand by more than the bound.
    Slipped,
    /// The fingers or palm hit something other than the object with more than the bound.
    Collision,
    /// Non-finite or absurd state.
    Diverged,
}

impl FailureReason {
    /// The name stored in the dataset and counted in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotReached => "not_reached",
            Self::NoContact => "no_contact",
            Self::NotSecured => "not_secured",
            Self::NotLifted => "not_lifted",
            Self::Dropped => "dropped",
            Self::Misplaced => "misplaced",
            Self::NotReleased => "not_released",
            Self::Slipped => "slipped",
            Self::Collision => "collision",
            Self::Diverged => "diverged",
        }
    }
}

/// The staged judgement, made at the end of the rollout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageReport {
    /// Last stage reached.
    pub reached: Stage,
    /// Last stage that the goal asks for.
    pub required: Stage,
    /// Seconds at which each reached stage was first met.
    pub first_met_secs: Vec<(Stage, f64)>,
    /// `None` on success.
    pub failure: Option<FailureReason>,
    /// Largest change of the object's position in the TCP frame since the grip was secure, m.
    pub slip_m: f64,
    /// Largest change of its orientation, rad.
    pub slip_rad: f64,
}

impl StageReport {
    /// Whether every required stage held and nothing failed.
    pub fn success(&self) -> bool {
        self.failure.is_none()
    }
}

/// Poses of one movable body over the rollout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BodyTrack {
    /// Name in `scene.objects`.
    pub name: String,
    /// `world_from_object` per frame.
    pub world_from_object: Vec<Pose>,
}

/// Contact of the two pads with the target at one frame, averaged over the frame's physics steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ContactSample {
    /// Normal force on the left (-x) and right (+x) pad, N.
    pub normal_n: [f64; 2],
    /// Tangential force on each pad, N.
    pub tangential_n: [f64; 2],
}

/// Everything that happened in one rollout, at the episode rate. Frame `k` is time `k / fps`; the first is the
/// start state. Vectors share one length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rollout {
    /// [`crate::ROLLOUT_FORMAT_VERSION`].
    pub format_version: u32,
    /// Attempt number, as in the specification.
    pub index: u64,
    /// Frames per second.
    pub fps: u32,
    /// Achieved TCP pose.
    pub world_from_tcp: Vec<Pose>,
    /// Measured gripper width, m.
    pub gripper_width: Vec<f64>,
    /// Position of the left and right finger along the closing axis in the TCP frame, m (pad faces).
    pub finger_positions: Vec<[f64; 2]>,
    /// Movable bodies, in the order of `scene.objects`.
    pub bodies: Vec<BodyTrack>,
    /// Pad contacts.
    pub contacts: Vec<ContactSample>,
    /// Judgement.
    pub report: StageReport,
}

impl Rollout {
    /// Number of frames.
    pub fn len(&self) -> usize {
        self.world_from_tcp.len()
    }

    /// Whether there is no frame.
    pub fn is_empty(&self) -> bool {
        self.world_from_tcp.is_empty()
    }
}
