//! A living room: television and sofa face each other over a coffee table on a rug; armchair, shelves, lamps, plants.

use super::fitting::{ceiling, ceiling_lamps, curtains, door, hang, no_room, sun_shines, window};
use super::style::Style;
use crate::builder::{SceneBuilder, floor_pose};
use crate::furniture::seating::Sofa;
use crate::furniture::tables::{LOUNGE, TableForm, table};
use crate::furniture::{Piece, decor, lamps, lamps::CeilingLamp, storage};
use crate::layout::{Footprint, Plan, Preference, Shell};
use crate::template::Generation;
use crate::{Environment, Room, Scene, Template, TemplateError, Wall};
use glam::DVec3;
use restage_geometry::Pose;

/// The template.
pub(crate) const HOME_LIVING_ROOM: Template = Template {
    name: "home_living_room",
    family: Environment::Home,
    summary: "sofa, television and a coffee table between them",
    support_height: [0.40, 0.60],
    task_lux: [80.0, 400.0],
    lamp_cct_k: [2500.0, 4000.0],
    lamps: [1, 3],
    daylight: true,
    generate,
};

/// Clear depth between coffee table and television, where the person is, m.
const TASK_DEPTH: f64 = 1.30;
/// From the sofa to the coffee table, m.
const KNEES: f64 = 0.42;

/// Everything that is decided before things are placed.
struct Group {
    tv_wall: Wall,
    tv: Pose,
    tv_size: [f64; 3],
    tv_width: f64,
    sofa: Pose,
    sofa_form: Sofa,
    table: Pose,
    table_size: [f64; 2],
}

fn generate(generation: &Generation) -> Result<Scene, TemplateError> {
    let style = Style::draw(&generation.style);
    let room = shell_of(generation);
    let mut plan = Plan::new(&room);
    let group = group(generation, &room, &mut plan)?;
    let mut builder = SceneBuilder::new(generation.template.name, Environment::Home);
    let mut finish = style.dry_room(generation.style.stream("floor").chance(0.2));
    if style.has_accent {
        finish.accent = Some((group.tv_wall.opposite(), style.deep_wall.clone()));
    }
    let sky = generation.lighting.sky_luminance;
    builder.shell(&Shell { room: &room, finish: &finish, sky, sun: sun_shines(generation) });
    place_group(&mut builder, generation, &style, &group);
    builder.task("coffee table", &generation.request.task, 0.30)?;
    let stand = builder.scene().task_zone.as_ref().map_or([0.0; 2], |zone| zone.stand);
    around(&mut builder, generation, &style, &room, &mut plan, &group);
    if !plan.walkable(stand) {
        return Err(no_room(generation, "a walkway to the coffee table", [room.walkway, 1.0, 2.0], &room));
    }
    on_walls(&mut builder, generation, &style, &room, &group);
    let form = *generation.layout.stream("lamp_form").pick(&CeilingLamp::HOME);
    ceiling_lamps(&mut builder, generation, &room, form, &style);
    Ok(builder.finish(&generation.lighting, &generation.request.exposure))
}

fn shell_of(generation: &Generation) -> Room {
    let mut s = generation.layout.stream("room");
    let size = [s.uniform(4.3, 6.2), s.uniform(4.1, 5.8)];
    let mut room = Room::centred("living room", size, ceiling(&mut s));
    let wall = door(&mut room, &mut s, &Wall::ALL, 0.86);
    let lit = if s.chance(0.6) { wall.opposite() } else { *s.pick(&Wall::ALL) };
    let top = s.uniform(2.1, 2.5);
    let (width, sill) = (s.uniform(1.3, 2.6), if s.chance(0.25) { 0.15 } else { s.uniform(0.75, 1.0) });
    window(&mut room, &mut s, lit, width, [sill, top]);
    if s.chance(0.5) {
        let other = *s.pick(&Wall::ALL);
        let width = s.uniform(0.9, 1.6);
        if other != lit {
            window(&mut room, &mut s, other, width, [0.9, top]);
        }
    }
    room
}

