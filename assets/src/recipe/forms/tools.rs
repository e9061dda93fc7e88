//! Hand tools. They lie flat along x, their handle at -x unless told otherwise.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, ROUND, SOFT, across, at, lying, upright};
use super::super::packaged::panel;
use crate::loft::{Along, Outline, circle, polar};
use glam::{DQuat, DVec2, DVec3};
use restage_geometry::Pose;

/// A screwdriver. Slots: handle, shaft, ring.
pub(super) fn screwdriver(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let row = |x: f64, s: f64| [x * l, 0.0, 0.0, s * r, s * r];
    // Six flutes: a soft hexagon.
    let grip = Outline::Super(2.0, 12);
    let handle = [
        row(0.0, 0.55),
        row(0.015, 0.85),
        row(0.05, 0.98),
        row(0.18, 1.0),
        row(0.34, 0.98),
        row(0.40, 0.72),
        row(0.43, 0.66),
        row(0.46, 0.70),
    ];
    let shaft = [
        [0.0, 0.45 * l],
        [0.20 * r, 0.45 * l],
        [0.20 * r, 0.93 * l],
        [0.24 * r, 0.97 * l],
        [0.10 * r, l],
        [0.0, l],
    ];
    Recipe::default()
        .loft(0, Along::X, grip, &handle, &[0, 2, 4, 7])
        .lathe(1, lying(DVec3::ZERO), &shaft, &[1, 2, 4])
        .skin(2, Along::X, grip, &[row(0.055, 1.005), row(0.075, 1.01), row(0.095, 1.005)])
}

/// A pair of pliers, their jaws at +x. Slots: grips, steel, pivot.
pub(super) fn pliers(size: DVec3) -> Recipe {
    pliers_with(size, 0.70, 0.20)
}

/// A pair of side cutters: short broad jaws. Slots: grips, steel, pivot.
pub(super) fn side_cutter(size: DVec3) -> Recipe {
    pliers_with(size, 0.80, 0.36)
}

fn pliers_with(size: DVec3, pivot: f64, tip: f64) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let mut recipe = Recipe::default();
    for side in [-1.0, 1.0] {
        let z = 0.5 * h;
        let row = |x: f64, y: f64, hy: f64, hz: f64| [x * l, side * y * w, z, hy * w, hz * h / 2.0];
        let jaw = [
            row(pivot - 0.10, 0.14, 0.26, 0.66),
            row(pivot, 0.20, 0.26, 0.72),
            row(pivot + 0.08, 0.19, 0.20, 0.66),
            row(1.0, 0.5 * tip + 0.02, 0.5 * tip, 0.5),
        ];
        let grip = [
            row(0.0, 0.74, 0.16, 0.7),
            row(0.02, 0.76, 0.22, 0.95),
            row(0.20, 0.78, 0.22, 1.0),
            row(0.42, 0.66, 0.20, 1.0),
            row(pivot - 0.14, 0.36, 0.18, 0.85),
            row(pivot - 0.08, 0.22, 0.20, 0.66),
        ];
        recipe =
            recipe.loft(1, Along::X, FLAT, &jaw, &[0, 1, 3]).loft(0, Along::X, SOFT, &grip, &[0, 1, 2, 3, 5]);
    }
    recipe.piece(
        crate::primitives::cylinder(0.20 * w, 0.80 * h, 0.0006, 18).translated(at(pivot * l, 0.0, 0.5 * h)),
        2,
    )
}

