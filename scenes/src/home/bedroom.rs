//! A bedroom: bed with its head to a wall, bedside tables with lamps, wardrobe, and a desk or chest of drawers that
//! carries the task.

use super::fitting::{ceiling, ceiling_lamps, curtains, door, hang, no_room, sun_shines, window};
use super::style::Style;
use crate::builder::SceneBuilder;
use crate::furniture::beds::{Bedding, bed};
use crate::furniture::tables::{DESK, LOUNGE, TableForm, drawers, table};
use crate::furniture::{decor, lamps, lamps::CeilingLamp, seating, storage};
use crate::layout::{Footprint, Plan, Preference, Shell};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use glam::DVec3;
use restage_geometry::Pose;

/// The template.
pub(crate) const HOME_BEDROOM: Template = Template {
    name: "home_bedroom",
    family: Environment::Home,
    summary: "bed, wardrobe, and a desk or chest of drawers",
    support_height: [0.70, 0.95],
    task_lux: [80.0, 450.0],
    lamp_cct_k: [2500.0, 4000.0],
    lamps: [1, 2],
    daylight: true,
    generate,
};

/// Clear depth in front of the surface that carries the task, m.
const TASK_DEPTH: f64 = 1.25;

fn generate(generation: &Generation) -> Result<Scene, TemplateError> {
    let style = Style::draw(&generation.style);
    let room = shell_of(generation);
    let mut plan = Plan::new(&room);
    let mut builder = SceneBuilder::new(generation.template.name, Environment::Home);
    let mut finish = style.dry_room(generation.style.stream("floor").chance(0.4));
    let bed_wall = place_bed(&mut builder, generation, &style, &room, &mut plan)?;
    let support = place_task(&mut builder, generation, &style, (&room, bed_wall), &mut plan)?;
    builder.task(support, &generation.request.task, 0.30)?;
    let stand = builder.scene().task_zone.as_ref().map_or([0.0; 2], |zone| zone.stand);
    more(&mut builder, generation, &style, &mut plan);
    if !plan.walkable(stand) {
        return Err(no_room(generation, "a walkway to the desk", [room.walkway, 1.0, 2.0], &room));
    }
    if style.has_accent {
        finish.accent = Some((bed_wall, style.deep_wall.clone()));
    }
    let sky = generation.lighting.sky_luminance;
    builder.shell(&Shell { room: &room, finish: &finish, sky, sun: sun_shines(generation) });
    on_walls(&mut builder, generation, &style, &room, bed_wall);
    let form = *generation.layout.stream("lamp_form").pick(&CeilingLamp::HOME);
    ceiling_lamps(&mut builder, generation, &room, form, &style);
    Ok(builder.finish(&generation.lighting, &generation.request.exposure))
}

fn shell_of(generation: &Generation) -> Room {
    let mut s = generation.layout.stream("room");
    let size = [s.uniform(3.6, 5.2), s.uniform(3.6, 4.9)];
    let mut room = Room::centred("bedroom", size, ceiling(&mut s));
    let wall = door(&mut room, &mut s, &Wall::ALL, 0.84);
    let lit = if s.chance(0.6) { wall.opposite() } else { *s.pick(&Wall::ALL) };
    let (width, sill, top) = (s.uniform(0.9, 1.9), s.uniform(0.85, 1.05), s.uniform(2.05, 2.35));
    window(&mut room, &mut s, lit, width, [sill, top]);
    room
}

