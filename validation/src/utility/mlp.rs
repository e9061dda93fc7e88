//! A perceptron with two hidden layers, trained with Adam (Kingma & Ba 2015). Plain loops in single precision: the same
//! bits on every machine and thread.

use crate::intervals::bootstrap::stream;
use rand_chacha::rand_core::Rng;

/// How it is trained; the same for every arm of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Units of each hidden layer.
    pub hidden: usize,
    /// Optimiser steps.
    pub steps: usize,
    /// Samples per step.
    pub batch: usize,
    /// Step size of Adam at the start; it falls linearly to a tenth.
    pub rate: f32,
}

impl Default for Training {
    fn default() -> Self {
        Self { hidden: 32, steps: 600, batch: 64, rate: 3e-3 }
    }
}

/// One dense layer with Adam's moments.
#[derive(Clone, Debug)]
struct Layer {
    inputs: usize,
    outputs: usize,
    /// `[inputs + 1][outputs]`, the last row the bias.
    weights: Vec<f32>,
    gradient: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Layer {
    /// He's initialisation: normal with variance `2 / inputs`; biases 0.
    fn new(inputs: usize, outputs: usize, rng: &mut impl Rng) -> Self {
        let size = (inputs + 1) * outputs;
        let scale = (2.0 / inputs as f32).sqrt();
        let weights =
            (0..size).map(|k| if k < inputs * outputs { scale * normal(rng) } else { 0.0 }).collect();
        let zeros = vec![0.0; size];
        Self { inputs, outputs, weights, gradient: zeros.clone(), first: zeros.clone(), second: zeros }
    }

    fn forward(&self, x: &[f32], y: &mut [f32]) {
        y.copy_from_slice(&self.weights[self.inputs * self.outputs..]);
        for (value, row) in x.iter().zip(self.weights.chunks_exact(self.outputs)) {
            if *value != 0.0 {
                for (sum, weight) in y.iter_mut().zip(row) {
                    *sum += value * weight;
                }
            }
        }
    }

    /// Adds to the gradient; writes the derivative by the input into `back` where asked for.
    fn backward(&mut self, x: &[f32], slope: &[f32], back: Option<&mut [f32]>) {
        let (rows, bias) = self.gradient.split_at_mut(self.inputs * self.outputs);
        for (value, row) in x.iter().zip(rows.chunks_exact_mut(self.outputs)) {
            for (sum, d) in row.iter_mut().zip(slope) {
                *sum += value * d;
            }
        }
        for (sum, d) in bias.iter_mut().zip(slope) {
            *sum += d;
        }
        if let Some(back) = back {
            for (value, row) in back.iter_mut().zip(self.weights.chunks_exact(self.outputs)) {
                *value = row.iter().zip(slope).map(|(weight, d)| weight * d).sum();
            }
        }
    }

    fn adam(&mut self, rate: f32, step: i32) {
        const BETA: [f32; 2] = [0.9, 0.999];
        let correction = BETA.map(|beta| 1.0 - beta.powi(step));
        for k in 0..self.weights.len() {
            let g = self.gradient[k];
            self.first[k] = BETA[0] * self.first[k] + (1.0 - BETA[0]) * g;
            self.second[k] = BETA[1] * self.second[k] + (1.0 - BETA[1]) * g * g;
            let (m, v) = (self.first[k] / correction[0], self.second[k] / correction[1]);
            self.weights[k] -= rate * m / (v.sqrt() + 1e-8);
            self.gradient[k] = 0.0;
        }
    }
}

/// The network.
#[derive(Clone, Debug)]
pub struct Mlp {
    layers: [Layer; 3],
}

/// Values at each layer for one sample.
struct Scratch {
    hidden: [Vec<f32>; 2],
    output: Vec<f32>,
}

impl Mlp {
    /// Trains on samples that `sample` names by a random stream: it returns input and target.
    pub fn train<'a>(
        inputs: usize,
        outputs: usize,
        training: &Training,
        seed: u64,
        sample: impl Fn(&mut rand_chacha::ChaCha8Rng) -> (&'a [f32], &'a [f32]),
    ) -> Self {
        let mut rng = stream(seed, 0);
        let h = training.hidden;
        let mut net = Self {
            layers: [
                Layer::new(inputs, h, &mut rng),
                Layer::new(h, h, &mut rng),
                Layer::new(h, outputs, &mut rng),
            ],
        };
        let mut rng = stream(seed, 1);
        let mut scratch = net.scratch();
        let (mut slope, mut back) = (vec![0.0; outputs], [vec![0.0; h], vec![0.0; h]]);
        for step in 0..training.steps {
            for _ in 0..training.batch {
                let (x, y) = sample(&mut rng);
                net.forward(x, &mut scratch);
                for (slope, (found, wanted)) in slope.iter_mut().zip(scratch.output.iter().zip(y)) {
                    *slope = 2.0 * (found - wanted) / (training.batch * outputs) as f32;
                }
                net.backward(x, &scratch, &slope, &mut back);
            }
            let rate = training.rate * (1.0 - 0.9 * step as f32 / training.steps as f32);
            for layer in &mut net.layers {
                layer.adam(rate, step as i32 + 1);
            }
        }
        net
    }

