//! Coordinates of a wall: along it, out of the room through it, and up.

use crate::{Opening, OpeningKind, Room, Wall};
use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use std::f64::consts::{FRAC_PI_2, PI};

impl Wall {
    /// All four.
    pub const ALL: [Self; 4] = [Self::North, Self::East, Self::South, Self::West];

    /// Yaw of furniture whose back is to this wall, rad.
    pub fn yaw(self) -> f64 {
        match self {
            Self::North => 0.0,
            Self::East => -FRAC_PI_2,
            Self::South => PI,
            Self::West => FRAC_PI_2,
        }
    }

    /// The wall opposite.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::North => Self::South,
            Self::East => Self::West,
            Self::South => Self::North,
            Self::West => Self::East,
        }
    }

    /// Whether it runs along x.
    pub fn runs_along_x(self) -> bool {
        matches!(self, Self::North | Self::South)
    }
}

/// The inner face of a wall of a room. `along` is world x or y, `out` the distance out of the room (negative: into
/// it), heights count from the floor; all in m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WallFrame {
    /// Which wall.
    pub wall: Wall,
    /// Its ends along x or y.
    pub span: [f64; 2],
    /// Where its inner face is, on the other axis.
    face: f64,
}

impl Room {
    /// The frame of a wall.
    pub fn wall(&self, wall: Wall) -> WallFrame {
        let (axis, face) = match wall {
            Wall::North => (0, self.high[1]),
            Wall::South => (0, self.low[1]),
            Wall::East => (1, self.high[0]),
            Wall::West => (1, self.low[0]),
        };
        WallFrame { wall, span: [self.low[axis], self.high[axis]], face }
    }

    /// Extents along x and y, m.
    pub fn size(&self) -> [f64; 2] {
        [self.high[0] - self.low[0], self.high[1] - self.low[1]]
    }

    /// A room of given extents and height (m) about the world's origin.
    pub fn centred(name: &str, size: [f64; 2], height: f64) -> Self {
        Self {
            name: name.to_owned(),
            low: size.map(|s| -s / 2.0),
            high: size.map(|s| s / 2.0),
            height,
            openings: Vec::new(),
            walkway: 0.91,
        }
    }

    /// Its openings of a kind.
    pub fn openings_of(&self, kind: OpeningKind) -> impl Iterator<Item = &Opening> {
        self.openings.iter().filter(move |opening| opening.kind == kind)
    }
}

impl WallFrame {
    /// Length of the wall, m.
    pub fn length(&self) -> f64 {
        self.span[1] - self.span[0]
    }

    /// Unit normal into the room.
    pub fn inward(&self) -> DVec3 {
        match self.wall {
            Wall::North => DVec3::NEG_Y,
            Wall::East => DVec3::NEG_X,
            Wall::South => DVec3::Y,
            Wall::West => DVec3::X,
        }
    }

    /// A point by its wall coordinates.
    pub fn point(&self, along: f64, out: f64, height: f64) -> DVec3 {
        let flat = match self.wall {
            Wall::North | Wall::South => DVec3::new(along, self.face, height),
            Wall::East | Wall::West => DVec3::new(self.face, along, height),
        };
        flat - self.inward() * out
    }

    /// Corners of a box by its spans in wall coordinates.
    pub fn block(&self, along: [f64; 2], out: [f64; 2], heights: [f64; 2]) -> ([f64; 3], [f64; 3]) {
        let a = self.point(along[0], out[0], heights[0]);
        let b = self.point(along[1], out[1], heights[1]);
        (a.min(b).to_array(), a.max(b).to_array())
    }

    /// Pose of furniture whose back touches the wall with its middle at `along`; `depth` is its extent along its own y.
    pub fn pose(&self, along: f64, depth: f64) -> Pose {
        Pose::new(self.point(along, -depth / 2.0, 0.0), DQuat::from_rotation_z(self.wall.yaw()))
    }

    /// Pose of something hung on the wall, its back at the wall and its origin at `height`.
    pub fn hung(&self, along: f64, height: f64) -> Pose {
        Pose::new(self.point(along, 0.0, height), DQuat::from_rotation_z(self.wall.yaw()))
    }
}
