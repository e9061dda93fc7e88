//! Segments of an episode: the phases of a grasp.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The phase of manipulation that a frame belongs to. The integer code is what `annotation.segment` stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// Free motion towards the object.
    Approach,
    /// Within reach of the grasp pose, until the fingers stall on the object.
    Pregrasp,
    /// From stall until the TCP has risen by 1 cm.
    Secure,
    /// Free motion with the object in hand.
    Transport,
    /// From the last entry into the release height until the fingers open.
    Place,
    /// After release.
    Retreat,
    /// Held without a lift (push, drawer, button): replayed, never object-transformed.
    InPlace,
}

impl SegmentKind {
    /// Every kind, in the order of the stored codes.
    pub const ALL: [Self; 7] = [
        Self::Approach,
        Self::Pregrasp,
        Self::Secure,
        Self::Transport,
        Self::Place,
        Self::Retreat,
        Self::InPlace,
    ];

    /// The code stored in `annotation.segment`.
    pub fn code(self) -> i64 {
        Self::ALL.iter().position(|kind| *kind == self).map_or(-1, |index| index as i64)
    }

    /// The name stored in the legend of `annotation.segment`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approach => "approach",
            Self::Pregrasp => "pregrasp",
            Self::Secure => "secure",
            Self::Transport => "transport",
            Self::Place => "place",
            Self::Retreat => "retreat",
            Self::InPlace => "in_place",
        }
    }
}

/// A half-open frame range of one kind. The segments of an episode are in order and cover every frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// What happens in it.
    pub kind: SegmentKind,
    /// Frames `start..end`.
    pub frames: Range<usize>,
}
