//! Devices, batteries, lamps, plugs.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, ROUND, SOFT, across, at, lying, upright};
use crate::loft::{Along, Outline};
use glam::{DVec2, DVec3};
use restage_geometry::Pose;

/// Keys in a grid around `center`, seen only.
fn keys(
    mut recipe: Recipe,
    slot: usize,
    center: DVec3,
    count: [u32; 2],
    pitch: DVec2,
    size: DVec3,
) -> Recipe {
    let middle = |n: u32| (f64::from(n) - 1.0) / 2.0;
    for k in 0..count[0] * count[1] {
        let (i, j) = (f64::from(k % count[0]), f64::from(k / count[0]));
        let place = center + at((i - middle(count[0])) * pitch.x, (j - middle(count[1])) * pitch.y, 0.0);
        recipe = recipe.trim(slot, place, size, 0.0);
    }
    recipe
}

/// A remote control. Slots: body, keys, power key.
pub(super) fn remote(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let body = [
        [-0.5, 0.80, 0.60],
        [-0.48, 0.96, 0.9],
        [-0.2, 0.96, 0.92],
        [0.2, 1.0, 1.0],
        [0.48, 1.0, 0.9],
        [0.5, 0.85, 0.60],
    ]
    .map(|[x, y, z]| [x * l, 0.0, (z * 0.9 - 1.0) * h / 2.0, y * w / 2.0, 0.9 * z * h / 2.0]);
    let top = 0.38 * h;
    let recipe = Recipe::default().loft(0, Along::X, SOFT, &body, &[0, 2, 5]);
    let recipe = keys(
        recipe,
        1,
        at(-0.22 * l, 0.0, top - 0.0002),
        [4, 3],
        DVec2::new(0.095 * l, 0.26 * w),
        at(0.055 * l, 0.17 * w, 0.12 * h),
    );
    recipe
        .lathe(
            1,
            upright(at(0.17 * l, 0.0, 0.0)),
            &[[0.0, top], [0.30 * w, top], [0.30 * w, top + 0.06 * h], [0.26 * w, 0.49 * h], [0.0, 0.48 * h]],
            &[],
        )
        .lathe(
            2,
            upright(at(0.40 * l, -0.28 * w, 0.0)),
            &[[0.0, top], [0.09 * w, top], [0.09 * w, 0.46 * h], [0.0, 0.46 * h]],
            &[],
        )
}

/// A telephone lying on its back. Slots: body, screen, camera.
pub(super) fn phone(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let row = |z: f64, s: f64| [z * h, 0.0, 0.0, half.x - s, half.y - s];
    Recipe::default()
        .loft(
            0,
            Along::Z,
            Outline::Super(9.0, 28),
            &[row(0.0, 0.0012), row(0.25, 0.0), row(0.75, 0.0), row(0.97, 0.0010)],
            &[0, 3],
        )
        .skin(1, Along::Z, Outline::Super(9.0, 28), &[row(0.94, 0.0022), row(1.0, 0.0026)])
        .trim(2, at(half.x - 0.006, 0.0, h), at(0.0012, 0.010, 0.0002), 0.0)
}

/// A hand-held terminal: screen and keypad. Slots: body, screen, keys.
pub(super) fn terminal(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let body = [
        [-0.5, 0.72, 0.7],
        [-0.46, 0.80, 0.95],
        [-0.05, 0.82, 0.95],
        [0.10, 1.0, 1.0],
        [0.47, 1.0, 1.0],
        [0.5, 0.94, 0.75],
    ]
    .map(|[x, y, z]| [x * l, 0.0, 0.0, y * w / 2.0, z * 0.485 * h]);
    let recipe = Recipe::default().loft(0, Along::X, BOXY, &body, &[0, 2, 3, 5]).trim(
        1,
        at(0.25 * l, 0.0, 0.485 * h),
        at(0.40 * l, 0.80 * w, 0.03 * h),
        0.0,
    );
    keys(
        recipe,
        2,
        at(-0.22 * l, 0.0, 0.465 * h),
        [5, 4],
        DVec2::new(0.085 * l, 0.17 * w),
        at(0.055 * l, 0.12 * w, 0.07 * h),
    )
}

