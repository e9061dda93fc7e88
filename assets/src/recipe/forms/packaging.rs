//! Cartons, mailers, totes, bins, refuse.

use super::super::Recipe;
use super::super::kit::{BOXY, SOFT, at, upright};
use super::super::packaged::panel;
use crate::loft::{Along, Outline};
use glam::{DVec2, DVec3};

/// A taped carton with a shipping label. Slots: board, tape, label, print.
pub(super) fn carton(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let tape = (0.22 * w).clamp(0.012, 0.05);
    let drop = (0.30 * h).min(0.06);
    let label = at(0.34 * l, 0.40 * w, 0.0);
    Recipe::default()
        .block(0, DVec3::ZERO, size - at(0.0006, 0.0, 0.0006), 0.0015)
        .trim(1, at(0.0, 0.0, h / 2.0 - 0.0002), at(l, tape, 0.0004), 0.0)
        .trim(1, at(l / 2.0 - 0.0001, 0.0, h / 2.0 - drop / 2.0), at(0.0006, tape, drop), 0.0)
        .trim(1, at(-l / 2.0 + 0.0001, 0.0, h / 2.0 - drop / 2.0), at(0.0006, tape, drop), 0.0)
        .piece(panel(DVec3::Z, h / 2.0, label.x, label.y, 0.0).translated(at(0.24 * l, 0.26 * w, 0.0)), 2)
        .piece(
            panel(DVec3::NEG_Y, w / 2.0, 0.34 * l, 0.46 * h, -0.08 * h).translated(at(-0.24 * l, 0.0, 0.0)),
            3,
        )
        .trim(3, at(0.0, -w / 2.0, 0.5 * h - 0.005), at(0.98 * l, 0.0003, 0.0008), 0.0)
}

/// A box with a lid that overlaps, such as a shoe box. Slots: board, lid, print.
pub(super) fn lidded_box(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    Recipe::default()
        .block(0, at(0.0, 0.0, -0.04 * h), at(0.985 * l, 0.975 * w, 0.92 * h), 0.001)
        .block(1, at(0.0, 0.0, 0.34 * h), at(l, w, 0.32 * h), 0.0012)
        .piece(panel(DVec3::X, l / 2.0 * 0.985, 0.5 * w, 0.42 * h, -0.16 * h), 2)
        .piece(panel(DVec3::Z, h / 2.0, 0.6 * l, 0.6 * w, 0.0), 2)
}

/// A stackable tote with a rim, ribs, grips and a label; hollow. Slots: plastic, ribs, label.
pub(super) fn tote(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let wall = (0.012 * size.x).clamp(0.0022, 0.006);
    let rim = (0.030 * size.x).clamp(0.004, 0.012);
    let above = DVec2::new(half.x - rim, half.y - rim);
    let below = above * 0.94;
    let mut recipe =
        Recipe::default().open_box(0, below, above, [0.0, h], wall, BOXY).flange(0, above, rim, h, 0.10 * h);
    for side in [-1.0, 1.0] {
        for k in 0..4 {
            let x = (f64::from(k) - 1.5) * 0.44 * half.x;
            recipe = recipe.trim(
                1,
                at(x, side * (0.975 * above.y), 0.42 * h),
                at(0.006, 0.03 * half.y + 0.004, 0.66 * h),
                0.0,
            );
        }
        recipe = recipe.trim(
            1,
            at(side * (half.x - 0.45 * rim), 0.0, 0.80 * h),
            at(rim * 0.8, 0.55 * half.y, 0.12 * h),
            0.001,
        );
    }
    recipe.piece(
        panel(DVec3::NEG_Y, 0.975 * above.y + 0.016 * half.y + 0.002, 0.42 * half.x, 0.26 * h, 0.42 * h),
        2,
    )
}

