//! What a picture keeps for the next state while its camera stands still.
//!
//! In most pictures of a rollout little moves: a gripper, an arm, the object. For a camera that stands still, what each
//! pixel sees of everything at rest is found once, and a tile keeps its colours and smooth edges until something that
//! moves comes in front of it or between it and the key light. The pictures are the same bits as those made anew.

use crate::canvas::Order;
use crate::lanes::{Lanes, Vec3x4};
use crate::picture::{Loaded, Shot};
use crate::query::{Region, WideRegion};
use crate::rays::{RayGrid, TILE};
use crate::shading::facing;
use crate::shadow::{Points, way};
use crate::surface::{GROUPS, TileSurface, group_index};
use crate::visibility::{FacetList, RowBlock};
use glam::Vec3;
use restage_geometry::Pose;
use restage_scenes::Lens;

/// What must be the same for anything to be kept.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    /// The scene as it was loaded, and how many of its instances have moved since.
    scene: (u64, usize),
    lens: Lens,
    size: [usize; 2],
    world_from_camera: Pose,
    exposure: Vec3,
}

/// What is known about the picture before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// It was another one: nothing is kept, since the camera may be moving.
    #[default]
    Other,
    /// It was of the same view: from now on things are kept.
    Second,
    /// Things are kept.
    Later,
}

/// What is kept of the pictures of one camera.
#[derive(Debug, Default)]
pub struct Still {
    key: Option<Key>,
    /// Of the picture in hand.
    pub stage: Stage,
    /// What is seen of everything at rest.
    inverse: Vec<Lanes>,
    facets: Vec<Lanes>,
    /// Display-linear colour of the tiles that are painted.
    color: Vec<Vec3x4>,
    tiles: Vec<StillTile>,
}

/// What is kept of a tile.
#[derive(Debug, Default)]
pub struct StillTile {
    /// Whether something that moves reaches into it now.
    touched: bool,
    way: Way,
    /// Whether its colours are kept.
    painted: bool,
    /// Whether the kept colours are those of now.
    clear: bool,
    /// Whether that holds for the tiles around it as well.
    pub calm: bool,
    /// Pixels on an edge, by their index in the row of tiles, and their smooth colour.
    pub edges: Option<Vec<(usize, Vec3)>>,
}

/// Where what moves would keep the key light off a tile.
#[derive(Debug, Default)]
enum Way {
    #[default]
    Unknown,
    /// In one of these.
    Within(Vec<Region>),
    /// Anywhere.
    Anywhere,
}

impl Still {
    /// Begins a picture.
    pub fn begin(&mut self, order: &Order, exposure: Vec3) {
        let key = Key {
            scene: order.loaded.serial(),
            lens: order.grid.lens,
            size: [order.grid.width, order.grid.height],
            world_from_camera: order.camera.world_from_camera,
            exposure,
        };
        let same = self.key.as_ref() == Some(&key);
        self.key = Some(key);
        self.stage = match (same, self.stage) {
            (false, _) => Stage::Other,
            (true, Stage::Other) => Stage::Second,
            (true, Stage::Second | Stage::Later) => Stage::Later,
        };
        if self.stage == Stage::Second {
            let groups = order.grid.directions.len();
            self.inverse.resize(groups, Lanes::ZERO);
            self.facets.resize(groups, Lanes::ZERO);
            self.color.resize(groups, Vec3x4::ZERO);
            self.tiles.clear();
            let tiles = order.grid.tile_rows() * order.grid.tile_columns();
            self.tiles.resize_with(tiles, StillTile::default);
        }
    }

