//! A bathroom: washbasin unit with mirror, toilet, bath or shower, tiles, towels. Walkways are 0.60 m wide: bathrooms
//! are planned for one person.

use super::fitting::{ceiling_lamps, door, hang, no_room, sun_shines, window};
use super::style::Style;
use crate::builder::SceneBuilder;
use crate::furniture::{decor, lamps::CeilingLamp, sanitary, storage};
use crate::layout::{Footprint, Plan, Preference, Shell};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use glam::DVec3;
use restage_geometry::Pose;

/// The template.
pub(crate) const HOME_BATHROOM: Template = Template {
    name: "home_bathroom",
    family: Environment::Home,
    summary: "washbasin unit, toilet, bath or shower",
    support_height: [0.80, 0.88],
    task_lux: [200.0, 600.0],
    lamp_cct_k: [2700.0, 5000.0],
    lamps: [1, 4],
    daylight: true,
    generate,
};

/// Clear depth in front of the washbasin, m.
const TASK_DEPTH: f64 = 1.15;
/// Width of walkways, m.
const WALKWAY: f64 = 0.60;

fn generate(generation: &Generation) -> Result<Scene, TemplateError> {
    let style = Style::draw(&generation.style);
    let room = shell_of(generation);
    let mut plan = Plan::new(&room);
    let mut builder = SceneBuilder::new(generation.template.name, Environment::Home);
    let tiled = if generation.layout.stream("tiles").chance(0.5) { room.height } else { 1.5 };
    let finish = style.wet_room(tiled);
    let sky = generation.lighting.sky_luminance;
    builder.shell(&Shell { room: &room, finish: &finish, sky, sun: sun_shines(generation) });
    let vanity = place_vanity(&mut builder, generation, &style, &room, &mut plan)?;
    builder.task("basin counter", &generation.request.task, 0.30)?;
    let stand = builder.scene().task_zone.as_ref().map_or([0.0; 2], |zone| zone.stand);
    place_sanitary(&mut builder, generation, &style, &room, &mut plan)?;
    if !plan.walkable(stand) {
        return Err(no_room(generation, "a walkway to the washbasin", [room.walkway, 1.0, 2.0], &room));
    }
    accessories(&mut builder, generation, &style, &room, &vanity);
    let form = if generation.lighting.lamps > 1 { CeilingLamp::Spot } else { CeilingLamp::Disc };
    ceiling_lamps(&mut builder, generation, &room, form, &style);
    Ok(builder.finish(&generation.lighting, &generation.request.exposure))
}

fn shell_of(generation: &Generation) -> Room {
    let mut s = generation.layout.stream("room");
    let size = [s.uniform(2.3, 3.2), s.uniform(2.4, 3.4)];
    let mut room = Room { walkway: WALKWAY, ..Room::centred("bathroom", size, s.uniform(2.35, 2.75)) };
    let wall = door(&mut room, &mut s, &Wall::ALL, 0.78);
    if s.chance(0.75) {
        let width = s.uniform(0.5, 0.9);
        window(&mut room, &mut s, wall.opposite(), width, [1.35, 2.05]);
    }
    room
}

/// The washbasin unit and the mirror over it. Returns the unit's pose.
fn place_vanity(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    plan: &mut Plan,
) -> Result<Pose, TemplateError> {
    let mut s = generation.layout.stream("vanity");
    // A task that needs a larger counter gets one.
    let [wide, deep] = sanitary::vanity_for(generation.request.task.footprint);
    let (w, d) = (s.uniform(1.15, 1.5).max(wide), s.uniform(0.46, 0.54).max(deep));
    let h = generation.support_height(0.85, [0.80, 0.88]);
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    // The mirror over it is tall: as high as a window's sill may be.
    let foot = Footprint { size: [w, d], height: 2.0, front: TASK_DEPTH, wider: 0.0 };
    let pose = plan
        .along_wall(&mut s, &Wall::ALL, &foot, Preference::Anywhere)
        .ok_or_else(|| no_room(generation, "a washbasin", [w, d + TASK_DEPTH, 1.0], room))?;
    let bowl = side * (w / 2.0 - sanitary::BOWL_FROM_END);
    let unit = sanitary::vanity([w, d, h], bowl, &style.stone, &style.painted, &style.metal);
    builder.place(unit, pose);
    let back = pose * Pose::from_translation(DVec3::new(0.0, d / 2.0, 1.55));
    let tall = s.uniform(0.7, 0.9);
    let wide = if s.chance(0.5) { w - 0.1 } else { 0.62 };
    let x = if wide > 0.7 { 0.0 } else { bowl };
    builder.place(
        decor::mirror(wide, tall, &style.metal),
        back * Pose::from_translation(DVec3::X * x.clamp(-(w - wide) / 2.0, (w - wide) / 2.0)),
    );
    Ok(pose)
}

