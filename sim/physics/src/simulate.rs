//! Runs one rollout: steps the world along the commanded trajectory and records frames.

use crate::contacts::{ContactAccumulator, FrameContacts};
use crate::convert::from_pose;
use crate::error::{PhysicsError, check_spec};
use crate::gripper::{Gripper, GripperCommand};
use crate::hooks::ContactRules;
use crate::stages::{FrameFacts, YawSymmetry, judge};
use crate::world::{Part, SceneWorld, build_scene};
use rapier3d::prelude::RigidBody;
use restage_episodes::SegmentKind;
use restage_rollouts::{
    BodyTrack, ContactSample, FailureReason, ROLLOUT_FORMAT_VERSION, Rollout, RolloutSpec, Stage, StageReport,
};

/// Mean force over a frame, N, that fingers or palm may exert other than by gripping the target: on fixtures, where
/// it means 4 mm of give of the arm, on other objects, or on the target from above.
/// A fingertip that brushes the support stays below; collaborative arms stop at 20-100 N.
pub const COLLISION_FORCE_LIMIT: f64 = 40.0;

/// Grace after the secure segment before a grasp without contact is given up, s.
const CONTACT_GRACE_SECS: f64 = 0.25;

/// A lifted target that has been out of both pads for this long, s, with nowhere to be placed, is lost.
const LOST_SECS: f64 = 0.5;

/// Speed of any object, m/s, beyond which the state is absurd.
const ABSURD_SPEED: f32 = 30.0;

/// Distance of any object from the world's origin, m, beyond which the state is absurd.
const ABSURD_DISTANCE: f32 = 200.0;

/// Choices that do not change what a rollout is, only how far it is followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimulateOptions {
    /// Stop as soon as failure is certain; the rollout then has fewer frames than its trajectory.
    pub early_reject: bool,
    /// Most physics steps that a rollout may take.
    pub max_steps: u64,
}

impl Default for SimulateOptions {
    /// Early rejection, and ten minutes of simulated time at 480 Hz.
    fn default() -> Self {
        Self { early_reject: true, max_steps: 288_000 }
    }
}

/// Facts about the run that are not part of the rollout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    /// Physics steps made.
    pub steps: u64,
    /// Largest mean force over a frame that the gripper exerted other than by gripping the target, N.
    pub collision_force_n: f64,
    /// Name of the fixture or object of that force.
    pub collided_with: Option<String>,
    /// Whether the rollout was given up before the end of its trajectory.
    pub ended_early: bool,
}

/// Simulates one rollout. Deterministic: the same specification gives the same bits.
///
/// # Errors
/// [`PhysicsError`] when the specification cannot be simulated. A grasp that fails is no error.
pub fn simulate(spec: &RolloutSpec, options: &SimulateOptions) -> Result<Rollout, PhysicsError> {
    simulate_with_diagnostics(spec, options).map(|(rollout, _)| rollout)
}

/// [`simulate`], given up as soon as `go_on`, which is asked before every frame, says no.
///
/// # Errors
/// As [`simulate`]; [`PhysicsError::Stopped`] when it was given up.
pub fn simulate_while(
    spec: &RolloutSpec,
    options: &SimulateOptions,
    go_on: &dyn Fn() -> bool,
) -> Result<Rollout, PhysicsError> {
    follow(spec, options, go_on).map(|(rollout, _)| rollout)
}

/// [`simulate`], with facts about the run itself.
///
/// # Errors
/// As [`simulate`].
pub fn simulate_with_diagnostics(
    spec: &RolloutSpec,
    options: &SimulateOptions,
) -> Result<(Rollout, Diagnostics), PhysicsError> {
    follow(spec, options, &|| true)
}

