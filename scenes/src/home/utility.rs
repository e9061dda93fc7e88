//! A utility room: washing machine and dryer under a counter with a sink, shelf, hamper, drying rack. Walkways are 0.70 m
//! wide.

use super::fitting::{ceiling_lamps, door, hang, no_room, sun_shines, window};
use super::style::Style;
use crate::builder::SceneBuilder;
use crate::furniture::{Axis, Piece, Touch, lamps::CeilingLamp, laundry, storage};
use crate::layout::{Footprint, Plan, Preference, Shell};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use glam::DVec3;
use restage_assets::Material;
use restage_geometry::Pose;

/// The template.
pub(crate) const HOME_UTILITY: Template = Template {
    name: "home_utility",
    family: Environment::Home,
    summary: "washing machine and dryer under a folding counter",
    support_height: [0.89, 0.94],
    task_lux: [200.0, 550.0],
    lamp_cct_k: [3000.0, 5000.0],
    lamps: [1, 2],
    daylight: true,
    generate,
};

/// Clear depth in front of the machines, m.
const TASK_DEPTH: f64 = 1.20;
/// Width of walkways, m.
const WALKWAY: f64 = 0.70;
/// Depth of the counter, m.
const DEPTH: f64 = 0.64;
/// Width of a machine with its gaps, m.
const BAY: f64 = 0.62;

fn generate(generation: &Generation) -> Result<Scene, TemplateError> {
    let style = Style::draw(&generation.style);
    let room = shell_of(generation);
    let mut plan = Plan::new(&room);
    let mut builder = SceneBuilder::new(generation.template.name, Environment::Home);
    let mut finish = style.wet_room(1.35);
    if generation.layout.stream("tiles").chance(0.5) {
        finish.tiles = None;
    }
    let sky = generation.lighting.sky_luminance;
    builder.shell(&Shell { room: &room, finish: &finish, sky, sun: sun_shines(generation) });
    let counter = place_counter(&mut builder, generation, &style, &room, &mut plan)?;
    builder.task("folding counter", &generation.request.task, 0.30)?;
    let stand = builder.scene().task_zone.as_ref().map_or([0.0; 2], |zone| zone.stand);
    on_floor(&mut builder, generation, &style, &mut plan);
    if !plan.walkable(stand) {
        return Err(no_room(generation, "a walkway to the counter", [room.walkway, 1.0, 2.0], &room));
    }
    over_counter(&mut builder, generation, &style, &room, &counter);
    ceiling_lamps(&mut builder, generation, &room, CeilingLamp::Panel, &style);
    Ok(builder.finish(&generation.lighting, &generation.request.exposure))
}

fn shell_of(generation: &Generation) -> Room {
    let mut s = generation.layout.stream("room");
    let size = [s.uniform(2.5, 3.3), s.uniform(2.3, 3.0)];
    let mut room = Room { walkway: WALKWAY, ..Room::centred("utility room", size, s.uniform(2.35, 2.7)) };
    let wall = door(&mut room, &mut s, &[Wall::East, Wall::South, Wall::West], 0.80);
    let lit = *s.pick(&[Wall::East, Wall::West, Wall::South]);
    if s.chance(0.7) && lit != wall {
        let width = s.uniform(0.6, 1.0);
        window(&mut room, &mut s, lit, width, [1.1, 2.0]);
    }
    room
}

/// What the counter's shelf needs to know.
struct Counter {
    pose: Pose,
    width: f64,
}

/// The counter along the north wall with two machines and the sink unit below it.
fn place_counter(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    plan: &mut Plan,
) -> Result<Counter, TemplateError> {
    let mut s = generation.layout.stream("counter");
    let unit = s.uniform(0.60, 0.75);
    let width = unit + 2.0 * BAY + 0.04;
    let h = generation.support_height(0.915, [0.89, 0.94]);
    let left = s.chance(0.5);
    let foot = Footprint { size: [width, DEPTH], height: 0.95, front: TASK_DEPTH, wider: 0.0 };
    let pose = plan
        .along_wall(&mut s, &[Wall::North], &foot, Preference::Anywhere)
        .ok_or_else(|| no_room(generation, "the counter", [width, DEPTH + TASK_DEPTH, 1.0], room))?;
    let side = if left { -1.0 } else { 1.0 };
    let x = width / 2.0;
    let span = if left { [-x + 0.018, -x + 0.018 + unit] } else { [x - 0.018 - unit, x - 0.018] };
    let sink = side * (x - 0.02 - unit / 2.0);
    let top = if generation.style.stream("top").chance(0.5) { &style.stone } else { &style.wood };
    builder.place(laundry::counter([width, DEPTH, h], sink, span, top, &style.painted), pose);
    let white = Material::plain([0.80, 0.80, 0.79], 0.3);
    let silver = Material::plain([0.42, 0.43, 0.44], 0.3);
    let body = if generation.style.stream("machines").chance(0.75) { &white } else { &silver };
    let first = if left { span[1] + BAY / 2.0 + 0.004 } else { span[0] - BAY / 2.0 - 0.004 };
    for (k, kind) in ["washing_machine", "tumble_dryer"].into_iter().enumerate() {
        let at = DVec3::new(first - side * BAY * k as f64, 0.02, 0.0);
        builder.place(laundry::machine(kind, body, k == 1), pose * Pose::from_translation(at));
    }
    Ok(Counter { pose, width })
}

