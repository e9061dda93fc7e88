//! Real recordings through their device profiles and the quality gates.

use crate::real_data;
use restage_episodes::quality::{Gate, QualityGates, QualityReport, Verdict, check};
use restage_episodes::{
    Demonstration, DeviceProfile, SourceReading, WidthEvidence, read_demonstrations, tracks,
};
use std::collections::BTreeMap;
use std::path::Path;

fn read(path: &Path, profile: &str) -> SourceReading {
    let profile = DeviceProfile::builtin(profile).expect("a built-in profile");
    let reading = read_demonstrations(path, &profile).expect("a readable source");
    for demonstration in &reading.demonstrations {
        assert_sound(demonstration);
    }
    reading
}

/// What every demonstration promises.
fn assert_sound(demonstration: &Demonstration) {
    let frames = demonstration.len();
    assert_eq!(demonstration.world_from_tcp.len(), frames);
    assert_eq!(demonstration.gripper.width.len(), frames);
    assert!(demonstration.timestamps[0] == 0.0);
    assert!(demonstration.timestamps.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(demonstration.world_from_tcp.iter().all(|pose| pose.is_finite()));
    assert!(demonstration.world_from_tcp.iter().all(|pose| (pose.rotation.length() - 1.0).abs() < 1e-9));
    assert!(demonstration.world_from_tcp.windows(2).all(|pair| pair[0].rotation.dot(pair[1].rotation) > 0.0));
    for clip in demonstration.cameras.iter().filter_map(|camera| camera.clip.as_ref()) {
        assert_eq!(clip.frames, frames);
    }
}

fn report(demonstration: &Demonstration) -> QualityReport {
    check(demonstration, &QualityGates::default())
}

/// How often each gate spoke, and each verdict was given.
fn summary(reading: &SourceReading) -> (BTreeMap<Verdict, usize>, BTreeMap<Gate, usize>) {
    let (mut verdicts, mut gates) = (BTreeMap::new(), BTreeMap::new());
    for report in reading.demonstrations.iter().map(report) {
        *verdicts.entry(report.verdict).or_default() += 1;
        for finding in report.findings {
            *gates.entry(finding.gate).or_default() += 1;
        }
    }
    (verdicts, gates)
}

/// First frame at which the gripper is in the closed half of its range and was not before.
fn first_close(demonstration: &Demonstration) -> usize {
    let track = &demonstration.gripper;
    let middle = 0.5 * (track.open_width + track.closed_width);
    (1..demonstration.len())
        .find(|i| track.width[*i] < middle && track.width[i - 1] >= middle)
        .expect("a grasp")
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

#[test]
fn umi_episode_is_usable_and_its_fragment_is_not() {
    let Some(real) = real_data() else { return };
    let reading = read(&real.join("umi_grasp_cube/dataset.zarr.zip"), "umi");
    assert_eq!((reading.demonstrations.len(), reading.rejected.len()), (2, 0));
    let [episode, fragment] = &reading.demonstrations[..] else { panic!("two episodes") };
    let quality = report(episode);
    assert_eq!(quality.verdict, Verdict::Usable, "{:?}", quality.findings);
    assert!((quality.rate_hz - 59.94).abs() < 0.01);
    let quality = report(fragment);
    assert_eq!(quality.verdict, Verdict::Unusable);
    assert!(quality.findings.iter().any(|finding| finding.gate == Gate::Length), "{:?}", quality.findings);

    assert_eq!(episode.gripper.evidence, WidthEvidence::Measured);
    let (low, high) = range(episode.gripper.width.iter().copied());
    assert!((0.0270..0.0280).contains(&low) && (0.0840..=0.0857).contains(&high), "{low} {high}");
    let start = &episode.world_from_tcp[0];
    assert!((start.translation.z + 0.036).abs() < 0.001);
    assert!(start.rotation.z.abs() < 0.1 && (start.rotation * glam::DVec3::Z).z < -0.95, "points down");
    let grasp = episode.world_from_tcp[150];
    eprintln!(
        "umi: TCP z {:.4} m and approach z {:.3} at the grasp",
        grasp.translation.z,
        (grasp.rotation * glam::DVec3::Z).z
    );

    let csv = read(&real.join("umi_grasp_cube/episode_0.csv"), "umi");
    let twin = &csv.demonstrations[0];
    for (a, b) in episode.world_from_tcp.iter().zip(&twin.world_from_tcp) {
        assert!(a.distance(b) < 1e-6 && a.angle(b) < 1e-6);
    }
    assert_eq!(episode.timestamps, twin.timestamps);
}

#[test]
fn so100_reaches_down_to_the_table() {
    let Some(real) = real_data() else { return };
    let reading = read(&real.join("so100_pick_place"), "so100");
    let (verdicts, gates) = summary(&reading);
    eprintln!("so100: {verdicts:?} {gates:?} {:?}", reading.warnings);
    assert_eq!((reading.demonstrations.len(), reading.rejected.len()), (14, 0));
    assert_eq!(verdicts, BTreeMap::from([(Verdict::Usable, 14)]));
    let grasps: Vec<_> =
        reading.demonstrations.iter().map(|take| take.world_from_tcp[first_close(take)]).collect();
    let (low, high) = range(grasps.iter().map(|pose| pose.translation.z));
    let (steepest, flattest) = range(grasps.iter().map(|pose| (pose.rotation * glam::DVec3::Z).z));
    eprintln!(
        "so100: TCP z {low:.3} to {high:.3} m, approach z {steepest:.2} to {flattest:.2} at the closing"
    );
    assert!(low > -0.03 && high < 0.05, "the object stands on the table: {low} to {high}");
    assert!(flattest < -0.5, "the gripper points down: {flattest}");
    for take in &reading.demonstrations {
        assert_eq!(take.gripper.evidence, WidthEvidence::Commanded);
        let (low, high) = range(take.gripper.width.iter().copied());
        assert!(low < 1e-4 && (0.105..0.115).contains(&high), "{low} {high}");
        assert_eq!(take.joints.as_ref().unwrap().names.len(), 5);
        assert_eq!(take.cameras.len(), 2);
        assert_eq!(take.task, "Pick up the orange circle and place it in the black container.");
    }
}

#[test]
fn cr5_drops_stale_rows_and_keeps_late_labels() {
    let Some(real) = real_data() else { return };
    let reading = read(&real.join("cr5_banana"), "cr5");
    let (verdicts, gates) = summary(&reading);
    eprintln!("cr5: {verdicts:?} {gates:?}");
    assert_eq!((reading.demonstrations.len(), reading.rejected.len()), (50, 0));
    assert_eq!(verdicts.get(&Verdict::Unusable), None);
    let stale = "the first row held the state from before the recording and was dropped in 14 of 50 episodes \
                 (9, 12, 18, 20, 21, 24, 28, 31, 34, 40, 42, 43, 44, 46)";
    assert!(reading.warnings.iter().any(|warning| warning == stale), "{:?}", reading.warnings);
    let frames: usize = reading.demonstrations.iter().map(Demonstration::len).sum();
    assert_eq!(frames, 11_046 - 14);

    // The flange is at 0.299 m (sd 0.008) at the lowest point before a grasp, and the tool 0.17 m beyond it.
    let lowest: Vec<_> = reading.demonstrations.iter().map(lowest_before_close).collect();
    let (low, high) = range(lowest.iter().map(|pose| pose.translation.z));
    let (steepest, flattest) = range(lowest.iter().map(|pose| (pose.rotation * glam::DVec3::Z).z));
    eprintln!(
        "cr5: TCP z {low:.3} to {high:.3} m, approach z {steepest:.2} to {flattest:.2} at the lowest point"
    );
    let mean = lowest.iter().map(|pose| pose.translation.z).sum::<f64>() / 50.0;
    assert!((mean - 0.13).abs() < 0.01, "{mean}");
    assert!(flattest < -0.95);
    for take in &reading.demonstrations {
        assert_eq!(take.gripper.evidence, WidthEvidence::Binary);
        assert!(take.gripper.close_label_delay > 1.0);
    }
}

/// The lowest pose in the four seconds before the gripper is labelled closed.
fn lowest_before_close(take: &Demonstration) -> restage_episodes::Pose {
    let close = first_close(take);
    let from = (0..close).find(|i| take.timestamps[*i] > take.timestamps[close] - 4.0).unwrap_or(0);
    *take.world_from_tcp[from..=close]
        .iter()
        .min_by(|a, b| a.translation.z.total_cmp(&b.translation.z))
        .expect("frames before the grasp")
}

#[test]
fn the_clean_cr5_set_has_no_stale_row() {
    let Some(real) = real_data() else { return };
    let reading = read(&real.join("cr5_banana_video"), "cr5");
    assert_eq!(reading.demonstrations.len(), 12);
    assert!(!reading.warnings.iter().any(|warning| warning.contains("first row")), "{:?}", reading.warnings);
    let (verdicts, gates) = summary(&reading);
    eprintln!("cr5 with video: {verdicts:?} {gates:?}");
    assert_eq!(verdicts.get(&Verdict::Usable), Some(&12));
}

#[test]
fn the_wrong_profile_says_which_columns_there_are() {
    let Some(real) = real_data() else { return };
    let umi = DeviceProfile::builtin("umi").unwrap();
    let reading = read_demonstrations(&real.join("so100_pick_place"), &umi).unwrap();
    assert_eq!((reading.demonstrations.len(), reading.rejected.len()), (0, 14));
    let fault = reading.rejected[0].faults[0].to_string();
    assert!(fault.contains("no column `robot0_eef_pos`") && fault.contains("observation.state"), "{fault}");
}

#[test]
fn a_clock_that_jumps_back_is_a_fault_and_a_grid_reads_on() {
    let Some(real) = real_data() else { return };
    let raw = tracks::read_csv(&real.join("panda_tracking/replay_log_trial_1.csv")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let load = |timestamps: &str| {
        let text = format!(
            r#"
            format_version = 1
            name = "panda"
            description = "flange of a Franka Panda"
            {timestamps}
            [[pose]]
            position = ["actual_ee_0", "actual_ee_1", "actual_ee_2"]
            rotation = ["actual_ee_3", "actual_ee_4", "actual_ee_5"]
            rotation_kind = "rotation_vector"
            [gripper]
            model = "panda"
            reading = {{ kind = "absent" }}
            open_width = 0.08
            "#
        );
        let path = folder.path().join("panda.toml");
        std::fs::write(&path, text).unwrap();
        DeviceProfile::load(&path).unwrap()
    };
    let faults = load("timestamps = \"stored\"").interpret(&raw.name, &raw.episodes[0]).unwrap_err();
    assert!(
        faults[0].found.contains("the first from 4.99") && faults[0].found.contains("frame 441"),
        "{}",
        faults[0]
    );
    let grid = load("timestamps = \"grid\"\nrate_hz = 84.0").interpret(&raw.name, &raw.episodes[0]).unwrap();
    assert_sound(&grid);
    assert_eq!(grid.len(), 2688);
    let quality = report(&grid);
    assert!(quality.findings.iter().any(|finding| finding.gate == Gate::Gripper), "{:?}", quality.findings);
}
