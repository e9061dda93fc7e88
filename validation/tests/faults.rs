//! Deliberate faults in real recordings are caught, and real recordings themselves are not.
//!
//! Fifty hand-guided CR5 episodes are split by the registered rule; the training part stands in for generated episodes,
//! as recorded and with one fault at a time. A comparison that misses one of these would pass anything.

mod common;

use common::{cr5, pictures, so100};
use glam::DVec3;
use restage_validation::comparison::Verdict;
use restage_validation::evidence::{CompareOptions, Evidence, RealPart, Report, compare};
use restage_validation::features::Family;
use restage_validation::features::cache::Cache;
use restage_validation::sample::{LeftOut, Observed, Sample};

fn options() -> CompareOptions {
    CompareOptions { seed: 1, ..CompareOptions::default() }
}

/// Real data with `generated` in the place of generated episodes.
fn report(real: &Evidence, generated: Sample) -> Report {
    let evidence = Evidence { generated: RealPart { sample: generated, views: Vec::new() }, ..real.clone() };
    compare(&evidence, &Cache::none(), &options()).expect("comparable")
}

fn verdict(report: &Report, family: Family) -> Verdict {
    let family = report.families.iter().find(|report| report.family == family).expect("judged");
    eprintln!("{} {:?} {:?} {}", family.family.name(), family.gap_ratio, family.interval, family.reason);
    family.verdict
}

/// Half of the training episodes, moved elsewhere so that they are no copies, each changed by `change`.
fn generated(real: &Evidence, change: impl Fn(&mut Observed)) -> Sample {
    let mut episodes: Vec<Observed> = real.train.sample.episodes.iter().step_by(2).cloned().collect();
    for observed in &mut episodes {
        for pose in &mut observed.demonstration.world_from_tcp {
            pose.translation += DVec3::new(0.2, -0.1, 0.0);
        }
        change(observed);
    }
    Sample { name: "stand-in".into(), episodes, left_out: Vec::new() }
}

#[test]
fn real_episodes_do_not_fail_and_the_controls_hold() {
    let Some(real) = cr5() else { return };
    let mut others = real.clone();
    others.train.sample.episodes = real.train.sample.episodes.iter().skip(1).step_by(2).cloned().collect();
    let report = report(&others, generated(&real, |_| {}));
    println!("{:#?}", report.controls);
    assert_ne!(verdict(&report, Family::Kinematics), Verdict::Fail);
    assert_ne!(verdict(&report, Family::Contact), Verdict::Fail);
    assert_eq!(report.copies.verdict, Verdict::Pass, "{:?}", report.copies.reasons);
}

#[test]
fn slower_and_higher_hands_are_caught() {
    let Some(real) = cr5() else { return };
    let slower =
        |observed: &mut Observed| observed.demonstration.timestamps.iter_mut().for_each(|t| *t *= 1.3);
    assert_eq!(verdict(&report(&real, generated(&real, slower)), Family::Kinematics), Verdict::Fail);
    let higher = |observed: &mut Observed| {
        observed.demonstration.world_from_tcp.iter_mut().for_each(|pose| pose.translation.z += 0.03);
    };
    let report = report(&real, generated(&real, higher));
    assert_eq!(verdict(&report, Family::Kinematics), Verdict::Fail);
    assert!(report.advice.iter().any(|line| line.contains("support")), "{:?}", report.advice);
}

#[test]
fn copied_episodes_are_caught() {
    let Some(real) = cr5() else { return };
    let mut copies = generated(&real, |_| {});
    copies.episodes.extend(real.held_out.sample.episodes.iter().take(2).cloned());
    let found = report(&real, copies).copies;
    assert_eq!((found.verdict, found.held_out_copies), (Verdict::Fail, 2), "{:?}", found.reasons);
    let mut twice = generated(&real, |_| {});
    let again: Vec<Observed> = twice.episodes.iter().take(4).cloned().collect();
    twice.episodes.extend(again);
    let found = report(&real, twice).copies;
    assert_eq!((found.verdict, found.held_out_copies), (Verdict::Fail, 0), "{:?}", found.reasons);
}

/// An object that never leaves the fingers: in most episodes no grasp begins.
#[test]
fn a_glued_object_is_caught() {
    let Some(real) = cr5() else { return };
    let mut glued = generated(&real, |_| {});
    let options = restage_grounding::GroundingOptions::default();
    let mut kept = Vec::new();
    for (index, mut observed) in glued.episodes.drain(..).enumerate() {
        // Some are glued from the start, the others from their grasp on.
        let from = if index % 4 == 0 { observed.grounding.grasp().stall } else { 0 };
        let closed = observed.demonstration.gripper.closed_width;
        observed.demonstration.gripper.width[from..].fill(closed);
        match restage_grounding::ground_one(&observed.demonstration, &options) {
            Ok(grounding) => kept.push(Observed { grounding, ..observed }),
            Err(error) => glued.left_out.push(LeftOut {
                episode: observed.demonstration.source.episode_index,
                reason: error.to_string(),
            }),
        }
    }
    glued.episodes = kept;
    let report = report(&real, glued);
    assert_eq!(verdict(&report, Family::Contact), Verdict::Fail);
    assert_eq!(report.verdict, Verdict::Fail, "{:?}", report.reasons);
}

