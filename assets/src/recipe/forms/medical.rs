//! Medicine, laboratory ware, care.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, SOFT, across, at, lying, upright};
use super::super::packaged::{panel, sleeve};
use crate::loft::{Along, Outline};
use glam::{DVec2, DVec3};

/// A bottle of pills with a ribbed cap. Slots: bottle, cap, label.
pub(super) fn pill_bottle(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.90 * r, 0.0],
        [0.95 * r, 0.004],
        [0.95 * r, 0.66 * h],
        [0.86 * r, 0.72 * h],
        [0.86 * r, 0.76 * h],
        [0.0, 0.76 * h],
    ];
    let cap = crate::loft::prism(
        &crate::loft::polar(48, |k| if k % 2 == 0 { r } else { 0.965 * r }),
        0.74 * h,
        0.97 * h,
    );
    let top = [[0.0, 0.96 * h], [0.96 * r, 0.96 * h], [0.90 * r, h], [0.0, h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 3, 5])
        .piece(cap, 1)
        .lathe(1, upright(DVec3::ZERO), &top, &[])
        .felt_lathe(
            upright(DVec3::ZERO),
            &[[0.98 * r, 0.74 * h], [0.98 * r, 0.97 * h], [0.90 * r, h]],
            &[0, 2],
        )
        .piece(sleeve([0.95 * r + 0.0003; 2], 0.08 * h, 0.62 * h, 1.0), 2)
}

/// A strip of blisters with tablets. Slots: foil, tablets.
pub(super) fn blister_pack(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let foil = 0.0008_f64.min(0.2 * h);
    let mut recipe = Recipe::default().block(0, at(0.0, 0.0, foil / 2.0), at(l, w, foil), 0.0);
    for k in 0..10 {
        let (x, y) = ((f64::from(k % 5) - 2.0) * 0.19 * l, (f64::from(k / 5) - 0.5) * 0.48 * w);
        let r = (0.075 * l).min(0.19 * w);
        let dome = [
            [r, 0.0],
            [r, 0.45 * (h - foil)],
            [0.80 * r, 0.85 * (h - foil)],
            [0.40 * r, h - foil],
            [0.0, h - foil],
        ];
        let profile: Vec<[f64; 2]> = [[0.0, 0.0]].into_iter().chain(dome).collect();
        recipe = recipe.lathe(1, upright(at(x, y, foil)), &profile, &[1, 4]);
    }
    recipe
}

/// A syringe lying on its side, its tip at +x. Slots: barrel, plunger, marks.
pub(super) fn syringe(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let r = 0.36 * h;
    let barrel =
        [[0.0, 0.34], [1.0, 0.34], [1.0, 0.90], [0.30, 0.92], [0.26, 0.995], [0.20, 1.0], [0.0, 1.0]]
            .map(|[s, x]| [s * r, x * l]);
    let mut recipe = Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &barrel, &[1, 2, 5])
        .block(0, at(0.35 * l, 0.0, 0.0), at(0.018 * l, w, h), 0.0008)
        .block(1, at(0.17 * l, 0.0, 0.0), at(0.34 * l, 0.22 * r, 1.5 * r), 0.0)
        .trim(1, at(0.17 * l, 0.0, 0.0), at(0.34 * l, 1.5 * r, 0.22 * r), 0.0)
        .rod(1, DVec3::ZERO, at(0.014 * l, 0.0, 0.0), [0.46 * h, 0.46 * h]);
    for k in 0..9 {
        let long = if k % 2 == 0 { 0.7 } else { 0.45 };
        recipe = recipe.trim(
            2,
            at((0.44 + 0.05 * f64::from(k)) * l, 0.0, r),
            at(0.004 * l, long * r, 0.0004),
            0.0,
        );
    }
    recipe
}

/// A stoppered tube with a flat bottom, standing. Slots: tube, cap, label.
pub(super) fn test_tube(size: DVec3) -> Recipe {
    tube_with(size, 0.84, 0.86, 0.5)
}

/// A centrifuge tube with a skirt to stand on. Slots: tube, cap, label.
pub(super) fn centrifuge_tube(size: DVec3) -> Recipe {
    tube_with(size, 0.88, 0.86, 0.3)
}

