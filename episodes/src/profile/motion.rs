//! Pose and joint columns to TCP poses.

use super::interpret::Faults;
use super::schema::{JointColumns, PoseColumns, RotationKind, StaleFirstRow};
use super::selector::select;
use super::{DeviceProfile, PoseSource};
use crate::kinematics::{JointChain, JointMotion};
use crate::raw::RawEpisode;
use crate::{JointTrack, Pose};
use glam::{DMat3, DQuat, DVec3};
use std::f64::consts::TAU;

/// Poses of an episode before alignment, and joints where the source has them.
pub(super) struct Motion {
    /// Pose of the flange (or tracked tool) in the source's own frame, per frame.
    pub(super) source_from_flange: Vec<Pose>,
    pub(super) joints: Option<JointTrack>,
    /// Whether the first row holds the state from before the recording.
    pub(super) first_row_is_stale: bool,
}

/// The motion of an episode; nothing, with at least one fault, when it cannot be read.
pub(super) fn motion(profile: &DeviceProfile, raw: &RawEpisode, faults: &mut Faults) -> Option<Motion> {
    match &profile.source {
        PoseSource::Columns(alternatives) => {
            let poses = stored_poses(alternatives, raw, faults)?;
            Some(Motion { source_from_flange: poses, joints: None, first_row_is_stale: false })
        }
        PoseSource::Joints { columns, chain } => {
            let positions = joint_positions(columns, chain, raw, faults)?;
            let first_row_is_stale = match &profile.stale_first_row {
                Some(rule) => is_stale(rule, &positions, raw, faults)?,
                None => false,
            };
            let source_from_flange = positions.iter().map(|q| chain.forward(q)).collect();
            let names = chain.moving().map(|joint| joint.name.clone()).collect();
            let joints = Some(JointTrack { names, positions });
            Some(Motion { source_from_flange, joints, first_row_is_stale })
        }
    }
}

fn stored_poses(alternatives: &[PoseColumns], raw: &RawEpisode, faults: &mut Faults) -> Option<Vec<Pose>> {
    let mut problems = Vec::new();
    for columns in alternatives {
        match (select(raw, &columns.position), select(raw, &columns.rotation)) {
            (Ok(positions), Ok(rotations)) => return poses(columns, &positions, &rotations, faults),
            (position, rotation) => {
                problems.extend([position.err(), rotation.err()].into_iter().flatten().flatten());
            }
        }
    }
    faults.columns("pose", "position and rotation columns", &problems, raw);
    None
}

fn poses(
    columns: &PoseColumns,
    positions: &[Vec<f64>],
    rotations: &[Vec<f64>],
    faults: &mut Faults,
) -> Option<Vec<Pose>> {
    let widths = [(positions, 3, "position"), (rotations, columns.rotation_kind.width(), "rotation")];
    for (rows, expected, field) in widths {
        let width = rows.first().map_or(expected, Vec::len);
        if width != expected {
            let found = format!("{width} elements");
            faults.add(field, format!("{expected} elements"), found, "correct the selectors of the profile");
            return None;
        }
    }
    let finite = |rows: &[Vec<f64>]| -> Vec<bool> {
        rows.iter().map(|row| row.iter().all(|value| value.is_finite())).collect()
    };
    let positions_finite = faults.finite("position", finite(positions).into_iter());
    let rotations_finite = faults.finite("rotation", finite(rotations).into_iter());
    if !(positions_finite && rotations_finite) {
        return None;
    }
    let mut poses = Vec::with_capacity(positions.len());
    let mut bad = Vec::new();
    for (frame, (position, row)) in positions.iter().zip(rotations).enumerate() {
        let metres = columns.position_unit.metres();
        let translation = DVec3::new(position[0], position[1], position[2]) * metres;
        match rotation(columns, row) {
            Ok(rotation) => poses.push(Pose::new(translation, rotation)),
            Err(problem) => bad.push((frame, problem)),
        }
    }
    if let Some((frame, (found, remedy))) = bad.first() {
        let expected = format!("rotations as {:?}", columns.rotation_kind);
        let found = format!("{found} at frame {frame} ({} frames in all)", bad.len());
        faults.add("rotation", expected, found, *remedy);
        return None;
    }
    Some(poses)
}

