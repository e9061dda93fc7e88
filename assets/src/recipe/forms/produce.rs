//! Fruit, vegetables, bread.

use super::super::Recipe;
use super::super::kit::{ROUND, SOFT, at, lying, upright};
use crate::loft::{Along, Outline};
use crate::primitives::sweep;
use glam::DVec3;
use std::f64::consts::{PI, TAU};

/// A profile from pole to pole by its radius over the polar angle, as a share of the half height.
fn profile(half: f64, rings: usize, radius: impl Fn(f64, f64) -> f64) -> Vec<[f64; 2]> {
    (0..=rings)
        .map(|k| {
            let (sin, cos) = libm::sincos(PI * k as f64 / rings as f64);
            let r = if k == 0 || k == rings { 0.0 } else { radius(sin, -cos) };
            [r, -cos * half]
        })
        .collect()
}

/// Leaves lying around a stem at the top. Slot 1.
fn calyx(recipe: Recipe, radius: f64, z: f64, leaves: usize) -> Recipe {
    (0..leaves).fold(recipe, |recipe, k| {
        let (sin, cos) = libm::sincos(TAU * k as f64 / leaves as f64);
        let tip = at(radius * cos, radius * sin, z - 0.10 * radius);
        let knee = at(0.55 * radius * cos, 0.55 * radius * sin, z + 0.12 * radius);
        let path = [at(0.0, 0.0, z), knee, tip];
        recipe.piece(sweep(&path, &[0.10 * radius, 0.16 * radius, 0.02 * radius], 6), 1)
    })
}

/// The convex pieces of something round that lies: a narrow belt is flat, so that it comes to rest.
fn resting(recipe: Recipe, outline: &[[f64; 2]]) -> Recipe {
    let widest = outline.iter().map(|p| p[0]).fold(0.0, f64::max);
    let belt: Vec<[f64; 2]> = outline.iter().map(|p| [p[0].min(0.985 * widest), p[1]]).collect();
    recipe.felt_lathe(lying(DVec3::ZERO), &belt, &[0, belt.len() / 2, belt.len() - 1])
}

/// An egg lying on its side. Slot: shell.
pub(super) fn egg(size: DVec3) -> Recipe {
    let outline = profile(size.x / 2.0, 16, |sin, up| 0.5 * size.y * sin * (1.0 - 0.13 * up) / 1.008);
    resting(Recipe::default().lathe(0, lying(DVec3::ZERO), &outline, &[]), &outline)
}

/// A tomato. Slots: skin, calyx.
pub(super) fn tomato(size: DVec3) -> Recipe {
    let (r, half) = (size.x / 2.0, size.z / 2.0);
    let mut outline = profile(half, 16, |sin, _| r * libm::pow(sin, 0.8));
    for p in &mut outline {
        // The top is dimpled.
        p[1] -= if p[1] > 0.0 { 0.14 * half * libm::exp(-10.0 * p[0] * p[0] / (r * r)) } else { 0.0 };
    }
    let recipe = Recipe::default().lathe(0, upright(DVec3::ZERO), &outline, &[0, 16]);
    calyx(recipe, 0.42 * r, 0.84 * half, 5)
}

/// An onion. Slot: skin.
pub(super) fn onion(size: DVec3) -> Recipe {
    let (r, half) = (size.x / 2.0, size.z / 2.0);
    let outline = profile(half, 18, |sin, up| {
        let neck = 1.0 / (1.0 + libm::exp(16.0 * (up - 0.72)));
        r * (sin * (0.10 + 0.90 * neck)).max(0.07 * f64::from(up > 0.0) * sin.sqrt())
    });
    Recipe::default().lathe(0, upright(DVec3::ZERO), &outline, &[0, 18])
}

/// A bell pepper: four lobes and a stem. Slots: skin, stem.
pub(super) fn bell_pepper(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let mut recipe = Recipe::default();
    for k in 0..4 {
        let (sin, cos) = libm::sincos(TAU * (f64::from(k) + 0.5) / 4.0);
        let row = |z: f64, out: f64, r: f64| {
            [z * h, cos * out * half.x, sin * out * half.y, r * half.x, r * half.y]
        };
        let lobe = [
            row(0.0, 0.30, 0.14),
            row(0.02, 0.32, 0.26),
            row(0.12, 0.37, 0.40),
            row(0.40, 0.42, 0.50),
            row(0.66, 0.46, 0.54),
            row(0.82, 0.44, 0.46),
            row(0.89, 0.40, 0.28),
            row(0.90, 0.38, 0.10),
        ];
        recipe = recipe.loft(0, Along::Z, ROUND, &lobe, &[0, 3, 5, 7]);
    }
    let stem = [at(0.0, 0.0, 0.80 * h), at(0.0, 0.0, 0.92 * h), at(0.08 * half.x, 0.0, h)];
    recipe.horn(1, &stem, &[0.007, 0.0045, 0.0055], &[0, 1, 2])
}

