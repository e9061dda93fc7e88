//! The recorded motion unchanged, on a plain table, with the object that the recording implies. What no one measured
//! is drawn, so that many draws tell how sure an outcome is.

use super::frames::SourceGrasp;
use super::rollout::{SpecParts, TARGET, assemble, lift_goal};
use super::things::{Things, draw_things};
use super::{Draws, GroundedDemonstration, PlanContext, cameras};
use crate::config::RandomizationConfig;
use crate::gates::{OBSTACLE_MARGIN, gripper_boxes};
use crate::rejection::{PlanRejection, Rejection};
use crate::seeds::Streams;
use crate::solids::{Solid, nearest};
use glam::{DQuat, DVec3};
use restage_assets::{GripperModel, Material, TextureKind};
use restage_episodes::WidthEvidence;
use restage_geometry::Pose;
use restage_grounding::adapt::{AdaptedTrajectory, GripperLimits, replay_unchanged};
use restage_rollouts::{Goal, PhysicsParameters, RolloutSpec, SourceTrace};
use restage_scenes::light::{balanced_light_rgb, exposure_for_lux};
use restage_scenes::{
    Environment, Fixture, FixtureShape, Light, LightKind, ObjectPlacement, ObjectRole, Scene, SupportSurface,
};
use std::f64::consts::FRAC_PI_2;

/// Height of the table, m.
const TABLE_HEIGHT: f64 = 0.75;

/// Releases higher than this above the table were onto something, m.
const LEAST_RAISE: f64 = 0.02;

/// The object is let go this far above what it comes to rest on, m.
const RELEASE_GAP: f64 = 0.003;

/// Room around the object on a raised rest, m.
const RAISED_MARGIN: f64 = 0.04;

/// Illuminance of the table, lx.
const TABLE_LUX: f64 = 500.0;

/// Plans draw `draw` of an unchanged replay of demonstration `which`. Friction, grip, mass and the object hypothesis
/// are drawn; the motion, the scene and the cameras are not.
///
/// # Errors
/// No such demonstration, an unknown gripper, or a motion that cannot be resampled.
pub fn plan_replay(context: &PlanContext, which: usize, draw: u64) -> Result<RolloutSpec, Rejection> {
    let Some(source) = context.demonstrations.get(which) else {
        let reason = PlanRejection::NoUsableDemonstration { count: context.demonstrations.len() };
        return Err(Rejection::of(reason));
    };
    replay(context, which, draw).map_err(|reason| Rejection {
        source: Some(source.demonstration.source.clone()),
        ..Rejection::of(reason)
    })
}

fn replay(context: &PlanContext, which: usize, draw: u64) -> Result<RolloutSpec, PlanRejection> {
    let source = &context.demonstrations[which];
    let streams = Streams { job_seed: context.settings.job_seed, index: draw };
    let mut draws = Draws::default();
    let gripper = source.gripper_model()?;
    let config = replay_config(context.config);
    let (grasp, things) = draw_things(&config, source, &gripper, &[], &streams, &mut draws)?;
    let map = table_map(&grasp);
    let limits =
        GripperLimits { stroke: gripper.stroke, max_speed: gripper.max_speed, ..GripperLimits::default() };
    let rate_hz = f64::from(context.settings.control_rate_hz());
    let mut motion = replay_unchanged(&grasp.adapt_input(things.object.size.x), rate_hz, limits)?;
    for pose in &mut motion.world_from_tcp {
        *pose = map * *pose;
    }
    let base = map * grasp.base;
    let mut rest = grasp.released_base.map(|released| flat(&(map * released)));
    let mut scene = table_scene();
    if let Some(rest) = rest.as_mut().filter(|rest| rest.translation.z > TABLE_HEIGHT) {
        match raised_rest(&base, rest, &things, &gripper, &motion) {
            Some(block) => scene.fixtures.push(block),
            None => rest.translation.z = TABLE_HEIGHT,
        }
    }
    scene.objects.push(ObjectPlacement {
        name: TARGET.into(),
        model: things.model.clone(),
        world_from_object: things.standing(&base),
        role: ObjectRole::Target,
    });
    let ends = [Some(base), rest].map(|base| base.map(|base| base.translation));
    let points: Vec<DVec3> = ends.into_iter().flatten().collect();
    scene.cameras = cameras::nominal(context.settings, &gripper, &scene, &points);
    draws.record("width_evidence", &grasp.evidence());
    let parts = SpecParts {
        trace: SourceTrace {
            demonstration: source.demonstration.source.clone(),
            new_from_source: map,
            unchanged: true,
        },
        task: task(context, which, &things),
        scene,
        gripper,
        physics: replay_physics(context, &things, source),
        goal: replay_goal(&grasp, &things, rest),
    };
    Ok(assemble(context, &streams, parts, motion, draws))
}

/// The recorded task text, or one made from the object.
fn task(context: &PlanContext, which: usize, things: &Things) -> String {
    let recorded = &context.demonstrations[which].demonstration.task;
    if recorded.is_empty() { format!("pick up the {}", things.model.name) } else { recorded.clone() }
}

