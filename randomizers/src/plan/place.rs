//! The place of a rollout: which template, with what layout, style, lights and height of the support.

use super::frames::SourceGrasp;
use super::{Draws, GroundedDemonstration, PlanContext};
use crate::axes::lighting::scene_exposure;
use crate::config::RandomizationConfig;
use crate::distribution::index;
use crate::rejection::PlanRejection;
use crate::seeds::Streams;
use glam::DQuat;
use restage_scenes::{Scene, SceneRequest, TaskDemand, Template};
use serde_json::json;
use std::f64::consts::FRAC_PI_2;

/// Room that hand and object need around the points between which the object is carried, m.
const AROUND: f64 = 0.16;

/// Bounds of the demanded footprint, m: a recording may use a larger table than the new place has, and its place is
/// then looked for anywhere in reach.
const FOOTPRINT: [[f64; 2]; 2] = [[0.40, 0.75], [0.28, 0.45]];

/// Room above the support that the hand needs beyond the lift, m.
const HAND: f64 = 0.20;

/// Bounds of the demanded headroom, m: under wall units there is less than half a metre.
const HEADROOM: [f64; 2] = [0.35, 0.44];

/// What the recorded workspace demands of a support.
pub(super) fn demand(source: &GroundedDemonstration) -> TaskDemand {
    let grasp = SourceGrasp::new(source, source.grounding.object.best());
    // The direction in which the person faces becomes the depth of the support.
    let turn = DQuat::from_rotation_z(FRAC_PI_2 - grasp.heading);
    let carried = grasp.released_base.map_or(grasp.base.translation, |base| base.translation);
    let apart = turn * (carried - grasp.base.translation);
    let bounded = |span: f64, [low, high]: [f64; 2]| (span.abs() + AROUND).clamp(low, high);
    TaskDemand {
        footprint: [bounded(apart.x, FOOTPRINT[0]), bounded(apart.y, FOOTPRINT[1])],
        headroom: (source.grounding.lift_height + HAND).clamp(HEADROOM[0], HEADROOM[1]),
    }
}

/// A place before anything about it is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// A template.
    Template(&'static Template),
    /// A scene that an author made.
    Authored(&'a Scene),
}

impl Place<'_> {
    /// Name of the template, or what the author calls the scene.
    pub fn name(&self) -> &str {
        match self {
            Self::Template(template) => template.name,
            Self::Authored(scene) => &scene.template,
        }
    }
}

/// Draws the place: one of the author's scenes, all alike, or one of the templates.
pub(super) fn draw_place<'a>(
    context: &PlanContext<'a>,
    streams: &Streams,
) -> Result<Place<'a>, PlanRejection> {
    if context.scenes.is_empty() {
        return draw_template(context.config, streams).map(Place::Template);
    }
    let drawn = match context.config.environment.enabled {
        true => index(&mut streams.rng("environment"), context.scenes.len()),
        false => 0,
    };
    Ok(Place::Authored(&context.scenes[drawn]))
}

/// The scene of a place, for a task.
pub(super) fn scene_of(
    place: Place,
    config: &RandomizationConfig,
    task: &TaskDemand,
    streams: &Streams,
    draws: &mut Draws,
) -> Result<Scene, PlanRejection> {
    match place {
        Place::Template(template) => draw_scene(config, template, task, streams, draws),
        Place::Authored(scene) => Ok(authored_scene(config, scene, streams, draws)),
    }
}

/// An author's scene as it is: of what the axes draw about places, only the exposure is left to draw.
fn authored_scene(
    config: &RandomizationConfig,
    scene: &Scene,
    streams: &Streams,
    draws: &mut Draws,
) -> Scene {
    let (template, family) = (&scene.template, scene.environment.name());
    draws.record("environment", &json!({ "template": template, "family": family, "scene": scene.hash() }));
    let exposure = config.exposure.sample(&mut streams.rng("exposure"));
    draws.record("exposure", &exposure);
    draws.record("white_balance", &config.white_balance.sample(&mut streams.rng("white_balance")));
    Scene { exposure_ev100: scene.exposure_ev100 + exposure.ev, ..scene.clone() }
}

/// Draws everything about a place of a template, and builds it.
fn draw_scene(
    config: &RandomizationConfig,
    template: &Template,
    task: &TaskDemand,
    streams: &Streams,
    draws: &mut Draws,
) -> Result<Scene, PlanRejection> {
    draws.record("environment", &json!({ "template": template.name, "family": template.family.name() }));
    let layout = config.layout.sample(&mut streams.rng("layout"));
    let style = config.room_style.sample(&mut streams.rng("room_style"));
    let level = config.support_height.sample(&mut streams.rng("support_height"));
    let lights = config.lights.sample(&mut streams.rng("lights"));
    let exposure = config.exposure.sample(&mut streams.rng("exposure"));
    let white = config.white_balance.sample(&mut streams.rng("white_balance"));
    draws.record("layout", &json!({ "seed": layout }));
    draws.record("room_style", &json!({ "seed": style }));
    draws.record("support_height", &json!({ "level": level }));
    draws.record("lights", &lights);
    draws.record("exposure", &exposure);
    draws.record("white_balance", &white);
    let lighting = lights.map_or_else(|| template.nominal_lighting(), |drawn| drawn.within(template));
    let [low, high] = template.support_height;
    let request = SceneRequest {
        layout,
        style,
        lighting: Some(lighting),
        exposure: scene_exposure(&exposure, &white, lighting.lamp_cct_k),
        support_height: level.map(|share| low + (high - low) * share),
        task: *task,
    };
    let scene = template.build(&request).map_err(|error| PlanRejection::NoScene {
        template: template.name.to_owned(),
        reason: error.to_string(),
    })?;
    draws.record("lit", &lighting);
    Ok(scene)
}

/// Draws the template.
fn draw_template(
    config: &RandomizationConfig,
    streams: &Streams,
) -> Result<&'static Template, PlanRejection> {
    let unknown =
        |reason: String| PlanRejection::NoScene { template: config.environment.names.join(","), reason };
    let templates = config.environment.templates().map_err(|error| unknown(error.to_string()))?;
    let drawn = config.environment.sample(&mut streams.rng("environment"), &templates);
    drawn.ok_or_else(|| unknown("no place is named".into()))
}
