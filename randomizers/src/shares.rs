//! Configured beside observed: what every axis is told to draw, and what the rollouts that came of it hold.
//!
//! Rollouts that succeeded are a choice among all that were drawn, so the two differ where success depends on an
//! axis. That difference is what this table is for; a small p-value is a fact about the data and no error.

use crate::config::{AXES, RandomizationConfig};
use crate::law::{Law, short};
use crate::sample::Sample;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// One thing that an axis draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisRow {
    /// Name of the axis.
    pub axis: String,
    /// Key of what it draws.
    pub draw: String,
    /// Whether the axis is on.
    pub enabled: bool,
    /// What is configured, for people.
    pub configured: String,
    /// What was observed; nothing before there are rollouts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
}

/// What the rollouts hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Observed {
    /// Numbers of a law.
    Numbers {
        /// How many.
        n: usize,
        /// Mean.
        mean: f64,
        /// Quantiles 0.05, 0.5 and 0.95.
        quantiles: [f64; 3],
        /// Largest gap to the configured distribution function (Kolmogorov); nothing when the axis is off.
        distance: Option<f64>,
        /// Probability of such a gap by chance alone.
        p_value: Option<f64>,
    },
    /// Choices.
    Shares {
        /// How many.
        n: usize,
        /// Share of each label, 0 to 1, by label.
        shares: BTreeMap<String, f64>,
        /// Pearson's chi-square against the configured shares; nothing when there are none.
        chi_square: Option<f64>,
        /// Probability of such a value by chance alone.
        p_value: Option<f64>,
    },
}

/// Different labels of a draw that are counted one by one; later ones are counted together.
const MOST_LABELS: usize = 4096;
/// Under this name.
const OTHER_LABELS: &str = "others";

/// What a draw is compared with.
#[derive(Clone, Debug)]
enum Expected {
    /// A law of numbers.
    Law(Law),
    /// Labels with their probabilities.
    Choice(Vec<(String, f64)>),
    /// Labels without stated probabilities.
    Labels(&'static str),
}

/// A draw: its place in the record, what is configured, and what was seen.
#[derive(Clone, Debug)]
struct Draw {
    axis: &'static str,
    key: String,
    /// JSON pointer into the record of all draws.
    pointer: String,
    expected: Expected,
    enabled: bool,
    numbers: Sample,
    labels: BTreeMap<String, u64>,
}

/// The record of all draws of one rollout.
pub type DrawRecord = BTreeMap<String, Value>;

/// Collects the draws of rollouts beside what is configured.
#[derive(Clone, Debug)]
pub struct Shares(Vec<Draw>);

impl Shares {
    /// The table of a configuration, without any rollout yet.
    pub fn new(config: &RandomizationConfig) -> Self {
        let laws = config.laws();
        let mut draws = Vec::new();
        for axis in AXES {
            let prefix = format!("{axis}.");
            let own = laws.iter().filter_map(|(name, law)| Some((name.strip_prefix(&prefix)?, law)));
            let numbers = own.map(|(key, law)| (key, pointer(axis, key), Expected::Law(law.clone())));
            let enabled = config.is_on(axis);
            draws.extend(numbers.chain(choices(config, axis)).map(|(key, pointer, expected)| Draw {
                axis,
                key: key.to_owned(),
                pointer,
                expected,
                enabled,
                numbers: Sample::default(),
                labels: BTreeMap::new(),
            }));
        }
        Self(draws)
    }

    /// Takes in the draws of one rollout.
    pub fn add(&mut self, record: &DrawRecord) {
        for draw in &mut self.0 {
            for value in find(record, &draw.pointer) {
                match (&draw.expected, value.as_f64()) {
                    (Expected::Law(_), Some(number)) => draw.numbers.push(number),
                    (Expected::Law(_), None) => {}
                    _ => {
                        let label = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                        let known = draw.labels.len() < MOST_LABELS || draw.labels.contains_key(&label);
                        let label = if known { label } else { OTHER_LABELS.to_owned() };
                        *draw.labels.entry(label).or_default() += 1;
                    }
                }
            }
        }
    }

