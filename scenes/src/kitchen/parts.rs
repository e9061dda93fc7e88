//! Collects fixtures.

use crate::{Fixture, FixtureShape};
use glam::{DQuat, DVec3};
use restage_assets::Material;
use restage_geometry::Pose;
use std::f64::consts::FRAC_PI_2;

/// Whether the fingers can meet a part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    /// Physics sees it.
    Solid,
    /// Only pictures see it.
    Seen,
}

/// Axis of a cylinder.
#[derive(Clone, Copy)]
pub(super) enum Axis {
    X,
    Y,
    Z,
}

/// The fixtures so far.
#[derive(Default)]
pub(super) struct Parts {
    fixtures: Vec<Fixture>,
}

impl Parts {
    /// A box between two corners, m.
    pub(super) fn block(
        &mut self,
        name: &str,
        low: [f64; 3],
        high: [f64; 3],
        material: &Material,
        touch: Touch,
    ) {
        let (low, high) = (DVec3::from_array(low), DVec3::from_array(high));
        self.fixtures.push(Fixture {
            name: name.to_owned(),
            shape: FixtureShape::Box { size: (high - low).max(DVec3::splat(1e-4)) },
            world_from_fixture: Pose::from_translation((low + high) / 2.0),
            material: material.clone(),
            collides: touch == Touch::Solid,
        });
    }

    /// A cylinder, m.
    pub(super) fn rod(
        &mut self,
        name: &str,
        center: [f64; 3],
        axis: Axis,
        [radius, length]: [f64; 2],
        material: &Material,
        touch: Touch,
    ) {
        let rotation = match axis {
            Axis::X => DQuat::from_rotation_y(FRAC_PI_2),
            Axis::Y => DQuat::from_rotation_x(FRAC_PI_2),
            Axis::Z => DQuat::IDENTITY,
        };
        self.fixtures.push(Fixture {
            name: name.to_owned(),
            shape: FixtureShape::Cylinder { radius, height: length },
            world_from_fixture: Pose::new(DVec3::from_array(center), rotation),
            material: material.clone(),
            collides: touch == Touch::Solid,
        });
    }

    /// All fixtures, mirrored in x if asked. Every part is symmetric about its own axes, so that mirroring moves
    /// it and turns nothing.
    pub(super) fn finish(mut self, mirrored: bool) -> Vec<Fixture> {
        if mirrored {
            for fixture in &mut self.fixtures {
                fixture.world_from_fixture.translation.x *= -1.0;
            }
        }
        self.fixtures
    }
}
