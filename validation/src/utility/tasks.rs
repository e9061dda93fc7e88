//! Other tasks: when the fingers close, how wide the object is, whether the grasp holds.

use super::arms::Scale;
use super::report::TaskUtility;
use super::ridge::Moments;
use super::windows::{WindowShape, input_at, windows};
use super::{UtilityEpisode, UtilityOptions};
use crate::intervals::{Hierarchy, estimate};

/// Windows up to this long before the closing are asked when it comes, s.
const BEFORE_CLOSING_SECS: f64 = 2.0;

/// Samples below which nothing is fitted.
const LEAST: usize = 5;

/// Strength of the ridge, for tasks with few samples.
const RIDGE: f64 = 1.0;

/// A sample of a task: scaled input, target, episode.
struct Sample {
    input: Vec<f64>,
    target: f64,
    episode: usize,
}

/// The three sets of episodes.
pub(super) struct Sets<'a> {
    pub(super) real_train: &'a [UtilityEpisode<'a>],
    pub(super) real_test: &'a [UtilityEpisode<'a>],
    pub(super) synthetic: &'a [UtilityEpisode<'a>],
}

pub(super) fn all(
    sets: &Sets<'_>,
    shape: &WindowShape,
    scale: &Scale,
    options: &UtilityOptions,
) -> Vec<TaskUtility> {
    let closing = |e: &UtilityEpisode<'_>| time_to_close(e, shape);
    let width = |e: &UtilityEpisode<'_>| stall_width(e, shape);
    let outcome = |e: &UtilityEpisode<'_>| grasp_outcome(e, shape);
    let mut tasks = vec![regression("time_to_close", "s", sets, scale, &closing, options)];
    tasks.push(if shape.width {
        regression("stall_width", "m", sets, scale, &width, options)
    } else {
        unavailable("stall_width", "m", "the width was not measured in every set".into())
    });
    tasks.push(classification(sets, scale, &outcome));
    tasks
}

type Extract<'a> = dyn Fn(&UtilityEpisode<'_>) -> Vec<(Vec<f64>, f64)> + 'a;