/// The bed in the middle of a wall, with room on both sides, and what stands beside its head.
fn place_bed(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    plan: &mut Plan,
) -> Result<Wall, TemplateError> {
    let mut s = generation.layout.stream("bed");
    let width = *s.pick(&[0.9, 1.2, 1.4, 1.6, 1.8]);
    let side = 0.62;
    let reserved = Footprint::new([width + 0.08 + 2.0 * side, 2.14], 0.8, 0.65);
    let tall = Footprint { height: 1.12, ..reserved };
    let pose = plan
        .along_wall(&mut s, &Wall::ALL, &tall, Preference::Middle)
        .or_else(|| plan.along_wall(&mut s, &Wall::ALL, &reserved, Preference::Anywhere))
        .ok_or_else(|| no_room(generation, "a bed", [reserved.size[0], 2.14 + 0.65, 1.0], room))?;
    let bedding = Bedding {
        sheet: style.linen.clone(),
        duvet: style.second_cloth.clone(),
        accent: style.accent.clone(),
    };
    let cloth = generation.style.stream("headboard").chance(0.5).then_some(&style.cloth);
    builder.place(bed(width, &style.wood, cloth, &bedding), pose);
    let both = width > 1.3 || s.chance(0.3);
    for (k, x) in [-1.0, 1.0].into_iter().enumerate() {
        let (w, d, h) = (s.uniform(0.42, 0.52), 0.40, s.uniform(0.46, 0.58));
        if k == 0 || both {
            let at = DVec3::new(x * (width / 2.0 + 0.05 + w / 2.0 + 0.01), 1.07 - d / 2.0, 0.0);
            let mut table = drawers("bedside_table", [w, d, h], 2, (&style.wood, &style.metal));
            table.adopt(lamps::table_lamp(&style.pot), Pose::from_translation(DVec3::new(0.0, 0.05, h)));
            builder.place(table, pose * Pose::from_translation(at));
        }
    }
    let mut r = generation.layout.stream("rug");
    if r.chance(0.7) {
        let rug = decor::rug(width + 0.9, 1.5, &style.rug, &style.rug_border);
        builder.place(rug, pose * Pose::from_translation(DVec3::new(0.0, -0.65, 0.0)));
    }
    Ok(wall_behind(room, &pose))
}

/// The wall that furniture at a pose has behind it.
fn wall_behind(room: &Room, pose: &Pose) -> Wall {
    let back = pose.transform_vector(DVec3::Y);
    let towards = |wall: &Wall| -room.wall(*wall).inward().dot(back);
    Wall::ALL.into_iter().max_by(|a, b| towards(a).total_cmp(&towards(b))).unwrap_or(Wall::North)
}

/// The desk or chest that carries the task, beside the bed where there is room; returns the name of its surface.
fn place_task(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    (room, bed_wall): (&Room, Wall),
    plan: &mut Plan,
) -> Result<&'static str, TemplateError> {
    let mut s = generation.layout.stream("task");
    let is_desk = s.chance(0.6);
    let (w, d) = if is_desk {
        (s.uniform(0.95, 1.4), s.uniform(0.52, 0.68))
    } else {
        (s.uniform(0.9, 1.4), s.uniform(0.44, 0.52))
    };
    let form = *s.pick(&[TableForm::Legs, TableForm::Panels, TableForm::Frames]);
    let rows = s.integer(3, 4);
    let h = if is_desk {
        generation.support_height(0.745, [0.70, 0.80])
    } else {
        generation.support_height(0.85, [0.72, 0.95])
    };
    // Places are chosen for the usual height, so that another one moves nothing.
    let foot = Footprint { size: [w + 0.01, d], height: 0.80, front: TASK_DEPTH, wider: 0.1 };
    // Across from the bed is the last choice: whoever works there has the bed behind them, and out of the picture.
    let beside: Vec<Wall> = Wall::ALL.into_iter().filter(|wall| *wall != bed_wall.opposite()).collect();
    let pose = plan
        .along_wall(&mut s, &beside, &foot, Preference::Anywhere)
        .or_else(|| plan.along_wall(&mut s, &Wall::ALL, &foot, Preference::Anywhere))
        .ok_or_else(|| no_room(generation, "a desk", [w, d + TASK_DEPTH, 1.0], room))?;
    if is_desk {
        let desk = table("desk", "desk", form, [w, d, h], (&style.wood, &style.second_wood), &DESK);
        builder.place(desk, pose);
        return Ok("desk");
    }
    let mut chest = drawers("chest_of_drawers", [w, d, h], rows, (&style.painted, &style.metal));
    let margin = 0.02;
    let (x, y) = (w / 2.0 - margin, d / 2.0 - margin);
    chest.support("chest of drawers", [[-x, -y], [x, y]], h, 1.0, &LOUNGE);
    builder.place(chest, pose);
    Ok("chest of drawers")
}

