//! The surface behind each pixel of a tile: position, normal and material.

use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::picture::{Loaded, Look, Shot};
use crate::rays::TILE;
use crate::visibility::{Facet, NOTHING};
use glam::Vec3;
use restage_film::lighting::DIELECTRIC_F0;

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
    /// Pixels that see something that lets light through.
    pub clear: u64,
    /// Part of the light that passes, and in which hue; only valid where `clear`.
    pub passing: [Vec3x4; GROUPS],
}

impl TileSurface {
    /// Gathers a tile of row `row` of tiles, of which `inverse` and `facets` tell what is seen.
    pub fn gather(
        loaded: &Loaded,
        shot: &Shot,
        row: usize,
        (inverse, facets): (&[Lanes], &[Lanes]),
        tile: usize,
    ) -> Self {
        let mut surface = Self {
            hit: 0,
            positions: [Vec3x4::ZERO; GROUPS],
            normals: [Vec3x4::ZERO; GROUPS],
            views: [Vec3x4::ZERO; GROUPS],
            colors: [Vec3x4::ZERO; GROUPS],
            roughness: [Lanes::ZERO; GROUPS],
            metallic: [Lanes::ZERO; GROUPS],
            emission: [Vec3x4::ZERO; GROUPS],
            emits: false,
            owners: [0; TILE * TILE],
            clear: 0,
            passing: [Vec3x4::ZERO; GROUPS],
        };
        let axes = [0, 1, 2].map(|axis| Vec3x4::splat(shot.world_from_camera.col(axis)));
        let eye = Vec3x4::splat(shot.eye);
        for group in 0..GROUPS {
            let at = group_index(shot, tile, group);
            let direction = shot.grid.directions[row * TILE * shot.grid.pitch + at];
            let ray = axes[0].scaled(direction.x) + axes[1].scaled(direction.y) + axes[2].scaled(direction.z);
            surface.views[group] = -ray.normalized();
            let indices = facets[at].as_array().map(f32::to_bits);
            if indices == [NOTHING; 4] {
                continue;
            }
            let parameter = Lanes::ONE / inverse[at];
            let bits = surface.gather_group(loaded, shot, group, indices, (direction, parameter));
            // Lanes without a hit have an infinite parameter; they must not poison what looks at all lanes.
            let moved = ray.scaled(parameter).select(mask_from_bits(bits), Vec3x4::ZERO);
            surface.positions[group] = eye + moved;
            surface.normals[group] = surface.normals[group].normalized();
            surface.hit |= bits << (4 * group);
        }
        surface
    }

    /// Looks up normals and materials of four pixels, once per facet among them. Returns the lanes that see one.
    fn gather_group(
        &mut self,
        loaded: &Loaded,
        shot: &Shot,
        group: usize,
        indices: [u32; 4],
        ray: (Vec3x4, Lanes),
    ) -> u64 {
        if indices == [indices[0]; 4] {
            self.gather_facet(loaded, shot, group, indices[0], ray);
            return 15;
        }
        let mut done = 0u64;
        for lane in 0..4 {
            if indices[lane] == NOTHING || done >> lane & 1 == 1 {
                continue;
            }
            let facet = &shot.facets[indices[lane] as usize];
            let look = &loaded.looks[facet.instance as usize];
            let mut bits = 0u64;
            for (other, index) in indices.iter().enumerate() {
                if *index == indices[lane] {
                    bits |= 1 << other;
                    self.owners[group * 4 + other] = look.owner;
                }
            }
            let mask = mask_from_bits(bits);
            let (normal, color, rough) = loaded.look_at(shot, facet, look, ray, bits);
            self.normals[group] = normal.select(mask, self.normals[group]);
            self.colors[group] = color.select(mask, self.colors[group]);
            self.roughness[group] = mask.bitselect(rough, self.roughness[group]);
            self.metallic[group] = mask.bitselect(Lanes::splat(look.metallic), self.metallic[group]);
            if look.transmission > 0.0 {
                self.clear |= bits << (4 * group);
                self.passing[group] =
                    Vec3x4::splat(look.color * look.transmission).select(mask, self.passing[group]);
            }
            if look.emission != Vec3::ZERO {
                self.emits = true;
                self.emission[group] = Vec3x4::splat(look.emission).select(mask, self.emission[group]);
            }
            done |= bits;
        }
        done
    }

