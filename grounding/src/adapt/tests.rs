//! The contract of an adaptation: contact parts rigid to the object, seams smooth, limits kept, commands that a
//! slow force-limited gripper can follow.

use super::*;
use glam::{DQuat, DVec3};
use proptest::prelude::*;
use restage_episodes::{CollectorStyle, Segment, SegmentKind, WidthEvidence};

/// A pick and place at 60 Hz written by formula: reach down, close, lift over an arch, set down, leave.
struct Recording {
    timestamps: Vec<f64>,
    poses: Vec<Pose>,
    widths: Vec<f64>,
    segments: Vec<Segment>,
    object: Pose,
    placed: Pose,
}

const OBJECT_WIDTH: f64 = 0.04;
const FPS: f64 = 60.0;

/// Piecewise minimum-jerk through `(time, value)` knots.
fn through(knots: &[(f64, f64)], t: f64) -> f64 {
    let after = knots.partition_point(|(time, _)| *time <= t).clamp(1, knots.len() - 1);
    let ((t0, a), (t1, b)) = (knots[after - 1], knots[after]);
    a + (b - a) * minimum_jerk::fraction((t - t0) / (t1 - t0))
}

fn recording() -> Recording {
    let down = DQuat::from_rotation_x(std::f64::consts::PI);
    let timestamps: Vec<f64> = (0..360).map(|k| k as f64 / FPS).collect();
    let x = [(0.0, 0.30), (1.2, 0.40), (2.4, 0.40), (4.0, 0.60), (6.0, 0.60)];
    let z = [
        (0.0, 0.25),
        (1.6, 0.03),
        (2.2, 0.03),
        (3.1, 0.20),
        (4.2, 0.033),
        (4.8, 0.033),
        (5.8, 0.2),
        (6.0, 0.2),
    ];
    let width =
        [(0.0, 0.08), (1.6, 0.08), (2.0, OBJECT_WIDTH), (4.4, OBJECT_WIDTH), (4.7, 0.08), (6.0, 0.08)];
    let poses: Vec<Pose> = timestamps
        .iter()
        .map(|t| {
            let turn = DQuat::from_rotation_z(through(&[(0.0, 0.0), (2.2, 0.0), (4.0, 0.6), (6.0, 0.6)], *t));
            Pose::new(DVec3::new(through(&x, *t), 0.1, through(&z, *t)), turn * down)
        })
        .collect();
    let kinds = [
        (SegmentKind::Approach, 0),
        (SegmentKind::Pregrasp, 75),
        (SegmentKind::Secure, 120),
        (SegmentKind::Transport, 150),
        (SegmentKind::Place, 245),
        (SegmentKind::Retreat, 264),
    ];
    let segments = (0..kinds.len())
        .map(|i| Segment {
            kind: kinds[i].0,
            frames: kinds[i].1..kinds.get(i + 1).map_or(timestamps.len(), |next| next.1),
        })
        .collect();
    let widths = timestamps.iter().map(|t| through(&width, *t)).collect();
    let object = Pose::from_translation(DVec3::new(0.4, 0.1, 0.02));
    let placed = poses[264] * poses[120].inverse() * object;
    Recording { timestamps, poses, widths, segments, object, placed }
}

impl Recording {
    fn input(&self) -> AdaptInput<'_> {
        AdaptInput {
            timestamps: &self.timestamps,
            world_from_tcp: &self.poses,
            gripper_width: &self.widths,
            width_evidence: WidthEvidence::Measured,
            close_start_secs: None,
            segments: &self.segments,
            object_width: OBJECT_WIDTH,
            world_from_object_source: self.object,
            world_from_place_source: Some(self.placed),
        }
    }

    fn target(&self) -> AdaptTarget {
        AdaptTarget {
            world_from_object: self.object,
            world_from_place: Some(self.placed),
            start_tcp: Some(self.poses[0]),
            end_tcp: None,
            object_width_change: 0.0,
            flip_closing_axis: false,
        }
    }
}

fn pose(range: f64) -> impl Strategy<Value = Pose> {
    (prop::array::uniform3(-range..range), -3.1..3.1f64, prop::array::uniform2(-0.2..0.2f64)).prop_map(
        |(t, yaw, tilt)| {
            Pose::new(
                DVec3::new(t[0], t[1], t[2] * 0.2 + 0.9),
                DQuat::from_rotation_z(yaw) * DQuat::from_scaled_axis(DVec3::new(tilt[0], tilt[1], 0.0)),
            )
        },
    )
}