/// A calculator. Slots: body, screen, keys.
pub(super) fn calculator(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let recipe = Recipe::default().block(0, at(0.0, 0.0, -0.10 * h), at(l, w, 0.80 * h), 0.002).trim(
        1,
        at(0.34 * l, 0.0, 0.30 * h),
        at(0.20 * l, 0.84 * w, 0.04 * h),
        0.0,
    );
    keys(
        recipe,
        2,
        at(-0.14 * l, 0.0, 0.38 * h),
        [5, 4],
        DVec2::new(0.132 * l, 0.215 * w),
        at(0.10 * l, 0.165 * w, 0.24 * h),
    )
}

/// A computer mouse, its buttons at +x. Slots: body, wheel.
pub(super) fn mouse(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let rows = [
        [0.0, 0.40, 0.22],
        [0.05, 0.74, 0.58],
        [0.20, 0.95, 0.90],
        [0.40, 1.0, 1.0],
        [0.62, 0.94, 0.90],
        [0.82, 0.92, 0.66],
        [0.95, 0.84, 0.42],
        [1.0, 0.62, 0.22],
    ]
    .map(|[x, y, z]| [x * l, 0.0, z * half.z, y * half.y, z * half.z]);
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.7, 24), &rows, &[0, 2, 4, 7])
        .lathe(
            1,
            across(at(0.80 * l, -0.004, 1.18 * half.z)),
            &[[0.0, 0.0], [0.009, 0.0], [0.010, 0.002], [0.010, 0.006], [0.009, 0.008], [0.0, 0.008]],
            &[],
        )
        .trim(1, at(0.86 * l, 0.0, 1.04 * half.z), at(0.20 * l, 0.0010, 0.30 * half.z), 0.0)
}

/// A keyboard with its keys. Slots: body, keys.
pub(super) fn keyboard(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let wedge =
        [[-0.5, 0.55], [0.5, 0.55]].map(|[x, z]| [x * l, 0.0, z * h / 2.0 - 0.0, w / 2.0, z * h / 2.0]);
    let recipe = Recipe::default().loft(0, Along::X, BOXY, &wedge, &[0, 1]);
    let pitch = DVec2::new(0.062 * l, 0.165 * w);
    let recipe = keys(
        recipe,
        1,
        at(-0.015 * l, 0.06 * w, 0.75 * h),
        [15, 5],
        pitch,
        at(0.052 * l, 0.138 * w, 0.50 * h),
    );
    recipe
        .trim(1, at(-0.04 * l, -0.40 * w, 0.75 * h), at(0.36 * l, 0.138 * w, 0.50 * h), 0.0)
        .touch(at(0.0, 0.0, 0.75 * h), at(0.93 * l, 0.92 * w, 0.46 * h))
}

/// A plug-in charger; its prongs point along +x. Slots: body, prongs.
pub(super) fn charger(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default().block(0, at(-0.15 * l, 0.0, 0.0), at(0.70 * l, w, h), 0.004);
    for side in [-1.0, 1.0] {
        recipe = recipe.rod(
            1,
            at(0.19 * l, side * 0.17 * w, 0.0),
            at(0.5 * l, side * 0.17 * w, 0.0),
            [0.0024, 0.0020],
        );
    }
    recipe
}

/// A memory stick; its plug points along +x. Slots: body, plug.
pub(super) fn usb_stick(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    Recipe::default().block(0, at(-0.12 * l, 0.0, 0.0), at(0.76 * l, w, h), 0.0015).block(
        1,
        at(0.37 * l, 0.0, 0.0),
        at(0.26 * l, 0.68 * w, 0.57 * h),
        0.0002,
    )
}

