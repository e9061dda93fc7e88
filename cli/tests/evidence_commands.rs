//! `physics`, `rank`, `audit` and `replay --gap`: what they print, and how they end.

mod common;

use common::{real_data, restage};
use std::fs;

#[test]
fn physics_reports_sixteen_laws() {
    let run = restage(["physics", "--json"]);
    let report = run.json();
    assert_eq!((run.code, &report["passed"], &report["total"]), (0, &16.into(), &16.into()), "{report}");
    assert_eq!(report["truths"].as_array().map(Vec::len), Some(16));
    let coarse = restage(["physics", "--rate", "60", "--iterations", "1"]);
    assert_eq!(coarse.code, 3, "coarse steps break a law: {}", coarse.stdout);
    assert!(coarse.stdout.contains("OFF"), "{}", coarse.stdout);
}

#[test]
fn policies_are_ranked_from_a_table() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("rates.csv");
    // SIMPLER's published "move near": MMRV 0.111, Pearson 0.856.
    let table = "policy,task,sim,real\nrt-2-x,move_near,0.779,0.733\nrt-1-converged,move_near,0.442,0.633\n\
                 rt-1-15pct,move_near,0.354,0.583\nrt-1-x,move_near,0.317,0.45\nrt-1-begin,move_near,0.05,0.017\n\
                 octo-base,move_near,0.042,0.35\n";
    fs::write(&path, table).expect("a file");
    let path = path.to_str().expect("a plain path");
    let report = restage(["rank", "--csv", path, "--json"]).json();
    let task = &report["tasks"][0];
    assert!((task["mmrv"]["value"].as_f64().expect("a number") - 0.111).abs() < 1e-9, "{report}");
    assert!((task["pearson"]["value"].as_f64().expect("a number") - 0.856_096_664).abs() < 1e-6, "{report}");
    assert_eq!(task["pearson"]["interval"].as_array().map(Vec::len), Some(2));
    let run = restage(["rank", "--csv", "/no/such/table.csv"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("/no/such/table.csv"), "{}", run.stderr);
}

/// Four rollouts from the UMI recording, of which one episode is too short to use.
fn generate_four(source: &str, seed: &str, out: &str) {
    let arguments = ["generate", "--profile", "umi", "--episodes", "4", "--no-film", "--source", source];
    let made = restage(arguments.into_iter().chain(["--seed", seed, "--out", out]));
    assert!(made.code == 0 || made.code == 3, "{}", made.stderr);
}

#[test]
fn an_audit_finds_a_sound_dataset_valid_and_a_tampered_one_out() {
    let Some(real) = real_data() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("umi");
    let source = real.join("umi_grasp_cube/dataset.zarr.zip");
    let [out_text, source] = [&out, &source].map(|path| path.to_str().expect("a plain path"));
    generate_four(source, "2", out_text);
    let run = restage(["audit", out_text, "--json"]);
    let report = run.json();
    assert_eq!(report["simulated"], 4, "{report}");
    assert_eq!(report["faults"].as_array().map(Vec::len), Some(0), "{report}");
    assert_eq!(report["reproduced"]["value"], 1.0, "{report}");
    assert_eq!(run.code, if report["pass"] == true { 0 } else { 3 });
    let sampled = restage(["audit", out_text, "--sample", "2", "--json"]).json();
    assert_eq!(sampled["simulated"], 2, "{sampled}");

    // Another dataset's records under this one's tables: the contradiction is found.
    let other = folder.path().join("other");
    let other_text = other.to_str().expect("a plain path");
    generate_four(source, "9", other_text);
    let records = "meta/restage/episodes/chunk-000.zip";
    fs::copy(other.join(records), out.join(records)).expect("copied records");
    let run = restage(["audit", out_text, "--sample", "1", "--json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let faults = run.json()["faults"].to_string();
    for check in ["hash of the scene", "seed", "states are those of the rollout"] {
        assert!(faults.contains(check), "{check} not among {faults}");
    }
}

#[test]
fn what_is_no_dataset_cannot_be_audited() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = restage(["audit", folder.path().to_str().expect("a plain path")]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn a_replay_can_be_compared_with_its_recording() {
    let Some(real) = real_data() else { return };
    let source = real.join("umi_grasp_cube/dataset.zarr.zip");
    let source = source.to_str().expect("a plain path");
    let report = restage(["replay", source, "--profile", "umi", "--draws", "4", "--gap", "--json"]).json();
    let gap = &report["gap"];
    assert_eq!(gap["recordings"], 1, "{gap}");
    // The width was measured; the hypothesised object is as wide as it stalled.
    let bias = gap["hold_bias"]["errors"]["bias"].as_f64().expect("a width error");
    assert!(bias.abs() < 0.003, "{gap}");
    let rms = gap["tcp_rmse"]["errors"]["mean_absolute"].as_f64().expect("a TCP error");
    assert!(rms < 0.005, "{gap}");
    let limits = gap["limits"].to_string();
    assert!(limits.contains("exploratory") && limits.contains("inferred"), "{limits}");
}
