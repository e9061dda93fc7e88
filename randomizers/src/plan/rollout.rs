//! One rollout in a new place.

use super::author::Zones;
use super::belongings::Belongings;
use super::clutter::{ClutterGround, place_clutter};
use super::frames::SourceGrasp;
use super::motion::MotionProblem;
use super::place::Place;
use super::placing::{Placing, PlacingProblem, PlacingRecord};
use super::things::{Things, draw_things};
use super::{Draws, GroundedDemonstration, PlanContext, author, cameras, place, select};
use crate::axes::{ClutterDraw, StyleDraw, TremorDraw};
use crate::config::RandomizationConfig;
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
use restage_scenes::{ObjectPlacement, ObjectRole, Scene, SupportSurface};
use serde_json::json;

/// Name of the object to grasp.
pub(super) const TARGET: &str = "target";

/// Plans rollout `index`: chooses a demonstration, a place and an object, builds the place, carries the motion over and
/// checks it. The result depends on the context and the index only.
///
/// # Errors
/// The check that the last placing failed, with the demonstration that was chosen.
pub fn plan_rollout(context: &PlanContext, index: u64) -> Result<RolloutSpec, Rejection> {
    let streams = Streams { job_seed: context.settings.job_seed, index };
    let which = select::choose(context, &streams).map_err(Rejection::of)?;
    let source = &context.demonstrations[which];
    let from =
        |reason| Rejection { source: Some(source.demonstration.source.clone()), ..Rejection::of(reason) };
    let place = place::draw_place(context, &streams).map_err(from)?;
    plan_from(context, source, place, &streams)
        .map_err(|reason| Rejection { template: Some(place.name().to_owned()), ..from(reason) })
}

fn plan_from(
    context: &PlanContext,
    source: &GroundedDemonstration,
    place: Place,
    streams: &Streams,
) -> Result<RolloutSpec, PlanRejection> {
    let narrowed = match place {
        Place::Template(_) => None,
        Place::Authored(scene) => Some(author::narrowed(context.config, scene)),
    };
    let config = narrowed.as_ref().unwrap_or(context.config);
    let mut draws = Draws::default();
    let gripper = source.gripper_model()?;
    let mut scene = place::scene_of(place, config, &place::demand(source), streams, &mut draws)?;
    let support = first_support(&scene)?;
    let kept = author::kept_objects(&scene);
    let belongings = Belongings::of(scene.environment, &support, &config.object.imported);
    let (grasp, things) = draw_things(config, source, &gripper, &belongings.targets, streams, &mut draws)?;
    let grasp = grasp.with_short_retreat(config.bounds.retreat);
    let style = config.style.sample(&mut streams.rng("style"));
    let tremor = config.tremor.sample(&mut streams.rng("tremor"));
    let clutter = config.clutter.sample(&mut streams.rng("clutter"));
    draws.record("style", &style);
    draws.record("tremor", &tremor);
    draws.record("object_pose", &config.object_pose.sample(&mut streams.rng("object_pose")));
    draws.record("place_pose", &config.place_pose.sample(&mut streams.rng("place_pose")));
    draws.record("clutter", &json!({ "count": clutter.count }));
    let mut fixtures = obstacles(&scene, &support);
    fixtures.extend(kept.iter().map(Solid::object));
    let staging = Staging {
        config,
        context,
        grasp: &grasp,
        things: &things,
        gripper: &gripper,
        fixtures,
        zones: Zones::of(&scene, &support),
        support: &support,
        style: &style,
        tremor: &tremor,
        clutter: &clutter,
        belongings: &belongings,
    };
    let wording = config.wording.sample(&mut streams.rng("wording"), grasp.released_base.is_some());
    draws.record("wording", &wording);
    let eyes = cameras::draw(config, streams, &mut draws);
    let staged = staging.solve(streams)?;
    draws.record("placing", &staged.record);
    let ids: Vec<&str> = staged.others.iter().map(|other| other.model.id.as_str()).collect();
    draws.record("cluttered", &ids);
    let focus: Vec<DVec3> = std::iter::once(staged.placing.base)
        .chain(staged.placing.rest_base)
        .map(|pose| pose.translation)
        .collect();
    scene.cameras = eyes.cameras(context.settings, &gripper, &scene, &focus);
    let task = wording.text(&things.model.name, &support.name);
    let goal = Goal {
        lift: lift_goal(&grasp),
        world_from_object_placed: staged.placing.rest_base.map(|base| things.standing(&base)),
    };
    let target = target_placement(&things, &staged.placing);
    scene.objects = std::iter::once(target).chain(staged.others).chain(kept).collect();
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
    /// The job's, or what an author's ranges leave of it.
    config: &'a RandomizationConfig,
    grasp: &'a SourceGrasp<'a>,
    things: &'a Things,
    gripper: &'a GripperModel,
    support: &'a SupportSurface,
    fixtures: Vec<Solid>,
    zones: Zones,
    style: &'a StyleDraw,
    tremor: &'a TremorDraw,
    clutter: &'a ClutterDraw,
    belongings: &'a Belongings,
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
        let last = self.config.bounds.placings.max(1) - 1;
        for attempt in 0..last {
            if let Ok(staged) = self.attempt(streams, attempt) {
                return Ok(staged);
            }
        }
        self.attempt(streams, last)
    }

    fn attempt(&self, streams: &Streams, attempt: u32) -> Result<Staged, PlanRejection> {
        let config = self.config;
        let problem = PlacingProblem {
            grasp: self.grasp,
            gripper: self.gripper,
            support: self.support,
            fixtures: &self.fixtures,
            zones: &self.zones,
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
        let end_tcp = self.problem(&placing, &gates).clear_end();
        (placing.start_tcp, placing.end_tcp) = (pull.map(|(start, _)| start), end_tcp);
        let problem = self.problem(&placing, &gates);
        let record = record.with(attempt, problem.flip(), pull.map_or(0.0, |(_, share)| share));
        let motion = problem.solve(streams)?;
        let (limits, new_from_source) = (problem.limits(), problem.carry());
        let ground = ClutterGround { gates: &gates, zones: &self.zones, resting: placing.rest_base };
        let others = place_clutter(self.clutter, &config.clutter, &ground, &motion, self.belongings);
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
            tremor: self.tremor,
            bounds: &self.config.bounds,
            latency_secs: self.things.grip.latency_secs,
            rate_hz: f64::from(self.context.settings.control_rate_hz()),
        }
    }
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
