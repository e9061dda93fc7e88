//! What the person who imports a model says about it.

use super::error::Fault;
use super::library::check_id;
use super::licence::check_licence;
use super::limits::MAX_PARTS;
use super::model::UpAxis;
use super::substance::{SUBSTANCES, substance};
use std::path::PathBuf;

/// Statements about a model. Only the licence has no default.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportOptions {
    /// Id in the library; made of the file name when it is not given.
    pub id: Option<String>,
    /// What a person calls it.
    pub name: Option<String>,
    /// SPDX expression, such as `CC0-1.0`.
    pub licence: String,
    /// Who made it.
    pub author: Option<String>,
    /// Where it comes from; the file name when it is not given.
    pub source: Option<String>,
    /// Metres per unit of the file; 1 when it is not given.
    pub scale: Option<f64>,
    /// Which axis points up; what the format says when it is not given.
    pub up: Option<UpAxis>,
    /// Mass, kg.
    pub mass_kg: Option<f64>,
    /// Density of the solid, kg/m³.
    pub density: Option<f64>,
    /// What it is made of: density and friction of a table.
    pub substance: Option<String>,
    /// Coulomb friction against a rubber pad.
    pub pad_friction: Option<f64>,
    /// Coulomb friction against a hard support.
    pub support_friction: Option<f64>,
    /// Take an open surface as a movable object.
    pub allow_open: bool,
    /// It does not move: furniture.
    pub fixture: bool,
    /// Most convex pieces.
    pub max_parts: usize,
    /// Folder that holds all files of the model, when it is not that of the file.
    pub root: Option<PathBuf>,
    /// Replace an asset of the same id.
    pub replace: bool,
}

impl ImportOptions {
    /// The defaults for a licence.
    pub fn new(licence: impl Into<String>) -> Self {
        Self {
            id: None,
            name: None,
            licence: licence.into(),
            author: None,
            source: None,
            scale: None,
            up: None,
            mass_kg: None,
            density: None,
            substance: None,
            pad_friction: None,
            support_friction: None,
            allow_open: false,
            fixture: false,
            max_parts: 32,
            root: None,
            replace: false,
        }
    }

    /// Checks every statement.
    ///
    /// # Errors
    /// All faults.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        faults.extend(check_licence(&self.licence, self.author.as_deref()).err());
        faults.extend(self.id.as_deref().and_then(|id| check_id(id).err()));
        let mut number = |field: &str, value: Option<f64>, least: f64, most: f64| {
            if let Some(wrong) = value.filter(|value| !(least..=most).contains(value)) {
                faults.push(Fault::new(field, format!("{least} to {most}"), wrong.to_string()));
            }
        };
        number("--scale", self.scale, 1e-6, 1e6);
        number("--mass", self.mass_kg, 1e-3, 1e4);
        number("--density", self.density, 1.0, 25_000.0);
        number("--pad-friction", self.pad_friction, 0.01, 5.0);
        number("--support-friction", self.support_friction, 0.01, 5.0);
        number("--max-parts", Some(self.max_parts as f64), 1.0, MAX_PARTS as f64);
        if let Some(unknown) = self.substance.as_deref().filter(|name| substance(name).is_none()) {
            let known: Vec<&str> = SUBSTANCES.iter().map(|substance| substance.name).collect();
            let expected = format!("one of {}", known.join(", "));
            faults
                .push(Fault::new("--material", expected, format!("{unknown:?}")).hint("or state --density"));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}
