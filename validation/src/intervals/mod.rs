//! Intervals: what a number could also have been. Every figure that the reports publish carries one of these.
//!
//! The unit of independence is the episode, and episodes of one collector or site resemble each other. Statistics of
//! grouped data are therefore resampled group by group ([`bootstrap`]); with fewer than eight groups the delete-one-group
//! jackknife with a t quantile takes over ([`jackknife`]), which is coarse and says so ([`IntervalMethod`]).

pub mod bootstrap;
pub mod correlation;
pub mod equivalence;
pub mod jackknife;
pub mod multiple;
pub mod power;
pub mod predictions;
pub mod proportion;
pub mod special;

pub use bootstrap::{BootstrapOptions, Hierarchy, bootstrap_interval, estimate};
pub use jackknife::{Jackknife, cluster_jackknife};
pub use proportion::{newcombe_difference, wilson};

use serde::{Deserialize, Serialize};

/// The two-sided 97.5 % quantile of the standard normal law.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Groups below which the bootstrap of groups is replaced by the jackknife.
pub const FEW_GROUPS: usize = 8;

/// A two-sided interval; `[low, high]` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// From its ends.
    pub const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// Whether a value lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Upper minus lower end.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

impl From<[f64; 2]> for Interval {
    fn from([low, high]: [f64; 2]) -> Self {
        Self { low, high }
    }
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.low, interval.high]
    }
}

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson's score interval of a proportion.
    Wilson,
    /// Fisher's z transform of a correlation.
    FisherZ,
    /// Percentiles of a bootstrap over groups, then episodes.
    BootstrapPercentile,
    /// The same, corrected for bias and acceleration.
    BootstrapBca,
    /// Delete-one-group jackknife with a t quantile: coarse, for fewer than eight groups.
    Jackknife,
    /// Too little data for any.
    None,
}

/// A figure with its interval and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// 95 % interval; absent where the data cannot give one.
    pub interval: Option<Interval>,
    /// How the interval was made.
    pub method: IntervalMethod,
    /// Episodes (or trials) that it rests on.
    pub n: usize,
    /// Independent groups among them.
    pub groups: usize,
}

impl Estimate {
    /// A proportion with its Wilson interval.
    pub fn proportion(successes: usize, trials: usize) -> Option<Self> {
        let interval = wilson(successes as f64, trials as f64, Z95)?;
        Some(Self {
            value: successes as f64 / trials as f64,
            interval: Some(interval),
            method: IntervalMethod::Wilson,
            n: trials,
            groups: trials,
        })
    }
}
