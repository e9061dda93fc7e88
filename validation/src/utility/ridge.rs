//! Ridge regression from sums, so that any mixture of episodes is fitted by adding up.

use nalgebra::DMatrix;

/// Second moments of inputs (with a constant 1 in front) and targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// `sum w [1 x]' [1 x]`.
    xx: DMatrix<f64>,
    /// `sum w [1 x]' y`.
    xy: DMatrix<f64>,
    /// `sum w`.
    weight: f64,
}

/// A linear map with a constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// `[1 + inputs][outputs]`.
    weights: DMatrix<f64>,
}

impl Moments {
    /// Of no sample.
    pub fn empty(inputs: usize, outputs: usize) -> Self {
        let size = inputs + 1;
        Self { xx: DMatrix::zeros(size, size), xy: DMatrix::zeros(size, outputs), weight: 0.0 }
    }

    /// Adds a sample.
    pub fn add(&mut self, x: &[f64], y: &[f64]) {
        let at = |i: usize| if i == 0 { 1.0 } else { x[i - 1] };
        let size = x.len() + 1;
        for j in 0..size {
            let xj = at(j);
            for i in 0..=j {
                self.xx[(i, j)] += at(i) * xj;
            }
        }
        for (k, value) in y.iter().enumerate() {
            for i in 0..size {
                self.xy[(i, k)] += at(i) * value;
            }
        }
        self.weight += 1.0;
    }

    /// Adds other moments `factor` times.
    pub fn add_scaled(&mut self, other: &Self, factor: f64) {
        self.xx += &other.xx * factor;
        self.xy += &other.xy * factor;
        self.weight += other.weight * factor;
    }

    /// Sum of weights.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Least squares with `lambda |w|²` added, the constant included; `None` where the sums are singular or not finite.
    pub fn solve(&self, lambda: f64) -> Option<Ridge> {
        let mut system = self.xx.clone();
        system.fill_lower_triangle_with_upper_triangle();
        for i in 0..system.nrows() {
            system[(i, i)] += lambda;
        }
        let weights = system.cholesky()?.solve(&self.xy);
        weights.iter().all(|w| w.is_finite()).then_some(Ridge { weights })
    }
}

impl Ridge {
    /// Prediction for one input, into `y`.
    pub fn predict(&self, x: &[f64], y: &mut [f64]) {
        for (k, value) in y.iter_mut().enumerate() {
            let column = self.weights.column(k);
            *value = column[0] + x.iter().enumerate().map(|(i, x)| x * column[i + 1]).sum::<f64>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `tstr_trtr`: one input, plain union for co-training.
    #[test]
    fn train_on_one_set_test_on_another() {
        let fit = |sets: &[(&[f64], &[f64])]| {
            let mut moments = Moments::empty(1, 1);
            for (xs, ys) in sets {
                for (x, y) in xs.iter().zip(*ys) {
                    moments.add(&[*x], &[*y]);
                }
            }
            moments.solve(1e-6).expect("regular")
        };
        let mse = |ridge: &Ridge, (xs, ys): (&[f64], &[f64])| {
            let error = |(x, y): (&f64, &f64)| {
                let mut found = [0.0];
                ridge.predict(&[*x], &mut found);
                (found[0] - y) * (found[0] - y)
            };
            xs.iter().zip(ys).map(error).sum::<f64>() / xs.len() as f64
        };
        let x = [0.0, 1.0, 2.0, 3.0];
        let real: (&[f64], &[f64]) = (&x, &[0.1, 1.0, 2.1, 2.9]);
        let synthetic: (&[f64], &[f64]) = (&x, &[0.3, 1.2, 2.0, 3.1]);
        let test: (&[f64], &[f64]) = (&[0.5, 1.5, 2.5], &[0.5, 1.6, 2.4]);
        let (on_real, on_synthetic, on_both) = (fit(&[real]), fit(&[synthetic]), fit(&[real, synthetic]));
        let (trtr, tstr) = (mse(&on_real, test), mse(&on_synthetic, test));
        let cotrained = mse(&on_both, test);
        for (found, truth) in [
            (trtr, 0.005_624_998_750_015_001),
            (tstr, 0.028_099_983_870_003_08),
            (mse(&on_real, synthetic), 0.021_249_994_250_053_382),
            (cotrained, 0.012_806_247_268_126_418),
            (trtr / tstr, 0.200_178_006_366_035_56),
            (1.0 - cotrained / trtr, -1.276_666_686_920_111),
        ] {
            assert!((found - truth).abs() < 1e-9, "{found} {truth}");
        }
    }
}