/// A moulded plug with a piece of cable. Slots: body, contacts, cable.
pub(super) fn cable_plug(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let body = [[0.30, 0.50, 0.50], [0.36, 0.85, 0.80], [0.60, 1.0, 1.0], [0.86, 1.0, 1.0]]
        .map(|[x, y, z]| [x * l, 0.0, 0.0, y * half.y, z * half.z]);
    let thin = 0.30 * half.z;
    Recipe::default()
        .loft(0, Along::X, BOXY, &body, &[0, 2, 3])
        .block(1, at(0.93 * l, 0.0, 0.0), at(0.14 * l, 1.5 * half.y, 1.1 * half.z), 0.0005)
        .rod(2, at(0.0, 0.0, 0.0), at(0.32 * l, 0.0, 0.0), [thin, thin])
}

/// A light bulb standing on its base. Slots: glass, base.
pub(super) fn light_bulb(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let bulb = [
        [0.0, 0.24 * h],
        [0.46 * r, 0.25 * h],
        [0.60 * r, 0.36 * h],
        [0.90 * r, 0.52 * h],
        [r, 0.66 * h],
        [0.95 * r, 0.80 * h],
        [0.72 * r, 0.93 * h],
        [0.38 * r, 0.99 * h],
        [0.0, h],
    ];
    let mut base = vec![[0.0, 0.0], [0.20 * r, 0.0], [0.38 * r, 0.04 * h]];
    for k in 0..4 {
        let z = 0.06 + 0.045 * f64::from(k);
        base.extend([[0.435 * r, z * h], [0.40 * r, (z + 0.022) * h]]);
    }
    base.extend([[0.45 * r, 0.25 * h], [0.0, 0.26 * h]]);
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &bulb, &[1, 3, 8])
        .lathe(1, upright(DVec3::ZERO), &base, &[])
        .felt_lathe(
            upright(DVec3::ZERO),
            &[[0.34 * r, 0.0], [0.43 * r, 0.06 * h], [0.45 * r, 0.25 * h]],
            &[0, 2],
        )
}

/// A round cell lying on its side, its pole at +x. Slots: jacket, metal, band.
pub(super) fn battery(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let body = [[0.0, 0.02 * l], [0.985 * r, 0.02 * l], [0.985 * r, 0.965 * l], [0.0, 0.965 * l]];
    let ends = [
        [0.0, 0.0],
        [0.80 * r, 0.0],
        [0.92 * r, 0.012 * l],
        [0.92 * r, 0.972 * l],
        [0.40 * r, 0.976 * l],
        [0.38 * r, l],
        [0.0, l],
    ];
    let band = [[0.0, 0.70 * l], [r, 0.70 * l], [r, 0.963 * l], [0.0, 0.963 * l]];
    Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &body, &[])
        .lathe(1, lying(DVec3::ZERO), &ends, &[])
        .lathe(2, lying(DVec3::ZERO), &band, &[])
        .felt_lathe(
            lying(DVec3::ZERO),
            &[[r, 0.0], [r, 0.97 * l], [0.4 * r, 0.976 * l], [0.38 * r, l]],
            &[0, 1, 3],
        )
}

/// A 9 V block lying on its side, its poles at +x. Slots: jacket, poles, band.
pub(super) fn block_battery(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    Recipe::default()
        .block(0, at(-0.03 * l, 0.0, 0.0), at(0.94 * l, w, h), 0.0012)
        .trim(2, at(0.29 * l, 0.0, 0.0), at(0.30 * l, 1.004 * w, 1.004 * h), 0.0012)
        .rod(1, at(0.43 * l, -0.25 * w, 0.0), at(0.5 * l, -0.25 * w, 0.0), [0.0030, 0.0028])
        .rod(1, at(0.43 * l, 0.25 * w, 0.0), at(0.5 * l, 0.25 * w, 0.0), [0.0040, 0.0042])
}

