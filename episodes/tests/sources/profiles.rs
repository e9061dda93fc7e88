//! Device profiles: what they accept, what they refuse, and what they make of columns.

use glam::{DMat3, DVec3};
use proptest::prelude::*;
use restage_episodes::profile::ProfileError;
use restage_episodes::raw::{RawColumn, RawEpisode};
use restage_episodes::{DeviceProfile, Pose, WidthEvidence};
use std::collections::BTreeMap;

const SMALL: &str = r#"
format_version = 1
name = "small"
description = "a tracked tool with a width in millimetres"
timestamps = "stored"
[[pose]]
position = ["pose[0..3]"]
rotation = ["pose[3..7]"]
rotation_kind = "quaternion_xyzw"
[gripper]
model = "umi"
columns = ["grip"]
reading = { kind = "measured_scaled", open_value = 80.0, closed_value = 0.0 }
open_width = 0.08
"#;

fn load(text: &str) -> Result<DeviceProfile, ProfileError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("device.toml");
    std::fs::write(&path, text).expect("a file");
    DeviceProfile::load(&path)
}

/// The message without the folder of this run.
fn message(error: &ProfileError) -> String {
    let text = error.to_string();
    match (text.rfind(", in "), text.rfind('/')) {
        (Some(start), Some(end)) if start < end => format!("{}, in {}", &text[..start], &text[end + 1..]),
        _ => text,
    }
}

fn column(width: usize, values: Vec<f64>) -> RawColumn {
    RawColumn { names: Vec::new(), width, values }
}

fn episode(columns: Vec<(&str, RawColumn)>, timestamps: Vec<f64>) -> RawEpisode {
    RawEpisode {
        episode_index: 7,
        task: "pick".to_owned(),
        group: None,
        scripted: false,
        timestamps,
        columns: columns
            .into_iter()
            .map(|(name, column)| (name.to_owned(), column))
            .collect::<BTreeMap<_, _>>(),
        cameras: Vec::new(),
    }
}

/// Three frames: along x, with a quaternion that changes sign in the middle.
fn small_episode() -> RawEpisode {
    let poses = [
        [0.1, 0.0, 0.2, 0.0, 0.0, 0.0, 1.0],
        [0.2, 0.0, 0.2, 0.0, 0.0, 0.0, -1.0],
        [0.3, 0.0, 0.2, 0.0, 0.0, 0.0, 1.0],
    ];
    let grip = column(1, vec![80.0, 40.0, 0.0]);
    episode(vec![("pose", column(7, poses.concat())), ("grip", grip)], vec![5.0, 5.1, 5.3])
}

#[test]
fn every_builtin_profile_reads_and_finds_itself() {
    assert_eq!(DeviceProfile::builtin_names(), ["cr5", "restage", "so100", "umi"]);
    for name in DeviceProfile::builtin_names() {
        let profile = DeviceProfile::resolve(name).unwrap();
        assert_eq!(profile.name, name);
        assert!(profile.gripper.open_width > profile.gripper.closed_width);
    }
    let so100 = DeviceProfile::builtin("so100").unwrap();
    assert!((so100.gripper.open_width - 0.1093).abs() < 1e-3, "{}", so100.gripper.open_width);
    assert!(so100.gripper.closed_width < 1e-5);
}

#[test]
fn a_profile_turns_columns_into_a_demonstration() {
    let demonstration = load(SMALL).unwrap().interpret("takes", &small_episode()).unwrap();
    assert_eq!(
        (demonstration.source.dataset.as_str(), demonstration.source.group.as_str()),
        ("takes", "episode-7")
    );
    assert!(demonstration.timestamps[0] == 0.0 && (demonstration.timestamps[2] - 0.3).abs() < 1e-12);
    assert!(demonstration.gripper.width.iter().zip([0.08, 0.04, 0.0]).all(|(a, b)| (a - b).abs() < 1e-12));
    assert_eq!(demonstration.gripper.evidence, WidthEvidence::Measured);
    assert!(demonstration.world_from_tcp.iter().all(|pose| pose.rotation.w > 0.99), "one hemisphere");
}

#[test]
fn offsets_and_alignment_are_applied_on_their_own_sides() {
    let text = SMALL.replace(
        "[gripper]",
        "[flange_from_tcp]\nxyz = [0.0, 0.0, 0.1]\n[world_from_source]\nxyz = [1.0, 0.0, 0.0]\nrpy = [1.5707963267948966, 0.0, 0.0]\n[gripper]",
    );
    let demonstration = load(&text).unwrap().interpret("takes", &small_episode()).unwrap();
    // y-up source (x 0.1, y 0, z 0.2 + 0.1 tool): its y is the world's z, its z the world's -y.
    let expected = DVec3::new(1.1, -0.3, 0.0);
    assert!((demonstration.world_from_tcp[0].translation - expected).length() < 1e-12);
}

