//! Constants of the inference, with their defaults. Times are seconds, so that any recording rate works.

use restage_assets::GripperModel;
use serde::{Deserialize, Serialize};

/// Fewest frames that can hold a grasp: approach, close, hold.
pub const MIN_FRAMES: usize = 5;

/// Constants of the close/open event detector.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventOptions {
    /// Width rate above which the fingers move, m/s.
    pub moving_speed: f64,
    /// Least travel of a motion, m.
    pub min_travel: f64,
    /// Still time inside one motion that is bridged, s.
    pub gap_secs: f64,
    /// Least time without motion after closing, s.
    pub hold_secs: f64,
    /// A stall wider than the closed width plus this is a grasp, m.
    pub margin: f64,
    /// Window of the Savitzky-Golay filter (order 2), s.
    pub smoothing_secs: f64,
    /// Compression of soft pads: the object may be wider than the stalled width by this, m.
    pub pad_compression: f64,
    /// Levels of the open fraction (0 closed, 1 open) at which a binary gripper counts as closed and as open.
    pub binary_levels: [f64; 2],
    /// Time that fingers need to close after a command, s.
    pub closing_secs: f64,
    /// How much later than its known delay a late closing label may be, s.
    pub label_margin_secs: f64,
    /// How late an opening label may be on a device whose closing label is late, s.
    pub open_label_margin_secs: f64,
}

impl Default for EventOptions {
    fn default() -> Self {
        Self {
            moving_speed: 0.020,
            min_travel: 0.006,
            gap_secs: 0.1,
            hold_secs: 0.20,
            margin: 0.004,
            smoothing_secs: 0.15,
            pad_compression: 0.002,
            binary_levels: [0.35, 0.65],
            closing_secs: 0.5,
            label_margin_secs: 1.5,
            open_label_margin_secs: 1.0,
        }
    }
}

/// Constants of the split into phases.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhaseOptions {
    /// Distance from the grasp (release) at which pregrasp starts (retreat ends), m.
    pub near_distance: f64,
    /// Rise of the TCP that counts as a lift, m.
    pub lift_height: f64,
}

impl Default for PhaseOptions {
    fn default() -> Self {
        Self { near_distance: 0.08, lift_height: 0.01 }
    }
}

/// Speeds below which a hand counts as still, with hysteresis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StillOptions {
    /// Speed below which stillness begins, m/s.
    pub enter_speed: f64,
    /// Speed above which it ends, m/s.
    pub leave_speed: f64,
    /// Least duration, s.
    pub min_secs: f64,
}

impl Default for StillOptions {
    fn default() -> Self {
        Self { enter_speed: 0.03, leave_speed: 0.05, min_secs: 0.15 }
    }
}

/// Sampling laws of what no recording shows: the object's form and how high it was held. Lengths are uniform
/// between the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectPrior {
    /// Height over width.
    pub height_ratio: [f64; 2],
    /// Depth (horizontal, across the closing axis) over width.
    pub depth_ratio: [f64; 2],
    /// Height of the TCP above the support over object height: people grip the upper half.
    pub grip_fraction: [f64; 2],
    /// Width over the open width of the gripper, where no width was measured.
    pub width_fraction: [f64; 2],
    /// How far the object must reach above the TCP, m.
    pub grip_margin: f64,
    /// Air between finger tip and support in a low grasp, m.
    pub tip_clearance: f64,
    /// Weights of box, cylinder and sphere.
    pub shape_weights: [f64; 3],
}

impl Default for ObjectPrior {
    fn default() -> Self {
        Self {
            height_ratio: [0.6, 1.6],
            depth_ratio: [0.7, 1.8],
            grip_fraction: [0.5, 0.8],
            width_fraction: [0.2, 0.7],
            grip_margin: 0.003,
            tip_clearance: 0.003,
            shape_weights: [0.5, 0.3, 0.2],
        }
    }
}

/// Constants of the support plane estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneOptions {
    /// Distance from the site's plane above which an episode keeps its own height, m.
    pub site_tolerance: f64,
    /// How far below the grasp's gripper a still gripper may be and still count as resting on the same support, m.
    pub rest_reach: f64,
    /// Least duration of a rest, s.
    pub rest_secs: f64,
}

impl Default for PlaneOptions {
    fn default() -> Self {
        Self { site_tolerance: 0.015, rest_reach: 0.03, rest_secs: 0.3 }
    }
}

/// Everything that can be set about grounding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroundingOptions {
    /// Close/open events.
    pub events: EventOptions,
    /// Phases.
    pub phases: PhaseOptions,
    /// Stillness.
    pub still: StillOptions,
    /// Object hypothesis.
    pub object: ObjectPrior,
    /// Support plane.
    pub plane: PlaneOptions,
    /// The gripper that will re-enact the motion; no part of it may be below the support plane.
    pub gripper: GripperModel,
}

impl Default for GroundingOptions {
    fn default() -> Self {
        Self {
            events: EventOptions::default(),
            phases: PhaseOptions::default(),
            still: StillOptions::default(),
            object: ObjectPrior::default(),
            plane: PlaneOptions::default(),
            gripper: GripperModel::umi(),
        }
    }
}

impl GroundingOptions {
    /// Defaults for a motion that `gripper` will re-enact.
    pub fn for_gripper(gripper: GripperModel) -> Self {
        Self { gripper, ..Self::default() }
    }
}
