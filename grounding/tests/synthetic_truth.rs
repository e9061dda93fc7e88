//! Grounding of synthetic demonstrations against their truth, and invariants of it.

mod synthetic;

use glam::{DQuat, DVec3};
use proptest::prelude::*;
use restage_episodes::{Demonstration, SegmentKind};
use restage_geometry::Pose;
use restage_grounding::{
    EvidenceGrade, Grounding, GroundingError, GroundingOptions, NoGraspReason, PrimitiveShape, WidthSource,
    ground, ground_one,
};
use synthetic::{OPEN_WIDTH, Recipe, TIMES, moved};

fn grounded(demonstration: &Demonstration) -> Grounding {
    ground_one(demonstration, &GroundingOptions::default()).expect("a recipe has a grasp")
}

fn kinds(grounding: &Grounding) -> Vec<SegmentKind> {
    grounding.segments.iter().map(|segment| segment.kind).collect()
}

fn seconds(demonstration: &Demonstration, frame: usize) -> f64 {
    demonstration.timestamps[frame]
}

#[test]
fn a_measured_pick_and_place_is_understood() {
    for rate in [10.0, 20.0, 30.0, 59.94, 120.0] {
        let recipe = Recipe { rate, ..Recipe::default() };
        let demonstration = recipe.demonstration();
        let grounding = grounded(&demonstration);
        let grasp = grounding.grasp();
        assert_eq!(grounding.events.len(), 1, "{rate} Hz");
        assert!((grasp.width.best - recipe.object_width).abs() < 5e-4, "{rate} Hz: {:?}", grasp.width);
        assert_eq!(grasp.width.source, WidthSource::Measured);
        assert!((seconds(&demonstration, grasp.close_start) - TIMES[0]).abs() <= 0.2, "{rate} Hz");
        assert!((seconds(&demonstration, grasp.stall) - TIMES[1]).abs() <= 0.2, "{rate} Hz");
        let release = grounding.release.unwrap();
        assert!((seconds(&demonstration, release.frame) - TIMES[4]).abs() <= 0.2, "{rate} Hz");
        assert_eq!(grounding.grade, EvidenceGrade::B);
        assert!(grounding.outcome.placed && !grounding.outcome.held_at_end && !grounding.outcome.in_place);
        assert!((grounding.lift_height - recipe.lift).abs() < 0.01);
        use SegmentKind::{Approach, Place, Pregrasp, Retreat, Secure, Transport};
        assert_eq!(kinds(&grounding), [Approach, Pregrasp, Secure, Transport, Place, Retreat]);
    }
}

#[test]
fn a_late_label_is_put_back_into_the_dwell() {
    for delay in [0.9, 1.9] {
        let demonstration = Recipe { rate: 10.0, ..Recipe::default() }.binary_demonstration(delay);
        let grounding = grounded(&demonstration);
        let grasp = grounding.grasp();
        assert!((seconds(&demonstration, grasp.close_start) - TIMES[0]).abs() <= 0.3, "{grasp:?}");
        assert!(grasp.world_from_tcp.translation.distance(Recipe::default().grasp) < 0.003);
        assert_eq!((grasp.width.source, grounding.grade), (WidthSource::Hypothesis, EvidenceGrade::B));
        assert!(grasp.width.low < 0.04 && 0.04 < grasp.width.high && grasp.width.high < OPEN_WIDTH);
        assert!(grounding.outcome.placed);
    }
}

#[test]
fn a_dip_before_the_dwell_is_not_the_grasp() {
    let delay = 1.5;
    let mut demonstration = Recipe { rate: 10.0, ..Recipe::default() }.binary_demonstration(delay);
    // The hand dips 12 mm below the later dwell for three frames, within the reach of the late label.
    for (time, pose) in demonstration.timestamps.iter().zip(&mut demonstration.world_from_tcp) {
        if (0.95..1.25).contains(time) {
            pose.translation.z = Recipe::default().grasp.z - 0.012;
        }
    }
    let grounding = grounded(&demonstration);
    let tcp = grounding.grasp().world_from_tcp.translation;
    assert!(tcp.distance(Recipe::default().grasp) < 0.003, "{tcp}");
    assert!((seconds(&demonstration, grounding.grasp().close_start) - TIMES[0]).abs() <= 0.3);
}

#[test]
fn two_grasps_are_two_events_and_the_adapted_part_is_the_lifted_one() {
    let push = Recipe { lift: 0.0, ..Recipe::default() }.demonstration();
    let mut both = push.clone();
    let second = Recipe::default().demonstration();
    let start = push.duration_secs() + 1.0 / 30.0;
    both.timestamps.extend(second.timestamps.iter().map(|t| t + start));
    both.world_from_tcp.extend(&second.world_from_tcp);
    both.gripper.width.extend(&second.gripper.width);
    let grounding = grounded(&both);
    assert_eq!((grounding.events.len(), grounding.primary), (2, 1));
    assert!(!grounding.events[1].regrip);
    let (frames, segments) = grounding.primary_part();
    assert!(frames.start > push.len() / 2 && frames.end == both.len());
    assert_eq!(segments.first().map(|segment| segment.frames.start), Some(0));
    assert_eq!(segments.last().map(|segment| segment.frames.end), Some(frames.len()));
    let first: Vec<SegmentKind> = segments.iter().map(|segment| segment.kind).collect();
    assert_eq!(first[..2], [SegmentKind::Approach, SegmentKind::Pregrasp]);
    assert!(!first.contains(&SegmentKind::InPlace));
}

