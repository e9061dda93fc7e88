//! The shared solver settings against closed-form mechanics, at the rate and iterations that rollouts use by default
//! and at twice the iterations. The scenes themselves are the library's, so that the program reports the same.

use restage_physics::truth::{Truth, TruthSettings, check, names, run_suite};

fn describe(truth: &Truth) -> String {
    let lines = truth.measures.iter().map(|m| {
        let verdict = if m.pass { "ok" } else { "OFF" };
        format!("  {}: {:.6} {}, truth {:.6}, {:?} {verdict}", m.name, m.measured, m.unit, m.truth, m.bound)
    });
    format!("{}\n{}", truth.id, lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn rollouts_use_480_hz_and_4_iterations() {
    let settings = TruthSettings::default();
    assert_eq!((settings.step_rate_hz, settings.solver_iterations), (480, 4));
}

#[test]
fn every_law_holds_at_the_settings_of_rollouts() {
    let report = run_suite(&TruthSettings::default());
    let text: Vec<String> = report.truths.iter().map(describe).collect();
    eprintln!("{}", text.join("\n"));
    assert_eq!((report.passed, report.total), (16, 16));
    let ids: Vec<_> = report.truths.iter().map(|truth| truth.id).collect();
    assert_eq!(ids, names());
}

#[test]
fn the_cheap_laws_hold_at_twice_the_iterations_too() {
    let settings = TruthSettings { solver_iterations: 8, ..TruthSettings::default() };
    for name in ["free_fall", "incline", "slide_distance", "friction_cone_diagonal", "stack_normal_force"] {
        let truth = check(name, &settings).expect("a law of the suite");
        assert!(truth.pass, "{}", describe(&truth));
    }
}

/// A suite that cannot fail proves nothing: at 30 Hz and one iteration bodies fall too far and the grip misreads.
#[test]
fn coarse_settings_are_found_out() {
    let coarse = TruthSettings { step_rate_hz: 60, solver_iterations: 1 };
    let failed = ["restitution", "width_read_back", "pendulum", "gripper_lift_limit"]
        .iter()
        .filter(|name| check(name, &coarse).is_some_and(|truth| !truth.pass))
        .count();
    assert!(failed > 0, "60 Hz with one iteration passed everything");
}
