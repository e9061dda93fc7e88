//! The shell of a rectangular room: floor, ceiling, walls with their openings, doors, windows, skirting, sockets and a
//! switch by the door.

use super::outside;
use super::wall::WallFrame;
use crate::builder::SceneBuilder;
use crate::furniture::{Axis, Piece, Touch};
use crate::lighting::Daylight;
use crate::{Opening, OpeningKind, Room, Wall};
use restage_assets::Material;

/// Thickness of walls, floor and ceiling, m.
pub(super) const WALL: f64 = 0.20;
/// Height of light switches above the floor, m.
const SWITCH_HEIGHT: f64 = 1.15;
/// Height of sockets above the floor, m.
const SOCKET_HEIGHT: f64 = 0.30;

/// Materials of a shell, and how it is fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Finish {
    /// Wall paint.
    pub walls: Material,
    /// Another paint for one wall.
    pub accent: Option<(Wall, Material)>,
    /// Floor.
    pub floor: Material,
    /// Ceiling.
    pub ceiling: Material,
    /// Skirting, door and window frames, sills.
    pub trim: Material,
    /// Door leaves.
    pub door: Material,
    /// Height of the skirting, m; 0 for none.
    pub skirting: f64,
    /// Tiles up to a height, m, on every wall.
    pub tiles: Option<(Material, f64)>,
    /// Whether there are sockets and a switch.
    pub sockets: bool,
}

/// A shell to be built.
#[derive(Clone, Copy, Debug)]
pub struct Shell<'a> {
    /// The room with its openings.
    pub room: &'a Room,
    /// Its materials.
    pub finish: &'a Finish,
    /// Luminance of the sky, cd/m² (0: night).
    pub sky: f64,
    /// Whether the sun shall shine in: then the sky stands below its path.
    pub sun: bool,
}

impl SceneBuilder {
    /// Adds a room with its shell and the daylight of its windows.
    pub fn shell(&mut self, shell: &Shell) {
        let mut piece = Piece::new("shell");
        shell.slabs(&mut piece);
        for wall in Wall::ALL {
            shell.wall(&mut piece, wall);
        }
        for (index, opening) in shell.room.openings.iter().enumerate() {
            let frame = shell.room.wall(opening.wall);
            match opening.kind {
                OpeningKind::Door => shell.door(&mut piece, index, opening, &frame),
                OpeningKind::Window => shell.window(&mut piece, index, opening, &frame),
                OpeningKind::Passage => outside::passage(&mut piece, index, opening, &frame, shell.finish),
                OpeningKind::Gate => {}
            }
        }
        if shell.finish.sockets {
            shell.sockets(&mut piece);
        }
        self.building(piece);
        for (index, opening) in shell.room.openings.iter().enumerate() {
            if opening.kind == OpeningKind::Window {
                self.daylight(daylight(index, opening, &shell.room.wall(opening.wall)));
            }
        }
        self.room(shell.room.clone());
    }
}

fn daylight(index: usize, opening: &Opening, frame: &WallFrame) -> Daylight {
    let [along, heights] = [opening.along, opening.heights];
    Daylight {
        name: format!("window_{index}_daylight"),
        fixture: format!("window_{index}_sky"),
        center: frame.point((along[0] + along[1]) / 2.0, 0.0, (heights[0] + heights[1]) / 2.0),
        inward: frame.inward(),
        area: (along[1] - along[0]) * (heights[1] - heights[0]),
    }
}