/// Hamper, drying rack, broom cupboard where there is room.
fn on_floor(builder: &mut SceneBuilder, generation: &Generation, style: &Style, plan: &mut Plan) {
    let mut s = generation.layout.stream("floor");
    let weave = Material::srgb(0xB99B6B, 0.85).textured(restage_assets::TextureKind::Fabric, 0.10, 5);
    if let Some(pose) =
        plan.along_wall(&mut s, &Wall::ALL, &Footprint::new([0.44, 0.36], 0.62, 0.0), Preference::Corner)
    {
        builder.place(laundry::hamper(&weave, &style.accent), pose);
    }
    let tall = Footprint::new([0.5, 0.42], 2.0, 0.45);
    if s.chance(0.6)
        && let Some(pose) = plan.along_wall(&mut s, &Wall::ALL, &tall, Preference::Corner)
    {
        builder.place(storage::wardrobe([0.5, 0.42, 2.0], 1, &style.painted, &style.metal, false), pose);
    }
    let rack = Footprint::new([0.95, 0.56], 0.95, 0.0);
    if s.chance(0.5)
        && let Some(pose) = plan.along_wall(&mut s, &Wall::ALL, &rack, Preference::Anywhere)
    {
        let turned = pose * Pose::from_rotation(glam::DQuat::from_rotation_z(std::f64::consts::FRAC_PI_2));
        builder.place(laundry::drying_rack(&style.metal, [&style.linen, &style.accent]), turned);
    }
}

/// A shelf with bottles and boxes over the counter, a broom.
fn over_counter(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    counter: &Counter,
) {
    let mut s = generation.layout.stream("shelf");
    let wide = counter.width - 0.3;
    let mut shelf = storage::wall_shelf(wide, 0.26, &style.wood, &style.metal);
    let mut x = -wide / 2.0 + 0.10;
    let goods = [
        "ycb_021_bleach_cleanser",
        "ycb_003_cracker_box",
        "ycb_002_master_chef_can",
        "spray_bottle",
        "laundry_detergent",
        "carton_xs",
    ];
    while x < wide / 2.0 - 0.10 {
        let id = *s.pick(&goods);
        let gap = s.uniform(0.02, 0.16);
        if let Some(model) = restage_assets::by_id(id) {
            let width = model.size().x;
            shelf.decor("goods", id, [x + width / 2.0, -0.13, 0.0], 0.0);
            x += width;
        }
        x += gap;
    }
    let pose = counter.pose * Pose::from_translation(DVec3::new(0.0, DEPTH / 2.0, 1.60));
    builder.place(shelf, pose);
    if s.chance(0.6) {
        hang(builder, room, &mut s, &Wall::ALL, &broom(&style.accent), 1.35, [0.34, 1.35, 0.05]);
    }
}

/// A broom on a hook, 1.3 m long, its hook at z = 0.
fn broom(bristles: &Material) -> Piece {
    let mut p = Piece::new("broom");
    let wood = Material::srgb(0xC69C6D, 0.6);
    p.rod("hook", [0.0, -0.02, -0.02], Axis::Y, [0.006, 0.04], &wood, Touch::Solid);
    p.rod("stick", [0.0, -0.045, -0.60], Axis::Z, [0.012, 1.20], &wood, Touch::Solid);
    p.soft("head", [-0.15, -0.07, -1.24], [0.15, -0.02, -1.19], 0.012, &wood, Touch::Solid);
    p.soft("bristles", [-0.145, -0.075, -1.32], [0.145, -0.015, -1.235], 0.012, bristles, Touch::Solid);
    p
}
