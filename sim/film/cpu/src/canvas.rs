//! One picture of one state: what is seen, the light on it, edges, bytes.

use crate::antialias::Edges;
use crate::filter::{GUIDE_CHANNELS, LIGHT_CHANNELS, Pass, Sheet, SheetPart, pass};
use crate::geometry::matrix;
use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::picture::{Loaded, Shot};
use crate::probe::Prober;
use crate::rays::{RayGrid, TILE};
use crate::shading::{Arriving, shade};
use crate::soft::{SoftTile, look_through};
use crate::still::{Stage, Still};
use crate::surface::{GROUPS, TileSurface, group_index};
use crate::visibility::{Eye, FacetList, NOTHING, RowBlock};
use crate::workers::Workers;
use glam::{Mat3, Vec3};
use restage_film::{CameraImage, Channels, Development, FrameState, PosedCamera};

/// What a picture is made from.
pub struct Order<'a> {
    pub loaded: &'a Loaded,
    pub state: &'a FrameState,
    pub camera: &'a PosedCamera,
    pub grid: &'a RayGrid,
    pub channels: Channels,
    pub workers: &'a Workers,
}

/// Buffers that are kept from picture to picture.
#[derive(Debug, Default)]
pub struct Canvas {
    list: FacetList,
    inverse: Vec<Lanes>,
    facets: Vec<Lanes>,
    /// Display-linear colour.
    color: Vec<Vec3x4>,
    /// Of `high` pictures: where the pixels are, and the light on them before, between and after the passes of the filter.
    guide: Sheet,
    light: Sheet,
    between: Sheet,
    /// Of `fast` pictures, while the camera stands still.
    still: Still,
}

impl Canvas {
    /// Films with the hard shadow of one light and the ambient field.
    pub fn film_fast(&mut self, order: &Order) -> CameraImage {
        let development = Development::of(order.camera, order.state);
        let (grid, loaded) = (order.grid, order.loaded);
        let exposure = development.gains() * loaded.exposure;
        self.still.begin(order, exposure);
        let (eye, world_from_camera) = self.look(order);
        let block = grid.pitch * TILE;
        let list = &self.list;
        let shot = &Shot { grid, facets: &list.facets, eye: eye.position, world_from_camera, exposure };
        let rows = self.inverse.chunks_mut(block).zip(self.facets.chunks_mut(block));
        let blocks = rows.zip(self.color.chunks_mut(block)).zip(self.still.rows(grid)).enumerate();
        order.workers.for_each(blocks.collect(), |(row, (((inverse, facets), color), mut still))| {
            let mut block = RowBlock { row, inverse, facets };
            match &mut still {
                Some(still) => still.see(&mut block, list, grid),
                None => block.see(list, grid),
            }
            for tile in 0..grid.tile_columns() {
                if still.as_mut().is_some_and(|still| still.recall(loaded, shot, tile, color)) {
                    continue;
                }
                let surface = TileSurface::gather(loaded, shot, row, (block.inverse, block.facets), tile);
                let arriving = Arriving::simply(loaded, &surface);
                let shaded = shade(loaded, shot, &surface, &arriving);
                for group in 0..GROUPS {
                    color[group_index(shot, tile, group)] = shaded[group];
                }
                if let Some(still) = &mut still {
                    still.keep(loaded, shot, tile, &surface, color);
                }
            }
        });
        self.still.settle(grid);
        self.finish(order, &development)
    }

