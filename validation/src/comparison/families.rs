//! One family of features: which columns can be compared, the gap ratio, and what the ratio consists of.

use super::gap::{
    GapEstimate, GapSettings, Parts, calibrated_limit, gap_ratio, matched_size, permutation_test,
};
use super::standard::{Rows, Standard, missing_share};
use super::thresholds::Thresholds;
use super::verdict::{Verdict, episodes_to_decide};
use crate::distances::DistanceMatrix;
use crate::features::Family;
use crate::intervals::Interval;
use serde::Serialize;

/// What is known of one column of values.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnInfo {
    /// Key in files.
    pub key: String,
    /// Words for people.
    pub label: String,
    /// Unit; empty for pure numbers.
    pub unit: String,
    /// Spread below which differences mean nothing.
    pub resolution: f64,
}

/// The values of one family for all episodes that are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The family.
    pub family: Family,
    /// Its columns.
    pub columns: Vec<ColumnInfo>,
    /// Real episodes that are not held out, with the number of their group.
    pub pool: Vec<Vec<Option<f64>>>,
    /// Held-out real episodes.
    pub held_out: Vec<Vec<Option<f64>>>,
    /// Generated episodes.
    pub generated: Vec<Vec<Option<f64>>>,
    /// Group of each episode: pool, held-out, generated.
    pub groups: Vec<usize>,
}

/// The verdict on a family.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FamilyReport {
    /// The family.
    pub family: Family,
    /// PASS, FAIL or INCONCLUSIVE.
    pub verdict: Verdict,
    /// Distance to held-out data in units of the distance of real halves.
    pub gap_ratio: Option<f64>,
    /// What the interval is held against: 1 + margin, or more where real episodes scatter more.
    pub limit: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Share of real halvings that are nearer to each other.
    pub percentile: Option<f64>,
    /// Permutation p-value, and adjusted by Holm over the families.
    pub p_value: Option<f64>,
    /// Adjusted by Holm over the families.
    pub p_holm: Option<f64>,
    /// Episodes on each side.
    pub matched: usize,
    /// Keys of the columns that were compared.
    pub compared: Vec<String>,
    /// Columns that were not, with the reason.
    pub not_compared: Vec<String>,
    /// Held-out episodes that would decide an open verdict.
    pub episodes_to_decide: Option<usize>,
    /// One sentence on the verdict.
    pub reason: String,
    /// Distances of real halves, for the plot.
    #[serde(skip)]
    pub halves: Vec<f64>,
    /// Distance of generated and held-out episodes.
    pub distance: Option<f64>,
}

/// Standardised points of a family with their distances: computed once, used by the ratio and every diagnostic.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// How values were standardised.
    pub standard: Standard,
    /// Standardised points: pool, held-out, generated.
    pub points: Vec<Vec<f64>>,
    /// Their distances.
    pub distances: DistanceMatrix,
    /// Which are which.
    pub parts: Parts,
    /// Columns that are not compared, with the reason.
    pub not_compared: Vec<String>,
}

