//! Things about the house, toys.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, ROUND, SOFT, across, at, lying, upright};
use super::super::packaged::panel;
use crate::loft::{Along, Outline};
use crate::primitives::sphere;
use glam::{DVec2, DVec3};
use std::f64::consts::PI;

/// A padlock lying on its back, its shackle at +x. Slots: body, shackle, keyhole.
pub(super) fn padlock(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let arch: Vec<DVec3> = (0..=10)
        .map(|k| {
            let (sin, cos) = libm::sincos(PI * f64::from(k) / 10.0);
            at(0.18 * l + (0.27 * l) * sin.max(0.0), 0.30 * w * cos, 0.0)
        })
        .collect();
    let legs: Vec<DVec3> =
        [at(0.0, 0.30 * w, 0.0)].into_iter().chain(arch).chain([at(0.0, -0.30 * w, 0.0)]).collect();
    Recipe::default()
        .block(0, at(-0.19 * l, 0.0, 0.0), at(0.62 * l, w, h), 0.003)
        .tube(1, &legs, 0.16 * h + 0.0005, &[0, 1, 3, 5, 6, 8, 10, 12])
        .trim(2, at(-0.20 * l, 0.0, h / 2.0), at(0.10 * l, 0.05 * w, 0.0004), 0.0)
}

/// A key lying flat. Slots: metal, head.
pub(super) fn key(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default()
        .ring(1, upright(at(0.24 * l, 0.0, 0.0)), [0.17 * w, 0.5 * w], [0.0, h])
        .block(0, at(0.72 * l, 0.06 * w, 0.5 * h), at(0.56 * l, 0.22 * w, 0.8 * h), 0.0);
    for (x, tooth) in [(0.62, 0.12), (0.70, 0.20), (0.78, 0.10), (0.86, 0.16)] {
        recipe = recipe.block(
            0,
            at(x * l, -(0.05 + tooth / 2.0) * w, 0.5 * h),
            at(0.06 * l, tooth * w, 0.8 * h),
            0.0,
        );
    }
    recipe
}

/// A pillar candle with its wick. Slots: wax, wick.
pub(super) fn candle(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.97 * r, 0.0],
        [r, 0.003],
        [r, 0.90 * h],
        [0.95 * r, 0.925 * h],
        [0.80 * r, 0.90 * h],
        [0.0, 0.885 * h],
    ];
    Recipe::default().lathe(0, upright(DVec3::ZERO), &body, &[1, 4]).tube(
        1,
        &[at(0.0, 0.0, 0.87 * h), at(0.0, 0.0, 0.96 * h), at(0.004, 0.0, h)],
        0.0013,
        &[0, 2],
    )
}

/// A picture in a frame, leaning back a little on its stand. Slots: frame, mount, picture.
pub(super) fn picture_frame(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    let (bar, t) = (0.10 * w, 0.5 * d);
    let y = -0.25 * d;
    Recipe::default()
        .block(0, at(0.0, y, 0.5 * bar), at(w, t, bar), 0.0015)
        .block(0, at(0.0, y, h - 0.5 * bar), at(w, t, bar), 0.0015)
        .block(0, at(0.5 * (bar - w), y, 0.5 * h), at(bar, t, h - 2.0 * bar), 0.0015)
        .block(0, at(0.5 * (w - bar), y, 0.5 * h), at(bar, t, h - 2.0 * bar), 0.0015)
        .block(1, at(0.0, y + 0.1 * t, 0.5 * h), at(w - 1.9 * bar, 0.6 * t, h - 1.9 * bar), 0.0)
        .piece(
            panel(DVec3::NEG_Y, -(y - 0.2 * t), 0.66 * w, 0.66 * h, 0.0).translated(at(0.0, 0.0, 0.5 * h)),
            2,
        )
        .block(0, at(0.0, 0.25 * d, 0.30 * h), at(0.30 * w, t, 0.60 * h), 0.001)
}

