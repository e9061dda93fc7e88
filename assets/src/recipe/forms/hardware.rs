//! Bolts, bearings, fittings, parts of machines and of switch cabinets.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, SOFT, across, at, lying, upright};
use super::super::packaged::panel;
use crate::loft::{Along, circle, polar, ring_prism};
use glam::{DQuat, DVec2, DVec3};
use restage_geometry::Pose;
use std::f64::consts::{PI, TAU};

/// Profile of a threaded shank from `from` to `to` with ridges of the given pitch.
fn thread(radius: f64, from: f64, to: f64, turns: u32) -> Vec<[f64; 2]> {
    let pitch = (to - from) / f64::from(turns);
    let mut profile = Vec::with_capacity(2 * turns as usize + 1);
    for k in 0..turns {
        let z = from + pitch * f64::from(k);
        profile.extend([[0.88 * radius, z], [radius, z + 0.5 * pitch]]);
    }
    profile.push([0.88 * radius, to]);
    profile
}

/// A hexagon bolt lying on its head and its tip, the head at -x. Slot: steel.
pub(super) fn hex_bolt(size: DVec3) -> Recipe {
    let (l, flats) = (size.x, size.y * 0.866);
    let head = 0.13 * l + 0.001;
    let r = 0.31 * flats;
    let corner = flats / 2.0 / 0.866;
    let hexagon: Vec<DVec2> = polar(6, |_| corner);
    let mut profile = vec![[0.0, head - 0.001], [r, head - 0.001], [r, 0.42 * l]];
    profile.extend(thread(r, 0.43 * l, 0.98 * l, 10));
    profile.extend([[0.7 * r, l], [0.0, l]]);
    let bolt = Recipe::default()
        .slab(0, lying(DVec3::ZERO), &hexagon, [0.0, head])
        .lathe(0, lying(DVec3::ZERO), &profile, &[])
        .felt_lathe(lying(DVec3::ZERO), &[[r, head], [r, 0.97 * l], [0.75 * r, l]], &[0, 2]);
    let tilt = libm::asin((flats / 2.0 - r) / (l - head));
    // A flat of the head lies below.
    Recipe::default().joined(bolt, &Pose::from_rotation(DQuat::from_rotation_y(tilt)))
}

/// A hexagon nut lying flat. Slot: steel.
pub(super) fn hex_nut(size: DVec3) -> Recipe {
    let flats = size.y.min(size.x);
    Recipe::default().nut(0, upright(DVec3::ZERO), flats, 0.31 * flats, [0.0, size.z])
}

/// A washer. Slot: steel.
pub(super) fn washer(size: DVec3) -> Recipe {
    let r = size.x / 2.0;
    Recipe::default().ring(0, upright(DVec3::ZERO), [0.53 * r, r], [0.0, size.z])
}

/// A rubber ring of round section. Slot: rubber.
pub(super) fn o_ring(size: DVec3) -> Recipe {
    let t = size.z / 2.0;
    Recipe::default().torus(0, upright(DVec3::ZERO), size.x / 2.0 - t, t)
}

/// A nail lying on its side, its head at -x. Slot: steel.
pub(super) fn nail(size: DVec3) -> Recipe {
    let (l, head) = (size.x, size.z / 2.0);
    let r = 0.45 * head;
    let profile = [
        [0.0, 0.0],
        [0.9 * head, 0.0],
        [head, 0.012 * l],
        [r, 0.035 * l],
        [r, 0.93 * l],
        [0.05 * r, l],
        [0.0, l],
    ];
    let tilt = libm::asin((head - r) / (0.93 * l));
    let upright_nail = Recipe::default().lathe(0, lying(DVec3::ZERO), &profile, &[1, 3, 5]);
    Recipe::default().joined(upright_nail, &Pose::from_rotation(DQuat::from_rotation_y(tilt)))
}