/// Toilet, then a bath or a shower.
fn place_sanitary(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    plan: &mut Plan,
) -> Result<(), TemplateError> {
    let mut s = generation.layout.stream("sanitary");
    let panel =
        if generation.style.stream("bath_panel").chance(0.5) { &style.wall_tiles } else { &style.trim };
    let area = room.size()[0] * room.size()[1];
    let has_bath = area > 6.0 && s.chance(0.6);
    let (size, high) = if has_bath {
        ([s.uniform(1.5, 1.7), s.uniform(0.70, 0.78)], 0.58)
    } else {
        ([s.uniform(0.85, 1.05), s.uniform(0.80, 0.90)], 2.0)
    };
    let foot = Footprint::new(size, high, 0.45);
    let pose = plan.along_wall(&mut s, &Wall::ALL, &foot, Preference::Corner);
    let pose =
        pose.ok_or_else(|| no_room(generation, "a bath or shower", [size[0], size[1] + 0.45, 2.0], room))?;
    if has_bath {
        builder.place(sanitary::bathtub([size[0], size[1], 0.57], panel), pose);
    } else {
        builder.place(sanitary::shower(size), pose);
    }
    let seat = Footprint { size: [0.72, 0.70], height: 0.8, front: 0.55, wider: 0.0 };
    let pose = plan
        .along_wall(&mut s, &Wall::ALL, &seat, Preference::Anywhere)
        .ok_or_else(|| no_room(generation, "a toilet", [0.72, 1.25, 1.0], room))?;
    // The cistern stands against the wall.
    let toilet = pose * Pose::from_translation(DVec3::new(0.0, 0.35 - 0.34, 0.0));
    builder.place(sanitary::toilet(), toilet);
    Ok(())
}

/// Towels, paper, mat, plant, a shelf.
fn accessories(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    vanity: &Pose,
) {
    let mut s = generation.layout.stream("accessories");
    let mat = decor::rug(0.85, 0.55, &style.accent, &style.accent);
    builder.place(mat, *vanity * Pose::from_translation(DVec3::new(0.0, -0.62, 0.0)));
    for k in 0..s.integer(1, 2) {
        let cloth = if k == 0 { &style.accent } else { &style.linen };
        let rail = sanitary::towel_rail(s.uniform(0.5, 0.7), cloth);
        hang(builder, room, &mut s, &Wall::ALL, &rail, 1.25, [0.7, 0.45, 0.05]);
    }
    hang(builder, room, &mut s, &Wall::ALL, &sanitary::paper_holder(), 0.72, [0.18, 0.1, 0.1]);
    if s.chance(0.6) {
        let shelf = storage::wall_shelf(0.55, 0.16, &style.wood, &style.metal);
        hang(builder, room, &mut s, &Wall::ALL, &shelf, 1.45, [0.55, 0.17, 0.3]);
    }
    if s.chance(0.4) {
        let mut shapes = generation.layout.stream("picture");
        let mut colors = generation.style.stream("picture");
        let picture = decor::picture(0.4, 0.5, &style.metal, &mut shapes, &mut colors, &style.pictures);
        hang(builder, room, &mut s, &Wall::ALL, &picture, 1.6, [0.4, 0.25, 0.25]);
    }
}
