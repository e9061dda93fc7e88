//! Materials of equipment. Colours after common practice: rack uprights blue or galvanised with orange or yellow
//! beams, safety yellow, machine grey and white, PP totes blue, grey, red, yellow.

use restage_assets::{Material, TextureKind};

/// Safety yellow of guards, bollards and floor lines.
pub(crate) const SAFETY_YELLOW: u32 = 0xF2B705;
/// Near black of hazard stripes.
pub(crate) const STRIPE_BLACK: u32 = 0x16181A;
/// Signal red of emergency stops and fire equipment.
pub(crate) const SIGNAL_RED: u32 = 0xB5181C;
/// Green of escape signs and first aid.
pub(crate) const ESCAPE_GREEN: u32 = 0x0B7A43;

/// Powder-coated steel.
pub(crate) fn coated(hex: u32) -> Material {
    Material::srgb(hex, 0.45)
}

/// Moulded plastic.
pub(crate) fn plastic(hex: u32) -> Material {
    Material::srgb(hex, 0.42)
}

/// Black rubber.
pub(crate) fn rubber() -> Material {
    Material::plain([0.022, 0.022, 0.024], 0.85)
}

/// Zinc-plated steel; partly diffuse, as in a room without mirror images a pure metal would be dark.
pub(crate) fn galvanised() -> Material {
    let mut zinc = Material::metal([0.52, 0.54, 0.56], 0.45);
    zinc.metallic = 0.45;
    zinc
}

/// Brushed stainless steel.
pub(crate) fn stainless(seed: u32) -> Material {
    let mut steel = Material::metal([0.70, 0.69, 0.67], 0.34).textured(TextureKind::BrushedMetal, 0.35, seed);
    steel.metallic = 0.55;
    steel
}

/// Bright turned steel and chrome.
pub(crate) fn chrome() -> Material {
    let mut chrome = Material::metal([0.74, 0.75, 0.77], 0.2);
    chrome.metallic = 0.7;
    chrome
}

/// Dark cast or blackened steel.
pub(crate) fn dark_steel() -> Material {
    let mut steel = Material::metal([0.16, 0.165, 0.175], 0.45);
    steel.metallic = 0.5;
    steel
}

/// Corrugated cardboard; `tone` 0 (dark) to 1 (light).
pub(crate) fn cardboard(tone: f64, seed: u32) -> Material {
    let tone = tone.clamp(0.0, 1.0) as f32;
    let mix = |dark: f32, light: f32| dark + (light - dark) * tone;
    let color = [mix(0.29, 0.46), mix(0.175, 0.30), mix(0.088, 0.165)];
    Material::plain(color, 0.86).textured(TextureKind::Cardboard, 0.30, seed)
}

/// Rough sawn pine of pallets.
pub(crate) fn sawn_wood(seed: u32) -> Material {
    Material::plain([0.48, 0.33, 0.19], 0.85).textured(TextureKind::Wood, 0.45, seed)
}

/// Finished wood.
pub(crate) fn wood(hex: u32, seed: u32) -> Material {
    Material::srgb(hex, 0.5).textured(TextureKind::Wood, 0.5, seed)
}

/// A dark pane.
pub(crate) fn dark_glass() -> Material {
    Material::plain([0.014, 0.016, 0.018], 0.13)
}

/// White paper.
pub(crate) fn paper() -> Material {
    Material::plain([0.80, 0.80, 0.77], 0.9)
}

/// A printed label or poster.
pub(crate) fn print(hex: u32, tile: f64, seed: u32) -> Material {
    Material::srgb(hex, 0.5).textured(TextureKind::Print, tile as f32, seed)
}

/// A lit display.
pub(crate) fn display(hex: u32, luminance_cd_m2: f64) -> Material {
    Material::srgb(hex, 0.2).emitting(luminance_cd_m2 as f32)
}

/// Woven cloth.
pub(crate) fn cloth(hex: u32, seed: u32) -> Material {
    Material::srgb(hex, 0.92).textured(TextureKind::Fabric, 0.12, seed)
}

/// Transparent parts are drawn as pale, glossy shells.
pub(crate) fn clear_plastic() -> Material {
    Material::plain([0.62, 0.66, 0.68], 0.18)
}

/// Machined aluminium or steel.
pub(crate) fn metal_grey() -> Material {
    let mut metal = Material::metal([0.58, 0.59, 0.60], 0.3);
    metal.metallic = 0.55;
    metal
}
