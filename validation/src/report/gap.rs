//! The table and the plot of the gap benchmark.

use super::plots::{self, Bar};
use crate::ValidationError;
use crate::comparison::{FamilyReport, Thresholds};
use crate::features::Family;
use minijinja::{Environment, context};
use serde::Serialize;

/// One way to generate, and how far its episodes lie from held-out real ones.
#[derive(Clone, Debug, Serialize)]
pub struct GapRow {
    /// Name of the setting.
    pub setting: String,
    /// Words for people.
    pub about: String,
    /// Episodes generated.
    pub episodes: u64,
    /// Attempts made for them.
    pub attempts: u64,
    /// The families; empty when nothing was generated.
    pub families: Vec<FamilyReport>,
}

/// The benchmark.
#[derive(Clone, Debug, Serialize)]
pub struct GapReport {
    /// Name of the real dataset.
    pub real: String,
    /// Hash of its split.
    pub split_hash: String,
    /// Hash of the thresholds.
    pub thresholds_hash: String,
    /// One row per setting.
    pub rows: Vec<GapRow>,
}

impl GapReport {
    /// From its rows.
    pub fn new(real: String, split_hash: String, rows: Vec<GapRow>) -> Self {
        Self { real, split_hash, thresholds_hash: Thresholds::hash(), rows }
    }

    /// Families that any row has a ratio of, in report order.
    pub fn families(&self) -> Vec<Family> {
        let known = |family: &Family| {
            self.rows.iter().any(|row| row.of(*family).is_some_and(|f| f.gap_ratio.is_some()))
        };
        Family::ALL.into_iter().filter(known).collect()
    }

    /// One plot per family: every setting's ratio with its interval.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn plot(&self, family: Family) -> Result<String, ValidationError> {
        let bars: Vec<Bar<'_>> = self
            .rows
            .iter()
            .filter_map(|row| {
                let report = row.of(family)?;
                let (ratio, interval, limit) = (report.gap_ratio?, report.interval?, report.limit?);
                Some(Bar { name: &row.setting, ratio, interval, limit })
            })
            .collect();
        plots::ratios(&bars)
    }

    /// The page.
    ///
    /// # Errors
    /// When a plot or the template fails, which is a defect of the program.
    pub fn render(&self) -> Result<String, ValidationError> {
        let fault = |error: minijinja::Error| ValidationError::Render { reason: error.to_string() };
        let plots: Vec<(&str, String)> = self
            .families()
            .into_iter()
            .map(|family| Ok((family.name(), self.plot(family)?)))
            .collect::<Result<_, ValidationError>>()?;
        let mut environment = Environment::new();
        environment.add_filter("number", super::number);
        environment.add_template("gap.html", include_str!("gap.html")).map_err(fault)?;
        let template = environment.get_template("gap.html").map_err(fault)?;
        let names: Vec<&str> = self.families().into_iter().map(Family::name).collect();
        template.render(context! { r => self, plots => plots, families => names }).map_err(fault)
    }
}

impl GapRow {
    /// The report of a family.
    pub fn of(&self, family: Family) -> Option<&FamilyReport> {
        self.families.iter().find(|report| report.family == family)
    }
}