fn samples(episodes: &[UtilityEpisode<'_>], scale: &Scale, extract: &Extract<'_>) -> Vec<Sample> {
    let of = |(episode, e): (usize, &UtilityEpisode<'_>)| {
        let rows = extract(e).into_iter();
        rows.map(|(input, target)| Sample { input: scale.input(&input), target, episode }).collect::<Vec<_>>()
    };
    episodes.iter().enumerate().flat_map(of).collect()
}

fn time_to_close(episode: &UtilityEpisode<'_>, shape: &WindowShape) -> Vec<(Vec<f64>, f64)> {
    let Some(closing) = closing_secs(episode) else { return Vec::new() };
    let all = windows(episode.demonstration, shape);
    let near = |time: f64| (closing - BEFORE_CLOSING_SECS..=closing).contains(&time);
    all.times
        .iter()
        .zip(all.inputs.chunks_exact(shape.inputs()))
        .filter(|(time, _)| near(**time))
        .map(|(time, input)| (input.to_vec(), closing - time))
        .collect()
}

fn stall_width(episode: &UtilityEpisode<'_>, shape: &WindowShape) -> Vec<(Vec<f64>, f64)> {
    let Some(grounding) = episode.grounding else { return Vec::new() };
    let width = grounding.grasp().width.best;
    closing_secs(episode)
        .and_then(|secs| input_at(episode.demonstration, shape, secs))
        .map(|input| (input, width))
        .into_iter()
        .collect()
}

fn grasp_outcome(episode: &UtilityEpisode<'_>, shape: &WindowShape) -> Vec<(Vec<f64>, f64)> {
    let Some(grounding) = episode.grounding else { return Vec::new() };
    let lifted = grounding.outcome.lifted && grounding.outcome.name() != "lost";
    closing_secs(episode)
        .and_then(|secs| input_at(episode.demonstration, shape, secs))
        .map(|input| (input, f64::from(u8::from(lifted))))
        .into_iter()
        .collect()
}

/// When the fingers begin to close, s from the first frame.
fn closing_secs(episode: &UtilityEpisode<'_>) -> Option<f64> {
    let frame = episode.grounding?.grasp().close_start;
    let times = &episode.demonstration.timestamps;
    times.get(frame).zip(times.first()).map(|(time, first)| time - first)
}

fn unavailable(task: &'static str, unit: &'static str, reason: String) -> TaskUtility {
    TaskUtility {
        task,
        unit,
        trtr: None,
        tstr: None,
        baseline: None,
        utility_ratio: None,
        unavailable: Some(reason),
    }
}

/// Fits on a set and predicts the test samples.
fn predict(train: &[Sample], test: &[Sample]) -> Option<Vec<f64>> {
    let mut moments = Moments::empty(train.first()?.input.len(), 1);
    for sample in train {
        moments.add(&sample.input, &[sample.target]);
    }
    let ridge = moments.solve(RIDGE)?;
    let one = |sample: &Sample| {
        let mut found = [0.0];
        ridge.predict(&sample.input, &mut found);
        found[0]
    };
    Some(test.iter().map(one).collect())
}

fn regression(
    task: &'static str,
    unit: &'static str,
    sets: &Sets<'_>,
    scale: &Scale,
    extract: &Extract<'_>,
    options: &UtilityOptions,
) -> TaskUtility {
    let [train, test, synthetic] =
        [sets.real_train, sets.real_test, sets.synthetic].map(|set| samples(set, scale, extract));
    for (name, set) in [("real training", &train), ("real test", &test), ("generated", &synthetic)] {
        if set.len() < LEAST {
            return unavailable(task, unit, format!("{} {name} samples, at least {LEAST} needed", set.len()));
        }
    }
    let (Some(on_real), Some(on_synthetic)) = (predict(&train, &test), predict(&synthetic, &test)) else {
        return unavailable(task, unit, "the least squares problem is singular".into());
    };
    let mean = train.iter().map(|s| s.target).sum::<f64>() / train.len() as f64;
    // Squared errors per test episode: [trtr, tstr, baseline, count].
    let mut sums = vec![[0.0f64; 4]; sets.real_test.len()];
    for (sample, (real, synthetic)) in test.iter().zip(on_real.iter().zip(&on_synthetic)) {
        let square = |found: f64| (found - sample.target) * (found - sample.target);
        for (sum, value) in
            sums[sample.episode].iter_mut().zip([square(*real), square(*synthetic), square(mean), 1.0])
        {
            *sum += value;
        }
    }
    let kept: Vec<usize> = (0..sums.len()).filter(|k| sums[*k][3] > 0.0).collect();
    let paths: Vec<Vec<String>> = kept.iter().map(|k| sets.real_test[*k].group_path()).collect();
    let total = |units: &[usize], k: usize| units.iter().map(|u| sums[kept[*u]][k]).sum::<f64>();
    let everything: Vec<usize> = (0..kept.len()).collect();
    let rms = |k: usize| libm::sqrt(total(&everything, k) / total(&everything, 3));
    let ratio =
        estimate(&Hierarchy::of(&paths), |units| total(units, 0) / total(units, 1), &options.bootstrap);
    TaskUtility {
        task,
        unit,
        trtr: Some(rms(0)),
        tstr: Some(rms(1)),
        baseline: Some(rms(2)),
        utility_ratio: Some(ratio),
        unavailable: None,
    }
}

fn classification(sets: &Sets<'_>, scale: &Scale, extract: &Extract<'_>) -> TaskUtility {
    const TASK: &str = "grasp_outcome";
    let [train, test, synthetic] =
        [sets.real_train, sets.real_test, sets.synthetic].map(|set| samples(set, scale, extract));
    for (name, set) in [("held-out real", &test), ("real training", &train), ("generated", &synthetic)] {
        let failures = set.iter().filter(|sample| sample.target < 0.5).count();
        if failures == 0 || failures == set.len() {
            let which = if failures == 0 { "success" } else { "failure" };
            let reason = format!("every {name} grasp is a {which}: there is nothing to tell apart");
            return unavailable(TASK, "auc", reason);
        }
    }
    let auc = |train: &[Sample]| {
        let found = predict(train, &test)?;
        let labelled: Vec<(f64, bool)> =
            found.into_iter().zip(&test).map(|(score, sample)| (score, sample.target > 0.5)).collect();
        area_under_curve(&labelled)
    };
    TaskUtility {
        trtr: auc(&train),
        tstr: auc(&synthetic),
        baseline: Some(0.5),
        unavailable: None,
        ..unavailable(TASK, "auc", String::new())
    }
}

/// Area under the receiver operating curve: the chance that a positive scores above a negative, ties half (Mann & Whitney
/// 1947); `None` without both.
pub fn area_under_curve(scored: &[(f64, bool)]) -> Option<f64> {
    let scores: Vec<f64> = scored.iter().map(|(score, _)| *score).collect();
    let ranks = crate::intervals::correlation::ranks(&scores);
    let positives = scored.iter().filter(|(_, label)| *label).count() as f64;
    let negatives = scored.len() as f64 - positives;
    if positives == 0.0 || negatives == 0.0 {
        return None;
    }
    let sum: f64 = ranks.iter().zip(scored).filter(|(_, (_, label))| *label).map(|(rank, _)| rank).sum();
    Some((sum - positives * (positives + 1.0) / 2.0) / (positives * negatives))
}
