//! Priors are fitted to the train split of real recordings, `generate` uses them, and `axes` shows what came of it.

mod common;

use common::{real_data, restage};
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

#[test]
fn fitted_priors_lead_into_many_places() {
    let Some(real) = real_data() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (source, priors) = (real.join("so100_pick_place"), folder.path().join("priors.toml"));
    let fit = restage([
        "fit",
        text(&source),
        "--profile",
        "so100",
        "--scenes",
        "12",
        "--out",
        text(&priors),
        "--json",
    ]);
    assert_eq!(fit.code, 0, "{}", fit.stderr);
    let report = fit.json();
    let used = report["sources"][0]["episodes"].as_array().expect("a list").len();
    let others = report["sources"][0]["other_splits"].as_u64().expect("a number");
    assert!(used >= 2 && others >= 1, "{used} for training, {others} kept away: {report}");
    let fitted = report["fitted"].as_array().expect("a list");
    assert!(fitted.iter().all(|law| law["split"] == "train" && law["n"].as_u64() > Some(1)));
    let named = |name: &str| fitted.iter().any(|law| law["law"] == name);
    for law in ["object_pose.along", "style.speed", "exposure.ev", "sensor_noise.read"] {
        assert!(named(law), "{law} was not fitted: {report}");
    }

    let out = folder.path().join("dataset");
    let generate = |priors: &Path| {
        restage([
            "generate",
            "--source",
            text(&source),
            "--profile",
            "so100",
            "--priors",
            text(priors),
            "--environment",
            "all",
            "--episodes",
            "6",
            "--no-film",
            "--out",
            text(&out),
            "--json",
        ])
    };
    let run = generate(&priors);
    assert!(run.code == 0 || run.code == 3, "exit code {}: {}", run.code, run.stderr);
    let environments = run.json()["environments"].as_object().expect("by template").len();
    assert!(environments >= 2, "all environments, but {environments} used");
    check_table(&out, "object_pose", "along");

    // A file that names a group of another split is refused, before any work.
    let edited = folder.path().join("edited.toml");
    let changed = std::fs::read_to_string(&priors).expect("the file").replace("salt = \"", "salt = \"x");
    std::fs::write(&edited, changed).expect("a file");
    let refused = generate(&edited);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("split salt"), "{}", refused.stderr);
}

/// The table of the dataset has every axis, and a fitted law beside what was observed.
fn check_table(dataset: &Path, axis: &str, draw: &str) {
    let run = restage(["axes", text(dataset), "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = run.json();
    let rows = report["axes"].as_array().expect("a list");
    let row = rows.iter().find(|row| row["axis"] == axis && row["draw"] == draw).expect("a row");
    assert!(row["configured"].as_str().is_some_and(|text| text.contains("normal")), "{row}");
    assert_eq!(row["observed"]["n"], 6, "{row}");
    let card = std::fs::read_to_string(dataset.join("README.md")).expect("the card");
    assert!(card.contains("## Variation") && card.contains("| sensor_noise | read |"), "{card}");
}

#[test]
fn bad_names_and_laws_are_explained() {
    let run = restage(["generate", "--source", "x", "--profile", "umi", "--environment", "home_kitchn"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean \"home_kitchen\"?"), "{}", run.stderr);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let job = folder.path().join("job.toml");
    std::fs::write(&job, "[randomization.friction]\nsupport = [0.6, 0.2]\n").expect("a file");
    let run = restage(["axes", text(&job)]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("friction.support"), "{}", run.stderr);
}
