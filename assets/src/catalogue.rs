//! Everyday kitchen objects. Dimensions, masses, friction and colours follow published tables: ids that begin with
//! `ycb_` are the objects of the YCB set (Calli et al. 2015) with their measured size and mass; the others carry
//! ranges of retail goods, of which the entry takes the middle. Friction is the middle of the range for a rubber
//! pad on the material; against a hard support it is two thirds of that (wood on a wood tray .38, steel bottle
//! on tray .26, plastic cup on tray .28 were measured).

use crate::{LABEL_TILE_M, Material, ObjectModel, ObjectShape, TextureKind};
use glam::DVec3;
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Vec<ObjectModel>> = LazyLock::new(|| {
    let mut all = packages();
    all.extend(bottles_and_jars());
    all.extend(crockery());
    all.extend(fruit());
    all.extend(other());
    all
});

/// All catalogue entries, in a fixed order.
pub fn catalogue() -> &'static [ObjectModel] {
    &CATALOGUE
}

/// The entry of an id such as `ycb_004_sugar_box`; else the asset of that id in the library of the process.
pub fn by_id(id: &str) -> Option<&'static ObjectModel> {
    CATALOGUE.iter().find(|model| model.id == id).or_else(|| crate::imported::model(id))
}

/// One entry; `pad_friction` is the middle of the range against rubber.
fn entry(
    id: &str,
    name: &str,
    shape: ObjectShape,
    mass_kg: f64,
    pad_friction: f64,
    materials: Vec<Material>,
) -> ObjectModel {
    ObjectModel {
        id: id.into(),
        name: name.into(),
        shape,
        mass_kg,
        pad_friction,
        support_friction: pad_friction * 2.0 / 3.0,
        materials,
    }
}

/// A printed panel or sleeve.
fn print(paper: u32, seed: u32) -> Material {
    Material::srgb(paper, 0.45).textured(TextureKind::Print, LABEL_TILE_M as f32, seed)
}

/// Coated board of a brand colour with printed panels.
fn board(hex: u32, seed: u32) -> Vec<Material> {
    vec![Material::srgb(hex, 0.5), print(0xF4F1E8, seed)]
}

/// Tin plate with a printed sleeve.
fn tin(paper: u32, seed: u32) -> Vec<Material> {
    vec![Material::metal([0.67, 0.66, 0.62], 0.32), print(paper, seed)]
}

fn packages() -> Vec<ObjectModel> {
    let boxed = |x: f64, y: f64, z: f64| ObjectShape::PrintedBox { size: DVec3::new(x, y, z) };
    let can = |diameter: f64, height: f64| ObjectShape::Can { radius: diameter / 2.0, height };
    let gable = ObjectShape::GableCarton { size: DVec3::new(0.07, 0.07, 0.235), gable_height: 0.05 };
    let parcel = ObjectShape::Box { size: DVec3::new(0.15, 0.08, 0.10) };
    let cardboard = Material::srgb(0xA67B50, 0.85).textured(TextureKind::Cardboard, 0.25, 1);
    vec![
        entry(
            "ycb_003_cracker_box",
            "cracker box",
            boxed(0.060, 0.158, 0.210),
            0.411,
            0.55,
            board(0xC8102E, 11),
        ),
        entry("ycb_004_sugar_box", "sugar box", boxed(0.038, 0.089, 0.175), 0.514, 0.55, board(0xF2C230, 12)),
        entry(
            "ycb_008_pudding_box",
            "pudding box",
            boxed(0.110, 0.089, 0.035),
            0.187,
            0.55,
            board(0x7A3B1D, 13),
        ),
        entry(
            "ycb_009_gelatin_box",
            "gelatin box",
            boxed(0.085, 0.073, 0.028),
            0.097,
            0.55,
            board(0xC8102E, 14),
        ),
        entry("pasta_box", "pasta box", boxed(0.060, 0.110, 0.190), 0.525, 0.55, board(0x2B5FAF, 15)),
        entry("tea_box", "tea box", boxed(0.065, 0.125, 0.075), 0.055, 0.55, board(0x3B8A4C, 16)),
        entry("juice_box_200", "drink box", boxed(0.038, 0.048, 0.117), 0.215, 0.55, board(0xE08A1E, 17)),
        entry("milk_carton_brick", "milk box", boxed(0.064, 0.095, 0.166), 1.065, 0.55, board(0xF5F5F5, 18)),
        entry("milk_carton_gable", "milk carton", gable, 1.065, 0.55, board(0xF5F5F5, 19)),
        entry("carton_xs", "small carton", parcel, 0.20, 0.60, vec![cardboard]),
        entry("ycb_005_tomato_soup_can", "soup can", can(0.066, 0.101), 0.349, 0.60, tin(0xF1D6CF, 21)),
        entry("ycb_007_tuna_fish_can", "tuna can", can(0.085, 0.033), 0.171, 0.60, tin(0xC9DCEF, 22)),
        entry("tin_400g", "food tin", can(0.073, 0.110), 0.480, 0.60, tin(0xE9E4D4, 23)),
        entry("ycb_001_chips_can", "chips can", can(0.075, 0.250), 0.205, 0.55, tin(0xE8A0A0, 24)),
    ]
}

