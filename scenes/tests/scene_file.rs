//! Scene files: the published schema is current, hand-written files load, and faulty ones say what is wrong.

use restage_scenes::{Scene, SceneError, SceneRequest, build};

const SCHEMA: &str = include_str!("../../docs/scene.schema.json");

/// The example that is published with the schema.
const BY_HAND: &str = include_str!("../../docs/scene.example.json");

#[test]
fn the_published_schema_is_current() {
    let schema = serde_json::to_string_pretty(&Scene::schema()).expect("a scene") + "\n";
    if std::env::var_os("RESTAGE_WRITE_SCHEMA").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/scene.schema.json");
        std::fs::write(path, &schema).expect("a scene");
        return;
    }
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(SCHEMA).expect("a scene"),
        serde_json::from_str::<serde_json::Value>(&schema).expect("a scene"),
        "docs/scene.schema.json is stale: run this test with RESTAGE_WRITE_SCHEMA=1"
    );
}

#[test]
fn a_file_written_by_hand_loads() {
    let scene = Scene::from_json(BY_HAND, "test").expect("a scene");
    assert_eq!(scene.objects[0].model, *restage_assets::by_id("coffee_mug").expect("a scene"));
    assert_eq!(scene.supports[0].clear_height, 1.0);
    let again = Scene::from_json(&scene.to_json().expect("a scene"), "test").expect("a scene");
    assert_eq!(again, scene);
}

fn message(text: &str) -> String {
    Scene::from_json(text, "file: kitchen.json").expect_err("not a scene").to_string()
}

#[test]
fn faulty_files_say_what_is_wrong() {
    let key = message(&BY_HAND.replace("\"supports\"", "\"suports\""));
    assert!(key.contains("suports") && key.contains("did you mean `supports`?"), "{key}");
    assert!(key.contains("line") && key.contains("kitchen.json"), "{key}");
    let shape = message(&BY_HAND.replace("\"kind\": \"box\"", "\"kind\": \"bax\""));
    assert!(shape.contains("did you mean `box`?"), "{shape}");
    let texture = message(&BY_HAND.replace("\"texture\": \"wood\"", "\"texture\": \"woad\""));
    assert!(texture.contains("did you mean `wood`?"), "{texture}");
    let asset = message(&BY_HAND.replace("coffee_mug", "cofee_mug"));
    assert!(asset.contains("missing asset") && asset.contains("did you mean \"coffee_mug\"?"), "{asset}");
    let family = message(&BY_HAND.replace("\"home\"", "\"hone\""));
    assert!(family.contains("did you mean `home`?"), "{family}");
}

#[test]
fn all_broken_references_and_constraints_are_listed_at_once() {
    let broken = BY_HAND.replace(
        "\"lights\": []",
        r#""lights": [],
        "task_zone": {"support": "tabel", "center": [0, 0], "size": [0.4, 0.3], "stand": [0, -0.8]},
        "zones": [{"name": "here", "purpose": "start", "support": "table", "center": [0.5, 0], "size": [0.4, 0.3]}],
        "ranges": {"object_pose.along": [0.2, -0.2]}"#,
    );
    let text = message(&broken);
    for part in
        ["tabel", "did you mean \"table\"?", "zones[here]", "object_pose.along", "the lesser value first"]
    {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(
        matches!(Scene::from_json(&broken, "x"), Err(SceneError::Faulty { faults, .. }) if faults.len() == 3)
    );
}

#[test]
fn every_scene_of_a_template_survives_its_file() {
    for template in restage_scenes::templates() {
        let scene = build(template.name, &SceneRequest::default()).expect("a scene");
        let text = scene.to_json().expect("a scene");
        let back = Scene::from_json(&text, "test").expect("a scene");
        assert_eq!(back, scene, "{}", template.name);
        assert_eq!(back.hash(), scene.hash());
    }
}

#[test]
fn files_of_another_version_are_told_so() {
    let error =
        Scene::from_json(&BY_HAND.replacen(": 2", ": 1", 1), "file: old.json").expect_err("not a scene");
    assert!(matches!(&error, SceneError::Version { found, .. } if found == "1"), "{error}");
    assert!(error.to_string().contains("generate the scene again"), "{error}");
}
