//! Builds the Rapier world of a scene: fixtures, objects, and what each collider is.

use crate::convert::{to_pose, to_vector};
use crate::error::{PhysicsError, SpecFault};
use crate::settings::{LENGTH_UNIT, empty_world};
use glam::DQuat;
use rapier3d::prelude::{
    ActiveHooks, CoefficientCombineRule, Collider, ColliderBuilder, Group, InteractionGroups,
    InteractionTestMode, PhysicsWorld, RigidBodyActivation, RigidBodyBuilder, RigidBodyHandle,
};
use restage_assets::{ColliderPart, ColliderShape, ObjectModel};
use restage_geometry::Pose;
use restage_rollouts::RolloutSpec;
use restage_scenes::Fixture;

/// Friction of fixtures. Pairs take the smaller coefficient, so an object slides on every fixture with its own
/// support friction.
const FIXTURE_FRICTION: f32 = 10.0;

/// Substeps of bodies that are not in touch with the gripper's target.
const BASE_ITERATIONS: usize = 4;

/// Seconds below 20 mm/s and 0.5 rad/s (Rapier's threshold) after which an object sleeps until something touches it. A body
/// that falls or tips is faster than that within 10 ms. Rigid contact has no rolling resistance, and polygonal hulls
/// rock on it: without sleep a pear rolls away while the gripper comes.
const TIME_UNTIL_SLEEP: f32 = 0.05;
const SLEEP_SPEED: f32 = 0.02;

/// Fixtures and gripper detect each other's contacts but exchange no impulses; objects do with both.
const FIXTURES: Group = Group::GROUP_1;
const GRIPPER: Group = Group::GROUP_2;

/// Solver groups of fingers and palm.
pub(crate) fn gripper_group() -> InteractionGroups {
    InteractionGroups::new(GRIPPER, Group::ALL & !FIXTURES, InteractionTestMode::And)
}

/// What a collider belongs to; kept in Rapier's `user_data`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Index in `scene.fixtures`.
    Fixture(u32),
    /// Index in `scene.objects`.
    Object(u32),
    /// The contact patch of a finger: 0 left (-x), 1 right (+x).
    Finger(u32),
    /// The rest of a finger, a little behind its patch.
    FingerBack(u32),
    /// The palm.
    Palm,
}

impl Part {
    /// Packs the part and the coefficient that a pad has against it (objects only).
    pub(crate) fn pack(self, pad_friction: f32) -> u128 {
        let (kind, index) = match self {
            Self::Fixture(index) => (1u128, index),
            Self::Object(index) => (2, index),
            Self::Finger(side) => (3, side),
            Self::Palm => (4, 0),
            Self::FingerBack(side) => (5, side),
        };
        (kind << 64) | (u128::from(index) << 32) | u128::from(pad_friction.to_bits())
    }

    /// The part of a collider built by this crate.
    pub(crate) fn of(collider: &Collider) -> Option<Self> {
        let index = (collider.user_data >> 32) as u32;
        match collider.user_data >> 64 {
            1 => Some(Self::Fixture(index)),
            2 => Some(Self::Object(index)),
            3 => Some(Self::Finger(index)),
            4 => Some(Self::Palm),
            5 => Some(Self::FingerBack(index)),
            _ => None,
        }
    }

    /// Whether it belongs to the gripper.
    pub(crate) fn is_gripper(self) -> bool {
        matches!(self, Self::Finger(_) | Self::FingerBack(_) | Self::Palm)
    }
}

/// A scene in Rapier, without gripper.
pub(crate) struct SceneWorld {
    /// Rapier's world.
    pub(crate) physics: PhysicsWorld,
    /// One body per entry of `scene.objects`.
    pub(crate) objects: Vec<RigidBodyHandle>,
    /// Index of the target in `objects`.
    pub(crate) target: usize,
}

impl SceneWorld {
    /// Whether the target may sleep: what is gripped must not.
    pub(crate) fn let_target_sleep(&mut self, may_sleep: bool) {
        let target = self.objects[self.target];
        let activation = if may_sleep { sleepy() } else { RigidBodyActivation::cannot_sleep() };
        *self.physics.bodies[target].activation_mut() = activation;
        self.physics.wake_up(target, true);
    }
}

/// Awake, but soon asleep at rest.
fn sleepy() -> RigidBodyActivation {
    let mut activation = RigidBodyActivation::active();
    activation.time_until_sleep = TIME_UNTIL_SLEEP;
    activation.normalized_linear_threshold = SLEEP_SPEED / LENGTH_UNIT;
    activation
}

/// Builds fixtures and objects. The target gets the drawn coefficients of `spec.physics`, clutter its catalogue ones.
///
/// # Errors
/// [`PhysicsError::InvalidSpec`] where an object has no convex piece with a volume.
pub(crate) fn build_scene(spec: &RolloutSpec, dt: f64) -> Result<SceneWorld, PhysicsError> {
    let iterations = spec.physics.solver_iterations as usize;
    let base = iterations.min(BASE_ITERATIONS);
    let mut physics = empty_world(dt, base);
    for (index, fixture) in spec.scene.fixtures.iter().enumerate().filter(|(_, f)| f.collides) {
        insert_fixture(&mut physics, fixture, index);
    }
    let (mut objects, mut faults, mut target) = (Vec::new(), Vec::new(), 0);
    for (index, placement) in spec.scene.objects.iter().enumerate() {
        let is_target = placement.name == spec.target;
        let mut model = placement.model.clone();
        if is_target {
            target = index;
            model.pad_friction = spec.physics.pad_friction;
            model.support_friction = spec.physics.support_friction;
        }
        let extra = if is_target { iterations - base } else { 0 };
        match insert_object(&mut physics, &model, index, &placement.world_from_object, extra) {
            Ok(body) => objects.push(body),
            Err(fault) => faults
                .push(SpecFault { field: format!("scene.objects[{}].model.shape", placement.name), ..fault }),
        }
    }
    if faults.is_empty() {
        Ok(SceneWorld { physics, objects, target })
    } else {
        Err(PhysicsError::InvalidSpec { index: spec.index, faults })
    }
}

