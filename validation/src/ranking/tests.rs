//! The published tables of `SIMPLER` (policies RT-2-X, RT-1 converged, RT-1 15 %, RT-1-X, RT-1 begin, Octo base): a known
//! answer for every metric.

use super::*;
use std::fs;

struct Published {
    task: &'static str,
    real: [f64; 6],
    sim: [f64; 6],
    mmrv: f64,
    swapped: f64,
    pearson: f64,
}

/// Known answer `simpler_mmrv_pearson`.
const PUBLISHED: [Published; 5] = [
    Published {
        task: "pick_coke",
        real: [0.907, 0.853, 0.92, 0.76, 0.133, 0.293],
        sim: [0.787, 0.857, 0.71, 0.567, 0.027, 0.17],
        mmrv: 0.031_333_333_333_333_36,
        swapped: 0.061_833_333_333_333_35,
        pearson: 0.975_433_962_122_881_7,
    },
    Published {
        task: "move_near",
        real: [0.733, 0.633, 0.583, 0.45, 0.017, 0.35],
        sim: [0.779, 0.442, 0.354, 0.317, 0.05, 0.042],
        mmrv: 0.110_999_999_999_999_99,
        swapped: 0.002_666_666_666_666_666_6,
        pearson: 0.856_096_664_311_890_2,
    },
    Published {
        task: "open_drawer",
        real: [0.333, 0.815, 0.704, 0.519, 0.0, 0.148],
        sim: [0.157, 0.601, 0.463, 0.296, 0.0, 0.009],
        mmrv: 0.0,
        swapped: 0.0,
        pearson: 0.983_166_491_731_673_1,
    },
    Published {
        task: "close_drawer",
        real: [0.63, 0.926, 0.889, 0.741, 0.0, 0.519],
        sim: [0.343, 0.861, 0.667, 0.891, 0.278, 0.444],
        mmrv: 0.123_333_333_333_333_35,
        swapped: 0.113_333_333_333_333_33,
        pearson: 0.771_232_818_159_362_1,
    },
    Published {
        task: "place_apple",
        real: [0.074, 0.185, 0.185, 0.407, 0.0, 0.0],
        sim: [0.037, 0.065, 0.13, 0.213, 0.0, 0.0],
        mmrv: 0.0,
        swapped: 0.010_833_333_333_333_334,
        pearson: 0.969_171_806_143_24,
    },
];

const POLICIES: [&str; 6] = ["rt-2-x", "rt-1-converged", "rt-1-15pct", "rt-1-x", "rt-1-begin", "octo-base"];

fn scores() -> Vec<PolicyScore> {
    let rows = PUBLISHED.iter().flat_map(|table| {
        POLICIES.iter().enumerate().map(|(k, policy)| PolicyScore {
            policy: (*policy).into(),
            task: table.task.into(),
            sim: table.sim[k],
            real: table.real[k],
        })
    });
    rows.collect()
}

#[test]
fn published_tables() {
    let report = rank(&scores(), &BootstrapOptions::default()).expect("six policies");
    for table in &PUBLISHED {
        let found = report.tasks.iter().find(|task| task.task == table.task).expect("the task");
        assert!((found.mmrv.value - table.mmrv).abs() < 1e-9, "{}: {found:?}", table.task);
        assert!((found.mmrv_arguments_swapped - table.swapped).abs() < 1e-9, "{}: {found:?}", table.task);
        // The code-exact form carries 1e-8 in its denominator.
        assert!((found.pearson.value - table.pearson).abs() < 1e-6, "{}: {found:?}", table.task);
        assert_eq!(found.permutation.assignments, 720);
        assert_eq!(found.leave_one_out.len(), 6);
        let interval = found.pearson.interval.expect("six policies");
        assert!(interval.contains(found.pearson.value) && interval.width() > 0.1, "{interval:?}");
    }
    let overall = report.overall.expect("five tasks");
    assert!(overall.pearson.value > 0.85 && overall.policies == 6, "{overall:?}");
}

/// Known answers `mmrv_toy` and `mmrv_tie`.
#[test]
fn toys() {
    assert!((mmrv(&[0.8, 0.5, 0.6], &[0.9, 0.7, 0.4]) - 0.2).abs() < 1e-9);
    assert!((pearson_simpler(&[0.8, 0.5, 0.6], &[0.9, 0.7, 0.4]) - 0.563_621_406_882_417).abs() < 1e-6);
    assert!((mmrv(&[0.5, 0.5], &[0.9, 0.4]) - 0.25).abs() < 1e-12);
    assert_eq!(pearson_simpler(&[0.25, 0.5], &[0.5, 0.75]), 1.0);
}

#[test]
fn one_policy_that_carries_the_correlation_is_named() {
    let row = |policy: &str, sim, real| PolicyScore { policy: policy.into(), task: String::new(), sim, real };
    let scores = [
        row("a", 0.10, 0.12),
        row("b", 0.12, 0.10),
        row("c", 0.11, 0.13),
        row("d", 0.13, 0.09),
        row("star", 0.9, 0.95),
    ];
    let report = rank(&scores, &BootstrapOptions::default()).expect("five policies");
    let cautions = report.tasks[0].cautions.join("\n");
    assert!(cautions.contains("star"), "{cautions}");
    assert!(report.overall.is_none());
    assert!((report.tasks[0].permutation.floor - 1.0 / 120.0).abs() < 1e-12);
}

#[test]
fn tables_are_read_and_their_faults_listed_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("rates.csv");
    fs::write(&path, "policy, task, sim, real\na, t, 0.5, 0.6\nb, t, 0.1, 0.2\n").expect("a file");
    let scores = read_policy_scores(&path).expect("a table");
    assert_eq!((scores.len(), scores[1].real, scores[1].task.as_str()), (2, 0.2, "t"));
    let error = rank(&scores, &BootstrapOptions::default()).expect_err("two policies").to_string();
    assert!(error.contains("expected at least 3, found 2"), "{error}");
    fs::write(&path, "policy,sim,real\na,50,0.6\n,x,0.2\nb,0.1,0.1\nb,0.1,0.1\n").expect("a file");
    let error = read_policy_scores(&path).expect_err("four faults").to_string();
    for part in ["line 2: sim", "divide percents", "line 3: sim", "line 3: policy", "line 5: policy \"b\""] {
        assert!(error.contains(part), "{part} missing in {error}");
    }
    fs::write(&path, "name,sim\na,0.1\n").expect("a file");
    let error = read_policy_scores(&path).expect_err("columns").to_string();
    assert!(error.contains("name, sim") && error.contains("hint"), "{error}");
}