/// A claw hammer lying on its side, its head at +x. Slots: handle, head.
pub(super) fn hammer(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let z = 0.5 * h;
    let x = l - 0.042 * l - 0.012;
    let handle = [
        [0.0, 0.36, 0.36],
        [0.02, 0.48, 0.48],
        [0.16, 0.44, 0.46],
        [0.36, 0.34, 0.40],
        [0.70, 0.30, 0.36],
        [0.96, 0.36, 0.40],
    ]
    .map(|[s, a, b]| [s * l, 0.08 * w, z, a * h, b * h]);
    let face = [
        [0.0, 0.0],
        [0.36 * h, 0.0],
        [0.42 * h, 0.03 * w],
        [0.42 * h, 0.12 * w],
        [0.30 * h, 0.18 * w],
        [0.30 * h, 0.30 * w],
        [0.0, 0.30 * w],
    ];
    let down = Pose::new(at(x, -0.34 * w, z), DQuat::from_rotation_x(-std::f64::consts::FRAC_PI_2));
    let mut recipe = Recipe::default()
        .loft(0, Along::X, SOFT, &handle, &[0, 2, 4, 5])
        .lathe(1, down, &face, &[1, 3, 5])
        .block(1, at(x, 0.08 * w, z), at(0.70 * h, 0.26 * w, 0.76 * h), 0.003);
    for side in [-1.0, 1.0] {
        let claw = [
            at(x, 0.16 * w, z + side * 0.12 * h),
            at(x - 0.01 * l, 0.36 * w, z + side * 0.18 * h),
            at(x - 0.05 * l, 0.56 * w, z + side * 0.30 * h),
            at(x - 0.085 * l, 0.64 * w, z + side * 0.34 * h),
        ];
        recipe = recipe.horn(1, &claw, &[0.22 * h, 0.18 * h, 0.10 * h, 0.05 * h], &[0, 1, 2, 3]);
    }
    recipe
}

/// A combination wrench: open jaw at +x, ring at -x. Slot: steel.
pub(super) fn wrench(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let ring = 0.36 * w;
    let shaft = [[1.6 * ring, 0.26], [0.25 * l, 0.20], [0.70 * l, 0.20], [l - 1.05 * w, 0.34]]
        .map(|[x, y]| [x, 0.0, 0.5 * h, y * w, 0.30 * h]);
    Recipe::default()
        .nut(0, upright(at(ring, 0.0, 0.0)), 1.80 * ring, 0.56 * ring, [0.0, h])
        .loft(0, Along::X, SOFT, &shaft, &[0, 1, 2, 3])
        .joined(open_jaw(w, h), &Pose::new(at(l - 0.56 * w, 0.0, 0.0), DQuat::from_rotation_z(0.26)))
}

/// The open end of a wrench around the origin, its mouth at +x.
fn open_jaw(w: f64, h: f64) -> Recipe {
    let mut recipe = Recipe::default();
    let z = [0.10 * h, 0.90 * h];
    let heel =
        [(-0.46, -0.20), (-0.10, -0.46), (-0.10, 0.46), (-0.46, 0.20)].map(|(x, y)| DVec2::new(x * w, y * w));
    recipe = recipe.slab(0, Pose::IDENTITY, &heel, z);
    for side in [-1.0, 1.0] {
        let mut prong = [(-0.12, 0.20), (0.30, 0.23), (0.46, 0.28), (0.30, 0.46), (-0.12, 0.47)]
            .map(|(x, y)| DVec2::new(x * w, side * y * w));
        if side < 0.0 {
            prong.reverse();
        }
        recipe = recipe.slab(0, Pose::IDENTITY, &prong, z);
    }
    recipe
}

/// An adjustable wrench, its jaws at +x. Slots: steel, screw.
pub(super) fn adjustable_wrench(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let shaft = [[0.0, 0.10], [0.02 * l, 0.20], [0.10 * l, 0.24], [0.55 * l, 0.17], [l - 0.95 * w, 0.24]]
        .map(|[x, y]| [x, 0.0, 0.5 * h, y * w, 0.36 * h]);
    let head = [
        (-0.80, -0.20),
        (-0.40, -0.44),
        (0.10, -0.50),
        (0.20, -0.30),
        (-0.05, -0.12),
        (-0.10, 0.34),
        (-0.55, 0.34),
        (-0.80, 0.20),
    ];
    let jaw = |points: &[(f64, f64)]| {
        points.iter().map(|(x, y)| DVec2::new(l - 0.35 * w + x * w, y * w)).collect::<Vec<_>>()
    };
    let upper = jaw(&[(-0.52, 0.14), (-0.06, 0.12), (0.22, 0.10), (0.32, 0.20), (0.10, 0.42), (-0.40, 0.46)]);
    let lower = jaw(&[(head[1].0, head[1].1), head[2], head[3], (-0.05, -0.12), (-0.40, -0.12)]);
    let neck = jaw(&[head[0], head[1], (-0.12, -0.20), (-0.12, 0.30), (-0.55, 0.34), (-0.80, 0.20)]);
    Recipe::default()
        .ring(0, upright(at(0.055 * l, 0.0, 0.15 * h)), [0.08 * w, 0.24 * w], [0.0, 0.70 * h])
        .loft(0, Along::X, SOFT, &shaft[2..], &[0, 1, 2])
        .slab(0, Pose::IDENTITY, &neck, [0.05 * h, 0.95 * h])
        .slab(0, Pose::IDENTITY, &lower, [0.05 * h, 0.95 * h])
        .slab(0, Pose::IDENTITY, &upper, [0.12 * h, 0.88 * h])
        .piece(
            crate::primitives::cylinder(0.10 * w, 0.20 * w, 0.001, 14)
                .transformed(&lying(at(l - 0.72 * w, 0.10 * w, 0.5 * h)))
                .scaled(at(1.0, 1.0, 1.0)),
            1,
        )
}

