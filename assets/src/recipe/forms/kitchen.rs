//! Pots, pans, glasses and the tools of a kitchen.

use super::super::Recipe;
use super::super::kit::{FLAT, ROUND, SOFT, at, lying, upright};
use super::super::profile::Vessel;
use crate::loft::Along;
use crate::primitives::{revolve, sweep};
use glam::{DQuat, DVec2, DVec3};
use restage_geometry::Pose;
use std::f64::consts::{PI, TAU};

/// A vessel from its outer and inner profile (radius, z), hollow to the touch between `bands` of heights.
fn vessel(recipe: Recipe, slot: usize, outer: &[[f64; 2]], inner: &[[f64; 2]], bands: &[f64]) -> Recipe {
    let [outer, inner] = [outer, inner].map(|p| p.iter().map(|p| DVec2::from_array(*p)).collect::<Vec<_>>());
    let vessel = Vessel { outer: &outer, inner: &inner };
    let mesh = revolve(&vessel.profile(), 40, false);
    vessel.collide(recipe.piece(mesh, slot), bands)
}

/// A pan whose handle reaches along +x: wall from `base` times the radius at the floor, handle share of the length.
fn pan(size: DVec3, base: f64, lift: f64) -> Recipe {
    let (r, h, wall) = (size.y / 2.0, size.z, 0.003);
    let rim = lift * h;
    let outer = [[base * r - 0.006, 0.0], [base * r, 0.003], [r - 0.001, rim - 0.002], [r, rim]];
    let inner = [[base * r - 0.010, wall], [base * r - 0.004, wall + 0.003], [r - 0.004, rim]];
    let recipe = vessel(Recipe::default(), 0, &outer, &inner, &[wall + 0.003, rim]);
    let end = size.x - r;
    let handle = [
        [r - 0.004, 0.0, rim - 0.012, 0.012, 0.004],
        [r + 0.03, 0.0, rim - 0.006, 0.009, 0.005],
        [r + 0.05, 0.0, h - 0.014, 0.010, 0.007],
        [end - 0.06, 0.0, h - 0.010, 0.0135, 0.010],
        [end - 0.01, 0.0, h - 0.011, 0.0125, 0.009],
        [end, 0.0, h - 0.012, 0.007, 0.005],
    ];
    recipe.loft(1, Along::X, SOFT, &handle, &[0, 2, 5]).blob(
        0,
        at(r - 0.004, 0.0, rim - 0.012),
        at(0.012, 0.03, 0.012),
    )
}

/// A frying pan, its handle at +x. Slots: pan, handle.
pub(super) fn frying_pan(size: DVec3) -> Recipe {
    pan(size, 0.74, 0.80)
}

/// A saucepan, its handle at +x. Slots: pan, handle.
pub(super) fn saucepan(size: DVec3) -> Recipe {
    pan(size, 0.97, 0.97)
}

/// A lid with a knob. Slots: lid, knob.
pub(super) fn pot_lid(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let rim = [[0.0, 0.0], [r, 0.0], [r, 0.004], [0.80 * r, 0.22 * h], [0.45 * r, 0.40 * h], [0.0, 0.46 * h]];
    let knob = [
        [0.0, 0.44 * h],
        [0.009, 0.44 * h],
        [0.008, 0.62 * h],
        [0.016, 0.78 * h],
        [0.017, 0.90 * h],
        [0.010, h],
        [0.0, h],
    ];
    Recipe::default().lathe(0, upright(DVec3::ZERO), &rim, &[0, 5]).lathe(
        1,
        upright(DVec3::ZERO),
        &knob,
        &[0, 2, 6],
    )
}

