//! The whole way on real recordings: what `inspect` finds, what `replay` shows, what `generate` writes, and that
//! the real lerobot library loads it.

mod common;

use common::{assert_loads_in_lerobot, real_data, restage};
use std::path::Path;

fn inspect(source: &Path, profile: &str) -> serde_json::Value {
    let source = source.to_str().expect("a plain path");
    let run = restage(["inspect", source, "--profile", profile, "--json"]);
    assert!(run.code == 0 || run.code == 3, "exit code {}: {}", run.code, run.stderr);
    run.json()
}

#[test]
fn umi_demonstration_has_one_grasp_of_27_mm_with_a_lift() {
    let Some(real) = real_data() else { return };
    for source in ["umi_grasp_cube/dataset.zarr.zip", "umi_grasp_cube/episode_0.csv"] {
        let report = inspect(&real.join(source), "umi");
        let summary = &report["episodes"][0]["summary"];
        assert_eq!(summary["grasps"], 1, "{source}: {summary}");
        let width = summary["width"].as_f64().expect("width");
        assert!((width - 0.027).abs() <= 0.002, "{source}: width {width}");
        assert!(summary["lift_height"].as_f64().expect("lift") > 0.1, "{source}: {summary}");
    }
}

#[test]
fn umi_fragment_is_left_out_with_a_reason() {
    let Some(real) = real_data() else { return };
    let source = real.join("umi_grasp_cube/dataset.zarr.zip");
    let run = restage(["inspect", source.to_str().expect("a plain path"), "--profile", "umi"]);
    assert_eq!(run.code, 3, "one good and one bad episode is partial success: {}", run.stderr);
    assert!(run.stdout.contains("unusable"), "{}", run.stdout);
}

#[test]
fn so100_episodes_all_have_one_grasp_and_one_release() {
    let Some(real) = real_data() else { return };
    let report = inspect(&real.join("so100_pick_place"), "so100");
    assert_eq!(report["with_one_grasp_and_release"], 14, "of {}", report["grounded"]);
}

#[test]
fn cr5_episodes_have_grasp_and_release() {
    let Some(real) = real_data() else { return };
    let report = inspect(&real.join("cr5_banana"), "cr5");
    let found = report["with_grasp_and_release"].as_u64().expect("a count");
    assert!(found >= 48, "{found} of 50");
}

#[test]
fn umi_replay_lifts_and_holds_the_cube() {
    let Some(real) = real_data() else { return };
    let source = real.join("umi_grasp_cube/dataset.zarr.zip");
    let run = restage(["replay", source.to_str().expect("a plain path"), "--profile", "umi", "--json"]);
    let report = run.json();
    let episode = &report["episodes"][0];
    assert!(episode["successes"].as_u64() > Some(0), "{report}");
}

#[test]
fn generated_episodes_load_in_lerobot() {
    let Some(real) = real_data() else { return };
    for (source, profile) in
        [("umi_grasp_cube/dataset.zarr.zip", "umi"), ("so100_pick_place", "so100"), ("cr5_banana", "cr5")]
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join(profile);
        let source = real.join(source);
        let mut arguments: Vec<String> =
            ["generate", "--profile", profile, "--episodes", "3", "--seed", "5", "--size", "96x96", "--json"]
                .map(str::to_owned)
                .to_vec();
        arguments.extend([
            "--source".into(),
            source.display().to_string(),
            "--out".into(),
            out.display().to_string(),
        ]);
        let run = restage(&arguments);
        assert!(run.code == 0 || run.code == 3, "{profile}: exit code {}: {}", run.code, run.stderr);
        let report = run.json();
        assert_eq!(report["successes"], 3, "{profile}: {report}");
        assert_loads_in_lerobot(&out);
    }
}
