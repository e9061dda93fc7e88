//! What can be wrong with a demonstration that is to be grounded.

use std::fmt;

/// One thing wrong with a track, as facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackFault {
    /// Field of the demonstration.
    pub field: &'static str,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl fmt::Display for TrackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.field, self.expected, self.found)
    }
}

/// Why a demonstration yields no grasp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoGraspReason {
    /// The gripper never closed and stayed closed.
    NeverClosed,
    /// It closed, but on nothing, every time.
    OnlyEmptyCloses {
        /// How often it closed.
        closes: usize,
    },
}

impl fmt::Display for NoGraspReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverClosed => write!(f, "the gripper never closed and held"),
            Self::OnlyEmptyCloses { closes } => {
                write!(f, "the gripper closed {closes} time(s), always down to its empty width")
            }
        }
    }
}

/// Why a demonstration could not be grounded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroundingError {
    /// Tracks that no algorithm can work on; all faults at once.
    #[error(
        "dataset {dataset}, episode {episode}: {}; hint: the reader must deliver at least {} finite, time-ordered frames per track",
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        crate::options::MIN_FRAMES
    )]
    UnusableTracks {
        /// Dataset.
        dataset: String,
        /// Episode number.
        episode: u64,
        /// Everything that is wrong.
        faults: Vec<TrackFault>,
    },
    /// A sound recording in which nothing is grasped.
    #[error(
        "dataset {dataset}, episode {episode}: no grasp: {reason}; hint: check open_width and closed_width of the \
         device profile, or leave the episode out"
    )]
    NoGrasp {
        /// Dataset.
        dataset: String,
        /// Episode number.
        episode: u64,
        /// What was seen instead.
        reason: NoGraspReason,
    },
}
