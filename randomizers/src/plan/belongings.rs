//! Which objects belong in a place.

use crate::axes::clutter::ClutterItem;
use restage_assets::{ObjectClass, ObjectModel, Variation, by_id, entry, objects_for};
use restage_scenes::{Environment, SupportSurface};

/// The objects of the catalogue that belong in a place.
pub(super) struct Belongings {
    /// All that may be handled there.
    pub targets: Vec<&'static ObjectModel>,
    /// What may stand on the support beside the task.
    others: Vec<&'static ObjectModel>,
}

impl Belongings {
    /// Of a support in an environment: what belongs there and has room above, and the imported objects that were asked
    /// for by id; beside the task only the classes that the support allows, and nothing longer than half of it.
    pub fn of(environment: Environment, support: &SupportSurface, imported: &[String]) -> Self {
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
        let own: Vec<&'static ObjectModel> =
            imported.iter().filter_map(|id| by_id(id)).filter(|model| fits(model)).collect();
        Self {
            others: others.map(|entry| &entry.model).chain(own.iter().copied()).collect(),
            targets: fitting.iter().map(|entry| &entry.model).chain(own.iter().copied()).collect(),
        }
    }

    /// The drawn object, in its drawn colours, size, mass and print.
    pub fn clutter(&self, item: &ClutterItem) -> Option<ObjectModel> {
        let model = *item.choose(&self.others)?;
        let [look, scale, mass, friction] = item.variation;
        let variation = Variation { look, scale, mass, friction, print_seed: item.print_seed };
        Some(entry(&model.id).map_or_else(|| model.clone(), |entry| entry.instance(&variation)))
    }
}
