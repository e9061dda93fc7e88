//! A scene file that an author marked, worked in by `generate --scene`: its zones, ranges and things are kept to.

#[path = "../../scenes/tests/common/authored.rs"]
mod authored;
mod common;

use common::{restage, scripted_demonstrations};
use glam::DVec3;
use restage_pipeline::stored;

#[test]
fn zones_ranges_and_things_of_an_author_are_kept_to() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (source, out) = (scripted_demonstrations(folder.path()), folder.path().join("dataset"));
    let (file, authored) = (folder.path().join("kitchen.json"), authored::kitchen());
    authored.save(&file).expect("a file");
    let text = |path: &std::path::Path| path.to_str().expect("a plain path").to_owned();
    let run = restage([
        "generate".to_owned(),
        "--source".into(),
        text(&source),
        "--profile".into(),
        "restage".into(),
        "--scene".into(),
        text(&file),
        "--episodes".into(),
        "8".into(),
        "--seed".into(),
        "4".into(),
        "--no-film".into(),
        "--out".into(),
        text(&out),
        "--json".into(),
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json()["environments"]["my_kitchen"]["successes"], 8, "{}", run.stdout);
    let mut starts = Vec::new();
    for episode in 0..8 {
        let (spec, _) = stored::load(&out, episode).expect("a stored specification");
        assert_eq!(spec.scene.fixtures, authored.fixtures);
        let support = &spec.scene.supports[0];
        let local = |at: DVec3| support.local(at);
        let start = local(spec.scene.objects[0].world_from_object.translation);
        assert!((start.x + 0.2).abs() <= 0.15 + 1e-9 && start.y.abs() <= 0.1 + 1e-9, "{start}");
        starts.push(start.x);
        assert!(spec.draws["placing"]["object"]["yaw"].as_f64().expect("a number").abs() <= 0.05);
        let goal = local(spec.goal.world_from_object_placed.expect("it is put down").translation);
        let others = spec.scene.objects.iter().skip(1).map(|it| local(it.world_from_object.translation));
        for thing in others.chain([goal]) {
            let outside = (thing.x - 0.3).abs() > 0.1 || thing.y.abs() > 0.25;
            assert!(outside, "something stands in the zone that is to stay free: {thing}");
        }
        let mug = spec.scene.object("authored/mug").expect("the author's mug");
        assert_eq!(mug.world_from_object, authored.objects[0].world_from_object);
    }
    let spread = starts.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        - starts.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(spread > 0.05, "all of the start zone is used: {starts:?}");
}