/// Adds a fixture; `index` is its place in the scene.
pub(crate) fn insert_fixture(physics: &mut PhysicsWorld, fixture: &Fixture, index: usize) {
    for collider in fixture_colliders(fixture, index) {
        physics.insert_collider(collider, None);
    }
}

/// Adds an object at a pose; it sleeps soon after it comes to rest. `index` is its place in the scene, `extra` its
/// solver iterations beyond those of the world.
///
/// # Errors
/// A model without a convex piece with a volume.
pub(crate) fn insert_object(
    physics: &mut PhysicsWorld,
    model: &ObjectModel,
    index: usize,
    world_from_object: &Pose,
    extra: usize,
) -> Result<RigidBodyHandle, SpecFault> {
    let colliders = object_colliders(model, index).ok_or_else(|| SpecFault {
        field: format!("scene.objects[{index}].model.shape"),
        expected: "convex pieces with a volume".into(),
        found: format!("{:?}", model.shape),
    })?;
    let builder =
        RigidBodyBuilder::dynamic().pose(to_pose(world_from_object)).additional_solver_iterations(extra);
    let body = physics.insert_body(builder);
    *physics.bodies[body].activation_mut() = sleepy();
    for collider in colliders {
        physics.insert_collider(collider, Some(body));
    }
    Ok(body)
}

/// The convex pieces of a fixture; a piece without volume is nothing to touch and is left out.
fn fixture_colliders(fixture: &Fixture, index: usize) -> Vec<Collider> {
    let pieces = fixture.shape.colliders().into_iter().filter_map(|piece| {
        let object_from_part = fixture.world_from_fixture * piece.object_from_part;
        part_collider(&ColliderPart { object_from_part, ..piece })
    });
    let collider = |builder: ColliderBuilder| {
        builder
            .friction(FIXTURE_FRICTION)
            .friction_combine_rule(CoefficientCombineRule::Min)
            .solver_groups(InteractionGroups::new(FIXTURES, Group::ALL & !GRIPPER, InteractionTestMode::And))
            .user_data(Part::Fixture(index as u32).pack(0.0))
            .build()
    };
    pieces.map(collider).collect()
}

/// The colliders of an object with its mass spread evenly over them; `None` where there is no volume.
pub(crate) fn object_colliders(model: &ObjectModel, index: usize) -> Option<Vec<Collider>> {
    let tag = Part::Object(index as u32).pack(model.pad_friction as f32);
    let mut colliders = Vec::new();
    for part in model.colliders() {
        let builder = part_collider(&part)?
            .friction(model.support_friction as f32)
            .friction_combine_rule(CoefficientCombineRule::Min)
            .active_hooks(ActiveHooks::MODIFY_SOLVER_CONTACTS)
            .user_data(tag);
        colliders.push(builder.build());
    }
    let volume: f32 = colliders.iter().map(Collider::volume).sum();
    if !(volume > 0.0 && volume.is_finite()) {
        return None;
    }
    for collider in &mut colliders {
        collider.set_density(model.mass_kg as f32 / volume);
    }
    Some(colliders)
}

/// One convex piece; `None` where its hull is degenerate. Rapier's cylinders and capsules stand along y.
fn part_collider(part: &ColliderPart) -> Option<ColliderBuilder> {
    let z_from_y = Pose::from_rotation(DQuat::from_rotation_x(std::f64::consts::FRAC_PI_2));
    let (builder, along_z) = match &part.shape {
        ColliderShape::Cuboid { half_extents: h } => {
            (ColliderBuilder::cuboid(h.x as f32, h.y as f32, h.z as f32), false)
        }
        ColliderShape::Cylinder { radius, half_height } => {
            (ColliderBuilder::cylinder(*half_height as f32, *radius as f32), true)
        }
        ColliderShape::Capsule { radius, half_height } => {
            (ColliderBuilder::capsule_y(*half_height as f32, *radius as f32), true)
        }
        ColliderShape::Ball { radius } => (ColliderBuilder::ball(*radius as f32), false),
        ColliderShape::ConvexHull { points } => {
            let points: Vec<_> = points.iter().copied().map(to_vector).collect();
            (ColliderBuilder::convex_hull(&points)?, false)
        }
    };
    let pose = if along_z { part.object_from_part * z_from_y } else { part.object_from_part };
    Some(builder.position(to_pose(&pose)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_survive_packing() {
        for part in
            [Part::Fixture(7), Part::Object(u32::MAX), Part::Finger(1), Part::FingerBack(0), Part::Palm]
        {
            let collider = ColliderBuilder::ball(1.0).user_data(part.pack(0.625)).build();
            assert_eq!(Part::of(&collider), Some(part));
            assert_eq!(f32::from_bits(collider.user_data as u32), 0.625);
        }
        assert_eq!(Part::of(&ColliderBuilder::ball(1.0).build()), None);
    }
}
