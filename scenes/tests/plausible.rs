//! Every scene of every template is plausible: nothing overlaps, everything rests, the task can be reached, lights are in
//! lamps. The checks find what is broken on purpose.

use glam::DVec3;
use restage_scenes::{FaultKind, Scene, SceneFault, SceneRequest, build, templates};
use std::collections::{BTreeMap, BTreeSet};

/// Scenes of each template.
const COUNT: u64 = 60;

fn request(seed: u64) -> SceneRequest {
    SceneRequest { layout: Some(seed), style: Some(seed * 7 + 3), ..SceneRequest::default() }
}

/// A message without its numbers, so that equal faults of many scenes count as one.
fn pattern(fault: &SceneFault) -> String {
    let text = fault.to_string();
    text.split_inclusive(|c: char| c.is_ascii_digit())
        .map(|it| it.replace(|c: char| c.is_ascii_digit(), "#"))
        .collect()
}

#[test]
fn scenes_are_plausible_and_distinct() {
    let mut failures: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for template in templates() {
        let mut hashes = BTreeSet::new();
        let (mut refused, mut layouts) = (0, 0);
        for seed in 0..COUNT {
            let (built, tries) = template.build_counting(&request(seed));
            layouts += tries;
            match built {
                Ok(scene) => {
                    for fault in scene.validate() {
                        let example = || (0, format!("seed {seed}: {fault}"));
                        failures
                            .entry(format!("{}: {}", template.name, pattern(&fault)))
                            .or_insert_with(example)
                            .0 += 1;
                    }
                    hashes.insert(scene.hash());
                }
                Err(_) => refused += 1,
            }
        }
        // Sound by their rules, not by drawing until it fits.
        if layouts * 4 > COUNT * 5 || refused * 20 > COUNT {
            let found =
                format!("{}: {layouts} layouts for {COUNT} scenes, {refused} have no room", template.name);
            failures.insert(found, (1, String::new()));
        }
        assert_eq!(hashes.len() as u64, COUNT - refused, "{}", template.name);
    }
    let lines: Vec<String> = failures
        .iter()
        .map(|(pattern, (count, example))| format!("{count} x {pattern}\n    {example}"))
        .collect();
    assert!(failures.is_empty(), "{} kinds of faults:\n{}", lines.len(), lines.join("\n"));
}

fn kinds_after(change: impl FnOnce(&mut Scene)) -> Vec<FaultKind> {
    let mut scene = build("home_living_room", &request(5)).expect("a scene");
    change(&mut scene);
    let mut kinds: Vec<FaultKind> = scene.validate().iter().map(SceneFault::kind).collect();
    kinds.dedup();
    kinds
}

fn shift(scene: &mut Scene, furniture: &str, by: DVec3) {
    let own = |part: &&mut restage_scenes::Fixture| part.part_of.as_deref() == Some(furniture);
    let mut count = 0;
    for part in scene.fixtures.iter_mut().filter(own) {
        part.world_from_fixture.translation += by;
        count += 1;
    }
    assert!(count > 0, "there is no {furniture}");
}

#[test]
fn what_is_broken_on_purpose_is_found() {
    assert_eq!(kinds_after(|_| ()), []);
    let zone = |scene: &Scene| scene.task_zone.clone().expect("a scene").stand;
    let blocked = kinds_after(|scene| {
        // The sofa into the television.
        let place = |scene: &Scene, kind: &str| {
            scene
                .furniture
                .iter()
                .find(|it| it.kind == kind)
                .expect("a scene")
                .world_from_furniture
                .translation
        };
        let by = place(scene, "tv_stand") - place(scene, "sofa");
        shift(scene, "sofa", by);
    });
    assert!(blocked.contains(&FaultKind::Overlap), "{blocked:?}");
    let floating = kinds_after(|scene| shift(scene, "sofa", DVec3::Z * 0.05));
    assert!(floating.contains(&FaultKind::Unstable), "{floating:?}");
    let walled_in = kinds_after(|scene| {
        let [x, y] = zone(scene);
        let mut pillar = scene.fixtures.iter().find(|it| it.name == "floor").expect("a scene").clone();
        pillar.name = "pillar".into();
        pillar.shape = restage_scenes::FixtureShape::Box { size: DVec3::new(1.9, 1.9, 2.0) };
        pillar.world_from_fixture.translation = DVec3::new(x, y, 1.0);
        scene.fixtures.push(pillar);
    });
    assert!(walled_in.contains(&FaultKind::Access), "{walled_in:?}");
    let dark = kinds_after(|scene| {
        let lamp =
            scene.lights.iter_mut().find(|light| light.name.contains("ceiling_lamp")).expect("a scene");
        if let restage_scenes::LightKind::Point { position, .. } = &mut lamp.kind {
            position.z = 0.5;
        }
    });
    assert_eq!(dark, [FaultKind::Sight]);
    let nameless = kinds_after(|scene| scene.lights[0].fixture = Some("lampp".into()));
    assert!(nameless.contains(&FaultKind::Structure), "{nameless:?}");
}
