//! One rollout in a new kitchen.

use super::clutter::place_clutter;
use super::frames::SourceGrasp;
use super::motion::MotionProblem;
use super::placing::{Placing, PlacingProblem};
use super::{Draws, GroundedDemonstration, PlanContext, cameras, select};
use crate::axes::{FrictionDraw, GraspFit, GripDraw, ObjectDraw};
use crate::distribution::unit;
use crate::gates::{GateScene, obstacles};
use crate::posterior::grip_mass_limit;
use crate::rejection::{PlanRejection, Rejection};
use crate::seeds::{Streams, rollout_seed};
use crate::solids::Solid;
use glam::{DQuat, DVec3};
use restage_assets::{GripperModel, ObjectModel};
use restage_geometry::Pose;
use restage_grounding::adapt::AdaptedTrajectory;
use restage_rollouts::{
    CommandTrajectory, Goal, PhysicsParameters, ROLLOUT_FORMAT_VERSION, RolloutSpec, SourceTrace,
};
use restage_scenes::{KitchenParameters, ObjectPlacement, ObjectRole, Scene, counter_scene};
use std::f64::consts::FRAC_PI_2;

/// Name of the object to grasp.
pub(super) const TARGET: &str = "target";

/// Upward acceleration that the drawn grip must carry, m/s².
const CARRY_ACCELERATION: f64 = 2.0;

/// Share of the grip's limit that the object may weigh.
const MASS_SHARE: f64 = 0.8;

/// Plans rollout `index`: chooses a demonstration and an object, builds a kitchen, carries the motion over and checks
/// it. The result depends on the context and the index only.
///
/// # Errors
/// The first check that fails, with the demonstration that was chosen.
pub fn plan_rollout(context: &PlanContext, index: u64) -> Result<RolloutSpec, Rejection> {
    let streams = Streams { job_seed: context.settings.job_seed, index };
    let which = select::choose(context, &streams).map_err(|reason| Rejection { source: None, reason })?;
    let source = &context.demonstrations[which];
    plan_from(context, source, &streams)
        .map_err(|reason| Rejection { source: Some(source.demonstration.source.clone()), reason })
}

fn plan_from(
    context: &PlanContext,
    source: &GroundedDemonstration,
    streams: &Streams,
) -> Result<RolloutSpec, PlanRejection> {
    let config = context.config;
    let mut draws = Draws::default();
    let gripper = source.gripper_model()?;
    let grasp = source_grasp(context, source, streams);
    let things = draw_things(context, &grasp, &gripper, streams, &mut draws)?;
    let mut scene = draw_kitchen(context, streams, &mut draws);
    let support = first_support(&scene)?;
    let fixtures = obstacles(&scene, &support);
    let problem = PlacingProblem {
        grasp: &grasp,
        gripper: &gripper,
        support: &support,
        fixtures: &fixtures,
        size: things.object.size,
        config,
    };
    let (placing, record) = problem.solve(streams)?;
    let target = target_placement(&things, &placing);
    let style = config.style.sample(&mut streams.rng("style"));
    draws.record("style", &style);
    let mut gates = GateScene {
        gripper: &gripper,
        support: &support,
        fixtures: fixtures.clone(),
        clutter: Vec::new(),
        target: Solid::object(&target),
        object_width: things.object.size.x,
    };
    let problem = MotionProblem {
        grasp: &grasp,
        placing: &placing,
        gates: &gates,
        style: &style,
        bounds: &config.bounds,
        latency_secs: things.grip.latency_secs,
        rate_hz: f64::from(context.settings.control_rate_hz()),
    };
    draws.record("placing", &record.flipped(problem.flip()));
    let motion = problem.solve(streams)?;
    let (limits, carry) = (problem.limits(), problem.carry());
    let clutter = config.clutter.sample(&mut streams.rng("clutter"));
    let others = place_clutter(&clutter, &config.clutter, &gates, &motion, placing.rest_base);
    let ids: Vec<&str> = others.iter().map(|other| other.model.id.as_str()).collect();
    draws.record("clutter", &serde_json::json!({ "wanted": clutter.items.len(), "placed": ids }));
    gates.clutter = others.iter().map(Solid::object).collect();
    gates.check(&motion, &limits)?;
    let ends = [Some(placing.base), placing.rest_base].map(|base| base.map(|base| base.translation));
    let task: Vec<DVec3> = ends.into_iter().flatten().collect();
    scene.cameras = cameras(context.settings, &gripper, &support, &task);
    draw_cameras(context, streams, &mut scene, &mut draws);
    let wording = config.wording.sample(&mut streams.rng("wording"), placing.rest_base.is_some());
    draws.record("wording", &wording);
    let task = wording.text(&target.model.name, &support.name);
    let goal = goal(&grasp, &things, &placing);
    scene.objects = std::iter::once(target).chain(others).collect();
    let trace = SourceTrace {
        demonstration: source.demonstration.source.clone(),
        new_from_source: carry,
        unchanged: false,
    };
    let parts = SpecParts { trace, task, scene, gripper, physics: things.physics(context), goal };
    Ok(assemble(context, streams, parts, motion, draws))
}

/// The recorded grasp with its object hypothesis resolved.
fn source_grasp<'a>(
    context: &PlanContext,
    source: &'a GroundedDemonstration,
    streams: &Streams,
) -> SourceGrasp<'a> {
    let hypothesis = &source.grounding.object;
    let mut rng = streams.rng("hypothesis");
    let resolved = if context.config.object.enabled {
        hypothesis.sample(&mut || unit(&mut rng))
    } else {
        hypothesis.best()
    };
    SourceGrasp::new(source, resolved)
}

