//! The contract of planning: the same plan from the same seed in any order, every accepted plan sound, every
//! switch effective. The demonstration is written by formula and grounded by the real inference.

#[path = "../../../scenes/tests/common/authored.rs"]
mod authored;

use super::*;
use crate::axes::PlanarShift;
use crate::config::AXES;
use crate::law::Law;
use crate::solids::{MovingBox, Solid, nearest};
use crate::source::SourcePolicy;
use glam::{DQuat, DVec3};
use restage_episodes::{DemonstrationSource, GripperTrack, SegmentKind, WidthEvidence};
use restage_geometry::Pose;
use restage_grounding::adapt::minimum_jerk;
use restage_grounding::{GroundingOptions, ground};
use restage_rollouts::RolloutSpec;
use restage_scenes::ObjectRole;
use std::collections::BTreeMap;

/// Piecewise minimum-jerk through `(time, value)` knots.
fn through(knots: &[(f64, f64)], t: f64) -> f64 {
    let after = knots.partition_point(|(time, _)| *time <= t).clamp(1, knots.len() - 1);
    let ((t0, a), (t1, b)) = (knots[after - 1], knots[after]);
    a + (b - a) * minimum_jerk::fraction((t - t0) / (t1 - t0))
}

/// A pick and place of a 40 mm thing on a table at z = 0.
fn recording(episode: u64, offset: DVec3, yaw: f64) -> Demonstration {
    let down = DQuat::from_rotation_z(yaw) * DQuat::from_rotation_x(std::f64::consts::PI);
    let timestamps: Vec<f64> = (0..390).map(|k| f64::from(k) / 60.0).collect();
    let x = [(0.0, 0.0), (0.3, 0.0), (1.5, 0.15), (2.6, 0.15), (4.2, 0.33), (6.5, 0.33)];
    let y = [(0.0, -0.12), (0.3, -0.12), (1.5, 0.0), (6.5, 0.0)];
    let z = [
        (0.0, 0.20),
        (0.3, 0.20),
        (1.7, 0.025),
        (2.4, 0.025),
        (3.3, 0.17),
        (4.4, 0.027),
        (5.0, 0.027),
        (6.1, 0.2),
        (6.5, 0.2),
    ];
    let width = [(0.0, 0.08), (1.7, 0.08), (2.1, 0.04), (4.6, 0.04), (4.9, 0.08), (6.5, 0.08)];
    let world_from_tcp = timestamps
        .iter()
        .map(|t| Pose::new(offset + DVec3::new(through(&x, *t), through(&y, *t), through(&z, *t)), down))
        .collect();
    Demonstration {
        source: DemonstrationSource {
            dataset: "formula".into(),
            episode_index: episode,
            group: format!("formula/{episode}"),
            scripted: true,
        },
        profile: "umi".into(),
        task: String::new(),
        gripper: GripperTrack {
            width: timestamps.iter().map(|t| through(&width, *t)).collect(),
            evidence: WidthEvidence::Measured,
            open_width: 0.08,
            closed_width: 0.0,
            close_label_delay: 0.0,
        },
        timestamps,
        world_from_tcp,
        joints: None,
        cameras: Vec::new(),
    }
}

fn demonstrations() -> Vec<GroundedDemonstration> {
    grounded(vec![
        recording(0, DVec3::ZERO, 0.0),
        recording(1, DVec3::new(0.1, 0.05, 0.0), 0.3),
        recording(2, DVec3::new(-0.1, 0.02, 0.0), -0.2),
    ])
}

fn grounded(recordings: Vec<Demonstration>) -> Vec<GroundedDemonstration> {
    ground(&recordings, &GroundingOptions::default())
        .into_iter()
        .zip(recordings)
        .map(|(grounding, demonstration)| GroundedDemonstration {
            demonstration,
            grounding: grounding.expect("a clean grasp"),
            gripper: "umi".into(),
        })
        .collect()
}

fn settings() -> PlanSettings {
    PlanSettings { job_seed: 11, fps: 10, image_size: (64, 64), generator_version: "test".into() }
}