/// A cordless drill lying on its side, its chuck at +x. Slots: housing, grip, chuck, bit.
pub(super) fn power_drill(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let (y, z) = (0.30 * w, 0.5 * h);
    let body = [[0.0, 0.70], [0.03, 0.88], [0.20, 1.0], [0.45, 1.0], [0.60, 0.90], [0.64, 0.76]]
        .map(|[x, s]| [x * l, y, z, s * 0.195 * w, s * z]);
    let chuck = [
        [0.0, 0.62 * l],
        [0.68 * z, 0.62 * l],
        [0.72 * z, 0.70 * l],
        [0.66 * z, 0.80 * l],
        [0.34 * z, 0.88 * l],
        [0.0, 0.88 * l],
    ];
    let grip = [at(0.22 * l, 0.18 * w, z), at(0.19 * l, -0.05 * w, z), at(0.14 * l, -0.30 * w, z)];
    Recipe::default()
        .loft(0, Along::X, SOFT, &body, &[0, 2, 3, 5])
        .lathe(2, lying(at(0.0, y, z)), &chuck, &[1, 3, 4])
        .rod(3, at(0.86 * l, y, z), at(l, y, z), [0.0035, 0.0030])
        .horn(1, &grip, &[0.72 * z, 0.66 * z, 0.68 * z], &[0, 1, 2])
        .block(0, at(0.17 * l, -0.40 * w, z), at(0.42 * l, 0.20 * w, 0.96 * h), 0.006)
        .block(3, at(0.34 * l, 0.06 * w, z), at(0.05 * l, 0.10 * w, 0.34 * h), 0.003)
}

/// A tape measure standing, its tape at +x. Slots: case, grip, tape.
pub(super) fn tape_measure(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let rows = [
        [0.0, 0.70, 0.72],
        [0.04, 0.90, 0.86],
        [0.20, 1.0, 0.98],
        [0.60, 1.0, 1.0],
        [0.84, 1.0, 0.88],
        [0.95, 1.0, 0.58],
        [0.97, 0.95, 0.50],
    ]
    .map(|[x, y, z]| [x * l, 0.0, z * h / 2.0, y * w / 2.0, z * h / 2.0]);
    let disc = |side: f64| {
        Pose::new(
            at(0.46 * l, side * 0.49 * w, 0.48 * h),
            DQuat::from_rotation_x(-side * std::f64::consts::FRAC_PI_2),
        )
    };
    let badge = [[0.0, 0.0], [0.32 * h, 0.0], [0.30 * h, 0.03 * w], [0.0, 0.03 * w]];
    Recipe::default()
        .loft(0, Along::X, BOXY, &rows, &[0, 2, 4, 6])
        .lathe(1, disc(1.0), &badge, &[])
        .lathe(1, disc(-1.0), &badge, &[])
        .block(2, at(0.97 * l, 0.0, 0.08 * h), at(0.06 * l, 0.5 * w, 0.004), 0.0)
        .block(2, at(0.99 * l, 0.0, 0.05 * h), at(0.02 * l, 0.5 * w, 0.10 * h), 0.0)
}

