//! Laws of one number, as a job file states them and as priors that were fitted to real data replace them.
//!
//! Every law is sampled through its quantile function from one uniform draw, and knows its distribution function, so
//! that what was drawn can be compared with what was configured.

use crate::distribution::{normal_cdf, normal_quantile, unit};
use rand_chacha::rand_core::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A law. `[low, high]` is uniform; the others are tables with a `law`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "a law: [low, high], or a table such as { law = \"lognormal\", median = 0.7, sigma = 0.25, \
                 range = [0.3, 1.2] }; laws are constant (value), log_uniform and reciprocal (range), normal (mean, \
                 sd, range), lognormal (median, sigma, range), mixture (weight, first, second)"
)]
pub enum Law {
    /// Uniform from the first to the second value.
    Range([f64; 2]),
    /// Any other.
    Named(NamedLaw),
}

/// Laws that need a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "law", rename_all = "snake_case", deny_unknown_fields)]
pub enum NamedLaw {
    /// One value.
    Constant {
        /// The value.
        value: f64,
    },
    /// Uniform in the logarithm.
    LogUniform {
        /// Least and greatest value, positive.
        range: [f64; 2],
    },
    /// Uniform in the reciprocal, as the eye sees steps of colour temperature.
    Reciprocal {
        /// Least and greatest value, positive.
        range: [f64; 2],
    },
    /// Normal, cut off at both ends (no mass piles up there).
    Normal {
        /// Mean before the cut.
        mean: f64,
        /// Standard deviation before the cut.
        sd: f64,
        /// Least and greatest value.
        range: [f64; 2],
    },
    /// Lognormal, cut off at both ends.
    Lognormal {
        /// Median before the cut.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
        /// Least and greatest value, positive.
        range: [f64; 2],
    },
    /// The first law with probability `weight`, else the second.
    Mixture {
        /// Probability of the first law.
        weight: f64,
        /// What real data say.
        first: Box<Law>,
        /// What was assumed before.
        second: Box<Law>,
    },
}

impl From<[f64; 2]> for Law {
    fn from(range: [f64; 2]) -> Self {
        Self::Range(range)
    }
}

impl Law {
    /// One value.
    pub fn constant(value: f64) -> Self {
        Self::Named(NamedLaw::Constant { value })
    }

    /// Uniform in the logarithm.
    pub fn log_uniform(range: [f64; 2]) -> Self {
        Self::Named(NamedLaw::LogUniform { range })
    }

    /// Uniform in the reciprocal.
    pub fn reciprocal(range: [f64; 2]) -> Self {
        Self::Named(NamedLaw::Reciprocal { range })
    }

    /// Normal, cut to `range`.
    pub fn normal(mean: f64, sd: f64, range: [f64; 2]) -> Self {
        Self::Named(NamedLaw::Normal { mean, sd, range })
    }

    /// Lognormal, cut to `range`.
    pub fn lognormal(median: f64, sigma: f64, range: [f64; 2]) -> Self {
        Self::Named(NamedLaw::Lognormal { median, sigma, range })
    }

    /// `first` with probability `weight`, else `second`.
    pub fn mixture(weight: f64, first: Law, second: Law) -> Self {
        Self::Named(NamedLaw::Mixture { weight, first: Box::new(first), second: Box::new(second) })
    }

    /// Draws a value; takes exactly one number from the stream.
    pub fn sample(&self, rng: &mut impl Rng) -> f64 {
        self.quantile(unit(rng))
    }

