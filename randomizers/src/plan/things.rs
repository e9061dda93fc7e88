//! What is grasped and with what: the object hypothesis that the recording does not refute, friction, grip.

use super::frames::SourceGrasp;
use super::{Draws, GroundedDemonstration, PlanContext};
use crate::axes::object::ObjectChoice;
use crate::axes::{FrictionDraw, GraspFit, GripDraw, ObjectDraw};
use crate::config::RandomizationConfig;
use crate::distribution::unit;
use crate::posterior::grip_mass_limit;
use crate::rejection::PlanRejection;
use crate::seeds::Streams;
use glam::{DQuat, DVec3};
use restage_assets::{GripperModel, ObjectModel, ObjectShape, ShapePrior, by_id};
use restage_geometry::Pose;
use restage_rollouts::PhysicsParameters;
use std::f64::consts::FRAC_PI_2;

/// Upward acceleration that the drawn grip must carry, m/s².
const CARRY_ACCELERATION: f64 = 2.0;

/// Share of the grip's limit that the object may weigh.
const MASS_SHARE: f64 = 0.8;

/// Objects drawn until one is not refuted by the recorded approach.
const HYPOTHESES: u32 = 24;

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

    /// Pose of the object that stands on a base.
    pub fn standing(&self, base: &Pose) -> Pose {
        let turn = if self.object.quarter_turn() { FRAC_PI_2 } else { 0.0 };
        *base * Pose::new(DVec3::Z * (self.object.size.z / 2.0), DQuat::from_rotation_z(turn))
    }
}

/// Draws the object, friction and grip. An object that the recorded fingers would have run into on their way to the
/// grasp, or that would have rolled away where it was put down, is refuted and drawn again; if all are, the one that they enter least is taken and left to the gates. The
/// object is no heavier than the drawn grip can carry.
pub(super) fn draw_things<'a>(
    config: &RandomizationConfig,
    source: &'a GroundedDemonstration,
    gripper: &GripperModel,
    streams: &Streams,
    draws: &mut Draws,
) -> Result<(SourceGrasp<'a>, Things), PlanRejection> {
    let friction = config.friction.sample(&mut streams.rng("friction"));
    let grip = config.grip.sample(&mut streams.rng("grip"), gripper);
    let (grasp, object) = draw_object(config, source, gripper, streams);
    let limit = MASS_SHARE * grip_mass_limit(friction.pad, grip.force, CARRY_ACCELERATION);
    let mass_kg = object.mass_kg.min(limit);
    draws.record("friction", &friction);
    draws.record("grip", &grip);
    draws.record("object", &object);
    draws.record("mass_kg", &mass_kg);
    let width = object.size.x;
    let model = object.model(mass_kg, friction.pad, friction.support);
    let model = model.ok_or(PlanRejection::GripTooWide { width, stroke: gripper.stroke })?;
    Ok((grasp, Things { object, model, friction, grip }))
}

fn draw_object<'a>(
    config: &RandomizationConfig,
    source: &'a GroundedDemonstration,
    gripper: &GripperModel,
    streams: &Streams,
) -> (SourceGrasp<'a>, ObjectDraw) {
    let hypothesis = &source.grounding.object;
    let mut unknown = streams.rng("hypothesis");
    let mut instance = streams.rng("object");
    let mut draw = || {
        let resolved = if config.object.enabled {
            hypothesis.sample(&mut || unit(&mut unknown))
        } else {
            hypothesis.best()
        };
        let grasp = SourceGrasp::new(source, resolved);
        let fit = GraspFit {
            resolved: &grasp.resolved,
            grip_height: grasp.grip_height(),
            room_above: grasp.room_above(gripper),
            gripper,
        };
        let object = config.object.sample(&mut instance, &fit);
        // What was put down and stayed was no ball.
        let rolled_away = grasp.released_base.is_some() && rolls(&object);
        let shortfall = match rolled_away {
            true => f64::INFINITY,
            false => grasp.shortfall(gripper, object.size, is_round(&object)),
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

fn rolls(object: &ObjectDraw) -> bool {
    match &object.choice {
        ObjectChoice::Hypothesis { prior, .. } => *prior == ShapePrior::Ball,
        ObjectChoice::Catalogue { id, .. } => by_id(id).is_some_and(|model| {
            matches!(model.shape, ObjectShape::Sphere { .. } | ObjectShape::Apple { .. })
        }),
    }
}

/// Whether the outline seen from above is a circle.
fn is_round(object: &ObjectDraw) -> bool {
    match &object.choice {
        ObjectChoice::Hypothesis { prior, .. } => matches!(prior, ShapePrior::Cylinder | ShapePrior::Ball),
        ObjectChoice::Catalogue { id, .. } => by_id(id).is_some_and(|model| {
            matches!(
                model.shape,
                ObjectShape::Can { .. }
                    | ObjectShape::Cylinder { .. }
                    | ObjectShape::Jar { .. }
                    | ObjectShape::Sphere { .. }
                    | ObjectShape::Apple { .. }
            )
        }),
    }
}
