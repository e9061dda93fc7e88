//! Utility on motion whose law is known: a hand that reaches, closes, lifts.

use super::*;
use glam::{DQuat, DVec3};
use restage_episodes::{DemonstrationSource, GripperTrack, WidthEvidence};
use restage_geometry::Pose;

/// A reach of 2 s along a bow, in a world of its own; `pace` stretches time, `noise` shakes the hand (m).
fn reach(episode: u64, world: Pose, pace: f64, noise: f64) -> Demonstration {
    let mut rng = stream(episode, 9);
    let mut unit = || below(&mut rng, 1 << 20) as f64 / f64::from(1 << 20) - 0.5;
    let (bow, length, turn) = (0.1 * unit(), 0.3 + 0.1 * unit(), 0.6 * unit());
    let steps = (80.0 * pace) as usize;
    let pose = |k: usize, shake: DVec3| {
        let s = k as f64 / steps as f64;
        let ease = s * s * s * (10.0 - 15.0 * s + 6.0 * s * s);
        let at = DVec3::new(length * ease, bow * libm::sin(std::f64::consts::PI * ease), 0.3 - 0.2 * ease);
        world * Pose::new(at + shake * noise, DQuat::from_rotation_z(turn * ease))
    };
    let poses: Vec<Pose> = (0..=steps).map(|k| pose(k, DVec3::new(unit(), unit(), unit()))).collect();
    Demonstration {
        source: DemonstrationSource {
            dataset: "d".into(),
            episode_index: episode,
            group: format!("g{}", episode % 10),
            scripted: true,
        },
        profile: "test".into(),
        task: String::new(),
        timestamps: (0..=steps).map(|k| k as f64 / 40.0).collect(),
        gripper: GripperTrack {
            width: (0..=steps).map(|k| 0.08 - 0.05 * (k as f64 / steps as f64)).collect(),
            evidence: WidthEvidence::Measured,
            open_width: 0.08,
            closed_width: 0.0,
            close_label_delay: 0.0,
        },
        world_from_tcp: poses,
        joints: None,
        cameras: Vec::new(),
    }
}

fn set(from: u64, count: u64, world: Pose, pace: f64, noise: f64) -> Vec<Demonstration> {
    (from..from + count).map(|k| reach(k, world, pace, noise)).collect()
}

fn episodes(set: &[Demonstration]) -> Vec<UtilityEpisode<'_>> {
    set.iter().map(|demonstration| UtilityEpisode { demonstration, grounding: None }).collect()
}

fn report(synthetic: &[Demonstration]) -> UtilityReport {
    let (train, test) = (set(0, 20, Pose::IDENTITY, 1.0, 0.0), set(100, 12, Pose::IDENTITY, 1.0, 0.0));
    let options = UtilityOptions {
        seeds: 2,
        fractions: vec![0.1, 1.0],
        shares: vec![0.5],
        training: Training { steps: 200, ..Training::default() },
        bootstrap: BootstrapOptions { draws: 200, ..BootstrapOptions::default() },
        ..UtilityOptions::default()
    };
    utility_report(&episodes(&train), &episodes(&test), &episodes(synthetic), &options)
        .expect("enough episodes")
}

#[test]
fn the_same_motion_in_another_world_is_as_good_as_real() {
    // Turned about the vertical and moved: only gravity may not change.
    let elsewhere = Pose::new(DVec3::new(3.0, -2.0, 1.0), DQuat::from_rotation_z(2.1));
    let found = report(&set(200, 20, elsewhere, 1.0, 0.0));
    let ratio = found.headline;
    assert!(ratio.value > 0.7, "{ratio:?}");
    assert!(ratio.interval.is_some_and(|interval| interval.high > 0.8), "{ratio:?}");
    let mlp = &found.policies[1].overall;
    assert!(mlp.trtr < 0.3 * mlp.baseline, "nothing was learnt: {mlp:?}");
    // With two real episodes generated ones help; with all twenty they cannot help much.
    let curve = &found.policies[0].cotraining;
    assert!(curve[0].gain.value > curve[1].gain.value, "{curve:?}");
    assert!(found.width_included && found.tasks.iter().all(|task| task.unavailable.is_some()));
}

#[test]
fn slower_motion_is_worse() {
    let same = report(&set(200, 20, Pose::IDENTITY, 1.0, 0.0)).policies[0].overall.utility_ratio.value;
    let slow = report(&set(200, 20, Pose::IDENTITY, 1.6, 0.0)).policies[0].overall.utility_ratio.value;
    assert!(slow < 0.8 * same, "{slow} against {same}");
}

#[test]
fn windows_do_not_know_the_world() {
    let shape = WindowShape { rate_hz: 10.0, history: 4, horizons: vec![1, 8], width: true };
    let elsewhere = Pose::new(DVec3::new(-1.0, 4.0, 0.5), DQuat::from_rotation_z(-1.3));
    let here = windows::windows(&reach(1, Pose::IDENTITY, 1.0, 0.0), &shape);
    let there = windows::windows(&reach(1, elsewhere, 1.0, 0.0), &shape);
    assert_eq!(here.len(), 20 - 4 - 8 + 1);
    let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(close(&here.inputs, &there.inputs) && close(&here.targets, &there.targets));
}

#[test]
fn too_little_data_is_said() {
    let one = set(0, 1, Pose::IDENTITY, 1.0, 0.0);
    let episodes = [UtilityEpisode { demonstration: &one[0], grounding: None }];
    let error = utility_report(&episodes, &episodes, &episodes, &UtilityOptions::default());
    assert!(error.expect_err("one episode").to_string().contains("expected at least 2, found 1"));
}

#[test]
fn area_under_the_curve_of_a_ranking() {
    assert_eq!(area_under_curve(&[(0.1, false), (0.4, true), (0.35, false), (0.8, true)]), Some(1.0));
    assert_eq!(area_under_curve(&[(0.1, false), (0.1, true)]), Some(0.5));
    assert_eq!(area_under_curve(&[(0.1, true)]), None);
}