/// A picking bin with a low front at -y; hollow. Slots: plastic, label.
pub(super) fn picking_bin(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let wall = 0.0025;
    let front = 0.40 * h;
    let side = [
        DVec2::new(-w / 2.0, 0.0),
        DVec2::new(w / 2.0, 0.0),
        DVec2::new(w / 2.0, h),
        DVec2::new(-0.15 * w, h),
        DVec2::new(-w / 2.0, front),
    ];
    let mut recipe = Recipe::default()
        .block(0, at(0.0, 0.0, wall / 2.0), at(l, w, wall), 0.0)
        .block(0, at(0.0, (w - wall) / 2.0, h / 2.0), at(l, wall, h), 0.0)
        .block(0, at(0.0, (wall - w) / 2.0, front / 2.0), at(l, wall, front), 0.0)
        .block(0, at(0.0, (wall - w) / 2.0 - 0.002, front - 0.003), at(l, 0.006, 0.006), 0.001);
    for sign in [-1.0, 1.0] {
        let mesh = crate::primitives::prism(&side, wall).translated(at(sign * (l - wall) / 2.0, 0.0, 0.0));
        let hull =
            side.iter().flat_map(|p| [0.0, 1.0].map(|k| at(sign * (l / 2.0 - k * wall), p.x, p.y))).collect();
        recipe = recipe.piece(mesh, 0).hull(hull);
    }
    recipe.piece(panel(DVec3::NEG_Y, w / 2.0, 0.55 * l, 0.5 * front, 0.45 * front), 1)
}

/// A food tray of thin plastic or a punnet; hollow. Slot: plastic.
pub(super) fn food_tray(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rim = 0.004;
    let above = DVec2::new(half.x - rim, half.y - rim);
    Recipe::default().open_box(0, above * 0.86, above, [0.0, size.z], 0.0012, Outline::Super(5.0, 24)).flange(
        0,
        above - 0.0005,
        rim + 0.0005,
        size.z,
        0.0012,
    )
}

/// A box with a clipped lid: food container, lunch box, tub. Slots: box, lid, clips.
pub(super) fn clip_box(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let row = |z: f64, s: f64| [z * h, 0.0, 0.0, s * half.x, s * half.y];
    let mut recipe = Recipe::default()
        .loft(0, Along::Z, BOXY, &[row(0.0, 0.84), row(0.03, 0.87), row(0.78, 0.95)], &[0, 2])
        .loft(1, Along::Z, BOXY, &[row(0.76, 0.985), row(0.94, 0.985), row(1.0, 0.95)], &[0, 2]);
    for side in [-1.0, 1.0] {
        recipe = recipe.block(
            2,
            at(side * 0.985 * half.x, 0.0, 0.78 * h),
            at(0.03 * half.x, 0.55 * half.y, 0.30 * h),
            0.001,
        );
    }
    recipe
}

/// A crushed drinks can lying on its side. Slots: metal, print.
pub(super) fn crushed_can(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let end = |x: f64, s: f64| [x * half.x, 0.0, 0.0, s * half.y, s * half.z];
    let left = [end(-1.0, 0.80), end(-0.97, 0.92), end(-0.90, 1.0), end(-0.80, 0.97)];
    let middle = [
        [-0.80 * half.x, 0.0, 0.0, 0.96 * half.y, 0.96 * half.z],
        [-0.45 * half.x, 0.10 * half.y, -0.10 * half.z, 0.80 * half.y, 0.62 * half.z],
        [-0.15 * half.x, -0.12 * half.y, 0.06 * half.z, 0.86 * half.y, 0.50 * half.z],
        [0.20 * half.x, 0.08 * half.y, -0.06 * half.z, 0.78 * half.y, 0.58 * half.z],
        [0.50 * half.x, -0.06 * half.y, 0.05 * half.z, 0.88 * half.y, 0.66 * half.z],
        [0.80 * half.x, 0.0, 0.0, 0.94 * half.y, 0.92 * half.z],
    ];
    let right = [end(0.80, 0.96), end(0.90, 1.0), end(0.97, 0.90), end(1.0, 0.76)];
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.2, 24), &left, &[0, 3])
        .loft(1, Along::X, Outline::Super(2.2, 24), &middle, &[0, 1, 2, 3, 4, 5])
        .labelled(2.0, 0.0)
        .loft(0, Along::X, Outline::Super(2.2, 24), &right, &[0, 3])
}