/// A glass on a stem, its bowl hollow. Slot: glass.
pub(super) fn wine_glass(size: DVec3) -> Recipe {
    let (r, h, wall) = (size.x / 2.0, size.z, 0.0022);
    let foot = [[0.0, 0.0], [0.88 * r, 0.0], [0.88 * r, 0.002], [0.20 * r, 0.008], [0.10 * r, 0.02]];
    let bowl: Vec<[f64; 2]> = (0..=9)
        .map(|k| {
            let s = f64::from(k) / 9.0;
            let swell = libm::sin(PI * (0.05 + 0.62 * s));
            [r * swell, (0.46 + 0.54 * s) * h]
        })
        .collect();
    let widest = bowl.iter().map(|p| p[0]).fold(0.0, f64::max);
    let outer: Vec<[f64; 2]> = bowl.iter().map(|[x, z]| [(x / widest * r).max(0.004), *z]).collect();
    let inner: Vec<[f64; 2]> =
        outer.iter().skip(1).map(|[x, z]| [(x - wall).max(0.002), (z + 1.2 * wall).min(h)]).collect();
    let mut profile: Vec<DVec2> = foot.iter().chain(&outer).map(|p| DVec2::from_array(*p)).collect();
    profile.extend(inner.iter().rev().map(|p| DVec2::from_array(*p)));
    profile.push(DVec2::new(0.0, inner[0][1]));
    let recipe = Recipe::default().piece(revolve(&profile, 36, false), 0);
    let stem = [[0.10 * r, 0.02], [outer[1][0], outer[1][1]]];
    let [outer, inner] = [outer, inner].map(|p| p.into_iter().map(DVec2::from_array).collect::<Vec<_>>());
    let bands = [inner[0].y, 0.53 * h, 0.60 * h, 0.70 * h, 0.84 * h, h];
    Vessel { outer: &outer[1..], inner: &inner }
        .collide(recipe, &bands)
        .felt_lathe(upright(DVec3::ZERO), &foot, &[0, 3, 4])
        .felt_lathe(upright(DVec3::ZERO), &stem, &[0, 1])
}

/// A teapot: spout at +x, handle at -x. Slots: pot, lid knob.
pub(super) fn teapot(size: DVec3) -> Recipe {
    let (r, h) = (size.y / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.55 * r, 0.0],
        [0.80 * r, 0.06 * h],
        [0.97 * r, 0.24 * h],
        [r, 0.38 * h],
        [0.93 * r, 0.56 * h],
        [0.72 * r, 0.72 * h],
        [0.48 * r, 0.80 * h],
        [0.46 * r, 0.84 * h],
        [0.20 * r, 0.89 * h],
        [0.0, 0.90 * h],
    ];
    let knob = [
        [0.0, 0.88 * h],
        [0.06 * r, 0.89 * h],
        [0.06 * r, 0.92 * h],
        [0.14 * r, 0.96 * h],
        [0.08 * r, h],
        [0.0, h],
    ];
    let spout = [
        at(0.75 * r, 0.0, 0.28 * h),
        at(1.20 * r, 0.0, 0.40 * h),
        at(1.45 * r, 0.0, 0.62 * h),
        at(1.75 * r, 0.0, 0.74 * h),
    ];
    let handle: Vec<DVec3> = (0..=10)
        .map(|k| {
            let (sin, cos) = libm::sincos(PI * (0.5 + f64::from(k) / 10.0));
            at((-0.72 + 0.82 * cos) * r, 0.0, (0.44 + 0.26 * sin) * h)
        })
        .collect();
    let radii = [0.20 * r, 0.15 * r, 0.10 * r, 0.075 * r];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 5, 10])
        .horn(0, &spout, &radii, &[0, 1, 2, 3])
        .tube(0, &handle, 0.085 * r, &[0, 2, 5, 8, 10])
        .lathe(1, upright(DVec3::ZERO), &knob, &[0, 5])
}

