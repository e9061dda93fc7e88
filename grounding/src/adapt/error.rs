//! Why a motion cannot be adapted.

use restage_episodes::SegmentKind;

/// A fault of the input of an adaptation, or a motion that cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AdaptError {
    /// Per-frame vectors of different length, or none at all.
    #[error(
        "a motion needs at least 2 frames of equal-length vectors, found {timestamps} timestamps, {poses} poses \
         and {widths} widths; hint: pass the vectors of one demonstration"
    )]
    Lengths {
        /// Number of timestamps.
        timestamps: usize,
        /// Number of TCP poses.
        poses: usize,
        /// Number of gripper widths.
        widths: usize,
    },
    /// Time does not increase, or a number is not finite.
    #[error(
        "frame {frame}: time, pose or width is not finite, or time does not increase; hint: clean the episode first"
    )]
    BadFrame {
        /// First bad frame.
        frame: usize,
    },
    /// Segments leave frames uncovered or overlap.
    #[error(
        "segments must cover frames 0..{frames} in order, but frame {at} is not reached or reached twice"
    )]
    Segments {
        /// Number of frames.
        frames: usize,
        /// Where the chain breaks.
        at: usize,
    },
    /// Nothing is grasped.
    #[error("the segments hold no pregrasp or secure part: there is nothing to anchor the motion to")]
    NoGrasp,
    /// Held without a lift, or let go without free motion in between: such motion belongs to where it was recorded.
    #[error(
        "segment `{}` at frame {frame} cannot be carried to another object pose; hint: replay the episode unchanged",
        kind.name()
    )]
    NotTransformable {
        /// The segment.
        kind: SegmentKind,
        /// Its first frame.
        frame: usize,
    },
    /// A second grasp follows the release.
    #[error(
        "a second grasp begins at frame {frame}; hint: cut the episode so that it holds one grasp, or replay it"
    )]
    SecondGrasp {
        /// First frame of the second grasp.
        frame: usize,
    },
    /// Only one of the source and the new release pose is given.
    #[error("the release pose must be given for both the recording and the new scene, or for neither")]
    PlaceMismatch,
    /// The collector's limits or the rate are not positive.
    #[error("`{field}` must be positive and finite, found {value}")]
    BadOption {
        /// Field name.
        field: &'static str,
        /// Its value.
        value: f64,
    },
    /// No arch keeps the free motion clear.
    #[error(
        "the {} motion lacks at least {best:.3} m of clearance over any arch up to {height:.2} m",
        kind.name()
    )]
    NoClearance {
        /// The free segment.
        kind: SegmentKind,
        /// Highest arch tried, m.
        height: f64,
        /// Least lack of clearance among the arches tried, m (positive).
        best: f64,
    },
}
