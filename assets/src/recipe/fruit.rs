//! Fruit.

use super::Recipe;
use super::profile::turned_hull;
use crate::primitives::{revolve, sweep};
use glam::{DVec2, DVec3};
use std::f64::consts::PI;

/// Segments around fruit.
const AROUND: usize = 32;

/// A short stem standing in the upper dimple.
fn stem(base: f64, length: f64) -> crate::Mesh {
    let path = [
        DVec3::Z * base,
        DVec3::new(0.0008, 0.0, base + 0.6 * length),
        DVec3::new(0.003, 0.001, base + length),
    ];
    sweep(&path, &[0.0012, 0.0011, 0.0015], 8)
}

/// An apple. The profile is a circle bent in at the poles: with polar angle `t` from the lower pole the radius is
/// `sin t` and the height `-cos t (1 - dimple e^(-8 sin^2 t))`, a little wider above the middle.
pub(super) fn apple(radius: f64, height: f64) -> Recipe {
    const RINGS: usize = 24;
    let outline = |k: usize| {
        let (sin, cos) = libm::sincos(PI * k as f64 / RINGS as f64);
        let dimple = 1.0 - 0.22 * libm::exp(-9.0 * sin * sin);
        let shoulder = 1.0 + 0.06 * -cos;
        let r = if k == 0 || k == RINGS { 0.0 } else { sin * shoulder };
        DVec2::new(r, -cos * dimple)
    };
    let mut profile: Vec<DVec2> = (0..=RINGS).map(outline).collect();
    fit(&mut profile, radius, height);
    let dimple = profile[RINGS].y;
    let hull = turned_hull(&profile.iter().step_by(3).copied().collect::<Vec<_>>());
    Recipe::default()
        .piece(revolve(&profile, AROUND, false), 0)
        .piece(stem(dimple - 0.002, height / 2.0 - dimple + 0.012), 1)
        .hull(hull)
}

/// A pear: a wide lower ball flowing into a narrow neck.
pub(super) fn pear(radius: f64, height: f64) -> Recipe {
    const RINGS: usize = 24;
    let outline = |k: usize| {
        let t = PI * k as f64 / RINGS as f64;
        let (sin, cos) = libm::sincos(t);
        let taper = 1.0 - 0.42 / (1.0 + libm::exp(-7.0 * (-cos - 0.25)));
        DVec2::new(if k == 0 || k == RINGS { 0.0 } else { sin * taper }, -cos)
    };
    let mut profile: Vec<DVec2> = (0..=RINGS).map(outline).collect();
    fit(&mut profile, radius, height);
    let hull = turned_hull(&profile.iter().step_by(2).copied().collect::<Vec<_>>());
    Recipe::default()
        .piece(revolve(&profile, AROUND, false), 0)
        .piece(stem(height / 2.0 - 0.003, 0.016), 1)
        .hull(hull)
}

/// Scales a profile to the given largest radius and height, centred.
fn fit(profile: &mut [DVec2], radius: f64, height: f64) {
    let widest = profile.iter().map(|p| p.x).fold(0.0, f64::max);
    let low = profile.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
    let high = profile.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
    for p in profile {
        *p = DVec2::new(p.x / widest * radius, ((p.y - low) / (high - low) - 0.5) * height);
    }
}

/// A banana: a tapered tube along an arc in the horizontal plane, tips towards +y.
pub(super) fn banana(length: f64, bow: f64, thickness: f64) -> Recipe {
    const RINGS: usize = 20;
    let bow = bow.max(thickness);
    let half_chord = 0.945 * length / 2.0;
    // The tips are thin, so that the middle line may rise by nearly the bow less half the thickness.
    let sagitta = (bow - 0.62 * thickness).max(1e-4);
    let bend_radius = (half_chord * half_chord + sagitta * sagitta) / (2.0 * sagitta);
    let half_angle = libm::asin((half_chord / bend_radius).min(1.0));
    let point = |s: f64| {
        let (sin, cos) = libm::sincos(half_angle * s);
        DVec3::new(bend_radius * sin, bend_radius * (1.0 - cos), 0.0)
    };
    let girth = |s: f64| {
        let body = libm::sqrt((1.0 - libm::pow(s.abs(), 3.2)).max(0.0));
        thickness / 2.0 * (0.20 + 0.80 * body)
    };
    let at = |k: usize| 2.0 * k as f64 / RINGS as f64 - 1.0;
    let path: Vec<DVec3> = (0..=RINGS).map(|k| point(at(k))).collect();
    let radii: Vec<f64> = (0..=RINGS).map(|k| girth(at(k))).collect();
    let peel = sweep(&path, &radii, 14);
    let tip =
        |from: f64, to: f64| sweep(&[point(from), point(to)], &[1.06 * girth(from), 0.8 * girth(to)], 10);
    let Some((low, high)) = peel.bounds() else { return Recipe::default() };
    let mut recipe = Recipe::default().piece(peel, 0).piece(tip(-0.985, -1.03), 1).piece(tip(0.985, 1.03), 1);
    for joints in [-0.88, -0.6, -0.2, 0.2, 0.6, 0.88f64].windows(2) {
        let radius = (girth(joints[0]) + girth(joints[1])) / 2.0;
        recipe = recipe.capsule(point(joints[0]), point(joints[1]), radius);
    }
    recipe.shifted(-(low + high) / 2.0)
}