#[test]
fn held_at_the_end_is_no_placement_and_a_push_is_in_place() {
    let held = grounded(&Recipe { opens: false, ..Recipe::default() }.demonstration());
    assert!(held.outcome.held_at_end && held.outcome.lifted && held.release.is_none());
    assert_eq!(held.grade, EvidenceGrade::C);
    assert_eq!(kinds(&held).last(), Some(&SegmentKind::Transport));
    assert!(held.placed(&held.object.best()).is_none());
    let push = grounded(&Recipe { lift: 0.0, ..Recipe::default() }.demonstration());
    assert!(push.outcome.in_place && !push.outcome.placed);
    assert!(kinds(&push).contains(&SegmentKind::InPlace));
}

#[test]
fn the_release_carries_the_object_along() {
    let recipe = Recipe { release: DVec3::new(0.5, -0.15, 0.08), ..Recipe::default() };
    let grounding = grounded(&recipe.demonstration());
    let object = grounding.object.best();
    let placed = grounding.placed(&object).unwrap();
    let carried = placed.world_from_object_released.translation - object.world_from_object.translation;
    assert!((carried - (recipe.release - recipe.grasp)).length() < 0.004, "{carried}");
    assert!((placed.drop_height - 0.05).abs() < 0.004, "{}", placed.drop_height);
    let rest = placed.world_from_object_resting.translation.z - object.size.z * 0.5;
    assert!((rest - grounding.support.height).abs() < 1e-12);
}

#[test]
fn a_pause_of_the_fingers_in_the_air_is_not_the_grasp() {
    let mut demonstration = Recipe { rate: 30.0, ..Recipe::default() }.demonstration();
    // The fingers close half way during the approach and wait there for the object.
    for (time, width) in demonstration.timestamps.iter().zip(&mut demonstration.gripper.width) {
        if (0.3..2.0).contains(time) {
            *width = width.min(OPEN_WIDTH - (time - 0.3).min(0.2) / 0.2 * 0.02);
        }
    }
    let grounding = grounded(&demonstration);
    assert_eq!(grounding.events.len(), 2);
    assert_eq!(grounding.primary, 1);
    assert!(grounding.events[1].regrip && !grounding.events[0].regrip);
    assert!((grounding.grasp().width.best - 0.04).abs() < 5e-4);
}

#[test]
fn nothing_grasped_and_broken_tracks_are_told_in_full() {
    let mut open = Recipe::default().demonstration();
    open.gripper.width.fill(OPEN_WIDTH);
    let error = ground_one(&open, &GroundingOptions::default()).unwrap_err();
    assert!(matches!(error, GroundingError::NoGrasp { reason: NoGraspReason::NeverClosed, .. }));
    let empty = Recipe { object_width: 0.001, ..Recipe::default() }.demonstration();
    let error = ground_one(&empty, &GroundingOptions::default()).unwrap_err();
    let expected = NoGraspReason::OnlyEmptyCloses { closes: 1 };
    assert!(matches!(error, GroundingError::NoGrasp { reason, .. } if reason == expected));
    let mut broken = Recipe::default().demonstration();
    broken.timestamps[3] = broken.timestamps[2];
    broken.world_from_tcp[5].translation.x = f64::NAN;
    broken.gripper.width.pop();
    broken.gripper.open_width = -1.0;
    let error = ground_one(&broken, &GroundingOptions::default()).unwrap_err();
    let GroundingError::UnusableTracks { faults, .. } = &error else { panic!("{error}") };
    assert_eq!(faults.len(), 4, "{error}");
    let mut nothing = Recipe::default().demonstration();
    nothing.timestamps.clear();
    assert!(ground_one(&nothing, &GroundingOptions::default()).is_err());
}

#[test]
fn one_bad_episode_does_not_spoil_its_site() {
    let good = Recipe::default().demonstration();
    let mut bad = good.clone();
    bad.gripper.width.fill(OPEN_WIDTH);
    let results = ground(&[bad, good.clone()], &GroundingOptions::default());
    assert!(results[0].is_err());
    assert_eq!(results[1].as_ref().unwrap(), &grounded(&good));
}

#[test]
fn a_recording_survives_serialisation() {
    let grounding = grounded(&Recipe::default().demonstration());
    let text = serde_json::to_string(&grounding).unwrap();
    assert_eq!(serde_json::from_str::<Grounding>(&text).unwrap(), grounding);
}

