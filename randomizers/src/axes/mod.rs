//! One seeded rule per axis of variation. `sample` turns a random stream into a plain value (or the nominal one when
//! the axis is switched off); `apply`, where there is one, puts such a value into a scene and draws nothing. So a
//! recorded value can be applied again, and an axis can be added or switched off without shifting another.

pub mod camera;
pub mod clutter;
pub mod contact;
pub mod kitchen;
pub mod lighting;
pub mod object;
pub mod placement;
pub mod style;
pub mod wording;

pub use camera::{CameraAxis, CameraDraw, HeadAxis, HeadDraw};
pub use clutter::{ClutterAxis, ClutterDraw};
pub use contact::{FrictionAxis, FrictionDraw, GripAxis, GripDraw};
pub use kitchen::{KitchenAxis, KitchenDraw};
pub use lighting::{ExposureAxis, ExposureDraw, LightAxis, LightDraw};
pub use object::{GraspFit, ObjectAxis, ObjectDraw};
pub use placement::{ObjectPoseAxis, PlacePoseAxis, PlanarShift};
pub use style::{StyleAxis, StyleDraw};
pub use wording::{WordingAxis, WordingDraw};
