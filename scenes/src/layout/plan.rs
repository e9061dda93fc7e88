//! Where furniture goes: bodies that must not meet, clear zones that must stay free of bodies, windows that tall things
//! must not hide.

use super::walk::{Rect, reachable};
use crate::draw::Stream;
use crate::{OpeningKind, Room, Wall};
use glam::DVec3;
use restage_geometry::Pose;

/// Step of places tried along a wall, m.
const STEP: f64 = 0.05;
/// Bodies may touch: overlap that is not counted, m.
const TOUCH: f64 = 1e-6;
/// Things this near to a wall hide its windows, m.
const NEAR_WALL: f64 = 0.7;

/// What a piece of furniture needs of the floor, in its own frame, m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Footprint {
    /// Extents along its own x and y.
    pub size: [f64; 2],
    /// Height, for windows.
    pub height: f64,
    /// Depth that stays clear in front of it.
    pub front: f64,
    /// The clear zone reaches this far beyond its sides.
    pub wider: f64,
}

impl Footprint {
    /// A body with clearance in front.
    pub const fn new(size: [f64; 2], height: f64, front: f64) -> Self {
        Self { size, height, front, wider: 0.0 }
    }

    /// Rectangle of the body at a pose that turns by quarter turns.
    fn body(&self, pose: &Pose) -> Rect {
        let half = [self.size[0] / 2.0, self.size[1] / 2.0];
        rect(pose, [-half[0], -half[1]], half)
    }

    /// Rectangle of the clear zone.
    fn clear(&self, pose: &Pose) -> Option<Rect> {
        let half = [self.size[0] / 2.0, self.size[1] / 2.0];
        let low = [-half[0] - self.wider, -half[1] - self.front];
        (self.front > 0.0).then(|| rect(pose, low, [half[0] + self.wider, -half[1]]))
    }
}

/// World rectangle around a rectangle in the frame of a pose.
fn rect(pose: &Pose, low: [f64; 2], high: [f64; 2]) -> Rect {
    let corners = [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]]
        .map(|[x, y]| pose.transform_point(DVec3::new(x, y, 0.0)));
    let fold = |pick: fn(f64, f64) -> f64, start: f64| {
        [0, 1].map(|axis| corners.iter().map(|p| p[axis]).fold(start, pick))
    };
    Rect { low: fold(f64::min, f64::INFINITY), high: fold(f64::max, f64::NEG_INFINITY) }
}

/// Where along a wall a piece rather stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// Anywhere.
    Anywhere,
    /// Near an end of the wall.
    Corner,
    /// Near the middle of the wall.
    Middle,
}

/// The floor plan of one room as it fills.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    room: &'a Room,
    bodies: Vec<Rect>,
    clear: Vec<Rect>,
}

impl<'a> Plan<'a> {
    /// An empty room; the swing of its doors stays clear.
    pub fn new(room: &'a Room) -> Self {
        let swing = |kind, depth: fn(f64) -> f64| {
            room.openings_of(kind).map(move |opening| {
                let width = opening.along[1] - opening.along[0];
                let (low, high) =
                    room.wall(opening.wall).block(opening.along, [-depth(width), 0.0], [0.0, 1.0]);
                Rect { low: [low[0], low[1]], high: [high[0], high[1]] }
            })
        };
        let doors = swing(OpeningKind::Door, |width| width.max(0.95));
        let clear = doors.chain(swing(OpeningKind::Passage, |_| 0.95)).collect();
        Self { room, bodies: Vec::new(), clear }
    }

    /// Whether a piece may stand at a pose (on the floor, turned by quarter turns).
    pub fn fits(&self, pose: &Pose, footprint: &Footprint) -> bool {
        let body = footprint.body(pose);
        let inside = |rect: &Rect| {
            (0..2).all(|axis| {
                rect.low[axis] >= self.room.low[axis] - TOUCH
                    && rect.high[axis] <= self.room.high[axis] + TOUCH
            })
        };
        let meets = |rect: &Rect, others: &[Rect]| others.iter().any(|other| other.overlap(rect) > TOUCH);
        let front_free = footprint.clear(pose).is_none_or(|clear| {
            let depth_inside = Rect {
                low: [clear.low[0].max(self.room.low[0]), clear.low[1].max(self.room.low[1])],
                high: [clear.high[0].min(self.room.high[0]), clear.high[1].min(self.room.high[1])],
            };
            // The zone may be cut at its sides by walls, but not in its depth.
            let straight = Footprint { wider: 0.0, ..*footprint }.clear(pose);
            straight.is_none_or(|zone| inside(&zone)) && !meets(&depth_inside, &self.bodies)
        });
        inside(&body)
            && !meets(&body, &self.bodies)
            && !meets(&body, &self.clear)
            && front_free
            && !self.hides_window(&body, footprint.height)
    }

    /// Whether a body of a height stands before a window whose sill is lower.
    fn hides_window(&self, body: &Rect, height: f64) -> bool {
        self.room.openings_of(OpeningKind::Window).any(|window| {
            let (low, high) = self.room.wall(window.wall).block(window.along, [-NEAR_WALL, 0.0], [0.0, 1.0]);
            let front = Rect { low: [low[0], low[1]], high: [high[0], high[1]] };
            height > window.heights[0] && front.overlap(body) > 0.03
        })
    }

