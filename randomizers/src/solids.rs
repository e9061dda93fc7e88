//! Distances between the boxes of a gripper and the solids of a scene, on parry. All poses stay in `f64` until they
//! are relative to one another, so single precision costs micrometres only.

use glam::{DQuat, DVec3};
use parry3d::math::{Pose as ParryPose, Rotation, Vector};
use parry3d::query::contact;
use parry3d::shape::{Cuboid, SharedShape};
use restage_assets::Footprint;
use restage_geometry::Pose;
use restage_scenes::{Fixture, FixtureShape, ObjectPlacement};

/// An immovable convex solid.
#[derive(Clone)]
pub struct Solid {
    /// What it is called in the scene.
    pub name: String,
    /// Pose of its centre.
    pub world_from_solid: Pose,
    /// Half extents of its box, m.
    pub half: DVec3,
    shape: SharedShape,
    /// `solid_from_shape`: parry's cylinders stand along y.
    solid_from_shape: Pose,
}

/// A box that moves with the gripper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MovingBox {
    /// Pose of its centre.
    pub world_from_box: Pose,
    /// Half extents, m.
    pub half: DVec3,
}

impl MovingBox {
    /// Height of its lowest corner, m.
    pub fn lowest(&self) -> f64 {
        let axis_z = |axis: DVec3| (self.world_from_box.rotation * axis).z.abs();
        let reach =
            axis_z(DVec3::X) * self.half.x + axis_z(DVec3::Y) * self.half.y + axis_z(DVec3::Z) * self.half.z;
        self.world_from_box.translation.z - reach
    }
}

fn parry_vector(v: DVec3) -> Vector {
    Vector::new(v.x as f32, v.y as f32, v.z as f32)
}

fn parry_pose(pose: &Pose) -> ParryPose {
    let q = pose.rotation;
    let rotation = Rotation::from_xyzw(q.x as f32, q.y as f32, q.z as f32, q.w as f32);
    ParryPose::from_parts(parry_vector(pose.translation), rotation)
}

impl Solid {
    /// A box of full extents `size` (m).
    pub fn cuboid(name: &str, world_from_solid: Pose, size: DVec3) -> Self {
        let half = size / 2.0;
        let shape = SharedShape::cuboid(half.x as f32, half.y as f32, half.z as f32);
        Self { name: name.to_owned(), world_from_solid, half, shape, solid_from_shape: Pose::IDENTITY }
    }

    /// A cylinder along local z.
    pub fn cylinder(name: &str, world_from_solid: Pose, radius: f64, height: f64) -> Self {
        Self {
            name: name.to_owned(),
            world_from_solid,
            half: DVec3::new(radius, radius, height / 2.0),
            shape: SharedShape::cylinder((height / 2.0) as f32, radius as f32),
            solid_from_shape: Pose::from_rotation(DQuat::from_rotation_x(std::f64::consts::FRAC_PI_2)),
        }
    }

    /// A fixture of a scene: upright and lying cylinders as such, all others by their boxes.
    pub fn fixture(fixture: &Fixture) -> Self {
        if let FixtureShape::Cylinder { radius, height } = fixture.shape {
            return Self::cylinder(&fixture.name, fixture.world_from_fixture, radius, height);
        }
        let (low, high) = fixture.shape.bounds();
        let middle = Pose::from_translation((low + high) / 2.0);
        Self::cuboid(&fixture.name, fixture.world_from_fixture * middle, high - low)
    }

    /// An object at its start: round upright ones as cylinders, all others by their bounding box.
    pub fn object(placement: &ObjectPlacement) -> Self {
        let round = placement.model.shape.footprint() == Footprint::Disc;
        Self::upright(&placement.name, placement.world_from_object, placement.model.size(), round)
    }

    /// A cylinder of diameter `size.x` when `round`, else a box; extents in m.
    pub fn upright(name: &str, world_from_solid: Pose, size: DVec3, round: bool) -> Self {
        if round {
            Self::cylinder(name, world_from_solid, size.x / 2.0, size.z)
        } else {
            Self::cuboid(name, world_from_solid, size)
        }
    }

