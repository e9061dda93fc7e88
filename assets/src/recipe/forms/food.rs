//! Packed food and drinks.

use super::super::Recipe;
use super::super::kit::{BOXY, FLAT, SOFT, at, lying, upright};
use super::super::packaged::{panel, sleeve};
use crate::loft::{Along, Outline};
use glam::{DVec2, DVec3};

/// A drinks can with necked ends and a ring pull. Slots: metal, print.
pub(super) fn drink_can(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let profile = [
        [0.0, 0.006],
        [0.70 * r, 0.004],
        [0.76 * r, 0.0],
        [0.80 * r, 0.0005],
        [0.985 * r, 0.010],
        [r, 0.013],
        [r, h - 0.015],
        [0.985 * r, h - 0.012],
        [0.82 * r, h - 0.003],
        [0.82 * r, h - 0.0005],
        [0.79 * r, h],
        [0.76 * r, h - 0.0005],
        [0.74 * r, h - 0.005],
        [0.0, h - 0.005],
    ];
    let sleeve = sleeve([r + 0.0002; 2], 0.012, h - 0.014, 2.0);
    Recipe::default().lathe(0, upright(DVec3::ZERO), &profile, &[2, 5, 6, 10]).piece(sleeve, 1).trim(
        0,
        at(0.22 * r, 0.0, h - 0.0035),
        at(0.5 * r, 0.30 * r, 0.002),
        0.0005,
    )
}

/// A ribbed plastic water bottle. Slots: body, cap, label.
pub(super) fn pet_bottle(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let neck = (0.36 * r).max(0.011);
    let mut profile = vec![[0.0, 0.006], [0.55 * r, 0.002], [0.78 * r, 0.0], [0.97 * r, 0.03 * h]];
    for rib in 0..4 {
        let z = (0.06 + 0.075 * f64::from(rib)) * h;
        profile.extend([[r, z], [r, z + 0.040 * h], [0.945 * r, z + 0.052 * h], [0.945 * r, z + 0.063 * h]]);
    }
    profile.extend([[0.97 * r, 0.37 * h], [0.965 * r, 0.60 * h], [r, 0.62 * h], [r, 0.66 * h]]);
    let first = profile.len() - 1;
    for k in 1..=5 {
        let s = f64::from(k) / 5.0;
        let fall = s * s * (3.0 - 2.0 * s);
        profile.push([r + (neck - r) * fall, (0.66 + 0.24 * s) * h]);
    }
    let end = profile.len() - 1;
    profile.extend([[neck, 0.965 * h], [0.0, 0.965 * h]]);
    let cap =
        [[0.0, 0.925 * h], [1.18 * neck, 0.925 * h], [1.18 * neck, 0.995 * h], [1.08 * neck, h], [0.0, h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &profile, &[2, first, end])
        .lathe(1, upright(DVec3::ZERO), &cap, &[0, 4])
        .lathe(
            0,
            upright(DVec3::Z * 0.905 * h),
            &[[0.0, 0.0], [1.25 * neck, 0.0], [1.25 * neck, 0.006], [0.0, 0.006]],
            &[],
        )
        .piece(sleeve([0.972 * r; 2], 0.385 * h, 0.59 * h, 2.0), 2)
}

/// A glass bottle with a long neck; `shoulder` and `neck` are the heights where the body ends and the neck begins,
/// as shares. Slots: glass, capsule or crown cap, label.
fn long_neck(size: DVec3, shoulder: f64, neck: f64, neck_radius: f64, capsule: f64) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let mut profile = vec![[0.0, 0.008], [0.55 * r, 0.006], [0.86 * r, 0.0], [r, 0.006], [r, shoulder * h]];
    for k in 1..=7 {
        let s = f64::from(k) / 7.0;
        let fall = s * s * (3.0 - 2.0 * s);
        profile.push([r + (neck_radius - r) * fall, (shoulder + (neck - shoulder) * s) * h]);
    }
    let end = profile.len() - 1;
    profile.extend([[0.93 * neck_radius, h - 0.004], [0.0, h - 0.004]]);
    let (low, cap) = ((1.0 - capsule) * h, 1.06 * neck_radius);
    let cap = [[0.0, low], [cap, low], [0.98 * cap, h - 0.002], [0.90 * cap, h], [0.0, h]];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &profile, &[2, 4, 8, end, end + 1])
        .lathe(1, upright(DVec3::ZERO), &cap, &[1, 4])
        .piece(sleeve([r + 0.0003; 2], 0.16 * h, (shoulder - 0.10) * h, 2.0), 2)
}

/// A wine bottle.
pub(super) fn wine_bottle(size: DVec3) -> Recipe {
    long_neck(size, 0.60, 0.74, 0.0145, 0.17)
}

/// A beer bottle with a crown cap.
pub(super) fn beer_bottle(size: DVec3) -> Recipe {
    long_neck(size, 0.54, 0.80, 0.0132, 0.03)
}

