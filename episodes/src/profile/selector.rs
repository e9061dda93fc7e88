//! Selectors: which elements of which column.

use crate::raw::RawEpisode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Elements of a column: `column` (all), `column[3]`, `column[0..3]` or `column[name]` for an element that the
/// source names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selector {
    column: String,
    elements: Elements,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Elements {
    All,
    Range(usize, usize),
    Named(String),
}

impl Selector {
    /// The column that is selected from.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The number of elements, when the selector alone tells.
    pub(super) fn width(&self) -> Option<usize> {
        match self.elements {
            Elements::All => None,
            Elements::Range(start, end) => Some(end - start),
            Elements::Named(_) => Some(1),
        }
    }

    /// The element range in an episode.
    ///
    /// # Errors
    /// With a phrase when the episode has no such column or element.
    fn resolve(&self, raw: &RawEpisode) -> Result<(usize, usize), String> {
        let column = raw.columns.get(&self.column).ok_or_else(|| format!("no column `{}`", self.column))?;
        let (start, end) = match &self.elements {
            Elements::All => (0, column.width),
            Elements::Range(start, end) => (*start, *end),
            Elements::Named(name) => {
                let place = column.names.iter().position(|known| known == name);
                let place = place.ok_or_else(|| format!("no element named `{name}` in `{}`", self.column))?;
                (place, place + 1)
            }
        };
        if end > column.width {
            return Err(format!("`{}` has {} elements per row", self.column, column.width));
        }
        Ok((start, end))
    }
}

/// The rows of several selectors side by side: `[row][element]`.
///
/// # Errors
/// With one phrase per selector that the episode cannot serve.
pub(super) fn select(raw: &RawEpisode, selectors: &[Selector]) -> Result<Vec<Vec<f64>>, Vec<String>> {
    let mut rows = vec![Vec::new(); raw.timestamps.len()];
    let mut problems = Vec::new();
    for selector in selectors {
        match selector.resolve(raw) {
            Err(problem) => problems.push(problem),
            Ok((start, end)) => {
                let column = &raw.columns[&selector.column];
                for (index, row) in rows.iter_mut().enumerate() {
                    row.extend_from_slice(&column.row(index)[start..end]);
                }
            }
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

impl TryFrom<String> for Selector {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bad = || {
            format!("bad selector `{text}`: write `column`, `column[3]`, `column[0..3]` or `column[name]`")
        };
        let Some(inner) = text.strip_suffix(']') else {
            return if text.is_empty() {
                Err(bad())
            } else {
                Ok(Self { column: text, elements: Elements::All })
            };
        };
        let (column, inside) = inner.rsplit_once('[').ok_or_else(bad)?;
        let elements = match inside.split_once("..") {
            Some((start, end)) => {
                let start = start.trim().parse().map_err(|_| bad())?;
                let end = end.trim().parse().map_err(|_| bad())?;
                Elements::Range(start, end)
            }
            None => match inside.trim().parse::<usize>() {
                Ok(index) => Elements::Range(index, index.checked_add(1).ok_or_else(bad)?),
                Err(_) => Elements::Named(inside.trim().to_owned()),
            },
        };
        let empty = matches!(&elements, Elements::Range(start, end) if start >= end)
            || matches!(&elements, Elements::Named(name) if name.is_empty());
        if column.is_empty() || empty {
            return Err(bad());
        }
        Ok(Self { column: column.to_owned(), elements })
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> Self {
        selector.to_string()
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.elements {
            Elements::All => write!(f, "{}", self.column),
            Elements::Range(start, end) if end - start == 1 => write!(f, "{}[{start}]", self.column),
            Elements::Range(start, end) => write!(f, "{}[{start}..{end}]", self.column),
            Elements::Named(name) => write!(f, "{}[{name}]", self.column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_read_and_print_alike() {
        for text in ["x_m", "observation.state[7]", "observation.state[0..3]", "observation.state[motor_6]"] {
            let selector = Selector::try_from(text.to_owned()).unwrap();
            assert_eq!(selector.to_string(), text);
        }
        for text in ["", "[3]", "a[3..3]", "a[5..2]", "a[]", "a]", "a[-1..2]"] {
            assert!(Selector::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
