//! Device profiles: what the columns of a recording mean.
//!
//! A profile is a TOML file that says where the tool pose, the gripper and the times of a recording are found, in
//! which units and frames, and what the device behind them is. [`DeviceProfile::interpret`] turns a raw episode
//! into a [`Demonstration`](crate::Demonstration) with it. The profiles of the devices that Restage knows are
//! part of the program ([`DeviceProfile::builtin`]); another device needs a file and no code.

mod builtin;
mod check;
mod error;
mod gripper;
mod interpret;
mod motion;
mod schema;
mod selector;
mod timing;

pub use error::ProfileError;
pub use interpret::Interpretation;
pub use schema::{
    AngleUnit, CameraMount, CameraView, ChainSpec, GripperProfile, GripperReading, GroupFrom, Hinge,
    Intrinsics, JointColumns, JointSpec, JointType, LengthUnit, PoseColumns, RotationKind, StaleFirstRow,
    TimeSource, Transform, UrdfChain,
};
pub use selector::Selector;

use crate::kinematics::JointChain;
use schema::ProfileFile;
use std::path::Path;

/// The meaning of a recording's columns. See the module documentation; the shipped files under `profiles/` are
/// commented examples.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceProfile {
    /// Name, such as `umi`.
    pub name: String,
    /// One sentence on the device and the recording.
    pub description: String,
    /// Frame rate, Hz, where the source stores none.
    pub rate_hz: Option<f64>,
    /// Where frame times come from.
    pub timestamps: TimeSource,
    /// What a split may not cut through.
    pub group_from: GroupFrom,
    /// Pose of the TCP in the frame that the source tracks (flange, tip link or tracked tool).
    pub flange_from_tcp: Transform,
    /// Pose of the source's origin frame in a world with z up.
    pub world_from_source: Transform,
    /// The gripper.
    pub gripper: GripperProfile,
    /// What is known of the cameras.
    pub cameras: Vec<CameraMount>,
    /// How to drop a first row that holds the state from before the recording.
    pub stale_first_row: Option<StaleFirstRow>,
    source: PoseSource,
}

/// Where poses come from.
#[derive(Clone, Debug, PartialEq)]
enum PoseSource {
    /// Stored poses; the first alternative whose columns exist is used.
    Columns(Vec<PoseColumns>),
    /// Joint positions through a chain.
    Joints { columns: JointColumns, chain: JointChain },
}

impl DeviceProfile {
    /// Names of the profiles that are part of the program, sorted.
    pub fn builtin_names() -> Vec<&'static str> {
        builtin::PROFILES.iter().map(|(name, _)| *name).collect()
    }

    /// A profile that is part of the program.
    pub fn builtin(name: &str) -> Option<Self> {
        let (_, text) = builtin::PROFILES.iter().find(|(known, _)| *known == name)?;
        // A test reads every shipped profile, so the text always parses.
        Self::from_toml(text, Path::new(name)).ok()
    }

    /// Reads a profile from a TOML file. A URDF that it names is looked for relative to the file.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML, has unknown keys, or contradicts itself; all contradictions at
    /// once.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ProfileError::Io { path: path.to_path_buf(), source })?;
        Self::from_toml(&text, path)
    }

    /// A built-in profile by name, or a file by its path.
    ///
    /// # Errors
    /// When there is neither, or the file is no valid profile.
    pub fn resolve(name_or_path: &str) -> Result<Self, ProfileError> {
        if let Some(profile) = Self::builtin(name_or_path) {
            return Ok(profile);
        }
        let path = Path::new(name_or_path);
        if path.is_file() || name_or_path.ends_with(".toml") {
            return Self::load(path);
        }
        Err(ProfileError::unknown_name(name_or_path, &Self::builtin_names()))
    }

    /// The joint chain from base to flange, for sources that store joint positions.
    pub fn joint_chain(&self) -> Option<&JointChain> {
        match &self.source {
            PoseSource::Columns(_) => None,
            PoseSource::Joints { chain, .. } => Some(chain),
        }
    }

    fn from_toml(text: &str, path: &Path) -> Result<Self, ProfileError> {
        let file: ProfileFile =
            toml::from_str(text).map_err(|error| ProfileError::parse(path, text, &error))?;
        check::checked(file, path)
    }
}
