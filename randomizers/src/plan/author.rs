//! Scenes that an author made: their ranges narrow what is drawn, their zones say where things may stand, and their
//! objects stay where they are.

use crate::config::RandomizationConfig;
use crate::distribution::{uniform, weighted_index};
use glam::DVec2;
use rand_chacha::ChaCha8Rng;
use restage_scenes::{ObjectPlacement, ObjectRole, Scene, SupportSurface, Zone, ZonePurpose};

/// What of a scene's ranges and zones a job cannot keep to, one sentence each.
pub fn author_faults(scene: &Scene, config: &RandomizationConfig) -> Vec<String> {
    let mut config = config.clone();
    let mut faults = Vec::new();
    for (name, range) in &scene.ranges {
        match config.law_mut(name).map(|law| (law.narrowed(*range).is_some(), law.to_string())) {
            None => faults.push(format!(
                "ranges[{name}]: there is no such law; hint: `restage axes` prints them, such as object_pose.along"
            )),
            Some((false, law)) => {
                faults.push(format!("ranges[{name}]: {range:?} leaves nothing of the job's law ({law})"));
            }
            Some((true, _)) => {}
        }
    }
    faults
}

/// The job's laws, narrowed by the ranges of a scene. Ranges that [`author_faults`] reports change nothing.
pub(super) fn narrowed(config: &RandomizationConfig, scene: &Scene) -> RandomizationConfig {
    let mut config = config.clone();
    for (name, range) in &scene.ranges {
        if let Some(law) = config.law_mut(name)
            && let Some(narrow) = law.narrowed(*range)
        {
            *law = narrow;
        }
    }
    config
}

/// The author's other objects: they stay where they are. The object of the task comes from the axes.
pub(super) fn kept_objects(scene: &Scene) -> Vec<ObjectPlacement> {
    let others = scene.objects.iter().filter(|object| object.role == ObjectRole::Distractor);
    others
        .map(|object| ObjectPlacement { name: format!("authored/{}", object.name), ..object.clone() })
        .collect()
}

/// The zones on the surface that carries the task.
pub(super) struct Zones {
    zones: Vec<Zone>,
}

impl Zones {
    pub fn of(scene: &Scene, support: &SupportSurface) -> Self {
        let own = scene.zones.iter().filter(|zone| zone.support == support.name);
        Self { zones: own.cloned().collect() }
    }

    fn of_purpose(&self, purpose: ZonePurpose) -> impl Iterator<Item = &Zone> {
        self.zones.iter().filter(move |zone| zone.purpose == purpose)
    }

    /// A spot in one of the zones of a purpose, in coordinates of the support, m; nothing where none is marked.
    pub fn spot(&self, purpose: ZonePurpose, rng: &mut ChaCha8Rng) -> Option<DVec2> {
        let zones: Vec<&Zone> = self.of_purpose(purpose).collect();
        if zones.is_empty() {
            return None;
        }
        let areas: Vec<f64> = zones.iter().map(|zone| zone.size[0] * zone.size[1]).collect();
        let zone = zones.get(weighted_index(rng, &areas))?;
        let along = |axis: usize, rng: &mut ChaCha8Rng| {
            zone.center[axis] + uniform(rng, [-zone.size[axis] / 2.0, zone.size[axis] / 2.0])
        };
        let x = along(0, rng);
        Some(DVec2::new(x, along(1, rng)))
    }

    /// Whether a thing may stand at a spot (coordinates of the support, half extents along them, m): within a zone of its
    /// purpose where any is marked, and clear of all that must stay free.
    pub fn allow(&self, purpose: ZonePurpose, spot: DVec2, half: DVec2) -> bool {
        let apart = |zone: &Zone| (spot - DVec2::from_array(zone.center)).abs();
        let mut own = self.of_purpose(purpose).peekable();
        let welcome = own.peek().is_none()
            || own.any(|zone| apart(zone).cmple(DVec2::from_array(zone.size) / 2.0).all());
        let kept_out = self
            .of_purpose(ZonePurpose::KeepOut)
            .any(|zone| apart(zone).cmplt(DVec2::from_array(zone.size) / 2.0 + half).all());
        welcome && !kept_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::child_rng;
    use restage_scenes::Environment;

    fn zone(name: &str, purpose: ZonePurpose, center: [f64; 2], size: [f64; 2]) -> Zone {
        Zone { name: name.into(), purpose, support: "table".into(), center, size }
    }

    #[test]
    fn zones_say_where_things_may_stand() {
        let zones = Zones {
            zones: vec![
                zone("left", ZonePurpose::Start, [-0.4, 0.0], [0.2, 0.1]),
                zone("hole", ZonePurpose::KeepOut, [0.3, 0.0], [0.1, 0.1]),
            ],
        };
        let thing = DVec2::splat(0.02);
        assert!(zones.allow(ZonePurpose::Start, DVec2::new(-0.45, 0.04), thing));
        assert!(
            !zones.allow(ZonePurpose::Start, DVec2::new(0.0, 0.0), thing),
            "outside of the only start zone"
        );
        assert!(zones.allow(ZonePurpose::Goal, DVec2::new(0.0, 0.0), thing), "no goal zone is marked");
        assert!(
            !zones.allow(ZonePurpose::Goal, DVec2::new(0.36, 0.0), thing),
            "its edge would stand in the hole"
        );
        assert!(zones.allow(ZonePurpose::Goal, DVec2::new(0.38, 0.0), thing));
        let mut rng = child_rng(1, 2, "zones");
        for _ in 0..100 {
            let spot = zones.spot(ZonePurpose::Start, &mut rng).unwrap();
            assert!(zones.allow(ZonePurpose::Start, spot, thing));
        }
        assert_eq!(zones.spot(ZonePurpose::Clutter, &mut rng), None);
    }

    #[test]
    fn ranges_narrow_laws_or_are_refused() {
        let config = RandomizationConfig::default();
        let mut scene = Scene::empty("by_hand", Environment::Home);
        scene.ranges.insert("object_pose.along".into(), [0.0, 9.0]);
        assert_eq!(author_faults(&scene, &config), Vec::<String>::new());
        let mut narrow = narrowed(&config, &scene);
        assert_eq!(narrow.law_mut("object_pose.along").unwrap().range(), [0.0, 0.22]);
        assert_eq!(narrow.object_pose.depth, config.object_pose.depth);
        scene.ranges.insert("object_pose.along".into(), [5.0, 9.0]);
        scene.ranges.insert("object_pose.alogn".into(), [0.0, 1.0]);
        let faults = author_faults(&scene, &config).join("\n");
        assert!(faults.contains("leaves nothing") && faults.contains("no such law"), "{faults}");
        assert_eq!(narrowed(&config, &scene), config);
    }
}