/// A ball bearing: rings, shield, balls. Slots: rings, shield, balls.
pub(super) fn bearing(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let bore = 0.42 * r;
    let (inner, outer) = (bore + 0.18 * (r - bore), r - 0.18 * (r - bore));
    let mut recipe = Recipe::default()
        .ring(0, upright(DVec3::ZERO), [bore, inner], [0.0, h])
        .ring(0, upright(DVec3::ZERO), [outer, r], [0.0, h])
        .ring(1, upright(DVec3::ZERO), [inner, outer], [0.14 * h, 0.80 * h]);
    let ball = 0.26 * (r - bore);
    for k in 0..9 {
        let (sin, cos) = libm::sincos(TAU * f64::from(k) / 9.0);
        let place = at(0.5 * (inner + outer) * cos, 0.5 * (inner + outer) * sin, 0.98 * h - ball);
        recipe = recipe.piece(crate::primitives::sphere(ball, 10, 6).translated(place), 2);
    }
    recipe
}

/// A spur gear with a hub and a bore. Slots: gear, hub.
pub(super) fn gear(size: DVec3) -> Recipe {
    const TEETH: usize = 30;
    let (r, h) = (size.x / 2.0, size.z);
    let root = 0.88 * r;
    // Four points per tooth: foot, flank, tip, tip.
    let outer = polar(4 * TEETH, |k| match k % 4 {
        0 => root,
        3 => root,
        _ => r,
    });
    let count = 4 * TEETH;
    let bore = 0.22 * r;
    let body = ring_prism(&outer, &circle(bore, count), 0.0, 0.72 * h);
    Recipe::default()
        .piece(body, 0)
        .ring_wedges(upright(DVec3::ZERO), [bore, 0.955 * r], [0.0, 0.72 * h])
        .ring(1, upright(DVec3::ZERO), [bore, 0.46 * r], [0.70 * h, h])
        .ring(1, upright(DVec3::ZERO), [0.60 * r, 0.80 * r], [0.715 * h, 0.725 * h])
}

/// A turned part: shoulders, a groove, a chamfer. Slot: steel.
pub(super) fn turned_part(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let profile = [
        [0.0, 0.0],
        [0.94 * r, 0.0],
        [r, 0.02 * h],
        [r, 0.46 * h],
        [0.86 * r, 0.47 * h],
        [0.86 * r, 0.53 * h],
        [r, 0.54 * h],
        [r, 0.62 * h],
        [0.66 * r, 0.63 * h],
        [0.66 * r, 0.96 * h],
        [0.60 * r, h],
        [0.24 * r, h],
        [0.24 * r, 0.90 * h],
        [0.0, 0.90 * h],
    ];
    Recipe::default().lathe(0, upright(DVec3::ZERO), &profile, &[]).felt_lathe(
        upright(DVec3::ZERO),
        &[[r, 0.0], [r, 0.62 * h], [0.66 * r, 0.63 * h], [0.62 * r, h]],
        &[0, 1, 2, 3],
    )
}

/// A shaft lying on its side with a keyway and chamfers. Slots: steel, keyway.
pub(super) fn shaft(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let profile = [[0.0, 0.0], [0.90 * r, 0.0], [r, 0.02 * l], [r, 0.98 * l], [0.90 * r, l], [0.0, l]];
    Recipe::default().lathe(0, lying(DVec3::ZERO), &profile, &[1, 4]).trim(
        1,
        at(0.80 * l, 0.0, r),
        at(0.22 * l, 0.36 * r, 0.0006),
        0.0,
    )
}

