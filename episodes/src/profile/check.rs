//! From a parsed profile file to a profile that can be used: everything that serde cannot check.

use super::schema::{
    ChainSpec, GripperProfile, GripperReading, GroupFrom, JointColumns, JointSpec, JointType, PoseColumns,
    ProfileFile, TimeSource,
};
use super::selector::Selector;
use super::{DeviceProfile, PoseSource, ProfileError, gripper};
use crate::Pose;
use crate::kinematics::{ChainError, ChainJoint, JointChain, JointMotion};
use glam::DVec3;
use std::path::Path;

/// The version of the profile format that this program reads.
const FORMAT_VERSION: u32 = 1;

/// Checks a profile file and builds its chain. `path` is where it came from.
pub(super) fn checked(file: ProfileFile, path: &Path) -> Result<DeviceProfile, ProfileError> {
    let mut problems = Vec::new();
    if file.format_version != FORMAT_VERSION {
        problems
            .push(format!("format_version is {}; this program reads {FORMAT_VERSION}", file.format_version));
    }
    if file.name.trim().is_empty() {
        problems.push("`name` is empty".to_owned());
    }
    match (file.rate_hz, file.timestamps) {
        (None, TimeSource::Grid) => problems.push("`timestamps = \"grid\"` needs `rate_hz`".to_owned()),
        (Some(rate), _) if !(rate.is_finite() && rate > 0.0) => {
            problems.push(format!("`rate_hz` is {rate}; give a positive number"));
        }
        _ => {}
    }
    for (name, transform) in
        [("flange_from_tcp", file.flange_from_tcp), ("world_from_source", file.world_from_source)]
    {
        if !transform.is_finite() {
            problems.push(format!("`{name}` is not finite"));
        }
    }
    if let GroupFrom::Column(selector) = &file.group_from {
        expect_width(&mut problems, "group_from", std::slice::from_ref(selector), 1);
    }
    if let Some(stale) = &file.stale_first_row {
        if file.joints.is_none() {
            problems.push("`stale_first_row` works on joints; this profile has none".to_owned());
        }
        if !(stale.max_jump.is_finite() && stale.max_jump > 0.0) {
            problems.push(format!("`stale_first_row.max_jump` is {}; give a positive angle", stale.max_jump));
        }
    }
    let gripper = checked_gripper(file.gripper, &mut problems);
    let source = source(file.pose, file.joints, path, &mut problems);
    match source {
        Some(source) if problems.is_empty() => Ok(DeviceProfile {
            name: file.name,
            description: file.description,
            rate_hz: file.rate_hz,
            timestamps: file.timestamps,
            group_from: file.group_from,
            flange_from_tcp: file.flange_from_tcp,
            world_from_source: file.world_from_source,
            gripper,
            cameras: file.cameras,
            stale_first_row: file.stale_first_row,
            source,
        }),
        _ => Err(ProfileError::Invalid { path: path.to_path_buf(), problems }),
    }
}

/// The pose source; nothing, with at least one problem, when it cannot be built.
fn source(
    pose: Vec<PoseColumns>,
    joints: Option<JointColumns>,
    path: &Path,
    problems: &mut Vec<String>,
) -> Option<PoseSource> {
    match (pose.is_empty(), joints) {
        (true, None) => {
            problems.push("neither `[[pose]]` nor `[joints]` says where poses come from".to_owned());
            None
        }
        (false, Some(_)) => {
            problems.push("both `[[pose]]` and `[joints]` are given; keep one".to_owned());
            None
        }
        (false, None) => {
            for columns in &pose {
                expect_width(problems, "pose.position", &columns.position, 3);
                let width = columns.rotation_kind.width();
                expect_width(problems, "pose.rotation", &columns.rotation, width);
            }
            Some(PoseSource::Columns(pose))
        }
        (true, Some(columns)) => match chain(&columns.chain, path) {
            Ok(chain) => {
                check_joints(&columns, &chain, problems);
                Some(PoseSource::Joints { columns, chain })
            }
            Err(error) => {
                problems.push(format!("`joints.chain`: {error}"));
                None
            }
        },
    }
}

