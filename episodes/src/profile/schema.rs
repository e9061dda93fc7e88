//! The TOML form of a device profile. Lengths in metres and angles in radians unless a unit says otherwise.

use super::selector::Selector;
use crate::{Pose, WidthEvidence};
use glam::DVec3;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A whole profile file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    pub(super) format_version: u32,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) rate_hz: Option<f64>,
    pub(super) timestamps: TimeSource,
    #[serde(default)]
    pub(super) group_from: GroupFrom,
    #[serde(default)]
    pub(super) pose: Vec<PoseColumns>,
    pub(super) joints: Option<JointColumns>,
    #[serde(default)]
    pub(super) flange_from_tcp: Transform,
    #[serde(default)]
    pub(super) world_from_source: Transform,
    pub(super) stale_first_row: Option<StaleFirstRow>,
    pub(super) gripper: GripperProfile,
    #[serde(default)]
    pub(super) cameras: Vec<CameraMount>,
}

/// Where frame times come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The stored times, which must increase.
    Stored,
    /// Frame number divided by `rate_hz`.
    Grid,
}

/// What a split may not cut through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupFrom {
    /// What the source says; the episode itself where it says nothing.
    #[default]
    Source,
    /// Every episode is a group of its own.
    Episode,
    /// The whole dataset is one group.
    Dataset,
    /// The value of a column in the first row, such as an operator number.
    Column(Selector),
}

/// A unit of length in the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LengthUnit {
    /// Metres.
    #[default]
    #[serde(rename = "m")]
    Metre,
    /// Millimetres.
    #[serde(rename = "mm")]
    Millimetre,
}

impl LengthUnit {
    pub(super) fn metres(self) -> f64 {
        match self {
            Self::Metre => 1.0,
            Self::Millimetre => 1e-3,
        }
    }
}

/// A unit of angle in the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AngleUnit {
    /// Radians.
    #[default]
    #[serde(rename = "rad")]
    Radian,
    /// Degrees.
    #[serde(rename = "deg")]
    Degree,
}

impl AngleUnit {
    pub(super) fn radians(self) -> f64 {
        match self {
            Self::Radian => 1.0,
            Self::Degree => std::f64::consts::PI / 180.0,
        }
    }
}

/// A fixed transform: translation (m) and fixed-axis roll, pitch, yaw (rad) as in URDF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Transform {
    /// Translation, m.
    pub xyz: [f64; 3],
    /// Roll, pitch, yaw, rad.
    pub rpy: [f64; 3],
}

impl Transform {
    /// The same as a pose.
    pub fn pose(&self) -> Pose {
        Pose::from_xyz_rpy(DVec3::from_array(self.xyz), DVec3::from_array(self.rpy))
    }

    pub(super) fn is_finite(&self) -> bool {
        self.xyz.iter().chain(&self.rpy).all(|value| value.is_finite())
    }
}

/// How a rotation is written in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RotationKind {
    /// Axis times angle, 3 elements.
    RotationVector,
    /// Unit quaternion `x, y, z, w`.
    QuaternionXyzw,
    /// Unit quaternion `w, x, y, z`.
    QuaternionWxyz,
    /// Fixed-axis roll, pitch, yaw.
    Rpy,
    /// First two rows of the rotation matrix, 6 elements.
    Rot6dRows,
    /// First two columns of the rotation matrix, 6 elements.
    Rot6dColumns,
}

impl RotationKind {
    /// Number of elements.
    pub(super) fn width(self) -> usize {
        match self {
            Self::RotationVector | Self::Rpy => 3,
            Self::QuaternionXyzw | Self::QuaternionWxyz => 4,
            Self::Rot6dRows | Self::Rot6dColumns => 6,
        }
    }
}

/// Columns that hold a pose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoseColumns {
    /// Three elements: x, y, z.
    pub position: Vec<Selector>,
    /// The elements of the rotation.
    pub rotation: Vec<Selector>,
    /// What they are.
    pub rotation_kind: RotationKind,
    /// Unit of the position.
    #[serde(default)]
    pub position_unit: LengthUnit,
    /// Unit of a rotation vector or of roll, pitch, yaw.
    #[serde(default)]
    pub rotation_unit: AngleUnit,
}

/// Columns that hold joint positions, and the chain that they move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointColumns {
    /// One element per moving joint of the chain, base first.
    pub columns: Vec<Selector>,
    /// Unit of revolute joints; prismatic joints are in metres.
    #[serde(default)]
    pub unit: AngleUnit,
    /// Factor per joint, 1 or -1; all 1 where absent.
    pub sign: Option<Vec<f64>>,
    /// Added to each joint after unit and sign, rad or m; all 0 where absent.
    pub offset: Option<Vec<f64>>,
    /// The chain from base to flange.
    pub chain: ChainSpec,
}

/// A chain given inline or by a URDF file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a list of joints, or a table with `urdf` and `tip`")]
pub enum ChainSpec {
    /// Joints, base first.
    Inline(Vec<JointSpec>),
    /// A URDF file and the link at the end of the chain.
    Urdf(UrdfChain),
}

/// A chain of a URDF file, from its root link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrdfChain {
    /// The file, relative to the profile.
    pub urdf: PathBuf,
    /// The link at the end of the chain.
    pub tip: String,
}

