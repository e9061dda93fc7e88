//! Bed, over-bed table, infusion stand, monitor, curtain.

use super::MEDICAL;
use crate::Room;
use crate::Wall;
use crate::builder::{SceneBuilder, floor_pose};
use crate::equipment::kit::{at, piece};
use crate::equipment::medical::{
    BED_LENGTH, BED_WIDTH, Bed, bed, bed_head_panel, bedside_cabinet, care_trolley, curtain, infusion_stand,
    overbed_table, patient_monitor, visitor_chair, wall_dispensers,
};
use crate::equipment::paint;
use crate::equipment::site::{fix, stand};
use crate::template::Generation;
use restage_assets::Material;

/// The table before the person, the bed beside it with its head at the north wall (to the side `side` of the table).
pub(super) fn furnish(b: &mut SceneBuilder, g: &Generation, room: &Room, side: f64) -> &'static str {
    let mut s = g.layout.stream("ward");
    let mut colors = g.style.stream("ward");
    let top = g.support_height(s.uniform(0.82, 0.95), super::HEALTHCARE_WARD.support_height);
    let seed = colors.texture_seed();
    let surface = match colors.integer(0, 2) {
        0 => paint::wood(0xC69C6D, seed),
        1 => Material::srgb(0xE9E6DC, 0.35),
        _ => paint::wood(0xB58B5A, seed),
    };
    let size = [s.uniform(0.86, 0.94), s.uniform(0.48, 0.52), top];
    let table = piece("overbed_table", |k| {
        overbed_table(k, size, &surface);
        let (x, y) = (size[0] / 2.0 - 0.03, size[1] / 2.0 - 0.02);
        k.support("overbed table", [[-x, -y], [x, y]], top, 1.2, &MEDICAL);
    });
    b.place(table, floor_pose(0.0, 0.27, 0.0));
    let unit = Bed {
        deck: s.uniform(0.48, 0.60),
        raised: s.uniform(0.1, 0.75),
        boards: *colors.pick(&[0xC69C6D, 0xD9DCDA, 0x9AB0BC, 0xB58B5A]),
        blanket: *colors.pick(&[0x7FA8C9, 0x9CC9A8, 0xD9C9A0, 0xB7A3D0, 0xC9D6DC]),
        rails: s.chance(0.6),
    };
    let bed_x = -side * (size[0] / 2.0 + BED_WIDTH / 2.0 + s.uniform(0.10, 0.22));
    let wall = room.high[1];
    b.place(piece("bed", |k| bed(k, &unit)), floor_pose(bed_x, wall - 0.14 - BED_LENGTH / 2.0, 0.0));
    let hex = *colors.pick(&[0x7FA8C9, 0x9CC9A8, 0xC69C6D, 0x5D8AA8]);
    fix(b, "head_panel", room.wall(Wall::North).hung(bed_x, 1.45), |k| bed_head_panel(k, 1.7, hex));
    let beside = bed_x + side * (BED_WIDTH / 2.0 + 0.42);
    let wood = surface.clone();
    b.place(
        piece("bedside_cabinet", |k| {
            bedside_cabinet(k, unit.boards, &wood);
            k.decor("tumbler", [-0.10, 0.05, 0.82], 0.0);
            k.decor("tissue_box", [0.08, 0.02, 0.82], 0.3);
        }),
        floor_pose(beside, wall - 0.26, 0.0),
    );
    let (height, bags) = (s.uniform(1.85, 2.05), s.integer(1, 2) as usize);
    let pump = s.chance(0.7);
    let iv = beside + side * 0.62;
    stand(b, "infusion_stand", floor_pose(iv, wall - 0.55, 0.0), |k| infusion_stand(k, height, bags, pump));
    fix(b, "monitor", room.wall(Wall::North).hung(beside + side * 0.15, 1.75), patient_monitor);
    curtains(b, g, room, [bed_x, side]);
    let chair = *colors.pick(&[0x33475B, 0x5D8AA8, 0x6E7F5A, 0x8C5A3A]);
    let far = -side * (room.high[0] - 0.42);
    stand(b, "chair", floor_pose(far, -0.55, side * std::f64::consts::FRAC_PI_2), |k| {
        visitor_chair(k, chair)
    });
    let trolley = floor_pose(side * (room.high[0] - 0.42), -0.9, -side * std::f64::consts::FRAC_PI_2);
    let accent = *colors.pick(&[0x1F5FA8, 0xB5181C, 0x2E7D4F]);
    if s.chance(0.7) {
        stand(b, "care_trolley", trolley, |k| {
            care_trolley(k, accent);
            k.decor("glove_box", [-0.12, 0.05, 0.885], 0.1);
            k.decor("hand_sanitizer", [0.15, 0.06, 0.885], 0.0);
        });
    }
    let wall = if side > 0.0 { Wall::East } else { Wall::West };
    let mut t = g.layout.stream("dispensers");
    fix(b, "dispensers", room.wall(wall).hung(0.6, 1.25), |k| wall_dispensers(k, &mut t));
    "overbed table"
}

/// A curtain between the bed and the rest of the room, on a rail at the ceiling.
fn curtains(b: &mut SceneBuilder, g: &Generation, room: &Room, [bed_x, side]: [f64; 2]) {
    let mut s = g.layout.stream("curtain");
    let hex = *g.style.stream("curtain").pick(&[0x8FB7C9, 0xA8C9A0, 0xD9CBA0, 0xC9B4C9, 0x7F9FB8]);
    let x = bed_x - side * (BED_WIDTH / 2.0 + 0.22);
    let length = 2.0;
    let drawn = if s.chance(0.5) { [0.55, 1.0] } else { [0.0, 1.0] };
    let top = (room.height - 0.25).min(2.35);
    let pose = at(x, room.high[1] - length / 2.0 - 0.05, 0.0, std::f64::consts::FRAC_PI_2);
    fix(b, "curtain", pose, |k| curtain(k, length, [0.35, top], drawn, hex));
}
