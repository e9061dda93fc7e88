//! What rooms of a home share: size, doors, windows, ceiling lamps, curtains, things hung on walls.

use super::style::Style;
use crate::builder::SceneBuilder;
use crate::draw::Stream;
use crate::furniture::{Piece, decor, lamps::CeilingLamp};
use crate::template::Generation;
use crate::{Opening, OpeningKind, Room, Scene, TemplateError, Wall};
use glam::DVec3;
use restage_geometry::Pose;

/// Height of doors, m.
const DOOR_HEIGHT: f64 = 2.05;

/// Height of a home's rooms: 2.4 to 2.8 in six of ten, to 3.2 in three, to 3.9 in one (captured rooms and catalogues).
pub(super) fn ceiling(stream: &mut Stream) -> f64 {
    let (low, high) = [(2.4, 2.8), (2.8, 3.2), (3.2, 3.9)][stream.weighted(&[0.6, 0.3, 0.1])];
    stream.uniform(low, high)
}

/// Adds a door of a width to one of some walls, near an end of it. Returns its wall.
pub(super) fn door(room: &mut Room, stream: &mut Stream, walls: &[Wall], width: f64) -> Wall {
    let wall = *stream.pick(walls);
    let span = room.wall(wall).span;
    let (near, far) = (span[0] + 0.14, span[1] - 0.14 - width);
    let offset = stream.uniform(0.0, 0.35) * (far - near).max(0.0);
    let start = if stream.chance(0.5) { near + offset } else { far.max(near) - offset };
    room.openings.push(Opening {
        kind: OpeningKind::Door,
        wall,
        along: [start, start + width],
        heights: [0.0, DOOR_HEIGHT],
    });
    wall
}

/// Adds a window of a width to a wall, about its middle; `sill` and `top` above the floor. Nothing where a door is.
pub(super) fn window(room: &mut Room, stream: &mut Stream, wall: Wall, width: f64, [sill, top]: [f64; 2]) {
    let span = room.wall(wall).span;
    let room_for = span[1] - span[0] - 0.5;
    let width = width.min(room_for);
    let play = (room_for - width) / 2.0;
    let middle = (span[0] + span[1]) / 2.0 + stream.uniform(-0.6, 0.6) * play;
    let along = [middle - width / 2.0, middle + width / 2.0];
    let meets = |other: &Opening| {
        other.wall == wall && other.along[0] < along[1] + 0.2 && other.along[1] > along[0] - 0.2
    };
    if width >= 0.4 && !room.openings.iter().any(meets) {
        let heights = [sill, top.min(room.height - 0.15)];
        room.openings.push(Opening { kind: OpeningKind::Window, wall, along, heights });
    }
}

/// Hangs ceiling lamps in a row along the longer side of the room, shifted as the lighting says.
pub(super) fn ceiling_lamps(
    builder: &mut SceneBuilder,
    generation: &Generation,
    room: &Room,
    form: CeilingLamp,
    style: &Style,
) {
    let lighting = &generation.lighting;
    let count = lighting.lamps.clamp(generation.template.lamps[0], generation.template.lamps[1]);
    let size = room.size();
    let long = usize::from(size[1] > size[0]);
    for k in 0..count {
        let mut at = [(room.low[0] + room.high[0]) / 2.0, (room.low[1] + room.high[1]) / 2.0];
        at[long] += size[long] * ((f64::from(k) + 0.5) / f64::from(count) - 0.5);
        for axis in 0..2 {
            let pitch = size[axis] / if axis == long { f64::from(count) } else { 1.0 };
            at[axis] += lighting.lamp_shift[axis] * (pitch / 2.0 - 0.45).max(0.0) * 0.6;
        }
        let pose = Pose::from_translation(DVec3::new(at[0], at[1], room.height));
        let lamp = form.build(&style.metal);
        builder.place(lamp, pose);
    }
}