/// An electric kettle: spout at +x, handle at -x. Slots: body, plastic.
pub(super) fn kettle(size: DVec3) -> Recipe {
    let (r, h) = (size.y / 2.0, size.z);
    let base = [[0.0, 0.0], [0.98 * r, 0.0], [r, 0.01], [0.96 * r, 0.09 * h], [0.0, 0.09 * h]];
    let body = [
        [0.0, 0.09 * h],
        [0.95 * r, 0.09 * h],
        [0.90 * r, 0.40 * h],
        [0.76 * r, 0.86 * h],
        [0.72 * r, 0.88 * h],
        [0.0, 0.88 * h],
    ];
    let lid = [
        [0.0, 0.87 * h],
        [0.72 * r, 0.88 * h],
        [0.66 * r, 0.93 * h],
        [0.12 * r, 0.96 * h],
        [0.11 * r, h],
        [0.0, h],
    ];
    let spout = [
        [0.60 * r, 0.0, 0.74 * h, 0.30 * r, 0.12 * h],
        [0.95 * r, 0.0, 0.82 * h, 0.16 * r, 0.045 * h],
        [1.10 * r, 0.0, 0.86 * h, 0.10 * r, 0.016 * h],
    ];
    let handle = [
        at(-0.70 * r, 0.0, 0.80 * h),
        at(-1.20 * r, 0.0, 0.84 * h),
        at(-1.55 * r, 0.0, 0.72 * h),
        at(-1.58 * r, 0.0, 0.40 * h),
        at(-1.45 * r, 0.0, 0.22 * h),
    ];
    Recipe::default()
        .lathe(1, upright(DVec3::ZERO), &base, &[0, 4])
        .lathe(0, upright(DVec3::ZERO), &body, &[0, 5])
        .lathe(1, upright(DVec3::ZERO), &lid, &[0, 5])
        .loft(0, Along::X, ROUND, &spout, &[0, 2])
        .tube(1, &handle, 0.013, &[0, 1, 2, 3, 4])
}

/// A rolling pin along x. Slots: wood, handles.
pub(super) fn rolling_pin(size: DVec3) -> Recipe {
    let (half, r) = (size.x / 2.0, size.z / 2.0);
    let body = [
        [0.0, -0.62 * half],
        [0.94 * r, -0.62 * half],
        [r, -0.60 * half],
        [r, 0.60 * half],
        [0.94 * r, 0.62 * half],
        [0.0, 0.62 * half],
    ];
    let mut recipe = Recipe::default().lathe(0, lying(DVec3::ZERO), &body, &[0, 5]);
    for sign in [-1.0, 1.0] {
        let grip =
            [[0.0, 0.62], [0.28, 0.62], [0.30, 0.66], [0.52, 0.80], [0.55, 0.90], [0.36, 0.98], [0.0, 1.0]]
                .map(|[s, x]| [s * r, x * half]);
        let turned = if sign > 0.0 {
            lying(DVec3::ZERO)
        } else {
            Pose::from_rotation(DQuat::from_rotation_y(-PI / 2.0))
        };
        recipe = recipe.lathe(1, turned, &grip, &[0, 6]);
    }
    recipe
}

/// A balloon whisk along x, its wires at +x. Slots: wire, handle.
pub(super) fn whisk(size: DVec3) -> Recipe {
    let (length, r) = (size.x, size.z / 2.0);
    let neck = 0.46 * length;
    let grip =
        [[0.0, 0.0], [0.30, 0.005], [0.36, 0.06], [0.30, 0.25], [0.34, 0.42], [0.22, 0.46], [0.0, 0.46]]
            .map(|[s, x]| [s * r, x * length]);
    let mut recipe = Recipe::default().lathe(1, lying(DVec3::ZERO), &grip, &[0, 5]);
    for wire in 0..4 {
        let (sin, cos) = libm::sincos(PI * (f64::from(wire) + 0.5) / 4.0);
        let path: Vec<DVec3> = (0..=14)
            .map(|k| {
                let s = f64::from(k) / 7.0 - 1.0;
                let u = 1.0 - s * s;
                let side = 1.455 * libm::sqrt(u * (1.0 - u * u * u)) * s.signum() * r;
                at(neck + (length - neck) * u, side * cos, side * sin)
            })
            .collect();
        recipe = recipe.tube(0, &path, 0.0011, &[0, 2, 4, 6, 8, 10, 12, 14]);
    }
    // It rests on the end of its grip and on two wires of its cage.
    let tilt = libm::asin((0.92 * r - 0.36 * r) / (0.74 * length));
    Recipe::default().joined(recipe, &Pose::from_rotation(DQuat::from_rotation_y(-tilt)))
}

