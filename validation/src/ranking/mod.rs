//! Does a simulator rank policies as reality does? Metrics for users who have success rates of the same policies in both,
//! exactly as `SIMPLER` (simpler-env, `utils/metrics.py`) computes them, and with what its tables leave out: intervals,
//! the smallest p value that so few policies can reach, and how far one policy carries the result.

mod metrics;
mod permutation;
mod table;

pub use metrics::{mmrv, pearson_simpler};
pub use permutation::PermutationTest;
pub use table::{RankingTableError, read_policy_scores};

use crate::ValidationError;
use crate::intervals::correlation::{fisher_interval, spearman, spearman_interval};
use crate::intervals::{BootstrapOptions, Estimate, Hierarchy, Interval, IntervalMethod, estimate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Success rates of one policy in one task.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyScore {
    /// Name of the policy.
    pub policy: String,
    /// Name of the task; empty when there is only one.
    pub task: String,
    /// Success rate in simulation.
    pub sim: f64,
    /// Success rate in reality.
    pub real: f64,
}

/// The metrics without one policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOutPolicy {
    /// The policy that is left out.
    pub policy: String,
    /// [`mmrv`] of the others.
    pub mmrv: f64,
    /// [`pearson_simpler`] of the others.
    pub pearson: f64,
    /// Spearman's correlation of the others; absent where one side does not vary.
    pub spearman: Option<f64>,
}

/// How well simulation ranks the policies of one task.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskRanking {
    /// The task.
    pub task: String,
    /// Number of policies.
    pub policies: usize,
    /// Mean maximum rank violation, `mmrv(sim, real)`: 0 is perfect, in units of the real success rate.
    pub mmrv: Estimate,
    /// The same with the arguments exchanged, as some write it. It is another number: MMRV is not symmetric.
    pub mmrv_arguments_swapped: f64,
    /// Pearson's correlation with Fisher's interval.
    pub pearson: Estimate,
    /// Spearman's correlation; absent where one side does not vary.
    pub spearman: Option<Estimate>,
    /// How often a random assignment of simulated to real rates does as well.
    pub permutation: PermutationTest,
    /// Each policy left out in turn.
    pub leave_one_out: Vec<LeftOutPolicy>,
    /// What a reader must know before believing the figures.
    pub cautions: Vec<String>,
}

/// Rankings of all tasks, and of the mean over the tasks that every policy has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankingReport {
    /// One per task, in the order of their names.
    pub tasks: Vec<TaskRanking>,
    /// The mean over tasks, where there are several.
    pub overall: Option<TaskRanking>,
}

/// Ranks every task of a table of scores.
///
/// # Errors
/// [`ValidationError::TooFew`] where a task has fewer than three policies, [`ValidationError::NotFinite`] for a rate that
/// is not a number.
pub fn rank(scores: &[PolicyScore], options: &BootstrapOptions) -> Result<RankingReport, ValidationError> {
    let mut tasks: BTreeMap<&str, Vec<&PolicyScore>> = BTreeMap::new();
    for score in scores {
        tasks.entry(&score.task).or_default().push(score);
    }
    let rankings =
        tasks.iter().map(|(task, scores)| rank_task(task, scores, options)).collect::<Result<Vec<_>, _>>()?;
    let overall = match tasks.len() {
        0 | 1 => None,
        count => {
            let means = means_over_tasks(scores, count);
            let means: Vec<&PolicyScore> = means.iter().collect();
            if means.len() < 3 { None } else { Some(rank_task("mean over tasks", &means, options)?) }
        }
    };
    Ok(RankingReport { tasks: rankings, overall })
}

