//! Grounding of real recordings. They are not part of the project: `RESTAGE_REAL_DATA` says where they are.

#[path = "../../episodes/tests/recordings/mod.rs"]
mod recordings;

use restage_assets::GripperModel;
use restage_episodes::Demonstration;
use restage_episodes::profile::DeviceProfile;
use restage_episodes::source::read_demonstrations;
use restage_grounding::{
    EventKind, EvidenceGrade, Grounding, GroundingOptions, WidthSource, ground, stillness,
};

/// The data set `name`, read with the built-in profile and grounded for `gripper`; `None` when it is absent.
fn load(name: &str, profile: &str, gripper: GripperModel) -> Option<(Vec<Demonstration>, Vec<Grounding>)> {
    let path = recordings::real(name)?;
    let profile = DeviceProfile::builtin(profile).expect("a built-in profile");
    let reading = read_demonstrations(&path, &profile).expect("a readable data set");
    let demonstrations: Vec<Demonstration> =
        reading.demonstrations.into_iter().filter(|demonstration| demonstration.len() > 60).collect();
    let groundings: Vec<Grounding> = ground(&demonstrations, &GroundingOptions::for_gripper(gripper))
        .into_iter()
        .filter_map(|result| result.map_err(|error| eprintln!("{error}")).ok())
        .collect();
    for (demonstration, grounding) in demonstrations.iter().zip(&groundings) {
        eprintln!(
            "{}",
            serde_json::to_string(&grounding.summary(&demonstration.timestamps)).expect("plain data")
        );
    }
    Some((demonstrations, groundings))
}

/// What holds for every real grounding, whatever the device.
fn check_consistency(demonstrations: &[Demonstration], groundings: &[Grounding]) {
    for grounding in groundings {
        let demonstration = demonstrations
            .iter()
            .find(|demonstration| demonstration.source == grounding.source)
            .expect("its demonstration");
        let covered: usize = grounding.segments.iter().map(|segment| segment.frames.len()).sum();
        assert_eq!(covered, demonstration.len());
        let object = grounding.object.best();
        let tcp = grounding.grasp().world_from_tcp.translation.z;
        let top = object.world_from_object.translation.z + object.size.z * 0.5;
        assert!(top > tcp, "episode {}: gripped above its top", grounding.source.episode_index);
        assert!(grounding.support.height <= tcp - grounding.object.gripper_reach + 1e-9);
        assert!(object.size.x < demonstration.gripper.open_width);
    }
}

fn grasps(grounding: &Grounding) -> usize {
    grounding.events.iter().filter(|event| event.kind == EventKind::Grasp).count()
}

#[test]
fn umi_measures_the_cube_and_holds_it_to_the_end() {
    let Some((demonstrations, groundings)) =
        load("umi_grasp_cube/dataset.zarr.zip", "umi", GripperModel::umi())
    else {
        return;
    };
    assert_eq!((demonstrations.len(), groundings.len()), (1, 1));
    check_consistency(&demonstrations, &groundings);
    let grounding = &groundings[0];
    assert_eq!((grounding.events.len(), grasps(grounding)), (1, 1));
    let width = grounding.grasp().width;
    assert_eq!(width.source, WidthSource::Measured);
    assert!((width.best - 0.027).abs() <= 0.002, "{width:?}");
    assert!(grounding.outcome.lifted && grounding.outcome.held_at_end && grounding.release.is_none());
    assert_eq!(grounding.grade, EvidenceGrade::C);
    // The tool rests on the table at the start, so the plane was touched.
    assert!(grounding.support.evidence.rests >= 1);
    assert!((-0.07..-0.037).contains(&grounding.support.height), "{:?}", grounding.support);
    assert!(grounding.style_measured);
}

#[test]
fn so100_has_one_grasp_and_one_release_in_every_episode() {
    let Some((demonstrations, groundings)) = load("so100_pick_place", "so100", GripperModel::so100_jaw())
    else {
        return;
    };
    assert_eq!((demonstrations.len(), groundings.len()), (14, 14));
    check_consistency(&demonstrations, &groundings);
    for grounding in &groundings {
        assert_eq!((grounding.events.len(), grasps(grounding)), (1, 1));
        assert!(grounding.outcome.placed && grounding.lift_height > 0.05, "{:?}", grounding.outcome);
        assert_eq!(grounding.grade, EvidenceGrade::B);
        assert_eq!(grounding.grasp().width.source, WidthSource::Hypothesis);
    }
}

#[test]
fn cr5_is_re_timed_and_placed() {
    let Some((demonstrations, groundings)) = load("cr5_banana", "cr5", GripperModel::robotiq_2f85()) else {
        return;
    };
    assert_eq!(demonstrations.len(), 50);
    check_consistency(&demonstrations, &groundings);
    let placed = groundings.iter().filter(|grounding| grounding.outcome.placed).count();
    assert!(placed >= 48, "{placed} of 50 have grasp and release");
    for grounding in &groundings {
        let demonstration = demonstrations.iter().find(|d| d.source == grounding.source).unwrap();
        let expected = if grounding.source.episode_index == 32 { 2 } else { 1 };
        assert_eq!(grasps(grounding), expected, "episode {}", grounding.source.episode_index);
        // A person closes the fingers of a hand-guided arm while the arm rests.
        let closing = grounding.grasp().close_start..grounding.grasp().stall + 1;
        let still = stillness::still_tcp(demonstration, &GroundingOptions::default().still);
        let at_rest = still.iter().any(|range| range.start < closing.end && closing.start < range.end);
        assert!(at_rest, "episode {}: closing while moving", grounding.source.episode_index);
        // The label comes after the re-timed close, by at most the known delay and its margin.
        let close = grounding.grasp().close_start;
        let gripper = &demonstration.gripper;
        let label =
            (close..demonstration.len()).find(|i| gripper.width[*i] < 0.5 * gripper.open_width).unwrap();
        let late = demonstration.timestamps[label] - demonstration.timestamps[close];
        assert!((0.3..=3.5).contains(&late), "episode {}: {late} s", grounding.source.episode_index);
    }
    // One table: most episodes agree on it.
    let raised = groundings.iter().filter(|grounding| grounding.support.raised).count();
    assert!(raised <= 10, "{raised} of 50 off the site's plane");
}