fn bottles_and_jars() -> Vec<ObjectModel> {
    let bottle = |x: f64, y: f64, z: f64, neck_radius: f64, neck_height: f64| ObjectShape::Bottle {
        size: DVec3::new(x, y, z),
        neck_radius,
        neck_height,
    };
    let jar = |diameter: f64, height: f64, lid_height: f64| ObjectShape::Jar {
        radius: diameter / 2.0,
        height,
        lid_height,
    };
    let parts = |body: Material, cap: u32, paper: u32, seed: u32| {
        vec![body, Material::srgb(cap, 0.4), print(paper, seed)]
    };
    let glossy = |hex: u32| Material::srgb(hex, 0.15);
    let plastic = |hex: u32| Material::srgb(hex, 0.42);
    vec![
        entry(
            "ycb_006_mustard_bottle",
            "mustard bottle",
            bottle(0.058, 0.095, 0.190, 0.014, 0.030),
            0.603,
            0.50,
            parts(plastic(0xF2C230), 0xF2C230, 0xF7E7B0, 31),
        ),
        entry(
            "ycb_021_bleach_cleanser",
            "cleanser bottle",
            bottle(0.065, 0.098, 0.250, 0.019, 0.035),
            1.131,
            0.50,
            parts(plastic(0xF5F5F5), 0x1F5FA8, 0xCFE3F5, 32),
        ),
        entry(
            "dish_soap",
            "dish soap bottle",
            bottle(0.050, 0.080, 0.220, 0.013, 0.040),
            0.55,
            0.62,
            parts(glossy(0x3B8A4C), 0xF5F5F5, 0xE6F2E0, 33),
        ),
        entry(
            "oil_bottle",
            "oil bottle",
            bottle(0.060, 0.060, 0.265, 0.015, 0.060),
            0.85,
            0.80,
            parts(glossy(0x1E3A22), 0x222222, 0xF4F1E8, 34),
        ),
        entry(
            "jam_jar",
            "jam jar",
            jar(0.074, 0.115, 0.014),
            0.60,
            0.80,
            parts(glossy(0x6E1423), 0xB23A3A, 0xF4F1E8, 35),
        ),
        entry(
            "honey_jar",
            "honey jar",
            jar(0.080, 0.100, 0.014),
            0.73,
            0.80,
            parts(glossy(0xC08A1C), 0xD9A520, 0xF4F1E8, 36),
        ),
        entry(
            "spice_jar",
            "spice jar",
            jar(0.046, 0.105, 0.018),
            0.145,
            0.80,
            parts(glossy(0x8A4B22), 0x222222, 0xF4F1E8, 37),
        ),
    ]
}

fn crockery() -> Vec<ObjectModel> {
    let glaze = |hex: u32| vec![Material::srgb(hex, 0.18)];
    let plastic = |hex: u32| vec![Material::srgb(hex, 0.42)];
    let mug = |diameter: f64, height: f64, wall: f64, handle_reach: f64| ObjectShape::Mug {
        radius: diameter / 2.0,
        height,
        wall,
        handle_reach,
    };
    let plate =
        |diameter: f64, height: f64, wall: f64| ObjectShape::Plate { radius: diameter / 2.0, height, wall };
    let bowl = |diameter: f64, foot_radius: f64, height: f64, wall: f64| ObjectShape::Bowl {
        radius: diameter / 2.0,
        foot_radius,
        height,
        wall,
    };
    let cup = |bottom: f64, top: f64, height: f64, wall: f64| ObjectShape::Cup {
        bottom_radius: bottom / 2.0,
        top_radius: top / 2.0,
        height,
        wall,
    };
    vec![
        entry("coffee_mug", "mug", mug(0.082, 0.095, 0.005, 0.032), 0.34, 0.75, glaze(0x34547A)),
        entry("ycb_025_mug", "red mug", mug(0.080, 0.082, 0.005, 0.033), 0.118, 0.75, glaze(0xC0392B)),
        entry("espresso_cup", "small cup", mug(0.062, 0.060, 0.004, 0.024), 0.145, 0.75, glaze(0xE0E0DD)),
        entry("ycb_024_bowl", "red bowl", bowl(0.159, 0.035, 0.053, 0.003), 0.147, 0.58, plastic(0xC0392B)),
        entry("soup_bowl", "bowl", bowl(0.155, 0.038, 0.068, 0.005), 0.40, 0.75, glaze(0xF4F1E8)),
        entry("dinner_plate", "plate", plate(0.265, 0.026, 0.006), 0.625, 0.75, glaze(0xE0E0DD)),
        entry("side_plate", "small plate", plate(0.200, 0.022, 0.006), 0.375, 0.75, glaze(0x8FB3C4)),
        entry("ycb_065d_cup", "green cup", cup(0.055, 0.070, 0.066, 0.0025), 0.019, 0.70, plastic(0x2ECC71)),
        entry(
            "plastic_cup_party",
            "party cup",
            cup(0.056, 0.080, 0.110, 0.0020),
            0.10,
            0.58,
            plastic(0xC0392B),
        ),
    ]
}