#[test]
fn segment_transform_known_answer() {
    let source = Pose::from_translation(DVec3::new(0.4, 0.1, 0.02));
    let tcp = Pose::new(DVec3::new(0.4, 0.05, 0.12), DQuat::from_rotation_x(std::f64::consts::PI));
    let new = Pose::new(DVec3::new(0.55, -0.1, 0.02), DQuat::from_rotation_z(std::f64::consts::FRAC_PI_2));
    let moved = new_from_source(&source, &new) * tcp;
    assert!((moved.translation - DVec3::new(0.6, -0.1, 0.12)).length() < 1e-12);
    assert!((moved.transform_vector(DVec3::X) - DVec3::Y).length() < 1e-12);
    assert!((moved.transform_vector(DVec3::Y) - DVec3::X).length() < 1e-12);
    assert!((moved.transform_vector(DVec3::Z) + DVec3::Z).length() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn contact_parts_stay_rigid_to_the_object(object in pose(0.5), place in pose(0.5), flip: bool, pace in 0.7..1.4f64) {
        let recording = recording();
        let input = recording.input();
        let target = AdaptTarget {
            world_from_object: object,
            world_from_place: Some(place),
            flip_closing_axis: flip,
            ..recording.target()
        };
        let options = AdaptOptions { speed_factor: pace, ..AdaptOptions::at_rate(60.0) };
        let adapted = adapt(&input, &target, &options).unwrap();
        let track = track::PoseTrack::new(&recording.timestamps, &recording.poses).unwrap();
        let half_turn = Pose::from_rotation(DQuat::from_rotation_z(if flip { std::f64::consts::PI } else { 0.0 }));
        let mut checked = [0, 0];
        for segment in &adapted.segments {
            let (new, old) = match segment.kind {
                SegmentKind::Pregrasp | SegmentKind::Secure => (object, recording.object),
                SegmentKind::Place | SegmentKind::Retreat => (place, recording.placed),
                _ => continue,
            };
            for k in segment.frames.clone() {
                let Some(t) = adapted.source_time[k] else { continue };
                let relative_new = new.inverse() * adapted.world_from_tcp[k];
                let relative_old = old.inverse() * track.sample(t) * half_turn;
                prop_assert!(relative_new.distance(&relative_old) < 1e-9);
                prop_assert!((relative_new.rotation * DVec3::X - relative_old.rotation * DVec3::X).length() < 1e-9);
                checked[usize::from(segment.kind == SegmentKind::Place)] += 1;
            }
        }
        prop_assert!(checked[0] > 60 && checked[1] > 10, "{checked:?}");
    }

    #[test]
    fn speeds_stay_within_limits_and_seams_are_smooth(object in pose(0.4), place in pose(0.4)) {
        let recording = recording();
        let target = AdaptTarget { world_from_object: object, world_from_place: Some(place), ..recording.target() };
        let adapted = adapt(&recording.input(), &target, &AdaptOptions::at_rate(240.0)).unwrap();
        let limits = CollectorStyle::default();
        let (linear, angular) = adapted.peak_speeds();
        prop_assert!(linear <= limits.linear_speed * 1.2, "{linear} m/s");
        prop_assert!(angular <= limits.angular_speed * 1.2, "{angular} rad/s");
        let velocity = |k: usize| (adapted.world_from_tcp[k + 1].translation - adapted.world_from_tcp[k].translation) * 240.0;
        for k in 0..adapted.world_from_tcp.len() - 3 {
            let jump = (velocity(k + 1) - velocity(k)).length();
            prop_assert!(jump < 0.05, "velocity jumps by {jump} m/s at step {k}");
        }
    }
}

#[test]
fn same_target_gives_back_the_recorded_path() {
    let recording = recording();
    let adapted = adapt(&recording.input(), &recording.target(), &AdaptOptions::at_rate(60.0)).unwrap();
    let track = track::PoseTrack::new(&recording.timestamps, &recording.poses).unwrap();
    for (pose, time) in adapted.world_from_tcp.iter().zip(&adapted.source_time) {
        let time = time.expect("nothing needs to be synthesised");
        assert!(pose.distance(&track.sample(time)) < 1e-9);
    }
    let kinds: Vec<SegmentKind> = adapted.segments.iter().map(|segment| segment.kind).collect();
    assert_eq!(kinds, SegmentKind::ALL[..6]);
    assert_eq!(adapted.segments.last().unwrap().frames.end, adapted.world_from_tcp.len());
}

#[test]
fn the_recording_is_warped_as_far_as_its_limits_allow() {
    let recording = recording();
    let shifted = |dx: f64| {
        let mut target = recording.target();
        target.world_from_place = Some(Pose::from_translation(DVec3::X * dx) * recording.placed);
        adapt(&recording.input(), &target, &AdaptOptions::at_rate(60.0)).unwrap()
    };
    let synthesised =
        |adapted: &AdaptedTrajectory| adapted.source_time.iter().filter(|t| t.is_none()).count();
    let plain = shifted(0.0).duration_secs();
    for dx in [0.03, 0.15] {
        let adapted = shifted(dx);
        assert_eq!(synthesised(&adapted), 0);
        assert!(adapted.duration_secs() < 1.1 * plain, "{dx}: {} s", adapted.duration_secs());
    }
    assert!(synthesised(&shifted(0.6)) > 30);
    let strict = AdaptOptions {
        warp_slowdown: 1.0,
        limits: CollectorStyle { linear_speed: 0.2, ..CollectorStyle::default() },
        ..AdaptOptions::at_rate(60.0)
    };
    let mut target = recording.target();
    target.world_from_place = Some(Pose::from_translation(DVec3::X * 0.3) * recording.placed);
    assert!(synthesised(&adapt(&recording.input(), &target, &strict).unwrap()) > 30);
}

#[test]
fn the_hand_returns_to_where_it_is_told_to() {
    let recording = recording();
    let mut target = recording.target();
    target.world_from_place = Some(Pose::from_translation(DVec3::new(0.1, 0.05, 0.0)) * recording.placed);
    let home = Pose::new(DVec3::new(0.5, 0.1, 0.3), recording.poses[359].rotation);
    target.end_tcp = Some(home);
    let adapted = adapt(&recording.input(), &target, &AdaptOptions::at_rate(60.0)).unwrap();
    let last = adapted.world_from_tcp.last().unwrap();
    assert!(last.distance(&home) < 1e-9 && last.angle(&home) < 1e-6, "{last:?}");
    // While the hand is near the object the retreat stays rigid to the place.
    let rigid =
        adapt(&recording.input(), &AdaptTarget { end_tcp: None, ..target }, &AdaptOptions::at_rate(60.0))
            .unwrap();
    let retreat = adapted.segments.last().unwrap().frames.start;
    for k in retreat..retreat + 12 {
        assert!(adapted.world_from_tcp[k].distance(&rigid.world_from_tcp[k]) < 1e-9);
    }
    let far = rigid.world_from_tcp.last().unwrap().distance(&home);
    assert!(far > 0.1, "{far}");
}

#[test]
fn transport_rises_over_an_obstacle() {
    let recording = recording();
    let mut target = recording.target();
    target.world_from_place = Some(Pose::from_translation(DVec3::new(0.3, 0.0, 0.0)) * recording.placed);
    let wall = |pose: &Pose, _: SegmentKind| {
        let p = pose.translation;
        let outside = DVec3::new((p.x - 0.65).abs() - 0.02, 0.0, p.z - 0.25).max(DVec3::ZERO);
        if outside == DVec3::ZERO { -0.01 } else { outside.length() }
    };
    let options = AdaptOptions { clearance: Some(&wall), ..AdaptOptions::at_rate(60.0) };
    let adapted = adapt(&recording.input(), &target, &options).unwrap();
    let transport = adapted.segments.iter().find(|s| s.kind == SegmentKind::Transport).unwrap();
    let nearest = transport.frames.clone().map(|k| wall(&adapted.world_from_tcp[k], SegmentKind::Transport));
    assert!(nearest.fold(f64::INFINITY, f64::min) > 0.02);
    // A ceiling that the recorded arch would hit: the transport passes below when it may.
    let ceiling = |pose: &Pose, kind: SegmentKind| {
        if kind == SegmentKind::Transport { 0.18 - pose.translation.z } else { 1.0 }
    };
    let low = AdaptOptions { clearance: Some(&ceiling), ..AdaptOptions::at_rate(60.0) };
    assert!(adapt(&recording.input(), &target, &low).is_err());
    let low = AdaptOptions { min_transport_arch: 0.05, ..low };
    let adapted = adapt(&recording.input(), &target, &low).unwrap();
    let transport = adapted.segments.iter().find(|s| s.kind == SegmentKind::Transport).unwrap();
    let highest =
        transport.frames.clone().map(|k| adapted.world_from_tcp[k].translation.z).fold(0.0, f64::max);
    assert!((0.08..0.15).contains(&highest), "{highest}");
    let blocked = |_: &Pose, _: SegmentKind| -1.0;
    let options = AdaptOptions { clearance: Some(&blocked), ..AdaptOptions::at_rate(60.0) };
    assert!(matches!(
        adapt(&recording.input(), &target, &options),
        Err(AdaptError::NoClearance { kind: SegmentKind::Approach, .. })
    ));
}

/// Steps from the time the commanded fingers reach the object until the TCP has risen by 2 mm.
fn settle_steps(adapted: &AdaptedTrajectory, object_width: f64) -> i64 {
    let secure = adapted.segments.iter().find(|s| s.kind == SegmentKind::Secure).unwrap().frames.start;
    let z = adapted.world_from_tcp[secure].translation.z;
    let closed = adapted.gripper_width.iter().position(|w| *w <= object_width).unwrap();
    let lifted = (secure..).find(|&k| adapted.world_from_tcp[k].translation.z > z + 0.0025).unwrap();
    lifted as i64 - closed as i64
}

#[test]
fn a_slow_gripper_gets_the_time_to_close() {
    let recording = recording();
    for (evidence, speed) in
        [(WidthEvidence::Measured, 0.3), (WidthEvidence::Measured, 0.02), (WidthEvidence::Binary, 0.1)]
    {
        let mut input = recording.input();
        input.width_evidence = evidence;
        let gripper = GripperLimits { max_speed: speed, ..GripperLimits::default() };
        let options = AdaptOptions { gripper, ..AdaptOptions::at_rate(60.0) };
        let adapted = adapt(&input, &recording.target(), &options).unwrap();
        let steps = settle_steps(&adapted, OBJECT_WIDTH);
        assert!(steps as f64 / 60.0 >= gripper.settle_secs - 0.02, "{evidence:?} {speed}: {steps} steps");
        let ramp = adapted.gripper_width.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f64::max);
        assert!(ramp <= speed / 60.0 + 1e-12);
    }
}

