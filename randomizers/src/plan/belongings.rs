//! Which objects belong in a place.

use crate::axes::clutter::ClutterItem;
use restage_assets::{ObjectClass, ObjectModel, objects_for};
use restage_scenes::{Environment, SupportSurface};

/// The objects of the catalogue that belong in a place.
pub(super) struct Belongings {
    /// All that may be handled there.
    pub targets: Vec<&'static ObjectModel>,
    /// What may stand on the support beside the task.
    others: Vec<&'static ObjectModel>,
}

impl Belongings {
    /// Of a support in an environment: what belongs there and has room above; beside the task only the classes that
    /// the support allows, and nothing longer than half of it.
    pub fn of(environment: Environment, support: &SupportSurface) -> Self {
        const GAP: f64 = 0.02;
        let place = restage_assets::Environment::by_name(environment.name());
        let belonging = place.map_or_else(Vec::new, |place| objects_for(place, &[]));
        let fits = |model: &ObjectModel| model.size().z + GAP <= support.clear_height;
        let allowed: Vec<ObjectClass> =
            support.classes.iter().flat_map(|name| ObjectClass::named(name)).collect();
        let room = 0.5 * support.size[0].max(support.size[1]);
        let beside = |class: ObjectClass, model: &ObjectModel| {
            let size = model.size();
            (allowed.is_empty() || allowed.contains(&class)) && size.x.max(size.y) <= room
        };
        let fitting: Vec<_> = belonging.into_iter().filter(|entry| fits(&entry.model)).collect();
        let others = fitting.iter().filter(|entry| beside(entry.class, &entry.model));
        Self {
            others: others.map(|entry| &entry.model).collect(),
            targets: fitting.iter().map(|entry| &entry.model).collect(),
        }
    }

    /// The drawn object.
    pub fn clutter(&self, item: &ClutterItem) -> Option<ObjectModel> {
        item.choose(&self.others).map(|model| (*model).clone())
    }
}
