//! The light that leaves a tile's surfaces towards the eye: the shared model of `restage_film::lighting`, four
//! pixels at a time.

use crate::ambience::Ambience;
use crate::lanes::{Lanes, Vec3x4, mask_from_bits};
use crate::picture::{Loaded, Shot};
use crate::shadow::{Points, lit};
use crate::surface::{GROUPS, TileSurface};
use restage_film::lighting::{DIELECTRIC_F0, MIN_LIGHT_DISTANCE, MIN_ROUGHNESS};
use restage_film::tonemap::SHOULDER;
use restage_film::{Lamp, Source};
use std::f32::consts::PI;

/// The light that arrives at the 64 pixels of a tile.
pub struct Arriving {
    /// For each light that is shaded one by one the part of it that nothing keeps off, group by group.
    pub lit: Vec<Lanes>,
    /// Illuminance by everything else, lux per channel.
    pub lux: [Vec3x4; GROUPS],
    /// Luminance from the direction that is mirrored to the eye, cd/m².
    pub mirror: [Vec3x4; GROUPS],
}

impl Arriving {
    /// Nothing yet: only memory.
    pub fn dark(loaded: &Loaded) -> Self {
        let lit = vec![Lanes::ZERO; loaded.lamps.direct.len() * GROUPS];
        Self { lit, lux: [Vec3x4::ZERO; GROUPS], mirror: [Vec3x4::ZERO; GROUPS] }
    }

    /// What `fast` pictures take: the hard shadow of the first light, and the ambient field as it is.
    pub fn simply(loaded: &Loaded, surface: &TileSurface) -> Self {
        let mut arriving = Self::dark(loaded);
        for (index, lamp) in loaded.lamps.direct.iter().enumerate() {
            let facing = facing(surface, lamp);
            let mut reached = facing;
            if index == 0 && lamp.shadows && facing != 0 {
                reached = 0;
                surface.by_owner(facing, |wanted, own, normal| {
                    let points = Points { positions: &surface.positions, wanted, normal, own };
                    reached |= lit(&loaded.forest, &lamp.source, &points);
                });
            }
            for group in 0..GROUPS {
                let mask = mask_from_bits(reached >> (4 * group) & 15);
                arriving.lit[index * GROUPS + group] = mask.bitselect(Lanes::ONE, Lanes::ZERO);
            }
        }
        arriving.field(loaded, surface);
        arriving
    }

    /// Looks the ambient field up.
    pub fn field(&mut self, loaded: &Loaded, surface: &TileSurface) {
        for group in 0..GROUPS {
            let bits = surface.hit >> (4 * group) & 15;
            if bits != 0 {
                let (positions, n) = (&surface.positions[group], &surface.normals[group]);
                let ambience = Ambience::at(&loaded.field, positions, n, bits);
                self.lux[group] = ambience.illuminance(n);
                self.mirror[group] = ambience.luminance(&surface.mirrored(group));
            }
        }
    }
}

/// The pixels that face a light.
pub fn facing(surface: &TileSurface, lamp: &Lamp) -> u64 {
    let mut facing = 0;
    for group in 0..GROUPS {
        let bits = surface.hit >> (4 * group) & 15;
        if bits != 0 {
            let (l, _) = toward(lamp, &surface.positions[group]);
            let front = surface.normals[group].dot(l).simd_gt(Lanes::ZERO).to_bitmask();
            facing |= (u64::from(front) & bits) << (4 * group);
        }
    }
    facing
}

/// Luminance of the 64 pixels of a tile, times the exposure, after the tone curve.
pub fn shade(loaded: &Loaded, shot: &Shot, surface: &TileSurface, arriving: &Arriving) -> [Vec3x4; GROUPS] {
    let mut out = [Vec3x4::ZERO; GROUPS];
    let exposure = Vec3x4::splat(shot.exposure);
    for (group, out) in out.iter_mut().enumerate() {
        let bits = surface.hit >> (4 * group) & 15;
        if bits != 0 {
            *out = ambient(surface, group, &arriving.lux[group], &arriving.mirror[group]);
            for (index, lamp) in loaded.lamps.direct.iter().enumerate() {
                let part = arriving.lit[index * GROUPS + group];
                if part.simd_gt(Lanes::ZERO).to_bitmask() != 0 {
                    *out = *out + direct(surface, group, lamp).scaled(part);
                }
            }
            if surface.emits {
                *out = *out + surface.emission[group];
            }
        }
        if bits != 15 {
            *out = out.select(mask_from_bits(bits), surroundings(loaded, &surface.views[group], bits));
        }
        let value = *out * exposure;
        *out = Vec3x4::new(tone(value.x), tone(value.y), tone(value.z));
    }
    out
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

/// The light of the surroundings (`lighting::ambient_luminance`).
#[inline]
fn ambient(surface: &TileSurface, group: usize, lux: &Vec3x4, mirror: &Vec3x4) -> Vec3x4 {
    let one = Lanes::ONE;
    let (metallic, color) = (surface.metallic[group], surface.colors[group]);
    let rough = surface.roughness[group].fast_max(Lanes::splat(MIN_ROUGHNESS));
    let grazing = fifth(one - surface.normals[group].dot(surface.views[group]).fast_max(Lanes::ZERO));
    let matt = Lanes::splat((1.0 - DIELECTRIC_F0) / PI) * (one - metallic);
    let channel = |color: Lanes, lux: Lanes, mirror: Lanes| {
        let f0 = base_reflectance(color, metallic);
        let glance = (one - rough - f0).fast_max(Lanes::ZERO) * grazing;
        color * matt * lux + (f0 * (one - rough * Lanes::splat(0.55)) + glance) * mirror
    };
    Vec3x4 {
        x: channel(color.x, lux.x, mirror.x),
        y: channel(color.y, lux.y, mirror.y),
        z: channel(color.z, lux.z, mirror.z),
    }
}

/// What rays see that meet nothing, apart from the lanes in `bits`; black where there is no ray.
fn surroundings(loaded: &Loaded, view: &Vec3x4, bits: u64) -> Vec3x4 {
    let color = |lane: usize| {
        let toward = -view.lane(lane);
        let seen = bits >> lane & 1 == 0 && toward.length_squared() > 0.5;
        if seen { loaded.scene.surroundings(toward) } else { glam::Vec3::ZERO }
    };
    let each: [glam::Vec3; 4] = std::array::from_fn(color);
    let axis = |axis: usize| Lanes::new(each.map(|v| v[axis]));
    Vec3x4::new(axis(0), axis(1), axis(2))
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
