//! Demonstrations and episodes: the data model that every other crate shares, the readers that fill it from
//! recordings, quality gates, and the kinematics of source devices.
//!
//! Conventions everywhere: SI units and radians; world frame z up; quaternions `xyzw`; a pose named
//! `target_from_source` maps coordinates of `source` into `target`. The tool centre point (TCP) frame has +z
//! along the approach direction (out of the fingers), +x along the closing axis, +y completing the right hand.

pub mod demonstration;
pub mod episode;
#[cfg(feature = "readers")]
pub mod kinematics;
#[cfg(feature = "readers")]
pub mod profile;
#[cfg(feature = "readers")]
pub mod quality;
#[cfg(feature = "readers")]
pub mod raw;
#[cfg(feature = "readers")]
pub mod read;
pub mod segment;
#[cfg(feature = "readers")]
pub mod source;
pub mod split;
#[cfg(feature = "readers")]
pub mod tracks;
#[cfg(feature = "readers")]
pub mod umi;
#[cfg(feature = "readers")]
pub mod video;

pub use demonstration::{
    CollectorStyle, Demonstration, DemonstrationSource, GripperTrack, JointTrack, RecordedCamera, VideoClip,
    WidthEvidence,
};
pub use episode::{CameraClip, Episode, EpisodeProvenance, TactileTrack};
#[cfg(feature = "readers")]
pub use profile::DeviceProfile;
pub use restage_geometry::Pose;
pub use segment::{Segment, SegmentKind};
#[cfg(feature = "readers")]
pub use source::{SourceReading, read_demonstrations};
pub use split::{Split, SplitRule};