impl Shell<'_> {
    fn slabs(&self, piece: &mut Piece) {
        let room = self.room;
        let (low, high) = (room.low.map(|v| v - WALL), room.high.map(|v| v + WALL));
        let mut slab = |name: &str, z: [f64; 2], material: &Material| {
            piece.block(name, [low[0], low[1], z[0]], [high[0], high[1], z[1]], material, Touch::Solid);
        };
        slab("floor", [-WALL, 0.0], &self.finish.floor);
        slab("ceiling", [room.height, room.height + WALL], &self.finish.ceiling);
    }

    /// A wall in pieces around its openings, and its skirting around the doors.
    fn wall(&self, piece: &mut Piece, wall: Wall) {
        let frame = self.room.wall(wall);
        let finish = self.finish;
        let paint = match &finish.accent {
            Some((accent, paint)) if *accent == wall => paint,
            _ => &finish.walls,
        };
        let name = format!("wall_{}", format!("{wall:?}").to_lowercase());
        // North and south walls close the corners.
        let corner = if wall.runs_along_x() { WALL } else { 0.0 };
        let mut openings: Vec<&Opening> = self.room.openings.iter().filter(|it| it.wall == wall).collect();
        openings.sort_by(|a, b| a.along[0].total_cmp(&b.along[0]));
        let mut at = frame.span[0] - corner;
        let mut solids: Vec<([f64; 2], [f64; 2])> = Vec::new();
        let mut boards: Vec<[f64; 2]> = Vec::new();
        let mut board_from = frame.span[0];
        for opening in &openings {
            let [start, end] = opening.along;
            solids.push(([at, start], [0.0, self.room.height]));
            solids.push((opening.along, [opening.heights[1], self.room.height]));
            if opening.heights[0] > 0.0 {
                solids.push((opening.along, [0.0, opening.heights[0]]));
            } else {
                let frame_width = if opening.kind == OpeningKind::Door { 0.07 } else { 0.0 };
                boards.push([board_from, start - frame_width]);
                board_from = end + frame_width;
            }
            at = end;
        }
        solids.push(([at, frame.span[1] + corner], [0.0, self.room.height]));
        boards.push([board_from, frame.span[1]]);
        for (along, heights) in solids {
            if along[1] - along[0] > 1e-3 && heights[1] - heights[0] > 1e-3 {
                self.wall_piece(piece, &name, &frame, along, heights, paint);
            }
        }
        for along in boards {
            if finish.skirting > 0.0 && along[1] - along[0] > 0.02 {
                let (low, high) = frame.block(along, [-0.012, 0.0], [0.0, finish.skirting]);
                piece.block("skirting", low, high, &finish.trim, Touch::Seen);
            }
        }
    }

    /// A piece of wall, tiled up to a height where the finish says so.
    fn wall_piece(
        &self,
        piece: &mut Piece,
        name: &str,
        frame: &WallFrame,
        along: [f64; 2],
        heights: [f64; 2],
        paint: &Material,
    ) {
        let mut add = |heights: [f64; 2], material: &Material| {
            if heights[1] - heights[0] > 1e-3 {
                let (low, high) = frame.block(along, [0.0, WALL], heights);
                piece.block(name, low, high, material, Touch::Solid);
            }
        };
        match &self.finish.tiles {
            Some((tiles, top)) => {
                add([heights[0], heights[1].min(*top)], tiles);
                add([heights[0].max(*top), heights[1]], paint);
            }
            None => add(heights, paint),
        }
    }

    /// A closed panelled door in its frame, with a lever.
    fn door(&self, piece: &mut Piece, index: usize, opening: &Opening, frame: &WallFrame) {
        let (trim, leaf) = (&self.finish.trim, &self.finish.door);
        let name = |part: &str| format!("door_{index}_{part}");
        let ([start, end], top) = (opening.along, opening.heights[1]);
        let mut add = |part: &str, along: [f64; 2], out: [f64; 2], z: [f64; 2], material: &Material| {
            let (low, high) = frame.block(along, out, z);
            piece.block(&name(part), low, high, material, Touch::Seen);
        };
        add("frame_start", [start - 0.07, start], [-0.015, 0.0], [0.0, top + 0.07], trim);
        add("frame_end", [end, end + 0.07], [-0.015, 0.0], [0.0, top + 0.07], trim);
        add("frame_top", [start, end], [-0.015, 0.0], [top, top + 0.07], trim);
        add("leaf", [start + 0.003, end - 0.003], [0.02, 0.06], [0.008, top - 0.003], leaf);
        let (inset, rail) = (0.13, 0.11);
        for (part, z) in [("panel_low", [0.22, 0.92]), ("panel_high", [0.92 + rail, top - 0.16])] {
            add(part, [start + inset, end - inset], [0.012, 0.021], z, leaf);
        }
        let (low, high) = frame.block([start + 0.003, end - 0.003], [0.02, WALL], [0.0, top]);
        piece.block(&name("body"), low, high, leaf, Touch::Solid);
        let metal = Material::metal([0.62, 0.61, 0.58], 0.35);
        let hand = end - 0.065;
        let plate = frame.block([hand - 0.02, hand + 0.02], [0.006, 0.021], [0.94, 1.14]);
        piece.block(&name("plate"), plate.0, plate.1, &metal, Touch::Seen);
        let lever = frame.point(hand - 0.045, -0.035, 1.05).to_array();
        let (along, through) =
            if frame.wall.runs_along_x() { (Axis::X, Axis::Y) } else { (Axis::Y, Axis::X) };
        piece.rod(&name("lever"), lever, along, [0.009, 0.12], &metal, Touch::Seen);
        let neck = frame.point(hand, -0.012, 1.05).to_array();
        piece.rod(&name("neck"), neck, through, [0.009, 0.055], &metal, Touch::Seen);
    }

    /// Frame, mullion and sill; the sky and what is before it.
    fn window(&self, piece: &mut Piece, index: usize, opening: &Opening, frame: &WallFrame) {
        let trim = &self.finish.trim;
        let ([start, end], [sill, top]) = (opening.along, opening.heights);
        let bar = 0.05;
        let mut add = |part: &str, along: [f64; 2], z: [f64; 2]| {
            let (low, high) = frame.block(along, [0.07, 0.13], z);
            piece.block(&format!("window_{index}_{part}"), low, high, trim, Touch::Seen);
        };
        add("bottom", [start, end], [sill, sill + bar]);
        add("top", [start, end], [top - bar, top]);
        add("start", [start, start + bar], [sill + bar, top - bar]);
        add("end", [end - bar, end], [sill + bar, top - bar]);
        let lights = ((end - start) / 0.8).round().max(1.0) as usize;
        for k in 1..lights {
            let middle = start + (end - start) * k as f64 / lights as f64;
            add("mullion", [middle - 0.035, middle + 0.035], [sill + bar, top - bar]);
        }
        if sill > 0.05 {
            let (low, high) = frame.block([start - 0.04, end + 0.04], [-0.05, 0.069], [sill - 0.028, sill]);
            piece.block(&format!("window_{index}_sill"), low, high, trim, Touch::Seen);
        }
        outside::view(piece, index, opening, frame, [self.sky, f64::from(u8::from(self.sun))]);
    }

    /// A switch beside each door, and sockets at the quarters of the walls.
    fn sockets(&self, piece: &mut Piece) {
        let plate = Material::plain([0.82, 0.82, 0.80], 0.35);
        let hole = Material::plain([0.03, 0.03, 0.03], 0.6);
        let covered = |wall: Wall, along: f64, height: f64| {
            self.room.openings.iter().any(|it| {
                it.wall == wall
                    && along > it.along[0] - 0.12
                    && along < it.along[1] + 0.12
                    && height > it.heights[0] - 0.1
                    && height < it.heights[1] + 0.1
            })
        };
        for opening in self.room.openings_of(OpeningKind::Door) {
            let frame = self.room.wall(opening.wall);
            let along = opening.along[1] + 0.18;
            if along < frame.span[1] - 0.06 && !covered(opening.wall, along, SWITCH_HEIGHT) {
                let (low, high) = frame.block(
                    [along - 0.04, along + 0.04],
                    [-0.009, 0.0],
                    [SWITCH_HEIGHT - 0.04, SWITCH_HEIGHT + 0.04],
                );
                piece.block("light_switch", low, high, &plate, Touch::Seen);
                let (low, high) = frame.block(
                    [along - 0.028, along + 0.028],
                    [-0.012, 0.0],
                    [SWITCH_HEIGHT - 0.028, SWITCH_HEIGHT + 0.028],
                );
                piece.block("light_rocker", low, high, &plate, Touch::Seen);
            }
        }
        for wall in Wall::ALL {
            let frame = self.room.wall(wall);
            for share in [0.22, 0.78] {
                let along = frame.span[0] + share * frame.length();
                if covered(wall, along, SOCKET_HEIGHT) {
                    continue;
                }
                let (low, high) = frame.block(
                    [along - 0.075, along + 0.075],
                    [-0.009, 0.0],
                    [SOCKET_HEIGHT - 0.04, SOCKET_HEIGHT + 0.04],
                );
                piece.block("socket", low, high, &plate, Touch::Seen);
                let axis = if wall.runs_along_x() { Axis::Y } else { Axis::X };
                for offset in [-0.036, 0.036] {
                    let center = frame.point(along + offset, -0.009, SOCKET_HEIGHT).to_array();
                    piece.rod("socket_hole", center, axis, [0.020, 0.002], &hole, Touch::Seen);
                }
            }
        }
    }
}