/// A box cutter, its blade at +x. Slots: body, blade, slider.
pub(super) fn box_cutter(size: DVec3) -> Recipe {
    let (l, half) = (size.x, size / 2.0);
    let body = [
        [0.0, 0.55, 0.7],
        [0.03, 0.80, 0.95],
        [0.40, 1.0, 1.0],
        [0.70, 0.80, 0.95],
        [0.86, 0.62, 0.75],
        [0.88, 0.50, 0.55],
    ]
    .map(|[x, y, z]| [x * l, 0.0, 0.0, y * half.y, z * half.z]);
    let blade = [[0.84, 0.0, 0.40], [0.94, 0.0, 0.40], [1.0, 0.36, 0.04]]
        .map(|[x, y, w]| [x * l, y * half.y, 0.0, w * half.y, 0.0008]);
    Recipe::default()
        .loft(0, Along::X, SOFT, &body, &[0, 2, 3, 5])
        .loft(1, Along::X, FLAT, &blade, &[0, 1, 2])
        .trim(2, at(0.55 * l, 0.92 * half.y, 0.0), at(0.10 * l, 0.16 * half.y, 0.9 * half.z), 0.001)
}

/// A hex key. Slot: steel.
pub(super) fn hex_key(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let r = 0.5 * h;
    let bend = 2.2 * h;
    let mut path = vec![at(0.0, r, r)];
    for k in 0..=5 {
        let (sin, cos) = libm::sincos(std::f64::consts::FRAC_PI_2 * f64::from(k) / 5.0);
        path.push(at(l - bend - r + bend * sin, r + bend * (1.0 - cos), r));
    }
    path.push(at(l - r, w, r));
    Recipe::default().tube(0, &path, r, &[0, 1, 3, 5, 6, 7])
}

/// A spring clamp. Slots: arms, tips, spring.
pub(super) fn spring_clamp(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let mut recipe = Recipe::default();
    for side in [-1.0, 1.0] {
        let row = |x: f64, y: f64, a: f64, b: f64| [x * l, side * y * w, 0.0, a * w, b * h / 2.0];
        let grip = [
            row(0.0, 0.80, 0.12, 0.8),
            row(0.03, 0.82, 0.18, 1.0),
            row(0.30, 0.60, 0.17, 1.0),
            row(0.50, 0.26, 0.20, 0.9),
        ];
        let jaw = [
            row(0.46, 0.26, 0.22, 0.9),
            row(0.62, 0.50, 0.16, 0.9),
            row(0.80, 0.44, 0.13, 0.8),
            row(0.93, 0.22, 0.12, 0.7),
        ];
        let pad = [row(0.86, 0.20, 0.17, 0.9), row(1.0, 0.16, 0.16, 0.9)];
        recipe = recipe
            .loft(0, Along::X, SOFT, &grip, &[0, 1, 2, 3])
            .loft(0, Along::X, SOFT, &jaw, &[0, 1, 2, 3])
            .loft(1, Along::X, SOFT, &pad, &[0, 1]);
    }
    recipe
        .piece(
            crate::primitives::cylinder(0.15 * w, 0.96 * h, 0.001, 18).translated(at(0.48 * l, 0.0, 0.0)),
            2,
        )
        .touch(at(0.48 * l, 0.0, 0.0), at(0.3 * w, 0.3 * w, 0.96 * h))
}

/// A multimeter lying on its back. Slots: body, screen, dial, jacks.
pub(super) fn multimeter(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let top = 0.34 * h;
    let mut recipe = Recipe::default()
        .block(0, at(0.0, 0.0, -0.08 * h), at(l, w, 0.84 * h), 0.006)
        .trim(1, at(0.30 * l, 0.0, top), at(0.26 * l, 0.76 * w, 0.02 * h), 0.0)
        .lathe(
            2,
            upright(at(-0.08 * l, 0.0, top - 0.01 * h)),
            &[[0.0, 0.0], [0.32 * w, 0.0], [0.30 * w, 0.10 * h], [0.0, 0.10 * h]],
            &[],
        )
        .block(2, at(-0.08 * l, 0.0, 0.42 * h), at(0.28 * w, 0.07 * w, 0.16 * h), 0.0);
    for y in [-0.3, 0.0, 0.3] {
        recipe = recipe.lathe(
            3,
            upright(at(-0.40 * l, y * w, top - 0.01 * h)),
            &[[0.0, 0.0], [0.07 * w, 0.0], [0.07 * w, 0.03 * h], [0.0, 0.03 * h]],
            &[],
        );
    }
    recipe
}