    /// The value below which a share `p` in `[0, 1]` lies. For a mixture: of the component that `p` falls to.
    pub fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::Range(range) => between(*range, p),
            Self::Named(named) => named.quantile(p),
        }
    }

    /// The share that lies at or below `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Range(range) => share(*range, x),
            Self::Named(named) => named.cdf(x),
        }
    }

    /// Least and greatest value that can come.
    pub fn range(&self) -> [f64; 2] {
        match self {
            Self::Range(range) => *range,
            Self::Named(named) => match named {
                NamedLaw::Constant { value } => [*value; 2],
                NamedLaw::LogUniform { range }
                | NamedLaw::Reciprocal { range }
                | NamedLaw::Normal { range, .. }
                | NamedLaw::Lognormal { range, .. } => *range,
                NamedLaw::Mixture { first, second, .. } => {
                    let (a, b) = (first.range(), second.range());
                    [a[0].min(b[0]), a[1].max(b[1])]
                }
            },
        }
    }

    /// The same law within a range; nothing where none of it lies there.
    pub fn narrowed(&self, [low, high]: [f64; 2]) -> Option<Self> {
        let [least, greatest] = self.range();
        let within = [least.max(low), greatest.min(high)];
        if within[0] > within[1] {
            return None;
        }
        Some(match self {
            Self::Range(_) => Self::Range(within),
            Self::Named(named) => match named.clone() {
                NamedLaw::Constant { value } => Self::constant(value),
                NamedLaw::LogUniform { .. } => Self::log_uniform(within),
                NamedLaw::Reciprocal { .. } => Self::reciprocal(within),
                NamedLaw::Normal { mean, sd, .. } => Self::normal(mean, sd, within),
                NamedLaw::Lognormal { median, sigma, .. } => Self::lognormal(median, sigma, within),
                NamedLaw::Mixture { weight, first, second } => {
                    match (first.narrowed([low, high]), second.narrowed([low, high])) {
                        (Some(first), Some(second)) => Self::mixture(weight, first, second),
                        (first, second) => first.or(second)?,
                    }
                }
            },
        })
    }

    /// The middle of the law: what an axis that is switched off takes.
    pub fn nominal(&self) -> f64 {
        match self {
            Self::Named(NamedLaw::Mixture { second, .. }) => second.nominal(),
            Self::Named(NamedLaw::Normal { mean, range, .. }) => mean.max(range[0]).min(range[1]),
            Self::Named(NamedLaw::Lognormal { median, range, .. }) => median.max(range[0]).min(range[1]),
            other => other.quantile(0.5),
        }
    }

    /// What is wrong with the law, if anything.
    pub fn fault(&self) -> Option<String> {
        let [low, high] = self.range();
        if !(low.is_finite() && high.is_finite() && low <= high) {
            return Some(format!("expected a range [low, high] of finite numbers, found [{low}, {high}]"));
        }
        match self {
            Self::Range(_) | Self::Named(NamedLaw::Constant { .. }) => None,
            Self::Named(named) => named.fault(),
        }
    }
}

impl NamedLaw {
    fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::Constant { value } => *value,
            Self::LogUniform { range } => libm::exp(between(range.map(libm::log), p)),
            Self::Reciprocal { range } => 1.0 / between(range.map(|value| 1.0 / value), p),
            Self::Normal { mean, sd, range } => cut_normal(*mean, *sd, *range, p),
            Self::Lognormal { median, sigma, range } => {
                let logs = range.map(libm::log);
                libm::exp(cut_normal(libm::log(*median), *sigma, logs, p)).max(range[0]).min(range[1])
            }
            Self::Mixture { weight, first, second } => {
                if p < *weight {
                    first.quantile(p / weight)
                } else {
                    second.quantile(((p - weight) / (1.0 - weight)).min(1.0))
                }
            }
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Constant { value } => f64::from(u8::from(x >= *value)),
            Self::LogUniform { range } if x > 0.0 => share(range.map(libm::log), libm::log(x)),
            Self::Reciprocal { range } if x > 0.0 => share(range.map(|value| 1.0 / value), 1.0 / x),
            Self::Normal { mean, sd, range } => cut_normal_cdf(*mean, *sd, *range, x),
            Self::Lognormal { median, sigma, range } if x > 0.0 => {
                cut_normal_cdf(libm::log(*median), *sigma, range.map(libm::log), libm::log(x))
            }
            Self::LogUniform { .. } | Self::Reciprocal { .. } | Self::Lognormal { .. } => 0.0,
            Self::Mixture { weight, first, second } => weight * first.cdf(x) + (1.0 - weight) * second.cdf(x),
        }
    }

    fn fault(&self) -> Option<String> {
        match self {
            Self::LogUniform { range } | Self::Reciprocal { range } if range[0] <= 0.0 => {
                Some(format!("expected positive values, found {range:?}"))
            }
            Self::Normal { mean, sd, .. } if !(mean.is_finite() && *sd >= 0.0 && sd.is_finite()) => {
                Some(format!("expected a finite mean and sd of at least 0, found {mean} and {sd}"))
            }
            Self::Lognormal { median, sigma, range }
                if !(*median > 0.0
                    && median.is_finite()
                    && *sigma >= 0.0
                    && sigma.is_finite()
                    && range[0] > 0.0) =>
            {
                Some(format!("expected positive values, found median {median}, sigma {sigma}, {range:?}"))
            }
            Self::Mixture { weight, .. } if !(0.0..=1.0).contains(weight) => {
                Some(format!("expected a weight from 0 to 1, found {weight}"))
            }
            Self::Mixture { first, second, .. } => first.fault().or_else(|| second.fault()),
            _ => None,
        }
    }
}