/// An alarm clock facing -y. Slots: body, face, hands.
pub(super) fn alarm_clock(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    let rows = [[0.0, 0.86], [0.04, 0.94], [0.5, 1.0], [0.9, 0.94], [1.0, 0.80]]
        .map(|[z, s]| [z * 0.94 * h, 0.0, 0.0, s * w / 2.0, (0.80 + 0.2 * s) * d / 2.0]);
    let front =
        |y: f64| Pose::new(at(0.0, y, 0.48 * h), glam::DQuat::from_rotation_x(std::f64::consts::FRAC_PI_2));
    let r = 0.38 * h;
    Recipe::default()
        .loft(0, Along::Z, SOFT, &rows, &[0, 2, 4])
        .lathe(1, front(-0.47 * d), &[[0.0, 0.0], [r, 0.0], [r, 0.06 * d], [0.0, 0.06 * d]], &[])
        .trim(2, at(0.0, -0.53 * d, 0.48 * h + 0.30 * r), at(0.07 * r, 0.002, 0.66 * r), 0.0)
        .trim(2, at(0.22 * r, -0.53 * d, 0.48 * h), at(0.50 * r, 0.002, 0.09 * r), 0.0)
        .rod(2, at(0.0, 0.0, 0.92 * h), at(0.0, 0.0, h), [0.10 * w, 0.09 * w])
}

/// A closed laptop. Slots: lid, base, mark.
pub(super) fn laptop(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let row = |z: f64, s: f64| [z * h, 0.0, 0.0, half.x - s, half.y - s];
    Recipe::default()
        .loft(
            1,
            Along::Z,
            Outline::Super(12.0, 28),
            &[row(0.0, 0.006), row(0.30, 0.0), row(0.58, 0.0)],
            &[0, 2],
        )
        .loft(
            0,
            Along::Z,
            Outline::Super(12.0, 28),
            &[row(0.62, 0.0), row(0.94, 0.0), row(1.0, 0.002)],
            &[0, 2],
        )
        .trim(2, at(0.0, 0.0, h), at(0.034, 0.034, 0.0003), 0.0)
}

/// A pistol-shaped device lying on its side, its window at +x: scanner, thermometer. Slots: body, window, grip.
pub(super) fn pistol_device(size: DVec3) -> Recipe {
    let (l, w, half) = (size.x, size.y, size.z / 2.0);
    // The head lies along x at +y, the grip reaches to -y.
    let head =
        [[0.20, 0.16, 0.55], [0.28, 0.24, 0.85], [0.55, 0.25, 0.92], [0.85, 0.27, 1.0], [0.98, 0.27, 1.0]]
            .map(|[x, y, z]| [x * l, 0.24 * w, 0.0, y * w, z * half]);
    let window =
        [[0.97, 0.22, 0.80], [1.0, 0.22, 0.80]].map(|[x, y, z]| [x * l, 0.24 * w, 0.0, y * w, z * half]);
    let grip = [at(0.46 * l, 0.14 * w, 0.0), at(0.30 * l, -0.15 * w, 0.0), at(0.14 * l, -0.40 * w, 0.0)];
    Recipe::default()
        .loft(0, Along::X, SOFT, &head, &[0, 2, 4])
        .loft(1, Along::X, SOFT, &window, &[0, 1])
        .horn(2, &grip, &[0.62 * half, 0.66 * half, 0.60 * half], &[0, 1, 2])
        .horn(
            0,
            &[at(0.52 * l, 0.02 * w, 0.0), at(0.49 * l, -0.10 * w, 0.0)],
            &[0.22 * half, 0.16 * half],
            &[0, 1],
        )
}

/// A coil of cable with a plug. Slots: cable, plug.
pub(super) fn cable_coil(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let t = h / 6.0;
    let mut recipe = Recipe::default();
    for (radius, z) in [
        (r - t, t),
        (r - 2.7 * t, 1.2 * t),
        (r - 1.3 * t, 3.0 * t),
        (r - 2.6 * t, 3.2 * t),
        (r - 1.6 * t, 5.0 * t),
    ] {
        recipe = recipe.torus(0, upright(DVec3::Z * z), radius, t);
    }
    recipe.block(1, at(0.25 * r, -(r - 2.0 * t), 0.80 * h), at(0.5 * r, 2.6 * t, 0.38 * h), 0.0015)
}