/// Curtains at every window of a room.
pub(super) fn curtains(builder: &mut SceneBuilder, room: &Room, stream: &mut Stream, style: &Style) {
    let open = stream.uniform(0.55, 0.8);
    let long = stream.chance(0.6);
    for window in room.openings_of(OpeningKind::Window) {
        let frame = room.wall(window.wall);
        let width = window.along[1] - window.along[0];
        let rod = (window.heights[1] + 0.10).min(room.height - 0.03);
        let drop = if long { rod - 0.02 } else { rod - window.heights[0] + 0.12 };
        let middle = (window.along[0] + window.along[1]) / 2.0;
        let piece = decor::curtains(width, drop, open, &style.curtain, &style.metal);
        let fits = middle - width / 2.0 - 0.25 > frame.span[0] && middle + width / 2.0 + 0.25 < frame.span[1];
        let pose = frame.hung(middle, rod);
        if fits && is_free(builder.scene(), room, &piece, &pose, 0.0) {
            builder.place(piece, pose);
        }
    }
}

/// Whether a piece at a pose meets nothing that is there already, by boxes along the world's axes with a margin, and hides
/// no door or window.
pub(super) fn is_free(scene: &Scene, room: &Room, piece: &Piece, pose: &Pose, margin: f64) -> bool {
    let mut moved = piece.clone();
    moved.parts.iter_mut().for_each(|part| part.world_from_fixture = *pose * part.world_from_fixture);
    let (low, high) = moved.bounds();
    let (low, high) = (low - DVec3::splat(margin) + 2e-3, high + DVec3::splat(margin) - 2e-3);
    let within = |axis: usize| {
        low[axis] >= room.low[axis] - 0.02 - margin && high[axis] <= room.high[axis] + 0.02 + margin
    };
    let clear = scene.fixtures.iter().filter(|it| it.part_of.is_some()).all(|it| {
        let (l, h) = it.world_bounds();
        !(l.cmplt(high).all() && low.cmplt(h).all())
    });
    within(0) && within(1) && high.z <= room.height && clear && !over_task(scene, low, high)
}

/// Whether a box reaches into the free space over the surface that carries the task.
fn over_task(scene: &Scene, low: DVec3, high: DVec3) -> bool {
    let Some(support) = scene.task_zone.as_ref().and_then(|_| scene.support()) else { return false };
    let [x, y] = support.size.map(|edge| edge / 2.0);
    let corners = [[-x, -y], [x, -y], [x, y], [-x, y]].map(|[x, y]| support.point(x, y, 0.0));
    let least = corners.iter().copied().fold(DVec3::INFINITY, DVec3::min);
    let greatest = corners.iter().copied().fold(DVec3::NEG_INFINITY, DVec3::max);
    let top = greatest + DVec3::Z * support.clear_height;
    low.cmplt(top).all() && least.cmplt(high).all()
}

/// Whether a stretch of wall has an opening in a span of heights.
fn open_there(room: &Room, wall: Wall, along: [f64; 2], heights: [f64; 2]) -> bool {
    room.openings.iter().any(|it| {
        it.wall == wall
            && it.along[0] < along[1] + 0.08
            && it.along[1] > along[0] - 0.08
            && it.heights[0] < heights[1]
            && it.heights[1] > heights[0]
    })
}

/// Hangs a piece on one of some walls with its origin at a height: tries places, gives up quietly. `size` is its width
/// and how far it reaches below and above its origin.
pub(crate) fn hang(
    builder: &mut SceneBuilder,
    room: &Room,
    stream: &mut Stream,
    walls: &[Wall],
    piece: &Piece,
    height: f64,
    [width, below, above]: [f64; 3],
) -> bool {
    let mut done = false;
    for _ in 0..8 {
        let frame = room.wall(*stream.pick(walls));
        let play = frame.length() - width - 0.1;
        let share = stream.unit();
        if play <= 0.0 || done {
            continue;
        }
        let along = frame.span[0] + 0.05 + width / 2.0 + share * play;
        let span = [along - width / 2.0, along + width / 2.0];
        let pose = frame.hung(along, height);
        if !open_there(room, frame.wall, span, [height - below, height + above])
            && is_free(builder.scene(), room, piece, &pose, 0.02)
        {
            builder.place(piece.clone(), pose);
            done = true;
        }
    }
    done
}

/// The error of a room without room for something.
pub(super) fn no_room(generation: &Generation, what: &str, size: [f64; 3], room: &Room) -> TemplateError {
    let [w, d] = room.size();
    TemplateError::NoRoom {
        template: generation.template.name.into(),
        what: what.into(),
        needed: size,
        found: [w, d, room.height],
    }
}

/// Whether the sun is asked to shine in, by day.
pub(super) fn sun_shines(generation: &Generation) -> bool {
    generation.lighting.sun.is_some() && generation.lighting.sky_luminance > 50.0
}