/// Mean rates of the policies that were tried in every task.
fn means_over_tasks(scores: &[PolicyScore], tasks: usize) -> Vec<PolicyScore> {
    let mut sums: BTreeMap<&str, (usize, f64, f64)> = BTreeMap::new();
    for score in scores {
        let (count, sim, real) = sums.entry(&score.policy).or_default();
        *count += 1;
        *sim += score.sim;
        *real += score.real;
    }
    let complete = sums.into_iter().filter(|(_, (count, _, _))| *count == tasks);
    complete
        .map(|(policy, (count, sim, real))| PolicyScore {
            policy: policy.to_owned(),
            task: String::new(),
            sim: sim / count as f64,
            real: real / count as f64,
        })
        .collect()
}

fn rank_task(
    task: &str,
    scores: &[&PolicyScore],
    options: &BootstrapOptions,
) -> Result<TaskRanking, ValidationError> {
    if scores.len() < 3 {
        let what = "policies in one task, for a ranking";
        return Err(ValidationError::TooFew { what, expected: 3, found: scores.len() });
    }
    let (sim, real): (Vec<f64>, Vec<f64>) = scores.iter().map(|score| (score.sim, score.real)).unzip();
    for (side, values) in [("sim", &sim), ("real", &real)] {
        if let Some(position) = values.iter().position(|value| !value.is_finite()) {
            let what = format!("{side} rates of task {task:?}");
            return Err(ValidationError::NotFinite { what, position, found: values[position] });
        }
    }
    let n = scores.len();
    let pick = |units: &[usize], values: &[f64]| -> Vec<f64> { units.iter().map(|k| values[*k]).collect() };
    let mut violation = estimate(
        &Hierarchy::flat(n),
        |units| mmrv(&pick(units, &sim), &pick(units, &real)),
        &BootstrapOptions { bca: false, ..*options },
    );
    // It cannot be negative; the jackknife does not know.
    violation.interval = violation.interval.map(|i| Interval::new(i.low.max(0.0), i.high));
    let pearson = pearson_simpler(&sim, &real);
    let leave_one_out: Vec<LeftOutPolicy> = (0..n)
        .map(|left| {
            let kept: Vec<usize> = (0..n).filter(|k| *k != left).collect();
            let (sim, real) = (pick(&kept, &sim), pick(&kept, &real));
            LeftOutPolicy {
                policy: scores[left].policy.clone(),
                mmrv: mmrv(&sim, &real),
                pearson: pearson_simpler(&sim, &real),
                spearman: spearman(&sim, &real),
            }
        })
        .collect();
    let permutation = PermutationTest::new(&sim, &real, options.seed);
    let cautions = cautions(n, pearson, &leave_one_out, &permutation);
    Ok(TaskRanking {
        task: task.to_owned(),
        policies: n,
        mmrv: violation,
        mmrv_arguments_swapped: mmrv(&real, &sim),
        pearson: correlation(pearson, fisher_interval(pearson.clamp(-1.0, 1.0), n), n),
        spearman: spearman(&sim, &real).map(|rho| correlation(rho, spearman_interval(rho, n), n)),
        permutation,
        leave_one_out,
        cautions,
    })
}

fn correlation(value: f64, interval: Option<Interval>, n: usize) -> Estimate {
    let method = if interval.is_some() { IntervalMethod::FisherZ } else { IntervalMethod::None };
    Estimate { value, interval, method, n, groups: n }
}

fn cautions(
    n: usize,
    pearson: f64,
    left_out: &[LeftOutPolicy],
    permutation: &PermutationTest,
) -> Vec<String> {
    let mut cautions = Vec::new();
    if n < 10 {
        cautions.push(format!(
            "{n} policies: the intervals are wide, and the ranking of near-equal policies is open"
        ));
    }
    if permutation.floor > 0.01 {
        cautions.push(format!("with {n} policies no p value can fall below {:.3}", permutation.floor));
    }
    let carried = left_out.iter().min_by(|a, b| a.pearson.total_cmp(&b.pearson));
    if let Some(policy) = carried.filter(|policy| pearson - policy.pearson > 0.1) {
        cautions.push(format!(
            "the correlation rests on {:?}: {pearson:.2} with it, {:.2} without",
            policy.policy, policy.pearson
        ));
    }
    cautions
}

#[cfg(test)]
mod tests;
