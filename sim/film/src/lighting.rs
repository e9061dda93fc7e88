//! The lighting model that both renderers share, as formulas, constants and a plain reference implementation.
//!
//! Photometric units: light arrives as illuminance (lux) and leaves as luminance (cd/m²), per linear RGB channel.
//! With `n` the unit normal, `v` the unit vector to the eye, `l` to the light, `h` their half vector, `c` the
//! linear base colour times the texture, `m` metallic, `rho` perceptual roughness and `a = rho^2`:
//!
//! - **Light**: a directional light gives `E`; a point light of flux `F` at distance `d` gives `E = F / (4 pi d^2)`.
//! - **Diffuse** (Lambert): `(1 - F0_DIELECTRIC) (1 - m) c / pi * E * (n.l)`.
//! - **Specular** (Cook-Torrance): `D V F * E * (n.l)` with GGX `D = a^2 / (pi ((n.h)^2 (a^2 - 1) + 1)^2)` (Walter et
//!   al. 2007), `V = 0.5 / mix(2 (n.l)(n.v), n.l + n.v, a)` (Hammon, GDC 2017), Schlick `F = F0 + (1 - F0)(1 - v.h)^5`,
//!   `F0 = mix(0.04, c, m)`.
//! - **Ambient**: `E(n)` and `L(w)` of the ambient field at the point ([`crate::AmbientField`]). Where nothing else is
//!   known the room is a sky that is brighter above: `L(w) = A / pi (0.7 + 0.45 w.z)`, where `A` is the ambient
//!   illuminance of an upward face; integrated over the cosine lobe that is `E(n) = A (0.7 + 0.3 n.z)`. Diffuse as above
//!   with `E(n)`; specular `F_env L(r)` with `r` the mirrored view and
//!   `F_env = F0 (1 - 0.55 rho) + max(1 - rho - F0, 0) (1 - n.v)^5`; both times the ambient occlusion.
//! - **Emission**: `emission_cd_m2` times the base colour scaled to unit luminance (Rec. 709 weights).
//! - A ray that meets nothing sees `L(w)`; a pixel beyond the valid image circle of a lens is black.
//!
//! Shadows: only surfaces that face the light cast them; what is nearer to a point light than [`SHADOW_NEAR`] does
//! not (its own lamp body).

use crate::ambient::Ambient;
use glam::Vec3;
use std::f32::consts::PI;

/// Reflectance of a dielectric at normal incidence.
pub const DIELECTRIC_F0: f32 = 0.04;
/// Smoothest perceptual roughness that is shaded: sources are points, so a smoother surface would only sparkle.
pub const MIN_ROUGHNESS: f32 = 0.12;
/// Part of the ambient illuminance that arrives regardless of the normal.
pub const AMBIENT_EVEN: f32 = 0.7;
/// Part of the ambient illuminance that grows with the upward component of the normal.
pub const AMBIENT_UP: f32 = 0.3;
/// The luminance gradient that gives [`AMBIENT_UP`]: the cosine lobe keeps two thirds of a linear gradient.
pub const SKY_UP: f32 = 0.45;
/// Occluders closer to a point light than this cast no shadow, m.
pub const SHADOW_NEAR: f32 = 0.1;
/// No point light is taken as nearer than this, m.
pub const MIN_LIGHT_DISTANCE: f32 = 0.05;
/// Radius of the sphere that stands for a point light in soft shadows, m.
pub const POINT_LIGHT_RADIUS: f32 = 0.06;
/// Tangent of the angular radius of a directional light in soft shadows.
pub const DIRECTIONAL_SPREAD: f32 = 0.02;
/// Rec. 709 luminance weights of linear RGB.
pub const LUMINANCE: Vec3 = Vec3::new(0.2126, 0.7152, 0.0722);

/// What a surface point is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    /// Linear reflectance: base colour times texture.
    pub color: Vec3,
    /// Perceptual roughness.
    pub roughness: f32,
    /// Metallic.
    pub metallic: f32,
}

/// Luminance of the surroundings from direction `w` (unit), for ambient illuminance `ambient_lux`.
pub fn sky_luminance(ambient_lux: f32, w: Vec3) -> f32 {
    ambient_lux / PI * (AMBIENT_EVEN + SKY_UP * w.z)
}