/// The drawn physics. Poses were measured when they were reached, and so was a measured width, the delay of the fingers
/// included; where only a command was recorded, the fingers follow it late.
fn replay_physics(
    context: &PlanContext,
    things: &Things,
    source: &GroundedDemonstration,
) -> PhysicsParameters {
    let measured = source.demonstration.gripper.evidence == WidthEvidence::Measured;
    PhysicsParameters {
        gripper_latency_secs: if measured { 0.0 } else { things.latency.action_secs },
        action_latency_secs: 0.0,
        observation_latency_secs: 0.0,
        ..things.physics(context)
    }
}

fn replay_goal(grasp: &SourceGrasp, things: &Things, rest: Option<Pose>) -> Goal {
    Goal { lift: lift_goal(grasp), world_from_object_placed: rest.map(|base| things.standing(&base)) }
}

/// Only what no one measured is drawn; the object is the hypothesis, at its own size.
fn replay_config(config: &RandomizationConfig) -> RandomizationConfig {
    let mut config = config.clone();
    config.object.catalogue_share = 0.0;
    config.scale.enabled = false;
    config
}

/// A base laid flat: on the table, or where it was when it was let go clearly above the table. Then something stood
/// there: a plate, a box, a container.
fn flat(base: &Pose) -> Pose {
    let mut position = base.translation;
    let drop = position.z - TABLE_HEIGHT;
    position.z = TABLE_HEIGHT + if drop > LEAST_RAISE { drop - RELEASE_GAP } else { 0.0 };
    Pose::new(position, DQuat::from_rotation_z(super::frames::yaw_of(base.rotation)))
}

/// The block that carries a raised rest, as wide as leaves the hand its way; none where even a narrow one would stand
/// in the way or in the object's own place.
fn raised_rest(
    base: &Pose,
    rest: &Pose,
    things: &Things,
    gripper: &GripperModel,
    motion: &AdaptedTrajectory,
) -> Option<Fixture> {
    let height = rest.translation.z - TABLE_HEIGHT;
    let footprint = things.object.size.truncate().length();
    let apart = (rest.translation - base.translation).truncate().length();
    let mut center = rest.translation;
    center.z = TABLE_HEIGHT + height / 2.0;
    let world_from_fixture = Pose::new(center, rest.rotation);
    [footprint + RAISED_MARGIN, footprint, 0.7 * footprint].into_iter().find_map(|edge| {
        let size = DVec3::new(edge, edge, height);
        let solid = Solid::cuboid("raised_rest", world_from_fixture, size);
        let hit = motion.world_from_tcp.iter().zip(&motion.gripper_width).any(|(pose, width)| {
            nearest(std::slice::from_ref(&solid), &gripper_boxes(gripper, pose, *width), OBSTACLE_MARGIN)
                .1
                .is_some()
        });
        let clear = !hit && apart >= (edge + footprint) / 2.0 + OBSTACLE_MARGIN;
        clear.then(|| Fixture {
            name: "raised_rest".into(),
            shape: FixtureShape::Box { size },
            world_from_fixture,
            material: Material::srgb(0x4A4C4E, 0.6),
            collides: true,
            part_of: None,
        })
    })
}

/// Carries the recorded world to the table: support on support, workspace to the middle, the person at the -y side.
fn table_map(grasp: &SourceGrasp) -> Pose {
    let turn = DQuat::from_rotation_z(FRAC_PI_2 - grasp.heading);
    let object = grasp.base.translation;
    let place = grasp.released_base.map_or(object, |base| base.translation);
    let mut middle = (object + place) / 2.0;
    middle.z = grasp.resolved.support_height;
    Pose::new(DVec3::Z * TABLE_HEIGHT - turn * middle, turn)
}

/// A table in an empty room.
fn table_scene() -> Scene {
    let solid = |name: &str, center: DVec3, size: DVec3, material: Material| Fixture {
        name: name.into(),
        shape: FixtureShape::Box { size },
        world_from_fixture: Pose::from_translation(center),
        material,
        collides: true,
        part_of: None,
    };
    let table = DVec3::new(2.0, 1.6, 0.04);
    let wood = Material::srgb(0xB98E63, 0.5).textured(TextureKind::Wood, 0.6, 7);
    let floor = Material::srgb(0x9A968E, 0.7).textured(TextureKind::Tile, 0.4, 8);
    let direction = DVec3::new(0.35, 0.45, -1.0).normalize();
    Scene {
        fixtures: vec![
            solid("floor", DVec3::new(0.0, 0.0, -0.05), DVec3::new(8.0, 8.0, 0.1), floor),
            solid("table", DVec3::new(0.0, 0.0, TABLE_HEIGHT - table.z / 2.0), table, wood),
        ],
        supports: vec![SupportSurface {
            name: "table".into(),
            center: DVec3::new(0.0, 0.0, TABLE_HEIGHT),
            yaw: 0.0,
            size: [table.x, table.y],
            clear_height: 1.0,
            classes: Vec::new(),
        }],
        lights: vec![Light {
            name: "lamp".into(),
            kind: LightKind::Directional { direction, illuminance_lux: 0.6 * TABLE_LUX / -direction.z },
            color: balanced_light_rgb(4500.0, 4500.0),
            shadows: true,
            fixture: None,
        }],
        ambient_lux: 0.4 * TABLE_LUX,
        exposure_ev100: exposure_for_lux(TABLE_LUX),
        ..Scene::empty("plain_table", Environment::Home)
    }
}
