//! A demonstration: one recorded episode, cleaned, in SI units, before anything is inferred from it.

use crate::Pose;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where a demonstration comes from, precise enough to find it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemonstrationSource {
    /// Name of the dataset (its folder or file name, never a path of this machine).
    pub dataset: String,
    /// Episode number inside that dataset.
    pub episode_index: u64,
    /// Collector, session or site: what a split may not cut through. The episode itself when unknown.
    pub group: String,
    /// True when a program wrote the motion and no person recorded it.
    pub scripted: bool,
}

/// How much the width channel can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WidthEvidence {
    /// Metres between the pads, measured: a stall on an object is visible.
    Measured,
    /// A commanded width or angle: the fingers may be wider open than it says.
    Commanded,
    /// Only open or closed is known.
    Binary,
}

/// Gripper width over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GripperTrack {
    /// Width per frame, metres between the pads; for `Binary`, `open_width` or `closed_width`.
    pub width: Vec<f64>,
    /// What the numbers are.
    pub evidence: WidthEvidence,
    /// Width of the fully open gripper, metres.
    pub open_width: f64,
    /// Width of the fully closed, empty gripper, metres.
    pub closed_width: f64,
    /// Known lateness of a closing label, seconds (0 where the recorder is prompt).
    pub close_label_delay: f64,
}

/// Joint positions of the source arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JointTrack {
    /// Joint names, chain order.
    pub names: Vec<String>,
    /// `[frame][joint]`, radians (metres for prismatic joints).
    pub positions: Vec<Vec<f64>>,
}

/// A stretch of a video file that belongs to one episode: frame `k` of the episode is frame
/// `first_frame + k` of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VideoClip {
    /// The video file.
    pub path: PathBuf,
    /// First frame of this episode in the file.
    pub first_frame: usize,
    /// Number of frames that belong to this episode.
    pub frames: usize,
    /// Frame rate of the file, Hz.
    pub rate_hz: f64,
}

/// A camera that recorded the demonstration. Frames are decoded on demand, never held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedCamera {
    /// Name as in the source, without the `observation.images.` prefix.
    pub name: String,
    /// Image width, pixels.
    pub width: u32,
    /// Image height, pixels.
    pub height: u32,
    /// Where the frames are; `None` when the source declares the camera but its video is missing.
    pub clip: Option<VideoClip>,
}

/// One recorded episode. All per-frame vectors have the length of `timestamps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demonstration {
    /// Where it comes from.
    pub source: DemonstrationSource,
    /// Name of the device profile that interpreted it.
    pub profile: String,
    /// Task text; empty when the source has none.
    pub task: String,
    /// Seconds from the first frame, strictly increasing.
    pub timestamps: Vec<f64>,
    /// TCP pose per frame, hemisphere-continuous. World: z up, the source's own origin.
    pub world_from_tcp: Vec<Pose>,
    /// Gripper width.
    pub gripper: GripperTrack,
    /// Joints, when the source is an arm.
    pub joints: Option<JointTrack>,
    /// Cameras of the source.
    pub cameras: Vec<RecordedCamera>,
}

impl Demonstration {
    /// Number of frames.
    pub fn len(&self) -> usize {
        self.timestamps.len()
    }

    /// Whether there is no frame at all.
    pub fn is_empty(&self) -> bool {
        self.timestamps.is_empty()
    }

    /// Seconds from the first to the last frame.
    pub fn duration_secs(&self) -> f64 {
        match (self.timestamps.first(), self.timestamps.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0.0,
        }
    }

    /// Median frame period, seconds; 0 with fewer than two frames.
    pub fn period_secs(&self) -> f64 {
        let mut steps: Vec<f64> = self.timestamps.windows(2).map(|w| w[1] - w[0]).collect();
        if steps.is_empty() {
            return 0.0;
        }
        steps.sort_by(f64::total_cmp);
        steps[steps.len() / 2]
    }
}

/// Speed and acceleration limits of a collector's own free motion (95th percentiles), used when motion is
/// re-synthesised.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CollectorStyle {
    /// Linear speed, m/s.
    pub linear_speed: f64,
    /// Linear acceleration, m/s².
    pub linear_acceleration: f64,
    /// Angular speed, rad/s.
    pub angular_speed: f64,
    /// Angular acceleration, rad/s².
    pub angular_acceleration: f64,
}

impl Default for CollectorStyle {
    /// Limits of a calm person, used where a source is too short to measure its own.
    fn default() -> Self {
        Self { linear_speed: 0.5, linear_acceleration: 2.0, angular_speed: 2.0, angular_acceleration: 10.0 }
    }
}