/// A crushed bottle lying on its side, its cap at +x. Slots: plastic, cap, label.
pub(super) fn crushed_bottle(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows = [
        [-1.0, 0.0, 0.0, 0.70, 0.60],
        [-0.94, 0.0, 0.0, 0.92, 0.95],
        [-0.70, 0.05, -0.10, 1.0, 0.80],
        [-0.45, -0.06, 0.06, 0.88, 0.55],
        [-0.20, 0.08, -0.08, 0.94, 0.66],
        [0.10, -0.05, 0.05, 0.84, 0.60],
        [0.35, 0.04, -0.04, 0.88, 0.74],
        [0.55, 0.0, 0.0, 0.70, 0.70],
        [0.74, 0.0, 0.0, 0.30, 0.42],
        [0.86, 0.0, 0.0, 0.24, 0.36],
    ]
    .map(|[x, y, z, a, b]| [x * half.x, y * half.y, z * half.z, a * half.y, b * half.z]);
    let cap = [[0.84, 0.30, 0.46], [1.0, 0.29, 0.44]]
        .map(|[x, a, b]| [x * half.x, 0.0, 0.0, a * half.y, b * half.z]);
    let label = [[-0.30, 0.05, -0.02, 0.935, 0.66], [0.0, 0.0, 0.0, 0.90, 0.66]]
        .map(|[x, y, z, a, b]| [x * half.x, y * half.y, z * half.z, a * half.y, b * half.z]);
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.3, 20), &rows, &[0, 2, 4, 6, 7, 9])
        .loft(1, Along::X, Outline::Super(2.0, 20), &cap, &[0, 1])
        .skin(2, Along::X, Outline::Super(2.3, 20), &label)
        .labelled(2.0, 0.0)
}

/// A tied bag of refuse. Slots: film, knot.
pub(super) fn tied_bag(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let rows = [
        [0.0, 0.0, 0.0, 0.60, 0.62],
        [0.05, 0.0, 0.0, 0.84, 0.86],
        [0.22, 0.03, 0.02, 0.99, 0.98],
        [0.42, -0.02, 0.0, 0.95, 0.96],
        [0.58, 0.02, -0.03, 0.74, 0.72],
        [0.70, 0.0, 0.0, 0.42, 0.40],
        [0.76, 0.0, 0.0, 0.13, 0.13],
        [0.80, 0.0, 0.0, 0.10, 0.10],
    ]
    .map(|[z, x, y, a, b]| [z * h, x * half.x, y * half.y, a * half.x, b * half.y]);
    let tuft = [[0.78, 0.09, 0.09], [0.88, 0.24, 0.16], [1.0, 0.34, 0.20]]
        .map(|[z, a, b]| [z * h, 0.0, 0.0, a * half.x, b * half.y]);
    Recipe::default()
        .loft(0, Along::Z, Outline::Super(2.4, 18), &rows, &[0, 2, 4, 5, 7])
        .loft(0, Along::Z, Outline::Super(1.5, 12), &tuft, &[0, 2])
        .torus(1, upright(DVec3::Z * 0.79 * h), 0.10 * half.x, 0.035 * half.x)
}

/// A carton folded flat. Slots: board, crease.
pub(super) fn flat_carton(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    Recipe::default()
        .block(0, at(0.0, 0.0, -0.26 * h), at(l, w, 0.46 * h), 0.0)
        .block(0, at(0.01 * l, 0.012 * w, 0.26 * h), at(0.98 * l, 0.976 * w, 0.46 * h), 0.0)
        .trim(1, at(0.0, 0.26 * w, 0.49 * h), at(0.96 * l, 0.004 * w, 0.0004), 0.0)
        .trim(1, at(0.0, -0.26 * w, 0.49 * h), at(0.96 * l, 0.004 * w, 0.0004), 0.0)
        .trim(1, at(0.02 * l, 0.38 * w, 0.49 * h), at(0.006 * l, 0.22 * w, 0.0004), 0.0)
        .trim(1, at(0.02 * l, -0.38 * w, 0.49 * h), at(0.006 * l, 0.22 * w, 0.0004), 0.0)
}

