//! The surface behind each pixel of a tile: position, normal and material.

use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::picture::{Loaded, Shot};
use crate::rays::TILE;
use crate::visibility::{NOTHING, RowBlock};
use glam::Vec3;

/// Pixels of a tile in groups of four, row by row.
pub const GROUPS: usize = TILE * TILE / 4;

/// What the 64 pixels of a tile see.
pub struct TileSurface {
    /// Pixels that meet a surface.
    pub hit: u64,
    /// World positions, m.
    pub positions: [Vec3x4; GROUPS],
    /// Unit world normals.
    pub normals: [Vec3x4; GROUPS],
    /// Unit vectors to the eye, world; zero where there is no ray.
    pub views: [Vec3x4; GROUPS],
    /// Linear reflectance.
    pub colors: [Vec3x4; GROUPS],
    /// Perceptual roughness.
    pub roughness: [Lanes; GROUPS],
    /// Metallic.
    pub metallic: [Lanes; GROUPS],
    /// Emitted luminance, cd/m²; only valid if `emits`.
    pub emission: [Vec3x4; GROUPS],
    /// Whether any pixel emits.
    pub emits: bool,
    /// The tree that each hit pixel lies on.
    pub owners: [u16; TILE * TILE],
}

/// Values of one pixel as gathered, nine numbers that are then turned into lanes.
const FIELDS: usize = 8;

impl TileSurface {
    /// Gathers a tile of a row block.
    pub fn gather(loaded: &Loaded, shot: &Shot, block: &RowBlock, tile: usize) -> Self {
        let mut fields = [[[0.0f32; 4]; GROUPS]; FIELDS];
        let mut emission = [[[0.0f32; 4]; GROUPS]; 3];
        let (mut hit, mut emits, mut owners) = (0u64, false, [0u16; TILE * TILE]);
        for group in 0..GROUPS {
            let at = group_index(shot, tile, group);
            let indices = block.facets[at].as_array().map(f32::to_bits);
            if indices == [NOTHING; 4] {
                continue;
            }
            let direction = shot.grid.directions[block.row * TILE * shot.grid.pitch + at];
            let parameter = (Lanes::ONE / block.inverse[at]).to_array();
            for lane in 0..4 {
                if indices[lane] == NOTHING {
                    continue;
                }
                let facet = &shot.facets[indices[lane] as usize];
                owners[group * 4 + lane] = loaded.looks[facet.instance as usize].owner;
                hit |= 1 << (group * 4 + lane);
                let values = loaded.look(shot, facet, direction.lane(lane), parameter[lane]);
                for (field, value) in fields.iter_mut().zip(values) {
                    field[group][lane] = value;
                }
                let glow = loaded.looks[facet.instance as usize].emission;
                if glow != Vec3::ZERO {
                    emits = true;
                    for (axis, value) in glow.to_array().into_iter().enumerate() {
                        emission[axis][group][lane] = value;
                    }
                }
            }
        }
        Self::from_fields(shot, block, tile, &fields, &emission, Found { hit, emits, owners })
    }

