//! Real recordings for the tests of the comparison.

#[path = "../../../episodes/tests/recordings/mod.rs"]
mod recordings;

use recordings::real;
use restage_assets::GripperModel;
use restage_episodes::profile::{CameraMount, DeviceProfile};
use restage_episodes::split::{Split, SplitRule};
use restage_episodes::{Demonstration, read_demonstrations};
use restage_grounding::{GroundingOptions, ground};
use restage_validation::evidence::{Evidence, RealPart};
use restage_validation::features::cache::Cache;
use restage_validation::features::images::views;
use restage_validation::sample::{Observed, Sample};

fn observed(set: &str, profile: &str) -> Option<(Vec<Observed>, DeviceProfile)> {
    let profile = DeviceProfile::resolve(profile).expect("a built-in profile");
    let reading = read_demonstrations(&real(set)?, &profile).expect("readable");
    let gripper = GripperModel::by_name(&profile.gripper.model).expect("a known gripper");
    let grounded = ground(&reading.demonstrations, &GroundingOptions::for_gripper(gripper));
    let observed = reading
        .demonstrations
        .into_iter()
        .zip(grounded)
        .filter_map(|(demonstration, grounding)| {
            let grounding = grounding.ok()?;
            let origin = demonstration.source.clone();
            Some(Observed { support_height: grounding.support.height, origin, demonstration, grounding })
        })
        .collect();
    Some((observed, profile))
}

/// The CR5 set, split by the rule.
pub fn cr5() -> Option<Evidence> {
    let (observed, _) = observed("cr5_banana", "cr5")?;
    let rule = SplitRule::default();
    let part = |split: Split| RealPart {
        sample: Sample {
            name: "cr5_banana".into(),
            episodes: observed.iter().filter(|o| rule.split(&o.origin) == split).cloned().collect(),
            left_out: Vec::new(),
        },
        views: Vec::new(),
    };
    let evidence = Evidence {
        train: part(Split::Train),
        calibration: part(Split::Calibration),
        held_out: part(Split::HeldOut),
        ..Evidence::default()
    };
    Some(evidence)
}

/// The SO-100 set, which has two cameras.
pub fn so100() -> Option<(Vec<Observed>, Vec<CameraMount>)> {
    observed("so100_pick_place", "so100").map(|(observed, profile)| (observed, profile.cameras))
}

/// Thirds of the videos of some episodes, as episodes of their own.
pub fn pictures(episodes: &[Observed], mounts: &[CameraMount]) -> RealPart {
    let mut part =
        RealPart { sample: Sample { name: "so100".into(), ..Sample::default() }, views: Vec::new() };
    for observed in episodes {
        for third in 0..3 {
            let cut = third_of(&observed.demonstration, third);
            let (views, faults) = views(&cut, mounts, &Cache::none());
            assert!(faults.is_empty(), "{faults:?}");
            part.views.push(views);
            // An episode of its own, as far as resampling goes.
            let mut observed = observed.clone();
            observed.origin.episode_index = 3 * observed.origin.episode_index + third as u64;
            observed.origin.group = String::new();
            part.sample.episodes.push(observed);
        }
    }
    part
}

fn third_of(demonstration: &Demonstration, third: usize) -> Demonstration {
    let mut cut = demonstration.clone();
    for clip in cut.cameras.iter_mut().filter_map(|camera| camera.clip.as_mut()) {
        clip.frames /= 3;
        clip.first_frame += third * clip.frames;
    }
    cut
}