/// The wrist camera's pictures under the name of the fixed camera, and the other way round.
#[test]
fn a_swapped_camera_is_caught() {
    let Some((recordings, mounts)) = so100() else { return };
    let swapped: Vec<_> = mounts
        .iter()
        .map(|mount| {
            let other = mounts.iter().find(|other| other.view != mount.view).expect("two cameras");
            let mut mount = mount.clone();
            mount.view = other.view;
            mount
        })
        .collect();
    let pool = pictures(&recordings[..5], &mounts);
    let held_out = pictures(&recordings[5..8], &mounts);
    let same = pictures(&recordings[8..11], &mounts);
    let wrong = pictures(&recordings[8..11], &swapped);
    let with = |generated: &RealPart| {
        let evidence = Evidence {
            train: pool.clone(),
            held_out: held_out.clone(),
            generated: generated.clone(),
            ..Evidence::default()
        };
        verdict(&compare(&evidence, &Cache::none(), &options()).expect("comparable"), Family::Image)
    };
    assert_ne!(with(&same), Verdict::Fail);
    assert_eq!(with(&wrong), Verdict::Fail);
}

#[test]
fn centimetres_mixed_frames_and_too_few_episodes_are_said() {
    let Some(real) = cr5() else { return };
    let centimetres = generated(&real, |observed| {
        observed.support_height *= 100.0;
        observed.demonstration.world_from_tcp.iter_mut().for_each(|pose| pose.translation *= 100.0);
    });
    let evidence = |generated: Sample| Evidence {
        generated: RealPart { sample: generated, views: Vec::new() },
        ..real.clone()
    };
    let refused =
        compare(&evidence(centimetres), &Cache::none(), &options()).expect_err("refused").to_string();
    assert!(refused.contains("1/100 m"), "{refused}");

    let mut mixed = generated(&real, |_| {});
    for observed in mixed.episodes.iter_mut().step_by(3) {
        let turn = glam::DQuat::from_rotation_x(std::f64::consts::PI);
        for event in &mut observed.grounding.events {
            event.world_from_tcp.rotation = turn * event.world_from_tcp.rotation;
        }
    }
    let refused = compare(&evidence(mixed), &Cache::none(), &options()).expect_err("refused").to_string();
    assert!(refused.contains("one world frame") || refused.contains("one \nworld frame"), "{refused}");

    let mut few = generated(&real, |_| {});
    few.episodes.truncate(3);
    let report = report(&real, few);
    assert_eq!(report.verdict, Verdict::Inconclusive);
    assert!(report.reasons.iter().any(|reason| reason.contains("too few")), "{:?}", report.reasons);
}

/// Every `step`-th frame of the stand-ins, with `spoil` done to each; what holds no grasp any more is left out.
fn thinned(real: &Evidence, step: usize, spoil: impl Fn(usize, &mut Observed)) -> Sample {
    let mut sample = Sample { name: "thinned".into(), ..Sample::default() };
    let options = restage_grounding::GroundingOptions::default();
    for (index, mut observed) in generated(real, |_| {}).episodes.into_iter().enumerate() {
        spoil(index, &mut observed);
        let demonstration = &mut observed.demonstration;
        demonstration.timestamps = demonstration.timestamps.iter().step_by(step).copied().collect();
        demonstration.world_from_tcp = demonstration.world_from_tcp.iter().step_by(step).copied().collect();
        demonstration.gripper.width = demonstration.gripper.width.iter().step_by(step).copied().collect();
        match restage_grounding::ground_one(demonstration, &options) {
            Ok(grounding) => sample.episodes.push(Observed { grounding, ..observed }),
            Err(error) => sample
                .left_out
                .push(LeftOut { episode: demonstration.source.episode_index, reason: error.to_string() }),
        }
    }
    sample
}

#[test]
fn other_rates_and_broken_numbers_are_said_and_the_rest_is_compared() {
    let Some(real) = cr5() else { return };
    let nan = |index: usize, observed: &mut Observed| {
        if index == 2 {
            observed.demonstration.world_from_tcp[8].translation.x = f64::NAN;
        }
    };
    let found = report(&real, thinned(&real, 2, nan));
    let remarks = found.remarks.join("\n");
    assert!(remarks.contains("frames per second") && remarks.contains("both are compared at"), "{remarks}");
    assert!(remarks.contains("take no part") && remarks.contains("non-finite pose at frame 4"), "{remarks}");
    assert!(found.rate_hz < 7.0 && found.families[0].gap_ratio.is_some(), "{} Hz", found.rate_hz);
    let slow = Evidence {
        generated: RealPart { sample: thinned(&real, 4, |_, _| {}), views: Vec::new() },
        ..real.clone()
    };
    let refused =
        compare(&slow, &Cache::none(), &options()).expect_err("too slow to see a grasp").to_string();
    assert!(refused.contains("at least 4 are needed"), "{refused}");
}

/// Real pictures without generated ones: said, and everything else is compared.
#[test]
fn a_missing_camera_is_said() {
    let Some((recordings, mounts)) = so100() else { return };
    let evidence = Evidence {
        train: pictures(&recordings[..2], &mounts),
        held_out: pictures(&recordings[2..3], &mounts),
        generated: RealPart {
            sample: Sample {
                name: "blind".into(),
                episodes: recordings[3..5].to_vec(),
                left_out: Vec::new(),
            },
            views: vec![std::collections::BTreeMap::new(); 2],
        },
        ..Evidence::default()
    };
    let report = compare(&evidence, &Cache::none(), &options()).expect("comparable");
    assert!(report.families.iter().all(|family| family.family != Family::Image));
    assert!(report.remarks.iter().any(|remark| remark.contains("wrist camera")), "{:?}", report.remarks);
    assert_eq!(report.verdict, Verdict::Inconclusive, "{:?}", report.reasons);
}
