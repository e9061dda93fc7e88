//! What a recording implies: the result of [`crate::ground`].

use crate::envelope::vertical_extent;
use crate::events::{EvidenceGrade, GraspEvent};
use crate::object::{ObjectHypothesis, ResolvedObject, yaw_of_closing_axis};
use crate::support::SupportPlane;
use glam::{DQuat, DVec3};
use restage_episodes::{CollectorStyle, DemonstrationSource, Segment, SegmentKind};
use restage_geometry::Pose;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Where the object was let go.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// First frame of the opening.
    pub frame: usize,
    /// TCP pose at that frame.
    pub world_from_tcp: Pose,
}

/// What became of the object that was grasped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Still in the hand at the last frame.
    pub held_at_end: bool,
    /// Risen by at least the lift height of the phase options.
    pub lifted: bool,
    /// Lifted, then let go by an opening.
    pub placed: bool,
    /// Held without a lift: a push, a drawer, a button. Not to be object-transformed.
    pub in_place: bool,
}

impl Outcome {
    /// One word for tables.
    pub fn name(&self) -> &'static str {
        match (self.in_place, self.placed, self.held_at_end) {
            (true, _, _) => "in_place",
            (_, true, _) => "placed",
            (_, _, true) => "held",
            _ => "lost",
        }
    }
}

/// Where an object comes to be when it is let go.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedObject {
    /// Pose in the hand at the release frame: carried rigidly since the grasp.
    pub world_from_object_released: Pose,
    /// The same place and yaw, but upright on the support plane.
    pub world_from_object_resting: Pose,
    /// Height of the lowest point of the object's box above the support plane at the release, m. More than a
    /// centimetre or two means that it was let go above something else: a plate, a box, a container.
    pub drop_height: f64,
}

/// What one demonstration implies. Frames index the demonstration; poses are in its world (z up).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grounding {
    /// The demonstration.
    pub source: DemonstrationSource,
    /// Close/open events in time order.
    pub events: Vec<GraspEvent>,
    /// Index in `events` of the grasp that the object hypothesis and the outcome are about.
    pub primary: usize,
    /// Frame at which that grip ends: through later re-grips, up to the opening or the end.
    pub hold_end: usize,
    /// Phases, in order, covering every frame.
    pub segments: Vec<Segment>,
    /// The surface that the object stood on.
    pub support: SupportPlane,
    /// The object.
    pub object: ObjectHypothesis,
    /// Largest rise of the TCP while holding, m.
    pub lift_height: f64,
    /// Where the object was let go; `None` when it was not.
    pub release: Option<Release>,
    /// What became of it.
    pub outcome: Outcome,
    /// Limits of this recording's free motion.
    pub style: CollectorStyle,
    /// False when the recording is too short to measure them and `style` is the default.
    pub style_measured: bool,
    /// Grade of the primary grasp.
    pub grade: EvidenceGrade,
}

impl Grounding {
    /// The primary grasp.
    pub fn grasp(&self) -> &GraspEvent {
        &self.events[self.primary]
    }

    /// The part of the episode that is about the primary grasp, with its segments counted from the start of that
    /// part: from its approach to its retreat (or the end). What trajectory adaptation takes, which handles one
    /// grasp at a time.
    pub fn primary_part(&self) -> (Range<usize>, Vec<Segment>) {
        let stall = self.grasp().stall;
        let covering = self.segments.iter().position(|segment| segment.frames.contains(&stall)).unwrap_or(0);
        let first = (0..covering)
            .rev()
            .take_while(|k| matches!(self.segments[*k].kind, SegmentKind::Approach | SegmentKind::Pregrasp))
            .last()
            .unwrap_or(covering);
        let behind = (covering + 1..self.segments.len())
            .find(|k| matches!(self.segments[*k].kind, SegmentKind::Approach | SegmentKind::Pregrasp))
            .unwrap_or(self.segments.len());
        let part = &self.segments[first..behind];
        let start = part.first().map_or(0, |segment| segment.frames.start);
        let end = part.last().map_or(start, |segment| segment.frames.end);
        let rebased = part
            .iter()
            .map(|segment| Segment {
                kind: segment.kind,
                frames: segment.frames.start - start..segment.frames.end - start,
            })
            .collect();
        (start..end, rebased)
    }

