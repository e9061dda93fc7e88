//! One seeded rule per axis of variation. `sample` turns a random stream into a plain value (or the nominal one when
//! the axis is switched off); whoever builds scene, motion and cameras puts these values in place and draws nothing.
//! So a recorded value can be applied again, and an axis can be added or switched off without shifting another.
//!
//! Every number that an axis draws follows a [`Law`](crate::law::Law) that the job file can replace, and that priors
//! fitted to real data do replace. Its draw is recorded under `draws.<axis>.<law>`.

pub mod camera;
pub mod clutter;
pub mod contact;
pub mod environment;
pub mod lighting;
pub mod object;
pub mod placement;
pub mod sensor;
pub mod style;
pub mod wording;

pub use camera::{CameraDraw, HeadCameraAxis, WristCameraAxis};
pub use clutter::{ClutterAxis, ClutterDraw};
pub use contact::{FrictionAxis, FrictionDraw, GripAxis, GripDraw, LatencyAxis, LatencyDraw};
pub use environment::{EnvironmentAxis, LayoutAxis, RoomStyleAxis, SupportHeightAxis};
pub use lighting::{ExposureAxis, ExposureDraw, LightAxis, LightDraw, WhiteBalanceAxis, WhiteBalanceDraw};
pub use object::{MassAxis, MassDraw, ObjectAxis, ObjectDraw, ScaleAxis, ScaleDraw};
pub use placement::{ObjectPoseAxis, PlacePoseAxis, PlanarShift};
pub use sensor::{SensorNoiseAxis, SensorNoiseDraw};
pub use style::{StyleAxis, StyleDraw, TremorAxis, TremorDraw};
pub use wording::{WordingAxis, WordingDraw};
