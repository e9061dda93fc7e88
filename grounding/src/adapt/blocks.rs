//! The parts of a recording: what each is rigid to, and which phase holds when.

use super::{AdaptError, AdaptInput};
use restage_episodes::{Segment, SegmentKind};

/// A hand this far from where it released the object has left it, m.
const LEFT_DISTANCE: f64 = 0.10;

/// Least motion after that which may go elsewhere than the recorded one, s.
const LEAST_RETURN_SECS: f64 = 0.5;

/// What a stretch of the recording is rigid to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Grasp,
    Place,
    /// Neither: synthesised or warped between its neighbours.
    Free(SegmentKind),
}

/// A stretch of source time with one anchor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub anchor: Anchor,
    /// Source time at its start and end, s.
    pub from: f64,
    pub to: f64,
}

/// Which phase the recording is in at a time.
pub(super) struct PhaseTable {
    /// Start time and kind of each non-empty segment, in order.
    starts: Vec<(f64, SegmentKind)>,
}

impl PhaseTable {
    pub fn new(input: &AdaptInput) -> Self {
        let starts = input
            .segments
            .iter()
            .filter(|segment| !segment.frames.is_empty())
            .map(|segment| (input.timestamps[segment.frames.start], segment.kind))
            .collect();
        Self { starts }
    }

    pub fn kind_at(&self, source_time: f64) -> SegmentKind {
        let after = self.starts.partition_point(|(start, _)| *start <= source_time + 1e-9);
        self.starts[after.max(1) - 1].1
    }
}

/// Cuts the recording into stretches of one anchor.
pub(super) fn blocks(
    input: &AdaptInput,
    placed: bool,
    given_start: bool,
    given_end: bool,
) -> Result<Vec<Block>, AdaptError> {
    let segments: Vec<&Segment> = input.segments.iter().filter(|s| !s.frames.is_empty()).collect();
    let mut blocks: Vec<Block> = Vec::new();
    let (mut grasped, mut released) = (false, false);
    for (index, segment) in segments.iter().enumerate() {
        let next = segments.get(index + 1).map(|next| next.kind);
        let frame = segment.frames.start;
        let anchor = match segment.kind {
            SegmentKind::InPlace => return Err(AdaptError::NotTransformable { kind: segment.kind, frame }),
            SegmentKind::Pregrasp | SegmentKind::Secure if released => {
                return Err(AdaptError::SecondGrasp { frame });
            }
            SegmentKind::Pregrasp | SegmentKind::Secure => Anchor::Grasp,
            SegmentKind::Approach if given_start && blocks.is_empty() && next.is_some() => {
                Anchor::Free(segment.kind)
            }
            SegmentKind::Approach => Anchor::Grasp,
            SegmentKind::Transport
                if placed && matches!(next, Some(SegmentKind::Place | SegmentKind::Retreat)) =>
            {
                Anchor::Free(segment.kind)
            }
            SegmentKind::Transport => Anchor::Grasp,
            SegmentKind::Place | SegmentKind::Retreat if placed => Anchor::Place,
            SegmentKind::Place | SegmentKind::Retreat => Anchor::Grasp,
        };
        grasped |= matches!(segment.kind, SegmentKind::Pregrasp | SegmentKind::Secure);
        released |= matches!(segment.kind, SegmentKind::Place | SegmentKind::Retreat) && grasped;
        let from = input.timestamps[frame];
        let to = input.timestamps[segment.frames.end.min(input.timestamps.len() - 1)];
        if blocks.last().is_some_and(|block| block.anchor == Anchor::Grasp) && anchor == Anchor::Place {
            // Two rigid parts cannot meet: there must be free motion between grasp and release to absorb the change.
            return Err(AdaptError::NotTransformable { kind: segment.kind, frame });
        }
        match blocks.last_mut() {
            Some(block) if block.anchor == anchor && !matches!(anchor, Anchor::Free(_)) => block.to = to,
            _ => blocks.push(Block { anchor, from, to }),
        }
    }
    if !grasped {
        return Err(AdaptError::NoGrasp);
    }
    if let Some(leaving) = leaves_at(input).filter(|_| given_end && placed)
        && let Some(last) = blocks.last_mut().filter(|last| last.anchor == Anchor::Place)
    {
        let to = std::mem::replace(&mut last.to, leaving);
        blocks.push(Block { anchor: Anchor::Free(SegmentKind::Retreat), from: leaving, to });
    }
    Ok(blocks)
}

/// Time at which the retreating hand has left the released object, s; `None` when it never does, or when hardly any
/// motion follows.
fn leaves_at(input: &AdaptInput) -> Option<f64> {
    let last = input.segments.iter().rfind(|s| !s.frames.is_empty() && s.kind == SegmentKind::Retreat)?;
    if last.frames.end < input.timestamps.len() {
        return None;
    }
    let from = input.world_from_tcp[last.frames.start];
    let left = last.frames.clone().find(|k| input.world_from_tcp[*k].distance(&from) > LEFT_DISTANCE)?;
    let (time, end) = (input.timestamps[left], *input.timestamps.last()?);
    (end - time >= LEAST_RETURN_SECS).then_some(time)
}