/// Kitchen tongs along x, their hinge at -x. Slots: arms, grips.
pub(super) fn tongs(size: DVec3) -> Recipe {
    let (half, w) = (size.x / 2.0, size.y / 2.0);
    let mut recipe = Recipe::default();
    for sign in [-1.0, 1.0] {
        let row = |x: f64, y: f64, b: f64, z: f64| [x * half, sign * y * w, 0.0, b * w, z * size.z / 2.0];
        let arm = [
            row(-1.0, 0.10, 0.10, 0.55),
            row(-0.8, 0.45, 0.06, 0.80),
            row(-0.1, 0.93, 0.06, 1.0),
            row(0.45, 0.75, 0.06, 0.9),
            row(0.75, 0.45, 0.07, 0.9),
            row(1.0, 0.22, 0.06, 0.6),
        ];
        let grip = [row(-0.55, 0.68, 0.11, 0.92), row(-0.1, 0.93, 0.10, 1.0), row(0.1, 0.91, 0.09, 1.0)];
        recipe = recipe.loft(0, Along::X, SOFT, &arm, &[0, 1, 2, 3, 5]).skin(1, Along::X, SOFT, &grip);
    }
    recipe.rod(0, at(-half, -0.2 * w, 0.0), at(-half, 0.2 * w, 0.0), [0.006, 0.006])
}

/// A Y-shaped peeler along x. Slots: handle, blade.
pub(super) fn peeler(size: DVec3) -> Recipe {
    let (half, w, z) = (size.x / 2.0, size.y / 2.0, size.z / 2.0);
    let handle =
        [[-1.0, 0.10, 0.6], [-0.92, 0.22, 0.95], [-0.3, 0.24, 1.0], [0.1, 0.17, 0.8], [0.30, 0.24, 0.7]]
            .map(|[x, b, c]| [x * half, 0.0, 0.0, b * w, c * z]);
    let mut recipe = Recipe::default().loft(0, Along::X, SOFT, &handle, &[0, 2, 4]);
    for sign in [-1.0, 1.0] {
        let arm = [
            at(0.25 * half, 0.08 * sign * w, 0.0),
            at(0.48 * half, 0.60 * sign * w, 0.0),
            at(0.72 * half, 0.92 * sign * w, 0.0),
            at(0.97 * half, 0.94 * sign * w, 0.0),
        ];
        recipe = recipe.tube(0, &arm, 0.055 * w + 0.001, &[0, 1, 2, 3]);
    }
    recipe.block(1, at(0.90 * half, 0.0, 0.0), at(0.011, 1.86 * w, 0.0022), 0.0)
}

/// A brush along x: handle at -x, bristles below the head. Slots: handle, bristles.
pub(super) fn handled_brush(size: DVec3) -> Recipe {
    let (half, w, h) = (size.x / 2.0, size.y / 2.0, size.z);
    let back = 0.80 * h;
    let row = |x: f64, b: f64, c: f64, z: f64| [x * half, 0.0, z, b, c];
    let body = [
        row(-1.0, 0.004, 0.003, back),
        row(-0.95, 0.010, 0.006, back),
        row(-0.4, 0.011, 0.007, back),
        row(0.25, 0.008, 0.006, back),
        row(0.40, 0.8 * w, 0.007, back),
        row(0.60, w, 0.008, back),
        row(0.88, w, 0.008, back),
        row(1.0, 0.55 * w, 0.006, back),
    ];
    let tuft = [[0.0, 0.0, 0.0], [0.70 * h, 0.0, 0.0]];
    let mut recipe = Recipe::default().loft(0, Along::X, SOFT, &body, &[0, 3, 5, 7]);
    for (k, j) in (0..5).flat_map(|k| (0..3).map(move |j| (k, j))) {
        let x = (0.46 + 0.105 * f64::from(k)) * half;
        let y = (f64::from(j) - 1.0) * 0.52 * w;
        let top = at(x, y, tuft[1][0] + 0.06 * h);
        recipe = recipe.piece(sweep(&[at(1.03 * x, 1.15 * y, tuft[0][0]), top], &[0.20 * w, 0.13 * w], 8), 1);
    }
    recipe.touch(at(0.68 * half, 0.0, 0.38 * h), at(0.5 * half, 1.5 * w, 0.76 * h))
}

