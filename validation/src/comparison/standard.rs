//! Standardising: values of different units become comparable by the spread of the real training data, never by that
//! of the data that are judged.

use crate::distances::quantile;

/// Standardised values are clamped to this many spreads, so that one broken episode does not decide.
const CLAMP: f64 = 8.0;
/// Interquartile range of a standard normal.
const NORMAL_IQR: f64 = 1.348_979_500_392_163_6;

/// Median and robust spread of each column that is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
struct Column {
    index: usize,
    centre: f64,
    scale: f64,
}

/// Rows of optional values.
pub type Rows = [Vec<Option<f64>>];

impl Standard {
    /// From the reference rows: for each of `columns`, median and interquartile range over 1.349, at least the
    /// resolution that `resolution` names. Columns without a value in the reference are left out.
    pub fn new(reference: &Rows, columns: &[usize], resolution: impl Fn(usize) -> f64) -> Self {
        let fit = |index: &usize| {
            let mut values: Vec<f64> = reference.iter().filter_map(|row| row[*index]).collect();
            let centre = (!values.is_empty()).then(|| quantile(&mut values, 0.5))?;
            let spread = quantile(&mut values, 0.75) - quantile(&mut values, 0.25);
            Some(Column { index: *index, centre, scale: (spread / NORMAL_IQR).max(resolution(*index)) })
        };
        Self { columns: columns.iter().filter_map(fit).collect() }
    }

    /// Standardised rows; what is missing becomes the centre.
    pub fn apply(&self, rows: &Rows) -> Vec<Vec<f64>> {
        rows.iter()
            .map(|row| {
                let standardise = |column: &Column| {
                    row[column.index]
                        .map_or(0.0, |v| ((v - column.centre) / column.scale).clamp(-CLAMP, CLAMP))
                };
                self.columns.iter().map(standardise).collect()
            })
            .collect()
    }

    /// Indices of the columns, in the order of the standardised values.
    pub fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().map(|column| column.index)
    }

    /// The spread that stands for one in a column, in its own unit.
    pub fn scale(&self, position: usize) -> f64 {
        self.columns[position].scale
    }
}

/// Share of rows without a value in a column; 1 for no rows.
pub fn missing_share(rows: &Rows, column: usize) -> f64 {
    if rows.is_empty() {
        return 1.0;
    }
    rows.iter().filter(|row| row[column].is_none()).count() as f64 / rows.len() as f64
}
