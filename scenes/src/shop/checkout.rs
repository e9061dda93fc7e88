//! The task on the counter of a checkout, the shop behind it.

use super::{ARTICLES, Looks, aisle_behind, filled_gondola, fridge};
use crate::builder::{SceneBuilder, floor_pose};
use crate::equipment::kit::{at, piece};
use crate::equipment::paint;
use crate::equipment::site::stand;
use crate::equipment::store::{Checkout, basket, checkout};
use crate::template::Generation;
use crate::{Room, Wall};
use restage_assets::Material;

/// A checkout whose belt carries the task, goods on both sides of it, gondolas and fridges behind.
pub(super) fn furnish(b: &mut SceneBuilder, g: &Generation, room: &Room, looks: &Looks) -> &'static str {
    let mut s = g.layout.stream("checkout");
    let mut colors = g.style.stream("checkout");
    let body = match colors.integer(0, 2) {
        0 => Material::srgb(0xE9E8E2, 0.45),
        1 => paint::wood(0xC69C6D, colors.texture_seed()),
        _ => Material::srgb(0x5A6168, 0.45),
    };
    let unit = Checkout {
        length: s.uniform(3.0, 3.5),
        depth: s.uniform(0.78, 0.90),
        top: g.support_height(s.uniform(0.84, 0.92), super::STORE_SHELF.support_height),
        body,
        accent: looks.accent,
    };
    // The free part of the belt lies before the person.
    let (start, end) = (-unit.length / 2.0 + 0.06, -0.05 * unit.length);
    let free = [end - 1.0, end - 0.04];
    let shift = -(free[0] + free[1]) / 2.0;
    let half = unit.depth / 2.0 - 0.12;
    let counter = piece("checkout", |k| {
        checkout(k, &unit);
        for id in ["cereal_box", "pet_bottle_1500", "milk_carton_brick"] {
            let x = s.uniform(start + 0.1, (free[0] - 0.1).max(start + 0.12));
            if free[0] - start > 0.35 && s.chance(0.5) {
                k.decor(id, [x, s.uniform(-0.05, 0.05), unit.top], 0.0);
                break;
            }
        }
        k.block(
            "divider",
            [free[0] - 0.03, -half + 0.02, unit.top],
            [free[0] - 0.005, half - 0.02, unit.top + 0.03],
            &paint::plastic(looks.accent),
        );
        k.support("checkout belt", [[free[0], -half], [free[1], half]], unit.top, 1.5, &ARTICLES);
    });
    b.place(counter, floor_pose(shift, unit.depth / 2.0, 0.0));
    let mut things = g.layout.stream("things");
    let bays = if room.high[0] > 3.45 { 3 } else { 2 };
    let inset = 0.2 + 0.5 * bays as f64;
    filled_gondola(b, [room.low[0] + inset, room.high[1] - 0.01, 0.0], bays, looks, &mut things);
    filled_gondola(b, [room.high[0] - inset, room.high[1] - 0.01, 0.0], bays, looks, &mut things);
    let wall = if things.chance(0.5) { Wall::West } else { Wall::East };
    fridge(b, room, wall, room.high[1] - 1.6, looks, &mut things);
    aisle_behind(b, room, room.low[1] + 1.55, looks, &mut things);
    let count = things.integer(2, 5);
    let hex = looks.accent;
    let side = if things.chance(0.5) { -1.0 } else { 1.0 };
    stand(b, "baskets", floor_pose(side * 2.4, -0.35, 0.3), |k| {
        for level in 0..count {
            k.group("basket", at(0.0, 0.0, 0.055 * f64::from(level), 0.0), |k| basket(k, hex));
        }
    });
    "checkout belt"
}