/// A controller with two grips, lying on its back. Slots: body, sticks, keys.
pub(super) fn game_controller(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    let body =
        [[-0.36, 0.70, 0.8], [-0.24, 0.95, 1.0], [0.0, 0.88, 0.95], [0.24, 0.95, 1.0], [0.36, 0.70, 0.8]]
            .map(|[x, y, z]| [x * w, 0.16 * d, 0.5 * h, 0.34 * y * d, 0.36 * z * h]);
    let mut recipe = Recipe::default().loft(0, Along::X, ROUND, &body, &[0, 2, 4]);
    for side in [-1.0, 1.0] {
        let grip = [
            at(side * 0.30 * w, 0.22 * d, 0.50 * h),
            at(side * 0.40 * w, -0.05 * d, 0.46 * h),
            at(side * 0.42 * w, -0.36 * d, 0.30 * h),
        ];
        recipe = recipe.horn(0, &grip, &[0.34 * h, 0.33 * h, 0.22 * h], &[0, 1, 2]).rod(
            1,
            at(side * 0.14 * w, 0.02 * d, 0.74 * h),
            at(side * 0.14 * w, 0.02 * d, h),
            [0.055 * w, 0.06 * w],
        );
    }
    for (x, y) in [(0.28, 0.30), (0.34, 0.22), (0.22, 0.22), (0.28, 0.14)] {
        recipe = recipe.piece(
            crate::primitives::cylinder(0.026 * w, 0.10 * h, 0.0005, 12).translated(at(
                x * w,
                y * d,
                0.86 * h,
            )),
            2,
        );
    }
    recipe.trim(2, at(-0.28 * w, 0.22 * d, 0.85 * h), at(0.14 * w, 0.05 * d, 0.10 * h), 0.001).trim(
        2,
        at(-0.28 * w, 0.22 * d, 0.85 * h),
        at(0.045 * w, 0.16 * d, 0.10 * h),
        0.001,
    )
}

/// A bare circuit board with parts. Slots: board, chips, metal.
pub(super) fn circuit_board(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let board = 0.0016_f64.min(0.4 * h);
    let top = |x: f64, y: f64, s: DVec3| (at(x * l, y * w, board + s.z / 2.0), s);
    let chip = top(-0.05, 0.02, at(0.20 * l, 0.26 * w, 0.14 * h));
    let small = top(0.22, -0.20, at(0.12 * l, 0.14 * w, 0.12 * h));
    let plug = top(-0.40, 0.22, at(0.20 * l, 0.26 * w, h - board));
    let jack = top(-0.38, -0.24, at(0.22 * l, 0.20 * w, 0.85 * h));
    let mut recipe = Recipe::default()
        .block(0, at(0.0, 0.0, board / 2.0), at(l, w, board), 0.0)
        .block(1, chip.0, chip.1, 0.0)
        .block(1, small.0, small.1, 0.0)
        .block(2, plug.0, plug.1, 0.0003)
        .block(2, jack.0, jack.1, 0.0003);
    for (x, y) in [(0.05, 0.30), (0.14, 0.30), (0.23, 0.30), (0.10, -0.36), (0.36, 0.12)] {
        let part = top(x, y, at(0.03 * l, 0.05 * w, 0.10 * h));
        recipe = recipe.trim(2, part.0, part.1, 0.0);
    }
    recipe.block(1, at(0.05 * l, 0.44 * w, board + 0.27 * h), at(0.70 * l, 0.06 * w, 0.54 * h), 0.0).skin(
        2,
        Along::X,
        FLAT,
        &[
            [0.28 * l, 0.14 * w, board + 0.02 * h, 0.06 * w, 0.03 * h],
            [0.42 * l, 0.14 * w, board + 0.02 * h, 0.06 * w, 0.03 * h],
        ],
    )
}