    /// Pose of `object` after the demonstrated release: `world_from_tcp(release) * tcp_from_object`, where
    /// `tcp_from_object` is what it was at the grasp. `None` when nothing was released.
    pub fn placed(&self, object: &ResolvedObject) -> Option<PlacedObject> {
        let release = self.release.as_ref()?;
        let tcp_from_object = self.grasp().world_from_tcp.inverse() * object.world_from_object;
        let released = release.world_from_tcp * tcp_from_object;
        let half = object.size * 0.5;
        let sag = vertical_extent(released.rotation, half);
        let upright = DQuat::from_rotation_z(yaw_of_closing_axis(released.rotation));
        let mut center = released.translation;
        center.z = object.support_height + half.z;
        Some(PlacedObject {
            world_from_object_released: released,
            world_from_object_resting: Pose::new(center, upright),
            drop_height: released.translation.z - sag - object.support_height,
        })
    }
}

/// One line of a table about a grounded demonstration. Lengths in m, times in s from the first frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroundingSummary {
    /// Dataset.
    pub dataset: String,
    /// Episode number.
    pub episode: u64,
    /// Grasps found.
    pub grasps: usize,
    /// Closings on nothing.
    pub empty_closes: usize,
    /// Grade of the primary grasp.
    pub grade: EvidenceGrade,
    /// When the fingers began to close.
    pub close_secs: f64,
    /// When they stalled on the object.
    pub stall_secs: f64,
    /// When they opened.
    pub release_secs: Option<f64>,
    /// Best estimate of the object's width.
    pub width: f64,
    /// Its range.
    pub width_range: [f64; 2],
    /// Whether the width was measured.
    pub width_measured: bool,
    /// Largest rise while held.
    pub lift_height: f64,
    /// Support height that is used.
    pub support_height: f64,
    /// Its standard deviation.
    pub support_spread: f64,
    /// Whether the support is off the site's plane.
    pub raised: bool,
    /// TCP above the support at the grasp.
    pub grip_height: f64,
    /// Best size of the object: along the closing axis, across it, up.
    pub object_size: DVec3,
    /// Fall of the object after release.
    pub drop_height: Option<f64>,
    /// `placed`, `held`, `lost` or `in_place`.
    pub outcome: String,
}

impl Grounding {
    /// The line for tables; `timestamps` are those of the demonstration, s.
    pub fn summary(&self, timestamps: &[f64]) -> GroundingSummary {
        use crate::events::{EventKind, WidthSource};
        let time = |frame: usize| {
            timestamps.get(frame).or(timestamps.last()).copied().unwrap_or(0.0)
                - timestamps.first().copied().unwrap_or(0.0)
        };
        let grasp = self.grasp();
        let best = self.object.best();
        let count = |kind| self.events.iter().filter(|event| event.kind == kind).count();
        GroundingSummary {
            dataset: self.source.dataset.clone(),
            episode: self.source.episode_index,
            grasps: count(EventKind::Grasp),
            empty_closes: count(EventKind::EmptyClose),
            grade: self.grade,
            close_secs: time(grasp.close_start),
            stall_secs: time(grasp.stall),
            release_secs: self.release.map(|release| time(release.frame)),
            width: self.object.width.best,
            width_range: [self.object.width.low, self.object.width.high],
            width_measured: grasp.width.source == WidthSource::Measured,
            lift_height: self.lift_height,
            support_height: self.support.height,
            support_spread: self.support.spread,
            raised: self.support.raised,
            grip_height: self.object.grip_height.best,
            object_size: best.size,
            drop_height: self.placed(&best).map(|placed| placed.drop_height),
            outcome: self.outcome.name().into(),
        }
    }
}