/// A box of tissues with one drawn out. Slots: board, print, tissue.
pub(super) fn tissue_box(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let box_h = 0.72 * h;
    let side =
        |normal: DVec3, across: f64, out: f64| panel(normal, out, 0.94 * across, 0.88 * box_h, 0.5 * box_h);
    let mut sides = crate::Mesh::default();
    for (normal, wide, out) in [
        (DVec3::X, w, l / 2.0),
        (DVec3::NEG_X, w, l / 2.0),
        (DVec3::Y, l, w / 2.0),
        (DVec3::NEG_Y, l, w / 2.0),
    ] {
        sides.append(&side(normal, wide, out));
    }
    let tissue =
        [[0.90, 0.16, 0.05], [1.05, 0.22, 0.10], [1.22, 0.12, 0.22], [1.34, 0.24, 0.06], [1.39, 0.10, 0.02]]
            .map(|[z, x, y]| [z * box_h, 0.0, 0.0, x * l, y * w]);
    Recipe::default()
        .block(0, at(0.0, 0.0, 0.5 * box_h), at(l, w, box_h), 0.0008)
        .piece(sides, 1)
        .loft(2, Along::Z, Outline::Super(1.4, 16), &tissue, &[1, 4])
        .piece(oval(0.27 * l, 0.16 * w, box_h), 2)
}

/// A box of gloves or masks, its opening showing. Slots: board, print, content.
pub(super) fn glove_box(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let long = panel(DVec3::NEG_Y, w / 2.0, 0.94 * l, 0.88 * h, 0.0);
    let back = panel(DVec3::Y, w / 2.0, 0.94 * l, 0.88 * h, 0.0);
    Recipe::default()
        .block(0, DVec3::ZERO, size - at(0.0, 0.0, 0.006), 0.0008)
        .piece(long, 1)
        .piece(back, 1)
        .piece(oval(0.30 * l, 0.18 * w, h / 2.0 - 0.003), 2)
        .blob(2, at(0.02 * l, 0.0, h / 2.0 - 0.006), at(0.34 * l, 0.22 * w, 0.018))
}

/// A thin oval disc at a height.
fn oval(a: f64, b: f64, z: f64) -> crate::Mesh {
    crate::primitives::cylinder(1.0, 0.0008, 0.0, 28).scaled(at(a, b, 1.0)).translated(at(0.0, 0.0, z))
}

/// A clothes peg lying on its side. Slots: wood, spring.
pub(super) fn clothes_peg(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z / 2.0);
    let mut recipe = Recipe::default();
    for side in [-1.0, 1.0] {
        let arm = [
            [0.0, 0.80, 0.18],
            [0.04, 0.80, 0.20],
            [0.40, 0.50, 0.40],
            [0.62, 0.44, 0.42],
            [0.96, 0.26, 0.24],
            [1.0, 0.22, 0.20],
        ]
        .map(|[x, y, s]| [x * l, side * y * w, 0.0, s * w, h]);
        recipe = recipe.loft(0, Along::X, FLAT, &arm, &[0, 2, 3, 5]);
    }
    recipe.torus(1, lying(at(0.50 * l, 0.0, 0.0)), 0.80 * h, 0.10 * h)
}

/// A folded umbrella lying on its side, its handle at +x. Slots: cloth, handle, tip.
pub(super) fn umbrella(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let cloth =
        [[0.0, 0.03], [0.62, 0.035], [0.80, 0.20], [1.0, 0.55], [0.97, 0.72], [0.55, 0.76], [0.0, 0.76]]
            .map(|[s, x]| [s * r, x * l]);
    let grip = [[0.0, 0.74], [0.50, 0.74], [0.58, 0.80], [0.58, 0.96], [0.48, 1.0], [0.0, 1.0]]
        .map(|[s, x]| [s * r, x * l]);
    let rest =
        [[0.5, 0.035], [0.80, 0.12], [0.97, 0.30], [0.97, 0.72], [0.50, 0.77]].map(|[s, x]| [s * r, x * l]);
    Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &cloth, &[])
        .lathe(1, lying(DVec3::ZERO), &grip, &[1, 4])
        .lathe(
            2,
            lying(DVec3::ZERO),
            &[[0.0, 0.0], [0.20 * r, 0.0], [0.24 * r, 0.04 * l], [0.0, 0.04 * l]],
            &[0, 3],
        )
        .felt_lathe(lying(DVec3::ZERO), &rest, &[0, 2, 4])
        .ring(2, lying(at(0.62 * l, 0.0, 0.0)), [0.90 * r, r], [0.0, 0.03 * l])
}

