//! Known answers of grasp inference: numbers computed once by an independent implementation.

use glam::DVec3;
use restage_grounding::events::stall_events;
use restage_grounding::options::{EventOptions, PhaseOptions};
use restage_grounding::phases::{HoldSpan, phases, segments};
use restage_grounding::stillness::still_segments;
use restage_grounding::{EndedBy, EventKind};

/// Width of an 80 mm gripper, m, at 20 Hz: it stalls on a 40 mm object, opens, and closes on nothing.
fn width() -> Vec<f64> {
    let mut width = vec![0.080; 6];
    width.extend([0.072, 0.060, 0.050, 0.042, 0.0405]);
    width.extend([0.040; 12]);
    width.extend([0.046, 0.058, 0.070, 0.080]);
    width.extend([0.080; 4]);
    width.extend([0.060, 0.040, 0.020, 0.006, 0.002]);
    width.extend([0.001; 6]);
    width
}

/// `grasp_events_width`.
#[test]
fn stalls_are_grasps_and_full_closes_are_empty() {
    let events = stall_events(&width(), 0.05, [0.08, 0.0], &EventOptions::default());
    let [grasp, empty] = events[..] else { panic!("two events expected: {events:?}") };
    assert_eq!((grasp.kind, grasp.ended_by), (EventKind::Grasp, EndedBy::Open));
    assert_eq!((grasp.close_start, grasp.stall, grasp.hold_end), (5, 11, 22));
    assert!((grasp.width - 0.04).abs() < 1e-12 && (grasp.stall_fraction - 0.5).abs() < 1e-12);
    assert_eq!((empty.kind, empty.ended_by), (EventKind::EmptyClose, EndedBy::End));
    assert_eq!((empty.close_start, empty.stall, empty.hold_end), (30, 36, 42));
    assert!((empty.width - 0.001).abs() < 1e-12 && (empty.stall_fraction - 0.9875).abs() < 1e-12);
}

/// `grasp_events_level_crossing_pitfall`: no level-crossing detector at 0.35 sees this grasp; the stall is seen.
#[test]
fn a_grasp_that_never_crosses_the_usual_level_is_found() {
    let width = &width()[..27];
    assert!(width.iter().all(|w| w / 0.08 >= 0.35));
    let events = stall_events(width, 0.05, [0.08, 0.0], &EventOptions::default());
    assert_eq!(events.iter().filter(|event| event.kind == EventKind::Grasp).count(), 1);
}

fn path() -> Vec<DVec3> {
    let z = [
        0.30, 0.25, 0.20, 0.14, 0.10, 0.10, 0.10, 0.10, 0.13, 0.18, 0.25, 0.25, 0.20, 0.14, 0.105, 0.10,
        0.10, 0.10, 0.15, 0.20, 0.30,
    ];
    let mut x = [0.2; 21];
    x[..10].fill(0.0);
    (x[10], x[11]) = (0.05, 0.12);
    x.iter().zip(z).map(|(x, z)| DVec3::new(*x, 0.0, z)).collect()
}

/// `phases`.
#[test]
fn phases_follow_distance_and_height() {
    let span = HoldSpan { stall: 6, hold_end: 17, released: true };
    let phases = phases(&path(), span, &PhaseOptions::default());
    assert_eq!((phases.approach, phases.pregrasp), (0..3, 3..6));
    assert_eq!((phases.secure, phases.transport), (6..8, 8..14));
    assert_eq!((phases.place, phases.retreat), (14..17, 17..19));
    assert!(phases.lifted);
    let cover = segments(&path(), &[span], &PhaseOptions::default());
    let ends: Vec<usize> = cover.iter().map(|segment| segment.frames.end).collect();
    assert_eq!(ends, [3, 6, 8, 14, 17, 21]);
}

/// `still_segments`.
#[test]
fn stillness_has_hysteresis_and_a_least_length() {
    let speed = [
        0.01, 0.02, 0.08, 0.20, 0.30, 0.25, 0.09, 0.02, 0.01, 0.01, 0.01, 0.06, 0.15, 0.22, 0.10, 0.03, 0.01,
        0.01,
    ];
    assert_eq!(still_segments(&speed, 0.03, 0.05, 3), vec![7..11]);
}
