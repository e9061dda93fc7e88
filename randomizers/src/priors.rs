//! Priors narrowed by real data, and the file that keeps them.
//!
//! Each law of the job is mixed with one fitted to the train split: the fitted one with probability `n / (n + 8)`, its
//! spread widened by a factor of 1.2 (offline fits come out too narrow). Every entry says what was measured, how
//! often and in which split; what could not be measured is listed with the reason, and keeps its prior.

use crate::config::RandomizationConfig;
use crate::law::Law;
use crate::posterior::{lognormal_mle, shrinkage_weight};
use restage_episodes::split::{Split, SplitRule};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the file.
pub const PRIORS_FORMAT_VERSION: u32 = 1;

/// Factor on the spread of a fitted law.
pub const INFLATION: f64 = 1.2;

/// Real observations that weigh as much as the prior.
pub const PRIOR_WEIGHT: f64 = 8.0;

/// What was learned from real recordings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Priors {
    /// Version of this file's format.
    pub format_version: u32,
    /// Version of the program that fitted it.
    pub generator_version: String,
    /// Salt of the split that the fit kept to.
    pub salt: String,
    /// The recordings.
    pub sources: Vec<PriorSource>,
    /// Laws that real data narrowed.
    #[serde(default)]
    pub fitted: Vec<FittedLaw>,
    /// Laws that keep their prior, and why.
    #[serde(default)]
    pub kept: Vec<KeptLaw>,
}

/// Recordings that a fit used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorSource {
    /// Name of the dataset.
    pub dataset: String,
    /// Device profile.
    pub profile: String,
    /// Split of every group below: `train`.
    pub split: String,
    /// Keys of the groups that were used, see `restage_episodes::split::group_key`.
    pub groups: Vec<String>,
    /// Episodes that were used.
    pub episodes: Vec<u64>,
    /// How many usable episodes of other splits were not looked at.
    pub other_splits: u64,
}

/// A law that real data narrowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FittedLaw {
    /// Name of the law, such as `friction.pad`.
    pub law: String,
    /// Observations.
    pub n: u64,
    /// Split that they come from: `train`.
    pub split: String,
    /// What was measured, and how.
    pub measured: String,
    /// The law that replaces the job's.
    pub becomes: Law,
}

/// A law that keeps its prior.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptLaw {
    /// Name of the law.
    pub law: String,
    /// Why nothing was fitted.
    pub reason: String,
}

/// Why fitted priors cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PriorsError {
    /// Written by another version.
    #[error("format_version is {found}, expected {PRIORS_FORMAT_VERSION}; hint: fit again with this version")]
    Version {
        /// Its version.
        found: u32,
    },
    /// Fitted under another split.
    #[error(
        "fitted with the split salt {found:?}, this job splits by {expected:?}; hint: fit again with the same salt, or a \
         held-out recording may have been looked at"
    )]
    OtherSalt {
        /// Salt of the job.
        expected: String,
        /// Salt of the file.
        found: String,
    },
    /// Fitted to recordings that are not for training.
    #[error(
        "{dataset}: group {group:?} is in the {split} split and must not be fitted; hint: fit again, without editing the file"
    )]
    NotTrain {
        /// Dataset.
        dataset: String,
        /// Group.
        group: String,
        /// Its split.
        split: Split,
    },
    /// A law that does not exist.
    #[error("there is no law named {name:?}; known: {known}")]
    UnknownLaw {
        /// Its name.
        name: String,
        /// Those that exist.
        known: String,
    },
    /// A law that nothing can be drawn from.
    #[error("{name}: {fault}")]
    BadLaw {
        /// Its name.
        name: String,
        /// What is wrong.
        fault: String,
    },
}