    /// Height of its highest point, m.
    pub fn top(&self) -> f64 {
        let box_ = MovingBox { world_from_box: self.world_from_solid, half: self.half };
        2.0 * self.world_from_solid.translation.z - box_.lowest()
    }

    /// Distance to a box, m, negative by the depth when they overlap; `cutoff` when it is no less than that.
    pub fn distance(&self, other: &MovingBox, cutoff: f64) -> f64 {
        let solid_from_box = self.world_from_solid.inverse() * other.world_from_box;
        let outside = (solid_from_box.translation.abs() - self.half).max(DVec3::ZERO).length();
        if outside - other.half.length() >= cutoff {
            return cutoff;
        }
        let relative = self.solid_from_shape.inverse() * solid_from_box;
        let moving = Cuboid::new(parry_vector(other.half));
        let found = contact(
            &ParryPose::IDENTITY,
            self.shape.as_ref(),
            &parry_pose(&relative),
            &moving,
            cutoff as f32,
        );
        match found {
            Ok(Some(found)) => f64::from(found.dist).min(cutoff),
            _ => cutoff,
        }
    }
}

/// The nearest solid to any of some boxes: its distance (m, at most `cutoff`) and its index.
pub fn nearest(solids: &[Solid], boxes: &[MovingBox], cutoff: f64) -> (f64, Option<usize>) {
    let mut best = (cutoff, None);
    for (index, solid) in solids.iter().enumerate() {
        for moving in boxes {
            let distance = solid.distance(moving, best.0);
            if distance < best.0 {
                best = (distance, Some(index));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64, z: f64) -> Pose {
        Pose::from_translation(DVec3::new(x, y, z))
    }

    #[test]
    fn distances_of_boxes_and_cylinders() {
        let moving = |pose| MovingBox { world_from_box: pose, half: DVec3::splat(0.05) };
        let cube = Solid::cuboid("cube", at(1.0, 2.0, 0.5), DVec3::splat(0.2));
        assert!((cube.distance(&moving(at(1.3, 2.0, 0.5)), 1.0) - 0.15).abs() < 1e-6);
        assert!((cube.distance(&moving(at(1.13, 2.0, 0.5)), 1.0) + 0.02).abs() < 1e-6, "overlap is negative");
        assert_eq!(cube.distance(&moving(at(9.0, 2.0, 0.5)), 0.1), 0.1);
        let pole = Solid::cylinder("pole", at(0.0, 0.0, 1.0), 0.1, 2.0);
        assert!((pole.distance(&moving(at(0.0, 0.25, 1.9)), 1.0) - 0.1).abs() < 1e-4);
        assert!((pole.distance(&moving(at(0.0, 0.0, 2.15)), 1.0) - 0.1).abs() < 1e-4, "stands along z");
        assert!((pole.top() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn nearest_names_the_nearest() {
        let solids = [
            Solid::cuboid("far", at(1.0, 0.0, 0.0), DVec3::splat(0.1)),
            Solid::cuboid("near", at(0.3, 0.0, 0.0), DVec3::splat(0.1)),
        ];
        let boxes = [MovingBox { world_from_box: Pose::IDENTITY, half: DVec3::splat(0.05) }];
        let (distance, index) = nearest(&solids, &boxes, 0.5);
        assert!((distance - 0.2).abs() < 1e-6);
        assert_eq!(index, Some(1));
    }

    #[test]
    fn lowest_corner_of_a_tilted_box() {
        let tilted = Pose::new(DVec3::Z, DQuat::from_rotation_x(std::f64::consts::FRAC_PI_4));
        let moving = MovingBox { world_from_box: tilted, half: DVec3::new(0.1, 0.2, 0.2) };
        assert!((moving.lowest() - (1.0 - 0.4 * std::f64::consts::FRAC_1_SQRT_2)).abs() < 1e-12);
    }
}
