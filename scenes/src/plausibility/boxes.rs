//! Oriented boxes around the convex pieces of things.

use crate::{Fixture, ObjectPlacement, Scene};
use glam::DVec3;
use restage_assets::{ColliderPart, ColliderShape};
use restage_geometry::Pose;

/// A box with any orientation.
#[derive(Clone, Debug, PartialEq)]
pub struct OrientedBox {
    /// Pose of its centre.
    pub pose: Pose,
    /// Half extents, m.
    pub half: DVec3,
}

impl OrientedBox {
    /// Around an object where it starts.
    pub fn of_object(object: &ObjectPlacement) -> Self {
        Self { pose: object.world_from_object, half: object.model.size() / 2.0 }
    }

    /// Around all of a fixture.
    pub fn of_fixture(fixture: &Fixture) -> Self {
        let (low, high) = fixture.shape.bounds();
        let middle = Pose::from_translation((low + high) / 2.0);
        Self { pose: fixture.world_from_fixture * middle, half: (high - low) / 2.0 }
    }

    /// Around each convex piece of a fixture, whether physics sees it or not.
    pub fn pieces_of(fixture: &Fixture) -> Vec<Self> {
        let pieces = fixture.shape.colliders();
        pieces.iter().map(|piece| Self::of_piece(piece, &fixture.world_from_fixture)).collect()
    }

    /// Around one convex piece of something at `world_from_thing`.
    fn of_piece(piece: &ColliderPart, world_from_thing: &Pose) -> Self {
        let (middle, half) = match &piece.shape {
            ColliderShape::Cuboid { half_extents } => (DVec3::ZERO, *half_extents),
            ColliderShape::Cylinder { radius, half_height } => {
                (DVec3::ZERO, DVec3::new(*radius, *radius, *half_height))
            }
            // The round ends stand out of nothing that matters: a tube's joints.
            ColliderShape::Capsule { radius, half_height } => {
                (DVec3::ZERO, DVec3::new(*radius, *radius, *half_height))
            }
            ColliderShape::Ball { radius } => (DVec3::ZERO, DVec3::splat(*radius)),
            ColliderShape::ConvexHull { points } => {
                let low = points.iter().copied().fold(DVec3::INFINITY, DVec3::min);
                let high = points.iter().copied().fold(DVec3::NEG_INFINITY, DVec3::max);
                ((low + high) / 2.0, (high - low) / 2.0)
            }
        };
        let pose = *world_from_thing * piece.object_from_part * Pose::from_translation(middle);
        Self { pose, half }
    }

    fn axes(&self) -> [DVec3; 3] {
        DVec3::AXES.map(|axis| self.pose.transform_vector(axis))
    }

    /// Half extent along a unit direction of the world.
    pub fn reach(&self, direction: DVec3) -> f64 {
        self.axes()
            .iter()
            .zip(self.half.to_array())
            .map(|(axis, half)| axis.dot(direction).abs() * half)
            .sum()
    }

    /// Corners of the box around it along the world's axes, m.
    pub fn bounds(&self) -> (DVec3, DVec3) {
        let reach = DVec3::new(self.reach(DVec3::X), self.reach(DVec3::Y), self.reach(DVec3::Z));
        (self.pose.translation - reach, self.pose.translation + reach)
    }

    /// Whether a point of the world lies in it.
    pub fn contains(&self, point: DVec3) -> bool {
        self.pose.inverse().transform_point(point).abs().cmple(self.half).all()
    }

    /// Whether the straight line from one point of the world to another passes through it (slabs of the three axes; a
    /// line that only touches a face does not).
    pub fn crosses(&self, from: DVec3, to: DVec3) -> bool {
        let world_to_box = self.pose.inverse();
        let (start, end) = (world_to_box.transform_point(from), world_to_box.transform_point(to));
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for axis in 0..3 {
            let (along, half) = (end[axis] - start[axis], self.half[axis]);
            if along.abs() < 1e-12 {
                if start[axis].abs() >= half {
                    return false;
                }
                continue;
            }
            let (a, b) = ((-half - start[axis]) / along, (half - start[axis]) / along);
            (enter, leave) = (enter.max(a.min(b)), leave.min(a.max(b)));
        }
        enter < leave
    }