/// A soldering iron, its tip at +x. Slots: handle, steel, cable.
pub(super) fn soldering_iron(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let handle = [
        [0.0, 0.08 * l],
        [0.42 * r, 0.08 * l],
        [0.72 * r, 0.12 * l],
        [0.82 * r, 0.40 * l],
        [0.66 * r, 0.52 * l],
        [r, 0.555 * l],
        [r, 0.58 * l],
        [0.40 * r, 0.59 * l],
        [0.0, 0.59 * l],
    ];
    let shaft = [
        [0.0, 0.58 * l],
        [0.30 * r, 0.58 * l],
        [0.28 * r, 0.86 * l],
        [0.16 * r, 0.88 * l],
        [0.14 * r, 0.95 * l],
        [0.02 * r, l],
        [0.0, l],
    ];
    // It rests on the ring in front of the grip and on the end of the cable.
    let tilt = libm::asin(0.72 * r / (0.56 * l));
    let iron = Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &handle, &[1, 4, 7])
        .lathe(1, lying(DVec3::ZERO), &shaft, &[1, 5])
        .rod(2, DVec3::ZERO, at(0.10 * l, 0.0, 0.0), [0.28 * r, 0.28 * r]);
    Recipe::default().joined(iron, &Pose::from_rotation(DQuat::from_rotation_y(-tilt)))
}

/// A caliper lying flat, its fixed jaw at +x. Slots: steel, display, screen.
pub(super) fn caliper(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let z = 0.30 * h;
    let y = 0.16 * w;
    let jaw = |x: f64, lean: f64| {
        [
            (x, y - 0.10 * w),
            (x + lean * 0.5, -0.48 * w),
            (x + lean, -0.50 * w),
            (x + 0.9 * lean, -0.30 * w),
            (x + 2.2 * lean, y - 0.10 * w),
        ]
        .map(|(x, y)| DVec2::new(x, y))
    };
    let beak = |x: f64, lean: f64| {
        [(x, y + 0.09 * w), (x + 1.6 * lean, y + 0.09 * w), (x + 0.3 * lean, 0.5 * w), (x, 0.5 * w)]
            .map(|(x, y)| DVec2::new(x, y))
    };
    let turned = |mut p: Vec<DVec2>| {
        p.reverse();
        p
    };
    let slab = [z - 0.10 * h, z + 0.10 * h];
    let lean = 0.045 * l;
    Recipe::default()
        .block(0, at(0.5 * l - 0.05 * l, y, z), at(0.90 * l, 0.20 * w, 0.22 * h), 0.0)
        .slab(0, Pose::IDENTITY, &jaw(0.86 * l, lean), slab)
        .slab(0, Pose::IDENTITY, &turned(jaw(0.85 * l, -lean).to_vec()), slab)
        .slab(0, Pose::IDENTITY, &beak(0.86 * l, lean), slab)
        .slab(0, Pose::IDENTITY, &turned(beak(0.85 * l, -lean).to_vec()), slab)
        .block(1, at(0.68 * l, y, 0.55 * h), at(0.32 * l, 0.30 * w, 0.90 * h), 0.002)
        .trim(2, at(0.68 * l, y + 0.01 * w, h), at(0.20 * l, 0.14 * w, 0.002), 0.0)
        .block(0, at(0.005 * l, y, z), at(0.03 * l, 0.10 * w, 0.14 * h), 0.0)
}

