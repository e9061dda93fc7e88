//! The task on a shelf of a gondola along the wall.

use super::{ARTICLES, Looks, aisle_behind, fridge};
use crate::builder::{SceneBuilder, floor_pose};
use crate::equipment::kit::piece;
use crate::equipment::site::{fix, stand};
use crate::equipment::store::{Gondola, aisle_sign, basket, gondola, price_labels, stock};
use crate::template::Generation;
use crate::{Room, Wall};

/// Free length of the task's shelf, m.
const FREE: f64 = 0.95;

/// Shelves along the north wall, the task at waist height between goods; other shelves and fridges around.
pub(super) fn furnish(b: &mut SceneBuilder, g: &Generation, room: &Room, looks: &Looks) -> &'static str {
    let mut s = g.layout.stream("shelf");
    let top = g.support_height(s.uniform(0.86, 0.95), super::STORE_SHELF.support_height);
    let depth = s.uniform(0.50, 0.54);
    let next = top + s.uniform(0.52, 0.60);
    let levels = vec![0.16, 0.16 + 0.5 * (top - 0.16), top];
    let bays = 2 * ((room.high[0] - room.low[0] - 0.6) / 2.0).floor() as usize - 1;
    let unit = Gondola {
        bay: 1.0,
        bays,
        depth,
        height: next + 0.40,
        levels: levels.clone(),
        steel: looks.steel.clone(),
        strip: looks.strip,
    };
    let x = unit.bay * bays as f64 / 2.0;
    let shelf = piece("gondola", |k| {
        gondola(k, &unit);
        for (level, z) in levels.iter().enumerate() {
            let reach = if level == 0 { depth + 0.04 } else { depth };
            let clear = if level < 2 { levels[1] - levels[0] - 0.06 } else { next - top - 0.08 };
            let spans = if level == 2 {
                vec![[-x, -FREE / 2.0 - 0.02], [FREE / 2.0 + 0.02, x]]
            } else {
                vec![[-x, x]]
            };
            for span in spans {
                stock(k, span, [-reach + 0.02, -0.10], [*z, clear.min(0.32)], &mut s);
            }
            price_labels(k, [-x, x], reach, *z, &mut s);
        }
        // The highest shelf is shallow, so that hands reach the one below.
        let high = 0.26;
        k.block("top_shelf", [-x + 0.004, -high, next - 0.028], [x - 0.004, -0.05, next], &looks.steel);
        k.trim(
            "price_strip",
            [-x + 0.004, -high - 0.006, next - 0.040],
            [x - 0.004, -high, next + 0.002],
            &crate::equipment::paint::plastic(looks.strip),
        );
        stock(k, [-x, x], [-high + 0.02, -0.06], [next, 0.30], &mut s);
        price_labels(k, [-x, x], high, next, &mut s);
        let half = FREE / 2.0;
        k.support("shelf", [[-half, -depth + 0.02], [half, -0.07]], top, next - top - 0.03, &ARTICLES);
    });
    b.place(shelf, floor_pose(0.0, room.high[1] - 0.01, 0.0));
    let mut things = g.layout.stream("things");
    aisle_behind(b, room, room.low[1] + 1.55, looks, &mut things);
    let wall = if things.chance(0.5) { Wall::West } else { Wall::East };
    fridge(b, room, wall, -1.2, looks, &mut things);
    let side = if things.chance(0.5) { 1.0 } else { -1.0 };
    let hex = looks.accent;
    stand(b, "basket", floor_pose(side * 0.75, -0.25, things.uniform(-0.4, 0.4)), |k| basket(k, hex));
    let number = things.integer(1, 12);
    let z = room.height - 0.75;
    fix(b, "aisle_sign", crate::equipment::kit::at(-side * 1.2, -0.6, z, 0.0), |k| {
        aisle_sign(k, number, hex, room.height - z);
    });
    "shelf"
}