fn plans(config: &RandomizationConfig, count: u64) -> (Vec<RolloutSpec>, BTreeMap<&'static str, u32>) {
    let (demonstrations, settings) = (demonstrations(), settings());
    let context = PlanContext { demonstrations: &demonstrations, config, settings: &settings, scenes: &[] };
    let mut rejections = BTreeMap::new();
    let mut specs = Vec::new();
    for index in 0..count {
        match plan_rollout(&context, index) {
            Ok(spec) => specs.push(spec),
            Err(rejection) => {
                eprintln!("{index}: {rejection}");
                *rejections.entry(rejection.reason.name()).or_default() += 1;
            }
        }
    }
    (specs, rejections)
}

#[test]
fn rates_divide_evenly() {
    for fps in [1, 7, 10, 15, 20, 24, 25, 30, 50, 60, 120] {
        let settings = PlanSettings { fps, ..settings() };
        let (control, physics) = (settings.control_rate_hz(), settings.physics_rate_hz());
        assert!(control >= 60 && control % fps == 0 && physics >= 480 && physics % control == 0, "{fps}");
    }
    assert_eq!((settings().control_rate_hz(), settings().physics_rate_hz()), (60, 480));
}

#[test]
fn most_rollouts_are_planned_and_every_one_is_sound() {
    let (specs, rejections) = plans(&RandomizationConfig::default(), 60);
    assert!(specs.len() >= 30, "only {} of 60 planned: {rejections:?}", specs.len());
    for spec in &specs {
        check_spec(spec);
    }
    let cluttered = specs.iter().filter(|spec| spec.scene.objects.len() > 1).count();
    assert!(cluttered > specs.len() / 4, "{cluttered} of {} with clutter", specs.len());
}

/// What every accepted plan must satisfy, computed anew from the specification alone.
fn check_spec(spec: &RolloutSpec) {
    let support = &spec.scene.supports[0];
    let target = spec.scene.objects.iter().find(|object| object.name == spec.target).unwrap();
    assert_eq!(target.role, ObjectRole::Target);
    let size = target.model.size();
    assert!((target.world_from_object.translation.z - size.z / 2.0 - support.center.z).abs() < 1e-9);
    let local = support.local(target.world_from_object.translation);
    assert!(local.x.abs() < support.size[0] / 2.0 && local.y.abs() < support.size[1] / 2.0);
    // At the grasp the TCP is midway between the faces of the object along the closing axis.
    let trajectory = &spec.trajectory;
    let secure = trajectory.segments.iter().find(|s| s.kind == SegmentKind::Secure).unwrap().frames.start;
    let object_from_tcp = target.world_from_object.inverse() * trajectory.world_from_tcp[secure];
    let closing = object_from_tcp.rotation * DVec3::X;
    let off_center = object_from_tcp.translation.dot(closing).abs();
    assert!(off_center < 0.002, "the fingers close {off_center} m off the middle");
    assert!(closing.z.abs() < 0.05 && closing.x.abs().max(closing.y.abs()) > 0.999, "{closing}");
    check_place(spec, size);
    check_clearances(spec);
    assert!(spec.physics.grip_force <= spec.gripper.max_force);
    assert!(spec.trajectory.gripper_width.iter().all(|w| (0.0..=spec.gripper.stroke).contains(w)));
    assert_eq!(spec.scene.validate(), []);
    assert!(!spec.task.contains('{'), "{}", spec.task);
}

/// The goal lies on the support, and the motion carries the object there.
fn check_place(spec: &RolloutSpec, size: DVec3) {
    let support = &spec.scene.supports[0];
    let goal = spec.goal.world_from_object_placed.expect("the demonstrations place");
    assert!((goal.translation.z - size.z / 2.0 - support.center.z).abs() < 1e-9);
    let trajectory = &spec.trajectory;
    let frame = |kind| trajectory.segments.iter().find(|s| s.kind == kind).unwrap().frames.start;
    let target = spec.scene.objects[0].world_from_object;
    let held = trajectory.world_from_tcp[frame(SegmentKind::Secure)].inverse() * target;
    let released = trajectory.world_from_tcp[frame(SegmentKind::Retreat)] * held;
    assert!((released.translation - goal.translation).truncate().length() < 0.005);
    assert!(released.angle(&goal) < 0.05);
    let gap = released.translation.z - goal.translation.z;
    assert!((0.0..0.012).contains(&gap), "released {gap} m above the support");
}