/// A scrubbing brush with an arched grip. Slots: body, bristles.
pub(super) fn scrub_brush(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let base = [[-1.0, 0.55], [-0.92, 0.9], [-0.4, 1.0], [0.4, 1.0], [0.92, 0.9], [1.0, 0.55]]
        .map(|[x, b]| [x * half.x, 0.0, 0.50 * h, b * half.y, 0.09 * h]);
    let arch: Vec<DVec3> = (0..=8)
        .map(|k| {
            let (sin, cos) = libm::sincos(PI * f64::from(k) / 8.0);
            at(-0.78 * half.x * cos, 0.0, (0.52 + 0.36 * sin) * h)
        })
        .collect();
    let mut recipe =
        Recipe::default().loft(0, Along::X, SOFT, &base, &[0, 5]).tube(0, &arch, 0.10 * h, &[0, 2, 4, 6, 8]);
    for (k, j) in (0..7).flat_map(|k| (0..3).map(move |j| (k, j))) {
        let x = (0.27 * f64::from(k) - 0.81) * half.x;
        let y = (f64::from(j) - 1.0) * 0.58 * half.y;
        recipe = recipe.piece(
            sweep(&[at(1.02 * x, 1.08 * y, 0.0), at(x, y, 0.44 * h)], &[0.25 * half.y, 0.18 * half.y], 8),
            1,
        );
    }
    recipe.touch(at(0.0, 0.0, 0.21 * h), at(1.86 * half.x, 1.7 * half.y, 0.42 * h))
}

/// A jug with a handle at -x and a lip at +x, hollow. Slots: jug, handle.
pub(super) fn jug(size: DVec3) -> Recipe {
    let (r, h, wall) = (size.y / 2.0, size.z, 0.003);
    let outer = [[0.84 * r, 0.0], [0.88 * r, 0.004], [r, h - 0.003], [r - 0.001, h]];
    let inner = [[0.82 * r - wall, wall], [0.87 * r - wall, wall + 0.004], [r - wall, h]];
    let handle = [
        at(-0.95 * r, 0.0, 0.88 * h),
        at(-1.35 * r, 0.0, 0.90 * h),
        at(-1.60 * r, 0.0, 0.76 * h),
        at(-1.52 * r, 0.0, 0.40 * h),
        at(-0.93 * r, 0.0, 0.20 * h),
    ];
    let lip = [
        [0.80 * r, 0.0, 0.955 * h, 0.34 * r, 0.05 * h],
        [1.02 * r, 0.0, 0.975 * h, 0.20 * r, 0.028 * h],
        [1.14 * r, 0.0, 0.990 * h, 0.08 * r, 0.010 * h],
    ];
    vessel(Recipe::default(), 0, &outer, &inner, &[wall + 0.004, h])
        .tube(1, &handle, 0.17 * r, &[0, 1, 2, 3, 4])
        .loft(0, Along::X, ROUND, &lip, &[1, 2])
}

/// A tray or a gastronorm pan: a shallow open box with a flange. Slot: body.
pub(super) fn tray(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let wall = (0.05 * h).clamp(0.0012, 0.003);
    let rim = (0.06 * half.y).min(0.011);
    let below = DVec2::new(0.93 * half.x - rim, 0.93 * half.y - rim);
    let above = DVec2::new(half.x - rim, half.y - rim);
    Recipe::default().open_box(0, below, above, [0.0, h], wall, SOFT_BOX).flange(0, above, rim, h, wall)
}

/// Outline of pressed trays.
const SOFT_BOX: crate::loft::Outline = crate::loft::Outline::Super(7.0, 28);

/// A bud vase, hollow. Slot: glaze.
pub(super) fn vase(size: DVec3) -> Recipe {
    let (r, h, wall) = (size.x / 2.0, size.z, 0.004);
    let curve = |s: f64| r * (0.52 + 0.48 * libm::sin(PI * (0.10 + 1.05 * s)).max(-0.3));
    let outer: Vec<[f64; 2]> = (0..=12)
        .map(|k| (curve(f64::from(k) / 12.0), f64::from(k) / 12.0 * h))
        .map(|(x, z)| [x, z])
        .collect();
    let inner: Vec<[f64; 2]> = (1..=12)
        .map(|k| [(curve(f64::from(k) / 12.0) - wall).max(0.006), (f64::from(k) / 12.0 * h).max(wall)])
        .collect();
    let bands: Vec<f64> = [1, 3, 5, 7, 9, 12].iter().map(|k| f64::from(*k) / 12.0 * h).collect();
    vessel(Recipe::default(), 0, &outer, &inner, &bands)
}