/// A drill bit or an end mill lying on its side, its cutting end at +x. Slots: shank, flutes.
pub(super) fn drill_bit(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let shank = [[0.0, 0.0], [0.92 * r, 0.0], [r, 0.01 * l], [r, 0.42 * l], [0.0, 0.42 * l]];
    let mut recipe = Recipe::default().lathe(0, lying(DVec3::ZERO), &shank, &[]).rod(
        1,
        at(0.40 * l, 0.0, 0.0),
        at(0.95 * l, 0.0, 0.0),
        [0.55 * r, 0.55 * r],
    );
    // Two lands wind around the core.
    for start in [0.0, PI] {
        let path: Vec<DVec3> = (0..=36)
            .map(|k| {
                let s = f64::from(k) / 36.0;
                let (sin, cos) = libm::sincos(start + 3.0 * TAU * s);
                at((0.41 + 0.54 * s) * l, 0.62 * r * cos, 0.62 * r * sin)
            })
            .collect();
        recipe = recipe.piece(crate::primitives::sweep(&path, &[0.38 * r; 37], 6), 1);
    }
    recipe
        .lathe(
            1,
            lying(DVec3::ZERO),
            &[[0.0, 0.93 * l], [0.9 * r, 0.94 * l], [0.9 * r, 0.955 * l], [0.05 * r, l], [0.0, l]],
            &[],
        )
        .felt_lathe(lying(DVec3::ZERO), &[[r, 0.0], [r, 0.955 * l], [0.05 * r, l]], &[0, 2])
}

/// A coil spring lying on its side. Slot: steel.
pub(super) fn coil_spring(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let wire = 0.13 * r;
    let path: Vec<DVec3> = (0..=112)
        .map(|k| {
            let s = f64::from(k) / 112.0;
            let (sin, cos) = libm::sincos(7.0 * TAU * s);
            at(wire + (l - 2.0 * wire) * s, (r - wire) * cos, (r - wire) * sin)
        })
        .collect();
    Recipe::default().piece(crate::primitives::sweep(&path, &[wire; 113], 6), 0).ring_wedges(
        lying(DVec3::ZERO),
        [r - 2.0 * wire, r],
        [0.0, l],
    )
}

/// A bent sheet-metal bracket with holes. Slots: sheet, holes.
pub(super) fn bracket(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let t = 0.0025;
    let mut recipe = Recipe::default().block(0, at(0.0, 0.0, t / 2.0), at(l, w, t), 0.0).block(
        0,
        at(0.0, (w - t) / 2.0, h / 2.0),
        at(l, t, h),
        0.0,
    );
    for x in [-0.28, 0.28] {
        recipe = recipe
            .piece(
                crate::primitives::cylinder(0.11 * w, t + 0.0004, 0.0, 16).translated(at(
                    x * l,
                    -0.10 * w,
                    t / 2.0,
                )),
                1,
            )
            .piece(
                crate::primitives::cylinder(0.11 * w, t + 0.0004, 0.0, 16).transformed(&across(at(
                    x * l,
                    (w - t) / 2.0,
                    0.55 * h,
                ))),
                1,
            );
    }
    recipe
}

/// A pipe elbow lying flat with hexagon collars. Slots: brass, bore.
pub(super) fn pipe_elbow(size: DVec3) -> Recipe {
    let (l, h) = (size.x, size.z);
    let r = 0.40 * h;
    let bend = l - 0.5 * h - 0.30 * l;
    let path: Vec<DVec3> = (0..=8)
        .map(|k| {
            let (sin, cos) = libm::sincos(PI / 2.0 * f64::from(k) / 8.0);
            at(0.5 * h + bend * (1.0 - cos), 0.30 * l + bend * sin - 0.0, 0.5 * h)
        })
        .collect();
    // The bend runs from a mouth at -y to a mouth at +x.
    let end = path[8];
    let down = Pose::new(at(0.5 * h, 0.32 * l, 0.5 * h), DQuat::from_rotation_x(PI / 2.0));
    let out = lying(end - DVec3::X * 0.02 * l);
    let mouth = [
        [0.0, 0.0],
        [0.46 * h, 0.0],
        [0.5 * h, 0.03 * l],
        [0.5 * h, 0.22 * l],
        [0.46 * h, 0.32 * l],
        [0.36 * h, 0.32 * l],
        [0.34 * h, 0.26 * l],
        [0.0, 0.26 * l],
    ];
    let bore = [[0.0, 0.255 * l], [0.335 * h, 0.255 * l], [0.335 * h, 0.262 * l], [0.0, 0.262 * l]];
    Recipe::default()
        .tube(0, &path, r, &[0, 2, 4, 6, 8])
        .lathe(0, down, &mouth, &[1, 4])
        .lathe(0, out, &mouth, &[1, 4])
        .lathe(1, down, &bore, &[])
        .lathe(1, out, &bore, &[])
}

