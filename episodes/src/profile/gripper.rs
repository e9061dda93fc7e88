//! Gripper columns to widths in metres.

use super::interpret::Faults;
use super::schema::{GripperProfile, GripperReading};
use super::selector::select;
use crate::kinematics::{ChainJoint, JointMotion, RevoluteJaw};
use crate::raw::RawEpisode;
use crate::{GripperTrack, Pose, WidthEvidence};
use glam::DVec3;

/// The jaw of a revolute reading; nothing for other readings or a hinge without axis.
pub(super) fn jaw(reading: &GripperReading) -> Option<RevoluteJaw> {
    let GripperReading::RevoluteJaw { hinge, fixed_tip, moving_tip, closed_gap, .. } = reading else {
        return None;
    };
    Some(RevoluteJaw {
        hinge: ChainJoint {
            name: "jaw".to_owned(),
            motion: JointMotion::Revolute,
            parent_from_joint: Pose::from_xyz_rpy(DVec3::from_array(hinge.xyz), DVec3::from_array(hinge.rpy)),
            axis: DVec3::from_array(hinge.axis).try_normalize()?,
        },
        fixed_tip: DVec3::from_array(*fixed_tip),
        moving_tip: DVec3::from_array(*moving_tip),
        closed_gap: *closed_gap,
    })
}

/// The gripper track of an episode; nothing, with at least one fault, when it cannot be read.
pub(super) fn track(profile: &GripperProfile, raw: &RawEpisode, faults: &mut Faults) -> Option<GripperTrack> {
    let values = if matches!(profile.reading, GripperReading::Absent {}) {
        vec![0.0; raw.timestamps.len()]
    } else {
        values(profile, raw, faults)?
    };
    let width = values.iter().map(|value| width(profile, *value)).collect::<Option<Vec<f64>>>()?;
    let implied = match profile.reading {
        GripperReading::MeasuredM {} | GripperReading::MeasuredScaled { .. } => WidthEvidence::Measured,
        GripperReading::RevoluteJaw { .. } => WidthEvidence::Commanded,
        GripperReading::Binary { .. } | GripperReading::Absent {} => WidthEvidence::Binary,
    };
    Some(GripperTrack {
        width,
        evidence: profile.evidence.unwrap_or(implied),
        open_width: profile.open_width,
        closed_width: profile.closed_width,
        close_label_delay: profile.close_label_delay_secs,
    })
}

/// The values of the first column that exists.
fn values(profile: &GripperProfile, raw: &RawEpisode, faults: &mut Faults) -> Option<Vec<f64>> {
    let field = profile.columns.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    let mut problems = Vec::new();
    for selector in &profile.columns {
        match select(raw, std::slice::from_ref(selector)) {
            Ok(rows) if rows.iter().all(|row| row.len() == 1) => {
                let values: Vec<f64> = rows.into_iter().flatten().collect();
                return faults.finite(&field, values.iter().map(|value| value.is_finite())).then_some(values);
            }
            Ok(rows) => {
                let width = rows.first().map_or(0, Vec::len);
                problems.push(format!("{width} elements in `{selector}` instead of one"));
            }
            Err(more) => problems.extend(more),
        }
    }
    faults.columns(&field, "a gripper column", &problems, raw);
    None
}

/// The width that a value stands for, m.
fn width(profile: &GripperProfile, value: f64) -> Option<f64> {
    let (open, closed) = (profile.open_width, profile.closed_width);
    Some(match &profile.reading {
        GripperReading::MeasuredM {} => value,
        GripperReading::MeasuredScaled { open_value, closed_value } => {
            closed + (value - closed_value) / (open_value - closed_value) * (open - closed)
        }
        reading @ GripperReading::RevoluteJaw { unit, .. } => jaw(reading)?.aperture(value * unit.radians()),
        GripperReading::Binary { open_value, closed_value, threshold } => {
            let threshold = threshold.unwrap_or(0.5 * (open_value + closed_value));
            let is_closed = (value - threshold) * (closed_value - threshold) > 0.0;
            if is_closed { closed } else { open }
        }
        GripperReading::Absent {} => open,
    })
}
