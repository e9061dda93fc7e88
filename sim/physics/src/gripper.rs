//! The simulated two-finger gripper: a palm that follows the commanded TCP pose, two dynamic fingers, one
//! force-limited drive between them.
//!
//! ```text
//!   palm (kinematic, at the commanded TCP pose, less what the arm gives way)
//!    |  prismatic along the closing axis x
//!   left finger <-- drive: position motor on the width, force-limited --> right finger
//! ```
//!
//! The drive acts between the fingers, so both pads press with the same force, exactly the limit when it
//! saturates. Mechanically coupled jaws (rack and pinion, linkage) also hold the pair centred; a spring on the
//! offset of their midpoint does that here. Without it, two saturated fingers drift sideways with the object.
//!
//! The palm follows its command but for what it meets: fixtures do not push on the gripper through the solver, the
//! arm gives way to them ([`Gripper::give_way`]).
//!
//! This construction was chosen by measurement against one multibody: see the `comparison` tests of this crate.

use crate::convert::{from_pose, from_vector, to_pose, to_vector};
use crate::world::{Part, gripper_group};
use glam::DVec3;
use rapier3d::prelude::{
    ActiveCollisionTypes, ActiveHooks, AngVector, CoefficientCombineRule, Collider, ColliderBuilder,
    GenericJointBuilder, ImpulseJointHandle, JointAxesMask, JointAxis, MassProperties, MotorModel,
    PhysicsWorld, PrismaticJointBuilder, RigidBodyBuilder, RigidBodyHandle, Vector,
};
use restage_assets::GripperModel;
use restage_geometry::Pose;

/// Least reflected mass of a finger, kg. Contact stiffness scales with mass: 20 g pads read a 40 mm box as 23-37 mm.
pub(crate) const MIN_FINGER_MASS: f64 = 0.2;

/// Stiffness and damping of the drive on the width, N/m and N s/m: saturates at 40 N when the commanded width is
/// 2 mm narrower than the object.
const DRIVE_STIFFNESS: f64 = 20_000.0;
const DRIVE_DAMPING: f64 = 100.0;

/// Stiffness of the arm, N/m: fingertips commanded 1 mm into a table press with 10 N, as on an arm under impedance
/// control. A kinematic palm would press with hundreds.
pub(crate) const ARM_STIFFNESS: f64 = 10_000.0;

/// Largest give of the arm, m.
const ARM_LARGEST_GIVE: f64 = 0.01;

/// Share of an overlap that the arm gives way per step, and share of its give that it takes back per step when free.
const ARM_YIELD: f64 = 0.3;
const ARM_RETURN: f64 = 0.05;

/// Natural frequency (rad/s) and damping ratio of the centring spring on the pair of fingers: a few N shift the
/// midpoint by half a millimetre.
const CENTRING_FREQUENCY: f64 = 126.0;
const CENTRING_DAMPING_RATIO: f64 = 0.7;

/// Share of the pad that the contact patch spans. Rapier holds torsion with the corner points of the patch: on a
/// square that is 1.85 times what uniform pressure holds (mean distance from the centre 0.54 of the corner's).
const PAD_PATCH_SHARE: f64 = 0.54;

/// How far the rest of the finger stands back behind the patch, m: it touches only what misses the patch.
const FINGER_RECESS: f64 = 0.0005;

/// Thickness of the patch, m.
const PAD_THICKNESS: f64 = 0.003;

/// What the gripper is told for the next physics step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GripperCommand {
    /// TCP pose at the end of the step.
    pub(crate) world_from_tcp: Pose,
    /// Gripper width at the end of the step, m.
    pub(crate) width: f64,
}

/// The gripper's bodies in a world.
pub(crate) struct Gripper {
    palm: RigidBodyHandle,
    fingers: [RigidBodyHandle; 2],
    drive: ImpulseJointHandle,
    /// Width that the drive is asked for now, limited in speed, m.
    width_target: f64,
    max_speed: f64,
    stroke: f64,
    pair_mass: f64,
    last_offset: f64,
    /// Displacement of the palm from its command, world, m.
    give: DVec3,
}