fn tube_with(size: DVec3, body: f64, cap_low: f64, filled: f64) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let b = body * r;
    let tube =
        [[0.0, 0.0], [0.92 * b, 0.0], [b, 0.01 * h], [b, cap_low * h + 0.002], [0.0, cap_low * h + 0.002]];
    let cap = [
        [0.0, cap_low * h],
        [0.97 * r, cap_low * h],
        [r, (cap_low + 0.01) * h],
        [r, 0.985 * h],
        [0.92 * r, h],
        [0.0, h],
    ];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &tube, &[1, 3])
        .lathe(1, upright(DVec3::ZERO), &cap, &[1, 4])
        .piece(sleeve([b + 0.0002; 2], 0.06 * h, filled * h, 1.0), 2)
}

/// A micro tube with a snap lid, lying on its side. Slots: tube, lid.
pub(super) fn micro_tube(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let row = |x: f64, s: f64| [x * l, 0.0, s * r, s * r, s * r];
    let tube = [row(0.0, 0.24), row(0.03, 0.34), row(0.45, 0.78), row(0.88, 0.84)];
    let lid = [[0.86 * l, 0.0, r, r, r], [0.98 * l, 0.0, r, r, r], [l, 0.0, r, 0.85 * r, 0.85 * r]];
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.0, 20), &tube, &[0, 1, 2, 3])
        .loft(1, Along::X, Outline::Super(2.0, 20), &lid, &[0, 2])
        .block(1, at(0.92 * l, 0.92 * r, r), at(0.10 * l, 0.5 * r, 0.6 * r), 0.0)
}

/// A plate of wells. Slots: plate, wells.
pub(super) fn microplate(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default().block(0, at(0.0, 0.0, 0.15 * h), at(l, w, 0.30 * h), 0.001).block(
        0,
        at(0.0, 0.0, 0.62 * h),
        at(0.965 * l, 0.95 * w, 0.72 * h),
        0.001,
    );
    let pitch = l / 14.2;
    for k in 0..96 {
        let (x, y) = ((f64::from(k % 12) - 5.5) * pitch, (f64::from(k / 12) - 3.5) * pitch);
        recipe = recipe.piece(
            crate::primitives::cylinder(0.36 * pitch, 0.0008, 0.0, 8).translated(at(x, y, 0.98 * h)),
            1,
        );
    }
    recipe
}

/// A dish with its lid on. Slots: dish, lid.
pub(super) fn petri_dish(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let dish = [[0.0, 0.0], [0.93 * r, 0.0], [0.95 * r, 0.0015], [0.95 * r, 0.90 * h], [0.0, 0.90 * h]];
    let lid = [[0.0, 0.30 * h], [r, 0.30 * h], [r, 0.95 * h], [0.97 * r, h], [0.0, h]];
    Recipe::default().lathe(0, upright(DVec3::ZERO), &dish, &[1, 3]).lathe(
        1,
        upright(DVec3::ZERO),
        &lid,
        &[1, 3],
    )
}

/// A rack box of pipette tips, open. Slots: box, tips, rack.
pub(super) fn tip_box(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default()
        .block(0, at(0.0, 0.0, 0.40 * h), at(l, w, 0.80 * h), 0.004)
        .block(2, at(0.0, 0.0, 0.83 * h), at(0.94 * l, 0.92 * w, 0.06 * h), 0.001)
        .touch(at(0.0, 0.0, 0.93 * h), at(0.90 * l, 0.88 * w, 0.14 * h));
    let pitch = l / 13.4;
    for k in 0..96 {
        let (x, y) = ((f64::from(k % 12) - 5.5) * pitch, (f64::from(k / 12) - 3.5) * pitch);
        recipe = recipe.piece(
            crate::primitives::cylinder(0.33 * pitch, 0.14 * h, 0.0, 8).translated(at(x, y, 0.93 * h)),
            1,
        );
    }
    recipe
}

