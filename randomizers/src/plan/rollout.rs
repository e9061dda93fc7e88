//! One rollout in a new kitchen.

use super::clutter::place_clutter;
use super::frames::SourceGrasp;
use super::motion::MotionProblem;
use super::placing::{Placing, PlacingProblem, PlacingRecord};
use super::things::{Things, draw_things};
use super::{Draws, GroundedDemonstration, PlanContext, cameras, select};
use crate::axes::StyleDraw;
use crate::gates::{GateScene, obstacles};
use crate::rejection::{PlanRejection, Rejection};
use crate::seeds::{Streams, rollout_seed};
use crate::solids::Solid;
use glam::DVec3;
use restage_assets::GripperModel;
use restage_episodes::WidthEvidence;
use restage_geometry::Pose;
use restage_grounding::adapt::AdaptedTrajectory;
use restage_rollouts::{
    CommandTrajectory, Goal, PhysicsParameters, ROLLOUT_FORMAT_VERSION, RolloutSpec, SourceTrace,
};
use restage_scenes::{KitchenParameters, ObjectPlacement, ObjectRole, Scene, SupportSurface, counter_scene};

/// Name of the object to grasp.
pub(super) const TARGET: &str = "target";

/// Plans rollout `index`: chooses a demonstration and an object, builds a kitchen, carries the motion over and checks
/// it. The result depends on the context and the index only.
///
/// # Errors
/// The check that the last placing failed, with the demonstration that was chosen.
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
    let (grasp, things) = draw_things(config, source, &gripper, streams, &mut draws)?;
    let grasp = grasp.with_short_retreat(config.bounds.retreat);
    let mut scene = draw_kitchen(context, streams, &mut draws);
    let support = first_support(&scene)?;
    let style = config.style.sample(&mut streams.rng("style"));
    draws.record("style", &style);
    let staging = Staging {
        context,
        grasp: &grasp,
        things: &things,
        gripper: &gripper,
        fixtures: obstacles(&scene, &support),
        support: &support,
        style: &style,
    };
    let staged = staging.solve(streams)?;
    draws.record("placing", &staged.record);
    let ids: Vec<&str> = staged.others.iter().map(|other| other.model.id.as_str()).collect();
    draws.record("clutter", &ids);
    let task: Vec<DVec3> = std::iter::once(staged.placing.base)
        .chain(staged.placing.rest_base)
        .map(|pose| pose.translation)
        .collect();
    scene.cameras = cameras(context.settings, &gripper, &support, &task);
    draw_cameras(context, streams, &mut scene, &mut draws);
    let wording = config.wording.sample(&mut streams.rng("wording"), staged.placing.rest_base.is_some());
    draws.record("wording", &wording);
    let task = wording.text(&things.model.name, &support.name);
    let goal = Goal {
        lift: lift_goal(&grasp),
        world_from_object_placed: staged.placing.rest_base.map(|base| things.standing(&base)),
    };
    let target = target_placement(&things, &staged.placing);
    scene.objects = std::iter::once(target).chain(staged.others).collect();
    let trace = SourceTrace {
        demonstration: source.demonstration.source.clone(),
        new_from_source: staged.new_from_source,
        unchanged: false,
    };
    let physics = things.physics(context);
    let parts = SpecParts { trace, task, scene, gripper, physics, goal };
    Ok(assemble(context, streams, parts, staged.motion, draws))
}

/// Everything that is fixed before things are placed.
struct Staging<'a> {
    context: &'a PlanContext<'a>,
    grasp: &'a SourceGrasp<'a>,
    things: &'a Things,
    gripper: &'a GripperModel,
    support: &'a SupportSurface,
    fixtures: Vec<Solid>,
    style: &'a StyleDraw,
}

/// A placing whose motion passed every gate.
struct Staged {
    placing: Placing,
    record: PlacingRecord,
    motion: AdaptedTrajectory,
    others: Vec<ObjectPlacement>,
    new_from_source: Pose,
}

impl Staging<'_> {
    /// Tries placings until one passes; else the reason of the last.
    fn solve(&self, streams: &Streams) -> Result<Staged, PlanRejection> {
        let last = self.context.config.bounds.placings.max(1) - 1;
        for attempt in 0..last {
            if let Ok(staged) = self.attempt(streams, attempt) {
                return Ok(staged);
            }
        }
        self.attempt(streams, last)
    }

    fn attempt(&self, streams: &Streams, attempt: u32) -> Result<Staged, PlanRejection> {
        let config = self.context.config;
        let problem = PlacingProblem {
            grasp: self.grasp,
            gripper: self.gripper,
            support: self.support,
            fixtures: &self.fixtures,
            size: self.things.object.size,
            config,
        };
        let (mut placing, record) = problem.solve(streams, attempt)?;
        let mut gates = GateScene {
            gripper: self.gripper,
            support: self.support,
            fixtures: self.fixtures.clone(),
            clutter: Vec::new(),
            target: Solid::object(&target_placement(self.things, &placing)),
            object_width: self.things.object.size.x,
            measured_widths: self.grasp.evidence() == WidthEvidence::Measured,
        };
        let pull = self.problem(&placing, &gates).clear_start();
        placing.start_tcp = pull.map(|(start, _)| start);
        let problem = self.problem(&placing, &gates);
        let record = record.with(attempt, problem.flip(), pull.map_or(0.0, |(_, share)| share));
        let motion = problem.solve(streams)?;
        let (limits, new_from_source) = (problem.limits(), problem.carry());
        let clutter = config.clutter.sample(&mut streams.rng("clutter"));
        let others = place_clutter(&clutter, &config.clutter, &gates, &motion, placing.rest_base);
        gates.clutter = others.iter().map(Solid::object).collect();
        gates.check(&motion, &limits)?;
        Ok(Staged { placing, record, motion, others, new_from_source })
    }

    fn problem<'b>(&'b self, placing: &'b Placing, gates: &'b GateScene<'b>) -> MotionProblem<'b> {
        MotionProblem {
            grasp: self.grasp,
            placing,
            gates,
            style: self.style,
            bounds: &self.context.config.bounds,
            latency_secs: self.things.grip.latency_secs,
            rate_hz: f64::from(self.context.settings.control_rate_hz()),
        }
    }
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

fn first_support(scene: &Scene) -> Result<SupportSurface, PlanRejection> {
    let missing = || PlanRejection::NoSupport { template: scene.template.clone() };
    scene.supports.first().cloned().ok_or_else(missing)
}

fn target_placement(things: &Things, placing: &Placing) -> ObjectPlacement {
    ObjectPlacement {
        name: TARGET.into(),
        model: things.model.clone(),
        world_from_object: things.standing(&placing.base),
        role: ObjectRole::Target,
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