/// A hinged case or a wallet: a rounded body with a seam. Slots: leather, seam.
pub(super) fn case(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows =
        [[-1.0, 0.60], [-0.96, 0.80], [-0.80, 0.97], [0.0, 1.0], [0.80, 0.97], [0.96, 0.80], [1.0, 0.60]]
            .map(|[x, s]| [x * half.x, 0.0, 0.0, s * half.y, (0.4 + 0.6 * s) * half.z]);
    let seam = [
        [-1.0, 0.60],
        [-0.955, 0.82],
        [-0.80, 0.985],
        [0.0, 1.005],
        [0.80, 0.985],
        [0.955, 0.82],
        [1.0, 0.60],
    ]
    .map(|[x, s]| [x * half.x, 0.0, 0.0, s * half.y, 0.035 * half.z]);
    Recipe::default().loft(0, Along::X, Outline::Super(3.0, 24), &rows, &[0, 2, 4, 6]).skin(
        1,
        Along::X,
        Outline::Super(3.0, 24),
        &seam,
    )
}

/// A folded wallet. Slots: leather, stitching.
pub(super) fn wallet(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    Recipe::default()
        .block(0, at(0.0, 0.0, -0.26 * h), at(l, w, 0.46 * h), 0.002)
        .block(0, at(0.0, 0.0, 0.26 * h), at(l, w, 0.46 * h), 0.002)
        .block(0, at((0.12 * h - l) / 2.0 + 0.06 * h, 0.0, 0.0), at(0.24 * h, w, 0.94 * h), 0.002)
        .trim(1, at(0.0, 0.44 * w, 0.49 * h), at(0.90 * l, 0.008 * w, 0.0004), 0.0)
        .trim(1, at(0.0, -0.44 * w, 0.49 * h), at(0.90 * l, 0.008 * w, 0.0004), 0.0)
}

/// A pair of rolled socks. Slots: wool, stripe.
pub(super) fn socks(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows = [[-1.0, 0.40], [-0.9, 0.72], [-0.6, 0.96], [0.0, 1.0], [0.5, 0.92], [0.86, 0.74], [1.0, 0.45]]
        .map(|[x, s]| [x * half.x, 0.0, 0.0, s * half.y, s * half.z]);
    let stripe = [[0.30, 0.975], [0.36, 0.985], [0.46, 0.965], [0.50, 0.94]]
        .map(|[x, s]| [x * half.x, 0.0, 0.0, s * half.y, s * half.z]);
    Recipe::default().loft(0, Along::X, Outline::Super(2.4, 20), &rows, &[0, 2, 4, 6]).skin(
        1,
        Along::X,
        Outline::Super(2.4, 20),
        &stripe,
    )
}

/// A shoe, its toe at +x. Slots: upper, sole, laces.
pub(super) fn shoe(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let sole =
        [[0.0, 0.50], [0.05, 0.72], [0.30, 0.66], [0.65, 0.95], [0.85, 0.90], [0.96, 0.60], [1.0, 0.25]]
            .map(|[x, y]| [x * l, 0.0, 0.11 * h, y * w, 0.11 * h]);
    let upper = [
        [0.01, 0.44, 0.70],
        [0.05, 0.62, 0.92],
        [0.20, 0.62, 1.0],
        [0.34, 0.62, 0.92],
        [0.46, 0.70, 0.70],
        [0.62, 0.86, 0.52],
        [0.82, 0.82, 0.40],
        [0.94, 0.58, 0.30],
        [0.985, 0.25, 0.22],
    ]
    .map(|[x, y, z]| [x * l, 0.0, 0.18 * h + (z - 0.18) * h / 2.0, y * w, (z - 0.18) * h / 2.0]);
    let mut recipe = Recipe::default().loft(1, Along::X, SOFT, &sole, &[0, 2, 4, 6]).loft(
        0,
        Along::X,
        Outline::Super(2.6, 22),
        &upper,
        &[0, 3, 5, 8],
    );
    for k in 0..4 {
        let x = (0.40 + 0.055 * f64::from(k)) * l;
        let z = (0.83 - 0.075 * f64::from(k)) * h;
        recipe = recipe.trim(2, at(x, 0.0, z), at(0.010, 0.66 * w, 0.08 * h), 0.002);
    }
    recipe.blob(2, at(0.17 * l, 0.0, 0.96 * h), at(0.20 * l, 0.80 * w, 0.06 * h))
}