fn follow(
    spec: &RolloutSpec,
    options: &SimulateOptions,
    go_on: &dyn Fn() -> bool,
) -> Result<(Rollout, Diagnostics), PhysicsError> {
    check_spec(spec)?;
    let clock = Clock::new(spec);
    let needed = clock.steps_until(clock.frames - 1);
    if needed > options.max_steps {
        return Err(PhysicsError::StepBudget { index: spec.index, needed, budget: options.max_steps });
    }
    let mut run = Run::new(spec, clock)?;
    let mut aborted = None;
    for frame in 1..clock.frames {
        if !go_on() {
            return Err(PhysicsError::Stopped { index: spec.index, frame });
        }
        run.advance(frame);
        aborted = run.fatal();
        if aborted == Some(FailureReason::Diverged) {
            break;
        }
        run.record();
        if aborted.is_some() || (options.early_reject && run.hopeless(frame)) {
            run.diagnostics.ended_early = frame + 1 < clock.frames;
            break;
        }
    }
    Ok(run.finish(aborted))
}

/// The time grid: frames at the episode rate, a whole number of equal physics steps in each. The first frames of a
/// delayed observation show the start; the last show the end of the delayed motion.
#[derive(Clone, Copy)]
struct Clock {
    fps: f64,
    dt: f64,
    steps_per_frame: u32,
    frames: usize,
    /// Physics steps by which frames are late.
    late_steps: u64,
}

impl Clock {
    fn new(spec: &RolloutSpec) -> Self {
        let steps_per_frame = spec.physics.step_rate_hz.div_ceil(spec.fps);
        let fps = f64::from(spec.fps);
        let dt = 1.0 / (fps * f64::from(steps_per_frame));
        let late = spec.physics.loop_latency_secs();
        let frames = ((spec.trajectory.duration_secs() + late) * fps + 1e-6) as usize + 1;
        let late_steps = (spec.physics.observation_latency_secs / dt).round() as u64;
        Self { fps, dt, steps_per_frame, frames, late_steps }
    }

    /// Physics steps made before `frame` is recorded.
    fn steps_until(&self, frame: usize) -> u64 {
        (frame as u64 * u64::from(self.steps_per_frame)).saturating_sub(self.late_steps)
    }
}

/// A rollout under way.
struct Run<'a> {
    spec: &'a RolloutSpec,
    clock: Clock,
    scene: SceneWorld,
    gripper: Gripper,
    contacts: ContactAccumulator,
    frame_contacts: FrameContacts,
    step_over_substep: f64,
    rollout: Rollout,
    facts: Vec<FrameFacts>,
    diagnostics: Diagnostics,
    lost_frames: u32,
    lifted: bool,
    /// Whether a finger is in contact with the target.
    touched: bool,
}

impl<'a> Run<'a> {
    fn new(spec: &'a RolloutSpec, clock: Clock) -> Result<Self, PhysicsError> {
        let mut scene = build_scene(spec, clock.dt)?;
        let (world_from_tcp, width) = spec.trajectory.sample(0.0);
        let start = GripperCommand { world_from_tcp, width };
        let gripper = Gripper::insert(&mut scene.physics, &spec.gripper, spec.physics.grip_force, &start);
        let mut contacts = ContactAccumulator::default();
        let frame_contacts = contacts.take(clock.dt);
        let mut run = Self {
            spec,
            clock,
            scene,
            gripper,
            contacts,
            frame_contacts,
            step_over_substep: f64::from(spec.physics.solver_iterations),
            rollout: empty_rollout(spec),
            facts: Vec::new(),
            diagnostics: Diagnostics::default(),
            lost_frames: 0,
            lifted: false,
            touched: false,
        };
        run.record();
        Ok(run)
    }

