//! Walkways: a flood over a grid from the doors to where the task is done, by a disc as wide as a walkway.

use crate::{OpeningKind, Room};

/// Edge of a cell, m.
const CELL: f64 = 0.05;

/// A rectangle of the floor, m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Least x and y.
    pub low: [f64; 2],
    /// Greatest x and y.
    pub high: [f64; 2],
}

impl Rect {
    /// Distance from a point, 0 inside, m.
    pub fn distance(&self, point: [f64; 2]) -> f64 {
        let gap = |axis: usize| (self.low[axis] - point[axis]).max(point[axis] - self.high[axis]).max(0.0);
        libm::hypot(gap(0), gap(1))
    }

    /// By how much two rectangles overlap along the axis in which they do so least; negative when apart, m.
    pub fn overlap(&self, other: &Self) -> f64 {
        let on = |axis: usize| self.high[axis].min(other.high[axis]) - self.low[axis].max(other.low[axis]);
        on(0).min(on(1))
    }
}

/// Cells of a room that the middle of a walker may be in.
struct Floor {
    size: [usize; 2],
    low: [f64; 2],
    free: Vec<bool>,
}

impl Floor {
    fn new(room: &Room, obstacles: &[Rect], radius: f64) -> Self {
        let size = [0, 1].map(|axis| ((room.high[axis] - room.low[axis]) / CELL).ceil().max(1.0) as usize);
        let mut floor = Self { size, low: room.low, free: vec![true; size[0] * size[1]] };
        for index in 0..floor.free.len() {
            let [x, y] = floor.center(index);
            let from_walls =
                (x - room.low[0]).min(room.high[0] - x).min(y - room.low[1]).min(room.high[1] - y);
            floor.free[index] = from_walls >= radius - CELL / 2.0;
        }
        for rect in obstacles {
            floor.block(rect, radius - CELL / 2.0);
        }
        floor
    }

    fn center(&self, index: usize) -> [f64; 2] {
        let (column, row) = (index % self.size[0], index / self.size[0]);
        [self.low[0] + (column as f64 + 0.5) * CELL, self.low[1] + (row as f64 + 0.5) * CELL]
    }

    /// Cells within `reach` of a rectangle are not free.
    fn block(&mut self, rect: &Rect, reach: f64) {
        let cells = |axis: usize, value: f64| {
            (((value - self.low[axis]) / CELL).floor().max(0.0) as usize).min(self.size[axis] - 1)
        };
        let columns = cells(0, rect.low[0] - reach)..=cells(0, rect.high[0] + reach);
        let rows = cells(1, rect.low[1] - reach)..=cells(1, rect.high[1] + reach);
        for row in rows {
            for column in columns.clone() {
                let index = row * self.size[0] + column;
                if self.free[index] && rect.distance(self.center(index)) < reach {
                    self.free[index] = false;
                }
            }
        }
    }

    /// Marks every cell that can be reached from the cells at `starts`.
    fn flood(&self, starts: &[[f64; 2]]) -> Vec<bool> {
        let mut seen = vec![false; self.free.len()];
        let mut open: Vec<usize> = (0..self.free.len())
            .filter(|&index| {
                let [x, y] = self.center(index);
                self.free[index] && starts.iter().any(|s| libm::hypot(s[0] - x, s[1] - y) < 2.0 * CELL)
            })
            .collect();
        open.iter().for_each(|&index| seen[index] = true);
        while let Some(index) = open.pop() {
            let (column, row) = (index % self.size[0], index / self.size[0]);
            let neighbours = [
                (column > 0).then(|| index - 1),
                (column + 1 < self.size[0]).then(|| index + 1),
                (row > 0).then(|| index - self.size[0]),
                (row + 1 < self.size[1]).then(|| index + self.size[0]),
            ];
            for next in neighbours.into_iter().flatten() {
                if self.free[next] && !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        seen
    }
}

/// Where a walker stands who has just come in through each door or passage: its own radius inside the wall.
fn entrances(room: &Room, radius: f64) -> Vec<[f64; 2]> {
    let through = |kind| room.openings_of(kind);
    through(OpeningKind::Door)
        .chain(through(OpeningKind::Passage))
        .map(|opening| {
            let middle = (opening.along[0] + opening.along[1]) / 2.0;
            let frame = room.wall(opening.wall);
            let inside =
                middle.clamp(frame.span[0] + radius, (frame.span[1] - radius).max(frame.span[0] + radius));
            let point = frame.point(inside, -radius - CELL / 2.0, 0.0);
            [point.x, point.y]
        })
        .collect()
}

/// Whether a walker as wide as the room's walkway gets from every entrance to within `reach` (m) of a point, between
/// obstacles. A room without an entrance is entered anywhere.
pub(crate) fn reachable(room: &Room, obstacles: &[Rect], to: [f64; 2], reach: f64) -> bool {
    let radius = room.walkway / 2.0;
    let floor = Floor::new(room, obstacles, radius);
    let near = |seen: &[bool]| {
        (0..seen.len()).any(|index| {
            let [x, y] = floor.center(index);
            seen[index] && libm::hypot(to[0] - x, to[1] - y) <= reach
        })
    };
    let entrances = entrances(room, radius);
    if entrances.is_empty() {
        return near(&floor.free);
    }
    entrances.iter().all(|entrance| near(&floor.flood(std::slice::from_ref(entrance))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Opening, Wall};

    fn room() -> Room {
        let mut room = Room::centred("test", [4.0, 3.0], 2.5);
        let door =
            Opening { kind: OpeningKind::Door, wall: Wall::South, along: [-1.8, -0.9], heights: [0.0, 2.05] };
        room.openings.push(door);
        room
    }

    #[test]
    fn a_gap_narrower_than_a_walkway_stops_the_walker() {
        let to = [1.5, 0.0];
        let wall = |gap: f64| Rect { low: [-0.1, -1.5 + gap], high: [0.1, 1.5] };
        assert!(reachable(&room(), &[], to, 0.5));
        assert!(reachable(&room(), &[wall(0.95)], to, 0.5), "0.95 m is wide enough for 0.91");
        assert!(!reachable(&room(), &[wall(0.80)], to, 0.5));
        let narrow = Room { walkway: 0.6, ..room() };
        assert!(reachable(&narrow, &[wall(0.80)], to, 0.5));
    }

    #[test]
    fn what_stands_in_the_door_blocks_it() {
        let crate_ = Rect { low: [-1.6, -1.4], high: [-1.1, -0.9] };
        assert!(!reachable(&room(), &[crate_], [1.5, 0.0], 0.5));
    }

    #[test]
    fn distances_of_rectangles() {
        let rect = Rect { low: [0.0, 0.0], high: [2.0, 1.0] };
        assert_eq!(rect.distance([1.0, 0.5]), 0.0);
        assert!((rect.distance([5.0, 5.0]) - 5.0).abs() < 1e-12);
        assert!((rect.overlap(&Rect { low: [1.5, -1.0], high: [3.0, 0.2] }) - 0.2).abs() < 1e-12);
        assert!(rect.overlap(&Rect { low: [2.1, 0.0], high: [3.0, 1.0] }) < 0.0);
    }
}