impl Gripper {
    /// Puts the gripper at its start pose with the pads at `start.width`. `grip_force` is the force limit in N.
    pub(crate) fn insert(
        world: &mut PhysicsWorld,
        model: &GripperModel,
        grip_force: f64,
        start: &GripperCommand,
    ) -> Self {
        let width = start.width.clamp(0.0, model.stroke);
        let palm = world
            .insert_body(RigidBodyBuilder::kinematic_position_based().pose(to_pose(&start.world_from_tcp)));
        world.insert_collider(palm_collider(model), Some(palm));
        let fingers = [0, 1].map(|side| {
            let sign = side_sign(side);
            let tcp_from_finger = Pose::from_translation(DVec3::X * (sign * width / 2.0));
            let pose = to_pose(&(start.world_from_tcp * tcp_from_finger));
            let finger = world.insert_body(finger_body(model, side).pose(pose));
            for collider in finger_colliders(model, side) {
                world.insert_collider(collider, Some(finger));
            }
            world.insert_impulse_joint(palm, finger, finger_joint(model, side));
            finger
        });
        let drive = GenericJointBuilder::new(JointAxesMask::empty())
            .motor_model(JointAxis::LinX, MotorModel::ForceBased)
            .set_motor(JointAxis::LinX, width as f32, 0.0, DRIVE_STIFFNESS as f32, DRIVE_DAMPING as f32)
            .motor_max_force(JointAxis::LinX, grip_force as f32)
            .contacts_enabled(false);
        let drive = world.insert_impulse_joint(fingers[0], fingers[1], drive);
        Self {
            palm,
            fingers,
            drive,
            width_target: width,
            max_speed: model.max_speed,
            stroke: model.stroke,
            pair_mass: 2.0 * model.finger_mass,
            last_offset: 0.0,
            give: DVec3::ZERO,
        }
    }

    /// Sets palm, drive and centring for the next step of `dt` s.
    pub(crate) fn command(&mut self, world: &mut PhysicsWorld, command: &GripperCommand, dt: f64) {
        let reach = self.max_speed * dt;
        let wanted = command.width.clamp(0.0, self.stroke);
        let change = (wanted - self.width_target).clamp(-reach, reach);
        self.width_target += change;
        if let Some(joint) = world.impulse_joints.get_mut(self.drive, false) {
            joint.data.set_motor(
                JointAxis::LinX,
                self.width_target as f32,
                (change / dt) as f32,
                DRIVE_STIFFNESS as f32,
                DRIVE_DAMPING as f32,
            );
        }
        self.centre(world, dt);
        let mut palm = command.world_from_tcp;
        palm.translation += self.give;
        world.bodies[self.palm].set_next_kinematic_position(to_pose(&palm));
    }

    /// Lets the arm give way to immovable things. `obstruction` is the deepest contact of palm or fingers with one: the
    /// direction (world, unit) that leads out of it, and its distance in m, negative where they overlap. The palm is
    /// moved until they just touch; how far, times the arm's stiffness, is the force of that contact
    /// ([`Self::obstruction_force`]). Solver contacts would do the same at hundreds of newtons per millimetre.
    pub(crate) fn give_way(&mut self, obstruction: Option<(DVec3, f64)>) {
        match obstruction {
            Some((out, distance)) => {
                let step = (-distance * ARM_YIELD).max(-self.give.dot(out).max(0.0));
                self.give = (self.give + out * step).clamp_length_max(ARM_LARGEST_GIVE);
            }
            None => self.give *= 1.0 - ARM_RETURN,
        }
    }

    /// Force that the arm exerts on what it gives way to, N.
    pub(crate) fn obstruction_force(&self) -> f64 {
        self.give.length() * ARM_STIFFNESS
    }

    /// Pushes both fingers alike so that their midpoint returns to the TCP.
    fn centre(&mut self, world: &mut PhysicsWorld, dt: f64) {
        let [left, right] = self.finger_positions(world);
        let offset = (left + right) / 2.0;
        let speed = (offset - self.last_offset) / dt;
        self.last_offset = offset;
        let stiffness = self.pair_mass * CENTRING_FREQUENCY * CENTRING_FREQUENCY;
        let damping = 2.0 * CENTRING_DAMPING_RATIO * CENTRING_FREQUENCY * self.pair_mass;
        let force = -(stiffness * offset + damping * speed) / 2.0;
        let axis = world.bodies[self.palm].rotation() * Vector::X;
        for finger in self.fingers {
            let body = &mut world.bodies[finger];
            body.reset_forces(false);
            body.add_force(axis * force as f32, true);
        }
    }