/// A vial with a crimped stopper. Slots: glass, crimp, label.
pub(super) fn vial(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.90 * r, 0.0],
        [r, 0.03 * h],
        [r, 0.64 * h],
        [0.82 * r, 0.72 * h],
        [0.44 * r, 0.77 * h],
        [0.44 * r, 0.84 * h],
        [0.0, 0.84 * h],
    ];
    let cap = [
        [0.0, 0.82 * h],
        [0.60 * r, 0.82 * h],
        [0.62 * r, 0.84 * h],
        [0.62 * r, 0.98 * h],
        [0.56 * r, h],
        [0.0, h],
    ];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 3, 6])
        .lathe(1, upright(DVec3::ZERO), &cap, &[1, 4])
        .piece(sleeve([r + 0.0003; 2], 0.12 * h, 0.58 * h, 1.0), 2)
}

/// A filled bag of infusion lying flat, its ports at -x. Slots: bag, ports, print.
pub(super) fn iv_bag(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let rows = [
        [0.10, 0.80, 0.10],
        [0.16, 0.96, 0.45],
        [0.30, 0.98, 0.85],
        [0.55, 0.96, 1.0],
        [0.80, 0.97, 0.75],
        [0.90, 1.0, 0.25],
        [0.94, 1.0, 0.08],
        [1.0, 0.98, 0.06],
    ]
    .map(|[x, y, z]| [x * l, 0.0, 0.0, y * half.y, z * half.z]);
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.8, 24), &rows, &[0, 2, 4, 5, 7])
        .rod(1, at(0.0, -0.16 * half.y, 0.0), at(0.13 * l, -0.16 * half.y, 0.0), [0.0045, 0.0045])
        .rod(1, at(0.03 * l, 0.16 * half.y, 0.0), at(0.13 * l, 0.16 * half.y, 0.0), [0.0040, 0.0040])
        .piece(
            panel(DVec3::Z, 0.985 * half.z, 0.26 * l, 0.9 * half.y, 0.0).translated(at(0.54 * l, 0.0, 0.0)),
            2,
        )
}

/// A clip for a finger. Slots: shell, screen, pad.
pub(super) fn oximeter(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let half = |z: f64, t: f64| {
        [[0.0, 0.70, 0.6], [0.05, 0.88, 0.9], [0.5, 1.0, 1.0], [0.93, 0.92, 0.9], [1.0, 0.70, 0.6]]
            .map(|[x, y, s]| [x * l, 0.0, z * h, y * w / 2.0, s * t * h])
    };
    Recipe::default()
        .loft(0, Along::X, SOFT, &half(0.23, 0.23), &[0, 2, 4])
        .loft(0, Along::X, SOFT, &half(0.77, 0.23), &[0, 2, 4])
        .block(2, at(0.40 * l, 0.0, 0.5 * h), at(0.60 * l, 0.7 * w, 0.16 * h), 0.001)
        .trim(1, at(0.55 * l, 0.0, h - 0.0002), at(0.42 * l, 0.52 * w, 0.0010), 0.0)
}

/// A kidney dish or another oval bowl with steep walls, hollow. Slot: steel.
pub(super) fn oval_dish(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rim = DVec2::new(half.x, half.y);
    Recipe::default().open_box(0, rim * 0.82, rim, [0.0, size.z], 0.0012, Outline::Super(5.0, 28))
}

/// A pipette lying on its side, its tip at +x. Slots: body, button, shaft.
pub(super) fn pipette(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z / 2.0);
    let body =
        [[0.09, 0.55, 0.7], [0.12, 0.75, 0.95], [0.30, 0.66, 1.0], [0.55, 0.50, 0.85], [0.62, 0.34, 0.6]]
            .map(|[x, y, z]| [x * l, 0.0, 0.0, y * w, z * h]);
    let shaft = [[0.0, 0.60], [0.30, 0.60], [0.26, 0.80], [0.13, 0.86], [0.05, 1.0], [0.0, 1.0]]
        .map(|[s, x]| [s * h, x * l]);
    Recipe::default()
        .loft(0, Along::X, SOFT, &body, &[0, 1, 2, 4])
        .lathe(2, lying(DVec3::ZERO), &shaft, &[1, 2, 4])
        .rod(1, DVec3::ZERO, at(0.10 * l, 0.0, 0.0), [0.42 * h, 0.30 * h])
        .block(0, at(0.14 * l, 0.75 * w, 0.0), at(0.03 * l, 0.5 * w, 0.6 * h), 0.001)
}

