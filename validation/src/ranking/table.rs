//! The CSV that users bring: `policy,task,sim,real`; `task` may be missing.

use super::PolicyScore;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why a table of success rates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RankingTableError {
    /// The file system, or the CSV syntax.
    #[error("{path}: {source}", path = path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// The reader's answer.
        source: csv::Error,
    },
    /// A column is missing.
    #[error(
        "{path}: expected the columns policy, sim and real (and task, if there are several), found {found}; \
         hint: the first line names the columns", path = path.display()
    )]
    Columns {
        /// The file.
        path: PathBuf,
        /// The columns there are.
        found: String,
    },
    /// Rows that cannot be used, all of them.
    #[error("{path}: {} unusable row(s):{}", faults.len(), list(faults), path = path.display())]
    Rows {
        /// The file.
        path: PathBuf,
        /// One sentence per fault, with its line.
        faults: Vec<String>,
    },
}

fn list(faults: &[String]) -> String {
    faults.iter().map(|fault| format!("\n  - {fault}")).collect()
}

/// Reads success rates from 0 to 1, one row per policy and task.
///
/// # Errors
/// A file that cannot be read, missing columns, or rows with something else than a rate: all of them at once.
pub fn read_policy_scores(path: &Path) -> Result<Vec<PolicyScore>, RankingTableError> {
    let broken = |source| RankingTableError::Csv { path: path.to_owned(), source };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(broken)?;
    let headers = reader.headers().map_err(broken)?.clone();
    let column = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let (Some(policy), Some(sim), Some(real)) = (column("policy"), column("sim"), column("real")) else {
        let found = headers.iter().collect::<Vec<_>>().join(", ");
        return Err(RankingTableError::Columns { path: path.to_owned(), found });
    };
    let task = column("task");
    let (mut scores, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(row as u64 + 2, csv::Position::line);
        let text = |index: usize| record.get(index).unwrap_or_default().to_owned();
        let mut rate = |index: usize, name: &str| {
            let found = text(index);
            match found.parse::<f64>() {
                Ok(value) if (0.0..=1.0).contains(&value) => value,
                Ok(value) if value > 1.0 && value <= 100.0 => {
                    faults.push(format!(
                        "line {line}: {name}: expected a rate from 0 to 1, found {found}; hint: divide percents by 100"
                    ));
                    f64::NAN
                }
                _ => {
                    faults.push(format!("line {line}: {name}: expected a rate from 0 to 1, found {found:?}"));
                    f64::NAN
                }
            }
        };
        let (sim, real) = (rate(sim, "sim"), rate(real, "real"));
        let score = PolicyScore { policy: text(policy), task: task.map(text).unwrap_or_default(), sim, real };
        if score.policy.is_empty() {
            faults.push(format!("line {line}: policy: expected a name, found nothing"));
        } else if !seen.insert((score.task.clone(), score.policy.clone())) {
            faults.push(format!(
                "line {line}: policy {:?} appears twice in task {:?}",
                score.policy, score.task
            ));
        }
        scores.push(score);
    }
    if faults.is_empty() {
        Ok(scores)
    } else {
        Err(RankingTableError::Rows { path: path.to_owned(), faults })
    }
}
