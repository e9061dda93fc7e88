//! What is grasped and with what: the object hypothesis that the recording does not refute, friction, grip, delays.

use super::frames::SourceGrasp;
use super::{Draws, GroundedDemonstration, PlanContext};
use crate::axes::{FrictionDraw, GripDraw, LatencyDraw};
use crate::config::RandomizationConfig;
use crate::distribution::unit;
use crate::posterior::grip_mass_limit;
use crate::rejection::PlanRejection;
use crate::seeds::Streams;
use crate::thing::{GraspFit, Thing, ThingDraws};
use glam::{DQuat, DVec3};
use restage_assets::{GripperModel, ObjectModel};
use restage_geometry::Pose;
use restage_rollouts::PhysicsParameters;
use serde::Serialize;
use std::f64::consts::FRAC_PI_2;

/// Upward acceleration that the drawn grip must carry, m/s².
const CARRY_ACCELERATION: f64 = 2.0;

/// Share of the grip's limit that the object may weigh.
const MASS_SHARE: f64 = 0.8;

/// Objects drawn until one is not refuted by the recorded approach.
const HYPOTHESES: u32 = 24;

/// What is grasped and with what.
pub(super) struct Things {
    pub object: Thing,
    pub model: ObjectModel,
    pub friction: FrictionDraw,
    pub grip: GripDraw,
    pub grip_force: f64,
    pub latency: LatencyDraw,
}

impl Things {
    pub fn physics(&self, context: &PlanContext) -> PhysicsParameters {
        PhysicsParameters {
            step_rate_hz: context.settings.physics_rate_hz(),
            grip_force: self.grip_force,
            pad_friction: self.friction.pad,
            support_friction: self.friction.support,
            gripper_latency_secs: self.grip.latency_secs,
            action_latency_secs: self.latency.action_secs,
            observation_latency_secs: self.latency.observation_secs,
            ..PhysicsParameters::default()
        }
    }

    /// Pose of the object that stands on a base.
    pub fn standing(&self, base: &Pose) -> Pose {
        let turn = if self.object.quarter_turn() { FRAC_PI_2 } else { 0.0 };
        *base * Pose::new(DVec3::Z * (self.object.size.z / 2.0), DQuat::from_rotation_z(turn))
    }
}

/// What came of the draws of object, scale and mass, for the record.
#[derive(Serialize)]
struct GraspedRecord<'a> {
    #[serde(flatten)]
    thing: &'a Thing,
    id: &'a str,
    bounded_mass_kg: f64,
}

/// Draws the object, friction, grip and delays. An object that the recorded fingers would have run into on their way
/// to the grasp, or that would have rolled away where it was put down, is refuted and drawn again; if all are, the one
/// that they enter least is taken and left to the gates. The object is no heavier than the drawn grip can carry.
/// `candidates`: catalogue objects that belong in the place.
pub(super) fn draw_things<'a>(
    config: &RandomizationConfig,
    source: &'a GroundedDemonstration,
    gripper: &GripperModel,
    candidates: &[&'static ObjectModel],
    streams: &Streams,
    draws: &mut Draws,
) -> Result<(SourceGrasp<'a>, Things), PlanRejection> {
    let friction = config.friction.sample(&mut streams.rng("friction"));
    let grip = config.grip.sample(&mut streams.rng("grip"));
    let latency = config.latency.sample(&mut streams.rng("latency"));
    let drawn = ThingDraws {
        object: config.object.sample(&mut streams.rng("object")),
        scale: config.scale.sample(&mut streams.rng("scale")),
        mass: config.mass.sample(&mut streams.rng("mass")),
        candidates,
    };
    draws.record("friction", &friction);
    draws.record("grip", &grip);
    draws.record("latency", &latency);
    draws.record("object", &drawn.object);
    draws.record("scale", &drawn.scale);
    draws.record("mass", &drawn.mass);
    let (grasp, object) = draw_object(config, source, gripper, &drawn, streams);
    let grip_force = grip.force_of(gripper);
    let limit = MASS_SHARE * grip_mass_limit(friction.pad, grip_force, CARRY_ACCELERATION);
    let mass_kg = object.mass_kg.min(limit);
    let width = object.size.x;
    let model = object.model(mass_kg, friction.pad, friction.support);
    let model = model.ok_or(PlanRejection::GripTooWide { width, stroke: gripper.stroke })?;
    draws.record("grasped", &GraspedRecord { thing: &object, id: &model.id, bounded_mass_kg: mass_kg });
    Ok((grasp, Things { object, model, friction, grip, grip_force, latency }))
}

fn draw_object<'a>(
    config: &RandomizationConfig,
    source: &'a GroundedDemonstration,
    gripper: &GripperModel,
    drawn: &ThingDraws,
    streams: &Streams,
) -> (SourceGrasp<'a>, Thing) {
    let hypothesis = &source.grounding.object;
    let mut unknown = streams.rng("hypothesis");
    let mut instance = streams.rng("instance");
    let mut draw = || {
        let resolved = match config.object.enabled {
            true => hypothesis.sample(&mut || unit(&mut unknown)),
            false => hypothesis.best(),
        };
        let grasp = SourceGrasp::new(source, resolved);
        let fit = GraspFit {
            resolved: &grasp.resolved,
            grip_height: grasp.grip_height(),
            room_above: grasp.room_above(gripper),
            gripper,
        };
        let object = drawn.resolve(&config.object, unit(&mut instance), &fit);
        // What was put down and stayed was no ball.
        let rolled_away = grasp.released_base.is_some() && object.rolls();
        let shortfall = match rolled_away {
            true => f64::INFINITY,
            false => grasp.shortfall(gripper, object.size, object.is_round()),
        };
        (shortfall, grasp, object)
    };
    let mut best = draw();
    for _ in 1..HYPOTHESES {
        if best.0 <= 0.0 || !config.object.enabled {
            break;
        }
        let next = draw();
        if next.0 < best.0 {
            best = next;
        }
    }
    (best.1, best.2)
}