    /// Steps from the frame before to `frame`.
    fn advance(&mut self, frame: usize) {
        let dt = self.clock.dt;
        let target = self.scene.objects[self.scene.target];
        let (first, last) = (self.clock.steps_until(frame - 1), self.clock.steps_until(frame));
        let physics = &self.spec.physics;
        for step in first + 1..=last {
            let time = step as f64 * dt - physics.action_latency_secs;
            let (world_from_tcp, _) = self.spec.trajectory.sample(time);
            let (_, width) = self.spec.trajectory.sample(time - physics.gripper_latency_secs);
            let world = &mut self.scene.physics;
            self.gripper.command(world, &GripperCommand { world_from_tcp, width }, dt);
            world.step_with_events(&ContactRules, &());
            let obstruction = self.contacts.add(world, &self.gripper, target, self.step_over_substep);
            if self.contacts.touched() != self.touched {
                self.touched = !self.touched;
                self.scene.let_target_sleep(!self.touched);
            }
            self.gripper.give_way(obstruction.map(|found| (found.out, found.distance)));
            if let Some(found) = obstruction {
                self.contacts.add_obstruction(found.part, self.gripper.obstruction_force(), dt);
            }
        }
        self.diagnostics.steps += last - first;
        self.frame_contacts = self.contacts.take(dt);
    }

    /// A reason to end whatever the options say.
    fn fatal(&mut self) -> Option<FailureReason> {
        if self.scene.objects.iter().any(|&object| absurd(&self.scene.physics.bodies[object]))
            || self.gripper.fingers().iter().any(|&finger| absurd(&self.scene.physics.bodies[finger]))
        {
            return Some(FailureReason::Diverged);
        }
        if let Some((force, part)) = self.frame_contacts.strongest_other
            && force > self.diagnostics.collision_force_n
        {
            self.diagnostics.collision_force_n = force;
            self.diagnostics.collided_with = Some(self.name(part));
        }
        (self.diagnostics.collision_force_n > COLLISION_FORCE_LIMIT).then_some(FailureReason::Collision)
    }

    fn name(&self, part: Part) -> String {
        let scene = &self.spec.scene;
        match part {
            Part::Fixture(index) => scene.fixtures.get(index as usize).map(|f| f.name.clone()),
            Part::Object(index) => scene.objects.get(index as usize).map(|o| o.name.clone()),
            Part::Finger(_) | Part::FingerBack(_) | Part::Palm => Some(self.spec.gripper.name.clone()),
        }
        .unwrap_or_default()
    }

    /// Appends the state now as a frame.
    fn record(&mut self) {
        let world = &self.scene.physics;
        let world_from_tcp = self.gripper.world_from_tcp(world);
        let fingers = self.gripper.finger_positions(world);
        for (track, &object) in self.rollout.bodies.iter_mut().zip(&self.scene.objects) {
            let pose = from_pose(world.bodies[object].position());
            let pose = match track.world_from_object.last() {
                Some(last) => pose.on_hemisphere_of(last),
                None => pose,
            };
            track.world_from_object.push(pose);
        }
        let last = self.rollout.world_from_tcp.last();
        let world_from_tcp = last.map_or(world_from_tcp, |last| world_from_tcp.on_hemisphere_of(last));
        let pads = self.frame_contacts.pads;
        let target = &world.bodies[self.scene.objects[self.scene.target]];
        self.facts.push(FrameFacts {
            world_from_tcp,
            world_from_object: from_pose(target.position()),
            reach_m: self.reach(target),
            pads,
            object_speed: f64::from(target.linvel().length()),
        });
        self.rollout.world_from_tcp.push(world_from_tcp);
        self.rollout.finger_positions.push(fingers);
        self.rollout.gripper_width.push(fingers[1] - fingers[0]);
        self.rollout.contacts.push(ContactSample {
            normal_n: pads.map(|pad| pad.normal_n),
            tangential_n: pads.map(|pad| pad.tangential_n),
        });
    }

    /// Distance from the TCP to the target's surface, m; 0 inside.
    fn reach(&self, target: &RigidBody) -> f64 {
        let world = &self.scene.physics;
        let tcp = world.bodies[self.gripper.palm()].translation();
        let distances = target.colliders().iter().filter_map(|&handle| {
            let collider = world.colliders.get(handle)?;
            Some(collider.shape().distance_to_point(collider.position(), tcp, true))
        });
        f64::from(distances.fold(f32::MAX, f32::min))
    }

