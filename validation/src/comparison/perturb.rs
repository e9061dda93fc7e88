//! Deliberate faults, put into real episodes: what a comparison must notice.

use crate::features::track::low_pass;
use crate::sample::Observed;
use glam::DVec3;
use serde::Serialize;

/// A fault that the positive controls put into real data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Time runs 1.3 times slower.
    Slower,
    /// The hand is 3 cm higher above its support.
    Higher,
    /// Tremor is ten times as strong.
    Trembling,
    /// Fingers measure 8 mm wider.
    Wider,
    /// Pictures are 15 % brighter.
    Brighter,
    /// A fifth of the episodes are there twice.
    Duplicated,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Slower, Self::Higher, Self::Trembling, Self::Wider, Self::Brighter, Self::Duplicated];

    /// Words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Slower => "time 1.3 times slower",
            Self::Higher => "hand 3 cm higher",
            Self::Trembling => "tremor ten times stronger",
            Self::Wider => "fingers 8 mm wider",
            Self::Brighter => "pictures 15 % brighter",
            Self::Duplicated => "a fifth of the episodes twice",
        }
    }

    /// The episode with the fault; unchanged for faults that are none of motion or gripper.
    pub fn applied(self, observed: &Observed) -> Observed {
        let mut out = observed.clone();
        match self {
            Self::Slower => out.demonstration.timestamps.iter_mut().for_each(|t| *t *= 1.3),
            Self::Higher => shift(&mut out, DVec3::Z * 0.03),
            Self::Trembling => tremble(&mut out),
            Self::Wider => out.demonstration.gripper.width.iter_mut().for_each(|w| *w += 0.008),
            Self::Brighter | Self::Duplicated => {}
        }
        out
    }
}

fn shift(observed: &mut Observed, by: DVec3) {
    for pose in &mut observed.demonstration.world_from_tcp {
        pose.translation += by;
    }
}

/// Nine more parts of what already moves between 6 and 12 Hz.
fn tremble(observed: &mut Observed) {
    let demonstration = &mut observed.demonstration;
    let dt = demonstration.period_secs();
    let positions: Vec<DVec3> = demonstration.world_from_tcp.iter().map(|pose| pose.translation).collect();
    let (slow, fast) = (low_pass(&positions, dt, 6.0), low_pass(&positions, dt, 12.0));
    for ((pose, slow), fast) in demonstration.world_from_tcp.iter_mut().zip(slow).zip(fast) {
        pose.translation += (fast - slow) * 9.0;
    }
}
