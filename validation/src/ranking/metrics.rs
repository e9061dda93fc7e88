//! `SIMPLER`'s two metrics, code-exact.

/// Mean maximum rank violation of simulated against real success rates:
/// `mean_i max_j |real_i - real_j| * [(sim_i > sim_j) != (real_i > real_j)]`, with strict comparisons: a tie counts as "not
/// greater". The order of the arguments matters.
pub fn mmrv(sim: &[f64], real: &[f64]) -> f64 {
    let n = sim.len().min(real.len());
    let worst = |i: usize| {
        (0..n)
            .filter(|&j| (sim[i] > sim[j]) != (real[i] > real[j]))
            .map(|j| (real[i] - real[j]).abs())
            .fold(0.0, f64::max)
    };
    (0..n).map(worst).sum::<f64>() / n as f64
}

/// Pearson's correlation as `SIMPLER` computes it: 1 where the centred vectors are equal, and `1e-8` added to the
/// denominator, so that it is 0 and not undefined where one side does not vary.
pub fn pearson_simpler(sim: &[f64], real: &[f64]) -> f64 {
    let centre = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let (s, r) = (centre(sim), centre(real));
    if s == r {
        return 1.0;
    }
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(&s, &r) / (libm::sqrt(dot(&s, &s) * dot(&r, &r)) + 1e-8)
}
