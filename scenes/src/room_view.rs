//! Where a room is seen from best: of many places around the surface that carries the task, the one that shows that surface
//! and most of the furniture.

use crate::{Fixture, Scene};
use glam::{DQuat, DVec3};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// Directions tried around the surface.
const TURNS: u32 = 24;
/// Distances tried along each, m from the surface.
const DISTANCES: [f64; 8] = [1.4, 1.8, 2.2, 2.6, 3.0, 3.5, 4.0, 4.5];
/// Distance at which a surface fills the picture well without losing the room, m.
const USUAL: f64 = 3.0;
/// Height of the eye, m, and how far it stays below the ceiling.
const EYE: [f64; 2] = [1.75, 0.3];
/// From the eye to walls, and to furniture, m.
const CLEAR: [f64; 2] = [0.25, 0.7];
/// Points asked along a line of sight.
const STEPS: u32 = 24;

/// A box along the world's axes: least and greatest corner, m.
type Bounds = (DVec3, DVec3);

/// What a view is judged by.
struct Room<'a> {
    scene: &'a Scene,
    focus: DVec3,
    /// Parts of furniture, each with the piece that it belongs to.
    parts: Vec<(&'a str, Bounds)>,
    /// Pieces of furniture.
    pieces: BTreeMap<&'a str, Bounds>,
}

/// Eye and target, m. `fov` is the horizontal field of view, rad, `aspect` height over width of the picture.
pub(crate) fn room_view(scene: &Scene, fov: f64, aspect: f64) -> (DVec3, DVec3) {
    let Some(support) = scene.supports.first() else { return (DVec3::new(3.0, -3.0, 2.0), DVec3::Z) };
    let focus = support.center + DVec3::Z * 0.1;
    let room = Room::new(scene, focus);
    let tangents = [libm::tan(fov / 2.0), libm::tan(fov / 2.0) * aspect];
    let mut best = (f64::NEG_INFINITY, (focus + DVec3::new(1.6, -1.6, 0.9), focus));
    for turn in 0..TURNS {
        let angle = TAU * f64::from(turn) / f64::from(TURNS);
        let direction =
            DQuat::from_rotation_z(support.yaw) * DVec3::new(libm::sin(angle), -libm::cos(angle), 0.0);
        for away in DISTANCES {
            let Some(eye) = room.stand(focus + direction * away) else { break };
            let target = room.target(eye);
            let score =
                room.score(eye, target, tangents) + 0.35 * libm::cos(angle) - 0.08 * (away - USUAL).abs();
            if score > best.0 {
                best = (score, (eye, target));
            }
        }
    }
    best.1
}

impl<'a> Room<'a> {
    fn new(scene: &'a Scene, focus: DVec3) -> Self {
        let own =
            scene.fixtures.iter().filter_map(|it| Some((it.part_of.as_deref()?, Fixture::world_bounds(it))));
        let parts: Vec<(&str, Bounds)> = own.collect();
        let mut pieces: BTreeMap<&str, Bounds> = BTreeMap::new();
        for (name, (low, high)) in &parts {
            let whole = pieces.entry(name).or_insert((*low, *high));
            *whole = (whole.0.min(*low), whole.1.max(*high));
        }
        Self { scene, focus, parts, pieces }
    }

    /// The eye over a point of the floor; nothing outside of the rooms.
    fn stand(&self, at: DVec3) -> Option<DVec3> {
        let within = |room: &&crate::Room| {
            (0..2).all(|axis| at[axis] > room.low[axis] + CLEAR[0] && at[axis] < room.high[axis] - CLEAR[0])
        };
        let room = self.scene.rooms.iter().find(within)?;
        Some(DVec3::new(at.x, at.y, EYE[0].min(room.height - EYE[1])))
    }