/// The kinds of joints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JointType {
    /// Does not move.
    Fixed,
    /// Turns about its axis.
    Revolute,
    /// Slides along its axis.
    Prismatic,
}

/// One joint of an inline chain, in the URDF convention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointSpec {
    /// Name.
    pub name: String,
    /// Kind.
    #[serde(rename = "type")]
    pub joint_type: JointType,
    /// Origin of the joint frame in the parent link, m.
    pub xyz: [f64; 3],
    /// Orientation of the joint frame in the parent link: roll, pitch, yaw, rad.
    #[serde(default)]
    pub rpy: [f64; 3],
    /// Axis in the joint frame; z where absent.
    #[serde(default = "z_axis")]
    pub axis: [f64; 3],
}

fn z_axis() -> [f64; 3] {
    [0.0, 0.0, 1.0]
}

/// When the first row of a joint recording is left out: it holds the state from before the recording when it lies
/// further from the second row than the mean velocity of both explains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaleFirstRow {
    /// Largest unexplained change of a joint, rad or m.
    pub max_jump: f64,
    /// Columns with joint velocities (rad/s or m/s), one per joint; velocity counts as zero where absent.
    #[serde(default)]
    pub velocity: Vec<Selector>,
}

/// The gripper of the device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GripperProfile {
    /// Name of the simulated gripper that stands in for it.
    pub model: String,
    /// One element; the first of these columns that exists is used.
    #[serde(default)]
    pub columns: Vec<Selector>,
    /// What the number means.
    pub reading: GripperReading,
    /// Width between the pads when fully open, m. A revolute jaw computes it.
    #[serde(default)]
    pub open_width: f64,
    /// Width between the pads when fully closed and empty, m.
    #[serde(default)]
    pub closed_width: f64,
    /// How late a closing label comes, s.
    #[serde(default)]
    pub close_label_delay_secs: f64,
    /// How far the number can be trusted, where it differs from what the reading implies.
    pub evidence: Option<WidthEvidence>,
}

/// What a gripper column means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum GripperReading {
    /// Measured width, m.
    MeasuredM {},
    /// Measured, linear between two values; also for millimetres, percent and inverted scales.
    MeasuredScaled {
        /// Value when open.
        open_value: f64,
        /// Value when closed.
        closed_value: f64,
    },
    /// Commanded angle of a jaw on a hinge; the width follows from the geometry of the tips.
    RevoluteJaw {
        /// Unit of the angle.
        #[serde(default)]
        unit: AngleUnit,
        /// Angle when open, in that unit.
        open_value: f64,
        /// Angle when closed, in that unit.
        closed_value: f64,
        /// The hinge in the frame of the fixed jaw.
        hinge: Hinge,
        /// Tip of the fixed jaw in its frame, m.
        fixed_tip: [f64; 3],
        /// Tip of the moving jaw in its frame, m.
        moving_tip: [f64; 3],
        /// Distance of the tips when closed and empty, m.
        closed_gap: f64,
    },
    /// Open or closed.
    Binary {
        /// Value when open.
        open_value: f64,
        /// Value when closed.
        closed_value: f64,
        /// Value between them; the middle where absent.
        threshold: Option<f64>,
    },
    /// The source has no gripper channel: always open.
    Absent {},
}

/// The hinge of a jaw, in the URDF convention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hinge {
    /// Origin, m.
    pub xyz: [f64; 3],
    /// Roll, pitch, yaw, rad.
    #[serde(default)]
    pub rpy: [f64; 3],
    /// Axis in the hinge frame; z where absent.
    #[serde(default = "z_axis")]
    pub axis: [f64; 3],
}

/// What a camera looks from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameraView {
    /// Moves with the gripper.
    Wrist,
    /// Moves with a person's head.
    Head,
    /// Stands still.
    External,
}

/// What is known of a camera of the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameraMount {
    /// Name in the source.
    pub name: String,
    /// What it looks from.
    pub view: CameraView,
    /// Camera frame (x right, y down, z forward) in the TCP frame, where known and mounted on the wrist.
    pub tcp_from_camera: Option<Transform>,
    /// Lens and image size, where known.
    pub intrinsics: Option<Intrinsics>,
}

/// Projection of a camera, pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model", rename_all = "snake_case", deny_unknown_fields)]
pub enum Intrinsics {
    /// Pinhole without distortion.
    Pinhole {
        /// Image size.
        width: u32,
        /// Image size.
        height: u32,
        /// Focal lengths.
        fx: f64,
        /// Focal lengths.
        fy: f64,
        /// Principal point.
        cx: f64,
        /// Principal point.
        cy: f64,
    },
    /// Kannala-Brandt fisheye with four coefficients, as in `OpenCV`.
    FisheyeKb4 {
        /// Image size.
        width: u32,
        /// Image size.
        height: u32,
        /// Focal lengths.
        fx: f64,
        /// Focal lengths.
        fy: f64,
        /// Principal point.
        cx: f64,
        /// Principal point.
        cy: f64,
        /// Coefficients of theta^3, theta^5, theta^7 and theta^9.
        k: [f64; 4],
    },
}