fn check_clearances(spec: &RolloutSpec) {
    let support = &spec.scene.supports[0];
    let solids = crate::gates::obstacles(&spec.scene, support);
    let others: Vec<&restage_scenes::ObjectPlacement> =
        spec.scene.objects.iter().filter(|object| object.role == ObjectRole::Distractor).collect();
    for (pose, width) in spec.trajectory.world_from_tcp.iter().zip(&spec.trajectory.gripper_width) {
        let boxes = crate::gates::gripper_boxes(&spec.gripper, pose, *width);
        assert!(nearest(&solids, &boxes, 0.004).1.is_none(), "a fixture is hit");
        assert!(boxes.iter().all(|b| b.lowest() > support.center.z), "the support is hit");
        for other in &others {
            let radius = other.model.size().truncate().length() / 2.0;
            let apart = (other.world_from_object.translation - pose.translation).truncate().length();
            assert!(apart - radius > 0.08 - 0.02, "clutter {} is {apart} m from the path", other.model.id);
        }
    }
    for (k, a) in spec.scene.objects.iter().enumerate() {
        for b in &spec.scene.objects[k + 1..] {
            let half = b.model.size() / 2.0;
            let moving = MovingBox { world_from_box: b.world_from_object, half };
            assert!(Solid::object(a).distance(&moving, 0.01) > 0.0, "{} and {} overlap", a.name, b.name);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_in_any_order() {
    let (demonstrations, settings, config) = (demonstrations(), settings(), RandomizationConfig::default());
    let context =
        PlanContext { demonstrations: &demonstrations, config: &config, settings: &settings, scenes: &[] };
    let bytes = |index| match plan_rollout(&context, index) {
        Ok(spec) => serde_json::to_string(&spec).unwrap(),
        Err(rejection) => rejection.to_string(),
    };
    let forwards: Vec<String> = (0..8).map(bytes).collect();
    let backwards: Vec<String> = (0..8).rev().map(bytes).collect();
    let threaded: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..8).map(|index| scope.spawn(move || bytes(index))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assert_eq!(forwards, backwards.into_iter().rev().collect::<Vec<_>>());
    assert_eq!(forwards, threaded);
    let other = PlanSettings { job_seed: 12, ..settings.clone() };
    let context = PlanContext { settings: &other, ..context };
    let differs = (0..8).filter(|&index| plan_rollout(&context, index).ok().map(|s| s.seed).is_some());
    assert!(differs.clone().count() > 0);
}

/// What comes of draws and of no axis alone.
const CONSEQUENCES: [&str; 4] = ["placing", "grasped", "lit", "cluttered"];

/// Every axis in turn: with it off, all draws of all others are the same to the bit, and its own are not.
#[test]
fn switching_an_axis_off_changes_that_axis_alone() {
    let mut everything = RandomizationConfig::default();
    everything.environment.names = vec!["all".into()];
    let places = everything.environment.templates().unwrap().len();
    let (demonstrations, settings) = (demonstrations(), settings());
    let plan = |config: &RandomizationConfig, index| {
        plan_rollout(
            &PlanContext { demonstrations: &demonstrations, config, settings: &settings, scenes: &[] },
            index,
        )
        .ok()
    };
    let on: Vec<Option<RolloutSpec>> = (0..6).map(|index| plan(&everything, index)).collect();
    for axis in AXES {
        let mut config = everything.clone();
        assert!(config.switch(axis, false));
        let (mut compared, mut own_differs) = (0, false);
        for (index, on) in on.iter().enumerate() {
            let (Some(on), Some(off)) = (on, plan(&config, index as u64)) else { continue };
            compared += 1;
            own_differs |= on.draws[axis] != off.draws[axis];
            for (name, value) in &on.draws {
                if name != axis && !CONSEQUENCES.contains(&name.as_str()) {
                    assert_eq!(*value, off.draws[name], "{name} changed with {axis} off, rollout {index}");
                }
            }
        }
        assert!(compared >= 3, "{axis}: only {compared} rollouts were planned both ways");
        assert!(own_differs || (axis == "environment" && places == 1), "{axis} is the same when off");
    }
}

/// What an axis does not touch stays as it is in the scene and the motion too, not only in the record.
#[test]
fn looks_leave_motion_and_objects_alone() {
    let plain = RandomizationConfig::default();
    let (a, _) = plans(&plain, 6);
    for axis in ["lights", "exposure", "white_balance", "room_style", "head_camera", "sensor_noise"] {
        let mut config = plain.clone();
        config.switch(axis, false);
        let (b, _) = plans(&config, 6);
        assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(&b) {
            assert_eq!(a.trajectory, b.trajectory, "{axis}");
            assert_eq!(a.scene.objects, b.scene.objects, "{axis}");
            assert_ne!(a.scene, b.scene, "{axis}");
        }
    }
}

#[test]
fn drawn_values_reach_scene_cameras_and_physics() {
    let (specs, _) = plans(&RandomizationConfig::default(), 4);
    for spec in &specs {
        let number = |pointer: &str| {
            let (axis, rest) = pointer.split_once('/').unwrap();
            spec.draws[axis].pointer(&format!("/{rest}")).and_then(serde_json::Value::as_f64).unwrap()
        };
        let [wrist, head, overview] = spec.scene.cameras.as_slice() else { panic!("three cameras") };
        for (index, camera) in [wrist, head, overview].into_iter().enumerate() {
            assert_eq!(camera.sensor.read_noise, number(&format!("sensor_noise/read/{index}")));
            assert_eq!(
                camera.sensor.white_balance_offset_k,
                number(&format!("white_balance/offset_k/{index}"))
            );
            assert_eq!(camera.sensor.gamma, number(&format!("exposure/gamma/{index}")));
        }
        let restage_scenes::Lens::BrownConrady { k: [k1, ..], .. } = head.lens else {
            panic!("distorted: {:?}", head.lens)
        };
        assert_eq!(k1, number("head_camera/k1"));
        assert_eq!(spec.physics.action_latency_secs, number("latency/action_secs"));
        assert_eq!(spec.physics.observation_latency_secs, number("latency/observation_secs"));
        assert_eq!(spec.physics.pad_friction, number("friction/pad"));
        let exposure = restage_scenes::light::exposure_for_lux(number("lit/task_lux"))
            + restage_scenes::lighting::metering(&spec.scene)
            + number("exposure/ev");
        assert!((spec.scene.exposure_ev100 - exposure).abs() < 1e-9);
    }
}

#[test]
fn everything_off_gives_one_plan_per_demonstration() {
    let (specs, rejections) = plans(&RandomizationConfig::fixed(), 6);
    assert_eq!(specs.len(), 6, "{rejections:?}");
    let of = |episode: u64| -> Vec<&RolloutSpec> {
        specs.iter().filter(|spec| spec.source.demonstration.episode_index == episode).collect()
    };
    for episode in 0..3 {
        let same = of(episode);
        assert_eq!(same.len(), 2, "each demonstration once per round");
        assert_eq!(same[0].trajectory, same[1].trajectory);
        assert_eq!(same[0].scene, same[1].scene);
    }
}

#[test]
fn rejections_have_their_reasons() {
    let mut config = RandomizationConfig::default();
    config.bounds.reach = 0.3;
    let (specs, rejections) = plans(&config, 5);
    assert!(specs.is_empty() && rejections["workspace_reach"] == 5, "{rejections:?}");
    let mut config = RandomizationConfig::default();
    config.object_pose.along = [5.0, 6.0].into();
    let (_, rejections) = plans(&config, 5);
    assert_eq!(rejections["target_off_support"], 5);
    let (mut demonstrations, settings, config) =
        (demonstrations(), settings(), RandomizationConfig::default());
    demonstrations.iter_mut().for_each(|d| d.gripper = "claw".into());
    let context =
        PlanContext { demonstrations: &demonstrations, config: &config, settings: &settings, scenes: &[] };
    let rejection = plan_rollout(&context, 0).unwrap_err();
    assert_eq!(rejection.reason.name(), "unknown_gripper");
    assert!(rejection.source.is_some() && rejection.to_string().contains("umi"));
    let context = PlanContext { demonstrations: &[], ..context };
    assert_eq!(plan_rollout(&context, 0).unwrap_err().reason.name(), "no_usable_demonstration");
}

#[test]
fn source_policies_choose_differently() {
    let source = SourcePolicy::Weighted { grade_weights: [0.0, 1.0, 0.0, 0.0] };
    let mut config = RandomizationConfig { source, ..RandomizationConfig::default() };
    assert!(!plans(&config, 6).0.is_empty());
    // With one nearest neighbour and the object always far to the right, always the same demonstration is nearest.
    config.source = SourcePolicy::NearestObject { k: 1 };
    config.object_pose.along = [0.15, 0.16].into();
    config.object_pose.depth = Law::constant(0.0);
    config.object_pose.yaw = Law::constant(0.0);
    let (specs, _) = plans(&config, 8);
    let first = specs[0].source.demonstration.episode_index;
    assert!(specs.iter().all(|spec| spec.source.demonstration.episode_index == first));
}

#[test]
fn a_small_dataset_is_not_drowned_by_a_large_one() {
    let mut small = recording(7, DVec3::ZERO, 0.1);
    small.source.dataset = "small".into();
    let demonstrations: Vec<_> = demonstrations().into_iter().chain(grounded(vec![small])).collect();
    let config = RandomizationConfig { source: SourcePolicy::Balanced, ..RandomizationConfig::default() };
    let settings = settings();
    let context =
        PlanContext { demonstrations: &demonstrations, config: &config, settings: &settings, scenes: &[] };
    let chosen = |index| match plan_rollout(&context, crate::seeds::attempt_index(index, 0)) {
        Ok(spec) => spec.source.demonstration,
        Err(rejection) => rejection.source.expect("chosen before it was rejected"),
    };
    let sources: Vec<_> = (0..12).map(chosen).collect();
    assert_eq!(sources.iter().filter(|source| source.dataset == "small").count(), 6);
    let of_large: std::collections::BTreeSet<u64> =
        sources.iter().filter(|source| source.dataset != "small").map(|it| it.episode_index).collect();
    assert_eq!(of_large.len(), 3, "every demonstration of the large one comes too");
}

#[test]
fn replay_keeps_the_motion_and_draws_the_unknown() {
    let (demonstrations, settings, config) = (demonstrations(), settings(), RandomizationConfig::default());
    let context =
        PlanContext { demonstrations: &demonstrations, config: &config, settings: &settings, scenes: &[] };
    let specs: Vec<RolloutSpec> = (0..4).map(|draw| plan_replay(&context, 1, draw).unwrap()).collect();
    for spec in &specs {
        assert!(spec.source.unchanged);
        let carry = spec.source.new_from_source;
        for k in [0_usize, 100, 250, 389] {
            let recorded = carry * demonstrations[1].demonstration.world_from_tcp[k];
            assert!(spec.trajectory.world_from_tcp[k].distance(&recorded) < 1e-9);
        }
        assert!(spec.goal.lift >= 0.04 && spec.goal.world_from_object_placed.is_some());
        assert_eq!(spec.scene.validate(), []);
    }
    assert_ne!(specs[0].physics, specs[1].physics);
    assert!(plan_replay(&context, 9, 0).is_err());
}

#[test]
fn a_release_above_the_table_was_onto_something() {
    let mut raised = recording(0, DVec3::ZERO, 0.0);
    let lift = [(0.0, 0.0), (2.6, 0.0), (4.0, 0.08), (6.5, 0.08)];
    for (t, pose) in raised.timestamps.iter().zip(&mut raised.world_from_tcp) {
        pose.translation.z += through(&lift, *t);
    }
    let (demonstrations, settings, config) =
        (grounded(vec![raised]), settings(), RandomizationConfig::default());
    let context =
        PlanContext { demonstrations: &demonstrations, config: &config, settings: &settings, scenes: &[] };
    let spec = plan_replay(&context, 0, 0).unwrap();
    let rest = spec.scene.fixtures.iter().find(|fixture| fixture.name == "raised_rest").expect("a block");
    let top = Solid::fixture(rest).top();
    let goal = spec.goal.world_from_object_placed.unwrap();
    let bottom = goal.translation.z - spec.scene.objects[0].model.size().z / 2.0;
    assert!((bottom - top).abs() < 1e-9 && (0.05..0.11).contains(&(top - spec.scene.supports[0].center.z)));
    assert_eq!(spec.scene.validate(), []);
    // A planned rollout sets it down on the support itself.
    let planned = (0..5).find_map(|index| plan_rollout(&context, index).ok()).expect("a plan");
    check_spec(&planned);
}

#[test]
fn the_recording_refutes_objects() {
    let demonstrations = demonstrations();
    let grasp = frames::SourceGrasp::new(&demonstrations[0], demonstrations[0].grounding.object.best());
    let gripper = GripperModel::umi();
    let shortfall = |x, y, z| grasp.shortfall(&gripper, DVec3::new(x, y, z), false);
    assert!(shortfall(0.04, 0.04, 0.04) <= 0.0, "the recorded size passes");
    assert!(shortfall(0.078, 0.04, 0.06) > 0.003, "the hand arrives sideways: no room beside 78 mm");
    assert!(shortfall(0.04, 0.04, 0.20) > 0.02, "the palm would hit something tall");
    let (specs, _) = plans(&RandomizationConfig::default(), 40);
    let ball = |spec: &&RolloutSpec| {
        matches!(spec.scene.objects[0].model.shape, restage_assets::ObjectShape::Sphere { .. })
    };
    assert_eq!(specs.iter().filter(ball).count(), 0, "a ball would have rolled away");
}

#[test]
fn scenes_of_authors_keep_their_zones_ranges_and_things() {
    let scenes = [authored::kitchen()];
    let (demonstrations, settings, config) = (demonstrations(), settings(), RandomizationConfig::default());
    assert_eq!((scenes[0].validate(), author_faults(&scenes[0], &config)), (Vec::new(), Vec::new()));
    let context = PlanContext {
        demonstrations: &demonstrations,
        config: &config,
        settings: &settings,
        scenes: &scenes,
    };
    let results: Vec<_> = (0..24).map(|index| plan_rollout(&context, index)).collect();
    let specs: Vec<&RolloutSpec> = results.iter().flatten().collect();
    assert!(specs.len() >= 8, "{results:?}");
    let mut starts = Vec::new();
    for spec in &specs {
        assert_eq!(spec.scene.validate(), []);
        assert_eq!((spec.scene.template.as_str(), &spec.scene.fixtures), ("my_kitchen", &scenes[0].fixtures));
        let support = &spec.scene.supports[0];
        let local =
            |object: &restage_scenes::ObjectPlacement| support.local(object.world_from_object.translation);
        let start = local(&spec.scene.objects[0]);
        assert!((start.x + 0.2).abs() <= 0.15 + 1e-9 && start.y.abs() <= 0.1 + 1e-9, "{start}");
        starts.push(start.x);
        assert!(spec.draws["placing"]["object"]["yaw"].as_f64().unwrap().abs() <= 0.05);
        let goal = support.local(spec.goal.world_from_object_placed.unwrap().translation);
        let resting = spec.scene.objects.iter().skip(1).map(&local).chain([goal]);
        for thing in resting {
            assert!(
                (thing.x - 0.3).abs() > 0.1 || thing.y.abs() > 0.25,
                "something stands in the free zone: {thing}"
            );
        }
        assert_eq!(
            spec.scene.object("authored/mug").unwrap().world_from_object,
            scenes[0].objects[0].world_from_object
        );
    }
    let spread = starts.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        - starts.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(spread > 0.1, "all of the start zone is used: {starts:?}");
}

#[test]
fn retreats_are_cut_short() {
    let demonstrations = demonstrations();
    let whole = frames::SourceGrasp::new(&demonstrations[0], demonstrations[0].grounding.object.best());
    let frames = whole.range.len();
    let short = whole.with_short_retreat(0.10);
    assert!(short.range.len() < frames);
    assert_eq!(short.segments.last().unwrap().frames.end, short.range.len());
    assert_eq!(short.poses().len(), short.range.len());
}

#[test]
fn placing_is_recorded() {
    let (specs, _) = plans(&RandomizationConfig::default(), 3);
    for name in AXES.into_iter().chain(CONSEQUENCES) {
        assert!(specs[0].draws.contains_key(name), "{name} is not recorded");
    }
    let shift: PlanarShift = serde_json::from_value(specs[0].draws["placing"]["object"].clone()).unwrap();
    assert!(shift.along.abs() <= 0.22);
}