    /// Where to look: between the surface and the middle of the furniture that stands about it.
    fn target(&self, eye: DVec3) -> DVec3 {
        let middles = self.pieces.values().map(|(low, high)| (*low + *high) / 2.0);
        let near: Vec<DVec3> = middles.filter(|it| (*it - self.focus).truncate().length() < 2.5).collect();
        let ahead = (self.focus - eye).normalize_or(DVec3::Y);
        let seen: Vec<&DVec3> = near.iter().filter(|it| (**it - eye).dot(ahead) > 0.5).collect();
        let middle = seen.iter().fold(DVec3::ZERO, |sum, it| sum + **it) / seen.len().max(1) as f64;
        let middle = if seen.is_empty() { self.focus } else { middle };
        let target = self.focus.lerp(middle, 0.4);
        DVec3::new(target.x, target.y, self.focus.z.clamp(0.6, 1.0))
    }

    /// How good a view is: the surface in sight counts 1, all furniture in sight 1.
    fn score(&self, eye: DVec3, target: DVec3, tangents: [f64; 2]) -> f64 {
        let crowded = self.parts.iter().any(|(_, it)| holds(it, eye, CLEAR[1]));
        if crowded {
            return f64::NEG_INFINITY;
        }
        let view = crate::camera::look_at(eye, target).inverse();
        let in_picture = |point: DVec3| {
            let p = view.transform_point(point);
            p.z > 0.3 && (p.x / p.z).abs() < 0.95 * tangents[0] && (p.y / p.z).abs() < 0.95 * tangents[1]
        };
        let weight = |(low, high): &Bounds| {
            let size = *high - *low;
            // What a standing person sees of it: the long side, and half of its depth from above.
            let shown = size.x.max(size.y) * (size.z + 0.5 * size.x.min(size.y));
            libm::sqrt(shown.max(0.0)).min(2.0)
        };
        let (mut sum, mut all) = (0.0, 1e-9);
        for (name, bounds) in &self.pieces {
            let middle = (bounds.0 + bounds.1) / 2.0;
            all += weight(bounds);
            if in_picture(middle) {
                let others = || self.pieces.iter().filter(|(other, _)| *other != name).map(|(_, it)| it);
                sum += weight(bounds) * (1.0 - hidden(eye, middle, others));
            }
        }
        let parts = || self.parts.iter().map(|(_, it)| it);
        sum / all + if in_picture(self.focus) { 1.0 - hidden(eye, self.focus, parts) } else { -1.0 }
    }
}

/// 0 where none of some boxes lies between two points, 1 where much does.
fn hidden<'b, I: Iterator<Item = &'b Bounds>>(eye: DVec3, point: DVec3, boxes: impl Fn() -> I) -> f64 {
    let inside = (1..STEPS).filter(|k| {
        let at = eye.lerp(point, f64::from(*k) / f64::from(STEPS));
        boxes().any(|it| holds(it, at, 0.0))
    });
    (inside.count() as f64 / 2.0).min(1.0)
}

/// Whether a box, grown by `by` m, holds a point.
fn holds((low, high): &Bounds, point: DVec3, by: f64) -> bool {
    (*low - by).cmple(point).all() && point.cmple(*high + by).all()
}

#[cfg(test)]
mod tests {
    use crate::{SceneRequest, templates};

    #[test]
    fn the_task_is_in_the_picture_of_every_room() {
        for template in templates() {
            let request = SceneRequest { layout: Some(3), style: Some(3), ..SceneRequest::default() };
            let scene = template.build(&request).expect("a room");
            let camera = crate::Camera::room(&scene, 320, 240);
            let crate::CameraMount::World { world_from_camera } = camera.mount else { panic!("fixed") };
            let p = world_from_camera.inverse().transform_point(scene.supports[0].center);
            assert!(p.z > 0.5, "{}: behind the camera", template.name);
            assert!((p.x / p.z).abs() < 0.85 && (p.y / p.z).abs() < 0.63, "{}: {p}", template.name);
        }
    }
}