/// A toy car. Slots: body, glass, tyres, hubs.
pub(super) fn toy_car(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let body = [
        [0.0, 0.80, 0.40],
        [0.03, 0.92, 0.50],
        [0.30, 0.96, 0.54],
        [0.70, 0.96, 0.50],
        [0.95, 0.90, 0.40],
        [1.0, 0.78, 0.30],
    ]
    .map(|[x, y, z]| [x * l, 0.0, (0.16 + z / 2.0) * h, y * w, z * h / 2.0]);
    let cabin = [[0.20, 0.70, 0.60], [0.30, 0.74, 1.0], [0.55, 0.74, 1.0], [0.70, 0.68, 0.62]]
        .map(|[x, y, z]| [x * l, 0.0, 0.5 * h + (z - 0.5) * h / 2.0, y * w, (z - 0.5) * h / 2.0]);
    let roof = [[0.295, 0.70], [0.555, 0.70]].map(|[x, y]| [x * l, 0.0, 0.985 * h, y * w, 0.015 * h]);
    let mut recipe = Recipe::default()
        .loft(0, Along::X, SOFT, &body, &[0, 2, 3, 5])
        .loft(1, Along::X, SOFT, &cabin, &[0, 3])
        .skin(0, Along::X, SOFT, &roof);
    let r = 0.21 * h;
    for (x, side) in [(0.20, -1.0), (0.20, 1.0), (0.80, -1.0), (0.80, 1.0)] {
        let frame = across(at(x * l, side * 0.86 * w, r));
        let tyre = [
            [0.0, -0.14 * w],
            [0.92 * r, -0.14 * w],
            [r, -0.10 * w],
            [r, 0.10 * w],
            [0.92 * r, 0.14 * w],
            [0.0, 0.14 * w],
        ];
        recipe = recipe.lathe(2, frame, &tyre, &[0, 5]).lathe(
            3,
            frame,
            &[[0.0, -0.15 * w], [0.55 * r, -0.15 * w], [0.55 * r, 0.15 * w], [0.0, 0.15 * w]],
            &[],
        );
    }
    recipe
}

/// A building brick with two rows of studs. Slot: plastic.
pub(super) fn toy_brick(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let body = 0.84 * h;
    let mut recipe = Recipe::default().block(0, at(0.0, 0.0, body / 2.0), at(l, w, body), 0.0004);
    for k in 0..8 {
        let (x, y) = ((f64::from(k % 4) - 1.5) * l / 4.0, (f64::from(k / 4) - 0.5) * w / 2.0);
        recipe = recipe.rod(0, at(x, y, body - 0.0004), at(x, y, h), [0.30 * w / 2.0, 0.30 * w / 2.0]);
    }
    recipe
}

/// A stuffed bear sitting. Slots: fur, muzzle, eyes.
pub(super) fn plush_bear(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default()
        .blob(0, at(0.0, 0.05 * d, 0.32 * h), at(0.56 * w, 0.62 * d, 0.56 * h))
        .blob(0, at(0.0, 0.02 * d, 0.72 * h), at(0.58 * w, 0.60 * d, 0.42 * h))
        .blob(1, at(0.0, -0.26 * d, 0.67 * h), at(0.26 * w, 0.26 * d, 0.17 * h));
    for side in [-1.0, 1.0] {
        recipe = recipe
            .blob(0, at(side * 0.24 * w, 0.05 * d, 0.92 * h), at(0.20 * w, 0.16 * d, 0.16 * h))
            .blob(0, at(side * 0.36 * w, -0.06 * d, 0.40 * h), at(0.24 * w, 0.30 * d, 0.34 * h))
            .blob(0, at(side * 0.28 * w, -0.26 * d, 0.12 * h), at(0.30 * w, 0.62 * d, 0.24 * h))
            .blob(1, at(side * 0.28 * w, -0.52 * d, 0.12 * h), at(0.20 * w, 0.10 * d, 0.17 * h))
            .piece(sphere(0.025 * w, 10, 6).translated(at(side * 0.11 * w, -0.25 * d, 0.78 * h)), 2);
    }
    recipe
        .piece(sphere(0.035 * w, 10, 6).translated(at(0.0, -0.385 * d, 0.71 * h)), 2)
        .touch(at(0.0, -0.05 * d, 0.03 * h), at(0.60 * w, 0.80 * d, 0.06 * h))
}