/// A ball valve with its lever. Slots: brass, lever, steel.
pub(super) fn ball_valve(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let pipe = 0.30 * h;
    let span = 0.64 * l;
    let middle = at(0.32 * l, 0.0, pipe);
    let body = [
        [0.0, -0.5],
        [0.86, -0.5],
        [0.90, -0.30],
        [0.72, -0.26],
        [1.0, -0.12],
        [1.0, 0.12],
        [0.72, 0.26],
        [0.90, 0.30],
        [0.86, 0.5],
        [0.0, 0.5],
    ]
    .map(|[s, x]| [s * pipe, x * span]);
    let hexagon = polar(6, |_| pipe * 1.12);
    Recipe::default()
        .lathe(0, lying(middle), &body, &[1, 3, 6, 8])
        .slab(0, lying(middle), &hexagon, [-0.5 * span, -0.30 * span])
        .slab(0, lying(middle), &hexagon, [0.30 * span, 0.5 * span])
        .rod(2, middle, middle + DVec3::Z * (h - pipe - 0.004), [0.26 * w * 0.5, 0.22 * w * 0.5])
        .loft(
            1,
            Along::X,
            SOFT,
            &[
                [0.24 * l, 0.0, h - 0.005, 0.16 * w, 0.003],
                [0.50 * l, 0.0, h - 0.005, 0.20 * w, 0.003],
                [0.96 * l, 0.0, h - 0.003, 0.24 * w, 0.003],
                [l, 0.0, h - 0.003, 0.16 * w, 0.003],
            ],
            &[0, 2, 3],
        )
        .touch(at(0.32 * l, 0.0, 0.02 * h), at(0.5 * span, w, 0.04 * h))
        .block(0, at(0.32 * l, 0.0, 0.02 * h), at(0.3 * span, w, 0.04 * h), 0.0)
}

/// A push-in fitting lying on its side. Slots: body, thread.
pub(super) fn push_fitting(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0);
    let body = [
        [0.0, 0.36 * l],
        [0.82 * r, 0.36 * l],
        [0.82 * r, 0.86 * l],
        [0.64 * r, 0.87 * l],
        [0.64 * r, 0.92 * l],
        [0.90 * r, 0.93 * l],
        [0.90 * r, l],
        [0.45 * r, l],
        [0.45 * r, 0.80 * l],
        [0.0, 0.80 * l],
    ];
    let mut shank = vec![[0.0, 0.0], [0.50 * r, 0.0]];
    shank.extend(thread(0.62 * r, 0.02 * l, 0.24 * l, 4));
    shank.push([0.0, 0.26 * l]);
    let hexagon = polar(6, |_| size.y / 2.0);
    Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &body, &[])
        .felt_lathe(lying(DVec3::ZERO), &[[0.82 * r, 0.36 * l], [0.90 * r, l]], &[0, 1])
        .lathe(1, lying(DVec3::ZERO), &shank, &[])
        .felt_lathe(lying(DVec3::ZERO), &[[0.58 * r, 0.0], [0.58 * r, 0.25 * l]], &[0, 1])
        .slab(1, lying(DVec3::ZERO), &hexagon, [0.24 * l, 0.38 * l])
}

