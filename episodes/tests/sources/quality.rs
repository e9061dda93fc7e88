//! Quality gates on demonstrations made for one fault each.

use glam::{DQuat, DVec3};
use restage_episodes::quality::{Gate, QualityGates, Severity, Verdict, check};
use restage_episodes::{Demonstration, DemonstrationSource, GripperTrack, JointTrack, Pose, WidthEvidence};

/// Two seconds at 60 Hz: down, close on something of 30 mm, up.
fn good() -> Demonstration {
    let frames = 120;
    let time = |i: usize| i as f64 / 60.0;
    let pose = |i: usize| {
        let z = 0.2 - 0.15 * (std::f64::consts::PI * time(i) / 2.0).sin();
        Pose::new(DVec3::new(0.1 * time(i), 0.0, z), DQuat::from_rotation_x(3.0))
    };
    Demonstration {
        source: DemonstrationSource {
            dataset: "takes".to_owned(),
            episode_index: 0,
            group: "episode-0".to_owned(),
            scripted: true,
        },
        profile: "small".to_owned(),
        task: String::new(),
        timestamps: (0..frames).map(time).collect(),
        world_from_tcp: (0..frames).map(pose).collect(),
        gripper: GripperTrack {
            width: (0..frames).map(|i| if i < 60 { 0.08 } else { 0.03 }).collect(),
            evidence: WidthEvidence::Measured,
            open_width: 0.085,
            closed_width: 0.0,
            close_label_delay: 0.0,
        },
        joints: None,
        cameras: Vec::new(),
    }
}

/// Verdict and gates of a demonstration that was changed in one way.
fn outcome(change: impl FnOnce(&mut Demonstration)) -> (Verdict, Vec<Gate>) {
    let mut demonstration = good();
    change(&mut demonstration);
    let report = check(&demonstration, &QualityGates::default());
    for finding in &report.findings {
        let error = finding.severity == Severity::Error;
        assert!(!error || report.verdict == Verdict::Unusable);
        assert!(!finding.message.is_empty());
    }
    (report.verdict, report.findings.iter().map(|finding| finding.gate).collect())
}

#[test]
fn a_good_demonstration_has_no_finding() {
    assert_eq!(outcome(|_| ()), (Verdict::Usable, vec![]));
    let report = check(&good(), &QualityGates::default());
    assert!((report.rate_hz - 60.0).abs() < 1e-9 && report.jitter < 1e-9);
    assert!((report.duration_secs - 119.0 / 60.0).abs() < 1e-12);
    assert_eq!(report.width_range, [0.03, 0.08]);
}

#[test]
fn each_fault_is_found_by_its_own_gate() {
    use Gate::{Finite, Gap, Gripper, Jitter, Jump, Length, LostTracking, Rate, Structure, Unit, WidthRange};
    use Verdict::{Unusable, Warned};
    let short = outcome(|d| {
        d.timestamps.truncate(24);
        d.world_from_tcp.truncate(24);
        d.gripper.width = vec![0.08; 23];
        d.gripper.width.push(0.01);
    });
    assert_eq!(short, (Unusable, vec![Length]));
    assert_eq!(outcome(|d| d.timestamps.iter_mut().for_each(|t| *t *= 15.0)), (Unusable, vec![Rate]));
    let late = outcome(|d| d.timestamps.iter_mut().skip(70).for_each(|t| *t += 0.06));
    assert_eq!(late, (Warned, vec![Jitter, Gap]));
    let (verdict, gates) = outcome(|d| d.timestamps.iter_mut().skip(70).for_each(|t| *t += 1.5));
    assert!(verdict == Unusable && gates.contains(&Gap), "{gates:?}");
    let frozen = outcome(|d| {
        let held = d.world_from_tcp[58];
        d.world_from_tcp[58..75].fill(held);
    });
    assert_eq!(frozen, (Warned, vec![LostTracking]));
    assert_eq!(outcome(|d| d.world_from_tcp[50].translation.x += 0.1), (Unusable, vec![Jump]));
    assert_eq!(outcome(|d| d.world_from_tcp[50].rotation = DQuat::IDENTITY), (Unusable, vec![Jump]));
    assert_eq!(outcome(|d| d.world_from_tcp[50].translation.x = f64::NAN), (Unusable, vec![Finite]));
    assert_eq!(outcome(|d| d.gripper.width.fill(0.08)), (Unusable, vec![Gripper]));
    assert_eq!(outcome(|d| d.gripper.width[0] = 0.095), (Warned, vec![WidthRange]));
    let millimetres = outcome(|d| d.world_from_tcp.iter_mut().for_each(|pose| pose.translation *= 1000.0));
    assert_eq!(millimetres, (Unusable, vec![Unit]));
    assert_eq!(outcome(|d| d.gripper.width.iter_mut().for_each(|w| *w *= 1000.0)), (Unusable, vec![Unit]));
    let degrees = outcome(|d| {
        d.joints = Some(JointTrack { names: vec!["j".to_owned()], positions: vec![vec![90.0]; 120] });
    });
    assert_eq!(degrees, (Unusable, vec![Unit]));
    let still = outcome(|d| {
        let first = d.world_from_tcp[0];
        d.world_from_tcp.fill(first);
    });
    assert_eq!(still, (Unusable, vec![Gate::Stillness, LostTracking, LostTracking]));
    assert_eq!(outcome(|d| d.timestamps[50] = d.timestamps[49]).0, Unusable);
    assert_eq!(outcome(|d| d.gripper.width.truncate(5)), (Unusable, vec![Structure]));
    assert_eq!(outcome(|d| d.timestamps.clear()), (Unusable, vec![Structure]));
}

#[test]
fn reports_and_gates_survive_serialisation() {
    let mut demonstration = good();
    demonstration.world_from_tcp[50].translation.x += 0.1;
    let report = check(&demonstration, &QualityGates::default());
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.contains("\"unusable\"") && text.contains("\"jump\""), "{text}");
    assert_eq!(serde_json::from_str::<restage_episodes::quality::QualityReport>(&text).unwrap(), report);
    let gates: QualityGates = serde_json::from_str("{\"min_rate_hz\": 20.0}").unwrap();
    assert_eq!(gates, QualityGates { min_rate_hz: 20.0, ..QualityGates::default() });
}
