//! Washing, cleaning, cloth.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, ROUND, SOFT, across, at, upright};
use super::super::packaged::sleeve;
use crate::loft::{Along, Outline};
use glam::{DVec2, DVec3};

/// A toothbrush lying on its back. Slots: handle, bristles.
pub(super) fn toothbrush(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let body = [
        [0.0, 0.5, 0.15],
        [0.02, 0.8, 0.22],
        [0.25, 1.0, 0.25],
        [0.55, 0.75, 0.22],
        [0.72, 0.40, 0.16],
        [0.82, 0.45, 0.14],
        [0.86, 0.85, 0.14],
        [0.98, 0.85, 0.14],
        [1.0, 0.6, 0.10],
    ]
    .map(|[x, y, z]| [x * l, 0.0, 0.25 * h, y * w, z * h]);
    Recipe::default().loft(0, Along::X, SOFT, &body, &[0, 3, 5, 8]).block(
        1,
        at(0.92 * l, 0.0, 0.68 * h),
        at(0.125 * l, 1.4 * w, 0.64 * h),
        0.0005,
    )
}

/// A bar of soap with a sunken oval. Slots: soap, mark.
pub(super) fn soap_bar(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows =
        [[-1.0, 0.55], [-0.92, 0.85], [-0.70, 0.98], [0.0, 1.0], [0.70, 0.98], [0.92, 0.85], [1.0, 0.55]]
            .map(|[x, s]| [x * half.x, 0.0, 0.0, s * half.y, (0.30 + 0.70 * s) * half.z]);
    let mark = [[-0.55, 0.10], [-0.4, 0.34], [0.0, 0.45], [0.4, 0.34], [0.55, 0.10]]
        .map(|[x, y]| [x * half.x, 0.0, 0.97 * half.z, y * half.y, 0.0006]);
    Recipe::default().loft(0, Along::X, SOFT, &rows, &[0, 2, 4, 6]).skin(1, Along::X, FLAT, &mark)
}

/// A bottle with a pump. Slots: body, pump, label.
pub(super) fn pump_bottle(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.93 * r, 0.0],
        [r, 0.006],
        [r, 0.56 * h],
        [0.94 * r, 0.62 * h],
        [0.60 * r, 0.68 * h],
        [0.40 * r, 0.70 * h],
        [0.40 * r, 0.72 * h],
        [0.0, 0.72 * h],
    ];
    let collar =
        [[0.0, 0.70 * h], [0.48 * r, 0.70 * h], [0.48 * r, 0.78 * h], [0.20 * r, 0.80 * h], [0.0, 0.80 * h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 3, 7])
        .lathe(1, upright(DVec3::ZERO), &collar, &[1, 3])
        .rod(1, at(0.0, 0.0, 0.79 * h), at(0.0, 0.0, 0.93 * h), [0.10 * r, 0.10 * r])
        .rod(1, at(0.0, 0.0, 0.92 * h), at(0.0, 0.0, h), [0.32 * r, 0.30 * r])
        .horn(
            1,
            &[at(0.0, 0.0, 0.965 * h), at(0.70 * r, 0.0, 0.965 * h), at(0.98 * r, 0.0, 0.925 * h)],
            &[0.15 * r, 0.12 * r, 0.09 * r],
            &[0, 1, 2],
        )
        .piece(sleeve([r + 0.0003; 2], 0.10 * h, 0.50 * h, 2.0), 2)
}