    /// Pose of the TCP now.
    pub(crate) fn world_from_tcp(&self, world: &PhysicsWorld) -> Pose {
        from_pose(world.bodies[self.palm].position())
    }

    /// Closing axis in the world.
    pub(crate) fn closing_axis(&self, world: &PhysicsWorld) -> Vector {
        world.bodies[self.palm].rotation() * Vector::X
    }

    /// Positions of the left and right pad face along the closing axis in the TCP frame, m.
    pub(crate) fn finger_positions(&self, world: &PhysicsWorld) -> [f64; 2] {
        let palm = world.bodies[self.palm].position();
        self.fingers
            .map(|finger| from_vector(palm.inverse_transform_point(world.bodies[finger].translation())).x)
    }

    /// Handles of the left and right finger.
    pub(crate) fn fingers(&self) -> [RigidBodyHandle; 2] {
        self.fingers
    }

    /// Handle of the palm.
    pub(crate) fn palm(&self) -> RigidBodyHandle {
        self.palm
    }
}

/// -1 for the left finger, +1 for the right.
pub(crate) fn side_sign(side: usize) -> f64 {
    if side == 0 { -1.0 } else { 1.0 }
}

/// A finger: origin on the pad face at the TCP's height, carried by the mechanism, so without weight of its own.
pub(crate) fn finger_body(model: &GripperModel, side: usize) -> RigidBodyBuilder {
    let size = model.finger_size;
    let mass = model.finger_mass;
    let center = to_vector(model.finger_box(side == 0).center);
    let inertia = AngVector::new(
        (mass / 12.0 * (size.y * size.y + size.z * size.z)) as f32,
        (mass / 12.0 * (size.x * size.x + size.z * size.z)) as f32,
        (mass / 12.0 * (size.x * size.x + size.y * size.y)) as f32,
    );
    RigidBodyBuilder::dynamic()
        .gravity_scale(0.0)
        .can_sleep(false)
        .additional_mass_properties(MassProperties::new(center, mass as f32, inertia))
}

fn finger_joint(model: &GripperModel, side: usize) -> PrismaticJointBuilder {
    let open = (model.stroke / 2.0) as f32;
    let limits = if side == 0 { [-open, 0.0] } else { [0.0, open] };
    PrismaticJointBuilder::new(Vector::X).limits(limits).contacts_enabled(false)
}

/// The contact patch and, a little behind it, the finger it sits on; massless, the body has the mass.
pub(crate) fn finger_colliders(model: &GripperModel, side: usize) -> [Collider; 2] {
    let sign = side_sign(side);
    let size = model.finger_size;
    let pad_half = DVec3::new(
        PAD_THICKNESS / 2.0,
        PAD_PATCH_SHARE * size.y / 2.0,
        PAD_PATCH_SHARE * model.tip_beyond_tcp,
    );
    let pad_center = Vector::new((sign * PAD_THICKNESS / 2.0) as f32, 0.0, 0.0);
    let mut back_box = model.finger_box(side == 0);
    back_box.size.x = (size.x - FINGER_RECESS).max(FINGER_RECESS);
    back_box.center.x = sign * (FINGER_RECESS + back_box.size.x / 2.0);
    let (body_half, body_center) = (back_box.size / 2.0, to_vector(back_box.center));
    let (patch, back) = (Part::Finger(side as u32), Part::FingerBack(side as u32));
    [(pad_half, pad_center, patch), (body_half, body_center, back)]
        .map(|(half, center, part)| gripper_collider(half, center, model.pad_friction, part).build())
}

fn palm_collider(model: &GripperModel) -> Collider {
    let palm = model.palm_box();
    gripper_collider(palm.size / 2.0, to_vector(palm.center), model.pad_friction, Part::Palm)
        .active_collision_types(ActiveCollisionTypes::default() | ActiveCollisionTypes::KINEMATIC_FIXED)
        .build()
}

fn gripper_collider(half: DVec3, center: Vector, friction: f64, part: Part) -> ColliderBuilder {
    ColliderBuilder::cuboid(half.x as f32, half.y as f32, half.z as f32)
        .translation(center)
        .density(0.0)
        .friction(friction as f32)
        .friction_combine_rule(CoefficientCombineRule::Min)
        .active_hooks(ActiveHooks::MODIFY_SOLVER_CONTACTS)
        .solver_groups(gripper_group())
        .user_data(part.pack(0.0))
}