    /// Whether nothing that follows can succeed.
    fn hopeless(&mut self, frame: usize) -> bool {
        let physics = &self.spec.physics;
        let time = frame as f64 / self.clock.fps - physics.loop_latency_secs();
        let touched = |facts: &FrameFacts| facts.pads.iter().all(|pad| pad.normal_n > 0.0);
        let Some(now) = self.facts.last() else { return false };
        let start_height = self.facts[0].world_from_object.translation.z;
        let rise = now.world_from_object.translation.z - start_height;
        self.lifted |= touched(now) && rise >= self.spec.goal.lift;
        self.lost_frames = if touched(now) { 0 } else { self.lost_frames + 1 };
        let lost = f64::from(self.lost_frames) > LOST_SECS * self.clock.fps;
        let no_place = self.spec.goal.world_from_object_placed.is_none();
        if lost && self.lifted && no_place && rise < self.spec.goal.lift {
            return true;
        }
        secured_until(self.spec).is_some_and(|end| {
            time > end + CONTACT_GRACE_SECS + physics.gripper_latency_secs && !self.facts.iter().any(touched)
        })
    }

    fn finish(mut self, aborted: Option<FailureReason>) -> (Rollout, Diagnostics) {
        let target = &self.spec.scene.objects[self.scene.target];
        let symmetry = YawSymmetry::of(&target.model.shape);
        self.rollout.report = judge(&self.facts, self.clock.fps, &self.spec.goal, symmetry, aborted);
        (self.rollout, self.diagnostics)
    }
}

/// Non-finite, or where nothing of a room can be.
fn absurd(body: &RigidBody) -> bool {
    let (speed, distance) = (body.linvel().length(), body.translation().length());
    !(speed.is_finite() && distance.is_finite() && body.rotation().is_finite())
        || speed > ABSURD_SPEED
        || distance > ABSURD_DISTANCE
        || !body.is_enabled()
}

/// When the last secure segment of the command ends, s.
fn secured_until(spec: &RolloutSpec) -> Option<f64> {
    let mut segments = spec.trajectory.segments.iter();
    let secure = segments.rfind(|segment| segment.kind == SegmentKind::Secure)?;
    Some(secure.frames.end as f64 / spec.trajectory.rate_hz)
}

fn empty_rollout(spec: &RolloutSpec) -> Rollout {
    let body = |name: &String| BodyTrack { name: name.clone(), world_from_object: Vec::new() };
    Rollout {
        format_version: ROLLOUT_FORMAT_VERSION,
        index: spec.index,
        fps: spec.fps,
        world_from_tcp: Vec::new(),
        gripper_width: Vec::new(),
        finger_positions: Vec::new(),
        bodies: spec.scene.objects.iter().map(|object| body(&object.name)).collect(),
        contacts: Vec::new(),
        report: StageReport {
            reached: Stage::None,
            required: Stage::None,
            first_met_secs: Vec::new(),
            failure: None,
            slip_m: 0.0,
            slip_rad: 0.0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapier3d::prelude::{RigidBodyBuilder, Vector};

    #[test]
    fn absurd_states_are_recognised() {
        let body = |at: f32, speed: f32| {
            RigidBodyBuilder::dynamic()
                .translation(Vector::new(at, 0.0, 0.0))
                .linvel(Vector::new(0.0, speed, 0.0))
                .build()
        };
        assert!(!absurd(&body(2.0, 3.0)));
        assert!(absurd(&body(f32::NAN, 0.0)));
        assert!(absurd(&body(0.0, f32::INFINITY)));
        assert!(absurd(&body(500.0, 0.0)));
        assert!(absurd(&body(0.0, 80.0)));
    }
}