/// A spray bottle with a trigger; it sprays along +y. Slots: body, trigger head, label.
pub(super) fn trigger_bottle(size: DVec3) -> Recipe {
    let (a, b, h) = (size.x / 2.0, 0.44 * size.y, size.z);
    let row = |z: f64, sx: f64, sy: f64, y: f64| [z * h, 0.0, y, sx * a, sy * b];
    let body = [
        row(0.0, 0.90, 0.92, 0.0),
        row(0.02, 1.0, 1.0, 0.0),
        row(0.42, 1.0, 1.0, 0.0),
        row(0.56, 0.90, 0.86, 0.0),
        row(0.66, 0.60, 0.46, -0.10 * b),
        row(0.72, 0.44, 0.31, -0.12 * b),
        row(0.77, 0.42, 0.30, -0.12 * b),
    ];
    let y0 = -0.12 * b;
    let collar =
        [[0.0, 0.74 * h], [0.0155, 0.74 * h], [0.0155, 0.80 * h], [0.012, 0.81 * h], [0.0, 0.81 * h]];
    let head = [
        [0.80 * h, 0.0, y0, 0.010, 0.014],
        [0.88 * h, 0.0, y0 + 0.002, 0.011, 0.018],
        [0.94 * h, 0.0, y0 + 0.006, 0.012, 0.030],
        [h, 0.0, y0 - 0.002, 0.009, 0.020],
    ];
    let trigger =
        [at(0.0, y0 + 0.024, 0.93 * h), at(0.0, y0 + 0.034, 0.86 * h), at(0.0, y0 + 0.030, 0.77 * h)];
    let label = [[0.09 * h, 0.0, 0.0, a + 0.0004, b + 0.0004], [0.40 * h, 0.0, 0.0, a + 0.0004, b + 0.0004]];
    Recipe::default()
        .loft(0, Along::Z, Outline::Super(2.6, 28), &body, &[0, 2, 4, 6])
        .lathe(1, upright(at(0.0, y0, 0.0)), &collar, &[1, 3])
        .loft(1, Along::Z, BOXY, &head, &[0, 1, 3])
        .horn(1, &trigger, &[0.006, 0.0055, 0.004], &[0, 1, 2])
        .lathe(
            1,
            across(at(0.0, y0 + 0.030, 0.945 * h)),
            &[[0.0, 0.0], [0.010, 0.0], [0.010, 0.020], [0.004, 0.024], [0.0, 0.024]],
            &[0, 4],
        )
        .skin(2, Along::Z, Outline::Super(2.6, 28), &label)
        .labelled(2.0, 0.25)
}

/// A spray can with a cap. Slots: metal, cap, print.
pub(super) fn aerosol_can(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.004],
        [0.85 * r, 0.003],
        [0.92 * r, 0.0],
        [r, 0.001],
        [r, 0.004],
        [0.975 * r, 0.006],
        [0.975 * r, 0.74 * h],
        [r, 0.745 * h],
        [r, 0.755 * h],
        [0.75 * r, 0.80 * h],
        [0.0, 0.81 * h],
    ];
    let cap = [
        [0.0, 0.755 * h],
        [0.86 * r, 0.755 * h],
        [0.88 * r, 0.96 * h],
        [0.80 * r, 0.995 * h],
        [0.60 * r, h],
        [0.0, h],
    ];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[2, 8])
        .lathe(1, upright(DVec3::ZERO), &cap, &[1, 4])
        .piece(sleeve([0.975 * r + 0.0003; 2], 0.03 * h, 0.735 * h, 2.0), 2)
}

/// A canister with a flip lid: wipes, tea, powder. Slots: body, lid, print.
pub(super) fn canister(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [[0.0, 0.0], [0.94 * r, 0.0], [0.97 * r, 0.004], [0.97 * r, 0.84 * h], [0.0, 0.84 * h]];
    let lid = [
        [0.0, 0.83 * h],
        [r, 0.83 * h],
        [r, 0.93 * h],
        [0.93 * r, 0.96 * h],
        [0.55 * r, 0.965 * h],
        [0.50 * r, h],
        [0.0, h],
    ];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 3])
        .lathe(1, upright(DVec3::ZERO), &lid, &[1, 3, 5])
        .piece(sleeve([0.97 * r + 0.0003; 2], 0.04 * h, 0.80 * h, 2.0), 2)
}

/// A comb. Slot: plastic.
pub(super) fn comb(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let spine = [[-1.0, 0.75], [-0.97, 0.95], [0.97, 0.95], [1.0, 0.75]]
        .map(|[x, y]| [x * half.x, 0.66 * half.y, 0.0, 0.36 * y * half.y, half.z]);
    let mut recipe = Recipe::default().loft(0, Along::X, FLAT, &spine, &[0, 3]);
    for k in 0..30 {
        let x = (f64::from(k) / 29.0 * 1.92 - 0.96) * half.x;
        let wide = if k == 0 || k == 29 { 0.0045 } else { 0.0026 };
        recipe = recipe.trim(0, at(x, -0.32 * half.y, 0.0), at(wide, 1.36 * half.y, 1.2 * half.z), 0.0);
    }
    recipe.touch(at(0.0, -0.34 * half.y, 0.0), at(1.95 * half.x, 1.32 * half.y, 1.1 * half.z))
}