#[test]
fn an_unmeasured_gripper_closes_when_it_is_said_to() {
    let recording = recording();
    let mut input = recording.input();
    input.width_evidence = WidthEvidence::Binary;
    input.close_start_secs = Some(1.8);
    let replay = replay_unchanged(&input, 60.0, GripperLimits::default()).unwrap();
    assert!((replay.gripper_width[107] - 0.08).abs() < 1e-9, "open before 1.8 s");
    let closed = replay.gripper_width.iter().position(|w| *w <= OBJECT_WIDTH).unwrap();
    assert!((108..120).contains(&closed), "0.04 m at 0.3 m/s take 8 steps, closed at {closed}");
}

#[test]
fn commands_press_while_held_and_follow_the_object_size() {
    let recording = recording();
    let mut target = recording.target();
    target.object_width_change = 0.012;
    let options = AdaptOptions::at_rate(60.0);
    let adapted = adapt(&recording.input(), &target, &options).unwrap();
    let transport = adapted.segments.iter().find(|s| s.kind == SegmentKind::Transport).unwrap();
    for k in transport.frames.clone() {
        assert!((adapted.gripper_width[k] - (OBJECT_WIDTH + 0.012 - 0.010)).abs() < 1e-9);
    }
    assert!((adapted.gripper_width[0] - options.gripper.stroke).abs() < 1e-12, "clamped to the stroke");
    let last = adapted.gripper_width.last().unwrap();
    assert!(*last > OBJECT_WIDTH + 0.012 + 0.015, "opened at the end");
}