/// A sealant cartridge with its nozzle. Slots: tube, nozzle, print.
pub(super) fn cartridge(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [r, 0.0],
        [r, 0.70 * h],
        [0.96 * r, 0.72 * h],
        [0.40 * r, 0.735 * h],
        [0.34 * r, 0.76 * h],
        [0.0, 0.76 * h],
    ];
    let nozzle = [[0.0, 0.74 * h], [0.36 * r, 0.745 * h], [0.30 * r, 0.78 * h], [0.10 * r, h], [0.0, h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 3, 5])
        .lathe(1, upright(DVec3::ZERO), &nozzle, &[1, 3])
        .piece(super::super::packaged::sleeve([r + 0.0003; 2], 0.05 * h, 0.67 * h, 2.0), 2)
}

/// A tape gun lying on its side: roll, frame, grip. Slots: frame, tape, core, grip.
pub(super) fn tape_gun(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let r = 0.22 * l;
    let hub = at(0.40 * l, 0.5 * w - r, 0.16 * h);
    let grip = [
        at(0.36 * l, -0.02 * w, 0.5 * h),
        at(0.22 * l, -0.30 * w, 0.5 * h),
        at(0.16 * l, -0.48 * w, 0.5 * h),
    ];
    Recipe::default()
        .ring(1, upright(hub), [0.66 * r, r], [0.0, 0.72 * h])
        .lathe(
            2,
            upright(hub),
            &[[0.0, 0.0], [0.66 * r, 0.0], [0.66 * r, 0.74 * h], [0.0, 0.74 * h]],
            &[0, 3],
        )
        .block(0, at(0.66 * l, 0.30 * w, 0.06 * h), at(0.62 * l, 0.14 * w, 0.10 * h), 0.001)
        .block(0, at(0.95 * l, 0.30 * w, 0.5 * h), at(0.10 * l, 0.26 * w, h), 0.002)
        .horn(3, &grip, &[0.24 * h, 0.24 * h, 0.22 * h], &[0, 1, 2])
        .block(0, at(0.42 * l, 0.02 * w, 0.5 * h), at(0.22 * l, 0.10 * w, 0.96 * h), 0.002)
}

/// A spool of wire or solder: flanges and windings. Slots: spool, wire, label.
pub(super) fn spool(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let flange = 0.06 * h;
    let wire = [
        [0.0, flange],
        [0.78 * r, flange],
        [0.80 * r, 0.30 * h],
        [0.79 * r, 0.5 * h],
        [0.80 * r, 0.70 * h],
        [0.78 * r, h - flange],
        [0.0, h - flange],
    ];
    let plate = |z: f64| [[0.0, z], [r, z], [r, z + flange], [0.0, z + flange]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &plate(0.0), &[0, 3])
        .lathe(0, upright(DVec3::ZERO), &plate(h - flange), &[0, 3])
        .lathe(1, upright(DVec3::ZERO), &wire, &[1, 5])
        .lathe(
            2,
            upright(DVec3::ZERO),
            &[[0.0, h - 0.001], [0.66 * r, h - 0.001], [0.66 * r, h], [0.0, h]],
            &[],
        )
        .lathe(
            0,
            upright(DVec3::ZERO),
            &[[0.0, h - 0.0009], [0.20 * r, h - 0.0009], [0.20 * r, h + 0.0002], [0.0, h + 0.0002]],
            &[],
        )
}

/// A scraper: a flat blade that widens away from its handle. Slots: blade, handle.
pub(super) fn scraper(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z);
    let blade = [[0.52, 0.30], [0.62, 0.55], [0.98, 1.0], [1.0, 0.99]]
        .map(|[x, y]| [x * l, 0.0, 0.5 * h, y * w, 0.0009]);
    let grip =
        [[0.0, 0.25, 0.6], [0.02, 0.34, 0.95], [0.25, 0.38, 1.0], [0.50, 0.30, 0.85], [0.56, 0.22, 0.5]]
            .map(|[x, y, z]| [x * l, 0.0, 0.5 * h, y * w, z * h / 2.0]);
    Recipe::default().loft(0, Along::X, FLAT, &blade, &[0, 1, 3]).loft(1, Along::X, SOFT, &grip, &[0, 2, 4])
}

