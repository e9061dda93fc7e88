//! Training on any mixture of real and generated windows, testing on held-out real ones.

use super::mlp::{Mlp, Training};
use super::ridge::Moments;
use super::windows::{EpisodeWindows, WindowShape};
use crate::intervals::bootstrap::below;
use rand_chacha::ChaCha8Rng;

/// The small policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Model {
    Ridge,
    Mlp,
}

impl Model {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ridge => "ridge",
            Self::Mlp => "mlp",
        }
    }
}

/// Windows of one episode, scaled by the moments of the real training windows, in both precisions.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    inputs: Vec<f64>,
    targets: Vec<f64>,
    inputs_f32: Vec<f32>,
    targets_f32: Vec<f32>,
    moments: Moments,
    len: usize,
}

/// Mean and standard deviation per column.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    inputs: Vec<(f64, f64)>,
    targets: Vec<(f64, f64)>,
}

/// Standard deviations below this (m, rad) are those of a channel that does not move; it is left as it is.
const LEAST_SPREAD: f64 = 1e-6;

/// Scaled inputs beyond this are cut: other data may lie far outside the real training set.
const LARGEST_INPUT: f64 = 10.0;

impl Scale {
    pub(super) fn of(episodes: &[EpisodeWindows], shape: &WindowShape) -> Self {
        let columns = |values: &dyn Fn(&EpisodeWindows) -> &[f64], width: usize| {
            (0..width)
                .map(|k| {
                    let column = || episodes.iter().flat_map(|e| values(e).iter().skip(k).step_by(width));
                    let n = column().count().max(1) as f64;
                    let mean = column().sum::<f64>() / n;
                    let spread = libm::sqrt(column().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n);
                    (mean, if spread > LEAST_SPREAD { spread } else { 1.0 })
                })
                .collect()
        };
        Self {
            inputs: columns(&|e| &e.inputs, shape.inputs()),
            targets: columns(&|e| &e.targets, shape.outputs()),
        }
    }

    pub(super) fn apply(&self, episode: &EpisodeWindows) -> Scaled {
        let scaled = |values: &[f64], by: &[(f64, f64)], limit: f64| -> Vec<f64> {
            let scale = |(k, value): (usize, &f64)| {
                let (mean, spread) = by[k % by.len()];
                ((value - mean) / spread).clamp(-limit, limit)
            };
            values.iter().enumerate().map(scale).collect()
        };
        let inputs = scaled(&episode.inputs, &self.inputs, LARGEST_INPUT);
        let targets = scaled(&episode.targets, &self.targets, f64::INFINITY);
        let mut moments = Moments::empty(self.inputs.len(), self.targets.len());
        for (x, y) in inputs.chunks_exact(self.inputs.len()).zip(targets.chunks_exact(self.targets.len())) {
            moments.add(x, y);
        }
        let single = |values: &[f64]| values.iter().map(|v| *v as f32).collect();
        Scaled {
            inputs_f32: single(&inputs),
            targets_f32: single(&targets),
            inputs,
            targets,
            moments,
            len: episode.len(),
        }
    }

    /// One input, scaled.
    pub(super) fn input(&self, input: &[f64]) -> Vec<f64> {
        let scale = |(value, (mean, spread)): (&f64, &(f64, f64))| {
            ((value - mean) / spread).clamp(-LARGEST_INPUT, LARGEST_INPUT)
        };
        input.iter().zip(&self.inputs).map(scale).collect()
    }
}

/// What an arm is trained on: real episodes, generated episodes, and the share of the generated ones in the objective.
#[derive(Clone, Debug)]
pub(super) struct Mixture<'a> {
    pub(super) real: Vec<&'a Scaled>,
    pub(super) synthetic: Vec<&'a Scaled>,
    pub(super) synthetic_share: f64,
}

impl<'a> Mixture<'a> {
    pub(super) fn one(episodes: Vec<&'a Scaled>) -> Self {
        Self { real: episodes, synthetic: Vec::new(), synthetic_share: 0.0 }
    }
}

/// A trained policy.
enum Trained {
    Ridge(super::ridge::Ridge),
    Mlp(Box<Mlp>),
    /// Predicts the mean of the real training targets.
    Mean,
}

/// Relative strength of the ridge: per sample, on scaled inputs.
const RIDGE: f64 = 1e-3;

/// Resolution of the share of a mixture.
const SHARE_STEPS: usize = 1 << 20;

/// Squared errors of a policy on one test episode, per horizon, summed over windows and outputs, and how many there are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EpisodeErrors {
    pub(super) squares: Vec<f64>,
    pub(super) counts: Vec<f64>,
}

