//! Planning from real recordings. They are not part of the project: `RESTAGE_REAL_DATA` says where they are.

#[path = "../../episodes/tests/recordings/mod.rs"]
mod recordings;

use restage_assets::GripperModel;
use restage_episodes::profile::DeviceProfile;
use restage_episodes::source::read_demonstrations;
use restage_grounding::{GroundingOptions, ground};
use restage_randomizers::{
    GroundedDemonstration, PlanContext, PlanSettings, RandomizationConfig, plan_replay, plan_rollout,
};
use restage_rollouts::RolloutSpec;
use std::collections::BTreeMap;

/// The grounded demonstrations of a data set; `None` when it is absent.
fn load(name: &str, profile: &str) -> Option<Vec<GroundedDemonstration>> {
    let path = recordings::real(name)?;
    let profile = DeviceProfile::builtin(profile).expect("a built-in profile");
    let gripper = profile.gripper.model.clone();
    let options = GroundingOptions::for_gripper(GripperModel::by_name(&gripper).expect("a known gripper"));
    let recordings = read_demonstrations(&path, &profile).expect("a readable data set").demonstrations;
    let grounded = ground(&recordings, &options).into_iter().zip(recordings);
    let usable = grounded.filter_map(|(grounding, demonstration)| {
        Some(GroundedDemonstration { demonstration, grounding: grounding.ok()?, gripper: gripper.clone() })
    });
    Some(usable.collect())
}

fn settings() -> PlanSettings {
    PlanSettings { job_seed: 3, fps: 10, image_size: (64, 64), generator_version: "test".into() }
}

/// Plans `count` rollouts and says how that went.
fn plan(demonstrations: &[GroundedDemonstration], count: u64) -> Vec<RolloutSpec> {
    let (config, settings) = (RandomizationConfig::default(), settings());
    let context = PlanContext { demonstrations, config: &config, settings: &settings, scenes: &[] };
    let mut rejections: BTreeMap<&str, (u32, String)> = BTreeMap::new();
    let mut specs = Vec::new();
    for index in 0..count {
        match plan_rollout(&context, index) {
            Ok(spec) => specs.push(spec),
            Err(rejection) => {
                let entry = rejections.entry(rejection.reason.name()).or_default();
                *entry = (entry.0 + 1, rejection.to_string());
            }
        }
    }
    eprintln!("planned {} of {count}; rejected: {rejections:#?}", specs.len());
    specs
}

fn check(specs: &[RolloutSpec]) {
    for spec in specs {
        assert_eq!(spec.scene.validate(), []);
        assert!(spec.trajectory.world_from_tcp.iter().all(restage_geometry::Pose::is_finite));
        assert!(spec.trajectory.duration_secs() < 60.0);
        let steps = spec.trajectory.world_from_tcp.len();
        assert_eq!(spec.trajectory.segments.last().map(|segment| segment.frames.end), Some(steps));
    }
}

/// Every demonstration replays, with the object where the fingers close.
fn check_replays(demonstrations: &[GroundedDemonstration]) {
    let (config, settings) = (RandomizationConfig::default(), settings());
    let context = PlanContext { demonstrations, config: &config, settings: &settings, scenes: &[] };
    for (which, demonstration) in demonstrations.iter().enumerate() {
        let spec = plan_replay(&context, which, 0).expect("a replay");
        let grasp = demonstration.grounding.grasp().world_from_tcp;
        let tcp = spec.source.new_from_source * grasp;
        let target = spec.scene.objects[0].world_from_object;
        let off_center = (target.translation - tcp.translation).dot(tcp.rotation * glam::DVec3::X).abs();
        assert!(off_center < 0.01, "demonstration {which}: {off_center} m off the middle");
    }
}

#[test]
fn a_hand_held_gripper_is_planned() {
    let Some(demonstrations) = load("umi_grasp_cube/dataset.zarr.zip", "umi") else { return };
    let specs = plan(&demonstrations, 60);
    assert!(specs.len() >= 20, "{} of 60", specs.len());
    assert!(specs.iter().all(|spec| spec.goal.world_from_object_placed.is_none()));
    check(&specs);
    check_replays(&demonstrations);
}

#[test]
fn a_teleoperated_arm_is_planned() {
    let Some(demonstrations) = load("so100_pick_place", "so100") else { return };
    let specs = plan(&demonstrations, 60);
    // Its jaw closes at a tilt and the size of the object is a guess: most draws would be hit by an opening finger.
    assert!(specs.len() >= 6, "{} of 60", specs.len());
    assert!(specs.iter().all(|spec| spec.goal.world_from_object_placed.is_some()));
    check(&specs);
    check_replays(&demonstrations);
}

/// Every template takes the task of a real recording more often than not.
#[test]
fn every_place_takes_the_task() {
    let Some(demonstrations) = load("so100_pick_place", "so100") else { return };
    let settings = settings();
    let mut poor = Vec::new();
    for template in restage_scenes::templates() {
        let mut config = RandomizationConfig::default();
        config.environment.names = vec![template.name.to_owned()];
        let context = PlanContext {
            demonstrations: &demonstrations,
            config: &config,
            settings: &settings,
            scenes: &[],
        };
        let mut rejections: BTreeMap<&str, u32> = BTreeMap::new();
        let planned = (0..12).filter(|index| match plan_rollout(&context, *index) {
            Ok(spec) => spec.scene.template == template.name,
            Err(rejection) => {
                *rejections.entry(rejection.reason.name()).or_default() += 1;
                false
            }
        });
        let planned = planned.count();
        if planned < 6 {
            poor.push(format!("{}: {planned} of 12, {rejections:?}", template.name));
        }
    }
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn a_hand_guided_arm_is_planned() {
    let Some(demonstrations) = load("cr5_banana", "cr5") else { return };
    let specs = plan(&demonstrations, 60);
    assert!(specs.len() >= 20, "{} of 60", specs.len());
    check(&specs);
    check_replays(&demonstrations);
}
