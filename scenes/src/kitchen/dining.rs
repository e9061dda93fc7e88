//! A dining place in the part of the kitchen that is left: a table with its back to a wall and chairs around it, or a
//! small table for one.

use super::draw::{WOOD, color};
use crate::builder::SceneBuilder;
use crate::draw::{Draws, Stream};
use crate::furniture::seating::chair;
use crate::furniture::tables::{DINING, TableForm, table};
use crate::furniture::{Piece, decor};
use crate::home::hang;
use crate::layout::{Footprint, Plan, Preference, Rect};
use crate::{Room, TaskZone, Wall};
use glam::{DQuat, DVec3};
use restage_assets::{Material, TextureKind};
use restage_geometry::Pose;
use std::f64::consts::{FRAC_PI_2, PI};

/// The floor before the worktop that stays free, m: a person, and the cameras that look at the work.
const WORKING_DEPTH: f64 = 1.30;
/// From the edge of the table to the back of a chair that is pushed in, m.
const CHAIR: f64 = 0.40;
/// Room of a chair beside an end of the table, m.
const END_CHAIR: f64 = 0.56;
/// From the end of the table to the middle of a chair that stands a little askew inside its legs, m.
const CHAIR_REACH: f64 = 0.38;
/// What begins above this height is in nobody's way, m.
const LOW: f64 = 1.2;
/// Height of the table, m.
const HEIGHT: f64 = 0.74;

/// Places table and chairs where they fit; a kitchen without the room for them stays as it is.
pub(super) fn furnish(
    builder: &mut SceneBuilder,
    (layout, style): (&Draws, &Draws),
    room: &Room,
    zone: &TaskZone,
) {
    let mut s = layout.stream("dining");
    let mut plan = Plan::new(room);
    // What was placed before, part by part: a run around a corner leaves its inside free.
    for fixture in builder.scene().fixtures.iter().filter(|it| it.part_of.is_some()) {
        let (low, high) = fixture.world_bounds();
        if low.z < LOW {
            plan.occupy(Rect { low: [low.x, low.y], high: [high.x, high.y] });
        }
    }
    plan.keep_clear(Rect { low: [room.low[0], -WORKING_DEPTH], high: [room.high[0], 0.0] });
    let wide = [s.uniform(1.30, 1.70), s.uniform(0.70, 0.85)];
    let form = *s.pick(&[TableForm::Legs, TableForm::Frames, TableForm::Panels]);
    for (size, ends) in [(wide, true), (wide, false), ([0.75, 0.62], false)] {
        let beside = if ends { 2.0 * END_CHAIR } else { 0.0 };
        let foot = Footprint::new([size[0] + beside, size[1] + CHAIR], 0.9, 0.3);
        let walls = [Wall::South, Wall::East, Wall::West];
        let mut trial = plan.clone();
        let Some(pose) = trial.along_wall(&mut s, &walls, &foot, Preference::Middle) else { continue };
        if trial.walkable(zone.stand) {
            let pose = pose * Pose::from_translation(DVec3::Y * (CHAIR / 2.0));
            place(builder, &mut s, style, pose, (form, size, ends));
            return;
        }
    }
}

/// The table at its pose, with chairs along its front and, if asked, at its ends.
fn place(
    builder: &mut SceneBuilder,
    s: &mut Stream,
    style: &Draws,
    table_pose: Pose,
    (form, [w, d], ends): (TableForm, [f64; 2], bool),
) {
    let mut colors = style.stream("dining");
    let seed = colors.texture_seed();
    let mut wood =
        || Material::plain(color(&mut colors, &WOOD), 0.42).textured(TextureKind::Wood, 0.36, seed);
    let (top, frame, seat) = (wood(), wood(), wood());
    builder.place(
        table("dining_table", "dining table", form, [w, d, HEIGHT], (&top, &frame), &DINING),
        table_pose,
    );
    let mut add = |piece: &Piece, x: f64, y: f64, yaw: f64| {
        let place = Pose::new(DVec3::new(x, y, 0.0), DQuat::from_rotation_z(yaw));
        builder.place(piece.clone(), table_pose * place);
    };
    let one = chair(&frame, &seat);
    let front = -d / 2.0 - CHAIR + 0.27;
    if w > 1.1 {
        // Beside one another between the legs of the table.
        let beside = w / 2.0 - CHAIR_REACH;
        [-beside, beside].into_iter().for_each(|x| add(&one, x, front, PI + s.uniform(-0.1, 0.1)));
    } else {
        add(&one, 0.0, front, PI);
    }
    if ends {
        let out = w / 2.0 + 0.29;
        add(&one, out, 0.0, -FRAC_PI_2);
        add(&one, -out, 0.0, FRAC_PI_2);
    }
}

/// A clock and a picture or two on the walls that are free.
pub(super) fn hang_up(
    builder: &mut SceneBuilder,
    (layout, style): (&Draws, &Draws),
    room: &Room,
    metal: &Material,
) {
    let mut s = layout.stream("on the walls");
    let walls = [Wall::South, Wall::East, Wall::West];
    if s.chance(0.6) {
        hang(builder, room, &mut s, &walls, &decor::clock(0.15, metal), 1.95, [0.30, 0.15, 0.15]);
    }
    for k in 0..s.integer(1, 2) {
        let (w, h) = (s.uniform(0.35, 0.8), s.uniform(0.35, 0.7));
        let mut shapes = layout.stream(&format!("picture/{k}"));
        let mut colors = style.stream(&format!("picture/{k}"));
        let picture = decor::picture(w, h, metal, &mut shapes, &mut colors, &PICTURES);
        hang(builder, room, &mut s, &walls, &picture, 1.6, [w, h / 2.0, h / 2.0]);
    }
}

/// sRGB colours of pictures.
const PICTURES: [u32; 6] = [0xE9DCC6, 0x8C3B2E, 0x3F5A4A, 0xC9A24B, 0x2F3E4E, 0xD9CDBF];
