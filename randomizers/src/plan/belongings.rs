//! Which objects belong in a place.

use crate::axes::clutter::ClutterItem;
use restage_assets::{ObjectModel, catalogue};
use restage_scenes::SupportSurface;

/// The objects of the catalogue that belong in a place.
pub(super) struct Belongings {
    /// All that may be handled there.
    pub targets: Vec<&'static ObjectModel>,
    /// What may stand on the support beside the task.
    others: Vec<&'static ObjectModel>,
}

impl Belongings {
    /// Of a support.
    pub fn of(support: &SupportSurface) -> Self {
        const GAP: f64 = 0.02;
        let fits = |model: &&ObjectModel| model.size().z + GAP <= support.clear_height;
        let targets: Vec<&'static ObjectModel> = catalogue().iter().filter(fits).collect();
        Self { others: targets.clone(), targets }
    }

    /// The drawn object.
    pub fn clutter(&self, item: &ClutterItem) -> Option<ObjectModel> {
        item.choose(&self.others).map(|model| (*model).clone())
    }
}