fn between(range: [f64; 2], p: f64) -> f64 {
    range[0] + (range[1] - range[0]) * p
}

fn share(range: [f64; 2], x: f64) -> f64 {
    let width = range[1] - range[0];
    if width == 0.0 { f64::from(u8::from(x >= range[0])) } else { ((x - range[0]) / width).clamp(0.0, 1.0) }
}

fn cut_normal(mean: f64, sd: f64, range: [f64; 2], p: f64) -> f64 {
    if sd <= 0.0 || range[1] <= range[0] {
        return mean.max(range[0]).min(range[1]);
    }
    let ends = range.map(|end| normal_cdf((end - mean) / sd));
    let p = between(ends, p).clamp(1e-300, 1.0 - 1e-16);
    (mean + sd * normal_quantile(p)).max(range[0]).min(range[1])
}

fn cut_normal_cdf(mean: f64, sd: f64, range: [f64; 2], x: f64) -> f64 {
    if sd <= 0.0 || range[1] <= range[0] {
        return f64::from(u8::from(x >= mean.max(range[0]).min(range[1])));
    }
    let z = |value: f64| normal_cdf((value - mean) / sd);
    share(range.map(z), z(x))
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high] = self.range().map(short);
        match self {
            Self::Range(_) => write!(f, "uniform {low} to {high}"),
            Self::Named(NamedLaw::Constant { value }) => write!(f, "always {}", short(*value)),
            Self::Named(NamedLaw::LogUniform { .. }) => write!(f, "log-uniform {low} to {high}"),
            Self::Named(NamedLaw::Reciprocal { .. }) => write!(f, "reciprocal-uniform {low} to {high}"),
            Self::Named(NamedLaw::Normal { mean, sd, .. }) => {
                write!(f, "normal {} ± {}, {low} to {high}", short(*mean), short(*sd))
            }
            Self::Named(NamedLaw::Lognormal { median, sigma, .. }) => {
                write!(f, "lognormal {} × e^±{}, {low} to {high}", short(*median), short(*sigma))
            }
            Self::Named(NamedLaw::Mixture { weight, first, second }) => {
                write!(f, "{:.0} % ({first}), else ({second})", 100.0 * weight)
            }
        }
    }
}