    /// The table, axis by axis.
    pub fn rows(&self) -> Vec<AxisRow> {
        self.0.iter().map(Draw::row).collect()
    }
}

/// Where the draws of a law are recorded. Of poses what was accepted counts, not what was first proposed.
fn pointer(axis: &str, key: &str) -> String {
    match axis {
        "object_pose" => format!("/placing/object/{key}"),
        "place_pose" => format!("/placing/place/{key}"),
        _ => format!("/{axis}/{key}"),
    }
}

/// What an axis draws beside numbers: key, pointer, and what is configured.
fn choices(config: &RandomizationConfig, axis: &'static str) -> Vec<(&'static str, String, Expected)> {
    let chance = |share: f64| Expected::Choice(vec![("false".into(), 1.0 - share), ("true".into(), share)]);
    let at = str::to_owned;
    match axis {
        "environment" => {
            let templates = config.environment.templates().unwrap_or_default();
            let named = templates.iter().map(|(template, weight)| (template.name.to_owned(), *weight));
            vec![("template", at("/environment/template"), Expected::Choice(named.collect()))]
        }
        "layout" | "room_style" => {
            vec![("seed", format!("/{axis}/seed"), Expected::Labels("a seed of its own for each rollout"))]
        }
        "object" => vec![
            ("from_catalogue", at("/object/from_catalogue"), chance(config.object.catalogue_share)),
            (
                "kind",
                at("/grasped/id"),
                Expected::Labels("hypotheses, and catalogue objects that fit the grasp"),
            ),
        ],
        "clutter" => {
            let [low, high] = config.clutter.count;
            let counts = (low..=high).map(|count| (count.to_string(), 1.0)).collect();
            vec![
                ("count", at("/clutter/count"), Expected::Choice(counts)),
                ("objects", at("/cluttered"), Expected::Labels("objects that belong in the place")),
            ]
        }
        "lights" => vec![
            ("night", at("/lights/night"), chance(config.lights.night_share)),
            ("sun", at("/lights/sun"), chance(config.lights.sun_share * (1.0 - config.lights.night_share))),
            ("count", at("/lit/lamps"), Expected::Labels("as many as the template's rooms have")),
        ],
        "wording" => {
            vec![("template", at("/wording/template"), Expected::Labels("each wording of its kind alike"))]
        }
        _ => Vec::new(),
    }
}

impl Draw {
    fn row(&self) -> AxisRow {
        AxisRow {
            axis: self.axis.to_owned(),
            draw: self.key.clone(),
            enabled: self.enabled,
            configured: if self.enabled { self.expected.to_string() } else { "off".into() },
            observed: self.observed(),
        }
    }

    fn observed(&self) -> Option<Observed> {
        match &self.expected {
            Expected::Law(law) if !self.numbers.values().is_empty() => Some(self.observed_numbers(law)),
            Expected::Choice(labels) if !self.labels.is_empty() => {
                Some(self.observed_labels(if self.enabled { labels } else { &[] }))
            }
            Expected::Labels(_) if !self.labels.is_empty() => Some(self.observed_labels(&[])),
            _ => None,
        }
    }

    fn observed_numbers(&self, law: &Law) -> Observed {
        let mut values = self.numbers.values().to_vec();
        values.sort_by(f64::total_cmp);
        let n = values.len();
        let distance = self.enabled.then(|| kolmogorov_distance(&values, |x| law.cdf(x)));
        Observed::Numbers {
            n,
            mean: values.iter().sum::<f64>() / n as f64,
            quantiles: [0.05, 0.5, 0.95].map(|p| values[((p * n as f64) as usize).min(n - 1)]),
            distance,
            p_value: distance.map(|d| kolmogorov_p(d, n)),
        }
    }