#[test]
fn a_key_that_is_not_known_gets_a_suggestion() {
    let error = load(&SMALL.replace("timestamps =", "timestamp =")).unwrap_err();
    let text = message(&error);
    assert!(text.starts_with("line 5 of a device profile: unknown field `timestamp`"), "{text}");
    assert!(text.contains("hint: did you mean `timestamps`?"), "{text}");
    let error = load(&SMALL.replace("measured_scaled", "measured_scale")).unwrap_err();
    assert!(message(&error).contains("did you mean `measured_scaled`?"), "{}", message(&error));
    let error = DeviceProfile::resolve("so101").unwrap_err().to_string();
    insta::assert_snapshot!(error, @"no device profile `so101`; hint: did you mean `so100`? built-in profiles are cr5, restage, so100, umi; or give the path of a .toml file");
    assert!(matches!(DeviceProfile::resolve("none.toml"), Err(ProfileError::Io { .. })));
}

#[test]
fn all_contradictions_are_reported_at_once() {
    let text = SMALL
        .replace("\"stored\"", "\"grid\"")
        .replace("pose[3..7]", "pose[3..6]")
        .replace("open_width = 0.08", "open_width = -1.0\nclose_label_delay_secs = -1.0")
        .replace("open_value = 80.0", "open_value = 0.0");
    insta::assert_snapshot!(message(&load(&text).unwrap_err()), @r#"`timestamps = "grid"` needs `rate_hz`; `gripper.reading` cannot tell open (0) from closed (0); `gripper.open_width` (-1 m) must exceed `closed_width` (0 m); `gripper.close_label_delay_secs` must not be negative; `pose.rotation` selects 3 elements, 4 are needed, in device.toml"#);
    let both =
        SMALL.to_owned() + "[joints]\ncolumns = [\"q\"]\nchain = { urdf = \"none.urdf\", tip = \"hand\" }\n";
    assert!(message(&load(&both).unwrap_err()).contains("keep one"));
}

#[test]
fn a_chain_may_come_from_a_urdf_beside_the_profile() {
    let folder = tempfile::tempdir().unwrap();
    let urdf = r#"<robot name="r"><link name="base"/><link name="hand"/><joint name="turn" type="revolute">
        <origin xyz="0 0 0.5" rpy="0 0 0"/><parent link="base"/><child link="hand"/><axis xyz="0 0 1"/>
        <limit lower="-1" upper="1" effort="1" velocity="1"/></joint></robot>"#;
    std::fs::write(folder.path().join("robot.urdf"), urdf).unwrap();
    let joints = "[joints]\ncolumns = [\"q\"]\nunit = \"deg\"\nsign = [-1.0]\noffset = [0.5]\nchain = { urdf = \"robot.urdf\", tip = \"hand\" }\n[gripper]";
    let start = SMALL.find("[[pose]]").unwrap();
    let end = SMALL.find("[gripper]").unwrap();
    let text = SMALL.replace(&SMALL[start..end], "").replace("[gripper]", joints);
    let path = folder.path().join("device.toml");
    std::fs::write(&path, &text).unwrap();
    let profile = DeviceProfile::load(&path).unwrap();
    let raw = episode(vec![("q", column(1, vec![90.0])), ("grip", column(1, vec![0.0]))], vec![0.0]);
    let demonstration = profile.interpret("takes", &raw).unwrap();
    let joints = demonstration.joints.unwrap();
    assert_eq!(joints.names, ["turn"]);
    assert!((joints.positions[0][0] + std::f64::consts::FRAC_PI_2 - 0.5).abs() < 1e-12);
    assert!((demonstration.world_from_tcp[0].translation.z - 0.5).abs() < 1e-12);
    std::fs::write(&path, text.replace("\"hand\"", "\"arm\"")).unwrap();
    assert!(DeviceProfile::load(&path).unwrap_err().to_string().contains("no link `arm`"));
}

#[test]
fn bad_numbers_are_faults_with_their_frame() {
    let profile = load(SMALL).unwrap();
    let mut raw = small_episode();
    raw.columns.get_mut("pose").unwrap().values[7] = f64::NAN;
    raw.columns.get_mut("grip").unwrap().values[2] = f64::INFINITY;
    raw.timestamps = vec![0.0, 0.2, 0.1];
    let faults = profile.interpret("takes", &raw).unwrap_err();
    let text: Vec<String> = faults.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(text.join("\n"), @r#"
    episode 7: position: expected finite numbers, found 1 of 3 frames that are not, the first at frame 1 in takes; hint: tracking was lost there: cut the recording, or leave it out
    episode 7: grip: expected finite numbers, found 1 of 3 frames that are not, the first at frame 2 in takes; hint: tracking was lost there: cut the recording, or leave it out
    episode 7: timestamps: expected times that increase from frame to frame, found 1 that do not, the first from 0.2 to 0.1 s at frame 2 in takes; hint: cut the recording there, or set `timestamps = "grid"` and `rate_hz` in the device profile
    "#);
    let mut raw = small_episode();
    raw.columns.get_mut("pose").unwrap().values[6] = 0.5;
    let faults = profile.interpret("takes", &raw).unwrap_err();
    assert!(faults[0].found.contains("a quaternion of length 0.500 at frame 0"), "{}", faults[0]);
    let faults =
        profile.interpret("takes", &episode(vec![("x", column(1, vec![0.0]))], vec![0.0])).unwrap_err();
    assert_eq!(faults.len(), 2, "pose and gripper: {faults:?}");
    assert!(faults[0].remedy.ends_with("the source has x"));
}

#[test]
fn a_rotation_vector_in_degrees_is_noticed() {
    let text = SMALL.replace("pose[3..7]", "pose[3..6]").replace("quaternion_xyzw", "rotation_vector");
    let mut raw = small_episode();
    raw.columns.get_mut("pose").unwrap().values[3] = 170.0;
    let faults = load(&text).unwrap().interpret("takes", &raw).unwrap_err();
    assert!(faults[0].remedy.contains("rotation_unit"), "{}", faults[0]);
    let degrees = text.replace("[gripper]", "rotation_unit = \"deg\"\n[gripper]");
    let demonstration = load(&degrees).unwrap().interpret("takes", &raw).unwrap();
    let angle = demonstration.world_from_tcp[0].angle(&Pose::IDENTITY);
    assert!((angle - 170.0_f64.to_radians()).abs() < 1e-9);
}

#[test]
fn groups_come_from_where_the_profile_says() {
    let with =
        |group: &str| load(&SMALL.replace("[[pose]]", &format!("group_from = {group}\n[[pose]]"))).unwrap();
    let mut raw = small_episode();
    raw.columns.insert("operator".to_owned(), column(1, vec![3.0; 3]));
    raw.group = Some("kitchen".to_owned());
    let group = |profile: DeviceProfile| profile.interpret("takes", &raw).unwrap().source.group;
    assert_eq!(group(load(SMALL).unwrap()), "kitchen");
    assert_eq!(group(with("\"episode\"")), "episode-7");
    assert_eq!(group(with("\"dataset\"")), "takes");
    assert_eq!(group(with("{ column = \"operator\" }")), "operator=3");
}

#[test]
fn labels_become_widths_on_their_own_side_of_the_threshold() {
    let label = |open: f64, closed: f64, value: f64| {
        let reading = format!("{{ kind = \"binary\", open_value = {open:?}, closed_value = {closed:?} }}");
        let start = SMALL.find("{ kind").unwrap();
        let text = format!("{}{reading}\nopen_width = 0.085\n", &SMALL[..start]);
        let mut raw = small_episode();
        raw.columns.insert("grip".to_owned(), column(1, vec![value; 3]));
        let track = load(&text).unwrap().interpret("takes", &raw).unwrap().gripper;
        assert_eq!(track.evidence, WidthEvidence::Binary);
        track.width[0]
    };
    assert_eq!([label(0.0, 1.0, 0.0), label(0.0, 1.0, 1.0)], [0.085, 0.0]);
    assert_eq!([label(1.0, 0.0, 0.9), label(1.0, 0.0, 0.2)], [0.085, 0.0]);
}

proptest! {
    /// One rotation, written in every way that a profile knows, is one rotation.
    #[test]
    fn all_rotation_kinds_agree(rpy in prop::array::uniform3(-1.5..1.5_f64)) {
        let rotation = Pose::from_xyz_rpy(DVec3::ZERO, DVec3::from_array(rpy)).rotation;
        let m = DMat3::from_quat(rotation);
        let vector = rotation.to_scaled_axis();
        let row = |i: usize| [m.x_axis[i], m.y_axis[i], m.z_axis[i]];
        let written = [
            ("rotation_vector", vector.to_array().to_vec()),
            ("quaternion_xyzw", vec![rotation.x, rotation.y, rotation.z, rotation.w]),
            ("quaternion_wxyz", vec![rotation.w, rotation.x, rotation.y, rotation.z]),
            ("rpy", rpy.to_vec()),
            ("rot6d_rows", [row(0), row(1)].concat()),
            ("rot6d_columns", [m.x_axis.to_array(), m.y_axis.to_array()].concat()),
        ];
        for (kind, values) in written {
            let text = SMALL.replace("pose[3..7]", "rotation").replace("quaternion_xyzw", kind);
            let mut raw = small_episode();
            raw.columns.insert("rotation".to_owned(), column(values.len(), values.repeat(3)));
            let demonstration = load(&text).unwrap().interpret("takes", &raw).unwrap();
            let angle = demonstration.world_from_tcp[0].angle(&Pose::from_rotation(rotation));
            prop_assert!(angle < 1e-7, "{kind}: {angle}");
        }
    }
}