/// Luminance towards `v` by a light from `l` that gives `illuminance` (lux, per channel) on a perpendicular face.
pub fn lit_luminance(surface: &Surface, n: Vec3, v: Vec3, l: Vec3, illuminance: Vec3) -> Vec3 {
    let (nl, nv) = (n.dot(l), n.dot(v).max(1e-4));
    if nl <= 0.0 {
        return Vec3::ZERO;
    }
    let h = (l + v).normalize();
    let (nh, vh) = (n.dot(h).max(0.0), v.dot(h).max(0.0));
    let rough = surface.roughness.max(MIN_ROUGHNESS);
    let a = rough * rough;
    let spread = nh * nh * (a * a - 1.0) + 1.0;
    let d = a * a / (PI * spread * spread);
    let smooth = 2.0 * nl * nv;
    let visibility = 0.5 / (smooth + a * (nl + nv - smooth));
    let f0 = f0(surface);
    let fresnel = f0 + (1.0 - f0) * fifth(1.0 - vh);
    let diffuse = surface.color * ((1.0 - DIELECTRIC_F0) * (1.0 - surface.metallic) / PI);
    (diffuse + fresnel * (d * visibility)) * illuminance * nl
}

/// Luminance towards `v` by the surroundings; `open` is the part of them that is not occluded.
pub fn ambient_luminance(surface: &Surface, n: Vec3, v: Vec3, ambient: &Ambient, open: f32) -> Vec3 {
    let nv = n.dot(v).max(0.0);
    let rough = surface.roughness.max(MIN_ROUGHNESS);
    let f0 = f0(surface);
    let mirrored = n * (2.0 * n.dot(v)) - v;
    let grazing = (Vec3::splat(1.0 - rough) - f0).max(Vec3::ZERO) * fifth(1.0 - nv);
    let f_env = f0 * (1.0 - 0.55 * rough) + grazing;
    let diffuse = surface.color * ((1.0 - DIELECTRIC_F0) * (1.0 - surface.metallic) / PI);
    (diffuse * ambient.illuminance(n) + f_env * ambient.luminance(mirrored)) * open
}

/// Emitted luminance per channel, cd/m²; a black base colour emits white.
pub fn emitted_luminance(base_color: Vec3, emission_cd_m2: f32) -> Vec3 {
    let luminance = base_color.dot(LUMINANCE);
    if luminance > 0.0 { base_color * (emission_cd_m2 / luminance) } else { Vec3::splat(emission_cd_m2) }
}

/// Reflectance at normal incidence.
fn f0(surface: &Surface) -> Vec3 {
    Vec3::splat(DIELECTRIC_F0).lerp(surface.color, surface.metallic)
}

fn fifth(x: f32) -> f32 {
    let square = x * x;
    square * square * x
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: Surface = Surface { color: Vec3::splat(0.18), roughness: 1.0, metallic: 0.0 };

    #[test]
    fn a_grey_card_reflects_eighteen_percent() {
        let n = Vec3::Z;
        let v = Vec3::new(0.6, 0.0, 0.8);
        let direct = lit_luminance(&CARD, n, v, n, Vec3::splat(500.0));
        assert!((direct.x * PI / 500.0 - 0.18).abs() < 0.01, "{direct}");
        let ambient = ambient_luminance(&CARD, n, v, &Ambient::gradient(500.0), 1.0);
        assert!((ambient.x * PI / 500.0 - 0.18).abs() < 0.015, "{ambient}");
    }

    #[test]
    fn the_sky_gives_the_stated_illuminance() {
        // Midpoint rule over the sphere, against E(n) = A (0.7 + 0.3 n.z).
        for n in [Vec3::Z, Vec3::X, Vec3::NEG_Z] {
            let (mut sum, steps) = (0.0, 200);
            for i in 0..steps {
                let z = -1.0 + (i as f32 + 0.5) * 2.0 / steps as f32;
                for j in 0..steps {
                    let phi = (j as f32 + 0.5) * 2.0 * PI / steps as f32;
                    let r = libm::sqrtf(1.0 - z * z);
                    let w = Vec3::new(r * libm::cosf(phi), r * libm::sinf(phi), z);
                    sum += sky_luminance(100.0, w) * w.dot(n).max(0.0);
                }
            }
            let lux = sum * 4.0 * PI / (steps * steps) as f32;
            assert!((lux - 100.0 * (AMBIENT_EVEN + AMBIENT_UP * n.z)).abs() < 0.5, "{lux}");
        }
    }

    #[test]
    fn nothing_reflects_more_than_it_gets() {
        for (roughness, metallic) in [(0.2, 0.0), (1.0, 0.0), (0.2, 1.0), (1.0, 1.0)] {
            let white = Surface { color: Vec3::ONE, roughness, metallic };
            for nv in [0.3f32, 0.6, 1.0] {
                let v = Vec3::new(libm::sqrtf(1.0 - nv * nv), 0.0, nv);
                let out = ambient_luminance(&white, Vec3::Z, v, &Ambient::gradient(1.0), 1.0).x * PI;
                assert!(out < 1.16, "roughness {roughness} metallic {metallic} nv {nv}: {out}");
            }
        }
    }

    #[test]
    fn emission_keeps_its_luminance() {
        let out = emitted_luminance(Vec3::new(1.0, 0.5, 0.1), 300.0);
        assert!((out.dot(LUMINANCE) - 300.0).abs() < 1e-3);
    }
}
