//! Desk things.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, SOFT, across, at, lying, upright};
use super::super::packaged::panel;
use crate::loft::Along;
use glam::{DVec2, DVec3};

/// A marker lying on its side, its cap at +x. Slots: body, cap, end.
pub(super) fn marker(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let body = [[0.0, 0.02 * l], [0.90 * r, 0.02 * l], [0.90 * r, 0.66 * l], [0.0, 0.66 * l]];
    let cap =
        [[0.0, 0.62 * l], [r, 0.62 * l], [0.96 * r, 0.94 * l], [0.72 * r, 0.98 * l], [0.60 * r, l], [0.0, l]];
    let end = [[0.0, 0.0], [0.70 * r, 0.0], [0.84 * r, 0.03 * l], [0.84 * r, 0.05 * l], [0.0, 0.05 * l]];
    Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &body, &[])
        .lathe(1, lying(DVec3::ZERO), &cap, &[])
        .lathe(2, lying(DVec3::ZERO), &end, &[])
        .felt_lathe(
            lying(DVec3::ZERO),
            &[[0.75 * r, 0.0], [0.97 * r, 0.06 * l], [0.97 * r, 0.94 * l], [0.62 * r, l]],
            &[0, 1, 3],
        )
}

/// A ballpoint pen lying on its side, its tip at +x. Slots: body, metal, clip.
pub(super) fn pen(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let body = [[0.0, 0.06 * l], [0.78 * r, 0.06 * l], [0.78 * r, 0.78 * l], [0.0, 0.78 * l]];
    let tip = [
        [0.0, 0.76 * l],
        [0.80 * r, 0.76 * l],
        [0.62 * r, 0.90 * l],
        [0.24 * r, 0.975 * l],
        [0.10 * r, l],
        [0.0, l],
    ];
    let knob = [
        [0.0, 0.0],
        [0.42 * r, 0.0],
        [0.45 * r, 0.06 * l],
        [0.80 * r, 0.065 * l],
        [0.80 * r, 0.10 * l],
        [0.0, 0.10 * l],
    ];
    Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &body, &[])
        .lathe(1, lying(DVec3::ZERO), &tip, &[])
        .lathe(1, lying(DVec3::ZERO), &knob, &[])
        .felt_lathe(
            lying(DVec3::ZERO),
            &[[0.45 * r, 0.0], [0.78 * r, 0.06 * l], [0.78 * r, 0.78 * l], [0.10 * r, l]],
            &[0, 1, 2, 3],
        )
        .trim(2, at(0.20 * l, 0.0, 0.92 * r), at(0.26 * l, 0.45 * r, 0.16 * r), 0.0)
        .touch(at(0.20 * l, 0.0, 0.85 * r), at(0.26 * l, 0.45 * r, 0.30 * r))
        .trim(0, at(0.3 * l, 0.0, -0.90 * r), at(0.02 * l, 0.2 * r, 0.20 * r), 0.0)
        .touch(at(0.42 * l, 0.0, -0.89 * r), at(0.5 * l, 0.5 * r, 0.22 * r))
}

/// A six-sided pencil lying on a side, sharpened at +x. Slots: paint, wood, lead, ferrule.
pub(super) fn pencil(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0 / 0.866);
    let hexagon = crate::loft::Outline::Super(2.0, 6);
    let tip = [[0.0, 0.90 * l], [0.86 * r, 0.90 * l], [0.22 * r, 0.98 * l], [0.0, 0.98 * l]];
    Recipe::default()
        .loft(0, Along::X, hexagon, &[[0.06 * l, 0.0, 0.0, r, r], [0.91 * l, 0.0, 0.0, r, r]], &[])
        .lathe(1, lying(DVec3::ZERO), &tip, &[])
        .lathe(
            2,
            lying(DVec3::ZERO),
            &[[0.0, 0.975 * l], [0.25 * r, 0.975 * l], [0.02 * r, l], [0.0, l]],
            &[],
        )
        .lathe(
            3,
            lying(DVec3::ZERO),
            &[[0.0, 0.0], [0.78 * r, 0.0], [0.84 * r, 0.004 * l], [0.84 * r, 0.065 * l], [0.0, 0.065 * l]],
            &[],
        )
        .touch(at(0.46 * l, 0.0, 0.0), at(0.92 * l, 1.7 * r, 1.73 * r))
        .felt_lathe(lying(DVec3::ZERO), &tip[1..3], &[0, 1])
        .felt_lathe(lying(DVec3::ZERO), &[[0.2 * r, 0.97 * l], [0.05 * r, l]], &[0, 1])
}

