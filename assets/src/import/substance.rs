//! What things are made of: density and friction, for imported meshes that say neither.

/// A material by name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Substance {
    /// Name as it is typed.
    pub name: &'static str,
    /// Density of the solid, kg/m³.
    pub density: f64,
    /// Coulomb friction against a rubber pad.
    pub pad_friction: f64,
    /// Coulomb friction against a hard support.
    pub support_friction: f64,
}

const fn row(name: &'static str, density: f64, pad_friction: f64, support_friction: f64) -> Substance {
    Substance { name, density, pad_friction, support_friction }
}

/// Densities are handbook values of the solid (CRC Handbook of Chemistry and Physics; CES material tables for
/// plastics); friction against rubber lies in the ranges of dry rubber on the material, against a support it is
/// two thirds of that, as in the catalogue.
pub const SUBSTANCES: [Substance; 16] = [
    row("wood", 600.0, 0.7, 0.45),
    row("plywood", 650.0, 0.7, 0.45),
    row("cardboard", 690.0, 0.6, 0.4),
    row("paper", 800.0, 0.6, 0.4),
    row("abs", 1050.0, 0.6, 0.4),
    row("polypropylene", 905.0, 0.5, 0.33),
    row("pvc", 1380.0, 0.6, 0.4),
    row("rubber", 1100.0, 0.9, 0.6),
    row("foam", 35.0, 0.8, 0.53),
    row("fabric", 300.0, 0.7, 0.47),
    row("glass", 2500.0, 0.5, 0.33),
    row("ceramic", 2300.0, 0.5, 0.33),
    row("aluminium", 2700.0, 0.5, 0.33),
    row("steel", 7850.0, 0.45, 0.3),
    row("brass", 8500.0, 0.45, 0.3),
    row("food", 950.0, 0.5, 0.33),
];

/// What is taken when nothing is known: the bulk of household goods, contents included (YCB: 206 kg/m³ for a
/// cracker box to 1010 kg/m³ for a soup tin); friction in the middle of the catalogue.
pub const UNKNOWN: Substance = row("unknown", 500.0, 0.6, 0.4);

/// The substance of a name.
pub fn substance(name: &str) -> Option<Substance> {
    SUBSTANCES.into_iter().find(|substance| substance.name == name)
}