/// A cup with a screw lid: specimen cup, ointment pot. Slots: cup, lid, label.
pub(super) fn screw_cup(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let cup = [[0.0, 0.0], [0.76 * r, 0.0], [0.80 * r, 0.004], [0.92 * r, 0.80 * h], [0.0, 0.80 * h]];
    let lid = [[0.0, 0.78 * h], [r, 0.78 * h], [r, 0.96 * h], [0.96 * r, h], [0.0, h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &cup, &[1, 3])
        .lathe(1, upright(DVec3::ZERO), &lid, &[1, 3])
        .piece(sleeve([0.835 * r, 0.875 * r], 0.22 * h, 0.56 * h, 1.0), 2)
}

/// A roll of bandage with a loose end. Slots: gauze, end.
pub(super) fn bandage(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let roll = [
        [0.0, 0.02 * h],
        [0.30 * r, 0.02 * h],
        [0.32 * r, 0.0],
        [0.96 * r, 0.0],
        [r, 0.02 * h],
        [r, 0.98 * h],
        [0.96 * r, h],
        [0.32 * r, h],
        [0.30 * r, 0.98 * h],
        [0.0, 0.98 * h],
    ];
    Recipe::default().lathe(0, upright(DVec3::ZERO), &roll, &[3, 6]).skin(
        1,
        Along::Z,
        FLAT,
        &[
            [0.01 * h, 0.5 * r, 0.995 * r * 0.87, 0.0, 0.0006],
            [0.02 * h, 0.25 * r, 0.99 * r, 0.26 * r, 0.0006],
            [0.98 * h, 0.25 * r, 0.99 * r, 0.26 * r, 0.0006],
        ],
    )
}

/// A flat stick with round ends, such as a tongue depressor. Slot: wood.
pub(super) fn flat_stick(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let rows = [
        [-1.0, 0.15],
        [-0.985, 0.60],
        [-0.94, 0.95],
        [-0.90, 1.0],
        [0.90, 1.0],
        [0.94, 0.95],
        [0.985, 0.60],
        [1.0, 0.15],
    ]
    .map(|[x, y]| [x * half.x, 0.0, 0.0, y * half.y, half.z]);
    Recipe::default().loft(0, Along::X, FLAT, &rows, &[0, 3, 4, 7])
}

/// A first-aid box or tool box with a handle on its lid. Slots: box, mark, handle.
pub(super) fn aid_box(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let body = 0.88 * h;
    let bar = [
        at(-0.21 * l, 0.0, body),
        at(-0.13 * l, 0.0, 0.97 * h),
        at(0.13 * l, 0.0, 0.97 * h),
        at(0.21 * l, 0.0, body),
    ];
    Recipe::default()
        .block(0, at(0.0, 0.0, 0.30 * body), at(l, w, 0.60 * body), 0.006)
        .block(0, at(0.0, 0.0, 0.81 * body), at(l, w, 0.38 * body), 0.006)
        .trim(1, at(0.0, -w / 2.0, 0.45 * body), at(0.10 * l, 0.0008, 0.44 * body), 0.0)
        .trim(1, at(0.0, -w / 2.0, 0.45 * body), at(0.30 * l, 0.0008, 0.15 * body), 0.0)
        .tube(2, &bar, 0.03 * h, &[0, 1, 2, 3])
        .loft(
            2,
            Along::X,
            BOXY,
            &[
                [-0.30 * l, -w / 2.0, 0.61 * body, 0.003, 0.06 * body],
                [-0.22 * l, -w / 2.0, 0.61 * body, 0.003, 0.06 * body],
            ],
            &[],
        )
        .skin(
            2,
            Along::X,
            BOXY,
            &[
                [0.22 * l, -w / 2.0, 0.61 * body, 0.003, 0.06 * body],
                [0.30 * l, -w / 2.0, 0.61 * body, 0.003, 0.06 * body],
            ],
        )
        .piece(
            crate::primitives::cylinder(0.012, 0.004, 0.0, 12).transformed(&across(at(
                0.44 * l,
                -w / 2.0,
                0.2 * body,
            ))),
            2,
        )
}