/// A highlighter lying on its side. Slots: body, cap, tip band.
pub(super) fn highlighter(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let row = |x: f64, y: f64, z: f64| [x * l, 0.0, 0.0, y * half.y, z * half.z];
    Recipe::default()
        .loft(
            0,
            Along::X,
            BOXY,
            &[row(0.0, 0.86, 0.84), row(0.02, 0.94, 0.92), row(0.60, 0.94, 0.92)],
            &[0, 2],
        )
        .loft(1, Along::X, BOXY, &[row(0.60, 1.0, 1.0), row(0.97, 1.0, 1.0), row(1.0, 0.90, 0.86)], &[0, 2])
        .skin(2, Along::X, BOXY, &[row(0.52, 0.96, 0.96), row(0.605, 0.96, 0.96)])
}

/// A stapler. Slots: arm, base, metal.
pub(super) fn stapler(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let base = [[0.0, 0.75], [0.04, 1.0], [0.92, 0.92], [1.0, 0.60]]
        .map(|[x, y]| [x * l, 0.0, 0.07 * h, y * w, 0.07 * h]);
    let rail = [[0.10, 0.30], [0.92, 0.42]].map(|[x, z]| [x * l, 0.0, (z + 0.06) * h, 0.42 * w, 0.08 * h]);
    let arm = [
        [0.0, 0.38, 0.16, 0.7],
        [0.06, 0.48, 0.30, 0.9],
        [0.30, 0.60, 0.26, 0.92],
        [0.80, 0.74, 0.22, 0.86],
        [0.96, 0.80, 0.20, 0.80],
        [1.0, 0.78, 0.14, 0.6],
    ]
    .map(|[x, z, t, y]| [x * l, 0.0, z * h, y * w, t * h]);
    Recipe::default()
        .loft(1, Along::X, SOFT, &base, &[0, 3])
        .loft(2, Along::X, FLAT, &rail, &[0, 1])
        .loft(0, Along::X, SOFT, &arm, &[0, 2, 5])
        .block(1, at(0.09 * l, 0.0, 0.24 * h), at(0.14 * l, 1.1 * w, 0.42 * h), 0.001)
        .trim(2, at(0.93 * l, 0.0, 0.15 * h), at(0.07 * l, 0.9 * w, 0.03 * h), 0.0)
}

/// A tape dispenser with its roll. Slots: body, tape, cutter.
pub(super) fn tape_dispenser(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let body =
        [[0.0, 0.30], [0.06, 0.62], [0.30, 0.60], [0.52, 0.34], [0.86, 0.46], [0.97, 0.52], [1.0, 0.44]]
            .map(|[x, z]| [x * l, 0.0, z * h / 2.0, 0.92 * w, z * h / 2.0]);
    let axle = across(at(0.32 * l, -0.55 * w, 0.60 * h));
    Recipe::default()
        .loft(0, Along::X, BOXY, &body, &[0, 3, 6])
        .ring(1, axle, [0.18 * h, 0.40 * h], [0.0, 1.1 * w])
        .piece(
            crate::primitives::cylinder(0.18 * h, 1.2 * w, 0.001, 20).transformed(&across(at(
                0.32 * l,
                0.0,
                0.60 * h,
            ))),
            0,
        )
        .block(2, at(0.985 * l, 0.0, 0.50 * h), at(0.02 * l, 1.3 * w, 0.06 * h), 0.0)
}