impl Priors {
    /// Checks that the file may be used under a splitting rule.
    ///
    /// # Errors
    /// Another version, another salt, a group that is not for training, a law that is unknown or unusable.
    pub fn check(&self, rule: &SplitRule) -> Result<(), PriorsError> {
        if self.format_version != PRIORS_FORMAT_VERSION {
            return Err(PriorsError::Version { found: self.format_version });
        }
        if self.salt != rule.salt() {
            let (expected, found) = (rule.salt().to_owned(), self.salt.clone());
            return Err(PriorsError::OtherSalt { expected, found });
        }
        for source in &self.sources {
            for group in &source.groups {
                let split = rule.split_of_key(group);
                if split != Split::Train {
                    let (dataset, group) = (source.dataset.clone(), group.clone());
                    return Err(PriorsError::NotTrain { dataset, group, split });
                }
            }
        }
        self.apply(&mut RandomizationConfig::default())
    }

    /// Puts the fitted laws in the place of the job's.
    ///
    /// # Errors
    /// A law that is unknown or unusable.
    pub fn apply(&self, config: &mut RandomizationConfig) -> Result<(), PriorsError> {
        for fitted in &self.fitted {
            let name = || fitted.law.clone();
            if let Some(fault) = fitted.becomes.fault() {
                return Err(PriorsError::BadLaw { name: name(), fault });
            }
            match config.law_mut(&fitted.law) {
                Some(law) => *law = fitted.becomes.clone(),
                None => {
                    let known: Vec<String> = config.laws().into_iter().map(|(name, _)| name).collect();
                    return Err(PriorsError::UnknownLaw { name: name(), known: known.join(", ") });
                }
            }
        }
        Ok(())
    }
}

/// A prior narrowed by values of the same meaning: normal about their mean, within the prior's range. `None` with
/// fewer than two values.
pub fn narrowed(values: &[f64], prior: &Law) -> Option<Law> {
    let n = values.len() as f64;
    if values.len() < 2 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let sd = INFLATION * libm::sqrt(square / (n - 1.0));
    let [low, high] = prior.range();
    let fitted = Law::normal(mean.max(low).min(high), sd, [low, high]);
    Some(Law::mixture(shrinkage_weight(n, PRIOR_WEIGHT), fitted, prior.clone()))
}

/// The same for positive values: lognormal about their median.
pub fn narrowed_lognormal(values: &[f64], prior: &Law) -> Option<Law> {
    let fit = lognormal_mle(values)?;
    let [low, high] = prior.range();
    let median = libm::exp(fit.mu).max(low).min(high);
    let fitted = Law::lognormal(median, INFLATION * fit.sigma_unbiased, [low, high]);
    Some(Law::mixture(shrinkage_weight(values.len() as f64, PRIOR_WEIGHT), fitted, prior.clone()))
}

