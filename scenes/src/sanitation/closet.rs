//! A janitor's closet: worktop with bottles over it, sink, bucket, brooms, cart, drain.

use crate::builder::{SceneBuilder, floor_pose};
use crate::draw::Stream;
use crate::equipment::bench::{Bench, Legs, bench};
use crate::equipment::janitor::{
    floor_drain, hanging_tool, janitor_cart, mop_bucket, tool_rail, utility_sink, wet_floor_sign,
};
use crate::equipment::kit::{Kit, at, piece};
use crate::equipment::paint;
use crate::equipment::site::{fix, stand};
use crate::template::Generation;
use crate::{Room, Wall};
use restage_assets::Material;

/// Bottles and packs of a closet that shelves hold.
const BOTTLES: [&str; 7] = [
    "spray_bottle_750",
    "ycb_021_bleach_cleanser",
    "dish_soap",
    "spray_can_400",
    "wipes_canister",
    "ycb_022_windex_bottle",
    "laundry_detergent",
];
/// What the worktop may carry: categories of the object catalogue.
const CLEANING: [&str; 3] = ["cleaning", "bottle", "bathroom"];

/// Between the bench and the wall, m: the shelves over it hang on the wall.
const WALL_GAP: f64 = 0.02;

/// Everything along the walls; the worktop in the middle of the north wall.
pub(super) fn furnish(b: &mut SceneBuilder, g: &Generation, room: &Room) -> &'static str {
    let mut s = g.layout.stream("closet");
    let mut colors = g.style.stream("closet");
    let depth = room.high[1] - WALL_GAP;
    let unit = Bench {
        width: s.uniform(1.15, 1.35),
        depth,
        top: g.support_height(s.uniform(0.86, 0.92), super::SANITATION_CLOSET.support_height),
        board: 0.035,
        surface: match colors.integer(0, 2) {
            0 => paint::stainless(colors.texture_seed()),
            1 => Material::srgb(0xD9DAD6, 0.4),
            _ => Material::srgb(0x9AA3A8, 0.4),
        },
        steel: paint::coated(*colors.pick(&[0xB9BEC2, 0x5A6168, 0xD9DCDE])),
        legs: Legs::Frame,
        lower_shelf: Some(0.28),
    };
    let shelf = unit.top + s.uniform(0.56, 0.64);
    let board = paint::coated(*colors.pick(&[0xC9CDD0, 0xE4E6E7, 0x8C9196]));
    let table = piece("closet_bench", |k| {
        bench(k, &unit);
        for z in [shelf, shelf + 0.36] {
            bottle_shelf(k, [unit.width, depth], z, &board, &mut s);
        }
        under_bench(k, &unit, &mut s);
        let end = unit.width / 2.0;
        k.support(
            "worktop",
            [[-end + 0.04, 0.03], [end - 0.04, depth - 0.06]],
            unit.top,
            shelf - unit.top - 0.03,
            &CLEANING,
        );
    });
    b.place(table, floor_pose(0.0, 0.0, 0.0));
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let steel = colors.chance(0.5);
    let sink_x = side * (unit.width / 2.0 + 0.48);
    let rim = s.uniform(0.62, 0.80);
    b.place(piece("sink", |k| utility_sink(k, rim, steel)), floor_pose(sink_x, room.high[1], 0.0));
    fix(b, "drain", at(sink_x, -0.35, 0.0, 0.0), |k| floor_drain(k, 0.28));
    brooms(b, room, -side, &mut s);
    let hex = *colors.pick(&[0xF2C21E, 0x1F5FA8, 0xC8361E]);
    let mop = s.chance(0.7);
    stand(b, "mop_bucket", floor_pose(-side * (unit.width / 2.0 + 0.42), 0.10, 0.0), |k| {
        mop_bucket(k, hex, mop)
    });
    let cart = *colors.pick(&[0x33475B, 0x7F8C8D, 0x1F5FA8]);
    let bag = *colors.pick(&[0xF2C21E, 0x2B2F33, 0x3F6FB5]);
    let wall = side * (room.high[0] - 0.34);
    stand(b, "janitor_cart", floor_pose(wall, -0.95, std::f64::consts::FRAC_PI_2), |k| {
        janitor_cart(k, cart, bag, &BOTTLES, &mut s);
    });
    if s.chance(0.6) {
        stand(b, "wet_floor_sign", floor_pose(-side * (room.high[0] - 0.35), -0.75, 0.4), wet_floor_sign);
    }
    "worktop"
}

