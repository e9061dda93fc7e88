//! The phases of a grasp, from the geometry of the TCP path.

use crate::options::PhaseOptions;
use glam::DVec3;
use restage_episodes::{Segment, SegmentKind};
use std::ops::Range;

/// Frame ranges of the phases around one hold. Ranges are in order and adjoin; empty when a phase is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phases {
    /// Until the TCP stays near the grasp.
    pub approach: Range<usize>,
    /// Near the grasp, until the stall.
    pub pregrasp: Range<usize>,
    /// From the stall until the TCP has risen by the lift height; the whole hold when it never does.
    pub secure: Range<usize>,
    /// Carrying.
    pub transport: Range<usize>,
    /// From the last entry into the release height until the hold ends; empty when the object is not released.
    pub place: Range<usize>,
    /// After the release, until the TCP is away from it.
    pub retreat: Range<usize>,
    /// Whether the TCP rose by the lift height.
    pub lifted: bool,
}

/// One hold of the gripper on the frame axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldSpan {
    /// First frame of the hold.
    pub stall: usize,
    /// First frame behind it.
    pub hold_end: usize,
    /// Whether it ends by an opening.
    pub released: bool,
}

/// Phases around the hold `span` on the TCP path `positions` (m, z up).
pub fn phases(positions: &[DVec3], span: HoldSpan, options: &PhaseOptions) -> Phases {
    let HoldSpan { stall, hold_end, released } = span;
    let (grasp, release) = (positions[stall], positions[hold_end - 1]);
    let mut near = stall;
    while near > 0 && positions[near - 1].distance(grasp) <= options.near_distance {
        near -= 1;
    }
    let lift = (stall..hold_end).find(|i| positions[*i].z > grasp.z + options.lift_height);
    let transport = lift.unwrap_or(hold_end);
    let mut place = hold_end;
    if released && lift.is_some() {
        place -= 1;
        while place > transport && positions[place - 1].z <= release.z + options.lift_height {
            place -= 1;
        }
    }
    let away = (hold_end..positions.len())
        .find(|i| positions[*i].distance(release) > options.near_distance)
        .unwrap_or(positions.len());
    Phases {
        approach: 0..near,
        pregrasp: near..stall,
        secure: stall..transport,
        transport: transport..place,
        place: place..hold_end,
        retreat: hold_end..away,
        lifted: lift.is_some(),
    }
}

/// Segments that cover every frame of the path, for any number of holds in time order. Free motion between the
/// retreat of one hold and the pregrasp of the next is the next approach; what follows the last hold is retreat.
pub fn segments(positions: &[DVec3], holds: &[HoldSpan], options: &PhaseOptions) -> Vec<Segment> {
    let mut cover = Cover::default();
    let all: Vec<Phases> = holds.iter().map(|span| phases(positions, *span, options)).collect();
    for (k, (span, phase)) in holds.iter().zip(&all).enumerate() {
        cover.fill_to(SegmentKind::Approach, phase.pregrasp.start);
        cover.fill_to(SegmentKind::Pregrasp, span.stall);
        if phase.lifted {
            cover.fill_to(SegmentKind::Secure, phase.transport.start);
            cover.fill_to(SegmentKind::Transport, phase.place.start);
            cover.fill_to(SegmentKind::Place, span.hold_end);
        } else {
            cover.fill_to(SegmentKind::InPlace, span.hold_end);
        }
        let retreat_end = match all.get(k + 1) {
            Some(next) => phase.retreat.end.min(next.pregrasp.start),
            None => positions.len(),
        };
        cover.fill_to(SegmentKind::Retreat, retreat_end);
    }
    cover.fill_to(SegmentKind::Approach, positions.len());
    cover.segments
}

/// Builds segments that adjoin; ranges that would be empty are left out.
#[derive(Default)]
struct Cover {
    segments: Vec<Segment>,
    reached: usize,
}

impl Cover {
    fn fill_to(&mut self, kind: SegmentKind, end: usize) {
        if end > self.reached {
            self.segments.push(Segment { kind, frames: self.reached..end });
            self.reached = end;
        }
    }
}
