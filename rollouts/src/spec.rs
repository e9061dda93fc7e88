//! What is to be simulated.

use restage_assets::GripperModel;
use restage_episodes::{DemonstrationSource, Segment};
use restage_geometry::Pose;
use restage_scenes::Scene;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the stored specification and rollout formats. 2: scenes of format 2.
pub const ROLLOUT_FORMAT_VERSION: u32 = 2;

/// The commanded motion, on a uniform grid that starts at 0 s. Vectors share one length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommandTrajectory {
    /// Grid rate, Hz; the control rate of the rollout.
    pub rate_hz: f64,
    /// Commanded TCP pose.
    pub world_from_tcp: Vec<Pose>,
    /// Commanded gripper width, m. Narrower than the object while it is held: the gripper is force-limited.
    pub gripper_width: Vec<f64>,
    /// Phases, in order, covering every step.
    pub segments: Vec<Segment>,
}

impl CommandTrajectory {
    /// Seconds from the first to the last step.
    pub fn duration_secs(&self) -> f64 {
        self.world_from_tcp.len().saturating_sub(1) as f64 / self.rate_hz
    }

    /// Command at time `t` (clamped to the ends): linear in position and width, slerp in rotation.
    pub fn sample(&self, t: f64) -> (Pose, f64) {
        let last = self.world_from_tcp.len() - 1;
        let position = (t * self.rate_hz).clamp(0.0, last as f64);
        let index = (position as usize).min(last.saturating_sub(1));
        let next = (index + 1).min(last);
        let s = position - index as f64;
        let pose = self.world_from_tcp[index].interpolate(&self.world_from_tcp[next], s);
        let width = self.gripper_width[index] + (self.gripper_width[next] - self.gripper_width[index]) * s;
        (pose, width)
    }
}

/// What counts as success: the stages that the demonstration itself went through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// Height that the object must rise above its start, m: `max(4 cm, half of the demonstrated lift)`.
    pub lift: f64,
    /// Where the object must be released: pose of the object at rest, world. `None`: it must be held at the end.
    pub world_from_object_placed: Option<Pose>,
}

/// Physics settings and the values drawn for what no one measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhysicsParameters {
    /// Physics steps per second; a multiple of the control rate.
    pub step_rate_hz: u32,
    /// Solver iterations per step.
    pub solver_iterations: u32,
    /// Force limit of each finger, N.
    pub grip_force: f64,
    /// Coulomb friction pad to object.
    pub pad_friction: f64,
    /// Coulomb friction support to object.
    pub support_friction: f64,
    /// Delay from gripper command to motion, beyond that of all commands, s.
    pub gripper_latency_secs: f64,
    /// Delay from any command to motion, s: the arm and its controller.
    #[serde(default)]
    pub action_latency_secs: f64,
    /// Delay from the world to what is observed of it, s: frame `k` shows the world as it was that long before
    /// `k / fps`.
    #[serde(default)]
    pub observation_latency_secs: f64,
}

impl Default for PhysicsParameters {
    /// 480 Hz with 4 iterations: the settings that the physics truth tests pass at. 240 Hz with 4 iterations simulates twice
    /// as fast and grips as well (0.05 mm of slip at 90 % of the friction limit), with up to 1 % of error elsewhere
    /// (4 % in bounces).
    fn default() -> Self {
        Self {
            step_rate_hz: 480,
            solver_iterations: 4,
            grip_force: 15.0,
            pad_friction: 0.7,
            support_friction: 0.4,
            gripper_latency_secs: 0.0,
            action_latency_secs: 0.0,
            observation_latency_secs: 0.0,
        }
    }
}

impl PhysicsParameters {
    /// Seconds from a command to the frames that show it carried out.
    pub fn loop_latency_secs(&self) -> f64 {
        self.action_latency_secs + self.observation_latency_secs
    }
}

/// Where a rollout's motion comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceTrace {
    /// The demonstration.
    pub demonstration: DemonstrationSource,
    /// `new_world_from_source_world`: the rigid motion that carries the recorded object to the new one.
    pub new_from_source: Pose,
    /// True when the recorded motion is replayed unchanged.
    pub unchanged: bool,
}

/// All that one rollout needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RolloutSpec {
    /// [`ROLLOUT_FORMAT_VERSION`].
    pub format_version: u32,
    /// Version of the program that planned it.
    pub generator_version: String,
    /// Attempt number within the job: the episode it is for, times 2^16, plus the attempt for that episode.
    pub index: u64,
    /// Seed of the rollout, derived from the job seed and `index`.
    pub seed: u64,
    /// Source motion.
    pub source: SourceTrace,
    /// Task text.
    pub task: String,
    /// The resolved scene.
    pub scene: Scene,
    /// Name of the object to grasp, in `scene.objects`.
    pub target: String,
    /// The gripper.
    pub gripper: GripperModel,
    /// Physics settings.
    pub physics: PhysicsParameters,
    /// The commanded motion, in the world of `scene`.
    pub trajectory: CommandTrajectory,
    /// What counts as success.
    pub goal: Goal,
    /// Frames per second of the episode.
    pub fps: u32,
    /// Every value that was drawn, by axis name: for the record, not read back.
    pub draws: BTreeMap<String, serde_json::Value>,
}