    /// How deep two boxes overlap, m; 0 when apart (separating axes: three of each and their nine products).
    pub fn overlap(&self, other: &Self) -> f64 {
        let (a, b) = (self.axes(), other.axes());
        let offset = other.pose.translation - self.pose.translation;
        let edges = a.iter().flat_map(|p| b.iter().map(move |q| p.cross(*q)));
        let candidates = a.iter().chain(&b).copied().chain(edges).filter_map(DVec3::try_normalize);
        let depth = candidates
            .map(|axis| self.reach(axis) + other.reach(axis) - offset.dot(axis).abs())
            .fold(f64::INFINITY, f64::min);
        depth.max(0.0)
    }
}

/// A convex piece of a solid fixture.
#[derive(Clone, Debug)]
pub(super) struct SolidBox {
    /// Index of its fixture.
    pub fixture: usize,
    /// Around the piece.
    pub space: OrientedBox,
    /// Least corner along the world's axes.
    pub low: DVec3,
    /// Greatest corner.
    pub high: DVec3,
}

/// Boxes of all fixtures of a scene.
#[derive(Clone, Debug)]
pub(super) struct SceneBoxes {
    /// Pieces of solid fixtures, in order of their least x.
    pub solid: Vec<SolidBox>,
    /// World bounds of every fixture, solid or not, by index.
    pub bounds: Vec<(DVec3, DVec3)>,
}

impl SceneBoxes {
    pub fn of(scene: &Scene) -> Self {
        let mut solid = Vec::new();
        for (index, fixture) in scene.fixtures.iter().enumerate().filter(|(_, fixture)| fixture.collides) {
            for space in OrientedBox::pieces_of(fixture) {
                let (low, high) = space.bounds();
                solid.push(SolidBox { fixture: index, space, low, high });
            }
        }
        solid.sort_by(|a, b| a.low.x.total_cmp(&b.low.x));
        Self { solid, bounds: scene.fixtures.iter().map(Fixture::world_bounds).collect() }
    }
}

/// Whether two boxes along the world's axes come nearer than `gap`, m.
pub(super) fn near(a: (DVec3, DVec3), b: (DVec3, DVec3), gap: f64) -> bool {
    let gap = DVec3::splat(gap);
    (a.0 - gap).cmple(b.1).all() && b.0.cmple(a.1 + gap).all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::DQuat;

    #[test]
    fn lines_cross_boxes_or_pass_them() {
        let turned =
            Pose::new(DVec3::new(1.0, 0.0, 0.5), DQuat::from_rotation_z(std::f64::consts::FRAC_PI_4));
        let cube = OrientedBox { pose: turned, half: DVec3::splat(0.1) };
        let line = |from: [f64; 3], to: [f64; 3]| cube.crosses(from.into(), to.into());
        assert!(line([0.0, 0.0, 0.5], [2.0, 0.0, 0.5]), "through its middle");
        assert!(line([2.0, 0.0, 0.5], [0.0, 0.0, 0.5]), "and back");
        assert!(!line([0.0, 0.0, 0.5], [0.8, 0.0, 0.5]), "ends before it");
        assert!(!line([1.2, 0.0, 0.5], [2.0, 0.0, 0.5]), "begins behind it");
        assert!(line([1.0, 0.0, 0.5], [2.0, 0.0, 0.5]), "begins in it");
        assert!(line([0.0, 0.13, 0.5], [2.0, 0.13, 0.5]), "through a corner, which stands 0.141 m out");
        assert!(!line([0.0, 0.15, 0.5], [2.0, 0.15, 0.5]), "past the corner");
        assert!(!line([0.0, 0.0, 0.601], [2.0, 0.0, 0.601]), "just above its top");
    }
}