fn fruit() -> Vec<ObjectModel> {
    let skin = |hex: u32| vec![Material::srgb(hex, 0.40), Material::srgb(0x4A3A1C, 0.8)];
    let banana = ObjectShape::Banana { length: 0.190, bow: 0.077, thickness: 0.036 };
    let lemon = ObjectShape::Ellipsoid { size: DVec3::new(0.068, 0.054, 0.054) };
    vec![
        entry("banana_real", "banana", banana, 0.145, 0.58, skin(0xE8C63A)),
        entry("ycb_011_banana", "plastic banana", banana, 0.066, 0.62, skin(0xE8C63A)),
        entry(
            "ycb_013_apple",
            "apple",
            ObjectShape::Apple { radius: 0.0375, height: 0.075 },
            0.068,
            0.62,
            skin(0xB3261E),
        ),
        entry("orange_real", "orange", ObjectShape::Sphere { radius: 0.037 }, 0.19, 0.58, skin(0xE6902E)),
        entry("ycb_014_lemon", "lemon", lemon, 0.029, 0.62, skin(0xE9D23B)),
        entry(
            "ycb_016_pear",
            "pear",
            ObjectShape::Pear { radius: 0.0331, height: 0.100 },
            0.049,
            0.62,
            skin(0xA9B93B),
        ),
    ]
}

fn other() -> Vec<ObjectModel> {
    let sticker = |hex: u32| Material::srgb(hex, 0.35);
    let cube_colors = vec![
        sticker(0x202020),
        sticker(0xE67E22),
        sticker(0xB3261E),
        sticker(0x2E6BB0),
        sticker(0x1E8449),
        sticker(0xF1C40F),
        sticker(0xE6E6E6),
    ];
    let wood = |hex: u32, tile: f32| Material::srgb(hex, 0.6).textured(TextureKind::Wood, tile, 41);
    let block = |edge: f64| ObjectShape::Box { size: DVec3::splat(edge) };
    let cutting_board = ObjectShape::Box { size: DVec3::new(0.30, 0.20, 0.015) };
    let sponge = ObjectShape::Sponge { size: DVec3::new(0.110, 0.070, 0.030) };
    let sponge_colors = vec![Material::srgb(0xF2D14B, 0.95), Material::srgb(0x3F7D4E, 0.95)];
    let shaker = ObjectShape::Jar { radius: 0.0225, height: 0.090, lid_height: 0.022 };
    let shaker_parts = vec![Material::srgb(0xE9E7E1, 0.2), Material::metal([0.67, 0.64, 0.60], 0.3)];
    vec![
        entry("dish_sponge", "sponge", sponge, 0.0125, 0.80, sponge_colors),
        entry("cutting_board", "cutting board", cutting_board, 0.85, 0.60, vec![wood(0xC9A878, 0.20)]),
        entry("toy_block_40", "wooden cube", block(0.040), 0.045, 0.62, vec![wood(0xD8B588, 0.12)]),
        entry("toy_block_30", "blue cube", block(0.030), 0.018, 0.62, vec![Material::srgb(0x2E86C1, 0.5)]),
        entry(
            "ycb_077_rubiks_cube",
            "puzzle cube",
            ObjectShape::PuzzleCube { edge: 0.057 },
            0.094,
            0.70,
            cube_colors,
        ),
        entry("salt_shaker", "salt shaker", shaker, 0.13, 0.80, shaker_parts),
    ]
}
