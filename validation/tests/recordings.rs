//! Real recordings beside the demonstrations: an arm's tracking, two arms' forces, tactile outcomes. Expected figures come
//! from the documentation of the recordings, not from this program.

#[path = "../../episodes/tests/recordings/mod.rs"]
mod recordings;

use recordings::real;
use restage_validation::intervals::BootstrapOptions;
use restage_validation::recordings::{force_evidence, read_tracking, stability_evidence, tracking_evidence};

fn options() -> BootstrapOptions {
    BootstrapOptions { draws: 500, ..BootstrapOptions::default() }
}

#[test]
fn the_panda_lags_by_about_150_ms() {
    let Some(path) = real("panda_tracking/replay_log_trial_1.csv") else { return };
    let arm = read_tracking(&path).expect("a log");
    let report = tracking_evidence(&arm, &options());
    eprintln!("{report:#?}");
    // Documented: 26.0 s, lag about 0.15 s, mean error 5.0 mm, largest 24.0 mm.
    assert!((report.duration_secs - 26.0).abs() < 0.1);
    assert!((report.lag_secs.value - 0.15).abs() <= 0.03, "{:?}", report.lag_secs);
    assert!(report.lag_secs.interval.is_some_and(|i| i.contains(report.lag_secs.value) && i.width() < 0.2));
    assert!((report.position_max - 0.024).abs() < 0.001, "{}", report.position_max);
    assert!(report.position_rms.value > 0.005 && report.position_rms.value < 0.012);
    assert!(report.aligned_rms.value < 0.6 * report.position_rms.value, "delay explains most of the error");
}

#[test]
fn the_two_arms_carry_a_box_of_about_a_kilogram_in_balance() {
    let Some(folder) = real("franka_bimanual_force/box_lift") else { return };
    let report = force_evidence(&folder, &options()).expect("lifts");
    eprintln!("{report:#?}");
    // Documented: 28 runs, about 10 N together (4 to 6 N each), squeeze 7 to 19 N.
    assert_eq!(report.runs, 28);
    assert!(report.lifts.len() >= 12, "{:?}", report.left_out);
    assert!((report.weight_n.value - 10.0).abs() < 2.0, "{:?}", report.weight_n);
    assert!(report.imbalance.value.abs() < 0.1, "{:?}", report.imbalance);
    assert!(report.repeatability_n < 1.0);
    let friction = report.friction_at_least;
    assert!(friction.value > 0.3 && friction.value < 0.7, "{friction:?}");
    assert_eq!(friction.groups, 3, "three trials: coarse, and said so");
}

#[test]
fn touch_tells_stable_from_slipping_grasps_better_than_chance() {
    let Some(folder) = real("biotacsp_stability") else { return };
    let report = stability_evidence(&folder, &options()).expect("grasps");
    eprintln!("{report:#?}");
    assert_eq!((report.grasps, report.objects), (4682, 41));
    // Documented: 1058 + 667 + 603 stable.
    assert!((report.stable_share.value - 2328.0 / 4682.0).abs() < 1e-12);
    let low = report.balanced_accuracy.interval.expect("41 objects").low;
    assert!(low > 0.5, "no better than chance: {:?}", report.balanced_accuracy);
    assert!(report.training_accuracy >= report.accuracy.value, "objects are left out");
}