/// A die with its pips. Slots: body, pips.
pub(super) fn die(size: DVec3) -> Recipe {
    let half = size.x / 2.0;
    let mut recipe = Recipe::default().block(0, DVec3::ZERO, size, 0.10 * size.x);
    let spots: [&[(f64, f64)]; 3] =
        [&[(0.0, 0.0)], &[(-0.5, -0.5), (0.5, 0.5)], &[(-0.5, -0.5), (0.0, 0.0), (0.5, 0.5)]];
    for (axis, near) in spots.iter().enumerate() {
        for (sign, marks) in [(1.0, near.to_vec()), (-1.0, opposite(near.len()))] {
            for (a, b) in marks {
                let (u, v) = (DVec3::AXES[(axis + 1) % 3], DVec3::AXES[(axis + 2) % 3]);
                let center = DVec3::AXES[axis] * sign * half * 0.998 + (u * a + v * b) * half;
                let turn = glam::DQuat::from_rotation_arc(DVec3::Z, DVec3::AXES[axis] * sign);
                let pip = crate::primitives::cylinder(0.19 * half, 0.012 * half, 0.0, 14);
                recipe = recipe.piece(pip.transformed(&restage_geometry::Pose::new(center, turn)), 1);
            }
        }
    }
    recipe
}

/// Places of the pips opposite a face: seven together.
fn opposite(count: usize) -> Vec<(f64, f64)> {
    let corners = [(-0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (0.5, -0.5)];
    match count {
        1 => corners.into_iter().chain([(-0.5, 0.0), (0.5, 0.0)]).collect(),
        2 => corners.into_iter().chain([(0.0, 0.0)]).collect(),
        _ => corners.to_vec(),
    }
}

/// A ball with a seam. Slots: cover, seam.
pub(super) fn ball(size: DVec3) -> Recipe {
    let r = size.x / 2.0;
    let path: Vec<DVec3> = (0..=32)
        .map(|k| {
            let t = 2.0 * PI * f64::from(k) / 32.0;
            // The seam of a tennis ball: a closed curve of equal swing on either side.
            let p = at(
                libm::cos(t) + 0.36 * libm::cos(3.0 * t),
                libm::sin(t) - 0.36 * libm::sin(3.0 * t),
                1.2 * libm::sin(2.0 * t),
            );
            p.normalize() * 0.995 * r
        })
        .collect();
    Recipe::default()
        .piece(sphere(r, 32, 18), 0)
        .collider(DVec3::ZERO, crate::ColliderShape::Ball { radius: r })
        .piece(crate::primitives::sweep(&path, &[0.02 * r; 33], 6), 1)
}

/// A deck of cards in its box. Slots: board, print.
pub(super) fn card_deck(size: DVec3) -> Recipe {
    let flap = panel(DVec3::X, size.x / 2.0, 0.9 * size.y, 0.8 * size.z, 0.0);
    Recipe::default()
        .block(0, DVec3::ZERO, size, 0.0008)
        .piece(panel(DVec3::Z, size.z / 2.0, 0.90 * size.x, 0.90 * size.y, 0.0), 1)
        .piece(flap, 1)
}

/// A set of stacking rings on a peg. Slots: base and peg, then the rings from below.
pub(super) fn stacking_rings(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let mut recipe = Recipe::default()
        .lathe(
            0,
            upright(DVec3::ZERO),
            &[[0.0, 0.0], [0.92 * r, 0.0], [0.95 * r, 0.04 * h], [0.85 * r, 0.09 * h], [0.0, 0.09 * h]],
            &[0, 4],
        )
        .lathe(
            0,
            upright(DVec3::ZERO),
            &[
                [0.0, 0.05 * h],
                [0.16 * r, 0.05 * h],
                [0.12 * r, 0.92 * h],
                [0.17 * r, 0.95 * h],
                [0.10 * r, 0.99 * h],
                [0.0, h],
            ],
            &[1, 5],
        );
    for k in 0..4 {
        let t = 0.092 * h;
        let radius = (1.0 - 0.15 * f64::from(k)) * r - t;
        recipe =
            recipe.torus(1 + k as usize, upright(DVec3::Z * (0.185 + 0.19 * f64::from(k)) * h), radius, t);
    }
    recipe
}

/// A kitchen timer or another round-cornered appliance with a dial on its front (-y). Slots: body, dial, mark.
pub(super) fn dial_box(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    let front =
        |y: f64| restage_geometry::Pose::new(at(0.0, y, 0.5 * h), glam::DQuat::from_rotation_x(PI / 2.0));
    let rows = [[0.0, 0.86], [0.05, 0.97], [0.5, 1.0], [0.95, 0.97], [1.0, 0.86]]
        .map(|[z, s]| [z * h, 0.0, 0.08 * d, s * w / 2.0, s * 0.42 * d]);
    let r = 0.36 * h;
    Recipe::default()
        .loft(0, Along::Z, BOXY, &rows, &[0, 2, 4])
        .lathe(
            1,
            front(-0.28 * d),
            &[[0.0, 0.0], [r, 0.0], [r, 0.08 * d], [0.90 * r, 0.14 * d], [0.0, 0.14 * d]],
            &[0, 4],
        )
        .block(1, at(0.0, -0.46 * d, 0.5 * h), at(0.16 * r, 0.08 * d, 1.5 * r), 0.001)
        .trim(2, at(0.0, -0.33 * d, 0.5 * h + 1.16 * r), at(0.006, 0.02 * d, 0.05 * h), 0.0)
}

/// A basket of wicker or perforated plastic with two grips, hollow. Slots: basket, rim.
pub(super) fn basket(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let wall = 0.004;
    let above = DVec2::new(half.x - 0.004, half.y - 0.004);
    let recipe = Recipe::default()
        .open_box(0, above * 0.86, above, [0.0, h], wall, Outline::Super(6.0, 28))
        .flange(1, above - 0.002, 0.006, h, 0.012);
    let mut recipe = recipe;
    for sign in [-1.0, 1.0] {
        recipe = recipe.trim(
            1,
            at(sign * 0.965 * half.x, 0.0, 0.78 * h),
            at(0.006, 0.5 * half.y, 0.10 * h),
            0.002,
        );
    }
    recipe
}

/// Sunglasses or safety glasses folded open, lenses at +x. Slots: frame, lenses.
pub(super) fn glasses(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let mut recipe = Recipe::default();
    for side in [-1.0, 1.0] {
        let lens =
            [[0.04, 0.30], [0.10, 0.55], [0.50, 0.94], [0.85, 0.80], [0.95, 0.50]].map(|[y, z]| [y, z]);
        let rows = lens.map(|[y, z]| at((1.0 - 0.16 * y * y) * l - 0.003, side * y * w, z));
        let (from, to) = (rows[0], rows[4]);
        recipe = recipe
            .block(
                1,
                at((from.x + to.x) / 2.0, side * 0.50 * w, 0.46 * h),
                at(0.004 + from.x - to.x, 0.88 * w, 0.80 * h),
                0.001,
            )
            .block(
                0,
                at((from.x + to.x) / 2.0, side * 0.50 * w, 0.92 * h),
                at(0.006 + from.x - to.x, 0.92 * w, 0.14 * h),
                0.001,
            )
            .tube(
                0,
                &[
                    at(0.88 * l, side * 0.95 * w, 0.90 * h),
                    at(0.25 * l, side * 0.94 * w, 0.86 * h),
                    at(0.04 * l, side * 0.88 * w, 0.20 * h),
                    at(0.0, side * 0.87 * w, 0.05 * h),
                ],
                0.0026,
                &[0, 1, 2, 3],
            );
    }
    recipe.block(0, at(0.975 * l, 0.0, 0.74 * h), at(0.006, 0.14 * w, 0.12 * h), 0.0).skin(
        0,
        Along::Z,
        ROUND,
        &[[0.05 * h, 0.97 * l, 0.0, 0.002, 0.04 * w], [0.40 * h, 0.98 * l, 0.0, 0.002, 0.02 * w]],
    )
}