/// Wardrobe, bookcase, chair, plant where there is room.
fn more(builder: &mut SceneBuilder, generation: &Generation, style: &Style, plan: &mut Plan) {
    let mut s = generation.layout.stream("wardrobe");
    let doors = s.integer(2, 4);
    let mirror = s.chance(0.4);
    let size = [0.48 * f64::from(doors), 0.60, s.uniform(2.0, 2.3)];
    for size in [size, [0.96, 0.58, 2.0]] {
        let doors = (size[0] / 0.48).round() as u32;
        let foot = Footprint::new([size[0], size[1]], size[2], 0.62);
        if let Some(pose) = plan.along_wall(&mut s, &Wall::ALL, &foot, Preference::Corner) {
            builder.place(storage::wardrobe(size, doors, &style.painted, &style.metal, mirror), pose);
            break;
        }
    }
    let mut b = generation.layout.stream("bookcase");
    let size = [b.uniform(0.6, 0.9), 0.30, b.uniform(1.1, 1.9)];
    let mut colors = generation.style.stream("books");
    if b.chance(0.5)
        && let Some(pose) = plan.along_wall(
            &mut b,
            &Wall::ALL,
            &Footprint::new([size[0], size[1]], size[2], 0.5),
            Preference::Corner,
        )
    {
        builder
            .place(storage::bookcase(size, &style.second_wood, &mut b, &mut colors, &["coffee_mug"]), pose);
    }
    let mut c = generation.layout.stream("chair");
    if c.chance(0.7)
        && let Some(pose) =
            plan.along_wall(&mut c, &Wall::ALL, &Footprint::new([0.50, 0.54], 0.8, 0.0), Preference::Corner)
    {
        builder.place(seating::chair(&style.second_wood, &style.cloth), pose);
    }
    let mut p = generation.layout.stream("plant");
    let height = p.uniform(0.7, 1.2);
    if p.chance(0.6)
        && let Some(pose) =
            plan.along_wall(&mut p, &Wall::ALL, &Footprint::new([0.42, 0.42], 0.7, 0.0), Preference::Corner)
    {
        let mut leaves = generation.style.stream("leaves");
        builder.place(decor::plant(height, &style.pot, &mut p, &mut leaves), pose);
    }
}

fn on_walls(builder: &mut SceneBuilder, generation: &Generation, style: &Style, room: &Room, bed_wall: Wall) {
    curtains(builder, room, &mut generation.layout.stream("curtains"), style);
    let mut s = generation.layout.stream("pictures");
    for k in 0..s.integer(1, 3) {
        let (w, h) = (s.uniform(0.4, 1.0), s.uniform(0.4, 0.7));
        let mut shapes = generation.layout.stream(&format!("picture/{k}"));
        let mut colors = generation.style.stream(&format!("picture/{k}"));
        let picture = decor::picture(w, h, &style.second_wood, &mut shapes, &mut colors, &style.pictures);
        let walls = if k == 0 { vec![bed_wall] } else { Wall::ALL.to_vec() };
        hang(builder, room, &mut s, &walls, &picture, 1.62, [w, h / 2.0, h / 2.0]);
    }
    if s.chance(0.5) {
        let mirror = decor::mirror(0.5, 1.1, &style.second_wood);
        hang(builder, room, &mut s, &Wall::ALL, &mirror, 1.35, [0.5, 0.55, 0.55]);
    }
}