    /// Takes a place if it is free.
    pub fn take(&mut self, pose: &Pose, footprint: &Footprint) -> bool {
        let free = self.fits(pose, footprint);
        if free {
            self.bodies.push(footprint.body(pose));
            self.clear.extend(footprint.clear(pose));
        }
        free
    }

    /// Notes a body that stands there already.
    pub fn occupy(&mut self, rect: Rect) {
        self.bodies.push(rect);
    }

    /// Keeps a rectangle free of bodies.
    pub fn keep_clear(&mut self, rect: Rect) {
        self.clear.push(rect);
    }

    /// Places that are free with the back to one of some walls.
    fn places(&self, walls: &[Wall], footprint: &Footprint, preference: Preference) -> Vec<Pose> {
        let mut places = Vec::new();
        for wall in walls {
            let frame = self.room.wall(*wall);
            let (half, length) = (footprint.size[0] / 2.0, frame.length());
            if length < footprint.size[0] {
                continue;
            }
            let play = length - footprint.size[0];
            let steps = (play / STEP).floor() as usize;
            for k in 0..=steps {
                let share = if steps == 0 { 0.5 } else { k as f64 / steps as f64 };
                let wanted = match preference {
                    Preference::Anywhere => true,
                    Preference::Corner => !(0.12..=0.88).contains(&share),
                    Preference::Middle => (0.3..=0.7).contains(&share),
                };
                let pose = frame.pose(frame.span[0] + half + share * play, footprint.size[1]);
                if wanted && self.fits(&pose, footprint) {
                    places.push(pose);
                }
            }
        }
        places
    }

    /// Takes a free place with the back to one of some walls: where the piece prefers to stand, else anywhere along
    /// them. `None` when there is none.
    pub fn along_wall(
        &mut self,
        stream: &mut Stream,
        walls: &[Wall],
        footprint: &Footprint,
        preference: Preference,
    ) -> Option<Pose> {
        let mut places = self.places(walls, footprint, preference);
        if places.is_empty() && preference != Preference::Anywhere {
            places = self.places(walls, footprint, Preference::Anywhere);
        }
        if places.is_empty() {
            // The draw is made all the same, so that later draws of the stream do not shift.
            stream.unit();
            return None;
        }
        let pose = *stream.pick(&places);
        self.take(&pose, footprint).then_some(pose)
    }

    /// Whether a walker gets from every door to within 0.75 m of a point.
    pub fn walkable(&self, to: [f64; 2]) -> bool {
        reachable(self.room, &self.bodies, to, 0.75)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Opening;
    use crate::draw::Draws;
    use std::f64::consts::FRAC_PI_2;

    fn room() -> Room {
        let mut room = Room::centred("test", [4.0, 3.0], 2.5);
        let opening = |kind, wall, along, heights| Opening { kind, wall, along, heights };
        room.openings = vec![
            opening(OpeningKind::Door, Wall::South, [-1.8, -0.9], [0.0, 2.05]),
            opening(OpeningKind::Window, Wall::North, [-0.6, 0.6], [0.9, 2.1]),
        ];
        room
    }

    #[test]
    fn furniture_backs_touch_the_wall_and_fronts_stay_clear() {
        let room = room();
        let mut plan = Plan::new(&room);
        let mut stream = Draws::new(1, "test").stream("places");
        let desk = Footprint::new([1.4, 0.7], 0.75, 0.9);
        let pose = plan.along_wall(&mut stream, &[Wall::East], &desk, Preference::Anywhere).expect("room");
        assert!((pose.translation.x - (2.0 - 0.35)).abs() < 1e-9);
        assert!((pose.transform_vector(DVec3::Y) - DVec3::X).length() < 1e-9, "its back is to the wall");
        let in_front = pose * Pose::from_translation(DVec3::NEG_Y * 0.8);
        assert!(!plan.fits(&in_front, &Footprint::new([0.4, 0.4], 0.4, 0.0)), "the chair's room");
    }

    #[test]
    fn doors_stay_free_and_windows_are_not_hidden() {
        let room = room();
        let plan = Plan::new(&room);
        let at = |x: f64, y: f64, yaw: f64| crate::builder::floor_pose(x, y, yaw);
        let shelf = Footprint::new([0.8, 0.3], 1.8, 0.0);
        assert!(!plan.fits(&at(-1.3, -1.3, 0.0), &shelf), "in front of the door");
        assert!(!plan.fits(&at(0.0, 1.35, 0.0), &shelf), "in front of the window");
        let bench = Footprint { height: 0.5, ..shelf };
        assert!(plan.fits(&at(0.0, 1.35, 0.0), &bench), "below the sill");
        assert!(plan.fits(&at(1.85, 0.0, -FRAC_PI_2), &shelf));
        assert!(!plan.fits(&at(1.95, 0.0, -FRAC_PI_2), &shelf), "in the wall");
    }

    #[test]
    fn nothing_fits_twice_into_one_place() {
        let room = room();
        let mut plan = Plan::new(&room);
        let mut stream = Draws::new(2, "test").stream("places");
        let shelf = Footprint::new([0.9, 0.4], 1.8, 0.6);
        let mut count = 0;
        while plan.along_wall(&mut stream, &Wall::ALL, &shelf, Preference::Corner).is_some() {
            count += 1;
        }
        assert!((2..12).contains(&count), "{count}");
        for (k, a) in plan.bodies.iter().enumerate() {
            assert!(plan.bodies[k + 1..].iter().all(|b| a.overlap(b) <= 1e-6));
        }
    }
}