/// A long vegetable lying along x, bent a little. Slots: skin, stalk.
pub(super) fn cucumber(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows: Vec<_> = (0..=12)
        .map(|k| {
            let s = f64::from(k) / 6.0 - 1.0;
            let girth = libm::sqrt((1.0 - libm::pow(s.abs(), 7.0)).max(0.0)).max(0.14);
            [s * half.x, 0.35 * half.y * s * s, 0.0, 0.92 * girth * half.y, girth * half.z]
        })
        .collect();
    Recipe::default().loft(0, Along::X, Outline::Super(2.0, 18), &rows, &[0, 3, 6, 9, 12]).rod(
        1,
        at(-0.99 * half.x, 0.33 * half.y, 0.0),
        at(-1.04 * half.x, 0.34 * half.y, 0.0),
        [0.0035, 0.003],
    )
}

/// A carrot lying along x with the stumps of its leaves. Slots: skin, leaves.
pub(super) fn carrot(size: DVec3) -> Recipe {
    let (length, r) = (size.x, size.z / 2.0);
    // It lies on its side: the lowest points of all sections are level.
    let row = |x: f64, girth: f64| [x * length, 0.0, girth * r, girth * r, girth * r];
    let mut rows = vec![row(0.0, 0.05)];
    for k in 0..=9 {
        let s = f64::from(k) / 9.0;
        let ring = if k % 2 == 0 { 0.985 } else { 1.0 };
        rows.push(row(0.01 + s * 0.85, ring * (0.14 + 0.86 * libm::pow(s, 0.62))));
    }
    rows.extend([
        [0.885 * length, 0.0, 0.95 * r, 0.78 * r, 0.78 * r],
        [0.895 * length, 0.0, 0.95 * r, 0.35 * r, 0.35 * r],
    ]);
    let mut recipe = Recipe::default().loft(0, Along::X, Outline::Super(2.0, 18), &rows, &[0, 4, 8, 10, 12]);
    for k in 0..4 {
        let (sin, cos) = libm::sincos(TAU * f64::from(k) / 4.0);
        let from = at(0.88 * length, 0.12 * r * cos, 0.95 * r + 0.12 * r * sin);
        recipe =
            recipe.rod(1, from, from + at(0.12 * length, 0.35 * r * cos, 0.35 * r * sin), [0.003, 0.002]);
    }
    recipe
}

/// A lumpy tuber. Slot: skin.
pub(super) fn potato(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows = [
        [-1.0, 0.10, 0.0, 0.16, 0.16],
        [-0.93, 0.08, 0.02, 0.46, 0.48],
        [-0.72, 0.04, 0.03, 0.76, 0.78],
        [-0.35, -0.03, 0.0, 0.96, 0.97],
        [0.05, -0.02, -0.02, 0.93, 0.92],
        [0.42, 0.04, 0.02, 0.94, 0.95],
        [0.75, 0.08, 0.04, 0.74, 0.74],
        [0.94, 0.06, 0.02, 0.42, 0.42],
        [1.0, 0.04, 0.0, 0.14, 0.14],
    ]
    .map(|[x, y, z, a, b]| [x * half.x, y * half.y, z * half.z, a * half.y, b * half.z]);
    Recipe::default().loft(0, Along::X, Outline::Super(2.3, 18), &rows, &[0, 3, 5, 8])
}

/// A bulb of garlic: cloves around a stalk. Slot: skin.
pub(super) fn garlic(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let mut recipe = Recipe::default();
    for k in 0..7 {
        let (sin, cos) = libm::sincos(TAU * f64::from(k) / 7.0);
        let row = |z: f64, out: f64, girth: f64| [z * h, cos * out * r, sin * out * r, girth * r, girth * r];
        let clove = [
            row(0.0, 0.30, 0.16),
            row(0.08, 0.50, 0.36),
            row(0.28, 0.60, 0.42),
            row(0.50, 0.48, 0.36),
            row(0.68, 0.20, 0.20),
            row(0.78, 0.06, 0.08),
        ];
        recipe = recipe.loft(0, Along::Z, Outline::Super(2.0, 12), &clove, &[0, 3, 5]);
    }
    recipe.rod(0, at(0.0, 0.0, 0.60 * h), at(0.0, 0.0, h), [0.0055, 0.004])
}

/// A head of broccoli. Slots: florets, stalk.
pub(super) fn broccoli(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let mut recipe = Recipe::default()
        .rod(1, DVec3::ZERO, at(0.0, 0.0, 0.55 * h), [0.26 * r, 0.34 * r])
        .blob(0, at(0.0, 0.0, 0.78 * h), at(1.1 * r, 1.1 * r, 0.44 * h));
    for k in 0..9 {
        let (sin, cos) = libm::sincos(TAU * f64::from(k) / 9.0);
        let (out, z, girth) = if k % 2 == 0 { (0.62, 0.60, 0.80) } else { (0.50, 0.76, 0.74) };
        let place = at(out * r * cos, out * r * sin, z * h);
        recipe = recipe.blob(0, place, at(girth * r, girth * r, 0.70 * girth * r));
    }
    recipe
}

