//! What the data of the catalogue promise.

use restage_assets::catalogue::read;
use restage_assets::{
    Environment, ObjectClass, TextureKind, Variation, by_id, catalogue, entries, entry, objects_for,
};

#[test]
fn the_data_files_are_sound() {
    read().unwrap();
}

#[test]
fn it_is_large_and_every_class_has_members() {
    assert!(entries().len() >= 300, "{} objects", entries().len());
    for class in ObjectClass::ALL {
        let members = entries().iter().filter(|entry| entry.class == class).count();
        assert!(members >= 2, "{}: {members}", class.name());
    }
}

#[test]
fn ids_are_unique_and_found() {
    let mut ids: Vec<&str> = catalogue().iter().map(|model| model.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), catalogue().len(), "ids are unique");
    for (model, entry_) in catalogue().iter().zip(entries()) {
        assert_eq!(by_id(&model.id), Some(model));
        assert_eq!(entry(&model.id), Some(entry_));
        assert_eq!(&entry_.model, model);
    }
    assert!(by_id("no_such_thing").is_none());
}

#[test]
fn figures_are_within_reason() {
    for entry in entries() {
        let (model, id) = (&entry.model, &entry.model.id);
        let size = model.size();
        assert!(size.min_element() >= 0.0008 && size.max_element() <= 0.65, "{id}: {size}");
        let [light, heavy] = entry.mass_range_kg;
        assert!(0.0005 <= light && light <= heavy && heavy <= 20.0, "{id}: {light}..{heavy} kg");
        assert!((light..=heavy).contains(&model.mass_kg), "{id}: {} kg", model.mass_kg);
        // Nothing is denser than tungsten carbide or lighter than styrofoam within its bounding box.
        let density = model.mass_kg / size.element_product();
        assert!((2.0..15000.0).contains(&density), "{id}: {density} kg/m3");
        let [smooth, rough] = entry.friction_range;
        assert!((0.1..=rough).contains(&smooth) && rough <= 1.3, "{id}: {smooth}..{rough}");
        assert!((0.12..0.9).contains(&model.support_friction), "{id}: {}", model.support_friction);
        let [small, large] = entry.scale_range;
        assert!((0.7..=1.0).contains(&small) && (1.0..=1.4).contains(&large), "{id}: {small}..{large}");
        assert!(
            !entry.environments.is_empty() && !entry.source.is_empty() && !entry.looks.is_empty(),
            "{id}"
        );
        assert!(model.name.chars().all(|c| c.is_lowercase() || c.is_numeric() || " -.".contains(c)), "{id}");
    }
}

#[test]
fn every_environment_has_enough_to_show_and_to_grasp() {
    for environment in Environment::ALL {
        let all = objects_for(environment, &[]);
        let graspable = all.iter().filter(|entry| entry.grasped_at_middle(0.080).is_some()).count();
        let classes =
            ObjectClass::ALL.iter().filter(|class| !objects_for(environment, &[**class]).is_empty());
        eprintln!("{}: {} objects, {graspable} graspable", environment.name(), all.len());
        assert!(all.len() >= 12, "{}: {} objects", environment.name(), all.len());
        assert!(graspable >= 6, "{}: {graspable} graspable", environment.name());
        assert!(classes.count() >= 3, "{}", environment.name());
    }
}

#[test]
fn instances_keep_to_their_ranges_and_differ() {
    for entry in entries() {
        let low =
            entry.instance(&Variation { look: 0.0, scale: 0.0, mass: 0.0, friction: 0.0, print_seed: 1 });
        let high =
            entry.instance(&Variation { look: 1.0, scale: 1.0, mass: 1.0, friction: 1.0, print_seed: 2 });
        let factor = high.size() / low.size();
        let wanted = entry.scale_range[1] / entry.scale_range[0];
        assert!((factor - wanted).abs().max_element() < 1e-9, "{}: {factor}", entry.model.id);
        let mass = |end: usize| entry.mass_range_kg[end] * entry.scale_range[end].powi(3);
        assert!((low.mass_kg - mass(0)).abs() < 1e-12 && (high.mass_kg - mass(1)).abs() < 1e-12);
        assert_eq!(low.pad_friction, entry.friction_range[0]);
        assert_eq!(low.materials.len(), high.materials.len());
        let printed = low.materials.iter().any(|material| material.texture == Some(TextureKind::Print));
        if printed || entry.looks.len() > 1 {
            assert_ne!(low.materials, high.materials, "{}", entry.model.id);
        }
    }
}