    /// Looks up normals and materials of four pixels that see one facet.
    #[inline]
    fn gather_facet(&mut self, loaded: &Loaded, shot: &Shot, group: usize, index: u32, ray: (Vec3x4, Lanes)) {
        let facet = &shot.facets[index as usize];
        let look = &loaded.looks[facet.instance as usize];
        self.owners[group * 4..group * 4 + 4].fill(look.owner);
        (self.normals[group], self.colors[group], self.roughness[group]) =
            loaded.look_at(shot, facet, look, ray, 15);
        if look.transmission > 0.0 {
            self.clear |= 15 << (4 * group);
            self.passing[group] = Vec3x4::splat(look.color * look.transmission);
        }
        self.metallic[group] = Lanes::splat(look.metallic);
        if look.emission != Vec3::ZERO {
            self.emits = true;
            self.emission[group] = Vec3x4::splat(look.emission);
        }
    }

    /// Directions that are mirrored to the eye.
    #[inline]
    pub fn mirrored(&self, group: usize) -> Vec3x4 {
        let (n, v) = (self.normals[group], self.views[group]);
        n.scaled(n.dot(v) * Lanes::splat(2.0)) - v
    }

    /// About which part of the light from the mirrored direction is sent to the eye (`lighting::ambient_luminance`).
    pub fn mirror_weight(&self, group: usize) -> Lanes {
        let (one, rough) = (Lanes::ONE, self.roughness[group]);
        let away = one - self.normals[group].dot(self.views[group]).fast_max(Lanes::ZERO);
        let square = away * away;
        let base = Lanes::splat(DIELECTRIC_F0) + self.metallic[group] * (1.0 - DIELECTRIC_F0);
        base * (one - rough * Lanes::splat(0.55))
            + (one - rough).fast_max(Lanes::ZERO) * square * square * away
    }

    /// Splits pixels by the tree they lie on: calls `part` with the pixels of one tree, their tree, and a normal that
    /// fits the first of them.
    pub fn by_owner(&self, pixels: u64, mut part: impl FnMut(u64, usize, Vec3)) {
        let mut rest = pixels;
        while rest != 0 {
            let first = rest.trailing_zeros() as usize;
            let owner = self.owners[first];
            let same = |bits: u64, pixel: usize| bits | u64::from(self.owners[pixel] == owner) << pixel;
            let mine = (first..TILE * TILE).fold(0, same) & rest;
            rest &= !mine;
            part(mine, usize::from(owner), self.normals[first / 4].lane(first % 4));
        }
    }
}

/// Index of a tile's group of four pixels within its row block.
#[inline(always)]
pub fn group_index(shot: &Shot, tile: usize, group: usize) -> usize {
    group / 2 * shot.grid.pitch + tile * 2 + group % 2
}

impl Loaded {
    /// Normal (not yet unit length), reflectance and roughness where four rays, given by direction and parameter, meet a facet;
    /// only the lanes in `bits` mean anything.
    #[inline]
    fn look_at(
        &self,
        shot: &Shot,
        facet: &Facet,
        look: &Look,
        (direction, parameter): (Vec3x4, Lanes),
        bits: u64,
    ) -> (Vec3x4, Vec3x4, Lanes) {
        let corners = self.geometry.triangles[facet.triangle as usize].map(|vertex| vertex as usize);
        let [a, b, c] = facet.weights.map(|weight| Vec3x4::splat(weight).dot(direction));
        let [na, nb, nc] = corners.map(|vertex| Vec3x4::splat(self.geometry.normals[vertex]));
        let normal = na.scaled(a) + nb.scaled(b) + nc.scaled(c);
        let rough = Lanes::splat(look.roughness);
        // What passes is not sent back.
        let kept = look.color * (1.0 - look.transmission);
        let Some(texture) = &look.texture else { return (normal, Vec3x4::splat(kept), rough) };
        let [ua, ub, uc] = corners.map(|vertex| self.geometry.uvs[vertex]);
        let scale = Lanes::splat(look.tiles_per_metre) / (a + b + c);
        let u = ((a * ua[0] + b * ub[0] + c * uc[0]) * scale).to_array();
        let v = ((a * ua[1] + b * ub[1] + c * uc[1]) * scale).to_array();
        // The pixel's area on the surface: the ray cone's, stretched by the slant.
        let width = parameter * (shot.grid.spread * look.tiles_per_metre);
        let cosine = (Lanes::splat(facet.plane_distance) / parameter).fast_max(Lanes::splat(0.05));
        let footprint = (width * width / cosine).to_array();
        let mut color = [[0.0; 4]; 4];
        for lane in (0..4).filter(|lane| bits >> lane & 1 == 1) {
            let texel = texture.sample(u[lane], v[lane], footprint[lane]);
            for (channel, value) in color.iter_mut().zip(texel) {
                channel[lane] = value;
            }
        }
        let [x, y, z, factor] = color.map(Lanes::new);
        (normal, Vec3x4 { x, y, z } * Vec3x4::splat(kept), (rough * factor).fast_min(Lanes::ONE))
    }
}
