//! A fitted kitchen along one wall, round a corner, or with an island. Dimensions follow measured kitchens and planning rules (worktop 0.92 m high and
//! 0.65 m deep in nearly all of 324 counters of a public set, carcass 0.60 m, toe kick 0.10 m, wall units from
//! 1.40 m, hood 0.65 m above the hob, prep surface at least 0.9 m wide beside the sink).
//!
//! World: the run lies along x, its front edge at y = 0 and the wall at y = counter depth; the person stands at
//! y < 0. x = 0 is the middle of the free worktop.

mod accessories;
mod appliances;
mod cabinets;
mod dining;
mod draw;
mod extension;
mod layout;
mod parameters;
mod shell;

pub use parameters::{
    DoorStyle, FloorFinish, KeyLight, KitchenParameters, ParameterFault, WindowPlace, WorktopFinish,
};

use crate::builder::SceneBuilder;
use crate::draw::Draws;
use crate::furniture::Piece;
use crate::layout::Shell;
use crate::lighting::Lamp;
use crate::template::Generation;
use crate::{
    Environment, Exposure, Lighting, Opening, OpeningKind, Room, Scene, Sun, TaskDemand, Template,
    TemplateError, Wall,
};
use glam::DVec3;
use layout::Layout;
use restage_geometry::Pose;

/// Name of this template in scenes and datasets.
pub const TEMPLATE: &str = "home_kitchen";

/// Distance from the middle of a person to the edge of the worktop, m.
const STAND_OFF: f64 = 0.30;

/// Width and height of the door, m.
const DOOR: [f64; 2] = [0.86, 2.05];

/// The template.
pub(crate) const HOME_KITCHEN: Template = Template {
    name: TEMPLATE,
    family: Environment::Home,
    summary: "fitted kitchen: worktop between sink and hob",
    support_height: [0.86, 0.94],
    task_lux: [200.0, 950.0],
    lamp_cct_k: [2700.0, 6500.0],
    lamps: [1, 1],
    daylight: true,
    generate,
};

/// Draws a kitchen and builds it.
fn generate(generation: &Generation) -> Result<Scene, TemplateError> {
    let mut parameters = draw::parameters(&generation.layout, &generation.style);
    parameters.counter_height = generation.support_height(parameters.counter_height, [0.86, 0.94]);
    let shift = generation.lighting.lamp_shift;
    parameters.lamp_offset = [shift[0], 1.1 + 0.45 * shift[1]];
    let request = generation.request;
    let draws = Some((&generation.layout, &generation.style));
    furnish(&parameters, &request.task, (&generation.lighting, &request.exposure), draws)
}

/// Builds the kitchen of given parameters: fixtures, lights, exposure, and the free worktop as support `worktop`. No
/// objects and no cameras; those come with the task. Values outside the documented ranges are built as they are, see
/// [`KitchenParameters::faults`].
pub fn counter_scene(parameters: &KitchenParameters) -> Scene {
    let p = parameters;
    let sun = (p.key == KeyLight::Sun).then_some(Sun {
        elevation: p.sun_elevation,
        azimuth: p.sun_azimuth,
        illuminance_lux: p.sun_lux,
    });
    let lighting = Lighting {
        task_lux: p.worktop_lux,
        lamp_share: p.lamp_share,
        lamps: 1,
        lamp_shift: [0.0, 0.0],
        lamp_cct_k: p.lamp_cct_k,
        daylight_cct_k: p.daylight_cct_k,
        sky_luminance: p.sky_luminance,
        sun,
    };
    let exposure = Exposure { offset_ev: p.exposure_offset_ev, white_balance_k: p.white_balance_k };
    let demand = TaskDemand { footprint: [0.0, 0.0], headroom: 0.0 };
    // A worktop is there and nothing is demanded of it, so that nothing can be missing.
    furnish(p, &demand, (&lighting, &exposure), None)
        .unwrap_or_else(|_| Scene::empty(TEMPLATE, Environment::Home))
}