/// Television and sofa on one axis, the table between them.
fn group(generation: &Generation, room: &Room, plan: &mut Plan) -> Result<Group, TemplateError> {
    let mut s = generation.layout.stream("group");
    let tv_size = [s.uniform(1.2, 1.8), s.uniform(0.36, 0.45), s.uniform(0.42, 0.58)];
    let tv_width = s.uniform(0.95, 1.35).min(tv_size[0] - 0.1);
    let sofa_form = Sofa {
        width: s.uniform(1.7, 2.4),
        depth: s.uniform(0.84, 1.02),
        back: s.uniform(0.72, 0.90),
        arm: s.uniform(0.10, 0.24),
        feet: s.uniform(0.04, 0.15),
        seats: s.integer(2, 3),
        cushions: s.integer(1, 4),
    };
    let table_size = [s.uniform(0.90, 1.30), s.uniform(0.52, 0.70)];
    let gap = s.uniform(0.0, 0.5);
    let mut walls = Wall::ALL;
    s.shuffle(&mut walls);
    let deep = tv_size[1] + TASK_DEPTH + gap + table_size[1] + KNEES + sofa_form.depth;
    for tv_wall in walls {
        let frame = room.wall(tv_wall);
        let facing = room.wall(tv_wall.opposite());
        for k in 0..9 {
            let share = 0.5 + 0.06 * f64::from((k + 1) / 2) * if k % 2 == 0 { 1.0 } else { -1.0 };
            let along = frame.span[0] + share * frame.length();
            let tv = frame.pose(along, tv_size[1]);
            let yaw = facing.wall.yaw();
            let at = |out: f64| {
                let p = frame.point(along, -out, 0.0);
                floor_pose(p.x, p.y, yaw)
            };
            let from_tv = tv_size[1] + TASK_DEPTH + gap;
            let table = at(from_tv + table_size[1] / 2.0);
            let sofa = at(deep - sofa_form.depth / 2.0);
            let tv_foot =
                Footprint::new([tv_size[0], tv_size[1]], tv_size[2] + 0.08 + 0.5625 * tv_width, 0.0);
            let table_foot = Footprint { size: table_size, height: 0.5, front: TASK_DEPTH, wider: 0.15 };
            let sofa_foot = Footprint::new([sofa_form.width, sofa_form.depth], sofa_form.back, 0.0);
            let mut trial = plan.clone();
            if trial.take(&tv, &tv_foot) && trial.take(&table, &table_foot) && trial.take(&sofa, &sofa_foot) {
                *plan = trial;
                return Ok(Group { tv_wall, tv, tv_size, tv_width, sofa, sofa_form, table, table_size });
            }
        }
    }
    Err(no_room(generation, "sofa, table and television", [sofa_form.width, deep, 1.2], room))
}

fn place_group(builder: &mut SceneBuilder, generation: &Generation, style: &Style, group: &Group) {
    let mut s = generation.layout.stream("table");
    let height = generation.support_height(0.45, [0.40, 0.60]);
    let [w, d] = group.table_size;
    let form = *s.pick(&TableForm::ALL);
    let top = if generation.style.stream("table").chance(0.25) { &style.stone } else { &style.wood };
    let coffee =
        table("coffee_table", "coffee table", form, [w, d, height], (top, &style.second_wood), &LOUNGE);
    builder.place(coffee, group.table);
    builder.place(group.sofa_form.build("sofa", &style.cloth, &style.accent, &style.second_wood), group.sofa);
    builder.place(storage::tv_stand(group.tv_size, group.tv_width, &style.wood, &style.metal), group.tv);
    let mut r = generation.layout.stream("rug");
    if r.chance(0.85) {
        let rug = decor::rug(w + r.uniform(0.7, 1.1), d + r.uniform(0.9, 1.3), &style.rug, &style.rug_border);
        builder.place(rug, group.table);
    }
}