/// Three significant digits, without an exponent where it can be read.
pub fn short(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return "0".into();
    }
    if !(1e-3..1e6).contains(&magnitude) {
        return format!("{value:.2e}");
    }
    let decimals = (2 - libm::floor(libm::log10(magnitude)) as i32).max(0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::child_rng;
    use proptest::prelude::*;

    fn laws() -> Vec<Law> {
        let lognormal = Law::lognormal(0.7, 0.25, [0.3, 1.2]);
        vec![
            Law::Range([-2.0, 3.0]),
            Law::log_uniform([0.2, 9.0]),
            Law::reciprocal([2700.0, 6500.0]),
            Law::normal(0.4, 0.5, [-1.0, 1.0]),
            lognormal.clone(),
            Law::mixture(0.4, lognormal, Law::Range([0.5, 2.0])),
        ]
    }

    proptest! {
        /// Holds for all laws but the mixture, whose quantile is that of a component.
        #[test]
        fn the_distribution_function_undoes_the_quantile(p in 0.001..0.999f64) {
            for law in laws().iter().take(5) {
                prop_assert!((law.cdf(law.quantile(p)) - p).abs() < 1e-9, "{law}");
            }
        }
    }

    /// Kolmogorov's distance of 4000 draws from the law stays below its 0.1 % point, 1.95 / sqrt(n).
    #[test]
    fn draws_follow_their_distribution_function() {
        for (k, law) in laws().into_iter().enumerate() {
            let mut rng = child_rng(7, k as u64, "law");
            let mut values: Vec<f64> = (0..4000).map(|_| law.sample(&mut rng)).collect();
            values.sort_by(f64::total_cmp);
            let [low, high] = law.range();
            assert!(low <= values[0] && values[3999] <= high, "{law}");
            let gap = |(i, x): (usize, &f64)| (law.cdf(*x) - (i as f64 + 0.5) / 4000.0).abs();
            let distance = values.iter().enumerate().map(gap).fold(0.0, f64::max);
            assert!(distance < 1.95 / 4000.0_f64.sqrt(), "{law}: {distance}");
        }
    }

    #[test]
    fn a_narrowed_law_stays_in_its_range_and_keeps_its_kind() {
        let mut rng = child_rng(5, 6, "law");
        for law in laws() {
            let [low, high] = law.range();
            let within = [low + 0.3 * (high - low), low + 0.6 * (high - low)];
            let narrow = law.narrowed(within).unwrap();
            assert_eq!(std::mem::discriminant(&narrow), std::mem::discriminant(&law));
            for _ in 0..200 {
                let value = narrow.sample(&mut rng);
                assert!((within[0] - 1e-9..=within[1] + 1e-9).contains(&value), "{narrow}: {value}");
            }
            assert_eq!(law.narrowed([low - 1.0, high + 1.0]), Some(law.clone()));
            assert_eq!(law.narrowed([high + 1.0, high + 2.0]), None);
        }
        assert_eq!(Law::constant(2.0).narrowed([0.0, 1.0]), None);
        // Of a mixture only what lies in the range is left.
        let mixture = Law::mixture(0.5, Law::Range([0.0, 1.0]), Law::Range([5.0, 6.0]));
        assert_eq!(mixture.narrowed([4.0, 5.5]), Some(Law::Range([5.0, 5.5])));
    }

    #[test]
    fn a_cut_law_does_not_pile_up_at_its_ends() {
        let mut rng = child_rng(3, 4, "law");
        let law = Law::lognormal(0.7, 0.25, [0.6, 1.2]);
        let values: Vec<f64> = (0..20_000).map(|_| law.sample(&mut rng)).collect();
        assert!(values.iter().filter(|v| **v < 0.6001).count() < 50);
        assert_eq!(Law::normal(2.0, 1.0, [0.5, 0.5]).sample(&mut rng), 0.5);
    }

    #[test]
    fn a_law_survives_its_text_and_a_wrong_one_is_explained() {
        for law in laws() {
            let text = serde_json::to_string(&law).unwrap();
            assert_eq!(serde_json::from_str::<Law>(&text).unwrap(), law, "{text}");
        }
        assert_eq!(serde_json::from_str::<Law>("[1, 2]").unwrap(), Law::Range([1.0, 2.0]));
        let error = serde_json::from_str::<Law>(r#"{"law": "lognormal", "medain": 1}"#).unwrap_err();
        assert!(error.to_string().contains("lognormal (median, sigma, range)"), "{error}");
    }

    #[test]
    fn faults_are_named() {
        assert!(laws().iter().all(|law| law.fault().is_none()));
        for law in [
            Law::Range([2.0, 1.0]),
            Law::Range([f64::NAN, 1.0]),
            Law::log_uniform([0.0, 1.0]),
            Law::normal(0.0, -1.0, [-1.0, 1.0]),
            Law::mixture(1.5, Law::Range([0.0, 1.0]), Law::Range([0.0, 1.0])),
        ] {
            assert!(law.fault().is_some(), "{law:?}");
        }
    }

    #[test]
    fn three_digits_are_enough() {
        for (value, text) in
            [(0.0, "0"), (0.02, "0.02"), (1234.56, "1235"), (4.5678, "4.57"), (2e-5, "2.00e-5")]
        {
            assert_eq!(short(value), text);
        }
    }
}
