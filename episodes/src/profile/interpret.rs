//! A raw episode and a profile become a demonstration.

use super::schema::GroupFrom;
use super::selector::select;
use super::{DeviceProfile, gripper, motion, timing};
use crate::raw::{Fault, RawEpisode};
use crate::{Demonstration, DemonstrationSource, Pose, RecordedCamera, VideoClip};
use std::path::PathBuf;

/// Column names that a fault lists.
const MAX_LISTED_COLUMNS: usize = 12;

/// A demonstration, and what was tolerated on the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Interpretation {
    /// The demonstration.
    pub demonstration: Demonstration,
    /// Oddities, one phrase each, equal for equal oddities of different episodes.
    pub notes: Vec<String>,
}

impl DeviceProfile {
    /// Gives a raw episode of the dataset `dataset_name` the meaning of this profile: SI units, TCP poses in a
    /// world with z up, hemisphere-continuous quaternions, times from 0.
    ///
    /// # Errors
    /// Every fault found: missing columns, numbers that are not finite, rotations that are none, times that do
    /// not increase.
    pub fn interpret(&self, dataset_name: &str, raw: &RawEpisode) -> Result<Demonstration, Vec<Fault>> {
        self.interpret_with_notes(dataset_name, raw).map(|interpretation| interpretation.demonstration)
    }

    /// Like [`Self::interpret`], and says what was tolerated.
    ///
    /// # Errors
    /// As [`Self::interpret`].
    pub fn interpret_with_notes(
        &self,
        dataset_name: &str,
        raw: &RawEpisode,
    ) -> Result<Interpretation, Vec<Fault>> {
        let mut faults = Faults { dataset: dataset_name, episode: raw.episode_index, list: Vec::new() };
        if !faults.shape(raw) {
            return Err(faults.list);
        }
        let motion = motion::motion(self, raw, &mut faults);
        let gripper = gripper::track(&self.gripper, raw, &mut faults);
        let timestamps = timing::times(self, raw, &mut faults);
        let group = self.group(dataset_name, raw, &mut faults);
        let (Some(motion), Some(gripper), Some(timestamps), Some(group), true) =
            (motion, gripper, timestamps, group, faults.list.is_empty())
        else {
            return Err(faults.list);
        };
        let stale = motion.first_row_is_stale;
        let mut demonstration = Demonstration {
            source: DemonstrationSource {
                dataset: dataset_name.to_owned(),
                episode_index: raw.episode_index,
                group,
                scripted: raw.scripted,
            },
            profile: self.name.clone(),
            task: raw.task.clone(),
            timestamps,
            world_from_tcp: self.world_from_tcp(&motion.source_from_flange),
            gripper,
            joints: motion.joints,
            cameras: raw.cameras.clone(),
        };
        let mut notes = Vec::new();
        if stale {
            drop_first_frame(&mut demonstration);
            notes.push("the first row held the state from before the recording and was dropped".to_owned());
        }
        Ok(Interpretation { demonstration, notes })
    }

    /// Aligned TCP poses on one hemisphere; the first quaternion has `w >= 0`.
    fn world_from_tcp(&self, source_from_flange: &[Pose]) -> Vec<Pose> {
        let world_from_source = self.world_from_source.pose();
        let flange_from_tcp = self.flange_from_tcp.pose();
        let mut previous = Pose::IDENTITY;
        source_from_flange
            .iter()
            .map(|source_from_flange| {
                let pose = world_from_source * *source_from_flange * flange_from_tcp;
                previous = pose.on_hemisphere_of(&previous);
                previous
            })
            .collect()
    }

    fn group(&self, dataset_name: &str, raw: &RawEpisode, faults: &mut Faults) -> Option<String> {
        let own = || crate::split::own_group(raw.episode_index);
        match &self.group_from {
            GroupFrom::Source => Some(raw.group.clone().unwrap_or_else(own)),
            GroupFrom::Episode => Some(own()),
            GroupFrom::Dataset => Some(dataset_name.to_owned()),
            GroupFrom::Column(selector) => match select(raw, std::slice::from_ref(selector)) {
                Ok(rows) => Some(format!("{selector}={}", rows.first()?.first()?)),
                Err(problems) => {
                    faults.columns("group_from", "a column of group numbers", &problems, raw);
                    None
                }
            },
        }
    }
}

/// Drops the first frame; times start at 0 again and clips begin one frame later.
fn drop_first_frame(demonstration: &mut Demonstration) {
    demonstration.timestamps.remove(0);
    let start = demonstration.timestamps.first().copied().unwrap_or(0.0);
    demonstration.timestamps.iter_mut().for_each(|time| *time -= start);
    demonstration.world_from_tcp.remove(0);
    let first = demonstration.world_from_tcp.first().map(|pose| pose.on_hemisphere_of(&Pose::IDENTITY));
    if let Some(mut previous) = first {
        for pose in &mut demonstration.world_from_tcp {
            *pose = pose.on_hemisphere_of(&previous);
            previous = *pose;
        }
    }
    demonstration.gripper.width.remove(0);
    if let Some(joints) = &mut demonstration.joints {
        joints.positions.remove(0);
    }
    for RecordedCamera { clip, .. } in &mut demonstration.cameras {
        if let Some(VideoClip { first_frame, frames, .. }) = clip {
            *first_frame += 1;
            *frames = frames.saturating_sub(1);
        }
    }
}

/// Collects the faults of one episode.
pub(super) struct Faults<'a> {
    dataset: &'a str,
    episode: u64,
    list: Vec<Fault>,
}

impl Faults<'_> {
    pub(super) fn add(
        &mut self,
        field: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let file = PathBuf::from(self.dataset);
        self.list.push(Fault::new(file, Some(self.episode), field, expected, found, remedy));
    }

    /// A fault about columns that are not there, with the columns that are.
    pub(super) fn columns(&mut self, field: &str, expected: &str, problems: &[String], raw: &RawEpisode) {
        let mut names: Vec<&str> = raw.columns.keys().map(String::as_str).collect();
        let more = names.len().saturating_sub(MAX_LISTED_COLUMNS);
        names.truncate(MAX_LISTED_COLUMNS);
        let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
        let remedy = format!("use the profile of this device; the source has {}{tail}", names.join(", "));
        self.add(field, expected, problems.join(", "), remedy);
    }

    /// Whether all frames are finite; adds a fault when not.
    pub(super) fn finite(&mut self, field: &str, finite: impl Iterator<Item = bool>) -> bool {
        let mut frames = 0;
        let mut broken = 0;
        let mut first = None;
        for (frame, ok) in finite.enumerate() {
            frames += 1;
            if !ok {
                broken += 1;
                first = first.or(Some(frame));
            }
        }
        if let Some(first) = first {
            let found = format!("{broken} of {frames} frames that are not, the first at frame {first}");
            self.add(
                field,
                "finite numbers",
                found,
                "tracking was lost there: cut the recording, or leave it out",
            );
        }
        first.is_none()
    }

    /// Whether the raw episode is as its type promises; adds faults when not.
    fn shape(&mut self, raw: &RawEpisode) -> bool {
        let rows = raw.timestamps.len();
        if rows == 0 {
            self.add("timestamps", "at least one frame", "none", "leave the episode out");
        }
        for (name, column) in &raw.columns {
            if rows.checked_mul(column.width) != Some(column.values.len()) {
                let expected = format!("{rows} rows of {} values", column.width);
                self.add(name, expected, format!("{} values", column.values.len()), "report this reader");
            }
        }
        self.list.is_empty()
    }
}
