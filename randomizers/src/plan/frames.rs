//! A grounded demonstration reduced to the frames that planning moves around.

use super::GroundedDemonstration;
use crate::gates::{TOUCH_MARGIN, closing, gripper_boxes};
use crate::solids::{MovingBox, Solid, nearest};
use glam::{DQuat, DVec3};
use restage_assets::GripperModel;
use restage_episodes::{Segment, SegmentKind, WidthEvidence};
use restage_geometry::Pose;
use restage_grounding::adapt::AdaptInput;
use restage_grounding::{Grounding, ResolvedObject};
use std::ops::Range;

/// One recorded grasp. Poses are in the world of the recording.
///
/// A *base* frame lies on the support under the middle of the object: +x along the closing axis, +z up. Motion is
/// carried by bases and not by object centres, so that another object size keeps the height of the fingers.
pub(super) struct SourceGrasp<'a> {
    pub source: &'a GroundedDemonstration,
    /// Frames of the recording that are about this grasp.
    pub range: Range<usize>,
    /// Their phases, counted from the start of `range`.
    pub segments: Vec<Segment>,
    pub resolved: ResolvedObject,
    /// Base at the grasp.
    pub base: Pose,
    /// The same frame, carried in the hand to the release.
    pub released_base: Option<Pose>,
    /// Direction in which the person faces, rad about +z.
    pub heading: f64,
}

/// Yaw of the +x axis of a rotation on the ground plane, rad.
pub(super) fn yaw_of(rotation: DQuat) -> f64 {
    let x = rotation * DVec3::X;
    libm::atan2(x.y, x.x)
}

impl<'a> SourceGrasp<'a> {
    pub fn new(source: &'a GroundedDemonstration, resolved: ResolvedObject) -> Self {
        let grounding = &source.grounding;
        let (range, segments) = grounding.primary_part();
        let mut base = resolved.world_from_object;
        base.translation.z = resolved.support_height;
        let released_base = grounding
            .release
            .filter(|_| grounding.outcome.placed)
            .map(|release| release.world_from_tcp * grounding.grasp().world_from_tcp.inverse() * base);
        Self { source, range, segments, resolved, base, released_base, heading: heading(source) }
    }

    /// The same without what was recorded after the hand had left the released object by `distance` (m), but with
    /// at least a second of it, in which the object comes to rest.
    pub fn with_short_retreat(mut self, distance: f64) -> Self {
        const REST_SECS: f64 = 1.0;
        let Some(last) = self.segments.last().filter(|s| s.kind == SegmentKind::Retreat) else { return self };
        let (start, end) = (last.frames.start, last.frames.end);
        let (poses, times) = (self.poses(), self.timestamps());
        let left = (start..end)
            .find(|&k| poses[k].distance(&poses[start]) > distance && times[k] - times[start] >= REST_SECS);
        if let (Some(left), Some(last)) = (left, self.segments.last_mut()) {
            last.frames.end = left + 1;
            self.range.end = self.range.start + left + 1;
        }
        self
    }