/// A prior of a factor on what each recording has already, such as its pace. Rollouts start from recordings, whose own
/// spread is therefore in them before any factor is drawn; the factor only fills the gaps between them. So it is that
/// of a smoothed bootstrap: lognormal about 1, as wide as the normal-reference bandwidth `1.06 sd n^(-1/5)` of the
/// values' logarithms (Silverman, Density estimation for statistics and data analysis, 1986, section 3.4.2).
pub fn smoothing_lognormal(values: &[f64], prior: &Law) -> Option<Law> {
    let fit = lognormal_mle(values)?;
    let n = values.len() as f64;
    let fitted = Law::lognormal(1.0, 1.06 * fit.sigma_unbiased * libm::pow(n, -0.2), prior.range());
    Some(Law::mixture(shrinkage_weight(n, PRIOR_WEIGHT), fitted, prior.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::NamedLaw;

    fn priors(groups: &[&str]) -> Priors {
        Priors {
            format_version: PRIORS_FORMAT_VERSION,
            generator_version: "test".into(),
            salt: SplitRule::default().salt().to_owned(),
            sources: vec![PriorSource {
                dataset: "set".into(),
                profile: "umi".into(),
                split: "train".into(),
                groups: groups.iter().map(|group| (*group).to_owned()).collect(),
                episodes: vec![0],
                other_splits: 0,
            }],
            fitted: vec![FittedLaw {
                law: "friction.support".into(),
                n: 2,
                split: "train".into(),
                measured: "by hand".into(),
                becomes: narrowed(&[0.3, 0.4], &[0.2, 0.6].into()).unwrap(),
            }],
            kept: Vec::new(),
        }
    }

    fn group_of(wanted: Split) -> String {
        let rule = SplitRule::default();
        (0..).map(|k| format!("site-{k}")).find(|key| rule.split_of_key(key) == wanted).unwrap()
    }

    #[test]
    fn a_factor_on_recordings_fills_the_gaps_between_them() {
        let prior = Law::lognormal(1.0, 0.15, [0.5, 2.0]);
        let sd_of = |n: u64| {
            let values: Vec<f64> = (0..n).map(|k| libm::exp(if k % 2 == 0 { 0.3 } else { -0.3 })).collect();
            let Some(Law::Named(NamedLaw::Mixture { first, .. })) = smoothing_lognormal(&values, &prior)
            else {
                panic!("a mixture")
            };
            let Law::Named(NamedLaw::Lognormal { median, sigma, .. }) = *first else { panic!("lognormal") };
            assert_eq!(median, 1.0);
            sigma
        };
        // Two far apart leave a wide gap; many leave none.
        assert!(sd_of(2) > 0.3 && sd_of(100_000) < 0.05, "{} {}", sd_of(2), sd_of(100_000));
    }

    /// Weight 12 / (12 + 8) = 0.6 as in the known answer `shrinkage`; spread 1.2 times the unbiased one.
    #[test]
    fn a_fit_is_mixed_with_its_prior() {
        let values: Vec<f64> = (0..12).map(|k| 0.3 + 0.01 * f64::from(k)).collect();
        let Law::Named(NamedLaw::Mixture { weight, first, second }) =
            narrowed(&values, &[0.2, 0.6].into()).unwrap()
        else {
            panic!("a mixture")
        };
        assert!((weight - 0.6).abs() < 1e-12);
        assert_eq!(*second, Law::Range([0.2, 0.6]));
        let Law::Named(NamedLaw::Normal { mean, sd, range }) = *first else { panic!("normal") };
        assert!((mean - 0.355).abs() < 1e-12 && (sd - 1.2 * 0.036_055_512_754_639_9).abs() < 1e-12);
        assert_eq!(range, [0.2, 0.6]);
        assert_eq!(narrowed(&[0.3], &[0.2, 0.6].into()), None);
    }

    #[test]
    fn priors_of_the_train_split_replace_the_laws() {
        let priors = priors(&[&group_of(Split::Train)]);
        let mut config = RandomizationConfig::default();
        assert_eq!(priors.check(&SplitRule::default()), Ok(()));
        priors.apply(&mut config).unwrap();
        assert_eq!(config.friction.support, priors.fitted[0].becomes);
    }

    #[test]
    fn other_splits_and_other_salts_are_refused() {
        let rule = SplitRule::default();
        for split in [Split::Calibration, Split::HeldOut] {
            let error = priors(&[&group_of(Split::Train), &group_of(split)]).check(&rule).unwrap_err();
            assert!(matches!(error, PriorsError::NotTrain { split: found, .. } if found == split));
        }
        let train = priors(&[&group_of(Split::Train)]);
        assert!(matches!(train.check(&SplitRule::new("x")), Err(PriorsError::OtherSalt { .. })));
        let mut unknown = train.clone();
        unknown.fitted[0].law = "friction.pads".into();
        assert!(unknown.check(&rule).unwrap_err().to_string().contains("friction.pad,"));
        let mut bad = train;
        bad.fitted[0].becomes = [0.6, 0.2].into();
        assert!(matches!(bad.check(&rule), Err(PriorsError::BadLaw { .. })));
    }
}