/// A stepper motor standing, its shaft up. Slots: housing, caps, shaft.
pub(super) fn stepper_motor(size: DVec3) -> Recipe {
    let (w, h) = (size.x, size.z);
    let body = 0.64 * h;
    let layer = |low: f64, high: f64, inset: f64| {
        (at(0.0, 0.0, (low + high) / 2.0 * body), at(w - inset, w - inset, (high - low) * body))
    };
    let (bottom, middle, top) = (layer(0.0, 0.22, 0.0), layer(0.20, 0.80, 0.0006), layer(0.78, 1.0, 0.0));
    let mut recipe = Recipe::default()
        .block(1, bottom.0, bottom.1, 0.003)
        .block(0, middle.0, middle.1, 0.004)
        .block(1, top.0, top.1, 0.003)
        .rod(1, at(0.0, 0.0, body - 0.001), at(0.0, 0.0, body + 0.002), [0.26 * w, 0.26 * w])
        .rod(2, at(0.0, 0.0, body), at(0.0, 0.0, h), [0.06 * w, 0.06 * w]);
    for (x, y) in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
        recipe = recipe.piece(
            crate::primitives::cylinder(0.05 * w, 0.0012, 0.0, 12).translated(at(
                0.37 * w * x,
                0.37 * w * y,
                body,
            )),
            2,
        );
    }
    recipe
}

/// A cast housing with cooling ribs, a flange and a bore. Slots: casting, bore.
pub(super) fn housing(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default()
        .block(0, at(0.0, 0.0, 0.06 * h), at(l, w, 0.12 * h), 0.002)
        .block(0, at(0.0, 0.0, 0.46 * h), at(0.74 * l, 0.76 * w, 0.72 * h), 0.008)
        .rod(0, at(0.0, 0.0, 0.80 * h), at(0.0, 0.0, h), [0.30 * w, 0.28 * w])
        .piece(crate::primitives::cylinder(0.19 * w, 0.002, 0.0, 20).translated(at(0.0, 0.0, h - 0.0008)), 1);
    for k in 0..5 {
        let x = (f64::from(k) - 2.0) * 0.14 * l;
        recipe = recipe.block(0, at(x, 0.0, 0.42 * h), at(0.04 * l, 0.92 * w, 0.60 * h), 0.0015);
    }
    for (x, y) in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
        recipe = recipe.piece(
            crate::primitives::cylinder(0.05 * w, 0.13 * h, 0.0, 12).translated(at(
                0.44 * l * x,
                0.41 * w * y,
                0.0605 * h,
            )),
            1,
        );
    }
    recipe
}

/// A heat sink: a plate with fins along x. Slot: aluminium.
pub(super) fn heat_sink(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let mut recipe = Recipe::default().block(0, at(0.0, 0.0, 0.11 * h), at(l, w, 0.22 * h), 0.0);
    for k in 0..8 {
        let y = (f64::from(k) - 3.5) / 3.5 * (0.5 * w - 0.035 * w);
        recipe = recipe.block(0, at(0.0, y, 0.60 * h), at(l, 0.07 * w, 0.80 * h), 0.0);
    }
    recipe
}

/// A module for a rail, its front at -y: circuit breaker, contactor. Slots: body, front, lever, print.
pub(super) fn rail_module(size: DVec3) -> Recipe {
    let (w, d, h) = (size.x, size.y, size.z);
    Recipe::default()
        .block(0, at(0.0, 0.12 * d, 0.0), at(w, 0.76 * d, h), 0.0012)
        .block(1, at(0.0, -0.34 * d, 0.0), at(0.96 * w, 0.22 * d, 0.52 * h), 0.001)
        .block(2, at(0.0, -0.475 * d, 0.06 * h), at(0.55 * w, 0.05 * d, 0.14 * h), 0.0008)
        .piece(panel(DVec3::NEG_Y, 0.45 * d, 0.80 * w, 0.16 * h, -0.14 * h), 3)
        .trim(2, at(0.0, -0.262 * d, 0.42 * h), at(0.40 * w, 0.004, 0.08 * h), 0.0)
        .trim(2, at(0.0, -0.262 * d, -0.42 * h), at(0.40 * w, 0.004, 0.08 * h), 0.0)
}

