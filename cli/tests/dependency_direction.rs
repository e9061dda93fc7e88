//! Guards the direction of dependencies between the crates of the workspace, as `docs/architecture.md` draws it:
//! a crate uses only crates of rows below its own, and some crates never see some libraries.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Rows from the bottom up. Crates of one row never see each other.
const ROWS: &[&[&str]] = &[
    &["restage-geometry", "restage-storage"],
    &["restage-episodes", "restage-assets"],
    &["restage-scenes", "restage-grounding"],
    &["restage-rollouts"],
    &["restage-film"],
    &[
        "restage-randomizers",
        "restage-physics",
        "restage-film-cpu",
        "restage-film-gpu",
        "restage-exporters",
        "restage-validation",
    ],
    &["restage-pipeline"],
    &["restage", "restage-benches"],
];

/// What a crate must not reach, directly or through others.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("restage-episodes", &["bevy", "rapier3d"]),
    ("restage-assets", &["bevy", "rapier3d", "restage-episodes"]),
    ("restage-scenes", &["bevy", "rapier3d", "restage-episodes"]),
    ("restage-grounding", &["bevy", "rapier3d", "restage-scenes"]),
    ("restage-randomizers", &["bevy", "rapier3d", "restage-physics", "restage-film"]),
    ("restage-physics", &["bevy", "restage-exporters", "restage-film"]),
    ("restage-film", &["bevy", "rapier3d", "restage-exporters"]),
    ("restage-film-cpu", &["bevy", "rapier3d"]),
    ("restage-film-gpu", &["rapier3d", "restage-exporters"]),
    ("restage-exporters", &["bevy", "rapier3d", "restage-scenes"]),
    ("restage-storage", &["bevy", "rapier3d", "restage-geometry"]),
    // Must not share the generator's or the writer's mistakes.
    ("restage-validation", &["bevy", "rapier3d", "restage-scenes", "restage-exporters"]),
];

/// A physics engine's geometry library without the engine is fine; the production graph only, no test helpers.
fn graph() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| (package["id"].as_str().expect("id"), package["name"].as_str().expect("name")))
        .collect();
    let nodes = metadata["resolve"]["nodes"].as_array().expect("nodes");
    nodes
        .iter()
        .map(|node| {
            let used = node["deps"].as_array().expect("deps").iter().filter(|dependency| {
                dependency["dep_kinds"].as_array().expect("kinds").iter().any(|kind| kind["kind"].is_null())
            });
            let used = used.map(|dependency| names[dependency["pkg"].as_str().expect("pkg")].to_owned());
            (names[node["id"].as_str().expect("id")].to_owned(), used.collect())
        })
        .collect()
}

fn reachable<'a>(graph: &'a BTreeMap<String, BTreeSet<String>>, from: &'a str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        for next in graph.get(name).into_iter().flatten() {
            if seen.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    seen
}

#[test]
fn crates_use_only_rows_below_their_own() {
    let graph = graph();
    let row = |name: &str| ROWS.iter().position(|row| row.contains(&name));
    let mut faults = Vec::new();
    for name in graph.keys().filter(|name| name.starts_with("restage")) {
        let Some(own) = row(name) else {
            faults.push(format!("{name} is in no row"));
            continue;
        };
        for used in graph[name].iter().filter(|used| used.starts_with("restage")) {
            if row(used).is_none_or(|below| below >= own) {
                faults.push(format!("{name} must not use {used}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn forbidden_libraries_stay_out() {
    let graph = graph();
    for (name, forbidden) in FORBIDDEN {
        let reached = reachable(&graph, name);
        for library in *forbidden {
            assert!(!reached.contains(library), "{name} must not reach {library}");
        }
    }
}

#[test]
fn every_crate_is_explained_in_the_architecture() {
    let text = include_str!("../../docs/architecture.md");
    for name in ROWS.iter().copied().flatten() {
        assert!(text.contains(name), "docs/architecture.md does not mention {name}");
    }
}