/// A tapered pot with a foil lid. Slots: pot, foil, print.
pub(super) fn yoghurt_pot(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let profile = [
        [0.0, 0.002],
        [0.70 * r, 0.002],
        [0.74 * r, 0.0],
        [0.78 * r, 0.002],
        [0.93 * r, h - 0.006],
        [0.99 * r, h - 0.005],
        [0.99 * r, h - 0.001],
        [0.0, h - 0.001],
    ];
    let foil = [[0.0, h - 0.0012], [r, h - 0.0012], [r, h - 0.0004], [0.9 * r, h], [0.0, h]];
    let tab = at(0.93 * r, 0.0, h - 0.001);
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &profile, &[2, 4, 6])
        .lathe(1, upright(DVec3::ZERO), &foil, &[0, 4])
        .trim(1, tab, at(0.14 * r, 0.4 * r, 0.0006), 0.0)
        .piece(sleeve([0.80 * r, 0.905 * r], 0.08 * h, 0.85 * h, 2.0), 2)
}

/// A crisps bag or another sealed pillow of film lying flat, crimped at both ends. Slots: print, crimp.
pub(super) fn pillow_bag(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let bulge = |x: f64, wide: f64, high: f64| [x * half.x, 0.0, 0.0, wide * half.y, high * half.z];
    let body = [
        bulge(-0.90, 0.97, 0.05),
        bulge(-0.80, 0.94, 0.42),
        bulge(-0.60, 0.92, 0.78),
        bulge(-0.30, 0.90, 0.97),
        bulge(0.05, 0.90, 1.0),
        bulge(0.35, 0.90, 0.93),
        bulge(0.62, 0.92, 0.74),
        bulge(0.80, 0.94, 0.40),
        bulge(0.90, 0.97, 0.05),
    ];
    let seam =
        |sign: f64| (at(sign * 0.95 * half.x, 0.0, 0.0), at(0.12 * half.x, 1.96 * half.y, 0.10 * half.z));
    let (left, right) = (seam(-1.0), seam(1.0));
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.6, 24), &body, &[0, 2, 6, 8])
        .labelled(2.0, 0.0)
        .block(1, left.0, left.1, 0.0)
        .block(1, right.0, right.1, 0.0)
}

/// A standing paper or film bag with a folded top. Slots: print, fold.
pub(super) fn block_bag(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let row = |z: f64, x: f64, y: f64| [z * h, 0.0, 0.0, x * half.x, y * half.y];
    let body = [
        row(0.0, 0.90, 0.94),
        row(0.02, 0.96, 0.97),
        row(0.25, 1.0, 1.0),
        row(0.60, 0.98, 1.0),
        row(0.80, 0.90, 0.98),
        row(0.90, 0.55, 0.97),
        row(0.95, 0.22, 0.96),
    ];
    let fold = [row(0.93, 0.16, 0.95), row(0.985, 0.14, 0.94), row(1.0, 0.10, 0.93)];
    Recipe::default().loft(0, Along::Z, Outline::Super(6.0, 24), &body, &[0, 4, 6]).labelled(4.0, 0.5).loft(
        1,
        Along::Z,
        FLAT,
        &fold,
        &[0, 2],
    )
}

/// An egg box: tapered base and lid with knobs. Slots: pulp, print.
pub(super) fn egg_box(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let row = |z: f64, x: f64, y: f64| [z * h, 0.0, 0.0, x * half.x, y * half.y];
    let base = [row(0.0, 0.93, 0.84), row(0.44, 0.99, 0.97), row(0.48, 1.0, 1.0), row(0.52, 1.0, 1.0)];
    let lid = [row(0.53, 1.0, 1.0), row(0.56, 0.98, 0.97), row(0.92, 0.94, 0.86), row(0.96, 0.92, 0.82)];
    let mut recipe = Recipe::default()
        .loft(0, Along::Z, BOXY, &base, &[0, 3])
        .loft(0, Along::Z, BOXY, &lid, &[0, 3])
        .piece(panel(DVec3::Z, 0.955 * h, 1.1 * half.x, 1.1 * half.y, 0.0), 1);
    for k in 0..5 {
        let x = (0.36 * f64::from(k) - 0.72) * half.x;
        for y in [-0.62, 0.62] {
            recipe = recipe.blob(0, at(x, y * half.y, 0.93 * h), at(0.28 * half.x, 0.5 * half.y, 0.14 * h));
        }
    }
    recipe
}