/// A potted plant: pot, soil and leaves. Slots: pot, soil, leaves.
pub(super) fn potted_plant(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let pot_h = 0.45 * h;
    let pr = 0.62 * r;
    let pot = [
        [0.0, 0.0],
        [0.72 * pr, 0.0],
        [0.92 * pr, 0.86 * pot_h],
        [pr, 0.86 * pot_h],
        [pr, pot_h],
        [0.90 * pr, pot_h],
        [0.86 * pr, 0.92 * pot_h],
        [0.0, 0.92 * pot_h],
    ];
    let mut recipe = Recipe::default().lathe(0, upright(DVec3::ZERO), &pot, &[0, 2, 4]).lathe(
        1,
        upright(DVec3::ZERO),
        &[[0.0, 0.90 * pot_h], [0.85 * pr, 0.90 * pot_h], [0.3 * pr, 0.96 * pot_h], [0.0, 0.97 * pot_h]],
        &[],
    );
    for k in 0..11 {
        let turn = TAU * 0.382 * f64::from(k);
        let (sin, cos) = libm::sincos(turn);
        let tall = 0.55 + 0.45 * f64::from(k % 4) / 3.0;
        let out = r * (1.05 - 0.55 * tall);
        let lean = |s: f64| {
            at(0.0, 0.0, pot_h)
                + at(cos * out * s, sin * out * s, (h - pot_h) * tall * (1.6 * s - 0.6 * s * s))
        };
        let path = [lean(0.0), lean(0.35), lean(0.7), lean(1.0)];
        let (side, wide) = (at(-sin, cos, 0.0), 0.16 * r + 0.006);
        let hull = [(1, 0.7), (2, 0.7)]
            .iter()
            .flat_map(|(k, s)| [path[*k] + side * wide * *s, path[*k] - side * wide * *s]);
        let hull = hull.chain([path[0], path[3], path[2] + DVec3::Z * 0.001]).collect();
        recipe = recipe.piece(leaf_mesh(&path, side, wide), 2).hull(hull);
    }
    recipe
}

/// A leaf along a path, `side` across it, `wide` m to either side.
fn leaf_mesh(path: &[DVec3], side: DVec3, wide: f64) -> crate::Mesh {
    let mut facets = crate::facets::Facets::default();
    let width = [0.25, 1.0, 0.75, 0.02];
    let mut rows = Vec::new();
    for (k, p) in path.iter().enumerate() {
        let up = at(0.0, 0.0, 0.0008);
        let out = side * wide * width[k.min(3)];
        let v = k as f64 * 0.02;
        rows.push([
            facets.point(*p - out, [0.0, v]),
            facets.point(*p - up, [wide, v]),
            facets.point(*p + out, [2.0 * wide, v]),
            facets.point(*p + up, [wide, v]),
        ]);
    }
    for pair in rows.windows(2) {
        for j in 0..4 {
            facets.quad([pair[0][j], pair[0][(j + 1) % 4], pair[1][(j + 1) % 4], pair[1][j]]);
        }
    }
    let (first, last) = (rows[0], rows[rows.len() - 1]);
    facets.quad([first[3], first[2], first[1], first[0]]);
    facets.quad([last[0], last[1], last[2], last[3]]);
    facets.shaded(0.6)
}

/// A serving board with a handle at +x. Slot: wood.
pub(super) fn paddle_board(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let outline = [
        [-1.0, 0.90],
        [-0.97, 0.97],
        [-0.90, 1.0],
        [0.42, 1.0],
        [0.50, 0.92],
        [0.55, 0.60],
        [0.60, 0.28],
        [0.92, 0.26],
        [1.0, 0.18],
    ];
    let rows = outline.map(|[x, y]| [x * half.x, 0.0, 0.0, y * half.y, half.z]);
    Recipe::default().loft(0, Along::X, FLAT, &rows, &[0, 3, 5, 6, 8])
}