/// Builds the kitchen; with draws of layout and style, what stands and hangs in the rest of the room too.
fn furnish(
    p: &KitchenParameters,
    demand: &TaskDemand,
    (lighting, exposure): (&Lighting, &Exposure),
    draws: Option<(&Draws, &Draws)>,
) -> Result<Scene, TemplateError> {
    let at = Layout::new(p);
    let mut builder = SceneBuilder::new(TEMPLATE, Environment::Home);
    let sun = lighting.sun.is_some() && lighting.sky_luminance > 50.0;
    let (room, finish) = (room(p, &at), shell::finish(p));
    builder.shell(&Shell { room: &room, finish: &finish, sky: lighting.sky_luminance, sun });
    builder.building(mirrored(shell::wall_fittings(p, &at), p.mirrored));
    let mut run = cabinets::build(p, &at);
    appliances::build_in(&mut run, p, &at);
    extension::side_run(&mut run, p, &at);
    run.support(
        "worktop",
        [[at.work_left, at.free_front], [at.work_right, at.free_back]],
        at.top,
        if p.wall_units { 1.40 - at.top } else { 1.0 },
        &["kitchen", "food", "bottle", "tableware"],
    );
    let mut pieces = vec![run, appliances::fridge(&at)];
    if p.accessories {
        pieces.extend(accessories::build(p, &at));
    }
    for piece in pieces {
        builder.place(mirrored(piece, p.mirrored), Pose::IDENTITY);
    }
    for (piece, mut pose) in extension::island(p, &at) {
        pose.translation.x *= if p.mirrored { -1.0 } else { 1.0 };
        builder.place(mirrored(piece, p.mirrored), pose);
    }
    builder.building(mirrored(appliances::lamp(p, &at), p.mirrored));
    builder.task("worktop", demand, STAND_OFF)?;
    if let (Some(draws), Some(zone)) = (draws, builder.scene().task_zone.clone()) {
        dining::furnish(&mut builder, draws, &room, &zone);
        dining::hang_up(&mut builder, draws, &room, &cabinets::steel(p.texture_seed));
    }
    Ok(builder.finish(lighting, exposure))
}

/// All of a piece, mirrored in x if asked. Every part is symmetric about its own axes, so that mirroring moves it and
/// turns nothing.
fn mirrored(mut piece: Piece, mirrored: bool) -> Piece {
    if mirrored {
        let flip = |point: &mut DVec3| point.x = -point.x;
        piece.parts.iter_mut().for_each(|part| flip(&mut part.world_from_fixture.translation));
        piece.supports.iter_mut().for_each(|support| {
            flip(&mut support.center);
            support.yaw = -support.yaw;
        });
        piece.lamps.iter_mut().for_each(|Lamp { position, .. }| flip(position));
    }
    piece
}

fn room(p: &KitchenParameters, at: &Layout) -> Room {
    let [along, heights] = at.window;
    let mut opening = Opening { kind: OpeningKind::Window, wall: Wall::West, along, heights };
    let (mut low, mut high) = (at.room_left, at.room_right);
    if Layout::window_over_sink(p) {
        opening.wall = Wall::North;
    }
    if p.mirrored {
        (low, high) = (-high, -low);
        match opening.wall {
            Wall::North => opening.along = [-along[1], -along[0]],
            _ => opening.wall = Wall::East,
        }
    }
    let from = low + 0.3 + p.door * (high - low - 0.6 - DOOR[0]);
    let door = Opening {
        kind: OpeningKind::Door,
        wall: Wall::South,
        along: [from, from + DOOR[0]],
        heights: [0.0, DOOR[1]],
    };
    Room {
        name: "kitchen".into(),
        low: [low, at.room_front],
        high: [high, at.depth],
        height: at.ceiling,
        openings: vec![opening, door],
        walkway: 0.91,
    }
}