    /// Films with soft shadows, indirect light and mirror images.
    pub fn film_high(&mut self, order: &Order) -> CameraImage {
        let development = Development::of(order.camera, order.state);
        let (grid, loaded) = (order.grid, order.loaded);
        let (eye, world_from_camera) = self.look(order);
        let block = grid.pitch * TILE;
        let exposure = development.gains() * loaded.exposure;
        let list = &self.list;
        let shot = &Shot { grid, facets: &list.facets, eye: eye.position, world_from_camera, exposure };
        let rows = grid.tile_rows() * TILE;
        self.guide.resize(GUIDE_CHANNELS, grid.pitch, rows);
        for sheet in [&mut self.light, &mut self.between] {
            sheet.resize(LIGHT_CHANNELS + loaded.lamps.direct.len(), grid.pitch, rows);
        }
        let seen = self.inverse.chunks_mut(block).zip(self.facets.chunks_mut(block));
        let sheets = self.guide.parts(TILE).zip(self.light.parts(TILE));
        order.workers.for_each(seen.zip(sheets).enumerate().collect(), |(row, (seen, sheets))| {
            let mut block = RowBlock { row, inverse: seen.0, facets: seen.1 };
            block.see(list, grid);
            let (mut guide, mut light) = sheets;
            let mut prober = Prober::new(loaded);
            for tile in 0..grid.tile_columns() {
                let surface = TileSurface::gather(loaded, shot, row, (block.inverse, block.facets), tile);
                let place = SoftTile { samples: &loaded.samples, column: tile * TILE, row: row * TILE };
                let arriving = place.gather(&mut prober, &surface);
                write_guide(&mut guide, shot, &surface, tile);
                write_light(&mut light, &arriving, tile);
            }
        });
        filter(order, &self.guide, [&mut self.light, &mut self.between]);
        let (inverse, facets, light) = (&self.inverse, &self.facets, &self.light);
        order.workers.for_each(self.color.chunks_mut(block).enumerate().collect(), |(row, color)| {
            let span = row * block..(row + 1) * block;
            let seen = (&inverse[span.clone()], &facets[span]);
            let mut prober = Prober::new(loaded);
            for tile in 0..grid.tile_columns() {
                let mut surface = TileSurface::gather(loaded, shot, row, seen, tile);
                look_through(&mut prober, &mut surface);
                let arriving = read_light(loaded, light, row, tile);
                let shaded = shade(loaded, shot, &surface, &arriving);
                for group in 0..GROUPS {
                    color[group_index(shot, tile, group)] = shaded[group];
                }
            }
        });
        self.finish(order, &development)
    }

    /// Collects what the camera may see and makes room for the picture.
    fn look(&mut self, order: &Order) -> (Eye, Mat3) {
        let world_from_camera = matrix(order.camera.world_from_camera.rotation);
        let eye = Eye {
            position: order.camera.world_from_camera.translation.as_vec3(),
            camera_from_world: world_from_camera.transpose(),
        };
        let (geometry, grid, restless) = (&order.loaded.geometry, order.grid, order.loaded.restless());
        match self.still.stage {
            Stage::Other => self.list.collect(geometry, &eye, grid),
            Stage::Second => self.list.collect_in_parts(geometry, &eye, grid, restless, false),
            Stage::Later => self.list.collect_in_parts(geometry, &eye, grid, restless, true),
        }
        let groups = order.grid.directions.len();
        self.inverse.resize(groups, Lanes::ZERO);
        self.facets.resize(groups, Lanes::ZERO);
        self.color.resize(groups, Vec3x4::ZERO);
        (eye, world_from_camera)
    }

    /// Exact channels, smooth edges, bytes.
    fn finish(&mut self, order: &Order, development: &Development) -> CameraImage {
        let (grid, camera) = (order.grid, order.camera);
        let mut image = CameraImage { width: camera.width, height: camera.height, ..CameraImage::default() };
        self.channels(grid, order.channels, &mut image);
        let edges =
            Edges { grid, list: &self.list, seen: &self.facets, inverse: &self.inverse, color: &self.color };
        image.rgb = vec![0; grid.width * grid.height * 3];
        let encoder = &order.loaded.encoder;
        if development.is_soft() {
            let mut colors = vec![Vec3::ZERO; grid.width * grid.height];
            let blocks = colors.chunks_mut(grid.width * TILE).zip(self.still.tiles(grid)).enumerate();
            order.workers.for_each(blocks.collect(), |(block, (colors, kept))| {
                edges.smooth(block, kept, |pixel, color| colors[pixel] = color);
            });
            development.soften(&mut colors, grid.width);
            for (pixel, (code, color)) in image.rgb.chunks_exact_mut(3).zip(&colors).enumerate() {
                code.copy_from_slice(&development.develop(encoder, pixel, *color));
            }
            return image;
        }
        let blocks = image.rgb.chunks_mut(grid.width * 3 * TILE).zip(self.still.tiles(grid)).enumerate();
        order.workers.for_each(blocks.collect(), |(block, (bytes, kept))| {
            let first = block * TILE * grid.width;
            edges.smooth(block, kept, |pixel, color| {
                let code = development.develop(encoder, first + pixel, color);
                bytes[pixel * 3..pixel * 3 + 3].copy_from_slice(&code);
            });
        });
        image
    }