/// A box of screws, open, its content showing. Slots: board, print, screws.
pub(super) fn screw_box(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let below = DVec2::new(half.x, half.y);
    let mut recipe = Recipe::default()
        .open_box(0, below, below, [0.0, h], 0.0012, FLAT)
        .piece(panel(DVec3::NEG_Y, half.y, 0.9 * size.x, 0.8 * h, 0.5 * h), 1)
        .piece(panel(DVec3::X, half.x, 0.9 * size.y, 0.8 * h, 0.5 * h), 1)
        .block(2, at(0.0, 0.0, 0.36 * h), at(1.93 * half.x, 1.93 * half.y, 0.66 * h), 0.0);
    for k in 0..24 {
        let turn = f64::from(k) * 2.399_963;
        let place = at(
            1.7 * half.x * (f64::from(k % 6) / 5.0 - 0.5),
            1.7 * half.y * (f64::from(k / 6) / 3.0 - 0.5),
            0.71 * h,
        );
        let (sin, cos) = libm::sincos(turn);
        let along = at(cos, sin, 0.25) * 0.16 * half.x.min(half.y);
        recipe = recipe.piece(
            crate::primitives::sweep(
                &[place - along, place + along * 0.7, place + along],
                &[0.0009, 0.0012, 0.0032],
                6,
            ),
            2,
        );
    }
    recipe
}

/// A hex socket for a ratchet, its mouth up. Slots: steel, bore.
pub(super) fn socket(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let outer = [[0.78, 0.0], [0.80, 0.45], [1.0, 0.58], [1.0, 1.0]];
    let body = outer.map(|[s, z]| [s * r, z * h]);
    let profile: Vec<[f64; 2]> = [[0.0, 0.0]]
        .into_iter()
        .chain(body)
        .chain([[0.72 * r, h], [0.68 * r, 0.45 * h], [0.0, 0.45 * h]])
        .collect();
    let hexagon = polar(12, |k| if k % 2 == 0 { 0.72 * r } else { 0.64 * r });
    let bore = crate::loft::ring_prism(&circle(0.80 * r, 12), &hexagon, 0.60 * h, 0.985 * h);
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &profile, &[])
        .piece(bore, 1)
        .felt_lathe(upright(DVec3::ZERO), &[[0.78 * r, 0.0], [0.80 * r, 0.45 * h], [r, 0.58 * h]], &[0, 1, 2])
        .ring_wedges(upright(DVec3::ZERO), [0.68 * r, r], [0.45 * h, h])
}

/// A paint brush. Slots: handle, ferrule, bristles.
pub(super) fn paint_brush(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y / 2.0, size.z / 2.0);
    let handle = [
        [0.0, 0.18, 0.5],
        [0.02, 0.26, 0.8],
        [0.22, 0.24, 0.8],
        [0.40, 0.34, 0.9],
        [0.50, 0.70, 0.9],
        [0.54, 0.86, 0.8],
    ]
    .map(|[x, y, z]| [x * l, 0.0, 0.0, y * w, z * h]);
    let ferrule = [[0.52, 0.96, 0.95], [0.68, 0.98, 1.0]].map(|[x, y, z]| [x * l, 0.0, 0.0, y * w, z * h]);
    let bristles = [[0.67, 0.94, 0.92], [0.85, 1.0, 0.85], [0.98, 0.94, 0.30], [1.0, 0.88, 0.12]]
        .map(|[x, y, z]| [x * l, 0.0, 0.0, y * w, z * h]);
    Recipe::default()
        .loft(0, Along::X, ROUND, &handle, &[0, 2, 3, 5])
        .loft(1, Along::X, BOXY, &ferrule, &[0, 1])
        .loft(2, Along::X, BOXY, &bristles, &[0, 1, 3])
        .trim(1, at(0.06 * l, 0.0, 0.0), at(0.012, 0.004, 2.0 * 0.82 * h), 0.0)
        .piece(
            crate::primitives::cylinder(0.0025, 1.62 * h, 0.0, 10)
                .transformed(&across(DVec3::ZERO))
                .translated(at(0.06 * l, 0.0, 0.0))
                .scaled(at(1.0, 0.2, 1.0)),
            1,
        )
}
