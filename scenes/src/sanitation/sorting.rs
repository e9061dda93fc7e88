//! Waste sorting: a steel table with a bin per sort behind it.

use crate::builder::{SceneBuilder, floor_pose};
use crate::equipment::conveyor::{carton, open_carton};
use crate::equipment::hall::fire_extinguisher;
use crate::equipment::janitor::{floor_drain, sorting_signs, sorting_table, wheelie_bin};
use crate::equipment::kit::{at, piece};
use crate::equipment::paint;
use crate::equipment::site::{fix, stand};
use crate::template::Generation;
use crate::{Room, Wall};

/// What is sorted: categories of the object catalogue.
const WASTE: [&str; 4] = ["waste", "bottle", "packaging", "food"];

/// The table in front of the person, containers along the wall, signs over them.
pub(super) fn furnish(b: &mut SceneBuilder, g: &Generation, room: &Room) -> &'static str {
    let mut s = g.layout.stream("sorting");
    let mut colors = g.style.stream("bins");
    let body = *colors.pick(&[0x33373B, 0x5A6168, 0x2E5D43]);
    let sorts: Vec<u32> = match colors.integer(0, 1) {
        0 => vec![0x1F5FA8, 0xF2C21E, 0x2E7D4F, 0x2B2F33, 0x8A5A36],
        _ => vec![0xF2C21E, 0x1F5FA8, 0x8A5A36, 0x2E7D4F, 0xB5181C],
    };
    let count = s.integer(4, 5) as usize;
    let sorts = &sorts[..count];
    let depth = s.uniform(0.62, 0.70);
    let top = g.support_height(s.uniform(0.86, 0.92), super::SANITATION_CLOSET.support_height);
    let width = s.uniform(1.5, 1.9);
    let table = piece("sorting_table", |k| {
        sorting_table(k, [width, depth, top], sorts);
        k.decor("waste_carton_flat", [-0.5 * width + 0.24, depth - 0.22, top], 0.2);
        k.decor("waste_pet_crushed", [0.5 * width - 0.14, depth - 0.14, top], 0.8);
        k.decor("bev_can_crushed", [0.5 * width - 0.12, depth - 0.34, top], 0.3);
        let x = width / 2.0;
        k.support("sorting table", [[-x + 0.44, 0.03], [x - 0.26, depth - 0.05]], top, 1.3, &WASTE);
    });
    b.place(table, floor_pose(0.0, 0.0, 0.0));
    let pitch = 0.72;
    let wall = room.high[1];
    for (index, hex) in sorts.iter().enumerate() {
        let x = pitch * (index as f64 - (count as f64 - 1.0) / 2.0);
        let lid = *hex;
        stand(b, "container", floor_pose(x, wall - 0.36, 0.0), |k| wheelie_bin(k, body, lid, lid));
    }
    fix(b, "signs", room.wall(Wall::North).hung(0.0, 1.45), |k| sorting_signs(k, sorts, pitch));
    let side = if s.chance(0.5) { 1.0 } else { -1.0 };
    let board = paint::cardboard(0.4, 2);
    stand(b, "cartons", floor_pose(side * (room.high[0] - 0.40), -0.8, 0.1), |k| {
        let mut z = 0.0;
        for _ in 0..s.integer(2, 4) {
            let size = [s.uniform(0.40, 0.55), s.uniform(0.32, 0.42), s.uniform(0.18, 0.32)];
            k.group("carton", at(0.0, 0.0, z, s.uniform(-0.1, 0.1)), |k| carton(k, size, &board));
            z += size[2] + 0.002;
        }
    });
    stand(b, "open_carton", floor_pose(-side * (width / 2.0 + 0.45), 0.15, 0.0), |k| {
        open_carton(k, [0.40, 0.36, 0.34], &board)
    });
    fix(b, "drain", at(0.0, -0.8, 0.0, 0.0), |k| floor_drain(k, 0.3));
    fix(b, "extinguisher", room.wall(Wall::West).hung(-0.9, 0.75), fire_extinguisher);
    "sorting table"
}