/// A triangular sandwich pack with a window. Slots: board, bread, filling, window rim.
pub(super) fn sandwich_pack(size: DVec3) -> Recipe {
    let half = size / 2.0;
    // The right angle stands at the back; the window is the long side.
    let outline = [DVec2::new(-half.x, -half.z), DVec2::new(half.x, -half.z), DVec2::new(-half.x, half.z)];
    let frame =
        restage_geometry::Pose::from_rotation(glam::DQuat::from_rotation_x(std::f64::consts::FRAC_PI_2));
    let along = (outline[2] - outline[1]).normalize();
    let out = DVec2::new(-along.y, along.x) * -1.0;
    let mut recipe = Recipe::default().slab(0, frame, &outline, [-half.y, half.y]);
    let length = outline[1].distance(outline[2]);
    let middle = (outline[1] + outline[2]) / 2.0;
    for (slot, share, width, lift) in
        [(1, -0.21, 0.30, 0.0006), (2, 0.0, 0.12, 0.0012), (1, 0.21, 0.30, 0.0006)]
    {
        let strip = |s: f64, d: f64| middle + along * s * length * 0.44 + out * d;
        let quad = [strip(-1.0, lift), strip(1.0, lift), strip(1.0, -0.001), strip(-1.0, -0.001)];
        let y = share * size.y;
        recipe = recipe.sheet(slot, frame, &quad, [y - width * half.y, y + width * half.y]);
    }
    recipe
}

/// A flat thing with a print on its upper side: bar of chocolate, envelope, case, card. Slots: body, print.
pub(super) fn flat_pack(size: DVec3) -> Recipe {
    let bevel = (0.2 * size.z).min(0.002);
    Recipe::default()
        .block(0, DVec3::ZERO, size - at(0.0, 0.0, 0.0004), bevel)
        .piece(panel(DVec3::Z, size.z / 2.0 - 0.0002, 0.94 * size.x, 0.94 * size.y, 0.0), 1)
}

/// A paper cup with a lid and a sleeve. Slots: paper, lid, sleeve.
pub(super) fn lidded_cup(size: DVec3) -> Recipe {
    let (r, h) = (size.x / 2.0, size.z);
    let side = |z: f64| r * (0.66 + 0.30 * z / 0.92);
    let body = [[0.0, 0.004], [0.60 * r, 0.004], [0.66 * r, 0.0], [side(0.92), 0.92 * h], [0.0, 0.92 * h]];
    let lid = [
        [0.0, 0.90 * h],
        [r, 0.90 * h],
        [r, 0.93 * h],
        [0.93 * r, 0.945 * h],
        [0.90 * r, 0.995 * h],
        [0.84 * r, h],
        [0.80 * r, 0.975 * h],
        [0.0, 0.975 * h],
    ];
    Recipe::default()
        .lathe(0, upright(DVec3::ZERO), &body, &[2, 4])
        .lathe(1, upright(DVec3::ZERO), &lid, &[0, 7])
        .piece(sleeve([side(0.34) + 0.0008, side(0.74) + 0.0008], 0.34 * h, 0.74 * h, 2.0), 2)
}

/// A squeezable tube lying on its side, its cap at +x. Slots: print, cap.
pub(super) fn tube(size: DVec3) -> Recipe {
    let half = size / 2.0;
    let row = |x: f64, y: f64, z: f64| [x * half.x, 0.0, 0.0, y * half.y, z * half.z];
    let body = [
        row(-1.0, 0.98, 0.05),
        row(-0.93, 1.0, 0.07),
        row(-0.50, 0.93, 0.48),
        row(0.10, 0.82, 0.82),
        row(0.62, 0.72, 1.0),
        row(0.70, 0.66, 0.92),
        row(0.73, 0.40, 0.55),
    ];
    let cap = [
        [0.0, 0.72 * half.x],
        [0.62 * half.z, 0.72 * half.x],
        [0.56 * half.z, 0.98 * half.x],
        [0.50 * half.z, half.x],
        [0.0, half.x],
    ];
    Recipe::default()
        .loft(0, Along::X, Outline::Super(2.2, 24), &body, &[0, 2, 4, 6])
        .labelled(2.0, 0.0)
        .lathe(1, lying(DVec3::ZERO), &cap, &[0, 4])
}

/// A shallow carton that opens like a book, such as a pizza box. Slots: board, print.
pub(super) fn clam_box(size: DVec3) -> Recipe {
    let lower = 0.86 * size.z;
    Recipe::default()
        .block(0, at(0.0, 0.0, (lower - size.z) / 2.0), at(0.985 * size.x, 0.985 * size.y, lower), 0.001)
        .block(0, at(0.0, 0.0, 0.32 * size.z), at(size.x, size.y, 0.36 * size.z), 0.001)
        .piece(panel(DVec3::Z, size.z / 2.0, 0.8 * size.x, 0.8 * size.y, 0.0), 1)
}

/// A burger box: a tapered base and a taller tapered lid. Slots: board, print.
pub(super) fn burger_box(size: DVec3) -> Recipe {
    let (half, h) = (size / 2.0, size.z);
    let row = |z: f64, s: f64| [z * h, 0.0, 0.0, s * half.x, s * half.y];
    Recipe::default()
        .loft(0, Along::Z, SOFT, &[row(0.0, 0.80), row(0.44, 0.98), row(0.48, 1.0)], &[0, 2])
        .loft(0, Along::Z, SOFT, &[row(0.49, 1.0), row(0.53, 0.98), row(0.97, 0.74), row(1.0, 0.70)], &[0, 3])
        .piece(panel(DVec3::Z, h - 0.0002, 0.9 * half.x, 0.9 * half.y, 0.0), 1)
}