/// A round sensor or capacitor standing: body, crimp, marking. Slots: body, end, mark.
pub(super) fn small_can(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.94 * r, 0.0],
        [r, 0.04 * h],
        [r, 0.10 * h],
        [0.90 * r, 0.13 * h],
        [r, 0.16 * h],
        [r, 0.96 * h],
        [0.90 * r, h],
        [0.0, h],
    ];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[1, 7])
        .lathe(
            1,
            upright(DVec3::ZERO),
            &[[0.0, h - 0.0006], [0.82 * r, h - 0.0006], [0.82 * r, h + 0.0001], [0.0, h + 0.0001]],
            &[],
        )
        .skin(
            2,
            Along::Z,
            FLAT,
            &[[0.20 * h, 0.93 * r, 0.0, 0.08 * r, 0.20 * r], [0.90 * h, 0.93 * r, 0.0, 0.08 * r, 0.20 * r]],
        )
}

/// A threaded sensor lying on its side with two nuts and a cable. Slots: barrel, face, cable.
pub(super) fn sensor(size: DVec3) -> Recipe {
    let (l, r) = (size.x, size.z / 2.0 * 0.84);
    let mut barrel = vec![[0.0, 0.16 * l]];
    barrel.extend(thread(r, 0.16 * l, 0.92 * l, 14));
    barrel.push([0.0, 0.92 * l]);
    let face = [[0.0, 0.90 * l], [0.94 * r, 0.90 * l], [0.94 * r, 0.985 * l], [0.88 * r, l], [0.0, l]];
    let flats = size.z;
    let turned = |x: f64| {
        Pose::new(at(x, 0.0, 0.0), DQuat::from_rotation_x(PI / 6.0) * DQuat::from_rotation_y(PI / 2.0))
    };
    Recipe::default()
        .lathe(0, lying(DVec3::ZERO), &barrel, &[])
        .lathe(1, lying(DVec3::ZERO), &face, &[])
        .felt_lathe(lying(DVec3::ZERO), &[[0.96 * r, 0.16 * l], [0.96 * r, l]], &[0, 1])
        .nut(0, turned(0.44 * l), flats, 0.95 * r, [0.0, 0.05 * l])
        .nut(0, turned(0.56 * l), flats, 0.95 * r, [0.0, 0.05 * l])
        .rod(2, DVec3::ZERO, at(0.17 * l, 0.0, 0.0), [0.30 * r, 0.40 * r])
}

/// A metal bar or billet with cut marks. Slots: metal, cut ends.
pub(super) fn billet(size: DVec3) -> Recipe {
    let end = at(0.0006, 0.96 * size.y, 0.96 * size.z);
    Recipe::default().block(0, DVec3::ZERO, size, 0.0008).trim(1, at(size.x / 2.0, 0.0, 0.0), end, 0.0).trim(
        1,
        at(-size.x / 2.0, 0.0, 0.0),
        end,
        0.0,
    )
}

/// A printed bracket: base, upright, gusset, holes. Slots: plastic, holes.
pub(super) fn printed_part(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let gusset =
        [DVec2::new(-0.30 * l, 0.10 * h), DVec2::new(0.40 * l, 0.10 * h), DVec2::new(-0.30 * l, 0.85 * h)];
    let frame = Pose::from_rotation(DQuat::from_rotation_x(PI / 2.0));
    let mut recipe = Recipe::default()
        .block(0, at(0.0, 0.0, 0.07 * h), at(l, w, 0.14 * h), 0.0015)
        .block(0, at(-0.40 * l, 0.0, 0.5 * h), at(0.20 * l, w, h), 0.0015)
        .slab(0, frame, &gusset, [-0.10 * w, 0.10 * w]);
    for y in [-0.30, 0.30] {
        recipe = recipe.piece(
            crate::primitives::cylinder(0.08 * w, 0.004, 0.0, 14).translated(at(
                0.28 * l,
                y * w,
                0.14 * h - 0.0018,
            )),
            1,
        );
    }
    recipe.piece(
        crate::primitives::cylinder(0.16 * w, 0.205 * l, 0.0, 18).transformed(&lying(at(
            -0.40 * l,
            0.0,
            0.66 * h,
        ))),
        1,
    )
}

