//! A set of episodes as the comparison sees it: demonstrations with what they imply, and what was left out.

use restage_episodes::{Demonstration, DemonstrationSource};
use restage_grounding::Grounding;
use serde::Serialize;

/// An episode with its grasp.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The recording.
    pub demonstration: Demonstration,
    /// What it implies.
    pub grounding: Grounding,
    /// Height of the support surface, m: stated by a generated dataset, inferred from a recording.
    pub support_height: f64,
    /// The real demonstration that this episode is or was made from.
    pub origin: DemonstrationSource,
}

/// An episode that takes no part, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Episode number.
    pub episode: u64,
    /// The reason, one sentence.
    pub reason: String,
}

/// Episodes of one origin.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Name of the dataset.
    pub name: String,
    /// Episodes in which a grasp was found.
    pub episodes: Vec<Observed>,
    /// The others.
    pub left_out: Vec<LeftOut>,
}

impl Sample {
    /// Median frame rate of the slowest episode, Hz; `None` for no episode.
    pub fn lowest_rate_hz(&self) -> Option<f64> {
        let rates = self.episodes.iter().map(|e| 1.0 / e.demonstration.period_secs().max(1e-3));
        rates.reduce(f64::min)
    }
}