/// Trains on a mixture and tests on episodes; `None` where nothing can be fitted.
pub(super) fn run(
    model: Model,
    mixture: &Mixture<'_>,
    tests: &[&[Scaled]],
    shape: &WindowShape,
    training: &Training,
    seed: u64,
) -> Option<Vec<Vec<EpisodeErrors>>> {
    let trained = match model {
        Model::Ridge => Trained::Ridge(fit_ridge(mixture, shape)?),
        Model::Mlp => Trained::Mlp(Box::new(train_mlp(mixture, shape, training, seed)?)),
    };
    let test = |episodes: &&[Scaled]| episodes.iter().map(|e| errors(&trained, e, shape)).collect();
    Some(tests.iter().map(test).collect())
}

fn fit_ridge(mixture: &Mixture<'_>, shape: &WindowShape) -> Option<super::ridge::Ridge> {
    let sum = |episodes: &[&Scaled]| {
        let mut all = Moments::empty(shape.inputs(), shape.outputs());
        episodes.iter().for_each(|episode| all.add_scaled(&episode.moments, 1.0));
        all
    };
    let (real, synthetic) = (sum(&mixture.real), sum(&mixture.synthetic));
    let mut all = Moments::empty(shape.inputs(), shape.outputs());
    for (moments, share) in [(real, 1.0 - mixture.synthetic_share), (synthetic, mixture.synthetic_share)] {
        if moments.weight() > 0.0 {
            all.add_scaled(&moments, share / moments.weight());
        }
    }
    all.solve(RIDGE)
}

fn train_mlp(mixture: &Mixture<'_>, shape: &WindowShape, training: &Training, seed: u64) -> Option<Mlp> {
    let rows = |episodes: &[&'_ Scaled]| -> Vec<(usize, usize)> {
        episodes.iter().enumerate().flat_map(|(e, episode)| (0..episode.len).map(move |k| (e, k))).collect()
    };
    let (real, synthetic) = (rows(&mixture.real), rows(&mixture.synthetic));
    if real.is_empty() && synthetic.is_empty() {
        return None;
    }
    let sample = |rng: &mut ChaCha8Rng| {
        // Which set, by its share; then any of its windows.
        let chance = below(rng, SHARE_STEPS) as f64 / SHARE_STEPS as f64;
        let from_synthetic = real.is_empty() || (!synthetic.is_empty() && chance < mixture.synthetic_share);
        let (rows, episodes) =
            if from_synthetic { (&synthetic, &mixture.synthetic) } else { (&real, &mixture.real) };
        let (e, k) = rows[below(rng, rows.len())];
        let (inputs, outputs) = (shape.inputs(), shape.outputs());
        (
            &episodes[e].inputs_f32[k * inputs..(k + 1) * inputs],
            &episodes[e].targets_f32[k * outputs..(k + 1) * outputs],
        )
    };
    Some(Mlp::train(shape.inputs(), shape.outputs(), training, seed, sample))
}

/// Errors of predicting 0, the mean of the real training targets after scaling.
pub(super) fn errors_of_zero(episode: &Scaled, shape: &WindowShape) -> EpisodeErrors {
    errors(&Trained::Mean, episode, shape)
}

fn errors(trained: &Trained, episode: &Scaled, shape: &WindowShape) -> EpisodeErrors {
    let (inputs, outputs) = (shape.inputs(), shape.outputs());
    let horizons = shape.horizons.len();
    let mut errors = EpisodeErrors { squares: vec![0.0; horizons], counts: vec![0.0; horizons] };
    let mut found = vec![0.0f64; outputs];
    let mut found_f32 = vec![0.0f32; outputs];
    // Without widths their column is constant and says nothing.
    let useful = if shape.width { 7 } else { 6 };
    for k in 0..episode.len {
        match trained {
            Trained::Ridge(ridge) => ridge.predict(&episode.inputs[k * inputs..(k + 1) * inputs], &mut found),
            Trained::Mlp(mlp) => {
                mlp.predict(&episode.inputs_f32[k * inputs..(k + 1) * inputs], &mut found_f32);
                found.iter_mut().zip(&found_f32).for_each(|(wide, narrow)| *wide = f64::from(*narrow));
            }
            Trained::Mean => {}
        }
        let wanted = &episode.targets[k * outputs..(k + 1) * outputs];
        for h in 0..horizons {
            for j in shape.outputs_of(h).take(useful) {
                let error = found[j] - wanted[j];
                errors.squares[h] += error * error;
            }
            errors.counts[h] += useful as f64;
        }
    }
    errors
}