#[test]
fn the_style_is_that_of_the_motion() {
    // The approach of a recipe is a minimum-jerk descent of 25 cm in 1.3 s: peak speed 1.875 D / T.
    let grounding = grounded(&Recipe { rate: 60.0, ..Recipe::default() }.demonstration());
    assert!(grounding.style_measured);
    assert!((0.25..0.6).contains(&grounding.style.linear_speed), "{:?}", grounding.style);
    assert!((0.5..3.0).contains(&grounding.style.linear_acceleration), "{:?}", grounding.style);
    assert!(grounding.style.angular_speed < 1e-6);
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let places = (prop::array::uniform2(-0.5..0.5f64), prop::array::uniform2(-0.5..0.5f64), 0.0..0.1f64);
    (10.0..90.0f64, 0.012..0.06f64, -3.0..3.0f64, places, 0.05..0.25f64).prop_map(
        |(rate, object_width, yaw, (grasp, release, drop), lift)| Recipe {
            rate,
            object_width,
            yaw,
            grasp: DVec3::new(grasp[0], grasp[1], 0.03),
            release: DVec3::new(release[0], release[1], 0.03 + drop * 0.3),
            lift,
            opens: true,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn events_do_not_depend_on_where_the_world_is(
        recipe in recipes(), shift in prop::array::uniform3(-2.0..2.0f64), yaw in -3.0..3.0f64,
    ) {
        let demonstration = recipe.demonstration();
        let motion = Pose::new(DVec3::from_array(shift), DQuat::from_rotation_z(yaw));
        let (here, there) = (grounded(&demonstration), grounded(&moved(&demonstration, motion)));
        for (a, b) in here.events.iter().zip(&there.events) {
            prop_assert_eq!((a.close_start, a.stall, a.hold_end), (b.close_start, b.stall, b.hold_end));
            prop_assert_eq!(a.width, b.width);
            prop_assert!(a.world_from_tcp.distance(&(motion.inverse() * b.world_from_tcp)) < 1e-9);
        }
        prop_assert_eq!(here.events.len(), there.events.len());
        prop_assert!((there.support.height - here.support.height - shift[2]).abs() < 1e-9);
        let (a, b) = (here.object.best(), there.object.best());
        prop_assert!((a.size - b.size).length() < 1e-9);
        prop_assert!((motion * a.world_from_object).distance(&b.world_from_object) < 1e-9);
        prop_assert!((motion * a.world_from_object).angle(&b.world_from_object) < 1e-6);
    }

    #[test]
    fn events_do_not_depend_on_when_the_clock_started(recipe in recipes(), start in -100.0..100.0f64) {
        let demonstration = recipe.demonstration();
        let mut later = demonstration.clone();
        later.timestamps.iter_mut().for_each(|t| *t += start);
        let (a, b) = (grounded(&demonstration), grounded(&later));
        prop_assert_eq!(a.events.len(), b.events.len());
        for (a, b) in a.events.iter().zip(&b.events) {
            prop_assert_eq!((a.close_start, a.stall, a.hold_end), (b.close_start, b.stall, b.hold_end));
        }
    }

    #[test]
    fn segments_partition_the_frames(recipe in recipes(), binary in any::<bool>()) {
        let demonstration =
            if binary { recipe.binary_demonstration(1.0) } else { recipe.demonstration() };
        let grounding = grounded(&demonstration);
        let mut reached = 0;
        for segment in &grounding.segments {
            prop_assert_eq!(segment.frames.start, reached);
            prop_assert!(segment.frames.end > segment.frames.start);
            reached = segment.frames.end;
        }
        prop_assert_eq!(reached, demonstration.len());
    }

    #[test]
    fn every_drawn_object_stands_on_the_support_and_is_gripped(
        recipe in recipes(), binary in any::<bool>(), units in prop::collection::vec(0.0..1.0f64, 5),
    ) {
        let demonstration =
            if binary { recipe.binary_demonstration(0.5) } else { recipe.demonstration() };
        let grounding = grounded(&demonstration);
        let mut draws = units.iter().copied();
        let object = grounding.object.sample(&mut || draws.next().unwrap());
        prop_assert!(draws.next().is_none());
        let (center, half) = (object.world_from_object.translation, object.size * 0.5);
        let tcp = grounding.grasp().world_from_tcp.translation;
        prop_assert!((center.z - half.z - object.support_height).abs() < 1e-9);
        prop_assert!(center.z + half.z >= tcp.z + grounding.object.grip_margin - 1e-9);
        // No part of the gripper is below the support, not even its tips 15 mm beyond the TCP.
        prop_assert!(object.support_height <= tcp.z - grounding.object.gripper_reach + 1e-9);
        let width = grounding.object.width;
        prop_assert!(object.size.x >= width.low - 1e-12 && object.size.x <= width.high + 1e-12);
        prop_assert!(object.size.x < OPEN_WIDTH);
        match object.shape {
            PrimitiveShape::Sphere => prop_assert!(object.size.x == object.size.y && object.size.x == object.size.z),
            PrimitiveShape::Cylinder => prop_assert!(object.size.x == object.size.y),
            PrimitiveShape::Box => {}
        }
        // Midway between the pads.
        let across = (center - tcp).dot(grounding.grasp().world_from_tcp.rotation * DVec3::X);
        prop_assert!(across.abs() < 1e-9);
    }
}