/// Armchair, side table, lamps, shelves, plants where there is room.
fn around(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    room: &Room,
    plan: &mut Plan,
    group: &Group,
) {
    let mut s = generation.layout.stream("around");
    let beside =
        |side: f64, x: f64, y: f64| group.sofa * Pose::from_translation(DVec3::new(side * x, y, 0.0));
    for side in [-1.0, 1.0] {
        let x = group.sofa_form.width / 2.0 + 0.32;
        let pose = beside(side, x, group.sofa_form.depth / 2.0 - 0.28);
        let (wanted, lamp_stands) = (s.chance(0.65), s.chance(0.4));
        if wanted && plan.take(&pose, &Footprint::new([0.48, 0.48], 0.6, 0.0)) {
            if lamp_stands {
                builder.place(lamps::floor_lamp(&style.metal), pose);
            } else {
                let mut side_table = table(
                    "side_table",
                    "side table",
                    TableForm::Legs,
                    [0.44, 0.44, 0.52],
                    (&style.wood, &style.second_wood),
                    &LOUNGE,
                );
                side_table.supports.clear();
                side_table.adopt(lamps::table_lamp(&style.pot), Pose::from_translation(DVec3::Z * 0.52));
                builder.place(side_table, pose);
            }
        }
    }
    let mut a = generation.layout.stream("armchair");
    let armchair = Sofa { width: 0.86, depth: 0.84, seats: 1, cushions: a.integer(0, 1), ..group.sofa_form };
    let side = if a.chance(0.5) { 1.0 } else { -1.0 };
    let out = group.table_size[0] / 2.0 + 0.45 + 0.42;
    let turn = Pose::from_rotation(glam::DQuat::from_rotation_z(-side * std::f64::consts::FRAC_PI_2));
    let pose = group.table * Pose::from_translation(DVec3::new(side * out, 0.05, 0.0)) * turn;
    if a.chance(0.7) && plan.take(&pose, &Footprint::new([0.86, 0.84], 0.85, 0.0)) {
        builder
            .place(armchair.build("armchair", &style.second_cloth, &style.accent, &style.second_wood), pose);
    }
    shelves(builder, generation, style, plan, group);
    let mut p = generation.layout.stream("plants");
    for _ in 0..p.integer(1, 2) {
        let height = p.uniform(0.8, 1.5);
        let foot = Footprint::new([0.42, 0.42], height.min(0.7), 0.0);
        if let Some(pose) = plan.along_wall(&mut p, &Wall::ALL, &foot, Preference::Corner) {
            let mut colors = generation.style.stream("leaves");
            builder.place(decor::plant(height, &style.pot, &mut p, &mut colors), pose);
        }
    }
    let _ = room;
}

fn shelves(
    builder: &mut SceneBuilder,
    generation: &Generation,
    style: &Style,
    plan: &mut Plan,
    group: &Group,
) {
    let mut s = generation.layout.stream("shelves");
    let walls: Vec<Wall> = Wall::ALL.into_iter().filter(|wall| *wall != group.tv_wall.opposite()).collect();
    for k in 0..s.integer(1, 2) {
        let size = [s.uniform(0.7, 1.2), s.uniform(0.28, 0.34), s.uniform(1.2, 2.1)];
        let foot = Footprint::new([size[0], size[1]], size[2], 0.55);
        let mut books = generation.layout.stream(&format!("books/{k}"));
        let mut colors = generation.style.stream(&format!("books/{k}"));
        if let Some(pose) = plan.along_wall(&mut s, &walls, &foot, Preference::Corner) {
            let wood = if k == 0 { &style.wood } else { &style.painted };
            builder.place(storage::bookcase(size, wood, &mut books, &mut colors, &ORNAMENTS), pose);
        }
    }
}

/// Catalogue objects that stand on shelves; those that the catalogue has not are left out.
const ORNAMENTS: [&str; 5] = ["coffee_mug", "ycb_024_bowl", "vase", "photo_frame", "alarm_clock"];

/// Pictures over the sofa and elsewhere, curtains, a clock.
fn on_walls(builder: &mut SceneBuilder, generation: &Generation, style: &Style, room: &Room, group: &Group) {
    curtains(builder, room, &mut generation.layout.stream("curtains"), style);
    let mut s = generation.layout.stream("pictures");
    for k in 0..s.integer(2, 4) {
        let (w, h) = (s.uniform(0.45, 1.3), s.uniform(0.45, 1.0));
        let mut shapes = generation.layout.stream(&format!("picture/{k}"));
        let mut colors = generation.style.stream(&format!("picture/{k}"));
        let frame = if k % 2 == 0 { &style.second_wood } else { &style.metal };
        let picture: Piece = decor::picture(w, h, frame, &mut shapes, &mut colors, &style.pictures);
        let walls = if k == 0 { vec![group.tv_wall.opposite()] } else { Wall::ALL.to_vec() };
        hang(builder, room, &mut s, &walls, &picture, 1.55, [w, h / 2.0, h / 2.0]);
    }
    if s.chance(0.4) {
        hang(builder, room, &mut s, &Wall::ALL, &decor::clock(0.16, &style.metal), 1.85, [0.32, 0.16, 0.16]);
    }
}