/// An avocado standing on its thick end. Slot: skin.
pub(super) fn avocado(size: DVec3) -> Recipe {
    let (r, half) = (size.x / 2.0, size.z / 2.0);
    let outline = profile(half, 18, |sin, up| r * sin * (1.0 - 0.30 / (1.0 + libm::exp(-5.0 * (up - 0.25)))));
    Recipe::default().lathe(0, upright(DVec3::ZERO), &outline, &[0, 18])
}

/// A strawberry standing on its leaves' opposite end. Slots: flesh, calyx.
pub(super) fn strawberry(size: DVec3) -> Recipe {
    let (r, half) = (size.x / 2.0, size.z / 2.0);
    let outline = profile(0.94 * half, 16, |sin, up| r * libm::pow(sin, 0.7) * (0.80 + 0.22 * up));
    let recipe = Recipe::default().lathe(0, upright(DVec3::ZERO), &outline, &[0, 16]);
    calyx(recipe, 0.62 * r, 0.86 * half, 6)
}

/// A round fruit with a dimple, a seam or a nub: peach, plum, lime, kiwi. Slots: skin, stalk.
pub(super) fn round_fruit(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let outline = profile(half.x, 16, |sin, up| {
        let nub = 0.10 * libm::exp(-60.0 * (up.abs() - 1.0) * (up.abs() - 1.0));
        half.y * (libm::pow(sin, 0.92) - nub * sin)
    });
    let skin = Recipe::default().lathe(0, lying(DVec3::ZERO), &outline, &[]);
    resting(skin, &outline).rod(
        1,
        at(0.985 * half.x, 0.0, 0.0),
        at(1.02 * half.x, 0.0, 0.0),
        [0.0022, 0.0018],
    )
}

/// A bread roll with a cut along its top. Slots: crust, cut.
pub(super) fn bread_roll(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows: Vec<_> = (0..=10)
        .map(|k| {
            let s = f64::from(k) / 5.0 - 1.0;
            let girth = libm::pow((1.0 - s * s).max(0.0), 0.42).max(0.10);
            let height = girth * half.z;
            [s * half.x, 0.0, height - half.z, girth * half.y, height]
        })
        .collect();
    let cut = [[-0.62, 0.74], [-0.3, 0.96], [0.0, 1.01], [0.3, 0.96], [0.62, 0.74]]
        .map(|[s, z]| [s * half.x, 0.0, (z * 2.0 - 1.0) * half.z - 0.003, 0.10 * half.y, 0.004]);
    Recipe::default().loft(0, Along::X, Outline::Super(2.3, 20), &rows, &[0, 3, 7, 10]).skin(
        1,
        Along::X,
        ROUND,
        &cut,
    )
}

/// A loaf with a domed crust. Slots: crust, crumb.
pub(super) fn bread_loaf(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let mut recipe = Recipe::default();
    let sides = [[-1.0, 0.92], [-0.96, 1.0], [0.96, 1.0], [1.0, 0.92]];
    let lower = sides.map(|[x, s]| [x * half.x, 0.0, -0.42 * half.z, 0.86 * s * half.y, 0.58 * half.z]);
    let crown = sides.map(|[x, s]| [x * half.x, 0.0, 0.36 * half.z, s * half.y, 0.64 * s * half.z]);
    recipe = recipe.loft(0, Along::X, SOFT, &lower, &[0, 3]).loft(
        0,
        Along::X,
        Outline::Super(2.4, 24),
        &crown,
        &[0, 3],
    );
    for k in 0..4 {
        let x = (0.40 * f64::from(k) - 0.60) * half.x;
        let path = [
            at(x - 0.05 * half.x, -0.45 * half.y, 0.84 * half.z),
            at(x, 0.0, 0.945 * half.z),
            at(x + 0.05 * half.x, 0.45 * half.y, 0.84 * half.z),
        ];
        recipe = recipe.piece(sweep(&path, &[0.002, 0.005, 0.002], 8), 1);
    }
    recipe
}

/// A croissant lying with its tips towards +y. Slot: crust.
pub(super) fn croissant(size: DVec3) -> Recipe {
    const ROLLS: [(f64, f64); 7] =
        [(-1.0, 0.34), (-0.72, 0.60), (-0.38, 0.84), (0.0, 1.0), (0.38, 0.84), (0.72, 0.60), (1.0, 0.34)];
    let half = size / 2.0;
    let bend = |s: f64| at(0.80 * half.x * libm::sin(1.25 * s) / libm::sin(1.25), 0.55 * size.y * s * s, 0.0);
    let mut recipe = Recipe::default();
    for (s, girth) in ROLLS {
        let place = bend(s) + at(0.0, 0.0, (girth - 1.0) * half.z);
        let frame = glam::DQuat::from_rotation_z(0.95 * s);
        let lump = Recipe::default().blob(0, DVec3::ZERO, at(0.56 * half.x, girth * size.z, girth * size.z));
        recipe = recipe.joined(lump, &restage_geometry::Pose::new(place, frame));
    }
    recipe
}