impl Values {
    /// Standardises by the real episodes that are not held out. Columns that most episodes of a set lack are left out.
    pub fn prepare(&self, thresholds: &Thresholds) -> Prepared {
        let mut not_compared = Vec::new();
        let mut columns = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let sets: [(&str, &Rows); 2] = [("real", &self.pool), ("generated", &self.generated)];
            let lacking = sets.iter().find(|(_, rows)| missing_share(rows, index) > thresholds.missing_most);
            match lacking {
                Some((set, rows)) => {
                    let share = 100.0 * missing_share(rows, index);
                    not_compared
                        .push(format!("{}: missing in {share:.0} % of the {set} episodes", column.label));
                }
                None => columns.push(index),
            }
        }
        let standard = Standard::new(&self.pool, &columns, |index| self.columns[index].resolution);
        let mut points = standard.apply(&self.pool);
        points.extend(standard.apply(&self.held_out));
        points.extend(standard.apply(&self.generated));
        let (a, b) = (self.pool.len(), self.pool.len() + self.held_out.len());
        let parts = Parts {
            pool: (0..a).collect(),
            held_out: (a..b).collect(),
            generated: (b..points.len()).collect(),
        };
        Prepared { distances: DistanceMatrix::euclidean(&points), standard, points, parts, not_compared }
    }

    /// Judges the family by its gap ratio. The Holm correction over families comes later, in [`FamilyReport::adjust`].
    pub fn judge(&self, prepared: &Prepared, thresholds: &Thresholds, seed: u64) -> FamilyReport {
        let matched = matched_size(&prepared.parts, thresholds);
        let compared: Vec<String> =
            prepared.standard.columns().map(|index| self.columns[index].key.clone()).collect();
        let settings = GapSettings {
            matched,
            halvings: thresholds.halvings,
            draws: thresholds.draws,
            halvings_per_draw: thresholds.halvings_per_draw,
            confidence: thresholds.confidence,
            seed,
        };
        let limit =
            calibrated_limit(&prepared.distances, &prepared.parts, &self.groups, &settings, thresholds);
        let gap = if compared.is_empty() {
            Err("no feature of this family is in both sets".to_owned())
        } else if matched < thresholds.matched_least {
            Err(self.too_few(matched, thresholds))
        } else {
            gap_ratio(&prepared.distances, &prepared.parts, &self.groups, &settings)
                .ok_or_else(|| "the real episodes cannot be halved".to_owned())
        };
        let p_value = gap.is_ok().then(|| {
            let (distances, parts) = (&prepared.distances, &prepared.parts);
            permutation_test(distances, parts, &self.groups, thresholds.permutations, seed)
        });
        self.report(gap, limit, p_value, compared, prepared)
    }

    fn report(
        &self,
        gap: Result<GapEstimate, String>,
        limit: f64,
        p_value: Option<f64>,
        compared: Vec<String>,
        prepared: &Prepared,
    ) -> FamilyReport {
        let matched = gap.as_ref().map_or(0, |gap| gap.matched);
        let blank = FamilyReport {
            p_value,
            matched,
            compared,
            not_compared: prepared.not_compared.clone(),
            ..FamilyReport::undecided(self.family)
        };
        match gap {
            Err(reason) => FamilyReport { reason, ..blank },
            Ok(gap) => {
                let verdict = Verdict::of(&gap, limit);
                let open = verdict == Verdict::Inconclusive;
                let decide = open.then(|| episodes_to_decide(&gap, self.held_out.len(), limit)).flatten();
                FamilyReport {
                    verdict,
                    gap_ratio: Some(gap.ratio),
                    limit: Some(limit),
                    interval: Some(gap.interval),
                    percentile: Some(gap.percentile),
                    episodes_to_decide: decide,
                    reason: sentence(&gap, verdict, decide, limit),
                    distance: Some(gap.distance),
                    halves: gap.halves,
                    ..blank
                }
            }
        }
    }

    fn too_few(&self, matched: usize, thresholds: &Thresholds) -> String {
        let least = thresholds.matched_least;
        format!(
            "too few episodes: {} held out, {} other real ones, {} generated make samples of {matched}; at least {least} \
             held out, {} others and {least} generated are needed",
            self.held_out.len(),
            self.pool.len(),
            self.generated.len(),
            2 * least,
        )
    }
}

fn sentence(gap: &GapEstimate, verdict: Verdict, decide: Option<usize>, limit: f64) -> String {
    let found = format!(
        "{:.2} times the distance between real halves, interval {:.2} to {:.2}",
        gap.ratio, gap.interval.low, gap.interval.high
    );
    match verdict {
        Verdict::Pass => format!("{found}: below {limit:.2} throughout"),
        Verdict::Fail => format!("{found}: above {limit:.2} throughout"),
        _ => {
            let more =
                decide.map_or(String::new(), |n| format!("; about {n} held-out episodes would decide"));
            format!("{found}: {limit:.2} lies inside{more}")
        }
    }
}

impl FamilyReport {
    /// A report that says nothing yet.
    pub fn undecided(family: Family) -> Self {
        Self {
            family,
            verdict: Verdict::Inconclusive,
            gap_ratio: None,
            limit: None,
            interval: None,
            percentile: None,
            p_value: None,
            p_holm: None,
            matched: 0,
            compared: Vec::new(),
            not_compared: Vec::new(),
            episodes_to_decide: None,
            reason: String::new(),
            halves: Vec::new(),
            distance: None,
        }
    }

    /// Corrects for the number of families: a failure that the adjusted permutation test does not support becomes
    /// inconclusive.
    pub fn adjust(reports: &mut [Self], thresholds: &Thresholds) {
        let tested: Vec<usize> = (0..reports.len()).filter(|i| reports[*i].p_value.is_some()).collect();
        let raw: Vec<f64> = tested.iter().filter_map(|i| reports[*i].p_value).collect();
        for (index, p) in tested.into_iter().zip(crate::intervals::multiple::holm(&raw)) {
            let report = &mut reports[index];
            report.p_holm = Some(p);
            if report.verdict == Verdict::Fail && p >= thresholds.alpha {
                report.verdict = Verdict::Inconclusive;
                report.reason += &format!(", but the permutation test over families has p = {p:.3}");
            }
        }
    }
}
