//! The light that leaves a tile's surfaces towards the eye: the shared model of `restage_film::lighting`, four
//! pixels at a time.

use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::occlusion::{OcclusionDraw, openness};
use crate::picture::{Loaded, Shot};
use crate::rays::TILE;
use crate::shadow::{Points, SoftDraw, Source, lit, softly_lit};
use crate::surface::{GROUPS, TileSurface};
use glam::Vec3;
use restage_film::lighting::{
    AMBIENT_EVEN, AMBIENT_UP, DIELECTRIC_F0, MIN_LIGHT_DISTANCE, MIN_ROUGHNESS, SKY_UP,
};
use restage_film::tonemap::SHOULDER;
use std::f32::consts::PI;

/// A light prepared for shading.
#[derive(Clone, Copy, Debug)]
pub struct Lamp {
    /// Where it shines from.
    pub source: Source,
    /// Illuminance per channel on a perpendicular face: of a directional light in lux, of a point light in lux at one
    /// metre.
    pub strength: Vec3,
    /// Whether it casts shadows in pictures of any quality.
    pub key: bool,
    /// Whether it casts shadows in pictures of high quality.
    pub shadows: bool,
}

/// Luminance of the 64 pixels of a tile, times the exposure, after the tone curve.
pub fn shade(
    loaded: &Loaded,
    shot: &Shot,
    surface: &TileSurface,
    row: usize,
    tile: usize,
) -> [Vec3x4; GROUPS] {
    let mut out = [Vec3x4::ZERO; GROUPS];
    let corner = ((tile * TILE) as u32, (row * TILE) as u32);
    if surface.hit != 0 {
        ambient(loaded, shot, surface, corner, &mut out);
        for (index, lamp) in loaded.lamps.iter().enumerate() {
            let reached = reached(loaded, shot, surface, lamp, corner, index as u32);
            for (group, out) in out.iter_mut().enumerate() {
                let bits = reached >> (4 * group) & 15;
                if bits != 0 {
                    let light = direct(surface, group, lamp);
                    *out = *out + light.select(mask_from_bits(bits), Vec3x4::ZERO);
                }
            }
        }
    }
    let exposure = Lanes::splat(loaded.exposure);
    for (group, out) in out.iter_mut().enumerate() {
        if surface.emits {
            *out = *out + surface.emission[group];
        }
        let bits = surface.hit >> (4 * group) & 15;
        if bits != 15 {
            let sky = sky(loaded, &surface.views[group]);
            *out = out.select(mask_from_bits(bits), sky);
        }
        let value = out.scaled(exposure);
        *out = Vec3x4::new(tone(value.x), tone(value.y), tone(value.z));
    }
    out
}

/// The pixels that face a light and that it reaches.
fn reached(
    loaded: &Loaded,
    shot: &Shot,
    surface: &TileSurface,
    lamp: &Lamp,
    corner: (u32, u32),
    index: u32,
) -> u64 {
    let mut facing = 0;
    for group in 0..GROUPS {
        let bits = surface.hit >> (4 * group) & 15;
        if bits != 0 {
            let (l, _) = toward(lamp, &surface.positions[group]);
            let front = surface.normals[group].dot(l).simd_gt(Lanes::ZERO).to_bitmask();
            facing |= (u64::from(front) & bits) << (4 * group);
        }
    }
    if !(lamp.key || lamp.shadows && shot.sample.is_some()) || facing == 0 {
        return facing;
    }
    let mut reached = 0;
    surface.by_owner(facing, |wanted, own, normal| {
        let points = Points { positions: &surface.positions, wanted, normal, own };
        reached |= match shot.sample {
            None => lit(&loaded.forest, &lamp.source, &points),
            Some(index_of_sample) => {
                let (column, row) = corner;
                let (samples, purpose) = (&loaded.samples, index + 1);
                let draw = SoftDraw { samples, column, row, index: index_of_sample, purpose };
                softly_lit(&loaded.forest, &lamp.source, &points, &draw)
            }
        };
    });
    reached
}

/// Unit vectors to a light, and the illuminance relative to [`Lamp::strength`].
#[inline(always)]
fn toward(lamp: &Lamp, positions: &Vec3x4) -> (Vec3x4, Lanes) {
    match lamp.source {
        Source::Directional(toward) => (Vec3x4::splat(toward), Lanes::ONE),
        Source::Point(position) => {
            let to = Vec3x4::splat(position) - *positions;
            let least = Lanes::splat(MIN_LIGHT_DISTANCE * MIN_LIGHT_DISTANCE);
            let square = to.dot(to).fast_max(least);
            (to.scaled(Lanes::ONE / square.sqrt()), Lanes::ONE / square)
        }
    }
}