/// A collet or another slotted taper standing on its wide end. Slots: steel, slots.
pub(super) fn collet(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let body = [
        [0.0, 0.0],
        [0.84 * r, 0.0],
        [r, 0.10 * h],
        [r, 0.16 * h],
        [0.86 * r, 0.18 * h],
        [0.86 * r, 0.24 * h],
        [0.97 * r, 0.26 * h],
        [0.64 * r, 0.98 * h],
        [0.60 * r, h],
        [0.34 * r, h],
        [0.34 * r, 0.85 * h],
        [0.0, 0.85 * h],
    ];
    let mut recipe = Recipe::default().lathe(0, upright(DVec3::ZERO), &body, &[]).felt_lathe(
        upright(DVec3::ZERO),
        &[[0.90 * r, 0.0], [r, 0.12 * h], [0.96 * r, 0.27 * h], [0.62 * r, h]],
        &[0, 2, 3],
    );
    for k in 0..8 {
        let frame = Pose::from_rotation(DQuat::from_rotation_z(TAU * f64::from(k) / 8.0));
        let slot = crate::primitives::rounded_box(at(0.34 * r, 0.05 * r, 0.86 * h), 0.0).translated(at(
            0.73 * r,
            0.0,
            0.44 * h,
        ));
        // Leans with the taper.
        let lean = Pose::new(DVec3::ZERO, DQuat::from_rotation_y(-0.14));
        recipe = recipe.piece(
            slot.transformed(&lean)
                .translated(at(-0.02 * r, 0.0, 0.06 * h))
                .scaled(at(0.98, 1.0, 0.92))
                .transformed(&frame),
            1,
        );
    }
    recipe
}

/// A terminal connector: metal shell, pins, two screws; upright. Slots: shell, pins, hood.
pub(super) fn connector(size: DVec3) -> Recipe {
    let (l, w, h) = (size.x, size.y, size.z);
    let hood = [[0.0, 0.55, 0.7], [0.05, 0.62, 0.8], [0.40, 0.95, 0.98], [0.62, 1.0, 1.0]]
        .map(|[z, x, y]| [z * h, 0.0, 0.0, x * l / 2.0, y * w / 2.0]);
    let shell = [[0.70 * h, 0.0, 0.0, 0.28 * l, 0.42 * w], [h, 0.0, 0.0, 0.27 * l, 0.40 * w]];
    let mut recipe = Recipe::default()
        .loft(2, Along::Z, BOXY, &hood, &[0, 2, 3])
        .block(0, at(0.0, 0.0, 0.66 * h), at(l, 0.94 * w, 0.08 * h), 0.0)
        .loft(0, Along::Z, SOFT, &shell, &[0, 1]);
    for x in [-0.42, 0.42] {
        recipe = recipe.rod(0, at(x * l, 0.0, 0.66 * h), at(x * l, 0.0, 0.84 * h), [0.05 * l, 0.04 * l]);
    }
    for k in 0..9 {
        let (x, y) = (
            0.048 * l * (f64::from(k % 5) - 2.0 + 0.5 * f64::from(k / 5)),
            (f64::from(k / 5) - 0.5) * 0.30 * w,
        );
        recipe = recipe.piece(
            crate::primitives::cylinder(0.014 * l, 0.002, 0.0, 6).translated(at(x * 2.0 * 0.9, y, h)),
            1,
        );
    }
    recipe
}