/// What is grasped and with what.
pub(super) struct Things {
    pub object: ObjectDraw,
    pub model: ObjectModel,
    pub friction: FrictionDraw,
    pub grip: GripDraw,
}

impl Things {
    pub fn physics(&self, context: &PlanContext) -> PhysicsParameters {
        PhysicsParameters {
            step_rate_hz: context.settings.physics_rate_hz(),
            grip_force: self.grip.force,
            pad_friction: self.friction.pad,
            support_friction: self.friction.support,
            gripper_latency_secs: self.grip.latency_secs,
            ..PhysicsParameters::default()
        }
    }
}

/// Draws the object, friction and grip. The object is no heavier than the drawn grip can carry.
pub(super) fn draw_things(
    context: &PlanContext,
    grasp: &SourceGrasp,
    gripper: &GripperModel,
    streams: &Streams,
    draws: &mut Draws,
) -> Result<Things, PlanRejection> {
    let config = context.config;
    let friction = config.friction.sample(&mut streams.rng("friction"));
    let grip = config.grip.sample(&mut streams.rng("grip"), gripper);
    let fit = GraspFit {
        resolved: &grasp.resolved,
        grip_height: grasp.grip_height(),
        room_above: grasp.room_above(gripper),
        gripper,
    };
    let object = config.object.sample(&mut streams.rng("object"), &fit);
    let limit = MASS_SHARE * grip_mass_limit(friction.pad, grip.force, CARRY_ACCELERATION);
    let mass_kg = object.mass_kg.min(limit);
    draws.record("friction", &friction);
    draws.record("grip", &grip);
    draws.record("object", &object);
    draws.record("mass_kg", &mass_kg);
    let width = object.size.x;
    let model = object.model(mass_kg, friction.pad, friction.support);
    let model = model.ok_or(PlanRejection::GripTooWide { width, stroke: gripper.stroke })?;
    Ok(Things { object, model, friction, grip })
}

fn draw_kitchen(context: &PlanContext, streams: &Streams, draws: &mut Draws) -> Scene {
    let config = context.config;
    let mut kitchen = KitchenParameters::default();
    let look = config.kitchen.sample(&mut streams.rng("kitchen"));
    let lights = config.lights.sample(&mut streams.rng("lights"));
    let exposure = config.exposure.sample(&mut streams.rng("exposure"));
    look.apply(&mut kitchen);
    lights.apply(&mut kitchen);
    exposure.apply(&mut kitchen);
    draws.record("kitchen", &look);
    draws.record("lights", &lights);
    draws.record("exposure", &exposure);
    counter_scene(&kitchen)
}

fn draw_cameras(context: &PlanContext, streams: &Streams, scene: &mut Scene, draws: &mut Draws) {
    let wrist = context.config.wrist_camera.sample(&mut streams.rng("wrist_camera"));
    let head = context.config.head_camera.sample(&mut streams.rng("head_camera"));
    wrist.apply(scene, true);
    head.apply(scene, false);
    draws.record("wrist_camera", &wrist);
    draws.record("head_camera", &head);
}

pub(super) fn first_support(scene: &Scene) -> Result<restage_scenes::SupportSurface, PlanRejection> {
    let missing = || PlanRejection::NoSupport { template: scene.template.clone() };
    scene.supports.first().cloned().ok_or_else(missing)
}

/// Pose of the object that stands on a base.
pub(super) fn standing(base: &Pose, things: &Things) -> Pose {
    let turn = if things.object.quarter_turn() { FRAC_PI_2 } else { 0.0 };
    let rise = Pose::new(DVec3::Z * (things.object.size.z / 2.0), DQuat::from_rotation_z(turn));
    *base * rise
}

fn target_placement(things: &Things, placing: &Placing) -> ObjectPlacement {
    ObjectPlacement {
        name: TARGET.into(),
        model: things.model.clone(),
        world_from_object: standing(&placing.base, things),
        role: ObjectRole::Target,
    }
}

fn goal(grasp: &SourceGrasp, things: &Things, placing: &Placing) -> Goal {
    Goal {
        lift: lift_goal(grasp),
        world_from_object_placed: placing.rest_base.map(|base| standing(&base, things)),
    }
}

/// `max(4 cm, half of the demonstrated lift)`.
pub(super) fn lift_goal(grasp: &SourceGrasp) -> f64 {
    f64::max(0.04, grasp.grounding().lift_height / 2.0)
}

/// The parts of a specification that differ between a rollout and a replay.
pub(super) struct SpecParts {
    pub trace: SourceTrace,
    pub task: String,
    pub scene: Scene,
    pub gripper: GripperModel,
    pub physics: PhysicsParameters,
    pub goal: Goal,
}

pub(super) fn assemble(
    context: &PlanContext,
    streams: &Streams,
    parts: SpecParts,
    motion: AdaptedTrajectory,
    draws: Draws,
) -> RolloutSpec {
    RolloutSpec {
        format_version: ROLLOUT_FORMAT_VERSION,
        generator_version: context.settings.generator_version.clone(),
        index: streams.index,
        seed: rollout_seed(streams.job_seed, streams.index),
        source: parts.trace,
        task: parts.task,
        scene: parts.scene,
        target: TARGET.into(),
        gripper: parts.gripper,
        physics: parts.physics,
        trajectory: CommandTrajectory {
            rate_hz: motion.rate_hz,
            world_from_tcp: motion.world_from_tcp,
            gripper_width: motion.gripper_width,
            segments: motion.segments,
        },
        goal: parts.goal,
        fps: context.settings.fps,
        draws: draws.0,
    }
}
