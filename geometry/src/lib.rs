//! Rigid poses: the one spatial type that every crate shares.
//!
//! Conventions everywhere: SI units and radians; world frame z up; quaternions `xyzw`; a pose named
//! `target_from_source` maps coordinates of `source` into `target`.

mod pose;

pub use pose::Pose;