/// A wall shelf of cleaning agents and paper over the worktop.
fn bottle_shelf(k: &mut Kit, [width, depth]: [f64; 2], z: f64, board: &Material, s: &mut Stream) {
    let x = width / 2.0 - 0.02;
    k.block("shelf", [-x, depth - 0.26, z - 0.02], [x, depth + WALL_GAP, z], board);
    for side in [-x + 0.08, x - 0.08] {
        k.beam(
            "bracket",
            [side, depth + WALL_GAP, z - 0.18],
            [side, depth - 0.22, z - 0.025],
            [0.02, 0.02],
            &paint::galvanised(),
        );
    }
    let mut at_x = -x + 0.08;
    while at_x < x - 0.08 {
        let id = match s.integer(0, 9) {
            0 | 1 => "toilet_roll",
            2 => "paper_towel_roll",
            _ => BOTTLES[s.index(BOTTLES.len())],
        };
        k.decor(id, [at_x, depth - 0.14, z], s.uniform(-0.3, 0.3));
        at_x += s.uniform(0.125, 0.17);
    }
}

/// Buckets and canisters under the worktop.
fn under_bench(k: &mut Kit, unit: &Bench, s: &mut Stream) {
    let z = 0.28;
    let mut x = -unit.width / 2.0 + 0.26;
    while x < unit.width / 2.0 - 0.2 {
        let hex = *s.pick(&[0x1F5FA8, 0xC8361E, 0x2E6B4A, 0xF1F2F2, 0x33373B]);
        let body = paint::plastic(hex);
        if s.chance(0.5) {
            k.lathe("bucket", [x, unit.depth / 2.0, z], &[[0.10, 0.0], [0.14, 0.26]], &body);
            k.bar("rim", [x, unit.depth / 2.0, z + 0.25], [x, unit.depth / 2.0, z + 0.265], 0.147, &body);
        } else {
            k.soft(
                "canister",
                [x - 0.10, unit.depth / 2.0 - 0.09, z],
                [x + 0.10, unit.depth / 2.0 + 0.09, z + 0.24],
                0.02,
                &body,
            );
            k.bar(
                "cap",
                [x + 0.05, unit.depth / 2.0, z + 0.24],
                [x + 0.05, unit.depth / 2.0, z + 0.27],
                0.026,
                &paint::plastic(0xC8361E),
            );
            k.trim(
                "label",
                [x - 0.07, unit.depth / 2.0 - 0.0915, z + 0.06],
                [x + 0.07, unit.depth / 2.0 - 0.09, z + 0.17],
                &paint::paper(),
            );
        }
        x += s.uniform(0.32, 0.40);
    }
}

/// A rail with mops and brooms on a side wall.
fn brooms(b: &mut SceneBuilder, room: &Room, side: f64, s: &mut Stream) {
    let wall = if side > 0.0 { Wall::East } else { Wall::West };
    let frame = room.wall(wall);
    let count = s.integer(3, 5);
    fix(b, "tool_rail", frame.hung(-0.95, 1.52), |k| {
        let pitch = 0.30;
        tool_rail(k, pitch * f64::from(count) + 0.1);
        for index in 0..count {
            let x = (f64::from(index) - (f64::from(count) - 1.0) / 2.0) * pitch;
            let hex = *s.pick(&[0, 0x1F5FA8, 0xC8361E, 0x2E6B4A]);
            let kind = s.integer(0, 3);
            let length = if kind == 3 { 0.85 } else { 1.22 };
            k.group("tool", at(x, 0.0, 0.14, 0.0), |k| hanging_tool(k, length, kind, hex));
        }
    });
}
