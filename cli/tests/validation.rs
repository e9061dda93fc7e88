//! `split`, `generate --split train` and `validate`: what is held out stays held out, and the report says so.

mod common;

use common::{real_data, restage};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// Episodes of the CR5 set by their part of the split.
fn parts(split: &Value) -> [Vec<u64>; 2] {
    let groups = split["groups"].as_object().expect("groups by name");
    let number = |key: &str| key.rsplit('-').next().and_then(|n| n.parse::<u64>().ok()).expect("a number");
    let of = |wanted: &str| {
        let mut all: Vec<u64> =
            groups.iter().filter(|(_, part)| *part == wanted).map(|(key, _)| number(key)).collect();
        all.sort_unstable();
        all
    };
    [of("train"), of("held-out")]
}

#[test]
fn held_out_recordings_are_no_sources_and_the_dataset_names_its_split() {
    let Some(real) = real_data() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = real.join("cr5_banana");
    let split = restage(["split", text(&source), "--profile", "cr5", "--json"]).json();
    let [train, held_out] = parts(&split);
    assert!(train.len() >= 20 && held_out.len() >= 6, "{split}");

    let job = |name: &str, episodes: &[u64], salt: &str| {
        let path = folder.path().join(format!("{name}.toml"));
        let job = format!(
            "seed = 3\n{salt}[[sources]]\npath = {:?}\nprofile = \"cr5\"\nsplit = \"train\"\nepisodes = {episodes:?}\n\
             [output]\npath = {:?}\nepisodes = 3\n[film]\nenabled = false\n",
            text(&source),
            text(&folder.path().join(name)),
        );
        fs::write(&path, job).expect("a job file");
        path
    };
    let refused = restage(["generate", text(&job("refused", &[train[0], held_out[0]], ""))]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    let named = format!("episode {} (held-out) must not be sources", held_out[0]);
    assert!(refused.stderr.contains(&named) && !folder.path().join("refused").exists(), "{}", refused.stderr);

    let made = restage(["generate", text(&job("made", &train[..2], ""))]);
    assert!(made.code == 0 || made.code == 3, "{}", made.stderr);
    let meta = fs::read(folder.path().join("made/meta/restage/dataset.json")).expect("the card");
    let meta: Value = serde_json::from_slice(&meta).expect("JSON");
    assert_eq!(meta["run"]["run"]["splits"][0]["hash"], split["hash"], "{}", meta["run"]["run"]["splits"]);
    // Another salt, another split: an episode that was for training may be held out now.
    let salted = restage(["split", text(&source), "--profile", "cr5", "--salt", "other", "--json"]).json();
    let [other, _] = parts(&salted);
    let moved = train.iter().find(|episode| !other.contains(episode)).expect("splits differ");
    let refused = restage(["generate", text(&job("salted", &[*moved], "split_salt = \"other\"\n"))]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
}

#[test]
fn a_report_holds_every_family_and_says_what_was_wrong() {
    let Some(real) = real_data() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (source, out) = (real.join("cr5_banana"), folder.path().join("cr5"));
    let made = restage([
        "generate",
        "--source",
        text(&source),
        "--profile",
        "cr5",
        "--episodes",
        "8",
        "--seed",
        "4",
        "--no-film",
        "--out",
        text(&out),
    ]);
    assert!(made.code == 0 || made.code == 3, "{}", made.stderr);
    let evidence = folder.path().join("evidence");
    let run = restage([
        "validate",
        "--synthetic",
        text(&out),
        "--real",
        text(&source),
        "--profile",
        "cr5",
        "--no-images",
        "--replay-draws",
        "1",
        "--out",
        text(&evidence),
        "--json",
    ]);
    let report = run.json();
    // Eight episodes may be too few for the controls, but never for the leak.
    let code = match report["verdict"].as_str() {
        Some("FAIL") => 1,
        Some("VOID") => 6,
        other => panic!("held-out episodes were sources, yet {other:?}"),
    };
    assert_eq!((run.code, &report["copies"]["verdict"]), (code, &"FAIL".into()), "{}", run.stderr);
    let reasons = report["copies"]["reasons"].to_string();
    assert!(reasons.contains("not for training"), "{reasons}");
    assert!(report["remarks"].to_string().contains("without a split"), "{}", report["remarks"]);
    let families: Vec<&str> = report["families"]
        .as_array()
        .expect("families")
        .iter()
        .filter_map(|f| f["family"].as_str())
        .collect();
    assert_eq!(families, ["kinematics", "aperture", "contact", "utility"]);
    let utility = &report["families"][3];
    let (ratio, interval) = (utility["gap_ratio"].as_f64(), &utility["interval"]);
    assert!(ratio.is_some_and(|ratio| ratio > 0.3 && ratio < 10.0), "{utility}");
    let ends = [interval[0].as_f64().expect("low"), interval[1].as_f64().expect("high")];
    assert!(ends[0] <= ratio.expect("a ratio") && ratio.expect("a ratio") <= ends[1], "{utility}");
    assert_eq!(report["utility"]["policies"].as_array().map(Vec::len), Some(2));
    assert!(report["replay"]["success_share"]["value"].as_f64().is_some_and(|share| share > 0.5));
    for key in ["negative_pass_rate", "positive_fail_rate"] {
        assert!(report["controls"][key].is_number(), "{key}");
    }
    assert!(report["minimum_detectable_gap"].is_number() && report["n"]["held_out"].is_number());
    let page = fs::read_to_string(evidence.join("report.html")).expect("the page");
    assert!(page.starts_with("<!doctype html>") && !page.contains("src=\"http"), "one self-contained file");
    for part in
        ["FAIL", "What to change", "Utility", "replayed in simulation", "Copies and leaks", "Coverage"]
    {
        assert!(page.to_lowercase().contains(&part.to_lowercase()), "{part} is missing");
    }
}