/// Luminance by one light, shadow aside (`lighting::lit_luminance`).
#[inline]
fn direct(surface: &TileSurface, group: usize, lamp: &Lamp) -> Vec3x4 {
    let (n, v) = (surface.normals[group], surface.views[group]);
    let (l, falloff) = toward(lamp, &surface.positions[group]);
    let one = Lanes::ONE;
    let nl = n.dot(l).fast_max(Lanes::ZERO);
    let nv = n.dot(v).fast_max(Lanes::splat(1e-4));
    let h = (l + v).normalized();
    let (nh, vh) = (n.dot(h).fast_max(Lanes::ZERO), v.dot(h).fast_max(Lanes::ZERO));
    let rough = surface.roughness[group].fast_max(Lanes::splat(MIN_ROUGHNESS));
    let a = rough * rough;
    let spread = nh * nh * (a * a - one) + one;
    let smooth = Lanes::splat(2.0) * nl * nv;
    // D and V share one division.
    let gloss = Lanes::splat(0.5) * a * a
        / (Lanes::splat(PI)
            * spread
            * spread
            * (smooth + a * (nl + nv - smooth)).fast_max(Lanes::splat(1e-6)));
    let grazing = fifth(one - vh);
    let (metallic, color) = (surface.metallic[group], surface.colors[group]);
    let matt = Lanes::splat((1.0 - DIELECTRIC_F0) / PI) * (one - metallic);
    let light = falloff * nl;
    let channel = |color: Lanes, strength: f32| {
        let f0 = base_reflectance(color, metallic);
        let fresnel = f0 + (one - f0) * grazing;
        (color * matt + fresnel * gloss) * light * Lanes::splat(strength)
    };
    Vec3x4 {
        x: channel(color.x, lamp.strength.x),
        y: channel(color.y, lamp.strength.y),
        z: channel(color.z, lamp.strength.z),
    }
}

/// Adds the light of the surroundings (`lighting::ambient_luminance`).
fn ambient(
    loaded: &Loaded,
    shot: &Shot,
    surface: &TileSurface,
    (column, row): (u32, u32),
    out: &mut [Vec3x4; GROUPS],
) {
    let open = shot.sample.map(|index| {
        let draw = OcclusionDraw { samples: &loaded.samples, column, row, index };
        let mut open = [1.0f32; TILE * TILE];
        surface.by_owner(surface.hit, |wanted, own, _| {
            let part = openness(&loaded.forest, &surface.positions, &surface.normals, wanted, own, &draw);
            open.iter_mut().zip(part).for_each(|(open, part)| *open = open.min(part));
        });
        open
    });
    let one = Lanes::ONE;
    for (group, out) in out.iter_mut().enumerate() {
        if surface.hit >> (4 * group) & 15 == 0 {
            continue;
        }
        let (n, v) = (surface.normals[group], surface.views[group]);
        let (metallic, color) = (surface.metallic[group], surface.colors[group]);
        let raw = n.dot(v);
        let rough = surface.roughness[group].fast_max(Lanes::splat(MIN_ROUGHNESS));
        let mirrored_up = n.z * raw * Lanes::splat(2.0) - v.z;
        let lux = Lanes::splat(loaded.ambient_lux) * (Lanes::splat(AMBIENT_EVEN) + n.z * AMBIENT_UP);
        let sky = Lanes::splat(loaded.ambient_lux / PI) * (Lanes::splat(AMBIENT_EVEN) + mirrored_up * SKY_UP);
        let grazing = fifth(one - raw.fast_max(Lanes::ZERO));
        let matt = Lanes::splat((1.0 - DIELECTRIC_F0) / PI) * (one - metallic) * lux;
        let factor = open.as_ref().map_or(one, |open| {
            let pixel = group * 4;
            Lanes::new([open[pixel], open[pixel + 1], open[pixel + 2], open[pixel + 3]])
        });
        let channel = |color: Lanes| {
            let f0 = base_reflectance(color, metallic);
            let glance = (one - rough - f0).fast_max(Lanes::ZERO) * grazing;
            let mirror = f0 * (one - rough * Lanes::splat(0.55)) + glance;
            (color * matt + mirror * sky) * factor
        };
        *out = Vec3x4 { x: channel(color.x), y: channel(color.y), z: channel(color.z) };
    }
}

/// What a ray sees that meets nothing; black where there is no ray.
fn sky(loaded: &Loaded, view: &Vec3x4) -> Vec3x4 {
    let seen = view.dot(*view).simd_gt(Lanes::splat(0.5));
    let up = Lanes::splat(AMBIENT_EVEN) - view.z * SKY_UP;
    let value = seen.bitselect(up * (loaded.ambient_lux / PI), Lanes::ZERO);
    Vec3x4 { x: value, y: value, z: value }
}

/// Reflectance at normal incidence.
#[inline(always)]
fn base_reflectance(color: Lanes, metallic: Lanes) -> Lanes {
    let dielectric = Lanes::splat(DIELECTRIC_F0);
    dielectric + (color - dielectric) * metallic
}

/// `tonemap::tone_curve`.
#[inline(always)]
fn tone(value: Lanes) -> Lanes {
    let over = ((value - SHOULDER) / (1.0 - SHOULDER)).fast_max(Lanes::ZERO);
    value.fast_min(Lanes::splat(SHOULDER)) + over / (Lanes::ONE + over) * (1.0 - SHOULDER)
}

#[inline(always)]
fn fifth(x: Lanes) -> Lanes {
    let square = x * x;
    square * square * x
}