#[test]
fn dwell_delays_the_lift() {
    let recording = recording();
    let plain = adapt(&recording.input(), &recording.target(), &AdaptOptions::at_rate(60.0)).unwrap();
    let options = AdaptOptions { grasp_dwell_secs: 0.5, ..AdaptOptions::at_rate(60.0) };
    let slow = adapt(&recording.input(), &recording.target(), &options).unwrap();
    assert!(slow.duration_secs() >= plain.duration_secs() + 0.45);
}

#[test]
fn replay_keeps_path_and_timing() {
    let recording = recording();
    let replay = replay_unchanged(&recording.input(), 60.0, GripperLimits::default()).unwrap();
    assert_eq!(replay.world_from_tcp.len(), recording.poses.len());
    for (a, b) in replay.world_from_tcp.iter().zip(&recording.poses) {
        assert!(a.distance(b) < 1e-9 && a.angle(b) < 1e-6);
    }
    assert_eq!(replay.segments, recording.segments);
}

#[test]
fn faults_are_named() {
    let recording = recording();
    let options = AdaptOptions::at_rate(60.0);
    let mut target = recording.target();
    target.world_from_place = None;
    assert_eq!(adapt(&recording.input(), &target, &options), Err(AdaptError::PlaceMismatch));
    let mut input = recording.input();
    let gap = [Segment { kind: SegmentKind::Approach, frames: 0..10 }];
    input.segments = &gap;
    let fault = adapt(&input, &recording.target(), &options);
    assert_eq!(fault, Err(AdaptError::Segments { frames: 360, at: 10 }));
    let push = [Segment { kind: SegmentKind::InPlace, frames: 0..360 }];
    input.segments = &push;
    let fault = adapt(&input, &recording.target(), &options).unwrap_err();
    assert!(matches!(fault, AdaptError::NotTransformable { frame: 0, .. }));
    let zero = AdaptOptions { speed_factor: 0.0, ..options };
    let fault = adapt(&recording.input(), &recording.target(), &zero).unwrap_err().to_string();
    assert!(fault.contains("speed_factor") && fault.contains("found 0"), "{fault}");
}
