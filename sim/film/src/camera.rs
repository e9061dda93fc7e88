//! Cameras at one moment.

use restage_geometry::Pose;
use restage_scenes::Lens;

/// A camera posed in the world. OpenCV axes: x right, y down, z forward; pixel centres at half-integers.
#[derive(Clone, Debug, PartialEq)]
pub struct PosedCamera {
    /// Camera name.
    pub name: String,
    /// Image width, px.
    pub width: u32,
    /// Image height, px.
    pub height: u32,
    /// Intrinsics.
    pub lens: Lens,
    /// Pose in the world.
    pub world_from_camera: Pose,
}