/// Air cushions in a row. Slot: film.
pub(super) fn air_cushion(size: DVec3) -> Recipe {
    let (half, l) = (size / 2.0, size.x);
    let mut recipe = Recipe::default();
    for k in 0..2 {
        let mid = (f64::from(k) - 0.5) * 0.5 * l;
        let rows = [
            [-1.0, 0.98, 0.06],
            [-0.90, 0.96, 0.30],
            [-0.55, 0.94, 0.85],
            [0.0, 0.94, 1.0],
            [0.55, 0.94, 0.85],
            [0.90, 0.96, 0.30],
            [1.0, 0.98, 0.06],
        ]
        .map(|[x, y, z]| [mid + x * 0.25 * l, 0.0, 0.0, y * half.y, z * half.z]);
        recipe = recipe.loft(0, Along::X, Outline::Super(2.4, 20), &rows, &[0, 2, 4, 6]);
    }
    recipe
}

/// A canister for chemicals with a hazard label. Slots: body, cap, label.
pub(super) fn jerry_can(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x / 2.0, size.y / 2.0, size.z);
    let row = |z: f64, a: f64, b: f64| [z * h, 0.0, 0.0, a * l, b * w];
    let body = [
        row(0.0, 0.90, 0.90),
        row(0.02, 0.99, 0.99),
        row(0.68, 1.0, 1.0),
        row(0.78, 0.92, 0.94),
        row(0.82, 0.80, 0.86),
    ];
    let handle = [
        at(-0.62 * l, 0.0, 0.80 * h),
        at(-0.55 * l, 0.0, 0.95 * h),
        at(0.10 * l, 0.0, 0.965 * h),
        at(0.22 * l, 0.0, 0.82 * h),
    ];
    let cap = [
        [0.0, 0.80 * h],
        [0.26 * w, 0.80 * h],
        [0.26 * w, 0.85 * h],
        [0.32 * w, 0.86 * h],
        [0.32 * w, 0.99 * h],
        [0.29 * w, h],
        [0.0, h],
    ];
    Recipe::default()
        .loft(0, Along::Z, BOXY, &body, &[0, 2, 4])
        .tube(0, &handle, 0.11 * w, &[0, 1, 2, 3])
        .lathe(1, upright(at(0.62 * l, 0.0, 0.0)), &cap, &[1, 5])
        .piece(panel(DVec3::NEG_Y, w, 1.1 * l, 0.40 * h, 0.36 * h), 2)
        .piece(panel(DVec3::Y, w, 1.1 * l, 0.40 * h, 0.36 * h), 2)
}

/// Six cans in shrink film. Slots: cans, tops, film.
pub(super) fn six_pack(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let r = (l / 6.0).min(w / 4.0);
    let mut recipe = Recipe::default();
    for k in 0..6 {
        let place = at((f64::from(k % 3) - 1.0) * 2.0 * r, (f64::from(k / 3) - 0.5) * 2.0 * r, 0.0);
        let body = [
            [0.0, 0.004],
            [0.78 * r, 0.0],
            [0.99 * r, 0.05 * h],
            [0.99 * r, 0.90 * h],
            [0.82 * r, 0.98 * h],
            [0.0, 0.98 * h],
        ];
        let top = [
            [0.0, 0.97 * h],
            [0.82 * r, 0.97 * h],
            [0.80 * r, h],
            [0.74 * r, h],
            [0.70 * r, 0.98 * h],
            [0.0, 0.98 * h],
        ];
        recipe = recipe.lathe(0, upright(place), &body, &[1, 3, 4]).lathe(1, upright(place), &top, &[1, 2]);
    }
    let film = [[0.20 * h, 0.0, 0.0, l / 2.0, w / 2.0], [0.74 * h, 0.0, 0.0, l / 2.0, w / 2.0]];
    recipe
        .skin(2, Along::Z, SOFT, &film)
        .labelled(4.0, 0.5)
        .touch(at(0.0, 0.0, 0.47 * h), at(0.97 * l, 0.97 * w, 0.54 * h))
}