    fn observed_labels(&self, expected: &[(String, f64)]) -> Observed {
        let n: u64 = self.labels.values().sum();
        let total: f64 = expected.iter().map(|(_, weight)| weight).sum();
        let mut shares: BTreeMap<String, f64> =
            expected.iter().map(|(label, _)| (label.clone(), 0.0)).collect();
        shares.extend(self.labels.iter().map(|(label, count)| (label.clone(), *count as f64 / n as f64)));
        let possible: Vec<_> = expected.iter().filter(|(_, weight)| *weight > 0.0).collect();
        let chi_square = (possible.len() > 1).then(|| {
            let gap = |(label, weight): &&(String, f64)| {
                let wanted = weight / total;
                n as f64 * (shares[label] - wanted) * (shares[label] - wanted) / wanted
            };
            possible.iter().map(gap).sum::<f64>()
        });
        let p_value = chi_square.map(|x| chi_square_p(x, possible.len() - 1));
        Observed::Shares { n: n as usize, shares, chi_square, p_value }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Law(law) => law.fmt(f),
            Self::Labels(what) => f.write_str(what),
            Self::Choice(labels) => {
                let total: f64 = labels.iter().map(|(_, weight)| weight).sum();
                let share =
                    |(label, weight): &(String, f64)| format!("{label} {:.0} %", 100.0 * weight / total);
                f.write_str(&labels.iter().map(share).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// The values at a pointer; of a list every element.
fn find<'a>(record: &'a DrawRecord, pointer: &str) -> Vec<&'a Value> {
    let (axis, rest) = pointer[1..].split_once('/').unwrap_or((&pointer[1..], ""));
    let Some(value) = record.get(axis) else { return Vec::new() };
    let found = if rest.is_empty() { Some(value) } else { value.pointer(&format!("/{rest}")) };
    match found {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(value) => vec![value],
    }
}

/// Largest gap between the empirical distribution function of sorted values and `cdf`.
pub fn kolmogorov_distance(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let gap = |(k, x): (usize, &f64)| {
        let f = cdf(*x);
        f64::max(f - k as f64 / n, (k + 1) as f64 / n - f)
    };
    sorted.iter().enumerate().map(gap).fold(0.0, f64::max)
}

/// Probability of a Kolmogorov distance of at least `d` among `n` draws: the limiting series with Stephens' correction
/// for small `n` (1970).
pub fn kolmogorov_p(d: f64, n: usize) -> f64 {
    let root = libm::sqrt(n as f64);
    let x = (root + 0.12 + 0.11 / root) * d;
    if x < 0.2 {
        return 1.0;
    }
    let term = |k: f64| libm::exp(-2.0 * k * k * x * x);
    let sum: f64 = (1..=20).map(|k| f64::from(if k % 2 == 1 { 1 } else { -1 }) * term(f64::from(k))).sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

/// Probability of a chi-square of at least `x` with `df` degrees of freedom, by the Wilson and Hilferty (1931) cube
/// root; its error stays below 0.01.
pub fn chi_square_p(x: f64, df: usize) -> f64 {
    let scale = 2.0 / (9.0 * df as f64);
    let z = (libm::cbrt(x / df as f64) - (1.0 - scale)) / libm::sqrt(scale);
    1.0 - crate::distribution::normal_cdf(z)
}

impl Observed {
    /// One line for people; of many labels the most frequent.
    pub fn describe(&self) -> String {
        match self {
            Self::Numbers { n, mean, quantiles: [low, middle, high], distance, p_value } => {
                let test = match (distance, p_value) {
                    (Some(d), Some(p)) => format!("; D {d:.2}, p {p:.2}"),
                    _ => String::new(),
                };
                let [mean, low, middle, high] = [*mean, *low, *middle, *high].map(short);
                format!("mean {mean}, 5/50/95 % {low} / {middle} / {high} (n {n}{test})")
            }
            Self::Shares { n, shares, chi_square, p_value } => {
                const MOST: usize = 8;
                let test = match (chi_square, p_value) {
                    (Some(x), Some(p)) => format!("; χ² {x:.1}, p {p:.2}"),
                    _ => String::new(),
                };
                if shares.len() == *n && *n > MOST {
                    return format!("all {n} different");
                }
                let mut ordered: Vec<_> = shares.iter().collect();
                ordered.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
                let named = ordered
                    .iter()
                    .take(MOST)
                    .map(|(label, share)| format!("{label} {:.0} %", 100.0 * **share));
                let more = shares.len().saturating_sub(MOST);
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("{}{rest} (n {n}{test})", named.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Critical values of the limiting distributions: 1.358 at 5 % for Kolmogorov's, 3.841 and 18.307 for chi-square
    /// with 1 and 10 degrees of freedom.
    #[test]
    fn tests_have_their_textbook_points() {
        assert!((kolmogorov_p(1.358 / 1000.0, 1_000_000) - 0.05).abs() < 1e-3);
        assert!((chi_square_p(3.841, 1) - 0.05).abs() < 0.01);
        assert!((chi_square_p(18.307, 10) - 0.05).abs() < 0.001);
        assert!((kolmogorov_distance(&[0.2, 0.4, 0.9], |x| x) - (2.0 / 3.0 - 0.4)).abs() < 1e-12);
    }

    #[test]
    fn observed_shares_stand_beside_the_configured_ones() {
        let config = RandomizationConfig::default();
        let record = |pad: f64, sun: bool| {
            DrawRecord::from([
                ("friction".to_owned(), json!({ "pad": pad, "support": 0.4 })),
                ("lights".to_owned(), json!({ "sun": sun, "lamp_shift": [0.1, -0.1] })),
            ])
        };
        let mut shares = Shares::new(&config);
        shares.add(&record(0.7, false));
        shares.add(&record(0.8, true));
        let rows = shares.rows();
        let row = |axis: &str, draw: &str| rows.iter().find(|r| r.axis == axis && r.draw == draw).unwrap();
        match &row("friction", "pad").observed {
            Some(Observed::Numbers { n: 2, mean, distance: Some(_), .. }) => {
                assert!((mean - 0.75).abs() < 1e-12)
            }
            other => panic!("{other:?}"),
        }
        match &row("lights", "sun").observed {
            Some(Observed::Shares { n: 2, shares, chi_square: Some(_), .. }) => {
                assert_eq!(shares["true"], 0.5)
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(row("lights", "lamp_shift").observed, Some(Observed::Numbers { n: 4, .. })));
        assert_eq!(row("grip", "force").observed, None);
        assert!(AXES.iter().all(|axis| rows.iter().any(|row| row.axis == *axis)), "every axis has a row");
    }

    #[test]
    fn an_axis_that_is_off_is_compared_with_nothing() {
        let record = DrawRecord::from([("friction".to_owned(), json!({ "pad": 0.7, "support": 0.4 }))]);
        let mut shares = Shares::new(&RandomizationConfig::fixed());
        shares.add(&record);
        let rows = shares.rows();
        let pad = rows.iter().find(|row| row.axis == "friction" && row.draw == "pad").unwrap();
        assert_eq!(pad.configured, "off");
        assert!(matches!(pad.observed, Some(Observed::Numbers { distance: None, .. })));
    }
}