/// A glue stick. Slots: tube, cap, print band.
pub(super) fn glue_stick(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let tube = [
        [0.0, 0.0],
        [0.80 * r, 0.0],
        [0.84 * r, 0.002],
        [0.84 * r, 0.08 * h],
        [0.93 * r, 0.085 * h],
        [0.93 * r, 0.62 * h],
        [0.0, 0.62 * h],
    ];
    let cap = [[0.0, 0.60 * h], [r, 0.60 * h], [r, 0.97 * h], [0.92 * r, h], [0.0, h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &tube, &[1, 3, 5])
        .lathe(1, upright(DVec3::ZERO), &cap, &[1, 3])
        .piece(super::super::packaged::sleeve([0.94 * r; 2], 0.12 * h, 0.58 * h, 1.0), 2)
}

/// A ruler with its marks. Slots: body, marks.
pub(super) fn ruler(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let wedge = [[-0.5, 0.0], [0.5, 0.0]].map(|[x, _]| [x * l, 0.0, 0.0, w / 2.0, h / 2.0]);
    let mut recipe = Recipe::default().loft(0, Along::X, FLAT, &wedge, &[0, 1]);
    for k in 0..=60 {
        let x = (f64::from(k) / 60.0 - 0.5) * 0.968 * l;
        let long = if k % 10 == 0 {
            0.34
        } else if k % 2 == 0 {
            0.24
        } else {
            0.14
        };
        recipe = recipe.trim(1, at(x, (0.49 - long / 2.0) * w, h / 2.0), at(0.0006, long * w, 0.0002), 0.0);
    }
    recipe
}

/// A bound book lying on its back, its spine at -x. Slots: cover, pages, print.
pub(super) fn book(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let board = (0.05 * h).clamp(0.0006, 0.0025);
    let over = if h > 0.03 { 0.003 } else { 0.0005 };
    Recipe::default()
        .trim(0, at(0.0, 0.0, (board - h) / 2.0), at(l, w, board), 0.0)
        .trim(0, at(0.0, 0.0, (h - board) / 2.0), at(l, w, board), 0.0)
        .trim(0, at((board - l) / 2.0, 0.0, 0.0), at(board, w, h), 0.0)
        .trim(
            1,
            at(board / 2.0 - over / 2.0, 0.0, 0.0),
            at(l - board - over, w - 2.0 * over, h - 2.0 * board),
            0.0,
        )
        .piece(panel(DVec3::Z, h / 2.0, 0.92 * l, 0.92 * w, 0.0), 2)
        .touch(DVec3::ZERO, size)
}

/// A notebook with a wire spine at -x. Slots: cover, pages, wire.
pub(super) fn notebook(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let t = 0.0009;
    let mut recipe = Recipe::default()
        .trim(0, at(0.01 * l, 0.0, (t - h) / 2.0 + 0.10 * h), at(0.98 * l, w, t), 0.0)
        .trim(0, at(0.01 * l, 0.0, (h - t) / 2.0 - 0.10 * h), at(0.98 * l, w, t), 0.0)
        .trim(1, at(0.012 * l, 0.0, 0.0), at(0.96 * l, 0.985 * w, 0.78 * h), 0.0)
        .touch(DVec3::ZERO, size - at(0.0, 0.0, 0.10 * h));
    for k in 0..15 {
        let y = (f64::from(k) / 14.0 - 0.5) * 0.92 * w;
        let ring = crate::primitives::revolve(
            &crate::loft::circle(0.0008, 6)
                .into_iter()
                .map(|p| p + DVec2::X * (0.5 * h - 0.0008))
                .collect::<Vec<_>>(),
            12,
            true,
        );
        recipe = recipe.piece(ring.transformed(&across(at(-0.5 * l + 0.42 * h, y, 0.0))), 2);
    }
    recipe
}

/// A pad of notes. Slots: paper, top sheet.
pub(super) fn note_pad(size: DVec3) -> Recipe {
    Recipe::default()
        .block(0, at(0.0, 0.0, -0.0004), size - at(0.0, 0.0, 0.0008), 0.0)
        .trim(1, at(0.0, 0.0, size.z / 2.0 - 0.0004), at(size.x, size.y, 0.0008), 0.0)
        .trim(
            0,
            at(-0.10 * size.x, 0.22 * size.y, size.z / 2.0),
            at(0.6 * size.x, 0.008 * size.y, 0.0001),
            0.0,
        )
        .trim(
            0,
            at(-0.16 * size.x, 0.06 * size.y, size.z / 2.0),
            at(0.48 * size.x, 0.008 * size.y, 0.0001),
            0.0,
        )
}

/// A lever-arch binder standing, its spine at -y. Slots: cover, paper, metal, label.
pub(super) fn binder(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    let t = 0.0024;
    let ring = across(at(0.0, -d / 2.0 - 0.0006, -0.34 * h));
    Recipe::default()
        .trim(0, at((t - w) / 2.0, 0.0, 0.0), at(t, d, h), 0.0)
        .trim(0, at((w - t) / 2.0, 0.0, 0.0), at(t, d, h), 0.0)
        .trim(0, at(0.0, (t - d) / 2.0, 0.0), at(w, t, h), 0.0)
        .trim(1, at(-0.10 * w, 0.01 * d, -0.01 * h), at(0.70 * w, 0.93 * d, 0.93 * h), 0.0)
        .touch(DVec3::ZERO, size)
        .piece(
            crate::primitives::revolve(
                &crate::loft::circle(0.0012, 6).into_iter().map(|p| p + DVec2::X * 0.013).collect::<Vec<_>>(),
                20,
                true,
            )
            .transformed(&ring),
            2,
        )
        .piece(panel(DVec3::NEG_Y, d / 2.0, 0.72 * w, 0.46 * h, 0.16 * h), 3)
}

/// An envelope or mailer lying flat with an address label and a stamp. Slots: paper, label, stamp.
pub(super) fn envelope(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let half = size / 2.0;
    let body = if h > 0.012 {
        let rows = [
            [-1.0, 0.98, 0.12],
            [-0.95, 1.0, 0.25],
            [-0.80, 0.99, 0.80],
            [0.0, 0.97, 1.0],
            [0.80, 0.99, 0.80],
            [0.95, 1.0, 0.25],
            [1.0, 0.98, 0.12],
        ]
        .map(|[x, y, z]| [x * half.x, 0.0, 0.0, y * half.y, z * half.z]);
        Recipe::default().loft(0, Along::X, crate::loft::Outline::Super(3.0, 24), &rows, &[0, 2, 4, 6])
    } else {
        Recipe::default().block(0, DVec3::ZERO, size, 0.0)
    };
    let top = if h > 0.012 { 0.475 * h } else { 0.5 * h };
    body.piece(panel(DVec3::Z, top, 0.44 * l, 0.44 * w, -0.02 * w), 1).piece(
        panel(DVec3::Z, 0.97 * top, 0.11 * l, 0.20 * w, 0.0).translated(at(0.36 * l, 0.32 * w, 0.0)),
        2,
    )
}

/// A cup for pens with a few pens in it; hollow. Slots: cup, pens.
pub(super) fn pen_cup(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let cup_h = 0.66 * h;
    let wall = 0.003;
    let outer = [[r, 0.0], [r, cup_h]].map(DVec2::from_array);
    let inner = [[r - wall, wall], [r - wall, cup_h]].map(DVec2::from_array);
    let vessel = super::super::profile::Vessel { outer: &outer, inner: &inner };
    let mesh = crate::primitives::revolve(&vessel.profile(), 36, false);
    let mut recipe = vessel.collide(Recipe::default().piece(mesh, 0), &[wall, cup_h]);
    for (turn, tall) in [(0.4, 1.0), (2.2, 0.92), (3.7, 0.97), (5.1, 0.88)] {
        let (sin, cos) = libm::sincos(turn);
        let foot = at(-0.55 * r * cos, -0.55 * r * sin, wall);
        let tip = at(0.78 * r * cos, 0.78 * r * sin, tall * h);
        recipe = recipe.rod(1, foot, tip, [0.004, 0.004]);
    }
    recipe
}

/// A pair of scissors lying flat, their blades at +x. Slots: blades, handles, pivot.
pub(super) fn scissors(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let ring = 0.44 * w;
    let mut recipe = Recipe::default();
    for side in [-1.0, 1.0] {
        let z = 0.5 * h + side * 0.07 * h;
        let blade = [
            [0.36, -0.02, 0.14],
            [0.46, 0.0, 0.15],
            [0.60, 0.03, 0.13],
            [0.85, 0.06, 0.07],
            [1.0, 0.07, 0.008],
        ]
        .map(|[x, y, s]| [x * l, side * y * w, z, s * w, 0.07 * h]);
        let arm = [[0.16, 0.42, 0.14], [0.26, 0.26, 0.13], [0.36, 0.08, 0.14], [0.46, 0.0, 0.12]]
            .map(|[x, y, s]| [x * l, -side * y * w, 0.5 * h, s * w, 0.30 * h]);
        let loop_frame = restage_geometry::Pose::new(
            at(0.115 * l, -side * (w - ring), 0.5 * h),
            glam::DQuat::from_rotation_z(side * 0.35),
        );
        let bow = Recipe::default().torus(1, upright(DVec3::ZERO), 0.80 * ring, 0.20 * ring);
        recipe = recipe
            .loft(0, Along::X, FLAT, &blade, &[0, 2, 3, 4])
            .loft(1, Along::X, SOFT, &arm, &[0, 1, 3])
            .joined(stretched(bow, at(1.35, 1.0, h / (0.40 * ring))), &loop_frame);
    }
    recipe.piece(
        crate::primitives::cylinder(0.09 * w, 0.5 * h, 0.0004, 14).translated(at(0.46 * l, 0.0, 0.5 * h)),
        2,
    )
}

/// A recipe stretched along its axes.
fn stretched(recipe: Recipe, factors: DVec3) -> Recipe {
    let size = recipe.bounds().map_or(DVec3::ONE, |(low, high)| high - low);
    recipe.fitted(size * factors)
}