    pub fn timestamps(&self) -> &'a [f64] {
        &self.source.demonstration.timestamps[self.range.clone()]
    }

    pub fn poses(&self) -> &'a [Pose] {
        &self.source.demonstration.world_from_tcp[self.range.clone()]
    }

    pub fn widths(&self) -> &'a [f64] {
        &self.source.demonstration.gripper.width[self.range.clone()]
    }

    pub fn evidence(&self) -> WidthEvidence {
        self.source.demonstration.gripper.evidence
    }

    pub fn grounding(&self) -> &'a Grounding {
        &self.source.grounding
    }

    /// Height of the TCP above the support at the grasp, m.
    pub fn grip_height(&self) -> f64 {
        self.grounding().grasp().world_from_tcp.translation.z - self.resolved.support_height
    }

    /// How far an object may reach above the TCP before it meets the palm, m; infinite for grasps from the side.
    pub fn room_above(&self, gripper: &GripperModel) -> f64 {
        const FROM_ABOVE: f64 = 0.5;
        const GAP: f64 = 0.005;
        let down = -(self.grounding().grasp().world_from_tcp.rotation * DVec3::Z).z;
        if down < FROM_ABOVE {
            return f64::INFINITY;
        }
        let palm = gripper.palm_box();
        // Lowest corner of the palm's front when the hand is tilted about the closing axis.
        let sideways = libm::sqrt((1.0 - down * down).max(0.0));
        (gripper.finger_size.z - gripper.tip_beyond_tcp) * down - palm.size.y / 2.0 * sideways - GAP
    }

    /// Where the recorded motion begins, when it begins with free motion.
    pub fn start_tcp(&self) -> Option<Pose> {
        let approaches = self.segments.first().is_some_and(|s| s.kind == SegmentKind::Approach);
        self.poses().first().copied().filter(|_| approaches)
    }

    /// Where the recorded motion ends, when it ends with a retreat from the released object.
    pub fn end_tcp(&self) -> Option<Pose> {
        let retreats = self.segments.last().is_some_and(|s| s.kind == SegmentKind::Retreat);
        self.poses().last().copied().filter(|_| retreats && self.released_base.is_some())
    }

    /// Frames (counted from the start of `range`) of the given phases.
    fn frames_of(&self, kinds: &'static [SegmentKind]) -> impl Iterator<Item = usize> + '_ {
        self.segments.iter().filter(|s| kinds.contains(&s.kind)).flat_map(|s| s.frames.clone())
    }

    /// First frame that holds the object.
    pub fn secure_frame(&self) -> Option<usize> {
        self.frames_of(&[SegmentKind::Secure]).next()
    }

    /// First frame after the release.
    pub fn release_frame(&self) -> Option<usize> {
        self.frames_of(&[SegmentKind::Retreat]).next()
    }

    /// Height of the lowest corner of the gripper above the base, over the contact part of the grasp, m.
    pub fn lowest_at_grasp(&self, gripper: &GripperModel) -> f64 {
        self.lowest(gripper, &self.base, &[SegmentKind::Pregrasp, SegmentKind::Secure])
    }

    /// The same over the place, above the carried base.
    pub fn lowest_at_place(&self, gripper: &GripperModel) -> f64 {
        self.released_base.map_or(f64::INFINITY, |base| self.lowest(gripper, &base, &[SegmentKind::Place]))
    }

    /// By how much the recorded fingers and palm would miss the margin that they keep from an object of these extents
    /// on their way to the grasp, m; 0 when they pass. A recording refutes every object that it would have pushed over.
    pub fn shortfall(&self, gripper: &GripperModel, size: DVec3, round: bool) -> f64 {
        let standing = self.base * Pose::from_translation(DVec3::Z * (size.z / 2.0));
        let solid = Solid::upright("", standing, size, round);
        let open = self.widths().iter().copied().fold(0.0, f64::max).min(gripper.stroke);
        let close_start = self.grounding().grasp().close_start.saturating_sub(self.range.start);
        let missing = |k: usize| {
            let width = match self.evidence() {
                WidthEvidence::Measured => self.widths()[k],
                _ if k < close_start => open,
                _ => 0.0,
            };
            let boxes = gripper_boxes(gripper, &self.poses()[k], width);
            let palm_only = closing(width, open, &self.poses()[k], &solid);
            TOUCH_MARGIN
                - nearest(
                    std::slice::from_ref(&solid),
                    if palm_only { &boxes[..1] } else { &boxes[..] },
                    TOUCH_MARGIN,
                )
                .0
        };
        let until = self.secure_frame().map_or(0, |secure| secure + 1);
        self.frames_of(&[SegmentKind::Pregrasp])
            .chain(until.saturating_sub(1)..until)
            .map(missing)
            .fold(0.0, f64::max)
    }

    fn lowest(&self, gripper: &GripperModel, base: &Pose, kinds: &'static [SegmentKind]) -> f64 {
        let base_from_world = base.inverse();
        self.frames_of(kinds)
            .flat_map(|k| gripper_boxes(gripper, &(base_from_world * self.poses()[k]), self.widths()[k]))
            .map(|moving: MovingBox| moving.lowest())
            .fold(f64::INFINITY, f64::min)
    }

    /// Peak speeds of the recording between neighbouring frames, m/s and rad/s.
    pub fn recorded_peaks(&self) -> [f64; 2] {
        let times = self.timestamps();
        self.poses().windows(2).enumerate().fold([0.0, 0.0], |[linear, angular], (k, pair)| {
            let period = times[k + 1] - times[k];
            [
                f64::max(linear, pair[0].distance(&pair[1]) / period),
                f64::max(angular, pair[0].angle(&pair[1]) / period),
            ]
        })
    }

    /// Input of an adaptation; `width` is the width of the new object where the recording measured none.
    pub fn adapt_input(&self, width: f64) -> AdaptInput<'_> {
        let object_width = match self.evidence() {
            WidthEvidence::Measured => self.grounding().object.width.best,
            WidthEvidence::Commanded | WidthEvidence::Binary => width,
        };
        AdaptInput {
            timestamps: self.timestamps(),
            world_from_tcp: self.poses(),
            gripper_width: self.widths(),
            width_evidence: self.evidence(),
            close_start_secs: self
                .source
                .demonstration
                .timestamps
                .get(self.grounding().grasp().close_start)
                .copied(),
            segments: &self.segments,
            object_width,
            world_from_object_source: self.base,
            world_from_place_source: self.released_base,
        }
    }
}

/// Direction that the person faces. An arm stands at the origin of its world and reaches outwards. A hand-held
/// gripper points forwards (+z) or, when it points down, has its top (-y) forwards.
fn heading(source: &GroundedDemonstration) -> f64 {
    let grasp = source.grounding.grasp().world_from_tcp;
    let forward = if source.demonstration.joints.is_some() {
        grasp.translation
    } else {
        grasp.transform_vector(DVec3::new(0.0, -1.0, 1.0))
    };
    libm::atan2(forward.y, forward.x)
}