    /// Prediction for one input, into `y`.
    pub fn predict(&self, x: &[f32], y: &mut [f32]) {
        let mut scratch = self.scratch();
        self.forward(x, &mut scratch);
        y.copy_from_slice(&scratch.output);
    }

    fn scratch(&self) -> Scratch {
        let size = |k: usize| vec![0.0; self.layers[k].outputs];
        Scratch { hidden: [size(0), size(1)], output: size(2) }
    }

    fn forward(&self, x: &[f32], scratch: &mut Scratch) {
        let Scratch { hidden: [first, second], output } = scratch;
        self.layers[0].forward(x, first);
        rectify(first);
        self.layers[1].forward(first, second);
        rectify(second);
        self.layers[2].forward(second, output);
    }

    fn backward(&mut self, x: &[f32], scratch: &Scratch, slope: &[f32], back: &mut [Vec<f32>; 2]) {
        let [first, second] = &scratch.hidden;
        let [to_first, to_second] = back;
        self.layers[2].backward(second, slope, Some(to_second));
        mask(to_second, second);
        self.layers[1].backward(first, to_second, Some(to_first));
        mask(to_first, first);
        self.layers[0].backward(x, to_first, None);
    }
}

fn rectify(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

/// The derivative of the rectifier: nothing passes where it was 0.
fn mask(slope: &mut [f32], values: &[f32]) {
    for (slope, value) in slope.iter_mut().zip(values) {
        if *value <= 0.0 {
            *slope = 0.0;
        }
    }
}

/// A standard normal number (Box & Muller 1958).
fn normal(rng: &mut impl Rng) -> f32 {
    let unit = |rng: &mut dyn FnMut() -> u64| ((rng() >> 40) as f32 + 0.5) / (1u64 << 24) as f32;
    let mut next = || rng.next_u64();
    let (a, b) = (unit(&mut next), unit(&mut next));
    (-2.0 * libm::logf(a)).sqrt() * libm::cosf(2.0 * std::f32::consts::PI * b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_a_bend_that_no_line_can() {
        let xs: Vec<[f32; 1]> = (0..200).map(|k| [k as f32 / 50.0 - 2.0]).collect();
        let ys: Vec<[f32; 1]> = xs.iter().map(|x| [x[0].abs()]).collect();
        let train = |seed| {
            Mlp::train(1, 1, &Training::default(), seed, |rng| {
                let k = crate::intervals::bootstrap::below(rng, xs.len());
                (&xs[k], &ys[k])
            })
        };
        let net = train(1);
        let error = |net: &Mlp| {
            let mut y = [0.0];
            let square = |(x, truth): (&[f32; 1], &[f32; 1])| {
                net.predict(x, &mut y);
                (y[0] - truth[0]) * (y[0] - truth[0])
            };
            xs.iter().zip(&ys).map(square).sum::<f32>() / 200.0
        };
        assert!(error(&net) < 0.01, "{}", error(&net));
        let bits = |net: &Mlp| net.layers[0].weights.iter().map(|w| w.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&net), bits(&train(1)));
        assert_ne!(bits(&net), bits(&train(2)));
    }
}