fn chain(spec: &ChainSpec, path: &Path) -> Result<JointChain, ChainError> {
    match spec {
        ChainSpec::Inline(joints) => JointChain::new(joints.iter().map(joint).collect()),
        ChainSpec::Urdf(chain) => {
            let folder = path.parent().unwrap_or_else(|| Path::new(""));
            JointChain::from_urdf_file(&folder.join(&chain.urdf), &chain.tip)
        }
    }
}

fn joint(spec: &JointSpec) -> ChainJoint {
    ChainJoint {
        name: spec.name.clone(),
        motion: match spec.joint_type {
            JointType::Fixed => JointMotion::Fixed,
            JointType::Revolute => JointMotion::Revolute,
            JointType::Prismatic => JointMotion::Prismatic,
        },
        parent_from_joint: Pose::from_xyz_rpy(DVec3::from_array(spec.xyz), DVec3::from_array(spec.rpy)),
        axis: DVec3::from_array(spec.axis),
    }
}

fn check_joints(columns: &JointColumns, chain: &JointChain, problems: &mut Vec<String>) {
    let count = chain.moving().count();
    if count == 0 {
        problems.push("`joints.chain` has no moving joint".to_owned());
    }
    expect_width(problems, "joints.columns", &columns.columns, count);
    for (name, values) in [("sign", &columns.sign), ("offset", &columns.offset)] {
        let Some(values) = values else { continue };
        if values.len() != count {
            problems.push(format!("`joints.{name}` has {} values for {count} moving joints", values.len()));
        }
        if values.iter().any(|value| !value.is_finite()) {
            problems.push(format!("`joints.{name}` is not finite"));
        }
    }
    if columns.sign.iter().flatten().any(|sign| sign.abs() != 1.0) {
        problems.push("`joints.sign` may only hold 1 and -1".to_owned());
    }
}

/// A gripper whose widths are filled in.
fn checked_gripper(mut gripper: GripperProfile, problems: &mut Vec<String>) -> GripperProfile {
    let absent = matches!(gripper.reading, GripperReading::Absent {});
    if absent != gripper.columns.is_empty() {
        problems.push("`gripper.columns` must name a column, unless the reading is `absent`".to_owned());
    }
    for selector in &gripper.columns {
        expect_width(problems, "gripper.columns", std::slice::from_ref(selector), 1);
    }
    match &gripper.reading {
        GripperReading::MeasuredScaled { open_value, closed_value }
        | GripperReading::Binary { open_value, closed_value, .. }
        | GripperReading::RevoluteJaw { open_value, closed_value, .. }
            if !(open_value.is_finite() && closed_value.is_finite() && open_value != closed_value) =>
        {
            problems.push(format!(
                "`gripper.reading` cannot tell open ({open_value}) from closed ({closed_value})"
            ));
        }
        GripperReading::RevoluteJaw { unit, open_value, closed_value, .. } => {
            match gripper::jaw(&gripper.reading) {
                Some(jaw) => {
                    gripper.open_width = jaw.aperture(open_value * unit.radians());
                    gripper.closed_width = jaw.aperture(closed_value * unit.radians());
                }
                None => problems.push("`gripper.reading.hinge` has no axis".to_owned()),
            }
        }
        _ => {}
    }
    let (closed, open) = (gripper.closed_width, gripper.open_width);
    if !(closed.is_finite() && open.is_finite() && closed >= 0.0 && open > closed) {
        problems.push(format!("`gripper.open_width` ({open} m) must exceed `closed_width` ({closed} m)"));
    }
    if !(gripper.close_label_delay_secs.is_finite() && gripper.close_label_delay_secs >= 0.0) {
        problems.push("`gripper.close_label_delay_secs` must not be negative".to_owned());
    }
    gripper
}

/// Checks the number of selected elements as far as the selectors tell.
fn expect_width(problems: &mut Vec<String>, field: &str, selectors: &[Selector], expected: usize) {
    let widths: Option<Vec<usize>> = selectors.iter().map(Selector::width).collect();
    let least = selectors.iter().map(|selector| selector.width().unwrap_or(1)).sum::<usize>();
    let wrong = widths.map_or(least > expected, |widths| widths.iter().sum::<usize>() != expected);
    if selectors.is_empty() || wrong {
        problems.push(format!("`{field}` selects {least} elements, {expected} are needed"));
    }
}