    /// Turns gathered numbers into lanes and completes them with what follows from the rays.
    fn from_fields(
        shot: &Shot,
        block: &RowBlock,
        tile: usize,
        fields: &[[[f32; 4]; GROUPS]; FIELDS],
        emission: &[[[f32; 4]; GROUPS]; 3],
        found: Found,
    ) -> Self {
        let mut surface = Self {
            hit: found.hit,
            positions: [Vec3x4::ZERO; GROUPS],
            normals: [Vec3x4::ZERO; GROUPS],
            views: [Vec3x4::ZERO; GROUPS],
            colors: [Vec3x4::ZERO; GROUPS],
            roughness: [Lanes::ZERO; GROUPS],
            metallic: [Lanes::ZERO; GROUPS],
            emission: [Vec3x4::ZERO; GROUPS],
            emits: found.emits,
            owners: found.owners,
        };
        let axes = [0, 1, 2].map(|axis| Vec3x4::splat(shot.world_from_camera.col(axis)));
        let eye = Vec3x4::splat(shot.eye);
        for group in 0..GROUPS {
            let at = group_index(shot, tile, group);
            let d = shot.grid.directions[block.row * TILE * shot.grid.pitch + at];
            let ray = axes[0].scaled(d.x) + axes[1].scaled(d.y) + axes[2].scaled(d.z);
            surface.views[group] = -ray.normalized();
            let bits = found.hit >> (group * 4) & 15;
            if bits == 0 {
                continue;
            }
            let lanes = |field: usize| Lanes::new(fields[field][group]);
            let parameter = Lanes::ONE / block.inverse[at];
            // Lanes without a hit have an infinite parameter; they must not poison what looks at all lanes.
            let moved = ray.scaled(parameter).select(mask_from_bits(bits), Vec3x4::ZERO);
            surface.positions[group] = eye + moved;
            surface.normals[group] = Vec3x4::new(lanes(0), lanes(1), lanes(2)).normalized();
            surface.colors[group] = Vec3x4::new(lanes(3), lanes(4), lanes(5));
            surface.roughness[group] = lanes(6);
            surface.metallic[group] = lanes(7);
            if found.emits {
                let [x, y, z] = [0, 1, 2].map(|axis| Lanes::new(emission[axis][group]));
                surface.emission[group] = Vec3x4 { x, y, z };
            }
        }
        surface
    }
}

impl TileSurface {
    /// Splits pixels by the tree they lie on: calls `part` with the pixels of one tree, their tree, and a normal that
    /// fits the first of them.
    pub fn by_owner(&self, pixels: u64, mut part: impl FnMut(u64, usize, Vec3)) {
        let mut rest = pixels;
        while rest != 0 {
            let first = rest.trailing_zeros() as usize;
            let owner = self.owners[first];
            let mine = (first..64)
                .fold(0, |bits, pixel| bits | u64::from(self.owners[pixel] == owner) << pixel)
                & rest;
            rest &= !mine;
            part(mine, usize::from(owner), self.normals[first / 4].lane(first % 4));
        }
    }
}

/// What the gathering loop found out about the tile as a whole.
struct Found {
    hit: u64,
    emits: bool,
    owners: [u16; TILE * TILE],
}

/// Index of a tile's group of four pixels within its row block.
#[inline(always)]
pub fn group_index(shot: &Shot, tile: usize, group: usize) -> usize {
    group / 2 * shot.grid.pitch + tile * 2 + group % 2
}

impl Loaded {
    /// Normal (not yet unit length), reflectance, roughness and metallic where ray `d` meets a facet.
    #[inline]
    fn look(&self, shot: &Shot, facet: &crate::visibility::Facet, d: Vec3, parameter: f32) -> [f32; FIELDS] {
        let look = &self.looks[facet.instance as usize];
        let corners = self.geometry.triangles[facet.triangle as usize].map(|vertex| vertex as usize);
        let [a, b, c] = facet.weights.map(|weight| weight.dot(d));
        let [na, nb, nc] = corners.map(|vertex| self.geometry.normals[vertex]);
        let normal = na * a + nb * b + nc * c;
        let mut color = look.color;
        if let Some(texture) = &look.texture {
            let [ua, ub, uc] = corners.map(|vertex| self.geometry.uvs[vertex]);
            let scale = look.tiles_per_metre / (a + b + c);
            let u = (ua[0] * a + ub[0] * b + uc[0] * c) * scale;
            let v = (ua[1] * a + ub[1] * b + uc[1] * c) * scale;
            // The pixel's area on the surface: the ray cone's, stretched by the slant.
            let width = parameter * shot.grid.spread * look.tiles_per_metre;
            let cosine = (facet.plane_distance / parameter).max(0.05);
            color *= Vec3::from(texture.sample(u, v, width * width / cosine));
        }
        [normal.x, normal.y, normal.z, color.x, color.y, color.z, look.roughness, look.metallic]
    }
}