/// One rotation, or what is found and what to do about it.
fn rotation(columns: &PoseColumns, row: &[f64]) -> Result<DQuat, (String, &'static str)> {
    let unit = columns.rotation_unit.radians();
    let three = |offset: usize| DVec3::new(row[offset], row[offset + 1], row[offset + 2]);
    match columns.rotation_kind {
        RotationKind::RotationVector => {
            let vector = three(0) * unit;
            if vector.length() > TAU + 0.1 {
                let remedy = "set `rotation_unit = \"deg\"` if these are degrees";
                return Err((format!("a rotation by {:.1} rad", vector.length()), remedy));
            }
            Ok(DQuat::from_scaled_axis(vector))
        }
        RotationKind::Rpy => {
            let angles = three(0) * unit;
            if angles.abs().max_element() > TAU + 0.1 {
                let remedy = "set `rotation_unit = \"deg\"` if these are degrees";
                return Err((format!("an angle of {:.1} rad", angles.abs().max_element()), remedy));
            }
            Ok(Pose::from_xyz_rpy(DVec3::ZERO, angles).rotation)
        }
        RotationKind::QuaternionXyzw => unit_quaternion(DQuat::from_xyzw(row[0], row[1], row[2], row[3])),
        RotationKind::QuaternionWxyz => unit_quaternion(DQuat::from_xyzw(row[1], row[2], row[3], row[0])),
        RotationKind::Rot6dColumns => orthonormal(three(0), three(3)),
        RotationKind::Rot6dRows => orthonormal(three(0), three(3)).map(|rows| rows.conjugate()),
    }
}

/// Normalises a quaternion that is nearly of unit length already.
fn unit_quaternion(quaternion: DQuat) -> Result<DQuat, (String, &'static str)> {
    let length = quaternion.length();
    if (0.95..=1.05).contains(&length) {
        Ok(quaternion.normalize())
    } else {
        Err((format!("a quaternion of length {length:.3}"), "check which columns hold the quaternion"))
    }
}

/// The rotation whose first two columns are nearest to `a` and `b` (Gram-Schmidt, Zhou et al., "On the continuity
/// of rotation representations in neural networks", CVPR 2019).
fn orthonormal(a: DVec3, b: DVec3) -> Result<DQuat, (String, &'static str)> {
    let parallel = || ("parallel axes".to_owned(), "check which columns hold the rotation");
    let x = a.try_normalize().ok_or_else(parallel)?;
    let y = (b - x * x.dot(b)).try_normalize().ok_or_else(parallel)?;
    Ok(DQuat::from_mat3(&DMat3::from_cols(x, y, x.cross(y))).normalize())
}

fn joint_positions(
    columns: &JointColumns,
    chain: &JointChain,
    raw: &RawEpisode,
    faults: &mut Faults,
) -> Option<Vec<Vec<f64>>> {
    let mut rows = match select(raw, &columns.columns) {
        Ok(rows) => rows,
        Err(problems) => {
            faults.columns("joints", "joint columns", &problems, raw);
            return None;
        }
    };
    let joints: Vec<JointMotion> = chain.moving().map(|joint| joint.motion).collect();
    if let Some(row) = rows.iter().find(|row| row.len() != joints.len()) {
        let expected = format!("{} elements, one per moving joint", joints.len());
        faults.add("joints", expected, format!("{}", row.len()), "correct the selectors of the profile");
        return None;
    }
    if !faults.finite("joints", rows.iter().map(|row| row.iter().all(|value| value.is_finite()))) {
        return None;
    }
    for row in &mut rows {
        for (i, value) in row.iter_mut().enumerate() {
            let unit = if joints[i] == JointMotion::Revolute { columns.unit.radians() } else { 1.0 };
            let sign = columns.sign.as_ref().map_or(1.0, |signs| signs[i]);
            let offset = columns.offset.as_ref().map_or(0.0, |offsets| offsets[i]);
            *value = *value * unit * sign + offset;
        }
    }
    Some(rows)
}

/// Whether the first row lies further from the second than the mean of both velocities explains.
fn is_stale(
    rule: &StaleFirstRow,
    positions: &[Vec<f64>],
    raw: &RawEpisode,
    faults: &mut Faults,
) -> Option<bool> {
    let [first, second, _, ..] = positions else { return Some(false) };
    let velocity = match select(raw, &rule.velocity) {
        Ok(rows) => rows,
        Err(problems) => {
            faults.columns("stale_first_row.velocity", "velocity columns", &problems, raw);
            return None;
        }
    };
    let step = raw.timestamps[1] - raw.timestamps[0];
    let speed = |row: usize, joint: usize| velocity[row].get(joint).copied().unwrap_or(0.0);
    Some((0..first.len()).any(|joint| {
        let explained = 0.5 * (speed(0, joint) + speed(1, joint)) * step;
        (second[joint] - first[joint] - explained).abs() > rule.max_jump
    }))
}