/// A razor lying along x. Slots: handle, head, blade.
pub(super) fn razor(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let grip =
        [[0.0, 0.10, 0.20], [0.03, 0.15, 0.27], [0.35, 0.17, 0.30], [0.65, 0.12, 0.24], [0.86, 0.09, 0.18]]
            .map(|[x, y, z]| [x * l, 0.0, (0.30 + 0.35 * x) * h, y * w, z * h]);
    Recipe::default()
        .loft(0, Along::X, ROUND, &grip, &[0, 2, 4])
        .block(1, at(0.91 * l, 0.0, 0.50 * h), at(0.16 * l, w, 0.98 * h), 0.003)
        .trim(2, at(0.992 * l, 0.0, 0.5 * h), at(0.015 * l, 0.86 * w, 0.5 * h), 0.0)
}

/// Folded cloth: layers with round folds. Slot: cloth.
pub(super) fn folded_cloth(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let layers = if h > 0.02 { 3 } else { 2 };
    let thick = h / f64::from(layers);
    let mut recipe = Recipe::default();
    for k in 0..layers {
        let z = (f64::from(k) + 0.5) * thick;
        let inset = 1.0 - 0.012 * f64::from(k % 2);
        let rows =
            [[-1.0, 0.55], [-0.985, 0.9], [-0.95, 1.0], [0.0, 0.97], [0.95, 1.0], [0.985, 0.9], [1.0, 0.55]]
                .map(|[x, s]| {
                    [x * inset * half.x, 0.0, z, inset * half.y * (0.975 + 0.025 * s), 0.53 * thick * s]
                });
        recipe = recipe.loft(0, Along::X, Outline::Super(5.0, 20), &rows, &[0, 6]);
    }
    recipe
}

/// A roll around a core: paper, tape, bandage, labels. Slots: roll, core.
pub(super) fn roll(size: DVec3) -> Recipe {
    roll_with(size, 0.40)
}

/// A roll of tape: thin ring around a wide core. Slots: tape, core.
pub(super) fn tape_roll(size: DVec3) -> Recipe {
    roll_with(size, 0.74)
}

fn roll_with(size: DVec3, core: f64) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let hole = core * r;
    let wall = 0.06 * r;
    Recipe::default().ring(0, upright(DVec3::ZERO), [hole, r], [0.0, h]).piece(
        crate::primitives::revolve(
            &[[hole - wall, 0.0], [hole + 0.001, 0.0], [hole + 0.001, h], [hole - wall, h]]
                .map(DVec2::from_array),
            28,
            true,
        ),
        1,
    )
}

/// A large bottle with a handle through its body. Slots: body, cap, label.
pub(super) fn handled_bottle(size: DVec3) -> Recipe {
    let (a, b, h) = (size.x / 2.0, size.y / 2.0, size.z);
    let row = |z: f64, y: f64, sx: f64, sy: f64| [z * h, 0.0, y * b, sx * a, sy * b];
    let lower = [
        row(0.0, 0.0, 0.90, 0.94),
        row(0.02, 0.0, 1.0, 1.0),
        row(0.50, 0.0, 1.0, 1.0),
        row(0.58, -0.02, 0.97, 0.94),
        row(0.62, -0.12, 0.90, 0.78),
    ];
    let upper = [
        row(0.60, -0.22, 0.92, 0.66),
        row(0.72, -0.30, 0.80, 0.50),
        row(0.82, -0.30, 0.62, 0.38),
        row(0.88, -0.28, 0.40, 0.24),
        row(0.91, -0.28, 0.36, 0.20),
    ];
    let handle = [
        at(0.0, -0.10 * b, 0.86 * h),
        at(0.0, 0.45 * b, 0.88 * h),
        at(0.0, 0.74 * b, 0.80 * h),
        at(0.0, 0.80 * b, 0.68 * h),
        at(0.0, 0.76 * b, 0.54 * h),
    ];
    let cap = [[0.0, 0.895 * h], [0.21 * b, 0.895 * h], [0.20 * b, 0.99 * h], [0.18 * b, h], [0.0, h]];
    let label = [[0.10 * h, 0.0, 0.0, a + 0.0004, b + 0.0004], [0.48 * h, 0.0, 0.0, a + 0.0004, b + 0.0004]];
    Recipe::default()
        .loft(0, Along::Z, SOFT, &lower, &[0, 2, 4])
        .loft(0, Along::Z, SOFT, &upper, &[0, 2, 4])
        .horn(0, &handle, &[0.014, 0.014, 0.0135, 0.013, 0.014], &[0, 1, 2, 3, 4])
        .lathe(1, upright(at(0.0, -0.28 * b, 0.0)), &cap, &[1, 3])
        .skin(2, Along::Z, SOFT, &label)
        .labelled(2.0, 0.25)
}