    /// Writes the exact channels from the last pass.
    fn channels(&self, grid: &RayGrid, channels: Channels, image: &mut CameraImage) {
        let pixels = grid.width * grid.height;
        if channels.depth {
            image.depth_m.reserve_exact(pixels);
        }
        if channels.ids {
            image.ids.reserve_exact(pixels);
        }
        for row in 0..grid.height {
            for group in row * grid.pitch..(row + 1) * grid.pitch {
                let lanes = 4.min(grid.width.saturating_sub((group - row * grid.pitch) * 4));
                let seen = self.facets[group].as_array().map(f32::to_bits);
                if channels.depth {
                    // No hit: one over zero is infinite, times the forward component of some ray.
                    let depth = (grid.directions[group].z / self.inverse[group]).to_array();
                    let depth = std::array::from_fn::<_, 4, _>(|lane| {
                        if seen[lane] == NOTHING { f32::INFINITY } else { depth[lane] }
                    });
                    image.depth_m.extend_from_slice(&depth[..lanes]);
                }
                if channels.ids {
                    let id = |facet: u32| match facet {
                        NOTHING => 0,
                        facet => self.list.facets[facet as usize].instance as u16 + 1,
                    };
                    image.ids.extend(seen[..lanes].iter().map(|facet| id(*facet)));
                }
            }
        }
    }
}

/// Both passes over the light on all pixels; the result is in the first sheet again.
fn filter(order: &Order, guide: &Sheet, [light, between]: [&mut Sheet; 2]) {
    let rows = order.grid.tile_rows() * TILE;
    let run = |which: Pass, from: &Sheet, out: &mut Sheet| {
        order.workers.for_each(out.parts(TILE).enumerate().collect(), |(block, mut part)| {
            let span = block * TILE..block * TILE + part.rows();
            pass(which, guide, from, &mut part, span, rows);
        });
    };
    run(Pass::Across, light, between);
    run(Pass::Down, between, light);
}

/// Notes where the pixels of a tile are.
fn write_guide(guide: &mut SheetPart, shot: &Shot, surface: &TileSurface, tile: usize) {
    let eye = Vec3x4::splat(shot.eye);
    for group in 0..GROUPS {
        let mask = mask_from_bits(surface.hit >> (4 * group) & 15);
        let (row, column) = (group / 2, tile * 2 + group % 2);
        let (position, normal) =
            (surface.positions[group], surface.normals[group].select(mask, Vec3x4::ZERO));
        let away = position - eye;
        let tolerance = away.dot(away).sqrt() * Lanes::splat(shot.grid.spread) + Lanes::splat(TOLERANCE);
        guide.put_vector(row, 0, column, &position);
        guide.put_vector(row, 3, column, &normal);
        guide.put(row, 6, column, tolerance);
    }
}

/// Least distance between planes that are told apart, m.
const TOLERANCE: f32 = 5e-4;

/// Notes the light that arrives at a tile.
fn write_light(light: &mut SheetPart, arriving: &Arriving, tile: usize) {
    for group in 0..GROUPS {
        let (row, column) = (group / 2, tile * 2 + group % 2);
        light.put_vector(row, 0, column, &arriving.lux[group]);
        light.put_vector(row, 3, column, &arriving.mirror[group]);
        for (lamp, lit) in arriving.lit.chunks(GROUPS).enumerate() {
            light.put(row, LIGHT_CHANNELS + lamp, column, lit[group]);
        }
    }
}

/// The light that arrives at a tile, as noted.
fn read_light(loaded: &Loaded, light: &Sheet, block: usize, tile: usize) -> Arriving {
    let mut arriving = Arriving::dark(loaded);
    for group in 0..GROUPS {
        let (row, column) = (block * TILE + group / 2, (tile * 2 + group % 2) as isize * 4);
        arriving.lux[group] = light.vector(row, 0, column);
        arriving.mirror[group] = light.vector(row, 3, column);
        for (lamp, lit) in arriving.lit.chunks_mut(GROUPS).enumerate() {
            lit[group] = light.four(row, LIGHT_CHANNELS + lamp, column);
        }
    }
    arriving
}
