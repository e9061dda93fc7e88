//! Features per episode: one vector of named numbers with units, computed by the same code for real and generated
//! episodes, at the same rate and through the same filter.

pub mod aligned;
pub mod cache;
pub mod catalogue;
pub mod embedding;
pub mod fourier;
pub mod images;
pub mod pictures;
pub mod smoothness;
pub mod track;
pub mod trajectory;

pub use catalogue::{FEATURES, Family, FeatureInfo, feature_index};

use crate::sample::Observed;
use aligned::AlignedPath;
use serde::{Deserialize, Serialize};
use track::{Sampling, Track};

/// Version of the features: part of every cache key.
pub const FEATURES_VERSION: u32 = 1;

/// All that is kept of one episode's motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpisodeFeatures {
    /// Values in the order of [`FEATURES`], SI units; `None` where the recording cannot show them.
    pub values: Vec<Option<f64>>,
    /// The path of the TCP relative to its grasp.
    pub path: AlignedPath,
}

impl EpisodeFeatures {
    /// The features of an observed episode.
    pub fn of(observed: &Observed, sampling: &Sampling) -> Self {
        let track = Track::new(observed, sampling);
        Self { values: trajectory::values(&track), path: AlignedPath::new(&track) }
    }

    /// A value by the key of its feature.
    pub fn get(&self, key: &str) -> Option<f64> {
        self.values.get(feature_index(key)?).copied().flatten()
    }
}