    /// The rows of tiles, one after the other; none where nothing is kept.
    pub fn rows<'a>(&'a mut self, grid: &RayGrid) -> Vec<Option<StillRow<'a>>> {
        if self.stage == Stage::Other {
            return (0..grid.tile_rows()).map(|_| None).collect();
        }
        let (block, fresh) = (grid.pitch * TILE, self.stage == Stage::Second);
        let seen = self.inverse.chunks_mut(block).zip(self.facets.chunks_mut(block));
        let kept = self.color.chunks_mut(block).zip(self.tiles.chunks_mut(grid.tile_columns()));
        let row =
            |((inverse, facets), (color, tiles))| Some(StillRow { fresh, inverse, facets, color, tiles });
        seen.zip(kept).map(row).collect()
    }

    /// Ends the work on colours: finds the tiles that are calm.
    pub fn settle(&mut self, grid: &RayGrid) {
        if self.stage == Stage::Other {
            return;
        }
        let (columns, rows) = (grid.tile_columns(), grid.tile_rows());
        for tile in 0..self.tiles.len() {
            let (row, column) = (tile / columns, tile % columns);
            let near = |at: usize, last: usize| at.saturating_sub(1)..(at + 2).min(last);
            self.tiles[tile].calm = near(row, rows)
                .all(|row| near(column, columns).all(|column| self.tiles[row * columns + column].clear));
        }
    }

    /// The tiles, row by row; none where nothing is kept.
    pub fn tiles(&mut self, grid: &RayGrid) -> Vec<Option<&mut [StillTile]>> {
        if self.stage == Stage::Other {
            return (0..grid.tile_rows()).map(|_| None).collect();
        }
        self.tiles.chunks_mut(grid.tile_columns()).map(Some).collect()
    }
}

/// What is kept of a row of tiles.
pub struct StillRow<'a> {
    fresh: bool,
    inverse: &'a mut [Lanes],
    facets: &'a mut [Lanes],
    color: &'a mut [Vec3x4],
    tiles: &'a mut [StillTile],
}

impl StillRow<'_> {
    /// Finds the nearest facet of every pixel, as [`RowBlock::see`] does.
    pub fn see(&mut self, block: &mut RowBlock, list: &FacetList, grid: &RayGrid) {
        let (resting, restless) = list.parts(block.row);
        if self.fresh {
            let mut still = RowBlock { row: block.row, inverse: self.inverse, facets: self.facets };
            still.clear();
            still.add(list, grid, resting);
        }
        block.inverse.copy_from_slice(self.inverse);
        block.facets.copy_from_slice(self.facets);
        block.add(list, grid, restless);
        self.tiles.iter_mut().for_each(|tile| tile.touched = false);
        for index in restless {
            let [first, last] = list.facets[*index as usize].columns.map(|column| usize::from(column) / TILE);
            self.tiles[first..=last].iter_mut().for_each(|tile| tile.touched = true);
        }
    }

    /// Writes the kept colours of a tile to `color` if they are those of now.
    pub fn recall(&mut self, loaded: &Loaded, shot: &Shot, tile: usize, color: &mut [Vec3x4]) -> bool {
        let kept = &mut self.tiles[tile];
        kept.clear = kept.painted && kept.is_free(loaded);
        if kept.clear {
            for group in (0..GROUPS).map(|group| group_index(shot, tile, group)) {
                color[group] = self.color[group];
            }
        }
        kept.clear
    }

    /// Keeps the colours of a tile if nothing that moves has a part in them.
    pub fn keep(
        &mut self,
        loaded: &Loaded,
        shot: &Shot,
        tile: usize,
        surface: &TileSurface,
        color: &[Vec3x4],
    ) {
        let kept = &mut self.tiles[tile];
        if kept.touched {
            return;
        }
        if matches!(kept.way, Way::Unknown) {
            kept.way = Way::of(loaded, surface);
        }
        kept.clear = kept.is_free(loaded);
        if kept.clear {
            kept.painted = true;
            for group in (0..GROUPS).map(|group| group_index(shot, tile, group)) {
                self.color[group] = color[group];
            }
        }
    }
}

impl StillTile {
    /// Whether nothing that moves is in front of it or in the way of the light.
    fn is_free(&self, loaded: &Loaded) -> bool {
        let free = |region| !loaded.forest.meets(&WideRegion::new(region), |tree| loaded.is_restless(tree));
        match &self.way {
            Way::Within(regions) => !self.touched && regions.iter().all(free),
            Way::Unknown | Way::Anywhere => false,
        }
    }
}

impl Way {
    /// The regions between the pixels of a tile and the light that casts shadows.
    fn of(loaded: &Loaded, surface: &TileSurface) -> Self {
        let Some(lamp) = loaded.lamps.direct.first().filter(|lamp| lamp.shadows) else {
            return Self::Within(Vec::new());
        };
        let mut regions = Some(Vec::new());
        surface.by_owner(facing(surface, lamp), |wanted, own, normal| {
            let points = Points { positions: &surface.positions, wanted, normal, own };
            let region = way(&points, &lamp.source);
            regions = regions.take().zip(region).map(|(mut regions, region)| {
                regions.push(region);
                regions
            });
        });
        regions.map_or(Self::Anywhere, Self::Within)
    }
}