/// A bucket with a bail, hollow. Slots: bucket, bail.
pub(super) fn bucket(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let wall = 0.003;
    let tall = 0.96 * h;
    let outer = [[0.72 * r, 0.0], [0.73 * r, 0.004], [0.95 * r, tall - 0.012], [r, tall - 0.010], [r, tall]]
        .map(DVec2::from_array);
    let inner = [[0.70 * r, wall], [0.72 * r, wall + 0.002], [0.93 * r, tall]].map(DVec2::from_array);
    let vessel = super::super::profile::Vessel { outer: &outer, inner: &inner };
    let mesh = crate::primitives::revolve(&vessel.profile(), 40, false);
    let bail: Vec<DVec3> = (0..=12)
        .map(|k| {
            let (sin, cos) = libm::sincos(std::f64::consts::PI * f64::from(k) / 12.0);
            // The bail hangs down over the rim at -y.
            at(0.99 * r * cos, -0.96 * r * sin, 0.90 * h + 0.08 * h * sin)
        })
        .collect();
    vessel.collide(Recipe::default().piece(mesh, 0), &[wall + 0.002, 0.5 * tall, tall]).tube(
        1,
        &bail,
        0.0025,
        &[0, 2, 4, 6, 8, 10, 12],
    )
}

/// A pair of gloves lying flat on one another. Slots: glove, cuff.
pub(super) fn gloves(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let mut recipe = Recipe::default();
    for (layer, shift) in [(0.27, -0.04), (0.73, 0.04)] {
        let z = layer * h;
        let t = 0.25 * h;
        let palm = [[0.20, 0.52, 0.9], [0.34, 0.60, 1.0], [0.50, 0.66, 1.0], [0.60, 0.64, 0.9]]
            .map(|[x, y, s]| [x * l, shift * w, z, y * w, s * t]);
        let cuff = [[0.0, 0.60, 1.0], [0.03, 0.62, 1.0], [0.20, 0.54, 0.95], [0.22, 0.50, 0.8]]
            .map(|[x, y, s]| [x * l, shift * w, z, y * w, s * t]);
        recipe = recipe.loft(0, Along::X, SOFT, &palm, &[0, 3]).loft(1, Along::X, SOFT, &cuff, &[0, 3]);
        for (k, reach) in [(0, 0.88), (1, 0.98), (2, 1.0), (3, 0.93)] {
            let y = (f64::from(k) - 1.5) * 0.33 * w + shift * w;
            let finger =
                [[0.57, 0.165, 0.85], [0.75, 0.16, 0.85], [reach - 0.03, 0.14, 0.8], [reach, 0.07, 0.4]]
                    .map(|[x, s, t_]| [x * l, y, z, s * w, t_ * t]);
            recipe = recipe.loft(0, Along::X, SOFT, &finger, &[0, 3]);
        }
        let thumb = [
            at(0.34 * l, (0.45 + shift) * w, z),
            at(0.48 * l, (0.78 + shift) * w, z),
            at(0.62 * l, (0.90 + shift) * w, z),
        ];
        recipe = recipe.horn(0, &thumb, &[0.85 * t, 0.85 * t, 0.6 * t], &[0, 1, 2]);
    }
    recipe
}
